namespace Zhice.Domain.Indicators;

/// <summary>达标情况 of a target.</summary>
public enum AttainmentState
{
    /// <summary>已达到: the year has ended, and the figure meets it.</summary>
    Reached = 1,
    /// <summary>未达到: the year has ended, and the figure does not.</summary>
    Missed = 2,
    /// <summary>可能达到: the whole range of the projection meets it.</summary>
    Likely = 3,
    /// <summary>不确定: a part of the range does.</summary>
    Uncertain = 4,
    /// <summary>难以达到: nothing of the range does.</summary>
    Unlikely = 5,
    /// <summary>无法判断: there is neither a figure nor a projection.</summary>
    Unknown = 6,
}

/// <summary>How a figure or a projection stands to a target.</summary>
public static class Attainment
{
    /// <summary>The sentence that forbids to reward growth of filings: 2022 guideline, item (二).</summary>
    public const string UnfitSentence = "检查并剔除不符合实际的增长率评价指标，避免将专利申请数量作为部门工作考核的主要依据。";

    /// <summary>The document and place of <see cref="UnfitSentence"/>.</summary>
    public const string UnfitSource = "《推动知识产权高质量发展年度工作指引（2022）》二（二）";

    /// <summary>True where a target of growth is set on a count of filings: shown with <see cref="UnfitSentence"/>, and no part of an assessment.</summary>
    public static bool IsUnfit(IndicatorDefinition definition, bool growth) => definition.FilingCount && growth;

    /// <summary>True where a value meets the target.</summary>
    /// <param name="comparator">How they are compared.</param>
    /// <param name="value">The value, rounded as it is published: what is printed decides.</param>
    /// <param name="target">The target.</param>
    /// <param name="direction">Which way is better: who is to hold a level (稳定在) and betters it has held it.</param>
    public static bool Meets(TargetComparator comparator, decimal value, decimal target, IndicatorDirection direction) => comparator switch
    {
        TargetComparator.AtLeast => value >= target,
        TargetComparator.Above => value > target,
        TargetComparator.AtMost => value <= target,
        TargetComparator.Below => value < target,
        _ => direction switch
        {
            IndicatorDirection.HigherIsBetter => value >= target,
            IndicatorDirection.LowerIsBetter => value <= target,
            _ => value == target,
        },
    };

    /// <summary>How a target stands.</summary>
    /// <param name="comparator">How figure and target are compared.</param>
    /// <param name="target">The target, in the figure's unit.</param>
    /// <param name="figure">The year's figure, rounded.</param>
    /// <param name="projection">The projection where the year has not ended; null where there is none.</param>
    /// <param name="decimals">Places of the published figure.</param>
    /// <param name="direction">Which way is better.</param>
    public static AttainmentState Of(TargetComparator comparator, decimal target, Figure figure, Projection? projection, int decimals, IndicatorDirection direction)
    {
        if (figure.IsKnown) return Meets(comparator, figure.Value, target, direction) ? AttainmentState.Reached : AttainmentState.Missed;
        if (projection is null) return AttainmentState.Unknown;
        decimal Shown(decimal value) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        var (first, last) = (Shown(projection.Low), Shown(projection.High));
        var (low, high) = (Meets(comparator, first, target, direction), Meets(comparator, last, target, direction));
        // A level that is only watched can be met between two ends that miss it.
        if (comparator == TargetComparator.Equal && !low && !high && first < target && target < last) return AttainmentState.Uncertain;
        return low && high ? AttainmentState.Likely : low || high ? AttainmentState.Uncertain : AttainmentState.Unlikely;
    }
}
