using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Assessment;

/// <summary>Key of a version of a scheme.</summary>
public readonly record struct SchemeId(long Value);

/// <summary>Key of a round.</summary>
public readonly record struct RoundId(long Value);

/// <summary>Key of an office in a round.</summary>
public readonly record struct SubjectId(long Value);

/// <summary>Key of an expert's sheet.</summary>
public readonly record struct SheetId(long Value);

/// <summary>Key of an objection.</summary>
public readonly record struct ObjectionId(long Value);

/// <summary>A version of a scheme as it was saved: its text decides, and never changes.</summary>
public sealed class SchemeVersion
{
    /// <summary>Key.</summary>
    public SchemeId Id { get; init; }
    /// <summary>Code of the scheme.</summary>
    public required string Code { get; init; }
    /// <summary>Version, from 1.</summary>
    public required int Version { get; init; }
    /// <summary>Title in Chinese.</summary>
    public required string Title { get; init; }
    /// <summary>The office that made it.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>The file, as data/schemes.</summary>
    public required string Text { get; init; }
    /// <summary>SHA-256 of the text.</summary>
    public required string Digest { get; init; }
    /// <summary>First day of validity.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>Last day; null where open.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>Who saved it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>一轮考核: a programme's year scored under one version of a scheme.</summary>
public sealed class AssessmentRound
{
    /// <summary>Key.</summary>
    public RoundId Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>Its year, which indicators are read for.</summary>
    public int Year { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; init; }
    /// <summary>The scheme's version.</summary>
    public SchemeId SchemeId { get; init; }
    /// <summary>The office that assesses.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>How far it has come.</summary>
    public RoundState State { get; set; }
    /// <summary>Day (in China) of the first publication; null before.</summary>
    public DateOnly? PublishedOn { get; set; }
    /// <summary>Who opened it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Counts changes of the state.</summary>
    public int Version { get; set; }
}

/// <summary>Stages of a round, in order.</summary>
public enum RoundState
{
    /// <summary>自评: offices score themselves.</summary>
    SelfScoring = 1,
    /// <summary>复核: facts are frozen; reviewers and experts score.</summary>
    Reviewing = 2,
    /// <summary>终评.</summary>
    Finalising = 3,
    /// <summary>已公布.</summary>
    Published = 4,
}

/// <summary>被考核机构: an office in a round.</summary>
public sealed class AssessmentSubject
{
    /// <summary>Key.</summary>
    public SubjectId Id { get; init; }
    /// <summary>The round.</summary>
    public RoundId RoundId { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Facts as frozen (<see cref="ScoreText"/>): obligations and indicators. Null until then.</summary>
    public string? Facts { get; set; }
    /// <summary>Digest of the facts.</summary>
    public string? Digest { get; set; }
    /// <summary>When the office sent its own marks; null until then.</summary>
    public DateTimeOffset? SelfSentAt { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>考核人员: a person with a duty in a round.</summary>
public sealed class RoundMember
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The round.</summary>
    public RoundId RoundId { get; init; }
    /// <summary>The person.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>What the person does.</summary>
    public MemberDuty Duty { get; init; }
    /// <summary>Who named the person.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Duties in a round.</summary>
public enum MemberDuty
{
    /// <summary>复核人员: marks of the review, acts.</summary>
    Reviewer = 1,
    /// <summary>终评人员.</summary>
    Finaliser = 2,
    /// <summary>评审专家: sheets only.</summary>
    Expert = 3,
    /// <summary>异议复核人员: decides objections, and has scored nothing.</summary>
    ObjectionReviewer = 4,
}

/// <summary>回避: a person keeps away from an office for a reason of his own, or one that another knows.</summary>
public sealed class Recusal
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The round.</summary>
    public RoundId RoundId { get; init; }
    /// <summary>The person.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>Who wrote it down.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A mark in one of the three columns. Append-only: the newest counts, and all remain.</summary>
public sealed class AssessmentMark
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>The office in the round.</summary>
    public SubjectId SubjectId { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>The column.</summary>
    public MarkColumn Column { get; init; }
    /// <summary>The points.</summary>
    public decimal Points { get; init; }
    /// <summary>Why; empty only where the office gave itself the full or computed points.</summary>
    public required string Reason { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>An act of a deduction list or a veto, recorded against an office. Withdrawn with a reason, never changed.</summary>
public sealed class AssessmentAct
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The office in the round.</summary>
    public SubjectId SubjectId { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>Code of the act.</summary>
    public required string Act { get; init; }
    /// <summary>How many times.</summary>
    public int Count { get; init; }
    /// <summary>What it rests on: document, finding, case.</summary>
    public required string Ground { get; init; }
    /// <summary>Who recorded it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Why.</summary>
    public string? WithdrawnReason { get; set; }
}

/// <summary>专家评分表: one expert's sheet on one item of one office.</summary>
public sealed class ExpertSheet
{
    /// <summary>Key.</summary>
    public SheetId Id { get; init; }
    /// <summary>The office in the round.</summary>
    public SubjectId SubjectId { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>Its number among those of the item, from 1.</summary>
    public int Slot { get; init; }
    /// <summary>Whose it is.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>Who gave it out.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>What an expert wrote on a sheet. Append-only: a later score stands before the earlier one, and both remain.</summary>
public sealed class ExpertScore
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>The sheet.</summary>
    public SheetId SheetId { get; init; }
    /// <summary>The score.</summary>
    public decimal Score { get; init; }
    /// <summary>Why.</summary>
    public required string Comment { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>公布: the scores of a round as they were made public, with all that they were made of. A change after an objection is another revision.</summary>
public sealed class ScorePublication
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The round.</summary>
    public RoundId RoundId { get; init; }
    /// <summary>Revision, from 1.</summary>
    public int Revision { get; init; }
    /// <summary>Digest of the scheme's text.</summary>
    public required string SchemeDigest { get; init; }
    /// <summary>The facts of all offices (<see cref="ScoreText"/>).</summary>
    public required string Facts { get; init; }
    /// <summary>Their digest.</summary>
    public required string FactsDigest { get; init; }
    /// <summary>The table (<see cref="PublishedTable"/>).</summary>
    public required string Scores { get; init; }
    /// <summary>Its digest.</summary>
    public required string ScoresDigest { get; init; }
    /// <summary>Why a revision was made; null for the first.</summary>
    public string? Reason { get; init; }
    /// <summary>Who published it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>异议: an office's objection to its published score.</summary>
public sealed class ScoreObjection
{
    /// <summary>Key.</summary>
    public ObjectionId Id { get; init; }
    /// <summary>The office in the round.</summary>
    public SubjectId SubjectId { get; init; }
    /// <summary>Code of the item; null for the whole.</summary>
    public string? Item { get; init; }
    /// <summary>What is objected, and why.</summary>
    public required string Ground { get; init; }
    /// <summary>Who raised it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Last day for the review.</summary>
    public DateOnly DueOn { get; init; }
    /// <summary>What became of it.</summary>
    public ObjectionState State { get; set; }
    /// <summary>Who decided; null until then.</summary>
    public AccountId? DecidedBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>The reasons of the decision.</summary>
    public string? Opinion { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>What became of an objection.</summary>
public enum ObjectionState
{
    /// <summary>待复核.</summary>
    Raised = 1,
    /// <summary>维持.</summary>
    Upheld = 2,
    /// <summary>变更: the score was changed, by a new revision.</summary>
    Amended = 3,
}

/// <summary>督查激励: an office put on the list, with the measure that it is encouraged by.</summary>
public sealed class IncentiveEntry
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The round whose published score it rests on.</summary>
    public RoundId RoundId { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The measure, in words.</summary>
    public required string Measure { get; init; }
    /// <summary>The ground: place, score, and what a person added.</summary>
    public required string Ground { get; init; }
    /// <summary>Who put it on.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was taken off; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Why.</summary>
    public string? WithdrawnReason { get; set; }
}
