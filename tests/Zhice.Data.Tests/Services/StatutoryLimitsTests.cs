using System.Globalization;
using Zhice.Data.Services;
using Zhice.Data.Supervision;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

/// <summary>The limits of the laws end on the days that a person counts on the calendars of the State Council's notices.</summary>
public sealed class StatutoryLimitsTests
{
    // The notice of 2027 is not out: these days are the statutory holiday of 元旦 alone, so that a period may be followed into the year.
    // Compared with the notices of the State Council, which name every one of them as a day of rest.
    [Fact]
    public void Holidays_by_the_regulation_itself_are_rest_days_of_every_notice_and_no_working_days_where_there_is_none_yet()
    {
        var known = new WorkCalendar(CalendarCsv.BuiltIn);
        foreach (var year in known.Years.Where(y => y >= 2025))
            Assert.All(StatutoryHolidays.Of(year), day => Assert.False(known.Works(day).Accept(), $"{day}"));
        Assert.Equal(13, StatutoryHolidays.Of(2027).Count);
        Assert.Equal([new(2027, 1, 1), new(2027, 2, 5), new(2027, 2, 6), new(2027, 2, 7), new(2027, 2, 8), new(2027, 4, 5), new(2027, 5, 1), new(2027, 5, 2), new(2027, 6, 9), new(2027, 9, 15), new(2027, 10, 1), new(2027, 10, 2), new DateOnly(2027, 10, 3)], StatutoryHolidays.Of(2027));
        var assumed = known.AssumedUntil(2028);
        Assert.False(assumed.Works(new(2027, 1, 1)).Accept());
        Assert.True(assumed.Works(new(2027, 1, 4)).Accept());
    }

    static readonly WorkCalendar Calendar = new([.. CalendarCsv.BuiltIn, new(2027, new(2027, 1, 1), new(2027, 1, 1), DayKind.Rest, "元旦", "for this test", true)]);

    [Theory]
    [InlineData("trademark-opposition", "2026-12-31", false, "2027-03-31")] // published on the last day of the 2019 text: three months
    [InlineData("trademark-opposition", "2027-01-04", false, "2027-03-04")] // published under the 2026 text: two months, from the same code
    [InlineData("trademark-opposition", "2026-06-27", false, "2026-09-28")] // ends on the Sunday of 中秋节
    [InlineData("trademark-examination", "2026-01-01", false, "2026-10-08")] // ends on 国庆节
    [InlineData("trademark-refusal-review-request", "2026-09-16", false, "2026-10-08")]
    [InlineData("trademark-refusal-review", "2025-08-31", false, "2026-06-01")] // 31 May is a Sunday
    [InlineData("trademark-opposition-decision", "2025-02-28", false, "2026-02-28")] // a Saturday that is worked
    [InlineData("trademark-opposition-decision", "2025-02-28", true, "2026-08-28")]
    [InlineData("trademark-non-use", "2025-09-01", true, "2026-09-01")] // nine months and three
    [InlineData("trademark-renewal-grace", "2026-04-04", false, "2026-10-08")]
    [InlineData("patent-restoration", "2026-08-01", false, "2026-10-08")]
    [InlineData("patent-secrecy-notice", "2025-12-31", false, "2026-02-28")] // no 31 February, and the Saturday is worked
    [InlineData("patent-secrecy-notice", "2025-12-31", true, "2026-04-30")]
    [InlineData("patent-secrecy-decision", "2026-01-05", false, "2026-05-06")] // ends on the last day of 劳动节
    [InlineData("patent-licence-record-filing", "2026-07-03", false, "2026-10-08")]
    [InlineData("patent-licence-record-decision", "2026-09-24", false, "2026-10-12")] // over 中秋节 and 国庆节, with 10 October worked
    [InlineData("patent-grant-registration", "2026-03-06", false, "2026-05-06")]
    [InlineData("patent-evaluation-report", "2026-07-27", false, "2026-09-28")]
    [InlineData("patent-invalidation-supplement", "2026-09-01", false, "2026-10-08")]
    [InlineData("patent-royalty-ruling", "2025-11-30", false, "2026-02-28")]
    [InlineData("patent-annual-fee-grace", "2026-04-04", false, "2026-10-08")]
    [InlineData("patent-reexamination-request", "2026-07-02", false, "2026-10-08")]
    [InlineData("patent-adjudication-suit", "2026-02-05", false, "2026-02-24")] // fifteen days end in 春节
    [InlineData("adjudication-filing", "2026-09-30", false, "2026-10-13")]
    [InlineData("adjudication-filing", "2026-09-30", true, "2026-10-20")]
    [InlineData("adjudication-decision", "2026-03-30", false, "2026-06-30")]
    [InlineData("adjudication-decision", "2026-03-30", true, "2026-07-30")]
    [InlineData("permit-defects", "2026-02-12", false, "2026-02-26")] // the Saturday before 春节 is worked
    [InlineData("permit-decision", "2026-04-27", false, "2026-05-27")]
    [InlineData("permit-decision", "2026-04-27", true, "2026-06-10")]
    [InlineData("permit-joint-decision", "2026-01-05", false, "2026-03-13")]
    [InlineData("permit-delivery", "2026-09-18", false, "2026-10-09")]
    [InlineData("agency-licence", "2026-09-07", false, "2026-10-10")] // ends on a Saturday that is worked
    [InlineData("attorney-record", "2026-09-02", false, "2026-10-08")]
    [InlineData("gi-opposition", "2026-07-31", false, "2026-09-30")] // the month has no 31st
    [InlineData("pledge-registration", "2026-04-30", false, "2026-05-11")]
    [InlineData("bad-rating-answer", "2026-12-04", false, "2026-12-25")]
    public void A_period_ends_on_the_day_of_the_law(string code, string start, bool extended, string due) =>
        Assert.Equal(Day(due), Projected(code, Day(start), extended).Due);

    [Theory]
    [InlineData("2026-12-31", "《商标法（2019年修正）》第三十三条", 3)]
    [InlineData("2027-01-01", "《商标法（2026年修订）》第三十六条", 2)]
    public void A_period_remembers_the_text_that_governs_it(string start, string citation, int months)
    {
        Assert.True(StatutoryLimits.Book.On("trademark-opposition", Day(start)).Accepted(out var limit, out _));
        Assert.Equal((citation, new TimeBudget(months, LimitUnit.Month)), (limit.Citation, limit.Budget));
    }

    [Fact]
    public void Days_of_a_hearing_are_no_days_of_the_decision()
    {
        Assert.True(StatutoryLimits.Book.On("permit-decision", new(2026, 3, 2)).Accepted(out var limit, out _));
        Assert.True(limit.Clock(new(2026, 3, 2), false, new Suspension(new(2026, 3, 9), new(2026, 3, 16), "听证")).Project(Calendar).Accepted(out var end, out _));
        Assert.Equal(new DateOnly(2026, 4, 7), end.Due); // five working days more, over 清明节
    }

    [Fact]
    public void A_limit_that_is_unknown_or_not_in_force_is_refused()
    {
        Assert.False(StatutoryLimits.Book.On("no-such-limit", new(2026, 1, 1)).Accepted(out _, out var unknown));
        Assert.Equal("limit.unknown", unknown.Code);
        Assert.False(StatutoryLimits.Book.On("layout-review-request", new(2026, 6, 1)).Accepted(out _, out var replaced));
        Assert.Equal("limit.not-in-force", replaced.Code);
    }

    [Fact]
    public void Two_texts_of_one_limit_may_not_govern_one_day()
    {
        var first = StatutoryLimits.Book.All.First(limit => limit.Code == "trademark-opposition");
        Assert.Throws<ArgumentException>(() => new LimitBook([first, first with { ValidFrom = new(2026, 12, 31), ValidTo = null }]));
        Assert.Throws<ArgumentException>(() => new LimitBook([first with { ValidTo = null }, first with { ValidFrom = new(2027, 1, 1), ValidTo = null }]));
        Assert.Throws<ArgumentException>(() => new LimitBook([first with { Extension = new(3, LimitUnit.WorkingDay) }]));
    }

    [Fact]
    public void What_was_compared_with_the_law_names_its_article() =>
        Assert.All(StatutoryLimits.Book.All, limit => Assert.True(limit.Unverified || limit.Article is not null, limit.Code));

    static ClockProjection Projected(string code, DateOnly start, bool extended)
    {
        Assert.True(StatutoryLimits.Book.On(code, start).Accepted(out var limit, out _));
        Assert.True(limit.Clock(start, extended).Project(Calendar).Accepted(out var projection, out _));
        return projection;
    }

    static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
