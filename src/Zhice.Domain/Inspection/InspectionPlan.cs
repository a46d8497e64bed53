using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Inspection;

/// <summary>Key of a plan of inspection.</summary>
public readonly record struct InspectionId(long Value);

/// <summary>Key of a finding.</summary>
public readonly record struct FindingId(long Value);

/// <summary>督查、检查方案: what is looked at, at whom, how and when. Once approved its scope is locked.</summary>
public sealed class InspectionPlan
{
    /// <summary>Key.</summary>
    public InspectionId Id { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; init; }
    /// <summary>The office that inspects.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>The document or decision that it rests on.</summary>
    public required string Basis { get; init; }
    /// <summary>What is looked at.</summary>
    public required string Scope { get; init; }
    /// <summary>Codes of listed methods, joined by commas.</summary>
    public required string Methods { get; init; }
    /// <summary>First day.</summary>
    public DateOnly From { get; init; }
    /// <summary>Last day.</summary>
    public DateOnly To { get; init; }
    /// <summary>How far it has come.</summary>
    public InspectionState State { get; set; }
    /// <summary>SHA-256 of scope, methods, days and subjects when it was approved; null before. What does not agree with it was changed behind the lock.</summary>
    public string? Lock { get; set; }
    /// <summary>Who approved it: another person than who wrote it.</summary>
    public AccountId? ApprovedBy { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }
    /// <summary>Who wrote it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>Stages of an inspection.</summary>
public enum InspectionState
{
    /// <summary>起草.</summary>
    Draft = 1,
    /// <summary>已批准: the scope is locked.</summary>
    Approved = 2,
    /// <summary>已结束.</summary>
    Closed = 3,
}

/// <summary>An office in a plan.</summary>
public sealed class InspectionSubject
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The plan.</summary>
    public InspectionId InspectionId { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>Why a leader lets it be inspected a second time in the period; null where it is the first.</summary>
    public string? RepeatReason { get; set; }
    /// <summary>The leader.</summary>
    public AccountId? RepeatBy { get; set; }
}

/// <summary>抽取: a random draw of offices and inspectors that anyone can repeat.</summary>
public sealed class InspectionDraw
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The plan.</summary>
    public InspectionId InspectionId { get; init; }
    /// <summary>The public seed, and where it comes from.</summary>
    public required string Seed { get; init; }
    /// <summary>Codes of all offices that could be drawn, in order, joined by line feeds.</summary>
    public required string Offices { get; init; }
    /// <summary>Logins of all inspectors that could be drawn, in order, joined by line feeds.</summary>
    public required string Inspectors { get; init; }
    /// <summary>How many offices.</summary>
    public int Count { get; init; }
    /// <summary>Inspectors for each office.</summary>
    public int Team { get; init; }
    /// <summary>What was drawn: a line for each office, its code and its inspectors, joined by tabs.</summary>
    public required string Result { get; init; }
    /// <summary>SHA-256 of the result.</summary>
    public required string Digest { get; init; }
    /// <summary>Who drew.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>问题: a finding at an office, to be put right and looked at again by somebody else.</summary>
public sealed class InspectionFinding
{
    /// <summary>Key.</summary>
    public FindingId Id { get; init; }
    /// <summary>The plan.</summary>
    public InspectionId InspectionId { get; init; }
    /// <summary>The office.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>What was found.</summary>
    public required string Text { get; init; }
    /// <summary>Last day for putting it right.</summary>
    public DateOnly DueOn { get; init; }
    /// <summary>How it stands.</summary>
    public FindingState State { get; set; }
    /// <summary>Who found it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>How a finding stands.</summary>
public enum FindingState
{
    /// <summary>待整改.</summary>
    Open = 1,
    /// <summary>待复查: the office says that it was put right.</summary>
    Rectified = 2,
    /// <summary>已销号.</summary>
    Closed = 3,
    /// <summary>退回整改: looked at again, and not right.</summary>
    Reopened = 4,
}

/// <summary>A step of a finding. Append-only.</summary>
public sealed class FindingStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The finding.</summary>
    public FindingId FindingId { get; init; }
    /// <summary>The state that it led to.</summary>
    public FindingState To { get; init; }
    /// <summary>What was done or seen.</summary>
    public required string Note { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
