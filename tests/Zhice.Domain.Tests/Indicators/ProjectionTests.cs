using Zhice.Domain.Indicators;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>Where a year will probably end, computed by hand, and what that says of a target.</summary>
public sealed class ProjectionTests
{
    static decimal?[] Months(params decimal[] values) => [.. values.Select(v => (decimal?)v)];

    static decimal?[] Even(decimal each) => [.. Enumerable.Repeat((decimal?)each, 12)];

    [Fact]
    public void A_count_is_projected_by_the_share_that_the_same_months_had()
    {
        // Half a year of 60; the first halves were 40 % of one year and 50 % of the other, 45 % on average: 133.3, between 120 and 150.
        var one = (Months(8, 8, 8, 8, 8, 0, 10, 10, 10, 10, 10, 10), 100m);
        var other = (Months(10, 10, 10, 10, 10, 0, 10, 10, 10, 10, 5, 5), 100m);
        var projection = Projection.Of(YearShape.Added, Months(10, 10, 10, 10, 10, 10), [one, other])!;
        Assert.Equal((ProjectionMethod.Seasonal, 133.33m, 120m, 150m), (projection.Method, Math.Round(projection.Value, 2), projection.Low, projection.High));
        Assert.Equal((6, 2), (projection.Months, projection.Years));
    }

    [Fact]
    public void With_one_year_to_compare_with_the_margin_shrinks_as_the_year_goes_on()
    {
        var early = Projection.Of(YearShape.Added, Months(10, 10, 10), [(Even(10), 120m)])!;
        var late = Projection.Of(YearShape.Added, Months(10, 10, 10, 10, 10, 10, 10, 10, 10), [(Even(10), 120m)])!;
        Assert.Equal((120m, 111m, 129m), (early.Value, early.Low, early.High)); // a tenth of 120, for nine months of twelve
        Assert.Equal((120m, 117m, 123m), (late.Value, late.Low, late.High));
    }

    /// <summary>0.40, 0.20, 0.10 fall on a line that goes below nothing; no share is.</summary>
    [Fact]
    public void A_projection_stays_within_what_can_be()
    {
        var share = Definitions.Indicator("it", "a / b", "%");
        Assert.Equal((0m, 100m), share.Possible);
        Assert.Equal((0m, null), Definitions.Indicator("it", "a", "件").Possible);
        Assert.Equal((null, null), Definitions.Indicator("it", "a / prior(a) - 1", "%").Possible);
        var line = Projection.Of(YearShape.Averaged, [], [([], 0.1m), ([], 0.2m), ([], 0.4m)])!;
        Assert.True(line.Low < 0m);
        var held = line.Within(share.Possible.Least, share.Possible.Most);
        Assert.Equal((0m, Math.Max(line.High, 0m)), (held.Low, held.High));
        Assert.Equal(100m, (line with { High = 101m }).Within(0m, 100m).High);
    }

    [Fact]
    public void What_has_been_counted_already_is_never_taken_back()
    {
        var projection = Projection.Of(YearShape.Added, Months([.. Enumerable.Repeat(10m, 11)]), [(Even(10), 120m)])!;
        Assert.True(projection.Low >= 110m);
    }

    [Fact]
    public void A_share_moves_as_the_year_before_moved_from_its_months_to_its_end()
    {
        var projection = Projection.Of(YearShape.Averaged, Months(50, 52), [(Months(40, 42, 44, 44, 44, 44, 44, 44, 44, 44, 44, 44), 43m)])!;
        Assert.Equal((ProjectionMethod.Shifted, 53m), (projection.Method, projection.Value)); // 51 so far; the year before ended 2 above its first two months
        Assert.Equal(16m, Projection.Of(YearShape.LastOf, Months(14, 15), [(Months(10, 11, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12), 12m)])!.Value);
    }

    [Fact]
    public void Years_alone_give_a_line_and_two_years_give_nothing()
    {
        var line = Projection.Of(YearShape.Added, [], [([], 30m), ([], 20m), ([], 10m)])!;
        Assert.Equal((ProjectionMethod.Line, 40m, 40m, 40m), (line.Method, line.Value, line.Low, line.High));
        Assert.Null(Projection.Of(YearShape.Added, [], [([], 30m), ([], 20m)]));
    }

    [Fact]
    public void A_gap_between_the_months_is_not_taken_for_a_quiet_month() =>
        Assert.Null(Projection.Of(YearShape.Added, [10m, null, 10m], [(Even(10), 120m)]));

    [Theory]
    [InlineData(TargetComparator.AtMost, 15.5, 15.5, AttainmentState.Reached)] // what is printed decides
    [InlineData(TargetComparator.AtMost, 15.5, 15.6, AttainmentState.Missed)]
    [InlineData(TargetComparator.Above, 22, 22, AttainmentState.Missed)]
    [InlineData(TargetComparator.Equal, 4, 4, AttainmentState.Reached)]
    public void A_year_that_has_ended_is_judged_by_its_figure(TargetComparator comparator, double target, double figure, AttainmentState state) =>
        Assert.Equal(state, Attainment.Of(comparator, (decimal)target, Figure.Of(figure), null, 1, IndicatorDirection.Watched));

    [Theory]
    [InlineData(IndicatorDirection.LowerIsBetter, 3.9, AttainmentState.Reached)]
    [InlineData(IndicatorDirection.LowerIsBetter, 4.1, AttainmentState.Missed)]
    [InlineData(IndicatorDirection.HigherIsBetter, 4.1, AttainmentState.Reached)]
    [InlineData(IndicatorDirection.Watched, 3.9, AttainmentState.Missed)]
    public void Who_is_to_hold_a_level_and_betters_it_has_held_it(IndicatorDirection direction, double figure, AttainmentState state) =>
        Assert.Equal(state, Attainment.Of(TargetComparator.Equal, 4m, Figure.Of(figure), null, 1, direction));

    [Theory]
    [InlineData(IndicatorDirection.LowerIsBetter, 3.8, 3.9, AttainmentState.Likely)]
    [InlineData(IndicatorDirection.LowerIsBetter, 3.8, 4.2, AttainmentState.Uncertain)]
    [InlineData(IndicatorDirection.LowerIsBetter, 4.1, 4.2, AttainmentState.Unlikely)]
    [InlineData(IndicatorDirection.Watched, 4.0, 4.0, AttainmentState.Likely)]
    [InlineData(IndicatorDirection.Watched, 3.8, 4.2, AttainmentState.Uncertain)]
    [InlineData(IndicatorDirection.Watched, 4.1, 4.2, AttainmentState.Unlikely)]
    public void A_level_to_hold_is_judged_by_the_range_and_the_direction(IndicatorDirection direction, double low, double high, AttainmentState state) =>
        Assert.Equal(state, Attainment.Of(TargetComparator.Equal, 4m, Figure.NotYet, new(ProjectionMethod.Shifted, 0, (decimal)low, (decimal)high, 10, 2), 1, direction));

    [Theory]
    [InlineData(100, 110, AttainmentState.Likely)]
    [InlineData(99, 110, AttainmentState.Uncertain)]
    [InlineData(80, 99, AttainmentState.Unlikely)]
    public void A_year_under_way_is_judged_by_the_range(int low, int high, AttainmentState state) =>
        Assert.Equal(state, Attainment.Of(TargetComparator.AtLeast, 100m, Figure.NotYet, new(ProjectionMethod.Seasonal, 0, low, high, 6, 2), 0, IndicatorDirection.HigherIsBetter));

    [Fact]
    public void Without_figure_and_projection_nothing_is_said() =>
        Assert.Equal(AttainmentState.Unknown, Attainment.Of(TargetComparator.AtLeast, 100m, Figure.Missing, null, 0, IndicatorDirection.HigherIsBetter));

    [Fact]
    public void Growth_of_a_count_of_filings_is_unfit_and_a_level_or_another_growth_is_not()
    {
        var filings = Definitions.Indicator("it", "a", "件", rollUp: RollUp.Sum) with { FilingCount = true };
        Assert.True(Attainment.IsUnfit(filings, growth: true));
        Assert.False(Attainment.IsUnfit(filings, growth: false));
        Assert.False(Attainment.IsUnfit(filings with { FilingCount = false }, growth: true));
    }
}
