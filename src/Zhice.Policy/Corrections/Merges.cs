namespace Zhice.Policy.Corrections;

/// <summary>Joining a node with the one after it.</summary>
internal static class Merges
{
    public static LossReason? Merge(Step step) => step.Node.Kind switch
    {
        NodeKind.Commitment => MergeCommitment(step.Draft, step.Node.Id!),
        NodeKind.Measure => MergeMeasure(step.Draft, step.Node.Id!),
        NodeKind.Task => MergeTask(step.Draft, step.Node.Id!),
        _ => LossReason.NotPossible,
    };

    static LossReason? MergeCommitment(Draft draft, string id)
    {
        var (task, measure) = draft.MeasureOf(id)!.Value;
        var index = measure.Commitments.ToList().FindIndex(c => c.Id == id);
        if (index + 1 >= measure.Commitments.Count) return LossReason.NotPossible;
        var (one, two) = (measure.Commitments[index], measure.Commitments[index + 1]);
        draft.HandAll(owner => owner == two.Id ? one.Id : null);
        var span = one.Span.Union(two.Span);
        var joined = one with
        {
            Span = span,
            Text = draft.Words(span, one.Id),
            Assignments = Union(one.Assignments, two.Assignments),
            Deadline = one.Deadline.Kind == DeadlineKind.None ? two.Deadline : one.Deadline,
        };
        draft.ChangeMeasure(measure.Id, m => m with { Commitments = [.. m.Commitments.Where(c => c.Id != two.Id).Select(c => c.Id == one.Id ? joined : c)] });
        draft.MoveTargets(two.Span, task.Id, one.Id);
        return null;
    }

    static LossReason? MergeMeasure(Draft draft, string id)
    {
        var task = draft.TaskOf(id)!;
        var index = task.Measures.ToList().FindIndex(m => m.Id == id);
        if (index + 1 >= task.Measures.Count) return LossReason.NotPossible;
        var (one, two) = (task.Measures[index], task.Measures[index + 1]);
        var names = two.Commitments.ToDictionary(c => c.Id, c => c.Id, StringComparer.Ordinal);
        var taken = one.Commitments.ToList();
        foreach (var commitment in two.Commitments)
        {
            var name = draft.NewId(one.Id, "c", taken.Select(c => c.Id));
            names[commitment.Id] = name;
            taken.Add(commitment with { Id = name });
        }
        draft.HandAll(owner => owner == two.Id ? one.Id : names.GetValueOrDefault(owner));
        for (var target = 0; target < draft.Targets.Count; target++)
            if (draft.Targets[target].CommitmentId is { } old && names.TryGetValue(old, out var renamed))
                draft.Targets[target] = draft.Targets[target] with { CommitmentId = renamed };
        var span = one.Span.Union(two.Span);
        var joined = one with
        {
            Span = span,
            Text = draft.Words(span, one.Id),
            Commitments = taken,
            Applicability = [.. one.Applicability.Concat(two.Applicability.Where(r => !one.Applicability.Contains(r)))],
        };
        draft.Change(task.Id, t => t with { Measures = [.. t.Measures.Where(m => m.Id != two.Id).Select(m => m.Id == one.Id ? joined : m)] });
        return null;
    }

    // The second's title is text where the first already has text: a row that began anew in the middle of a task.
    static LossReason? MergeTask(Draft draft, string id)
    {
        var index = draft.Tasks.FindIndex(t => t.Id == id);
        if (index + 1 >= draft.Tasks.Count) return LossReason.NotPossible;
        var (one, two) = (draft.Tasks[index], draft.Tasks[index + 1]);
        var moved = new List<Measure>();
        foreach (var measure in two.Measures) moved.Add(Splits.Renamed(draft, measure, Fresh()));
        if (one.Measures.Count > 0 && two.TitleSpan is { } title) moved.Insert(0, TitleAsText(draft, title, Fresh()));
        draft.HandAll(owner => owner == two.Id ? id : null);
        var joined = one with
        {
            Title = one.Measures.Count > 0 ? one.Title ?? two.Title : one.Title + two.Title is { Length: > 0 } both ? both : null,
            TitleSpan = one.Measures.Count == 0 && one.TitleSpan is { } first && two.TitleSpan is { } second ? first.Union(second) : one.TitleSpan ?? (one.Measures.Count > 0 ? null : two.TitleSpan),
            Measures = [.. one.Measures, .. moved],
            Assignments = Union(one.Assignments, two.Assignments),
            Deadline = one.Deadline.Kind == DeadlineKind.None ? two.Deadline : one.Deadline,
        };
        draft.Tasks[index] = joined;
        draft.Tasks.RemoveAt(index + 1);
        draft.Change(id, t => t with { Span = draft.Extent(id, one.Span.Union(two.Span)) });
        for (var target = 0; target < draft.Targets.Count; target++)
            if (draft.Targets[target].TaskId == two.Id) draft.Targets[target] = draft.Targets[target] with { TaskId = id };
        draft.PlaceUnderSections();
        return null;

        string Fresh() => draft.NewId(id, "m", moved.Select(m => m.Id));
    }

    static Measure TitleAsText(Draft draft, Span title, string id)
    {
        var commitment = new Commitment { Id = $"{id}.c1", Span = title, Text = Draft.Joined(title.Of(draft.Text)) };
        draft.Paint(title, PartRole.Commitment, commitment.Id);
        return new Measure { Id = id, Text = commitment.Text, Span = title, Commitments = [commitment] };
    }

    static IReadOnlyList<Assignment> Union(IReadOnlyList<Assignment> one, IReadOnlyList<Assignment> two) =>
        [.. one.Concat(two.Where(b => one.All(a => a.Organisation != b.Organisation)))];
}
