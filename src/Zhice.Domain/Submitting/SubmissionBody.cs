using System.Globalization;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Submitting;

/// <summary>The words of a submission, with what stands behind each sentence. Immutable; a change makes a new one.</summary>
/// <remarks>
/// Another instance reads it too: tasks, sentences of the document and offices are named by what both hold (the digest of the document's text, ids
/// of the reading, codes of organisations), and keys of this database stand beside them only for links.
/// </remarks>
/// <param name="Title">标题.</param>
/// <param name="Addressee">主送机关.</param>
/// <param name="Opening">The first paragraph; formal words that need no support.</param>
/// <param name="Sections">The document's headings of the first level, in order.</param>
public sealed record SubmissionBody(string Title, string Addressee, string Opening, IReadOnlyList<BodySection> Sections)
{
    /// <summary>All items, in order.</summary>
    public IEnumerable<BodyItem> Items => Sections.SelectMany(section => section.Items);

    /// <summary>What a list shows of it.</summary>
    public BodyFigures Figures()
    {
        var sentences = Items.SelectMany(item => item.Paragraphs).SelectMany(paragraph => paragraph.Sentences).ToList();
        return new BodyFigures(Items.Count(), Items.Count(item => item.Standing == ItemStanding.Silent), sentences.Count,
            sentences.Count(s => s.Support is SentenceSupport.ReportOnly or SentenceSupport.None), sentences.Count(s => s.Support == SentenceSupport.Unchecked));
    }

    /// <summary>True when the parts fit together: every item has a number of its own, and no list is longer than a page can bear.</summary>
    /// <remarks>What we build always does; what a package brings is asked.</remarks>
    public bool IsSound()
    {
        var keys = Items.Select(item => item.Key).ToList();
        return keys.Count <= 2000 && keys.All(key => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count
            && Items.All(item => item.Paragraphs.Count <= BodyEditing.MostParagraphs && Enum.IsDefined(item.Standing) && (item.Fields?.Count ?? 0) <= BodyEditing.MostFields);
    }

    /// <summary>The same with one item replaced by the one of equal key.</summary>
    public SubmissionBody With(BodyItem item) => this with
    {
        Sections = [.. Sections.Select(section => section with { Items = [.. section.Items.Select(old => old.Key == item.Key ? item : old)] })],
    };
}

/// <summary>Counts over a body.</summary>
/// <param name="Tasks">Items.</param>
/// <param name="Silent">Items of which nothing is reported.</param>
/// <param name="Sentences">Sentences.</param>
/// <param name="Unsupported">Sentences with no evidence behind them.</param>
/// <param name="Unchecked">Sentences changed and not checked again.</param>
public sealed record BodyFigures(int Tasks, int Silent, int Sentences, int Unsupported, int Unchecked);

/// <summary>A heading of the first level.</summary>
/// <param name="Heading">The words, without their number; empty where the document has none.</param>
/// <param name="Items">Tasks under it.</param>
public sealed record BodySection(string Heading, IReadOnlyList<BodyItem> Items);

/// <summary>What is said of one task.</summary>
/// <param name="Key">Number within the body, from 1; never given twice.</param>
/// <param name="Source">Where the task stands.</param>
/// <param name="Title">The task's title.</param>
/// <param name="Level">必做, 选做 or not said, for the office itself; null where only offices below owe it.</param>
/// <param name="Standing">Whether anything is reported.</param>
/// <param name="Reason">Why not taken on, or why it does not apply; else null.</param>
/// <param name="Status">Status of the office's own work; null where none of its reports was accepted.</param>
/// <param name="Result">Its result.</param>
/// <param name="Paragraphs">The office's own words first, then those of the offices below.</param>
public sealed record BodyItem(
    string Key, TaskSource Source, string Title, ObligationLevel? Level, ItemStanding Standing, string? Reason, WorkStatus? Status, WorkResult? Result,
    IReadOnlyList<BodyParagraph> Paragraphs)
{
    /// <summary>指标数据 of the office, in the order they were chosen; null where there is none, so that a body without any reads as it always did.</summary>
    public IReadOnlyList<IndicatorField>? Fields { get; init; }
}

/// <summary>Where a task stands, in words that another instance understands.</summary>
/// <param name="Document">SHA-256 of the document's canonical text.</param>
/// <param name="DocumentTitle">Its title.</param>
/// <param name="Task">Id in the reading, such as t14.</param>
/// <param name="Number">Number as printed; null where there is none.</param>
/// <param name="TaskKey">Key in the database of the sender.</param>
public sealed record TaskSource(string Document, string DocumentTitle, string Task, string? Number, long TaskKey);

/// <summary>Whether anything is reported of a task.</summary>
public enum ItemStanding
{
    /// <summary>尚无已采纳的进展.</summary>
    Silent,
    /// <summary>There are words.</summary>
    Reported,
    /// <summary>选做，不承接.</summary>
    Declined,
    /// <summary>不适用.</summary>
    NotApplicable,
}

/// <summary>A paragraph.</summary>
/// <param name="Office">The office below that it is about; null for the office that submits.</param>
/// <param name="Report">The accepted report that it was made from; null for one written here.</param>
/// <param name="Touched">True once a person changed it.</param>
/// <param name="Newer">True where a newer report was accepted since, and was not taken over because a person had changed the paragraph.</param>
/// <param name="LeftOut">Sentences of the report that were left out for length; said, so that nothing goes silently.</param>
/// <param name="Sentences">The sentences; none for a paragraph that was emptied.</param>
public sealed record BodyParagraph(
    OfficeName? Office, ReportSource? Report, bool Touched, bool Newer, int LeftOut, IReadOnlyList<BodySentence> Sentences)
{
    /// <summary>The words as one line.</summary>
    public string Words => string.Concat(Sentences.Select(sentence => sentence.Text));
}

/// <summary>An office by code and name.</summary>
public sealed record OfficeName(string Code, string Name);

/// <summary>The accepted report behind a paragraph or sentence.</summary>
/// <param name="Key">Key in the database of the sender.</param>
/// <param name="Revision">The revision that was accepted.</param>
/// <param name="From">First day of its period, yyyy-MM-dd.</param>
/// <param name="To">Last day of its period.</param>
public sealed record ReportSource(long Key, int Revision, DateOnly From, DateOnly To);

/// <summary>A sentence with what stands behind it.</summary>
/// <param name="Text">The words, end mark included.</param>
/// <param name="Edited">True where the words changed after the links were made, and nobody checked them since.</param>
/// <param name="Report">The accepted report that says it; null for a sentence that no report says.</param>
/// <param name="Commitment">The sentence of the policy document that it answers; null where that is the task as a whole.</param>
/// <param name="Evidence">佐证材料.</param>
/// <param name="Figures">Numbers in it that a target of the task speaks of.</param>
public sealed record BodySentence(
    string Text, bool Edited, ReportSource? Report, PolicySentence? Commitment, IReadOnlyList<EvidenceSource> Evidence, IReadOnlyList<SentenceFigure> Figures)
{
    /// <summary>What the sentence stands on.</summary>
    public SentenceSupport Support =>
        Edited ? SentenceSupport.Unchecked
        : Evidence.Count > 0 ? SentenceSupport.Evidence
        : Report is not null ? SentenceSupport.ReportOnly
        : SentenceSupport.None;
}

/// <summary>What a sentence stands on.</summary>
public enum SentenceSupport
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>An accepted report says it, but brings no evidence for it.</summary>
    ReportOnly,
    /// <summary>改动后未核对.</summary>
    Unchecked,
    /// <summary>有佐证.</summary>
    Evidence,
}

/// <summary>A sentence of the policy document.</summary>
/// <param name="Id">Id in the reading, such as t14.m2.c1.</param>
/// <param name="Words">The words.</param>
public sealed record PolicySentence(string Id, string Words);

/// <summary>A piece of evidence in the version that was meant.</summary>
/// <param name="Key">Key in the database of the sender.</param>
/// <param name="Number">Version.</param>
/// <param name="Title">Name.</param>
/// <param name="Sha256">SHA-256 of the file; null unless a file.</param>
public sealed record EvidenceSource(long Key, int Number, string Title, string? Sha256);

/// <summary>A number as typed, beside the target that speaks of the same thing; not computed. What the platform holds stands in <see cref="BodyItem.Fields"/>.</summary>
/// <param name="Text">Number and unit as they stand in the sentence.</param>
/// <param name="What">What the target counts.</param>
/// <param name="Target">The target, such as 不低于90%.</param>
public sealed record SentenceFigure(string Text, string What, string Target);
