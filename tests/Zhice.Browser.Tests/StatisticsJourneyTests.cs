using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>A figure's whole way: typed, checked, corrected by two people, restated by three, and read by everyone in chart and table.</summary>
public sealed partial class StatisticsJourneyTests(Product product)
{
    [Fact]
    public async Task A_figure_goes_from_the_grid_through_check_correction_and_release_to_the_public_chart()
    {
        await using (var hefei = await product.Visit())
        {
            await hefei.LogIn("hefei");
            await hefei.Open("/statistics");
            Assert.Empty(await hefei.Faults());
            await hefei.Page.Locator("a[href^='/statistics/returns/']").First.ClickAsync();
            await FillIn(hefei);
        }
        await using (var anhui = await product.Visit())
        {
            await anhui.LogIn("anhui");
            await anhui.Open("/statistics/corrections");
            Assert.Empty(await anhui.Faults());
            await anhui.Page.GetByRole(AriaRole.Button, new() { Name = "同意更正" }).First.ClickAsync();
            await Expect(anhui.Page.Locator(".toast")).ToBeVisibleAsync();
            await anhui.Photograph("statistics-correction", whole: true);
        }
        await Restate();

        await using var everyone = await product.Visit();
        await everyone.Open("/open/statistics/pledge-cities-demo?element=pledge_smes");
        // The chart says what the table says.
        var shown = await everyone.Page.Locator("[data-chart] [data-value]").First.InnerTextAsync();
        Assert.Equal("30", shown);
        await Expect(everyone.Page.Locator("td.number", new() { HasTextRegex = Thirty() }).First).ToBeVisibleAsync();
        Assert.Empty(await everyone.Faults());
        await everyone.Photograph("statistics-chart");
        await everyone.Open("/open/statistics/pledge-cities-demo?revision=1&element=pledge_smes");
        Assert.Equal("31", await everyone.Page.Locator("[data-chart] [data-value]").First.InnerTextAsync());
    }

    static async Task FillIn(Visitor hefei)
    {
        var page = hefei.Page;
        // The draft of the demonstration closes more than it took in: said while typing, by the server's own checks.
        await page.FillAsync("#v-precheck_requests", "12");
        await page.PressAsync("#v-precheck_requests", "Enter");
        await Expect(page.Locator("#v-precheck_passed")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("13");
        await Expect(page.Locator(".finding[data-key='precheck_within/precheck_passed']")).ToBeVisibleAsync();
        await page.FillAsync("#v-precheck_passed", "十一");
        await Expect(page.Locator("#v-precheck_passed")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Empty(await hefei.Faults());
        await hefei.Photograph("statistics-checks", whole: true);
        await page.FillAsync("#v-precheck_passed", "11");
        await page.FillAsync("#v-aid_closed", "20");
        await Expect(page.Locator(".finding")).ToHaveCountAsync(0);
        await page.ClickAsync("button[value=send]");
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await hefei.Photograph("statistics-sent", whole: true);
    }

    async Task Restate()
    {
        string address;
        await using (var yunyong = await product.Visit())
        {
            await yunyong.LogIn("yunyong");
            await yunyong.Open("/statistics/releases");
            Assert.Empty(await yunyong.Faults());
            await yunyong.Page.Locator("main a[href^='/statistics/releases/']", new() { HasTextString = "质押融资" }).First.ClickAsync();
            await yunyong.Page.ClickAsync("main summary");
            await yunyong.Page.FillAsync("#reason", "合肥市更正企业数（演示）");
            await yunyong.Page.ClickAsync("form[action$='/restate'] button");
            await Expect(yunyong.Page.Locator(".toast")).ToBeVisibleAsync();
            address = new Uri(yunyong.Page.Url).AbsolutePath;
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
            await person.Photograph($"statistics-release-{login}");
        }
    }

    [Theory]
    [InlineData("guojia", "/statistics/collections/1")]
    [InlineData("guojia", "/statistics/load")]
    [InlineData("guojia", "/statistics/offices?element=pledge_amount&superior=cnipa")]
    [InlineData("hefei", "/statistics/interference")]
    [InlineData("shenji", "/statistics/interference")]
    [InlineData("hefei", "/statistics/values/pledge_projects/office-340100/2026Q3")]
    [InlineData("hefei", "/statistics?lang=en")]
    [InlineData("hefei", "/open/statistics")]
    [InlineData("hefei", "/open/statistics/method")]
    public async Task A_page_of_statistics_has_no_accessibility_fault(string login, string path)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(path);
        Assert.Empty(await visitor.Faults());
    }

    [GeneratedRegex("^30$")]
    private static partial Regex Thirty();
}
