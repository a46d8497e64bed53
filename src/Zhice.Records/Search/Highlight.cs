using Zhice.Records.Query;
using Zhice.Records.Text;

namespace Zhice.Records.Search;

/// <summary>Finds the words of a query in a text that is shown.</summary>
public static class Highlight
{
    /// <summary>Ranges of the text that the query's words cover, in order, not overlapping. A range in the folded text is the same range in the text.</summary>
    public static IReadOnlyList<(int Start, int End)> Ranges(string text, QueryNode query)
    {
        var folded = CjkBigrams.Fold(text);
        var found = new List<(int Start, int End)>();
        foreach (var node in RecordSearch.Leaves(query))
            foreach (var word in Pieces(node.Words)) Find(folded, word, found);
        var merged = new List<(int Start, int End)>();
        foreach (var range in found.Order())
            if (merged.Count > 0 && range.Start <= merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, range.End));
            else merged.Add(range);
        return merged;
    }

    /// <summary>A piece of a long text around the first word found, at most so many characters.</summary>
    public static (int Start, int End) Window(string text, IReadOnlyList<(int Start, int End)> ranges, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ranges);
        if (text.Length <= most) return (0, text.Length);
        var start = ranges.Count == 0 ? 0 : Math.Clamp(ranges[0].Start - most / 4, 0, text.Length - most);
        return (start, start + most);
    }

    // A star or question mark cuts a word in two; signs between words do too.
    static IEnumerable<string> Pieces(string words)
    {
        var from = -1;
        for (var i = 0; i <= words.Length; i++)
        {
            var inside = i < words.Length && (CjkBigrams.IsChinese(words[i]) || CjkBigrams.IsWord(words[i]));
            if (inside && from < 0) from = i;
            if (inside || from < 0) continue;
            yield return words[from..i];
            from = -1;
        }
    }

    static void Find(string folded, string word, List<(int, int)> found)
    {
        for (var at = folded.IndexOf(word, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(word, at + 1, StringComparison.Ordinal))
            if (!CjkBigrams.IsWord(word[0]) || at == 0 || !CjkBigrams.IsWord(folded[at - 1])) found.Add((at, at + word.Length));
    }
}
