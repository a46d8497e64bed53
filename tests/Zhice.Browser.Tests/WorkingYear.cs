using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>What people do again and again in a working year, by the words that they see.</summary>
internal static class WorkingYear
{
    /// <summary>Opens an account, and its owner logs in with the one-time password and changes it.</summary>
    public static async Task OpenAccount(Visitor administrator, Visitor owner, string login, string name, string role, string office)
    {
        const string Own = "zhice-jiulian-2026";
        await administrator.Open("/accounts");
        await administrator.Page.FillAsync("#login", login);
        await administrator.Page.FillAsync("#name", name);
        await administrator.Page.SelectOptionAsync("#role", role);
        await administrator.Page.FillAsync("#organisation", office);
        await administrator.Page.ClickAsync("form[action='/accounts'][method=post] button[type=submit]");
        var once = await administrator.Page.InnerTextAsync(".secret");

        await owner.Open("/login");
        await owner.Page.FillAsync("#login", login);
        await owner.Page.FillAsync("#password", once);
        await owner.Page.ClickAsync("main form button.primary");
        await owner.Page.FillAsync("[name=current]", once);
        await owner.Page.FillAsync("[name=new]", Own);
        await owner.Page.FillAsync("[name=again]", Own);
        await owner.Page.ClickAsync("main form button.primary");
        await Expect(owner.Page.Locator("h1")).ToContainTextAsync(name);
    }

    /// <summary>Goes from an office's page to its duty of that title.</summary>
    public static async Task Duty(Visitor visitor, string office, string title)
    {
        await visitor.Open($"/organisations/{office}?programme=1");
        await visitor.Page.Locator("ul.obligations > li", new() { HasText = title }).First.Locator("a[href^='/obligations/']").First.ClickAsync();
        await Expect(visitor.Page.Locator("h1")).ToContainTextAsync(title);
    }

    /// <summary>Begins a report on a duty.</summary>
    public static async Task Begin(Visitor visitor, string office, string title)
    {
        await Duty(visitor, office, title);
        await visitor.Page.ClickAsync("text=写进展");
        await visitor.Page.ClickAsync("main form button.primary");
        await visitor.Page.WaitForURLAsync("**/reports/*");
    }

    /// <summary>Writes that all is done, and waits until the draft has saved itself.</summary>
    public static async Task Write(Visitor visitor, string words)
    {
        await visitor.Page.FillAsync("[name=narrative]", words);
        await visitor.Page.SelectOptionAsync("[name=status]", "Done");
        await visitor.Page.SelectOptionAsync("[name=result]", "Met");
        await visitor.Page.CheckAsync("[name=commitment]");
        await Expect(visitor.Page.Locator("[data-save-state]")).ToContainTextAsync("已保存");
    }

    /// <summary>Opens from the inbox what waits there under that kind and title.</summary>
    public static async Task FromInbox(Visitor visitor, string kind, string title)
    {
        await visitor.Open("/inbox");
        await visitor.Page.Locator("main tbody tr", new() { HasText = kind }).Filter(new() { HasText = title }).Locator("a").First.ClickAsync();
    }

    /// <summary>The superior accepts what an office reports.</summary>
    public static async Task Accept(Visitor superior, string office)
    {
        await superior.Open("/reports?state=Submitted");
        await superior.Page.Locator("main tbody tr", new() { HasText = office }).Filter(new() { HasText = "完善纠纷快速处理机制" }).Locator("a").First.ClickAsync();
        await superior.Page.ClickAsync("button[value=forward]:has-text('采纳')");
        await Expect(superior.Page.Locator("main")).ToContainTextAsync("已采纳");
    }

    /// <summary>Status, result and light of the duty on the page say that it is done.</summary>
    public static async Task IsDone(Visitor visitor)
    {
        var facts = visitor.Page.Locator("section.card", new() { HasText = "办理情况" }).First;
        await Expect(facts).ToContainTextAsync("已完成，以采纳的进展报送为准：蓝灯");
        await Expect(facts.Locator("dd", new() { HasText = "达到" }).First).ToHaveTextAsync("达到");
        await Expect(facts.Locator(".light").First).ToContainTextAsync("蓝灯");
    }

    /// <summary>A file that the page offers begins as its kind begins: PK for DOCX and XLSX, %PDF.</summary>
    public static async Task Downloads(Visitor visitor, string path, string begin) =>
        Assert.StartsWith(begin, System.Text.Encoding.ASCII.GetString((await Download(visitor, path))[..4]), StringComparison.Ordinal);

    /// <summary>The bytes of a file that the page offers to this visitor.</summary>
    public static async Task<byte[]> Download(Visitor visitor, string path)
    {
        // LibreOffice makes the PDF: on a busy machine its start alone takes longer than a page may.
        var answer = await visitor.Context.APIRequest.GetAsync(path, new() { Timeout = 120_000 });
        Assert.True(answer.Ok, $"{path} answered {answer.Status}");
        return await answer.BodyAsync();
    }
}
