using Zhice.Policy.Layout;

namespace Zhice.Policy.Structure;

/// <summary>A printed line (or one part of it, where the line holds several cells) with what the page shows about it.</summary>
internal sealed class SourceLine
{
    /// <summary>Its words without the blanks around them.</summary>
    public required Span Span { get; init; }
    /// <summary>Its words, folded, in normal form.</summary>
    public required string Key { get; init; }
    /// <summary>A tab stands before its first word: in a table that was copied as text, a new cell begins.</summary>
    public bool TabLed { get; init; }
    /// <summary>An empty line stands before it.</summary>
    public bool BlankBefore { get; init; }
    /// <summary>The source shows that it begins a paragraph.</summary>
    public bool StartsParagraph { get; init; }
    public int? HeadingLevel { get; init; }
    public int? Page { get; init; }
    public bool Noise { get; set; }
    /// <summary>Printed width in ideographs: a half-width character counts one half.</summary>
    public double Width { get; init; }

    public static SourceLine Of(string text, Span span, bool blankBefore, bool startsParagraph, int? heading, int? page, bool noise)
    {
        var key = Flow.FoldOf(text, span);
        return new SourceLine
        {
            Span = span,
            Key = key,
            TabLed = LedByTab(text, span.Start),
            BlankBefore = blankBefore,
            StartsParagraph = startsParagraph,
            HeadingLevel = heading,
            Page = page,
            Noise = noise,
            Width = WidthOf(text, span),
        };
    }

    /// <summary>All lines of a block list that have words, in order; a table's cells are not lines here.</summary>
    public static SourceLine? From(string text, LineBlock block, int previousEnd, bool linesAreParagraphs)
    {
        var span = Trim(text, block.Span);
        if (span.IsEmpty) return null;
        var line = Of(text, span, Breaks(text, previousEnd, span.Start) > 1, linesAreParagraphs, block.HeadingLevel, block.Page, block.Noise);
        return line.Key.Length == 0 ? null : line;
    }

    /// <summary>Number of line ends in [start, end), counted to two.</summary>
    public static int Breaks(string text, int start, int end)
    {
        var count = 0;
        for (var i = start; i < end && count < 2; i++)
            if (text[i] == '\n') count++;
        return count;
    }

    public static Span Trim(string text, Span span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && CharacterFold.IsBlank(text[start])) start++;
        while (end > start && CharacterFold.IsBlank(text[end - 1])) end--;
        return new Span(start, end);
    }

    static bool LedByTab(string text, int start)
    {
        for (var i = start - 1; i >= 0 && text[i] != '\n' && CharacterFold.IsBlank(text[i]); i--)
            if (text[i] == '\t') return true;
        return false;
    }

    static double WidthOf(string text, Span span)
    {
        var width = 0.0;
        for (var i = span.Start; i < span.End; i++)
            width += CharacterFold.IsWide(text[i]) ? 1 : 0.5;
        return width;
    }
}
