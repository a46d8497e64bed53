using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Supervision;

/// <summary>What a drill of the ladder showed.</summary>
public enum DrillOutcome
{
    /// <summary>Every rung fired once, and none a second time.</summary>
    Passed,
    /// <summary>A rung stayed silent, fired twice, or fired on another day.</summary>
    Failed,
    /// <summary>Nothing open has rungs ahead: there was nothing to drill on.</summary>
    Nothing,
    /// <summary>The calendar does not know a year that the rungs need.</summary>
    CalendarUnknown,
}

/// <summary>演练: the rungs of a programme fired on one real obligation, day by day to the last of them, in a transaction that was taken back. Append-only.</summary>
public sealed class LadderDrill
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Who asked for it; null for the monthly one.</summary>
    public AccountId? By { get; init; }
    /// <summary>The obligation that it was done on; null where there was none.</summary>
    public ObligationId? ObligationId { get; init; }
    /// <summary>Rungs that were to fire.</summary>
    public int Expected { get; init; }
    /// <summary>Rungs that fired, each on its day.</summary>
    public int Fired { get; init; }
    /// <summary>Rungs that fired again at a second turn on the same day; more than 0 is a fault.</summary>
    public int Again { get; init; }
    /// <summary>What it showed.</summary>
    public DrillOutcome Outcome { get; init; }
}
