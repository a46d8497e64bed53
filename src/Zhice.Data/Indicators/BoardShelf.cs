using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;

namespace Zhice.Data.Indicators;

/// <summary>我的看板: boards that a person keeps, seen, renamed and removed by nobody else.</summary>
public static class BoardShelf
{
    /// <summary>The person's boards by name, the one to start with first; none for the public.</summary>
    public static async Task<IReadOnlyList<SavedBoard>> Of(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return [];
        return [.. (await db.SavedBoards.AsNoTracking().Where(b => b.AccountId == me).Take(SavedBoard.Most).ToListAsync(cancel)).OrderByDescending(b => b.IsStart).ThenBy(b => b.Name, StringComparer.Ordinal)];
    }

    /// <summary>Keeps one. Refusals: <c>access.denied</c>, <c>saved-board.name</c>, <c>saved-board.twice</c>, <c>saved-board.long</c>, <c>saved-board.many</c>.</summary>
    public static async Task<Outcome<SavedBoard>> Keep(ZhiceDb db, Actor actor, string name, string query, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        if (query.Length > SavedBoard.LongestQuery) return new Invalid(new Defect("saved-board.long", "name"));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mine = await Mine(db, me, cancel);
        if (mine.Count >= SavedBoard.Most) return new Blocked("saved-board.many", SavedBoard.Most);
        if (!Named(name, null, mine).Accepted(out var good, out var refusal)) return refusal;
        var board = new SavedBoard { AccountId = me, Name = good, Query = query, CreatedAt = clock.GetUtcNow() };
        db.Add(board);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return board;
    }

    /// <summary>Gives one of the person's own another name; refusals as of <see cref="Keep"/>, and <c>saved-board.missing</c>.</summary>
    public static async Task<Outcome<SavedBoard>> Rename(ZhiceDb db, Actor actor, SavedBoardId id, string name, CancellationToken cancel) => await Change(db, actor, id, (own, mine) =>
    {
        if (!Named(name, id, mine).Accepted(out var good, out var refusal)) return refusal;
        own.Name = good;
        return own;
    }, cancel);

    /// <summary>Makes one of the person's own the one to start with, in place of another; or none.</summary>
    public static async Task<Outcome<SavedBoard>> Start(ZhiceDb db, Actor actor, SavedBoardId id, bool start, CancellationToken cancel) => await Change(db, actor, id, (own, mine) =>
    {
        foreach (var board in mine) board.IsStart = start && board.Id == id;
        return own;
    }, cancel);

    /// <summary>Removes one of the person's own; <c>saved-board.missing</c> for anybody else's.</summary>
    public static async Task<Outcome<SavedBoardId>> Remove(ZhiceDb db, Actor actor, SavedBoardId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.AccountId is { } me && await db.SavedBoards.Where(b => b.Id == id && b.AccountId == me).ExecuteDeleteAsync(cancel) == 1 ? id : new Missing("saved-board.missing");
    }

    static async Task<Outcome<SavedBoard>> Change(ZhiceDb db, Actor actor, SavedBoardId id, Func<SavedBoard, List<SavedBoard>, Outcome<SavedBoard>> change, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return new Missing("saved-board.missing");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mine = await Mine(db, me, cancel);
        if (mine.Find(b => b.Id == id) is not { } own) return new Missing("saved-board.missing");
        if (!change(own, mine).Accepted(out var changed, out var refusal)) return refusal;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return changed;
    }

    static async Task<List<SavedBoard>> Mine(ZhiceDb db, AccountId me, CancellationToken cancel)
    {
        await OwnShelf.Hold(db, me, cancel);
        return await db.SavedBoards.AsTracking().Where(b => b.AccountId == me).ToListAsync(cancel);
    }

    static Outcome<string> Named(string? name, SavedBoardId? itself, List<SavedBoard> mine)
    {
        var good = name?.Trim() ?? "";
        if (OwnShelf.IsBadName(good, SavedBoard.LongestName)) return new Invalid(new Defect("saved-board.name", "name", SavedBoard.LongestName));
        return mine.Exists(b => b.Name == good && b.Id != itself) ? new Invalid(new Defect("saved-board.twice", "name", good)) : good;
    }
}
