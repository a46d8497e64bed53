using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Submitting;

/// <summary>All that a body is built from, read from the store.</summary>
/// <param name="Programme">Name of the year's work.</param>
/// <param name="Year">Its year.</param>
/// <param name="Office">The office that submits.</param>
/// <param name="Receiver">Who receives.</param>
/// <param name="Tasks">Tasks that the office or one directly below owes, in the order of the board.</param>
/// <param name="Figures">What the platform holds of the office, by code of the indicator: the last known year up to the programme's.</param>
public sealed record BodySource(
    string Programme, int Year, OfficeName Office, OfficeName Receiver, IReadOnlyList<SourceTask> Tasks, IReadOnlyDictionary<string, IndicatorField> Figures);

/// <summary>A task.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Section">Headings above, outermost first, joined by line feeds.</param>
/// <param name="Title">Title.</param>
/// <param name="Targets">量化目标.</param>
/// <param name="Indicators">Codes of indicators that one of the targets was confirmed for, each with the target as printed and as it is compared.</param>
/// <param name="Own">What the office itself owes of it; several where several measures ask.</param>
/// <param name="Below">What offices directly below owe, in the order of their codes.</param>
public sealed record SourceTask(
    TaskSource Source, string Section, string Title, IReadOnlyList<TaskTarget> Targets, IReadOnlyList<(string Code, TaskTarget Target, FieldTarget Aim)> Indicators,
    IReadOnlyList<SourceDuty> Own, IReadOnlyList<SourceDuty> Below);

/// <summary>An obligation with its newest accepted report.</summary>
/// <param name="Office">Who owes it.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Choice">Taken on or declined.</param>
/// <param name="Status">Status of the work: what the submission says, whatever the newest report claims (docs/working.md).</param>
/// <param name="Result">Result of the work, as recognised.</param>
/// <param name="Reason">Reason of a refusal to take on, or why it does not apply.</param>
/// <param name="Report">The newest accepted report; null where none was accepted.</param>
public sealed record SourceDuty(OfficeName Office, ObligationLevel Level, OptChoice Choice, WorkStatus Status, WorkResult Result, string? Reason, SourceReport? Report);

/// <summary>An accepted report.</summary>
/// <param name="Source">Which.</param>
/// <param name="Narrative">Its words.</param>
/// <param name="Status">The status that it claims.</param>
/// <param name="Result">The result that it claims.</param>
/// <param name="Commitments">Sentences of the document that it speaks of.</param>
/// <param name="Evidence">Its evidence, with the sentence that each stands behind, or null for the whole report.</param>
public sealed record SourceReport(
    ReportSource Source, string Narrative, WorkStatus Status, WorkResult Result, IReadOnlyList<PolicySentence> Commitments,
    IReadOnlyList<(EvidenceSource Evidence, string? Commitment)> Evidence);
