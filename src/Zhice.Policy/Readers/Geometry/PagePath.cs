namespace Zhice.Policy.Readers.Geometry;

/// <summary>A path being drawn, in points from the upper left corner of the page; level and upright lines of it become rulings.</summary>
internal sealed class PagePath(List<Ruling> rulings)
{
    const double Thin = 3;
    const double Short = 6;
    const int MaxRulings = 30_000;
    const int MaxPoints = 200_000;

    readonly List<(double X, double Y)> points = [];
    readonly List<int> starts = [];

    internal bool IsFull => rulings.Count >= MaxRulings;

    internal void MoveTo((double, double) point)
    {
        if (points.Count >= MaxPoints) return;
        starts.Add(points.Count);
        points.Add(point);
    }

    internal void LineTo((double, double) point)
    {
        if (points.Count < MaxPoints) points.Add(point);
    }

    /// <summary>A curve is no border, and parts what it stands between.</summary>
    internal void CurveTo() => LineTo((double.NaN, double.NaN));

    internal void Close()
    {
        if (starts.Count > 0 && points.Count > starts[^1]) LineTo(points[starts[^1]]);
    }

    internal void Clear()
    {
        points.Clear();
        starts.Clear();
    }

    internal void Stroke()
    {
        for (var s = 0; s < starts.Count && !IsFull; s++)
            for (var i = starts[s]; i + 1 < End(s); i++) Add(points[i], points[i + 1]);
        Clear();
    }

    /// <summary>A filled shape that is thin is a line, as Word draws borders; a wide one is shading. The path stays for a stroke.</summary>
    internal void Fill()
    {
        for (var s = 0; s < starts.Count && !IsFull; s++)
        {
            var shape = points[starts[s]..End(s)];
            if (shape.Count < 2 || shape.Exists(point => double.IsNaN(point.X))) continue;
            var (left, right) = (shape.Min(point => point.X), shape.Max(point => point.X));
            var (top, bottom) = (shape.Min(point => point.Y), shape.Max(point => point.Y));
            if (bottom - top <= Thin && right - left >= Short) rulings.Add(new Ruling(true, (top + bottom) / 2, left, right));
            else if (right - left <= Thin && bottom - top >= Short) rulings.Add(new Ruling(false, (left + right) / 2, top, bottom));
        }
    }

    int End(int subpath) => subpath + 1 < starts.Count ? starts[subpath + 1] : points.Count;

    void Add((double X, double Y) a, (double X, double Y) b)
    {
        if (Math.Abs(a.Y - b.Y) < 1 && Math.Abs(a.X - b.X) >= 1) rulings.Add(new Ruling(true, (a.Y + b.Y) / 2, Math.Min(a.X, b.X), Math.Max(a.X, b.X)));
        else if (Math.Abs(a.X - b.X) < 1 && Math.Abs(a.Y - b.Y) >= 1) rulings.Add(new Ruling(false, (a.X + b.X) / 2, Math.Min(a.Y, b.Y), Math.Max(a.Y, b.Y)));
    }
}

/// <summary>A transformation of the plane: x' = ax + cy + e, y' = bx + dy + f.</summary>
internal readonly record struct Matrix(double A, double B, double C, double D, double E, double F)
{
    internal static readonly Matrix Identity = new(1, 0, 0, 1, 0, 0);

    internal (double X, double Y) Map(double x, double y) => ((A * x) + (C * y) + E, (B * x) + (D * y) + F);

    /// <summary>This one first, then <paramref name="outer"/>.</summary>
    internal Matrix Then(Matrix outer) => new(
        (A * outer.A) + (B * outer.C), (A * outer.B) + (B * outer.D), (C * outer.A) + (D * outer.C), (C * outer.B) + (D * outer.D),
        (E * outer.A) + (F * outer.C) + outer.E, (E * outer.B) + (F * outer.D) + outer.F);
}
