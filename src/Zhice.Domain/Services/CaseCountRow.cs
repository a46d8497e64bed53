using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>What a case counts into a data element, from one moment until another: append-only but for <see cref="KnownTo"/>, so that a figure of an earlier day can be made again.</summary>
public sealed class CaseCountRow
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The case.</summary>
    public CaseId CaseId { get; init; }
    /// <summary>Code of the element.</summary>
    public required string Element { get; init; }
    /// <summary>The competent office.</summary>
    public OrganisationId OfficeId { get; init; }
    /// <summary>Division of the applicant's registration; null for the office's own figure, empty where it is not known.</summary>
    public string? Division { get; init; }
    /// <summary>The day by which the period is chosen.</summary>
    public DateOnly On { get; init; }
    /// <summary>First day on which it counts no more; of stocks only.</summary>
    public DateOnly? To { get; init; }
    /// <summary>How much, in ten-thousandths of <see cref="Unit"/>.</summary>
    public long Amount { get; init; }
    /// <summary>The unit; null where each case counts one.</summary>
    public string? Unit { get; init; }
    /// <summary>Digest of that by which several count once; null where each counts.</summary>
    public string? Holder { get; init; }
    /// <summary>From when it was known.</summary>
    public DateTimeOffset KnownFrom { get; init; }
    /// <summary>Until when; null while it holds.</summary>
    public DateTimeOffset? KnownTo { get; set; }
}

/// <summary>How far the cases that were there before a definition's feeds have been counted.</summary>
public sealed class CaseCountMark
{
    /// <summary>Code of the item.</summary>
    public required string Item { get; init; }
    /// <summary>Version of the item.</summary>
    public int Version { get; init; }
    /// <summary>Digest of the feeds that were counted by.</summary>
    public required string Digest { get; set; }
    /// <summary>Cases up to this key are counted.</summary>
    public long Upto { get; set; }
    /// <summary>True once all are.</summary>
    public bool Done { get; set; }
}

/// <summary>全量声明: from a day on, all cases of an item under an office are handled on this platform, so that what they count need not be asked.</summary>
public sealed class CaseCoverage
{
    /// <summary>Longest reason.</summary>
    public const int LongestReason = 500;

    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>Code of the item, <see cref="Ratings"/> or <see cref="Records"/>.</summary>
    public required string Source { get; init; }
    /// <summary>The office; those below are meant with it.</summary>
    public OrganisationId OrganisationId { get; init; }
    /// <summary>The first day.</summary>
    public DateOnly From { get; init; }
    /// <summary>On what it rests.</summary>
    public required string Reason { get; init; }
    /// <summary>Who declared it.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>When it was withdrawn; null while it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>Word for the ratings of services, which belong to no one item.</summary>
    public const string Ratings = "ratings";

    /// <summary>Word for the store of IP records: declared, all records of the office's region are in it.</summary>
    public const string Records = "records";
}
