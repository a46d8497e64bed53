using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests.Services;

/// <summary>After the decision through the door: the holder asks, the office sees and grants, everybody reads the announcement; the guide says what is not known, and the form is a paper.</summary>
public sealed class AfterPagesTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_holder_withdraws_its_declaration_and_everybody_reads_that_it_is_withdrawn()
    {
        using var holder = site.Browse();
        await holder.LogIn("applicant");
        const string own = "/my/cases/1", desk = "/service-cases/1";
        var page = await holder.Read(own);
        Assert.Contains("撤回开放许可声明", page, StringComparison.Ordinal);
        Assert.Contains("不影响在先给予的开放许可", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Ask("", "")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await holder.Submit(own, $"{own}/act", ("kind", "AskAfter"), ("after", "forged"), ("key", "a0"), ("reason", "不再许可"), ("f-after_words", "说明"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await Ask("不再许可他人实施", "只给主管机关看的理由")).StatusCode);
        Assert.Contains("等待办理：撤回开放许可声明", await holder.Read(own), StringComparison.Ordinal);

        using var officer = site.Browse();
        await officer.LogIn("departmentofficer");
        Assert.Contains($"href=\"{desk}\"", await officer.Read("/service-cases"), StringComparison.Ordinal);
        var seen = await officer.Read(desk);
        Assert.Contains("不再许可他人实施", seen, StringComparison.Ordinal);
        var granted = await officer.Submit(desk, $"{desk}/act", ("kind", "GrantAfter"), ("key", "g1"), ("reason", "符合第五十条"), ("seen", Regex.Match(seen, "name=\"seen\" value=\"(\\d+)\"").Groups[1].Value));
        Assert.Equal(HttpStatusCode.Found, granted.StatusCode);

        using var anybody = site.Browse();
        var notices = await anybody.Read("/services/notices");
        Assert.Contains("权利人撤回", notices, StringComparison.Ordinal);
        Assert.Contains("撤回开放许可声明。开放许可声明被公告撤回的，不影响在先给予的开放许可的效力。", notices, StringComparison.Ordinal);
        Assert.DoesNotContain("只给主管机关看的理由", notices, StringComparison.Ordinal);
        var entry = Regex.Match(notices, "href=\"(/registers/open_licence/\\d+)\"").Groups[1].Value;
        Assert.Contains("权利人撤回", await anybody.Read(entry), StringComparison.Ordinal);
        Assert.DoesNotContain("只给主管机关看的理由", await anybody.Read(entry), StringComparison.Ordinal);

        async Task<HttpResponseMessage> Ask(string words, string reason) =>
            await holder.Submit(own, $"{own}/act", ("kind", "AskAfter"), ("after", "withdraw"), ("key", Guid.NewGuid().ToString("N")), ("reason", reason.Length == 0 ? "理由" : reason), ("f-after_words", words));
    }

    [Fact]
    public async Task The_guide_says_what_is_to_be_checked_and_the_form_is_a_paper_blank_and_filled_in()
    {
        using var anybody = site.Browse();
        var guide = await anybody.Read("/services/pledge_registration");
        foreach (var field in (string[])["业务办理项编码", "办件类型", "通办范围", "办理地点", "办理时间", "监督投诉方式", "中介服务", "受委托机构", "结果样本", "样表", "空表"]) Assert.Contains(field, guide, StringComparison.Ordinal);
        Assert.True(Regex.Count(guide, "待核") >= 10);
        Assert.Contains("注销质押登记", guide, StringComparison.Ordinal);
        Assert.Contains("/services/pledge_registration/form?sample=1", guide, StringComparison.Ordinal);
        var blank = WebUtility.HtmlDecode(await anybody.Read("/services/pledge_registration/form"));
        Assert.Contains("□ 是　□ 否", blank, StringComparison.Ordinal);
        Assert.DoesNotContain("ZL2020", blank, StringComparison.Ordinal);
        Assert.Contains("ZL2020", await anybody.Read("/services/pledge_registration/form?sample=1"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Get("/services/no_such_item/form")).StatusCode);
    }
}
