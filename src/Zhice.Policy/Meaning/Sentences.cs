using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Splits running text into sentences: at 。！？ outside brackets and quotes; a semicolon joins.</summary>
internal static class Sentences
{
    const string Counts = "一二三四五六七八九十";

    /// <summary>
    /// The sentences, and the parts of one that counts its actions: 一是…；二是…；三是…, （1）…；（2）…, ①…；②…. A part begins behind a
    /// semicolon, and 二是 behind a comma too; words before the first stay with it.
    /// </summary>
    public static List<(int Start, int End)> SplitActions(string fold, int[] partner, int start, int end)
    {
        var actions = new List<(int, int)>();
        foreach (var (first, last) in Split(fold, partner, start, end))
        {
            var from = first;
            var next = CountIn(fold, first, last);
            for (var i = first; next > 0 && i < last - 6; i++)
            {
                if (partner[i] > i && partner[i] < last) { i = partner[i]; continue; }
                if (fold[i] != ';' && !(fold[i] == ',' && SaysCount(fold, i + 1, last)) || i - from < 6 || CountAt(fold, i + 1, last) != next + 1) continue;
                actions.Add((from, i + 1));
                (from, next) = (i + 1, next + 1);
            }
            actions.Add((from, last));
        }
        return actions;
    }

    /// <summary>The count that the first part begins with, at the start of the sentence or behind its lead-in; 0 where there is none.</summary>
    static int CountIn(string fold, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (i > start && fold[i - 1] is not (':' or ',' or '。' or ' ')) continue;
            if (CountAt(fold, i, end) is var count and > 0) return count;
            if (i - start > 60) break;
        }
        return 0;
    }

    // A comma alone would part 包括1、…，2、… of a list of names; 二是 begins an action wherever it stands.
    static bool SaysCount(string fold, int i, int end)
    {
        while (i < end && fold[i] == ' ') i++;
        return i + 1 < end && fold[i + 1] == '是';
    }

    static int CountAt(string fold, int i, int end)
    {
        while (i < end && fold[i] == ' ') i++;
        if (i + 2 >= end) return 0;
        if (fold[i] is >= '①' and <= '⑳') return fold[i] - '①' + 1;
        if (fold[i + 1] == '是') return Counts.IndexOf(fold[i], StringComparison.Ordinal) + 1;
        if (ChineseNumber.IsDigit(fold[i]) && fold[i + 1] is '.' or '、' && !ChineseNumber.IsDigit(fold[i + 2])) return fold[i] - '0';
        if (fold[i] != '(' || fold[i + 2] != ')') return 0;
        return ChineseNumber.IsDigit(fold[i + 1]) ? fold[i + 1] - '0' : Counts.IndexOf(fold[i + 1], StringComparison.Ordinal) + 1;
    }

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
            if (!Ending.IsSentenceEnd(fold[i]) && !Ending.IsHalfWidthStop(fold, i)) continue;
            while (i + 1 < end && (Ending.IsSentenceEnd(fold[i + 1]) || fold[i + 1] is '”' or '’' or ')' && partner[i + 1] < 0)) i++;
            sentences.Add((from, i + 1));
            from = i + 1;
        }
        if (from < end) sentences.Add((from, end));
        return sentences;
    }
}
