using System.Globalization;

namespace Zhice.Policy.Corrections;

/// <summary>Splitting nodes at an offset in their words.</summary>
internal static class Splits
{
    public static LossReason? Split(Step step)
    {
        if (!int.TryParse(step.Value("at"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return LossReason.ValueNotUnderstood;
        var draft = step.Draft;
        switch (step.Node.Kind)
        {
            case NodeKind.Commitment:
                var commitment = draft.Commitment(step.Node.Id)!;
                return SplitCommitment(draft, commitment, commitment.Span.Start + offset) is null ? LossReason.NotPossible : null;
            case NodeKind.Measure:
                return SplitMeasure(step, draft.MeasureOf(step.Node.Id)!.Value.Measure, offset);
            case NodeKind.Task:
                return SplitTask(step, draft.Task(step.Node.Id)!, offset);
            default:
                return LossReason.NotPossible;
        }
    }

    /// <summary>Splits a commitment; gives the new one's id, or null where one side would be without words.</summary>
    static string? SplitCommitment(Draft draft, Commitment whole, int at)
    {
        var first = draft.Trimmed(new Span(whole.Span.Start, Math.Clamp(at, whole.Span.Start, whole.Span.End)));
        var second = draft.Trimmed(new Span(Math.Clamp(at, whole.Span.Start, whole.Span.End), whole.Span.End));
        if (draft.Words(first, whole.Id).Length == 0 || draft.Words(second, whole.Id).Length == 0) return null;

        var (task, measure) = draft.MeasureOf(whole.Id)!.Value;
        var id = draft.NewId(measure.Id, "c");
        draft.Hand(second, owner => owner == whole.Id ? id : null);
        var later = whole.Deadline.Span is { } due && due.Start >= second.Start;
        // A mark governs both halves: who was responsible for the sentence is so for each part of it.
        var one = whole with { Span = first, Text = draft.Words(first, whole.Id), Deadline = later ? Deadline.None : whole.Deadline };
        var two = whole with { Id = id, Span = second, Text = draft.Words(second, id), Deadline = later ? whole.Deadline : Deadline.None };
        draft.ChangeMeasure(measure.Id, m => m with { Commitments = [.. m.Commitments.SelectMany(c => c.Id == whole.Id ? [one, two] : new[] { c })] });
        draft.MoveTargets(second, task.Id, id);
        return id;
    }

    static LossReason? SplitMeasure(Step step, Measure whole, int offset)
    {
        var draft = step.Draft;
        var at = whole.Span.Start + offset;
        var scope = whole.Scope;
        if (step.Value("scope") is { } asked && !Spelling.TryRead(asked, out scope)) return LossReason.ValueNotUnderstood;
        var task = draft.TaskOf(whole.Id)!;
        return Divide(draft, whole.Id, at) is not { } second
            ? LossReason.NotPossible
            : Insert(second with { Scope = scope });

        LossReason? Insert(Measure added)
        {
            draft.Change(task.Id, t => t with { Measures = [.. t.Measures.SelectMany(m => m.Id == whole.Id ? [m, added] : new[] { m })] });
            return null;
        }
    }

    /// <summary>Takes what stands from <paramref name="at"/> out of a measure, as a measure of its own not yet in the task; null where a side is empty.</summary>
    static Measure? Divide(Draft draft, string id, int at)
    {
        var whole = draft.MeasureOf(id)!.Value.Measure;
        if (whole.Commitments.FirstOrDefault(c => c.Span.Start < at && at < c.Span.End) is { } across) SplitCommitment(draft, across, at);
        whole = draft.MeasureOf(id)!.Value.Measure;
        var kept = whole.Commitments.Where(c => c.Span.Start < at).ToList();
        var moved = whole.Commitments.Where(c => c.Span.Start >= at).ToList();
        if (kept.Count == 0 || moved.Count == 0) return null;

        var newId = draft.NewId(draft.TaskOf(id)!.Id, "m");
        draft.ChangeMeasure(id, m => Rebuilt(draft, m with { Commitments = kept }));
        return Renamed(draft, new Measure { Id = newId, Scope = whole.Scope, Text = "", Span = whole.Span, Commitments = moved }, newId);
    }

    static Measure Rebuilt(Draft draft, Measure measure)
    {
        if (measure.Commitments.Count == 0) return measure;
        var span = new Span(measure.Commitments[0].Span.Start, measure.Commitments[^1].Span.End);
        return measure with { Span = span, Text = draft.Words(span, measure.Id) };
    }

    /// <summary>Gives a measure and its commitments new ids; parts and targets follow.</summary>
    public static Measure Renamed(Draft draft, Measure measure, string newId)
    {
        var names = measure.Commitments.Select((c, i) => (Old: c.Id, New: $"{newId}.c{i + 1}")).Append((Old: measure.Id, New: newId))
            .ToDictionary(n => n.Old, n => n.New, StringComparer.Ordinal);
        draft.HandAll(owner => names.GetValueOrDefault(owner));
        for (var index = 0; index < draft.Targets.Count; index++)
            if (draft.Targets[index].CommitmentId is { } id && names.TryGetValue(id, out var renamed))
                draft.Targets[index] = draft.Targets[index] with { CommitmentId = renamed };
        return Rebuilt(draft, measure with { Id = newId, Commitments = [.. measure.Commitments.Select(c => c with { Id = names[c.Id] })] });
    }

    static LossReason? SplitTask(Step step, PolicyTask whole, int offset)
    {
        var draft = step.Draft;
        var at = whole.Span.Start + offset;
        if (offset <= 0 || offset >= whole.Span.Length) return LossReason.NotPossible;
        var newId = draft.NewId("", "t");
        var moved = new List<Measure>();
        foreach (var measure in whole.Measures)
        {
            if (measure.Span.Start >= at) moved.Add(measure);
            else if (at < measure.Span.End && Divide(draft, measure.Id, at) is { } second) moved.Add(second);
        }
        // One side may be a bare title, but not nothing.
        if (moved.Count == 0 || moved.Count == whole.Measures.Count && moved[0].Id == whole.Measures[0].Id && (whole.TitleSpan is not { } title || title.Start >= at))
            return LossReason.NotPossible;

        var gone = moved.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        draft.Change(whole.Id, t => t with { Measures = [.. t.Measures.Where(m => !gone.Contains(m.Id))] });
        var renamed = new List<Measure>();
        foreach (var measure in moved) renamed.Add(Renamed(draft, measure, $"{newId}.m{renamed.Count + 1}"));

        // Words of the task from the offset on are the new task's; who answers for both, and by when, is shared where only one side names it.
        draft.Hand(new Span(at, whole.Span.End), owner => owner == whole.Id ? newId : null);
        var before = draft.Task(whole.Id)!;
        var (here, there) = Shared(before.Assignments, a => a.Span.Start >= at && !a.Span.IsEmpty);
        draft.Change(whole.Id, t => t with { Assignments = here });
        var titleMoves = before.TitleSpan is { } words && words.Start >= at;
        draft.Insert(new PolicyTask
        {
            Id = newId,
            Number = step.Words("number"),
            Title = step.Words("title") ?? (titleMoves ? before.Title : null),
            TitleSpan = titleMoves ? before.TitleSpan : null,
            SectionPath = before.SectionPath,
            Span = new Span(at, whole.Span.End),
            Measures = renamed,
            Assignments = there,
            Deadline = before.Deadline,
        });
        if (titleMoves) draft.Change(whole.Id, t => t with { Title = null, TitleSpan = null });
        draft.Change(whole.Id, t => t with { Span = draft.Extent(whole.Id, new Span(whole.Span.Start, at)) });
        draft.Change(newId, t => t with { Span = draft.Extent(newId, t.Span) });
        foreach (var measure in renamed) draft.MoveTargetsToSentences(newId, measure);
        draft.PlaceUnderSections();
        return null;
    }

    static (IReadOnlyList<Assignment> Here, IReadOnlyList<Assignment> There) Shared(IReadOnlyList<Assignment> all, Func<Assignment, bool> after)
    {
        var there = all.Where(after).ToList();
        var here = all.Where(a => !after(a)).ToList();
        return (here.Count == 0 ? all : here, there.Count == 0 ? all : there);
    }
}
