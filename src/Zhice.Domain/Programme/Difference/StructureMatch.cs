using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Programme.Difference;

/// <summary>Which parts of a new reading are parts that the programme already holds. Pure; matched by words, never by number alone.</summary>
/// <remarks>
/// Tasks pair by title in order of appearance, then by any measure's words, then by their id in the reading where both are still
/// alone. In a new edition of a document an id says nothing: there the last step pairs tasks whose words are alike. Within a task measures pair by addressee and words, then by words alone (the addressee was corrected), then by addressee in order (the words were corrected). Within a
/// measure commitments and rules pair by their words.
/// </remarks>
public sealed class StructureMatch
{
    readonly Dictionary<TaskDraft, ProgrammeTask> tasks = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<MeasureDraft, ProgrammeMeasure> measures = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<CommitmentDraft, ProgrammeCommitment> commitments = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<RuleDraft, MeasureRule> rules = new(ReferenceEqualityComparer.Instance);

    StructureMatch(StandingProgramme standing) => Standing = standing;

    /// <summary>What the programme holds.</summary>
    public StandingProgramme Standing { get; }

    /// <summary>The task that the programme holds for a draft; null for a new one.</summary>
    public ProgrammeTask? Of(TaskDraft draft) => tasks.GetValueOrDefault(draft);
    /// <summary>The measure that the programme holds for a draft; null for a new one.</summary>
    public ProgrammeMeasure? Of(MeasureDraft draft) => measures.GetValueOrDefault(draft);
    /// <summary>The commitment that the programme holds for a draft; null for a new one.</summary>
    public ProgrammeCommitment? Of(CommitmentDraft draft) => commitments.GetValueOrDefault(draft);
    /// <summary>The rule that the programme holds for a draft; null for a new one.</summary>
    public MeasureRule? Of(RuleDraft draft) => rules.GetValueOrDefault(draft);

    /// <summary>Standing tasks that the new reading no longer has.</summary>
    public IEnumerable<ProgrammeTask> GoneTasks => Standing.Tasks.Except(tasks.Values);
    /// <summary>Standing measures that the new reading no longer has.</summary>
    public IEnumerable<ProgrammeMeasure> GoneMeasures => Standing.Measures.Except(measures.Values);
    /// <summary>Standing commitments that the new reading no longer has.</summary>
    public IEnumerable<ProgrammeCommitment> GoneCommitments => Standing.Commitments.Except(commitments.Values);
    /// <summary>Standing rules that the new reading no longer has.</summary>
    public IEnumerable<MeasureRule> GoneRules => Standing.Rules.Except(rules.Values);

    /// <summary>Pairs a reading with what stands.</summary>
    /// <param name="drafts">The tasks of the reading.</param>
    /// <param name="standing">What the programme holds.</param>
    /// <param name="edition">True where what stands comes from another document, whose place the reading takes.</param>
    public static StructureMatch Of(IReadOnlyList<TaskDraft> drafts, StandingProgramme standing, bool edition = false)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentNullException.ThrowIfNull(standing);
        var match = new StructureMatch(standing);
        var measuresOf = standing.Measures.ToLookup(m => m.TaskId);
        HashSet<string> Words(ProgrammeTask task) => [.. measuresOf[task.Id].Select(m => PlainWords.Of(m.Quote.Words))];

        Pair(drafts, standing.Tasks, match.tasks, (draft, task) => PlainWords.Of(draft.Title) == PlainWords.Of(task.Title));
        Pair(drafts, standing.Tasks, match.tasks, (draft, task) => draft.Measures.Any(m => Words(task).Contains(PlainWords.Of(m.Quote.Words))));
        if (edition) Resemblance.Pair(drafts, standing.Tasks, measuresOf, match.tasks);
        else Pair(drafts, standing.Tasks, match.tasks, (draft, task) => draft.SourceId == task.SourceId);

        var commitmentsOf = standing.Commitments.ToLookup(c => c.MeasureId);
        var rulesOf = standing.Rules.ToLookup(r => r.MeasureId);
        foreach (var (draft, task) in match.tasks)
        {
            var standingMeasures = measuresOf[task.Id].ToList();
            Pair(draft.Measures, standingMeasures, match.measures, (d, m) => d.Scope == m.Scope && Same(d.Quote, m.Quote));
            Pair(draft.Measures, standingMeasures, match.measures, (d, m) => Same(d.Quote, m.Quote));
            Pair(draft.Measures, standingMeasures, match.measures, (d, m) => d.Scope == m.Scope);
        }
        foreach (var (draft, measure) in match.measures)
        {
            Pair(draft.Commitments, [.. commitmentsOf[measure.Id]], match.commitments, (d, c) => Same(d.Quote, c.Quote));
            Pair(draft.Rules, [.. rulesOf[measure.Id]], match.rules,
                (d, r) => d.Level == r.Level && d.Must == r.Must && d.FullWords == r.FullWords && Same(d.Quote, r.Quote));
        }
        return match;
    }

    /// <summary>Answers of earlier decisions, put to the questions as the new reading words them.</summary>
    public IReadOnlyList<Answer> Answers()
    {
        var drafts = measures.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var taskOf = tasks.Keys.SelectMany(t => t.Measures.Select(m => (t, m))).ToDictionary(pair => pair.m, pair => pair.t, (IEqualityComparer<MeasureDraft>)ReferenceEqualityComparer.Instance);
        var ruleDrafts = rules.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var members = Standing.Members.ToLookup(m => m.DecisionId, m => (m.OrganisationId, m.StatusId));
        return [.. Standing.Decisions.Where(d => d.DecidedAt is not null && drafts.ContainsKey(d.MeasureId)
                && (d.RuleId is null || ruleDrafts.ContainsKey(d.RuleId.Value)))
            .Select(d => new Answer(d.Id, KeyOf(d, taskOf[drafts[d.MeasureId]], drafts[d.MeasureId], d.RuleId is { } rule ? ruleDrafts[rule] : null),
                d.Level ?? ObligationLevel.Unstated, [.. members[d.Id]]))];
    }

    /// <summary>The standing question for a new one; null where it comes up for the first time.</summary>
    public PendingDecision? Of(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (measure, rule) = (Of(question.Measure), question.Rule is null ? null : Of(question.Rule));
        return measure is null || (rule is null) != (question.Rule is null) ? null : Standing.Decisions.FirstOrDefault(d =>
            d.MeasureId == measure.Id && d.RuleId == rule?.Id && d.Reason == question.Reason && d.Subject == question.Subject);
    }

    static QuestionKey KeyOf(PendingDecision decision, TaskDraft task, MeasureDraft measure, RuleDraft? rule) =>
        QuestionKey.Of(task.Title, measure.Scope, measure.Quote.Words, rule?.Quote.Words, decision.Reason, decision.Subject);

    static bool Same(Quotation one, Quotation other) => PlainWords.Of(one.Words) == PlainWords.Of(other.Words);

    // Each draft takes the first standing one that is still free, so that equal titles pair in order of appearance.
    static void Pair<TDraft, TStanding>(IReadOnlyList<TDraft> drafts, IReadOnlyList<TStanding> standing, Dictionary<TDraft, TStanding> pairs, Func<TDraft, TStanding, bool> same)
        where TDraft : class where TStanding : class
    {
        var taken = pairs.Values.ToHashSet();
        foreach (var draft in drafts)
        {
            if (pairs.ContainsKey(draft) || standing.FirstOrDefault(s => !taken.Contains(s) && same(draft, s)) is not { } found) continue;
            pairs.Add(draft, found);
            taken.Add(found);
        }
    }
}
