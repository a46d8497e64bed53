using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>How many records one account, or one address of the public, may take away in a day (UTC). The count is kept in the database, so that a new start and a second server count on.</summary>
public sealed class RecordQuota(TimeProvider clock)
{
    /// <summary>Records a day for the public, by address.</summary>
    public const int Public = 100_000;
    /// <summary>Records a day for an account, with its keys together.</summary>
    public const int Account = 5_000_000;
    // Who goes on asking in vain is not counted into numbers that no column holds.
    const int Enough = 1_000_000_000;

    /// <summary>How many a day are allowed.</summary>
    internal static int Of(Actor actor) => actor.AccountId is null ? Public : Account;

    /// <summary>Counts records of an answer; null when they may be taken, else why not, and the answer says when there are more.</summary>
    internal async Task<Refusal?> Over(HttpContext context, ZhiceDb db, Visit visit, int records, CancellationToken cancel)
    {
        if (records == 0 || await Take(db, visit.Actor, context.Connection.RemoteIpAddress, records, cancel) is not { } wait) return null;
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new Blocked("records.quota", Of(visit.Actor));
    }

    /// <summary>Counts records; null when they may be taken, else how long until the next day.</summary>
    public async Task<TimeSpan?> Take(ZhiceDb db, Actor actor, IPAddress? from, int records, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var who = actor.AccountId is { } account ? string.Create(CultureInfo.InvariantCulture, $"account {account.Value}") : "address " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{today:O} {from}")))[..32];
        var sum = (await db.Database.SqlQuery<int>($"""
            INSERT INTO acc_record_quota (day, who, taken) VALUES ({today}, {who}, {records})
            ON CONFLICT (day, who) DO UPDATE SET taken = CASE WHEN acc_record_quota.taken > {Enough} THEN acc_record_quota.taken ELSE acc_record_quota.taken + excluded.taken END RETURNING taken AS "Value"
            """).ToListAsync(cancel))[0];
        // The first of somebody's day takes the days before away.
        if (sum == records && records > 0) await db.RecordTakings.Where(t => t.Day < today).ExecuteDeleteAsync(cancel);
        return sum <= Of(actor) ? null : now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime;
    }
}
