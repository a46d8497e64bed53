using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>Who holds the places of organisations by now, and by which shares of their figures. Successions that were withdrawn count for nothing.</summary>
public sealed class SuccessionShares
{
    readonly ILookup<OrganisationId, (DateOnly On, List<Succession> Heirs, decimal Passed)> changes;

    /// <summary>Takes the successions up to a day.</summary>
    /// <param name="successions">Who took whose place.</param>
    /// <param name="today">The day whose tree is “now”; what comes later counts for nothing.</param>
    public SuccessionShares(IEnumerable<Succession> successions, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(successions);
        changes = successions.Where(s => s.WithdrawnAt is null && s.On <= today).GroupBy(s => (s.PredecessorId, s.On)).OrderBy(g => g.Key.On)
            .ToLookup(g => g.Key.PredecessorId, g => (g.Key.On, g.ToList(), g.Sum(s => s.Share)));
    }

    /// <summary>True where the organisation passed anything on.</summary>
    public bool Passed(OrganisationId organisation) => changes.Contains(organisation);

    /// <summary>Who holds an organisation's place by now, by which shares; itself alone where nobody took any of it.</summary>
    public IReadOnlyList<(OrganisationId Heir, decimal Share)> Of(OrganisationId organisation) => Of(organisation, null, false);

    /// <summary>To whom an organisation's figure of a period belongs by now, by which shares of it. What a predecessor that stayed reports after a split is its own: nothing of it passes over again.</summary>
    /// <remarks>
    /// Where a part was split off within the period, a stock is that of the last day, after the split. A flow holds days before and days after: as much of it passes over as the share makes of the
    /// days before, if it came evenly. With f of the days before and the share s that is s·f ÷ (1 − s·(1 − f)); all of it (s = 1) always passes over, since one that ended answers for its part only.
    /// </remarks>
    /// <param name="organisation">Whose figure.</param>
    /// <param name="period">The period; null for a figure from before all changes.</param>
    /// <param name="stock">True where the figure is that of the period's last day.</param>
    /// <returns>The shares make 1.</returns>
    public IReadOnlyList<(OrganisationId Heir, decimal Share)> Of(OrganisationId organisation, Period? period, bool stock)
    {
        var found = new Dictionary<OrganisationId, decimal>();
        var left = new Queue<(OrganisationId Id, decimal Share, DateOnly? Since, int Depth)>([(organisation, 1m, null, 0)]);
        while (left.TryDequeue(out var next))
        {
            var rest = next.Share;
            // A ring of successions is refused when recorded; the depth guards against one that came otherwise.
            if (next.Depth <= 20)
                foreach (var (on, heirs, passed) in changes[next.Id])
                {
                    // What came by a succession is an heir's from that day on, and shares in what the heir passed on later only.
                    var before = next.Since is { } since ? on >= since ? 1m : 0m : period is { } of ? Before(on, of, stock) : 1m;
                    var part = passed >= 1 ? 1m : before / (1 - passed * (1 - before));
                    if (part == 0) continue;
                    foreach (var heir in heirs) left.Enqueue((heir.SuccessorId, rest * heir.Share * part, on, next.Depth + 1));
                    rest *= 1 - passed * part;
                    if (rest <= 0) break;
                }
            if (rest > 0) found[next.Id] = found.GetValueOrDefault(next.Id) + rest;
        }
        return [.. found.Select(f => (f.Key, f.Value))];
    }

    // How much of what a figure counts lies before a day.
    static decimal Before(DateOnly on, Period period, bool stock) =>
        on > period.LastDay ? 1m : stock || on <= period.FirstDay ? 0m : (decimal)(on.DayNumber - period.FirstDay.DayNumber) / (period.LastDay.DayNumber + 1 - period.FirstDay.DayNumber);
}
