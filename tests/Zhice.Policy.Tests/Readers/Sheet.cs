namespace Zhice.Policy.Tests.Readers;

/// <summary>Which borders a made table shows.</summary>
public enum Borders { None, Level, All }

/// <summary>Where the short cells of a made table stand.</summary>
public enum Standing { Top, Middle }

/// <summary>
/// Sets a table on pages the way a word processor does: wrapped cells, the head again on each page, rows cut by the page edge,
/// a page number at the foot. Points, from the upper left corner of A4 across.
/// </summary>
internal sealed class Sheet
{
    internal const double Width = 842, Height = 595, Size = 10.5, Pitch = 15.75;
    const double Margin = 50, Padding = 4;

    internal List<List<(double X, double Y, string Text)>> Pages { get; } = [[]];
    internal List<List<(double X1, double Y1, double X2, double Y2)>> Lines { get; } = [[]];

    readonly double[] edges;
    readonly string[] head;
    readonly Borders borders;
    readonly Standing standing;
    double y = Margin;

    internal Sheet(string title, string[] head, double[] widths, IEnumerable<string[]> rows, Borders borders, Standing standing)
    {
        (this.head, this.borders, this.standing) = (head, borders, standing);
        edges = new double[widths.Length + 1];
        edges[0] = Margin;
        for (var i = 0; i < widths.Length; i++) edges[i + 1] = edges[i] + widths[i];
        Text((Width - (title.Length * Size)) / 2, title);
        y += Pitch * 2;
        Row(head);
        foreach (var row in rows) Row(row);
        Number();
    }

    void Text(double x, string text, double lower = 0) => Pages[^1].Add((x, y + lower, text));

    void Number()
    {
        Pages[^1].Add(((Width / 2) - 15, Height - 30, $"— {Pages.Count} —"));
    }

    void Page()
    {
        Number();
        Pages.Add([]);
        Lines.Add([]);
        y = Margin;
        Row(head);
    }

    /// <summary>A row of one cell is merged over the whole width.</summary>
    void Row(string[] cells)
    {
        var wrapped = cells.Select((cell, i) => Wrap(cell, (cells.Length == 1 ? edges[^1] - edges[0] : edges[i + 1] - edges[i]) - (2 * Padding))).ToList();
        var count = wrapped.Max(lines => lines.Count);
        if (y + (Pitch * Math.Min(count, 2)) > Height - 60) Page();
        var top = y;
        Level(top);
        for (var line = 0; line < count; line++)
        {
            if (y + (Pitch * 1.5) > Height - 50)
            {
                y += Pitch / 2; // a line in the middle may stand half a line lower
                Upright(top, cells.Length);
                Level(y);
                Page();
                top = y;
                Level(top);
            }
            for (var i = 0; i < cells.Length; i++)
            {
                var above = standing == Standing.Middle ? count - wrapped[i].Count : 0; // in half lines
                var at = line - (above / 2);
                if (at >= 0 && at < wrapped[i].Count) Text(edges[i] + Padding, wrapped[i][at], above % 2 * Pitch / 2);
            }
            y += Pitch;
        }
        y += 5;
        Upright(top, cells.Length);
        Level(y);
    }

    void Level(double at)
    {
        if (borders != Borders.None) Lines[^1].Add((edges[0], at - 3, edges[^1], at - 3));
    }

    void Upright(double top, int cells)
    {
        if (borders != Borders.All) return;
        foreach (var x in cells == 1 ? [edges[0], edges[^1]] : edges) Lines[^1].Add((x, top - 3, x, y - 3));
    }

    internal static double WidthOf(char c) => c < 128 ? Size / 2 : Size;

    static List<string> Wrap(string cell, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in cell.Split('\n'))
        {
            var line = "";
            double used = 0;
            foreach (var c in paragraph)
            {
                if (used + WidthOf(c) > width && !"，。、；：）》”".Contains(c)) { lines.Add(line); (line, used) = ("", 0); }
                line += c;
                used += WidthOf(c);
            }
            lines.Add(line);
        }
        return lines;
    }
}
