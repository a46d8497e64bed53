using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Selection;

/// <summary>Key of a call.</summary>
public readonly record struct CallId(long Value);

/// <summary>征集通知: who may apply for what, with which materials, until when, and how it is decided.</summary>
public sealed class SelectionCall
{
    /// <summary>Key.</summary>
    public CallId Id { get; init; }
    /// <summary>Code of the kind.</summary>
    public required string Kind { get; init; }
    /// <summary>Title.</summary>
    public required string Title { get; set; }
    /// <summary>Who calls.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>The status that an award gives.</summary>
    public required string Status { get; init; }
    /// <summary>Who holds it.</summary>
    public required StatusHolder Holder { get; init; }
    /// <summary>Levels of the offices that may apply, joined by commas.</summary>
    public required string Levels { get; init; }
    /// <summary>First day for applications.</summary>
    public required DateOnly OpensOn { get; set; }
    /// <summary>Last day for applications, included.</summary>
    public required DateOnly ClosesOn { get; set; }
    /// <summary>Most that are shortlisted, unless a tie at the edge is taken in whole.</summary>
    public required int Quota { get; set; }
    /// <summary>First day of the awards; null for the day after they are given.</summary>
    public DateOnly? ValidFrom { get; set; }
    /// <summary>The terms as JSON (<see cref="TermsJson"/>).</summary>
    public required string Terms { get; set; }
    /// <summary>How far it has come.</summary>
    public CallState State { get; set; }
    /// <summary>First day of the publicity period; null before.</summary>
    public DateOnly? PublicityFrom { get; set; }
    /// <summary>Last day of the publicity period, included; null before.</summary>
    public DateOnly? PublicityTo { get; set; }
    /// <summary>Why a tie at the edge was taken in or left out; null where there was none.</summary>
    public string? TieReason { get; set; }
    /// <summary>Who made it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
    /// <summary>True for one of the demonstration.</summary>
    public bool Demonstration { get; init; }

    /// <summary>True when an office of the level may apply.</summary>
    public bool Takes(DivisionLevel? level) => level is { } one && Levels.Split(',').Contains(one.ToString(), StringComparer.Ordinal);
}

/// <summary>How far a call has come.</summary>
public enum CallState
{
    /// <summary>草稿.</summary>
    Draft,
    /// <summary>征集与评审: applications, checks and scores.</summary>
    Open,
    /// <summary>公示.</summary>
    Publicity,
    /// <summary>已认定.</summary>
    Awarded,
    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>认定: one that was selected, with its validity. It stands as a dated status of the division.</summary>
public sealed class SelectionAward
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The application.</summary>
    public ApplicationKey ApplicationId { get; init; }
    /// <summary>The status fact that stands for it now; after a revocation the one that ends on the day of it, null where nothing of it stands.</summary>
    public StatusId? StatusId { get; set; }
    /// <summary>First day.</summary>
    public required DateOnly ValidFrom { get; init; }
    /// <summary>First day on which it no longer holds; null where no end is set.</summary>
    public DateOnly? ValidTo { get; init; }
    /// <summary>Who gave it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>First day on which it no longer holds by revocation; null while it was not revoked.</summary>
    public DateOnly? RevokedOn { get; set; }
    /// <summary>Why.</summary>
    public string? RevokeReason { get; set; }
    /// <summary>Who revoked it.</summary>
    public AccountId? RevokedBy { get; set; }

    /// <summary>The first day on which it no longer holds, by whichever comes first; null where no end is set.</summary>
    public DateOnly? EndsOn => RevokedOn is { } revoked && (ValidTo is null || revoked < ValidTo) ? revoked : ValidTo;

    /// <summary>True where it ends within the year, so that a publication as of a day after it no longer counts it.</summary>
    public bool EndsWithin(int year) => EndsOn is { } end && end > new DateOnly(year, 1, 1) && end <= new DateOnly(year, 12, 31);
}

/// <summary>Which award stands behind a status fact: also behind one that a revocation has replaced.</summary>
public sealed class AwardStatus
{
    /// <summary>The status fact.</summary>
    public StatusId StatusId { get; init; }
    /// <summary>The award.</summary>
    public long AwardId { get; init; }
}
