using System.Net;
using Xunit;

namespace Zhice.Web.Tests;

/// <summary>Who may open which page: every row is a role, its answers are in the order of <see cref="Pages"/>.</summary>
public sealed class PermissionTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly string[] Pages = ["/accounts", "/audit", "/account", "/statuses", "/organisations/office-340000", "/organisations/office-320000", "/programmes/1"];

    [Theory]
    [InlineData("", "302 302 302 200 200 200 200")] // the public is asked to log in where that may help
    [InlineData("nationaladministrator", "200 403 200 200 200 200 200")] // runs the business, does not read the log
    [InlineData("departmentofficer", "403 403 200 200 200 200 200")]
    [InlineData("regionaladministrator", "200 403 200 200 200 200 200")]
    [InlineData("regionalofficer", "403 403 200 200 200 200 200")]
    [InlineData("auditor", "403 200 200 200 200 200 200")]
    [InlineData("systemadministrator", "200 403 200 200 200 200 200")]
    [InlineData("securityadministrator", "200 403 200 200 200 200 200")]
    [InlineData("auditadministrator", "403 200 200 200 200 200 200")]
    public async Task Each_role_opens_what_it_is_for(string login, string expected)
    {
        using var browser = await As(login);
        var answers = new List<int>();
        foreach (var page in Pages) answers.Add((int)(await browser.Get(page)).StatusCode);
        Assert.Equal(expected, string.Join(' ', answers));
    }

    [Theory]
    [InlineData("", "office-340000", false)]
    [InlineData("regionaladministrator", "office-340000", true)]
    [InlineData("regionaladministrator", "office-340100", true)] // below
    [InlineData("regionaladministrator", "office-320000", false)] // beside
    [InlineData("regionalofficer", "office-340100", true)]
    [InlineData("regionalofficer", "office-340000", false)] // above
    [InlineData("auditor", "office-320000", true)]
    [InlineData("systemadministrator", "office-340000", false)] // administers accounts, sees no business
    public async Task Everyone_sees_what_public_documents_order_and_an_office_all_duties_of_the_own_subtree(string login, string office, bool all)
    {
        using var browser = await As(login);
        var page = await browser.Read($"/organisations/{office}?programme={site.Sample.Programme.Id.Value}");
        Assert.Contains("为什么由本机构办理", page, StringComparison.Ordinal);
        Assert.Contains(Sample.PublicWords, page, StringComparison.Ordinal);
        Assert.Equal(!all, page.Contains("此处只列主动公开文件规定的应办任务", StringComparison.Ordinal));
        if (!all) Assert.DoesNotContain(Sample.OnRequestWords, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_sees_who_owes_a_task_of_a_public_document_on_the_task_page_the_board_and_its_export()
    {
        using var browser = site.Browse();
        var programme = site.Sample.Programme.Id.Value;
        var task = await browser.Read($"/tasks/{site.Sample.Tasks[0].Id.Value}");
        Assert.Contains("安徽省知识产权局", task, StringComparison.Ordinal);
        Assert.Contains("适用范围包括本级所有地区", task, StringComparison.Ordinal); // and why
        Assert.Contains("<td class=\"c4\">", await browser.Read($"/programmes/{programme}"), StringComparison.Ordinal);
        Assert.Contains("必做", await browser.Read($"/programmes/{programme}/board.csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auditor")] // reads all, changes nothing
    [InlineData("regionaladministrator")]
    [InlineData("systemadministrator")]
    public async Task A_status_is_withdrawn_by_the_national_administrator_only(string login)
    {
        using var browser = await As(login);
        var answer = await browser.Submit("/account", "/statuses/1/withdraw", ("reason", "误录"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_withdrawn_status_stays_readable_and_is_in_the_log()
    {
        using var browser = await As("nationaladministrator");
        await browser.Submit("/statuses", "/statuses/2/withdraw", ("reason", "误录"));
        Assert.Contains("已撤回", await browser.Read("/statuses"), StringComparison.Ordinal);
        using var auditor = await As("auditor");
        Assert.Contains("误录", await auditor.Read("/audit?action=status."), StringComparison.Ordinal);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
