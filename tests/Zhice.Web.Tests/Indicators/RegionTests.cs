using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using Zhice.Data.Indicators;

namespace Zhice.Web.Tests.Indicators;

/// <summary>The profile of a region through the door: published figures for everyone, those of the last computation for who may see them, and charts that say what the tables say.</summary>
public sealed partial class RegionTests(PublishedSite site) : IClassFixture<PublishedSite>
{
    const string Anhui = "/regions/office-340000";

    [Theory]
    [InlineData(Anhui)]
    [InlineData("/open/regions/office-340000")]
    public async Task The_public_reads_what_was_published_with_its_place_change_and_release(string path)
    {
        using var browser = site.Browse();
        var page = await browser.Read(path);
        Assert.Equal("16.39", Figure().Matches(page).Single(m => m.Groups[1].Value == "high_value_density").Groups[3].Value); // 100,000 over 6,100
        Assert.Contains("第 3 位（有数 4 个）", page, StringComparison.Ordinal); // behind Jiangsu and Zhejiang
        Assert.Contains("同级 32 个中 4 个有数", page, StringComparison.Ordinal);
        Assert.Contains("/open/statistics/main-2025?revision=2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("patent_filing_count?", page, StringComparison.Ordinal); // no release holds it
        Assert.Contains("专利申请量", page, StringComparison.Ordinal); // it is named among those without a figure
    }

    [Fact]
    public async Task Who_may_see_the_office_reads_more_and_is_told_what_was_not_published()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read(Anhui);
        Assert.Contains("data-row=\"patent_filing_count\"", page, StringComparison.Ordinal);
        Assert.Contains("未发布", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-row=\"patent_filing_count\"", await browser.Read("/open" + Anhui), StringComparison.Ordinal); // the public version is the same for everyone
    }

    [Fact]
    public async Task The_small_trends_say_what_the_table_of_years_says()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read(Anhui);
        var table = Year().Matches(page).ToDictionary(m => (m.Groups[1].Value, m.Groups[2].Value), m => m.Groups[3].Value);
        var drawn = Point().Matches(page).Select(m => (Place: (m.Groups[1].Value, m.Groups[2].Value), Text: m.Groups[3].Value)).ToList();
        Assert.Equal(5, drawn.Count(d => d.Place.Item1 == "high_value_stock"));
        Assert.All(drawn, d => Assert.Equal(table[d.Place], d.Text));
        Assert.All(Figure().Matches(page).Where(m => m.Groups[2].Value.Length == 4), m => Assert.Equal(table[(m.Groups[1].Value, m.Groups[2].Value)], m.Groups[3].Value));
    }

    [Fact]
    public async Task Files_hold_the_rows_of_the_page_after_its_filters()
    {
        using var browser = await As("nationaladministrator");
        var csv = await browser.Read($"{Anhui}.csv?group=创造");
        Assert.Matches("(?m)^\"high_value_density\",.*\"2025\",\"16.39\",.*\"3\",\"4\",\"32\",", csv);
        Assert.DoesNotContain("pledge", csv, StringComparison.Ordinal);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (await browser.Get($"{Anhui}.xlsx")).Content.Headers.ContentType?.MediaType);
        using var everyone = site.Browse();
        using var json = JsonDocument.Parse(await everyone.Read("/open/regions/office-340000/data.json"));
        Assert.Equal(["high_value_density", "high_value_stock"], json.RootElement.GetProperty("indicators").EnumerateArray().Select(i => i.GetProperty("code").GetString()!).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("patent_filing_count", await everyone.Read($"{Anhui}.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_period_a_kind_and_a_heading_narrow_the_page()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read($"{Anhui}?period=2024");
        Assert.Equal("15.74", Figure().Matches(page).Single(m => m.Groups[1].Value == "high_value_density").Groups[3].Value); // 96,000 over 6,100
        foreach (var kind in (string[])["Expected", "Binding", "Guiding"])
        {
            var codes = Figure().Matches(await browser.Read($"{Anhui}?kind={kind}")).Select(m => m.Groups[1].Value).ToList();
            Assert.All(codes, c => Assert.Equal(kind, DefinitionFiles.Shipped.Versions(c)[^1].Kind.ToString()));
        }
    }

    [Theory]
    [InlineData("period=soon")]
    [InlineData("kind=9")]
    [InlineData("group=其他")]
    public async Task What_cannot_be_read_is_refused(string query)
    {
        using var browser = await As("nationaladministrator");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Get($"{Anhui}?{query}")).StatusCode);
    }

    [Fact]
    public async Task A_region_of_which_nothing_was_published_is_nobody_elses()
    {
        using var everyone = site.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await everyone.Get("/regions/office-340200")).StatusCode); // a city of Anhui
        Assert.Equal(HttpStatusCode.NotFound, (await everyone.Get("/regions/office-340200.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await everyone.Get("/regions/cnipa-utilisation")).StatusCode); // a department is no region
        using var city = await As("regionalofficer"); // of Hefei
        Assert.Equal(HttpStatusCode.OK, (await city.Get("/regions/office-340100")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.Get("/regions/office-340200")).StatusCode);
        Assert.DoesNotContain("data-row=\"patent_filing_count\"", await city.Read(Anhui), StringComparison.Ordinal); // its province as published
    }

    [Fact]
    public async Task The_list_names_the_regions_that_open_and_the_pages_lead_to_them()
    {
        using var everyone = site.Browse();
        var list = await everyone.Read("/regions");
        var open = Link().Matches(list).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Contains("office-340000", open);
        Assert.DoesNotContain("office-340100", open);
        foreach (var code in open) Assert.Equal(HttpStatusCode.OK, (await everyone.Get($"/regions/{code}")).StatusCode);
        Assert.Contains("/open/regions/office-340000", await everyone.Read("/open/indicators/high_value_density?period=2025"), StringComparison.Ordinal);

        using var nation = await As("nationaladministrator");
        Assert.Contains("/regions/office-340100", await nation.Read("/regions?name=合肥"), StringComparison.Ordinal);
        Assert.Contains("/regions/office-340000", await nation.Read("/indicators/high_value_density?period=2025"), StringComparison.Ordinal);
        Assert.Contains("/regions/office-340000", await nation.Read("/organisations/office-340000"), StringComparison.Ordinal);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("<strong data-row=\"([^\"]+)\" data-shown=\"([^\"]+)\">([^<]*)</strong>")]
    private static partial Regex Figure();
    [GeneratedRegex("<td class=\"number\" data-row=\"([^\"]+)\" data-year=\"([^\"]+)\">([^<]*)</td>")]
    private static partial Regex Year();
    [GeneratedRegex("<circle[^>]* data-row=\"([^\"]+)\" data-period=\"([^\"]+)\" data-text=\"([^\"]*)\"")]
    private static partial Regex Point();
    [GeneratedRegex("href=\"/regions/([^\"?]+)\"")]
    private static partial Regex Link();
}
