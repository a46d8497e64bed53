using System.Text;

namespace Zhice.Policy.Corrections;

// The partition of the text, and how nodes give up and take on words.
internal sealed partial class Draft
{
    /// <summary>Makes a part begin at <paramref name="position"/>, and gives its index; the number of parts for the end of the text.</summary>
    int CutAt(int position)
    {
        int low = 0, high = Parts.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Parts[middle].Span.End <= position) low = middle + 1;
            else high = middle;
        }
        if (low == Parts.Count || Parts[low].Span.Start >= position) return low;
        var cut = Parts[low];
        Parts[low] = cut with { Span = new Span(cut.Span.Start, position) };
        Parts.Insert(low + 1, cut with { Span = new Span(position, cut.Span.End) });
        return low + 1;
    }

    /// <summary>Gives the words of <paramref name="span"/> a role and an owner; white space stays white space.</summary>
    public void Paint(Span span, PartRole role, string? nodeId)
    {
        if (span.IsEmpty) return;
        var first = CutAt(span.Start);
        var last = CutAt(span.End);
        for (var index = first; index < last; index++)
            if (!string.IsNullOrWhiteSpace(Parts[index].Span.Of(Text))) Parts[index] = Parts[index] with { Role = role, NodeId = nodeId };
            else Parts[index] = Parts[index] with { Role = PartRole.Blank, NodeId = null };
        JoinEqual(first, last);
    }

    // Parts that this cutting left beside an equal one become one again, so that a partition does not crumble.
    void JoinEqual(int first, int last)
    {
        for (var index = Math.Min(last, Parts.Count - 1); index >= Math.Max(1, first); index--)
        {
            var (before, here) = (Parts[index - 1], Parts[index]);
            if (before.Role != here.Role || before.NodeId != here.NodeId || before.Span.End != here.Span.Start) continue;
            Parts[index - 1] = before with { Span = before.Span.Union(here.Span) };
            Parts.RemoveAt(index);
        }
    }

    /// <summary>Hands the parts of one node in <paramref name="span"/> to another.</summary>
    public void Hand(Span span, Func<string, string?> newOwner)
    {
        if (span.IsEmpty) return;
        var first = CutAt(span.Start);
        var last = CutAt(span.End);
        for (var index = first; index < last; index++)
            if (Parts[index].NodeId is { } owner && newOwner(owner) is { } changed) Parts[index] = Parts[index] with { NodeId = changed };
    }

    /// <summary>Hands every part of one node to another, wherever it stands.</summary>
    public void HandAll(Func<string, string?> newOwner) => Hand(new Span(0, Text.Length), newOwner);

    /// <summary>Words that a removed node held become unparsed, unless another node holds them too.</summary>
    public void Release(Span span)
    {
        if (span.IsEmpty) return;
        var claims = Claims().Where(c => c.Overlaps(span)).ToList();
        var free = Parts.Where(p => p.Span.Overlaps(span) && p.Role is not (PartRole.Noise or PartRole.Blank or PartRole.Commitment or PartRole.Narrative))
            .Select(p => new Span(Math.Max(p.Span.Start, span.Start), Math.Min(p.Span.End, span.End)))
            .Where(p => !claims.Exists(c => c.Overlaps(p))).ToList();
        foreach (var piece in free) Paint(piece, PartRole.Unparsed, null);
    }

    IEnumerable<Span> Claims()
    {
        foreach (var section in Sections) yield return section.Span;
        foreach (var duty in Submissions) yield return duty.Span;
        foreach (var task in Tasks)
        {
            if (task.TitleSpan is { } title) yield return title;
            if (task.Deadline.Span is { } deadline) yield return deadline;
            foreach (var assignment in task.Assignments) yield return assignment.Span;
            foreach (var measure in task.Measures)
            {
                if (measure.ScopeSpan is { } scope) yield return scope;
                foreach (var rule in measure.Applicability) yield return rule.Span;
                foreach (var commitment in measure.Commitments)
                {
                    if (commitment.Deadline.Span is { } due) yield return due;
                    foreach (var assignment in commitment.Assignments) yield return assignment.Span;
                }
            }
        }
    }

    /// <summary>All parts of a node and of what is below it become unparsed.</summary>
    public void ReleaseNode(string id)
    {
        for (var index = 0; index < Parts.Count; index++)
            if (Belongs(Parts[index].NodeId, id)) Parts[index] = Parts[index] with { Role = PartRole.Unparsed, NodeId = null };
    }

    static bool Belongs(string? nodeId, string id) =>
        nodeId is not null && nodeId.StartsWith(id, StringComparison.Ordinal) && (nodeId.Length == id.Length || nodeId[id.Length] == '.');

    /// <summary>From the first to the last word of a node and of what is below it; <paramref name="otherwise"/> where it has none.</summary>
    public Span Extent(string id, Span otherwise)
    {
        var own = Parts.Where(p => Belongs(p.NodeId, id)).Select(p => p.Span).ToList();
        return own.Count == 0 ? otherwise : new Span(own[0].Start, own[^1].End);
    }

    /// <summary>The words of a node in <paramref name="span"/>, without noise, marks of other nodes and line breaks.</summary>
    public string Words(Span span, string? nodeId)
    {
        var pieces = new StringBuilder();
        foreach (var part in Parts)
        {
            if (part.Span.End <= span.Start) continue;
            if (part.Span.Start >= span.End) break;
            if (part.Role is PartRole.Noise or PartRole.Assignment or PartRole.Applicability or PartRole.Scope or PartRole.Heading or PartRole.Metadata) continue;
            if (part.Role is PartRole.Commitment or PartRole.TaskTitle && nodeId is not null && !Belongs(part.NodeId, nodeId)) continue;
            pieces.Append(Text, Math.Max(part.Span.Start, span.Start), Math.Min(part.Span.End, span.End) - Math.Max(part.Span.Start, span.Start));
        }
        return Joined(pieces.ToString());
    }

    /// <summary>Without line breaks; a space stays where it parts Latin words. A number that a line's end cut in two is one again.</summary>
    public static string Joined(string words)
    {
        var joined = new StringBuilder(words.Length);
        for (var index = 0; index < words.Length; index++)
        {
            if (!char.IsWhiteSpace(words[index]))
            {
                joined.Append(words[index]);
                continue;
            }
            var end = index;
            var broken = false;
            while (end < words.Length && char.IsWhiteSpace(words[end])) broken |= words[end++] is '\n';
            if (!broken) joined.Append(words, index, end - index);
            else if (joined.Length > 0 && end < words.Length && char.IsAsciiLetterOrDigit(joined[^1]) && char.IsAsciiLetterOrDigit(words[end])
                && !(char.IsAsciiDigit(joined[^1]) && char.IsAsciiDigit(words[end]))) joined.Append(' ');
            index = end - 1;
        }
        return joined.ToString().Trim();
    }

    /// <summary>The selection without white space at its ends.</summary>
    public Span Trimmed(Span span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && char.IsWhiteSpace(Text[start])) start++;
        while (end > start && char.IsWhiteSpace(Text[end - 1])) end--;
        return new Span(start, end);
    }
}
