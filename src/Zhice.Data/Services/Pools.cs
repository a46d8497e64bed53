using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>What somebody writes into a pool.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Amount">In yuan.</param>
/// <param name="Pledge">Number of the registered pledge; null for a deposit.</param>
/// <param name="Loss">The lender's loss in yuan.</param>
/// <param name="Reason">Why.</param>
public sealed record PoolRequest(PoolEntryKind Kind, decimal Amount, string? Pledge, decimal? Loss, string Reason);

/// <summary>风险补偿: pools of offices, and their ledgers. What goes out is covered by what came in, by the loss and by the pledge, whatever happens at once.</summary>
public static class Pools
{
    const string Item = "pledge_registration", AmountField = "amount";

    /// <summary>Sets a pool up for the actor's office. Refusals: <c>access.denied</c>, <c>pool.name</c>, <c>pool.basis</c>, <c>pool.share-range</c>.</summary>
    public static async Task<Outcome<CompensationPool>> Open(ZhiceDb db, Actor actor, string office, string name, string basis, int share, bool demonstration, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(basis);
        if (actor.AccountId is not { } by || await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == office && o.ValidTo == null, cancel) is not { } owner || !AccessPolicy.MayApproveCases(actor, owner.Path)) return new Forbidden("access.denied");
        var defects = new List<Defect>();
        if (name.Trim() is not { Length: > 0 and <= CompensationPool.LongestName } words || FieldRules.Deceives(words, lines: false)) defects.Add(new("pool.name", "name", CompensationPool.LongestName));
        if (basis.Trim() is not { Length: > 3 and <= 300 } law || FieldRules.Deceives(law, lines: false)) defects.Add(new("pool.basis", "basis"));
        if (share is < 1 or > 100) defects.Add(new("pool.share-range", "share"));
        if (defects.Count > 0) return new Invalid(defects);
        var pool = new CompensationPool { OfficeId = owner.Id, Name = name.Trim(), Basis = basis.Trim(), Share = share, By = by, At = clock.GetUtcNow(), Demonstration = demonstration };
        db.Add(pool);
        AuditLog.Append(db, actor, pool.At, "service.pool", "pool", new { name = pool.Name, share, office });
        await db.SaveChangesAsync(cancel);
        return pool;
    }

    /// <summary>Writes an entry that waits for a second person. Refusals: <c>pool.missing</c>, <c>access.denied</c>, <c>case.reason</c>, those of <see cref="PoolRules"/>.</summary>
    public static async Task<Outcome<PoolEntry>> Propose(ZhiceDb db, Actor actor, PoolId id, PoolRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (await Found(db, id, cancel) is not { } found) return new Missing("pool.missing");
        if (actor.AccountId is not { } by || !AccessPolicy.MayHandleCases(actor, found.Office.Path)) return new Forbidden("access.denied");
        var reason = request.Reason.ReplaceLineEndings("\n").Trim();
        if (reason.Length is 0 or > CaseAction.LongestReason || FieldRules.Deceives(reason, lines: true)) return new Invalid(new Defect("case.reason", "reason", CaseAction.LongestReason));
        var pledge = request.Kind == PoolEntryKind.Deposit ? null : await Registered(db, request.Pledge, cancel);
        var entry = new PoolEntry
        {
            PoolId = id, Kind = request.Kind, Amount = request.Amount, CaseId = pledge, Loss = request.Kind == PoolEntryKind.Compensation ? request.Loss : null, Reason = reason, By = by, At = clock.GetUtcNow(), State = PoolEntryState.Proposed,
        };
        if (await Checked(db, found.Pool, entry, cancel) is { } refused) return refused;
        db.Add(entry);
        AuditLog.Append(db, actor, entry.At, "service.pool-entry", $"pool/{id.Value}", new { kind = entry.Kind.ToString(), entry.Amount, pledge = pledge?.Value, entry.Loss });
        await db.SaveChangesAsync(cancel);
        return entry;
    }

    /// <summary>Decides an entry. Refusals: <c>pool.missing</c>, <c>access.denied</c>, <c>pool.decided</c>, <c>pool.second-person</c>, <c>case.reason</c>, <c>pool.changed</c>, those of <see cref="PoolRules"/>.</summary>
    public static async Task<Outcome<PoolEntry>> Decide(ZhiceDb db, Actor actor, PoolId id, long number, bool approve, string? reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Found(db, id, cancel) is not { } found || await db.PoolEntries.AsTracking().FirstOrDefaultAsync(e => e.Id == number && e.PoolId == id, cancel) is not { } entry) return new Missing("pool.missing");
        if (!AccessPolicy.MayApproveCases(actor, found.Office.Path)) return new Forbidden("access.denied");
        if (entry.State != PoolEntryState.Proposed) return new Blocked("pool.decided");
        if (entry.By == actor.AccountId) return new Blocked("pool.second-person");
        var why = reason?.ReplaceLineEndings("\n").Trim() ?? "";
        if ((!approve && why.Length == 0) || why.Length > CaseAction.LongestReason || FieldRules.Deceives(why, lines: true)) return new Invalid(new Defect("case.reason", "reason", CaseAction.LongestReason));
        if (approve && await Checked(db, found.Pool, entry, cancel) is { } refused) return refused;
        (entry.State, entry.DecidedBy, entry.DecidedAt, entry.Denial) = (approve ? PoolEntryState.Approved : PoolEntryState.Denied, actor.AccountId, clock.GetUtcNow(), approve ? null : why);
        found.Pool.Version++;
        AuditLog.Append(db, actor, entry.DecidedAt.Value, "service.pool-decide", $"pool/{id.Value}", new { entry = number, state = entry.State.ToString(), why });
        try
        {
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return entry;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("pool.changed"); // another entry was decided meanwhile: the sums are not those that were checked
        }
    }

    /// <summary>Sums of approved entries of pools. One command.</summary>
    public static async Task<IReadOnlyDictionary<PoolId, PoolSums>> Sums(ZhiceDb db, IReadOnlyCollection<PoolId> pools, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await db.PoolEntries.AsNoTracking().Where(e => pools.Contains(e.PoolId) && e.State == PoolEntryState.Approved).Select(e => new { e.PoolId, e.Kind, e.Amount }).ToListAsync(cancel);
        return pools.ToDictionary(p => p, p => SumsOf(rows.Where(r => r.PoolId == p).Select(r => (r.Kind, r.Amount))));
    }

    /// <summary>Who may read the ledger, and not the sums alone: the office, and those above it.</summary>
    public static bool MayRead(Actor actor, Organisation office)
    {
        ArgumentNullException.ThrowIfNull(office);
        return AccessPolicy.MaySeeCases(actor, office.Path);
    }

    static PoolSums SumsOf(IEnumerable<(PoolEntryKind Kind, decimal Amount)> rows)
    {
        var all = rows.ToList();
        decimal Of(PoolEntryKind kind) => all.Where(r => r.Kind == kind).Sum(r => r.Amount);
        return new(Of(PoolEntryKind.Deposit), Of(PoolEntryKind.Compensation), Of(PoolEntryKind.Recovery));
    }

    static async Task<Refusal?> Checked(ZhiceDb db, CompensationPool pool, PoolEntry entry, CancellationToken cancel)
    {
        var (id, pledge) = (pool.Id, entry.CaseId);
        var own = await db.PoolEntries.AsNoTracking().Where(e => e.PoolId == id && e.State == PoolEntryState.Approved).Select(e => new { e.Kind, e.Amount }).ToListAsync(cancel);
        if (pledge is not { } key) return PoolRules.Check(pool, entry, SumsOf(own.Select(e => (e.Kind, e.Amount))), new(0, 0, 0), 0, null);
        // Of the pledge in all pools: nobody is paid for the same loss twice.
        var same = await db.PoolEntries.AsNoTracking().Where(e => e.CaseId == key && e.State == PoolEntryState.Approved).Select(e => new { e.PoolId, e.Kind, e.Amount, e.Loss }).ToListAsync(cancel);
        return PoolRules.Check(pool, entry, SumsOf(own.Select(e => (e.Kind, e.Amount))), SumsOf(same.Where(e => e.PoolId == id).Select(e => (e.Kind, e.Amount))), same.Sum(e => e.Loss ?? 0), await Secured(db, key, cancel));
    }

    // A pledge that was registered, struck out since or not: a loss may show after the pledge was realised.
    static async Task<CaseId?> Registered(ZhiceDb db, string? number, CancellationToken cancel)
    {
        var text = number?.Trim().ToUpperInvariant() ?? "";
        return text.Length is 0 or > 80 ? null : await db.RegisterEntries.Where(e => e.Item == Item && e.Number == text).Select(e => (CaseId?)e.CaseId).FirstOrDefaultAsync(cancel);
    }

    static async Task<decimal?> Secured(ZhiceDb db, CaseId pledge, CancellationToken cancel)
    {
        CaseActionKind[] said = [CaseActionKind.Submit, CaseActionKind.Answer, CaseActionKind.Correct];
        var words = await db.CaseActions.AsNoTracking().Where(a => a.CaseId == pledge && said.Contains(a.Kind)).OrderByDescending(a => a.Sequence).Select(a => a.Payload).ToListAsync(cancel);
        return words.Select(w => CasePayload.Read(w).Values).FirstOrDefault(v => v is not null)?.GetValueOrDefault(AmountField) is { } amount && decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var sum) ? sum : null;
    }

    static async Task<(CompensationPool Pool, Organisation Office)?> Found(ZhiceDb db, PoolId id, CancellationToken cancel)
    {
        var pool = await db.CompensationPools.AsTracking().FirstOrDefaultAsync(p => p.Id == id, cancel);
        return pool is null ? null : (pool, await db.Organisations.AsNoTracking().FirstAsync(o => o.Id == pool.OfficeId, cancel));
    }
}
