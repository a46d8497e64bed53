using System.Globalization;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>A typical case from an obligation to its public page, and withdrawn again; surveys as everyone meets them.</summary>
public sealed class CaseJourneyTests(Product product)
{
    [Fact]
    public async Task A_case_is_nominated_reviewed_published_with_consent_and_withdrawn()
    {
        string place;
        await using (var hefei = await product.Visit())
        {
            var page = hefei.Page;
            await hefei.LogIn("hefei");
            await hefei.Open("/organisations/office-340100");
            await page.Locator("main a[href^='/obligations/']").First.ClickAsync();
            await page.ClickAsync("main a[href^='/typical-cases/new']");
            await page.FillAsync("#title", "浏览器测试案例");
            await page.FillAsync("#practice", "在三个街道设立知识产权工作站，统一受理、分类转办，每周公布办理结果。");
            await page.FillAsync("#effect", "群众就近咨询，办理时间缩短。");
            await page.ClickAsync("main form button.primary");
            await page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/typical-cases/\d+$"));
            place = new Uri(page.Url).AbsolutePath;
            Assert.Empty(await hefei.Faults());
            await page.ClickAsync("button[value=Submitted]");
            await page.ClickAsync("details:has(#consentBy) summary");
            await page.FillAsync("#consentBy", "浏览器测试街道");
            await page.FillAsync("#consentOn", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            await page.FillAsync("#consentScope", "单位名称、做法和成效");
            await page.ClickAsync("button[value=consent]");
            await Expect(page.Locator("main")).ToContainTextAsync("浏览器测试街道");
        }
        await using (var anhui = await product.Visit())
        {
            await anhui.LogIn("anhui");
            await anhui.Open(place);
            await anhui.Page.ClickAsync("button[value=Accepted]");
            await anhui.Page.ClickAsync("button[value=Published]");
            await Expect(anhui.Page.Locator("main")).ToContainTextAsync("已公布");
            Assert.Empty(await anhui.Faults());
        }
        await using (var stranger = await product.Visit(script: false))
        {
            await stranger.Open("/typical-cases");
            await stranger.Page.ClickAsync("main a:has-text('浏览器测试案例')");
            await Expect(stranger.Page.Locator("main")).ToContainTextAsync("统一受理、分类转办");
            Assert.DoesNotContain("浏览器测试街道", await stranger.Page.ContentAsync(), StringComparison.Ordinal);
            await stranger.Photograph("typical-case", whole: true);
        }
        await using (var office = await product.Visit())
        {
            await office.LogIn("hefei");
            await office.Open(place);
            await office.Page.FillAsync("#note", "当事人撤回同意");
            await office.Page.ClickAsync("button[value=Withdrawn]");
            await Expect(office.Page.Locator("main")).ToContainTextAsync("已撤下");
        }
        await using var late = await product.Visit();
        Assert.Equal(404, (await late.Page.GotoAsync(place))!.Status);
    }

    [Theory]
    [InlineData("/open/surveys")]
    [InlineData("/open/surveys/method")]
    [InlineData("/typical-cases")]
    [InlineData("/open/draws")]
    [InlineData("/white-books")]
    [InlineData("/assessment")]
    public async Task A_page_of_the_years_end_has_no_accessibility_fault_and_something_to_read(string path)
    {
        await using var visitor = await product.Visit();
        await visitor.Open(path);
        Assert.Equal(0, await visitor.Page.Locator("main .empty").CountAsync());
        Assert.Empty(await visitor.Faults());
    }
}
