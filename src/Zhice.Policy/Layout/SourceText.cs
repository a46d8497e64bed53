namespace Zhice.Policy.Layout;

/// <summary>What a reader makes of a file: the canonical text, and its blocks in reading order with their ranges in it.</summary>
/// <param name="Text">
/// The canonical text. Line ends are \n; lone surrogates and control characters other than \t and \n are U+FFFD, so that
/// every store can hold it. It is frozen at import: all spans of all later readings count in it.
/// </param>
/// <param name="Blocks">Lines and tables in reading order; they do not overlap; what lies between them is white space.</param>
/// <param name="LinesAreParagraphs">
/// True where each line is a whole paragraph (DOCX, HTML); false where a line may be a piece of one, broken by a page's width (text, PDF, OFD).
/// </param>
/// <param name="Format">The format that was read.</param>
public sealed record SourceText(string Text, IReadOnlyList<Block> Blocks, bool LinesAreParagraphs, SourceFormat Format);

/// <summary>A line or a table.</summary>
/// <param name="Span">Its range in the canonical text, the line end not included.</param>
public abstract record Block(Span Span);

/// <summary>One line of a text, or one paragraph of a document.</summary>
/// <param name="Span">Its range; may be empty for a blank line.</param>
/// <param name="Page">Page from 1, or null.</param>
/// <param name="HeadingLevel">1 to 9 where the source marks it as a heading (h1–h6, outline level); else null.</param>
/// <param name="Noise">True where the reader knows it to be no part of the body: navigation, header, footer, page number.</param>
/// <param name="Number">Line or paragraph number in the source from 1.</param>
public sealed record LineBlock(Span Span, int? Page, int? HeadingLevel, bool Noise, int Number) : Block(Span)
{
    /// <summary>
    /// Where positions are known (PDF, OFD): true when a paragraph begins here, by indent, gap or a short line before; false when the line
    /// runs on from the one before. Null where the source says nothing (text), or each line is a paragraph.
    /// </summary>
    public bool? StartsParagraph { get; init; }
}

/// <summary>A table. Rows that a page break cut in two are already one.</summary>
public sealed record TableBlock(Span Span, IReadOnlyList<TableRow> Rows) : Block(Span);

/// <summary>A row.</summary>
/// <param name="Span">Its range.</param>
/// <param name="Cells">
/// Cells from left to right; a cell merged over rows stands in its first row only. So a column that no cell of the row covers belongs to a
/// cell above, while a cell without lines is empty.
/// </param>
/// <param name="Page">Page from 1, or null.</param>
public sealed record TableRow(Span Span, IReadOnlyList<TableCell> Cells, int? Page);

/// <summary>A cell.</summary>
/// <param name="Column">First column, counted from 0.</param>
/// <param name="ColumnSpan">Number of columns covered, at least 1.</param>
/// <param name="Lines">Its lines or paragraphs in order; a page break may put noise between two of them.</param>
public sealed record TableCell(int Column, int ColumnSpan, IReadOnlyList<CellLine> Lines);

/// <summary>A line or paragraph in a cell.</summary>
/// <param name="Span">Its range in the canonical text.</param>
/// <param name="StartsParagraph">True where the source shows that a new paragraph begins here; for PDF, by indent or gap.</param>
/// <param name="Page">Page from 1, or null.</param>
public sealed record CellLine(Span Span, bool StartsParagraph, int? Page);

/// <summary>Formats that are read.</summary>
public enum SourceFormat
{
    /// <summary>.txt</summary>
    Text,
    /// <summary>.md</summary>
    Markdown,
    /// <summary>.docx</summary>
    Docx,
    /// <summary>.html</summary>
    Html,
    /// <summary>.pdf with a text layer</summary>
    Pdf,
    /// <summary>.ofd (GB/T 33190)</summary>
    Ofd,
}
