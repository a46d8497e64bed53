using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Tests.Statistics;

public sealed class CheckTests
{
    static readonly DataElement[] asked = [Element("amount", "亿元", 4), Element("inclusive", "万元", 2), Element("projects", "项"), Element("a", "项"), Element("b", "项")];

    static DataElement Element(string code, string unit, int decimals = 0) => new()
    {
        Code = code, Name = code, EnglishName = code, Unit = Unit.Parse(unit), Kind = ElementKind.Flow, Decimals = decimals, Definition = "测试", Source = "测试",
    };

    static ValidationRule Rule(RuleKind kind, string element, Importance importance = Importance.Error) => new()
    {
        Code = "r", Kind = kind, Importance = importance, Element = element, Instruction = "请核对", EnglishInstruction = "Check",
    };

    static CheckedSheet Check(ValidationRule rule, Dictionary<string, string> texts, Dictionary<string, decimal>? before = null) =>
        SheetCheck.Run(asked, texts, [rule], new CheckBackground(before ?? []));

    [Theory]
    [InlineData("1", "10000", true)]  // 1 亿元 is 10,000 万元: not more than the whole
    [InlineData("1", "10000.01", false)]
    [InlineData("1", "9999", true)]
    public void A_comparison_minds_the_size_of_the_units(string amount, string inclusive, bool holds)
    {
        var rule = Rule(RuleKind.Comparison, "inclusive") with { Comparison = Comparison.AtMost, Other = "amount" };
        Assert.Equal(holds, Check(rule, new() { ["amount"] = amount, ["inclusive"] = inclusive }).Findings.Count == 0);
    }

    [Theory]
    [InlineData("10", "4", "6", true)]
    [InlineData("10", "4", "5", false)]
    [InlineData("10", "4", "7", false)]
    public void Parts_make_their_whole(string whole, string a, string b, bool holds)
    {
        var rule = Rule(RuleKind.Sum, "projects") with { Parts = ["a", "b"] };
        var found = Check(rule, new() { ["projects"] = whole, ["a"] = a, ["b"] = b }).Findings;
        Assert.Equal(holds, found.Count == 0);
        if (!holds) Assert.Equal("check.sum", found[0].Said.Code);
    }

    [Theory]
    [InlineData("149", 100, false)]
    [InlineData("151", 100, true)]
    [InlineData("49", 100, true)]
    [InlineData("151", 0, false)] // no change can be told from nothing
    public void A_change_against_last_year_beyond_the_limits_is_asked_about(string now, int before, bool asks)
    {
        var rule = Rule(RuleKind.YearOnYear, "projects", Importance.Warning) with { Least = -50, Most = 50 };
        Assert.Equal(asks, Check(rule, new() { ["projects"] = now }, new() { ["projects"] = before }).Findings.Count == 1);
    }

    [Fact]
    public void A_rule_of_which_a_figure_is_missing_says_nothing_and_the_cell_is_told_to_be_missing()
    {
        var found = Check(Rule(RuleKind.Sum, "projects") with { Parts = ["a", "b"] }, new() { ["projects"] = "10", ["a"] = "4", ["b"] = " " });
        Assert.Empty(found.Findings);
        Assert.Contains("b", found.Missing);
        Assert.False(found.MaySend);
    }

    [Theory]
    [InlineData("NaN", "figure.not")]
    [InlineData("∞", "figure.not")]
    [InlineData("1e308", "figure.large")]
    [InlineData("1e400", "figure.large")]
    [InlineData("1,5", "figure.not")] // one and a half, or fifteen with a slip: nobody can tell
    [InlineData("1,23", "figure.not")]
    [InlineData("1234,567", "figure.not")]
    [InlineData("1,234,56", "figure.not")]
    [InlineData(",123", "figure.not")]
    [InlineData("1e2", "figure.not")]
    [InlineData("12.", "figure.not")]
    [InlineData("-", "figure.not")]
    [InlineData("0.00000000000000000000000000000000001", "figure.places")]
    [InlineData("-3", "figure.negative")]
    [InlineData("3.5", "figure.decimals")]
    [InlineData("12件", "figure.not")]
    [InlineData("1 000", "figure.not")]
    [InlineData("0.0000001", "figure.places")]
    public void A_cell_that_is_no_figure_of_its_element_is_told_with_its_text(string text, string code)
    {
        var fault = Assert.Single(Check(Rule(RuleKind.Range, "amount"), new() { ["projects"] = text }).Faults);
        Assert.Equal((code, "projects"), (fault.Code, fault.Field));
        Assert.Equal(text, fault.Arguments[1]);
    }

    [Theory]
    [InlineData("1,234", 1234)]
    [InlineData(" 12 ", 12)]
    [InlineData("１２", 12)] // what a Chinese keyboard writes
    [InlineData("１，２３４．０", 1234)]
    [InlineData("1,234,567.000", 1234567)]
    [InlineData("+7", 7)]
    [InlineData("-0", 0)]
    public void A_figure_is_read_as_people_and_spreadsheets_write_it(string text, int value)
    {
        Assert.Null(StoredFigure.Fault(text, out var figure));
        Assert.Equal(value, figure);
    }

    // Median 15.5; deviations 5.5 3.5 .5 .5 1.5 1.5 2.5 4.5 → median 2; 0.6745 × (30 − 15.5) ÷ 2 = 4.89.
    [Theory]
    [InlineData(30, "4.9")]
    [InlineData(20, null)] // 1.5
    [InlineData(2, "-4.6")]
    public void The_modified_score_is_that_of_the_books(int value, string? score)
    {
        var found = PatternChecks.Outlier("a", "甲", value, [10, 12, 15, 16, 17, 14, 18, 20]);
        Assert.Equal(score, found?.Said.Arguments[^1]);
    }

    [Fact]
    public void Too_little_to_go_by_is_nothing_to_ask_about()
    {
        Assert.Null(PatternChecks.Outlier("a", "甲", 1000, [1, 2, 3, 4, 5, 6, 7]));
        Assert.Null(PatternChecks.Outlier("a", "甲", 14, [5, 5, 5, 5, 5, 5, 5, 5]));
        Assert.Null(PatternChecks.EndDigits(Enumerable.Repeat(100m, 49)));
        Assert.Null(PatternChecks.Jump("a", "甲", 1000, 10, [(1, 1), (1, 1), (1, 1), (1, 1)]));
    }

    [Theory]
    [InlineData(45, 4000, "pattern.constant")]
    [InlineData(45, 68, "pattern.constant")] // half of 45 is 22.5
    [InlineData(45, 67, null)]
    [InlineData(0, 5000, "pattern.constant")]
    [InlineData(0, 9, null)]
    public void What_never_moved_is_asked_about_when_it_moves_by_half_and_by_ten(int usual, int value, string? code) =>
        Assert.Equal(code, PatternChecks.Outlier("a", "甲", value, Enumerable.Repeat((decimal)usual, 8).ToList())?.Said.Code);

    // Seven of eight are 45, the mean deviation is 15 ÷ 8 = 1.875: (90 − 45) ÷ (1.253314 × 1.875) = 19.15.
    [Fact]
    public void Where_most_values_are_equal_the_mean_deviation_stands_for_the_median_one()
    {
        var found = PatternChecks.Outlier("a", "甲", 90, [45, 45, 45, 60, 45, 45, 45, 45]);
        Assert.Equal(("pattern.outlier-mean", "19.1"), (found!.Said.Code, found.Said.Arguments[^1]));
        Assert.Null(PatternChecks.Outlier("a", "甲", 60, [45, 45, 45, 60, 45, 45, 45, 45]));
    }

    [Fact]
    public void End_digits_that_are_always_round_are_asked_about_and_even_ones_are_not()
    {
        var found = PatternChecks.EndDigits(Enumerable.Range(1, 50).Select(i => i * 10m));
        // All fifty end with 0: (50 − 5)² ÷ 5 + 9 × 5 = 450.
        Assert.Equal("450.0", found!.Said.Arguments[1]);
        Assert.Null(PatternChecks.EndDigits(Enumerable.Range(10, 100).Select(i => (decimal)i)));
    }

    [Fact]
    public void Figures_that_are_last_years_are_counted_and_named()
    {
        Dictionary<string, decimal> now = new() { ["a"] = 120, ["b"] = 33, ["c"] = 45, ["d"] = 80, ["e"] = 5 };
        Dictionary<string, decimal> before = new() { ["a"] = 120, ["b"] = 33, ["c"] = 45, ["d"] = 81, ["e"] = 5 };
        var found = PatternChecks.CopyOfLastYear(now, before, code => code);
        Assert.Equal([3, 4], found!.Said.Arguments.Take(2));
        Assert.Equal(["a", "b", "c"], found.Elements);
        before["c"] = 46;
        Assert.Null(PatternChecks.CopyOfLastYear(now, before, code => code));
    }

    [Fact]
    public void A_jump_is_one_against_the_neighbours_not_against_oneself()
    {
        (decimal, decimal)[] all = [(200, 100), (210, 100), (190, 100), (205, 100), (195, 100)];
        Assert.Null(PatternChecks.Jump("a", "甲", 200, 100, all)); // doubled, like everybody
        var found = PatternChecks.Jump("a", "甲", 100, 100, all); // stood still while all doubled
        Assert.Equal(["0.0", 5, "100.0", "100.0", "50.0"], found!.Said.Arguments.Skip(1));
    }
}
