using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>发布日历: releases by their days, and the way to begin one.</summary>
public static class ManageReleases
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A release on the calendar; its body stays in the store.</summary>
    public sealed record Row(ReleaseId Id, string Code, int Revision, string Title, int Period, ReleaseState State, DateOnly PlannedOn, string Owner, bool Demonstration);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total, IReadOnlyList<(string Code, string Name)> Owners, ReleaseRequest? Typed);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/releases", Show);
        routes.MapPost("/statistics/releases", Begin).DisableAntiforgery();
    }

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, ReleaseRequest? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var visible = db.VisibleReleases(actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from release in visible
            join owner in db.Organisations on release.OwnerId equals owner.Id
            orderby release.PlannedOn descending, release.Id descending
            select new Row(release.Id, release.Code, release.Revision, release.Title, release.Period, release.State, release.PlannedOn, owner.Name, release.Demonstration))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        // Whose releases the reader may draft: those of offices held, and for a department those of the office that it belongs to.
        var keys = actor.Roles.SelectMany(r => Organisation.KeysOf(r.Path)).Distinct().ToList();
        var owners = keys.Count == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id) && (o.Kind == OrganisationKind.NationalOffice || o.Kind == OrganisationKind.LocalOffice)).OrderBy(o => o.Id).ToListAsync(cancel);
        return new View(rows, page, total, [.. owners.Where(o => ReleaseMoves.MayDraft(actor, o.Path)).Select(o => (o.Code, o.Name))], typed);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ReleasesPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Begin(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new ReleaseRequest(form["code"].ToString().Trim(), form["title"].ToString(), form["period"].ToString().Trim(),
            Enum.TryParse<DivisionLevel>(form["level"], out var level) && level is DivisionLevel.Province or DivisionLevel.City ? level : DivisionLevel.Province,
            [.. form["elements"].OfType<string>()], DateOnly.TryParseExact(form["plannedOn"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null, form["owner"].ToString())
        { Demonstration = visit.Demonstration };
        if ((await ReleaseDesk.Begin(db, visit.Actor, request, clock, cancel)).Accepted(out var release, out var refusal)) return Answer.Done(visit, $"/statistics/releases/{release.Id.Value}", "release.begun");
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit.Actor, 1, request, cancel)).Accepted(out var view, out _) ? Answer.Again<ReleasesPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
