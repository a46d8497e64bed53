namespace Zhice.Domain.Selection;

/// <summary>One application as it was scored.</summary>
/// <param name="Id">The application.</param>
/// <param name="Sheets">For each sheet that was handed in, the scores by item.</param>
public sealed record ScoredApplication(ApplicationKey Id, IReadOnlyList<IReadOnlyDictionary<string, decimal>> Sheets);

/// <summary>An application in its place.</summary>
/// <param name="Id">The application.</param>
/// <param name="Score">0 to 100, two decimals.</param>
/// <param name="Rank">From 1; those with the same score have the same, and the next one counts them all (1, 2, 2, 4).</param>
/// <param name="Tied">True where another has the same score.</param>
public sealed record RankedApplication(ApplicationKey Id, decimal Score, int Rank, bool Tied);

/// <summary>The shortlist of a call.</summary>
/// <param name="All">All applications by rank; those alike by key.</param>
/// <param name="In">Those on the list.</param>
/// <param name="TieAtEdge">True where a tie stands across the last place, so that a person has to say whether all of it or none of it is taken.</param>
public sealed record Shortlist(IReadOnlyList<RankedApplication> All, IReadOnlySet<ApplicationKey> In, bool TieAtEdge);

/// <summary>From scores to a shortlist. Pure: the order of the input does not matter.</summary>
public static class SheetScores
{
    /// <summary>The score of one sheet, 0 to 100: Σ weight × score ÷ highest score. Not rounded.</summary>
    /// <param name="items">The items; their weights make 100.</param>
    /// <param name="scores">A score for every item.</param>
    public static decimal Total(IReadOnlyList<SheetItem> items, IReadOnlyDictionary<string, decimal> scores)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(scores);
        return items.Sum(item => item.Weight * scores[item.Code] / item.Most);
    }

    /// <summary>The score of an application: the mean of its sheets, rounded half up to two decimals (四舍五入).</summary>
    public static decimal Mean(IReadOnlyList<SheetItem> items, IReadOnlyList<IReadOnlyDictionary<string, decimal>> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        return Math.Round(sheets.Sum(sheet => Total(items, sheet)) / sheets.Count, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Ranks applications and takes the best of them.</summary>
    /// <param name="items">The items of the sheet.</param>
    /// <param name="applications">Applications with at least one sheet each.</param>
    /// <param name="quota">Places, 1 or more.</param>
    /// <param name="takeTie">True to take a tie at the edge in whole, false to leave it out in whole.</param>
    public static Shortlist Shortlist(IReadOnlyList<SheetItem> items, IEnumerable<ScoredApplication> applications, int quota, bool takeTie)
    {
        ArgumentNullException.ThrowIfNull(applications);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quota);
        var scored = applications.Select(a => (a.Id, Score: Mean(items, a.Sheets))).OrderByDescending(a => a.Score).ThenBy(a => a.Id.Value).ToList();
        var ranked = scored.ConvertAll(a => new RankedApplication(a.Id, a.Score, scored.Count(b => b.Score > a.Score) + 1, scored.Count(b => b.Score == a.Score) > 1));
        if (ranked.Count <= quota) return new Shortlist(ranked, ranked.Select(a => a.Id).ToHashSet(), false);
        var edge = ranked[quota - 1].Score;
        var tie = ranked[quota].Score == edge;
        return new Shortlist(ranked, ranked.Where(a => tie && !takeTie ? a.Score > edge : a.Score >= edge).Select(a => a.Id).ToHashSet(), tie);
    }

    /// <summary>What is wrong with a score: outside its range, or finer than two decimals; null when it may stand.</summary>
    public static Defect? Fault(SheetItem item, decimal score)
    {
        ArgumentNullException.ThrowIfNull(item);
        return score < 0 || score > item.Most ? new Defect("selection.score-range", item.Code, item.Name, item.Most)
            : decimal.Round(score, 2) != score ? new Defect("selection.score-decimals", item.Code, item.Name)
            : null;
    }
}
