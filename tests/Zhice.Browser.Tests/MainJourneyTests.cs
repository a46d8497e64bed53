using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>The main job, as somebody who has never seen the product goes through it.</summary>
public sealed class MainJourneyTests(Product product)
{
    [Fact]
    public Task The_projects_own_list_goes_from_file_to_obligations() =>
        Journey(Repository.Demo("task-list.txt"), "2026-03-01", "journey");

    [Fact]
    public Task The_list_of_2023_goes_from_file_to_obligations()
    {
        Assert.SkipWhen(Repository.Policies is null, "../shared/policies is absent.");
        return Journey(Path.Combine(Repository.Policies!, "2023-task-list.docx"), "2026-03-01", "journey-2023");
    }

    async Task Journey(string file, string asOf, string name)
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");

        // Import.
        await visitor.Open("/documents/new");
        await page.SetInputFilesAsync("input[type=file]", file);
        await page.CheckAsync("input[name=disclosure][value=Public]");
        await page.ClickAsync("#upload button[type=submit]");
        await page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/documents/\d+$"));

        // Check beside the original: a click on either side shows the other.
        var chip = page.Locator("#rd-tree .nd-task .who").First;
        await chip.ClickAsync();
        await Expect(chip).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.Locator("#rd-text .on").First).ToBeVisibleAsync();
        await visitor.ClickFirstCharacter(page.Locator("#rd-text .r-commitment[data-n^=commitment]").Nth(3));
        await Expect(page.Locator("#rd-tree .nd-commitment[aria-selected=true]")).ToHaveCountAsync(1);

        // Correct one department.
        await chip.ClickAsync();
        await page.ClickAsync("[data-do=edit]");
        await page.FillAsync("#rd-fields input[name=organisation]", "商标局");
        await page.ClickAsync("#rd-editor button[type=submit]");
        await Expect(page.Locator("#rd-entries")).ToHaveTextAsync("1");
        await Expect(page.Locator("#rd-tree .nd-task .who").First).ToContainTextAsync("商标局");
        await visitor.Photograph($"{name}-reader");

        // What the text does not say is asked for, not invented.
        if (await page.Locator("p.note a[href$='/metadata']").CountAsync() > 0)
        {
            await page.ClickAsync("p.note a[href$='/metadata']");
            if (await page.InputValueAsync("main input[name=year]") == "") await page.FillAsync("main input[name=year]", "2026");
            await page.FillAsync("main input[name=issuer]", "国家知识产权局");
            await page.ClickAsync("main form[method=post] button.primary");
            await page.WaitForURLAsync(url => !url.EndsWith("/metadata", StringComparison.Ordinal));
        }

        // Mark as checked, publish as of a day.
        await page.ClickAsync("form[action$='/checked'] button");
        await page.ClickAsync("a.button[href$='/publish']");
        await page.CheckAsync("input[name=programme][value=new]");
        await page.FillAsync("input[name=name]", $"浏览器测试 {name}");
        await page.FillAsync("input[name=asOf]", asOf);
        await page.ClickAsync("form[method=get] button[type=submit].primary");
        await visitor.Photograph($"{name}-publish");
        await page.ClickAsync("form[method=post][action$='/publish'] button.primary");
        await page.WaitForURLAsync(url => url.Contains("/programmes/", StringComparison.Ordinal));

        // The board, and 安徽省's page.
        await Expect(page.Locator("h1")).ToContainTextAsync($"浏览器测试 {name}");
        await Expect(page.Locator("main table").First).ToContainTextAsync("安徽");
        await visitor.Photograph($"{name}-board");
        var programme = new Uri(page.Url).AbsolutePath.Split('/')[2];
        await visitor.Open($"/organisations/office-340000?programme={programme}");
        await Expect(page.Locator("h1")).ToContainTextAsync("安徽省知识产权局");
        await Expect(page.Locator("main")).ToContainTextAsync("必做");
        await visitor.Photograph($"{name}-anhui");

        // Why a task is optional for a city: the rule in its words, the status with its dates.
        await visitor.Open($"/organisations/office-340100?programme={programme}");
        var optional = page.Locator(".obligation", new() { HasText = "选做" }).First;
        await optional.Locator("summary").ClickAsync();
        await Expect(optional.Locator("details")).ToContainTextAsync("示范城市");
        await Expect(optional.Locator("details")).ToContainTextAsync("2025-07-01");
        await visitor.Photograph($"{name}-hefei-why");
    }
}
