using Zhice.Domain.Indicators;

namespace Zhice.Domain.Assessment;

/// <summary>考核方案: one version of the groups, items and rules by which offices are scored. Data, from YAML; a change after publication is a new version.</summary>
public sealed record AssessmentScheme
{
    /// <summary>Stable code: small letters, digits and <c>_</c>.</summary>
    public required string Code { get; init; }
    /// <summary>Version, from 1.</summary>
    public required int Version { get; init; }
    /// <summary>Title in Chinese.</summary>
    public required string Title { get; init; }
    /// <summary>Title in English.</summary>
    public required string EnglishTitle { get; init; }
    /// <summary>First day on which a round may begin under it.</summary>
    public required DateOnly ValidFrom { get; init; }
    /// <summary>Last day; null where it is open.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>Points in all; the weights of the groups make this sum.</summary>
    public required decimal Total { get; init; }
    /// <summary>Places after the point of every score, 0 to 4.</summary>
    public required int Decimals { get; init; }
    /// <summary>How a score is cut to these places.</summary>
    public Rounding Rounding { get; init; } = Rounding.HalfUp;
    /// <summary>The document and sentence that the scheme rests on.</summary>
    public required string Source { get; init; }
    /// <summary>True where something of it is still to be checked against an official text.</summary>
    public bool Unverified { get; init; }
    /// <summary>The groups, in order.</summary>
    public required IReadOnlyList<SchemeGroup> Groups { get; init; }

    /// <summary>All items, in the order of groups.</summary>
    public IEnumerable<SchemeItem> Items => Groups.SelectMany(g => g.Items);

    /// <summary>The item of a code; null where there is none.</summary>
    public SchemeItem? Item(string code) => Items.FirstOrDefault(i => i.Code == code);

    /// <summary>A score cut to the scheme's places.</summary>
    public decimal Cut(decimal value) => Math.Round(value, Decimals, Rounding switch
    {
        Rounding.HalfEven => MidpointRounding.ToEven,
        Rounding.Down => MidpointRounding.ToZero,
        _ => MidpointRounding.AwayFromZero,
    });
}

/// <summary>A group of items.</summary>
/// <param name="Code">Code, once in the scheme.</param>
/// <param name="Title">Chinese title.</param>
/// <param name="EnglishTitle">English title.</param>
/// <param name="Weight">Points; those of its items make this sum.</param>
/// <param name="Items">Its items, in order.</param>
public sealed record SchemeGroup(string Code, string Title, string EnglishTitle, decimal Weight, IReadOnlyList<SchemeItem> Items);

/// <summary>One item.</summary>
/// <param name="Code">Code, once in the scheme.</param>
/// <param name="Title">Chinese title.</param>
/// <param name="EnglishTitle">English title.</param>
/// <param name="Points">Points to be had; 0 for a veto only.</param>
/// <param name="Source">The document and sentence that it rests on.</param>
/// <param name="Rule">How points are won.</param>
public sealed record SchemeItem(string Code, string Title, string EnglishTitle, decimal Points, string Source, ItemRule Rule);

/// <summary>How the points of an item are won. The kinds are listed in docs/assessment.md.</summary>
public abstract record ItemRule
{
    /// <summary>The kind, as files spell it.</summary>
    public abstract string Kind { get; }
}

/// <summary>任务完成, 任务按时: every obligation of the selection is worth the same; parts of a point go to the first ones by number.</summary>
/// <param name="Timely">True where an obligation counts only when it was done by its due day.</param>
/// <param name="Tasks">Numbers of the tasks; empty for all.</param>
/// <param name="Section">Words that the task's heading holds; null for all.</param>
/// <param name="StageCredit">Share of an obligation's points for a stage result where completion was asked, 0 to 1.</param>
/// <param name="LateCredit">Share for one that was done late, 0 to 1; of a timely rule.</param>
public sealed record ObligationRule(bool Timely, IReadOnlyList<string> Tasks, string? Section, decimal StageCredit, decimal LateCredit) : ItemRule
{
    /// <inheritdoc/>
    public override string Kind => Timely ? "timeliness" : "completion";
}

/// <summary>指标分档: the figure of the year falls into an interval, whose share of the points is won.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="By">What is looked up in the intervals.</param>
/// <param name="Intervals">The intervals, by their lower ends upwards; below the first nothing is won.</param>
public sealed record IndicatorRule(string Indicator, IndicatorMeasure By, IReadOnlyList<ScoreInterval> Intervals) : ItemRule
{
    /// <inheritdoc/>
    public override string Kind => "indicator";
}

/// <summary>What an indicator rule looks up.</summary>
public enum IndicatorMeasure
{
    /// <summary>The figure itself.</summary>
    Value = 1,
    /// <summary>The figure in % of the office's target; turned round where less is better.</summary>
    Target = 2,
    /// <summary>Growth over the year before, in %.</summary>
    Growth = 3,
}

/// <summary>An interval: from its lower end, which is in it, to the next one's.</summary>
/// <param name="From">Lower end; null for no end.</param>
/// <param name="Share">Share of the points, 0 to 1.</param>
public sealed record ScoreInterval(decimal? From, decimal Share);

/// <summary>扣分清单: the points are had until acts of the list are recorded.</summary>
/// <param name="Acts">The acts.</param>
public sealed record DeductionRule(IReadOnlyList<DeductionAct> Acts) : ItemRule
{
    /// <inheritdoc/>
    public override string Kind => "deduction";
}

/// <summary>An act that costs points.</summary>
/// <param name="Code">Code, once in the item.</param>
/// <param name="Title">Chinese title.</param>
/// <param name="EnglishTitle">English title.</param>
/// <param name="Points">Points for each time.</param>
/// <param name="Most">Most points for this act; null for the item's own.</param>
public sealed record DeductionAct(string Code, string Title, string EnglishTitle, decimal Points, decimal? Most);

/// <summary>专家评分: the mean of what experts gave on sheets of their own; with five or more the highest and the lowest are left out.</summary>
/// <param name="Experts">Sheets for each office, 1 to 9.</param>
/// <param name="Least">Least score of a sheet.</param>
/// <param name="Most">Highest score of a sheet; it wins all points.</param>
/// <param name="Guide">What experts look at, in Chinese.</param>
public sealed record ExpertRule(int Experts, decimal Least, decimal Most, string Guide) : ItemRule
{
    /// <inheritdoc/>
    public override string Kind => "expert";
}

/// <summary>一票否决: an act of the list caps the whole, or takes a group's points.</summary>
/// <param name="Acts">The acts; their points are not read.</param>
/// <param name="Cap">Most points in all once an act is recorded; null where a group falls to nothing.</param>
/// <param name="Group">Code of the group; null where the whole is capped.</param>
public sealed record VetoRule(IReadOnlyList<DeductionAct> Acts, decimal? Cap, string? Group) : ItemRule
{
    /// <inheritdoc/>
    public override string Kind => "veto";
}
