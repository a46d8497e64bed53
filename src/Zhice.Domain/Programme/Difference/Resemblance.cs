using Zhice.Domain.Programme.Rules;

namespace Zhice.Domain.Programme.Difference;

/// <summary>How alike two tasks or two documents are by their words. Pure.</summary>
public static class Resemblance
{
    /// <summary>Share of equal neighbouring characters from which two tasks are one task, reworded.</summary>
    public const double Same = 0.6;

    // What is left after titles and measures paired is little; two long documents that have nothing in common are not compared word by word.
    const long MostPairs = 250_000;

    /// <summary>Tasks of a reading that also stand in another document: of the same title, or with a measure of the same words.</summary>
    /// <param name="drafts">The tasks of the reading.</param>
    /// <param name="titles">Titles that stand.</param>
    /// <param name="measures">Words of the measures that stand.</param>
    public static int Shared(IReadOnlyList<TaskDraft> drafts, IEnumerable<string> titles, IEnumerable<string> measures)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        var (named, said) = (titles.Select(PlainWords.Of).ToHashSet(StringComparer.Ordinal), measures.Select(PlainWords.Of).ToHashSet(StringComparer.Ordinal));
        return drafts.Count(d => named.Contains(PlainWords.Of(d.Title)) || d.Measures.Any(m => said.Contains(PlainWords.Of(m.Quote.Words))));
    }

    /// <summary>True when a document repeats most of what another one orders: half of the tasks of the shorter one.</summary>
    /// <param name="shared">Tasks that stand in both.</param>
    /// <param name="one">Tasks of the one.</param>
    /// <param name="other">Tasks of the other.</param>
    public static bool IsLargelySame(int shared, int one, int other) => shared > 0 && shared * 2 >= Math.Min(one, other);

    /// <summary>Pairs the tasks that are still alone on both sides, the most alike first.</summary>
    internal static void Pair(
        IReadOnlyList<TaskDraft> drafts, IReadOnlyList<ProgrammeTask> standing, ILookup<TaskId, ProgrammeMeasure> measures, Dictionary<TaskDraft, ProgrammeTask> pairs)
    {
        var taken = pairs.Values.ToHashSet();
        var left = drafts.Where(d => !pairs.ContainsKey(d)).Select(d => (Task: d, Words: Neighbours(d.Title, d.Measures.Select(m => m.Quote.Words)))).ToList();
        var free = standing.Where(t => !taken.Contains(t)).Select(t => (Task: t, Words: Neighbours(t.Title, measures[t.Id].Select(m => m.Quote.Words)))).ToList();
        if ((long)left.Count * free.Count > MostPairs) return;
        var alike = from draft in left.Index()
                    from task in free.Index()
                    let share = Share(draft.Item.Words, task.Item.Words)
                    where share >= Same
                    orderby share descending, draft.Index, task.Index
                    select (Draft: draft.Item.Task, task.Item.Task);
        foreach (var (draft, task) in alike)
            if (!pairs.ContainsKey(draft) && taken.Add(task)) pairs.Add(draft, task);
    }

    static HashSet<(char, char)> Neighbours(string title, IEnumerable<string> measures)
    {
        var found = new HashSet<(char, char)>();
        foreach (var plain in measures.Prepend(title).Select(PlainWords.Of))
            for (var at = 1; at < plain.Length; at++) found.Add((plain[at - 1], plain[at]));
        return found;
    }

    static double Share(HashSet<(char, char)> one, HashSet<(char, char)> other) =>
        one.Count + other.Count == 0 ? 0 : 2.0 * one.Count(other.Contains) / (one.Count + other.Count);
}
