using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme;

/// <summary>Key of a programme.</summary>
public readonly record struct ProgrammeId(long Value);

/// <summary>Key of a publication.</summary>
public readonly record struct PublicationId(long Value);

/// <summary>年度工作: a year's work, built from one or more documents.</summary>
public sealed class YearProgramme
{
    /// <summary>Key.</summary>
    public ProgrammeId Id { get; init; }
    /// <summary>The year.</summary>
    public required int Year { get; init; }
    /// <summary>Name as shown, such as 2023年推动知识产权高质量发展年度工作.</summary>
    public required string Name { get; set; }
    /// <summary>The organisation that runs it.</summary>
    public OrganisationId OwnerId { get; init; }
    /// <summary>True for a programme of the demonstration.</summary>
    public bool Demonstration { get; init; }
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Counts changes.</summary>
    public int Version { get; set; }
}

/// <summary>One publishing of a document to a programme: which text, which corrections, as of which day.</summary>
public sealed class Publication
{
    /// <summary>Key.</summary>
    public PublicationId Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The document.</summary>
    public DocumentId DocumentId { get; init; }
    /// <summary>The document whose place it took in the programme, a new edition of the same orders: tasks that are the same went over with all that was reported on them.
    /// Null for most.</summary>
    public DocumentId? ReplacesId { get; init; }
    /// <summary>The text version.</summary>
    public required string TextDigest { get; init; }
    /// <summary>Number of correction entries that were applied.</summary>
    public int Corrections { get; init; }
    /// <summary>The day whose organisations and statuses count.</summary>
    public required DateOnly AsOf { get; init; }
    /// <summary>Who.</summary>
    public AccountId By { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
    /// <summary>Obligations that it added.</summary>
    public int Added { get; set; }
    /// <summary>Obligations that it changed: owed still, at another level or for another reason.</summary>
    public int Changed { get; set; }
    /// <summary>Obligations that it withdrew.</summary>
    public int Withdrawn { get; set; }
}
