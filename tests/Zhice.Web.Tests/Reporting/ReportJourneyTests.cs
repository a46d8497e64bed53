using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Web.Tests.Reporting;

/// <summary>A report from its first word to its acceptance, in a browser without script; and the draft that saves itself.</summary>
public sealed class ReportJourneyTests(ReportingSite site) : IClassFixture<ReportingSite>
{
    [Fact]
    public async Task A_report_is_written_reviewed_signed_returned_with_reasons_written_on_and_accepted()
    {
        var obligation = (await site.Owed("office-340000"))[0];
        using var writer = await site.As("writer");
        using var head = await site.As("signer");
        using var nation = await site.As("nationaladministrator");
        var report = await ReportingSite.Begin(writer, obligation);
        Assert.Contains("开始填报", await writer.Read(report), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Found, (await ReportingSite.Save(writer, report, "已印发实施方案。", "forward")).StatusCode);
        Assert.Contains("待审核", await writer.Read(report), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Get($"{report}/nothing")).StatusCode);
        await ReportingSite.Step(head, report, "forward", ("remark", "同意"));
        await ReportingSite.Step(head, report, "forward");
        Assert.Contains(report[9..], await nation.Read("/reports?waiting=1&state=Submitted"), StringComparison.Ordinal);

        var returned = await ReportingSite.Step(nation, report, "return", ("reason", "缺少佐证"), ("reason", ""), ("reason", "数据与上期不一致"));
        Assert.Equal(HttpStatusCode.Found, returned.StatusCode);
        var page = await writer.Read(report);
        Assert.Contains("缺少佐证", page, StringComparison.Ordinal);
        Assert.Contains("数据与上期不一致", page, StringComparison.Ordinal);
        await ReportingSite.Save(writer, report, "已印发实施方案，见附件。", "forward", status: "Done", result: "Met");
        await ReportingSite.Step(head, report, "forward");
        await ReportingSite.Step(head, report, "forward");
        await ReportingSite.Step(nation, report, "forward", ("result", "PartlyMet"), ("remark", "仅完成一半"));

        var state = await site.With(db => db.ObligationStates.SingleAsync(s => s.ObligationId == new Domain.Programme.ObligationId(obligation)));
        Assert.Equal((WorkStatus.Done, WorkResult.PartlyMet), (state.Status, state.Result));
        page = await writer.Read(report);
        Assert.Contains("已采纳", page, StringComparison.Ordinal);
        Assert.Contains("仅完成一半", page, StringComparison.Ordinal);
        Assert.Contains("<del>", await writer.Read($"{report}/history?from=2"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await ReportingSite.Save(writer, report, "再改", version: 99)).StatusCode);
    }

    [Fact]
    public async Task Two_who_write_at_once_see_both_versions_and_lose_nothing()
    {
        using var writer = await site.As("writer");
        using var second = await site.As("second");
        var report = await ReportingSite.Begin(writer, (await site.Owed("office-340000"))[1]);
        await ReportingSite.Save(writer, report, "第一段\n第二段");
        var version = ReportingSite.Version(await second.Read(report));

        await ReportingSite.Save(writer, report, "第一段，甲改\n第二段", version: version, revision: 2);
        var both = await ReportingSite.Save(second, report, "第一段\n第二段，乙改", version: version, revision: 2);
        var page = WebUtility.HtmlDecode(await both.Text());
        Assert.Equal(HttpStatusCode.Conflict, both.StatusCode);
        Assert.Contains("两个版本", page, StringComparison.Ordinal);
        Assert.Contains("<textarea", page, StringComparison.Ordinal);
        Assert.Contains("第一段，甲改\n第二段，乙改</textarea>", page, StringComparison.Ordinal);

        await ReportingSite.Save(second, report, "第一段，甲改\n第二段，乙改", version: ReportingSite.Version(page), revision: 3);
        var saves = await site.With(db => db.ReportRevisions.Where(r => r.ReportId == Key(report)).OrderBy(r => r.Number).Select(r => r.Narrative).ToListAsync());
        Assert.Equal(["", "第一段\n第二段", "第一段，甲改\n第二段", "第一段，甲改\n第二段，乙改"], saves);
    }

    [Fact]
    public async Task The_script_saves_a_draft_again_when_the_answer_was_lost_and_is_told_of_a_conflict()
    {
        using var writer = await site.As("writer");
        using var second = await site.As("second");
        var report = await ReportingSite.Begin(writer, (await site.Owed("office-340000"))[2]);
        var version = ReportingSite.Version(await writer.Read(report));

        var first = await Autosave(writer, report, version, "自动保存");
        var again = await Autosave(writer, report, version, "自动保存");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(first.Body.GetProperty("version").GetInt32(), again.Body.GetProperty("version").GetInt32());
        Assert.Matches(@"^\d\d:\d\d$", first.Body.GetProperty("at").GetString());

        var late = await Autosave(second, report, version, "另一个人");
        Assert.Equal((HttpStatusCode.Conflict, "report.conflict"), (late.Status, late.Body.GetProperty("code").GetString()));
        var wrong = await Autosave(writer, report, version, new string('长', 20_001));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(["", "自动保存"], await site.With(db => db.ReportRevisions.Where(r => r.ReportId == Key(report)).OrderBy(r => r.Number).Select(r => r.Narrative).ToListAsync()));
    }

    [Fact]
    public async Task Several_reports_are_accepted_after_a_confirmation_and_one_that_moved_is_named()
    {
        using var officer = await site.As("jiangsuofficer");
        using var head = await site.As("jiangsu");
        using var nation = await site.As("nationaladministrator");
        var reports = new List<string>();
        foreach (var obligation in (await site.Owed("office-320000")).Take(3))
        {
            var report = await ReportingSite.Begin(officer, obligation);
            await ReportingSite.Save(officer, report, "江苏进展", "forward");
            await ReportingSite.Step(head, report, "forward");
            await ReportingSite.Step(head, report, "forward");
            reports.Add(report);
        }
        var chosen = reports.ConvertAll(r => ("report", $"{r[9..]}:{site.With(db => db.Reports.Where(x => x.Id == Key(r)).Select(x => x.Version).SingleAsync()).Result}"));
        await ReportingSite.Step(nation, reports[2], "return", ("reason", "重报"));

        var look = await nation.Submit("/reports", "/reports/accept", [.. chosen]);
        Assert.Contains("确认采纳 3 份", await look.Text(), StringComparison.Ordinal);
        Assert.Equal(ReportState.Submitted, await StateOf(reports[0])); // nothing is accepted by looking
        var done = await nation.Submit("/reports", "/reports/accept", [.. chosen, ("confirmed", "true")]);
        Assert.Contains("已采纳 2 份；以下 1 份未采纳", await done.Text(), StringComparison.Ordinal);
        Assert.Equal([ReportState.Accepted, ReportState.Accepted, ReportState.Returned], [await StateOf(reports[0]), await StateOf(reports[1]), await StateOf(reports[2])]);
    }

    [Fact]
    public async Task The_list_leaves_as_csv_and_as_a_workbook_with_the_rows_of_the_page()
    {
        using var writer = await site.As("writer");
        await ReportingSite.Begin(writer, (await site.Owed("office-340000"))[3]);
        var csv = await writer.Read("/reports.csv?organisation=office-340000");
        Assert.Contains("安徽省知识产权局", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("江苏", csv, StringComparison.Ordinal);
        var book = await (await writer.Get("/reports.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Exports.Workbook.IsValid(book);
    }

    [Fact]
    public async Task An_office_switches_a_step_off_names_a_deputy_and_hands_work_over()
    {
        using var hefei = await site.As("hefei");
        Assert.Equal(HttpStatusCode.Found, (await hefei.Submit("/account", "/organisations/office-340100/duties/steps", ("version", "0"), ("signOff", "true"))).StatusCode);
        var page = await hefei.Read("/organisations/office-340100/duties");
        Assert.DoesNotContain("name=\"review\" value=\"true\" checked", page, StringComparison.Ordinal);
        var (officer, head) = await site.With(async db => (await db.Accounts.SingleAsync(a => a.Login == "regionalofficer"), await db.Accounts.SingleAsync(a => a.Login == "hefei")));
        await hefei.Submit("/account", "/organisations/office-340100/duties", ("account", $"{officer.Id.Value}"), ("step", "SignOff"), ("deputyOf", $"{head.Id.Value}"), ("from", "2026-03-01"), ("until", "2026-03-31"));
        Assert.Contains("2026-03-31", await hefei.Read("/organisations/office-340100/duties"), StringComparison.Ordinal);
        var moved = await hefei.Submit("/account", "/organisations/office-340100/duties/hand-over", ("leaving", $"{officer.Id.Value}"), ("to", $"{head.Id.Value}"));
        Assert.Equal(HttpStatusCode.Found, moved.StatusCode);
        using var auditor = await site.As("auditor");
        Assert.Contains("工作移交", await auditor.Read("/audit?action=office."), StringComparison.Ordinal);
    }

    static async Task<(HttpStatusCode Status, JsonElement Body)> Autosave(Browser browser, string report, int version, string words)
    {
        var answer = await browser.Send(report, $"{report}/draft", new { version, from = "2026-01-01", to = "2026-02-28", status = "UnderWay", result = "None", narrative = words, commitments = Array.Empty<long>() });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    Task<ReportState> StateOf(string report) => site.With(db => db.Reports.Where(r => r.Id == Key(report)).Select(r => r.State).SingleAsync());

    static ReportId Key(string report) => new(long.Parse(report[9..], System.Globalization.CultureInfo.InvariantCulture));
}
