using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>A yearly report: begun from the template, written without a typed figure, reviewed and published by others, read by everyone with every figure a link.</summary>
public sealed class WhiteBookJourneyTests(Product product)
{
    [Fact]
    public async Task A_report_is_written_reviewed_and_published_and_each_figure_leads_to_its_source()
    {
        var year = DateTimeOffset.UtcNow.AddHours(8).Year - 1;
        string desk;
        await using (var writer = await product.Visit())
        {
            var page = writer.Page;
            await writer.LogIn("tongji");
            await writer.Open("/white-books");
            Assert.Empty(await writer.Faults());
            await page.FillAsync("#year", $"{year}");
            await page.FillAsync("#code", "browser-report");
            await page.FillAsync("#title", "浏览器测试年度报告");
            await page.ClickAsync("main form[action='/white-books'] button.primary");
            await page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/white-books/\d+$"));
            desk = new Uri(page.Url).AbsolutePath;
            await Expect(page.Locator("main")).ToContainTextAsync("草稿中的数字随来源变动");

            await writer.Open($"{desk}/chapters/use");
            await page.FillAsync("#text", "融资金额为{{pledge}}，增长百分之十二。");
            await page.ClickAsync("main form button.primary");
            await Expect(page.Locator("main .notice")).ToContainTextAsync("百分之十二");
            await page.FillAsync("#text", "融资金额为{{pledge}}，较上年{{pledge_growth}}。");
            await page.ClickAsync("main form button.primary");
            await Expect(page.Locator("main .notice")).ToHaveCountAsync(0);
            Assert.Empty(await writer.Faults());
            await writer.Photograph("white-book-chapter", whole: true);
            await writer.Open(desk);
            await Expect(page.Locator("main")).ToContainTextAsync("下一步您不能办理");
            Assert.Empty(await writer.Faults());
        }
        await Step(desk, "yunyong", "Reviewed");
        await Step(desk, "guojia", "Published");

        await using var stranger = await product.Visit(script: false);
        await stranger.Open("/white-books");
        await stranger.Page.ClickAsync("main a:has-text('浏览器测试年度报告')");
        await Expect(stranger.Page.Locator("#chapter-use")).ToBeVisibleAsync();
        var figure = stranger.Page.Locator(".book-text a.book-figure").Nth(await stranger.Page.Locator(".book-text a.book-figure").CountAsync() > 6 ? 6 : 0);
        var words = await figure.InnerTextAsync();
        await figure.ClickAsync();
        Assert.Matches("/open/statistics/[a-z0-9-]+\\?revision=\\d+", stranger.Page.Url);
        Assert.NotEmpty(words);
        await stranger.Open("/open/white-books/browser-report/data.json");
        Assert.Contains("\"digest\"", await stranger.Page.ContentAsync(), StringComparison.Ordinal);
        await using var reader = await product.Visit();
        await reader.Open("/open/white-books/browser-report");
        Assert.Empty(await reader.Faults());
        await reader.Photograph("white-book", whole: true);
        var download = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Page.ClickAsync("a[href*='text.docx']"));
        Assert.True(new FileInfo(await download.PathAsync()).Length > 3_000);
    }

    async Task Step(string desk, string login, string to)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(desk);
        await visitor.Page.ClickAsync($"main button[name=do][value={to}]");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync(to == "Reviewed" ? "已审核" : "已公布");
    }
}
