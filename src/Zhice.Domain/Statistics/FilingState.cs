using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;

namespace Zhice.Domain.Statistics;

/// <summary>报送情况 of one return on a day.</summary>
public enum FilingState
{
    /// <summary>未开放.</summary>
    NotOpen = 1,
    /// <summary>待报: open and not sent.</summary>
    Waiting = 2,
    /// <summary>逾期未报: past the due day and still taken.</summary>
    Overdue = 3,
    /// <summary>按时报送.</summary>
    OnTime = 4,
    /// <summary>逾期报送.</summary>
    Late = 5,
    /// <summary>锁定未报: nothing came before the lock.</summary>
    Missing = 6,
    /// <summary>数据按时报齐: not sent and not waited for; the platform held all that is asked by the due day.</summary>
    Held = 7,
    /// <summary>数据逾期报齐: the platform holds all that is asked, and did so only after the due day.</summary>
    HeldLate = 8,
}

/// <summary>What became of an office's figure in that of the office above it.</summary>
public enum ValueUse
{
    /// <summary>汇入上级数值.</summary>
    RolledUp = 1,
    /// <summary>上级另行上报: the office above sent its own figure, which stands for all below it.</summary>
    Superseded = 2,
    /// <summary>不汇总: the indicator is not made of its parts.</summary>
    NotRolledUp = 3,
    /// <summary>上级尚无数值: others lack what the formula needs, or nothing was computed yet.</summary>
    NoneAbove = 4,
}

/// <summary>Judges returns and figures for an office's own record.</summary>
public static class Filing
{
    /// <summary>How a return stands. The first sending decides whether it was in time: who improves a figure before the lock is not late.</summary>
    /// <param name="round">The round, with the office's own lock day.</param>
    /// <param name="firstSentAt">When it was sent first; null where it was not.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="heldInTime">Where the platform holds everything that is asked: whether it did by the due day. Null where something is missing.</param>
    public static FilingState StateOf(CollectionRound round, DateTimeOffset? firstSentAt, DateOnly today, bool? heldInTime = null)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (firstSentAt is { } at) return ChinaTime.DayOf(at) > round.DueOn ? FilingState.Late : FilingState.OnTime;
        if (heldInTime is { } inTime) return inTime ? FilingState.Held : FilingState.HeldLate;
        return round.StageOn(today) switch
        {
            CollectionStage.Planned => FilingState.NotOpen,
            CollectionStage.Open => FilingState.Waiting,
            CollectionStage.Late => FilingState.Overdue,
            _ => FilingState.Missing,
        };
    }

    /// <summary>What the office above made of a figure.</summary>
    /// <param name="rule">How the indicator is rolled up.</param>
    /// <param name="above">The figure of the office above; null where none was computed.</param>
    /// <param name="known">Offices below that stand behind it; 1 of 1 where the office above reported for itself.</param>
    /// <param name="expected">Offices below that there were.</param>
    /// <param name="below">Offices directly below it: where there is one only, 1 of 1 may be that one.</param>
    public static ValueUse UseOf(RollUp rule, Figure? above, int known, int expected, int below) =>
        above is not { IsKnown: true } ? rule == RollUp.None ? ValueUse.NotRolledUp : ValueUse.NoneAbove
        : rule == RollUp.None ? ValueUse.NotRolledUp
        : (known, expected) == (1, 1) && below > 1 ? ValueUse.Superseded
        : ValueUse.RolledUp;
}
