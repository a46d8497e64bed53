using Microsoft.EntityFrameworkCore;

namespace Zhice.Data.Supervision;

/// <summary>The last turns of the clock's jobs: written by whichever node took them, read by the health page.</summary>
public static class JobTicks
{
    /// <summary>Writes down a turn, over the one before it.</summary>
    public static Task Record(ZhiceDb db, string job, string node, DateTimeOffset at, TimeSpan took, int count, string? fault, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (milliseconds, words) = ((int)Math.Min(took.TotalMilliseconds, int.MaxValue), fault is { Length: > 300 } ? fault[..300] : fault);
        return db.Database.ExecuteSqlAsync($"""
            INSERT INTO sup_tick (job, node, at, took, count, fault) VALUES ({job}, {node}, {at.UtcDateTime}, {milliseconds}, {count}, {words})
            ON CONFLICT (job) DO UPDATE SET node = excluded.node, at = excluded.at, took = excluded.took, count = excluded.count, fault = excluded.fault
            """, cancel);
    }
}
