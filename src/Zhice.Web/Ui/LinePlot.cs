using System.Globalization;

namespace Zhice.Web.Ui;

/// <summary>A point of a line chart.</summary>
/// <param name="Name">Under the axis: the period.</param>
/// <param name="Value">The value; null leaves a gap in the line.</param>
/// <param name="Text">The value as written in the table beside it.</param>
public sealed record PlotPoint(string Name, decimal? Value, string Text);

/// <summary>A line across a chart.</summary>
/// <param name="From">Place of the first point that it stands at, from 0.</param>
/// <param name="To">Place of the last.</param>
/// <param name="Value">Its height.</param>
/// <param name="Name">What it says.</param>
public sealed record PlotLevel(int From, int To, decimal Value, string Name);

/// <summary>A line chart as numbers for an SVG of 720 × 300: even steps, round ticks, gaps where nothing is known.</summary>
public sealed class LinePlot
{
    /// <summary>Size and margins of the drawing.</summary>
    public const int Width = 720, Height = 300, Left = 64, Right = 24, Top = 24, Bottom = 46;

    readonly decimal low;
    readonly decimal high;

    /// <summary>Lays the points out.</summary>
    public LinePlot(IReadOnlyList<PlotPoint> points, IReadOnlyList<PlotLevel> levels)
    {
        (Points, Levels) = (points, levels);
        var values = points.Where(p => p.Value is not null).Select(p => p.Value!.Value).Concat(levels.Select(l => l.Value)).DefaultIfEmpty(0m).ToList();
        var (least, most) = (values.Min(), values.Max());
        if (least == most) (least, most) = (least - Math.Max(1m, Math.Abs(least) / 10m), most + Math.Max(1m, Math.Abs(most) / 10m));
        var step = Step((most - least) / 4m);
        // An axis that starts near its values shows a trend; it starts at zero where zero is near.
        low = least >= 0m && least < most * 0.4m ? 0m : Math.Floor(least / step) * step;
        high = Math.Ceiling(most / step) * step;
        if (low == 0m) step = Step(high / 4m);
        high = Math.Ceiling(most / step) * step;
        Ticks = [.. Enumerable.Range(0, (int)((high - low) / step) + 1).Select(i => low + i * step)];
    }

    /// <summary>The points.</summary>
    public IReadOnlyList<PlotPoint> Points { get; }
    /// <summary>Lines across.</summary>
    public IReadOnlyList<PlotLevel> Levels { get; }
    /// <summary>Values on the axis, the lowest first.</summary>
    public IReadOnlyList<decimal> Ticks { get; }

    /// <summary>Where the drawing begins: behind the longest value on the axis.</summary>
    public decimal Start => Math.Max(Left, 14 + 7 * Ticks.Max(t => Label(t).Length));

    /// <summary>Across, of a point's place.</summary>
    public decimal X(int place) => Points.Count < 2 ? (Start + Width - Right) / 2m : Start + (Width - Start - Right) * place / (Points.Count - 1);

    /// <summary>Class by which a text at a point stays within the drawing: at the right edge it ends there, at the left it begins there.</summary>
    public string? Anchor(int place, string text)
    {
        var half = text.Sum(c => c < 128 ? 7m : 12m) / 2;
        return X(place) + half > Width ? "ends" : X(place) - half < 0m ? "begins" : null;
    }

    /// <summary>Down, of a value.</summary>
    public decimal Y(decimal value) => Top + (Height - Top - Bottom) * (high - value) / (high - low);

    /// <summary>Stretches of the line that have no gap, as the points of a polyline.</summary>
    /// <param name="breaks">Points before which the series breaks: no line leads to them from the one before.</param>
    public IEnumerable<string> Lines(IReadOnlyCollection<int>? breaks = null)
    {
        var stretch = new List<string>();
        for (var place = 0; place <= Points.Count; place++)
        {
            if (stretch.Count > 0 && breaks?.Contains(place) == true)
            {
                yield return string.Join(' ', stretch);
                stretch = [];
            }
            if (place < Points.Count && Points[place].Value is { } value) stretch.Add($"{Number(X(place))},{Number(Y(value))}");
            else if (stretch.Count > 0)
            {
                yield return string.Join(' ', stretch);
                stretch = [];
            }
        }
    }

    /// <summary>True where there is room for the name under the axis.</summary>
    public bool Names(int place) => Points.Count <= 12 || (Points.Count - 1 - place) % (Points.Count / 8 + 1) == 0;

    /// <summary>True where there is room for the figure over the point.</summary>
    public bool Figures => Points.Count <= 14;

    /// <summary>A coordinate.</summary>
    public static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A value on the axis.</summary>
    public static string Label(decimal tick) => tick.ToString("#,##0.######", CultureInfo.InvariantCulture);

    // 1, 2 or 5 times a power of ten, not below the wanted size.
    static decimal Step(decimal wanted)
    {
        var power = 1m;
        while (power * 10m <= wanted) power *= 10m;
        while (power > wanted && power > 0.000001m) power /= 10m;
        return wanted <= power ? power : wanted <= 2m * power ? 2m * power : wanted <= 5m * power ? 5m * power : 10m * power;
    }
}
