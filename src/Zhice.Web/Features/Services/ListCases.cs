using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>办件队列: cases of the reader's offices, by what is due first; mine, by phase, by item; and those on which an opinion is awaited.</summary>
public static class ListCases
{
    /// <summary>A row.</summary>
    public sealed record Row(ServiceCase Case, string Applicant);

    /// <summary>What is asked for.</summary>
    /// <param name="Which">open, mine, asked or all.</param>
    /// <param name="Phase">Only this phase.</param>
    /// <param name="Item">Only this item.</param>
    /// <param name="Number">Number of a case, whole or its beginning.</param>
    /// <param name="Alarm">Only cases with this card; none for all.</param>
    public sealed record Filter(string Which, CasePhase? Phase, string? Item, string? Number, AlarmLevel Alarm = AlarmLevel.None);

    /// <summary>The page.</summary>
    public sealed record View(Filter Asked, IReadOnlyList<Row> Rows, int Total, int Page, ServiceCatalogue Items);

    /// <summary>Rows are counted up to here.</summary>
    public const int MostCounted = 10_000;
    const int FewNumbered = 500;

    // The phases from the first to the last open one; written as constants, so that the index of open cases is used.
    static IQueryable<ServiceCase> Open(IQueryable<ServiceCase> rows) => rows.Where(c => c.Phase >= CasePhase.Received && c.Phase <= CasePhase.Decided);

    // By what is due first; where nothing is, last. Each desk is walked by the index of open cases as far as the page goes, and the few keys are put together: thousands of open cases are not sorted.
    static IQueryable<CaseId> Desk(IReadOnlyList<IQueryable<ServiceCase>> desks, int skip, int size) => desks
        .SelectMany(desk => (IQueryable<ServiceCase>[])[desk.Where(c => c.DueOn != null).OrderBy(c => c.DueOn).ThenBy(c => c.Id).Take(skip + size), desk.Where(c => c.DueOn == null).OrderBy(c => c.Id).Take(skip + size)])
        .Select(half => half.Select(c => new { c.Id, c.DueOn })).Aggregate((one, other) => one.Concat(other))
        .OrderBy(c => c.DueOn == null).ThenBy(c => c.DueOn).ThenBy(c => c.Id).Skip(skip).Take(size).Select(c => c.Id);

    // The newest of each part, each once.
    static IQueryable<CaseId> Newest(IReadOnlyList<IQueryable<ServiceCase>> parts, int skip, int size) =>
        parts.Select(part => part.OrderByDescending(c => c.Id).Take(skip + size).Select(c => c.Id)).Aggregate((one, other) => one.Union(other)).OrderByDescending(id => id).Skip(skip).Take(size);

    // At most MostCounted of each part, each case once.
    static IQueryable<CaseId> Counted(IReadOnlyList<IQueryable<ServiceCase>> parts) =>
        parts.Select(part => part.Select(c => c.Id).Take(MostCounted)).Aggregate((one, other) => one.Union(other)).Take(MostCounted);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/service-cases", Handle);
        routes.MapGet("/service-cases.csv", Export);
        routes.MapGet("/service-cases.xlsx", Export);
    }

    /// <summary>Loads a page. Three commands, four with a number.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Actor actor, Filter asked, DateOnly today, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(asked);
        if (actor.AccountId is not { } me || !AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var offices = Visibility.CaseOffices(actor);
        // The own desk is asked by its offices, which the index holds; only “all” goes through everything that may be seen.
        IReadOnlyList<IQueryable<ServiceCase>> parts = asked.Which switch
        {
            "mine" => [Open(db.ServiceCases).Where(c => c.Handler == me && offices.Contains(c.OfficeId))],
            "asked" => [Open(db.ServiceCases).Where(c => db.CaseReviewers.Where(r => r.AnsweredAt == null && (r.AccountId == me || (r.OrganisationId != null && offices.Contains(r.OrganisationId.Value)))).Select(r => r.CaseId).Contains(c.Id))],
            "all" => db.SubmittedCases(actor, today),
            _ => Visibility.OnlyAudits(actor) ? [Open(db.Unsealed())] : AccessPolicy.ReadsAll(actor) ? [Open(db.ServiceCases)] : [.. offices.Select(office => Open(db.ServiceCases).Where(c => c.OfficeId == office))],
        };
        if (parts.Count == 0) return new View(asked, [], 0, 1, house.Catalogue);
        // A number is looked up by its own index first, as far as its beginning means few cases.
        var numbered = asked.Number is null ? [] : await Numbered(db, db.ServiceCases, asked.Number).OrderBy(c => c.Number).Select(c => c.Id).Take(FewNumbered + 1).ToListAsync(cancel);
        parts = [.. parts.Select(part => Filtered(part, asked)).Select(part => asked.Alarm == AlarmLevel.None ? part : AlarmDesk.At(part, today, asked.Alarm)).Select(part => asked.Number is null ? part : numbered.Count <= FewNumbered ? part.Where(c => numbered.Contains(c.Id)) : Numbered(db, part, asked.Number))];
        var total = await Counted(parts).CountAsync(cancel);
        var at = Paging.Within(page, total, size);
        var keys = await (asked.Which == "all" ? Newest(parts, (at - 1) * size, size) : Desk(parts, (at - 1) * size, size)).ToListAsync(cancel);
        var found = await (
            from row in db.ServiceCases
            where keys.Contains(row.Id)
            join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id
            select new Row(row, applicant.Name)).AsNoTracking().ToListAsync(cancel);
        return new View(asked, [.. found.OrderBy(row => keys.IndexOf(row.Case.Id))], total, at, house.Catalogue);
    }

    static IQueryable<ServiceCase> Filtered(IQueryable<ServiceCase> rows, Filter asked)
    {
        if (asked.Phase is { } phase && phase != CasePhase.Draft) rows = rows.Where(c => c.Phase == phase);
        // Closed cases have indexes of their own, taken where the condition says so in figures.
        if (asked.Phase > CasePhase.Decided) rows = rows.Where(c => c.Phase > CasePhase.Decided);
        // Not to be looked up by the index of items and subjects, which holds the closed cases too: the desk's own indexes have the item beside what is due.
        if (asked.Item is { } item) rows = asked.Which == "all" ? rows.Where(c => c.Item == item) : rows.Where(c => c.Item + "" == item);
        return rows;
    }

    // SQLite does not take an index for the beginning of a text; as a range it does.
    static IQueryable<ServiceCase> Numbered(ZhiceDb db, IQueryable<ServiceCase> rows, string number)
    {
        var end = number + '\uFFFF';
        return db.Database.IsNpgsql() ? rows.Where(c => c.Number.StartsWith(number)) : rows.Where(c => string.Compare(c.Number, number) >= 0 && string.Compare(c.Number, end) < 0);
    }

    static Filter Wanted(Visit visit) => new(visit.Asked("which") is "mine" or "asked" or "all" ? visit.Asked("which")! : "open",
        Enum.TryParse<CasePhase>(visit.Asked("phase"), out var phase) && Enum.IsDefined(phase) ? phase : null, visit.Asked("item"), visit.Asked("number")?.Trim().ToUpperInvariant(),
        Enum.TryParse<AlarmLevel>(visit.Asked("alarm"), out var alarm) && Enum.IsDefined(alarm) ? alarm : AlarmLevel.None);

    static async Task<IResult> Handle(int? page, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit.Actor, Wanted(visit), visit.Today, page ?? 1, CaseText.PageSize, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CaseQueuePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await Run(db, house, visit.Actor, Wanted(visit), visit.Today, 1, MostCounted, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("service-cases", [new(words["svc.number"], 30), new(words["service.name"], 30), new(words["svc.about"], 40), new(words["svc.applicant"], 30), new(words["svc.phase"], 14), new(words["svc.due"], 12), new(words["svc.submitted"], 12)],
            view.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Case.Number), Cell.Of(ListOwnCases.Name(view.Items, r.Case, words)), Cell.Of(r.Case.Title), Cell.Of(r.Applicant), Cell.Of(words.Of(r.Case.Phase)), Cell.Of(r.Case.DueOn), Cell.Of(r.Case.SubmittedOn)])).As(visit.Path, cancel);
    }
}
