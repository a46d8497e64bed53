using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

/// <summary>Firms that were lent to: counted once a period, so that a year is bounded by its quarters and never made of them.</summary>
public sealed class DistinctCountTests
{
    static Dictionary<Period, decimal> Counts(params (string Period, decimal Count)[] counts) => counts.ToDictionary(c => Period.Parse(c.Period), c => c.Count);

    [Fact]
    public void A_year_lies_between_its_largest_quarter_and_their_sum() =>
        Assert.Equal(new DistinctBounds(60, 180), DistinctCount.Bounds(Period.Parse("2025"), Counts(("2025Q1", 30), ("2025Q2", 40), ("2025Q3", 50), ("2025Q4", 60))));

    [Fact]
    public void With_a_quarter_missing_there_is_no_upper_bound() =>
        Assert.Equal(new DistinctBounds(50, null), DistinctCount.Bounds(Period.Parse("2025"), Counts(("2025Q1", 30), ("2025Q2", 40), ("2025Q3", 50))));

    [Fact]
    public void Halves_bound_a_year_more_nearly_than_quarters_do() =>
        Assert.Equal(new DistinctBounds(80, 150), DistinctCount.Bounds(Period.Parse("2025"), Counts(("2025Q1", 30), ("2025Q2", 40), ("2025Q3", 50), ("2025Q4", 60), ("2025H1", 70), ("2025H2", 80))));

    [Fact]
    public void Other_years_and_the_year_itself_say_nothing() =>
        Assert.Null(DistinctCount.Bounds(Period.Parse("2025"), Counts(("2024Q4", 60), ("2025", 95))));

    [Theory]
    [InlineData("95", null)]
    [InlineData("59", "pattern.distinct-low")]
    [InlineData("181", "pattern.distinct-high")]
    public void A_sheet_asks_about_a_count_outside_the_bounds_and_takes_it_with_an_answer(string typed, string? asked)
    {
        var firms = new DataElement { Code = "firms", Name = "企业数", EnglishName = "Firms", Unit = Unit.Parse("家"), Kind = ElementKind.Distinct, Definition = "测试", Source = "测试" };
        var check = SheetCheck.Run([firms], new Dictionary<string, string> { ["firms"] = typed }, [],
            new CheckBackground(new Dictionary<string, decimal>()) { Bounds = new Dictionary<string, DistinctBounds> { ["firms"] = new(60, 180) } });
        Assert.Equal(asked, check.Findings.SingleOrDefault()?.Said.Code);
        Assert.True(check.MaySend);
        Assert.All(check.Findings, f => Assert.Equal(Importance.Warning, f.Importance));
    }
}
