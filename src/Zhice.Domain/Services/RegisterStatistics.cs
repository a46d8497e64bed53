namespace Zhice.Domain.Services;

/// <summary>What the public figures of a register are made of, as the definition says: fields that it is broken down by, and numbers whose sum and quartiles are shown.</summary>
/// <param name="By">Codes of choice, yes-no and patent-number fields; a patent number stands for the kind of patent that it tells.</param>
/// <param name="Values">Codes of number and money fields.</param>
public sealed record RegisterFigures(IReadOnlyList<string> By, IReadOnlyList<string> Values)
{
    /// <summary>Fewer cases than this show no amounts: they would tell what one contract says.</summary>
    public const int Least = 3;

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<Defect> Faults(ServiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var fields = item.Form.DistinctBy(f => f.Code).ToDictionary(f => f.Code, StringComparer.Ordinal);
        foreach (var code in By)
            if (!fields.TryGetValue(code, out var field) || field.Type is not (FieldType.Choice or FieldType.YesNo or FieldType.PatentNumber)) yield return new("service.statistics-by", "statistics", code);
        foreach (var code in Values)
            if (!fields.TryGetValue(code, out var field) || field.Type is not (FieldType.Number or FieldType.Money)) yield return new("service.statistics-value", "statistics", code);
        if (item.RegisterFields.Count == 0 || item.Access.Restricted) yield return new("service.statistics-register", "statistics");
    }
}

/// <summary>One registered case as figures need it.</summary>
/// <param name="Year">Year of the entry.</param>
/// <param name="Place">Province that registered the applicant, six digits; empty for a person.</param>
/// <param name="Groups">Group by field.</param>
/// <param name="Values">Number by field; none where it was not asked for.</param>
/// <param name="Ended">True where it was struck out since.</param>
public sealed record RegisterFact(int Year, string Place, IReadOnlyDictionary<string, string> Groups, IReadOnlyDictionary<string, decimal> Values, bool Ended);

/// <summary>Sum and quartiles of a number in a group.</summary>
/// <param name="Count">How many cases say it.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Lower">A quarter of them is at most this.</param>
/// <param name="Median">Half of them is; between the two middle ones where their number is even.</param>
/// <param name="Upper">Three quarters are.</param>
public sealed record FigureSpread(int Count, decimal Sum, decimal Lower, decimal Median, decimal Upper);

/// <summary>A group of registered cases.</summary>
/// <param name="Key">The group.</param>
/// <param name="Count">Cases that were registered, struck out since or not.</param>
/// <param name="Standing">Those that stand.</param>
/// <param name="Values">Spread by field; null where too few cases say it for it to be shown.</param>
public sealed record FigureGroup(string Key, int Count, int Standing, IReadOnlyDictionary<string, FigureSpread?> Values);

/// <summary>Public figures of a register: numbers by group, and spreads where no single case can be told from them. Pure.</summary>
public static class RegisterStatistics
{
    /// <summary>Groups of the facts by a key, the largest first; of one key, of all facts where the key is always the same.</summary>
    /// <remarks>
    /// A group in which fewer than <see cref="RegisterFigures.Least"/> cases say a number shows no spread of it; and as the total is shown, a single such group could be subtracted out of it: then the smallest of
    /// the others is kept back too, until those kept back are at least two groups and as many cases as one group must have.
    /// Of one year, a group shows a spread only where its years, which are shown too, would not tell it either.
    /// </remarks>
    /// <param name="facts">All facts.</param>
    /// <param name="key">The group of a fact.</param>
    /// <param name="values">Fields whose spread is shown.</param>
    /// <param name="year">Only this year; null for all.</param>
    public static IReadOnlyList<FigureGroup> By(IReadOnlyCollection<RegisterFact> facts, Func<RegisterFact, string> key, IReadOnlyList<string> values, int? year = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(values);
        var groups = facts.Where(f => year is null || f.Year == year).GroupBy(key, StringComparer.Ordinal).Select(g => (g.Key, Facts: g.ToList())).OrderByDescending(g => g.Facts.Count).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var kept = values.ToDictionary(v => v, v => KeptBack(groups.ToDictionary(g => g.Key, g => g.Facts.Count(f => f.Values.ContainsKey(v)), StringComparer.Ordinal)), StringComparer.Ordinal);
        if (year is { } only)
            foreach (var value in values)
                foreach (var (group, _) in groups)
                    if (KeptBack(facts.Where(f => key(f) == group && f.Values.ContainsKey(value)).GroupBy(f => f.Year).ToDictionary(y => Named(y.Key), y => y.Count(), StringComparer.Ordinal)).Contains(Named(only))) kept[value].Add(group);
        return [.. groups.Select(g => new FigureGroup(g.Key, g.Facts.Count, g.Facts.Count(f => !f.Ended),
            values.ToDictionary(v => v, v => kept[v].Contains(g.Key) ? null : Spread(g.Facts.Where(f => f.Values.ContainsKey(v)).Select(f => f.Values[v])), StringComparer.Ordinal)))];
    }

    /// <summary>Sum and quartiles; null for nothing.</summary>
    public static FigureSpread? Spread(IEnumerable<decimal> numbers)
    {
        List<decimal> sorted = [.. numbers.Order()];
        return sorted.Count == 0 ? null : new(sorted.Count, sorted.Sum(), At(sorted, 0.25m), At(sorted, 0.5m), At(sorted, 0.75m));
    }

    static string Named(int year) => year.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // Between the two numbers around the place, by how far it lies between them.
    static decimal At(List<decimal> sorted, decimal part)
    {
        var place = (sorted.Count - 1) * part;
        var below = (int)decimal.Truncate(place);
        return below + 1 < sorted.Count ? sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below) : sorted[below];
    }

    static HashSet<string> KeptBack(Dictionary<string, int> counts)
    {
        var kept = counts.Where(c => c.Value is > 0 and < RegisterFigures.Least).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        if (kept.Count == 0) return kept;
        foreach (var (group, _) in counts.Where(c => c.Value >= RegisterFigures.Least).OrderBy(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            if (kept.Count >= 2 && kept.Sum(k => counts[k]) >= RegisterFigures.Least) break;
            kept.Add(group);
        }
        return kept;
    }
}
