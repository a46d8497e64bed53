using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>Changes a collection that runs: its days, the lock day of one office, and its end before anybody sent. The administrators of its owner do; each change is in the audit log with what stood before.</summary>
public static class RoundDesk
{
    /// <summary>Fewest characters of a reason.</summary>
    public const int ShortestReason = 6;
    /// <summary>Most characters of a reason.</summary>
    public const int LongestReason = 1_000;

    /// <summary>Sets other days before the lock; days that are not given stay. The same days again change nothing.</summary>
    /// <returns>Refusals: <c>collection.missing</c>, <c>access.denied</c>, <c>collection.withdrawn</c>, <c>collection.locked</c>, <c>collection.past</c>, <c>collection.days</c>, <c>collection.due-past</c> for another due day that is past,
    /// <c>collection.opens</c>, <c>collection.begun</c> where it would open again after offices sent.</returns>
    public static async Task<Outcome<CollectionRound>> Change(ZhiceDb db, Actor actor, CollectionId id, CollectionDays days, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Owned(db, actor, id, cancel)).Accepted(out var round, out var refusal)) return refusal;
        var today = ChinaTime.Today(clock);
        if (round.StageOn(today) == CollectionStage.Locked) return new Blocked("collection.locked", round.LocksOn);
        var (opens, due, locks) = (days.OpensOn ?? round.OpensOn, days.DueOn ?? round.DueOn, days.LocksOn ?? round.LocksOn);
        if ((opens, due, locks) == (round.OpensOn, round.DueOn, round.LocksOn)) return round;
        var defects = new List<Defect>();
        var end = Period.FromKey(round.Period).LastDay;
        if (locks <= today) defects.Add(new Defect("collection.past", "locksOn", locks));
        else if (due <= end || locks <= due) defects.Add(new Defect("collection.days", "dueOn"));
        if (due != round.DueOn && due < today) defects.Add(new Defect("collection.due-past", "dueOn", due));
        if (opens <= end || opens > due) defects.Add(new Defect("collection.opens", "opensOn"));
        if (defects.Count > 0) return new Invalid(defects);
        if (opens > today && opens != round.OpensOn && await Sent(db, id, cancel) is > 0 and var sent) return new Blocked("collection.begun", sent);
        var before = new { opens = round.OpensOn, due = round.DueOn, locks = round.LocksOn };
        (round.OpensOn, round.DueOn, round.LocksOn) = (opens, due, locks);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "statistics.round-days", $"collection/{id.Value}", new { before, after = new { opens, due, locks } });
        await db.SaveChangesAsync(cancel);
        return round;
    }

    /// <summary>Gives one office longer: its own lock day, later than the round's. After the round's lock only to an office that has not sent, for what was sent changes by a correction.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The round.</param>
    /// <param name="office">The office's code, or its whole name.</param>
    /// <param name="locksOn">Its lock day.</param>
    /// <param name="reason">Why.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: <c>collection.missing</c>, <c>access.denied</c>, <c>collection.withdrawn</c>, <c>collection.office</c>, <c>collection.extend-day</c>, <c>collection.reason</c>, <c>collection.extend-sent</c>.</returns>
    public static async Task<Outcome<StatisticalReturn>> Extend(ZhiceDb db, Actor actor, CollectionId id, string office, DateOnly? locksOn, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(office);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Owned(db, actor, id, cancel)).Accepted(out var round, out var refusal)) return refusal;
        var (today, named) = (ChinaTime.Today(clock), office.Trim());
        var found = await (
            from sheet in db.StatisticalReturns
            join asked in db.Organisations on sheet.OrganisationId equals asked.Id
            where sheet.CollectionId == id && (asked.Code == named || asked.Name == named)
            select new { sheet, asked.Code }).AsNoTracking().Take(2).ToListAsync(cancel);
        var defects = new List<Defect>();
        if (found.Count != 1) defects.Add(new Defect("collection.office", "office"));
        if (locksOn is not { } until || until <= round.LocksOn || until <= today) defects.Add(new Defect("collection.extend-day", "until", round.LocksOn));
        if (!Reason(reason, out var why)) defects.Add(new Defect("collection.reason", "reason", ShortestReason, LongestReason));
        if (defects.Count > 0) return new Invalid(defects);
        var (given, day) = (found[0], locksOn!.Value);
        if (given.sheet.SentAt is not null && round.For(given.sheet).StageOn(today) == CollectionStage.Locked) return new Blocked("collection.extend-sent");
        var before = given.sheet.LocksOn;
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            // Beside the version: who has the sheet open goes on typing.
            await db.StatisticalReturns.Where(r => r.Id == given.sheet.Id).ExecuteUpdateAsync(r => r.SetProperty(s => s.LocksOn, day).SetProperty(s => s.ExtensionReason, why), cancel);
            AuditLog.Append(db, actor, clock.GetUtcNow(), "statistics.round-extend", $"collection/{id.Value}", new { office = given.Code, before, until = day, reason = why });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return await db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.Id == given.sheet.Id, cancel);
    }

    /// <summary>Withdraws a round that nobody has sent to. Drafts stay readable to their offices, and the form can be opened for the period again.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The round.</param>
    /// <param name="confirmed">True where the actor said so twice.</param>
    /// <param name="reason">Why.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: <c>collection.missing</c>, <c>access.denied</c>, <c>collection.withdrawn</c>, <c>collection.sent</c> where offices have sent: such a round is ended by its lock day; <c>collection.confirm</c>, <c>collection.reason</c>.</returns>
    public static async Task<Outcome<CollectionRound>> Withdraw(ZhiceDb db, Actor actor, CollectionId id, bool confirmed, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Owned(db, actor, id, cancel)).Accepted(out var round, out var refusal)) return refusal;
        var defects = new List<Defect>();
        if (!Reason(reason, out var why)) defects.Add(new Defect("collection.reason", "withdrawReason", ShortestReason, LongestReason));
        if (!confirmed) defects.Add(new Defect("collection.confirm", "confirmed"));
        if (await Sent(db, id, cancel) is > 0 and var sent) return new Blocked("collection.sent", sent);
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            // An office may send in this very moment.
            var done = await db.CollectionRounds.Where(c => c.Id == id && c.WithdrawnAt == null && !db.StatisticalReturns.Any(r => r.CollectionId == id && r.SentAt != null))
                .ExecuteUpdateAsync(c => c.SetProperty(r => r.WithdrawnAt, now).SetProperty(r => r.WithdrawnReason, why), cancel);
            if (done == 0) return new Blocked("collection.sent", await Sent(db, id, cancel));
            AuditLog.Append(db, actor, now, "statistics.round-withdraw", $"collection/{id.Value}", new { form = round.Form, period = Period.FromKey(round.Period).ToString(), reason = why });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        return await db.CollectionRounds.AsNoTracking().SingleAsync(c => c.Id == id, cancel);
    }

    static async Task<Outcome<CollectionRound>> Owned(ZhiceDb db, Actor actor, CollectionId id, CancellationToken cancel)
    {
        if (await db.VisibleCollections(actor).AsTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } round) return new Missing("collection.missing");
        var path = await db.Organisations.Where(o => o.Id == round.OwnerId).Select(o => o.Path).SingleAsync(cancel);
        if (!CollectionDesk.MayOpen(actor, path)) return new Forbidden("access.denied");
        return round.WithdrawnAt is null ? round : new Blocked("collection.withdrawn");
    }

    static Task<int> Sent(ZhiceDb db, CollectionId id, CancellationToken cancel) => db.StatisticalReturns.CountAsync(r => r.CollectionId == id && r.SentAt != null, cancel);

    static bool Reason(string? text, out string reason)
    {
        reason = text?.ReplaceLineEndings(" ").Trim() ?? "";
        return reason.Length is >= ShortestReason and <= LongestReason;
    }
}
