using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;

namespace Zhice.Domain.Selection;

/// <summary>Key of an application.</summary>
public readonly record struct ApplicationKey(long Value);

/// <summary>Key of a score sheet.</summary>
public readonly record struct ScoreSheetId(long Value);

/// <summary>申报: one division or institution that asks to be selected. Never deleted; what was withdrawn stays on record.</summary>
public sealed class SelectionApplication
{
    /// <summary>Longest statement, in UTF-16 units.</summary>
    public const int LongestStatement = 8_000;

    /// <summary>Key.</summary>
    public ApplicationKey Id { get; init; }
    /// <summary>The call.</summary>
    public CallId CallId { get; init; }
    /// <summary>The office that applies, or recommends an institution.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The division that the office serves.</summary>
    public required string DivisionCode { get; init; }
    /// <summary>Name of the division or the institution.</summary>
    public required string Applicant { get; init; }
    /// <summary>申报说明.</summary>
    public string Statement { get; set; } = "";
    /// <summary>How far it has come.</summary>
    public ApplicationState State { get; set; }
    /// <summary>True once it was returned: a second time it is passed or rejected.</summary>
    public bool WasReturned { get; set; }
    /// <summary>Last day to supplement it; null while it is not returned.</summary>
    public DateOnly? SupplementBy { get; set; }
    /// <summary>Score, 0 to 100 with two decimals; null before the shortlist.</summary>
    public decimal? Score { get; set; }
    /// <summary>Rank among those scored, ties alike; null before the shortlist.</summary>
    public int? Rank { get; set; }
    /// <summary>Who began it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>How far an application has come.</summary>
public enum ApplicationState
{
    /// <summary>填报中.</summary>
    Draft,
    /// <summary>已提交.</summary>
    Submitted,
    /// <summary>退回补正.</summary>
    Returned,
    /// <summary>材料审查未通过.</summary>
    Rejected,
    /// <summary>材料审查通过，待评审.</summary>
    Passed,
    /// <summary>拟入选.</summary>
    Shortlisted,
    /// <summary>未入选.</summary>
    NotSelected,
    /// <summary>已认定.</summary>
    Awarded,
    /// <summary>公示异议成立，不予认定.</summary>
    Declined,
    /// <summary>已撤回.</summary>
    Withdrawn,
    /// <summary>已撤销.</summary>
    Revoked,
}

/// <summary>One thing that was done to an application.</summary>
public sealed class ApplicationStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The application.</summary>
    public ApplicationKey ApplicationId { get; init; }
    /// <summary>Where it went.</summary>
    public required ApplicationState To { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Reasons, one a line; null for none.</summary>
    public string? Note { get; init; }
}

/// <summary>A material of an application: a version of a piece of evidence. One that was replaced stays.</summary>
public sealed class ApplicationMaterial
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The application.</summary>
    public ApplicationKey ApplicationId { get; init; }
    /// <summary>Code of the material in the call's terms.</summary>
    public required string Material { get; init; }
    /// <summary>The evidence.</summary>
    public EvidenceId EvidenceId { get; init; }
    /// <summary>The version that was meant.</summary>
    public int Number { get; init; }
    /// <summary>When it was put in.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was replaced or taken out; null while it stands.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>评分表 of one expert on one application: nobody else writes on it.</summary>
public sealed class ScoreSheet
{
    /// <summary>Key.</summary>
    public ScoreSheetId Id { get; init; }
    /// <summary>The application.</summary>
    public ApplicationKey ApplicationId { get; init; }
    /// <summary>The expert.</summary>
    public AccountId ExpertId { get; init; }
    /// <summary>Who assigned the expert.</summary>
    public AccountId AssignedBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset AssignedAt { get; init; }
    /// <summary>When it was handed in; null while it is open.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }
    /// <summary>When the expert stood back or was taken off; null while it stands.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>Why.</summary>
    public string? EndReason { get; set; }
    /// <summary>Counts changes: every save of a score takes its turn here.</summary>
    public int Version { get; set; }
}

/// <summary>One score as it was saved: the last of an item counts, and none is ever written over.</summary>
public sealed class ScoreEntry
{
    /// <summary>Key; later is higher.</summary>
    public long Id { get; init; }
    /// <summary>The sheet.</summary>
    public ScoreSheetId SheetId { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>The score.</summary>
    public required decimal Score { get; init; }
    /// <summary>A remark; null for none.</summary>
    public string? Remark { get; init; }
    /// <summary>Key of the request that brought it: the same request again brings nothing.</summary>
    public required string RequestKey { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>异议: somebody says, in the publicity period, why one should not be selected.</summary>
public sealed class SelectionObjection
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The application that it speaks of.</summary>
    public ApplicationKey ApplicationId { get; init; }
    /// <summary>Who objects, as written.</summary>
    public required string Objector { get; init; }
    /// <summary>How to reach the objector; only those who handle it see this.</summary>
    public required string Contact { get; init; }
    /// <summary>The account, where the objector had one.</summary>
    public AccountId? By { get; init; }
    /// <summary>The words.</summary>
    public required string Words { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>How it was decided.</summary>
    public SelectionObjectionState State { get; set; }
    /// <summary>The answer; null while it is open.</summary>
    public string? Answer { get; set; }
    /// <summary>Who decided.</summary>
    public AccountId? HandledBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? HandledAt { get; set; }
}

/// <summary>How an objection was decided.</summary>
public enum SelectionObjectionState
{
    /// <summary>待处理.</summary>
    Open,
    /// <summary>不成立.</summary>
    Dismissed,
    /// <summary>成立.</summary>
    Upheld,
}
