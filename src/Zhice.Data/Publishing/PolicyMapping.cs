using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Policy;

namespace Zhice.Data.Publishing;

/// <summary>The one place where a reading of a document becomes the draft of a programme: the library's model ends here.</summary>
public static class PolicyMapping
{
    const int TitleLength = 40;
    const int DueLength = 300; // as the store keeps it

    /// <summary>Copies tasks, measures, commitments, rules, assignments, targets and duties with their words and ranges.</summary>
    /// <param name="document">A reading, corrections applied.</param>
    /// <param name="year">The programme's year; 年底 means its last day.</param>
    public static ProgrammeDraft ToDraft(PolicyDocument document, int year)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ProgrammeDraft(
            [.. document.Tasks.Select(task => Task(task, document, year))],
            [.. document.Targets.Select(t => new TargetDraft(t.TaskId, t.CommitmentId, t.What, Word(t.Comparator), t.Value, t.Unit, t.Growth, t.Due, Quote(document, t.Span)))],
            [.. document.Submissions.Select(s => new DutyDraft(s.Due, s.To, string.Join('、', s.Who), string.Join('、', s.Form), Quote(document, s.Span)))]);
    }

    static TaskDraft Task(PolicyTask task, PolicyDocument document, int year) => new()
    {
        SourceId = task.Id,
        Number = task.Number,
        Section = string.Join('\n', task.SectionPath),
        Title = task.Title ?? FirstWords(task, document),
        Start = task.Span.Start,
        End = task.Span.End,
        Due = Due(task.Deadline, year),
        Measures = [.. task.Measures.Select(measure => Measure(measure, document, year))],
        Assignments = [.. task.Assignments.Select(Assignment)],
    };

    static MeasureDraft Measure(Measure measure, PolicyDocument document, int year) => new()
    {
        SourceId = measure.Id,
        Scope = Scope(measure.Scope),
        Quote = new Quotation(measure.Text, measure.Span.Start, measure.Span.End),
        Commitments = [.. measure.Commitments.Select(c => new CommitmentDraft(
            c.Id, new Quotation(c.Text, c.Span.Start, c.Span.End), Due(c.Deadline, year), [.. c.Assignments.Select(Assignment)]))],
        Rules = [.. Rules(measure.Applicability, document.Definitions)],
    };

    static IEnumerable<RuleDraft> Rules(IReadOnlyList<ApplicabilityRule> rules, IReadOnlyList<Definition> definitions)
    {
        string? before = null;
        foreach (var rule in rules)
        {
            // 强市建设示范城市必做，试点城市选做: the second status is named by the first.
            var full = RegionWords.InFull(rule.Text, before);
            yield return Rule(rule, full, definitions);
            before = full;
        }
    }

    static RuleDraft Rule(ApplicabilityRule rule, string full, IReadOnlyList<Definition> definitions)
    {
        foreach (var definition in definitions)
            if (definition.ShortName.Length > 0 && !full.Contains(definition.FullName, StringComparison.Ordinal))
                full = full.Replace(definition.ShortName, definition.FullName, StringComparison.Ordinal);
        return new RuleDraft(Level(rule), new Quotation(rule.Text, rule.Span.Start, rule.Span.End), full == rule.Text ? null : full, rule.Must);
    }

    static AssignmentDraft Assignment(Assignment a) => new(a.Organisation, a.Role switch
    {
        AssignmentRole.Lead => AssignedRole.Lead,
        AssignmentRole.Participant => AssignedRole.Participant,
        AssignmentRole.Responsible => AssignedRole.Responsible,
        _ => throw new InvalidOperationException($"A new role needs its twin here: {a.Role}."),
    }, a.Mode switch
    {
        AssignmentMode.Joint => "joint",
        AssignmentMode.Sole => "sole",
        AssignmentMode.ByFunction => "by-function",
        AssignmentMode.LeadOnly => "lead-only",
        _ => throw new InvalidOperationException($"A new mode needs its word here: {a.Mode}."),
    }, a.Span.Start, a.Span.End);

    static DueTime Due(Deadline deadline, int year) => Kind(deadline, year) is { Words.Length: > DueLength } due ? due with { Words = due.Words[..DueLength] } : Kind(deadline, year);

    static DueTime Kind(Deadline deadline, int year) => deadline.Kind switch
    {
        DeadlineKind.None => new DueTime("none", null, null),
        DeadlineKind.ByYearEnd => new DueTime("by-year-end", new DateOnly(year, 12, 31), deadline.Text),
        DeadlineKind.StageResultWithinYear => new DueTime("stage-result-within-year", null, deadline.Text), // vague stays vague
        DeadlineKind.ByDate => new DueTime("by-date", deadline.Date, deadline.Text),
        DeadlineKind.Continuous => new DueTime("continuous", null, deadline.Text),
        _ => throw new InvalidOperationException($"A new kind of deadline needs its word here: {deadline.Kind}."),
    };

    static MeasureScope Scope(ActorScope scope) => scope switch
    {
        ActorScope.Unspecified => MeasureScope.Unspecified,
        ActorScope.National => MeasureScope.National,
        ActorScope.AllRegions => MeasureScope.AllRegions,
        ActorScope.ConcernedRegions => MeasureScope.ConcernedRegions,
        ActorScope.RelevantRegions => MeasureScope.RelevantRegions,
        ActorScope.CapableRegions => MeasureScope.CapableRegions,
        ActorScope.OtherRegions => MeasureScope.OtherRegions,
        _ => throw new InvalidOperationException($"A new scope needs its twin here: {scope}."),
    };

    static DivisionLevel Level(ApplicabilityRule rule) => rule.Level switch
    {
        // 推广范围 cells name no level; their words do (某些城市), or the provinces' offices are asked (全国, 有条件的地区).
        RegionLevel.Unstated => RegionWords.LevelOf(rule.Text) switch
        {
            RegionLevel.Province => DivisionLevel.Province,
            RegionLevel.City => DivisionLevel.City,
            RegionLevel.County => DivisionLevel.County,
            _ when rule.Text.Contains('县', StringComparison.Ordinal) => DivisionLevel.County,
            _ when rule.Text.Contains("城市", StringComparison.Ordinal) => DivisionLevel.City,
            _ => DivisionLevel.Province,
        },
        RegionLevel.Province => DivisionLevel.Province,
        RegionLevel.City => DivisionLevel.City,
        RegionLevel.County => DivisionLevel.County,
        _ => throw new InvalidOperationException($"A new level needs its twin here: {rule.Level}."),
    };

    static string Word(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "==",
        Comparator.AtLeast => ">=",
        Comparator.AtMost => "<=",
        Comparator.MoreThan => ">",
        Comparator.LessThan => "<",
        _ => throw new InvalidOperationException($"A new comparator needs its sign here: {comparator}."),
    };

    static Quotation Quote(PolicyDocument document, Span span) => new(OneLine(span.Of(document.Text)), span.Start, span.End);

    // A numbered item without a title is called by its first words.
    static string FirstWords(PolicyTask task, PolicyDocument document)
    {
        var words = task.Measures.Count > 0 ? task.Measures[0].Text : OneLine(task.Span.Of(document.Text));
        return words.Length <= TitleLength ? words : $"{words[..TitleLength]}…";
    }

    static string OneLine(string words) => words.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
