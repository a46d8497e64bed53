using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>各市，不含县: words behind a range that leave out a whole level of regions. They name nobody, and no status.</summary>
internal static class LevelExclusions
{
    static readonly string[] Words = ["不包括", "不包含", "不涉及", "不含"];

    /// <summary>Where the words of a range end before an exclusion of another level; its own end where there is none. 各省，不含西藏 keeps its exception.</summary>
    public static int Before(Flow flow, int start, int end)
    {
        var fold = flow.Fold;
        for (var i = start; i < end; i++)
        {
            if (fold[i] != '不') continue;
            foreach (var word in Words)
            {
                if (string.CompareOrdinal(fold, i, word, 0, word.Length) != 0) continue;
                var from = i;
                while (from > start && fold[from - 1] is ',' or ';' or '、' or ' ' or '(') from--;
                var left = fold.AsSpan(i + word.Length, end - i - word.Length).Trim(" ,。;");
                if (!left.Contains('(')) left = left.TrimEnd(')');
                return RegionWords.IsMark(left, out var level) && level != RegionLevel.Unstated && level != RegionWords.LevelOf(flow.Words(start, from)) ? from : end;
            }
        }
        return end;
    }
}
