namespace Zhice.Policy.Structure;

/// <summary>
/// Recovers the rows of a table whose cells an extraction wrote as lines, one after the other. The columns are known by their
/// heads; which lines make which cell is the cheapest way to read all lines from the first to the last, found by dynamic
/// programming over <see cref="CellFit"/>.
/// </summary>
internal static class FlattenedTable
{
    const double Impossible = double.NegativeInfinity;

    /// <summary>How the best way to a line came there: the number of lines of its last cell, and the state before it.</summary>
    readonly record struct Step(byte Lines, byte State);

    public static List<Item> Read(string text, IReadOnlyList<SourceLine> lines, ColumnRole[] columns)
    {
        columns = FlattenedUnits.WithCount(text, lines, columns);
        if (TabbedRows.Read(text, lines, columns) is { } tabbed) return tabbed;
        if (AlignedRows.Read(text, lines, columns) is { } aligned) return aligned;
        var units = lines.Count == 0 ? [] : FlattenedUnits.Of(text, lines, columns);
        if (units.Count == 0) return [];
        var fit = new CellFit(units, columns, widths: null);
        var path = Solve(units, columns, fit);
        if (!units.Exists(u => u.Tab))
        {
            fit = fit.With(Widths(units, columns, path));
            path = Solve(units, columns, fit);
        }
        return Items(text, units, columns, path);
    }

    /// <summary>The cells in order as (first unit, end, column); column equal to the number of columns is a section heading.</summary>
    static List<(int From, int To, int Column)> Solve(List<FlattenedUnit> units, ColumnRole[] columns, CellFit fit)
    {
        var (n, section) = (units.Count, columns.Length);
        var states = section + 1;
        var best = new double[(n + 1) * states];
        var back = new Step[(n + 1) * states];
        Array.Fill(best, Impossible);
        // Before the first line the table stands as after a finished row.
        best[section] = 0;
        Span<double> entry = stackalloc double[states];
        for (var i = 0; i < n; i++)
        {
            var reach = Reach(units, i);
            for (var column = 0; column < states; column++)
            {
                var (enter, from) = Enter(units[i], columns, best, i * states, column);
                if (enter == Impossible) continue;
                var stop = Math.Min(reach, i + fit.Longest(column));
                for (var j = i + 1; j <= stop; j++)
                {
                    var score = fit.Score(i, j, column);
                    if (score == Impossible) break;
                    var total = enter + score;
                    if (total <= best[j * states + column]) continue;
                    best[j * states + column] = total;
                    back[j * states + column] = new Step((byte)(j - i), (byte)from);
                }
            }
        }
        var last = 0;
        for (var state = 0; state < states; state++)
            if (best[n * states + state] - fit.SkipAfter(state) > best[n * states + last] - fit.SkipAfter(last)) last = state;
        var path = new List<(int, int, int)>();
        for (var (at, state) = (n, last); at > 0;)
        {
            if (best[at * states + state] == Impossible) return [(0, n, Array.IndexOf(columns, ColumnRole.Content) is var c && c >= 0 ? c : 0)];
            var (lines, previous) = back[at * states + state];
            path.Add((at - lines, at, state));
            (at, state) = (at - lines, previous);
        }
        path.Reverse();
        return path;

        (double, int) Enter(FlattenedUnit unit, ColumnRole[] roles, double[] scores, int row, int column)
        {
            var (top, which) = (Impossible, -1);
            for (var state = 0; state < states; state++)
            {
                var score = scores[row + state];
                if (score == Impossible) continue;
                if (column == section)
                {
                    if (!unit.MayBeSection) continue;
                    score -= fit.SkipAfter(state);
                }
                else if (state != section && column > state)
                {
                    if (unit.RowStart == RowStart.Must) continue;
                    score -= fit.SkipBetween(state, column);
                }
                else
                {
                    if (unit.RowStart == RowStart.Never && state != section) continue;
                    if (unit.RowStart == RowStart.Never && row > 0 && fit.Numbered) continue;
                    score -= fit.SkipAfter(state) + fit.SkipBefore(column) + CellFit.NewRow;
                    if (unit.RowStart == RowStart.Must && column > fit.FirstColumn) score -= 6;
                }
                if (score > top) (top, which) = (score, state);
            }
            return (top, which);
        }
    }

    /// <summary>A cell does not run over the start of the next row.</summary>
    static int Reach(List<FlattenedUnit> units, int i)
    {
        var j = i + 1;
        while (j < units.Count && units[j].RowStart != RowStart.Must && j - i < CellFit.LongestCell) j++;
        return j;
    }

    static double[] Widths(List<FlattenedUnit> units, ColumnRole[] columns, List<(int From, int To, int Column)> path)
    {
        var lines = new List<double>[columns.Length];
        foreach (var (from, to, column) in path)
            if (column < columns.Length && to - from > 1)
                for (var i = from; i < to; i++) (lines[column] ??= []).Add(units[i].Width);
        var widths = new double[columns.Length];
        for (var c = 0; c < widths.Length; c++)
        {
            if (lines[c] is not { Count: >= 6 } found) continue;
            found.Sort();
            widths[c] = found[(int)(found.Count * 0.9)];
        }
        return widths;
    }

    static List<Item> Items(string text, List<FlattenedUnit> units, ColumnRole[] columns, List<(int From, int To, int Column)> path)
    {
        var items = new List<Item>();
        var row = new List<CellItem>();
        var last = -1;
        foreach (var (from, to, column) in path)
        {
            var lines = new List<SourceLine>();
            for (var i = from; i < to; i++) lines.AddRange(units[i].Lines);
            if (row.Count > 0 && (column <= last || column == columns.Length))
            {
                items.Add(new RowItem(row));
                row = [];
            }
            if (column == columns.Length) items.Add(new TableSectionItem(Flow.Of(text, [.. lines.Select(l => l.Span)])));
            else row.Add(CellParagraphs.Of(text, columns[column], lines));
            last = column == columns.Length ? -1 : column;
        }
        if (row.Count > 0) items.Add(new RowItem(row));
        return items;
    }
}
