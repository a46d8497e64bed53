using System.Globalization;
using Microsoft.AspNetCore.Mvc;
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

/// <summary>统计: collections that the reader answers or oversees, and the way to open one.</summary>
public static class ListCollections
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A collection.</summary>
    /// <param name="Round">The collection.</param>
    /// <param name="Form">Its form; null where the form is no longer defined.</param>
    /// <param name="Owner">The office above all that answer.</param>
    /// <param name="Asked">Offices in the reader's reach.</param>
    /// <param name="Sent">Of these, those that sent.</param>
    /// <param name="Own">The return of the reader's own office, to fill in; null where there is none.</param>
    /// <param name="OwnSent">True where it was sent.</param>
    public sealed record Row(CollectionRound Round, FormDefinition? Form, string Owner, int Asked, int Sent, ReturnId? Own, bool OwnSent);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total, IReadOnlyList<(OrganisationId Id, string Name)> Owners, Form Typed, bool MayLoad, bool IsAuditor)
    {
        /// <summary>Code of the reader's own office, whose record of returns stands; null where there is none.</summary>
        public string? OwnOffice { get; init; }
    }

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>Code of the form.</summary>
        public string? Code { get; set; }
        /// <summary>The period.</summary>
        public string? Period { get; set; }
        /// <summary>Whose offices are asked.</summary>
        public long Owner { get; set; }
        /// <summary>First day on which it may be filled in; that of the form, and not before today, where null.</summary>
        public string? OpensOn { get; set; }
        /// <summary>Last day in time; that of the form where null.</summary>
        public string? DueOn { get; set; }
        /// <summary>Day of the lock; that of the form where null.</summary>
        public string? LocksOn { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics", Show);
        routes.MapPost("/statistics", Open).DisableAntiforgery();
    }

    /// <summary>The list.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, Form typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var visible = db.VisibleCollections(actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var (returns, offices) = (db.VisibleReturns(actor), AccessPolicy.Offices(actor));
        var rows = await (
            from round in visible
            join owner in db.Organisations on round.OwnerId equals owner.Id
            orderby round.DueOn descending, round.Id
            select new
            {
                round, owner.Name, Asked = returns.Count(r => r.CollectionId == round.Id), Sent = returns.Count(r => r.CollectionId == round.Id && r.SentAt != null),
                Own = db.StatisticalReturns.Where(r => r.CollectionId == round.Id && offices.Contains(r.OrganisationId)).OrderBy(r => r.Id).Select(r => new { r.Id, Sent = r.SentAt != null }).FirstOrDefault(),
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var administered = actor.Roles.Where(r => r.Role is Role.NationalAdministrator or Role.RegionalAdministrator).Select(r => r.OrganisationId).Distinct().ToList();
        var owners = administered.Count == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => administered.Contains(o.Id)).OrderBy(o => o.Id).Select(o => new { o.Id, o.Name }).ToListAsync(cancel);
        return new View([.. rows.Select(r => new Row(r.round, StatisticsFiles.InUse.Forms.GetValueOrDefault(r.round.Form), r.Name, r.Asked, r.Sent, r.Own?.Id, r.Own?.Sent == true))],
            page, total, [.. owners.Select(o => (o.Id, o.Name))], typed, AccessPolicy.Offices(actor).Count > 0, InterferenceLog.MayRead(actor))
        {
            OwnOffice = offices.Count == 0 ? null : await db.Organisations.Where(o => offices.Contains(o.Id) && o.Kind == OrganisationKind.LocalOffice).OrderBy(o => o.Id).Select(o => o.Code).FirstOrDefaultAsync(cancel),
        };
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Page(visit), new Form(), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CollectionsPage>(view) : Answer.Refused(visit, refusal);

    static int Page(Visit visit) => int.TryParse(visit.Asked("page"), out var page) ? page : 1;

    static async Task<IResult> Open([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        Refusal? refusal = new Invalid(new Defect("release.period", "period"));
        if (!Day(form.OpensOn, out var opens)) refusal = new Invalid(new Defect("collection.day", "opensOn", form.OpensOn!));
        else if (!Day(form.DueOn, out var due)) refusal = new Invalid(new Defect("collection.day", "dueOn", form.DueOn!));
        else if (!Day(form.LocksOn, out var locks)) refusal = new Invalid(new Defect("collection.day", "locksOn", form.LocksOn!));
        else if (Period.TryParse(form.Period?.Trim(), out var period)
            && (await CollectionDesk.Open(db, visit.Actor, form.Code ?? "", period, new(form.Owner), visit.Demonstration, clock, cancel, new(due, locks, opens))).Accepted(out var round, out refusal))
            return Answer.Done(visit, $"/statistics/collections/{round.Id.Value}", "collection.opened");
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit.Actor, 1, form, cancel)).Accepted(out var view, out _) ? Answer.Again<CollectionsPage>(visit, view, refusal!) : Answer.Refused(visit, refusal!);
    }

    // A day that no calendar has is told; the form stays as it was typed.
    internal static bool Day(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        return day is not null || string.IsNullOrWhiteSpace(text);
    }
}
