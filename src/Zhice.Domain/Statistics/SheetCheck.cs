using Zhice.Domain.Indicators;

namespace Zhice.Domain.Statistics;

/// <summary>What figures are checked against: all that is known of the office and its neighbours.</summary>
/// <param name="YearBefore">The office's figures of the same period a year before.</param>
public sealed record CheckBackground(IReadOnlyDictionary<string, decimal> YearBefore)
{
    /// <summary>The office's earlier figures of each element, of the same kind of period.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<decimal>> Earlier { get; init; } = new Dictionary<string, IReadOnlyList<decimal>>(StringComparer.Ordinal);
    /// <summary>What the platform itself knows to be there at least, by element.</summary>
    public IReadOnlyDictionary<string, decimal> Least { get; init; } = new Dictionary<string, decimal>(StringComparer.Ordinal);
    /// <summary>Of distinct counts, between what the shorter periods say that they lie, by element.</summary>
    public IReadOnlyDictionary<string, DistinctBounds> Bounds { get; init; } = new Dictionary<string, DistinctBounds>(StringComparer.Ordinal);
    /// <summary>Figures of the neighbours for each element: now and a year before.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(decimal Now, decimal Before)>> Neighbours { get; init; } = new Dictionary<string, IReadOnlyList<(decimal, decimal)>>(StringComparer.Ordinal);
}

/// <summary>A sheet after all checks.</summary>
/// <param name="Values">Figures of the cells that hold one.</param>
/// <param name="Faults">Cells whose text is no figure for their element; the field is the element's code.</param>
/// <param name="Findings">What rules and patterns ask, the gravest first.</param>
/// <param name="Missing">Elements without a figure.</param>
public sealed record CheckedSheet(IReadOnlyDictionary<string, decimal> Values, IReadOnlyList<Defect> Faults, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Missing)
{
    /// <summary>True where nothing forbids that it is sent: every cell filled with a figure, no rule of importance error broken.</summary>
    public bool MaySend => Faults.Count == 0 && Missing.Count == 0 && Findings.All(f => f.Importance != Importance.Error);
}

/// <summary>审核: reads a sheet's cells as typed and runs every check over it. While typing and at sending it is the same.</summary>
public static class SheetCheck
{
    /// <summary>Names of the pattern checks, as <see cref="Finding.Check"/> has them; each asks with importance warning.</summary>
    public static IReadOnlyCollection<string> PatternNames { get; } = ["outlier", "jump", "copy", "digits", "distinct", "platform-part"];

    /// <summary>Checks a sheet.</summary>
    /// <param name="asked">The elements of the sheet, in order.</param>
    /// <param name="texts">What stands in the cells, by element; an absent or empty one is missing.</param>
    /// <param name="rules">The rules; those of elements that are not on the sheet say nothing.</param>
    /// <param name="background">What is known otherwise.</param>
    public static CheckedSheet Run(IReadOnlyList<DataElement> asked, IReadOnlyDictionary<string, string> texts, IEnumerable<ValidationRule> rules, CheckBackground background)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(background);
        var (values, faults, missing) = (new Dictionary<string, decimal>(StringComparer.Ordinal), new List<Defect>(), new List<string>());
        foreach (var element in asked)
        {
            if (!texts.TryGetValue(element.Code, out var text) || string.IsNullOrWhiteSpace(text)) missing.Add(element.Code);
            else if (Read(element, text, out var value) is { } fault) faults.Add(fault);
            else values.Add(element.Code, value);
        }
        var elements = asked.ToDictionary(e => e.Code, StringComparer.Ordinal);
        var findings = ValidationEngine.Run(rules, elements, values, background.YearBefore).Concat(Patterns(asked, values, background)).OrderBy(f => f.Importance).ToList();
        return new CheckedSheet(values, faults, findings, missing);
    }

    /// <summary>The figure of a cell, or what is wrong with it: <c>figure.not</c>, <c>figure.large</c>, <c>figure.places</c>, <c>figure.negative</c>, <c>figure.decimals</c>.</summary>
    public static Defect? Read(DataElement element, string text, out decimal value)
    {
        ArgumentNullException.ThrowIfNull(element);
        var code = StoredFigure.Fault(text, out value) ?? Fault(element, value);
        return code is null ? null : new Defect(code, element.Code, element.Term, text.Trim() is { Length: <= 40 } whole ? whole : text.Trim()[..40] + "…", element.Decimals);
    }

    /// <summary>What the element itself forbids: <c>figure.negative</c>, <c>figure.decimals</c>; null where nothing.</summary>
    public static string? Fault(DataElement element, decimal value)
    {
        ArgumentNullException.ThrowIfNull(element);
        return value < 0 && element.NonNegative ? "figure.negative" : decimal.Round(value, element.Decimals) != value ? "figure.decimals" : null;
    }

    static IEnumerable<Finding> Patterns(IReadOnlyList<DataElement> asked, Dictionary<string, decimal> values, CheckBackground background)
    {
        foreach (var element in asked)
        {
            if (!values.TryGetValue(element.Code, out var value)) continue;
            if (background.Least.TryGetValue(element.Code, out var least) && value < least)
                yield return new("platform-part", Importance.Warning, [element.Code], new Defect("pattern.platform-part", element.Code, element.Term, StoredFigure.Write(value), StoredFigure.Write(least)), null);
            if (background.Bounds.TryGetValue(element.Code, out var bounds) && (value < bounds.Least || value > bounds.Most))
                yield return new("distinct", Importance.Warning, [element.Code], value < bounds.Least
                    ? new Defect("pattern.distinct-low", element.Code, element.Term, StoredFigure.Write(value), StoredFigure.Write(bounds.Least))
                    : new Defect("pattern.distinct-high", element.Code, element.Term, StoredFigure.Write(value), StoredFigure.Write(bounds.Most!.Value)), null);
            if (background.Earlier.TryGetValue(element.Code, out var earlier) && PatternChecks.Outlier(element.Code, element.Term, value, earlier) is { } outlier) yield return outlier;
            if (background.YearBefore.TryGetValue(element.Code, out var before) && background.Neighbours.TryGetValue(element.Code, out var neighbours)
                && PatternChecks.Jump(element.Code, element.Term, value, before, neighbours) is { } jump) yield return jump;
        }
        if (PatternChecks.CopyOfLastYear(values, background.YearBefore, code => asked.First(e => e.Code == code).Term) is { } copy) yield return copy;
        if (PatternChecks.EndDigits(values.Values.Concat(background.Earlier.Values.SelectMany(e => e))) is { } digits) yield return digits;
    }
}
