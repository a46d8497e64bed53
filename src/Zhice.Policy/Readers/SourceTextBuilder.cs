using System.Text;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers;

/// <summary>One line of a cell that is not in the text yet.</summary>
internal readonly record struct DraftLine(string Text, bool StartsParagraph, int? Page = null);

/// <summary>One cell that is not in the text yet.</summary>
internal sealed record DraftCell(int Column, int ColumnSpan, List<DraftLine> Lines);

/// <summary>One row that is not in the text yet.</summary>
internal sealed record DraftRow(List<DraftCell> Cells, int? Page = null);

/// <summary>
/// Writes lines and tables into a canonical text and keeps their ranges. A table is written the way a flattened one reads:
/// each cell starts on a line of its own behind a tab, its further lines follow without one, an empty line ends the row.
/// </summary>
internal sealed class SourceTextBuilder(SourceFormat format, bool linesAreParagraphs, CancellationToken cancel)
{
    /// <summary>More blocks and cell lines than any official document has; keeps memory bounded.</summary>
    internal const int MaxParts = 2_000_000;

    readonly StringBuilder text = new();
    readonly List<Block> blocks = [];
    int parts, number;

    /// <summary>Appends one line.</summary>
    internal void Line(string line, int? page = null, int? heading = null, bool noise = false, bool? startsParagraph = null)
    {
        Count();
        var start = text.Length;
        text.Append(CanonicalText.Line(line));
        blocks.Add(new LineBlock(new Span(start, text.Length), page, heading, noise, ++number) { StartsParagraph = startsParagraph });
        text.Append('\n');
    }

    /// <summary>Appends a table; rows without cells are left out, and so is a table without rows.</summary>
    internal void Table(IEnumerable<DraftRow> drafts)
    {
        var rows = new List<TableRow>();
        foreach (var draft in drafts)
        {
            if (draft.Cells.Count == 0) continue;
            if (rows.Count > 0) text.Append('\n');
            rows.Add(Row(draft));
        }
        if (rows.Count > 0) blocks.Add(new TableBlock(new Span(rows[0].Span.Start, rows[^1].Span.End), rows));
    }

    TableRow Row(DraftRow draft)
    {
        var start = text.Length;
        var cells = new List<TableCell>(draft.Cells.Count);
        foreach (var cell in draft.Cells)
        {
            var lines = new List<CellLine>(cell.Lines.Count);
            text.Append('\t');
            foreach (var line in cell.Lines)
            {
                Count();
                if (lines.Count > 0) text.Append('\n');
                var from = text.Length;
                text.Append(CanonicalText.Line(line.Text));
                lines.Add(new CellLine(new Span(from, text.Length), line.StartsParagraph, line.Page));
            }
            text.Append('\n');
            cells.Add(new TableCell(cell.Column, cell.ColumnSpan, lines));
        }
        Count();
        return new TableRow(new Span(start, text.Length - 1), cells, draft.Page);
    }

    void Count()
    {
        if (++parts > MaxParts) throw new UnreadableException(ReadRefusals.TooManyLines);
        if ((parts & 0x3FF) == 0) cancel.ThrowIfCancellationRequested();
    }

    /// <summary>The finished text.</summary>
    internal SourceText Build() => new(text.ToString(), blocks, linesAreParagraphs, format);
}
