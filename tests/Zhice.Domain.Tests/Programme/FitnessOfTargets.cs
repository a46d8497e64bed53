using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Tests.Programme;

/// <summary>2022 guideline, item 2: growth of filing counts is no ground for assessment.</summary>
public sealed class FitnessOfTargets
{
    [Theory]
    [InlineData("专利申请量", true, "%", true)]
    [InlineData("发明专利申请数量", true, "%", true)]
    [InlineData("商标注册申请量", true, "%", true)]
    [InlineData("PCT国际专利申请", true, "%", true)]
    [InlineData("专利申请量增长率", false, "%", true)] // the rate is in the name
    [InlineData("专利申请量", false, "件", false)] // a plain number is not a growth
    [InlineData("惠及中小企业数量", true, "%", false)]
    [InlineData("高价值发明专利拥有量", true, "%", false)]
    [InlineData("专利申请人满意度", true, "%", false)] // applicants, not filings
    public void Growth_of_filings_is_unfit(string what, bool growth, string unit, bool unfit) =>
        Assert.Equal(unfit ? "target.growth-of-filings" : null, TargetFitness.Unfit(what, growth, unit));
}
