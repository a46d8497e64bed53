using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme;

/// <summary>Key of an obligation.</summary>
public readonly record struct ObligationId(long Value);

/// <summary>Key of a question on the to-be-decided list.</summary>
public readonly record struct DecisionId(long Value);

/// <summary>应办任务: a measure that one organisation owes, with the rule and the fact that made it so.</summary>
/// <remarks>Never deleted: when a later publication or a changed status no longer asks for it, it is withdrawn. One that still asks for it, at another level or for another
/// reason, changes the reason here and keeps the obligation, for reports and evidence hang on it.</remarks>
public sealed class Obligation
{
    /// <summary>Key.</summary>
    public ObligationId Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The task.</summary>
    public TaskId TaskId { get; init; }
    /// <summary>The measure.</summary>
    public MeasureId MeasureId { get; init; }
    /// <summary>Who owes it.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>必做, 选做 or not said.</summary>
    public ObligationLevel Level { get; init; }
    /// <summary>The role where a responsibility mark made it; else Responsible.</summary>
    public AssignedRole Role { get; init; }
    /// <summary>The kind of rule that made it.</summary>
    public ObligationBasis Basis { get; init; }
    /// <summary>The applicability rule in the document; null where none was needed.</summary>
    public RuleId? RuleId { get; init; }
    /// <summary>The status fact that was used; null where none was needed.</summary>
    public StatusId? StatusId { get; init; }
    /// <summary>The decision that was used; null where none was needed.</summary>
    public DecisionId? DecisionId { get; init; }
    /// <summary>The day whose facts were used.</summary>
    public DateOnly AsOf { get; init; }
    /// <summary>The publication that made it.</summary>
    public PublicationId PublicationId { get; init; }
    /// <summary>The publication that withdrew it; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
}

/// <summary>必做, 选做, or not said.</summary>
public enum ObligationLevel
{
    /// <summary>The document does not say whether it must be done; it is due.</summary>
    Unstated,
    /// <summary>必做.</summary>
    Mandatory,
    /// <summary>选做: opt in.</summary>
    Optional,
}

/// <summary>The kind of rule that made an obligation (DESIGN, "Who owes a measure").</summary>
public enum ObligationBasis
{
    /// <summary>The document names the organisation as responsible.</summary>
    Assigned,
    /// <summary>An applicability line names every division of a level: 各省必做.</summary>
    EveryDivision,
    /// <summary>An applicability line names a status, and the division held it on the day.</summary>
    HeldStatus,
    /// <summary>各地区 without an applicability line: all province-level offices, not said whether mandatory.</summary>
    AllRegions,
    /// <summary>有条件的地区: all province-level offices may opt in.</summary>
    CapableRegions,
    /// <summary>The issuing department decided who is concerned.</summary>
    Decision,
    /// <summary>An applicability line names the division itself: 北京市、上海市必做.</summary>
    NamedDivision,
    /// <summary>其他省份 after others were named: the rest of the level.</summary>
    OtherDivisions,
}

/// <summary>待定事项: who owes a measure cannot be computed from the words; the issuing department decides.</summary>
public sealed class PendingDecision
{
    /// <summary>Key.</summary>
    public DecisionId Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The measure.</summary>
    public MeasureId MeasureId { get; init; }
    /// <summary>The applicability rule that cannot be computed; null where the scope itself cannot.</summary>
    public RuleId? RuleId { get; init; }
    /// <summary>Why it cannot be computed.</summary>
    public required PendingReason Reason { get; init; }
    /// <summary>The words in question: the status without holders, the clause not understood, the unknown name; null where the scope says it all.</summary>
    public string? Subject { get; init; }
    /// <summary>必做, 选做 or not said, as decided.</summary>
    public ObligationLevel? Level { get; set; }
    /// <summary>The reason given with the decision.</summary>
    public string? Note { get; set; }
    /// <summary>Who decided.</summary>
    public AccountId? DecidedBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>The publication that made the question moot; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>An organisation that a decision names.</summary>
public sealed class DecisionMember
{
    /// <summary>The decision.</summary>
    public DecisionId DecisionId { get; init; }
    /// <summary>The organisation.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The status fact by which it was chosen; null where it was named itself.</summary>
    public StatusId? StatusId { get; init; }
}

/// <summary>Why a measure's debtors cannot be computed.</summary>
public enum PendingReason
{
    /// <summary>涉及省份 without a named status.</summary>
    ConcernedUnnamed,
    /// <summary>有关地区.</summary>
    RelevantUnnamed,
    /// <summary>其他地区.</summary>
    OthersUnnamed,
    /// <summary>A status is named, but no fact of that name is recorded for the day.</summary>
    StatusWithoutHolders,
    /// <summary>The words of the rule are not understood.</summary>
    RuleNotUnderstood,
    /// <summary>A name on the task matches no known organisation.</summary>
    OrganisationUnknown,
    /// <summary>The document names no owner at all.</summary>
    NoOwner,
    /// <summary>A local document names an organisation outside its own region, over which its issuer has no say.</summary>
    OutsideRegion,
}

/// <summary>What the reasons of open questions ask for.</summary>
public static class PendingReasons
{
    /// <summary>True where the answer may be regions: not for a name that nobody has, nor for one outside the region.</summary>
    public static bool AsksForRegions(this PendingReason reason) => reason is not (PendingReason.OrganisationUnknown or PendingReason.OutsideRegion);
}
