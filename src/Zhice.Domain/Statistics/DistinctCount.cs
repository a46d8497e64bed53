namespace Zhice.Domain.Statistics;

/// <summary>Between what a distinct count of a longer period must lie, from its shorter ones.</summary>
/// <param name="Least">The largest of them: whoever counted there counts in the whole.</param>
/// <param name="Most">The sum of those that make the whole up without a gap; null where some are missing, since nobody knows whom they would add.</param>
public readonly record struct DistinctBounds(decimal Least, decimal? Most);

/// <summary>去重数: how a count of different things, such as firms that were lent to, goes from short periods to long ones. It is bounded by them and never made of them.</summary>
public static class DistinctCount
{
    /// <summary>The bounds of a period's count.</summary>
    /// <param name="whole">The longer period.</param>
    /// <param name="counts">Counts of other periods; what does not lie within the longer one is passed over.</param>
    /// <returns>Null where no shorter period within it has a count.</returns>
    public static DistinctBounds? Bounds(Period whole, IReadOnlyDictionary<Period, decimal> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var within = counts.Where(c => c.Key != whole && whole.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value);
        if (within.Count == 0) return null;
        // Halves count fewer twice than months do: the smallest of the sums without a gap is the nearest bound.
        decimal? most = null;
        foreach (var kind in (PeriodKind[])[PeriodKind.Half, PeriodKind.Quarter, PeriodKind.Month])
            if (kind > whole.Kind && whole.Parts(kind).ToList() is { Count: > 1 } parts && parts.TrueForAll(within.ContainsKey))
                most = Math.Min(most ?? decimal.MaxValue, parts.Sum(p => within[p]));
        return new(within.Values.Max(), most);
    }
}
