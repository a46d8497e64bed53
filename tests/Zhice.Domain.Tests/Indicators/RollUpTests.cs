using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using static Zhice.Domain.Tests.Indicators.Definitions;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>From the figures of parts to that of the whole: by each rule, with what is missing, and through a merger in mid-year.</summary>
public sealed class RollUpTests
{
    static readonly DateOnly Later = new(2025, 3, 1);

    // 1 the nation; 2, 3, 4 provinces; 5, 6 cities of 2.
    static Organisation Office(long id, long? parent, string path, DateOnly? from = null, DateOnly? to = null) => new()
    {
        Id = new(id), Code = $"o{id}", Name = $"o{id}", Kind = id == 1 ? OrganisationKind.NationalOffice : OrganisationKind.LocalOffice,
        ParentId = parent is { } p ? new OrganisationId(p) : null, Path = path, ValidFrom = from ?? new(2000, 1, 1), ValidTo = to,
    };

    static readonly Organisation[] Offices =
    [
        Office(5, 2, "/1/2/5/"), Office(6, 2, "/1/2/6/"), Office(1, null, "/1/"), Office(2, 1, "/1/2/"), Office(3, 1, "/1/3/"), Office(4, 1, "/1/4/"),
    ];

    [Fact]
    public void A_whole_is_explained_by_the_sums_of_those_that_have_all_parts()
    {
        string[] values = ["a 2024 5 1", "b 2024 5 2", "a 2024 6 10", "a 2024 3 3", "b 2024 3 6", "a 2024 4 7", "b 2024 4 8"];
        var whole = Roll(Ratio, Elements, values, explain: "1 2024");
        Assert.Equal([11m, 16m], whole["1 2024"].Operands!.Select(o => o.Value)); // 6 has no b
        Assert.Equal(11m / 16m, whole["1 2024"].Figure.Value / 100m);
        Assert.All(whole.Where(f => f.Key != "1 2024"), f => Assert.Null(f.Value.Operands));
        Assert.Null(Roll(Ratio, Elements, [.. values, "a 2024 1 1", "b 2024 1 4"], explain: "1 2024")["1 2024"].Operands); // it reported itself
    }

    /// <summary>Values as <c>element period organisation value</c>; the figures of 2024 as “organisation period”.</summary>
    static Dictionary<string, RolledFigure> Roll(IndicatorDefinition definition, DataElement[] elements, string[] values, Organisation[]? offices = null, DateOnly? today = null, string? explain = null)
    {
        var (catalogue, faults) = IndicatorCatalogue.Build(elements, [definition]);
        Assert.Empty(faults);
        var tree = new ReportingTree(offices ?? Offices, 2024);
        var (year, last) = (new ValueYear(tree, elements), new ValueYear(tree, elements, 2023));
        foreach (var value in values)
        {
            var parts = value.Split(' ');
            var period = Period.Parse(parts[1]);
            (period.Year == 2024 ? year : last).Take(parts[0], period.Key, long.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture),
                (long)(decimal.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture) * 1_000_000m));
        }
        year.Complete(today ?? Later);
        last.Complete(today ?? Later);
        var found = new Dictionary<string, RolledFigure>();
        var asked = explain?.Split(' ');
        new YearRollUp(tree, year, last, today ?? Later) { Explain = asked is null ? null : (tree.PlaceOf(long.Parse(asked[0], System.Globalization.CultureInfo.InvariantCulture)), Period.Parse(asked[1]).Slot) }.Run(definition, catalogue.FormulaOf(definition)!,
            figure => found[$"{tree.Offices[figure.Office].Id.Value} {Period.OfSlot(2024, figure.Slot)}"] = figure);
        return found;
    }

    static readonly DataElement[] Elements = [Element("a", "件"), Element("b", "件"), Element("stock", "件", ElementKind.Stock), Element("score", "分", ElementKind.Stock), Element("people", "人")];

    [Fact]
    public void Firms_of_four_quarters_are_no_firms_of_a_year()
    {
        DataElement[] firms = [Element("firms", "家", ElementKind.Distinct)];
        var count = Indicator("it", "firms", "家", rollUp: RollUp.Sum) with { Period = PeriodKind.Quarter };
        string[] quarters = ["firms 2024Q1 3 30", "firms 2024Q2 3 40", "firms 2024Q3 3 50", "firms 2024Q4 3 60"];

        var apart = Roll(count, firms, quarters);
        Assert.Equal(FigureState.Missing, apart["3 2024"].Figure.State); // 180 would count a firm of two quarters twice
        Assert.Equal(60m, apart["3 2024Q4"].Figure.Value);

        var counted = Roll(count, firms, [.. quarters, "firms 2024 3 95", "firms 2024 4 5"]);
        Assert.Equal((95m, 100m), (counted["3 2024"].Figure.Value, counted["1 2024"].Figure.Value));
        Assert.Equal((2, 3), (counted["1 2024"].Known, counted["1 2024"].Expected));
    }

    static readonly IndicatorDefinition Ratio = Indicator("it", "a / b", "%");
    static readonly IndicatorDefinition Sum = Indicator("it", "a", "件", rollUp: RollUp.Sum);

    [Fact]
    public void An_own_report_that_is_not_what_those_below_make_is_shown_beside_them()
    {
        var found = Roll(Sum, Elements, ["a 2024 2 5", "a 2024 5 30", "a 2024 6 40", "a 2024 3 7", "a 2024 4 8", "a 2024 1 20"]);
        Assert.Equal((5m, 70m), (found["2 2024"].Figure.Value, found["2 2024"].Below!.Value.Value));
        Assert.Null(Roll(Sum, Elements, ["a 2024 2 80", "a 2024 5 30"])["2 2024"].Below); // one city of two cannot say what the whole is
        Assert.Equal(30m, Roll(Sum, Elements, ["a 2024 2 5", "a 2024 5 30"])["2 2024"].Below!.Value.Value); // but may be more than it already
        Assert.Equal((20m, 20m), (found["1 2024"].Figure.Value, found["1 2024"].Below!.Value.Value)); // 5 + 7 + 8: they agree
        Assert.Null(found["3 2024"].Below);
    }

    [Fact]
    public void A_ratio_is_computed_from_sums_and_not_averaged()
    {
        // City 5: 1 of 10; city 6: 90 of 100. Together 91 of 110 = 82.72… %, where the mean of 10 % and 90 % would say 50 %.
        var found = Roll(Ratio, Elements, ["a 2024 5 1", "b 2024 5 10", "a 2024 6 90", "b 2024 6 100"]);
        Assert.Equal(82.73m, found["2 2024"].Figure.Rounded(2).Value);
        Assert.Equal((2, 2), (found["2 2024"].Known, found["2 2024"].Expected));
        Assert.Equal((1, 3), (found["1 2024"].Known, found["1 2024"].Expected)); // one province of three
    }

    [Fact]
    public void A_region_without_one_of_the_parts_is_left_out_of_both()
    {
        // Province 4 reported its denominator only: 50 of 100, not 50 of 400.
        var found = Roll(Ratio, Elements, ["a 2024 3 50", "b 2024 3 100", "b 2024 4 300"]);
        Assert.Equal(50m, found["1 2024"].Figure.Value);
        Assert.Equal((1, 3), (found["1 2024"].Known, found["1 2024"].Expected));
        Assert.Equal(FigureState.Missing, found["4 2024"].Figure.State);
    }

    [Fact]
    public void A_denominator_of_zero_counts_in_the_whole_and_has_no_figure_of_its_own()
    {
        var found = Roll(Ratio, Elements, ["a 2024 3 0", "b 2024 3 0", "a 2024 4 1", "b 2024 4 4"]);
        Assert.Equal(FigureState.DividedByZero, found["3 2024"].Figure.State);
        Assert.Equal((25m, 2), (found["1 2024"].Figure.Value, found["1 2024"].Known));
    }

    /// <summary>points(a / b, prior(a / b)): 625 of 1,001 after 402 of 800 is 62.44 % after 50.25 %, 12.19 points.</summary>
    [Fact]
    public void A_part_that_is_missing_stays_missing_beside_a_denominator_of_zero()
    {
        var points = Indicator("it", "points(a / b, prior(a) / prior(b))", "百分点");
        string[] whole = ["a 2024 3 625", "b 2024 3 1001", "a 2023 3 402", "b 2023 3 800", "a 2024 4 25", "b 2024 4 50", "a 2023 4 0", "b 2023 4 0"];
        var found = Roll(points, Elements, [.. whole, "b 2024 2 500", "a 2023 2 0", "b 2023 2 0"]); // province 2 did not report a, and its year before is 0 / 0
        Assert.Equal(FigureState.Missing, found["2 2024"].Figure.State);
        Assert.Equal(FigureState.DividedByZero, found["4 2024"].Figure.State);
        Assert.Equal((11.60m, 2, 3), (found["1 2024"].Figure.Rounded(2).Value, found["1 2024"].Known, found["1 2024"].Expected)); // 650 / 1,051 − 402 / 800

        var alone = Roll(points, Elements, ["a 2024 3 0", "b 2024 3 0"]); // nobody has a year before
        Assert.Equal((FigureState.Missing, 0), (alone["1 2024"].Figure.State, alone["1 2024"].Known));
    }

    [Fact]
    public void What_an_office_reports_for_itself_stands_for_all_below_it()
    {
        var found = Roll(Sum, Elements, ["a 2024 5 1", "a 2024 6 2", "a 2024 2 7", "a 2024 3 1"]);
        Assert.Equal((7m, 8m), (found["2 2024"].Figure.Value, found["1 2024"].Figure.Value));
    }

    [Fact]
    public void A_mean_is_weighed_by_its_element_through_every_level()
    {
        // (80 × 100 + 90 × 300) / 400 = 87.5 in the province; with 60 × 600: (35,000 + 36,000) / 1,000 = 71.
        var found = Roll(Indicator("it", "score", "分", rollUp: RollUp.WeightedMean, weight: "people"), Elements,
            ["score 2024 5 80", "people 2024 5 100", "score 2024 6 90", "people 2024 6 300", "score 2024 3 60", "people 2024 3 600", "score 2024 4 100"]);
        Assert.Equal((87.5m, 71m), (found["2 2024"].Figure.Value, found["1 2024"].Figure.Value));
        Assert.Equal(FigureState.Missing, found["4 2024"].Figure.State); // a score without its weight goes into no mean
    }

    [Fact]
    public void Without_a_rule_the_whole_has_only_what_it_reported_itself()
    {
        var none = Indicator("it", "a", "件", rollUp: RollUp.None);
        var found = Roll(none, Elements, ["a 2024 3 1", "a 2024 4 1"]);
        Assert.Equal((FigureState.NotRolledUp, 0, 0), (found["1 2024"].Figure.State, found["1 2024"].Known, found["1 2024"].Expected));
        Assert.Equal(FigureState.Missing, found["5 2024"].Figure.State); // nobody is below it
        Assert.Equal(9m, Roll(none, Elements, ["a 2024 2 1", "a 2024 1 9"])["1 2024"].Figure.Value);
    }

    [Fact]
    public void A_year_is_made_of_its_months_and_eleven_of_them_make_none()
    {
        var monthly = Sum with { Period = PeriodKind.Month };
        string[] months = [.. Enumerable.Range(1, 12).Select(m => $"a 2024-{m:00} 3 {m}")];
        var found = Roll(monthly, Elements, months);
        Assert.Equal((78m, 6m, 57m), (found["3 2024"].Figure.Value, found["3 2024Q1"].Figure.Value, found["3 2024H2"].Figure.Value));

        var eleven = Roll(monthly, Elements, [.. months.Where(m => !m.Contains("2024-05", StringComparison.Ordinal))]);
        Assert.Equal(FigureState.Missing, eleven["3 2024"].Figure.State);
        Assert.Equal(57m, eleven["3 2024H2"].Figure.Value);

        var stock = Indicator("it", "stock", "件", rollUp: RollUp.Sum) with { Period = PeriodKind.Month };
        Assert.Equal(12m, Roll(stock, Elements, [.. months.Select(m => "stock" + m[1..])])["3 2024"].Figure.Value); // the last day's
    }

    [Fact]
    public void A_period_that_has_not_ended_has_no_figure_yet_even_where_someone_reported_one()
    {
        var found = Roll(Sum with { Period = PeriodKind.Half }, Elements, ["a 2024H1 3 5", "a 2024H2 3 6", "a 2024 3 11"], today: new(2024, 8, 1));
        Assert.Equal(5m, found["3 2024H1"].Figure.Value);
        Assert.Equal((FigureState.NotYet, FigureState.NotYet), (found["3 2024H2"].Figure.State, found["3 2024"].Figure.State));
    }

    [Fact]
    public void Growth_needs_both_years_of_the_same_regions()
    {
        var found = Roll(Indicator("it", "a / prior(a) - 1", "%"), Elements, ["a 2024 3 110", "a 2023 3 100", "a 2024 4 1000"]);
        Assert.Equal(10m, found["3 2024"].Figure.Value);
        Assert.Equal(FigureState.Missing, found["4 2024"].Figure.State);
        Assert.Equal(10m, found["1 2024"].Figure.Value); // province 4 is not in it: its year before is not known
    }

    [Fact]
    public void An_office_merged_in_mid_year_counts_up_to_that_day_and_its_successor_from_it()
    {
        Organisation[] offices =
        [
            Office(1, null, "/1/"), Office(2, 1, "/1/2/", to: new(2024, 7, 1)), Office(3, 1, "/1/3/", to: new(2024, 7, 1)), Office(4, 1, "/1/4/", from: new(2024, 7, 1)),
        ];
        string[] months =
        [
            .. Enumerable.Range(1, 6).SelectMany(m => new[] { $"a 2024-{m:00} 2 1", $"a 2024-{m:00} 3 2", $"stock 2024-{m:00} 2 5", $"stock 2024-{m:00} 3 6" }),
            .. Enumerable.Range(7, 6).SelectMany(m => new[] { $"a 2024-{m:00} 4 10", $"stock 2024-{m:00} 4 12" }),
        ];
        var flow = Roll(Sum with { Period = PeriodKind.Month }, Elements, months, offices);
        Assert.Equal((6m, 12m, 60m, 78m), (flow["2 2024"].Figure.Value, flow["3 2024"].Figure.Value, flow["4 2024"].Figure.Value, flow["1 2024"].Figure.Value));
        Assert.False(flow.ContainsKey("2 2024-07"));
        var stock = Roll(Indicator("it", "stock", "件", rollUp: RollUp.Sum) with { Period = PeriodKind.Month }, Elements, months, offices);
        Assert.Equal((12m, 1, 1), (stock["1 2024"].Figure.Value, stock["1 2024"].Known, stock["1 2024"].Expected)); // nobody is missing at the year's end
        Assert.Equal(11m, stock["1 2024H1"].Figure.Value);
    }

    [Fact]
    public void Values_of_the_unknown_are_counted_and_used_for_nothing()
    {
        var year = new ValueYear(new ReportingTree(Offices, 2024), Elements);
        year.Take("a", Period.OfYear(2024).Key, 99, 1);
        year.Take("nothing", Period.OfYear(2024).Key, 1, 1);
        year.Take("a", Period.OfYear(2023).Key, 1, 1);
        Assert.Equal(3, year.Strays);
    }

    [Fact]
    public void What_is_taken_off_is_never_more_than_there_is_and_twice_the_same_set_is_the_callers_to_refuse()
    {
        var year = new ValueYear(new ReportingTree(Offices, 2024), Elements);
        year.Take("a", Period.OfYear(2024).Key, 3, 5_000_000);
        Assert.True(year.Deduct("a", Period.OfYear(2024).Key, 3, 2_000_000));
        Assert.False(year.Deduct("a", Period.OfYear(2024).Key, 3, 4_000_000));
        Assert.False(year.Deduct("a", Period.OfYear(2024).Key, 4, 1));
        Assert.Equal(3m, year.Of("a", Period.OfYear(2024), 3).Value);
    }

    [Fact]
    public void Sums_beyond_what_can_be_kept_are_said_to_be_too_large() =>
        Assert.Equal(FigureState.TooLarge, Roll(Sum, Elements, ["a 2024 2 9000000000000", "a 2024 3 9000000000000"])["1 2024"].Figure.State);

    /// <summary>Whatever the parts are, the whole of a sum is their sum, and the whole of a ratio lies between the least and the greatest of them.</summary>
    [Fact]
    public void The_parts_make_the_whole() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).Two().ArrayOf(4).ToArbitrary(), parts =>
        {
            int[] leaves = [3, 4, 5, 6];
            string[] values = [.. leaves.SelectMany((id, i) => new[] { $"a 2024 {id} {parts[i].Item1}", $"b 2024 {id} {parts[i].Item2 + 1}" })];
            var sum = Roll(Sum, Elements, values)["1 2024"].Figure.Value;
            var ratio = Roll(Ratio, Elements, values)["1 2024"].Figure.Value;
            var ratios = parts.Select(p => 100m * p.Item1 / (p.Item2 + 1)).ToList();
            return sum == parts.Sum(p => p.Item1) && ratio >= ratios.Min() - 0.000001m && ratio <= ratios.Max() + 0.000001m;
        }).QuickCheckThrowOnFailure();
}
