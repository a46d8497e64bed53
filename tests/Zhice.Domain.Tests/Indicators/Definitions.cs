using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>Elements and definitions for tests, with everything that a test does not speak of filled in.</summary>
internal static class Definitions
{
    public static DataElement Element(string code, string unit, ElementKind kind = ElementKind.Flow) => new()
    {
        Code = code, Name = code, EnglishName = code, Unit = Unit.Parse(unit), Kind = kind, Definition = "定义", Source = "来源",
    };

    public static IndicatorDefinition Indicator(string code, string formula, string unit, int version = 1, RollUp rollUp = RollUp.Recompute, string? weight = null) => new()
    {
        Code = code, Version = version, ValidFrom = new(2019 + version, 1, 1), Break = version > 1 ? "口径调整" : null, Name = code, EnglishName = code, Group = "创造",
        Unit = Unit.Parse(unit), Decimals = 2, Direction = IndicatorDirection.HigherIsBetter, Kind = IndicatorKind.Expected, Period = PeriodKind.Year,
        Formula = Formula.Parse(formula).Accepted(out var parsed, out var refusal) ? parsed : throw new FormatException(refusal.Code),
        RollUp = rollUp, Weight = weight, Source = "来源", Quality = new("a", "b", "c", "d", "e"),
    };

    /// <summary>The one indicator's figure from elements given as <c>code unit value</c>; value <c>-</c> for one that was not reported.</summary>
    public static Figure Compute(string formula, string unit, params string[] elements)
    {
        var parts = elements.Select(e => e.Split(' ')).ToList();
        var (catalogue, faults) = IndicatorCatalogue.Build(
            parts.Select(p => p[0].TrimEnd('<')).Distinct().Select(code => Element(code, parts.First(p => p[0].TrimEnd('<') == code)[1])), [Indicator("it", formula, unit)]);
        Assert.Empty(faults);
        var bound = catalogue.FormulaOf(catalogue.Versions("it")[0])!;
        return bound.Evaluate([.. bound.Parts.Select(part =>
        {
            var found = parts.FirstOrDefault(p => p[0] == part.Code + (part.YearsBack == 1 ? "<" : ""));
            return found is null || found[2] == "-" ? Figure.Missing : Figure.Of(decimal.Parse(found[2], System.Globalization.CultureInfo.InvariantCulture));
        })]);
    }
}
