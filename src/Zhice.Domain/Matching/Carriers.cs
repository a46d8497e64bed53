namespace Zhice.Domain.Matching;

/// <summary>Proposes which local commitments carry a national one. A local plan says the same in fewer and other words, so the rule differs from that of the years.</summary>
public static class Carriers
{
    /// <summary>Most proposals for one commitment.</summary>
    public const int Most = 3;
    /// <summary>A proposal that scores less than this share of the best one is left out: the best one says what is meant.</summary>
    public const double OfBest = 0.6;
    /// <summary>Two that are each other's best are proposed from this score on, though their words alone would not do.</summary>
    public const double Mutual = 0.12;

    /// <summary>What may carry the sentence at a position: sentences of other groups, best first.</summary>
    public static IReadOnlyList<Candidate> For(SentenceIndex index, int position)
    {
        ArgumentNullException.ThrowIfNull(index);
        var near = index.Near(position, Most * 2, c => c.Score >= Mutual);
        if (near.Count == 0) return [];
        var best = near[0];
        var back = index.Near(best.Position, 1, c => c.Score >= Mutual);
        return [.. near.Where(c => c.Score >= OfBest * best.Score && (SentenceIndex.IsAlike(c) || (c == best && back.Count > 0 && back[0].Position == position))).Take(Most)];
    }
}
