using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Working;

/// <summary>常用筛选: named filters of a person, seen and removed by nobody else. They are addresses: what one shows is decided when it is opened.</summary>
public static class FilterShelf
{
    /// <summary>The person's filters by name; none for the public.</summary>
    public static async Task<IReadOnlyList<SavedFilter>> Of(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return [];
        return await OfPerson(db, me).ToListAsync(cancel);
    }

    static readonly Func<ZhiceDb, AccountId, IAsyncEnumerable<SavedFilter>> OfPerson = OnceCompiled.Query((ZhiceDb db, AccountId me) =>
        db.SavedFilters.AsNoTracking().Where(f => f.AccountId == me).OrderBy(f => f.Name).ThenBy(f => f.Id).Take(SavedFilter.Most));

    /// <summary>Keeps one; a name that the person uses already gets the new address. Refusals: <c>access.denied</c>, <c>filter.name</c>, <c>filter.page</c>, <c>filter.many</c>.</summary>
    public static async Task<Outcome<SavedFilter>> Keep(ZhiceDb db, Actor actor, string name, string path, string query, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        name = name.Trim();
        var defects = new List<Defect>();
        if (OwnShelf.IsBadName(name, SavedFilter.LongestName)) defects.Add(new Defect("filter.name", "name", SavedFilter.LongestName));
        if (path.Length > SavedFilter.LongestPath || query.Length > SavedFilter.LongestQuery) defects.Add(new Defect("filter.page", "name"));
        if (defects.Count > 0) return new Invalid(defects);
        var filter = new SavedFilter { AccountId = me, Name = name, Path = path, Query = query, CreatedAt = clock.GetUtcNow() };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await OwnShelf.Hold(db, me, cancel);
        await db.SavedFilters.Where(f => f.AccountId == me && f.Name == name).ExecuteDeleteAsync(cancel);
        if (await db.SavedFilters.CountAsync(f => f.AccountId == me, cancel) >= SavedFilter.Most) return new Blocked("filter.many", SavedFilter.Most);
        db.Add(filter);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return filter;
    }

    /// <summary>Removes one of the person's own; <c>filter.missing</c> for anybody else's.</summary>
    public static async Task<Outcome<SavedFilterId>> Remove(ZhiceDb db, Actor actor, SavedFilterId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        return await db.SavedFilters.Where(f => f.Id == id && f.AccountId == me).ExecuteDeleteAsync(cancel) == 1 ? id : new Missing("filter.missing");
    }
}
