using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>免填数据: which cases count into which elements, and who declared from when on all of them are handled here.</summary>
public static class ManageSources
{
    /// <summary>Declarations that are shown.</summary>
    public const int Most = 200;

    /// <summary>A declaration.</summary>
    public sealed record Row(CaseCoverage Coverage, string Code, string Office, string By, bool MayWithdraw);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<(ServiceItem Item, CaseFeed Feed)> Feeds, IReadOnlyList<Row> Rows, bool MayDeclare, Form Typed, ServiceCatalogue Items);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>The item, or the ratings.</summary>
        public string? Source { get; set; }
        /// <summary>The office, by code or as picked.</summary>
        public string? Organisation { get; set; }
        /// <summary>The first day.</summary>
        public string? From { get; set; }
        /// <summary>On what it rests.</summary>
        public string? Reason { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/sources", Show);
        routes.MapPost("/statistics/sources", Declare).DisableAntiforgery();
        routes.MapPost("/statistics/sources/{id:long}/withdraw", Withdraw).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Visit visit, Form typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(visit);
        if (!AccessPolicy.IsInside(visit.Actor)) return new Forbidden("access.denied");
        var rows = await (
            from coverage in db.CaseCoverages
            join office in db.Organisations on coverage.OrganisationId equals office.Id
            join account in db.Accounts on coverage.By equals account.Id
            where coverage.WithdrawnAt == null
            orderby coverage.Source, office.Code
            select new { coverage, office.Code, office.Name, office.Path, account.DisplayName }).AsNoTracking().Take(Most).ToListAsync(cancel);
        var feeds = db.Items.On(visit.Today).SelectMany(item => item.Feeds.Select(feed => (item, feed))).OrderBy(f => f.feed.Element, StringComparer.Ordinal).ToList();
        return new View(feeds, [.. rows.Select(r => new Row(r.coverage, r.Code, r.Name, r.DisplayName, CoverageDesk.MayDeclare(visit.Actor, r.Path)))],
            visit.Actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator), typed, db.Items);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit, new(), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SourcesPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Declare([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        DateOnly? day = DateOnly.TryParseExact(form.From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) ? from : null;
        if ((await CoverageDesk.Declare(db, visit.Actor, form.Source ?? "", form.Organisation?.Trim().Split(' ')[^1] ?? "", day, form.Reason ?? "", clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, "/statistics/sources", "coverage.declared");
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit, form, cancel)).Accepted(out var view, out _) ? Answer.Again<SourcesPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Withdraw(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await CoverageDesk.Withdraw(db, visit.Actor, id, clock, cancel)).Accepted(out _, out var refusal) ? Answer.Done(visit, "/statistics/sources", "coverage.withdrawn") : Answer.Refused(visit, refusal);
}
