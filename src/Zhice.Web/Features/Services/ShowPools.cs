using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>质押融资风险补偿: pools with their sums for everybody; the ledger for the office and those above it, written by one person and decided by another.</summary>
public static class ShowPools
{
    /// <summary>A pool on the list.</summary>
    public sealed record Row(CompensationPool Pool, Organisation Office, PoolSums Sums);

    /// <summary>The list.</summary>
    /// <param name="Rows">All pools.</param>
    /// <param name="Offices">Offices for which the reader may set one up.</param>
    /// <param name="Typed">What was typed; null at first.</param>
    public sealed record View(IReadOnlyList<Row> Rows, IReadOnlyList<Organisation> Offices, IReadOnlyDictionary<string, string>? Typed);

    /// <summary>An entry of a ledger.</summary>
    /// <param name="Entry">The entry.</param>
    /// <param name="By">Who wrote it.</param>
    /// <param name="Decided">Who decided it; null while it waits.</param>
    /// <param name="Pledge">Number of the pledge; null for a deposit.</param>
    public sealed record Line(PoolEntry Entry, string By, string? Decided, string? Pledge);

    /// <summary>A pool.</summary>
    /// <param name="Pool">With its sums.</param>
    /// <param name="Lines">Its ledger, the newest first; null for those who read the sums alone.</param>
    /// <param name="Total">How many entries there are.</param>
    /// <param name="Page">The page shown.</param>
    /// <param name="Writes">True for who may write an entry.</param>
    /// <param name="Decides">True for who may decide one.</param>
    /// <param name="Me">The reader, who decides nothing that he wrote.</param>
    /// <param name="Typed">What was typed; null at first.</param>
    public sealed record OneView(Row Pool, IReadOnlyList<Line>? Lines, int Total, int Page, bool Writes, bool Decides, AccountId? Me, IReadOnlyDictionary<string, string>? Typed);

    const int MostPools = 500;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/pledge-pools", List);
        routes.MapPost("/pledge-pools", Open).DisableAntiforgery();
        routes.MapGet("/pledge-pools/{id:long}", Show);
        routes.MapPost("/pledge-pools/{id:long}", Act).DisableAntiforgery();
    }

    /// <summary>Loads the list. Three commands.</summary>
    public static async Task<View> Listed(ZhiceDb db, Actor actor, IReadOnlyDictionary<string, string>? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var rows = await (from pool in db.CompensationPools join office in db.Organisations on pool.OfficeId equals office.Id orderby office.Code, pool.Id select new { pool, office }).AsNoTracking().Take(MostPools).ToListAsync(cancel);
        var sums = await Pools.Sums(db, [.. rows.Select(r => r.pool.Id)], cancel);
        var offices = AccessPolicy.Offices(actor);
        var own = await db.Organisations.AsNoTracking().Where(o => offices.Contains(o.Id) && o.ValidTo == null).OrderBy(o => o.Code).Take(20).ToListAsync(cancel);
        return new View([.. rows.Select(r => new Row(r.pool, r.office, sums[r.pool.Id]))], [.. own.Where(o => AccessPolicy.MayApproveCases(actor, o.Path))], typed);
    }

    /// <summary>Loads a pool. Five commands at most.</summary>
    public static async Task<Outcome<OneView>> Run(ZhiceDb db, Actor actor, PoolId id, int page, IReadOnlyDictionary<string, string>? typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var found = await (from pool in db.CompensationPools where pool.Id == id join office in db.Organisations on pool.OfficeId equals office.Id select new { pool, office }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("pool.missing");
        var row = new Row(found.pool, found.office, (await Pools.Sums(db, [id], cancel))[id]);
        if (!Pools.MayRead(actor, found.office)) return new OneView(row, null, 0, 1, false, false, null, null);
        var total = await db.PoolEntries.CountAsync(e => e.PoolId == id, cancel);
        var at = Paging.Within(page, total, CaseText.PageSize);
        var lines = await (
            from entry in db.PoolEntries
            where entry.PoolId == id
            join writer in db.Accounts on entry.By equals writer.Id
            orderby entry.Id descending
            select new Line(entry, writer.DisplayName, db.Accounts.Where(a => a.Id == entry.DecidedBy).Select(a => a.DisplayName).FirstOrDefault(), db.ServiceCases.Where(c => c.Id == entry.CaseId).Select(c => c.Number).FirstOrDefault()))
            .AsNoTracking().Skip((at - 1) * CaseText.PageSize).Take(CaseText.PageSize).ToListAsync(cancel);
        return new OneView(row, lines, total, at, AccessPolicy.MayHandleCases(actor, found.office.Path), AccessPolicy.MayApproveCases(actor, found.office.Path), actor.AccountId, typed);
    }

    static async Task<IResult> List(Visit visit, ZhiceDb db, CancellationToken cancel) => Answer.Page<PoolsPage>(await Listed(db, visit.Actor, null, cancel));

    static async Task<IResult> Open(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var opened = await Pools.Open(db, visit.Actor, form["office"].ToString(), form["name"].ToString(), form["basis"].ToString(), (int)Math.Min(CaseInput.Number(form["share"]) ?? 0, 1000), visit.Demonstration, clock, cancel);
        if (opened.Accepted(out var pool, out var refusal)) return Answer.Done(visit, Address(pool.Id), "svc.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid ? Answer.Again<PoolsPage>(visit, await Listed(db, visit.Actor, Typed(form), cancel), refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Show(long id, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), page ?? 1, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<PoolPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var key = new PoolId(id);
        var outcome = form["do"] == "propose"
            ? await Pools.Propose(db, visit.Actor, key, new(Kind(form["kind"]), Amount(form["amount"]) ?? 0, form["pledge"], Amount(form["loss"]), form["reason"].ToString()), clock, cancel)
            : await Pools.Decide(db, visit.Actor, key, CaseInput.Number(form["entry"]) ?? 0, form["do"] == "approve", form["reason"], clock, cancel);
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, Address(key), "svc.saved");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, key, 1, Typed(form), cancel)).Accepted(out var view, out _) ? Answer.Again<PoolPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static PoolEntryKind Kind(string? text) => Enum.TryParse<PoolEntryKind>(text, out var kind) && Enum.IsDefined(kind) && kind.ToString() == text ? kind : PoolEntryKind.Compensation;

    static decimal? Amount(string? text) => decimal.TryParse(text?.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    static Dictionary<string, string> Typed(IFormCollection form) => form.Where(f => f.Value.ToString().Length <= 4000).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);

    internal static string Address(PoolId id) => FormattableString.Invariant($"/pledge-pools/{id.Value}");

    /// <summary>An amount in yuan.</summary>
    internal static string Yuan(decimal? amount) => amount?.ToString("N2", CultureInfo.InvariantCulture) ?? "";
}
