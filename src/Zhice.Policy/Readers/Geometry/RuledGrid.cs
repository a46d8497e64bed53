namespace Zhice.Policy.Readers.Geometry;

/// <summary>The drawn lines of one table on one page.</summary>
internal sealed class RuledGrid
{
    const double Touch = 3;
    const int MaxRulings = 1_500;

    internal required List<Ruling> Level { get; init; }
    internal required List<Ruling> Upright { get; init; }
    internal double Left => Level.Min(r => r.From);
    internal double Right => Level.Max(r => r.To);
    internal double Top => Math.Min(Level[0].At, Upright.Count > 0 ? Upright.Min(r => r.From) : double.MaxValue);
    internal double Bottom => Math.Max(Level[^1].At, Upright.Count > 0 ? Upright.Max(r => r.To) : 0);

    /// <summary>Places of upright lines from left to right, each once.</summary>
    internal List<double> Columns => Distinct(Upright.Select(r => r.At));

    /// <summary>Places of level lines from top to bottom, each once.</summary>
    internal List<double> Rows => Distinct(Level.Select(r => r.At));

    static List<double> Distinct(IEnumerable<double> places)
    {
        var distinct = new List<double>();
        foreach (var place in places.Order())
            if (distinct.Count == 0 || place - distinct[^1] > Touch) distinct.Add(place);
        return distinct;
    }

    /// <summary>True when a level line at <paramref name="y"/> passes <paramref name="x"/>.</summary>
    internal bool HasLevel(double y, double x) => Level.Any(r => Math.Abs(r.At - y) <= Touch && r.From - Touch <= x && x <= r.To + Touch);

    /// <summary>True when an upright line at <paramref name="x"/> passes <paramref name="y"/>.</summary>
    internal bool HasUpright(double x, double y) => Upright.Any(r => Math.Abs(r.At - x) <= Touch && r.From - Touch <= y && y <= r.To + Touch);

    /// <summary>The tables' grids on a page from top to bottom: lines that touch, or level lines of the same extent.</summary>
    internal static List<RuledGrid> Find(PageContent page)
    {
        var rulings = Merge(page.Rulings.Where(r => r.To - r.From > 6)).Take(MaxRulings).ToList();
        var group = Enumerable.Range(0, rulings.Count).ToArray();
        int Root(int i) { while (group[i] != i) i = group[i] = group[group[i]]; return i; }
        for (var i = 0; i < rulings.Count; i++)
            for (var j = i + 1; j < rulings.Count; j++)
                if (Belong(rulings[i], rulings[j])) group[Root(i)] = Root(j);

        var grids = new List<RuledGrid>();
        foreach (var members in Enumerable.Range(0, rulings.Count).GroupBy(Root))
        {
            var level = members.Select(i => rulings[i]).Where(r => r.IsLevel).OrderBy(r => r.At).ToList();
            var upright = members.Select(i => rulings[i]).Where(r => !r.IsLevel).OrderBy(r => r.At).ToList();
            if (level.Count >= 2 && level.Max(r => r.To) - level.Min(r => r.From) > page.Width * 0.25 && level[^1].At - level[0].At > 10)
                grids.Add(new RuledGrid { Level = level, Upright = upright });
        }
        grids.Sort((a, b) => a.Top.CompareTo(b.Top));
        return grids;
    }

    static bool Belong(Ruling a, Ruling b)
    {
        if (a.IsLevel != b.IsLevel)
            return a.From - Touch <= b.At && b.At <= a.To + Touch && b.From - Touch <= a.At && a.At <= b.To + Touch;
        return a.IsLevel && Math.Abs(a.From - b.From) <= Touch && Math.Abs(a.To - b.To) <= Touch;
    }

    /// <summary>Borders are often drawn cell by cell; pieces in one line become one.</summary>
    static List<Ruling> Merge(IEnumerable<Ruling> rulings)
    {
        var merged = new List<Ruling>();
        foreach (var ruling in rulings.OrderBy(r => r.IsLevel).ThenBy(r => Math.Round(r.At)).ThenBy(r => r.From))
        {
            if (merged.Count > 0 && merged[^1] is var last && last.IsLevel == ruling.IsLevel && Math.Abs(last.At - ruling.At) <= 1.2
                && ruling.From <= last.To + Touch)
                merged[^1] = last with { To = Math.Max(last.To, ruling.To) };
            else merged.Add(ruling);
        }
        return merged;
    }
}
