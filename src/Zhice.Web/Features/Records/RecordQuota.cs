using System.Collections.Concurrent;
using System.Net;
using Zhice.Domain.Accounts;

namespace Zhice.Web.Features.Records;

/// <summary>How many records one account, or one address of the public, may take away in a day (UTC). Kept in memory: a new start begins anew.</summary>
public sealed class RecordQuota(TimeProvider clock)
{
    /// <summary>Records a day for the public, by address.</summary>
    public const int Public = 100_000;
    /// <summary>Records a day for an account, with its keys together.</summary>
    public const int Account = 5_000_000;
    const int MostKept = 100_000;

    readonly ConcurrentDictionary<(DateOnly Day, string Who), int> taken = [];

    /// <summary>How many a day are allowed.</summary>
    internal static int Of(Actor actor) => actor.AccountId is null ? Public : Account;

    /// <summary>Counts records; null when they may be taken, else how long until the next day.</summary>
    public TimeSpan? Take(Actor actor, IPAddress? from, int records)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (taken.Count > MostKept) taken.Clear();
        foreach (var old in taken.Keys.Where(k => k.Day < today).Take(100)) taken.TryRemove(old, out _);
        var key = (today, actor.AccountId is { } account ? $"account {account.Value}" : $"address {from}");
        var sum = taken.AddOrUpdate(key, records, (_, before) => before > int.MaxValue - records ? int.MaxValue : before + records);
        return sum <= Of(actor) ? null : now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime;
    }
}
