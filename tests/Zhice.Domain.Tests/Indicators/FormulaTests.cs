using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Indicators;
using static Zhice.Domain.Tests.Indicators.Definitions;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>Formulas: figures computed by hand, and every way in which there is no figure.</summary>
public sealed class FormulaTests
{
    [Theory]
    // 1,326,000 件 for 141,260 万人: 9.3869… 件 each 10,000 inhabitants.
    [InlineData("a / b", "件/万人", "9.39", "a 件 1326000", "b 万人 141260")]
    // 16.5 months a case: 1,650,000 months of work on 100,000 cases.
    [InlineData("a / b", "月", "16.5", "a 件·月 1650000", "b 件 100000")]
    // 695,946 granted of 1,265,831 closed.
    [InlineData("a / b", "%", "54.98", "a 件 695946", "b 件 1265831")]
    // 153,176 亿元 of a GDP of 1,204,724 亿元: 12.7146 %.
    [InlineData("a / b", "%", "12.71", "a 亿元 153176", "b 亿元 1204724")]
    // Money in two sizes: 1.5 亿元 and 5,000 万元 are 2 亿元.
    [InlineData("a + b", "亿元", "2", "a 亿元 1.5", "b 万元 5000")]
    // Growth: 26,000 against 23,500 the year before: 10.638… %.
    [InlineData("a / prior(a) - 1", "%", "10.64", "a 家 26000", "a< 家 23500")]
    // Percentage points: 54.98 % now, 53.2 % before.
    [InlineData("points(a, prior(a))", "百分点", "1.78", "a % 54.98", "a< % 53.2")]
    // A loan each firm, in 万元: 8,539.9 亿元 to 37,000 firms.
    [InlineData("a / b", "万元/家", "2308.08", "a 亿元 8539.9", "b 家 37000")]
    [InlineData("-(a - b) * 2", "件", "6", "a 件 1", "b 件 4")]
    [InlineData("a - b - c", "件", "1", "a 件 6", "b 件 3", "c 件 2")] // from the left
    [InlineData("a / b / 2", "%", "125", "a 件 5", "b 件 2")]
    [InlineData("a + orelse(b, 0)", "件", "5", "a 件 5", "b 件 -")]
    [InlineData("max(a, b) - min(a, b)", "件", "3", "a 件 2", "b 件 5")]
    public void A_formula_gives_the_figure_that_the_hand_computes(string formula, string unit, string expected, params string[] elements) =>
        Assert.Equal(expected, Strip(Compute(formula, unit, elements).Rounded(2).Value));

    [Theory]
    [InlineData("a / b", FigureState.DividedByZero, "a 件 5", "b 件 0")]
    [InlineData("a / b", FigureState.DividedByZero, "a 件 0", "b 件 0")] // 0 / 0 is no 0 %
    [InlineData("a / b", FigureState.Missing, "a 件 -", "b 件 5")]
    [InlineData("a / prior(a)", FigureState.Missing, "a 件 5")] // the first year of a series
    [InlineData("a * b / (b * b)", FigureState.TooLarge, "a 亿元 9000000000000", "b 亿元 9000000000000")] // beyond 28 digits
    [InlineData("a / b + c / d", FigureState.Missing, "a 件 -", "b 件 1", "c 件 1", "d 件 0")] // what is missing is hidden by nothing
    [InlineData("a * a * b / (d * d * d)", FigureState.Missing, "a 亿元 9000000000000", "b 亿元 9000000000000", "d 亿元 -")]
    public void Where_there_is_no_figure_the_reason_is_the_value(string formula, FigureState state, params string[] elements) =>
        Assert.Equal(state, Compute(formula, "%", elements).State);

    [Theory]
    [InlineData(double.NaN, FigureState.NotANumber)]
    [InlineData(double.NegativeInfinity, FigureState.NotANumber)]
    [InlineData(1e308, FigureState.TooLarge)]
    [InlineData(-1e308, FigureState.TooLarge)]
    [InlineData(12.5, FigureState.Known)]
    public void A_number_of_a_program_is_a_figure_or_has_a_reason(double value, FigureState state) => Assert.Equal(state, Figure.Of(value).State);

    [Theory]
    [InlineData("2.345", Rounding.HalfUp, "2.35")]
    [InlineData("-2.345", Rounding.HalfUp, "-2.35")]
    [InlineData("2.345", Rounding.HalfEven, "2.34")]
    [InlineData("2.349", Rounding.Down, "2.34")]
    [InlineData("2.3449999999999999999999999", Rounding.HalfUp, "2.35")] // what is left of a division is no reason to round down
    public void A_half_goes_up_unless_the_definition_says_otherwise(string value, Rounding rounding, string expected) =>
        Assert.Equal(expected, Strip(Figure.Of(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).Rounded(2, rounding).Value));

    [Theory]
    [InlineData("", "formula.ends", 1)]
    [InlineData("a +", "formula.ends", 4)]
    [InlineData("a b", "formula.unexpected", 3)]
    [InlineData("(a", "formula.expected", 3)]
    [InlineData("1.2.3 * a", "formula.number", 6)]
    [InlineData("sqrt(a)", "formula.function", 1)]
    [InlineData("prior(a + b)", "formula.arguments", 1)]
    [InlineData("points(a)", "formula.arguments", 1)]
    [InlineData("a ** b", "formula.unexpected", 4)]
    [InlineData("A", "formula.unexpected", 1)]
    [InlineData("1 + 2", "formula.empty", 1)] // a constant is no indicator
    public void A_wrong_formula_says_what_and_where(string text, string code, int place)
    {
        Assert.False(Formula.Parse(text).Accepted(out _, out var refusal));
        Assert.Equal((code, place), (refusal.Code, (int)refusal.Defects[0].Arguments[0]));
    }

    [Fact]
    public void Brackets_without_end_are_refused_and_not_followed()
    {
        Assert.False(Formula.Parse(new string('(', 1_500) + "a").Accepted(out _, out var brackets));
        Assert.Equal("formula.deep", brackets.Code);
        Assert.False(Formula.Parse(new string('-', 1_500) + "a").Accepted(out _, out var signs));
        Assert.Equal("formula.deep", signs.Code);
        Assert.False(Formula.Parse(new string('a', 3_000)).Accepted(out _, out var endless));
        Assert.Equal("formula.long", endless.Code);
    }

    [Fact]
    public void Any_text_is_a_formula_or_a_fault_and_never_an_exception() =>
        Prop.ForAll(Gen.Elements("a", "b", "(", ")", "+", "-", "*", "/", "1", "0", ".", ",", "prior", "points", "min", " ", "\0", "件").ListOf().Select(p => string.Concat(p))
            .ToArbitrary(), text => Formula.Parse(text).Accepted(out _, out var refusal) || refusal.Defects.Count == 1).QuickCheckThrowOnFailure();

    static string Strip(decimal value) => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
