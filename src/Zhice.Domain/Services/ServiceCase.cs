using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>Key of a case.</summary>
public readonly record struct CaseId(long Value);

/// <summary>Key of an applicant.</summary>
public readonly record struct ApplicantId(long Value);

/// <summary>办件: one application. Its row holds what lists and the clock ask for; what was done stands in its actions, and the two are written together.</summary>
public sealed class ServiceCase
{
    /// <summary>Key.</summary>
    public CaseId Id { get; init; }
    /// <summary>办件编号: code of the item, day, and a number that cannot be guessed.</summary>
    public required string Number { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>Version of the definition that it follows to its end.</summary>
    public int ItemVersion { get; set; }
    /// <summary>The competent office.</summary>
    public OrganisationId OfficeId { get; set; }
    /// <summary>The applicant.</summary>
    public ApplicantId ApplicantId { get; init; }
    /// <summary>Who began it; may be an agent.</summary>
    public AccountId By { get; init; }
    /// <summary>When it was begun.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>What it is called: the fields that its definition names for it.</summary>
    public required string Title { get; set; }
    /// <summary>By what it is known again: <see cref="CaseIdentity"/>. Two open cases of one item with the same are shown to the officer.</summary>
    public required string Subject { get; set; }
    /// <summary>The form as it was saved last, as JSON.</summary>
    public required string Draft { get; set; }
    /// <summary>Where it is.</summary>
    public CasePhase Phase { get; set; }
    /// <summary>Code of the present step; empty for a draft.</summary>
    public required string Step { get; set; }
    /// <summary>Who handles it; null while nobody is assigned.</summary>
    public AccountId? Handler { get; set; }
    /// <summary>The last day in time for who holds it; null where there is none or the clock stands.</summary>
    public DateOnly? DueOn { get; set; }
    /// <summary>电子监察: the first day on which one of its clocks is yellow; null where none runs. Counts for open cases only.</summary>
    public DateOnly? YellowOn { get; set; }
    /// <summary>电子监察: the first day on which one of its clocks is red; null where none runs.</summary>
    public DateOnly? RedOn { get; set; }
    /// <summary>By which rules, limits and working days the two were counted; empty where they were not.</summary>
    public string AlarmBasis { get; set; } = "";
    /// <summary>The day on which it was over for the last time; null while it is not.</summary>
    public DateOnly? ClosedOn { get; set; }
    /// <summary>The last day of its retention: that of the definition, or a later one that an appraisal said; null for 永久, and while it is not over.</summary>
    public DateOnly? KeepUntil { get; set; }
    /// <summary>The day on which two persons decided that its archive is destroyed; null for most.</summary>
    public DateOnly? DestroyOn { get; set; }
    /// <summary>The list that hands its archive over, a draft or not; null where there is none, or it was taken back.</summary>
    public ArchiveListId? ArchiveListId { get; set; }
    /// <summary>Day of submission; null for a draft.</summary>
    public DateOnly? SubmittedOn { get; set; }
    /// <summary>Day of the decision; null before it.</summary>
    public DateOnly? DecidedOn { get; set; }
    /// <summary>Code of the decision; null before it.</summary>
    public string? Decision { get; set; }
    /// <summary>True once the applicant rated the service; what was said is kept apart and without a name.</summary>
    public bool Rated { get; set; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>Number of its last action, and its version.</summary>
    public int Version { get; set; }
}

/// <summary>An action as it is kept: never changed, never deleted.</summary>
public sealed class CaseActionRow
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Number within the case, from 1.</summary>
    public int Sequence { get; init; }
    /// <summary>What was done.</summary>
    public CaseActionKind Kind { get; init; }
    /// <summary>In which part.</summary>
    public CaseParty Party { get; init; }
    /// <summary>The account; null for the clock and the public.</summary>
    public AccountId? By { get; init; }
    /// <summary>For which office; null for applicants, the public and the clock.</summary>
    public OrganisationId? OrganisationId { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>What else it says, as JSON.</summary>
    public required string Payload { get; init; }
    /// <summary>The asking side's key; unique within the case.</summary>
    public required string Key { get; init; }
    /// <summary>Digest over it and the action before.</summary>
    public required string Digest { get; init; }
    /// <summary>SM2 signature of the digest by the instance; null for actions that were loaded in bulk.</summary>
    public string? Signature { get; init; }

    /// <summary>The action.</summary>
    public CaseAction Action => new(Sequence, Kind, Party, By, OrganisationId, At, Reason, CasePayload.Read(Payload), Key);
}

/// <summary>A file, or a promise in its place, that was handed in for a material.</summary>
public sealed class CaseMaterial
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Code of the material in the definition.</summary>
    public required string Material { get; init; }
    /// <summary>SHA-256 of the file; null for a promise.</summary>
    public string? Sha256 { get; init; }
    /// <summary>Name of the file, made safe; empty for a promise.</summary>
    public required string FileName { get; init; }
    /// <summary>Type as found in the file.</summary>
    public string? MediaType { get; init; }
    /// <summary>Bytes.</summary>
    public long Size { get; init; }
    /// <summary>True where the applicant promises instead (告知承诺).</summary>
    public bool Promised { get; init; }
    /// <summary>When it was given.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was taken out or replaced; null while it stands.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
    /// <summary>What the officer found: null unchecked, true in order, false not.</summary>
    public bool? InOrder { get; set; }
    /// <summary>The officer's remark.</summary>
    public string? Remark { get; set; }
    /// <summary>Who checked it.</summary>
    public AccountId? CheckedBy { get; set; }
}

/// <summary>A time at which the platform acts on a case by itself. Claimed once, in the transaction of what it does.</summary>
public sealed class CaseTimer
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>What it does: <see cref="CaseActionKind.DeemAccepted"/> or <see cref="CaseActionKind.Lapse"/>.</summary>
    public CaseActionKind Kind { get; init; }
    /// <summary>The action that set it.</summary>
    public int Sequence { get; init; }
    /// <summary>When it is due.</summary>
    public DateTimeOffset DueAt { get; init; }
    /// <summary>When it was dealt with; null while it waits.</summary>
    public DateTimeOffset? FiredAt { get; set; }
    /// <summary>True where it acted; false where the case had gone on by then.</summary>
    public bool Acted { get; set; }
}

/// <summary>An office or an expert that was asked for an opinion, and so may see the case.</summary>
public sealed class CaseReviewer
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>The office; null for an expert.</summary>
    public OrganisationId? OrganisationId { get; init; }
    /// <summary>The expert; null for an office.</summary>
    public AccountId? AccountId { get; init; }
    /// <summary>When the opinion came; null while it is awaited.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
}

/// <summary>A case that is the reason of an inspection.</summary>
public sealed class CaseInspection
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>The plan.</summary>
    public Inspection.InspectionId InspectionId { get; init; }
    /// <summary>Who attached it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>How long a case was at a step, kept for the public figures.</summary>
public sealed class CaseStay
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>Code of the step.</summary>
    public required string Step { get; init; }
    /// <summary>Calendar days from the first to the last.</summary>
    public int Days { get; init; }
    /// <summary>The day it ended.</summary>
    public DateOnly EndedOn { get; init; }
}
