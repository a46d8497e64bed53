using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme;

/// <summary>A reviewed reading as a programme will hold it: no keys yet, names as the document writes them.</summary>
/// <param name="Tasks">任务 in reading order.</param>
/// <param name="Targets">量化目标.</param>
/// <param name="Duties">报送要求.</param>
public sealed record ProgrammeDraft(IReadOnlyList<TaskDraft> Tasks, IReadOnlyList<TargetDraft> Targets, IReadOnlyList<DutyDraft> Duties);

/// <summary>任务 before it has a key.</summary>
public sealed record TaskDraft
{
    /// <summary>Id in the reading.</summary>
    public required string SourceId { get; init; }
    /// <summary>Number as printed; null where there is none.</summary>
    public string? Number { get; init; }
    /// <summary>Headings above, outermost first, joined by line feeds.</summary>
    public string Section { get; init; } = "";
    /// <summary>Title, or the first words where the document gives no title.</summary>
    public required string Title { get; init; }
    /// <summary>Range of the whole task.</summary>
    public int Start { get; init; }
    /// <summary>End of that range.</summary>
    public int End { get; init; }
    /// <summary>完成时间.</summary>
    public DueTime Due { get; init; } = new("none", null, null);
    /// <summary>落实举措 in reading order.</summary>
    public IReadOnlyList<MeasureDraft> Measures { get; init; } = [];
    /// <summary>责任分工 of the whole task.</summary>
    public IReadOnlyList<AssignmentDraft> Assignments { get; init; } = [];
}

/// <summary>落实举措 before it has a key.</summary>
public sealed record MeasureDraft
{
    /// <summary>Id in the reading.</summary>
    public required string SourceId { get; init; }
    /// <summary>实施主体.</summary>
    public MeasureScope Scope { get; init; }
    /// <summary>The words.</summary>
    public required Quotation Quote { get; init; }
    /// <summary>事项.</summary>
    public IReadOnlyList<CommitmentDraft> Commitments { get; init; } = [];
    /// <summary>适用范围.</summary>
    public IReadOnlyList<RuleDraft> Rules { get; init; } = [];
}

/// <summary>事项 before it has a key.</summary>
/// <param name="SourceId">Id in the reading.</param>
/// <param name="Quote">The sentence.</param>
/// <param name="Due">完成时间 in the sentence.</param>
/// <param name="Assignments">责任分工 of the mark that governs the sentence.</param>
public sealed record CommitmentDraft(string SourceId, Quotation Quote, DueTime Due, IReadOnlyList<AssignmentDraft> Assignments);

/// <summary>适用范围 before it has a key.</summary>
/// <param name="Level">The level that it speaks of.</param>
/// <param name="Quote">The words.</param>
/// <param name="FullWords">The words with the document's short names written out; null where it defines none of them.</param>
/// <param name="Must">True 必做, false 选做, null where neither is said.</param>
public sealed record RuleDraft(DivisionLevel Level, Quotation Quote, string? FullWords, bool? Must)
{
    /// <summary>The words to be understood.</summary>
    public string Meaning => FullWords ?? Quote.Words;
}

/// <summary>责任分工 before it has a key.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Role">Lead, participant or responsible.</param>
/// <param name="Mode">joint, sole, by-function, lead-only.</param>
/// <param name="Start">Range of the words.</param>
/// <param name="End">End of that range.</param>
public sealed record AssignmentDraft(string Name, AssignedRole Role, string Mode, int Start, int End);

/// <summary>量化目标 before it has a key.</summary>
/// <param name="TaskSourceId">The task's id in the reading; null for a general goal.</param>
/// <param name="CommitmentSourceId">The commitment's id; null outside commitments.</param>
/// <param name="What">What is counted.</param>
/// <param name="Comparator">One of &lt;=, ==, &gt;=, &gt;, &lt;.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit as printed.</param>
/// <param name="Growth">True where the number is a growth over the year before.</param>
/// <param name="Due">Last day; null where no day can be known.</param>
/// <param name="Quote">The words.</param>
public sealed record TargetDraft(
    string? TaskSourceId, string? CommitmentSourceId, string What, string Comparator, decimal Value, string Unit, bool Growth, DateOnly? Due, Quotation Quote);

/// <summary>报送要求 before it has a key.</summary>
/// <param name="Due">Last day.</param>
/// <param name="To">Receiver, as written.</param>
/// <param name="Who">Who must report, joined by 、.</param>
/// <param name="Form">Forms, joined by 、.</param>
/// <param name="Quote">The words.</param>
public sealed record DutyDraft(DateOnly? Due, string? To, string Who, string Form, Quotation Quote);
