namespace Zhice.Records.Analysis;

/// <summary>A rectangle of a plane whose y grows downwards.</summary>
public readonly record struct Area(double X, double Y, double Width, double Height)
{
    /// <summary>The same with less on every side; never below nothing.</summary>
    public Area Within(double left, double top, double right, double bottom) => new(X + left, Y + top, Math.Max(0, Width - left - right), Math.Max(0, Height - top - bottom));
}

/// <summary>Divides a rectangle by weights into rectangles that are as near to squares as can be (squarified treemap, Bruls, Huizing and van Wijk 2000).</summary>
public static class Squares
{
    /// <summary>The rectangles, in the order of the weights; their areas are to each other as the weights are.</summary>
    /// <param name="weights">Above zero, the largest first.</param>
    /// <param name="whole">What is divided.</param>
    public static IReadOnlyList<Area> Divide(IReadOnlyList<double> weights, Area whole)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var sum = weights.Sum();
        var areas = new List<Area>(weights.Count);
        if (sum <= 0 || whole.Width <= 0 || whole.Height <= 0) return [.. weights.Select(_ => new Area(whole.X, whole.Y, 0, 0))];
        var scale = whole.Width * whole.Height / sum;
        var left = whole;
        for (var from = 0; from < weights.Count;)
        {
            var side = Math.Min(left.Width, left.Height);
            var (to, row) = (from + 1, weights[from] * scale);
            // A row takes the next one as long as its worst rectangle gets no longer by it.
            while (to < weights.Count && Worst(weights, from, to + 1, row + weights[to] * scale, side, scale) <= Worst(weights, from, to, row, side, scale)) row += weights[to++] * scale;
            left = Lay(weights, from, to, row, scale, left, areas);
            from = to;
        }
        return areas;
    }

    static double Worst(IReadOnlyList<double> weights, int from, int to, double row, double side, double scale)
    {
        if (side <= 0 || row <= 0) return double.PositiveInfinity;
        var thick = row / side;
        var worst = 0.0;
        for (var i = from; i < to; i++)
        {
            var other = weights[i] * scale / thick;
            worst = Math.Max(worst, Math.Max(thick / other, other / thick));
        }
        return worst;
    }

    static Area Lay(IReadOnlyList<double> weights, int from, int to, double row, double scale, Area left, List<Area> areas)
    {
        var upright = left.Width >= left.Height;
        var thick = row / Math.Max(1e-9, Math.Min(left.Width, left.Height));
        var at = upright ? left.Y : left.X;
        for (var i = from; i < to; i++)
        {
            var other = weights[i] * scale / Math.Max(1e-9, thick);
            areas.Add(upright ? new Area(left.X, at, thick, other) : new Area(at, left.Y, other, thick));
            at += other;
        }
        return upright ? new Area(left.X + thick, left.Y, Math.Max(0, left.Width - thick), left.Height) : new Area(left.X, left.Y + thick, left.Width, Math.Max(0, left.Height - thick));
    }
}
