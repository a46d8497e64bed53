using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Indicators;

/// <summary>剔除名单: applicants or agencies whose patents do not count for a time, and what is taken off the figures for it.</summary>
/// <remarks>A layer over the reported values: these stay as they are, and each figure is shown before and after. A set is withdrawn, never deleted.</remarks>
public sealed class ExclusionSet
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>名称.</summary>
    public required string Name { get; init; }
    /// <summary>Why: the notice or decision.</summary>
    public required string Reason { get; init; }
    /// <summary>First day on which they do not count.</summary>
    public DateOnly ValidFrom { get; init; }
    /// <summary>First day on which they count again; null while they do not.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>Who entered it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Who withdrew it; null where that is known from the audit log only.</summary>
    public AccountId? WithdrawnBy { get; set; }
    /// <summary>Why.</summary>
    public string? WithdrawnReason { get; set; }
}

/// <summary>One applicant or agency of a set.</summary>
public sealed class ExclusionMember
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The set.</summary>
    public long SetId { get; init; }
    /// <summary>申请人 or 代理机构.</summary>
    public ExcludedKind Kind { get; init; }
    /// <summary>Name.</summary>
    public required string Name { get; init; }
}

/// <summary>What a set takes off one value: so many of an element, at an organisation, in a period.</summary>
public sealed class ExclusionEffect
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The set.</summary>
    public long SetId { get; init; }
    /// <summary>Code of the element.</summary>
    public required string Element { get; init; }
    /// <summary>The office whose value it is.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The period, packed (<see cref="Statistics.Period.Key"/>).</summary>
    public int Period { get; init; }
    /// <summary>What is taken off, in the element's unit; above zero.</summary>
    public decimal Amount { get; init; }
}

/// <summary>Who is excluded.</summary>
public enum ExcludedKind
{
    /// <summary>申请人.</summary>
    Applicant = 1,
    /// <summary>代理机构.</summary>
    Agency = 2,
}
