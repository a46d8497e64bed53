using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Assessment;

/// <summary>Key of a mid-term evaluation.</summary>
public readonly record struct EvaluationId(long Value);

/// <summary>规划实施中期评估: how a plan of several years stands on a day between its ends.</summary>
public sealed class MidTermEvaluation
{
    /// <summary>Key.</summary>
    public EvaluationId Id { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; init; }
    /// <summary>The office that evaluates.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>First year of the plan.</summary>
    public int FirstYear { get; init; }
    /// <summary>Last year of the plan.</summary>
    public int LastYear { get; init; }
    /// <summary>Year whose end is looked back from.</summary>
    public int AsOfYear { get; init; }
    /// <summary>True once everyone may read it.</summary>
    public bool Published { get; set; }
    /// <summary>Who began it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>A goal of the plan with its figures, as they were known when it was written down.</summary>
public sealed class MidTermGoal
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The evaluation.</summary>
    public EvaluationId EvaluationId { get; init; }
    /// <summary>Order.</summary>
    public int Ordinal { get; init; }
    /// <summary>The goal in words.</summary>
    public required string Title { get; init; }
    /// <summary>Code of its indicator; null where it is typed.</summary>
    public string? Indicator { get; init; }
    /// <summary>Unit of its figures.</summary>
    public required string Unit { get; init; }
    /// <summary>True where less is better.</summary>
    public bool LowerIsBetter { get; init; }
    /// <summary>Where it stood when the plan began; null where unknown.</summary>
    public decimal? Base { get; init; }
    /// <summary>Planned for the last year.</summary>
    public decimal Planned { get; init; }
    /// <summary>Reached by the end of the year looked back from; null where unknown.</summary>
    public decimal? Actual { get; init; }
    /// <summary>What is being done about it, in words.</summary>
    public string? Note { get; init; }
}

/// <summary>How a goal stands.</summary>
/// <param name="Due">What an even pace would have reached by now; null where the base is unknown.</param>
/// <param name="Likely">Where the present pace leads by the last year; null where it cannot be said.</param>
/// <param name="Risk">The class.</param>
public sealed record GoalOutlook(decimal? Due, decimal? Likely, RiskClass Risk);

/// <summary>风险等级 of a goal.</summary>
public enum RiskClass
{
    /// <summary>已实现.</summary>
    Reached = 1,
    /// <summary>预期可实现: the present pace reaches it.</summary>
    OnTrack = 2,
    /// <summary>有风险: the present pace reaches at least nine tenths of the way.</summary>
    AtRisk = 3,
    /// <summary>难以实现.</summary>
    Unlikely = 4,
    /// <summary>无法判断.</summary>
    Unknown = 5,
}

/// <summary>Planned, actual, likely.</summary>
public static class MidTerm
{
    /// <summary>Share of the way that a pace must lead over for a goal to be at risk and no worse.</summary>
    public const decimal NearlyThere = 0.9m;

    /// <summary>How a goal stands. The pace so far is taken to go on: a straight line from the base, the year before the first, to the last year.</summary>
    public static GoalOutlook Of(int firstYear, int lastYear, int asOfYear, decimal? startedAt, decimal planned, decimal? actual, bool lowerIsBetter)
    {
        if (actual is not { } reached) return new(null, null, RiskClass.Unknown);
        bool Meets(decimal value) => lowerIsBetter ? value <= planned : value >= planned;
        var (gone, whole) = (asOfYear - firstYear + 1, lastYear - firstYear + 1);
        if (startedAt is not { } from || gone <= 0 || whole <= 0) return new(null, null, Meets(reached) ? RiskClass.Reached : RiskClass.Unknown);
        var due = Math.Round(from + (planned - from) * gone / whole, 6);
        var likely = gone >= whole ? reached : Math.Round(from + (reached - from) * whole / gone, 6);
        if (Meets(reached)) return new(due, likely, RiskClass.Reached);
        if (gone >= whole) return new(due, likely, RiskClass.Unlikely);
        if (Meets(likely)) return new(due, likely, RiskClass.OnTrack);
        // How much of the way from base to goal the present pace leads over.
        var way = planned == from ? 0 : (likely - from) / (planned - from);
        return new(due, likely, way >= NearlyThere ? RiskClass.AtRisk : RiskClass.Unlikely);
    }
}
