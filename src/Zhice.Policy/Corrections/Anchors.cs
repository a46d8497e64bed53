namespace Zhice.Policy.Corrections;

/// <summary>Makes the anchor of a node or of selected words.</summary>
public static class Anchors
{
    /// <summary>Most units that a quote keeps; the span keeps the whole length.</summary>
    public const int QuoteLength = 160;
    /// <summary>Units of context kept on either side.</summary>
    public const int ContextLength = 32;

    /// <summary>The anchor of <paramref name="node"/> in <paramref name="document"/>; null where there is no such node.</summary>
    public static Anchor? Of(PolicyDocument document, NodeRef node)
    {
        switch (node.Kind)
        {
            case NodeKind.Document:
                return new Anchor(NodeKind.Document, null, new Span(0, 0), "", "", "");
            case NodeKind.Section:
                return document.Sections.FirstOrDefault(s => s.Id == node.Id) is { } section ? Node(section.Span) : null;
            case NodeKind.Task:
                return document.Tasks.FirstOrDefault(t => t.Id == node.Id) is { } task ? Node(task.Span) : null;
            case NodeKind.Measure:
                return document.Measures().FirstOrDefault(m => m.Id == node.Id) is { } measure ? Node(measure.Span) : null;
            case NodeKind.Commitment:
                return document.Commitments().FirstOrDefault(c => c.Id == node.Id) is { } commitment ? Node(commitment.Span) : null;
            case NodeKind.Assignment:
                return Owner() is { } who && Item(document.AssignmentsOf(node.Id), node.Index) is { } assignment
                    ? Part(assignment.Span, assignment.Organisation, who) : null;
            case NodeKind.Applicability:
                return Owner() is { } measured
                    && Item(document.Measures().FirstOrDefault(m => m.Id == node.Id)?.Applicability, node.Index) is { } rule
                    ? Part(rule.Span, rule.Text, measured) : null;
            case NodeKind.Target:
                return Item(document.Targets, node.Index) is { } target
                    ? Part(target.Span, target.What, OwnerOf(document, target.CommitmentId ?? target.TaskId)) : null;
            case NodeKind.Submission:
                return Item(document.Submissions, node.Index) is { } duty ? Part(duty.Span, duty.To, null) : null;
            default:
                return null;
        }

        Anchor Node(Span span) => At(document.Text, node.Kind, node.Id, span);
        Anchor Part(Span span, string? name, Anchor? owner) => At(document.Text, node.Kind, owner?.Id, span) with { Name = name, Owner = owner };
        Anchor? Owner() => OwnerOf(document, node.Id);
    }

    /// <summary>The anchor of selected words.</summary>
    public static Anchor Words(PolicyDocument document, Span span) => At(document.Text, NodeKind.Words, null, span);

    static Anchor? OwnerOf(PolicyDocument document, string? id) =>
        id is null ? null
        : Of(document, new NodeRef(NodeKind.Commitment, id)) ?? Of(document, new NodeRef(NodeKind.Measure, id)) ?? Of(document, new NodeRef(NodeKind.Task, id));

    static T? Item<T>(IReadOnlyList<T>? list, int index) where T : class => list is not null && index >= 0 && index < list.Count ? list[index] : null;

    static Anchor At(string text, NodeKind kind, string? id, Span span) => new(
        kind, id, span,
        text[span.Start..Math.Min(span.End, span.Start + QuoteLength)],
        text[Math.Max(0, span.Start - ContextLength)..span.Start],
        text[span.End..Math.Min(text.Length, span.End + ContextLength)]);
}

/// <summary>Walks through a reading.</summary>
internal static class Walk
{
    public static IEnumerable<Measure> Measures(this PolicyDocument document) => document.Tasks.SelectMany(t => t.Measures);

    public static IEnumerable<Commitment> Commitments(this PolicyDocument document) => document.Measures().SelectMany(m => m.Commitments);

    public static IReadOnlyList<Assignment>? AssignmentsOf(this PolicyDocument document, string? id) =>
        document.Tasks.FirstOrDefault(t => t.Id == id)?.Assignments ?? document.Commitments().FirstOrDefault(c => c.Id == id)?.Assignments;
}
