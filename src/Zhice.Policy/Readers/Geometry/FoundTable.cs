namespace Zhice.Policy.Readers.Geometry;

/// <summary>A table over one or more pages, its rows joined.</summary>
internal sealed class FoundTable
{
    readonly List<PartRow> rows;

    /// <summary>The parts on the pages.</summary>
    internal List<TableRegion> Regions { get; }

    /// <summary>Lines of the head that later pages set again.</summary>
    internal List<TextLine> RepeatedHeads { get; } = [];

    internal FoundTable(List<TableRegion> regions)
    {
        Regions = regions;
        var ruledColumns = regions.TrueForAll(region => region.HasColumns);
        var columns = ruledColumns ? TableColumns.FromLines(regions) : TableColumns.FromHead(regions[0].Head!, regions);
        var parts = RowsOf(regions, columns);
        RemoveRepeatedHeads(parts);
        rows = PageBreaks.Join(parts, columns.Count);
        MarkParagraphs();
    }

    /// <summary>Level lines part the rows where there are more of them than frame the head and the pages.</summary>
    static List<List<PartRow>> RowsOf(List<TableRegion> regions, TableColumns columns)
    {
        var ruled = regions.TrueForAll(region => region.Grid is not null)
            && regions.Exists(region => region.HasColumns || region.Grid!.Rows.Count(y => y > (region.Head?.Bottom ?? region.Top) + 3 && y < region.Bottom - 3) > 1);
        if (ruled) return regions.ConvertAll(region => RuledRows.Read(region, columns));
        var rows = UnruledRows.Read(regions, columns);
        for (var i = 0; i < regions.Count; i++)
            if (regions[i].Head is { } head)
                rows[i].Insert(0, new PartRow(regions[i].Page.Number, RuledRows.ByText([.. head.Lines.SelectMany(line => line.Words)], columns, regions[i].Page.Number, isFirst: true)));
        return rows;
    }

    void RemoveRepeatedHeads(List<List<PartRow>> parts)
    {
        var first = parts.Find(part => part.Count > 0);
        if (first is null || first[0].Cells.Count(cell => cell.Lines.Count > 0) < 2) return;
        foreach (var part in parts)
        {
            if (part == first) continue;
            for (var i = 0; part.Count > 0 && i < first.Count && IsSame(part[0], first[i]); i++)
            {
                RepeatedHeads.AddRange(LineBuilder.Lines(part[0].Cells.SelectMany(cell => cell.Lines).SelectMany(line => line.Line.Words), part[0].Page));
                part.RemoveAt(0);
            }
        }
    }

    static bool IsSame(PartRow a, PartRow b) => a.Cells.Where(cell => cell.Lines.Count > 0).Select(cell => (cell.Column, cell.Squeezed))
        .SequenceEqual(b.Cells.Where(cell => cell.Lines.Count > 0).Select(cell => (cell.Column, cell.Squeezed)));

    void MarkParagraphs()
    {
        foreach (var column in rows.Skip(1).SelectMany(row => row.Cells).GroupBy(cell => (cell.Column, cell.ColumnSpan)))
        {
            var starts = new ParagraphStarts([.. column.SelectMany(cell => cell.Lines).Select(line => line.Line)]);
            foreach (var cell in column)
                for (var i = 0; i < cell.Lines.Count; i++)
                    cell.Lines[i].StartsParagraph = starts.Starts(cell.Lines[i].Line, i == 0 ? null : cell.Lines[i - 1].Line);
        }
        foreach (var cell in rows.Take(1).SelectMany(row => row.Cells))
            for (var i = 0; i < cell.Lines.Count; i++) cell.Lines[i].StartsParagraph = i == 0;
    }

    /// <summary>The rows for the canonical text.</summary>
    internal IEnumerable<DraftRow> Drafts() => rows.Select(row => new DraftRow([.. row.Cells.Select(cell =>
        new DraftCell(cell.Column, cell.ColumnSpan, [.. cell.Lines.Select(line => new DraftLine(line.Line.Text, line.StartsParagraph, line.Line.Page))]))], row.Page));
}
