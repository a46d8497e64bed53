using System.Net;
using System.Text.RegularExpressions;
using Xunit;
using Zhice.Data.Indicators;
using Zhice.Web.Features.Indicators;

namespace Zhice.Web.Tests.Indicators;

/// <summary>Boards of indicators through the door: several regions side by side, and boards that a person keeps.</summary>
public sealed class IndicatorBoardTests(IndicatorSite site) : IClassFixture<IndicatorSite>
{
    const string Two = "/indicators/board?office=office-340000&office=office-320000&i=high_value_density";

    [Fact]
    public async Task Several_regions_stand_side_by_side_and_small_trends_say_what_the_table_says()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read(Two);
        Assert.Contains("<strong>16.39</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<strong>32.82</strong>", page, StringComparison.Ordinal);
        var table = Regex.Matches(page, "data-row=\"([^\"]+)\" data-year=\"([^\"]+)\">([^<]*)<").ToDictionary(m => (m.Groups[1].Value, m.Groups[2].Value), m => m.Groups[3].Value);
        var drawn = Regex.Matches(page, "data-row=\"([^\"]+)\" data-period=\"([^\"]+)\" data-text=\"([^\"]+)\"");
        Assert.Equal(10, drawn.Count);
        Assert.All(drawn, d => Assert.Equal(table[(d.Groups[1].Value, d.Groups[2].Value)], d.Groups[3].Value));
        using var reader = await As("regionalofficer"); // of Hefei
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get(Two)).StatusCode);
    }

    [Fact]
    public async Task What_does_not_fit_on_a_board_is_said()
    {
        using var browser = await As("nationaladministrator");
        var codes = DefinitionFiles.Shipped.Codes.Take(ShowDashboard.Most + 2).ToList();
        var page = await browser.Read($"/indicators/board?office=office-340000&{string.Join('&', codes.Select(c => $"i={c}"))}");
        Assert.Contains("所选的还有 0 个地区、2 项指标没有显示", page, StringComparison.Ordinal);
        Assert.DoesNotContain("没有显示。", await browser.Read(Two), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_is_kept_renamed_opened_first_and_removed_by_its_owner_alone()
    {
        using var browser = await As("regionaladministrator");
        const string Board = "/indicators/board?office=office-340000&i=high_value_density";
        var kept = await browser.Submit(Board, "/indicators/boards", ("name", "每周例会"), ("query", "office=office-340000&i=high_value_density&x=1"));
        Assert.Equal((HttpStatusCode.Found, Board), (kept.StatusCode, kept.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(Board, "/indicators/boards", ("name", "每周例会"), ("query", "i=high_value_density"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(Board, "/indicators/boards", ("name", " "), ("query", "i=high_value_density"))).StatusCode);
        var id = Regex.Match(await browser.Read(Board), "/indicators/boards/([0-9]+)/start").Groups[1].Value;

        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Board, $"/indicators/boards/{id}/start", ("start", "true"))).StatusCode);
        Assert.Equal(Board, (await browser.Get("/indicators/board")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Board, $"/indicators/boards/{id}/name", ("name", "月度例会"))).StatusCode);
        Assert.Contains("月度例会", await browser.Read(Board), StringComparison.Ordinal);

        using var other = await As("nationaladministrator");
        Assert.DoesNotContain("月度例会", await other.Read(Board), StringComparison.Ordinal);
        foreach (var act in (string[])["name", "start", "remove"])
            Assert.Equal(HttpStatusCode.NotFound, (await other.Submit(Board, $"/indicators/boards/{id}/{act}", ("name", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Board, $"/indicators/boards/{id}/remove", ("query", "i=high_value_density"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/indicators/board")).StatusCode);
        using var everyone = site.Browse();
        Assert.NotEqual(HttpStatusCode.Found, (await everyone.Submit("/login", "/indicators/boards", ("name", "x"), ("query", "i=high_value_density"))).StatusCode);
    }

    [Fact]
    public async Task A_tile_leads_to_the_regions_profile_and_says_its_figure()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read("/indicators/high_value_density?period=2025");
        Assert.Matches("<a href=\"/regions/office-320000\" aria-label=\"江苏省：32.82 件/万人，第 2 位（有数 4 个）\">", page);
        Assert.Contains("<a href=\"/regions/office-110000\" aria-label=\"北京市：缺数\">", page, StringComparison.Ordinal);
        using var everyone = site.Browse();
        Assert.DoesNotContain("href=\"/open/regions/office-320000\" aria-label", await everyone.Read("/indicators/high_value_density"), StringComparison.Ordinal); // nothing was published
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
