using Zhice.Policy.Layout;

namespace Zhice.Policy.Structure;

/// <summary>A printed line (or one part of it, where the line holds several cells) with what the page shows about it.</summary>
internal sealed class SourceLine(string text, Span span)
{
    string? key;
    float width = -1;

    /// <summary>Its words without the blanks around them.</summary>
    public Span Span => span;
    /// <summary>Its words, folded, in normal form; read when they are asked for.</summary>
    public string Key => key ??= Flow.FoldOf(text, span);
    /// <summary>A tab stands before its first word: in a table that was copied as text, a new cell begins.</summary>
    public bool TabLed { get; init; } = LedByTab(text, span.Start);
    /// <summary>An empty line stands before it.</summary>
    public bool BlankBefore { get; init; }
    /// <summary>The source shows that it begins a paragraph.</summary>
    public bool StartsParagraph { get; init; }
    public int? HeadingLevel { get; init; }
    public int? Page { get; init; }
    public bool Noise { get; set; }
    /// <summary>Printed width in ideographs: a half-width character counts one half.</summary>
    public double Width => width >= 0 ? width : width = WidthOf(text, span);

    /// <summary>Lets the words go, for a long text has hundreds of thousands of lines; they are read again when they are asked for.</summary>
    public void Rest() => key = null;

    public static SourceLine Of(string text, Span span, bool blankBefore, bool startsParagraph, int? heading, int? page, bool noise) =>
        new(text, span) { BlankBefore = blankBefore, StartsParagraph = startsParagraph, HeadingLevel = heading, Page = page, Noise = noise };

    /// <summary>The same line, a cell's first or one that goes on with the cell before.</summary>
    public SourceLine Led(bool tab) => new(text, Span) { TabLed = tab, BlankBefore = BlankBefore, StartsParagraph = StartsParagraph, Page = Page };

    /// <summary>All lines of a block list that have words, in order; a table's cells are not lines here.</summary>
    public static SourceLine? From(string text, LineBlock block, int previousEnd, bool linesAreParagraphs)
    {
        var span = Trim(text, block.Span);
        if (span.IsEmpty) return null;
        var line = Of(text, span, Breaks(text, previousEnd, span.Start) > 1, linesAreParagraphs, block.HeadingLevel, block.Page, block.Noise);
        var empty = line.Key.Length == 0;
        line.Rest();
        return empty ? null : line;
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

    static float WidthOf(string text, Span span)
    {
        var halves = 0;
        for (var i = span.Start; i < span.End; i++) halves += CharacterFold.IsWide(text[i]) ? 2 : 1;
        return halves / 2f;
    }
}
