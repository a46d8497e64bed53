using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Matching;

/// <summary>Key of a decision about two commitments.</summary>
public readonly record struct MatchDecisionId(long Value);

/// <summary>What two commitments are to one another.</summary>
public enum MatchKind
{
    /// <summary>沿革: one stood in an earlier year's document of the same office.</summary>
    Lineage,
    /// <summary>对应: a local commitment carries a national one.</summary>
    Alignment,
}

/// <summary>What a person says to a proposal.</summary>
public enum MatchAnswer
{
    /// <summary>Yes; in an alignment, the local commitment carries the whole of the national one.</summary>
    Whole,
    /// <summary>In an alignment: it carries a part.</summary>
    Part,
    /// <summary>No.</summary>
    Refused,
}

/// <summary>A person's answer about two commitments: who, when and why. Revoked when it was wrong, never deleted or changed.</summary>
/// <remarks>It says what stands beside a commitment, and changes no obligation: a local task never lowers the national duty.</remarks>
public sealed class MatchDecision
{
    /// <summary>Key.</summary>
    public MatchDecisionId Id { get; init; }
    /// <summary>What the two are to one another.</summary>
    public MatchKind Kind { get; init; }
    /// <summary>The commitment of the later year, or the national one.</summary>
    public CommitmentId CommitmentId { get; init; }
    /// <summary>The commitment of the earlier year, or the local one.</summary>
    public CommitmentId OtherId { get; init; }
    /// <summary>In an alignment, the office whose document the local commitment stands in; else null.</summary>
    public OrganisationId? OfficeId { get; init; }
    /// <summary>The answer.</summary>
    public MatchAnswer Answer { get; init; }
    /// <summary>Score of the proposal in thousandths; null where the person chose without a proposal.</summary>
    public int? Score { get; init; }
    /// <summary>Why; empty where a proposal was simply confirmed.</summary>
    public required string Reason { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Who revoked it; null while it holds.</summary>
    public AccountId? RevokedBy { get; set; }
    /// <summary>When it was revoked; null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>Why it was revoked; null while it holds.</summary>
    public string? RevokeReason { get; set; }

    /// <summary>Longest reason, in UTF-16 units.</summary>
    public const int ReasonLength = 500;

    /// <summary>What is wrong with the reason; null where nothing is. A refusal, a choice by hand and a revocation need one.</summary>
    public static Defect? WrongReason(string? reason, bool needed) =>
        (reason ?? "").Trim().Length is var length && length <= ReasonLength && (length > 0 || !needed) ? null : new Defect("match.reason", "reason");
}
