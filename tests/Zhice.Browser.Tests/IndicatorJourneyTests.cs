using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>An indicator's whole way: drafted into a release, published by three people, read by everyone in charts that say what the tables say; and back from a figure to who sent it.</summary>
public sealed class IndicatorJourneyTests(Product product)
{
    const string Title = "2025年地理标志指标（演示）";

    [Fact]
    public async Task An_indicator_is_released_by_three_people_and_everyone_reads_it_in_chart_and_table()
    {
        string address;
        await using (var drafter = await product.Visit())
        {
            await drafter.LogIn("yunyong");
            await drafter.Open("/statistics/releases");
            var page = drafter.Page;
            await page.FillAsync("#title", Title);
            await page.FillAsync("#code", "gi-2025-demo");
            await page.FillAsync("#period", "2025");
            await page.FillAsync("#plannedOn", DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            await page.Locator("main summary").First.ClickAsync();
            await page.CheckAsync("input[value=gi_output_value]");
            await page.CheckAsync("input[value=patent_filing_count]");
            Assert.Empty(await drafter.Faults());
            await page.ClickAsync("form[action='/statistics/releases'] button.primary");
            await Expect(page.Locator(".toast")).ToBeVisibleAsync();
            address = new Uri(page.Url).AbsolutePath;
        }
        await using (var everyone = await product.Visit())
        {
            await everyone.Open("/open/indicators/gi_output_value");
            await Expect(everyone.Page.Locator("#region-table")).ToHaveCountAsync(0); // a draft is nobody's
        }
        foreach (var (login, steps) in ((string, int)[])[("tongji", 1), ("guojia", 2)])
        {
            await using var person = await product.Visit();
            await person.LogIn(login);
            for (var i = 0; i < steps; i++)
            {
                await person.Open(address);
                if (i == 0) Assert.Empty(await person.Faults());
                await person.Page.ClickAsync("form[action$='/move'] button.primary");
                await Expect(person.Page.Locator(".toast")).ToBeVisibleAsync();
            }
        }
        await using var reader = await product.Visit();
        await reader.Open("/open/indicators/gi_output_value");
        Assert.Empty(await reader.Faults());
        await Same(reader.Page);
        await reader.Photograph("indicator-published", whole: true);
        await reader.Open("/open/statistics/gi-2025-demo?element=gi_output_value");
        Assert.Empty(await reader.Faults());
        await reader.Open("/open/indicators/gi_output_value/method");
        await Expect(reader.Page.Locator("code.formula")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_restated_indicator_shows_both_figures_its_reason_and_what_was_known_before()
    {
        await using var reader = await product.Visit();
        await reader.Open("/open/indicators/high_value_density?office=office-340000");
        await Same(reader.Page);
        await Expect(reader.Page.GetByText("按通报剔除非正常专利申请相关主体的专利后重述（演示）")).ToBeVisibleAsync();
        var now = await reader.Page.Locator("#trend-table tr.chosen td.number").First.InnerTextAsync();
        var before = await reader.Page.Locator("#trend-table tr.chosen td.number").Nth(1).InnerTextAsync();
        Assert.NotEqual(now, before);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "2025年知识产权主要指标（演示）" }).Nth(1).ClickAsync();
        await Expect(reader.Page.Locator("#release-table td[data-office='office-340000'][data-column=high_value_density]")).ToHaveTextAsync(before); // the first revision, as it was
    }

    [Fact]
    public async Task A_figure_leads_to_its_values_and_to_who_sent_them()
    {
        await using var nation = await product.Visit();
        await nation.LogIn("guojia");
        await nation.Open("/indicators/high_value_density?office=office-340000&period=2025");
        await Same(nation.Page);
        var shown = await nation.Page.Locator("#trend-table tr.chosen td.number a").InnerTextAsync();
        await nation.Page.ClickAsync("#trend-table tr.chosen td.number a");
        await Expect(nation.Page.Locator("dl.facts strong")).ToHaveTextAsync(shown);
        Assert.Empty(await nation.Faults());
        await nation.Photograph("indicator-source", whole: true);
        await Expect(nation.Page.Locator("#source-table tbody tr").First).ToContainTextAsync("国家管理员");
        var value = await nation.Page.Locator("#source-table td.number a").First.InnerTextAsync();
        await nation.Page.Locator("#source-table td.number a").First.ClickAsync();
        await Expect(nation.Page.Locator("td.number", new() { HasTextString = value })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("guojia", "/indicators")]
    [InlineData("guojia", "/indicators?office=office-340000")]
    [InlineData("guojia", "/indicators/board")]
    [InlineData("guojia", "/indicators/exclusions")]
    [InlineData("guojia", "/indicators/pledge_sme_count/targets?office=cnipa")]
    [InlineData("guojia", "/indicators/patent_filing_count?office=office-340000")]
    [InlineData("guojia", "/indicators/pledge_sme_count/footings?office=office-340000")]
    [InlineData("guojia", "/indicators/pledge_sme_count/source?office=cnipa&period=2025")]
    [InlineData("guojia", "/indicators/invention_pendency?lang=en")]
    [InlineData("anhui", "/open/indicators/high_value_density?office=office-320000")]
    [InlineData("guojia", "/regions")]
    [InlineData("guojia", "/regions/office-340000")]
    [InlineData("hefei", "/regions/office-340100")]
    [InlineData("hefei", "/open/regions/office-340000?lang=en")]
    [InlineData("hefei", "/statistics/filings/office-340100")]
    public async Task A_page_of_indicators_has_no_accessibility_fault(string login, string path)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(path);
        Assert.Empty(await visitor.Faults());
    }

    /// <summary>Compares the page with itself: every text in tiles and bars with the cell of its region, every point of the line with its row.</summary>
    static async Task Same(IPage page)
    {
        var wrong = await page.EvaluateAsync<string[]>("""
            () => {
              const wrong = [], said = (a, b, what) => { if (a !== b) wrong.push(`${what}: ${a} and ${b}`); };
              const cells = new Map([...document.querySelectorAll('#region-table td[data-region]')].map(td => [td.dataset.region, td.textContent.trim()]));
              const drawn = [...document.querySelectorAll('svg text[data-region]')];
              drawn.forEach(t => said(t.dataset.text, cells.get(t.dataset.region), t.dataset.region));
              const bars = [...document.querySelectorAll('svg.ranked text[data-region]')];
              bars.forEach(t => said(t.textContent.trim(), cells.get(t.dataset.region), 'bar ' + t.dataset.region));
              // A longer bar is a larger number, to the pixel.
              const widths = [...document.querySelectorAll('svg.ranked rect')].map(r => +r.getAttribute('width'));
              const numbers = bars.map(t => +t.textContent.replaceAll(',', ''));
              const span = Math.max(0, ...numbers) - Math.min(0, ...numbers);
              numbers.forEach((n, i) => { if (Math.abs(widths[i] - Math.max(1, Math.abs(n) / span * 250)) > 1) wrong.push(`width ${widths[i]} of ${n}`); });
              const rows = new Map([...document.querySelectorAll('#trend-table tbody tr')].map(tr => [tr.cells[0].textContent.trim(), tr.cells[1].textContent.trim()]));
              const dots = [...document.querySelectorAll('circle[data-period]')];
              dots.forEach(c => said(c.dataset.text, rows.get(c.dataset.period), c.dataset.period));
              if (cells.size < 30 || drawn.length < 60 || dots.length < 1) wrong.push(`${cells.size} cells, ${drawn.length} texts, ${dots.length} dots`);
              return wrong;
            }
            """);
        Assert.Empty(wrong);
    }
}
