using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;

// Numbers of ours only.
#pragma warning disable EF1002

namespace Zhice.Data.Supervision;

/// <summary>A daily mail that a worker has leased.</summary>
public sealed record LeasedDigest(AccountId AccountId, DateOnly Day, int Attempts, string Mail);

/// <summary>每日摘要: one mail for each account that asked for it and each working day, claimed by a row, outside its quiet hours.</summary>
public static class Digests
{
    /// <summary>First hour, in China, at which the day's mails go out.</summary>
    public const int FirstHour = 8;

    /// <summary>Makes out the mails of today for accounts that are not in their quiet hours; answers how many.</summary>
    public static async Task<int> MakeOut(ZhiceDb db, DateTimeOffset now, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (today, hour) = (ChinaTime.DayOf(now), ChinaTime.HourOf(now));
        if (hour < FirstHour) return 0;
        var calendar = await Calendars.Load(db, cancel);
        // A year without a notice: a mail on a holiday does less harm than none at all.
        if (calendar.Works(today).Accepted(out var works, out _) ? !works : today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return 0;
        var accounts = (await db.NoticePreferences.AsNoTracking().Where(p => p.Mail != null && !db.Digests.Any(d => d.AccountId == p.AccountId && d.Day == today)
            && db.Accounts.Any(a => a.Id == p.AccountId && !a.Closed)).Take(500).ToListAsync(cancel)).Where(p => !p.IsQuiet(hour)).ToList();
        var made = 0;
        foreach (var account in accounts)
            made += await db.Database.ExecuteSqlAsync($"""
                INSERT INTO sup_digest (account_id, day, state, attempts, next_at) VALUES ({account.AccountId.Value}, {today}, 0, 0, {now.UtcDateTime}) ON CONFLICT DO NOTHING
                """, cancel);
        return made;
    }

    /// <summary>Takes some mails whose time has come; nobody else gets them before the lease runs out. Mails of days gone by are given up: the new day has its own.</summary>
    public static async Task<IReadOnlyList<LeasedDigest>> Take(ZhiceDb db, DateTimeOffset now, int most, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (today, hour) = (ChinaTime.DayOf(now), ChinaTime.HourOf(now));
        if (!await db.Digests.AnyAsync(d => d.State == DeliveryState.Waiting && d.NextAt <= now, cancel)) return [];
        await db.Digests.Where(d => d.State == DeliveryState.Waiting && d.Day < today)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Failed), cancel);
        var skip = db.Database.IsNpgsql() ? " FOR UPDATE SKIP LOCKED" : "";
        var ids = await db.Database.SqlQueryRaw<long>(
            $"UPDATE sup_digest SET attempts = attempts + 1, next_at = @p2 WHERE day = @p0 AND account_id IN (SELECT account_id FROM sup_digest WHERE state = 0 AND day = @p0 AND next_at <= @p1 ORDER BY account_id LIMIT {most}{skip}) RETURNING account_id AS \"Value\"",
            today, now.UtcDateTime, (now + Deliveries.Lease).UtcDateTime).ToListAsync(cancel);
        var accounts = ids.ConvertAll(id => new AccountId(id));
        var rows = await (
            from digest in db.Digests.AsNoTracking()
            where digest.Day == today && accounts.Contains(digest.AccountId)
            join preference in db.NoticePreferences on digest.AccountId equals preference.AccountId
            where preference.Mail != null
            select new { digest.Attempts, preference }).ToListAsync(cancel);
        // A retry that falls into the quiet hours waits: its lease runs out and it is looked at again.
        return [.. rows.Where(r => !r.preference.IsQuiet(hour)).Select(r => new LeasedDigest(r.preference.AccountId, today, r.Attempts, r.preference.Mail!))];
    }

    /// <summary>It was handed over, or found empty and not sent.</summary>
    public static Task Done(ZhiceDb db, LeasedDigest digest, DateTimeOffset now, CancellationToken cancel = default) => db.Digests
        .Where(d => d.AccountId == digest.AccountId && d.Day == digest.Day)
        .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Delivered).SetProperty(d => d.DeliveredAt, now).SetProperty(d => d.Fault, (string?)null), cancel);

    /// <summary>It could not be handed over: later, or given up.</summary>
    public static Task Fault(ZhiceDb db, LeasedDigest digest, string fault, DateTimeOffset now, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(digest);
        var (state, next, words) = (digest.Attempts >= Backoff.MostAttempts ? DeliveryState.Failed : DeliveryState.Waiting, now + Backoff.After(digest.Attempts), fault.Length > 300 ? fault[..300] : fault);
        return db.Digests.Where(d => d.AccountId == digest.AccountId && d.Day == digest.Day)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state).SetProperty(d => d.NextAt, next).SetProperty(d => d.Fault, words), cancel);
    }
}
