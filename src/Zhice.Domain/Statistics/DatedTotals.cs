using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>A total with what it rests on: without the second half the first means little.</summary>
/// <param name="Value">The sum; null where no organisation has a figure.</param>
/// <param name="Covered">Organisations with a figure.</param>
/// <param name="Expected">Organisations that should have one.</param>
public readonly record struct CoveredTotal(decimal? Value, int Covered, int Expected);

/// <summary>A period's total by the tree as it was, as it is, and bridged.</summary>
/// <param name="Period">The period.</param>
/// <param name="AsThen">当时口径: of the organisations that stood under the superior then.</param>
/// <param name="AsNow">现行口径: of those that stand under it now, with the figures of the ones whose places they took.</param>
/// <param name="Bridged">衔接序列: as then, with the periods before each change put on the footing after it.</param>
public sealed record TotalRow(Period Period, CoveredTotal AsThen, CoveredTotal AsNow, decimal? Bridged);

/// <summary>合计: totals under one superior through mergers, splits and changes of name.</summary>
public static class DatedTotals
{
    /// <summary>A row for each period, in the order given.</summary>
    /// <param name="organisations">Every organisation that stands or stood, of the level that is added up.</param>
    /// <param name="superior">Whose total it is; null for that of all.</param>
    /// <param name="successions">Who took whose place; those withdrawn are left out.</param>
    /// <param name="periods">The periods, the earliest first.</param>
    /// <param name="values">Figures by organisation and period.</param>
    /// <param name="today">The day whose tree is “now”.</param>
    public static IReadOnlyList<TotalRow> Run(
        IReadOnlyCollection<Organisation> organisations, OrganisationId? superior, IReadOnlyCollection<Succession> successions, IReadOnlyList<Period> periods,
        IReadOnlyDictionary<(OrganisationId, Period), decimal> values, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(organisations);
        ArgumentNullException.ThrowIfNull(successions);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(values);
        var standing = successions.Where(s => s.WithdrawnAt is null).ToLookup(s => s.PredecessorId);
        var here = organisations.Where(o => superior is null || o.ParentId == superior).Select(o => o.Id).ToHashSet();
        var rows = periods.Select(period => new TotalRow(period, Then(organisations, here, period, values), Now(organisations, here, standing, period, values, today), null)).ToList();
        return Bridge(rows, [.. successions.Where(s => s.WithdrawnAt is null && (here.Contains(s.PredecessorId) || here.Contains(s.SuccessorId))).Select(s => s.On)]);
    }

    static CoveredTotal Then(IEnumerable<Organisation> organisations, HashSet<OrganisationId> here, Period period, IReadOnlyDictionary<(OrganisationId, Period), decimal> values)
    {
        // One that ended within the period answers for its part, and its heir for the rest: both count.
        var stood = organisations.Where(o => here.Contains(o.Id) && o.ValidFrom <= period.LastDay && (o.ValidTo is null || o.ValidTo > period.FirstDay)).ToList();
        return Sum(stood.Where(o => values.ContainsKey((o.Id, period))).Select(o => values[(o.Id, period)]), stood.Count);
    }

    static CoveredTotal Now(
        IReadOnlyCollection<Organisation> organisations, HashSet<OrganisationId> here, ILookup<OrganisationId, Succession> standing, Period period,
        IReadOnlyDictionary<(OrganisationId, Period), decimal> values, DateOnly today)
    {
        var heirs = new Dictionary<OrganisationId, decimal>();
        foreach (var organisation in organisations)
            if (values.TryGetValue((organisation.Id, period), out var value))
                foreach (var (heir, share) in Heirs(organisation.Id, standing, today))
                    heirs[heir] = heirs.GetValueOrDefault(heir) + value * share;
        var stand = organisations.Where(o => here.Contains(o.Id) && o.ExistsOn(today)).ToList();
        return Sum(stand.Where(o => heirs.ContainsKey(o.Id)).Select(o => heirs[o.Id]), stand.Count);
    }

    /// <summary>Who holds an organisation's place on a day, by which shares: itself where nobody took it.</summary>
    public static IReadOnlyList<(OrganisationId Heir, decimal Share)> Heirs(OrganisationId organisation, ILookup<OrganisationId, Succession> successions, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(successions);
        var found = new Dictionary<OrganisationId, decimal>();
        var left = new Queue<(OrganisationId Id, decimal Share, int Depth)>([(organisation, 1m, 0)]);
        while (left.TryDequeue(out var next))
        {
            var taken = successions[next.Id].Where(s => s.On <= day).ToList();
            // A ring of successions is refused when recorded; the depth guards against one that came otherwise.
            if (taken.Count == 0 || next.Depth > 20)
            {
                found[next.Id] = found.GetValueOrDefault(next.Id) + next.Share;
                continue;
            }
            foreach (var one in taken) left.Enqueue((one.SuccessorId, next.Share * one.Share, next.Depth + 1));
            // What was not passed over stays.
            if (taken.Sum(s => s.Share) is < 1 and var passed) found[next.Id] = found.GetValueOrDefault(next.Id) + next.Share * (1 - passed);
        }
        return [.. found.Select(f => (f.Key, f.Value))];
    }

    static CoveredTotal Sum(IEnumerable<decimal> values, int expected)
    {
        var (sum, count) = (0m, 0);
        foreach (var value in values) (sum, count) = (sum + value, count + 1);
        return new CoveredTotal(count == 0 ? null : sum, count, expected);
    }

    // Chained from the end: the last period before a change is the joint, where both footings are known.
    static List<TotalRow> Bridge(List<TotalRow> rows, HashSet<DateOnly> changes)
    {
        var factor = 1m;
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var next = i + 1 < rows.Count ? rows[i + 1].Period : rows[i].Period;
            if (i + 1 < rows.Count && changes.Any(day => day > rows[i].Period.FirstDay && day <= next.LastDay && day > rows[i].Period.LastDay)
                && rows[i].AsThen.Value is { } then && then != 0 && rows[i].AsNow.Value is { } now) factor = now / then;
            rows[i] = rows[i] with { Bridged = rows[i].AsThen.Value is { } value ? decimal.Round(value * factor, StoredFigure.Places) : null };
        }
        return rows;
    }
}
