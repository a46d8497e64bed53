namespace Zhice.Policy.Readers.Geometry;

/// <summary>
/// Rows of a table without drawn lines between them. The first column has one text for each row; between two of them lies one of the
/// gaps that run through all columns, chosen so that each such text stands at the top of its row, or in its middle, whichever
/// suits the whole table better.
/// </summary>
internal sealed class UnruledRows
{
    /// <summary>Where the text of the first column stands in its row.</summary>
    enum Standing { Top, Middle }

    /// <summary>A boundary that no gap allows costs as much as being off by this many lines.</summary>
    const double NoGap = 3;

    /// <summary>So much costs a gap that is nothing against the wide ones of the table, in lines.</summary>
    const double NarrowGap = 1.5;

    sealed record Chunk(double Top, double Bottom);

    /// <summary>A run of lines between two merged rows, or a merged row itself.</summary>
    /// <param name="Region">Where it stands.</param>
    /// <param name="Lines">Its lines by their middles.</param>
    /// <param name="IsMerged">True for a merged row.</param>
    /// <param name="MayGoOn">True at the top of a later page, where the rest of a row may stand before the first row's text.</param>
    sealed record Stretch(TableRegion Region, List<CellText> Lines, bool IsMerged, bool MayGoOn)
    {
        /// <summary>True at the bottom of a page before the last: its last row may be cut, or even have its text on the next page.</summary>
        internal bool MayBeCut { get; set; }
    }

    /// <summary>What it costs to take lines at a page's edge for a row whose first column stands on the other page, in lines.</summary>
    const double RestCost = 0.8;

    readonly TableColumns columns;
    readonly double pitch, wideGap;
    readonly bool numbered;
    readonly List<Stretch> stretches = [];

    UnruledRows(IReadOnlyList<TableRegion> regions, TableColumns columns)
    {
        this.columns = columns;
        foreach (var region in regions) 
        {
            Cut(region, region != regions[0]);
            if (stretches.Count > 0 && region != regions[^1]) stretches[^1].MayBeCut = true;
        }
        pitch = Pitch(stretches);
        var gaps = stretches.Where(stretch => !stretch.IsMerged).SelectMany(stretch => Gaps(stretch.Lines)).Select(gap => gap.To - gap.From).Order().ToList();
        wideGap = gaps.Count == 0 ? 1 : Math.Max(0.1, gaps[(int)(gaps.Count * 0.9)]);
        var keys = stretches.Where(stretch => !stretch.IsMerged).SelectMany(stretch => stretch.Lines).Where(line => line.Column == 0).ToList();
        numbered = keys.Count(line => RowNumber.Of(line.Line.Text) is not null) >= Math.Max(2, keys.Count / 8);
    }

    /// <summary>Rows of each region, in the regions' order; heads are not in them.</summary>
    internal static List<List<PartRow>> Read(IReadOnlyList<TableRegion> regions, TableColumns columns)
    {
        var reader = new UnruledRows(regions, columns);
        var (top, topRows) = reader.Solve(Standing.Top);
        var (middle, middleRows) = reader.Solve(Standing.Middle);
        var rows = top <= middle ? topRows : middleRows;
        return [.. regions.Select(region => rows.Where(row => row.Page == region.Page.Number).ToList())];
    }

    void Cut(TableRegion region, bool isLater)
    {
        var isFirst = isLater;
        var run = new List<PageWord>();
        void End()
        {
            if (run.Count > 0) stretches.Add(new Stretch(region, ColumnLines(run, region.Page.Number), false, isFirst));
            (run, isFirst) = ([], false);
        }
        TextLine? last = null;
        foreach (var line in LineBuilder.Lines(region.BodyWords, region.Page.Number))
        {
            if (!line.Words.Exists(columns.CrossesAny)) { run.AddRange(line.Words); last = null; continue; }
            End();
            var text = new CellText(line, 0, columns.Count);
            if (last is not null && line.Top - last.Bottom < line.Em * 0.8 && RowNumber.OfSection(line.Text) is null) stretches[^1].Lines.Add(text);
            else stretches.Add(new Stretch(region, [text], true, false));
            last = line;
        }
        End();
    }

    List<CellText> ColumnLines(List<PageWord> words, int page)
    {
        var lines = new List<CellText>();
        foreach (var column in words.GroupBy(word => columns.Of((word.Left + word.Right) / 2)))
            lines.AddRange(LineBuilder.Lines(column, page).Select(line => new CellText(line, column.Key, 1)));
        lines.Sort((a, b) => a.Line.Middle.CompareTo(b.Line.Middle));
        return lines;
    }

    static double Pitch(List<Stretch> stretches)
    {
        var steps = new List<double>();
        foreach (var stretch in stretches)
            foreach (var column in stretch.Lines.GroupBy(line => line.Column))
                steps.AddRange(column.Zip(column.Skip(1), (a, b) => b.Line.Middle - a.Line.Middle).Where(step => step > 1));
        if (steps.Count == 0) return 16;
        steps.Sort();
        return Math.Max(4, steps[steps.Count / 3]); // gaps between paragraphs and rows are the longer ones
    }

    (double Cost, List<PartRow> Rows) Solve(Standing standing)
    {
        double cost = 0;
        var rows = new List<PartRow>();
        foreach (var stretch in stretches)
        {
            if (stretch.IsMerged) { rows.Add(new PartRow(stretch.Region.Page.Number, [new PartCell(0, columns.Count, stretch.Lines)])); continue; }
            var (part, bounds) = Boundaries(stretch, standing);
            cost += part;
            for (var i = 0; i + 1 < bounds.Count; i++)
            {
                var lines = stretch.Lines.FindAll(line => line.Line.Middle > bounds[i] && line.Line.Middle <= bounds[i + 1]);
                if (lines.Count > 0) rows.Add(Row(stretch.Region.Page.Number, lines));
            }
        }
        return (cost, rows);
    }

    PartRow Row(int page, List<CellText> lines) =>
        new(page, [.. Enumerable.Range(0, columns.Count).Select(column => new PartCell(column, 1, lines.FindAll(line => line.Column == column)))]);

    List<Chunk> Anchors(List<CellText> lines)
    {
        var chunks = new List<Chunk>();
        foreach (var line in lines.Where(line => line.Column == 0).Select(line => line.Line))
        {
            var marked = RowNumber.Of(line.Text) is not null || RowNumber.OfSection(line.Text) is not null;
            var far = chunks.Count == 0 || line.Middle - chunks[^1].Bottom > pitch * 0.95;
            if (numbered ? marked || chunks.Count == 0 : marked || far) chunks.Add(new Chunk(line.Top, line.Bottom));
            else chunks[^1] = chunks[^1] with { Bottom = line.Bottom };
        }
        return chunks;
    }

    /// <summary>The cheapest way to part a stretch into as many rows as the first column has texts.</summary>
    (double Cost, List<double> Bounds) Boundaries(Stretch stretch, Standing standing)
    {
        var lines = stretch.Lines;
        var anchors = Anchors(lines);
        var (start, end) = (lines.Min(line => line.Line.Top) - 1, lines.Max(line => line.Line.Bottom) + 1);
        if (anchors.Count == 0 || (anchors.Count == 1 && !stretch.MayGoOn && !stretch.MayBeCut)) return (0, [start, end]);

        var gaps = Gaps(lines);
        List<(double Y, double Cost, int From)[]> levels = [[(start, 0, 0)]];
        if (stretch.MayGoOn)
            levels[0] = [(start, 0, 0), .. gaps.Where(gap => gap.From < anchors[0].Top + (pitch / 2)).Select(gap => ((gap.From + gap.To) / 2, RestCost + CostOf(gap), 0))];
        for (var i = 0; i < anchors.Count; i++)
        {
            var isLast = i == anchors.Count - 1;
            var choices = isLast ? Ends(stretch, anchors[i], end, gaps) : Choices(anchors[i], anchors[i + 1], gaps);
            var level = new (double Y, double Cost, int From)[choices.Count];
            for (var c = 0; c < choices.Count; c++)
            {
                level[c] = (choices[c].Y, double.MaxValue, 0);
                for (var p = 0; p < levels[^1].Length; p++)
                {
                    var total = levels[^1][p].Cost + choices[c].Cost + Misfit(anchors[i], levels[^1][p].Y, choices[c].Y, lines, standing,
                        isCutAbove: i == 0 && stretch.MayGoOn && levels[^1][p].Y <= start, isCutBelow: isLast && stretch.MayBeCut && choices[c].Y >= end);
                    if (total < level[c].Cost) level[c] = (choices[c].Y, total, p);
                }
            }
            levels.Add(level);
        }
        var bounds = new List<double>();
        var best = Array.FindIndex(levels[^1], choice => choice.Cost <= levels[^1].Min(other => other.Cost));
        for (int i = levels.Count - 1, at = best; i >= 0; at = levels[i][at].From, i--) bounds.Insert(0, levels[i][at].Y);
        if (bounds[0] > start) bounds.Insert(0, start);
        if (bounds[^1] < end) bounds.Add(end);
        return (levels[^1][best].Cost, bounds);
    }

    List<(double Y, double Cost)> Ends(Stretch stretch, Chunk last, double end, List<(double From, double To)> gaps) => stretch.MayBeCut
        ? [(end, 0), .. gaps.Where(gap => gap.To > last.Bottom - (pitch / 2)).Select(gap => ((gap.From + gap.To) / 2, RestCost + CostOf(gap)))] : [(end, 0)];

    List<(double Y, double Cost)> Choices(Chunk upper, Chunk lower, List<(double From, double To)> gaps)
    {
        var (from, to) = ((upper.Top + upper.Bottom) / 2, (lower.Top + lower.Bottom) / 2);
        var between = gaps.FindAll(gap => gap.To > from && gap.From < to);
        if (between.Count == 0) return [((upper.Bottom + lower.Top) / 2, NoGap)];
        return between.ConvertAll(gap => ((gap.From + gap.To) / 2, CostOf(gap)));
    }

    double CostOf((double From, double To) gap) => NarrowGap * (1 - Math.Min(1, (gap.To - gap.From) / wideGap));

    /// <summary>How far, in lines, a first-column text stands from where it should in a row between two boundaries.</summary>
    double Misfit(Chunk anchor, double from, double to, List<CellText> lines, Standing standing, bool isCutAbove, bool isCutBelow)
    {
        var first = FirstBelow(lines, from);
        var last = FirstBelow(lines, to) - 1;
        if (last < first) return NoGap;
        var (top, bottom) = (lines[first].Line.Top, lines[last].Line.Bottom);
        var off = standing == Standing.Top ? anchor.Top - top : ((anchor.Top + anchor.Bottom) / 2) - ((top + bottom) / 2);
        // The middle of a row that goes on over the page's edge lies nearer to that edge than the middle of what is seen of it.
        if (standing == Standing.Middle && ((isCutBelow && off > 0) || (isCutAbove && off < 0))) off = 0;
        return Math.Min(Math.Abs(off) / pitch, NoGap * 2);
    }

    static int FirstBelow(List<CellText> lines, double y)
    {
        int low = 0, high = lines.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lines[middle].Line.Middle > y) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>Stretches of height over which no column has text; boxes are taller than their signs, so they are trimmed.</summary>
    static List<(double From, double To)> Gaps(List<CellText> lines)
    {
        var gaps = new List<(double From, double To)>();
        var reached = double.MinValue;
        foreach (var line in lines.OrderBy(line => line.Line.Top))
        {
            var trim = (line.Line.Bottom - line.Line.Top) * 0.2;
            if (reached > double.MinValue && line.Line.Top + trim > reached) gaps.Add((reached, line.Line.Top + trim));
            reached = Math.Max(reached, line.Line.Bottom - trim);
        }
        return gaps;
    }
}
