using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Statistics;

/// <summary>机构沿革: from a day on, an organisation takes the place of another, wholly or by a share.</summary>
/// <remarks>A merger is several rows to one successor, a split several rows from one predecessor whose shares make 1, a change of name one row of share 1.</remarks>
public sealed class Succession
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>Whose place is taken.</summary>
    public OrganisationId PredecessorId { get; init; }
    /// <summary>Who takes it.</summary>
    public OrganisationId SuccessorId { get; init; }
    /// <summary>First day of the new state.</summary>
    public DateOnly On { get; init; }
    /// <summary>What happened.</summary>
    public SuccessionKind Kind { get; init; }
    /// <summary>The share of the predecessor that passes over: more than 0, at most 1.</summary>
    public decimal Share { get; init; }
    /// <summary>The document that says so.</summary>
    public required string Source { get; init; }
    /// <summary>Who recorded it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was found wrong and withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>Kinds of succession.</summary>
public enum SuccessionKind
{
    /// <summary>合并.</summary>
    Merger,
    /// <summary>拆分.</summary>
    Split,
    /// <summary>更名.</summary>
    Rename,
}
