namespace Zhice.Domain.Assessment;

/// <summary>An office in the order of scores.</summary>
/// <param name="Place">Place from 1; equal scores share it, and the next one counts all before it.</param>
/// <param name="Tied">True where another has the same score.</param>
/// <param name="Score">The score.</param>
public sealed record RankedScore(int Place, bool Tied, SubjectScore Score);

/// <summary>How an office's place depends on the weights.</summary>
/// <param name="Office">Its code.</param>
/// <param name="Place">Its place as scored.</param>
/// <param name="Best">Its best place among all changes tried.</param>
/// <param name="Worst">Its worst.</param>
public sealed record PlaceRange(string Office, int Place, int Best, int Worst);

/// <summary>Order of scores, and how firm it is.</summary>
public static class Ranking
{
    /// <summary>The highest first; equal scores in the order of codes. The order of the input decides nothing.</summary>
    public static IReadOnlyList<RankedScore> Of(IEnumerable<SubjectScore> scores) => Placed(scores, s => s.Total);

    /// <summary>Places when the weight of each group in turn is moved up and down by a share, the others making up for it in proportion.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="change">The share, such as 0.2.</param>
    public static IReadOnlyList<PlaceRange> Sensitivity(AssessmentScheme scheme, IReadOnlyCollection<SubjectScore> scores, decimal change)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(scores);
        var places = Of(scores).ToDictionary(r => r.Score.Office, r => (r.Place, Best: r.Place, Worst: r.Place), StringComparer.Ordinal);
        foreach (var moved in scheme.Groups.Where(g => g.Weight > 0 && g.Weight < scheme.Total))
            foreach (var factor in new[] { 1 + change, 1 - change })
            {
                var others = (scheme.Total - moved.Weight * factor) / (scheme.Total - moved.Weight);
                decimal Total(SubjectScore score) =>
                    scheme.Cut(scheme.Groups.Sum(g => score.Group(g.Code) * (g.Code == moved.Code ? factor : others)) + score.Vetoes.Sum(v => v.Points));
                foreach (var row in Placed(scores, Total))
                {
                    var before = places[row.Score.Office];
                    places[row.Score.Office] = (before.Place, Math.Min(before.Best, row.Place), Math.Max(before.Worst, row.Place));
                }
            }
        return [.. places.OrderBy(p => p.Value.Place).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => new PlaceRange(p.Key, p.Value.Place, p.Value.Best, p.Value.Worst))];
    }

    static List<RankedScore> Placed(IEnumerable<SubjectScore> scores, Func<SubjectScore, decimal> total)
    {
        var ordered = scores.Select(s => (Score: s, Total: total(s))).OrderByDescending(s => s.Total).ThenBy(s => s.Score.Office, StringComparer.Ordinal).ToList();
        var placed = new List<RankedScore>(ordered.Count);
        for (var at = 0; at < ordered.Count; at++)
        {
            var place = at > 0 && ordered[at].Total == ordered[at - 1].Total ? placed[at - 1].Place : at + 1;
            var tied = place != at + 1 || (at + 1 < ordered.Count && ordered[at + 1].Total == ordered[at].Total);
            placed.Add(new(place, tied, ordered[at].Score));
        }
        return placed;
    }
}
