using System.Globalization;

namespace Zhice.Domain.Statistics;

/// <summary>A statistical figure: decimal, at most six places, at most nine million million in size.</summary>
/// <remarks>
/// Kept as a whole number of millionths in 64 bits, so that both stores add exactly and alike. What does not fit is refused and never rounded:
/// a sender who writes 1e308 or a seventh place means something else than we would keep.
/// </remarks>
public static class StoredFigure
{
    /// <summary>Decimal places that are kept.</summary>
    public const int Places = 6;

    /// <summary>Largest size of a figure.</summary>
    public const decimal Largest = 9_000_000_000_000m;

    const decimal Unit = 1_000_000m;

    /// <summary>What a person, a workbook or a file wrote: digits with at most one point, a sign, separators of thousands, and an exponent as spreadsheets write it.</summary>
    /// <param name="text">The text; white space around it is dropped.</param>
    /// <param name="figure">The figure; 0 where refused.</param>
    /// <returns>The code of what is wrong; null where nothing is: <c>figure.not</c>, <c>figure.large</c>, <c>figure.places</c>.</returns>
    public static string? Fault(ReadOnlySpan<char> text, out decimal figure)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        figure = 0;
        text = text.Trim();
        if (text.IsEmpty) return "figure.not";
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var read))
        {
            // An exponent, or too many digits for a decimal: what is a number but does not fit is said so.
            if (!double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var size) || double.IsNaN(size)) return "figure.not";
            if (double.IsInfinity(size) || Math.Abs(size) > (double)Largest) return "figure.large";
            if (!decimal.TryParse(text, Plain | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out read)) return "figure.places";
        }
        if (Math.Abs(read) > Largest) return "figure.large";
        if (decimal.Round(read, Places) != read) return "figure.places";
        figure = read;
        return null;
    }

    /// <summary>The whole number of millionths.</summary>
    public static long ToStored(decimal figure) => (long)(figure * Unit);

    /// <summary>The figure of a whole number of millionths, without useless zeros.</summary>
    public static decimal FromStored(long stored)
    {
        var (whole, rest) = Math.DivRem(stored, 1_000_000L);
        return rest == 0 ? whole : Trim(stored / Unit);
    }

    /// <summary>As it is written in files and digests: invariant, no separators, no useless zeros.</summary>
    public static string Write(decimal figure) => Trim(figure).ToString(CultureInfo.InvariantCulture);

    // Dividing by one with many places drops the zeros at the end.
    static decimal Trim(decimal figure) => figure / 1.000000000000000000000000000000000m;
}
