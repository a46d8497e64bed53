namespace Zhice.Policy.Corrections;

/// <summary>A reading while corrections are worked into it. The partition of the text holds after every step.</summary>
internal sealed partial class Draft(PolicyDocument document)
{
    // Tasks that a person put under a heading; position decides for the others.
    readonly Dictionary<string, string> chosenSections = new(StringComparer.Ordinal);

    public string Text { get; } = document.Text;
    public PolicyDocument Header { get; set; } = document;
    public List<PolicySection> Sections { get; } = [.. document.Sections];
    public List<PolicyTask> Tasks { get; } = [.. document.Tasks];
    public List<QuantityTarget> Targets { get; } = [.. document.Targets];
    public List<SubmissionDuty> Submissions { get; } = [.. document.Submissions];
    public List<TextPart> Parts { get; } = [.. document.Parts];

    /// <summary>The reading as it now stands.</summary>
    public PolicyDocument Build()
    {
        ForgetTargetsOfGoneNodes();
        FreePartsOfGoneNodes();
        var targets = Targets.ToLookup(t => t.CommitmentId);
        return Header with
        {
            Sections = [.. Sections],
            Tasks = [.. Tasks.Select(Settled)],
            Targets = [.. Targets],
            Submissions = [.. Submissions],
            Parts = [.. Parts],
            Coverage = Corrections.Coverage.Of(Text, Parts),
        };

        // A task that nothing touched stays the same instance: what shows it need not look again.
        PolicyTask Settled(PolicyTask task)
        {
            var measures = task.Measures.Select(m => WithTargets(Reaching(m), targets)).ToList();
            return measures.SequenceEqual(task.Measures, ReferenceEqualityComparer.Instance) ? task : task with { Measures = measures };
        }
    }

    // A measure reaches over all its sentences.
    Measure Reaching(Measure measure)
    {
        var extent = measure.Commitments.Aggregate(measure.Span, (span, c) => span.Union(c.Span));
        return extent == measure.Span ? measure : measure with { Span = extent, Text = Words(extent, measure.Id) };
    }

    static Measure WithTargets(Measure measure, ILookup<string?, QuantityTarget> targets) =>
        measure.Commitments.All(c => c.Targets.SequenceEqual(targets[c.Id])) ? measure : measure with
        {
            Commitments = [.. measure.Commitments.Select(c => c with { Targets = [.. targets[c.Id]] })],
        };

    // A measure that lost its last sentence takes its scope and rules with it: their words are open again.
    void FreePartsOfGoneNodes()
    {
        var living = new HashSet<string>(AllIds(), StringComparer.Ordinal);
        for (var index = 0; index < Parts.Count; index++)
            if (Parts[index].NodeId is { } id && !living.Contains(id))
                Parts[index] = Parts[index] with { Role = Parts[index].Role is PartRole.Blank or PartRole.Noise ? Parts[index].Role : PartRole.Unparsed, NodeId = null };
    }

    public PolicyTask? Task(string? id) => Tasks.Find(t => t.Id == id);

    public PolicyTask? TaskOf(string? id) => Tasks.Find(t => t.Id == id || t.Measures.Any(m => m.Id == id || m.Commitments.Any(c => c.Id == id)));

    public (PolicyTask Task, Measure Measure)? MeasureOf(string? id) => (
        from task in Tasks from measure in task.Measures where measure.Id == id || measure.Commitments.Any(c => c.Id == id)
        select ((PolicyTask, Measure)?)(task, measure)).FirstOrDefault();

    public Commitment? Commitment(string? id) => Tasks.SelectMany(t => t.Measures).SelectMany(m => m.Commitments).FirstOrDefault(c => c.Id == id);

    /// <summary>True when words stand in a task or right beside it: in no other task, in no heading, and with neither of them between.</summary>
    public bool Beside(PolicyTask task, Span words)
    {
        var reach = task.Span.Union(words);
        return Tasks.Where(t => t.Id != task.Id).Select(t => t.Span).Concat(Sections.Select(s => s.Span))
            .All(other => !other.Overlaps(words) && (!other.Overlaps(reach) || other.Overlaps(task.Span)));
    }

    public void Change(string taskId, Func<PolicyTask, PolicyTask> change)
    {
        var index = Tasks.FindIndex(t => t.Id == taskId);
        Tasks[index] = change(Tasks[index]);
    }

    public void ChangeMeasure(string id, Func<Measure, Measure> change) => Change(TaskOf(id)!.Id, task => task with
    {
        Measures = [.. task.Measures.Select(m => m.Id == id ? change(m) : m)],
    });

    public void ChangeCommitment(string id, Func<Commitment, Commitment> change) => ChangeMeasure(MeasureOf(id)!.Value.Measure.Id, measure => measure with
    {
        Commitments = [.. measure.Commitments.Select(c => c.Id == id ? change(c) : c)],
    });

    /// <summary>The assignments of a task or commitment; null for another id.</summary>
    public IReadOnlyList<Assignment>? Assignments(string? id) => Task(id)?.Assignments ?? Commitment(id)?.Assignments;

    /// <summary>Who answers; what is set for a task holds for its sentences that stood under the same note.</summary>
    public void SetAssignments(string id, IReadOnlyList<Assignment> assignments)
    {
        if (Task(id) is { Assignments: var before })
            Change(id, t => t with
            {
                Assignments = assignments,
                Measures = before.Count == 0 ? t.Measures : [.. t.Measures.Select(m => m.Commitments.Any(c => c.Assignments.SequenceEqual(before))
                    ? m with { Commitments = [.. m.Commitments.Select(c => c.Assignments.SequenceEqual(before) ? c with { Assignments = assignments } : c)] } : m)],
            });
        else ChangeCommitment(id, c => c with { Assignments = assignments });
    }

    /// <summary>An id under <paramref name="parent"/> that no node has: added nodes are told by an x, so that they take no id of the parser's.
    /// <paramref name="given"/>: ids that were given out already, to nodes that are not in the draft yet.</summary>
    public string NewId(string parent, string letter, params IEnumerable<string> given)
    {
        var prefix = parent.Length == 0 ? $"{letter}x" : $"{parent}.{letter}x";
        var taken = new HashSet<string>(AllIds().Concat(given), StringComparer.Ordinal);
        for (var number = 1; ; number++)
            if (!taken.Contains($"{prefix}{number}")) return $"{prefix}{number}";
    }

    IEnumerable<string> AllIds() => Sections.Select(s => s.Id).Concat(Tasks.SelectMany(t => t.Measures.SelectMany(m => m.Commitments.Select(c => c.Id).Append(m.Id)).Append(t.Id)));

    /// <summary>Inserts a task at its place in reading order.</summary>
    public void Insert(PolicyTask task)
    {
        var index = Tasks.FindIndex(t => t.Span.Start > task.Span.Start);
        Tasks.Insert(index < 0 ? Tasks.Count : index, task);
        PlaceUnderSections();
    }

    public void ChooseSection(string taskId, string sectionId)
    {
        chosenSections[taskId] = sectionId;
        PlaceUnderSections();
    }

    /// <summary>Works out the heading tree from the levels, and every task's path from its place, unless a person chose it.</summary>
    public void PlaceUnderSections()
    {
        Sections.Sort((one, other) => one.Span.Start.CompareTo(other.Span.Start));
        var open = new Stack<PolicySection>();
        for (var index = 0; index < Sections.Count; index++)
        {
            while (open.Count > 0 && open.Peek().Level >= Sections[index].Level) open.Pop();
            Sections[index] = Sections[index] with { ParentId = open.Count > 0 ? open.Peek().Id : null };
            open.Push(Sections[index]);
        }
        for (var index = 0; index < Tasks.Count; index++)
        {
            var task = Tasks[index];
            var above = chosenSections.TryGetValue(task.Id, out var chosen) ? Sections.Find(s => s.Id == chosen) : null;
            above ??= Sections.FindLast(s => s.Span.Start <= task.Span.Start);
            var path = PathOf(above);
            if (!path.SequenceEqual(task.SectionPath)) Tasks[index] = task with { SectionPath = path };
        }
    }

    List<string> PathOf(PolicySection? section)
    {
        var path = new List<string>();
        for (; section is not null; section = Sections.Find(s => s.Id == section.ParentId)) path.Insert(0, section.Title);
        return path;
    }

    public void AddTarget(QuantityTarget target)
    {
        var index = Targets.FindIndex(t => t.Span.Start > target.Span.Start);
        Targets.Insert(index < 0 ? Targets.Count : index, target);
    }

    /// <summary>Gives the targets whose words lie in <paramref name="span"/> to another task and commitment.</summary>
    public void MoveTargets(Span span, string? taskId, string? commitmentId)
    {
        for (var index = 0; index < Targets.Count; index++)
            if (span.Contains(Targets[index].Span)) Targets[index] = Targets[index] with { TaskId = taskId, CommitmentId = commitmentId };
    }

    /// <summary>Gives each target to the sentence of <paramref name="measure"/> that its words stand in.</summary>
    public void MoveTargetsToSentences(string taskId, Measure measure)
    {
        foreach (var commitment in measure.Commitments) MoveTargets(commitment.Span, taskId, commitment.Id);
    }
}
