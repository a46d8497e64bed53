namespace Zhice.Policy.Structure;

/// <summary>Joins printed lines of prose into paragraphs; where lines are whole paragraphs, only those that an extraction broke.</summary>
internal sealed class ParagraphJoiner(string text, IReadOnlyList<SourceLine> all, bool linesAreParagraphs)
{
    // A paragraph is cut when it grows beyond this, so that no step works on an unbounded stretch.
    const int LongestParagraph = 20_000;

    readonly double wrapWidth = WrapWidth(all);

    /// <summary>Joins the lines that are not noise.</summary>
    public List<ParagraphItem> Join(IEnumerable<SourceLine> lines)
    {
        var items = new List<ParagraphItem>();
        var pieces = new List<Span>();
        var length = 0;
        SourceLine? first = null, last = null;
        var number = Numbering.None;
        var counts = new Dictionary<NumberStyle, int>();
        var tail = "";
        void Close()
        {
            if (first is null) return;
            var flow = Flow.Of(text, pieces);
            if (flow.Length > 0) items.Add(new ParagraphItem(flow, first.HeadingLevel, number));
            flow.Rest();
            pieces = [];
            length = 0;
        }
        var footnotes = new List<ParagraphItem>();
        var footnote = new List<Span>();
        void CloseFootnote()
        {
            if (footnote.Count > 0) footnotes.Add(new ParagraphItem(Flow.Of(text, footnote), null, Numbering.None));
            footnote = [];
        }
        foreach (var line in lines)
        {
            // A footnote at the foot of a page stands between the halves of a sentence; it ends with its own stop or at the page mark.
            if (!line.Noise && !linesAreParagraphs && (footnote.Count > 0 || ItemReader.IsFootnote(line.Key)))
            {
                if (ItemReader.IsFootnote(line.Key)) CloseFootnote();
                footnote.Add(line.Span);
                if (Ending.IsComplete(line.Key)) CloseFootnote();
                continue;
            }
            if (line.Noise) CloseFootnote();
            if (line.Noise || NoiseFinder.IsBareNumber(line.Key) && !linesAreParagraphs && !GoesOnInAddress(tail, line.Key)) { line.Noise = true; continue; }
            foreach (var span in Chunks(line))
            {
                var begins = Numbering.At(HeadOf(span));
                if (last is null || length > LongestParagraph || !Continues(last, tail, line, begins, number.Style, counts))
                {
                    Close();
                    first = line;
                    number = begins;
                    if (begins.Style != NumberStyle.None) counts[begins.Style] = begins.Value;
                    tail = "";
                }
                pieces.Add(span);
                length += span.Length;
                tail = tail.Length + line.Key.Length > 1200 ? (tail + Tail(line.Key))[^Math.Min(600, tail.Length + Math.Min(600, line.Key.Length))..] : tail + line.Key;
                if (last != line) last?.Rest();
                last = line;
            }
        }
        CloseFootnote();
        Close();
        return [.. items, .. footnotes];
    }

    static string Tail(string key) => key.Length > 600 ? key[^600..] : key;

    Flow HeadOf(Span span)
    {
        var start = span.Start;
        while (start < span.End && text[start] is '#' or '>' or ' ') start++;
        return Flow.Of(text, new Span(start, Math.Min(span.End, start + 24)));
    }

    /// <summary>A line of megabytes is read in pieces that end with a sentence.</summary>
    IEnumerable<Span> Chunks(SourceLine line)
    {
        var start = line.Span.Start;
        while (line.Span.End - start > 2 * LongestParagraph)
        {
            var cut = text.LastIndexOf('。', start + 2 * LongestParagraph, LongestParagraph);
            var end = cut < 0 ? start + 2 * LongestParagraph : cut + 1;
            yield return new Span(start, end);
            start = end;
        }
        yield return new Span(start, line.Span.End);
    }

    bool Continues(SourceLine last, string tail, SourceLine line, Numbering begins, NumberStyle firstStyle, Dictionary<NumberStyle, int> counts)
    {
        if (line.HeadingLevel is not null || last.HeadingLevel is not null) return false;
        if (!linesAreParagraphs && (BeginsWithSign(line.Key) || GoesOnInAddress(tail, line.Key) || EndsWithContactLabel(tail) && IsFull(last))) return true;
        var complete = Ending.IsComplete(tail);
        if (begins.Style != NumberStyle.None)
        {
            // A number inside a sentence that a page broke (…达到|20、30件) is not the next of its kind.
            var expected = counts.GetValueOrDefault(begins.Style) + 1;
            if (complete || begins.Value == expected || begins.Value <= 1 || begins.Style is NumberStyle.Dash or NumberStyle.Dotted) return false;
            return !linesAreParagraphs && IsFull(last);
        }
        if (Meaning.ResponsibilityLabels.Begins(line.Key) || ItemReader.IsNote(line.Key)) return false;
        if (linesAreParagraphs) return !complete && tail.Length >= 60 && !line.BlankBefore && BracketPairs.EndsInside(tail);
        if (complete && !BracketPairs.EndsInside(tail)) return false;
        // 上半年出台《…专项行动|实施方案》: inside a name nothing ends, however the line looks.
        if (!line.BlankBefore && last.Width >= 8 && BreaksName(tail)) return true;
        if (FrontMatter.IsFixedLine(line.Key) || FrontMatter.IsFixedLine(last.Key)) return false;
        // 3.推进…修订，研究制定…保护|指导意见。 An item that breaks off after a comma is no heading.
        if (firstStyle is NumberStyle.Arabic or NumberStyle.BracketedArabic && tail.Length >= 16 && tail.Contains(',', StringComparison.Ordinal) && !line.BlankBefore) return true;
        // What holds a whole sentence and then breaks off is no heading either, least of all before a page mark.
        if (tail.Contains('。', StringComparison.Ordinal)) return true;
        return IsFull(last) || BreaksOff(last, tail) || last.Key[^1] is ',' or '、' || tail.Length >= 60 || BracketPairs.EndsInside(tail) && last.Width >= 12;
    }

    static bool BreaksName(string tail) => tail.LastIndexOf('《') is var open && open >= 0 && tail.Length - open < 60 && tail.IndexOf('》', open) < 0;

    /// <summary>A sign that closes or divides begins no paragraph: what stands before it was broken off.</summary>
    static bool BeginsWithSign(string key) => key[0] is ',' or '。' or '、' or ';' or ':' or ')' or '》' or '”' or '’' or '〉' or '!' or '?' or '%' or '‰';

    /// <summary>jxip@16|3.com, 0791-|86350000: an address or a number that the width of the page broke.</summary>
    static bool GoesOnInAddress(string tail, string key)
    {
        if (tail.Length < 2 || !char.IsAsciiLetterOrDigit(key[0])) return false;
        if (tail[^1] == '-') return ChineseNumber.IsDigit(tail[^2]) && ChineseNumber.IsDigit(key[0]) && FrontMatter.SaysContact(tail);
        var from = tail.Length;
        while (from > 0 && tail.Length - from < 80 && (char.IsAsciiLetterOrDigit(tail[from - 1]) || tail[from - 1] is '.' or '@' or '-' or '_' or '/' or ':')) from--;
        var run = tail.AsSpan(from);
        if (run.Contains('@') || run.StartsWith("http", StringComparison.Ordinal) || run.StartsWith("www.", StringComparison.Ordinal)) return run[^1] != ':' && !EndsAddress(run);
        // 电子邮箱:jx|ip@163.com
        return run.Length > 0 && FrontMatter.SaysContact(tail[..from]) && key.AsSpan(0, Math.Min(key.Length, 40)).Contains('@');
    }

    /// <summary>…@163.com is whole; what follows is no part of it.</summary>
    static bool EndsAddress(ReadOnlySpan<char> run)
    {
        foreach (var end in (ReadOnlySpan<string>)[".com", ".cn", ".net", ".org"])
            if (run.EndsWith(end, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>…报省局综合处，邮箱：| the address stands on the next line.</summary>
    static bool EndsWithContactLabel(string tail) => tail.Length > 8 && tail[^1] == ':' && FrontMatter.SaysContact(tail[..^1]);

    bool IsFull(SourceLine line) => wrapWidth > 0 ? line.Width >= wrapWidth * 0.88 : line.Width >= 60;

    /// <summary>Where too few lines show the width of the page: a long line with a comma that ends without a sign is no heading.</summary>
    bool BreaksOff(SourceLine line, string tail) => wrapWidth == 0 && line.Width >= 28 && tail.Contains(',', StringComparison.Ordinal) && char.IsLetter(line.Key[^1]);

    /// <summary>The width at which the lines of the text were broken; 0 where they were not.</summary>
    static double WrapWidth(IReadOnlyList<SourceLine> lines)
    {
        var counts = new Dictionary<int, int>();
        var open = 0;
        foreach (var line in lines)
        {
            var complete = line.Noise || line.Width < 16 || Ending.IsComplete(line.Key);
            line.Rest();
            if (complete) continue;
            open++;
            var width = (int)Math.Round(line.Width);
            counts[width] = counts.GetValueOrDefault(width) + 1;
        }
        if (open < 4) return NarrowWidth(lines);
        var (best, most) = (0, 0);
        foreach (var width in counts.Keys.Order())
        {
            var near = counts.GetValueOrDefault(width - 1) + counts[width] + counts.GetValueOrDefault(width + 1);
            if (near >= most) (best, most) = (width, near);
        }
        return most * 2 >= open ? best : 0;
    }

    /// <summary>The width of a narrow column or a short text: no line is longer, and most of those that hold a comma are as long and break off.</summary>
    static double NarrowWidth(IReadOnlyList<SourceLine> lines)
    {
        var widest = 0.0;
        foreach (var line in lines)
            if (!line.Noise) widest = Math.Max(widest, line.Width);
        if (widest is < 9 or > 60) return 0;
        var (full, sentences) = (0, 0);
        foreach (var line in lines)
        {
            if (line.Noise) continue;
            if (line.Width >= widest - 1.5 && !Ending.IsComplete(line.Key)) full++;
            else if (line.Key.AsSpan().IndexOfAny("。,") >= 0) sentences++;
            line.Rest();
        }
        return full >= (widest < 17 ? 6 : 3) && full > sentences ? widest : 0;
    }
}
