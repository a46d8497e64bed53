using System.Globalization;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

/// <summary>One text, one period, and the days that it covers.</summary>
public sealed class PeriodTests
{
    [Theory]
    [InlineData("2026", "2026-01-01", "2026-12-31")]
    [InlineData("2026H1", "2026-01-01", "2026-06-30")]
    [InlineData("2026H2", "2026-07-01", "2026-12-31")]
    [InlineData("2026Q3", "2026-07-01", "2026-09-30")]
    [InlineData("2026-05", "2026-05-01", "2026-05-31")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")] // a leap year
    public void A_period_is_written_in_one_way_and_covers_its_days(string text, string first, string last)
    {
        var period = Period.Parse(text);
        Assert.Equal(text, period.ToString());
        Assert.Equal((first, last), (Day(period.FirstDay), Day(period.LastDay)));
        Assert.Equal(period, Period.FromKey(period.Key));
        Assert.Equal(period, Period.OfSlot(period.Year, period.Slot));
    }

    [Theory]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("2026-5")] // two digits, or one month would have two names
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("2026Q5")]
    [InlineData("2026q1")]
    [InlineData("2026H3")]
    [InlineData(" 2026")]
    [InlineData("2026-+5")]
    [InlineData("1977")]
    [InlineData("２０２６")] // digits of full width
    public void Anything_else_is_no_period(string text) => Assert.False(Period.TryParse(text, out _));

    [Fact]
    public void The_months_of_a_year_follow_each_other_and_make_it_up()
    {
        var year = Period.OfYear(2026);
        var months = year.Parts(PeriodKind.Month).ToList();
        Assert.Equal(12, months.Count);
        Assert.All(months.Zip(months.Skip(1)), pair => Assert.Equal(pair.Second, pair.First.Next));
        Assert.All(months, month => Assert.True(year.Contains(month) && !month.Contains(year)));
        Assert.Equal(["2026-04", "2026-05", "2026-06"], Period.Parse("2026Q2").Parts(PeriodKind.Month).Select(p => p.ToString()));
        Assert.Empty(Period.Parse("2026-04").Parts(PeriodKind.Quarter));
    }

    [Fact]
    public void Periods_stand_in_the_order_of_their_days_the_longer_first()
    {
        string[] ordered = ["2025-12", "2026", "2026H1", "2026Q1", "2026-01", "2026-02", "2026Q2", "2026H2"];
        Assert.Equal(ordered, ordered.Reverse().Select(Period.Parse).Order().Select(p => p.ToString()));
        Assert.Equal("2025-05", Period.Parse("2026-05").AddYears(-1).ToString());
        Assert.Equal("2026Q3", Period.Containing(PeriodKind.Quarter, new DateOnly(2026, 9, 30)).ToString());
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
