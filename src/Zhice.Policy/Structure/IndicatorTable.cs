using Zhice.Policy.Layout;

namespace Zhice.Policy.Structure;

/// <summary>Reads the rows of a real table whose heads show that it lists indicators and their levels.</summary>
internal static class IndicatorTable
{
    /// <summary>The items of the table, or null where it is no indicator table.</summary>
    public static List<Item>? Read(string text, TableBlock table)
    {
        for (var r = 0; r < Math.Min(3, table.Rows.Count); r++)
        {
            var heads = Heads(text, table.Rows, r, out var rows);
            if (heads.Count < 3 || IndicatorColumns.Read(heads) is not { } columns) continue;
            var items = new List<Item>();
            for (var k = 0; k < r + rows; k++) items.Add(new HeadItem([.. table.Rows[k].Cells.SelectMany(c => Spans(text, c))]));
            for (var k = r + rows; k < table.Rows.Count; k++) Row(text, table.Rows[k], columns, items);
            return items;
        }
        return null;
    }

    /// <summary>The heads by column; of two rows where the first holds a head over several.</summary>
    static List<string> Heads(string text, IReadOnlyList<TableRow> rows, int at, out int count)
    {
        count = 1;
        var heads = new List<string>();
        foreach (var cell in rows[at].Cells)
        {
            if (cell.Column is < 0 or > 40) return [];
            while (heads.Count < cell.Column + Math.Max(1, Math.Min(40, cell.ColumnSpan))) heads.Add("");
            for (var c = cell.Column; c < heads.Count; c++) heads[c] = Words(text, cell).Fold;
        }
        if (!rows[at].Cells.Any(c => c.ColumnSpan > 1) || at + 1 >= rows.Count) return heads;
        var under = rows[at + 1].Cells.Where(c => Words(text, c).Length > 0).ToList();
        if (under.Count == 0 || !under.TrueForAll(c => c.Column >= 0 && c.Column < heads.Count && IndicatorColumns.IsUnderHead(Words(text, c).Fold))) return heads;
        foreach (var cell in under) heads[cell.Column] = Words(text, cell).Fold;
        count = 2;
        return heads;
    }

    static void Row(string text, TableRow row, IndicatorColumn[] columns, List<Item> items)
    {
        var cells = new List<(IndicatorColumn, Flow)>();
        foreach (var cell in row.Cells)
            if (cell.Column >= 0 && Words(text, cell) is { Length: > 0 } flow) cells.Add((cell.Column < columns.Length ? columns[cell.Column] : new(IndicatorKind.Other), flow));
        if (cells is [var (_, note)] && ItemReader.IsNote(note.Fold)) items.Add(new ParagraphItem(note, null, Numbering.None));
        else if (cells.Count > 0) items.Add(new IndicatorItem(cells));
    }

    static IEnumerable<Span> Spans(string text, TableCell cell) => cell.Lines.Select(l => SourceLine.Trim(text, l.Span)).Where(s => !s.IsEmpty);

    static Flow Words(string text, TableCell cell) => Flow.Of(text, [.. Spans(text, cell)]);
}
