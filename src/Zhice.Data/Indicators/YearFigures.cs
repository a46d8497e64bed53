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
        var (year, today) = (query.Year, query.Today);
        var wanted = query.Definitions.Select(d => (Definition: d, Formula: catalogue.FormulaOf(d)!)).Where(d => d.Formula is not null).ToList();
        var elements = wanted.SelectMany(w => w.Formula.Parts.Select(p => p.Code).Append(w.Definition.Weight)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(code => catalogue.Element(code)!).ToList();
        var older = wanted.SelectMany(w => w.Formula.Parts.Where(p => p.YearsBack > 0).Select(p => p.Code)).Distinct(StringComparer.Ordinal).Select(code => catalogue.Element(code)!).ToList();

        var tree = new ReportingTree(await db.Organisations.AsNoTracking().ToListAsync(cancel), year);
        var effects = (await Effects(db, year, query.Sets, cancel)).Where(e => elements.Any(x => x.Code == e.Element)).ToList();
        var (before, after) = await Values(db, tree, elements, year, query, effects, cancel);
        var (lastBefore, lastAfter) = older.Count == 0 || year <= Period.FirstYear ? (null, null) : await Values(db, tree, older, year - 1, query, effects, cancel);

        foreach (var (definition, formula) in wanted)
        {
            var touched = effects.Any(e => formula.Parts.Any(p => p.Code == e.Element) || definition.Weight == e.Element);
            var plain = new Dictionary<(int, int), Figure>();
            if (touched) new YearRollUp(tree, before ?? after, lastBefore ?? lastAfter, today).Run(definition, formula, f => plain[(f.Office, f.Slot)] = f.Figure);
            new YearRollUp(tree, after, lastAfter, today).Run(definition, formula, f => take(tree,
                new((definition.Code, definition.Version), year * 100 + f.Slot, tree.Offices[f.Office].Id.Value, f.Figure, touched ? plain[(f.Office, f.Slot)] : f.Figure, f.Known, f.Expected)
                {
                    Below = f.Below is { } below && below.Rounded(definition.Decimals, definition.Rounding) != f.Figure.Rounded(definition.Decimals, definition.Rounding) ? below : null,
                }, f.Office));
        }
        return effects;
    }

    static async Task<(ValueYear? Before, ValueYear After)> Values(
        ZhiceDb db, ReportingTree tree, List<DataElement> elements, int year, YearQuery query, List<AppliedEffect> effects, CancellationToken cancel)
    {
        var after = new ValueYear(tree, elements, year);
        var asked = new ObservationQuery([.. elements.Select(e => e.Code)], [.. Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot))]) { KnownBatch = query.KnownBatch };
        await Observations.Scan(db, asked, (element, period, organisation, value) => after.Take(element, period, organisation, value), cancel);
        var touched = effects.Where(e => e.Period / 100 == year).ToList();
        var before = touched.Count > 0 ? after.Copy() : null;
        foreach (var effect in touched)
        {
            // Where a longer period was reported beside the one that is spoken of, its figure is the one that is used: the deduction follows it.
            var around = after.ReportedAround(effect.Element, effect.Period, effect.Organisation).ToList();
            after.Deduct(effect.Element, effect.Period, effect.Organisation, effect.Millionths);
            foreach (var longer in around.Where(longer => !touched.Any(e => SaysItself(e, effect, longer)))) after.Deduct(effect.Element, longer, effect.Organisation, effect.Millionths);
        }
        before?.Complete(query.Today);
        after.Complete(query.Today);
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
        // A set counts in a period on whose last day it stood.
        return [.. found.Where(e => Period.FromKey(e.Period).LastDay is var last && e.ValidFrom <= last && (e.ValidTo is null || e.ValidTo > last))
            .Select(e => new AppliedEffect(e.SetId, e.Element, e.Period, e.OrganisationId.Value, StoredFigure.ToStored(e.Amount)))];
    }
}
