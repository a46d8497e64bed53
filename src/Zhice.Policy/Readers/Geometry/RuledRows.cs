namespace Zhice.Policy.Readers.Geometry;

/// <summary>Rows of a table between drawn level lines; cells merged across or down are known by the lines that are missing.</summary>
internal static class RuledRows
{
    /// <summary>A section's head begins like this, wherever it is set in its row.</summary>
    static bool IsSectionHead(string text) => text.Length > 1 && "一二三四五六七八九十第".Contains(text[0])
        && text.AsSpan(1, Math.Min(6, text.Length - 1)).IndexOfAny("、章节部篇") >= 0;

    internal static List<PartRow> Read(TableRegion region, TableColumns columns)
    {
        var grid = region.Grid!;
        var edges = grid.Rows;
        if (edges.Count == 0 || edges[0] > region.Top + 4) edges.Insert(0, region.Top);
        if (edges[^1] < region.Bottom - 4) edges.Add(region.Bottom);

        var rows = new List<PartRow>();
        var above = new PartCell?[columns.Count]; // the cell that a merge downwards would go on
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var (top, bottom) = (edges[i], edges[i + 1]);
            var (isTop, isBottom) = (i == 0, i + 2 == edges.Count);
            var words = region.Words.FindAll(word => (isTop || word.Middle > top) && (isBottom || word.Middle <= bottom));
            var row = new PartRow(region.Page.Number, region.HasColumns ? ByLines(words, columns, grid, (top + bottom) / 2, region.Page.Number)
                : ByText(words, columns, region.Page.Number, isFirst: rows.Count == 0));
            var kept = new PartRow(row.Page, []);
            foreach (var cell in row.Cells)
            {
                var middle = (columns.Edges[cell.Column] + columns.Edges[cell.Column + 1]) / 2;
                var joined = i > 0 && above[cell.Column] is { } upper && upper.ColumnSpan == cell.ColumnSpan && !grid.HasLevel(top, middle)
                    && rows.Count > 0;
                if (joined) above[cell.Column]!.Lines.AddRange(cell.Lines);
                else
                {
                    kept.Cells.Add(cell);
                    for (var column = cell.Column; column < cell.Column + cell.ColumnSpan; column++) above[column] = column == cell.Column ? cell : null;
                }
            }
            if (!kept.IsEmpty || kept.Cells.Count < row.Cells.Count) rows.Add(kept);
        }
        rows.RemoveAll(row => row.IsEmpty);
        return rows;
    }

    /// <summary>Cells of a band whose upright lines are drawn.</summary>
    static List<PartCell> ByLines(List<PageWord> words, TableColumns columns, RuledGrid grid, double middle, int page)
    {
        var cells = new List<PartCell>();
        for (var first = 0; first < columns.Count;)
        {
            var end = first + 1;
            while (end < columns.Count && !grid.HasUpright(columns.Edges[end], middle)) end++;
            cells.Add(new PartCell(first, end - first, []));
            first = end;
        }
        var buckets = cells.ConvertAll(_ => new List<PageWord>());
        foreach (var whole in words)
        {
            var rest = whole;
            for (var i = 1; i < cells.Count; i++)
            {
                if (!columns.Crosses(rest, cells[i].Column) || LineBuilder.Split(rest, columns.Edges[cells[i].Column]) is not { } parts) continue;
                buckets[i - 1].Add(parts.Before);
                rest = parts.After;
            }
            var at = columns.Of((rest.Left + rest.Right) / 2);
            buckets[cells.FindIndex(cell => cell.Column <= at && at < cell.Column + cell.ColumnSpan)].Add(rest);
        }
        for (var i = 0; i < cells.Count; i++)
            foreach (var line in LineBuilder.Lines(buckets[i], page)) cells[i].Lines.Add(new CellText(line, cells[i].Column, cells[i].ColumnSpan));
        return cells;
    }

    /// <summary>Cells of a band without upright lines: a text that stands over an edge, or a section's head alone, takes the whole row.</summary>
    internal static List<PartCell> ByText(List<PageWord> words, TableColumns columns, int page, bool isFirst)
    {
        var lines = LineBuilder.Lines(words, page);
        var alone = lines.All(line => line.Words.TrueForAll(word => columns.Of(word.Left + 1) == columns.Of(line.Words[0].Left + 1)));
        var crosses = lines.Exists(line => line.Words.Exists(columns.CrossesAny));
        if (lines.Count > 0 && (crosses || (alone && !isFirst)) && (IsSectionHead(lines[0].Text) || lines.TrueForAll(line => line.Words.Exists(columns.CrossesAny))))
            return [new PartCell(0, columns.Count, lines.ConvertAll(line => new CellText(line, 0, columns.Count)))];

        var cells = Enumerable.Range(0, columns.Count).Select(column => new PartCell(column, 1, [])).ToList();
        var buckets = cells.ConvertAll(_ => new List<PageWord>());
        foreach (var whole in words)
        {
            var rest = whole;
            for (var edge = 1; edge < columns.Count; edge++)
            {
                if (!columns.Crosses(rest, edge) || LineBuilder.Split(rest, columns.Edges[edge]) is not { } parts) continue;
                buckets[edge - 1].Add(parts.Before);
                rest = parts.After;
            }
            buckets[columns.Of((rest.Left + rest.Right) / 2)].Add(rest);
        }
        for (var i = 0; i < cells.Count; i++)
            foreach (var line in LineBuilder.Lines(buckets[i], page)) cells[i].Lines.Add(new CellText(line, i, 1));
        return cells;
    }
}
