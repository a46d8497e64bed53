using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>Key of a release.</summary>
public readonly record struct ReleaseId(long Value);

/// <summary>发布: figures of one period under a stable address. A revision never replaces the one before it.</summary>
public sealed class StatisticalRelease
{
    /// <summary>Key.</summary>
    public ReleaseId Id { get; init; }
    /// <summary>Stable name in addresses, the same for all revisions: lower-case letters, digits and hyphens.</summary>
    public required string Code { get; init; }
    /// <summary>1, 2, 3 … within the code.</summary>
    public int Revision { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; init; }
    /// <summary>The period, packed (<see cref="Statistics.Period.Key"/>).</summary>
    public int Period { get; init; }
    /// <summary>Level of the organisations whose figures stand in it.</summary>
    public DivisionLevel Level { get; init; }
    /// <summary>The office that publishes.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>Where it stands.</summary>
    public ReleaseState State { get; set; }
    /// <summary>The day on which it is to be published: the calendar of releases.</summary>
    public DateOnly PlannedOn { get; set; }
    /// <summary>Codes of the elements and indicators in it, in order, joined by commas.</summary>
    public required string Content { get; init; }
    /// <summary>The last batch whose values are in it: what was known.</summary>
    public int KnownBatch { get; set; }
    /// <summary>The figures as canonical JSON.</summary>
    public string Body { get; set; } = "";
    /// <summary>SHA-256 of the body, lower-case hexadecimal.</summary>
    public string Digest { get; set; } = "";
    /// <summary>Place in the chain of published releases from 1; null until published.</summary>
    public int? Sequence { get; set; }
    /// <summary>SHA-256 over the link before and the digest; null until published.</summary>
    public string? Link { get; set; }
    /// <summary>Why the revision before was restated; null for the first.</summary>
    public string? Reason { get; init; }
    /// <summary>True for invented figures of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>When it was begun.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>States of a release, in order.</summary>
public enum ReleaseState
{
    /// <summary>草稿.</summary>
    Draft,
    /// <summary>已审核.</summary>
    Reviewed,
    /// <summary>已批准.</summary>
    Approved,
    /// <summary>已发布.</summary>
    Published,
    /// <summary>已锁定.</summary>
    Locked,
}

/// <summary>One step of a release: who took it there, when.</summary>
public sealed class ReleaseStep
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The release.</summary>
    public ReleaseId ReleaseId { get; init; }
    /// <summary>The state after it.</summary>
    public ReleaseState To { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Words, where any were given.</summary>
    public string? Note { get; init; }
}
