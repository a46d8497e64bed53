using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Working;

/// <summary>Key of a work item.</summary>
public readonly record struct WorkItemId(long Value);

/// <summary>分解事项: a piece of an obligation, or of one of its sentences, given to a unit or handed down to an office below.</summary>
/// <remarks>A piece never lowers the duty that it comes from: when all pieces are done the obligation is not, until its own report is accepted.</remarks>
public sealed class WorkItem
{
    /// <summary>Key.</summary>
    public WorkItemId Id { get; init; }
    /// <summary>The obligation.</summary>
    public ObligationId ObligationId { get; init; }
    /// <summary>The sentence; null where the piece is of the whole measure.</summary>
    public CommitmentId? CommitmentId { get; init; }
    /// <summary>The piece that this one breaks down further; null at the top.</summary>
    public WorkItemId? ParentId { get; init; }
    /// <summary>The office that broke the work down.</summary>
    public OrganisationId GivenBy { get; init; }
    /// <summary>The office that does it: the same one, or one below it.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>What is to be done.</summary>
    public required string Title { get; set; }
    /// <summary>处室 in charge; null where none is named.</summary>
    public string? Unit { get; set; }
    /// <summary>The account in charge; null where none is named.</summary>
    public AccountId? PersonId { get; set; }
    /// <summary>First day; null where none is set.</summary>
    public DateOnly? Start { get; set; }
    /// <summary>Last day in time; never after the obligation's own.</summary>
    public DateOnly? Due { get; set; }
    /// <summary>How far it is.</summary>
    public WorkStatus Status { get; set; }
    /// <summary>What stands in the way, as the office says; null where nothing does. The lead sees it.</summary>
    public string? Blocker { get; set; }
    /// <summary>When it was given.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? StatusAt { get; set; }
    /// <summary>When it was taken back; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}
