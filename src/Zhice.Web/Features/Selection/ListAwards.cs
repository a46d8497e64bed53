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

namespace Zhice.Web.Features.Selection;

/// <summary>认定名单: who holds what, from which call, until when; and what follows from it for the obligations of a year.</summary>
public static class ListAwards
{
    /// <summary>Awards a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most rows of an export.</summary>
    const int MostRows = 20_000;

    /// <summary>An award on the list.</summary>
    public sealed record Row(SelectionAward Award, string Applicant, string DivisionCode, string OfficeCode, string Office, string Status, CallId Call, string Title, bool Demonstration);

    /// <summary>The list.</summary>
    /// <param name="Rows">The page of awards.</param>
    /// <param name="Page">Its number.</param>
    /// <param name="Total">Awards that match.</param>
    /// <param name="Status">The status asked for.</param>
    /// <param name="Ending">The year of the end asked for.</param>
    /// <param name="Statuses">All statuses that were awarded.</param>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total, string? Status, int? Ending, IReadOnlyList<string> Statuses);

    /// <summary>One award.</summary>
    /// <param name="Row">The award.</param>
    /// <param name="Owner">Path of the office that gave it.</param>
    /// <param name="Facts">The status facts that stood or stand for it.</param>
    /// <param name="Rules">Rules of programmes that ask for the status.</param>
    /// <param name="MayPublish">True when the reader may publish again for the country.</param>
    /// <param name="MayRevoke">True when the reader may revoke it now.</param>
    public sealed record View(Row Row, string Owner, IReadOnlyList<DatedStatus> Facts, IReadOnlyList<StatusRule> Rules, bool MayPublish, bool MayRevoke);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/selections/awards", List);
        routes.MapGet("/selections/awards.csv", Export);
        routes.MapGet("/selections/awards.xlsx", Export);
        routes.MapGet("/selections/awards/{id:long}", Show);
        routes.MapPost("/selections/awards/{id:long}/revoke", Revoke).DisableAntiforgery();
    }

    // Awards are public, as the notices that announce them are.
    static IQueryable<Row> Rows(ZhiceDb db, IQueryable<SelectionAward> awards, string? status) =>
        from award in awards
        join application in db.SelectionApplications on award.ApplicationId equals application.Id
        join office in db.Organisations on application.OrganisationId equals office.Id
        join call in db.SelectionCalls on application.CallId equals call.Id
        where status == null || call.Status == status
        orderby award.Id descending
        select new Row(award, application.Applicant, application.DivisionCode, office.Code, office.Name, call.Status, call.Id, call.Title, call.Demonstration);

    static IQueryable<SelectionAward> Ending(ZhiceDb db, int? year)
    {
        if (year is not { } one) return db.SelectionAwards;
        var (from, to) = (new DateOnly(one, 1, 1), new DateOnly(one, 12, 31));
        return db.SelectionAwards.Where(a => (a.RevokedOn != null ? a.RevokedOn : a.ValidTo) > from && (a.RevokedOn != null ? a.RevokedOn : a.ValidTo) <= to);
    }

    static int? Year(string? text) => EditCall.Number(text) is var year and >= 1985 and <= 2200 ? year : null;

    static async Task<IResult> List(string? status, string? ending, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var year = Year(ending);
        var rows = Rows(db, Ending(db, year), status);
        var total = await rows.CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, PageSize);
        var shown = await rows.AsNoTracking().Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var statuses = await db.SelectionCalls.Where(c => c.State == CallState.Awarded).Select(c => c.Status).Distinct().OrderBy(s => s).Take(100).ToListAsync(cancel);
        return Answer.Page<AwardsPage>(new ListView(shown, at, total, status, year, statuses));
    }

    static async Task<IResult> Export(string? status, string? ending, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var (words, rows) = (visit.Words, await Rows(db, Ending(db, Year(ending)), status).AsNoTracking().Take(MostRows).ToListAsync(cancel));
        return await new TableFile("awards",
            [new(words["selection.applicant-label"], 30), new(words["selection.status-given"], 30), new(words["selection.title-label"], 40), new(words["selection.from"]), new(words["selection.to"]), new(words["selection.revoked-on"]), new(words["selection.reason-label"], 30)],
            rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Applicant), Cell.Of(r.Status), Cell.Of(r.Title), Cell.Of(r.Award.ValidFrom), Cell.Of(r.Award.ValidTo), Cell.Of(r.Award.RevokedOn), Cell.Of(r.Award.RevokeReason)])).As(visit.Path, cancel);
    }

    /// <summary>Loads one award.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, long id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await Rows(db, db.SelectionAwards.Where(a => a.Id == id), null).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.award-missing");
        var owner = await db.SelectionCalls.Where(c => c.Id == row.Call).Join(db.Organisations, c => c.OwnerId, o => o.Id, (_, o) => o.Path).FirstAsync(cancel);
        var facts = await (from link in db.AwardStatuses where link.AwardId == id join status in db.Statuses on link.StatusId equals status.Id orderby status.Id select status).AsNoTracking().ToListAsync(cancel);
        var rules = await StatusUse.Of(db, actor, row.Status, today, cancel);
        var leads = AccessPolicy.MayPublish(actor, owner);
        return new View(row, owner, facts, rules, leads, leads && row.Award.RevokedOn is null && (row.Award.ValidTo is null || today < row.Award.ValidTo));
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, id, visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<AwardPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Revoke(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if ((await AwardDesk.Revoke(db, visit.Actor, id, EditCall.Day(form["on"]), form["reason"].ToString(), clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, $"/selections/awards/{id}", "selection.revoked-done");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, id, visit.Today, cancel)).Accepted(out var view, out _) ? Answer.Again<AwardPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
