using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>Reading without a mouse, without script, on paper, and in English.</summary>
public sealed class WaysOfReadingTests(Product product)
{
    [Fact]
    public async Task A_reading_is_corrected_and_undone_by_keyboard_alone()
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");
        await visitor.Open("/documents/2");
        var entries = int.Parse(await page.InnerTextAsync("#rd-entries"), System.Globalization.CultureInfo.InvariantCulture);

        // Tab until the structure has the focus, then walk to a task.
        for (var i = 0; i < 60 && await page.EvaluateAsync<bool>("document.activeElement.closest('#rd-tree') === null"); i++)
            await page.Keyboard.PressAsync("Tab");
        for (var i = 0; i < 40 && await page.Locator("#rd-tree .nd-task[aria-selected=true]").CountAsync() == 0; i++)
            await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#rd-tree .nd-task[aria-selected=true]")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("e");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("键盘改过的标题");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#rd-entries")).ToHaveTextAsync($"{entries + 1}");
        await Expect(page.Locator("#rd-tree")).ToContainTextAsync("键盘改过的标题");

        await page.Keyboard.PressAsync("u");
        await Expect(page.Locator("#rd-entries")).ToHaveTextAsync($"{entries + 2}");
        await Expect(page.Locator("#rd-tree")).Not.ToContainTextAsync("键盘改过的标题");
    }

    [Fact]
    public async Task An_open_form_goes_along_to_the_next_item_but_never_loses_what_was_typed()
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");
        await visitor.Open("/documents/2");
        var (first, second, third) = (page.Locator("#rd-tree .nd-task .who").Nth(0), page.Locator("#rd-tree .nd-task .who").Nth(1), page.Locator("#rd-tree .nd-task .who").Nth(2));
        var field = page.Locator("#rd-fields input[name=organisation]");

        await first.ClickAsync();
        await page.ClickAsync("[data-do=edit]");
        var of = await field.InputValueAsync();
        await second.ClickAsync();
        await Expect(field).Not.ToHaveValueAsync(of);

        await field.FillAsync("商标局");
        await third.ClickAsync();
        await Expect(field).ToHaveValueAsync("商标局");
        await Expect(page.Locator(".rd-note")).ToContainTextAsync("未保存");
        await page.ClickAsync("#rd-cancel");
        await Expect(page.Locator("#rd-editor")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/documents")]
    [InlineData("/documents/1")]
    [InlineData("/programmes")]
    [InlineData("/programmes/1")]
    [InlineData("/tasks/1")]
    [InlineData("/organisations")]
    [InlineData("/organisations/office-340000")]
    public async Task A_page_reads_the_same_without_script(string path)
    {
        await using var plain = await product.Visit(script: false);
        await using var full = await product.Visit();
        await plain.LogIn("guojia");
        await full.LogIn("guojia");
        await plain.Open(path);
        await full.Open(path);
        Assert.Equal(await full.Page.InnerTextAsync("h1"), await plain.Page.InnerTextAsync("h1"));
        var words = (await full.Page.InnerTextAsync("main")).Length;
        Assert.True((await plain.Page.InnerTextAsync("main")).Length >= words / 2, "Without script, much of the page is missing.");
    }

    [Fact]
    public async Task Without_script_a_visitor_gets_from_the_login_to_a_reason()
    {
        await using var visitor = await product.Visit(script: false);
        var page = visitor.Page;
        await visitor.LogIn("hefei");
        await visitor.Open("/programmes");
        await page.ClickAsync("main a[href^='/programmes/']");
        await page.ClickAsync("main table a[href*='/tasks/']");
        await Expect(page.Locator("h1")).Not.ToBeEmptyAsync();
        await visitor.Open("/organisations/office-340100");
        await page.Locator(".obligations details.fold summary").First.ClickAsync();
        await Expect(page.Locator(".obligations details.fold").First).ToContainTextAsync(new Regex("以 [0-9]{4}-[0-9]{2}-[0-9]{2} 为计算日"));
    }

    [Theory]
    [InlineData("/programmes/1")]
    [InlineData("/organisations/office-340000")]
    [InlineData("/tasks/1")]
    [InlineData("/obligations/14")]
    [InlineData("/submissions/1")]
    [InlineData("/submissions/1/print")]
    public async Task On_paper_the_navigation_is_gone_and_the_content_is_there(string path)
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");
        await visitor.Open(path);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".masthead-nav")).ToBeHiddenAsync();
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        foreach (var control in await page.Locator("main button[type=submit], main textarea, main select").AllAsync()) await Expect(control).ToBeHiddenAsync();
        var paper = await page.PdfAsync(new() { Format = "A4", Landscape = true });
        Assert.True(paper.Length > 10_000);
    }

    [Fact]
    public async Task The_switch_turns_the_screen_to_english_and_it_stays()
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.Open("/login");
        await page.ClickAsync("a[hreflang=en]");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await visitor.Open("/programmes");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("nav")).Not.ToContainTextAsync("年度工作");
    }
}
