namespace Zhice.Policy.Corrections;

/// <summary>Finds an anchor's node in a reading: by its words and their surroundings, never by its id alone.</summary>
/// <remarks>
/// Ids count nodes, so a better parser shifts them. The words decide: first the range is carried over into the text (unchanged where the
/// text is the frozen one; else by quote and context), then the node of the kind whose range agrees best with it is taken, if they share
/// at least half of the words of both.
/// </remarks>
internal sealed class AnchorFinder(PolicyDocument document)
{
    const double LeastAgreement = 0.5;

    /// <summary>The node; null where none agrees.</summary>
    public NodeRef? Find(Anchor anchor)
    {
        if (anchor.Kind == NodeKind.Document) return NodeRef.Document;
        if (anchor.Kind is NodeKind.Words || Words(anchor) is not { } place) return null;
        return anchor.Kind switch
        {
            NodeKind.Section => Best(document.Sections.Select(s => (s.Id, s.Span))),
            NodeKind.Task => Best(document.Tasks.Select(t => (t.Id, t.Span))),
            NodeKind.Measure => Best(document.Measures().Select(m => (m.Id, m.Span))),
            NodeKind.Commitment => Best(document.Commitments().Select(c => (c.Id, c.Span))),
            NodeKind.Assignment => Among(Owners(anchor.Owner), id => document.AssignmentsOf(id)?.Select(a => (a.Organisation, a.Span))),
            NodeKind.Applicability => Among(Owners(anchor.Owner), id =>
                document.Measures().FirstOrDefault(m => m.Id == id)?.Applicability.Select(r => (r.Text, r.Span))),
            NodeKind.Target => Among([""], _ => document.Targets.Select(t => (t.What, t.Span))) is { } target ? target with { Id = null } : null,
            NodeKind.Submission => Among([""], _ => document.Submissions.Select(s => (s.To ?? "", s.Span))) is { } duty ? duty with { Id = null } : null,
            _ => null,
        };

        NodeRef? Best(IEnumerable<(string Id, Span Span)> nodes)
        {
            var best = nodes.Select(n => (n.Id, Agreement: Agreement(n.Span, place))).OrderByDescending(n => n.Agreement).FirstOrDefault();
            return best.Agreement >= LeastAgreement ? new NodeRef(anchor.Kind, best.Id) : null;
        }

        NodeRef? Among(IEnumerable<string> owners, Func<string, IEnumerable<(string Name, Span Span)>?> parts)
        {
            // The name alone is enough inside the right owner, for one owner does not name an organisation twice; elsewhere its words must agree too.
            var known = owners.ToList();
            var name = known.Count == 1 && known[0].Length > 0 ? 1.0 : 0.75;
            var found = known.SelectMany(owner => (parts(owner) ?? []).Select((part, index) => (owner, index,
                    Score: (part.Name == anchor.Name ? name : 0.0) + (part.Span == place ? 1.0 : Agreement(part.Span, place) / 2))))
                .OrderByDescending(p => p.Score).FirstOrDefault();
            return found.Score >= 1 ? new NodeRef(anchor.Kind, found.owner, found.index) : null;
        }
    }

    /// <summary>Where the anchor's words stand in this text; null where they are gone.</summary>
    public Span? Words(Anchor anchor)
    {
        var text = document.Text;
        if (anchor.Span.End <= text.Length && text.AsSpan(anchor.Span.Start).StartsWith(anchor.Quote, StringComparison.Ordinal)
            && Fit(anchor.Span.Start) == anchor.Before.Length + anchor.After.Length)
            return anchor.Span;
        if (anchor.Quote.Length == 0) return anchor.Span.IsEmpty && anchor.Owner is { } owner && Words(owner) is { } near ? new Span(near.End, near.End) : null;

        (int At, int Fit) best = (-1, -1);
        for (var at = text.IndexOf(anchor.Quote, StringComparison.Ordinal); at >= 0; at = text.IndexOf(anchor.Quote, at + 1, StringComparison.Ordinal))
            if (Fit(at) is var fit && fit > best.Fit) best = (at, fit);
        return best.At < 0 ? null : new Span(best.At, Math.Min(text.Length, best.At + anchor.Span.Length));

        // Units of context that agree, counted outward from the quote on both sides.
        int Fit(int at)
        {
            var before = 0;
            while (before < anchor.Before.Length && at - before > 0 && text[at - before - 1] == anchor.Before[^(before + 1)]) before++;
            var after = 0;
            var end = at + anchor.Span.Length;
            while (after < anchor.After.Length && end + after < text.Length && text[end + after] == anchor.After[after]) after++;
            return before + after;
        }
    }

    IEnumerable<string> Owners(Anchor? owner) => owner is not null && Find(owner) is { Id: { } id }
        ? [id]
        : document.Tasks.Select(t => t.Id).Concat(document.Measures().Select(m => m.Id)).Concat(document.Commitments().Select(c => c.Id));

    // Shared units over all units of both; two equal empty ranges agree wholly.
    static double Agreement(Span one, Span other)
    {
        if (one == other) return 1;
        var shared = Math.Min(one.End, other.End) - Math.Max(one.Start, other.Start);
        return shared <= 0 ? 0 : (double)shared / one.Union(other).Length;
    }
}
