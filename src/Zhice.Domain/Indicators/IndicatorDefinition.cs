using Zhice.Domain.Statistics;

namespace Zhice.Domain.Indicators;

/// <summary>指标定义: one version of what an indicator means and how it is computed. From <c>data/indicators/*.yaml</c>.</summary>
/// <remarks>
/// A changed meaning is a new version with a later <see cref="ValidFrom"/>, never a change of an old one: a figure remembers the version that made it, and a trend
/// shows the break between two versions.
/// </remarks>
public sealed record IndicatorDefinition
{
    /// <summary>Stable code, in one space with <see cref="DataElement.Code"/>.</summary>
    public required string Code { get; init; }
    /// <summary>Version, from 1 upwards in the order of <see cref="ValidFrom"/>.</summary>
    public required int Version { get; init; }
    /// <summary>First day of the periods that it speaks of.</summary>
    public required DateOnly ValidFrom { get; init; }
    /// <summary>What differs from the version before, and why figures may jump; null for the first version.</summary>
    public string? Break { get; init; }
    /// <summary>名称.</summary>
    public required string Name { get; init; }
    /// <summary>English name.</summary>
    public required string EnglishName { get; init; }
    /// <summary>The heading that it is listed under: 创造, 运用, 保护, 管理, 服务.</summary>
    public required string Group { get; init; }
    /// <summary>Unit of the figure.</summary>
    public required Unit Unit { get; init; }
    /// <summary>Places after the point of a published figure, 0 to 6.</summary>
    public required int Decimals { get; init; }
    /// <summary>How it is cut to these places; a half goes up where the file says nothing.</summary>
    public Rounding Rounding { get; init; } = Rounding.HalfUp;
    /// <summary>Whether more is better.</summary>
    public required IndicatorDirection Direction { get; init; }
    /// <summary>预期性, 约束性, 导向性.</summary>
    public required IndicatorKind Kind { get; init; }
    /// <summary>The shortest period that it is computed for; longer ones follow from it.</summary>
    public required PeriodKind Period { get; init; }
    /// <summary>The computation, in the language of <see cref="Formula"/>.</summary>
    public required Formula Formula { get; init; }
    /// <summary>What the figure is related to, in words; null where it is a plain count.</summary>
    public string? Denominator { get; init; }
    /// <summary>How the figures of parts make that of the whole.</summary>
    public required RollUp RollUp { get; init; }
    /// <summary>Element that weighs the parts; for <see cref="RollUp.WeightedMean"/> only.</summary>
    public string? Weight { get; init; }
    /// <summary>What is left out of the figure by rule.</summary>
    public string? Exclusions { get; init; }
    /// <summary>How much a figure must rest on to be published alone; null where any may be. Who may see what is computed sees it all the same.</summary>
    public LeastBase? PublishWhen { get; init; }
    /// <summary>Where indicator and method come from.</summary>
    public required string Source { get; init; }
    /// <summary>The five statements; without all of them nothing of it is published.</summary>
    public required QualityStatements Quality { get; init; }
    /// <summary>True where something of the definition still has to be checked against an official text.</summary>
    public bool Unverified { get; init; }
    /// <summary>True for a count of filings: growth of it is unfit as a target (2022 guideline, item 2).</summary>
    public bool FilingCount { get; init; }

    /// <summary>What its figure can be: never below nothing, and a share never above the whole. What is compared with another year or taken from another may be anything.</summary>
    public (decimal? Least, decimal? Most) Possible =>
        Formula.References.Any(r => r.YearsBack > 0) || Formula.Text.Contains('-', StringComparison.Ordinal) || Unit.Dimension.Text == "百分点" ? (null, null)
        : (0m, Unit.CombinesWith(Unit.Percent) ? Unit.Percent.Convert(100m, Unit) : null);

    /// <summary>What stands between it and publication; empty when nothing does.</summary>
    public IReadOnlyList<Defect> UnfitForPublication =>
        [.. Quality.Missing.Select(missing => new Defect("indicator.quality.missing", missing, missing))];
}

/// <summary>公布条件: a figure that rests on less is not published for itself.</summary>
/// <param name="Element">An element of the formula: what is counted, such as the patents of a sample.</param>
/// <param name="Least">The least that it must be.</param>
public sealed record LeastBase(string Element, decimal Least)
{
    /// <summary>Reads <c>surveyed_patents &gt;= 300</c>; null where it is written otherwise.</summary>
    public static LeastBase? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(">=", StringSplitOptions.TrimEntries) is [var element, var number] && DataElement.IsCode(element) && StoredFigure.Fault(number, out var least) is null && least > 0m ? new(element, least) : null;
    }

    /// <summary>As it is written in files and releases.</summary>
    public override string ToString() => $"{Element} >= {StoredFigure.Write(Least)}";
}

/// <summary>Whether more is better.</summary>
public enum IndicatorDirection
{
    /// <summary>越高越好.</summary>
    HigherIsBetter = 1,
    /// <summary>越低越好.</summary>
    LowerIsBetter = 2,
    /// <summary>仅监测: neither is better.</summary>
    Watched = 3,
}

/// <summary>性质 of an indicator.</summary>
public enum IndicatorKind
{
    /// <summary>预期性: reached by what the market does.</summary>
    Expected = 1,
    /// <summary>约束性: the office answers for it.</summary>
    Binding = 2,
    /// <summary>导向性: shows a direction.</summary>
    Guiding = 3,
}

/// <summary>How the figures of parts make that of the whole.</summary>
public enum RollUp
{
    /// <summary>The sum of the parts' figures.</summary>
    Sum = 1,
    /// <summary>The mean of the parts' figures, weighed by an element.</summary>
    WeightedMean = 2,
    /// <summary>The elements are added first, over the parts that have all of them; the formula is computed from the sums.</summary>
    Recompute = 3,
    /// <summary>The whole has a figure only where it has data of its own.</summary>
    None = 4,
}

/// <summary>五项质量说明: what a reader must know before trusting a figure. Each is a text, or null while nobody has written it.</summary>
/// <param name="Verification">如何核实: how the figure is verified.</param>
/// <param name="Sources">数据来源: where the data come from.</param>
/// <param name="Accuracy">所需精度: how exact it has to be for its use.</param>
/// <param name="Limits">局限: what it does not show.</param>
/// <param name="Compensation">弥补办法: what is done about the limits.</param>
public sealed record QualityStatements(string? Verification, string? Sources, string? Accuracy, string? Limits, string? Compensation)
{
    /// <summary>The names of those that are not written, as in the files: <c>verification</c>, <c>sources</c>, <c>accuracy</c>, <c>limits</c>, <c>compensation</c>.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. new (string Name, string? Text)[]
            {
                ("verification", Verification), ("sources", Sources), ("accuracy", Accuracy), ("limits", Limits), ("compensation", Compensation),
            }
            .Where(s => string.IsNullOrWhiteSpace(s.Text)).Select(s => s.Name),
    ];
}
