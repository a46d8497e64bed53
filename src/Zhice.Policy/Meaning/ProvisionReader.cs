using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>What a provision, item or content cell says.</summary>
/// <param name="Measures">Its measures, commitments inside.</param>
/// <param name="Assignments">Responsibility that one note states for the whole of it.</param>
/// <param name="Deadline">Deadline that a note states for the whole of it.</param>
internal sealed record Provision(List<Measure> Measures, IReadOnlyList<Assignment> Assignments, Deadline Deadline)
{
    /// <summary>What a note states for the whole, or the only sentence for itself: where it names several days, the last.</summary>
    public Deadline WholeDeadline =>
        Deadline.Kind == DeadlineKind.None && Measures is [{ Commitments: { Count: > 0 } parts }] && parts.Take(parts.Count - 1).All(p => CharacterFold.Of(p.Text) is [.., ',']) ? parts[^1].Deadline : Deadline;
}

/// <summary>Reads the paragraphs of one task into measures and commitments; a mark governs the sentences since the mark before it.</summary>
/// <param name="findings">What is gathered over the document.</param>
/// <param name="taskId">The id of the task that they make.</param>
/// <param name="onlyLabels">True where only words before a colon address somebody.</param>
/// <param name="inherited">The note of the chapter above, which governs a task that has none of its own.</param>
/// <param name="measuresBefore">How many measures the task has from the rows above, so that these are counted on.</param>
internal sealed class ProvisionReader(Findings findings, string taskId, bool onlyLabels, ResponsibilityMark? inherited = null, int measuresBefore = 0)
{
    sealed class Draft
    {
        public required Flow Flow;
        public int Start, End;
        public string Tail = "";
        public NodeId Id;
        public int[] Partner = [];
        public IReadOnlyList<Assignment> Assignments = [];
        public Deadline MarkDeadline = Deadline.None;
    }

    sealed class MeasureDraft
    {
        public ActorScope Scope;
        public Span? ScopeSpan;
        public readonly List<Draft> Commitments = [];
        public readonly List<ApplicabilityRule> Applicability = [];
    }

    sealed record Group(List<Draft> Governed, List<Assignment> Assignments, Deadline Deadline);

    readonly List<MeasureDraft> measures = [];
    readonly List<Group> groups = [];
    readonly List<(int Start, int End, Flow Flow)> ranges = [];
    List<Draft> pending = [];
    Draft? lastDraft;
    // 国家层面： was said, so that 省级层面： after it speaks of the provinces.
    bool national;

    /// <param name="paragraphs">The words, in order.</param>
    /// <param name="due">The day that the task's own deadline cell names, for the levels in the sentences.</param>
    /// <param name="boxed">The words of a box below, of which the task's note does not speak.</param>
    public Provision Read(IEnumerable<Flow> paragraphs, DateOnly? due, IEnumerable<Flow>? boxed = null)
    {
        foreach (var flow in paragraphs)
            foreach (var addressed in ByAddressee(WithoutLabel(flow))) Paragraph(addressed);
        if (leads) CloseLed();
        if (inherited is not null && groups.TrueForAll(g => g.Assignments.Count == 0)) Inherit(inherited);
        var whole = groups.Count == 1 && pending.Count == 0 ? groups[0] : null;
        foreach (var flow in boxed ?? []) Paragraph(flow);
        // Of a long text there are as many lists as tasks: each is as long as what it holds, and one for all the sentences of a note.
        Assignment[]? ofWhole = null;
        foreach (var group in groups)
        {
            findings.Rules.Standing?.AddTo(group.Assignments);
            Assignment[] shared = [.. group.Assignments];
            if (ReferenceEquals(group, whole)) ofWhole = shared;
            foreach (var draft in group.Governed) (draft.Assignments, draft.MarkDeadline) = (shared, group.Deadline);
        }
        var taskDue = due ?? (whole is null ? null : DueOf(whole.Deadline));
        var rules = ranges.SelectMany(r => Applicability.Rules(r.Flow, r.Start, r.End)).ToList();
        var result = new List<Measure>(measures.Count);
        for (var m = 0; m < measures.Count; m++) result.Add(Finish(measures[m], IdOf(measuresBefore + m + 1), taskDue));
        if (rules.Count > 0) result = Applicability.Attach(result, [rules]);
        return new Provision(result, ofWhole ?? [], whole?.Deadline ?? Deadline.None);
    }

    /// <summary>The note above governs what has none, and what has a deadline alone.</summary>
    void Inherit(ResponsibilityMark above)
    {
        foreach (var group in groups) group.Assignments.AddRange(findings.Shared(above.Assignments));
        if (pending.Count > 0 || groups.Count == 0) groups.Add(new Group(pending, findings.Shared(above.Assignments), above.Deadline));
        pending = [];
        if (ranges.Count == 0 && above is { Words: { } words, Range: var (start, end) } && end > start) ranges.Add((start, end, words));
    }

    NodeId IdOf(int measure) => new(taskId, findings.Shared($".m{measure}"));

    NodeId IdOf(int measure, int commitment) => new(taskId, findings.Shared($".m{measure}.c{commitment}"));

    DateOnly? DueOf(Deadline deadline) => deadline.Kind switch
    {
        DeadlineKind.ByDate => deadline.Date,
        DeadlineKind.ByYearEnd when findings.Rules.Year is { } year => new DateOnly(year, 12, 31),
        _ => null,
    };

    // 落实举措： was said: the words behind it are laid out as a list's cell is, where 各地区要… addresses somebody without a colon.
    bool labelled;

    /// <summary>落实举措：, 主要任务： say what the words behind them are.</summary>
    Flow WithoutLabel(Flow flow)
    {
        var length = ContentLabels.At(flow.Fold);
        if (length == 0) return flow;
        labelled = true;
        findings.Painter.Take(PartRole.Note, flow, 0, length, taskId);
        return flow.Slice(length, flow.Length);
    }

    /// <summary>One paragraph may address several, one after the other: 国家知识产权局：….各地区：….</summary>
    static IEnumerable<Flow> ByAddressee(Flow flow)
    {
        if (flow.Length == 0) yield break;
        var from = 0;
        if (flow.Fold.Contains(':', StringComparison.Ordinal))
        {
            var partner = BracketPairs.Match(flow.Fold);
            foreach (var (start, end) in Sentences.Split(flow.Fold, partner, 0, flow.Length))
            {
                var at = start;
                while (at < end && (flow.Fold[at] == ' ' || partner[at] > at && flow.Fold[at] == '(')) at = flow.Fold[at] == ' ' ? at + 1 : partner[at] + 1;
                if (at == 0 || at >= end || Scopes.At(flow.Fold[at..end], onlyLabels: true, out _, out var set) == ActorScope.Unspecified || !set) continue;
                yield return flow.Slice(from, at);
                from = at;
            }
        }
        yield return flow.Slice(from, flow.Length);
    }

    void Paragraph(Flow flow)
    {
        var partner = BracketPairs.Match(flow.Fold);
        findings.Citations.Collect(flow, partner);
        if (Applicability.IsLine(flow.Fold))
        {
            findings.Painter.Take(PartRole.Applicability, flow, taskId);
            ranges.Add((0, flow.Length, flow));
            return;
        }
        var at = 0;
        var scope = Scopes.At(flow.Fold, onlyLabels && !labelled, out var length, out var set);
        if (scope == ActorScope.National && Scopes.IsBelowNational(flow.Fold) && national) scope = ActorScope.AllRegions;
        if (scope != ActorScope.Unspecified)
        {
            national |= scope == ActorScope.National && !Scopes.IsBelowNational(flow.Fold);
            var measure = new MeasureDraft { Scope = scope, ScopeSpan = flow.SpanOf(0, length) };
            measures.Add(measure);
            if (set)
            {
                findings.Painter.Take(PartRole.Scope, flow, 0, length, IdOf(measuresBefore + measures.Count));
                at = length;
            }
        }
        foreach (var mark in ResponsibilityMark.In(flow, partner, at, flow.Length, findings.Rules))
        {
            Text(flow, partner, at, mark.Start);
            Apply(flow, mark);
            at = mark.End;
        }
        Text(flow, partner, at, flow.Length);
    }

    void Text(Flow flow, int[] partner, int start, int end)
    {
        var fold = flow.Fold;
        // The stop after a mark (…工作（条法司负责）。) ends the sentence before the mark.
        var from = start;
        while (from < end && fold[from] is '。' or ';' or ',' or '、' or ' ' or '.') from++;
        if (from > start && lastDraft is not null)
        {
            if (lastDraft.Tail.Length == 0 && !Ending.IsComplete(lastDraft.Flow.Fold[lastDraft.Start..lastDraft.End])) lastDraft.Tail = flow.Words(start, start + 1);
            findings.Painter.Take(PartRole.Commitment, flow, start, from, lastDraft.Id);
        }
        else from = start;
        foreach (var (first, last) in Sentences.SplitActions(fold, partner, from, end))
        {
            var (s, e) = (first, last);
            while (s < e && fold[s] == ' ') s++;
            if (e > s && Applicability.HeadIn(flow, s, e) is > 0 and var ranged)
            {
                findings.Painter.Take(PartRole.Applicability, flow, s, ranged, taskId);
                ranges.Add((s, ranged - 1, flow));
                s = ranged;
            }
            while (e > s && fold[e - 1] == ' ') e--;
            if (e - s < 2)
            {
                if (e > s && lastDraft is not null) findings.Painter.Take(PartRole.Commitment, flow, s, e, lastDraft.Id);
                continue;
            }
            if (ReadingRules.StatesFirstNamedLeads(fold[s..e]))
            {
                findings.Painter.Take(PartRole.Note, flow, s, e);
                continue;
            }
            // …责任单位：甲局。|3月底前启动，11月20日前完成。
            if (pending.Count == 0 && groups.Count > 0 && !leads && groups[^1].Deadline.Kind == DeadlineKind.None && Deadlines.IsAll(fold, s, e))
            {
                groups[^1] = groups[^1] with { Deadline = Deadlines.OfCell(flow, s, e, findings.Rules.Year) };
                findings.Painter.Take(PartRole.Deadline, flow, s, e, taskId);
                continue;
            }
            if (measures.Count == 0) measures.Add(new MeasureDraft());
            Commit(flow, partner, s, e);
        }
    }

    /// <summary>A sentence is one commitment; where it names several days and does not only send something on each, one for each.</summary>
    void Commit(Flow flow, int[] partner, int start, int end)
    {
        var duties = findings.SubmissionsIn(flow, partner, start, end);
        findings.Submissions.AddRange(duties);
        var parts = Deadlines.SplitByDay(flow.Fold, partner, start, end, findings.Rules.Year);
        // 6月底前报送总结，|12月底前完成评估: what is only sent on several days stays one.
        if (duties.Count > 0 && parts.TrueForAll(p => findings.SubmissionsIn(flow, partner, p.Start, p.End).Count > 0 || Submissions.Sends(flow, partner, p.Start, p.End))) parts = [(start, end)];
        foreach (var (s, e) in parts)
        {
            var measure = measures[^1];
            var draft = new Draft { Flow = flow, Start = s, End = e, Partner = partner, Id = IdOf(measuresBefore + measures.Count, measure.Commitments.Count + 1) };
            measure.Commitments.Add(draft);
            pending.Add(draft);
            lastDraft = draft;
            findings.Painter.Take(PartRole.Commitment, flow, s, e, draft.Id);
        }
    }

    void Apply(Flow flow, ResponsibilityMark mark)
    {
        findings.Painter.Take(PartRole.Assignment, flow, mark.Start, mark.End, taskId);
        if (mark.Range.End > mark.Range.Start) ranges.Add((mark.Range.Start, mark.Range.End, flow));
        leads |= pending.Count == 0 && groups.Count == 0;
        if (leads && pending.Count > 0)
        {
            CloseLed();
            if (mark.Assignments.Count > 0) groups.Add(new Group([], [.. mark.Assignments], mark.Deadline));
            else if (groups[^1].Deadline.Kind == DeadlineKind.None) groups[^1] = groups[^1] with { Deadline = mark.Deadline };
            return;
        }
        if (pending.Count == 0 && groups.Count > 0)
        {
            // 牵头单位：… and 配合单位：… on lines of their own are one note.
            var group = groups[^1];
            group.Assignments.AddRange(mark.Assignments);
            Share(group.Assignments);
            if (group.Deadline.Kind == DeadlineKind.None) groups[^1] = group with { Deadline = mark.Deadline };
            return;
        }
        groups.Add(new Group(pending, findings.Shared(mark.Assignments), mark.Deadline));
        pending = [];
    }

    // The first note stands before all sentences, so notes govern what follows them: 责任单位：… and then the words.
    bool leads;

    /// <summary>The sentences since a note that leads are governed by it; a last note with none behind it joins the one before.</summary>
    void CloseLed()
    {
        groups[^1].Governed.AddRange(pending);
        pending = [];
        if (groups.Count < 2 || groups[^1].Governed.Count > 0) return;
        groups[^2].Assignments.AddRange(groups[^1].Assignments);
        Share(groups[^2].Assignments);
        if (groups[^2].Deadline.Kind == DeadlineKind.None) groups[^2] = groups[^2] with { Deadline = groups[^1].Deadline };
        groups.RemoveAt(groups.Count - 1);
    }

    /// <summary>The mode of a note that several lines make together.</summary>
    static void Share(List<Assignment> assignments)
    {
        var mode = assignments.Exists(a => a.Mode == AssignmentMode.ByFunction) ? AssignmentMode.ByFunction
            : assignments.Count == 1 ? assignments[0].Mode
            : AssignmentMode.Joint;
        for (var i = 0; i < assignments.Count; i++) assignments[i] = assignments[i] with { Mode = mode };
    }

    Measure Finish(MeasureDraft draft, NodeId id, DateOnly? taskDue)
    {
        var commitments = new List<Commitment>(draft.Commitments.Count);
        foreach (var c in draft.Commitments)
        {
            var deadline = Deadlines.InSentence(c.Flow, c.Start, c.End, findings.Rules.Year);
            if (deadline.Kind == DeadlineKind.None && c.MarkDeadline.Kind != DeadlineKind.None && groups.Count > 1) deadline = c.MarkDeadline;
            // 2025年底前培育3家，2027年底前达到8家: the part goes on with what the one before it counts.
            var told = commitments is [.., { Targets: [.., var above] } part] && CharacterFold.Of(part.Text) is [.., ','] ? above.What : null;
            var due = DueOf(deadline) ?? DueOf(c.MarkDeadline) ?? taskDue;
            var words = c.Tail.Length == 0 ? c.Flow.Wording(c.Start, c.End) : new Wording(c.Flow.Words(c.Start, c.End) + c.Tail);
            commitments.Add(new Commitment(c.Id, words, c.Flow.SpanOf(c.Start, c.End))
            {
                Assignments = c.Assignments,
                Deadline = deadline,
                Targets = findings.TargetsIn(c.Flow, c.Partner, c.Start, c.End, due, taskId, c.Id, told),
            });
        }
        Commitment[] kept = [.. commitments];
        var span = commitments.Count > 0 ? commitments[0].Span.Union(commitments[^1].Span) : draft.ScopeSpan ?? new Span(0, 0);
        return new Measure(id, new Wording(kept), span)
        {
            Scope = draft.Scope,
            ScopeSpan = draft.ScopeSpan,
            Commitments = kept,
            Applicability = draft.Applicability.ToArray(),
        };
    }
}
