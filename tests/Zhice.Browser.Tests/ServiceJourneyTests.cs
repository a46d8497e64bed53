using System.Text;
using Microsoft.Playwright;
using Xunit;
using Zhice.Cli;
using Zhice.Data.Services;
using Zhice.Domain.Services;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>Every item of the catalogue, from its guide to its result: an applicant fills in its own form, an officer decides, and the public finds what may be public.</summary>
public sealed class ServiceJourneyTests(Product product)
{
    static readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

    /// <summary>Items in force today.</summary>
    public static TheoryData<string> Items => [.. ServiceFiles.Shipped.On(today).Select(item => item.Code)];

    [Theory]
    [MemberData(nameof(Items))]
    public async Task An_item_goes_from_its_guide_to_its_certificate_and_register(string code)
    {
        Assert.SkipWhen(product.Missing is not null, product.Missing ?? "");
        var item = ServiceFiles.Shipped.Find(code, today)!;
        // A grant under public notice waits for days that no test can wait for; such an item is walked to its refusal.
        var decision = item.Decisions.First(d => d.Grants == item.Notice is null);
        await using var applicant = await product.Visit();
        await applicant.LogIn(ServiceDemo.Applicant);
        var form = ExampleForm.Of(item, Random.Shared.Next(1_000, 80_000_000), today.AddDays(10));
        var own = await Applied(applicant, item, form);
        Assert.Empty(await applicant.Faults());
        await applicant.Photograph($"service-{code}-submitted", whole: true);

        await using var officer = await product.Visit();
        await using var nation = await product.Visit();
        var handles = officer;
        var desk = own.Replace("/my/cases", "/service-cases", StringComparison.Ordinal);
        var national = (item.Routing.FirstOrDefault(r => r.When?.Holds(form.GetValueOrDefault) ?? true)?.Level ?? item.LevelAt(0)) == ServiceLevel.National;
        await officer.LogIn(national ? "yunyong" : "wanju");
        await officer.Open(desk);
        await Act(officer, CaseActionKind.Accept);
        for (var step = 1; step < CaseMoves.DecisionStep(item); step++)
        {
            if (item.OtherParty is { } other && item.Steps[step].Code == other.ServedAt) await Dispute(handles, applicant, item, own, desk);
            await Act(handles, CaseActionKind.Pass);
            if (item.LevelAt(step + 1) == item.LevelAt(step)) continue;
            // The first opinion is given: the case is the national office's now.
            handles = nation;
            await nation.LogIn("yunyong");
            await nation.Open(desk);
        }
        if (item.OtherParty?.Panel is not null) await Panel(handles, national ? ["yunyong", "tongji", "tiaofa"] : ["wanju", "anhui", "heyi"], desk, decision.Code);
        await Act(handles, CaseActionKind.Decide, decision.Code);
        Assert.Empty(await handles.Faults());
        Assert.Empty(await officer.Faults());

        await applicant.Open(own);
        await Act(applicant, CaseActionKind.Deliver);
        await Expect(applicant.Page.Locator("main")).ToContainTextAsync("已送达");
        if (!decision.Grants) return;
        await using var anybody = await product.Visit();
        await applicant.Page.ClickAsync("a[href^='/certificates/']");
        await anybody.Open(new Uri(applicant.Page.Url).AbsolutePath);
        await Expect(anybody.Page.Locator("main")).ToContainTextAsync("真实有效");
        await anybody.Photograph($"service-{code}-certificate", whole: true);
        if (item.RegisterFields.Count == 0) return;
        var number = await applicant.Page.Locator("main dd").First.InnerTextAsync();
        // A certificate that is nobody's business tells a stranger whether it holds, and nothing else.
        if (item.Access.Of(form) != RegisterLevel.Public) await Expect(anybody.Page.Locator("main")).Not.ToContainTextAsync(number);
        await anybody.Open($"/registers/{code}?q={number}");
        Assert.Empty(await anybody.Faults());
        // An entry that is not for everybody is found by its applicant and by nobody else.
        var open = item.Access.Of(form) == RegisterLevel.Public;
        if (!open) await Expect(anybody.Page.Locator("main")).Not.ToContainTextAsync(number);
        var reader = open ? anybody : applicant;
        await reader.Open($"/registers/{code}?q={number}");
        await reader.Page.ClickAsync("main tbody a");
        await Expect(reader.Page.Locator("h1")).ToHaveTextAsync(number);
        Assert.Empty(await reader.Faults());
    }

    [Fact]
    public async Task A_form_computes_and_brings_what_hangs_on_a_choice_while_it_is_filled_in_and_keeps_what_was_typed()
    {
        Assert.SkipWhen(product.Missing is not null, product.Missing ?? "");
        await using var applicant = await product.Visit();
        await applicant.LogIn(ServiceDemo.Applicant);
        var page = applicant.Page;
        await applicant.Open("/services/patent_intensive_product/apply");
        await page.ClickAsync("main form button.primary");
        await page.FillAsync("#f-product", "没有保存的产品");
        await page.FillAsync("#f-sales", "25");
        await page.FillAsync("#f-total_sales", "200");
        await page.FillAsync("#f-industry", "3825");
        await Expect(page.Locator("#f-share")).ToHaveTextAsync("12.5");
        await Expect(page.Locator("#f-product")).ToHaveValueAsync("没有保存的产品");
        await page.ReloadAsync();
        await Expect(page.Locator("#f-product")).ToHaveValueAsync(""); // it was looked at and not saved

        await applicant.Open("/services/open_licence/apply");
        await page.ClickAsync("main form button.primary");
        await Expect(page.Locator("#f-co_sign")).ToHaveCountAsync(0);
        await page.FillAsync("#f-title", "一种散热装置");
        await page.SelectOptionAsync("#f-co_owned", "yes");
        await Expect(page.Locator("#f-co_sign")).ToBeVisibleAsync();
        await page.SelectOptionAsync("#f-co_sign", "yes");
        await Expect(page.Locator("#f-co_owner_1")).ToBeVisibleAsync();
        await page.SelectOptionAsync("#f-co_owned", "no");
        await Expect(page.Locator("#f-co_owner_1")).ToHaveCountAsync(0);
        await Expect(page.Locator("#f-title")).ToHaveValueAsync("一种散热装置");
        Assert.Empty(await applicant.Faults());
    }

    // The other side enters with the code of the notice, answers and shows evidence, on a phone; the applicant says what it holds of it.
    async Task Dispute(Visitor officer, Visitor applicant, ServiceItem item, string own, string desk)
    {
        await Act(officer, CaseActionKind.Serve);
        var (number, code) = (await officer.Page.Locator("dl.facts dd").First.InnerTextAsync(), await officer.Page.Locator("section[aria-labelledby='sides-h'] .code").InnerTextAsync());
        await using var other = await product.Visit();
        await other.Page.SetViewportSizeAsync(375, 800);
        await other.LogIn(ServiceDemo.Platform);
        await other.Open("/my/other-side");
        await other.Page.FillAsync("#number", string.Concat(number.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '-'))); // a tag stands beside it
        await other.Page.FillAsync("#code", code);
        await other.Page.ClickAsync("main form button.primary");
        await Expect(other.Page.Locator(".toast")).ToBeVisibleAsync();
        if (item.OtherParty!.AsksConsent) await other.Page.SelectOptionAsync("#upheld-answer", "yes");
        await other.Page.FillAsync("#answer", "答复的内容和理由（浏览器测试）");
        await other.Page.ClickAsync("form:has(#answer) button.primary");
        await Expect(other.Page.Locator("main")).ToContainTextAsync("答复的内容和理由（浏览器测试）");
        await other.Page.ClickAsync("summary:has-text('提交证据')");
        await other.Page.FillAsync("#put-title", "在先合同");
        await other.Page.FillAsync("#put-purpose", "证明在先使用");
        await other.Page.SetInputFilesAsync("#put-file", new FilePayload { Name = "合同.txt", MimeType = "text/plain", Buffer = "在先合同（浏览器测试）"u8.ToArray() });
        await other.Page.ClickAsync("form[action$='/exhibits'] button.primary");
        await Expect(other.Page.Locator("main")).ToContainTextAsync("证据 1");
        Assert.Empty(await other.Faults());
        await other.Photograph($"service-{item.Code}-other-side", whole: true);

        await applicant.Open(own);
        await applicant.Page.ClickAsync("summary:has-text('发表质证意见')");
        await applicant.Page.SelectOptionAsync("#upheld-1", "no");
        await applicant.Page.FillAsync("#words-1", "真实性有异议（浏览器测试）");
        await applicant.Page.ClickAsync("form:has(#words-1) button");
        await Expect(applicant.Page.Locator("main")).ToContainTextAsync("有异议");
        Assert.Empty(await applicant.Faults());
        await officer.Open(desk);
        await officer.Photograph($"service-{item.Code}-two-sides", whole: true);
    }

    async Task Panel(Visitor head, string[] members, string desk, string decision)
    {
        await Act(head, CaseActionKind.FormPanel, null, ("#members", string.Join(' ', members)));
        await Act(head, CaseActionKind.Deliberate, decision);
        foreach (var login in members[1..])
        {
            await using var member = await product.Visit();
            await member.LogIn(login);
            await member.Open(desk);
            await Act(member, CaseActionKind.Deliberate, decision);
        }
        await head.Open(desk);
    }

    static async Task<string> Applied(Visitor visitor, ServiceItem item, IReadOnlyDictionary<string, string> form)
    {
        var page = visitor.Page;
        await visitor.Open($"/services/{item.Code}");
        await page.ClickAsync("a[href$='/apply']");
        if (item.LevelAt(0) != ServiceLevel.National) await page.SelectOptionAsync("#office", "office-340000");
        await page.ClickAsync("main form button.primary");
        // Choices bring further fields with the next save.
        for (var turn = 0; turn < 5 && page.Url.EndsWith("/form", StringComparison.Ordinal); turn++)
        {
            foreach (var (name, value) in form)
                if (page.Locator($"#{FormCheck.Prefix}{name}") is var field && await field.CountAsync() == 1)
                    if (await field.EvaluateAsync<string>("e => e.tagName") == "SELECT") await field.SelectOptionAsync(value);
                    else await field.FillAsync(value);
            await page.ClickAsync("button[value=next]");
        }
        Assert.EndsWith("/materials", page.Url, StringComparison.Ordinal);
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
        {
            var card = page.Locator($"section[aria-labelledby='m-{material.Code}']");
            await card.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "材料.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes($"{material.Name}（浏览器测试）") });
            await card.Locator("form[enctype] button").ClickAsync();
        }
        await page.ClickAsync("a[href$='/check']");
        await page.ClickAsync("form[action$='/check'] button.primary");
        await Expect(page.Locator(".case-held")).ToContainTextAsync("正在办理");
        return new Uri(page.Url).AbsolutePath;
    }

    static async Task Act(Visitor visitor, CaseActionKind kind, string? decision = null, params (string Field, string Value)[] filled)
    {
        var form = visitor.Page.Locator($"details:has(input[name=kind][value={kind}])");
        await form.Locator("summary").ClickAsync();
        if (decision is not null) await form.Locator("select[name=decision]").SelectOptionAsync(decision);
        if (kind == CaseActionKind.Serve) await form.Locator("#serve-on").FillAsync(today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (field, value) in filled) await form.Locator(field).FillAsync(value);
        if (await form.Locator("textarea").CountAsync() > 0) await form.Locator("textarea").FillAsync("符合规定（浏览器测试）");
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(visitor.Page.Locator(".toast")).ToBeVisibleAsync();
    }
}
