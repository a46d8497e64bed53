using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A deduction of an exclusion set that stands in the period it speaks of.</summary>
/// <param name="Set">Key of its set.</param>
/// <param name="Element">Code of the element.</param>
/// <param name="Period">The period, packed.</param>
/// <param name="Organisation">The office.</param>
/// <param name="Millionths">What is taken off.</param>
public readonly record struct AppliedEffect(long Set, string Element, int Period, long Organisation, long Millionths);

/// <summary>剔除层: which deductions stand, and how they come off reported values. Runs, releases, footings, pages and the desk that records them go through here, so that all say the same.</summary>
public static class ExclusionLayer
{
    /// <summary>Deductions of the periods of some years, in the order in which they were recorded; of each only where its set stood on the last day of the period. One command.</summary>
    /// <param name="db">The store.</param>
    /// <param name="first">The first year.</param>
    /// <param name="last">The last year.</param>
    /// <param name="sets">Exactly these sets, also withdrawn ones; null for those that stand.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<List<AppliedEffect>> Standing(ZhiceDb db, int first, int last, IReadOnlyCollection<long>? sets, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (least, beyond) = (first * 100, last * 100 + Period.Slots);
        var found = await (
            from effect in db.ExclusionEffects
            where effect.Period >= least && effect.Period < beyond
            join set in db.ExclusionSets on effect.SetId equals set.Id
            where sets == null ? set.WithdrawnAt == null : sets.Contains(set.Id)
            orderby effect.Id
            select new { effect.SetId, effect.Element, effect.Period, effect.OrganisationId, effect.Amount, set.ValidFrom, set.ValidTo }).AsNoTracking().ToListAsync(cancel);
        return [.. found.Where(e => Stands(e.ValidFrom, e.ValidTo, Period.FromKey(e.Period)))
            .Select(e => new AppliedEffect(e.SetId, e.Element, e.Period, e.OrganisationId.Value, StoredFigure.ToStored(e.Amount)))];
    }

    /// <summary>True where a set of these days counts in a period: it stands on its last day.</summary>
    public static bool Stands(DateOnly from, DateOnly? to, Period period) => from <= period.LastDay && (to is null || to > period.LastDay);

    /// <summary>Takes deductions off the values of their year, before these are completed. Where a longer period was reported beside the one that is spoken of, its figure is the one that is used: the
    /// deduction follows it. A deduction that is larger than what is left of one of these values, or finds none, comes off nothing.</summary>
    /// <param name="values">The values of a year as they were reported.</param>
    /// <param name="effects">Deductions, in the order in which they were recorded; those of other years are passed over.</param>
    /// <param name="halves">True for releases made before a deduction came off all values or none.</param>
    /// <returns>Those that were not taken off.</returns>
    public static IReadOnlyList<AppliedEffect> Apply(ValueYear values, IReadOnlyList<AppliedEffect> effects, bool halves = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(effects);
        var touched = effects.Where(e => e.Period / 100 == values.Year).ToList();
        var left = new List<AppliedEffect>();
        foreach (var effect in touched)
        {
            var periods = values.ReportedAround(effect.Element, effect.Period, effect.Organisation).Where(longer => !touched.Any(e => SaysItself(e, effect, longer))).Prepend(effect.Period).ToList();
            if (!halves && !periods.TrueForAll(p => values.Holds(effect.Element, p, effect.Organisation, effect.Millionths))) left.Add(effect);
            else
                foreach (var period in periods) values.Deduct(effect.Element, period, effect.Organisation, effect.Millionths);
        }
        return left;
    }

    // The same set speaks of a period between the two, or of the longer one: then that line says what comes off there.
    static bool SaysItself(AppliedEffect other, AppliedEffect effect, int longer) =>
        other.Set == effect.Set && other.Element == effect.Element && other.Organisation == effect.Organisation && other.Period != effect.Period
        && Period.FromKey(other.Period).Contains(Period.FromKey(effect.Period)) && Period.FromKey(longer).Contains(Period.FromKey(other.Period));
}
