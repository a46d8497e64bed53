using System.Collections.Frozen;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>指标目录: all elements, and all versions of all indicators with their formulas bound. Immutable; made once, when definitions are loaded.</summary>
public sealed class IndicatorCatalogue
{
    readonly FrozenDictionary<string, DataElement> elements;
    readonly FrozenDictionary<string, IndicatorDefinition[]> versions;
    readonly Dictionary<(string Code, int Version), BoundFormula> bound = [];

    IndicatorCatalogue(FrozenDictionary<string, DataElement> elements, FrozenDictionary<string, IndicatorDefinition[]> versions) =>
        (this.elements, this.versions) = (elements, versions);

    /// <summary>Puts definitions together and checks what concerns several of them.</summary>
    /// <returns>The catalogue with all that is sound, and a fault for each definition that is not: it is left out, and so is what is computed from it.</returns>
    public static (IndicatorCatalogue Catalogue, IReadOnlyList<DefinitionFault> Faults) Build(
        IEnumerable<DataElement> elements, IEnumerable<IndicatorDefinition> definitions)
    {
        var faults = new List<DefinitionFault>();
        var known = new Dictionary<string, DataElement>(StringComparer.Ordinal);
        foreach (var element in elements)
            if (!known.TryAdd(element.Code, element)) faults.Add(new(element.Code, 0, new("definition.twice", "code", element.Code)));

        var all = new Dictionary<string, IndicatorDefinition[]>(StringComparer.Ordinal);
        foreach (var group in definitions.GroupBy(d => d.Code, StringComparer.Ordinal))
        {
            var ordered = group.OrderBy(d => d.Version).ToArray();
            if (known.ContainsKey(group.Key)) faults.Add(new(group.Key, 0, new("definition.twice", "code", group.Key)));
            else if (Disorder(ordered) is { } fault) faults.Add(fault);
            else all.Add(group.Key, ordered);
        }
        var made = new IndicatorCatalogue(known.ToFrozenDictionary(StringComparer.Ordinal), all.ToFrozenDictionary(StringComparer.Ordinal));
        foreach (var definition in made.Definitions)
            if (made.Check(definition, faults) is { } formula) made.bound[(definition.Code, definition.Version)] = formula;
        return (made, faults);
    }

    /// <summary>Elements in the order of codes.</summary>
    public IEnumerable<DataElement> Elements => elements.Values.OrderBy(e => e.Code, StringComparer.Ordinal);

    /// <summary>Every version of every indicator, in the order of codes and versions; also those left out for a fault.</summary>
    public IEnumerable<IndicatorDefinition> Definitions => versions.OrderBy(v => v.Key, StringComparer.Ordinal).SelectMany(v => v.Value);

    /// <summary>Codes of indicators that can be computed, in order.</summary>
    public IEnumerable<string> Codes => bound.Keys.Select(k => k.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The element of a code; null where there is none.</summary>
    public DataElement? Element(string code) => elements.GetValueOrDefault(code);

    /// <summary>The versions of an indicator, the first one first; empty where there is none.</summary>
    public IReadOnlyList<IndicatorDefinition> Versions(string code) => versions.GetValueOrDefault(code) ?? [];

    /// <summary>The version that speaks of a day: the last that had come into force; before the first one, none.</summary>
    public IndicatorDefinition? InForce(string code, DateOnly day) => Versions(code).LastOrDefault(d => d.ValidFrom <= day);

    /// <summary>The version that speaks of a period: that in force on its last day.</summary>
    public IndicatorDefinition? InForce(string code, Period period) => InForce(code, period.LastDay);

    /// <summary>The computation of a version; null where it was left out for a fault.</summary>
    public BoundFormula? FormulaOf(IndicatorDefinition definition) => bound.GetValueOrDefault((definition.Code, definition.Version));

    /// <summary>The formula that is one element and nothing else.</summary>
    /// <exception cref="ArgumentException">There is no such element.</exception>
    public BoundFormula Counting(string element) =>
        Element(element) is { } found && Formula.Parse(element).Accepted(out var text, out _) && new FormulaBinder(Element, _ => null).Bind(text, found.Unit).Accepted(out var formula, out _)
            ? formula : throw new ArgumentException($"'{element}' is no element.", nameof(element));

    /// <summary>True where an indicator adds the element over offices, so that an office's own value can be held against the sum of those below it. A mean time adds to nothing.</summary>
    public bool AddsUp(string element) => Definitions.Any(d => d.RollUp switch
    {
        RollUp.Sum or RollUp.Recompute => FormulaOf(d)?.Parts.Any(p => p.Code == element) == true,
        RollUp.WeightedMean => d.Weight == element,
        _ => false,
    });

    /// <summary>True where a target rewards that more is filed: a growth of a count that uses filings, or any level of a figure that is such a growth itself. The author's flag (<c>filing-count</c>) names
    /// the elements that count filings; who uses them needs no flag of its own.</summary>
    /// <param name="definition">The indicator.</param>
    /// <param name="growth">True where the target is a growth over the year before.</param>
    public bool RewardsFilings(IndicatorDefinition definition, bool growth)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (Attainment.IsUnfit(definition, growth)) return true;
        if (FormulaOf(definition) is not { } formula) return false;
        var filings = Definitions.Where(d => d.FilingCount).SelectMany(d => FormulaOf(d)?.Parts.Select(p => p.Code) ?? []).ToHashSet(StringComparer.Ordinal);
        return formula.Parts.Any(p => filings.Contains(p.Code) && (p.YearsBack > 0 || (growth && definition.Unit.Dimension.Text.Length > 0 && definition.Unit.Dimension.Text[0] == '件')));
    }

    static DefinitionFault? Disorder(IndicatorDefinition[] ordered)
    {
        for (var at = 0; at < ordered.Length; at++)
        {
            if (ordered[at].Version != at + 1)
                return new(ordered[at].Code, ordered[at].Version, new("definition.version", "version", ordered[at].Version, at + 1));
            if (at > 0 && ordered[at].ValidFrom <= ordered[at - 1].ValidFrom) return new(ordered[at].Code, at + 1, new("definition.valid-from", "valid-from", at + 1));
            // Targets, trends and footings hold the figures of all versions against each other: in another unit it is another indicator.
            if (at > 0 && ordered[at].Unit.Text != ordered[at - 1].Unit.Text) return new(ordered[at].Code, at + 1, new("definition.other-unit", "unit", at + 1, ordered[at - 1].Unit.Text));
            if (at > 0 && string.IsNullOrWhiteSpace(ordered[at].Break)) return new(ordered[at].Code, at + 1, new("definition.break", "break", at + 1));
        }
        return null;
    }

    BoundFormula? Check(IndicatorDefinition definition, List<DefinitionFault> faults)
    {
        BoundFormula? Fail(Defect defect)
        {
            faults.Add(new(definition.Code, definition.Version, defect));
            return null;
        }

        if (Cycle(definition, [], []) is { } path) return Fail(new("formula.cycle", "formula", string.Join(" → ", path)));
        if (Changed(definition) is { } changed) return Fail(changed);
        if (definition.RollUp == RollUp.WeightedMean && (definition.Weight is null || Element(definition.Weight) is null))
            return Fail(new("definition.weight", "weight", definition.Weight ?? ""));
        if (definition.RollUp != RollUp.WeightedMean && definition.Weight is not null) return Fail(new("definition.weight.idle", "weight", definition.Weight));
        // A sum of shares or of quotients means nothing, nor does one of mean times or of scores.
        if (definition.RollUp == RollUp.Sum && definition.Unit.Dimension.Text is var text && (text.Contains('/') || text is "1" or "百分点" or "月" or "日" or "年" or "分"))
            return Fail(new("definition.sum", "roll-up", definition.Unit.Text));
        var outcome = new FormulaBinder(Element, code => InForce(code, definition.ValidFrom)).Bind(definition.Formula, definition.Unit);
        if (!outcome.Accepted(out var formula, out var refusal)) return Fail(refusal.Defects[0]);
        if (definition.PublishWhen is { } least && !formula.Parts.Any(p => p.Code == least.Element && p.YearsBack == 0)) return Fail(new("definition.publish-when", "publish-when", least.ToString()));
        return Apart(definition) is { } apart ? Fail(apart) : formula;
    }

    // The page prints the formula with the names of indicators: their figures, put in, give this one only where exclusions come off all of them or off none. Versions that were followed by others stay as they were.
    Defect? Apart(IndicatorDefinition definition)
    {
        if (Versions(definition.Code)[^1].Version != definition.Version) return null;
        var parts = definition.Formula.References.Select(r => InForce(r.Code, definition.ValidFrom)).OfType<IndicatorDefinition>().Where(Reducible);
        return parts.FirstOrDefault(p => (p.Exclusions is null) != (definition.Exclusions is null)) is not { } other ? null
            : new(definition.Exclusions is null ? "definition.clause-missing" : "definition.clause-apart", definition.Exclusions is null ? "formula" : "exclusions", other.Code);
    }

    // Counts of patents and filings are what exclusions come off.
    bool Reducible(IndicatorDefinition definition) => definition.Formula.References
        .Any(r => Element(r.Code) is { } element ? element.Unit.Text == "件" : InForce(r.Code, definition.ValidFrom) is { } part && Reducible(part));

    // The indicators on the way from a definition back to one that is on the way already; null where there is no way back.
    IReadOnlyList<string>? Cycle(IndicatorDefinition definition, List<string> way, HashSet<string> sound)
    {
        if (sound.Contains(definition.Code)) return null;
        if (way.IndexOf(definition.Code) is >= 0 and var start) return [.. way[start..], definition.Code];
        way.Add(definition.Code);
        foreach (var reference in definition.Formula.References)
            if (InForce(reference.Code, definition.ValidFrom) is { } part && Cycle(part, way, sound) is { } found) return found;
        way.RemoveAt(way.Count - 1);
        sound.Add(definition.Code);
        return null;
    }

    // A version is computed from one version of each part: a part that changes in the meantime asks for a new version of the whole.
    Defect? Changed(IndicatorDefinition definition)
    {
        var next = Versions(definition.Code).FirstOrDefault(d => d.Version == definition.Version + 1)?.ValidFrom ?? DateOnly.MaxValue;
        foreach (var reference in definition.Formula.References)
        {
            var parts = Versions(reference.Code);
            if (parts.Count > 0 && parts[0].ValidFrom > definition.ValidFrom) return new("definition.part.later", "formula", reference.Code);
            if (parts.FirstOrDefault(p => p.ValidFrom > definition.ValidFrom && p.ValidFrom < next) is { } changed)
                return new("definition.part.changed", "formula", reference.Code, changed.Version);
        }
        return null;
    }
}

/// <summary>What is wrong with a definition, seen beside the others.</summary>
/// <param name="Code">Of the element or indicator.</param>
/// <param name="Version">Of the indicator; 0 for an element, or for all versions.</param>
/// <param name="Defect">What; its field is the key in the file.</param>
public sealed record DefinitionFault(string Code, int Version, Defect Defect);
