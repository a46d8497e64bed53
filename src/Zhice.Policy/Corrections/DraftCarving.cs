namespace Zhice.Policy.Corrections;

// Taking words out of the nodes that hold them, before another node or mark gets them.
internal sealed partial class Draft
{
    /// <summary>
    /// Takes the words of <paramref name="span"/> out of every node: a node whose words all lie in it goes, one that reaches over an edge
    /// is cut back to the edge. The words are left for the caller to paint; <see cref="Settle"/> then renews texts and extents.
    /// </summary>
    public void Carve(Span span, bool keepTargets)
    {
        Sections.RemoveAll(s => span.Contains(s.Span));
        for (var index = 0; index < Sections.Count; index++)
            if (Cut(Sections[index].Span, span) is { } cut)
                Sections[index] = Sections[index] with { Span = cut, Title = Joined(cut.Of(Text)) };
        Submissions.RemoveAll(s => span.Contains(s.Span));
        if (!keepTargets) Targets.RemoveAll(t => Gone(t.Span, span));
        for (var index = 0; index < Tasks.Count; index++)
            if (Tasks[index].Span.Overlaps(span) || Holds(Tasks[index], span)) Tasks[index] = Carved(Tasks[index], span);
    }

    static bool Holds(PolicyTask task, Span span) =>
        task.Assignments.Any(a => a.Span.Overlaps(span)) || task.Measures.Any(m => m.Span.Overlaps(span) || m.Applicability.Any(r => r.Span.Overlaps(span)));

    PolicyTask Carved(PolicyTask task, Span span)
    {
        if (task.TitleSpan is { } title)
        {
            if (span.Contains(title)) task = task with { Title = null, TitleSpan = null };
            else if (Cut(title, span) is { } cut) task = task with { Title = Joined(cut.Of(Text)), TitleSpan = cut };
        }
        return task with
        {
            Deadline = Carved(task.Deadline, span),
            Assignments = Carved(task.Assignments, span),
            Measures = [.. task.Measures.Select(measure => measure with
            {
                ScopeSpan = measure.ScopeSpan is { } scope && span.Contains(scope) ? null : measure.ScopeSpan,
                Applicability = [.. measure.Applicability.Where(r => !Gone(r.Span, span))],
                Commitments = [.. measure.Commitments.Where(c => !Gone(c.Span, span)).Select(c => c with
                {
                    Span = Cut(c.Span, span) ?? c.Span,
                    Deadline = Carved(c.Deadline, span),
                    Assignments = Carved(c.Assignments, span),
                })],
            })],
        };
    }

    static Deadline Carved(Deadline deadline, Span span) => deadline.Span is { } words && Gone(words, span) ? Deadline.None : deadline;

    static List<Assignment> Carved(IReadOnlyList<Assignment> assignments, Span span) => [.. assignments.Where(a => !Gone(a.Span, span))];

    static bool Gone(Span node, Span span) => !node.IsEmpty && span.Contains(node);

    // What is left of a node at one edge of the span; null where nothing is to be cut, or where the span lies inside it.
    static Span? Cut(Span node, Span span) =>
        !node.Overlaps(span) || span.Contains(node) ? null
        : span.Start <= node.Start ? new Span(span.End, node.End)
        : span.End >= node.End ? new Span(node.Start, span.Start)
        : null;

    /// <summary>Renews texts and extents of the tasks that <paramref name="span"/> touched, and lets go of nodes without words.</summary>
    public void Settle(Span span)
    {
        for (var index = 0; index < Tasks.Count; index++)
        {
            var task = Tasks[index];
            if (!task.Span.Overlaps(span) && !Holds(task, span)) continue;
            var measures = new List<Measure>();
            foreach (var measure in task.Measures)
            {
                var commitments = measure.Commitments.Select(c => Touches(c.Span, span) ? Renewed(c, span) : c).Where(c => c.Text.Length > 0).ToList();
                if (commitments.Count == 0 && measure.Commitments.Count + measure.Applicability.Count + measure.Text.Length > 0 && Shrunk(measure, span)) continue;
                measures.Add(Renewed(measure with { Commitments = commitments }, span));
            }
            task = task with { Measures = measures };
            Tasks[index] = task with { Span = Extent(task.Id, task.Span) };
        }
        Tasks.RemoveAll(t => t.Title is null && t.Measures.Count == 0 && t.Assignments.Count == 0 && Touches(t.Span, span));
        PlaceUnderSections();
    }

    bool Shrunk(Measure measure, Span span) => Touches(measure.Span, span) && Words(measure.Span, measure.Id).Length == 0;

    static bool Touches(Span node, Span span) => node.Start <= span.End && span.Start <= node.End;

    // A neighbour that lost nothing keeps the parser's own words.
    Commitment Renewed(Commitment commitment, Span touched)
    {
        var span = Trimmed(commitment.Span);
        var words = Words(span, commitment.Id);
        return commitment.Span.Overlaps(touched) || words.Length < commitment.Text.Length ? commitment with { Span = span, Text = words } : commitment;
    }

    /// <summary>The measure with its range and words worked out from its commitments, where <paramref name="span"/> touched it.</summary>
    public Measure Renewed(Measure measure, Span span)
    {
        if (measure.Commitments.Count == 0 || !Touches(measure.Span, span) && measure.Commitments.All(c => measure.Span.Contains(c.Span))) return measure;
        var extent = new Span(measure.Commitments.Min(c => c.Span.Start), measure.Commitments.Max(c => c.Span.End));
        return measure with { Span = extent, Text = Words(extent, measure.Id) };
    }

    void ForgetTargetsOfGoneNodes()
    {
        for (var index = 0; index < Targets.Count; index++)
        {
            var target = Targets[index];
            if (target.CommitmentId is not null && Commitment(target.CommitmentId) is null) target = target with { CommitmentId = null };
            if (target.TaskId is not null && Task(target.TaskId) is null) target = target with { TaskId = null };
            Targets[index] = target;
        }
    }
}
