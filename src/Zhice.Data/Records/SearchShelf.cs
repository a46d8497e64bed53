using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Records;

/// <summary>我的检索式: searches over records that a person keeps, seen, changed and removed by nobody else.</summary>
public static class SearchShelf
{
    /// <summary>The person's searches by number; none for the public.</summary>
    public static async Task<IReadOnlyList<SavedSearch>> Of(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return [];
        return await db.SavedSearches.AsNoTracking().Where(s => s.AccountId == me).OrderBy(s => s.Number).Take(SavedSearch.Most).ToListAsync(cancel);
    }

    /// <summary>Keeps one. Refusals: <c>access.denied</c>, <c>saved.name</c>, <c>saved.twice</c>, <c>saved.long</c>, <c>saved.many</c>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Whose it will be.</param>
    /// <param name="name">Its name.</param>
    /// <param name="query">The query as understood.</param>
    /// <param name="alerts">Whether the daily mail tells of what is new.</param>
    /// <param name="last">Number of the last record now.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<Outcome<SavedSearch>> Keep(ZhiceDb db, Actor actor, string name, string query, bool alerts, long last, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        name = name.Trim();
        if (OwnShelf.IsBadName(name, SavedSearch.LongestName)) return new Invalid(new Defect("saved.name", "name", SavedSearch.LongestName));
        if (query.Length > SavedSearch.LongestQuery) return new Invalid(new Defect("saved.long", "name", SavedSearch.LongestQuery));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await OwnShelf.Hold(db, me, cancel);
        var mine = await db.SavedSearches.Where(s => s.AccountId == me).Select(s => new { s.Number, s.Name }).ToListAsync(cancel);
        if (mine.Count >= SavedSearch.Most) return new Blocked("saved.many", SavedSearch.Most);
        if (mine.Exists(s => s.Name == name)) return new Invalid(new Defect("saved.twice", "name", name));
        var search = new SavedSearch
        {
            AccountId = me, Number = mine.Select(s => s.Number).DefaultIfEmpty().Max() + 1, Name = name, Query = query, Alerts = alerts, SeenThrough = last, ToldThrough = last, CreatedAt = clock.GetUtcNow(),
        };
        db.Add(search);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return search;
    }

    /// <summary>Removes one of the person's own; <c>saved.missing</c> for anybody else's.</summary>
    public static async Task<Outcome<SavedSearchId>> Remove(ZhiceDb db, Actor actor, SavedSearchId id, CancellationToken cancel) =>
        Changed(id, Mine(db, actor, id) is { } own ? await own.ExecuteDeleteAsync(cancel) : 0);

    /// <summary>All records so far count as looked at; <c>saved.missing</c> for anybody else's. What was seen stays seen where a slower window says less.</summary>
    public static async Task<Outcome<SavedSearchId>> See(ZhiceDb db, Actor actor, SavedSearchId id, long last, CancellationToken cancel) =>
        Changed(id, Mine(db, actor, id) is { } own ? await own.ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenThrough, s => s.SeenThrough > last ? s.SeenThrough : last), cancel) : 0);

    /// <summary>Switches the mail on or off; <c>saved.missing</c> for anybody else's. Switched on, it tells of what comes from now on.</summary>
    public static async Task<Outcome<SavedSearchId>> Alert(ZhiceDb db, Actor actor, SavedSearchId id, bool alerts, long last, CancellationToken cancel) =>
        Changed(id, Mine(db, actor, id) is { } own ? await own.ExecuteUpdateAsync(set => set.SetProperty(s => s.Alerts, alerts).SetProperty(s => s.ToldThrough, last), cancel) : 0);

    /// <summary>A mail told of them.</summary>
    public static Task Told(ZhiceDb db, AccountId account, long last, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.SavedSearches.Where(s => s.AccountId == account && s.Alerts && s.ToldThrough < last).ExecuteUpdateAsync(set => set.SetProperty(s => s.ToldThrough, last), cancel);
    }

    static IQueryable<SavedSearch>? Mine(ZhiceDb db, Actor actor, SavedSearchId id)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.AccountId is { } me ? db.SavedSearches.Where(s => s.Id == id && s.AccountId == me) : null;
    }

    static Outcome<SavedSearchId> Changed(SavedSearchId id, int rows) => rows == 1 ? id : new Missing("saved.missing");
}
