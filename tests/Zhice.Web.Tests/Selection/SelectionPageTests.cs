using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Selection;

namespace Zhice.Web.Tests.Selection;

/// <summary>Selections in pages: who sees what, and what the forms say.</summary>
public sealed class SelectionPageTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("", "200 404 404 302 200")]
    [InlineData("nationaladministrator", "200 200 200 404 200")]
    [InlineData("departmentofficer", "200 200 200 200 200")] // its expert
    [InlineData("regionaladministrator", "200 200 404 404 200")]
    [InlineData("regionalofficer", "200 200 404 404 200")] // the applicant
    [InlineData("auditor", "200 200 200 404 200")]
    [InlineData("systemadministrator", "200 404 404 404 200")]
    public async Task Each_role_opens_what_concerns_it(string login, string expected)
    {
        using var browser = await As(login);
        string[] pages = ["/selections/1", "/selections/applications/1", "/selections/3", "/selections/sheets/1", "/selections/awards/1"];
        var answers = new List<int>();
        foreach (var page in pages) answers.Add((int)(await browser.Get(page)).StatusCode);
        Assert.Equal(expected, string.Join(' ', answers));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("regionalofficer", false)]
    [InlineData("nationaladministrator", true)]
    public async Task A_draft_shows_in_no_list_and_no_export_but_its_organisers(string login, bool seen)
    {
        using var browser = await As(login);
        foreach (var path in (string[])["/selections", "/selections.csv"])
            Assert.Equal(seen, (await browser.Read(path)).Contains(SampleSelection.Draft, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_public_reads_who_was_awarded_with_rank_and_score_and_nothing_of_the_draft_beside_it()
    {
        using var browser = site.Browse();
        var page = await browser.Read("/selections/1");
        Assert.Contains("合肥市", page, StringComparison.Ordinal);
        Assert.Contains("90.00", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/selections/applications/1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("合肥市", await browser.Read("/selections/2"), StringComparison.Ordinal);
        Assert.Contains("合肥市", await browser.Read("/selections/1/applications.csv"), StringComparison.Ordinal);
        Assert.DoesNotContain("合肥市", await browser.Read("/selections/2/applications.csv"), StringComparison.Ordinal);
        Assert.Contains("国家知识产权保护示范区", await browser.Read("/selections/awards.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_that_do_not_make_a_hundred_come_back_with_what_was_typed()
    {
        using var browser = await As("nationaladministrator");
        var answer = await browser.Submit("/selections/new?kind=protection-zone", "/selections/new", ("kind", "protection-zone"), ("owner", "cnipa"), ("title", "权重有误的通知"), ("opensOn", "2026-03-01"),
            ("closesOn", "2026-04-01"), ("quota", "3"), ("conditions", "条件"), ("materials", "建设方案"), ("sheet", "工作基础|100|60\n建设方案|100|30"), ("experts", "2"), ("publicityDays", "5"), ("supplementDays", "5"), ("validMonths", "36"));
        var page = await answer.Text();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("合计为 100，现为 90", page, StringComparison.Ordinal);
        Assert.Contains("工作基础|100|60", page, StringComparison.Ordinal);
        Assert.False(await site.With(db => db.SelectionCalls.AnyAsync(c => c.Title == "权重有误的通知")));
    }

    [Fact]
    public async Task An_application_is_filled_with_a_file_that_others_do_not_get()
    {
        using var city = await As("regionalofficer");
        var (at, version) = ("/selections/applications/2", await Version(2));
        var answer = await city.Upload(at, at + "/materials", [("version", version), ("material", "plan")], ("方案.txt", "建设方案正文"u8.ToArray()));
        Assert.Equal(at, answer.Headers.Location?.OriginalString);
        Assert.Equal("建设方案正文", await city.Read(at + "/materials/plan"));
        using var other = site.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(at + "/materials/plan")).StatusCode);
        using var nation = await As("regionaladministrator"); // above the applicant, but it is not submitted yet
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Get(at + "/materials/plan")).StatusCode);

        var page = await (await city.Submit(at, at, ("version", await Version(2)), ("statement", "说明"), ("do", "submit"))).Text();
        Assert.Contains("缺少材料：本级人民政府同意申报的文件", page, StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Draft, await site.With(db => db.SelectionApplications.Where(a => a.Id == new ApplicationKey(2)).Select(a => a.State).SingleAsync()));
    }

    [Theory]
    [InlineData("regionaladministrator", "/selections/1/award")]
    [InlineData("auditor", "/selections/awards/1/revoke")]
    [InlineData("departmentofficer", "/selections/awards/1/revoke")]
    [InlineData("regionalofficer", "/selections/applications/1/check")]
    [InlineData("auditor", "/selections/applications/1/experts")]
    public async Task What_a_role_may_not_do_is_refused(string login, string path)
    {
        using var browser = await As(login);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Submit("/account", path, ("version", "3"), ("reason", "x"), ("on", "2026-06-01"))).StatusCode);
    }

    [Fact]
    public async Task An_awards_page_leads_to_its_status_and_says_that_it_ends_this_year()
    {
        using var browser = await As("nationaladministrator");
        Assert.Contains("国家知识产权保护示范区", await browser.Read("/statuses?name=国家知识产权保护示范区"), StringComparison.Ordinal);
        var page = await browser.Read("/selections/awards/1");
        Assert.Contains("/selections/1\"", page, StringComparison.Ordinal);
        Assert.Contains("自 2025-04-21 至 2028-04-21", page, StringComparison.Ordinal);
        Assert.Contains("合肥市", await browser.Read("/selections/awards?ending=2028"), StringComparison.Ordinal);
        Assert.DoesNotContain("合肥市", await browser.Read("/selections/awards?ending=2027"), StringComparison.Ordinal);
    }

    async Task<string> Version(long id) =>
        (await site.With(db => db.SelectionApplications.Where(a => a.Id == new ApplicationKey(id)).Select(a => a.Version).SingleAsync())).ToString(System.Globalization.CultureInfo.InvariantCulture);

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
