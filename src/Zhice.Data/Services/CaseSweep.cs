using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>The platform's own clock over cases: papers that nobody looked at in time count as accepted, returns that were not answered end the case.</summary>
/// <remarks>A timer is claimed by one statement that finds it unfired, in the transaction of what it does: killed in between, neither happened; two nodes, one of them finds nothing to claim.</remarks>
public static class CaseSweep
{
    const int Batch = 200;

    static readonly TimeSpan later = TimeSpan.FromDays(1);

    /// <summary>Deals with everything that is due; answers how many cases were acted on.</summary>
    /// <exception cref="InvalidDataException">A case could not be dealt with, as where the definition that it follows is gone; all others were, and its timer stays due.</exception>
    public static async Task<int> Run(ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        var acted = 0;
        InvalidDataException? stuck = null;
        var now = CaseWork.Moment(house);
        // On from the last one looked at, not from the beginning: what cannot be dealt with would come again and again.
        var (at, key) = (DateTimeOffset.UnixEpoch, 0L);
        while (true)
        {
            var (from, after) = (at, key);
            var due = await db.CaseTimers.AsNoTracking().Where(t => t.FiredAt == null && t.DueAt <= now && (t.DueAt > from || (t.DueAt == from && t.Id > after)))
                .OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(Batch).ToListAsync(cancel);
            foreach (var timer in due)
            {
                try
                {
                    if (await Fire(db, house, timer, now, cancel)) acted++;
                }
                catch (InvalidDataException fault)
                {
                    stuck ??= fault;
                }
            }
            if (due.Count == Batch) (at, key) = (due[^1].DueAt, due[^1].Id);
            else return stuck is null ? acted : throw stuck;
        }
    }

    static async Task<bool> Fire(ZhiceDb db, ServiceHouse house, CaseTimer timer, DateTimeOffset now, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.CaseTimers.Where(t => t.Id == timer.Id && t.FiredAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.FiredAt, now), cancel) == 0) return false;
        if (!(await CaseBook.OpenForClock(db, house, timer.CaseId, cancel)).Accepted(out var opened, out _)) return false;
        var waits = opened.State.Sequence == timer.Sequence || opened.State.Phase is CasePhase.Received or CasePhase.Returned;
        var refused = CaseMoves.Decide(opened.Item, opened.State, timer.Kind, opened.Facts);
        if (refused is not null && waits && opened.State.Phase == (timer.Kind == CaseActionKind.Lapse ? CasePhase.Returned : CasePhase.Received))
        {
            // Still waiting and not due yet, as where the calendar of a year came in meanwhile or is not known: look again.
            await db.CaseTimers.Where(t => t.Id == timer.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.FiredAt, (DateTimeOffset?)null).SetProperty(t => t.DueAt, now + later), cancel);
            await transaction.CommitAsync(cancel);
            return false;
        }
        if (refused is null)
        {
            await CaseWork.Append(db, house, opened, new(opened.State.Sequence + 1, timer.Kind, CaseParty.System, null, null, now, "", timer.Kind == CaseActionKind.DeemAccepted ? new() { On = opened.Facts.ReturnBy?.AddDays(1) } : new(), CaseWork.KeyOf(timer)), Actor.Public, cancel);
            await db.CaseTimers.Where(t => t.Id == timer.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Acted, true), cancel);
        }
        await transaction.CommitAsync(cancel);
        return refused is null;
    }
}
