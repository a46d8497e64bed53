using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>A report's draft saves itself, whatever the connection and the colleagues do.</summary>
public sealed class DraftTests(Product product)
{
    [Fact]
    public async Task A_draft_outlives_a_lost_connection_and_a_closed_window()
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        var address = await Begun(visitor);
        await Type(page, "先写一句。");
        await Says(page, "已保存");

        await visitor.Context.SetOfflineAsync(true);
        await Type(page, "断线后又写一句。");
        await Says(page, "网络中断，尚未保存");
        await visitor.Photograph("draft-offline");
        await visitor.Context.SetOfflineAsync(false); // the browser notices, and the draft goes at once
        await Says(page, "已保存");

        await visitor.Context.SetOfflineAsync(true);
        await Type(page, "关窗前写一句。");
        await Says(page, "网络中断，尚未保存");
        await page.CloseAsync();
        await visitor.Context.SetOfflineAsync(false);
        var again = await visitor.Context.NewPageAsync();
        await again.GotoAsync(address);
        const string all = "先写一句。断线后又写一句。关窗前写一句。";
        await Expect(again.Locator("[name=narrative]")).ToHaveValueAsync(all);
        // The closing window may still have sent it, and there is then nothing to restore: what counts is that the store has it.
        var kept = "";
        for (var look = 0; look < 40 && !kept.Contains(all, StringComparison.Ordinal); look++)
        {
            if (look > 0) await Task.Delay(500, TestContext.Current.CancellationToken);
            kept = System.Net.WebUtility.HtmlDecode(await (await again.APIRequest.GetAsync(address)).TextAsync());
        }
        Assert.Contains(all, kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_typed_after_the_session_ended_are_there_again_after_the_next_login()
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        var address = await Begun(visitor);
        var session = (await visitor.Context.CookiesAsync()).Select(c => new Cookie
        {
            Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly,
        }).ToList();
        await visitor.Context.ClearCookiesAsync();
        await Type(page, "会话结束后写的。");
        await Says(page, "登录已失效，尚未保存");

        await visitor.Context.AddCookiesAsync(session);
        await page.GotoAsync(address);
        await Expect(page.Locator("[name=narrative]")).ToHaveValueAsync("会话结束后写的。");
        await Says(page, "已保存");
    }

    [Fact]
    public async Task Two_people_who_write_the_same_report_see_both_versions_and_lose_nothing()
    {
        await using var first = await product.Visit();
        await using var second = await product.Visit();
        var address = await Begun(first);
        await second.LogIn("anhui");
        await second.Open(new Uri(address).AbsolutePath);

        await Type(second.Page, "同事写的一句。");
        await Says(second.Page, "已保存");
        await Type(first.Page, "我写的另一句。");
        await Says(first.Page, "同事保存了另一个版本");
        await first.Page.ClickAsync("form[data-draft] button[value=save]");
        var both = first.Page.Locator(".conflict");
        await Expect(both).ToContainTextAsync("同事写的一句。");
        await Expect(both).ToContainTextAsync("我写的另一句。");
        await first.Photograph("draft-two-versions", whole: true);
        await first.Page.ClickAsync("form[data-draft] button[value=save]");

        await second.Page.ReloadAsync();
        await Expect(second.Page.Locator("[name=narrative]")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("同事写的一句。\\s*我写的另一句。"));
        await second.Page.GotoAsync(address + "/history?all=1");
        await Expect(second.Page.Locator("main")).ToContainTextAsync("演示·安徽省工作人员");
    }

    // A duty of the province on which no report is open yet; each test takes the next one.
    static async Task<string> Begun(Visitor visitor)
    {
        await visitor.LogIn("wanju");
        foreach (var title in (string[])["健全信用监管机制", "扩大公共服务网点覆盖", "简化政务服务流程"])
        {
            await WorkingYear.Duty(visitor, "office-340000", title);
            await visitor.Page.ClickAsync("text=写进展");
            if (visitor.Page.Url.Contains("/reports/", StringComparison.Ordinal)) continue;
            await visitor.Page.ClickAsync("main form button.primary");
            await visitor.Page.WaitForURLAsync("**/reports/*");
            return visitor.Page.Url;
        }
        throw new InvalidOperationException("All duties that this test may begin are begun.");
    }

    static async Task Type(IPage page, string words)
    {
        await page.FocusAsync("[name=narrative]");
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(words);
    }

    static Task Says(IPage page, string words) => Expect(page.Locator("[data-save-state]")).ToContainTextAsync(words, new() { Timeout = 20_000 });
}
