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
    [InlineData("regionaladministrator", "office-340000", true)]
    [InlineData("regionaladministrator", "office-340100", true)] // below
    [InlineData("regionaladministrator", "office-320000", false)] // beside
    [InlineData("regionalofficer", "office-340100", true)]
    [InlineData("regionalofficer", "office-340000", false)] // above
    [InlineData("auditor", "office-320000", true)]
    [InlineData("systemadministrator", "office-340000", false)] // administers accounts, sees no business
    public async Task An_office_sees_the_duties_of_the_own_subtree(string login, string office, bool sees)
    {
        using var browser = await As(login);
        var page = await browser.Read($"/organisations/{office}?programme={site.Sample.Programme.Id.Value}");
        Assert.Equal(sees, page.Contains("为什么由本机构办理", StringComparison.Ordinal));
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
