using System.Runtime.CompilerServices;
using Zhice.Policy;
using Zhice.Policy.Corrections;

namespace Zhice.Web.Features.Documents.Reader;

/// <summary>A run of words with one look: the part that it belongs to, and the finest thing that it names.</summary>
/// <param name="Span">Its range.</param>
/// <param name="Role">Role of the part.</param>
/// <param name="Mark">What the words name inside the part: assignment, applicability, deadline, target; null for none.</param>
/// <param name="Node">The node to show for a click; null for words of no node.</param>
/// <param name="Block">Key of the block of the structure in which that node stands; null for none.</param>
internal readonly record struct TextSegment(Span Span, PartRole Role, NodeKind? Mark, NodeRef? Node, string? Block);

/// <summary>Lays the partition and the marks inside it into one row of segments.</summary>
internal static class TextSegments
{
    static readonly ConditionalWeakTable<PolicyDocument, IReadOnlyList<TextSegment>> known = [];

    /// <summary>The segments of the whole text, in order; kept as long as the reading is.</summary>
    public static IReadOnlyList<TextSegment> Of(PolicyDocument document) => known.GetValue(document, Make);

    /// <summary>Those that stand in <paramref name="span"/>, cut to it.</summary>
    public static IEnumerable<TextSegment> Within(IReadOnlyList<TextSegment> all, Span span)
    {
        int low = 0, high = all.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (all[middle].Span.End <= span.Start) low = middle + 1;
            else high = middle;
        }
        for (; low < all.Count && all[low].Span.Start < span.End; low++)
            yield return all[low] with { Span = new Span(Math.Max(all[low].Span.Start, span.Start), Math.Min(all[low].Span.End, span.End)) };
    }

    static List<TextSegment> Make(PolicyDocument document)
    {
        var (marks, blocks) = (Marks(document), Blocks(document));
        var segments = new List<TextSegment>(document.Parts.Count + marks.Count);
        var next = 0;
        foreach (var part in document.Parts)
        {
            var node = part.NodeId is { } id && blocks.TryGetValue(id, out var owner) ? owner : (Node: (NodeRef?)null, Block: null);
            var at = part.Span.Start;
            while (next > 0 && marks[next - 1].Span.End > at) next--;
            while (next < marks.Count && marks[next].Span.Start < part.Span.End)
            {
                var mark = marks[next++];
                var (start, end) = (Math.Max(at, mark.Span.Start), Math.Min(part.Span.End, mark.Span.End));
                if (start >= end) continue;
                if (start > at) segments.Add(new(new Span(at, start), part.Role, null, node.Node, node.Block));
                segments.Add(new(new Span(start, end), part.Role, mark.Node.Kind, mark.Node, mark.Block));
                at = end;
            }
            if (at < part.Span.End) segments.Add(new(new Span(at, part.Span.End), part.Role, null, node.Node, node.Block));
        }
        return segments;
    }

    static List<(Span Span, NodeRef Node, string? Block)> Marks(PolicyDocument document)
    {
        var marks = new List<(Span Span, NodeRef Node, string? Block)>();
        for (var index = 0; index < document.Targets.Count; index++)
        {
            var target = document.Targets[index];
            marks.Add((target.Span, new(NodeKind.Target, null, index), target.TaskId ?? OutlineBlock.DocumentKey));
        }
        for (var index = 0; index < document.Submissions.Count; index++)
            marks.Add((document.Submissions[index].Span, new(NodeKind.Submission, null, index), OutlineBlock.DocumentKey));
        foreach (var task in document.Tasks)
        {
            Assigned(task.Id, task.Assignments);
            if (task.Deadline.Span is { } due) marks.Add((due, new(NodeKind.Task, task.Id), task.Id));
            foreach (var measure in task.Measures)
            {
                for (var index = 0; index < measure.Applicability.Count; index++)
                    marks.Add((measure.Applicability[index].Span, new(NodeKind.Applicability, measure.Id, index), task.Id));
                foreach (var commitment in measure.Commitments)
                {
                    Assigned(commitment.Id, commitment.Assignments);
                    if (commitment.Deadline.Span is { } by) marks.Add((by, new(NodeKind.Commitment, commitment.Id), task.Id));
                }
            }

            void Assigned(string owner, IReadOnlyList<Assignment> assignments)
            {
                for (var index = 0; index < assignments.Count; index++)
                    marks.Add((assignments[index].Span, new(NodeKind.Assignment, owner, index), task.Id));
            }
        }
        // The first to begin wins; of several at one place (a mark that governs several sentences) the first in reading order.
        var ordered = marks.Where(m => !m.Span.IsEmpty).OrderBy(m => m.Span.Start).ToList();
        var kept = new List<(Span Span, NodeRef Node, string? Block)>(ordered.Count);
        foreach (var mark in ordered)
            if (kept.Count == 0 || mark.Span.Start >= kept[^1].Span.End) kept.Add(mark);
        return kept;
    }

    static Dictionary<string, (NodeRef? Node, string? Block)> Blocks(PolicyDocument document)
    {
        var blocks = new Dictionary<string, (NodeRef?, string?)>(StringComparer.Ordinal);
        foreach (var section in document.Sections) blocks[section.Id] = (new NodeRef(NodeKind.Section, section.Id), section.Id);
        foreach (var task in document.Tasks)
        {
            blocks[task.Id] = (new NodeRef(NodeKind.Task, task.Id), task.Id);
            foreach (var measure in task.Measures)
            {
                blocks[measure.Id] = (new NodeRef(NodeKind.Measure, measure.Id), task.Id);
                foreach (var commitment in measure.Commitments) blocks[commitment.Id] = (new NodeRef(NodeKind.Commitment, commitment.Id), task.Id);
            }
        }
        return blocks;
    }
}
