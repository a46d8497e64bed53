using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Assessment;

/// <summary>All that a score is made of: what was known of one office, frozen. The engine reads this and the scheme, and nothing else.</summary>
/// <param name="Office">Code of the office.</param>
/// <param name="Name">Its name.</param>
/// <param name="Obligations">What it owed, by key.</param>
/// <param name="Indicators">Figures of the year.</param>
/// <param name="Acts">Recorded acts of deduction lists and vetoes.</param>
/// <param name="Experts">Sheets that were scored.</param>
/// <param name="Marks">What people put in the three columns, the newest of each.</param>
public sealed record SubjectFacts(string Office, string Name, IReadOnlyList<ObligationFact> Obligations, IReadOnlyList<IndicatorFact> Indicators,
    IReadOnlyList<ActFact> Acts, IReadOnlyList<ExpertFact> Experts, IReadOnlyList<MarkFact> Marks);

/// <summary>An obligation as it stood.</summary>
/// <param name="Id">Key.</param>
/// <param name="Task">Key of its task.</param>
/// <param name="Number">Number of the task.</param>
/// <param name="Section">Its headings.</param>
/// <param name="Title">Title of the task.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Choice">Taken on or declined.</param>
/// <param name="Status">How far the work was.</param>
/// <param name="StageAsked">True where a stage result within the year is all that was asked.</param>
/// <param name="Due">Last day in time; null where none.</param>
/// <param name="On">Day of the last report that waited or was accepted; null where none.</param>
/// <param name="Report">The last accepted report; null where none.</param>
public sealed record ObligationFact(long Id, long Task, string Number, string Section, string Title, ObligationLevel Level, OptChoice Choice, WorkStatus Status, bool StageAsked,
    DateOnly? Due, DateOnly? On, long? Report)
{
    /// <summary>True where it is owed: not found inapplicable, and if optional, taken on.</summary>
    public bool IsOwed => Status != WorkStatus.NotApplicable && (Level != ObligationLevel.Optional || Choice == OptChoice.TakenOn);
    /// <summary>True where what was asked is there.</summary>
    public bool IsMet => Status == WorkStatus.Done || (StageAsked && Status == WorkStatus.StageReached);
}

/// <summary>A figure of an indicator.</summary>
/// <param name="Code">The indicator.</param>
/// <param name="Version">Version of its definition.</param>
/// <param name="Period">The period, as written.</param>
/// <param name="Value">The figure as published; null where there is none.</param>
/// <param name="Before">That of the year before; null where there is none.</param>
/// <param name="Target">The office's target in the figure's unit; null where there is none.</param>
/// <param name="LowerIsBetter">True where less is better.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Release">The published release that carries its data, as <c>code/revision</c>, or the computation, as <c>run/year@batch</c>.</param>
public sealed record IndicatorFact(string Code, int Version, string Period, decimal? Value, decimal? Before, decimal? Target, bool LowerIsBetter, string Unit, string Release);

/// <summary>A recorded act.</summary>
/// <param name="Id">Key.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Act">Code of the act.</param>
/// <param name="Count">How many times.</param>
/// <param name="Ground">What it rests on, in words.</param>
public sealed record ActFact(long Id, string Item, string Act, int Count, string Ground);

/// <summary>What one expert gave. The person is not named: the sheet leads to him for those who may know.</summary>
/// <param name="Sheet">Key of the sheet.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Slot">Number of the sheet among those of the item, from 1.</param>
/// <param name="Score">The score.</param>
/// <param name="Comment">The reason given.</param>
public sealed record ExpertFact(long Sheet, string Item, int Slot, decimal Score, string Comment);

/// <summary>What a person put into a column.</summary>
/// <param name="Id">Key.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Column">The column.</param>
/// <param name="Points">The points.</param>
/// <param name="Reason">Why.</param>
public sealed record MarkFact(long Id, string Item, MarkColumn Column, decimal Points, string Reason);

/// <summary>The three columns.</summary>
public enum MarkColumn
{
    /// <summary>自评.</summary>
    Self = 1,
    /// <summary>复核.</summary>
    Review = 2,
    /// <summary>终评.</summary>
    Final = 3,
}
