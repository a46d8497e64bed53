using System.Net;
using Xunit;
using Zhice.Data.Checks;
using Zhice.Web.Words;

namespace Zhice.Web.Tests.Indicators;

/// <summary>The page of checks through the door: for those who read everything, with a fix for each check in both languages.</summary>
public sealed class CheckPageTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Each_finding_has_its_fix_and_leads_to_its_page_and_others_are_refused()
    {
        using var nation = await As("nationaladministrator");
        var page = await nation.Read("/checks");
        Assert.Contains("需要填报而没有统计联络员的机构", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/statistics/offices\"", page, StringComparison.Ordinal);
        Assert.Contains("\"yaml.unknown\"", await nation.Read("/checks.csv?all=1&area=Files"), StringComparison.Ordinal);
        Assert.DoesNotContain("round.", await nation.Read("/checks?area=Rules&all=1"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Get("/checks?area=Nothing")).StatusCode);
        using var region = await As("regionaladministrator");
        Assert.Equal(HttpStatusCode.Forbidden, (await region.Get("/checks")).StatusCode);
        using var auditor = await As("auditor");
        Assert.Equal(HttpStatusCode.OK, (await auditor.Get("/checks")).StatusCode);
    }

    [Fact]
    public void Every_check_says_what_it_looks_for_and_what_to_do() =>
        Assert.All(ConfigurationCheck.All, c => Assert.True(WordTable.Knows($"selfcheck.{c.Code}") && WordTable.Knows($"selfcheck.{c.Code}.fix"), c.Code));

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
