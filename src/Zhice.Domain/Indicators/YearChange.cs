namespace Zhice.Domain.Indicators;

/// <summary>What a change is good for.</summary>
public enum ChangeSense
{
    /// <summary>向好.</summary>
    Better = 1,
    /// <summary>转差.</summary>
    Worse = 2,
    /// <summary>持平: the printed figures are the same.</summary>
    Same = 3,
    /// <summary>仅监测: neither way is better.</summary>
    Neither = 4,
}

/// <summary>较上年: from one printed figure to the next.</summary>
/// <param name="Difference">The later less the earlier, in the indicator's unit; of a percentage in points.</param>
/// <param name="Percent">The same in per cent of the earlier one, one place; null where that means nothing: of a share, and from nothing or from below.</param>
/// <param name="Sense">Whether it is for the better.</param>
public sealed record YearChange(decimal Difference, decimal? Percent, ChangeSense Sense)
{
    /// <summary>The change between two figures; null where one is not known, or another version of the definition made it: the break between them is no change.</summary>
    public static YearChange? Of(IndicatorDefinition definition, (Figure Figure, int Version) now, (Figure Figure, int Version) before)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (!now.Figure.IsKnown || !before.Figure.IsKnown || now.Version != before.Version) return null;
        var difference = now.Figure.Value - before.Figure.Value;
        var share = definition.Unit.Dimension.Text is "1" or "百分点";
        return new(difference, share || before.Figure.Value <= 0m ? null : Math.Round(difference / before.Figure.Value * 100m, 1, MidpointRounding.AwayFromZero),
            difference == 0m ? ChangeSense.Same : definition.Direction switch
            {
                IndicatorDirection.HigherIsBetter => difference > 0m ? ChangeSense.Better : ChangeSense.Worse,
                IndicatorDirection.LowerIsBetter => difference < 0m ? ChangeSense.Better : ChangeSense.Worse,
                _ => ChangeSense.Neither,
            });
    }
}
