namespace Zhice.Policy.Structure;

/// <summary>Collects what each stretch of the text is, and makes the partition of the whole text out of it.</summary>
internal sealed class PartPainter
{
    /// <summary>Claims in the order of their starts; of two with one start, the one that was made first.</summary>
    readonly record struct Claim(int Start, int End, int Made, byte Role, ushort Rest, string? Owner) : IComparable<Claim>
    {
        public int CompareTo(Claim other) => Start != other.Start ? Start.CompareTo(other.Start) : Made.CompareTo(other.Made);
    }

    // A long text has hundreds of thousands of claims; they stand in runs, which go one after the other while the parts are laid.
    const int RunSize = 2048;

    readonly List<List<Claim>> runs = [];
    readonly NodeIds ids = new();
    int made;

    public void Take(PartRole role, Span span, NodeId node = default)
    {
        if (span.IsEmpty) return;
        if (runs.Count == 0 || runs[^1].Count == RunSize) runs.Add([]);
        var (owner, rest) = ids.Pack(node);
        runs[^1].Add(new Claim(span.Start, span.End, made++, (byte)role, rest, owner));
    }

    public void Take(PartRole role, Flow flow, int start, int end, NodeId node = default)
    {
        // Lines of one paragraph make one claim: of a long text the claims weigh more than the parts that come of them.
        var run = default(Span);
        foreach (var piece in flow.PiecesOf(start, end))
        {
            if (run.IsEmpty) run = piece;
            else if (flow.IsBlankBetween(run, piece)) run = run.Union(piece);
            else
            {
                Take(role, run, node);
                run = piece;
            }
        }
        Take(role, run, node);
    }

    public void Take(PartRole role, Flow flow, NodeId node = default) => Take(role, flow, 0, flow.Length, node);

    /// <summary>
    /// The parts in order, from 0 to the end of the text, none empty, none overlapping; where two claims meet in one place the one
    /// that starts first keeps it. The claims are given up with it. What nobody claimed is <see cref="PartRole.Unparsed"/>, or <see cref="PartRole.Blank"/> where it is white.
    /// </summary>
    public IReadOnlyList<TextPart> Parts(string text, out double coverage)
    {
        var parts = new Partition(text.Length, ids);
        Lay(text, parts);
        coverage = Coverage(text, parts);
        return parts;
    }

    /// <summary>All claims in order, by merging the sorted runs; each run is let go at its last claim.</summary>
    IEnumerable<Claim> GiveUp()
    {
        var next = new PriorityQueue<(List<Claim> Run, int At), Claim>();
        foreach (var run in runs)
        {
            run.Sort();
            next.Enqueue((run, 0), run[0]);
        }
        runs.Clear();
        while (next.TryDequeue(out var head, out var claim))
        {
            yield return claim;
            var (run, at) = (head.Run, head.At + 1);
            if (at < run.Count) next.Enqueue((run, at), run[at]);
        }
    }

    void Lay(string text, Partition parts)
    {
        var at = 0;
        foreach (var claim in GiveUp())
        {
            var span = SourceLine.Trim(text, new Span(Math.Max(claim.Start, at), Math.Max(at, claim.End)));
            if (span.IsEmpty) continue;
            Fill(text, parts, at, span.Start);
            parts.Add((PartRole)claim.Role, span.Start, claim.Owner, claim.Rest);
            at = span.End;
        }
        Fill(text, parts, at, text.Length);
    }

    static void Fill(string text, Partition parts, int start, int end)
    {
        while (start < end)
        {
            var white = char.IsWhiteSpace(text[start]) || CharacterFold.IsBlank(text[start]);
            var stop = start + 1;
            while (stop < end && (char.IsWhiteSpace(text[stop]) || CharacterFold.IsBlank(text[stop])) == white) stop++;
            if (!white)
            {
                // Blanks inside a line that nobody understood stay with it.
                while (stop < end)
                {
                    var next = stop;
                    while (next < end && text[next] != '\n' && (char.IsWhiteSpace(text[next]) || CharacterFold.IsBlank(text[next]))) next++;
                    if (next >= end || text[next] == '\n') break;
                    while (next < end && !(char.IsWhiteSpace(text[next]) || CharacterFold.IsBlank(text[next]))) next++;
                    stop = next;
                }
            }
            // Marks of emphasis and headings of a marked-up text are no words.
            var role = white ? PartRole.Blank : text.AsSpan(start, stop - start).Trim("*#|_` ").Length == 0 ? PartRole.Noise : PartRole.Unparsed;
            parts.Add(role, start);
            start = stop;
        }
    }

    static double Coverage(string text, Partition parts)
    {
        long body = 0, known = 0;
        foreach (var part in parts)
        {
            if (part.Role is PartRole.Blank or PartRole.Noise) continue;
            var count = 0;
            for (var i = part.Span.Start; i < part.Span.End; i++)
                if (!CharacterFold.IsBlank(text[i])) count++;
            body += count;
            if (part.Role != PartRole.Unparsed) known += count;
        }
        return body == 0 ? 1 : Math.Round((double)known / body, 6);
    }
}
