using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>The grid of a return: what is pasted goes where the focus is, and what was typed is there again after the page was left.</summary>
public sealed class ReturnGridTests(Product product)
{
    [Fact]
    public async Task Of_two_columns_the_first_goes_in_and_typed_figures_come_back_after_the_page_was_left()
    {
        await using var hefei = await product.Visit();
        await hefei.LogIn("hefei");
        await hefei.Open("/statistics");
        await hefei.Page.Locator("a[href^='/statistics/returns/']").First.ClickAsync();
        var address = new Uri(hefei.Page.Url).AbsolutePath;
        var before = await hefei.Page.InputValueAsync("#v-precheck_requests");
        await hefei.Page.FocusAsync("#v-precheck_requests");
        await hefei.Page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              data.setData('text', '50\t40\n45\t38');
              document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """);
        Assert.Equal(("50", "45"), (await hefei.Page.InputValueAsync("#v-precheck_requests"), await hefei.Page.InputValueAsync("#v-precheck_passed")));
        await Expect(hefei.Page.Locator("[data-paste-state]")).ToContainTextAsync("2 个数");

        // Lines that name their figures go there, whatever their order; one that names none goes nowhere.
        await hefei.Page.FocusAsync("#v-precheck_requests");
        await hefei.Page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              data.setData('text', '数据元\t数值\n保护中心预审合格量\t44\n保护中心预审申请量\t49\n别的什么\t7'.replace('保护中心预审申请量', document.querySelector('[data-element=precheck_requests]').dataset.name).replace('保护中心预审合格量', document.querySelector('[data-element=precheck_passed]').dataset.name));
              document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """);
        Assert.Equal(("49", "44"), (await hefei.Page.InputValueAsync("#v-precheck_requests"), await hefei.Page.InputValueAsync("#v-precheck_passed")));
        await Expect(hefei.Page.Locator("[data-paste-state]")).ToContainTextAsync("1");

        await hefei.Open("/statistics");
        await hefei.Open(address);
        Assert.Equal("49", await hefei.Page.InputValueAsync("#v-precheck_requests"));
        await hefei.Photograph("statistics-restored", whole: true);
        Assert.Empty(await hefei.Faults());
        await hefei.Page.GetByRole(AriaRole.Button, new() { Name = "不用恢复" }).ClickAsync();
        Assert.Equal(before, await hefei.Page.InputValueAsync("#v-precheck_requests"));
        await hefei.Open(address);
        Assert.Equal(before, await hefei.Page.InputValueAsync("#v-precheck_requests"));
    }
}
