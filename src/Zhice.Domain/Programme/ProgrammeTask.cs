using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme;

/// <summary>Key of a task.</summary>
public readonly record struct TaskId(long Value);

/// <summary>Key of a measure.</summary>
public readonly record struct MeasureId(long Value);

/// <summary>Key of a commitment.</summary>
public readonly record struct CommitmentId(long Value);

/// <summary>Key of an applicability rule.</summary>
public readonly record struct RuleId(long Value);

/// <summary>A quotation that stands by itself: words, text version and range, copied at publication.</summary>
/// <param name="Words">The words, line breaks removed.</param>
/// <param name="Start">First UTF-16 unit in the canonical text.</param>
/// <param name="End">One past the last unit.</param>
public sealed record Quotation(string Words, int Start, int End);

/// <summary>完成时间 of a task or commitment.</summary>
/// <param name="Kind">Kind, in the spelling of docs/policy-json.md: none, by-year-end, stage-result-within-year, by-date, continuous.</param>
/// <param name="On">The last day in time; null where the words name none.</param>
/// <param name="Words">The words; null with none.</param>
public sealed record DueTime(string Kind, DateOnly? On, string? Words);

/// <summary>任务 of a programme: copied from a document at publication, so that it stands when the reading is later corrected.</summary>
public sealed class ProgrammeTask
{
    /// <summary>Key.</summary>
    public TaskId Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The document; the new one where an edition took another's place.</summary>
    public DocumentId DocumentId { get; set; }
    /// <summary>Id in the reading, such as t14.</summary>
    public required string SourceId { get; set; }
    /// <summary>Order on the board.</summary>
    public int Ordinal { get; set; }
    /// <summary>Number as printed; null where there is none.</summary>
    public string? Number { get; set; }
    /// <summary>Headings above, outermost first, joined by line feeds.</summary>
    public required string Section { get; set; }
    /// <summary>Title, or the first words where the document gives no title.</summary>
    public required string Title { get; set; }
    /// <summary>Range of the whole task; its words are those of the measures.</summary>
    public int Start { get; set; }
    /// <summary>End of that range.</summary>
    public int End { get; set; }
    /// <summary>完成时间.</summary>
    public required DueTime Due { get; set; }
    /// <summary>The publication that brought it.</summary>
    public PublicationId PublicationId { get; set; }
    /// <summary>The publication that withdrew it; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
}

/// <summary>落实举措 of a task.</summary>
public sealed class ProgrammeMeasure
{
    /// <summary>Key.</summary>
    public MeasureId Id { get; init; }
    /// <summary>The task.</summary>
    public TaskId TaskId { get; init; }
    /// <summary>Id in the reading, such as t14.m2.</summary>
    public required string SourceId { get; set; }
    /// <summary>Order in the task.</summary>
    public int Ordinal { get; set; }
    /// <summary>实施主体.</summary>
    public required MeasureScope Scope { get; set; }
    /// <summary>The words.</summary>
    public required Quotation Quote { get; set; }
    /// <summary>The publication that withdrew it; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
}

/// <summary>实施主体, as in the reading.</summary>
public enum MeasureScope
{
    /// <summary>Nobody is addressed.</summary>
    Unspecified,
    /// <summary>国家知识产权局.</summary>
    National,
    /// <summary>各地区.</summary>
    AllRegions,
    /// <summary>涉及地区.</summary>
    ConcernedRegions,
    /// <summary>有关地区.</summary>
    RelevantRegions,
    /// <summary>有条件的地区.</summary>
    CapableRegions,
    /// <summary>其他地区.</summary>
    OtherRegions,
}

/// <summary>事项: one sentence of a measure.</summary>
public sealed class ProgrammeCommitment
{
    /// <summary>Key.</summary>
    public CommitmentId Id { get; init; }
    /// <summary>The measure.</summary>
    public MeasureId MeasureId { get; init; }
    /// <summary>The measure's task.</summary>
    public TaskId TaskId { get; init; }
    /// <summary>Id in the reading, such as t14.m2.c1.</summary>
    public required string SourceId { get; set; }
    /// <summary>Order in the measure.</summary>
    public int Ordinal { get; set; }
    /// <summary>The sentence.</summary>
    public required Quotation Quote { get; set; }
    /// <summary>完成时间 in the sentence.</summary>
    public required DueTime Due { get; set; }
    /// <summary>The publication that withdrew it; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
}

/// <summary>责任分工: an organisation on a task, or on one of its commitments.</summary>
public sealed class TaskAssignment
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The task.</summary>
    public TaskId TaskId { get; init; }
    /// <summary>The commitment that the mark governs; null where it governs the whole task.</summary>
    public CommitmentId? CommitmentId { get; init; }
    /// <summary>The organisation; null where no organisation of that name is known yet, or the name means a group.</summary>
    public OrganisationId? OrganisationId { get; set; }
    /// <summary>The name as the document gives it.</summary>
    public required string NameAsWritten { get; init; }
    /// <summary>Lead, participant or responsible.</summary>
    public required AssignedRole Role { get; init; }
    /// <summary>How several share the work: joint, sole, by-function, lead-only.</summary>
    public required string Mode { get; init; }
    /// <summary>Order within the mark.</summary>
    public int Ordinal { get; init; }
    /// <summary>Range of the words.</summary>
    public int Start { get; init; }
    /// <summary>End of that range.</summary>
    public int End { get; init; }
    /// <summary>The publication that withdrew it; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
}

/// <summary>牵头、参与、责任.</summary>
public enum AssignedRole
{
    /// <summary>责任单位.</summary>
    Responsible,
    /// <summary>牵头.</summary>
    Lead,
    /// <summary>参与、配合.</summary>
    Participant,
}

/// <summary>适用范围 of a measure: a rule in the document's words, and what we make of it.</summary>
public sealed class MeasureRule
{
    /// <summary>Key.</summary>
    public RuleId Id { get; init; }
    /// <summary>The measure.</summary>
    public MeasureId MeasureId { get; init; }
    /// <summary>The level that it speaks of.</summary>
    public required DivisionLevel Level { get; init; }
    /// <summary>The words. They never change; their range does where a new edition takes the document's place.</summary>
    public required Quotation Quote { get; set; }
    /// <summary>The words with the document's short names written out; null where it defines none of them.</summary>
    public string? FullWords { get; init; }
    /// <summary>True 必做, false 选做, null where neither is said.</summary>
    public bool? Must { get; init; }
    /// <summary>Order in the measure.</summary>
    public int Ordinal { get; init; }
    /// <summary>The publication that withdrew it; null while it stands.</summary>
    public PublicationId? WithdrawnBy { get; set; }
}

/// <summary>量化目标 found in the words.</summary>
public sealed class FoundTarget
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The document.</summary>
    public DocumentId DocumentId { get; init; }
    /// <summary>The task; null for a general goal.</summary>
    public TaskId? TaskId { get; init; }
    /// <summary>The commitment; null for a general goal.</summary>
    public CommitmentId? CommitmentId { get; init; }
    /// <summary>What is counted.</summary>
    public required string What { get; init; }
    /// <summary>One of &lt;=, ==, &gt;=, &gt;, &lt;.</summary>
    public required string Comparator { get; init; }
    /// <summary>The number; kept to four decimals.</summary>
    public required decimal Value { get; init; }
    /// <summary>The unit as printed.</summary>
    public required string Unit { get; init; }
    /// <summary>True where the number is a growth over the year before.</summary>
    public bool Growth { get; init; }
    /// <summary>Last day; null where no day can be known.</summary>
    public DateOnly? Due { get; init; }
    /// <summary>The words.</summary>
    public required Quotation Quote { get; init; }
}

/// <summary>报送要求 of a document.</summary>
public sealed class ReportDuty
{
    /// <summary>Key.</summary>
    public long Id { get; init; }
    /// <summary>The programme.</summary>
    public ProgrammeId ProgrammeId { get; init; }
    /// <summary>The document.</summary>
    public DocumentId DocumentId { get; init; }
    /// <summary>Last day.</summary>
    public DateOnly? Due { get; init; }
    /// <summary>Receiver, as written.</summary>
    public string? To { get; init; }
    /// <summary>Who must report, as written, joined by 、.</summary>
    public required string Who { get; init; }
    /// <summary>纸件, 电子件, joined by 、.</summary>
    public required string Form { get; init; }
    /// <summary>The words.</summary>
    public required Quotation Quote { get; init; }
}
