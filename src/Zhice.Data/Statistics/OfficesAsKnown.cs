using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Statistics;

/// <summary>The offices with their days as they were known at a moment: an end that was recorded later, with effect from an earlier day, was not known yet.</summary>
public static class OfficesAsKnown
{
    /// <summary>All organisations, not tracked: two commands at most.</summary>
    /// <param name="db">The store.</param>
    /// <param name="moment">The moment; null for now.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyList<Organisation>> At(ZhiceDb db, DateTimeOffset? moment, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var all = await db.Organisations.AsNoTracking().ToListAsync(cancel);
        if (moment is not { } then) return all;
        var successions = await db.Successions.AsNoTracking().ToListAsync(cancel);
        foreach (var group in successions.GroupBy(s => s.PredecessorId))
        {
            // Those that end an office: its whole place went, or the rest of it.
            DateOnly? End(Func<Domain.Statistics.Succession, bool> counted) =>
                group.Where(counted).GroupBy(s => s.On).Where(g => g.Sum(s => s.Share) >= 1).Select(g => (DateOnly?)g.Key).Min();
            var (known, now) = (End(s => s.At <= then && (s.WithdrawnAt is null || s.WithdrawnAt > then)), End(s => s.WithdrawnAt is null));
            // An end that no record of a succession set stays as it is.
            if (known != now && all.FirstOrDefault(o => o.Id == group.Key) is { } office && office.ValidTo == now) office.ValidTo = known;
        }
        return all;
    }
}
