using Zhice.Domain.Indicators;
using static Zhice.Domain.Tests.Indicators.Definitions;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>A region beside its peers, and beside itself a year before.</summary>
public sealed class PeerStandingTests
{
    static PeerFigure Of(decimal? value) => new(Figure.Of(value));

    [Fact]
    public void A_place_is_among_those_that_have_a_figure_and_says_how_many_there_are()
    {
        var standing = PeerStanding.Of(IndicatorDirection.HigherIsBetter, Figure.Of(16.39m), [Of(32.82m), Of(34.62m), Of(0.25m), Of(null), Of(null)]);
        Assert.Equal(new PeerStanding(3, 4, 6, 0, 24.605m), standing); // the middle of 0.25, 16.39, 32.82 and 34.62
    }

    [Theory]
    [InlineData(IndicatorDirection.HigherIsBetter, 2)]
    [InlineData(IndicatorDirection.LowerIsBetter, 2)]
    [InlineData(IndicatorDirection.Watched, null)] // neither way is better
    public void Equal_figures_share_a_place_and_what_is_watched_has_none(IndicatorDirection direction, int? place) =>
        Assert.Equal(place, PeerStanding.Of(direction, Figure.Of(5m), [Of(5m), Of(direction == IndicatorDirection.LowerIsBetter ? 4m : 6m)]).Rank);

    [Fact]
    public void With_a_peer_hidden_there_is_neither_place_nor_middle()
    {
        var standing = PeerStanding.Of(IndicatorDirection.HigherIsBetter, Figure.Of(5m), [Of(1m), Of(2m), new(Figure.Missing, Hidden: true)]);
        Assert.Equal((null, null, 1, 3), (standing.Rank, standing.Median, standing.Hidden, standing.Known));
    }

    [Fact]
    public void A_region_without_a_figure_has_no_place_and_its_peers_have_a_middle() =>
        Assert.Equal(new PeerStanding(null, 3, 4, 0, 2m), PeerStanding.Of(IndicatorDirection.HigherIsBetter, Figure.Missing, [Of(1m), Of(2m), Of(3m)]));

    [Theory]
    [InlineData("件", IndicatorDirection.HigherIsBetter, 110, 100, 10, 10.0, ChangeSense.Better)]
    [InlineData("月", IndicatorDirection.LowerIsBetter, 15.5, 16, -0.5, -3.1, ChangeSense.Better)]
    [InlineData("月", IndicatorDirection.LowerIsBetter, 16, 16, 0, 0.0, ChangeSense.Same)]
    [InlineData("件", IndicatorDirection.Watched, 90, 100, -10, -10.0, ChangeSense.Neither)]
    [InlineData("%", IndicatorDirection.HigherIsBetter, 45, 50, -5, null, ChangeSense.Worse)] // a share changes by points
    [InlineData("件", IndicatorDirection.HigherIsBetter, 5, 0, 5, null, ChangeSense.Better)] // nothing grows from nothing by a percentage
    public void A_change_says_how_much_and_whether_it_is_for_the_better(string unit, IndicatorDirection direction, decimal now, decimal before, decimal difference, double? percent, ChangeSense sense)
    {
        var change = YearChange.Of(Indicator("it", "a", unit) with { Direction = direction }, (Figure.Of(now), 1), (Figure.Of(before), 1));
        Assert.Equal(new YearChange(difference, (decimal?)percent, sense), change);
    }

    [Fact]
    public void Between_two_versions_of_a_definition_nothing_is_compared()
    {
        var definition = Indicator("it", "a", "件");
        Assert.Null(YearChange.Of(definition, (Figure.Of(2m), 2), (Figure.Of(1m), 1)));
        Assert.Null(YearChange.Of(definition, (Figure.Of(2m), 1), (Figure.Missing, 1)));
        Assert.Null(YearChange.Of(definition, (Figure.DividedByZero, 1), (Figure.Of(1m), 1)));
    }
}
