using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests.Records;

/// <summary>A figure that is counted from records leads to the query that finds them.</summary>
public sealed class RecordedFigureTests(ProfileSite site) : IClassFixture<ProfileSite>
{
    const string Address = "/statistics/counted/invention_filings/office-340000/2020";

    [Fact]
    public async Task The_page_of_a_figure_names_its_query_and_says_that_it_is_for_reference_until_the_store_is_declared()
    {
        using var officer = site.Browse();
        await officer.LogIn("regionaladministrator");
        var page = await officer.Read(Address);
        Assert.Contains("<strong id=\"counted-figure\">4</strong>", page, StringComparison.Ordinal);
        Assert.Contains("没有声明数据记录库完整", page, StringComparison.Ordinal);
        var query = WebUtility.HtmlDecode(Regex.Match(page, "<code class=\"query\">(.*?)</code>").Groups[1].Value);
        Assert.Equal("kind:Invention NOT fact:abroad date:2020-01-01..2020-12-31 region:340000", query);
        Assert.Contains("命中 4 件", await officer.Read("/records?q=" + Uri.EscapeDataString(query)), StringComparison.Ordinal);
        Assert.Contains("For reference", await officer.Read(Address + "?lang=en"), StringComparison.Ordinal);

        using var anyone = site.Browse();
        Assert.NotEqual(HttpStatusCode.OK, (await anyone.Get(Address)).StatusCode);
    }

    [Fact]
    public async Task The_sources_name_the_record_store_and_the_queries_of_its_elements()
    {
        using var admin = site.Browse();
        await admin.LogIn("nationaladministrator");
        var page = await admin.Read("/statistics/sources");
        Assert.Contains("<option value=\"records\"", page, StringComparison.Ordinal);
        Assert.Contains("kind:Transfer more:right=patent granted:{first}..{last}", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await admin.Submit("/statistics/sources", "/statistics/sources", ("source", "records"), ("organisation", "office-320000"), ("from", "2019-01-01"), ("reason", "记录库为全量"))).StatusCode);
        Assert.Contains("知识产权数据记录库", await admin.Read("/statistics/sources"), StringComparison.Ordinal);
        Assert.Contains("已声明数据记录库完整", await admin.Read("/statistics/counted/invention_filings/office-320000/2020"), StringComparison.Ordinal);
    }
}
