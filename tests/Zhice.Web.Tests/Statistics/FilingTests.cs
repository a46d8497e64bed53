using System.Net;
using Xunit;

namespace Zhice.Web.Tests.Statistics;

/// <summary>An office's record of returns through the door: for itself and those above it, and for nobody beside it.</summary>
public sealed class FilingTests(SampleSite site) : IClassFixture<SampleSite>
{
    const string Anhui = "/statistics/filings/office-340000";

    [Fact]
    public async Task An_office_and_those_above_it_read_its_record_and_its_neighbours_do_not()
    {
        using var own = await As("regionaladministrator"); // of Anhui
        var page = await own.Read(Anhui);
        Assert.Contains("知识产权质押融资季报", page, StringComparison.Ordinal);
        Assert.Contains("按时报送", page, StringComparison.Ordinal);
        Assert.Contains("id=\"filings-table\"", page, StringComparison.Ordinal);
        Assert.Contains(Anhui, await own.Read("/statistics"), StringComparison.Ordinal);
        using var nation = await As("nationaladministrator");
        Assert.Contains("按时报送", await nation.Read(Anhui), StringComparison.Ordinal);
        Assert.Contains(Anhui, await nation.Read("/statistics/collections/1"), StringComparison.Ordinal);

        using var city = await As("regionalofficer"); // of Hefei
        Assert.Equal(HttpStatusCode.NotFound, (await city.Get(Anhui)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await city.Get("/statistics/filings/office-340100")).StatusCode);
        Assert.Contains("/statistics/filings/office-340100", await city.Read("/statistics"), StringComparison.Ordinal);
        using var everyone = site.Browse();
        Assert.NotEqual(HttpStatusCode.OK, (await everyone.Get(Anhui)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Get("/statistics/filings/cnipa-utilisation")).StatusCode);
    }

    [Fact]
    public async Task Its_tables_are_files_too()
    {
        using var own = await As("regionaladministrator");
        Assert.Contains("按时报送", await own.Read($"{Anhui}?tables=csv"), StringComparison.Ordinal);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
