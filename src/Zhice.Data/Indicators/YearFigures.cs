using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Indicators;

/// <summary>A figure as it was computed, not rounded, after and before exclusions.</summary>
/// <param name="Definition">Code and version.</param>
/// <param name="Period">The period, packed.</param>
/// <param name="Organisation">The office.</param>
/// <param name="After">The figure.</param>
/// <param name="Before">The figure before exclusions; the same where they change nothing.</param>
/// <param name="Known">Offices next below that have a figure.</param>
/// <param name="Expected">Offices next below that there were.</param>
public readonly record struct ComputedFigure((string Code, int Version) Definition, int Period, long Organisation, Figure After, Figure Before, int Known, int Expected)
{
    /// <summary>What the offices below make, where the office's own report says something else; null where it does not.</summary>
    public Figure? Below { get; init; }
}

/// <summary>What is to be computed.</summary>
/// <param name="Definitions">The versions; one that is faulty is passed over.</param>
/// <param name="Year">The year.</param>
/// <param name="Today">A period that has not ended by then has no figure yet.</param>
/// <param name="KnownBatch">The last batch of values that is known.</param>
public sealed record YearQuery(IReadOnlyList<IndicatorDefinition> Definitions, int Year, DateOnly Today, int KnownBatch)
{
    /// <summary>Exactly these exclusion sets, also withdrawn ones; null for those that stand.</summary>
    public IReadOnlyCollection<long>? Sets { get; init; }
}

/// <summary>A deduction that went into figures.</summary>
/// <param name="Set">Key of its set.</param>
/// <param name="Element">Code of the element.</param>
/// <param name="Period">The period, packed.</param>
/// <param name="Organisation">The office.</param>
/// <param name="Millionths">What is taken off.</param>
public readonly record struct AppliedEffect(long Set, string Element, int Period, long Organisation, long Millionths);

/// <summary>Computes indicators of a year from the stored values for every office, with and without exclusions. Keeps nothing.</summary>
public static class YearFigures
{
    /// <summary>Computes; each figure is handed over once, offices after those below them.</summary>
    /// <param name="db">The store.</param>
    /// <param name="catalogue">The definitions and elements.</param>
    /// <param name="query">What is to be computed.</param>
    /// <param name="take">Takes a figure, with the place of its office in the tree.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The deductions that stood for the year and the one before.</returns>
    public static async Task<IReadOnlyList<AppliedEffect>> Compute(
        ZhiceDb db, IndicatorCatalogue catalogue, YearQuery query, Action<ReportingTree, ComputedFigure, int> take, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(take);
        var plan = YearPlan.Of(catalogue, query.Definitions);
        var tree = new ReportingTree(await db.Organisations.AsNoTracking().ToListAsync(cancel), query.Year);
        var effects = (await Effects(db, query.Year, query.Sets, cancel)).Where(plan.Reads).ToList();
        var now = await Read(db, tree, plan.Elements, query.Year, query.KnownBatch, cancel);
        var before = plan.Older.Count == 0 || query.Year <= Period.FirstYear ? null : await Read(db, tree, plan.Older, query.Year - 1, query.KnownBatch, cancel);
        Roll(plan, tree, effects, now, before, query.Today, take);
        return effects;
    }

    /// <summary>Computes from values that were read: the one engine, for a whole country and for the offices under one.</summary>
    /// <param name="plan">What is to be computed.</param>
    /// <param name="tree">The offices of the year.</param>
    /// <param name="effects">Deductions that stand for the year and the one before.</param>
    /// <param name="values">Values of the year as they were reported.</param>
    /// <param name="yearBefore">Those of the year before; null where there is none.</param>
    /// <param name="today">A period that has not ended by then has no figure yet.</param>
    /// <param name="take">Takes a figure, with the place of its office in the tree.</param>
    internal static void Roll(YearPlan plan, ReportingTree tree, IReadOnlyList<AppliedEffect> effects, ValueYear values, ValueYear? yearBefore, DateOnly today, Action<ReportingTree, ComputedFigure, int> take)
    {
        var (before, after) = Layered(values, effects, today);
        var (lastBefore, lastAfter) = yearBefore is null ? (null, null) : Layered(yearBefore, effects, today);
        foreach (var (definition, formula) in plan.Wanted)
        {
            var touched = effects.Any(e => formula.Parts.Any(p => p.Code == e.Element) || definition.Weight == e.Element);
            var plain = new Dictionary<(int, int), Figure>();
            if (touched) new YearRollUp(tree, before ?? after, lastBefore ?? lastAfter, today).Run(definition, formula, f => plain[(f.Office, f.Slot)] = f.Figure);
            new YearRollUp(tree, after, lastAfter, today).Run(definition, formula, f => take(tree,
                new((definition.Code, definition.Version), tree.Year * 100 + f.Slot, tree.Offices[f.Office].Id.Value, f.Figure, touched ? plain[(f.Office, f.Slot)] : f.Figure, f.Known, f.Expected)
                {
                    Below = f.Below is { } below && below.Rounded(definition.Decimals, definition.Rounding) != f.Figure.Rounded(definition.Decimals, definition.Rounding) ? below : null,
                }, f.Office));
        }
    }

    static async Task<ValueYear> Read(ZhiceDb db, ReportingTree tree, IReadOnlyList<DataElement> elements, int year, int knownBatch, CancellationToken cancel)
    {
        var values = new ValueYear(tree, elements, year);
        var asked = new ObservationQuery([.. elements.Select(e => e.Code)], [.. Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot))]) { KnownBatch = knownBatch };
        await Observations.Scan(db, asked, (element, period, organisation, value) => values.Take(element, period, organisation, value), cancel);
        return values;
    }

    // The values with the deductions of their year taken off, and, where there are any, a copy without; both completed.
    static (ValueYear? Before, ValueYear After) Layered(ValueYear after, IReadOnlyList<AppliedEffect> effects, DateOnly today)
    {
        var touched = effects.Where(e => e.Period / 100 == after.Year).ToList();
        var before = touched.Count > 0 ? after.Copy() : null;
        foreach (var effect in touched)
        {
            // Where a longer period was reported beside the one that is spoken of, its figure is the one that is used: the deduction follows it.
            var around = after.ReportedAround(effect.Element, effect.Period, effect.Organisation).ToList();
            after.Deduct(effect.Element, effect.Period, effect.Organisation, effect.Millionths);
            foreach (var longer in around.Where(longer => !touched.Any(e => SaysItself(e, effect, longer)))) after.Deduct(effect.Element, longer, effect.Organisation, effect.Millionths);
        }
        before?.Complete(today);
        after.Complete(today);
        return (before, after);
    }

    // The same set speaks of a period between the two, or of the longer one: then that line says what comes off there.
    static bool SaysItself(AppliedEffect other, AppliedEffect effect, int longer) =>
        other.Set == effect.Set && other.Element == effect.Element && other.Organisation == effect.Organisation && other.Period != effect.Period
        && Period.FromKey(other.Period).Contains(Period.FromKey(effect.Period)) && Period.FromKey(longer).Contains(Period.FromKey(other.Period));

    static async Task<List<AppliedEffect>> Effects(ZhiceDb db, int year, IReadOnlyCollection<long>? sets, CancellationToken cancel)
    {
        var found = await (
            from effect in db.ExclusionEffects
            where effect.Period >= (year - 1) * 100 && effect.Period < year * 100 + Period.Slots
            join set in db.ExclusionSets on effect.SetId equals set.Id
            where sets == null ? set.WithdrawnAt == null : sets.Contains(set.Id)
            orderby effect.Id
            select new { effect.SetId, effect.Element, effect.Period, effect.OrganisationId, effect.Amount, set.ValidFrom, set.ValidTo }).AsNoTracking().ToListAsync(cancel);
        return [.. found.Where(e => Stands(e.Period, e.ValidFrom, e.ValidTo)).Select(e => new AppliedEffect(e.SetId, e.Element, e.Period, e.OrganisationId.Value, StoredFigure.ToStored(e.Amount)))];
    }

    // A set counts in a period on whose last day it stood.
    internal static bool Stands(int period, DateOnly from, DateOnly? until) => Period.FromKey(period).LastDay is var last && from <= last && (until is null || until > last);
}

/// <summary>Definitions that are to be computed together, with the elements that they read.</summary>
/// <param name="Wanted">Those with a sound formula.</param>
/// <param name="Elements">Elements of the year.</param>
/// <param name="Older">Elements that are read of the year before too.</param>
internal sealed record YearPlan(IReadOnlyList<(IndicatorDefinition Definition, BoundFormula Formula)> Wanted, IReadOnlyList<DataElement> Elements, IReadOnlyList<DataElement> Older)
{
    public static YearPlan Of(IndicatorCatalogue catalogue, IReadOnlyList<IndicatorDefinition> definitions)
    {
        var wanted = definitions.Select(d => (Definition: d, Formula: catalogue.FormulaOf(d)!)).Where(d => d.Formula is not null).ToList();
        List<DataElement> Known(IEnumerable<string?> codes) => [.. codes.OfType<string>().Distinct(StringComparer.Ordinal).Select(code => catalogue.Element(code)!)];
        return new(wanted, Known(wanted.SelectMany(w => w.Formula.Parts.Select(p => p.Code).Append(w.Definition.Weight))), Known(wanted.SelectMany(w => w.Formula.Parts.Where(p => p.YearsBack > 0).Select(p => p.Code))));
    }

    public bool Reads(AppliedEffect effect) => Elements.Any(e => e.Code == effect.Element);
}
