using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>From two words to a narrowed list, one record, its like, an analysis with its tables, and files of both.</summary>
public sealed class RecordJourneyTests(Product product)
{
    [Fact]
    public async Task Words_become_a_list_that_is_narrowed_opened_compared_and_exported()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("anhui");
        var page = visitor.Page;
        await visitor.Open("/records");
        await page.FillAsync("#q", "电池 方法");
        await page.PressAsync("#q", "Enter");
        await Expect(page.Locator(".record-count")).ToBeVisibleAsync();
        await Expect(page.Locator("mark", new() { HasTextString = "电池" }).First).ToBeVisibleAsync();
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph("records-search", whole: true);

        var all = await Count(page);
        await page.Locator("aside .facet a[href*='date']").First.ClickAsync();
        var narrowed = await Count(page);
        Assert.InRange(narrowed, 1, all - 1);
        Assert.Contains("date:", await page.InputValueAsync("#q"), StringComparison.Ordinal);

        var file = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href^='/records/export.csv']"));
        var lines = await File.ReadAllLinesAsync(await file.PathAsync() ?? "", TestContext.Current.CancellationToken);
        Assert.Equal(Math.Min(narrowed, 10_000) + 1, lines.Length);

        await page.Locator("main article a[href^='/records/'], main .card a[href^='/records/']").First.ClickAsync();
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph("records-record", whole: true);
    }

    [Fact]
    public async Task Who_writes_no_queries_fills_in_a_form_and_reads_the_query_it_became()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("hefei");
        var page = visitor.Page;
        await visitor.Open("/records");
        await page.Locator("details:has(#b-title) > summary").ClickAsync();
        await page.FillAsync("#b-title", "装置");
        await page.SelectOptionAsync("#b-region", "340000");
        await page.FillAsync("#b-from", "2015");
        await page.FillAsync("#b-to", "2020");
        await page.ClickAsync("form[action='/records/build'] button[type=submit]");
        Assert.Equal("title:\"装置\" region:340000 date:2015..2020", await page.InputValueAsync("#q"));
        Assert.InRange(await Count(page), 1, 6_000);
    }

    [Fact]
    public async Task A_bad_query_says_where_it_is_bad_and_keeps_what_was_typed()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("hefei");
        await visitor.Open("/records?q=" + Uri.EscapeDataString("电池 AND (方法"));
        await Expect(visitor.Page.Locator("[role=alert]")).ToBeVisibleAsync();
        Assert.Equal("电池 AND (方法", await visitor.Page.InputValueAsync("#q"));
        Assert.Empty(await visitor.Faults());
    }

    [Fact]
    public async Task The_analysis_of_a_query_gives_each_figure_in_a_table_that_leads_back_to_the_records()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("anhui");
        var page = visitor.Page;
        await visitor.Open("/records/analysis?q=" + Uri.EscapeDataString("电池"));
        await Expect(page.Locator(".record-figures")).ToBeVisibleAsync();
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph("records-analysis", whole: true);

        var file = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[href*='analysis.csv'][href*='table=applicants']").ClickAsync());
        Assert.True((await File.ReadAllLinesAsync(await file.PathAsync() ?? "", TestContext.Current.CancellationToken)).Length > 2);

        var cell = page.Locator("td.number a[href*='ipc']").First;
        var said = int.Parse((await cell.InnerTextAsync()).Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
        await cell.ClickAsync();
        Assert.Equal(said, await Count(page));
    }

    [Theory]
    [InlineData("anhui", "/records/similar?text=%E7%94%B5%E6%B1%A0%E9%9A%94%E8%86%9C%E7%9A%84%E5%88%B6%E5%A4%87%E6%96%B9%E6%B3%95")]
    [InlineData("anhui", "/records/datasets")]
    [InlineData("guojia", "/records/ingest")]
    [InlineData("anhui", "/records?q=%E7%94%B5%E6%B1%A0&lang=en")]
    [InlineData("anhui", "/records/analysis?q=%E7%94%B5%E6%B1%A0&lang=en")]
    public async Task A_page_of_records_has_no_accessibility_fault_and_fits_a_telephone(string login, string path)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(path);
        Assert.Empty(await visitor.Faults());
        await visitor.Page.SetViewportSizeAsync(375, 812);
        await visitor.Open(path);
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"));
    }

    static async Task<int> Count(IPage page)
    {
        var text = await page.Locator(".record-count").InnerTextAsync();
        return int.Parse(System.Text.RegularExpressions.Regex.Match(text, "[\\d,]+").Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }
}
