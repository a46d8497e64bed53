using Zhice.Data.Indicators;
using Zhice.Domain.Programme;

namespace Zhice.Data.Tests.Indicators;

/// <summary>A quantity in a document has the unit that its words say: 件 per 10,000 inhabitants is no number of patents.</summary>
public sealed class TargetUnitTests
{
    [Theory]
    [InlineData("每万人口高价值发明专利拥有量", 14, "件", "high_value_density", "14")]
    [InlineData("每百万人口高价值发明专利拥有量", 1400, "件", "high_value_density", "14")]
    [InlineData("每千人高价值发明专利拥有量", 1.4, "件", "high_value_density", "14")]
    [InlineData("高价值发明专利拥有量", 14, "件/万人", "high_value_density", "14")]
    [InlineData("每万人口高价值发明专利拥有量", 14, "件", "high_value_stock", null)] // never offered to a plain count
    [InlineData("每万人口发明专利拥有量", 14, "件", "invention_stock", null)]
    [InlineData("高价值发明专利拥有量", 140000, "件", "high_value_stock", "140000")]
    [InlineData("高价值发明专利拥有量", 140000, "件", "high_value_density", null)] // nor a plain count to a density
    public void The_denominator_is_a_part_of_the_unit(string what, double value, string unit, string indicator, string? expected) =>
        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TargetDesk.InUnit(Found(what, what, value, unit), DefinitionFiles.Shipped.Versions(indicator)[^1]));

    [Fact]
    public void The_words_before_the_quantity_say_it_too()
    {
        var found = Found("高价值发明专利拥有量", "全市每万人口高价值发明专利拥有量达到14件以上", 14, "件");
        Assert.Equal(14m, TargetDesk.InUnit(found, DefinitionFiles.Shipped.Versions("high_value_density")[^1]));
        Assert.Null(TargetDesk.InUnit(found, DefinitionFiles.Shipped.Versions("high_value_stock")[^1]));
    }

    static FoundTarget Found(string what, string words, double value, string unit) => new() { What = what, Comparator = ">=", Value = (decimal)value, Unit = unit, Quote = new Quotation(words, 0, words.Length) };
}
