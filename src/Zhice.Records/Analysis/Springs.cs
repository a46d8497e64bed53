namespace Zhice.Records.Analysis;

/// <summary>Lays a network out in a plane: ties pull, places push (Fruchterman and Reingold 1991). The same network always gets the same places: nothing is drawn by lot.</summary>
public static class Springs
{
    const int Rounds = 300;

    /// <summary>A place for each node, within 0 to 1 both ways.</summary>
    /// <param name="nodes">How many there are.</param>
    /// <param name="ties">Numbers of two nodes, from 0, and how strongly they pull: above zero.</param>
    public static IReadOnlyList<(double X, double Y)> Lay(int nodes, IReadOnlyList<(int First, int Second, double Pull)> ties)
    {
        ArgumentNullException.ThrowIfNull(ties);
        if (nodes == 0) return [];
        if (nodes == 1) return [(0.5, 0.5)];
        // A spiral to begin with: no two at one place, and no symmetry that forces could not leave.
        var (x, y) = (new double[nodes], new double[nodes]);
        for (var i = 0; i < nodes; i++)
        {
            var (angle, radius) = (i * 2.399963229728653, 0.5 * Math.Sqrt((i + 0.5) / nodes));
            (x[i], y[i]) = (0.5 + radius * Math.Cos(angle), 0.5 + radius * Math.Sin(angle));
        }
        var ideal = 0.75 / Math.Sqrt(nodes);
        var strongest = ties.Count == 0 ? 1 : ties.Max(t => t.Pull);
        for (var round = 0; round < Rounds; round++)
        {
            var (dx, dy) = (new double[nodes], new double[nodes]);
            Push(x, y, dx, dy, ideal);
            foreach (var (first, second, pull) in ties)
            {
                var (ax, ay) = (x[second] - x[first], y[second] - y[first]);
                var force = Math.Sqrt(ax * ax + ay * ay) / ideal * (0.3 + 0.5 * pull / strongest);
                (dx[first], dy[first], dx[second], dy[second]) = (dx[first] + ax * force, dy[first] + ay * force, dx[second] - ax * force, dy[second] - ay * force);
            }
            var step = 0.1 * (1 - (double)round / Rounds);
            for (var i = 0; i < nodes; i++)
            {
                // Towards the middle, so that what is tied to nothing else does not fly away.
                (dx[i], dy[i]) = (dx[i] + (0.5 - x[i]) * 0.35, dy[i] + (0.5 - y[i]) * 0.35);
                var length = Math.Max(1e-9, Math.Sqrt(dx[i] * dx[i] + dy[i] * dy[i]));
                (x[i], y[i]) = (x[i] + dx[i] / length * Math.Min(length, step), y[i] + dy[i] / length * Math.Min(length, step));
            }
        }
        return Spread(x, y);
    }

    static void Push(double[] x, double[] y, double[] dx, double[] dy, double ideal)
    {
        for (var i = 0; i < x.Length; i++)
            for (var j = i + 1; j < x.Length; j++)
            {
                var (ax, ay) = (x[i] - x[j], y[i] - y[j]);
                var square = Math.Max(1e-6, ax * ax + ay * ay);
                var force = ideal * ideal / square;
                (dx[i], dy[i], dx[j], dy[j]) = (dx[i] + ax * force, dy[i] + ay * force, dx[j] - ax * force, dy[j] - ay * force);
            }
    }

    static (double X, double Y)[] Spread(double[] x, double[] y)
    {
        var (left, wide, top, high) = (x.Min(), x.Max() - x.Min(), y.Min(), y.Max() - y.Min());
        return [.. x.Zip(y, (a, b) => (wide < 1e-9 ? 0.5 : (a - left) / wide, high < 1e-9 ? 0.5 : (b - top) / high))];
    }
}
