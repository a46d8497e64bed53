namespace Zhice.Policy.Structure;

/// <summary>Items printed in the line of the chapter or item before them: 二、强化保护。|（一）健全机制，…。|（二）深化工程。…</summary>
/// <remarks>Only a number that goes on with the count, right behind the stop of a sentence or note, begins one; （一）…；（二）… enumerates.</remarks>
internal static class ItemsInLine
{
    /// <summary>The paragraph, cut before each item that begins inside it.</summary>
    public static IEnumerable<ParagraphItem> Of(ParagraphItem paragraph)
    {
        if (paragraph.Number.Style is not (NumberStyle.Chapter or NumberStyle.Part or NumberStyle.Named or NumberStyle.Ideograph or NumberStyle.BracketedIdeograph)) return [paragraph];
        var cuts = Cuts(paragraph);
        paragraph.Flow.Rest();
        return cuts.Count == 0 ? [paragraph] : Pieces(paragraph, cuts);
    }

    static List<int> Cuts(ParagraphItem paragraph)
    {
        var fold = paragraph.Flow.Fold;
        var cuts = new List<int>();
        var count = paragraph.Number.Style == NumberStyle.BracketedIdeograph ? paragraph.Number.Value : 0;
        var depth = 0;
        for (var i = paragraph.Number.Length; i + 4 < fold.Length; i++)
        {
            if (fold[i] == ')') depth--;
            if (fold[i] != '(') continue;
            if (depth <= 0 && i > paragraph.Number.Length && fold[i - 1] is '。' or ')' && fold.AsSpan(0, i).Contains('。') && Value(fold, i) == count + 1)
            {
                cuts.Add(i);
                count++;
            }
            depth = Math.Max(0, depth) + 1;
        }
        return cuts;
    }

    static int Value(string fold, int open)
    {
        var stop = ChineseNumber.NumeralEnd(fold, open + 1);
        return stop > open + 1 && stop < fold.Length && fold[stop] == ')' ? ChineseNumber.Value(fold.AsSpan(open + 1, stop - open - 1)) : 0;
    }

    static IEnumerable<ParagraphItem> Pieces(ParagraphItem paragraph, List<int> cuts)
    {
        yield return paragraph with { Flow = paragraph.Flow.Slice(0, cuts[0]) };
        for (var c = 0; c < cuts.Count; c++)
        {
            var flow = paragraph.Flow.Slice(cuts[c], c + 1 < cuts.Count ? cuts[c + 1] : paragraph.Flow.Length);
            yield return new ParagraphItem(flow, null, Numbering.At(flow));
        }
    }
}
