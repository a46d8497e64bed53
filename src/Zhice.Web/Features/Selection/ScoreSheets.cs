using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Selection;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Selection;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Selection;

/// <summary>我的评分表: what an expert has to score. Nobody sees another's sheet here.</summary>
public static class ScoreSheets
{
    /// <summary>Sheets a page.</summary>
    public const int PageSize = 30;

    /// <summary>A sheet on the list.</summary>
    public sealed record Row(ScoreSheetId Id, string Applicant, string Call, DateTimeOffset AssignedAt, DateTimeOffset? SubmittedAt, int Scores);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total);

    /// <summary>A sheet.</summary>
    /// <param name="Sheet">The sheet.</param>
    /// <param name="Application">The application.</param>
    /// <param name="Call">Title of the call.</param>
    /// <param name="Terms">Its terms.</param>
    /// <param name="Typed">Scores and remarks by item, as typed or as they stand.</param>
    /// <param name="Key">Key of the next save.</param>
    /// <param name="Open">True while it may be written.</param>
    public sealed record View(ScoreSheet Sheet, SelectionApplication Application, string Call, SelectionTerms Terms, IReadOnlyDictionary<string, (string Score, string Remark)> Typed, string Key, bool Open);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections/sheets", List);
        routes.MapGet("/selections/sheets/{id:long}", Show);
        routes.MapPost("/selections/sheets/{id:long}", Save).DisableAntiforgery();
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } me) return Answer.Refused(visit, new Forbidden("access.denied"));
        var own = db.ScoreSheets.Where(s => s.ExpertId == me && s.EndedAt == null);
        var total = await own.CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, PageSize);
        var rows = await (
            from sheet in own
            join application in db.SelectionApplications on sheet.ApplicationId equals application.Id
            join call in db.SelectionCalls on application.CallId equals call.Id
            orderby sheet.SubmittedAt != null, sheet.Id descending
            select new Row(sheet.Id, application.Applicant, call.Title, sheet.AssignedAt, sheet.SubmittedAt, db.ScoreEntries.Where(e => e.SheetId == sheet.Id).Select(e => e.Item).Distinct().Count()))
            .AsNoTracking().Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return Answer.Page<SheetsPage>(new ListView(rows, at, total));
    }

    /// <summary>Loads a sheet for its own expert.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ScoreSheetId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        var row = await (
            from sheet in db.ScoreSheets
            where sheet.Id == id && sheet.ExpertId == me && sheet.EndedAt == null
            join application in db.SelectionApplications on sheet.ApplicationId equals application.Id
            join call in db.SelectionCalls on application.CallId equals call.Id
            select new { sheet, application, call }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.sheet-missing");
        var entries = await db.ScoreEntries.AsNoTracking().Where(e => e.SheetId == id).OrderBy(e => e.Id).ToListAsync(cancel);
        var typed = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var entry in entries) typed[entry.Item] = (entry.Score.ToString("0.##", CultureInfo.InvariantCulture), entry.Remark ?? "");
        var open = row.sheet.SubmittedAt is null && ApplicationMoves.Decide(ApplicationFacts.Of(row.call, row.application), ApplicationMove.Score, today) is null;
        return new View(row.sheet, row.application, row.call.Title, TermsJson.Read(row.call.Terms), typed, Guid.NewGuid().ToString("N"), open);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SheetPage>(view) : Answer.Refused(visit, refusal);

    // One form: what was typed is saved, and handed in where that was pressed; or the expert stands back.
    static async Task<IResult> Save(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var key = new ScoreSheetId(id);
        if (form["do"] == "stand-back")
            return (await ScoreDesk.End(db, visit.Actor, key, form["reason"].ToString(), clock, cancel)).Accepted(out _, out var not) ? Answer.Done(visit, "/selections/sheets", "selection.sheet-ended") : await Again(key, not, null, visit, db, cancel);
        if (!(await Run(db, visit.Actor, key, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var typed = view.Terms.Sheet.ToDictionary(i => i.Code, i => (Score: form[$"score-{i.Code}"].ToString().Trim(), Remark: form[$"remark-{i.Code}"].ToString().Trim()), StringComparer.Ordinal);
        var wrong = new List<Defect>();
        var scores = new List<GivenScore>();
        foreach (var item in view.Terms.Sheet)
            if (typed[item.Code] is { Score.Length: > 0 } one)
            {
                if (decimal.TryParse(one.Score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure)) scores.Add(new GivenScore(item.Code, figure, one.Remark));
                else wrong.Add(new Defect("selection.score-number", item.Code, item.Name));
            }
        if (wrong.Count > 0) return await Again(key, new Invalid(wrong), typed, visit, db, cancel);
        if (!(await ScoreDesk.Save(db, visit.Actor, key, scores, form["key"].ToString(), clock, cancel)).Accepted(out _, out refusal)) return await Again(key, refusal, typed, visit, db, cancel);
        if (form["do"] != "hand-in") return Answer.Done(visit, $"/selections/sheets/{id}", "selection.scores-saved");
        db.ChangeTracker.Clear();
        return (await ScoreDesk.HandIn(db, visit.Actor, key, clock, cancel)).Accepted(out _, out refusal) ? Answer.Done(visit, "/selections/sheets", "selection.handed") : await Again(key, refusal, typed, visit, db, cancel);
    }

    static async Task<IResult> Again(ScoreSheetId id, Refusal refusal, IReadOnlyDictionary<string, (string, string)>? typed, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, id, visit.Today, cancel)).Accepted(out var view, out _)
            ? Answer.Again<SheetPage>(visit, typed is null ? view : view with { Typed = typed }, refusal) : Answer.Refused(visit, refusal);
    }
}
