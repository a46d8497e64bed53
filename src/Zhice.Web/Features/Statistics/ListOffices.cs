using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Organisations;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>联络员与机构沿革: who answers for an office's figures, who took whose place, and totals through such changes.</summary>
public static class ListOffices
{
    /// <summary>A liaison person.</summary>
    public sealed record Person(StatisticalLiaison Liaison, string Code, string Office, string Name)
    {
        /// <summary>True where the account was closed: the office has no liaison person.</summary>
        public bool Closed { get; init; }
        /// <summary>True where the reader may end it.</summary>
        public bool MayEnd { get; init; }
    }

    /// <summary>A succession.</summary>
    public sealed record Change(Succession Succession, string From, string To);

    /// <summary>Totals that were asked for.</summary>
    /// <param name="Element">Code of the element.</param>
    /// <param name="Superior">Whose offices are added up.</param>
    /// <param name="Rows">A row for each year.</param>
    /// <param name="Strays">Values of offices for periods that begin on the day on which they ended or later, by office: they count in no total.</param>
    public sealed record Totals(string Element, Organisation Superior, IReadOnlyList<TotalRow> Rows, IReadOnlyList<(Organisation Office, int Count)> Strays);

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Person> People, IReadOnlyList<Change> Changes, Totals? Totals, Form Typed, bool MayName, bool MayRecord)
    {
        /// <summary>The kind of period that is asked for.</summary>
        public PeriodKind Kind { get; init; } = PeriodKind.Year;
    }

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>The office, by code or as picked.</summary>
        public string? Organisation { get; set; }
        /// <summary>Login of the person.</summary>
        public string? Login { get; set; }
        /// <summary>Code of the predecessor.</summary>
        public string? Predecessor { get; set; }
        /// <summary>Heirs: codes, with a share after a colon for a split, joined by commas.</summary>
        public string? Heirs { get; set; }
        /// <summary>The day.</summary>
        public string? On { get; set; }
        /// <summary>What happened.</summary>
        public SuccessionKind Kind { get; set; }
        /// <summary>The document.</summary>
        public string? Source { get; set; }
        /// <summary>Superior of an office that is founded, by code or as picked.</summary>
        public string? Under { get; set; }
        /// <summary>Its name.</summary>
        public string? Name { get; set; }
        /// <summary>Its level.</summary>
        public DivisionLevel? Level { get; set; }
        /// <summary>Code of its division.</summary>
        public string? Division { get; set; }
        /// <summary>Its first day.</summary>
        public string? From { get; set; }
        /// <summary>Why a succession is withdrawn.</summary>
        public string? Reason { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/offices", Show);
        routes.MapPost("/statistics/offices/liaison", Name).DisableAntiforgery();
        routes.MapPost("/statistics/offices/found", Found).DisableAntiforgery();
        routes.MapPost("/statistics/offices/liaison/{id:long}/end", End).DisableAntiforgery();
        routes.MapPost("/statistics/offices/succession", Record).DisableAntiforgery();
        routes.MapPost("/statistics/offices/succession/{id:long}/withdraw", Withdraw).DisableAntiforgery();
    }

    static async Task<IResult> Withdraw(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await OfficeFacts.Withdraw(db, visit.Actor, id, form.Reason ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statistics/offices", "succession.withdrawn") : await Again(form, refusal, visit, db, cancel);

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Visit visit, Form typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var actor = visit.Actor;
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var reach = AccessPolicy.Reach(actor);
        var people = await (
            from liaison in db.Liaisons
            join office in Data.Access.Visibility.OrganisationsUnder(db, AccessPolicy.ReadsAll(actor) ? ["/"] : reach) on liaison.OrganisationId equals office.Id
            join account in db.Accounts on liaison.AccountId equals account.Id
            where liaison.To == null
            orderby office.Code
            select new { liaison, office, account.DisplayName, account.Closed }).AsNoTracking().Take(400).ToListAsync(cancel);
        var changes = await (
            from succession in db.Successions
            join gone in db.Organisations on succession.PredecessorId equals gone.Id
            join heir in db.Organisations on succession.SuccessorId equals heir.Id
            where succession.WithdrawnAt == null
            orderby succession.On descending, succession.Id
            select new Change(succession, gone.Name, heir.Name)).AsNoTracking().Take(200).ToListAsync(cancel);
        return new View([.. people.Select(p => new Person(p.liaison, p.office.Code, p.office.Name, p.DisplayName) { Closed = p.Closed, MayEnd = OfficeFacts.MayName(actor, p.office) })], changes, await TotalsOf(db, visit, cancel), typed,
            actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator), actor.Holds(Role.NationalAdministrator)) { Kind = Asked(visit) };
    }

    static PeriodKind Asked(Visit visit) => Enum.TryParse<PeriodKind>(visit.Asked("period"), true, out var kind) && Enum.IsDefined(kind) ? kind : PeriodKind.Year;

    // The years that have ended, or of shorter periods the last ones up to today, so that a change of this year shows.
    static List<Period> Periods(PeriodKind kind, DateOnly today)
    {
        var last = Period.Containing(kind, today);
        var found = new List<Period>();
        for (var period = last.LastDay < today ? last : last.Previous; found.Count < Shown(kind); period = period.Previous) found.Insert(0, period);
        return found;
    }

    /// <summary>How many periods of a kind stand on the page: ten years, six of halves and quarters, three of months.</summary>
    static int Shown(PeriodKind kind) => kind switch { PeriodKind.Year => 10, PeriodKind.Month => 36, _ => 6 * Period.CountIn(kind) };

    // Of the offices directly under one superior.
    static async Task<Totals?> TotalsOf(ZhiceDb db, Visit visit, CancellationToken cancel)
    {
        var code = visit.Asked("superior")?.Trim().Split(' ')[^1];
        if (code is null || visit.Asked("element") is not { } element || !StatisticsFiles.InUse.Elements.ContainsKey(element)
            || await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code, cancel) is not { } superior || !ReturnSheets.MaySee(visit.Actor, superior.Path)) return null;
        var all = await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.LocalOffice).ToListAsync(cancel);
        var level = all.Where(o => o.ParentId == superior.Id).Select(o => o.Level).FirstOrDefault();
        var organisations = all.Where(o => o.Level == level).ToList();
        var periods = Periods(Asked(visit), visit.Today);
        var values = await CompletedValues.Read(db, [StatisticsFiles.InUse.Elements[element]], organisations, periods, null, visit.Today, cancel);
        var successions = await db.Successions.AsNoTracking().ToListAsync(cancel);
        var decimals = StatisticsFiles.InUse.Elements[element].Decimals;
        var rows = DatedTotals.Run(organisations, superior.Id, successions, periods, values.ToDictionary(v => (v.Key.Organisation, v.Key.Period), v => v.Value), visit.Today, StatisticsFiles.InUse.Elements[element].Kind == ElementKind.Stock);
        // A bridged figure is made by a ratio, and is no more exact than the figures that it is made of.
        return new Totals(element, superior, [.. rows.Select(r => r with { Bridged = r.Bridged with { Value = r.Bridged.Value is { } made ? decimal.Round(made, decimals, MidpointRounding.AwayFromZero) : null } })],
            await OfficeFacts.Strays(db, [element], [.. organisations.Where(o => o.ParentId == superior.Id)], cancel));
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit, new Form(), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OfficesPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Name([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await OfficeFacts.Name(db, visit.Actor, form.Organisation?.Trim().Split(' ')[^1] ?? "", form.Login ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statistics/offices", "liaison.named") : await Again(form, refusal, visit, db, cancel);

    static async Task<IResult> End(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Liaisons.End(db, visit.Actor, id, clock, cancel)).Accepted(out _, out var refusal) ? Answer.Done(visit, "/statistics/offices", "liaison.ended") : await Again(form, refusal, visit, db, cancel);

    static async Task<IResult> Record([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var heirs = (form.Heirs ?? "").Split([',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split(':'))
            .Select(h => (h[0], h.Length == 1 ? 1m : decimal.TryParse(h[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? share : 0m)).ToList();
        var request = new SuccessionRequest(form.Predecessor?.Trim() ?? "", heirs, DateOnly.TryParseExact(form.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null, form.Kind, form.Source ?? "");
        return (await OfficeFacts.Record(db, visit.Actor, request, clock, cancel)).Accepted(out var gone, out var refusal)
            ? Recorded(visit, gone, await OfficeFacts.Strays(db, [.. StatisticsFiles.InUse.Elements.Keys], [gone], cancel)) : await Again(form, refusal, visit, db, cancel);
    }

    static async Task<IResult> Found([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var office = new NewOffice(form.Under?.Trim().Split(' ')[^1] ?? "", form.Name ?? "", form.Level, form.Division ?? "",
            DateOnly.TryParseExact(form.From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null);
        return (await OfficeFounding.Found(db, visit.Actor, office, clock, cancel)).Accepted(out var founded, out var refusal)
            ? Answer.Done(visit, "/statistics/offices#found", "office.founded", founded.Name, founded.Code) : await Again(form, refusal, visit, db, cancel);
    }

    static IResult Recorded(Visit visit, Organisation gone, IReadOnlyList<(Organisation Office, int Count)> strays) => strays.Count == 0
        ? Answer.Done(visit, "/statistics/offices", "succession.recorded")
        : Answer.Done(visit, "/statistics/offices", "succession.recorded-strays", gone.Name, gone.ValidTo is { } end ? Visit.Day(end) : "–", strays[0].Count);

    static async Task<IResult> Again(Form form, Refusal refusal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit, form, cancel)).Accepted(out var view, out _) ? Answer.Again<OfficesPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
