namespace Zhice.Domain.Indicators;

/// <summary>A peer's figure as the reader may see it.</summary>
/// <param name="Figure">The figure as it is printed; missing where there is none.</param>
/// <param name="Hidden">True where there may be one that the reader does not see.</param>
public readonly record struct PeerFigure(Figure Figure, bool Hidden = false);

/// <summary>同级位次: how a region's figure stands among those of the same level under the same superior, with how many of them have one.</summary>
/// <param name="Rank">Place, the best first; equal figures share one. Null where the indicator is only watched, the region has no figure, or a peer's is hidden.</param>
/// <param name="Known">Regions with a figure that the reader sees, the own one included.</param>
/// <param name="Expected">Regions that there were, the own one included.</param>
/// <param name="Hidden">Regions whose figures the reader does not see: a place among those that happen to be visible is no place.</param>
/// <param name="Median">The middle of the figures seen; null where fewer than three are, or any is hidden.</param>
public sealed record PeerStanding(int? Rank, int Known, int Expected, int Hidden, decimal? Median)
{
    /// <summary>Fewest figures of which a middle says anything.</summary>
    public const int FewestForMedian = 3;

    /// <summary>Places a region.</summary>
    /// <param name="direction">Which way is better.</param>
    /// <param name="own">The region's figure, as it is printed: what is printed decides.</param>
    /// <param name="others">The peers' figures, one for each region that there was.</param>
    public static PeerStanding Of(IndicatorDirection direction, Figure own, IReadOnlyCollection<PeerFigure> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var hidden = others.Count(o => o.Hidden);
        var known = others.Where(o => !o.Hidden && o.Figure.IsKnown).Select(o => o.Figure.Value).ToList();
        var place = own.IsKnown && hidden == 0 ? Place(direction, own.Value, known) : null;
        if (own.IsKnown) known.Add(own.Value);
        return new(place, known.Count, others.Count + 1, hidden, hidden == 0 && known.Count >= FewestForMedian ? Middle(known) : null);
    }

    /// <summary>Place of a value among others; null where neither way is better.</summary>
    public static int? Place(IndicatorDirection direction, decimal value, IEnumerable<decimal> others) => direction switch
    {
        IndicatorDirection.HigherIsBetter => 1 + others.Count(o => o > value),
        IndicatorDirection.LowerIsBetter => 1 + others.Count(o => o < value),
        _ => null,
    };

    static decimal Middle(List<decimal> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[values.Count / 2 - 1] + values[values.Count / 2]) / 2m;
    }
}
