using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Reporting;

/// <summary>Key of a progress report.</summary>
public readonly record struct ReportId(long Value);

/// <summary>进展报送: what an office says about an obligation for a period. Its head: the words of each save stand in <see cref="ReportRevision"/>.</summary>
public sealed class ProgressReport
{
    /// <summary>Key.</summary>
    public ReportId Id { get; init; }
    /// <summary>The obligation.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The obligation's programme, repeated for the lists of a programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The office that reports.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>First day of the period.</summary>
    public DateOnly From { get; set; }
    /// <summary>Last day of the period.</summary>
    public DateOnly To { get; set; }
    /// <summary>Where it is on its way.</summary>
    public ReportState State { get; set; }
    /// <summary>Number of the revision in force, from 1.</summary>
    public int Revision { get; set; }
    /// <summary>Who began it.</summary>
    public AccountId CreatedBy { get; init; }
    /// <summary>承办人: who is in charge of the draft; whoever began it until it is handed over.</summary>
    public AccountId? HolderId { get; set; }
    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it last moved on its way; null for a draft that never did.</summary>
    public DateTimeOffset? MovedAt { get; set; }
    /// <summary>When the superior had it for the first time; null before.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>The way of a report: 经办 → 审核 → 签发 → 上级. Steps that an office has switched off are passed over.</summary>
public enum ReportState
{
    /// <summary>经办: being written.</summary>
    Draft,
    /// <summary>审核: waits for a second person of the office.</summary>
    InReview,
    /// <summary>签发: waits for who signs for the office.</summary>
    InSignOff,
    /// <summary>已报送: waits for the superior.</summary>
    Submitted,
    /// <summary>退回: sent back by the superior or inside the office, with all reasons at once; written on as a new revision.</summary>
    Returned,
    /// <summary>已采纳: locked.</summary>
    Accepted,
}

/// <summary>One save of a report, never changed afterwards; a report that moved on begins a new one when it is written on.</summary>
public sealed class ReportRevision
{
    /// <summary>The report.</summary>
    public ReportId ReportId { get; init; }
    /// <summary>1, 2, 3 …</summary>
    public int Number { get; init; }
    /// <summary>What was done, in paragraphs divided by line feeds; at most 20,000 UTF-16 units.</summary>
    public required string Narrative { get; init; }
    /// <summary>The status that the office claims.</summary>
    public WorkStatus Status { get; init; }
    /// <summary>The result that the office claims.</summary>
    public WorkResult Result { get; init; }
    /// <summary>First day of the period, as of this save.</summary>
    public DateOnly From { get; init; }
    /// <summary>Last day of the period, as of this save.</summary>
    public DateOnly To { get; init; }
    /// <summary>Keys of the sentences that it spoke of as of this save, growing, divided by spaces.</summary>
    public string Commitments { get; init; } = "";
    /// <summary>Who saved it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A step of a report's way; append-only.</summary>
public sealed class ReportStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The report.</summary>
    public ReportId ReportId { get; init; }
    /// <summary>The revision that the step is about.</summary>
    public int Revision { get; init; }
    /// <summary>The state that it led to.</summary>
    public ReportState To { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>For whom, where a deputy acted; null where the person acted for themselves.</summary>
    public AccountId? For { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>The reasons of a return, one a line, or a remark; null where nothing was said.</summary>
    public string? Reasons { get; init; }
    /// <summary>The result that an acceptance recognised: the claimed one, or a lower one with the reason in <see cref="Reasons"/>; null for all other steps.</summary>
    public WorkResult? Result { get; init; }
}

/// <summary>One reason of a return; append-only. All of a return stand together.</summary>
public sealed class ReportReason
{
    /// <summary>The step that returned the report.</summary>
    public long StepId { get; init; }
    /// <summary>1, 2, 3 …</summary>
    public int Ordinal { get; init; }
    /// <summary>The sentence of the document that it is about; null where it is about the whole report.</summary>
    public CommitmentId? CommitmentId { get; init; }
    /// <summary>What is wrong, at most 1,000 UTF-16 units.</summary>
    public required string Text { get; init; }
}

/// <summary>The name that a client gave to a request (Idempotency-Key): sent again, it gets the same report, not a second one.</summary>
public sealed class ReportKey
{
    /// <summary>Whose key.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>As sent, at most 200 characters.</summary>
    public required string Key { get; init; }
    /// <summary>SHA-256 of the request, lower-case hexadecimal: another request under the same key is refused.</summary>
    public required string Digest { get; init; }
    /// <summary>The report that the request began.</summary>
    public ReportId ReportId { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A sentence of the document that a report speaks of.</summary>
public sealed class ReportCommitment
{
    /// <summary>The report.</summary>
    public ReportId ReportId { get; init; }
    /// <summary>The sentence.</summary>
    public CommitmentId CommitmentId { get; init; }
}

/// <summary>The steps inside an office before a report leaves it.</summary>
public sealed class OfficeSteps
{
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>审核 by a second person.</summary>
    public bool Review { get; set; } = true;
    /// <summary>签发.</summary>
    public bool SignOff { get; set; } = true;
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>What an account does on the way of reports of an office; without one the roles decide: officers write, administrators review and sign.</summary>
public sealed class OfficeDuty
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The account.</summary>
    public AccountId AccountId { get; init; }
    /// <summary>经办, 审核 or 签发.</summary>
    public OfficeStep Step { get; init; }
    /// <summary>The account that this one stands in for (代理); null for a duty of its own.</summary>
    public AccountId? DeputyOf { get; init; }
    /// <summary>First day.</summary>
    public DateOnly From { get; init; }
    /// <summary>Last day; null while it lasts. A hand-over ends one and begins another.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>经办、审核、签发.</summary>
public enum OfficeStep
{
    /// <summary>经办.</summary>
    Write,
    /// <summary>审核.</summary>
    Review,
    /// <summary>签发.</summary>
    SignOff,
}
