using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Splits running text into sentences: at 。！？ outside brackets and quotes; a semicolon joins.</summary>
internal static class Sentences
{
    /// <summary>The sentences of [start, end) as ranges that meet; white space between them belongs to the later one.</summary>
    public static List<(int Start, int End)> Split(string fold, int[] partner, int start, int end)
    {
        var sentences = new List<(int, int)>();
        var from = start;
        for (var i = start; i < end; i++)
        {
            var close = partner[i];
            if (close > i && close < end)
            {
                i = close;
                // “…。” as a whole sentence: the stop stands inside, the next words begin a new one.
                continue;
            }
            if (!IsEnd(fold, i)) continue;
            while (i + 1 < end && (Ending.IsSentenceEnd(fold[i + 1]) || fold[i + 1] is '”' or '’' or ')' && partner[i + 1] < 0)) i++;
            sentences.Add((from, i + 1));
            from = i + 1;
        }
        if (from < end) sentences.Add((from, end));
        return sentences;
    }

    /// <summary>A stop: 。！？, or a half-width dot that stands between ideographs (not in 16.5, 1. or a Latin abbreviation).</summary>
    static bool IsEnd(string fold, int i)
    {
        if (Ending.IsSentenceEnd(fold[i])) return true;
        if (fold[i] != '.' || i == 0 || fold[i - 1] < '\u2E80') return false;
        return i + 1 == fold.Length || fold[i + 1] >= '\u2E80' || fold[i + 1] == '(';
    }
}
