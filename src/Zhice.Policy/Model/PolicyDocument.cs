using System.Diagnostics.CodeAnalysis;
using Zhice.Policy.Structure;

namespace Zhice.Policy;

/// <summary>政策文件: one issued document as it was read, every part tied to its words in <see cref="Text"/>.</summary>
/// <remarks>
/// Nothing is invented: what the text does not state is null or empty. Nothing is lost: <see cref="Parts"/> partitions the
/// whole of <see cref="Text"/>, each unit in exactly one part, in order.
/// </remarks>
public sealed record PolicyDocument
{
    /// <summary>The frozen canonical text that all spans count in.</summary>
    public required string Text { get; init; }
    /// <summary>标题, as printed, line breaks removed; null where the text has none.</summary>
    public string? Title { get; init; }
    /// <summary>The year whose work the document orders; from the title, else from the issue date; else null.</summary>
    public int? Year { get; init; }
    /// <summary>发文机关, as printed.</summary>
    public string? Issuer { get; init; }
    /// <summary>发文字号, such as 国知发运字〔2022〕15号.</summary>
    public string? DocumentNumber { get; init; }
    /// <summary>成文日期.</summary>
    public DateOnly? IssuedOn { get; init; }
    /// <summary>发布日期, where a web page names it.</summary>
    public DateOnly? PublishedOn { get; init; }
    /// <summary>The layout and kind that the words show.</summary>
    public DocumentKind Kind { get; init; }
    /// <summary>True where the document itself states that the first named department leads (2019 plan, last paragraph).</summary>
    public bool FirstNamedLeads { get; init; }
    /// <summary>章节 in reading order; the tree is in <see cref="PolicySection.ParentId"/>.</summary>
    public IReadOnlyList<PolicySection> Sections { get; init; } = [];
    /// <summary>任务 in reading order.</summary>
    public IReadOnlyList<PolicyTask> Tasks { get; init; } = [];
    /// <summary>All 量化目标, those inside commitments included, in reading order.</summary>
    public IReadOnlyList<QuantityTarget> Targets { get; init; } = [];
    /// <summary>报送要求: who reports what to whom by when.</summary>
    public IReadOnlyList<SubmissionDuty> Submissions { get; init; } = [];
    /// <summary>Documents named in 《…》, each name once, at its first place.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];
    /// <summary>Short names that the document defines, such as （以下统称“强市建设”）.</summary>
    public IReadOnlyList<Definition> Definitions { get; init; } = [];
    /// <summary>The partition of the whole text.</summary>
    public IReadOnlyList<TextPart> Parts { get; init; } = [];
    /// <summary>Share of the body's characters (all but noise and white space) that ended in a known part, 0 to 1.</summary>
    public double Coverage { get; init; }
    /// <summary>Where parts of the text stood in the source file, for a click back to page or cell.</summary>
    public IReadOnlyList<SourcePlace> Places { get; init; } = [];

    /// <summary>Body text that was not understood.</summary>
    public IEnumerable<Span> Unparsed => Parts.Where(p => p.Role == PartRole.Unparsed).Select(p => p.Span);
    /// <summary>Page marks, repeated table heads, navigation text and stray fragments.</summary>
    public IEnumerable<Span> Noise => Parts.Where(p => p.Role == PartRole.Noise).Select(p => p.Span);
}

/// <summary>What kind of document the words show.</summary>
public enum DocumentKind
{
    /// <summary>No layout was recognised.</summary>
    Unknown,
    /// <summary>任务清单: a table of tasks, measures, departments.</summary>
    TaskList,
    /// <summary>推进计划: numbered items with （…负责）.</summary>
    PromotionPlan,
    /// <summary>年度工作指引: prose provisions with responsibility marks.</summary>
    AnnualGuideline,
    /// <summary>工作要点: prose without owners.</summary>
    WorkPoints,
    /// <summary>实施方案、行动计划 and the like: items with 牵头单位, 责任单位 or bracketed marks.</summary>
    ImplementationPlan,
}

/// <summary>章节: a heading.</summary>
/// <param name="Id">Stable id within the document, such as <c>s2.1</c>.</param>
/// <param name="Number">The number as printed, such as 一 or （二）; null where there is none.</param>
/// <param name="Title">Number and words as printed, line breaks removed, such as 一、深化知识产权领域改革.</param>
/// <param name="Level">1 for a chapter, 2 for a section under it, and so on.</param>
/// <param name="ParentId">The heading above; null for a chapter.</param>
/// <param name="Span">The heading's words.</param>
public sealed record PolicySection(string Id, string? Number, string Title, int Level, string? ParentId, Span Span);

/// <summary>任务: one row of a list or one numbered item.</summary>
public sealed record PolicyTask
{
    /// <summary>Stable id within the document, such as <c>t14</c>.</summary>
    public required string Id { get; init; }
    /// <summary>The number as printed without its dot, such as 14 or (三); null where the row has none.</summary>
    public string? Number { get; init; }
    /// <summary>Titles of the headings above, outermost first, as in <see cref="PolicySection.Title"/>.</summary>
    public IReadOnlyList<string> SectionPath { get; init; } = [];
    /// <summary>The task's title, line breaks removed; null where the item has no title of its own.</summary>
    public string? Title { get; init; }
    /// <summary>Where <see cref="Title"/> stands.</summary>
    public Span? TitleSpan { get; init; }
    /// <summary>From the first to the last word that belongs to the task.</summary>
    public required Span Span { get; init; }
    /// <summary>落实举措 in reading order; at least one where the task has any text beyond its title.</summary>
    public IReadOnlyList<Measure> Measures { get; init; } = [];
    /// <summary>责任分工 stated for the task as a whole.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];
    /// <summary>完成时间 stated for the task as a whole.</summary>
    public Deadline Deadline { get; init; } = Deadline.None;
}

/// <summary>落实举措: the text of a task addressed to one scope of actors.</summary>
public sealed record Measure
{
    readonly NodeId id;
    readonly Wording words;

    /// <summary>A measure whose members are set one by one.</summary>
    public Measure() { }

    [SetsRequiredMembers]
    internal Measure(NodeId id, Wording words, Span span) => (Id, Text, this.id, this.words, Span) = ("", "", id, words, span);

    /// <summary>Stable id, such as <c>t14.m2</c>; made anew each time.</summary>
    public required string Id { get => id.ToString(); init => id = value; }
    /// <summary>实施主体.</summary>
    public ActorScope Scope { get; init; }
    /// <summary>The words that named the scope, such as 各地区：; null where nobody is addressed.</summary>
    public Span? ScopeSpan { get; init; }
    /// <summary>The words without line breaks; made anew each time.</summary>
    public required string Text { get => words.ToString(); init => words = new(value); }
    /// <summary>Where the words stand.</summary>
    public required Span Span { get; init; }
    /// <summary>事项: the sentences.</summary>
    public IReadOnlyList<Commitment> Commitments { get; init; } = [];
    /// <summary>适用范围: who must or may, in the document's words.</summary>
    public IReadOnlyList<ApplicabilityRule> Applicability { get; init; } = [];
}

/// <summary>实施主体: whom a measure addresses.</summary>
public enum ActorScope
{
    /// <summary>The document addresses nobody here.</summary>
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

/// <summary>事项: one sentence-level action, the atom that is tracked.</summary>
public sealed record Commitment
{
    readonly NodeId id;
    readonly Wording words;

    /// <summary>A commitment whose members are set one by one.</summary>
    public Commitment() { }

    [SetsRequiredMembers]
    internal Commitment(NodeId id, Wording words, Span span) => (Id, Text, this.id, this.words, Span) = ("", "", id, words, span);

    /// <summary>Stable id, such as <c>t14.m2.c1</c>; made anew each time.</summary>
    public required string Id { get => id.ToString(); init => id = value; }
    /// <summary>The sentence, line breaks removed, full stop included; made anew each time.</summary>
    public required string Text { get => words.ToString(); init => words = new(value); }
    /// <summary>Where it stands.</summary>
    public required Span Span { get; init; }
    /// <summary>责任分工 of a mark that governs this sentence.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];
    /// <summary>完成时间 stated in the sentence itself.</summary>
    public Deadline Deadline { get; init; } = Deadline.None;
    /// <summary>量化目标 in the sentence.</summary>
    public IReadOnlyList<QuantityTarget> Targets { get; init; } = [];
}

/// <summary>责任分工: an organisation on a task or commitment.</summary>
/// <param name="Organisation">The name as the document's readers know it: 专利局自动化部, not 自动化部, after 专利局审业部、.</param>
/// <param name="Role">牵头, 参与, or 责任 where the document states no lead.</param>
/// <param name="Mode">How several share the work.</param>
/// <param name="Span">The words that name it.</param>
public sealed record Assignment(string Organisation, AssignmentRole Role, AssignmentMode Mode, Span Span);

/// <summary>Lead 牵头, participant 参与 or 配合, responsible 责任 where no lead rule is stated.</summary>
public enum AssignmentRole
{
    /// <summary>责任单位: the document states no lead rule.</summary>
    Responsible,
    /// <summary>牵头.</summary>
    Lead,
    /// <summary>参与、配合.</summary>
    Participant,
}

/// <summary>How the organisations of one mark share the work.</summary>
public enum AssignmentMode
{
    /// <summary>Several together.</summary>
    Joint,
    /// <summary>One alone.</summary>
    Sole,
    /// <summary>按职责分别负责、按职责分工负责.</summary>
    ByFunction,
    /// <summary>牵头负责.</summary>
    LeadOnly,
}

/// <summary>适用范围: a level, who at that level, and whether they must.</summary>
/// <param name="Level">省份, 城市 or 区县.</param>
/// <param name="Text">The words as printed after the level mark, such as 强市建设示范城市选做.</param>
/// <param name="Must">True 必做, false 选做, null where neither is said.</param>
/// <param name="Span">The words, level mark included.</param>
public sealed record ApplicabilityRule(RegionLevel Level, string Text, bool? Must, Span Span);

/// <summary>The level of region that an applicability rule speaks of.</summary>
public enum RegionLevel
{
    /// <summary>省份.</summary>
    Province,
    /// <summary>城市.</summary>
    City,
    /// <summary>区县.</summary>
    County,
    /// <summary>The words name no level: 全国, 有条件的地区, a list of cities.</summary>
    Unstated,
}

/// <summary>完成时间. Vague stays vague: no date is made up.</summary>
/// <param name="Kind">The type of deadline.</param>
/// <param name="Date">The last day in time, only with <see cref="DeadlineKind.ByDate"/>.</param>
/// <param name="Text">The words; with <see cref="DeadlineKind.None"/> those of a cell that name no day (待国家部署后), or null.</param>
/// <param name="Span">Where they stand; null without words.</param>
public sealed record Deadline(DeadlineKind Kind, DateOnly? Date, string? Text, Span? Span)
{
    /// <summary>No deadline is stated.</summary>
    public static readonly Deadline None = new(DeadlineKind.None, null, null, null);
}

/// <summary>Type of deadline.</summary>
public enum DeadlineKind
{
    /// <summary>Nothing stated.</summary>
    None,
    /// <summary>年底前完成.</summary>
    ByYearEnd,
    /// <summary>年内有阶段性成果.</summary>
    StageResultWithinYear,
    /// <summary>A day, month, quarter or half-year is named; the date is its last day.</summary>
    ByDate,
    /// <summary>持续推进、长期坚持: stated to have no end.</summary>
    Continuous,
}

/// <summary>量化目标: a quantity that a sentence says is to be reached.</summary>
/// <param name="What">What is counted, as printed, such as 发明专利审查周期.</param>
/// <param name="Comparator">How the value is to be met.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit as printed: 个月, %, 家, 件 …</param>
/// <param name="Growth">True where the value is a growth over the year before (增长10%以上).</param>
/// <param name="Due">Last day by which it is to be reached, where the text gives a year or date; else null.</param>
/// <param name="TaskId">The task it stands in; null outside tasks (general goals).</param>
/// <param name="CommitmentId">The commitment it stands in; null outside commitments.</param>
/// <param name="Span">From <paramref name="What"/> to the unit.</param>
public sealed record QuantityTarget(
    string What, Comparator Comparator, decimal Value, string Unit, bool Growth, DateOnly? Due, string? TaskId, string? CommitmentId, Span Span);

/// <summary>Comparators of targets.</summary>
public enum Comparator
{
    /// <summary>稳定在、保持在: equal.</summary>
    Equal,
    /// <summary>达到、不低于、…以上, and a bare count (新增50家): at least. A fall (下降10%以上) is <see cref="AtMost"/> with a negative value.</summary>
    AtLeast,
    /// <summary>压减至、不超过、…以内: at most.</summary>
    AtMost,
    /// <summary>超过: more than.</summary>
    MoreThan,
    /// <summary>少于、低于: less than.</summary>
    LessThan,
}

/// <summary>报送要求, such as the yearly report by 15 December.</summary>
/// <param name="Due">The last day.</param>
/// <param name="To">Who receives it, as printed.</param>
/// <param name="Who">Who must report, as printed.</param>
/// <param name="What">What is reported, as printed; null where it is not said.</param>
/// <param name="Form">纸件, 电子件 …</param>
/// <param name="Span">The sentence.</param>
public sealed record SubmissionDuty(DateOnly? Due, string? To, IReadOnlyList<string> Who, string? What, IReadOnlyList<string> Form, Span Span);

/// <summary>A document named in 《…》.</summary>
/// <param name="Name">The name without the outer marks.</param>
/// <param name="Span">The first place, marks included.</param>
public sealed record Citation(string Name, Span Span);

/// <summary>A short name that the document defines.</summary>
/// <param name="ShortName">Such as 强市建设.</param>
/// <param name="FullName">Such as 国家知识产权强市建设.</param>
/// <param name="Span">Full name and definition.</param>
public sealed record Definition(string ShortName, string FullName, Span Span);

/// <summary>One part of the partition of the text.</summary>
/// <param name="Role">What the part is.</param>
/// <param name="Span">Its range.</param>
/// <param name="NodeId">The section, task, measure or commitment that it belongs to; null for noise, unparsed and matter.</param>
public sealed record TextPart(PartRole Role, Span Span, string? NodeId);

/// <summary>What a part of the text is.</summary>
public enum PartRole
{
    /// <summary>Body text not understood.</summary>
    Unparsed,
    /// <summary>White space between parts.</summary>
    Blank,
    /// <summary>Page marks, repeated heads, navigation, stray fragments.</summary>
    Noise,
    /// <summary>Title, issuer, number, dates, addressees, table heads.</summary>
    Metadata,
    /// <summary>A section heading.</summary>
    Heading,
    /// <summary>Prose that orders nothing: preamble, general requirements.</summary>
    Narrative,
    /// <summary>A task's number or title.</summary>
    TaskTitle,
    /// <summary>The words that address a scope.</summary>
    Scope,
    /// <summary>A commitment's sentence.</summary>
    Commitment,
    /// <summary>Responsible organisations.</summary>
    Assignment,
    /// <summary>Applicability lines.</summary>
    Applicability,
    /// <summary>A deadline cell or note.</summary>
    Deadline,
    /// <summary>A submission duty.</summary>
    Submission,
    /// <summary>A recognised rule or remark about the document, such as the lead rule.</summary>
    Note,
}

/// <summary>Where a range of the canonical text stood in the source file.</summary>
/// <param name="Span">Range of the canonical text.</param>
/// <param name="Page">Page, counted from 1; null where the format has no pages.</param>
/// <param name="Row">Table row, counted from 1; null outside tables.</param>
/// <param name="Column">Table column, counted from 1; null outside tables.</param>
/// <param name="Line">Line or paragraph, counted from 1.</param>
public sealed record SourcePlace(Span Span, int? Page, int? Row, int? Column, int? Line);
