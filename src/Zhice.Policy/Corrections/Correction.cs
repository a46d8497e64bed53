namespace Zhice.Policy.Corrections;

/// <summary>更正: what a person changed in a reading. Stored as it is, and applied again to every later reading of the same document.</summary>
/// <remarks>
/// Values are text in the spelling of docs/policy-json.md (<c>by-year-end</c>, <c>2023-12-31</c>, <c>true</c>); an empty text is "not stated".
/// Operations say in <see cref="CorrectionOperation"/> which values they read.
/// </remarks>
/// <param name="Operation">What was done.</param>
/// <param name="Anchor">What it was done to.</param>
/// <param name="Selection">Words that were selected for it; null where none were.</param>
/// <param name="From">The values before, for the record.</param>
/// <param name="To">The values after.</param>
public sealed record Correction(
    CorrectionOperation Operation,
    Anchor Anchor,
    Anchor? Selection,
    IReadOnlyDictionary<string, string> From,
    IReadOnlyDictionary<string, string> To);

/// <summary>What a correction does.</summary>
public enum CorrectionOperation
{
    /// <summary>Sets fields of the anchored node: each key of To is a field. A selection becomes the words of a title, deadline or scope.</summary>
    Set,
    /// <summary>Adds a node from a selection, or an assignment, rule or target without one. To: <c>kind</c> and the fields of that kind.</summary>
    Add,
    /// <summary>Removes the anchored node; words that no other node claims become unparsed.</summary>
    Remove,
    /// <summary>Splits a commitment, measure or task. To: <c>at</c>, the offset in its words in UTF-16 units.</summary>
    Split,
    /// <summary>Joins a commitment, measure or task with the one after it.</summary>
    Merge,
    /// <summary>Moves an assignment among its fellows. To: <c>place</c> from 1; the first of a lead rule leads.</summary>
    Move,
    /// <summary>Says what selected words are. To: <c>role</c>: noise, narrative, note, metadata or unparsed.</summary>
    Mark,
}

/// <summary>The kinds of node that a correction can concern.</summary>
public enum NodeKind
{
    /// <summary>The document and its metadata.</summary>
    Document,
    /// <summary>章节.</summary>
    Section,
    /// <summary>任务.</summary>
    Task,
    /// <summary>落实举措.</summary>
    Measure,
    /// <summary>事项.</summary>
    Commitment,
    /// <summary>责任分工.</summary>
    Assignment,
    /// <summary>适用范围.</summary>
    Applicability,
    /// <summary>量化目标.</summary>
    Target,
    /// <summary>报送要求.</summary>
    Submission,
    /// <summary>Bare words, no node.</summary>
    Words,
}

/// <summary>Where a correction holds on: enough to find its node in another reading, or in another edition of the text.</summary>
/// <param name="Kind">The kind of node.</param>
/// <param name="Id">The node's id in the reading it was made on; for parts of a node, that node's id; null for words and the document.</param>
/// <param name="Span">Its range in that reading's text.</param>
/// <param name="Quote">Its first words as they stand in the text, at most <see cref="Anchors.QuoteLength"/> units.</param>
/// <param name="Before">The words just before it.</param>
/// <param name="After">The words just after it.</param>
/// <param name="Name">What tells it from its fellows: the organisation of an assignment, the words of a rule, what a target counts; else null.</param>
/// <param name="Owner">The node that an assignment, rule or target belongs to; null for others and for targets outside tasks.</param>
public sealed record Anchor(
    NodeKind Kind, string? Id, Span Span, string Quote, string Before, string After, string? Name = null, Anchor? Owner = null);

/// <summary>A correction that no longer finds its place. It is kept and shown, never dropped.</summary>
/// <param name="Index">Its place in the list that was applied, from 0.</param>
/// <param name="Correction">The correction.</param>
/// <param name="Reason">Why it could not be applied.</param>
public sealed record LostCorrection(int Index, Correction Correction, LossReason Reason);

/// <summary>Why a correction was not applied.</summary>
public enum LossReason
{
    /// <summary>No node of the kind has these words any more.</summary>
    PlaceNotFound,
    /// <summary>The selected words are not in the text.</summary>
    WordsNotFound,
    /// <summary>A value is not one that the field can take.</summary>
    ValueNotUnderstood,
    /// <summary>The operation does not fit the node, such as joining the last one with the next.</summary>
    NotPossible,
    /// <summary>The selected words stand in another item than the one that would get them.</summary>
    WordsElsewhere,
}
