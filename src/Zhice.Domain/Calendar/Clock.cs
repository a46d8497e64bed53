namespace Zhice.Domain.Calendar;

/// <summary>What a time limit is counted in.</summary>
public enum LimitUnit
{
    /// <summary>工作日 (行政许可法第八十二条).</summary>
    WorkingDay,
    /// <summary>日: every day.</summary>
    CalendarDay,
    /// <summary>月: ends on the day of the same number, or on the month's last (专利法实施细则 2023 第五条).</summary>
    Month,
}

/// <summary>How much time there is.</summary>
/// <param name="Amount">At least 1.</param>
/// <param name="Unit">In what.</param>
public sealed record TimeBudget(int Amount, LimitUnit Unit)
{
    /// <summary>At least 1.</summary>
    public int Amount { get; } = Amount > 0 ? Amount : throw new ArgumentOutOfRangeException(nameof(Amount), Amount, "A time limit is at least 1.");
}

/// <summary>中止: a stretch of days that does not count.</summary>
/// <param name="From">First day that does not count.</param>
/// <param name="To">First day that counts again; null while it lasts.</param>
/// <param name="Reason">Why.</param>
public sealed record Suspension(DateOnly From, DateOnly? To, string Reason);

/// <summary>What became of a day of a clock.</summary>
public enum DayUse
{
    /// <summary>The day on which the clock began: not counted.</summary>
    Start,
    /// <summary>Taken from the budget.</summary>
    Counted,
    /// <summary>A rest day, which a budget of working days does not count.</summary>
    Rest,
    /// <summary>Suspended.</summary>
    Suspended,
    /// <summary>After the budget was used up, waiting for a working day.</summary>
    Moved,
}

/// <summary>A stretch of days with the same use.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Use">What became of them.</param>
/// <param name="Reason">The suspension's reason, or the holiday; null otherwise.</param>
public sealed record AccountedDays(DateOnly From, DateOnly To, DayUse Use, string? Reason);

/// <summary>Where a clock ends.</summary>
/// <param name="Due">The last day in time; null while it is suspended without an end.</param>
/// <param name="Ledger">Every day from the start to the due day (or to the open suspension's beginning), each once, in order.</param>
/// <param name="Rule">The rule that was asked about the last day; null while there is none.</param>
public sealed record ClockProjection(DateOnly? Due, IReadOnlyList<AccountedDays> Ledger, DueRule? Rule)
{
    /// <summary>True while it is suspended without an end.</summary>
    public bool Stopped => Due is null;
}

/// <summary>A clock: a budget of days that begins on a day, with a ledger of the stretches that do not count.</summary>
/// <param name="Start">The day it begins on; not counted (专利法实施细则 2023 第五条).</param>
/// <param name="Budget">How much time there is.</param>
/// <param name="Suspensions">In any order; they may overlap, and a day is suspended once.</param>
public sealed record Clock(DateOnly Start, TimeBudget Budget, IReadOnlyList<Suspension> Suspensions)
{
    /// <summary>Where it ends, with an account of every day. Refused where the calendar does not know a year that it needs.</summary>
    public Outcome<ClockProjection> Project(WorkCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var days = new Ledger();
        days.Add(Start, DayUse.Start, null);
        // A month's budget is the number of days up to the day of the same number.
        var left = Budget.Unit == LimitUnit.Month ? Start.AddMonths(Budget.Amount).DayNumber - Start.DayNumber : Budget.Amount;
        var day = Start;
        while (left > 0)
        {
            day = day.AddDays(1);
            if (Suspensions.FirstOrDefault(s => s.From <= day && (s.To is null || day < s.To)) is { } suspension)
            {
                if (Suspensions.Any(s => s.From <= day && s.To is null)) return new ClockProjection(null, days.Stretches, null);
                days.Add(day, DayUse.Suspended, suspension.Reason);
                continue;
            }
            if (Budget.Unit == LimitUnit.WorkingDay)
            {
                if (!calendar.Works(day).Accepted(out var works, out var unknown)) return unknown;
                if (!works)
                {
                    days.Add(day, DayUse.Rest, calendar.RowOf(day)?.Holiday);
                    continue;
                }
            }
            days.Add(day, DayUse.Counted, null);
            left--;
        }
        if (!DueRules.Project(calendar, day, yearEnd: false).Accepted(out var due, out var refusal)) return refusal;
        for (var moved = day.AddDays(1); moved <= due.Effective; moved = moved.AddDays(1)) days.Add(moved, DayUse.Moved, calendar.RowOf(moved)?.Holiday);
        return new ClockProjection(due.Effective, days.Stretches, due.Rule);
    }

    // Joins days of the same use and reason into stretches.
    sealed class Ledger
    {
        readonly List<AccountedDays> stretches = [];

        public IReadOnlyList<AccountedDays> Stretches => stretches;

        public void Add(DateOnly day, DayUse use, string? reason)
        {
            if (stretches.Count > 0 && stretches[^1] is var last && last.Use == use && last.Reason == reason) stretches[^1] = last with { To = day };
            else stretches.Add(new AccountedDays(day, day, use, reason));
        }
    }
}
