using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Papers;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Submitting;

/// <summary>汇总表: one table drawn from all submissions of a programme, as DOCX and as a workbook, for who receives them.</summary>
public static class ProgrammeSummaries
{
    static readonly WordTable Words = WordTable.Chinese;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/summary.docx", Docx);
        routes.MapGet("/programmes/{id:long}/summary.xlsx", Xlsx);
    }

    /// <summary>What the files hold.</summary>
    public sealed record Drawn(YearProgramme Programme, Organisation Owner, SubmissionDue? Due, IReadOnlyList<ShowRegister.Row> Offices, IReadOnlyList<SummarisedTask> Tasks);

    /// <summary>Draws the table from what was sent last by each office: submitted, received, or returned and not sent again.</summary>
    public static async Task<Outcome<Drawn>> Run(ZhiceDb db, Actor actor, ProgrammeId id, TimeProvider clock, CancellationToken cancel)
    {
        var head = await (
            from programme in db.VisibleProgrammes(actor)
            where programme.Id == id
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            select new { Programme = programme, Owner = owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("programme.missing");
        if (!SubmissionAccess.MayReadRegister(actor, head.Owner.Path)) return new Forbidden("access.denied");
        var (due, _) = await SubmissionFacts.Due(db, id, cancel);
        var rows = await ShowRegister.Rows(db, actor, head.Owner, id, due, clock.GetUtcNow(), cancel);
        var bodies = (await (
            from revision in db.SubmissionRevisions
            join submission in db.VisibleSubmissions(actor) on revision.SubmissionId equals submission.Id
            where submission.ProgrammeId == id
                && revision.Number == db.SubmissionSteps.Where(s => s.SubmissionId == submission.Id && s.To == SubmissionState.Submitted).Max(s => (int?)s.Revision)
            select new { submission.OrganisationId, Revision = revision }).AsNoTracking().ToListAsync(cancel)).ToDictionary(r => r.OrganisationId, r => r.Revision);
        return new Drawn(head.Programme, head.Owner, due, rows,
            ProgrammeSummary.Of([.. rows.Where(r => bodies.ContainsKey(r.Office)).Select(r => (r.Name, SubmissionDesk.BodyOf(bodies[r.Office])))]));
    }

    static async Task<IResult> Docx(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var drawn, out var refusal)) return Answer.Refused(visit, refusal);
        return Results.File(OfficialDocx.Write(Paper(drawn)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", $"{drawn.Programme.Year}年度成效报送汇总表.docx");
    }

    static async Task<IResult> Xlsx(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var drawn, out var refusal)) return Answer.Refused(visit, refusal);
        var file = TableFile.Scratch();
        using (var book = new XlsxWriter(file))
        {
            SubmissionPaper.Sheet(book, Words["summary.tasks"],
                [("序号", 8), ("标题", 24), ("任务", 50), ("报送地区", 10), ("有进展", 10), ("已完成", 10), ("达到", 10), ("尚无进展的地区", 50), ("语句", 10), ("无佐证", 10)],
                drawn.Tasks.Select((task, i) => (Cell[])
                [
                    Cell.Of(i + 1), Cell.Of(task.Section), Cell.Of($"{task.Number} {task.Title}".Trim()), Cell.Of(task.Asked), Cell.Of(task.Reported), Cell.Of(task.Done),
                    Cell.Of(task.Met), Cell.Of(string.Join('、', task.Silent)), Cell.Of(task.Sentences), Cell.Of(task.Unsupported),
                ]));
            SubmissionPaper.Sheet(book, Words["summary.offices"], [("序号", 8), ("机构", 30), ("时效", 10), ("状态", 12), ("收到时间", 18), ("回执", 20), ("任务", 8), ("尚无进展", 10), ("语句", 8), ("无佐证", 8)],
                drawn.Offices.Select((row, i) => (Cell[])
                [
                    Cell.Of(i + 1), Cell.Of(row.Name), Cell.Of(Words.Of(row.Timeliness)), Cell.Of(row.Submission is { } s ? Words.Of(s.State) : ""),
                    Cell.Of(row.Submission?.ArrivedAt is { } at ? Visit.Moment(at) : ""), Cell.Of(row.Submission?.ReceiptNumber), Cell.Of(row.Tasks), Cell.Of(row.Silent),
                    Cell.Of(row.Sentences), Cell.Of(row.Unsupported),
                ]));
        }
        file.Position = 0;
        return Results.File(file, TableFile.XlsxType, $"{drawn.Programme.Year}年度成效报送汇总表.xlsx");
    }

    static OfficialPaper Paper(Drawn drawn)
    {
        var came = drawn.Offices.Count(row => row.Submission?.ArrivedAt is not null);
        var words = string.Create(CultureInfo.InvariantCulture,
            $"应报送{drawn.Offices.Count}个机构，已收到{came}份，其中按时{drawn.Offices.Count(r => r.Timeliness == Timeliness.OnTime)}份、逾期{drawn.Offices.Count(r => r.Timeliness == Timeliness.Late)}份，未收到{drawn.Offices.Count - came}份。");
        return new OfficialPaper($"{drawn.Programme.Name}成效报送汇总表", null, null,
            [new(PaperLevel.Text, words + (drawn.Due is { } due ? $"报送截止日期为{ChineseNumbers.Day(due.LastDay)}。" : ""))], drawn.Owner.Name, null,
            [
                new(Words["summary.tasks"], [("序号", 11), ("任务", 57), ("报送地区", 15), ("有进展", 15), ("已完成", 15), ("尚无进展的地区", 43)],
                    [.. drawn.Tasks.Select((task, i) => (IReadOnlyList<string>)
                        [Number(i + 1), $"{task.Number} {task.Title}".Trim(), Number(task.Asked), Number(task.Reported), Number(task.Done), task.Silent.Count == 0 ? "—" : string.Join('、', task.Silent)])]),
                new(Words["summary.offices"], [("序号", 11), ("机构", 50), ("时效", 17), ("状态", 20), ("回执", 32), ("任务", 12), ("无进展", 14)],
                    [.. drawn.Offices.Select((row, i) => (IReadOnlyList<string>)
                    [
                        Number(i + 1), row.Name, Words.Of(row.Timeliness), row.Submission is { } s ? Words.Of(s.State) : "—", row.Submission?.ReceiptNumber ?? "—",
                        row.Tasks is { } tasks ? Number(tasks) : "—", row.Silent is { } silent ? Number(silent) : "—",
                    ])]),
            ], null);
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
