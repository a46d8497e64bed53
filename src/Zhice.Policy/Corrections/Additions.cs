using System.Globalization;

namespace Zhice.Policy.Corrections;

/// <summary>Adding nodes, mostly from selected words, and saying what words are.</summary>
internal static class Additions
{
    public static LossReason? Add(Step step)
    {
        if (!Spelling.TryRead(step.Value("kind"), out NodeKind kind)) return LossReason.ValueNotUnderstood;
        switch (kind)
        {
            case NodeKind.Assignment: return AssignmentSteps.Add(step);
            case NodeKind.Applicability: return AddRule(step);
            case NodeKind.Target: return AddTarget(step);
        }
        if (step.Selection is not { IsEmpty: false } selection) return LossReason.WordsNotFound;
        return kind switch
        {
            NodeKind.Section => AddSection(step, selection),
            NodeKind.Task => AddTask(step, selection),
            NodeKind.Measure => AddMeasure(step, selection),
            NodeKind.Commitment => AddCommitment(step, selection),
            NodeKind.Submission => AddSubmission(step, selection),
            _ => LossReason.NotPossible,
        };
    }

    /// <summary>Selected words are noise, narrative and the like: they leave the nodes that held them.</summary>
    public static LossReason? Mark(Step step)
    {
        if (step.Selection is not { IsEmpty: false } selection) return LossReason.WordsNotFound;
        if (!Spelling.TryRead(step.Value("role"), out PartRole role)
            || role is not (PartRole.Noise or PartRole.Narrative or PartRole.Note or PartRole.Metadata or PartRole.Unparsed))
            return LossReason.ValueNotUnderstood;
        step.Draft.Carve(selection, keepTargets: role == PartRole.Narrative);
        step.Draft.Paint(selection, role, null);
        step.Draft.Settle(selection);
        return null;
    }

    static LossReason? AddSection(Step step, Span selection)
    {
        var above = step.Draft.Sections.FindLast(s => s.Span.Start <= selection.Start);
        var level = above?.Level ?? 1;
        if (step.Value("level") is { } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out level) || level is < 1 or > 9))
            return LossReason.ValueNotUnderstood;
        step.Draft.Carve(selection, keepTargets: true);
        var id = step.Draft.NewId("", "s");
        step.Draft.Sections.Add(new PolicySection(id, null, step.Words("title") ?? Draft.Joined(selection.Of(step.Draft.Text)), level, null, selection));
        step.Draft.Paint(selection, PartRole.Heading, id);
        step.Draft.Settle(selection);
        return null;
    }

    // The words become the task's title with as=title, else its text: one measure, sentence by sentence.
    static LossReason? AddTask(Step step, Span selection)
    {
        var asTitle = step.Value("as") == "title";
        step.Draft.Carve(selection, keepTargets: true);
        var id = step.Draft.NewId("", "t");
        var task = new PolicyTask { Id = id, Number = step.Words("number"), Title = step.Words("title"), Span = selection };
        if (asTitle)
        {
            step.Draft.Insert(task with { Title = task.Title ?? Draft.Joined(selection.Of(step.Draft.Text)), TitleSpan = selection });
            step.Draft.Paint(selection, PartRole.TaskTitle, id);
        }
        else
        {
            step.Draft.Insert(task);
            if (NewMeasure(step, id, selection) is not { } measure) return LossReason.ValueNotUnderstood;
            step.Draft.Change(id, t => t with { Measures = [measure] });
            step.Draft.MoveTargetsToSentences(id, measure);
        }
        step.Draft.Settle(selection);
        return null;
    }

    static LossReason? AddMeasure(Step step, Span selection)
    {
        if (step.Draft.TaskOf(step.Node.Id)?.Id is not { } taskId) return LossReason.NotPossible;
        step.Draft.Carve(selection, keepTargets: true);
        if (step.Draft.Task(taskId) is null || NewMeasure(step, taskId, selection) is not { } measure) return LossReason.ValueNotUnderstood;
        step.Draft.Change(taskId, t => t with { Measures = [.. t.Measures.Append(measure).OrderBy(m => m.Span.Start)] });
        step.Draft.MoveTargetsToSentences(taskId, measure);
        step.Draft.Settle(selection);
        return null;
    }

    static Measure? NewMeasure(Step step, string taskId, Span selection)
    {
        var scope = ActorScope.Unspecified;
        if (step.Value("scope") is { } asked && !Spelling.TryRead(asked, out scope)) return null;
        var id = step.Draft.NewId(taskId, "m");
        var commitments = new List<Commitment>();
        foreach (var sentence in SentencesOf(step.Draft.Text, selection))
        {
            var commitment = new Commitment { Id = $"{id}.c{commitments.Count + 1}", Span = sentence, Text = Draft.Joined(sentence.Of(step.Draft.Text)) };
            step.Draft.Paint(sentence, PartRole.Commitment, commitment.Id);
            commitments.Add(commitment);
        }
        return new Measure { Id = id, Scope = scope, Text = step.Draft.Words(selection, id), Span = selection, Commitments = commitments };
    }

    // A sentence ends after 。！？ that stands outside brackets and quotation marks, or with the words.
    internal static IEnumerable<Span> SentencesOf(string text, Span span)
    {
        var (start, depth) = (span.Start, 0);
        for (var at = span.Start; at < span.End; at++)
        {
            if ("（(《“「[【".Contains(text[at], StringComparison.Ordinal)) depth++;
            else if ("）)》”」]】".Contains(text[at], StringComparison.Ordinal)) depth = Math.Max(0, depth - 1);
            if (at + 1 < span.End && (depth > 0 || !"。！？".Contains(text[at], StringComparison.Ordinal))) continue;
            var sentence = Trim(text, new Span(start, at + 1));
            if (!sentence.IsEmpty) yield return sentence;
            start = at + 1;
        }
    }

    static Span Trim(string text, Span span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return new Span(start, end);
    }

    static LossReason? AddCommitment(Step step, Span selection)
    {
        var task = step.Draft.TaskOf(step.Node.Id);
        if (task is null) return LossReason.NotPossible;
        var measureId = step.Draft.MeasureOf(step.Node.Id)?.Measure.Id
            ?? (task.Measures.LastOrDefault(m => m.Span.Start <= selection.Start) ?? (task.Measures.Count > 0 ? task.Measures[0] : null))?.Id;
        if (measureId is null) return AddMeasure(step, selection);
        step.Draft.Carve(selection, keepTargets: true);
        if (step.Draft.MeasureOf(measureId) is null) return LossReason.NotPossible;
        var id = step.Draft.NewId(measureId, "c");
        step.Draft.Paint(selection, PartRole.Commitment, id);
        var commitment = new Commitment { Id = id, Span = selection, Text = step.Draft.Words(selection, id) };
        step.Draft.ChangeMeasure(measureId, m =>
        {
            var all = m.Commitments.Append(commitment).OrderBy(c => c.Span.Start).ToList();
            var extent = new Span(Math.Min(m.Span.Start, all[0].Span.Start), Math.Max(m.Span.End, all[^1].Span.End));
            return m with { Commitments = all, Span = extent, Text = step.Draft.Words(extent, m.Id) };
        });
        step.Draft.MoveTargets(selection, task.Id, id);
        step.Draft.Settle(selection);
        return null;
    }

    static LossReason? AddRule(Step step)
    {
        if (step.Draft.MeasureOf(step.Node.Id)?.Measure is not { } measure || measure.Id != step.Node.Id) return LossReason.NotPossible;
        if (step.Selection is { } place && step.Draft.TaskOf(measure.Id) is { } item && !step.Draft.Beside(item, place)) return LossReason.WordsElsewhere;
        var words = step.Selection is { } selected ? Draft.Joined(selected.Of(step.Draft.Text)) : "";
        var blank = new ApplicabilityRule(RegionLevel.Province, words, null, step.Selection ?? new Span(measure.Span.End, measure.Span.End));
        if (Fields.ReadRule(step, blank) is not { } rule) return LossReason.ValueNotUnderstood;
        if (step.Selection is { } selection)
        {
            step.Draft.Carve(selection, keepTargets: true);
            if (step.Draft.MeasureOf(measure.Id) is null) return LossReason.NotPossible;
            step.Draft.Paint(selection, PartRole.Applicability, measure.Id);
        }
        step.Draft.ChangeMeasure(measure.Id, m => m with { Applicability = [.. m.Applicability, rule] });
        if (step.Selection is { } painted) step.Draft.Settle(painted);
        return null;
    }

    // A target's words stay the sentence's words: it points into them.
    static LossReason? AddTarget(Step step)
    {
        var task = step.Draft.TaskOf(step.Node.Id);
        var commitment = step.Draft.Commitment(step.Node.Id)
            ?? (step.Selection is { } place ? task?.Measures.SelectMany(m => m.Commitments).FirstOrDefault(c => c.Span.Contains(place)) : null);
        var end = commitment?.Span.End ?? task?.Span.End ?? 0;
        var blank = new QuantityTarget("", Comparator.AtLeast, 0, "", false, null, task?.Id, commitment?.Id, step.Selection ?? new Span(end, end));
        if (!step.To.ContainsKey("value") || Fields.ReadTarget(step, blank) is not { } target) return LossReason.ValueNotUnderstood;
        step.Draft.AddTarget(target);
        return null;
    }

    static LossReason? AddSubmission(Step step, Span selection)
    {
        if (Fields.ReadSubmission(step, new SubmissionDuty(null, null, [], null, [], selection)) is not { } duty) return LossReason.ValueNotUnderstood;
        step.Draft.Carve(selection, keepTargets: true);
        step.Draft.Submissions.Add(duty);
        step.Draft.Submissions.Sort((one, other) => one.Span.Start.CompareTo(other.Span.Start));
        step.Draft.Paint(selection, PartRole.Submission, null);
        step.Draft.Settle(selection);
        return null;
    }
}
