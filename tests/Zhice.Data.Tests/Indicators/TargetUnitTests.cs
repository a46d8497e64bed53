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
    [InlineData("专利转让许可次数", 4, "万次", "transfer_licence_count", "40000")]
    [InlineData("行政裁决平均办理时长", 50, "个自然日", "adjudication_time", "50")]
    [InlineData("办理时限", 3, "个工作日", "adjudication_time", null)] // three working days are not three days
    public void The_denominator_is_a_part_of_the_unit(string what, double value, string unit, string indicator, string? expected) =>
        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TargetDesk.InUnit(Found(what, what, value, unit), DefinitionFiles.Shipped.Versions(indicator)[^1]));

    [Fact]
    public void The_words_before_the_quantity_say_it_too()
    {
        var found = Found("高价值发明专利拥有量", "全市每万人口高价值发明专利拥有量达到14件以上", 14, "件");
        Assert.Equal(14m, TargetDesk.InUnit(found, DefinitionFiles.Shipped.Versions("high_value_density")[^1]));
        Assert.Null(TargetDesk.InUnit(found, DefinitionFiles.Shipped.Versions("high_value_stock")[^1]));
    }

    /// <summary>A growth of filings is one wherever it is confirmed, and is offered to counts of filings only; no growth of a count is one of a share.</summary>
    [Theory]
    [InlineData("专利申请量", true, "abnormal_share", false)]
    [InlineData("专利申请量", true, "patent_filing_count", true)]
    [InlineData("发明专利申请", true, "invention_stock", false)]
    [InlineData("质押融资惠及中小企业数量", false, "pledge_sme_count", true)]
    [InlineData("质押融资惠及中小企业数量", false, "pledge_sme_growth", true)]
    [InlineData("地理标志专用标志使用企业", false, "gi_mark_coverage", false)]
    [InlineData("电子申请率", false, "electronic_filing_rate", true)]
    [InlineData("非正常专利申请占比", false, "abnormal_share", true)]
    public void A_growth_belongs_to_what_grows(string what, bool filings, string indicator, bool fits)
    {
        var found = Found(what, what + "增长10%以上", 10, "%", growth: true);
        Assert.Equal(filings, TargetSentences.RewardsFilings(what, true));
        Assert.False(TargetSentences.RewardsFilings(what, false));
        Assert.Equal(fits, TargetDesk.Fits(found, DefinitionFiles.Shipped.Versions(indicator)[^1]));
    }

    /// <summary>The day of one clause is not that of the clauses before it.</summary>
    [Theory]
    [InlineData("行政裁决平均办理时长", 2026)]
    [InlineData("好差评满意率", 2026)]
    [InlineData("保护中心预审合格率", 2027)]
    public void A_year_is_that_of_its_clause(string what, int year)
    {
        var found = Found(what, "行政裁决平均办理时长缩短至50日，好差评满意率达到99.5%，到2027年保护中心预审合格率达到80%", 50, "日", due: new(2027, 12, 31));
        Assert.Equal(year, TargetDesk.YearOf(found, 2026));
        Assert.Equal(2027, TargetDesk.YearOf(Found(what, "到2027年，" + what + "达到80%", 80, "%", due: new(2027, 12, 31)), 2026));
        Assert.Equal(2027, TargetDesk.YearOf(Found(what, what + "达到80%（2027年）", 80, "%", due: new(2027, 12, 31)), 2026));
    }

    static FoundTarget Found(string what, string words, double value, string unit, bool growth = false, DateOnly? due = null) => new() { What = what, Comparator = ">=", Value = (decimal)value, Unit = unit, Growth = growth, Due = due, Quote = new Quotation(words, 0, words.Length) };
}
