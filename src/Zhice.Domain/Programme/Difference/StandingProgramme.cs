namespace Zhice.Domain.Programme.Difference;

/// <summary>What a programme holds of one document now: standing rows only, nothing withdrawn.</summary>
/// <param name="Tasks">任务 in their order.</param>
/// <param name="Measures">落实举措 in their order.</param>
/// <param name="Commitments">事项 in their order.</param>
/// <param name="Rules">适用范围 in their order.</param>
/// <param name="Assignments">责任分工 in their order.</param>
/// <param name="Obligations">应办任务.</param>
/// <param name="Decisions">待定事项, open and decided.</param>
/// <param name="Members">Organisations that the decisions name.</param>
public sealed record StandingProgramme(
    IReadOnlyList<ProgrammeTask> Tasks, IReadOnlyList<ProgrammeMeasure> Measures, IReadOnlyList<ProgrammeCommitment> Commitments,
    IReadOnlyList<MeasureRule> Rules, IReadOnlyList<TaskAssignment> Assignments, IReadOnlyList<StandingObligation> Obligations,
    IReadOnlyList<PendingDecision> Decisions, IReadOnlyList<DecisionMember> Members)
{
    /// <summary>A document that has not been published to the programme.</summary>
    public static readonly StandingProgramme Empty = new([], [], [], [], [], [], [], []);
}

/// <summary>The part of an obligation that a computation can change.</summary>
/// <param name="Id">Key.</param>
/// <param name="MeasureId">The measure.</param>
/// <param name="OrganisationId">Who owes it.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Role">Lead, participant or responsible.</param>
/// <param name="Basis">The kind of rule.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="StatusId">The fact.</param>
/// <param name="DecisionId">The decision.</param>
public sealed record StandingObligation(ObligationId Id, MeasureId MeasureId, Organisations.OrganisationId OrganisationId, ObligationLevel Level,
    AssignedRole Role, ObligationBasis Basis, RuleId? RuleId, Organisations.StatusId? StatusId, DecisionId? DecisionId);
