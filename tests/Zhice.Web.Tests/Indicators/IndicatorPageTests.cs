using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Documents;
using Zhice.Domain.Indicators;

namespace Zhice.Web.Tests.Indicators;

/// <summary>The page of an indicator through the door: charts that say what the table says, and figures for those who may see them.</summary>
public sealed partial class IndicatorPageTests(IndicatorSite site) : IClassFixture<IndicatorSite>
{
    const string Density = "/indicators/high_value_density";

    [Fact]
    public async Task Tiles_bars_and_table_say_the_same_of_every_region_and_so_does_the_csv()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read($"{Density}?period=2025");

        var said = Said().Matches(page).GroupBy(m => m.Groups[1].Value, m => m.Groups[2].Value).ToDictionary(g => g.Key, g => g.ToList());
        var table = Cell().Matches(page).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal(32, table.Count);
        Assert.All(table, cell => Assert.All(said[cell.Key], text => Assert.Equal(cell.Value, text)));
        Assert.Equal(2, said["office-320000"].Count); // a tile and a bar
        // Anhui: 120,000 × 0.9 = 108,000, less 8,000 excluded, over 6,100; Jiangsu 279,000 over 8,500.
        Assert.Equal(("16.39", "32.82", "0.25"), (table["office-340000"], table["office-320000"], table["office-540000"]));
        Assert.Contains("17.70", page, StringComparison.Ordinal); // before exclusions
        Assert.Contains("第一批名单", page, StringComparison.Ordinal);

        var csv = await browser.Read($"{Density}.csv?period=2025");
        foreach (var (name, office) in new[] { ("安徽省", "office-340000"), ("江苏省", "office-320000") })
            Assert.Matches($"(?m)^\"{name}\",\"2025\",\"?{Regex.Escape(table[office])}\"?,", csv);
    }

    [Fact]
    public async Task A_long_figure_is_seen_whole_on_its_tile()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read("/indicators/patent_filing_count?period=2025");
        var table = Cell().Matches(page).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal("620,000", table["office-320000"]);
        Assert.Equal(["620,000", "620,000"], Said().Matches(page).Where(m => m.Groups[1].Value == "office-320000").Select(m => m.Groups[2].Value)); // a tile and a bar
        Assert.DoesNotContain("万<", page[page.IndexOf("class=\"tiles\"", StringComparison.Ordinal)..page.IndexOf("id=\"region-table\"", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("16,5", "422")] // neither sixteen and a half nor 165
    [InlineData("１６．５", "302")]
    [InlineData("-3", "422")] // a density is never below zero
    public async Task A_target_is_read_as_figures_are(string value, string status)
    {
        using var browser = await As("nationaladministrator");
        var page = $"{Density}/targets?office=office-540000";
        var answer = await browser.Submit(page, $"{Density}/targets", ("office", "office-540000"), ("year", "2027"), ("comparator", "1"), ("value", value), ("source", "年度计划"));
        Assert.Equal(status, ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_share_above_the_whole_is_no_target()
    {
        using var browser = await As("nationaladministrator");
        var answer = await browser.Submit("/indicators/electronic_filing_rate/targets?office=office-540000", "/indicators/electronic_filing_rate/targets", ("office", "office-540000"), ("year", "2027"), ("comparator", "1"), ("value", "120"), ("source", "年度计划"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("比率不会超过", await answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trend_and_its_table_say_the_same_and_show_the_break_between_versions()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read($"{Density}?office=office-340000&period=2025");

        var drawn = Dot().Matches(page).Select(m => (m.Groups[1].Value, m.Groups[2].Value)).ToList();
        var rows = TrendRow().Matches(page[page.IndexOf("id=\"trend-table\"", StringComparison.Ordinal)..page.IndexOf("</table>", page.IndexOf("id=\"trend-table\"", StringComparison.Ordinal), StringComparison.Ordinal)])
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value)).ToList();
        Assert.Equal(["2021", "2022", "2023", "2024", "2025"], drawn.Select(d => d.Item1));
        Assert.Equal(rows.Where(r => char.IsAsciiDigit(r.Item2[0])), drawn);
        Assert.Contains("class=\"break\"", page, StringComparison.Ordinal);
        Assert.Contains("严格排除非正常专利申请", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_that_was_computed_again_shows_the_sums_that_give_it()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read($"{Density}/source?office=cnipa&period=2025");
        var table = page[page.IndexOf("id=\"sums-table\"", StringComparison.Ordinal)..];
        var sums = SumRow().Matches(table[..table.IndexOf("</table>", StringComparison.Ordinal)]).ToDictionary(m => m.Groups[1].Value, m => decimal.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        var figure = Regex.Match(page, "<strong>([0-9.,]+)</strong> 件/万人").Groups[1].Value;
        Assert.Equal(figure, Math.Round(sums["hv_valid"] / sums["population"], 2, MidpointRounding.AwayFromZero).ToString("N2", System.Globalization.CultureInfo.InvariantCulture));
        Assert.DoesNotContain("sums-table", await browser.Read($"{Density}/source?office=office-340000&period=2025"), StringComparison.Ordinal); // it reported itself
    }

    [Fact]
    public async Task The_public_reads_the_method_and_no_figure_that_was_not_published()
    {
        using var browser = site.Browse();
        foreach (var path in new[] { Density, $"{Density}.json", $"{Density}.csv", "/indicators", "/indicators.csv" })
        {
            var page = await browser.Read(path);
            Assert.DoesNotContain("16.39", page, StringComparison.Ordinal);
            Assert.DoesNotContain("32.82", page, StringComparison.Ordinal);
        }
        Assert.Contains("hv_valid / population", await browser.Read(Density), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"{Density}?office=office-340000")).StatusCode);
    }

    [Fact]
    public async Task A_province_sees_its_own_figure_and_no_other_provinces()
    {
        using var browser = await As("regionaladministrator");
        foreach (var path in new[] { $"{Density}?period=2025", $"{Density}.json?period=2025", $"{Density}.csv?period=2025" })
        {
            var page = await browser.Read(path);
            Assert.Contains("16.39", page, StringComparison.Ordinal);
            Assert.DoesNotContain("32.82", page, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"{Density}?office=office-320000")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/indicators?office=cnipa")).StatusCode);
    }

    [Fact]
    public async Task The_json_gives_numbers_states_coverage_and_the_five_statements()
    {
        using var browser = await As("nationaladministrator");
        using var json = JsonDocument.Parse(await browser.Read($"{Density}.json?period=2025"));
        var nation = json.RootElement.GetProperty("series").EnumerateArray().Single(p => p.GetProperty("period").GetString() == "2025");
        Assert.Equal((4, 32), (nation.GetProperty("known").GetInt32(), nation.GetProperty("expected").GetInt32()));
        Assert.Equal(28.14m, nation.GetProperty("value").GetDecimal()); // (100,000 + 279,000 + 225,000 + 90) / 21,465 = 28.143…
        Assert.False(string.IsNullOrEmpty(json.RootElement.GetProperty("quality").GetProperty("limits").GetString()));
    }

    [Theory]
    [InlineData("/indicators/nothing", HttpStatusCode.NotFound)]
    [InlineData(Density + "?office=nobody", HttpStatusCode.NotFound)]
    [InlineData(Density + "?period=soon", HttpStatusCode.UnprocessableEntity)]
    [InlineData(Density + "?period=2025-05", HttpStatusCode.UnprocessableEntity)] // it has no months
    [InlineData(Density + "?period=2099", HttpStatusCode.OK)] // nothing is known of it, and the page says so
    public async Task What_cannot_be_shown_is_said(string path, HttpStatusCode status)
    {
        using var browser = await As("nationaladministrator");
        Assert.Equal(status, (await browser.Get(path)).StatusCode);
    }

    [Fact]
    public async Task A_growth_target_on_filings_is_flagged_with_the_sentence_that_says_why_and_withdrawn_with_a_reason()
    {
        using var browser = await As("nationaladministrator");
        const string Targets = "/indicators/patent_filing_count/targets";
        Task<HttpResponseMessage> Set(string value) => browser.Submit(Targets, Targets,
            ("office", "office-340000"), ("year", "2026"), ("comparator", "1"), ("value", value), ("growth", "1"), ("source", "自定"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set("many")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await Set("10")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Set("10")).StatusCode);

        var page = await browser.Read("/indicators/patent_filing_count?office=office-340000");
        Assert.Contains("检查并剔除不符合实际的增长率评价指标", page, StringComparison.Ordinal);
        Assert.Contains("264,000", page, StringComparison.Ordinal); // 240,000 and a tenth

        var id = Withdrawal().Match(await browser.Read($"{Targets}?office=office-340000")).Groups[1].Value;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(Targets, $"{Targets}/{id}/withdraw", ("office", "office-340000"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(Targets, $"{Targets}/{id}/withdraw", ("office", "office-340000"), ("reason", "不适合作为考核"))).StatusCode);
        Assert.DoesNotContain("264,000", await browser.Read("/indicators/patent_filing_count?office=office-340000"), StringComparison.Ordinal);
        Assert.Contains("不适合考核", await browser.Read($"{Targets}?office=office-340000"), StringComparison.Ordinal);
    }

    /// <summary>The sentence stands in a document that is not to be published: its words and its title are read by nobody who may not open it, and it is unfit wherever it was confirmed.</summary>
    [Fact]
    public async Task A_sentence_of_a_withheld_document_is_read_by_those_who_may_open_it()
    {
        await site.With(async db =>
        {
            var withheld = await db.Documents.SingleAsync(d => d.Disclosure == Disclosure.Withheld);
            var found = await db.FoundTargets.FirstAsync(t => t.DocumentId == withheld.Id);
            await db.FoundTargets.Where(t => t.Id == found.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.What, "专利申请量").SetProperty(x => x.Growth, true));
            db.IndicatorTargets.Add(new()
            {
                Indicator = "high_value_density", OrganisationId = (await db.Organisations.SingleAsync(o => o.Code == "office-340000")).Id, Year = 2028, Comparator = TargetComparator.AtLeast, Value = 10m, Growth = true,
                FoundTargetId = found.Id, Source = $"{withheld.Title}：“{Sample.WithheldWords}”", By = new(1), At = DateTimeOffset.UnixEpoch,
            });
            return await db.SaveChangesAsync();
        });
        string[] pages = [$"{Density}?office=office-340000", $"{Density}/targets?office=office-340000", $"{Density}/targets?office=office-340000&tables=csv", $"{Density}.json?office=office-340000", "/regions/office-340000"];
        foreach (var (login, open) in new[] { ("nationaladministrator", true), ("regionaladministrator", false) })
        {
            using var browser = await As(login);
            var read = "";
            foreach (var page in pages)
            {
                var answer = await browser.Get(page);
                if (answer.StatusCode == HttpStatusCode.OK) read += await answer.Text();
            }
            Assert.Equal((open, !open), (read.Contains(Sample.WithheldWords, StringComparison.Ordinal), read.Contains("出自不向您公开的文件", StringComparison.Ordinal)));
            Assert.Equal(open, read.Contains("演示不予公开文件", StringComparison.Ordinal));
            Assert.Contains("不适合考核", read, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_see_figures_may_not_set_targets_for_that()
    {
        using var officer = await As("regionalofficer"); // of a city
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get($"{Density}/targets?office=office-340100")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await officer.Get($"{Density}?office=office-340100")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Get($"{Density}?office=office-340000")).StatusCode);
        using var region = await As("regionaladministrator");
        Assert.Equal(HttpStatusCode.OK, (await region.Get($"{Density}/targets?office=office-340000")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await region.Get($"{Density}/targets?office=office-320000")).StatusCode);
    }

    [Fact]
    public async Task The_board_shows_what_was_chosen_and_nothing_to_those_who_may_not_see_it()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read("/indicators/board?office=office-340000&i=high_value_density&i=patent_filing_count&i=nothing");
        Assert.Equal(2, Regex.Count(page, "class=\"line-chart\""));
        Assert.Contains("16.39", page, StringComparison.Ordinal);
        using var reader = site.Browse();
        Assert.DoesNotContain("class=\"line-chart\"", await reader.Read("/indicators/board"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get("/indicators/board?office=office-340000")).StatusCode);
    }

    [Fact]
    public async Task Three_footings_stand_side_by_side_with_coverage_for_those_who_may_see_the_figures()
    {
        using var browser = await As("nationaladministrator");
        var page = await browser.Read($"{Density}/footings?office=cnipa");
        Assert.Equal(3 * 6, Regex.Count(page[page.IndexOf("footing-table", StringComparison.Ordinal)..], "class=\"coverage\""));
        Assert.Contains("4 / 32", page, StringComparison.Ordinal);
        using var region = await As("regionaladministrator");
        Assert.Equal(HttpStatusCode.NotFound, (await region.Get($"{Density}/footings?office=office-320000")).StatusCode);
        using var reader = site.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"{Density}/footings")).StatusCode);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("<text[^>]* data-region=\"([^\"]+)\" data-text=\"[^\"]+\">([^<]*)</text>")] // what is seen, not what is noted
    private static partial Regex Said();
    [GeneratedRegex("<td class=\"number\" data-region=\"([^\"]+)\">([^<]+)</td>")]
    private static partial Regex Cell();
    [GeneratedRegex("<circle[^>]* data-period=\"([^\"]+)\" data-text=\"([^\"]+)\"")]
    private static partial Regex Dot();
    [GeneratedRegex("<tr[^>]*><th scope=\"row\">([^<]+)</th><td class=\"number\"><a href=[^>]+>([^<]+)</a></td>")]
    private static partial Regex TrendRow();
    [GeneratedRegex("<code>([a-z_]+)</code></th><td class=\"nowrap\">[^<]*</td><td class=\"number\">([0-9.,]+)</td>")]
    private static partial Regex SumRow();
    [GeneratedRegex("/targets/([0-9]+)/withdraw")]
    private static partial Regex Withdrawal();
}
