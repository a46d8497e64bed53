namespace Zhice.Policy.Readers.Geometry;

/// <summary>Finds the tables of a document: by drawn grids, or by head rows, and follows them over pages.</summary>
internal static class TableFinder
{
    internal static List<FoundTable> Find(List<(PageContent Page, List<TextLine> Lines)> pages, HashSet<TextLine> furniture, CancellationToken cancel)
    {
        var tables = new List<FoundTable>();
        var open = new List<TableRegion>();
        void Close()
        {
            if (open.Count > 0 && Trim(open)) tables.Add(new FoundTable(open));
            open = [];
        }

        foreach (var (page, all) in pages)
        {
            cancel.ThrowIfCancellationRequested();
            var lines = all.FindAll(line => !furniture.Contains(line));
            var regions = Regions(page, lines);
            if (open.Count > 0 && (regions.Count == 0 || lines.Exists(line => line.Middle < regions[0].Top)) && Rest(open, page, lines, regions) is { } rest)
                regions.Insert(0, rest);
            foreach (var region in regions)
            {
                Fill(region, lines);
                if (region.Words.Count == 0) continue;
                if (open.Count > 0 && !Continues(open, region, lines)) Close();
                open.Add(region);
            }
            // Words behind the last table on a page end it.
            if (open.Count > 0 && lines.Exists(line => line.Top > open[^1].Bottom || open[^1].Page != page)) Close();
        }
        Close();
        return tables;
    }

    static List<TableRegion> Regions(PageContent page, List<TextLine> lines)
    {
        var regions = new List<TableRegion>();
        var grids = RuledGrid.Find(page);
        foreach (var grid in grids.Where(grid => grid.Columns.Count >= 3))
            regions.Add(new TableRegion(page, grid.Top - 1, grid.Bottom + 1, grid, null));
        for (var i = 0; i < lines.Count; i++)
        {
            var middle = lines[i].Middle;
            if (regions.Exists(region => region.Top <= middle && middle <= region.Bottom) || TableHead.At(lines, i) is not { } head) continue;
            var grid = grids.Find(grid => grid.Columns.Count < 3 && grid.Top - 2 <= head.Top + 6 && head.Bottom <= grid.Bottom);
            var next = regions.Where(region => region.Top > head.Bottom).Select(region => region.Top).DefaultIfEmpty(page.Height).Min();
            var bottom = Math.Min(next, grid is null ? page.Height : Math.Max(grid.Bottom + 1, EndOfColumns(lines, head, grid.Bottom)));
            regions.Add(new TableRegion(page, head.Top - 1, bottom, grid, head));
        }
        regions.Sort((a, b) => a.Top.CompareTo(b.Top));
        for (var i = 0; i + 1 < regions.Count; i++) regions[i].Bottom = Math.Min(regions[i].Bottom, regions[i + 1].Top);
        return regions;
    }

    /// <summary>A row that a page edge cuts may have no line below it: its lines still stand in several columns.</summary>
    static double EndOfColumns(List<TextLine> lines, TableHead head, double from)
    {
        var end = from;
        foreach (var line in lines.Where(line => line.Top > from - 1))
        {
            var gaps = line.Words.Zip(line.Words.Skip(1)).Count(pair => pair.Second.Left - pair.First.Right > line.Em * 0.5);
            if (gaps == 0 || line.Top - end > line.Em * 2.5 || line.Words.Count < 2 || head.Cells.Count < 2) break;
            end = line.Bottom + 1;
        }
        return end;
    }

    /// <summary>What goes on at the top of a page from an open table whose head is not set again: lines that keep to its columns.</summary>
    static TableRegion? Rest(List<TableRegion> open, PageContent page, List<TextLine> lines, List<TableRegion> regions)
    {
        var last = open[^1];
        if (last.HasColumns || last.Page.Number != page.Number - 1 || open[0].Head is not { } head) return null;
        var columns = TableColumns.FromHead(head, open);
        var limit = regions.Count > 0 ? regions[0].Top : page.Height;
        double? end = null;
        foreach (var line in lines.Where(line => line.Middle < limit))
            if (!line.Words.Exists(columns.CrossesAny) && line.Words.Select(word => columns.Of((word.Left + word.Right) / 2)).Distinct().Count() > 1)
                end = line.Bottom;
        if (end is null) return null;
        var grid = RuledGrid.Find(page).Find(grid => grid.Columns.Count < 3 && grid.Top < end);
        return new TableRegion(page, lines[0].Top - 1, Math.Max(end.Value + 1, grid?.Bottom ?? 0), grid, null);
    }

    static void Fill(TableRegion region, List<TextLine> lines)
    {
        var (left, right) = region.HasColumns ? (region.Grid!.Left - 6, region.Grid.Right + 6) : (0, region.Page.Width);
        region.Words = [.. lines.SelectMany(line => line.Words)
            .Where(word => word.Middle >= region.Top && word.Middle <= region.Bottom && word.Right >= left && word.Left <= right)];
    }

    static bool Continues(List<TableRegion> open, TableRegion region, List<TextLine> lines)
    {
        var last = open[^1];
        if (last.Page.Number != region.Page.Number - 1 || lines.Exists(line => line.Middle < region.Top)) return false;
        if (region.HasColumns != last.HasColumns) return false;
        if (!region.HasColumns) return region.Head is null || (open[0].Head is { } head && head.IsSame(region.Head));
        var (ours, theirs) = (last.Grid!.Columns, region.Grid!.Columns);
        return Math.Abs(ours[0] - theirs[0]) < 5 && Math.Abs(ours[^1] - theirs[^1]) < 5
            && theirs.Count(x => ours.Exists(own => Math.Abs(own - x) < 5)) * 2 > theirs.Count;
    }

    /// <summary>Takes the prose behind a table without a drawn end out of it; false when nothing but its head is left.</summary>
    static bool Trim(List<TableRegion> open)
    {
        if (open[^1].HasColumns) return true;
        if (open[0].Head is not { } head) return false;
        var columns = TableColumns.FromHead(head, open);
        foreach (var region in open)
        {
            if (region.Grid is not null && region != open[^1]) continue;
            var end = region.Head?.Bottom ?? region.Top;
            double ruled = region.Grid?.Bottom ?? 0, reached = end;
            foreach (var line in LineBuilder.Lines(region.Words, region.Page.Number))
            {
                var crosses = line.Words.Exists(columns.CrossesAny);
                var several = line.Words.Select(word => columns.Of((word.Left + word.Right) / 2)).Distinct().Count() > 1;
                // A line in one column belongs to the row above while it follows closely; any line above several columns does.
                if ((!crosses && (several || line.Top - reached < line.Em * 1.2)) || line.Middle < ruled) end = line.Bottom;
                reached = line.Bottom;
                if (crosses && line.Middle >= ruled && line.Top - end > line.Em * 12) break;
            }
            region.Words = region.Words.FindAll(word => word.Middle <= end + 1);
            region.Bottom = end + 1;
        }
        open.RemoveAll(region => region.Words.Count == 0);
        return open.Count > 0 && open.Exists(region => region.Words.Exists(word => word.Middle > (region.Head?.Bottom ?? region.Top)));
    }
}
