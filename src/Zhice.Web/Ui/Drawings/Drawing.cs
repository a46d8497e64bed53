namespace Zhice.Web.Ui.Drawings;

/// <summary>A drawing as shapes in a plane whose y grows downwards: one description becomes SVG on a page and a metafile in a paper.</summary>
/// <param name="Width">Width in units; 720 is the width of a page's figure.</param>
/// <param name="Height">Height in the same units.</param>
/// <param name="Shapes">The shapes, those behind first.</param>
public sealed record Drawing(int Width, int Height, IReadOnlyList<Shape> Shapes)
{
    /// <summary>Width of words in units, as fonts without serifs set them: a Chinese character is as wide as it is high.</summary>
    public static double WidthOf(string words, double size)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Sum(c => c > 0x2E7F ? 1.0 : c is >= 'A' and <= 'Z' or '%' ? 0.68 : 0.56) * size;
    }

    /// <summary>The words, or as many of their first characters as there is room for with … behind them; empty where there is room for none.</summary>
    public static string Fit(string words, double room, double size)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (WidthOf(words, size) <= room) return words;
        var fitting = words.Length;
        while (fitting > 0 && WidthOf(words[..fitting], size) + size > room) fitting--;
        if (fitting > 0 && char.IsHighSurrogate(words[fitting - 1])) fitting--;
        return fitting == 0 ? "" : words[..fitting] + "…";
    }
}

/// <summary>A shape of a drawing.</summary>
public abstract record Shape
{
    /// <summary>What it stands for; shown by the pointer. Null for what only orders the drawing.</summary>
    public string? Name { get; init; }
    /// <summary>The figure that it shows, as the table beside the drawing has it; null for none.</summary>
    public long? Figure { get; init; }
    /// <summary>Where it leads; null for nowhere.</summary>
    public string? Link { get; init; }
}

/// <summary>A rectangle.</summary>
public sealed record BoxShape(double X, double Y, double Width, double Height, string Fill, string? Line = null) : Shape;

/// <summary>A circle.</summary>
public sealed record DiscShape(double X, double Y, double Radius, string Fill, string? Line = null) : Shape;

/// <summary>A line through points; a plane where it is filled.</summary>
public sealed record PathShape(IReadOnlyList<(double X, double Y)> Points, string? Fill, string? Line, double Thickness = 1, bool Dashed = false) : Shape;

/// <summary>Where words stand to their place.</summary>
public enum Anchor
{
    /// <summary>They begin there.</summary>
    Start,
    /// <summary>They are in the middle of it.</summary>
    Middle,
    /// <summary>They end there.</summary>
    End,
}

/// <summary>Words on one line; Y is the line that they stand on.</summary>
public sealed record WordsShape(double X, double Y, string Words, double Size, string Colour = Ink.Dark, Anchor Anchor = Anchor.Start, bool Strong = false) : Shape;

/// <summary>Colours of drawings: those of the pages, as six digits.</summary>
public static class Ink
{
    /// <summary>Text, quiet text, lines, the page.</summary>
    public const string Dark = "#1a2433", Quiet = "#46546a", Faint = "#dde3ec", White = "#ffffff";
    /// <summary>The colour of figures, and a light one beside it.</summary>
    public const string Blue = "#1553b0", Pale = "#bcd3f5";
    /// <summary>A second series.</summary>
    public const string Red = "#b3202c";

    /// <summary>Grounds for white words, 4.5:1 and more.</summary>
    public static IReadOnlyList<string> Grounds { get; } = ["#1553b0", "#17693a", "#8a4b00", "#5b3ea6", "#a01f4b", "#0f6674", "#5d4a1f", "#46546a", "#7a3b8f"];

    /// <summary>A colour between white-blue (0) and dark blue (1).</summary>
    public static string Shade(double share)
    {
        var t = Math.Clamp(share, 0, 1);
        return Mix("#f2f7fe", "#0b3272", t);
    }

    /// <summary>A mixture of two colours.</summary>
    public static string Mix(string from, string to, double share)
    {
        int Part(int at) => (int)Math.Round(Value(from, at) + (Value(to, at) - Value(from, at)) * share);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{Part(1):x2}{Part(3):x2}{Part(5):x2}");
    }

    /// <summary>One of the three parts of a colour, 0 to 255.</summary>
    /// <param name="colour">Six digits behind #.</param>
    /// <param name="at">1, 3 or 5.</param>
    public static int Value(string colour, int at)
    {
        ArgumentNullException.ThrowIfNull(colour);
        return int.Parse(colour.AsSpan(at, 2), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>White or dark, whichever is read better on a ground.</summary>
    public static string On(string ground) => Light(ground) > 0.3 ? Dark : White;

    // Relative luminance (WCAG 2.1).
    static double Light(string colour)
    {
        double Part(int at) => Value(colour, at) / 255.0 is var c && c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return 0.2126 * Part(1) + 0.7152 * Part(3) + 0.0722 * Part(5);
    }
}
