using System.Globalization;
using Zhice.Web.Ui.Drawings;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records.Figures;

/// <summary>A value with its name and where it leads.</summary>
public sealed record Valued(string Name, long Figure, string? Link = null);

/// <summary>Charts with axes: bars, columns, life cycle, heat map. Each shape carries the figure that the table beside it has.</summary>
public static class Charts
{
    const int Wide = 720, Left = 64, Top = 26, Bottom = 40;

    /// <summary>Bars across with their figures, at most twenty.</summary>
    public static Drawing Bars(IReadOnlyList<Valued> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (shapes, most) = (new List<Shape>(), Math.Max(1, rows.Count == 0 ? 1 : rows.Max(r => r.Figure)));
        for (var i = 0; i < Math.Min(20, rows.Count); i++)
        {
            var (row, y) = (rows[i], 6 + i * 24);
            shapes.Add(new WordsShape(206, y + 13, Drawing.Fit(row.Name, 200, 12), 12, Anchor: Anchor.End));
            var wide = 420.0 * row.Figure / most;
            shapes.Add(new BoxShape(214, y, Math.Max(wide, 0.5), 17, Ink.Blue) { Name = row.Name, Figure = row.Figure, Link = row.Link });
            shapes.Add(new WordsShape(214 + wide + 6, y + 13, Visit.Number(row.Figure), 12));
        }
        return new(Wide, 12 + 24 * Math.Min(20, rows.Count), shapes);
    }

    /// <summary>Columns, and a line over them where there is a second series.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="line">The second series, as long as the first; empty for none.</param>
    /// <param name="names">Names of both series, for the legend.</param>
    public static Drawing Columns(IReadOnlyList<Valued> columns, IReadOnlyList<Valued> line, (string Columns, string Line) names)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(line);
        const int high = 300;
        var shapes = new List<Shape>();
        var (y, _) = Axis(shapes, columns.Concat(line).Select(c => c.Figure).DefaultIfEmpty(1).Max(), high);
        var room = (double)(Wide - Left - 16) / Math.Max(1, columns.Count);
        var every = (int)Math.Ceiling(columns.Select(c => Drawing.WidthOf(c.Name, 12) + 10).DefaultIfEmpty(1).Max() / room);
        for (var i = 0; i < columns.Count; i++)
        {
            var (x, column) = (Left + room * i, columns[i]);
            shapes.Add(new BoxShape(x + room * 0.15, y(column.Figure), room * 0.7, high - Bottom - y(column.Figure), Ink.Blue) { Name = $"{names.Columns} {column.Name}", Figure = column.Figure, Link = column.Link });
            if ((columns.Count - 1 - i) % every == 0) shapes.Add(new WordsShape(x + room / 2, high - Bottom + 18, column.Name, 12, Ink.Quiet, Anchor.Middle));
            if (line.Count == 0 && Drawing.WidthOf(Visit.Number(column.Figure), 11) < room) shapes.Add(new WordsShape(x + room / 2, y(column.Figure) - 4, Visit.Number(column.Figure), 11, Anchor: Anchor.Middle));
        }
        if (line.Count > 0)
        {
            var points = line.Select((p, i) => (X: Left + room * (i + 0.5), Y: y(p.Figure))).ToList();
            shapes.Add(new PathShape(points, null, Ink.Red, 2));
            shapes.AddRange(line.Select((p, i) => new DiscShape(points[i].X, points[i].Y, 3, Ink.White, Ink.Red) { Name = $"{names.Line} {p.Name}", Figure = p.Figure, Link = p.Link }));
            shapes.Add(new BoxShape(Left, 4, 12, 10, Ink.Blue));
            shapes.Add(new WordsShape(Left + 18, 13, names.Columns, 12));
            var at = Left + 40 + Drawing.WidthOf(names.Columns, 12);
            shapes.Add(new PathShape([(at, 9), (at + 20, 9)], null, Ink.Red, 2));
            shapes.Add(new WordsShape(at + 26, 13, names.Line, 12));
        }
        return new(Wide, high, shapes);
    }

    /// <summary>The way of a field through its years: applicants across, filings up, year after year joined.</summary>
    /// <param name="years">Year, filings and applicants, ascending.</param>
    /// <param name="names">Names of the axes.</param>
    /// <param name="link">Where a year leads.</param>
    public static Drawing LifeCycle(IReadOnlyList<(int Year, int Filed, int Applicants)> years, (string Filed, string Applicants) names, Func<int, string?> link)
    {
        ArgumentNullException.ThrowIfNull(years);
        ArgumentNullException.ThrowIfNull(link);
        const int high = 380;
        var shapes = new List<Shape>();
        var (y, _) = Axis(shapes, years.Select(p => (long)p.Filed).DefaultIfEmpty(1).Max(), high);
        var (step, most) = Step(years.Select(p => (long)p.Applicants).DefaultIfEmpty(1).Max());
        double X(long value) => Left + (Wide - Left - 30.0) * value / most;
        for (var tick = 0L; tick <= most; tick += step) shapes.Add(new WordsShape(X(tick), high - Bottom + 16, Visit.Number(tick), 11, Ink.Quiet, Anchor.Middle));
        shapes.Add(new WordsShape(Wide - 16, high - 6, names.Applicants, 12, Ink.Quiet, Anchor.End));
        shapes.Add(new WordsShape(8, 14, names.Filed, 12, Ink.Quiet));
        var points = years.Select(p => (X: X(p.Applicants), Y: y(p.Filed))).ToList();
        if (points.Count > 1) shapes.Add(new PathShape(points, null, "#7aa2dd", 1.6));
        var taken = new List<(double X, double Y)>();
        for (var i = years.Count - 1; i >= 0; i--)
        {
            var (name, at) = (years[i].Year.ToString(CultureInfo.InvariantCulture), points[i]);
            shapes.Add(new DiscShape(at.X, at.Y, 4, Ink.Blue, Ink.White) { Name = $"{name}: {names.Applicants} {Visit.Number(years[i].Applicants)}, {names.Filed}", Figure = years[i].Filed, Link = link(years[i].Year) });
            // The latest years have the right to their names; an earlier one has one where there is room.
            if (taken.Exists(t => Math.Abs(t.X - at.X) < 34 && Math.Abs(t.Y - at.Y) < 13)) continue;
            taken.Add(at);
            shapes.Add(new WordsShape(at.X - 7, at.Y - 7, name, 11, Anchor: Anchor.End));
        }
        return new(Wide, high, shapes);
    }

    /// <summary>Rows over years, darker for more; every cell has its figure.</summary>
    /// <param name="years">The years.</param>
    /// <param name="rows">Names and figures, one for each year.</param>
    /// <param name="link">Where the cell of a row's place and a year leads.</param>
    public static Drawing Heat(IReadOnlyList<int> years, IReadOnlyList<(string Name, IReadOnlyList<int> Figures)> rows, Func<int, int, string?> link)
    {
        ArgumentNullException.ThrowIfNull(years);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(link);
        const int left = 76, high = 27;
        var (shapes, most, wide) = (new List<Shape>(), Math.Max(1, rows.SelectMany(r => r.Figures).DefaultIfEmpty(1).Max()), (Wide - left - 4.0) / Math.Max(1, years.Count));
        for (var i = 0; i < years.Count; i++) shapes.Add(new WordsShape(left + wide * (i + 0.5), 14, years[i].ToString(CultureInfo.InvariantCulture), 11, Ink.Quiet, Anchor.Middle));
        for (var r = 0; r < rows.Count; r++)
        {
            shapes.Add(new WordsShape(left - 8, 20 + r * high + 18, Drawing.Fit(rows[r].Name, left - 10, 12), 12, Anchor: Anchor.End));
            for (var i = 0; i < years.Count; i++)
            {
                var (figure, shade) = (rows[r].Figures[i], Ink.Shade(Math.Sqrt((double)rows[r].Figures[i] / most)));
                shapes.Add(new BoxShape(left + wide * i, 20 + r * high, wide - 1.5, high - 1.5, shade) { Name = $"{rows[r].Name} {years[i]}", Figure = figure, Link = figure > 0 ? link(r, years[i]) : null });
                shapes.Add(new WordsShape(left + wide * i + wide / 2 - 0.75, 20 + r * high + 17, Visit.Number(figure), 11, Ink.On(shade), Anchor.Middle));
            }
        }
        return new(Wide, 24 + rows.Count * high, shapes);
    }

    static (Func<long, double> Y, long Most) Axis(List<Shape> shapes, long highest, int high)
    {
        var (step, most) = Step(highest);
        double Y(long value) => Top + (high - Top - Bottom) * (1 - (double)value / most);
        for (var tick = 0L; tick <= most; tick += step)
        {
            shapes.Add(new PathShape([(Left, Y(tick)), (Wide - 16, Y(tick))], null, tick == 0 ? Ink.Quiet : Ink.Faint));
            shapes.Add(new WordsShape(Left - 8, Y(tick) + 4, Visit.Number(tick), 11, Ink.Quiet, Anchor.End));
        }
        return (Y, most);
    }

    // 1, 2 or 5 times a power of ten, so that there are five steps at most.
    static (long Step, long Most) Step(long highest)
    {
        var step = 1L;
        for (var turn = 0; step * 5 < highest; turn++) step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
        return (step, Math.Max(step, (highest + step - 1) / step * step));
    }
}
