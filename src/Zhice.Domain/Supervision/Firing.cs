using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Supervision;

/// <summary>The ladder of a programme as its administrator set it; a programme without one uses the ladder of data/supervision.</summary>
public sealed class ProgrammeLadder
{
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>No rung of an earlier day fires.</summary>
    public required DateOnly ActiveFrom { get; set; }
    /// <summary>True while nothing fires.</summary>
    public bool Paused { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>A rung of a programme's ladder.</summary>
public sealed class ProgrammeRung
{
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>Working days from the due day.</summary>
    public int Days { get; init; }
    /// <summary>What fires.</summary>
    public RungKind Kind { get; init; }
}

/// <summary>What a clock belongs to.</summary>
public enum ClockSubject
{
    /// <summary>应办任务.</summary>
    Obligation,
    /// <summary>分解事项.</summary>
    WorkItem,
}

/// <summary>A rung that fired: its row is the claim, so that among all nodes and restarts it fires once. Append-only.</summary>
public sealed class Firing
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>Obligation or work item.</summary>
    public ClockSubject Subject { get; init; }
    /// <summary>Its key.</summary>
    public long SubjectId { get; init; }
    /// <summary>The due day as written or extended: an extension begins the ladder anew, a changed calendar does not.</summary>
    public DateOnly DueOn { get; init; }
    /// <summary>Working days from the due day: the rung within its ladder.</summary>
    public int Days { get; init; }
    /// <summary>What fired.</summary>
    public RungKind Kind { get; init; }
    /// <summary>The obligation.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The office that owes it.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The last day in time by the calendar of that moment.</summary>
    public DateOnly EffectiveOn { get; init; }
    /// <summary>The day on which it was to fire.</summary>
    public DateOnly FiredFor { get; init; }
    /// <summary>When it fired.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The last turn of a clock's job, on whichever node: what the health page and its alarm read.</summary>
public sealed class JobTick
{
    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }
    /// <summary>The node that ran it last.</summary>
    public required string Node { get; set; }
    /// <summary>When its last whole turn ended.</summary>
    public DateTimeOffset At { get; set; }
    /// <summary>How long that turn took, in milliseconds.</summary>
    public int Took { get; set; }
    /// <summary>What it did: rungs fired, deliveries made.</summary>
    public int Count { get; set; }
    /// <summary>Why the last turn failed; null where it did not.</summary>
    public string? Fault { get; set; }
}

/// <summary>An edition of a year's working days, brought by an administrator: the newest of a year holds, over that of the program.</summary>
public sealed class CalendarEdition
{
    /// <summary>Key, growing.</summary>
    public long Id { get; init; }
    /// <summary>The year.</summary>
    public int Year { get; init; }
    /// <summary>The rows as CSV, as data/calendar writes them, without a head line.</summary>
    public required string Rows { get; init; }
    /// <summary>Who brought it.</summary>
    public AccountId BroughtBy { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>What kind of open date follows the calendar.</summary>
public enum MoveKind
{
    /// <summary>应完成日期 of obligations and work items.</summary>
    Due,
    /// <summary>回复期限 of an open 督办单.</summary>
    Answer,
    /// <summary>报送截止日 of a programme's yearly submissions.</summary>
    Submission,
    /// <summary>The day on which a rung of a programme's ladder is to fire.</summary>
    Rung,
}

/// <summary>A date that an edition moved: which rule moved what, kept for those who ask later.</summary>
public sealed class CalendarMove
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The edition.</summary>
    public long EditionId { get; init; }
    /// <summary>What kind of date.</summary>
    public MoveKind Kind { get; init; }
    /// <summary>The letter of an answer; null for other kinds.</summary>
    public LetterId? LetterId { get; init; }
    /// <summary>The programme of a submission or rung; null for other kinds: due days are counted over all programmes.</summary>
    public ProgrammeId? ProgrammeId { get; init; }
    /// <summary>What the rung fires; null for other kinds.</summary>
    public RungKind? Rung { get; init; }
    /// <summary>Working days: of the answer, or of the rung from the due day; null for other kinds.</summary>
    public int? Days { get; init; }
    /// <summary>What is counted from or asked about: the due day as written or extended, the day of a letter's issue.</summary>
    public DateOnly Nominal { get; init; }
    /// <summary>The last day in time before; null where the year was not known.</summary>
    public DateOnly? Before { get; init; }
    /// <summary>The last day in time after.</summary>
    public DateOnly After { get; init; }
    /// <summary>Code of the rule.</summary>
    public required string Rule { get; init; }
    /// <summary>Holiday and notice that make the day a rest day; null for a weekend or a day that is worked now.</summary>
    public string? Because { get; init; }
    /// <summary>Open obligations and work items that it concerns; 1 for a letter and for a programme's submissions.</summary>
    public int Open { get; init; }
}
