using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Indicators;

namespace Zhice.Web.Tests.Indicators;

/// <summary>The desk of exclusions through the door: faulty lines are named and nothing is kept, a set changes the figures, its withdrawal changes them back.</summary>
public sealed class ExclusionTests(IndicatorSite site) : IClassFixture<IndicatorSite>
{
    const string Desk = "/indicators/exclusions";

    static Task<HttpResponseMessage> Enter(Browser browser, string members, string effects, string from = "2025-01-01", string to = "") =>
        browser.Submit(Desk, Desk, ("name", "第二批名单"), ("reason", "测试通报"), ("from", from), ("to", to), ("members", members), ("effects", effects));

    [Theory]
    [InlineData("张三", "hv_valid,office-320000,2025,5", "成员第 1 行")]
    [InlineData("", "hv_valid,office-320000,2025,5", "请写明成员")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025", "扣除第 1 行应为")]
    [InlineData("申请人,甲", "hv,office-320000,2025,5", "没有数据元“hv”")]
    [InlineData("申请人,甲", "population,office-320000,2025,5", "不是专利或申请的件数")]
    [InlineData("申请人,甲", "hv_valid,office-999999,2025,5", "没有机构“office-999999”")]
    [InlineData("申请人,甲", "hv_valid,office-320000,soon,5", "“soon”不是期别")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025,-5", "“-5”应为大于零")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025,NaN", "“NaN”应为大于零")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025,1e308", "“1e308”应为大于零")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025,5\nhv_valid,office-320000,2025,6", "不止一次")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025-12,5", "没有上报")] // the year was reported, no month
    [InlineData("申请人,甲", "hv_valid,office-320000,2025,999999", "上报数只有 279000")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2025,100.5", "“100.5”的位数超过")]
    [InlineData("申请人,甲", "hv_valid,office-320000,2024,5", "2024 的最后一天（2024-12-31）名单不在有效期内")] // the set begins in 2025
    [InlineData("申请人,甲", "hv_valid,office-340000,2025,104000", "合计超过上报数")] // 108,000 less the 8,000 of the first set
    public async Task A_faulty_line_is_named_what_was_typed_stays_and_nothing_is_kept(string members, string effects, string said)
    {
        using var browser = await As("nationaladministrator");
        var kept = await site.With(db => db.ExclusionSets.CountAsync());
        var refused = await Enter(browser, members, effects);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await refused.Text();
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains(effects.Split('\n')[0], page, StringComparison.Ordinal);
        Assert.Equal(kept, await site.With(db => db.ExclusionSets.CountAsync()));
    }

    [Fact]
    public async Task A_set_changes_the_figures_with_the_next_computation_and_its_withdrawal_changes_them_back()
    {
        using var browser = await As("nationaladministrator");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Enter(browser, "代理机构,乙", "hv_valid,office-330000,2025,5", to: "2024-12-31")).StatusCode); // it ends before it begins
        Assert.Equal(HttpStatusCode.Found, (await Enter(browser, "申请人,甲\n代理机构,乙(特殊普通合伙)", "hv_valid,office-330000,2025,26000")).StatusCode);
        Assert.Contains("第二批名单", await browser.Read(Desk), StringComparison.Ordinal);
        await Compute();
        var page = await browser.Read("/indicators/high_value_density?office=office-330000&period=2025");
        Assert.Contains("30.62", page, StringComparison.Ordinal); // 199,000 over 6,500
        Assert.Contains("34.62", page, StringComparison.Ordinal); // 225,000 before
        Assert.Contains("测试通报", page, StringComparison.Ordinal);

        using var region = await As("regionaladministrator");
        Assert.Equal(HttpStatusCode.Forbidden, (await Enter(region, "申请人,甲", "")).StatusCode);
        var id = await site.With(db => db.ExclusionSets.Where(s => s.Reason == "测试通报" && s.WithdrawnAt == null).Select(s => s.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await region.Submit(Desk, $"{Desk}/{id}/withdraw", ("why", "越权撤回测试"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(Desk, $"{Desk}/{id}/withdraw")).StatusCode); // without a reason
        foreach (var name in new[] { "甲", " 甲 ", "甲　" })
            Assert.Contains("已在名单“第二批名单”中", await (await Enter(browser, $"申请人,{name}", "hv_valid,office-330000,2025,5")).Text(), StringComparison.Ordinal);
        Assert.Contains("已在名单“第二批名单”中", await (await Enter(browser, "代理机构,乙 （特殊普通合伙）", "hv_valid,office-330000,2025,5")).Text(), StringComparison.Ordinal); // brackets and blanks
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Desk, $"{Desk}/{id}/withdraw", ("why", "登记有误需重列"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Submit(Desk, $"{Desk}/{id}/withdraw", ("why", "登记有误需重列"))).StatusCode); // once
        await Compute();
        Assert.DoesNotContain("30.62", await browser.Read("/indicators/high_value_density?office=office-330000&period=2025"), StringComparison.Ordinal);
        Assert.Matches("(?s)第二批名单.*撤回.*登记有误需重列", await browser.Read(Desk)); // it stays readable, with who withdrew it and why
        Assert.Matches("撤回</span> [^<]+<span lang=\"zh-CN\">登记有误需重列", await browser.Read($"{Desk}/{id}"));
        using var reader = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await reader.Get(Desk)).StatusCode);
    }

    [Fact]
    public async Task A_set_opens_to_its_names_and_deductions_each_for_those_who_may_see_them()
    {
        using var browser = await As("nationaladministrator");
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Desk, Desk, ("name", "第三批名单"), ("reason", "另一通报"), ("from", "2025-01-01"), ("to", ""), ("members", "申请人,丙有限公司"), ("effects", "hv_valid,office-320000,2025,7"))).StatusCode);
        var id = await site.With(db => db.ExclusionSets.Where(s => s.Name == "第三批名单").Select(s => s.Id).SingleAsync());
        var page = await browser.Read($"{Desk}/{id}");
        Assert.Contains("丙有限公司", page, StringComparison.Ordinal);
        Assert.Matches("(?s)高价值.*江苏.*2025.*>7<", page);
        Assert.Contains("丙有限公司", await browser.Read($"{Desk}/{id}?tables=csv"), StringComparison.Ordinal);
        using var region = await As("regionaladministrator"); // of Anhui
        var closed = await region.Read($"{Desk}/{id}");
        Assert.DoesNotContain("丙有限公司", closed, StringComparison.Ordinal);
        Assert.DoesNotContain("江苏", closed[closed.IndexOf("deductions-h", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"{Desk}/999999")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit($"{Desk}/{id}", $"{Desk}/{id}/withdraw", ("why", "测试完毕撤回"))).StatusCode);
        using var reader = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await reader.Get($"{Desk}/{id}")).StatusCode);
    }

    Task<Zhice.Domain.Indicators.RollUpRun> Compute() => site.With(async db => await IndicatorRun.Compute(db, DefinitionFiles.Shipped, 2025, TimeProvider.System, false, CancellationToken.None));

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
