using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Calendar;

namespace Zhice.Domain.Tests.Calendar;

/// <summary>The working days of 2019–2026 as the State Council's notices say, and what holds for every calendar.</summary>
public sealed class WorkingDays
{
    static readonly WorkCalendar Calendar = Notices.Calendar;

    [Theory]
    [InlineData("2026-02-13", true)] // the Friday before 春节
    [InlineData("2026-02-14", true)] // a Saturday that is worked for it
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-23", false)] // the Monday of the ninth day
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)] // a Saturday that is worked
    [InlineData("2026-03-01", false)] // a Sunday
    [InlineData("2026-01-04", true)] // the Sunday after 元旦
    [InlineData("2025-01-26", true)]
    [InlineData("2024-02-09", true)] // 除夕 2024: encouraged to rest, not a rest day
    [InlineData("2023-01-02", false)]
    [InlineData("2022-12-31", false)] // named by the notice of 2023
    [InlineData("2020-02-01", false)] // worked by the first notice, rested by 国办发明电〔2020〕1号
    [InlineData("2020-02-03", true)]
    [InlineData("2019-05-02", false)] // worked by the first notice, rested by 国办发明电〔2019〕3号
    [InlineData("2019-05-05", true)] // a Sunday, by the same
    [InlineData("2024-02-29", true)]
    public void A_day_is_worked_as_the_notice_says(string day, bool worked) =>
        Assert.Equal(worked, Calendar.Works(Notices.Day(day)).Known());

    [Theory] // 全国年节及纪念日放假办法: 11 days, 13 since 2025; 2020 two more by 国办发明电〔2020〕1号
    [InlineData(2019, 11)]
    [InlineData(2020, 13)]
    [InlineData(2021, 11)]
    [InlineData(2022, 11)]
    [InlineData(2023, 11)]
    [InlineData(2024, 11)]
    [InlineData(2025, 13)]
    [InlineData(2026, 13)]
    public void The_working_days_given_up_less_those_made_up_are_the_holidays_of_the_law(int year, int holidays)
    {
        var days = Notices.Rows.Where(r => r.Year == year).SelectMany(r => Enumerable.Range(0, r.To.DayNumber - r.From.DayNumber + 1).Select(r.From.AddDays)).Distinct();
        Assert.Equal(holidays, days.Sum(day => (Weekend(day), Calendar.Works(day).Known()) switch { (false, false) => 1, (true, true) => -1, _ => 0 }));
    }

    [Fact]
    public void Every_row_says_where_it_comes_from_and_none_waits_to_be_compared()
    {
        Assert.Equal([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026], Calendar.Years);
        Assert.All(Notices.Rows, row => Assert.Matches(@"^国办发明电〔20\d\d〕\d+号$", row.Source));
        Assert.All(Notices.Rows, row => Assert.True(row.From <= row.To && (row.To.Year == row.Year || row.To < new DateOnly(row.Year, 1, 1)) && row.Holiday.Length > 0 && !row.Unverified, row.ToString()));
    }

    [Theory]
    [InlineData("2026-09-30", 1, "2026-10-08")] // over 国庆
    [InlineData("2026-10-08", -1, "2026-09-30")]
    [InlineData("2026-09-18", 1, "2026-09-20")] // a Friday, and the Sunday is worked
    [InlineData("2025-12-31", 1, "2026-01-04")] // over the year's change
    [InlineData("2024-02-28", 1, "2024-02-29")] // 29 February
    [InlineData("2024-02-29", 1, "2024-03-01")]
    [InlineData("2023-02-28", 1, "2023-03-01")]
    [InlineData("2026-05-01", 0, "2026-05-01")] // nothing added: the day itself, worked or not
    [InlineData("2026-05-01", 2, "2026-05-07")]
    public void Working_days_are_added_from_the_day_after(string from, int days, string expected) =>
        Assert.Equal(Notices.Day(expected), Calendar.Add(Notices.Day(from), days).Known());

    [Theory]
    [InlineData("2026-12-30", 2)] // 2027 has no notice yet
    [InlineData("2019-01-02", -2)] // 2018 is not held
    [InlineData("2031-06-01", 1)]
    public void A_year_without_a_notice_is_refused_and_never_guessed(string from, int days) =>
        Assert.Matches("^calendar.year-missing (2027|2018|2031)$", Calendar.Add(Notices.Day(from), days).Refused());

    [Fact]
    public void The_last_days_of_the_last_known_year_are_marked_as_open_to_change()
    {
        Assert.True(Calendar.MayStillChange(new(2026, 12, 31)));
        Assert.False(Calendar.MayStillChange(new(2025, 12, 31))); // the notice of 2026 is known
        Assert.False(Calendar.MayStillChange(new(2026, 11, 30)));
    }

    [Fact]
    public void Adding_working_days_never_ends_on_a_rest_day_and_never_goes_back() => Holds(Days, Gen.Choose(1, 60), (day, n) =>
        !Calendar.Add(day, n).Accepted(out var end, out _)
        || (Calendar.Works(end).Known() && end > day && Calendar.Count(day, end).Known() == n));

    [Fact]
    public void Adding_and_taking_away_comes_back_to_the_working_day() => Holds(Days, Gen.Choose(1, 60), (day, n) =>
        !Calendar.Works(day).Known() || !Calendar.Add(day, n).Accepted(out var end, out _) || Calendar.Add(end, -n).Known() == day);

    [Fact]
    public void More_working_days_never_end_earlier() => Holds(Days, Gen.Choose(1, 60), (day, n) =>
        !Calendar.Add(day, n + 1).Accepted(out var later, out _) || Calendar.Add(day, n).Known() < later);

    [Fact]
    public void A_due_day_that_was_moved_is_a_working_day_and_never_an_earlier_one() => Holds(Days, Gen.Constant(0), (day, none) =>
        !DueRules.Project(Calendar, day, yearEnd: false).Accepted(out var due, out _)
        || (due.Effective >= day && Calendar.Works(due.Effective).Known() && due.Moved == !Calendar.Works(day).Known()));

    [Theory]
    [InlineData("2026-12-15", false, "2026-12-15", "rest-day-next")] // a Tuesday
    [InlineData("2026-10-01", false, "2026-10-08", "rest-day-next")]
    [InlineData("2026-09-20", false, "2026-09-20", "rest-day-next")] // a Sunday that is worked
    [InlineData("2020-10-01", false, "2020-10-09", "rest-day-next-2017")] // before the 民法典
    [InlineData("2022-12-31", true, "2022-12-31", "year-end-stays")] // 年底前 ends with the year
    [InlineData("2027-12-31", true, "2027-12-31", "year-end-stays")] // and needs no notice
    public void A_due_day_on_a_rest_day_follows_the_rule_of_its_day(string due, bool yearEnd, string expected, string rule)
    {
        var projected = DueRules.Project(Calendar, Notices.Day(due), yearEnd).Known();
        Assert.Equal((Notices.Day(expected), rule), (projected.Effective, projected.Rule.Code));
    }

    [Fact]
    public void A_changed_calendar_says_which_open_dates_move_by_which_rule()
    {
        var later = new WorkCalendar([.. Notices.Rows, new CalendarRow(2026, new(2026, 12, 15), new(2026, 12, 15), DayKind.Rest, "调整", "试发〔2026〕1号", true)]);

        var moved = CalendarChange.Compare(Calendar, later, [(new(2026, 12, 15), false), (new(2026, 12, 31), true), (new(2026, 11, 20), false), (new(2026, 12, 15), false)]);

        var date = Assert.Single(moved);
        Assert.Equal((new DateOnly(2026, 12, 15), new DateOnly(2026, 12, 16), "rest-day-next", "试发〔2026〕1号"), (date.Before, date.After, date.Rule.Code, date.Because?.Source));
    }

    [Fact]
    public void A_new_year_gives_dates_where_there_were_none()
    {
        var known = new WorkCalendar([.. Notices.Rows, new CalendarRow(2027, new(2027, 1, 1), new(2027, 1, 3), DayKind.Rest, "元旦", "试发〔2026〕2号", true)]);
        var date = Assert.Single(CalendarChange.Compare(Calendar, known, [(new(2027, 3, 6), false), (new(2028, 3, 6), false)]));
        Assert.Equal((null, new DateOnly(2027, 3, 8)), (date.Before, date.After)); // a Saturday
    }

    static bool Weekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    static readonly Gen<DateOnly> Days = Gen.Choose(new DateOnly(2019, 1, 1).DayNumber, new DateOnly(2026, 12, 31).DayNumber).Select(DateOnly.FromDayNumber);

    static void Holds(Gen<DateOnly> days, Gen<int> numbers, Func<DateOnly, int, bool> law) =>
        Prop.ForAll(days.ToArbitrary(), numbers.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));
}
