using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Working;

/// <summary>Where the work on an obligation stands: status and result, two facts that are never mixed; the score is the assessment's.</summary>
/// <remarks>
/// An obligation without a row has not been touched: <see cref="WorkStatus.NotStarted"/>, no result, the document's own due time. The row is the
/// present state; how it came about stands in the reports, in the extensions and in the audit log.
/// </remarks>
public sealed class ObligationState
{
    /// <summary>The obligation.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The obligation's programme, repeated for the lists of a programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>How far the work is.</summary>
    public WorkStatus Status { get; set; }
    /// <summary>What came out of it, as accepted by the superior.</summary>
    public WorkResult Result { get; set; }
    /// <summary>Why the obligation does not apply; null unless the status says so.</summary>
    public string? NotApplicableReason { get; set; }
    /// <summary>Taken on or declined, for what is 选做; undecided for all else.</summary>
    public OptChoice Choice { get; set; }
    /// <summary>The reason given with the choice.</summary>
    public string? ChoiceReason { get; set; }
    /// <summary>When it was chosen.</summary>
    public DateTimeOffset? ChosenAt { get; set; }
    /// <summary>The due day in force where it was extended; null where the document's own stands. The original never disappears: it stays with task and commitment.</summary>
    public DateOnly? ExtendedTo { get; set; }
    /// <summary>What stands in the way, as the office says; null where nothing does. The lead sees it.</summary>
    public string? Blocker { get; set; }
    /// <summary>Day (in China) on which the last report that waits or was accepted moved; null before. The store keeps it when a report is saved.</summary>
    public DateOnly? ReportedOn { get; set; }
    /// <summary>The programme's count of changes when this row last changed; the store keeps it. Null for a row that never went through it.</summary>
    public long? Changed { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    /// <summary>The row as it stands before anything was done.</summary>
    public static ObligationState Untouched(ObligationId obligation, ProgrammeId programme) => new() { ObligationId = obligation, ProgrammeId = programme };
}

/// <summary>状态: how far the work is.</summary>
public enum WorkStatus
{
    /// <summary>未启动.</summary>
    NotStarted,
    /// <summary>进行中.</summary>
    UnderWay,
    /// <summary>取得阶段性成果: what a due time “年内有阶段性成果” asks for.</summary>
    StageReached,
    /// <summary>已完成.</summary>
    Done,
    /// <summary>不适用, with a reason.</summary>
    NotApplicable,
}

/// <summary>结果: what came out of it.</summary>
public enum WorkResult
{
    /// <summary>未形成结果.</summary>
    None,
    /// <summary>部分达到.</summary>
    PartlyMet,
    /// <summary>达到.</summary>
    Met,
    /// <summary>超额达到.</summary>
    Exceeded,
}

/// <summary>选做 obligations are taken on or declined, revocable until the programme's last day for it.</summary>
public enum OptChoice
{
    /// <summary>Nothing said yet, or nothing to choose.</summary>
    Undecided,
    /// <summary>承接: it is owed from then on like one that must be done.</summary>
    TakenOn,
    /// <summary>不承接, with a reason.</summary>
    Declined,
}

/// <summary>What the offices of a programme work by: set by its administrator, dated by the audit log.</summary>
public sealed class WorkingRules
{
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>Last day on which a 选做 obligation may be taken on, declined or the choice revoked; null leaves it open to the year's end.</summary>
    public DateOnly? ChooseUntil { get; set; }
    /// <summary>Days before the due day from which the light is yellow while work is not done.</summary>
    public int WarnDays { get; set; } = 30;
    /// <summary>Days without an accepted or waiting report after which the light of work under way is yellow.</summary>
    public int SilentDays { get; set; } = 100;
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>延期: a due day moved by an approver, with a reason.</summary>
public sealed class DueExtension
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The obligation.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The day in force before.</summary>
    public DateOnly? From { get; init; }
    /// <summary>The day in force after.</summary>
    public required DateOnly To { get; init; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>Who approved it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
