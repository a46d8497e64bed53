using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
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

    /// <summary>What the figure rests on, of the element of <see cref="IndicatorDefinition.PublishWhen"/>; null where nothing is asked for.</summary>
    public Figure? Base { get; init; }

    /// <summary>What the formula was computed from (<see cref="YearQuery.Explain"/>); null for all other figures.</summary>
    public IReadOnlyList<Figure>? Operands { get; init; }
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
    /// <summary>True to make again what was released before exclusions minded the definition's clause: they come off every figure that uses the element.</summary>
    public bool Everywhere { get; init; }
    /// <summary>True where the figures are to be published: what each rests on is computed too (<see cref="ComputedFigure.Base"/>).</summary>
    public bool ToPublish { get; init; }
    /// <summary>The offices; null for all as they stand in the store.</summary>
    public IReadOnlyList<Organisation>? Offices { get; init; }
    /// <summary>An office whose own values are left out, so that it has what those below it make; null for none.</summary>
    public OrganisationId? Silent { get; init; }
    /// <summary>The figure of which the sums are asked for; null for none.</summary>
    public (OrganisationId Office, Period Period)? Explain { get; init; }
}

/// <summary>Computes indicators of a year from the stored values for every office, with and without exclusions. Keeps nothing.</summary>
public static class YearFigures
{
    /// <summary>Computes; each figure is handed over once, offices after those below them.</summary>
    /// <param name="db">The store.</param>
    /// <param name="catalogue">The definitions and elements.</param>
    /// <param name="query">What is to be computed.</param>
    /// <param name="take">Takes a figure, with the place of its office in the tree.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The deductions of the year and the one before that came off a figure: of a definition with a clause on exclusions, and not larger than what they come off.</returns>
    public static async Task<IReadOnlyList<AppliedEffect>> Compute(
        ZhiceDb db, IndicatorCatalogue catalogue, YearQuery query, Action<ReportingTree, ComputedFigure, int> take, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(take);
        var plan = YearPlan.Of(catalogue, query.Definitions) with { Everywhere = query.Everywhere, Rests = query.ToPublish ? catalogue.Counting : null, Explain = query.Explain };
        var tree = new ReportingTree(query.Offices ?? await db.Organisations.AsNoTracking().ToListAsync(cancel), query.Year);
        var effects = (await ExclusionLayer.Standing(db, query.Year - 1, query.Year, query.Sets, cancel)).Where(plan.Reads).ToList();
        var now = await Read(db, tree, plan.Elements, query.Year, query, cancel);
        var before = plan.Older.Count == 0 || query.Year <= Period.FirstYear ? null : await Read(db, tree, plan.Older, query.Year - 1, query, cancel);
        return [.. effects.Except(Roll(plan, tree, effects, now, before, query.Today, take))];
    }

    /// <summary>Computes from values that were read: the one engine, for a whole country and for the offices under one.</summary>
    /// <param name="plan">What is to be computed.</param>
    /// <param name="tree">The offices of the year.</param>
    /// <param name="effects">Deductions that stand for the year and the one before.</param>
    /// <param name="values">Values of the year as they were reported.</param>
    /// <param name="yearBefore">Those of the year before; null where there is none.</param>
    /// <param name="today">A period that has not ended by then has no figure yet.</param>
    /// <param name="take">Takes a figure, with the place of its office in the tree.</param>
    /// <returns>Deductions that came off nothing: larger than what they would come off.</returns>
    internal static IReadOnlyList<AppliedEffect> Roll(YearPlan plan, ReportingTree tree, IReadOnlyList<AppliedEffect> effects, ValueYear values, ValueYear? yearBefore, DateOnly today, Action<ReportingTree, ComputedFigure, int> take)
    {
        var (before, after, left) = Layered(values, effects, today, plan.Everywhere);
        var (lastBefore, lastAfter, lastLeft) = yearBefore is null ? (null, null, []) : Layered(yearBefore, effects, today, plan.Everywhere);
        foreach (var (definition, formula) in plan.Wanted)
        {
            // The clause of the definition says whether anything is taken off; without one the figure is what was reported.
            var clause = plan.Everywhere || definition.Exclusions is not null;
            var touched = clause && effects.Any(e => formula.Parts.Any(p => p.Code == e.Element) || definition.Weight == e.Element);
            var plain = new Dictionary<(int, int), Figure>();
            if (touched) new YearRollUp(tree, before ?? after, lastBefore ?? lastAfter, today).Run(definition, formula, f => plain[(f.Office, f.Slot)] = f.Figure);
            var rests = RestsOn(plan, tree, before ?? after, definition, today);
            var explain = plan.Explain is { } asked && tree.PlaceOf(asked.Office.Value) is >= 0 and var at ? (at, asked.Period.Slot) : ((int, int)?)null;
            new YearRollUp(tree, clause ? after : before ?? after, clause ? lastAfter : lastBefore ?? lastAfter, today) { Explain = explain }.Run(definition, formula, f => take(tree,
                new((definition.Code, definition.Version), tree.Year * 100 + f.Slot, tree.Offices[f.Office].Id.Value, f.Figure, touched ? plain[(f.Office, f.Slot)] : f.Figure, f.Known, f.Expected)
                {
                    Below = f.Below is { } below && below.Rounded(definition.Decimals, definition.Rounding) != f.Figure.Rounded(definition.Decimals, definition.Rounding) ? below : null,
                    Base = rests?.GetValueOrDefault((f.Office, f.Slot)), Operands = f.Operands,
                }, f.Office));
        }
        return [.. left, .. lastLeft];
    }

    // The same offices, for the one element that a figure must rest on.
    static Dictionary<(int, int), Figure>? RestsOn(YearPlan plan, ReportingTree tree, ValueYear values, IndicatorDefinition definition, DateOnly today)
    {
        if (definition.PublishWhen is not { } least || plan.Rests is not { } counting) return null;
        var rests = new Dictionary<(int, int), Figure>();
        new YearRollUp(tree, values, null, today).Run(definition with { RollUp = RollUp.Sum, Weight = null }, counting(least.Element), f => rests[(f.Office, f.Slot)] = f.Figure);
        return rests;
    }

    static async Task<ValueYear> Read(ZhiceDb db, ReportingTree tree, IReadOnlyList<DataElement> elements, int year, YearQuery query, CancellationToken cancel)
    {
        var values = new ValueYear(tree, elements, year);
        var asked = new ObservationQuery([.. elements.Select(e => e.Code)], [.. Enumerable.Range(0, Period.Slots).Select(slot => Period.OfSlot(year, slot))]) { KnownBatch = query.KnownBatch };
        var silent = query.Silent?.Value ?? 0;
        await Observations.Scan(db, asked, (element, period, organisation, value) =>
        {
            if (organisation != silent) values.Take(element, period, organisation, value);
        }, cancel);
        return values;
    }

    // The values with the deductions of their year taken off, and, where there are any, a copy without; both completed.
    static (ValueYear? Before, ValueYear After, IReadOnlyList<AppliedEffect> Left) Layered(ValueYear after, IReadOnlyList<AppliedEffect> effects, DateOnly today, bool everywhere)
    {
        var before = effects.Any(e => e.Period / 100 == after.Year) ? after.Copy() : null;
        var left = ExclusionLayer.Apply(after, effects, everywhere);
        before?.Complete(today);
        after.Complete(today);
        return (before, after, left);
    }
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

    /// <summary>True to have exclusions come off every figure, as before they minded the definition's clause.</summary>
    public bool Everywhere { get; init; }
    /// <summary>The formula that counts one element, where what figures rest on is asked for; else null.</summary>
    public Func<string, BoundFormula>? Rests { get; init; }
    /// <summary>The figure of which the sums are asked for; null for none.</summary>
    public (OrganisationId Office, Period Period)? Explain { get; init; }

    /// <summary>True where a deduction comes off a figure of these: that of a definition with a clause on exclusions.</summary>
    public bool Reads(AppliedEffect effect) =>
        Wanted.Any(w => (Everywhere || w.Definition.Exclusions is not null) && (w.Definition.Weight == effect.Element || w.Formula.Parts.Any(p => p.Code == effect.Element)));
}
