using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Surveys;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Surveys;
using Zhice.Web.Exports;
using Zhice.Web.Features.Selection;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Surveys;

/// <summary>组织满意度调查: strata with quotas, invitations, and the result before it is published. Only the administrators of the office that asks see these pages.</summary>
public static class ManageSurveys
{
    /// <summary>Surveys a page.</summary>
    public const int PageSize = 30;

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Survey> Rows, int Page, int Total, IReadOnlyList<(string Code, string Name)> Owners, SurveyRequest? Typed);

    /// <summary>A survey.</summary>
    /// <param name="Survey">The survey.</param>
    /// <param name="Definition">Its questionnaire.</param>
    /// <param name="Strata">The first strata.</param>
    /// <param name="StrataCount">How many there are.</param>
    /// <param name="Table">The result by now; null in a draft.</param>
    /// <param name="Csv">Strata as typed.</param>
    public sealed record View(Survey Survey, SurveyDefinition Definition, IReadOnlyList<SurveyStratum> Strata, int StrataCount, SurveyTable? Table, string Csv);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/surveys", List);
        routes.MapPost("/surveys", Begin).DisableAntiforgery();
        routes.MapGet("/surveys/{id:long}", Show);
        routes.MapGet("/surveys/{id:long}/data.csv", Data);
        routes.MapGet("/surveys/{id:long}/data.xlsx", Data);
        routes.MapPost("/surveys/{id:long}/strata", Strata).DisableAntiforgery();
        routes.MapPost("/surveys/{id:long}/move", Move).DisableAntiforgery();
        routes.MapPost("/surveys/{id:long}/invitations", Invite).DisableAntiforgery();
    }

    static IQueryable<Survey> Run(ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Surveys;
        IReadOnlyList<string> reach = [.. actor.Roles.Where(r => r.Role == Role.RegionalAdministrator).Select(r => r.Path).Distinct(StringComparer.Ordinal)];
        var owners = Zhice.Data.Access.Visibility.OrganisationsUnder(db, reach).Select(o => o.Id);
        return db.Surveys.Where(s => owners.Any(o => o == s.OwnerId));
    }

    static bool May(Actor actor) => AccessPolicy.ReadsAll(actor) || actor.Holds(Role.RegionalAdministrator);

    static async Task<ListView> Rows(ZhiceDb db, Actor actor, int page, SurveyRequest? typed, CancellationToken cancel)
    {
        var run = Run(db, actor);
        var total = await run.CountAsync(cancel);
        var at = Paging.Within(page, total, PageSize);
        var rows = await run.AsNoTracking().OrderByDescending(s => s.Year).ThenByDescending(s => s.Id).Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var offices = AccessPolicy.Offices(actor);
        var owners = await db.Organisations.AsNoTracking().Where(o => offices.Contains(o.Id)).OrderBy(o => o.Id).ToListAsync(cancel);
        return new ListView(rows, at, total, [.. owners.Where(o => AccessPolicy.MayPublish(actor, o.Path)).Select(o => (o.Code, o.Name))], typed);
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        May(visit.Actor) ? Answer.Page<SurveysPage>(await Rows(db, visit.Actor, page ?? 1, null, cancel)) : Answer.Refused(visit, new Forbidden("access.denied"));

    static async Task<IResult> Begin(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new SurveyRequest(form["definition"].ToString(), form["owner"].ToString(), form["code"].ToString().Trim(), form["title"].ToString(), EditCall.Number(form["year"]), EditCall.Day(form["opensOn"]), EditCall.Day(form["closesOn"]))
        { Demonstration = visit.Demonstration };
        if ((await SurveyDesk.Begin(db, visit.Actor, request, clock, cancel)).Accepted(out var survey, out var refusal)) return Answer.Done(visit, $"/surveys/{survey.Id.Value}", "survey.begun");
        db.ChangeTracker.Clear();
        return refusal is Invalid ? Answer.Again<SurveysPage>(visit, await Rows(db, visit.Actor, 1, request, cancel), refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<Outcome<View>> Find(ZhiceDb db, Actor actor, long id, string? csv, CancellationToken cancel)
    {
        if (!May(actor)) return new Forbidden("access.denied");
        var key = new SurveyId(id);
        if (await Run(db, actor).AsNoTracking().FirstOrDefaultAsync(s => s.Id == key, cancel) is not { } survey) return new Missing("survey.missing");
        var strata = await db.SurveyStrata.AsNoTracking().Where(s => s.SurveyId == key).OrderBy(s => s.DivisionCode).ThenBy(s => s.Group).Take(200).ToListAsync(cancel);
        var table = survey.State switch { SurveyState.Draft => null, SurveyState.Published => SurveyDesk.Published(survey), _ => await SurveyDesk.Tabulate(db, survey, cancel) };
        var count = strata.Count < 200 ? strata.Count : await db.SurveyStrata.CountAsync(s => s.SurveyId == key, cancel);
        return new View(survey, SurveyFiles.Of(survey), strata, count, table, csv ?? "");
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Find(db, visit.Actor, id, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SurveyPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Data(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        !(await Find(db, visit.Actor, id, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Refused(visit, refusal)
        : view.Table is { } table ? await OpenSurveys.File(view.Survey, view.Definition, table, visit, cancel) : Answer.Refused(visit, new Missing("survey.missing"));

    static async Task<IResult> Strata(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        return await Answered(id, await SurveyDesk.SetStrata(db, visit.Actor, new(id), EditCall.Number(form["version"]), form["strata"].ToString(), clock, cancel), "survey.strata-set", form["strata"].ToString(), visit, db, cancel);
    }

    static async Task<IResult> Move(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var version = EditCall.Number(form["version"]);
        return form["to"].ToString() switch
        {
            nameof(SurveyState.Published) => await Answered(id, await SurveyDesk.Publish(db, visit.Actor, new(id), version, clock, cancel), "survey.published", null, visit, db, cancel),
            nameof(SurveyState.Closed) => await Answered(id, await SurveyDesk.Move(db, visit.Actor, new(id), version, SurveyState.Closed, clock, cancel), "survey.closed", null, visit, db, cancel),
            _ => await Answered(id, await SurveyDesk.Move(db, visit.Actor, new(id), version, SurveyState.Open, clock, cancel), "survey.opened", null, visit, db, cancel),
        };
    }

    // The tokens leave once, as a file of addresses; afterwards nobody can tell them.
    static async Task<IResult> Invite(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var stratum = form["stratum"].ToString().Split('/', 2);
        if (!(await Find(db, visit.Actor, id, null, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        db.ChangeTracker.Clear();
        var outcome = await SurveyDesk.Invite(db, visit.Actor, new(id), stratum[0], stratum.Length > 1 ? stratum[1] : "", EditCall.Number(form["count"]), clock, cancel);
        if (!outcome.Accepted(out var tokens, out _)) return await Answered(id, outcome, "survey.invited", null, visit, db, cancel);
        var root = $"{http.Scheme}://{http.Host}/open/surveys/{view.Survey.Code}/answer?token=";
        return await new TableFile($"{view.Survey.Code}-invitations", [new(visit.Words["survey.token-address"], 90)], tokens.Select(t => (IReadOnlyList<Cell>)[Cell.Of(root + t)])).Csv(cancel);
    }

    static async Task<IResult> Answered<T>(long id, Outcome<T> outcome, string code, string? csv, Visit visit, ZhiceDb db, CancellationToken cancel) where T : notnull
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, $"/surveys/{id}", code);
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Find(db, visit.Actor, id, csv, cancel)).Accepted(out var view, out _) ? Answer.Again<SurveyPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
