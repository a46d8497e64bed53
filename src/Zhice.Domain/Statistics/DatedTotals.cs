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
/// <param name="Bridged">衔接序列: as then, with the periods before each change put on the footing after it; its coverage is the weakest of the figures that it rests on.</param>
public sealed record TotalRow(Period Period, CoveredTotal AsThen, CoveredTotal AsNow, CoveredTotal Bridged);

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
    /// <param name="stock">True where a figure is that of the period's last day.</param>
    public static IReadOnlyList<TotalRow> Run(
        IReadOnlyCollection<Organisation> organisations, OrganisationId? superior, IReadOnlyCollection<Succession> successions, IReadOnlyList<Period> periods,
        IReadOnlyDictionary<(OrganisationId, Period), decimal> values, DateOnly today, bool stock = false)
    {
        ArgumentNullException.ThrowIfNull(organisations);
        ArgumentNullException.ThrowIfNull(successions);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(values);
        var passing = new SuccessionShares(successions, today);
        var here = organisations.Where(o => superior is null || o.ParentId == superior).Select(o => o.Id).ToHashSet();
        var then = periods.Select(period => Then(organisations, here, period, values)).ToList();
        var now = periods.Select(period => Now(organisations, here, id => passing.Of(id, period, stock), period, values, today)).ToList();
        var bridged = Bridge(periods, then, now, successions.Where(s => s.WithdrawnAt is null && (here.Contains(s.PredecessorId) || here.Contains(s.SuccessorId))).Select(s => s.On).ToHashSet(),
            at => Joint(organisations, here, id => passing.Of(id, periods[at], stock), periods[at], values, today), today);
        return [.. periods.Select((period, at) => new TotalRow(period, then[at], now[at], bridged[at]))];
    }

    static CoveredTotal Then(IEnumerable<Organisation> organisations, HashSet<OrganisationId> here, Period period, IReadOnlyDictionary<(OrganisationId, Period), decimal> values)
    {
        // One that ended within the period answers for its part, and its heir for the rest: both count.
        var stood = organisations.Where(o => here.Contains(o.Id) && o.ValidFrom <= period.LastDay && (o.ValidTo is null || o.ValidTo > period.FirstDay)).ToList();
        return Sum(stood.Where(o => values.ContainsKey((o.Id, period))).Select(o => values[(o.Id, period)]), stood.Count);
    }

    static CoveredTotal Now(
        IReadOnlyCollection<Organisation> organisations, HashSet<OrganisationId> here, Func<OrganisationId, IReadOnlyList<(OrganisationId Heir, decimal Share)>> heirsOf, Period period,
        IReadOnlyDictionary<(OrganisationId, Period), decimal> values, DateOnly today)
    {
        // An heir has a figure only where all have one whose places it holds: half of a merged office is missing, not small.
        var heirs = new Dictionary<OrganisationId, (decimal Sum, bool Whole)>();
        foreach (var organisation in organisations.Where(o => o.ValidFrom <= period.LastDay && (o.ValidTo is null || o.ValidTo > period.FirstDay)))
            foreach (var (heir, share) in heirsOf(organisation.Id))
            {
                var (sum, whole) = heirs.GetValueOrDefault(heir, (0m, true));
                heirs[heir] = values.TryGetValue((organisation.Id, period), out var value) ? (sum + value * share, whole) : (sum, false);
            }
        var stand = organisations.Where(o => here.Contains(o.Id) && o.ExistsOn(today)).ToList();
        return Sum(stand.Where(o => heirs.TryGetValue(o.Id, out var held) && held.Whole).Select(o => heirs[o.Id].Sum), stand.Count);
    }

    /// <summary>Both footings of one period, over those that have figures on both: offices and heirs that hang together count where each of them has its figure, and none where one lacks it.</summary>
    /// <returns>Null where none can be compared, or where one that lacks its figure went from under the superior or came under it: what it took along is not known.</returns>
    static (CoveredTotal Then, CoveredTotal Now)? Joint(
        IReadOnlyCollection<Organisation> organisations, HashSet<OrganisationId> here, Func<OrganisationId, IReadOnlyList<(OrganisationId Heir, decimal Share)>> heirsOf, Period period,
        IReadOnlyDictionary<(OrganisationId, Period), decimal> values, DateOnly today)
    {
        var heads = new Dictionary<OrganisationId, OrganisationId>();
        OrganisationId Head(OrganisationId id) => heads.TryGetValue(id, out var above) && above != id ? heads[id] = Head(above) : id;
        var stood = organisations.Where(o => o.ValidFrom <= period.LastDay && (o.ValidTo is null || o.ValidTo > period.FirstDay)).Select(o => (o.Id, Heirs: heirsOf(o.Id))).ToList();
        foreach (var (id, heirs) in stood)
            foreach (var (heir, _) in heirs) heads[Head(heir)] = Head(id);
        var (then, now, offices, places) = (0m, 0m, 0, new HashSet<OrganisationId>());
        foreach (var group in stood.GroupBy(o => Head(o.Id)))
        {
            var members = group.SelectMany(o => o.Heirs.Select(h => h.Heir).Append(o.Id)).ToList();
            if (!members.Exists(here.Contains)) continue;
            if (group.Any(o => !values.ContainsKey((o.Id, period))))
            {
                if (group.Any(o => o.Heirs.Any(h => here.Contains(h.Heir) != here.Contains(o.Id)))) return null;
                continue;
            }
            foreach (var (id, heirs) in group)
            {
                if (here.Contains(id)) (then, offices) = (then + values[(id, period)], offices + 1);
                foreach (var (heir, share) in heirs)
                    if (here.Contains(heir))
                    {
                        places.Add(heir);
                        now += values[(id, period)] * share;
                    }
            }
        }
        var expected = (Then: stood.Count(o => here.Contains(o.Id)), Now: organisations.Count(o => here.Contains(o.Id) && o.ExistsOn(today)));
        return then == 0 ? null : (new(then, offices, expected.Then), new(now, places.Count, expected.Now));
    }

    static CoveredTotal Sum(IEnumerable<decimal> values, int expected)
    {
        var (sum, count) = (0m, 0);
        foreach (var value in values) (sum, count) = (sum + value, count + 1);
        return new CoveredTotal(count == 0 ? null : sum, count, expected);
    }

    /// <summary>Puts the periods before each change on the footing after it, by the ratio of both footings at the joint: the last period before the change.</summary>
    /// <param name="periods">The periods, the earliest first.</param>
    /// <param name="then">Figures on the footing of each period.</param>
    /// <param name="now">Figures on today's footing.</param>
    /// <param name="changes">First days of new footings.</param>
    /// <param name="joint">Both footings of a period over those that have figures on both, by its place; null where they cannot be compared. Left out, the figures above are compared as they are.</param>
    /// <param name="today">The day whose tree is “now”: a change between the last period and this day has its joint there. Left out, the last period is on the footing of now.</param>
    /// <returns>For each period the figure chained from the end, with the weakest coverage among the figures that it rests on; none before a joint that cannot be made.</returns>
    public static IReadOnlyList<CoveredTotal> Bridge(
        IReadOnlyList<Period> periods, IReadOnlyList<CoveredTotal> then, IReadOnlyList<CoveredTotal> now, IReadOnlySet<DateOnly> changes, Func<int, (CoveredTotal Then, CoveredTotal Now)?>? joint = null,
        DateOnly? today = null)
    {
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(changes);
        var rows = new CoveredTotal[periods.Count];
        var (factor, joints) = ((decimal?)1m, new List<CoveredTotal>());
        for (var i = periods.Count - 1; i >= 0; i--)
        {
            var until = i + 1 < periods.Count ? periods[i + 1].LastDay : today;
            if (changes.Any(day => day > periods[i].LastDay && day <= until))
            {
                var both = joint is null ? (then[i], now[i]) : joint(i);
                factor = both is ({ Value: { } before and not 0 }, { Value: { } after }) ? after / before : null;
                joints = both is { } compared ? [compared.Then, compared.Now] : [then[i], now[i]];
            }
            var weakest = joints.Append(then[i]).MinBy(f => f.Expected == 0 ? 0m : (decimal)f.Covered / f.Expected);
            rows[i] = new CoveredTotal(then[i].Value * factor is { } value ? decimal.Round(value, StoredFigure.Places) : null, weakest.Covered, weakest.Expected);
        }
        return rows;
    }
}
