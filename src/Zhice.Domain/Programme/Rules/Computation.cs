using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>The day whose facts count, and optionally what was known when.</summary>
/// <param name="Day">Facts that held on this day are used.</param>
/// <param name="KnownAt">Only status facts recorded by this moment, and not withdrawn by it; null for all that is known now.</param>
public sealed record AsOf(DateOnly Day, DateTimeOffset? KnownAt = null)
{
    /// <summary>True when the fact was known, stood and held.</summary>
    public bool Holds(DatedStatus status) =>
        status.ValidFrom <= Day && (status.ValidTo is null || Day < status.ValidTo)
        && (KnownAt is null ? status.WithdrawnAt is null
            : status.RecordedAt <= KnownAt && (status.WithdrawnAt is null || status.WithdrawnAt > KnownAt));
}

/// <summary>Everything that the computation knows of the country: divisions, organisations and statuses as of a day.</summary>
public sealed class CountryFacts
{
    readonly List<(DatedStatus Status, StatusName Name)> statuses;

    /// <summary>Builds the indexes once; a computation reads them only.</summary>
    /// <param name="divisions">All divisions.</param>
    /// <param name="organisations">All organisations.</param>
    /// <param name="aliases">Other names of organisations.</param>
    /// <param name="statuses">All status facts, withdrawn ones included.</param>
    /// <param name="asOf">The day.</param>
    /// <param name="jurisdiction">Code of the division whose programme it is; 000000 for the nation.</param>
    public CountryFacts(IEnumerable<Division> divisions, IEnumerable<Organisation> organisations, IEnumerable<OrganisationAlias> aliases,
        IEnumerable<DatedStatus> statuses, AsOf asOf, string jurisdiction = "000000")
    {
        ArgumentNullException.ThrowIfNull(asOf);
        ArgumentNullException.ThrowIfNull(statuses);
        AsOf = asOf;
        Divisions = new DivisionTree(divisions, asOf.Day, jurisdiction);
        Organisations = new OrganisationDirectory(organisations, aliases, Divisions, asOf.Day);
        this.statuses = [.. statuses.OrderBy(s => s.DivisionCode, StringComparer.Ordinal).ThenBy(s => s.Id.Value).Select(s => (s, StatusName.Of(s.Name)))];
    }

    /// <summary>The day.</summary>
    public AsOf AsOf { get; }

    /// <summary>Divisions of the day.</summary>
    public DivisionTree Divisions { get; }

    /// <summary>Organisations of the day.</summary>
    public OrganisationDirectory Organisations { get; }

    /// <summary>True when any fact of the status was ever recorded.</summary>
    public bool Records(StatusName name) => statuses.Exists(s => s.Name.Agrees(name));

    /// <summary>Facts of the status that hold on the day, in the order of divisions.</summary>
    public IEnumerable<DatedStatus> Holders(StatusName name) => statuses.Where(s => s.Name.Agrees(name) && AsOf.Holds(s.Status)).Select(s => s.Status);
}

/// <summary>One computed obligation, not yet stored.</summary>
/// <param name="Task">The task.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Organisation">Who owes it.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Role">Lead, participant or responsible.</param>
/// <param name="Basis">The kind of rule.</param>
/// <param name="Rule">The applicability rule; null where none was needed.</param>
/// <param name="Status">The status fact; null where none was needed.</param>
/// <param name="Decision">The decision; null where none was needed.</param>
public sealed record Owed(TaskDraft Task, MeasureDraft Measure, OrganisationId Organisation, ObligationLevel Level, AssignedRole Role,
    ObligationBasis Basis, RuleDraft? Rule = null, StatusId? Status = null, DecisionId? Decision = null);

/// <summary>A question that only the issuing department can answer.</summary>
/// <param name="Task">The task.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Rule">The rule in question; null where the scope itself is.</param>
/// <param name="Reason">Why it cannot be computed.</param>
/// <param name="Subject">The words in question; null where the reason says it all.</param>
/// <param name="Decision">The decision that answers it; null while it is open.</param>
public sealed record Question(TaskDraft Task, MeasureDraft Measure, RuleDraft? Rule, PendingReason Reason, string? Subject, DecisionId? Decision = null)
{
    /// <summary>What the question is about, in words that survive a publication made again.</summary>
    public QuestionKey Key => QuestionKey.Of(Task.Title, Measure.Scope, Measure.Quote.Words, Rule?.Quote.Words, Reason, Subject);
}

/// <summary>What a question is about, in words: task, measure, rule, reason.</summary>
/// <param name="Measure">The measure's anchor.</param>
/// <param name="Rule">The rule's words; null where the scope itself is in question.</param>
/// <param name="Reason">Why it cannot be computed.</param>
/// <param name="Subject">The words in question.</param>
public sealed record QuestionKey(string Measure, string? Rule, PendingReason Reason, string? Subject)
{
    /// <summary>Makes the key of comparable words.</summary>
    public static QuestionKey Of(string title, MeasureScope scope, string quote, string? rule, PendingReason reason, string? subject) =>
        new($"{PlainWords.Of(title)}|{scope}|{PlainWords.Of(quote)}", rule is null ? null : PlainWords.Of(rule), reason, subject);
}

/// <summary>An answered question of an earlier publication.</summary>
/// <param name="Id">The decision.</param>
/// <param name="Key">The question.</param>
/// <param name="Level">必做, 选做 or not said.</param>
/// <param name="Members">The organisations named, each with the status fact by which it was chosen; none where nobody is concerned.</param>
public sealed record Answer(DecisionId Id, QuestionKey Key, ObligationLevel Level, IReadOnlyList<(OrganisationId Organisation, StatusId? Status)> Members);

/// <summary>Who owes what, and what cannot be said.</summary>
/// <param name="Owed">One for each measure and organisation, in the order of the document and of the organisations' rules.</param>
/// <param name="Questions">Open and answered questions.</param>
public sealed record Computation(IReadOnlyList<Owed> Owed, IReadOnlyList<Question> Questions);
