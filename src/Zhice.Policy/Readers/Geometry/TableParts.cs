namespace Zhice.Policy.Readers.Geometry;

/// <summary>A line of one cell, with its place.</summary>
internal sealed class CellText(TextLine line, int column, int columnSpan)
{
    internal TextLine Line { get; } = line;
    internal int Column { get; } = column;
    internal int ColumnSpan { get; } = columnSpan;
    internal bool StartsParagraph { get; set; }
}

/// <summary>A cell of a table being put together.</summary>
internal sealed record PartCell(int Column, int ColumnSpan, List<CellText> Lines)
{
    internal string Squeezed => TableHead.Squeeze(string.Concat(Lines.Select(line => line.Line.Text)));
}

/// <summary>A row, or the piece of it that stands on one page.</summary>
internal sealed record PartRow(int Page, List<PartCell> Cells)
{
    /// <summary>True for one cell over several columns and nothing beside: a section's head.</summary>
    internal bool IsMerged => Cells.Count(cell => cell.Lines.Count > 0) == 1 && Cells.Single(cell => cell.Lines.Count > 0).ColumnSpan > 1;

    internal bool IsEmpty => Cells.All(cell => cell.Lines.Count == 0);

    internal PartCell? At(int column) => Cells.Find(cell => cell.Column <= column && column < cell.Column + cell.ColumnSpan);

    internal bool HasTextAt(int column) => At(column) is { Lines.Count: > 0 };
}

/// <summary>The part of a table that stands on one page.</summary>
internal sealed class TableRegion(PageContent page, double top, double bottom, RuledGrid? grid, TableHead? head)
{
    internal PageContent Page { get; } = page;
    internal double Top { get; } = top;
    internal double Bottom { get; set; } = bottom;
    internal RuledGrid? Grid { get; } = grid;
    internal TableHead? Head { get; } = head;
    internal List<PageWord> Words { get; set; } = [];

    /// <summary>The words below the head.</summary>
    internal IEnumerable<PageWord> BodyWords => Head is null ? Words : Words.Where(word => !Head.Lines.Exists(line => line.Words.Contains(word)));

    internal bool HasColumns => Grid is { Columns.Count: >= 3 };
}

/// <summary>The columns of a table: <c>Edges[i]</c> to <c>Edges[i + 1]</c> is column i.</summary>
internal sealed class TableColumns(List<double> edges)
{
    /// <summary>A word reaches this far over an edge, in em, before it counts as standing on both sides.</summary>
    const double Reach = 0.6;

    internal List<double> Edges { get; } = edges;
    internal int Count => Edges.Count - 1;

    internal int Of(double x)
    {
        var column = Edges.FindLastIndex(edge => edge <= x);
        return Math.Clamp(column, 0, Count - 1);
    }

    /// <summary>True when a word stands over the inner edge <paramref name="edge"/>.</summary>
    internal bool Crosses(PageWord word, int edge) =>
        word.Left < Edges[edge] - (Reach * word.Em) && word.Right > Edges[edge] + (Reach * word.Em);

    internal bool CrossesAny(PageWord word)
    {
        for (var edge = 1; edge < Count; edge++) if (Crosses(word, edge)) return true;
        return false;
    }

    /// <summary>Columns of a table with upright lines: the lines of all its pages.</summary>
    internal static TableColumns FromLines(IEnumerable<TableRegion> regions)
    {
        var edges = new List<double>();
        foreach (var x in regions.SelectMany(region => region.Grid!.Columns).Order())
            if (edges.Count == 0 || x - edges[^1] > 5) edges.Add(x);
        return new TableColumns(edges);
    }

    /// <summary>
    /// Columns of a table without upright lines: between two heads, the place over which the fewest lines of all its pages stand,
    /// in the middle of the widest such gap.
    /// </summary>
    internal static TableColumns FromHead(TableHead head, IReadOnlyList<TableRegion> regions)
    {
        var words = regions.SelectMany(region => region.Words).ToList();
        var edges = new List<double> { Math.Min(head.Cells[0].Left, words.Min(word => word.Left)) - 2 };
        for (var i = 0; i + 1 < head.Cells.Count; i++) edges.Add(Gap(head.Cells[i].Right, head.Cells[i + 1].Left, words));
        edges.Add(Math.Max(head.Cells[^1].Right, words.Max(word => word.Right)) + 2);
        return new TableColumns(edges);
    }

    static double Gap(double from, double to, List<PageWord> words)
    {
        const double Step = 0.5;
        var steps = Math.Clamp((int)Math.Ceiling((to - from) / Step), 1, 4000);
        var counts = new int[steps + 2];
        foreach (var word in words)
        {
            // A word over the whole stretch is a merged row and tells nothing.
            if (word.Right <= from || word.Left >= to || (word.Left <= from && word.Right >= to)) continue;
            counts[Math.Clamp((int)((word.Left - from) / Step), 0, steps)]++;
            counts[Math.Clamp((int)Math.Ceiling((word.Right - from) / Step), 0, steps + 1)]--;
        }
        int sum = 0, fewest = int.MaxValue, best = 0, bestLength = 0, start = 0;
        for (var i = 0; i <= steps; i++)
        {
            if (i < steps) sum += counts[i];
            if (i == steps || sum > fewest || sum < fewest)
            {
                if (i > start && i - start > bestLength) (best, bestLength) = (start, i - start);
                if (i == steps) break;
                if (sum < fewest) (fewest, bestLength) = (sum, 0);
                start = i;
            }
            if (sum > fewest) start = i + 1;
        }
        return from + ((best + (bestLength / 2.0)) * Step);
    }
}
