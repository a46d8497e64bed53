using Zhice.Domain.Indicators;

namespace Zhice.Domain.Tests.Indicators;

/// <summary>What can be added to what, and what a figure becomes in another unit.</summary>
public sealed class UnitTests
{
    [Theory]
    [InlineData("亿元", "万元", true)]
    [InlineData("%", "1", true)] // 85 % is 0.85
    [InlineData("%", "百分点", false)]
    [InlineData("件", "家", false)]
    [InlineData("月", "日", false)] // a month has no fixed number of days
    [InlineData("件/万人", "件/人", true)]
    [InlineData("件/万人", "件", false)]
    [InlineData("件·月", "月·件", true)]
    public void Only_units_of_one_dimension_combine(string left, string right, bool combine)
    {
        Assert.Equal(combine, Unit.Parse(left).CombinesWith(Unit.Parse(right)));
        Assert.Equal(combine, Unit.Parse(left).Convert(1m, Unit.Parse(right)) is not null);
    }

    [Theory]
    [InlineData("1.5", "亿元", "万元", "15000")]
    [InlineData("0.85", "1", "%", "85")]
    [InlineData("16", "件/万人", "件/人", "0.0016")]
    [InlineData("79228162514264337593543950335", "亿元", "元", null)] // too large to say
    public void A_figure_keeps_its_worth_in_another_unit(string value, string from, string to, string? expected) =>
        Assert.Equal(Number(expected), Unit.Parse(from).Convert(Number(value)!.Value, Unit.Parse(to)));

    [Theory]
    [InlineData("")]
    [InlineData("件/家/人")]
    [InlineData("件//人")]
    [InlineData("头")]
    [InlineData("件 ")]
    public void What_is_not_known_is_no_unit(string text) => Assert.False(Unit.TryParse(text, out _));

    [Fact]
    public void The_dimension_of_a_quotient_cancels()
    {
        Assert.Equal(Unit.Parse("月").Dimension, Unit.Parse("件·月").Dimension.Over(Unit.Parse("件").Dimension));
        Assert.Equal(Dimension.None, Unit.Parse("万人").Dimension.Over(Unit.Parse("人").Dimension));
    }

    static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
