using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>The working year, walked by the people who work it; each step leaves a picture under artifacts/screenshots.</summary>
public sealed class WorkingYearTests(Product product)
{
    const string Duty = "完善纠纷快速处理机制";
    const string Late = "讲好知识产权故事";
    const string Piece = "建立行政裁决与调解衔接清单";

    [Fact(DisplayName = "A whole year in the life of one province and two cities")]
    public async Task A_whole_year_in_the_life_of_one_province_and_two_cities()
    {
        await using var nation = await product.Visit();
        await using var department = await product.Visit();
        await using var head = await product.Visit();
        await using var officer = await product.Visit();
        await using var hefei = await product.Visit();
        await using var hefeiHead = await product.Visit();
        await using var wuhu = await product.Visit();
        foreach (var (who, login) in ((Visitor, string)[])[(nation, "guojia"), (department, "yunyong"), (head, "anhui"), (officer, "wanju"), (hefei, "hefei")]) await who.LogIn(login);

        await Open_accounts_for_the_cities(head, hefeiHead, wuhu);
        await Break_the_duty_down_and_hand_it_to_the_cities(head, hefei, wuhu);
        await The_lead_department_extends_a_due_day(department);
        await Hefei_reports_with_evidence_reviewed_and_signed_by_another(hefei, hefeiHead, head);
        await Wuhu_reports_alone_is_returned_with_all_reasons_and_accepted(wuhu, head);
        await The_province_reports_and_the_nation_accepts(officer, head, nation);
        await An_urging_letter_is_issued_answered_and_closed(head, hefei);
        var submission = await The_year_is_submitted_signed_by_another_than_its_writer(officer, head);
        await The_nation_receives_it_and_sums_the_year_up(nation, head, submission);
    }

    static async Task Open_accounts_for_the_cities(Visitor head, Visitor hefeiHead, Visitor wuhu)
    {
        await WorkingYear.OpenAccount(head, hefeiHead, "hefei-ju", "合肥市局负责人", "RegionalAdministrator", "office-340100");
        await WorkingYear.OpenAccount(head, wuhu, "wuhu", "芜湖市工作人员", "RegionalOfficer", "office-340200");

        // With a second person Hefei gets back the steps that the demonstration switched off for its only one.
        await head.Open("/organisations/office-340100/duties");
        await head.Page.CheckAsync("[name=review]");
        await head.Page.CheckAsync("[name=signOff]");
        await head.Page.ClickAsync("form[action$='/steps'] button");
        await Expect(head.Page.Locator("[name=review]")).ToBeCheckedAsync();

        // An office of one person has nobody to review: the page says so, and the province switches the steps off for it.
        await WorkingYear.Duty(wuhu, "office-340200", Duty);
        await wuhu.Page.ClickAsync("text=写进展");
        await wuhu.Page.ClickAsync("main form button.primary");
        await Expect(wuhu.Page.Locator("main .note").First).ToContainTextAsync("本机构没有填报人以外的人可以审核");
        await wuhu.Photograph("year-01-nobody-reviews");
        await head.Open("/organisations/office-340200/duties");
        await head.Page.UncheckAsync("[name=review]");
        await head.Page.UncheckAsync("[name=signOff]");
        await head.Page.ClickAsync("form[action$='/steps'] button");
        await Expect(head.Page.Locator("[name=review]")).Not.ToBeCheckedAsync();
    }

    static async Task Break_the_duty_down_and_hand_it_to_the_cities(Visitor head, Visitor hefei, Visitor wuhu)
    {
        var page = head.Page;
        await WorkingYear.Duty(head, "office-340000", Duty);
        await Expect(page.Locator("main")).ToContainTextAsync("还没有分解");
        await page.ClickAsync("text=分解、下达");
        await page.FillAsync("[name=title]", Piece);
        await page.FillAsync("[name=due]", "2026-12-20");
        await page.GetByLabel("合肥市知识产权局").CheckAsync();
        await page.GetByLabel("芜湖市知识产权局").CheckAsync();
        await page.ClickAsync("main form button.primary");
        await Expect(page.Locator("main")).ToContainTextAsync("2 个事项中已完成 0 个");
        await head.Photograph("year-02-break-down", whole: true);

        foreach (var city in (Visitor[])[hefei, wuhu])
        {
            await city.Open("/");
            await city.Page.ClickAsync($"main a:has-text('{Piece}')");
            await Expect(city.Page.Locator("main")).ToContainTextAsync(Piece);
        }
        await hefei.Page.SelectOptionAsync("main select[name=status]", "Done");
        await hefei.Page.ClickAsync("main form:has(select[name=status]) button.primary");
        await Expect(hefei.Page.Locator("main")).ToContainTextAsync("已完成");
        await hefei.Photograph("year-03-piece-done", whole: true);
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("2 个事项中已完成 1 个");
    }

    static async Task The_lead_department_extends_a_due_day(Visitor department)
    {
        var page = department.Page;
        await WorkingYear.Duty(department, "office-340100", "盘活高校院所存量专利");
        await page.ClickAsync("text=期限与督办");
        await page.ClickAsync("summary:has-text('延期')");
        await page.FillAsync("[name=to]", "2027-01-31");
        await page.FillAsync("[name=reason]", "高校存量专利盘点晚于预期。");
        await page.ClickAsync("form[action$='/extend'] button");
        await Expect(page.Locator("main .timeline")).ToContainTextAsync("2026-12-31 → 2027-01-31");
        await Expect(page.Locator("main .timeline")).ToContainTextAsync("高校存量专利盘点晚于预期");
        await department.Photograph("year-04-extended", whole: true);
    }

    static async Task Hefei_reports_with_evidence_reviewed_and_signed_by_another(Visitor hefei, Visitor hefeiHead, Visitor head)
    {
        var page = hefei.Page;
        await WorkingYear.Begin(hefei, "office-340100", Duty);
        await WorkingYear.Write(hefei, "建立行政裁决与调解衔接机制，联合市法院印发衔接办法。\n全年办结简易案件126件，平均办理时间22个工作日。");
        await page.ClickAsync("text=上传新材料");
        await page.CheckAsync("[name=disclosure][value=OnRequest]");
        await page.SetInputFilesAsync("main input[type=file]", new FilePayload
        {
            Name = "衔接办法.txt", MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes("合肥市行政裁决与调解衔接办法（浏览器测试）"),
        });
        await page.ClickAsync("main form button.primary");
        await page.ClickAsync("text=回到报送");
        await Expect(page.Locator("main")).ToContainTextAsync("衔接办法.txt");
        await Expect(page.Locator("main")).ToContainTextAsync("下一步由 合肥市局负责人 审核");
        await hefei.Photograph("year-05-report", whole: true);
        await page.ClickAsync("button[value=forward]");
        await Expect(page.Locator("main")).ToContainTextAsync("待审核");

        await WorkingYear.FromInbox(hefeiHead, "报送待审核", Duty);
        await hefeiHead.Photograph("year-06-review", whole: true);
        await hefeiHead.Page.ClickAsync("button:has-text('审核通过')");
        await hefeiHead.Page.ClickAsync("button[value=forward]:has-text('签发')");
        await Expect(hefeiHead.Page.Locator("main")).ToContainTextAsync("待上级审阅");

        await WorkingYear.Accept(head, "合肥市知识产权局");
        await WorkingYear.Duty(hefei, "office-340100", Duty);
        await WorkingYear.IsDone(hefei);
        await hefei.Photograph("year-07-done", whole: true);
    }

    static async Task Wuhu_reports_alone_is_returned_with_all_reasons_and_accepted(Visitor wuhu, Visitor head)
    {
        var page = wuhu.Page;
        await WorkingYear.Duty(wuhu, "office-340200", Duty);
        await page.ClickAsync("text=写进展");
        await WorkingYear.Write(wuhu, "建立衔接机制，办结简易案件45件。");
        await page.ClickAsync("button[value=forward]");
        await Expect(page.Locator("main")).ToContainTextAsync("待上级审阅");

        await WorkingYear.FromInbox(head, "报送待采纳", Duty);
        await head.Page.ClickAsync("summary:has-text('退回')");
        await head.Page.FillAsync("#reason1", "请写明平均办理时间。");
        await head.Page.FillAsync("#reason2", "请说明与法院的衔接。");
        await head.Page.ClickAsync("button[value=return]");
        await Expect(head.Page.Locator("main")).ToContainTextAsync("已退回");

        await WorkingYear.FromInbox(wuhu, "报送被退回", Duty);
        await Expect(page.Locator(".returned li")).ToHaveTextAsync(["请写明平均办理时间。", "请说明与法院的衔接。"]);
        await wuhu.Photograph("year-08-returned", whole: true);
        await WorkingYear.Write(wuhu, "与市法院建立衔接机制，办结简易案件45件，平均办理时间26个工作日。");
        await page.ClickAsync("button[value=forward]");
        await WorkingYear.Accept(head, "芜湖市知识产权局");
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("已采纳");
        await Expect(page.Locator("[name=narrative]")).ToHaveCountAsync(0); // accepted, and locked
    }

    static async Task The_province_reports_and_the_nation_accepts(Visitor officer, Visitor head, Visitor nation)
    {
        await WorkingYear.Begin(officer, "office-340000", Duty);
        await WorkingYear.Write(officer, "指导各市建立衔接机制，全省简易案件平均办理时间24个工作日。");
        await officer.Page.ClickAsync("button[value=forward]");
        await WorkingYear.FromInbox(head, "报送待审核", Duty);
        await head.Page.ClickAsync("button:has-text('审核通过')");
        await head.Page.ClickAsync("button[value=forward]:has-text('签发')");
        await WorkingYear.Accept(nation, "安徽省知识产权局");
        await WorkingYear.Duty(officer, "office-340000", Duty);
        await WorkingYear.IsDone(officer);
        await nation.Open("/programmes/1/progress");
        await nation.Photograph("year-09-board");
    }

    static async Task An_urging_letter_is_issued_answered_and_closed(Visitor head, Visitor hefei)
    {
        await WorkingYear.Duty(head, "office-340100", Late);
        await head.Page.ClickAsync("text=期限与督办");
        await Expect(head.Page.Locator("main")).ToContainTextAsync("2026-06-01"); // 31 May 2026 is a Sunday
        await head.Page.ClickAsync("summary:has-text('拟督办单')");
        await head.Page.FillAsync("[name=demand]", "请说明宣传活动的场次和完成时间。");
        await head.Page.ClickAsync("form[action$='/letters'] button");
        await head.Page.ClickAsync("form[action$='/issue'] button.primary");
        await Expect(head.Page.Locator("h1")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"督办〔\d{4}〕\d+号"));
        var number = await head.Page.InnerTextAsync("h1");

        await WorkingYear.FromInbox(hefei, "督办单待回复", Late);
        await Expect(hefei.Page.Locator("h1")).ToHaveTextAsync(number);
        await hefei.Photograph("year-10-letter", whole: true);
        await hefei.Page.FillAsync("form[action$='/answer'] [name=words]", "已举办9场，12月5日前再举办3场。");
        await hefei.Page.ClickAsync("form[action$='/answer'] button");
        await Expect(hefei.Page.Locator("main")).ToContainTextAsync("已回复");

        await head.Page.ReloadAsync();
        await head.Page.FillAsync("form[action$='/close'] [name=words]", "已核实，予以销号。");
        await head.Page.ClickAsync("form[action$='/close'] button");
        await Expect(head.Page.Locator("main")).ToContainTextAsync("已核实，予以销号。");
        await hefei.Open("/inbox");
        await Expect(hefei.Page.Locator("main")).Not.ToContainTextAsync("督办单待回复");
    }

    static async Task<string> The_year_is_submitted_signed_by_another_than_its_writer(Visitor officer, Visitor head)
    {
        var page = officer.Page;
        await officer.Open("/programmes/1");
        await page.ClickAsync("main a:has-text('年度成效报送')");
        await page.ClickAsync("main table a:has-text('安徽省知识产权局')");
        await page.ClickAsync("text=并入新采纳的进展");
        var item = page.Locator("main section.card", new() { HasText = Duty });
        await Expect(item).ToContainTextAsync("全省简易案件平均办理时间24个工作日");
        await Expect(item).ToContainTextAsync("全年办结简易案件126件");
        await Expect(item).ToContainTextAsync("衔接办法第 1 版");
        await officer.Photograph("year-11-submission", whole: true);
        // The form of a paragraph stands open until the submission is signed, so that it is held to the rules here.
        var at = new Uri(page.Url).AbsolutePath;
        await officer.Open((await item.Locator("a[href*='/items/']").First.GetAttributeAsync("href"))!);
        Assert.Empty(await officer.Faults());
        await What_a_lapsed_session_did_not_save_is_offered_again(officer);
        await officer.Open(at);
        if (await page.Locator("input[name='confirmed']").CountAsync() > 0) await page.CheckAsync("input[name='confirmed']"); // sentences without evidence
        await page.ClickAsync("button:has-text('送签')");
        await Expect(page.Locator("main")).ToContainTextAsync("待签发");
        await Expect(page.Locator("button:has-text('签发')")).ToHaveCountAsync(0);

        await head.Open(at);
        if (await head.Page.Locator("input[name='confirmed']").CountAsync() > 0) await head.Page.CheckAsync("input[name='confirmed']");
        await head.Page.ClickAsync("button:has-text('签发')");
        await Expect(head.Page.Locator("main")).ToContainTextAsync("已报送");
        var digest = await head.Page.InnerTextAsync("code.digest");
        await WorkingYear.Downloads(head, $"{at}/report.docx", "PK");
        await WorkingYear.Downloads(head, $"{at}/annex.xlsx", "PK");
        if (await head.Page.Locator("a[href$='/report.pdf']").CountAsync() > 0) await WorkingYear.Downloads(head, $"{at}/report.pdf", "%PDF");
        Assert.Contains(digest, System.Text.Encoding.UTF8.GetString(await WorkingYear.Download(head, $"{at}/package.json")), StringComparison.Ordinal);
        await head.Open($"{at}/print");
        await Expect(head.Page.Locator("main")).ToContainTextAsync(digest);
        await head.Photograph("year-12-print", whole: true);
        return at;
    }

    static async Task What_a_lapsed_session_did_not_save_is_offered_again(Visitor officer)
    {
        var (page, address) = (officer.Page, new Uri(officer.Page.Url).AbsolutePath);
        await page.Locator("#added").FillAsync("会话结束前写的一段。");
        var session = (await officer.Context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly }).ToList();
        await officer.Context.ClearCookiesAsync();
        await page.ClickAsync("form[data-keep] button.primary");
        await Expect(page.Locator("#added")).ToHaveCountAsync(0); // the door is closed

        await officer.Context.AddCookiesAsync(session);
        await officer.Open(address);
        await Expect(page.Locator("#added")).ToHaveValueAsync("会话结束前写的一段。");
        await Expect(page.Locator("form[data-keep] .note")).ToContainTextAsync("已恢复上次未保存的文字");
        await page.ClickAsync("form[data-keep] .note button");
        await page.ReloadAsync();
        await Expect(page.Locator("#added")).ToHaveValueAsync("");
    }

    static async Task The_nation_receives_it_and_sums_the_year_up(Visitor nation, Visitor head, string submission)
    {
        var page = nation.Page;
        await nation.Open("/programmes/1/submissions");
        var row = page.Locator("main tbody tr", new() { HasText = "安徽省知识产权局" });
        await Expect(row).ToContainTextAsync(new System.Text.RegularExpressions.Regex("按时|逾期")); // by the day on which the test runs
        await nation.Photograph("year-13-register");
        await row.Locator("a").First.ClickAsync();
        await page.ClickAsync("button:has-text('接收')");
        await Expect(page.Locator("main")).ToContainTextAsync("回执〔2026〕1号");
        await nation.Photograph("year-14-receipt");
        await head.Open(submission);
        await Expect(head.Page.Locator("main")).ToContainTextAsync("回执〔2026〕1号");
        foreach (var file in (string[])["summary.docx", "summary.xlsx"])
            await WorkingYear.Downloads(nation, $"/programmes/1/{file}", "PK");
    }
}
