using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Selection;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Selection;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Selection;

/// <summary>征集通知: the terms, the applications that the reader may see, and, once it is public, the shortlist.</summary>
public static class ShowCall
{
    /// <summary>Applications a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most rows of an export.</summary>
    const int MostRows = 10_000;

    /// <summary>An application on the page.</summary>
    /// <param name="Id">Key.</param>
    /// <param name="Applicant">Name.</param>
    /// <param name="OfficeCode">Code of the office that applies or recommends.</param>
    /// <param name="Office">Its name.</param>
    /// <param name="State">How far it has come.</param>
    /// <param name="Score">Score; null before the shortlist.</param>
    /// <param name="Rank">Rank.</param>
    /// <param name="Tied">True where another has the same rank.</param>
    /// <param name="Award">Key of the award; null for none.</param>
    /// <param name="Opens">True when the reader may open it.</param>
    /// <param name="Sheets">Score sheets that were handed in.</param>
    public sealed record Row(ApplicationKey Id, string Applicant, string OfficeCode, string Office, ApplicationState State, decimal? Score, int? Rank, bool Tied, long? Award, bool Opens, int Sheets);

    /// <summary>The page.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Terms">Its terms.</param>
    /// <param name="Owner">Who calls.</param>
    /// <param name="Rows">The page of applications.</param>
    /// <param name="Page">Its number.</param>
    /// <param name="Total">Applications in all.</param>
    /// <param name="Facts">What decides its moves.</param>
    /// <param name="Applying">Offices that the reader may apply for.</param>
    /// <param name="Runs">True when the reader runs it.</param>
    /// <param name="Leads">True when the reader may publish, shortlist, award and cancel.</param>
    public sealed record View(SelectionCall Call, SelectionTerms Terms, Organisation Owner, IReadOnlyList<Row> Rows, int Page, int Total, CallFacts Facts, IReadOnlyList<(string Code, string Name)> Applying, bool Runs, bool Leads);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections/{id:long}", Handle);
        routes.MapGet("/selections/{id:long}/applications.csv", Export);
        routes.MapGet("/selections/{id:long}/applications.xlsx", Export);
        routes.MapPost("/selections/{id:long}/move", Move).DisableAntiforgery();
        routes.MapPost("/selections/{id:long}/shortlist", Shortlist).DisableAntiforgery();
        routes.MapPost("/selections/{id:long}/award", Award).DisableAntiforgery();
        routes.MapPost("/selections/{id:long}/apply", Apply).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, CallId id, int page, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var head = await (from call in db.VisibleCalls(actor) where call.Id == id join owner in db.Organisations on call.OwnerId equals owner.Id select new { call, owner }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("selection.missing");
        var rows = Rows(db, actor, id);
        var total = await rows.CountAsync(cancel);
        var at = Paging.Within(page, total, PageSize);
        var shown = await rows.Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var facts = await CallDesk.Facts(db, head.call, cancel);
        return new View(head.call, TermsJson.Read(head.call.Terms), head.owner, shown, at, total, facts, await Applying(db, actor, head.call, head.owner.Path, today, cancel),
            AccessPolicy.MayRunSelection(actor, head.owner.Path), AccessPolicy.MayPublish(actor, head.owner.Path));
    }

    // Those that the reader may open, and those that everyone may know of by now: who is on the shortlist, or was awarded.
    static IQueryable<Row> Rows(ZhiceDb db, Actor actor, CallId id)
    {
        var visible = db.VisibleApplications(actor);
        ApplicationState[] open = [ApplicationState.Shortlisted, ApplicationState.Awarded, ApplicationState.Revoked];
        return from application in db.SelectionApplications
               where application.CallId == id && (open.Contains(application.State) || visible.Any(v => v.Id == application.Id))
               join office in db.Organisations on application.OrganisationId equals office.Id
               orderby application.Rank == null, application.Rank, application.DivisionCode, application.Id
               select new Row(application.Id, application.Applicant, office.Code, office.Name, application.State, application.Score, application.Rank,
                   application.Rank != null && db.SelectionApplications.Any(o => o.CallId == id && o.Id != application.Id && o.Rank == application.Rank),
                   db.SelectionAwards.Where(a => a.ApplicationId == application.Id).Select(a => (long?)a.Id).FirstOrDefault(), visible.Any(v => v.Id == application.Id),
                   db.ScoreSheets.Count(s => s.ApplicationId == application.Id && s.SubmittedAt != null && s.EndedAt == null));
    }

    static async Task<IReadOnlyList<(string, string)>> Applying(ZhiceDb db, Actor actor, SelectionCall call, string ownerPath, DateOnly today, CancellationToken cancel)
    {
        if (ApplicationMoves.Decide(new(ApplicationState.Draft, false, null, call.State, call.OpensOn, call.ClosesOn, null), ApplicationMove.Save, today) is not null) return [];
        var offices = AccessPolicy.Offices(actor);
        if (offices.Count == 0) return [];
        var found = await db.Organisations.AsNoTracking().Where(o => offices.Contains(o.Id) && o.Kind == OrganisationKind.LocalOffice).OrderBy(o => o.Code).ToListAsync(cancel);
        return [.. found.Where(o => call.Takes(o.Level) && o.Path.StartsWith(ownerPath, StringComparison.Ordinal) && AccessPolicy.MayApply(actor, o.Path)).Select(o => (o.Code, o.Name))];
    }

    static async Task<IResult> Handle(long id, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), page ?? 1, visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CallPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var call = new CallId(id);
        if (!await db.VisibleCalls(visit.Actor).AnyAsync(c => c.Id == call, cancel)) return Answer.Refused(visit, new Missing("selection.missing"));
        var (words, rows) = (visit.Words, await Rows(db, visit.Actor, call).Take(MostRows).ToListAsync(cancel));
        return await new TableFile($"selection-{id}",
            [new(words["selection.rank"]), new(words["selection.applicant-label"], 30), new(words["selection.office"], 30), new(words["selection.score-label"]), new(words["selection.state"])],
            rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Rank), Cell.Of(r.Applicant), Cell.Of(words.Organisation(r.OfficeCode, r.Office)), Cell.Of(r.Score), Cell.Of(words.Of(r.State))])).As(visit.Path, cancel);
    }

    static async Task<IResult> Move(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var move = form["move"] == nameof(CallMove.Open) ? CallMove.Open : CallMove.Cancel;
        return await Answered(id, await CallDesk.Move(db, visit.Actor, new(id), EditCall.Number(form["version"]), move, form["reason"], clock, cancel), move == CallMove.Open ? "selection.opened" : "selection.cancelled", visit, db, cancel);
    }

    static async Task<IResult> Shortlist(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        bool? tie = form["tie"].ToString() switch { "take" => true, "leave" => false, _ => null };
        return await Answered(id, await PublicityDesk.Shortlist(db, visit.Actor, new(id), EditCall.Number(form["version"]), tie, form["tieReason"], clock, cancel), "selection.shortlisted", visit, db, cancel);
    }

    static async Task<IResult> Award(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        return await Answered(id, await AwardDesk.Award(db, visit.Actor, new(id), EditCall.Number(form["version"]), clock, cancel), "selection.awarded", visit, db, cancel);
    }

    static async Task<IResult> Apply(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var outcome = await ApplicationDesk.Begin(db, visit.Actor, new(id), form["office"].ToString(), form["institution"], clock, cancel);
        return outcome.Accepted(out var begun, out _) ? Answer.Done(visit, $"/selections/applications/{begun.Id.Value}", "selection.applied-done") : await Answered(id, outcome, "selection.applied-done", visit, db, cancel);
    }

    static async Task<IResult> Answered<T>(long id, Outcome<T> outcome, string code, Visit visit, ZhiceDb db, CancellationToken cancel) where T : notnull
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, $"/selections/{id}", code);
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), 1, visit.Today, cancel)).Accepted(out var view, out _) ? Answer.Again<CallPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
