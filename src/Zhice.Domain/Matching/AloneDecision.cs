using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Matching;

/// <summary>Key of an answer that a commitment has no counterpart.</summary>
public readonly record struct AloneDecisionId(long Value);

/// <summary>A person's answer that nothing in another year is a commitment's counterpart: it is new (新增) against an earlier year, or no longer there (不再提出) in a later one.</summary>
/// <remarks>Revoked when it was wrong, never deleted or changed. A counterpart in that year is confirmed only after it was revoked.</remarks>
public sealed class AloneDecision
{
    /// <summary>Key.</summary>
    public AloneDecisionId Id { get; init; }
    /// <summary>The commitment.</summary>
    public CommitmentId CommitmentId { get; init; }
    /// <summary>The other year.</summary>
    public int Year { get; init; }
    /// <summary>Why.</summary>
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
}
