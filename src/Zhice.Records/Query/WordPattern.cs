using Zhice.Records.Index;
using Zhice.Records.Text;

namespace Zhice.Records.Query;

/// <summary>How a part of a phrase is matched.</summary>
enum PartKind
{
    /// <summary>A pair of Chinese characters.</summary>
    Pair,
    /// <summary>One Chinese character: the beginning of any token.</summary>
    Single,
    /// <summary>A Chinese character with another behind it, which a question mark asks for.</summary>
    Followed,
    /// <summary>A whole word.</summary>
    Word,
    /// <summary>Signs between two things.</summary>
    Gap,
    /// <summary>A word with <c>*</c> or <c>?</c> in it.</summary>
    Wildcard,
}

/// <summary>One part of a phrase.</summary>
readonly record struct PhrasePart(PartKind Kind, string Text, int Offset);

/// <summary>Words of a query as tokens at fixed distances, as <see cref="Tokens"/> would place them.</summary>
static class WordPattern
{
    /// <summary>Letters that must stand before the first wildcard of a word.</summary>
    internal const int LeastBefore = 2;

    /// <summary>Code of what is wrong; null when nothing is.</summary>
    internal static string? Fault(string folded)
    {
        var chinese = false;
        for (var i = 0; i < folded.Length; i++)
        {
            if (folded[i] == '*' && chinese && i + 1 < folded.Length && CjkBigrams.IsChinese(folded[i + 1])) return "query.chinese-star";
            if (folded[i] is not ('*' or '?')) chinese = CjkBigrams.IsChinese(folded[i]);
        }
        var parts = Parts(folded, out _);
        if (parts.Count == 0) return "query.empty";
        if (Asked(folded) > 1) return "query.trailing";
        foreach (var part in parts)
            if (part.Kind == PartKind.Wildcard && part.Text.IndexOfAny(['*', '?']) < LeastBefore) return "query.wildcard";
        return null;
    }

    /// <summary>The parts that say something: signs stand in nearly every text.</summary>
    internal static IEnumerable<PhrasePart> Telling(string folded) => Parts(folded, out _).Where(part => part.Kind != PartKind.Gap);

    /// <summary>The parts, and how many positions they cover.</summary>
    internal static List<PhrasePart> Parts(string folded, out int width)
    {
        var parts = new List<PhrasePart>();
        var (offset, separated, end) = (0, true, 0);
        for (var i = 0; i < folded.Length;)
        {
            var from = i;
            if (CjkBigrams.IsChinese(folded[i]))
            {
                while (i < folded.Length && CjkBigrams.IsChinese(folded[i])) i++;
                Chinese(parts, folded.AsSpan(from, i - from), offset);
                (offset, separated) = (offset + i - from, false);
                end = offset;
                // One unknown character for each question mark, where Chinese goes on; a star behind Chinese adds nothing.
                while (i < folded.Length && folded[i] is '?' or '*') { if (folded[i] == '?') offset++; i++; if (i >= folded.Length) break; }
            }
            else if (CjkBigrams.IsWord(folded[i]))
            {
                while (i < folded.Length && (CjkBigrams.IsWord(folded[i]) || folded[i] is '*' or '?')) i++;
                var word = folded[from..i];
                var wild = word.AsSpan().IndexOfAny('*', '?') >= 0;
                parts.Add(new(wild ? PartKind.Wildcard : PartKind.Word, word.Length > Tokens.LongestWord ? word[..Tokens.LongestWord] : word, offset++));
                (separated, end) = (false, offset);
            }
            else
            {
                if (folded[i] is '*' or '?' && (separated || i + 1 < folded.Length && CjkBigrams.IsWord(folded[i + 1])))
                {
                    // A wildcard at the beginning of a word: kept, so that the fault can name it.
                    while (i < folded.Length && (CjkBigrams.IsWord(folded[i]) || folded[i] is '*' or '?')) i++;
                    parts.Add(new(PartKind.Wildcard, folded[from..i], offset++));
                    (separated, end) = (false, offset);
                    continue;
                }
                if (!separated) parts.Add(new(PartKind.Gap, Tokens.Separator.ToString(), offset++));
                separated = true;
                i++;
            }
        }
        // Signs behind the last word are not asked for.
        if (parts.Count > 0 && parts[^1].Kind == PartKind.Gap) parts.RemoveAt(parts.Count - 1);
        // What goes on behind a question mark shows that a character is there; behind the last one it must be looked for.
        if (Asked(folded) > 0)
        {
            var last = parts[^1];
            if (last.Kind == PartKind.Single) parts.Clear();
            parts.Add(new(PartKind.Followed, last.Text[^1] + "?", end++ - 1));
        }
        width = Math.Max(1, end);
        return parts;
    }

    /// <summary>How many characters are asked for behind the last one, which is Chinese.</summary>
    internal static int Asked(string folded)
    {
        var asked = 0;
        for (var i = folded.Length - 1; i >= 0; i--)
            if (folded[i] == '?') asked++;
            else if (CjkBigrams.IsChinese(folded[i])) return asked;
            else if (CjkBigrams.IsWord(folded[i])) return 0;
        return 0;
    }

    // Every second pair covers the run; the last pair closes it.
    static void Chinese(List<PhrasePart> parts, ReadOnlySpan<char> run, int offset)
    {
        if (run.Length == 1) { parts.Add(new(PartKind.Single, run.ToString(), offset)); return; }
        for (var i = 0; i + 2 < run.Length; i += 2) parts.Add(new(PartKind.Pair, run.Slice(i, 2).ToString(), offset + i));
        parts.Add(new(PartKind.Pair, run[^2..].ToString(), offset + run.Length - 2));
    }
}
