namespace Zhice.Domain.Submitting;

/// <summary>One task beside what was said of it the year before.</summary>
/// <param name="Now">This year's; null where the task is no longer asked for.</param>
/// <param name="Before">Last year's; null for a task that is new.</param>
/// <param name="Likeness">How alike the two titles are, 0 to 1; 0 where one side is empty.</param>
public sealed record ComparedItem(BodyItem? Now, BodyItem? Before, double Likeness);

/// <summary>Puts this year's submission beside last year's.</summary>
public static class BodyComparison
{
    const double SameTask = 0.5;

    /// <summary>This year's items in order, each with last year's of the most alike title, then what is left of last year.</summary>
    public static IReadOnlyList<ComparedItem> Of(SubmissionBody now, SubmissionBody before)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(before);
        var (here, there) = (now.Items.ToList(), before.Items.ToList());
        var pairs = (
            from i in Enumerable.Range(0, here.Count)
            from j in Enumerable.Range(0, there.Count)
            let likeness = Sentences.Likeness(here[i].Title, there[j].Title)
            where likeness >= SameTask
            orderby likeness descending, i, j
            select (I: i, J: j, Likeness: likeness)).ToList();
        var partner = new Dictionary<int, (int J, double Likeness)>();
        var taken = new HashSet<int>();
        foreach (var (i, j, likeness) in pairs)
            if (!partner.ContainsKey(i) && taken.Add(j)) partner[i] = (j, likeness);
        return
        [
            .. here.Select((item, i) => partner.TryGetValue(i, out var with) ? new ComparedItem(item, there[with.J], with.Likeness) : new ComparedItem(item, null, 0)),
            .. there.Where((_, j) => !taken.Contains(j)).Select(item => new ComparedItem(null, item, 0)),
        ];
    }
}
