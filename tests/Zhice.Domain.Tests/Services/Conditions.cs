using FsCheck;
using FsCheck.Fluent;
using Zhice.Domain.Services;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Services;

/// <summary>Conditions over the fields of a form.</summary>
public sealed class Conditions
{
    static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal) { ["kind"] = "utility", ["amount"] = "1000.50", ["from"] = "2026-09-30", ["empty"] = "" };

    [Theory]
    [InlineData("kind = utility", true)]
    [InlineData("kind = utility or kind = design", true)]
    [InlineData("kind = invention and amount > 0 or from < 2026-10-01", true)] // and binds before or
    [InlineData("kind = invention and (amount > 0 or from < 2026-10-01)", false)]
    [InlineData("not kind = utility or amount >= 1000.5", true)] // not binds before or, and numbers compare as numbers
    [InlineData("not (kind = utility or amount >= 1000.5)", false)]
    [InlineData("amount > 999", true)] // as texts 1000.50 would stand before 999
    [InlineData("empty = nothing", false)]
    [InlineData("empty != nothing", true)]
    [InlineData("empty < 5", false)]
    [InlineData("absent >= 0", false)]
    [InlineData("kind = \"utility\"", true)]
    public void A_condition_holds_or_not(string text, bool holds) => Assert.Equal(holds, Condition.Parse(text).Known().Holds(Of));

    [Theory]
    [InlineData("", "condition.syntax 1 ")]
    [InlineData("kind", "condition.syntax 5 ")]
    [InlineData("kind = ", "condition.syntax 8 ")]
    [InlineData("kind == utility", "condition.syntax 7 =")]
    [InlineData("(kind = utility", "condition.syntax 16 ")]
    [InlineData("kind = utility)", "condition.syntax 15 )")]
    [InlineData("kind = utility and", "condition.syntax 19 ")]
    [InlineData("kind = \"utility", "condition.syntax 8 \"")]
    [InlineData("kind = and", "condition.syntax 8 and")]
    [InlineData("; drop", "condition.syntax 1 ;")]
    public void What_is_wrong_is_named_with_its_place(string text, string refusal) => Assert.Equal(refusal, Condition.Parse(text).Refused());

    [Fact]
    public void A_condition_of_a_thousand_brackets_is_refused_and_not_followed() =>
        Assert.StartsWith("condition.syntax", Condition.Parse(new string('(', 1000) + "a = b").Refused(), StringComparison.Ordinal);

    [Fact]
    public void Writing_a_condition_and_reading_it_again_gives_the_same() => Holds(condition => Condition.Parse(condition.ToString()).Known() == condition);

    [Fact]
    public void Not_is_the_opposite_whatever_the_values() => Holds(condition => Condition.Parse($"not ({condition})").Known().Holds(Of) != condition.Holds(Of));

    [Fact]
    public void It_names_each_field_that_it_asks_about_once() => Assert.Equal(["a", "b"], Condition.Parse("a = 1 and (b = 2 or not a = 3)").Known().Fields);

    static string? Of(string field) => Values.GetValueOrDefault(field);

    static void Holds(Func<Condition, bool> rule) => Prop.ForAll(Trees(3).ToArbitrary(), rule).QuickCheckThrowOnFailure();

    static Gen<Condition> Trees(int depth)
    {
        var leaf =
            from field in Gen.Elements("kind", "amount", "from", "empty", "absent")
            from sign in Gen.Elements("=", "!=", "<", "<=", ">", ">=")
            from value in Gen.Elements("utility", "1000.5", "2026-10-01", "and", "两 词", "")
            select Condition.Parse($"{field} {sign} \"{value}\"").Known();
        if (depth == 0) return leaf;
        var inner = Trees(depth - 1);
        return Gen.OneOf(
            leaf,
            from one in inner select Condition.Parse($"not ({one})").Known(),
            from left in inner from right in inner select Condition.Parse($"({left}) and ({right})").Known(),
            from left in inner from right in inner select Condition.Parse($"({left}) or ({right})").Known());
    }
}
