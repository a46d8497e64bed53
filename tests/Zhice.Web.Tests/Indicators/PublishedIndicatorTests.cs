using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests.Indicators;

/// <summary>What releases published of indicators, as the public reads it: page, CSV, JSON, method, and the same as known on a day.</summary>
public sealed partial class PublishedIndicatorTests(PublishedSite site) : IClassFixture<PublishedSite>
{
    const string Open = "/open/indicators/high_value_density";

    [Theory]
    [InlineData(Open)]
    [InlineData("/indicators/high_value_density")] // who may see no more reads the same
    public async Task The_public_sees_trend_tiles_bars_and_table_of_published_figures(string path)
    {
        using var browser = site.Browse();
        var page = await browser.Read($"{path}?period=2025&office=office-340000");
        var table = Cell().Matches(page).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal(("16.39", "32.82"), (table["office-340000"], table["office-320000"])); // 100,000 over 6,100; 279,000 over 8,500
        Assert.All(Said().Matches(page), m => Assert.Equal(table[m.Groups[1].Value], m.Groups[2].Value));
        Assert.Equal(["2024", "2025"], Dot().Matches(page).Select(m => m.Groups[1].Value));
        Assert.Contains("17.70", page, StringComparison.Ordinal); // before exclusions
        Assert.Contains("非正常专利申请通报", page, StringComparison.Ordinal);
        Assert.Contains("按通报剔除后重述", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_known_on_a_day_stays_readable()
    {
        using var browser = site.Browse();
        var march = await browser.Read($"{Open}?period=2025&office=office-340000&known=2026-03-31");
        Assert.Equal("17.70", Cell().Matches(march).Single(m => m.Groups[1].Value == "office-340000").Groups[2].Value);
        Assert.DoesNotContain("16.39", march, StringComparison.Ordinal);
        Assert.DoesNotContain("17.70", await browser.Read($"{Open}?office=office-340000&known=2026-02-01"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Get($"{Open}?known=soon")).StatusCode);
    }

    [Theory]
    [InlineData("/open/regions/office-340000")]
    [InlineData("/open/regions/office-340000/data.csv")]
    [InlineData("/regions/office-340000")]
    [InlineData("/indicators?office=office-340000")]
    [InlineData("/indicators.csv?office=office-340000")]
    [InlineData("/indicators/board?office=office-340000&i=high_value_density")]
    [InlineData("/indicators/high_value_density.csv?office=office-340000")]
    public async Task Every_address_with_published_figures_knows_the_day_it_is_asked_for(string path)
    {
        using var browser = site.Browse();
        var at = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "known=";
        Assert.Contains("16.39", await browser.Read(path), StringComparison.Ordinal);
        var march = await browser.Read(at + "2026-03-31");
        Assert.Matches("17\\.70?\\b", march);
        Assert.DoesNotContain("16.39", march, StringComparison.Ordinal);
        foreach (var day in new[] { "soon", "2026-02-30", "2999-01-01" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Get(at + day)).StatusCode);
    }

    [Fact]
    public async Task Csv_and_json_give_every_published_figure_with_its_release_and_the_method_page_says_how()
    {
        using var browser = site.Browse();
        var csv = await browser.Read($"{Open}/data.csv");
        Assert.Matches("(?m)^\"office-340000\",.*\"2025\",\"16.39\",.*\"17.7\",\"1\",\"1\",\"2\",\"main-2025\",\"2\"", csv);
        Assert.Matches("(?m)^\"cnipa\",.*\"2024\"", csv);
        using var json = JsonDocument.Parse(await browser.Read($"{Open}/data.json"));
        var nation = json.RootElement.GetProperty("figures").EnumerateArray().Single(f => f.GetProperty("office").GetString() == "cnipa" && f.GetProperty("period").GetString() == "2025");
        Assert.Equal((28.14m, 28.52m, 4, 32), (nation.GetProperty("value").GetDecimal(), nation.GetProperty("before").GetDecimal(), nation.GetProperty("known").GetInt32(), nation.GetProperty("expected").GetInt32()));
        Assert.Contains("hv_valid / population", await browser.Read($"{Open}/method"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/open/indicators/nothing/data.csv")).StatusCode);
    }

    [Fact]
    public async Task A_region_profile_and_a_board_of_published_figures_are_everyones()
    {
        using var browser = site.Browse();
        Assert.Contains("16.39", await browser.Read("/indicators?office=office-340000"), StringComparison.Ordinal);
        Assert.Contains("16.39", await browser.Read("/indicators/board?office=office-340000&i=high_value_density"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/indicators?office=office-340100")).StatusCode); // nothing of a city was published
        // An indicator that no release holds has its method and no figure.
        Assert.DoesNotContain("class=\"line-chart\"", await browser.Read("/open/indicators/patent_filing_count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_see_own_figures_reads_those_of_others_as_published()
    {
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn("regionaladministrator")).StatusCode);
        Assert.Contains("32.82", await browser.Read("/indicators/high_value_density?office=office-320000&period=2025"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/indicators/patent_filing_count?office=office-320000")).StatusCode);
    }

    [Fact]
    public async Task The_release_says_of_its_indicators_what_their_page_says()
    {
        using var browser = site.Browse();
        var page = await browser.Read("/open/statistics/main-2025?element=high_value_density");
        var table = Released().Matches(page).Where(m => m.Groups[2].Value == "high_value_density").ToDictionary(m => m.Groups[1].Value, m => m.Groups[3].Value);
        Assert.Equal("16.39", table["office-340000"]);
        Assert.Contains("剔除前 17.70", page, StringComparison.Ordinal);
        Assert.All(Bar().Matches(page), m => Assert.Equal(table[m.Groups[1].Value], m.Groups[2].Value));
        Assert.Contains("\"16.39\"", await browser.Read("/open/statistics/main-2025/data.csv"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<text[^>]* data-region=\"([^\"]+)\" data-text=\"[^\"]+\">([^<]*)</text>")] // what is seen, not what is noted
    private static partial Regex Said();
    [GeneratedRegex("<td class=\"number\" data-region=\"([^\"]+)\">([^<]+)</td>")]
    private static partial Regex Cell();
    [GeneratedRegex("<circle[^>]* data-period=\"([^\"]+)\" data-text=\"([^\"]+)\"")]
    private static partial Regex Dot();
    [GeneratedRegex("<td class=\"number\" data-office=\"([^\"]+)\" data-column=\"([^\"]+)\">([^<]+)<")]
    private static partial Regex Released();
    [GeneratedRegex("<td class=\"number\" data-value data-office=\"([^\"]+)\">([^<]+)</td>")]
    private static partial Regex Bar();
}
