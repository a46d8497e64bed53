using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>登记簿: for each item that keeps one, whoever its definition lets read it may search it and take it away, on pages and through the interface.</summary>
public static class ListRegisters
{
    /// <summary>Entries a page of the interface.</summary>
    public const int ApiPageSize = 100;

    /// <summary>A register.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Found">The page of entries.</param>
    /// <param name="Words">What was searched.</param>
    /// <param name="Outcomes">Decision by case, where the register holds more than one outcome.</param>
    public sealed record View(ServiceItem Item, RegisterPage Found, string? Words, IReadOnlyDictionary<CaseId, string?> Outcomes);

    /// <summary>An entry.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="Certificates">Its certificates, the newest first.</param>
    /// <param name="Matches">Wanted technologies or declared patents that fit it.</param>
    /// <param name="Outcome">The decision, where the register holds more than one outcome; null elsewhere.</param>
    /// <param name="History">What happened to it, the newest first.</param>
    public sealed record EntryView(ServiceItem Item, RegisterEntry Entry, IReadOnlyList<ServiceCertificate> Certificates, IReadOnlyList<MatchRow> Matches, string? Outcome, IReadOnlyList<RegisterChange> History);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/registers", (Visit visit, ServiceCatalogue catalogue) => Answer.Page<RegistersPage>(catalogue.On(visit.Today).Where(item => item.RegisterFields.Count > 0).ToList()));
        routes.MapGet("/registers/{service}", Search);
        routes.MapGet("/registers/{service}/table.csv", Export);
        routes.MapGet("/registers/{service}/table.xlsx", Export);
        routes.MapGet("/registers/{service}/{id:long}", Show);
        routes.MapGet("/api/v1/registers/{service}", Data);
    }

    static ServiceItem? Find(string service, Visit visit, ServiceCatalogue catalogue) => catalogue.Find(service, visit.Today) is { RegisterFields.Count: > 0 } item ? item : null;

    static string? Words(Visit visit) => visit.Asked("q") is { } text && !string.IsNullOrWhiteSpace(text) ? FieldRules.Cut(text.Trim(), 100) : null;

    static async Task<IResult> Search(string service, int? page, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel) =>
        Find(service, visit, catalogue) is { } item && await Registers.Search(db, new(visit.Actor, visit.Today, catalogue), item, Words(visit), page ?? 1, CaseText.PageSize, cancel) is var found
            ? Answer.Page<RegisterSearchPage>(new View(item, found, Words(visit), await Registers.Outcomes(db, item, found.Rows, cancel))) : Answer.Refused(visit, new Missing("service.missing"));

    static async Task<IResult> Export(string service, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        if (Find(service, visit, catalogue) is not { } item) return Answer.Refused(visit, new Missing("service.missing"));
        var (words, found) = (visit.Words, await Registers.Search(db, new(visit.Actor, visit.Today, catalogue), item, Words(visit), 1, Registers.MostCounted, cancel));
        var fields = Fields(item);
        var (outcomes, several) = (await Registers.Outcomes(db, item, found.Rows, cancel), Several(item));
        return await new TableFile($"register-{item.Code}", [new(words["svc.number"], 30), new(words["svc.holder"], 30), .. fields.Select(f => new TableColumn(CaseText.Field(f, words), 24)), .. several ? [new TableColumn(words["svc.decision"], 24)] : Array.Empty<TableColumn>(), new(words["svc.entered"], 12), new(words["svc.valid-to"], 12), new(words["svc.ended"], 12), new(words["svc.phase"], 12)],
            found.Rows.Select(e =>
            {
                var values = Certificates.Values(e);
                return (IReadOnlyList<Cell>)[Cell.Of(e.Number), Cell.Of(e.Holder), .. fields.Select(f => Cell.Of(CaseText.Value(f, values.GetValueOrDefault(f.Code)))), .. several ? [Cell.Of(CaseText.Decision(item, outcomes.GetValueOrDefault(e.CaseId), words))] : Array.Empty<Cell>(), Cell.Of(e.EnteredOn), Cell.Of(e.ValidTo?.AddDays(-1)), Cell.Of(e.EndedOn), Cell.Of(words[Standing(e, item, visit.Today)])];
            })).As(visit.Path, cancel);
    }

    static async Task<IResult> Show(string service, long id, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        if (Find(service, visit, catalogue) is not { } item || await Registers.Of(db, new(visit.Actor, visit.Today, catalogue), item.Code).AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } entry)
            return Answer.Refused(visit, new Missing("register.missing"));
        var certificates = await db.ServiceCertificates.AsNoTracking().Where(c => c.CaseId == entry.CaseId).OrderByDescending(c => c.Edition).Take(20).ToListAsync(cancel);
        var outcomes = await Registers.Outcomes(db, item, [entry], cancel);
        var history = (await RegisterHistory.Of(db, catalogue, [entry], cancel))[entry.CaseId].Reverse().ToList();
        return Answer.Page<RegisterEntryPage>(new EntryView(item, entry, certificates, Registers.Holds(entry, item, visit.Today) ? await Matches.Of(db, entry, visit.Today, cancel) : [], outcomes.GetValueOrDefault(entry.CaseId), history));
    }

    // What the reader may read and no more: a platform finds by its key the entries whose holders named it.
    static async Task<IResult> Data(string service, int? page, Visit visit, ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        if (Find(service, visit, catalogue) is not { } item) return Answer.Problem(visit, new Missing("service.missing"));
        var found = await Registers.Search(db, new(visit.Actor, visit.Today, catalogue), item, Words(visit), page ?? 1, ApiPageSize, cancel);
        var (outcomes, history) = (await Registers.Outcomes(db, item, found.Rows, cancel), await RegisterHistory.Of(db, catalogue, found.Rows, cancel));
        return Results.Json(new
        {
            item = item.Code, total = found.Total, page = found.Page, size = ApiPageSize,
            entries = found.Rows.Select(e => new
            {
                e.Id, e.Number, e.Holder, e.EnteredOn, validTo = e.ValidTo?.AddDays(-1), e.EndedOn, holds = Registers.Holds(e, item, visit.Today), e.Demonstration, values = Certificates.Values(e),
                decision = outcomes.GetValueOrDefault(e.CaseId),
                changes = history[e.CaseId].Select(h => new { on = h.On, kind = h.Kind.ToString(), edition = h.Edition, decision = h.Decision?.Code, values = h.Changes.Select(c => new { field = c.Field.Code, before = c.Before, after = c.After }) }),
            }),
        });
    }

    /// <summary>True where a register holds more than one outcome, which is then shown with each entry.</summary>
    internal static bool Several(ServiceItem item) => item.Decisions.Count(d => d.Grants) > 1;

    /// <summary>How an entry stands on a day, as the name of a word.</summary>
    internal static string Standing(RegisterEntry entry, ServiceItem item, DateOnly today) => entry.EndedOn is not null ? "svc.struck" : Registers.Holds(entry, item, today) ? "svc.stands" : "svc.expired";

    /// <summary>The columns of a register.</summary>
    internal static IReadOnlyList<FormField> Fields(ServiceItem item) => [.. item.RegisterFields.Select(code => item.Form.First(f => f.Code == code))];
}
