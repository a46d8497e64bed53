using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Calendar;

namespace Zhice.Domain.Tests.Calendar;

/// <summary>A clock accounts for every day, and a suspension never costs a day of the budget.</summary>
public sealed class Clocks
{
    static readonly WorkCalendar Calendar = Notices.Calendar;

    [Theory]
    [InlineData("2026-09-28", 10, LimitUnit.WorkingDay, "2026-10-16")] // over 国庆, with the Saturday of 10 October worked
    [InlineData("2026-09-21", 5, LimitUnit.CalendarDay, "2026-09-28")] // the 26th is a holiday: the first working day after it
    [InlineData("2024-01-31", 1, LimitUnit.Month, "2024-02-29")] // the month's last day, in a leap year
    [InlineData("2023-01-31", 1, LimitUnit.Month, "2023-02-28")]
    [InlineData("2024-02-29", 12, LimitUnit.Month, "2025-02-28")] // a year after a leap day
    [InlineData("2025-11-30", 2, LimitUnit.Month, "2026-01-30")] // over the year's change
    [InlineData("2025-12-26", 5, LimitUnit.WorkingDay, "2026-01-05")] // 元旦, and the Sunday of 4 January is worked
    public void A_budget_ends_where_the_law_says(string start, int amount, LimitUnit unit, string due) =>
        Assert.Equal(Notices.Day(due), new Clock(Notices.Day(start), new(amount, unit), []).Project(Calendar).Known().Due);

    [Fact]
    public void A_suspension_moves_the_end_by_the_working_days_in_it()
    {
        var clock = new Clock(new(2026, 3, 2), new(20, LimitUnit.WorkingDay), [new(new(2026, 3, 9), new(2026, 3, 16), "听证")]);

        var end = clock.Project(Calendar).Known();

        Assert.Equal(new DateOnly(2026, 4, 7), end.Due); // 30 March without it; five working days more, over 清明节
        Assert.Contains(end.Ledger, days => days is { Use: DayUse.Suspended, Reason: "听证" } && days.From == new DateOnly(2026, 3, 9) && days.To == new DateOnly(2026, 3, 15));
    }

    [Fact]
    public void A_clock_that_is_suspended_without_an_end_has_no_due_day()
    {
        var end = new Clock(new(2026, 3, 2), new(20, LimitUnit.WorkingDay), [new(new(2026, 3, 9), null, "补正")]).Project(Calendar).Known();
        Assert.True(end.Stopped);
        Assert.Equal(new DateOnly(2026, 3, 8), end.Ledger[^1].To);
    }

    [Fact]
    public void A_suspension_after_the_end_changes_nothing() =>
        Assert.Equal(new DateOnly(2026, 3, 30), new Clock(new(2026, 3, 2), new(20, LimitUnit.WorkingDay), [new(new(2026, 5, 1), null, "迟到")]).Project(Calendar).Known().Due);

    [Fact]
    public void A_clock_into_a_year_without_a_notice_is_refused() =>
        Assert.Equal("calendar.year-missing 2027", new Clock(new(2026, 12, 20), new(30, LimitUnit.WorkingDay), []).Project(Calendar).Refused());

    [Fact]
    public void A_budget_is_at_least_one() => Assert.Throws<ArgumentOutOfRangeException>(() => new TimeBudget(0, LimitUnit.WorkingDay));

    [Fact]
    public void Every_day_stands_in_the_ledger_once_and_the_counted_ones_are_the_budget() => Holds(clock =>
    {
        if (!clock.Project(Calendar).Accepted(out var end, out _)) return true;
        var next = clock.Start;
        foreach (var days in end.Ledger)
        {
            if (days.From != next || days.To < days.From) return false;
            next = days.To.AddDays(1);
        }
        return end.Stopped
            || (next == end.Due!.Value.AddDays(1)
                && (clock.Budget.Unit == LimitUnit.Month || Days(end, DayUse.Counted) == clock.Budget.Amount)
                && Calendar.Works(end.Due.Value).Known());
    });

    [Fact]
    public void One_suspension_more_never_ends_the_clock_earlier() => Holds(clock =>
    {
        if (clock.Suspensions.Count == 0 || !clock.Project(Calendar).Accepted(out var with, out _)) return true;
        // Without the suspension that stopped it, a clock may run into a year whose notice is not out.
        return with.Stopped
            || ((clock with { Suspensions = [.. clock.Suspensions.Skip(1)] }).Project(Calendar).Accepted(out var without, out _)
                && !without.Stopped && without.Due <= with.Due);
    });

    [Fact]
    public void The_order_of_suspensions_does_not_matter() => Holds(clock =>
        !clock.Project(Calendar).Accepted(out var end, out _)
        || end.Due == (clock with { Suspensions = [.. clock.Suspensions.Reverse()] }).Project(Calendar).Known().Due);

    static int Days(ClockProjection end, DayUse use) => end.Ledger.Where(d => d.Use == use).Sum(d => d.To.DayNumber - d.From.DayNumber + 1);

    static void Holds(Func<Clock, bool> law) => Prop.ForAll(Some.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));

    static readonly Gen<DateOnly> Starts = Gen.Choose(new DateOnly(2019, 1, 1).DayNumber, new DateOnly(2026, 6, 30).DayNumber).Select(DateOnly.FromDayNumber);

    static readonly Gen<Clock> Some =
        from start in Starts
        from unit in Gen.Elements(LimitUnit.WorkingDay, LimitUnit.CalendarDay, LimitUnit.Month)
        from amount in Gen.Choose(1, unit == LimitUnit.Month ? 6 : 45)
        from suspensions in Gen.ListOf(
            from after in Gen.Choose(0, 60)
            from length in Gen.Choose(0, 25)
            select new Suspension(start.AddDays(after), length == 25 ? null : start.AddDays(after + length), $"{after}"))
        select new Clock(start, new(amount, unit), [.. suspensions.Take(4)]);
}
