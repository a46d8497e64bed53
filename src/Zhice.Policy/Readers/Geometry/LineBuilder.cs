using System.Text;

namespace Zhice.Policy.Readers.Geometry;

/// <summary>Puts words that stand on one baseline together.</summary>
internal static class LineBuilder
{
    /// <summary>Words whose middles differ by less than this share of their height stand on one line; cells centred beside others differ by a half.</summary>
    const double SameLine = 0.35;

    /// <summary>Lines from top to bottom.</summary>
    internal static List<TextLine> Lines(IEnumerable<PageWord> words, int page)
    {
        var lines = new List<TextLine>();
        var open = new List<PageWord>();
        foreach (var word in words.OrderBy(word => word.Middle).ThenBy(word => word.Left))
        {
            if (open.Count > 0 && word.Middle - open[0].Middle > SameLine * Math.Min(word.Height, open[0].Height))
            {
                lines.Add(Line(open, page));
                open = [];
            }
            open.Add(word);
        }
        if (open.Count > 0) lines.Add(Line(open, page));
        return lines;
    }

    static TextLine Line(List<PageWord> words, int page)
    {
        words.Sort((a, b) => a.Left.CompareTo(b.Left));
        return new TextLine(page, words);
    }

    /// <summary>The words as text. Typesetters part Chinese and Latin by a quarter of an em, which is no blank.</summary>
    internal static string Join(List<PageWord> words)
    {
        if (words.Count == 1) return words[0].Text;
        var text = new StringBuilder();
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && text.Length > 0 && words[i].Text.Length > 0)
            {
                var gap = words[i].Left - words[i - 1].Right;
                var em = Math.Max(words[i].Em, words[i - 1].Em);
                var wide = CanonicalText.IsWide(text[^1]) || CanonicalText.IsWide(words[i].Text[0]);
                if (gap > em * (wide ? 0.38 : 0.1)) text.Append(' ');
            }
            text.Append(words[i].Text);
        }
        return text.ToString();
    }

    /// <summary>Parts a word at <paramref name="x"/>, by the widths that its characters should have.</summary>
    internal static (PageWord Before, PageWord After)? Split(PageWord word, double x)
    {
        var em = word.Em;
        var at = word.Left;
        for (var i = 0; i < word.Text.Length; i++)
        {
            var width = em * PageWord.Units(word.Text.AsSpan(i, 1));
            if (i > 0 && at + width / 2 > x && !char.IsLowSurrogate(word.Text[i]))
                return (word with { Text = word.Text[..i], Right = at }, word with { Text = word.Text[i..], Left = at });
            at += width;
        }
        return null;
    }
}
