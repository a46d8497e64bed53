using System.Globalization;
using Zhice.Domain.Indicators;
using static Zhice.Domain.Tests.Indicators.Definitions;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>A figure is rounded once: what is kept with six places prints what all places print.</summary>
public sealed class PrintedFigureTests
{
    [Theory]
    [InlineData("12.3499999996", 1, Rounding.HalfUp, "12.349999")] // kept as 12.35 it would print 12.4
    [InlineData("-12.3499999996", 1, Rounding.HalfUp, "-12.349999")]
    [InlineData("12.3450000004", 2, Rounding.HalfEven, "12.345001")] // more than a half: 12.35, not the even 12.34
    [InlineData("0.9999999", 2, Rounding.Down, "0.999999")] // towards zero: 0.99
    [InlineData("19.607843137", 2, Rounding.HalfUp, "19.607843")]
    [InlineData("0.1234567", 6, Rounding.Down, "0.123456")]
    public void What_is_kept_prints_what_the_figure_prints(string full, int decimals, Rounding rounding, string kept)
    {
        var figure = Figure.Of(decimal.Parse(full, CultureInfo.InvariantCulture));
        Assert.Equal(decimal.Parse(kept, CultureInfo.InvariantCulture), figure.Kept(decimals, rounding).Value);
        Assert.Equal(figure.Rounded(decimals, rounding), figure.Kept(decimals, rounding).Rounded(decimals, rounding));
    }

    [Fact]
    public void It_does_for_any_quotient_and_is_never_further_off_than_a_millionth()
    {
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            // Quotients that lie close to a half of the last printed place are the ones that six places push over it.
            var decimals = random.Next(0, 7);
            var near = (random.Next(-5_000, 5_000) + 0.5m) / (decimal)Math.Pow(10, decimals) + random.Next(-9, 10) * 0.00000001m;
            var figure = Figure.Of(near);
            foreach (var rounding in Enum.GetValues<Rounding>())
            {
                var kept = figure.Kept(decimals, rounding);
                Assert.Equal(figure.Rounded(decimals, rounding), kept.Rounded(decimals, rounding));
                Assert.True(Math.Abs(kept.Value - near) <= 0.000001m, $"{near} is kept as {kept}");
                Assert.Equal(decimal.Round(kept.Value, 6), kept.Value);
            }
        }
    }

    [Theory]
    [InlineData("months / cases", "月")]
    [InlineData("days / cases", "日")]
    [InlineData("score", "分")]
    [InlineData("cases / people", "件/万人")]
    public void Mean_times_scores_and_quotients_do_not_add_up(string formula, string unit)
    {
        DataElement[] elements = [Element("cases", "件"), Element("people", "万人"), Element("months", "件·月"), Element("days", "件·日"), Element("score", "分")];
        var (catalogue, faults) = IndicatorCatalogue.Build(elements, [Indicator("it", formula, unit, rollUp: RollUp.Sum)]);
        Assert.Equal("definition.sum", Assert.Single(faults).Defect.Code);
        Assert.Empty(catalogue.Codes);
    }

    [Theory]
    [InlineData("surveyed >= 300", "surveyed", 300)]
    [InlineData("surveyed>=1,000.5", "surveyed", 1000.5)]
    [InlineData("surveyed > 300", null, 0)]
    [InlineData("surveyed >= 3e2", null, 0)]
    [InlineData("surveyed >= 0", null, 0)]
    [InlineData("300 >= surveyed", null, 0)]
    public void A_condition_of_publication_is_an_element_and_a_number(string text, string? element, double least)
    {
        var read = LeastBase.Parse(text);
        Assert.Equal(element, read?.Element);
        Assert.Equal((decimal)least, read?.Least ?? 0m);
    }

    [Fact]
    public void A_condition_of_publication_names_an_element_of_the_formula()
    {
        var (_, faults) = IndicatorCatalogue.Build([Element("cases", "件"), Element("people", "万人"), Element("firms", "家")],
            [Indicator("it", "cases / people", "件/万人") with { PublishWhen = new("people", 5m) }, Indicator("other", "cases / people", "件/万人") with { PublishWhen = new("firms", 5m) }]);
        Assert.Equal(("other", "definition.publish-when"), (Assert.Single(faults).Code, faults[0].Defect.Code));
    }

    [Theory]
    [InlineData("flagged", true, true)]
    [InlineData("flagged", false, false)] // a plain number of filings is not touched by the rule
    [InlineData("half", true, true)] // filings under another name, without the author's flag
    [InlineData("growth", false, true)] // a level of what is a growth of filings
    [InlineData("growth", true, true)]
    [InlineData("share", true, false)] // a share of filings does not grow with them
    [InlineData("granted", true, false)]
    public void A_target_that_rewards_filing_more_is_seen_without_the_authors_flag(string code, bool growth, bool unfit)
    {
        var (catalogue, faults) = IndicatorCatalogue.Build([Element("filings", "件"), Element("electronic", "件"), Element("grants", "件")],
        [
            Indicator("flagged", "filings", "件") with { FilingCount = true }, Indicator("half", "filings / 2", "件"), Indicator("growth", "filings / prior(filings) - 1", "%"),
            Indicator("share", "electronic / filings", "%"), Indicator("granted", "grants", "件"),
        ]);
        Assert.Empty(faults);
        Assert.Equal(unfit, catalogue.RewardsFilings(catalogue.Versions(code)[0], growth));
    }
}
