namespace Zhice.Policy.Structure;

/// <summary>Cuts a document that an extraction wrote as one line: before each number that goes on with its count (一 …, （一）…, 1.…).</summary>
internal static class RunOnText
{
    const int Shortest = 300;

    /// <summary>The pieces of a line; the line itself where it is not most of the text or holds no outline.</summary>
    public static List<Span> Split(string text, Span line)
    {
        if (line.Length < Shortest || line.Length * 2 < text.Length) return [line];
        var cuts = new List<int>();
        var counts = new int[3];
        var headings = 0;
        for (var i = line.Start + 1; i < line.End; i++)
        {
            if (!CharacterFold.IsBlank(text[i - 1]) || CharacterFold.IsBlank(text[i]) || Count(text, i, line.End) is not var (kind, value) || value <= 0) continue;
            // A count goes on, or one below another begins anew.
            if (value != counts[kind] + 1 && value != 1) continue;
            counts[kind] = value;
            if (kind < 2) headings++;
            cuts.Add(i);
        }
        if (headings < 2 || cuts.Count < 4) return [line];
        if (TitleEnd(text, line.Start, cuts[0]) is { } end) cuts.Insert(0, end);
        var pieces = new List<Span>(cuts.Count + 1);
        var from = line.Start;
        foreach (var cut in cuts)
        {
            pieces.Add(new Span(from, cut));
            from = cut;
        }
        pieces.Add(new Span(from, line.End));
        return pieces;
    }

    /// <summary>What counts here, and its value: 0 for 一、 or 一 before a blank, 1 for （一）, 2 for 1.</summary>
    static (int Kind, int Value)? Count(string text, int start, int end)
    {
        var fold = CharacterFold.Of(text.AsSpan(start, Math.Min(8, end - start)).ToString());
        var open = fold[0] == '(' ? 1 : 0;
        var stop = ChineseNumber.NumeralEnd(fold, open);
        if (stop > open && stop < fold.Length)
        {
            var closes = open == 1 ? fold[stop] == ')' : fold[stop] is '、' or ' ';
            return closes ? (open == 1 ? 1 : 0, ChineseNumber.Value(fold.AsSpan(open, stop - open))) : null;
        }
        if (open == 1) return null;
        stop = ChineseNumber.ArabicEnd(fold, 0);
        return stop is > 0 and <= 3 && stop + 1 < fold.Length && fold[stop] is '.' or '、' && !ChineseNumber.IsDigit(fold[stop + 1]) ? (2, ChineseNumber.Value(fold.AsSpan(0, stop))) : null;
    }

    /// <summary>Where the title before the first sentence ends.</summary>
    static int? TitleEnd(string text, int start, int end)
    {
        for (var i = start; i < Math.Min(end, start + 120); i++)
            if (CharacterFold.IsBlank(text[i]) && FrontMatter.IsTitleEnd(Flow.FoldOf(text, new Span(start, i)))) return i;
        return null;
    }
}
