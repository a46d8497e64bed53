using Zhice.Domain.Indicators;
using static Zhice.Domain.Tests.Indicators.Definitions;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>What is found when definitions are put together: unknown codes, wrong units, cycles, disorderly versions.</summary>
public sealed class CatalogueTests
{
    static readonly DataElement[] Elements =
    [
        Element("cases", "件"), Element("firms", "家"), Element("people", "万人"), Element("months", "件·月"), Element("share", "%"),
    ];

    [Theory]
    [InlineData("cases + firms", "件", "formula.unit.differ")]
    [InlineData("cases + 1", "件", "formula.unit.differ")] // one of what?
    [InlineData("cases / people", "%", "formula.unit.result")]
    [InlineData("share - share", "百分点", "formula.unit.result")] // say points(…)
    [InlineData("points(cases, cases)", "百分点", "formula.unit.points")]
    [InlineData("cases / nobody", "%", "formula.unknown")]
    [InlineData("cases / 0", "件", "formula.zero")]
    [InlineData("max(cases, firms)", "件", "formula.unit.differ")]
    public void A_formula_that_mixes_units_or_names_the_unknown_is_left_out(string formula, string unit, string code)
    {
        var (catalogue, faults) = IndicatorCatalogue.Build(Elements, [Indicator("it", formula, unit)]);
        Assert.Equal(code, Assert.Single(faults).Defect.Code);
        Assert.Empty(catalogue.Codes);
    }

    [Fact]
    public void A_cycle_is_named_by_its_path_and_takes_nothing_else_with_it()
    {
        var (catalogue, faults) = IndicatorCatalogue.Build(Elements,
        [
            Indicator("one", "two", "件"), Indicator("two", "three + cases", "件"), Indicator("three", "one", "件"),
            Indicator("on_it", "two + cases", "件"), Indicator("sound", "cases", "件"),
        ]);
        Assert.Equal("one → two → three → one", faults.Single(f => f.Code == "one").Defect.Arguments[0]);
        Assert.Equal("two → three → one → two", faults.Single(f => f.Code == "on_it").Defect.Arguments[0]);
        Assert.Equal(["sound"], catalogue.Codes);
    }

    [Fact]
    public void An_indicator_of_indicators_is_computed_from_their_elements()
    {
        var (catalogue, faults) = IndicatorCatalogue.Build(Elements,
            [Indicator("density", "cases / people", "件/万人"), Indicator("growth", "density / prior(density) - 1", "%")]);
        Assert.Empty(faults);
        var growth = catalogue.FormulaOf(catalogue.Versions("growth")[0])!;
        Assert.Equal([new("cases", 0), new("people", 0), new("cases", 1), new("people", 1)], growth.Parts);
        // 12 / 4 = 3 after 10 / 4 = 2.5: a fifth more.
        Assert.Equal(20m, growth.Evaluate([Figure.Of(12m), Figure.Of(4m), Figure.Of(10m), Figure.Of(4m)]).Value);
    }

    [Fact]
    public void What_is_computed_from_a_faulty_indicator_is_left_out_with_it()
    {
        var (catalogue, faults) = IndicatorCatalogue.Build(Elements, [Indicator("wrong", "cases / people", "件"), Indicator("upon", "wrong", "件")]);
        Assert.Equal(["formula.part.faulty", "formula.unit.result"], faults.Select(f => f.Defect.Code));
        Assert.Empty(catalogue.Codes);
    }

    [Fact]
    public void Indicators_that_double_each_other_do_not_grow_without_end()
    {
        var definitions = Enumerable.Range(1, 40).Select(i => Indicator($"i{i}", i == 1 ? "cases + cases" : $"i{i - 1} + i{i - 1} + 0", "件"));
        var (catalogue, faults) = IndicatorCatalogue.Build(Elements, definitions);
        Assert.Contains(faults, f => f.Defect.Code == "formula.grows");
        Assert.Contains("i5", catalogue.Codes);
    }

    [Fact]
    public void Versions_follow_each_other_and_say_why_figures_may_jump()
    {
        var first = Indicator("it", "cases", "件");
        Assert.Empty(IndicatorCatalogue.Build(Elements, [first, Indicator("it", "cases", "件", 2)]).Faults);
        Assert.Equal("definition.version", Fault(first, Indicator("it", "cases", "件", 3)));
        Assert.Equal("definition.valid-from", Fault(first, Indicator("it", "cases", "件", 2) with { ValidFrom = first.ValidFrom }));
        Assert.Equal("definition.break", Fault(first, Indicator("it", "cases", "件", 2) with { Break = null }));
        Assert.Equal("definition.twice", Fault(Indicator("cases", "firms", "家")));

        var (catalogue, _) = IndicatorCatalogue.Build(Elements, [first, Indicator("it", "cases", "件", 2)]);
        Assert.Null(catalogue.InForce("it", new DateOnly(2019, 12, 31)));
        Assert.Equal(1, catalogue.InForce("it", new DateOnly(2020, 12, 31))!.Version);
        Assert.Equal(2, catalogue.InForce("it", new DateOnly(2021, 1, 1))!.Version);
    }

    [Fact]
    public void A_part_that_changes_asks_for_a_new_version_of_the_whole() =>
        Assert.Equal("definition.part.changed", Fault(Indicator("part", "cases", "件"), Indicator("part", "cases", "件", 2), Indicator("whole", "part / people", "件/万人")));

    [Fact]
    public void A_new_unit_is_a_new_indicator()
    {
        var fault = Assert.Single(IndicatorCatalogue.Build([Element("money", "亿元")], [Indicator("it", "money", "亿元"), Indicator("it", "money", "万元", 2)]).Faults);
        Assert.Equal(("definition.other-unit", "unit", 2), (fault.Defect.Code, fault.Defect.Field, fault.Version));
    }

    /// <summary>The share of a printed 80 and a printed 200 is 40 %, so exclusions come off the whole and its parts, or off none of them.</summary>
    [Fact]
    public void What_is_made_of_indicators_leaves_out_what_they_leave_out()
    {
        var (part, whole, share) = (Indicator("part", "cases", "件") with { Exclusions = "扣除" }, Indicator("whole", "cases + cases", "件") with { Exclusions = "扣除" }, Indicator("aa", "part / whole", "%"));
        Assert.Equal("definition.clause-missing", Fault(part, whole, share));
        Assert.Equal("definition.clause-missing", Fault(part, whole, share with { Code = "zz" })); // in whatever order they are checked
        Assert.Empty(IndicatorCatalogue.Build(Elements, [part, whole, share with { Exclusions = "扣除" }]).Faults);
        Assert.Equal("definition.clause-apart", Fault(part, whole with { Exclusions = null }, share with { Exclusions = "扣除" }));
        var people = Indicator("persons", "people", "万人");
        Assert.Empty(IndicatorCatalogue.Build(Elements, [part, people, Indicator("density", "part / persons", "件/万人") with { Exclusions = "扣除" }]).Faults); // nothing comes off people
        // What was computed stays as it was, where a later version puts it right.
        Assert.Empty(IndicatorCatalogue.Build(Elements, [part, whole, share, Indicator("aa", "part / whole", "%", 2) with { Exclusions = "扣除" }]).Faults);
    }

    [Theory]
    [InlineData(RollUp.Sum, "cases / people", "件/万人", null, "definition.sum")] // densities do not add up
    [InlineData(RollUp.Sum, "share", "%", null, "definition.sum")]
    [InlineData(RollUp.WeightedMean, "share", "%", null, "definition.weight")]
    [InlineData(RollUp.WeightedMean, "share", "%", "nobody", "definition.weight")]
    [InlineData(RollUp.Recompute, "share", "%", "cases", "definition.weight.idle")]
    public void A_roll_up_must_fit_the_unit(RollUp rollUp, string formula, string unit, string? weight, string code) =>
        Assert.Equal(code, Fault(Indicator("it", formula, unit, rollUp: rollUp, weight: weight)));

    static string Fault(params IndicatorDefinition[] definitions) => Assert.Single(IndicatorCatalogue.Build(Elements, definitions).Faults).Defect.Code;
}
