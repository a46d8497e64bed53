using Zhice.Policy.Layout;

namespace Zhice.Policy.Structure;

/// <summary>Reads the rows of a real table (Word, HTML, recovered PDF) whose heads show that it lists tasks.</summary>
internal sealed class TableRows(string text)
{
    ColumnRole?[]? roles;
    string headKey = "";
    CellItem?[] above = [];

    /// <summary>The items of the table, or null where it is no task table; a table without heads goes on with the one before it.</summary>
    public List<Item>? Read(TableBlock table, List<Span> noise)
    {
        var width = 0;
        foreach (var row in table.Rows)
            foreach (var cell in row.Cells)
                if (cell.Column is >= 0 and < 4096) width = Math.Max(width, Math.Min(4096, cell.Column + Math.Max(1, cell.ColumnSpan)));
        var items = new List<Item>();
        var first = 0;
        var found = false;
        for (var r = 0; r < Math.Min(4, table.Rows.Count) && !found; r++)
        {
            if (Heads(table.Rows[r], width) is not { } heads) continue;
            found = true;
            CountUnderHead(table, r, heads);
            roles = heads;
            headKey = Key(table.Rows[r]);
            above = new CellItem?[width];
            first = r + 1;
            if (first < table.Rows.Count && UnderHeads(table.Rows[first], width) is { } finer) { roles = finer; first++; }
            for (var k = 0; k < first; k++) items.Add(new HeadItem([.. LinesOf(table.Rows[k]).Select(l => l.Span)]));
        }
        if (!found && (roles is null || roles.Length != width)) return null;
        for (var r = first; r < table.Rows.Count; r++)
        {
            var row = table.Rows[r];
            var lines = LinesOf(row).ToList();
            if (lines.Count == 0) continue;
            if (Key(row) == headKey) noise.AddRange(lines.Select(l => l.Span));
            else if (row.Cells.Count(c => Words(c).Length > 0) == 1 && lines.TrueForAll(l => l.Key.Length > 0) && ItemReader.IsNote(lines[0].Key))
                items.AddRange(lines.Select(l => new ParagraphItem(Flow.Of(text, l.Span), null, Numbering.None)));
            else if (IsSection(row, width)) items.Add(new TableSectionItem(Flow.Of(text, [.. lines.Select(l => l.Span)])));
            else items.Add(Row(row, width));
        }
        return items;
    }

    ColumnRole?[]? Heads(TableRow row, int width)
    {
        var cells = row.Cells.Where(c => c.Column >= 0 && c.Column < width).ToList();
        var read = TableColumns.Read([.. cells.Select(Words)]);
        if (read is null || cells.Count(c => Words(c).Length > 0) < 2) return null;
        var result = new ColumnRole?[width];
        for (var i = 0; i < cells.Count; i++)
            for (var c = cells[i].Column; c < Math.Min(width, cells[i].Column + Math.Max(1, cells[i].ColumnSpan)); c++) result[c] = read[i];
        return result;
    }

    /// <summary>One head may stand over the count of the rows and their titles: the first of its columns then holds bare numbers.</summary>
    void CountUnderHead(TableBlock table, int head, ColumnRole?[] heads)
    {
        if (heads.Contains(ColumnRole.Number)) return;
        foreach (var over in table.Rows[head].Cells)
        {
            if (over.ColumnSpan < 2 || over.Column < 0 || over.Column >= heads.Length) continue;
            var words = table.Rows.Skip(head + 1).SelectMany(r => r.Cells).Where(c => c.Column == over.Column && c.ColumnSpan < 2).Select(Words).Where(w => w.Length > 0).ToList();
            if (words.Count == 0 || !words.TrueForAll(w => NoiseFinder.IsBareNumber(w.TrimEnd('.', '、')))) continue;
            heads[over.Column] = ColumnRole.Number;
            return;
        }
    }

    /// <summary>A second row of heads under a merged one: 责任分工 over 牵头单位 and 配合单位.</summary>
    ColumnRole?[]? UnderHeads(TableRow row, int width)
    {
        var finer = (ColumnRole?[])roles!.Clone();
        var any = false;
        foreach (var cell in row.Cells)
        {
            var words = Words(cell);
            if (words.Length == 0) continue;
            if (!TableColumns.IsHead(words) || words.Length > 8 || cell.Column >= width) return null;
            if (TableColumns.Read(["任务", words]) is { } read) { finer[cell.Column] = read[1]; any = true; }
        }
        return any ? finer : null;
    }

    bool IsSection(TableRow row, int width)
    {
        var filled = row.Cells.Where(c => Words(c).Length > 0).ToList();
        // 一 in the column of the numbers, and the heading beside it.
        if (filled.Count == 2 && FlattenedUnits.IsCountAlone(Words(filled[0])) && Words(filled[1]) is { Length: >= 2 and <= 40 } named && !Ending.IsComplete(named)) return true;
        if (filled.Count != 1) return false;
        var cell = filled[0];
        var words = Words(cell);
        if (words.Length > 120 || Ending.IsComplete(words) && words.EndsWith('。')) return false;
        if (cell.ColumnSpan >= Math.Max(2, width - 1)) return true;
        var number = Numbering.At(Flow.Of(words, new Span(0, Math.Min(words.Length, 12))));
        if (number.Style is NumberStyle.Ideograph or NumberStyle.Chapter or NumberStyle.Part or NumberStyle.BracketedIdeograph) return true;
        return row.Cells.Count >= Math.Min(3, width) && cell.Column <= 1 && words.Length is >= 4 and <= 40 && !NoiseFinder.IsBareNumber(words);
    }

    RowItem Row(TableRow row, int width)
    {
        var cells = new List<CellItem>();
        for (var column = 0; column < width; column++)
        {
            if (roles![column] is not { } role) role = ColumnRole.Remark;
            var cell = row.Cells.FirstOrDefault(c => c.Column <= column && column < c.Column + Math.Max(1, c.ColumnSpan));
            if (cell is null)
            {
                // Merged with the cell above.
                if (above[column] is { } merged) cells.Add(merged with { Inherited = true, Spans = true });
                continue;
            }
            if (cell.Column < column && roles[cell.Column] == role) continue;
            if (cell.Column < column) { above[column] = null; continue; }
            var item = CellParagraphs.Of(text, role, [.. Lines(cell)]);
            above[column] = item;
            cells.Add(item);
        }
        return new RowItem(cells);
    }

    IEnumerable<SourceLine> LinesOf(TableRow row) => row.Cells.SelectMany(Lines);

    IEnumerable<SourceLine> Lines(TableCell cell)
    {
        var blank = false;
        foreach (var line in cell.Lines)
        {
            var span = SourceLine.Trim(text, line.Span);
            if (span.IsEmpty) { blank = true; continue; }
            var read = SourceLine.Of(text, span, blank, line.StartsParagraph, null, line.Page, false);
            if (read.Key.Length == 0) continue;
            yield return read;
            blank = false;
        }
    }

    string Words(TableCell cell)
    {
        var lines = Lines(cell).ToList();
        return lines.Count == 0 ? "" : string.Concat(lines.Take(40).Select(l => l.Key));
    }

    string Key(TableRow row) => string.Join('|', row.Cells.Select(Words));
}
