using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Assessment;

/// <summary>规划中期评估: planned, actual, likely, and a class of risk for each goal.</summary>
public static class ManageEvaluations
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>An evaluation on the list.</summary>
    public sealed record Row(MidTermEvaluation Evaluation, string Owner, int Goals);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total, bool MayBegin);

    /// <summary>An evaluation.</summary>
    public sealed record View(MidTermEvaluation Evaluation, string Owner, IReadOnlyList<(MidTermGoal Goal, GoalOutlook Outlook)> Goals, bool MayChange);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assessment/evaluations", List);
        routes.MapPost("/assessment/evaluations", Begin).DisableAntiforgery();
        routes.MapGet("/assessment/evaluations/{id:long}", Show);
        routes.MapGet("/assessment/evaluations/{id:long}/goals.csv", Export);
        routes.MapGet("/assessment/evaluations/{id:long}/goals.xlsx", Export);
        routes.MapPost("/assessment/evaluations/{id:long}", Act).DisableAntiforgery();
    }

    static IQueryable<MidTermEvaluation> Visible(ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.MidTermEvaluations;
        var offices = AccessPolicy.Offices(actor);
        return db.MidTermEvaluations.Where(e => e.Published || offices.Contains(e.OwnerId));
    }

    static bool MayBegin(Actor actor) => actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator);

    /// <summary>The list.</summary>
    public static async Task<ListView> Listed(ZhiceDb db, Actor actor, int page, CancellationToken cancel)
    {
        var visible = Visible(db, actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from evaluation in visible
            join owner in db.Organisations on evaluation.OwnerId equals owner.Id
            orderby evaluation.Id descending
            select new Row(evaluation, owner.Name, db.MidTermGoals.Count(g => g.EvaluationId == evaluation.Id))).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new ListView(rows, page, total, MayBegin(actor));
    }

    /// <summary>One evaluation.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, EvaluationId id, CancellationToken cancel)
    {
        var row = await (
            from evaluation in Visible(db, actor)
            join owner in db.Organisations on evaluation.OwnerId equals owner.Id
            where evaluation.Id == id
            select new { evaluation, owner.Name, owner.Path }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("evaluation.missing");
        var goals = await db.MidTermGoals.AsNoTracking().Where(g => g.EvaluationId == id).OrderBy(g => g.Ordinal).Take(EvaluationDesk.MostGoals).ToListAsync(cancel);
        return new View(row.evaluation, row.Name, [.. goals.Select(g => (g, MidTerm.Of(row.evaluation.FirstYear, row.evaluation.LastYear, row.evaluation.AsOfYear, g.Base, g.Planned, g.Actual, g.LowerIsBetter)))],
            RoundMoves.MayOrganise(actor, row.Path) && !row.evaluation.Published);
    }

    static async Task<IResult> List(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<EvaluationsPage>(await Listed(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, cancel));

    static async Task<IResult> Begin(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if ((await EvaluationDesk.Begin(db, visit.Actor, form["title"].ToString(), ShowRound.Number(form["firstYear"]), ShowRound.Number(form["lastYear"]), ShowRound.Number(form["asOfYear"]), visit.Demonstration, clock, cancel)).Accepted(out var evaluation, out var refusal))
            return Answer.Done(visit, $"/assessment/evaluations/{evaluation.Id.Value}", "evaluation.begun");
        return refusal is Forbidden ? Answer.Refused(visit, refusal) : Answer.Again<EvaluationsPage>(visit, await Listed(db, visit.Actor, 1, cancel), refusal);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<EvaluationPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"evaluation-{id}",
            [new(words["evaluation.goal"], 36), new(words["return.unit"]), new(words["evaluation.base"]), new(words["evaluation.actual"]), new(words["evaluation.due"]), new(words["evaluation.planned"]), new(words["evaluation.likely"]), new(words["evaluation.risk"]), new(words["evaluation.note"], 40)],
            view.Goals.Select(g => (IReadOnlyList<Cell>)[Cell.Of(g.Goal.Title), Cell.Of(g.Goal.Unit), Cell.Of(g.Goal.Base), Cell.Of(g.Goal.Actual), Cell.Of(g.Outlook.Due), Cell.Of(g.Goal.Planned), Cell.Of(g.Outlook.Likely), Cell.Of(words.Of(g.Outlook.Risk)), Cell.Of(g.Goal.Note)])).As(visit.Path, cancel);
    }

    static decimal? Read(string? text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var key = new EvaluationId(id);
        var indicator = form["indicator"].ToString() is { Length: > 0 } code ? code : null;
        var (said, refusal) = form["act"] == "publish"
            ? ("evaluation.made-public", ShowRound.Why(await EvaluationDesk.Publish(db, visit.Actor, key, clock, cancel)))
            : ("evaluation.added", ShowRound.Why(await EvaluationDesk.AddGoal(db, visit.Actor, key, new(form["title"].ToString(), indicator, form["unit"].ToString(), form["lower"] == "1", Read(form["base"]), Read(form["planned"]), Read(form["actual"]), form["note"]), clock, cancel)));
        if (refusal is null) return Answer.Done(visit, $"/assessment/evaluations/{id}", said);
        db.ChangeTracker.Clear();
        return refusal is not (Forbidden or Missing) && (await Run(db, visit.Actor, key, cancel)).Accepted(out var view, out _) ? Answer.Again<EvaluationPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    /// <summary>Indicators to choose from: code and name.</summary>
    internal static IEnumerable<(string Code, string Name, string English)> Indicators => DefinitionFiles.InUse.Codes.Select(c => DefinitionFiles.InUse.Versions(c)[^1]).Select(d => (d.Code, d.Name, d.EnglishName));
}
