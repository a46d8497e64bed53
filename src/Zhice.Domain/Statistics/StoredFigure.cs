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
    const int Longest = 400;

    /// <summary>What a person, a workbook or a file wrote: digits, a sign, one point with digits after it, and commas between groups of three. Full-width signs, as Chinese keyboards write them, are the
    /// same. <c>1,5</c> is no number: it may be one and a half, or fifteen with a slip. Neither is <c>1e2</c>.</summary>
    /// <param name="text">The text; white space around it is dropped.</param>
    /// <param name="figure">The figure; 0 where refused.</param>
    /// <returns>The code of what is wrong; null where nothing is: <c>figure.not</c>, <c>figure.large</c>, <c>figure.places</c>.</returns>
    public static string? Fault(ReadOnlySpan<char> text, out decimal figure)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        figure = 0;
        text = text.Trim();
        if (text.Length is 0 or > Longest) return "figure.not";
        Span<char> folded = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++) folded[i] = Folded(text[i]);
        if (!Written(folded, out var places))
            // What is a number, but larger than any figure, is said so.
            return double.TryParse(folded, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) && Math.Abs(size) > (double)Largest ? "figure.large" : "figure.not";
        if (!decimal.TryParse(folded, Plain, CultureInfo.InvariantCulture, out var read)) return "figure.large";
        if (places > Places) return "figure.places";
        if (Math.Abs(read) > Largest) return "figure.large";
        figure = read;
        return null;
    }

    static char Folded(char c) => c switch
    {
        >= '０' and <= '９' => (char)(c - '０' + '0'),
        '．' => '.',
        '，' => ',',
        '－' or '−' => '-',
        '＋' => '+',
        _ => c,
    };

    // A sign, digits of which commas part groups of three or none, and where there is a point digits behind it.
    static bool Written(ReadOnlySpan<char> text, out int places)
    {
        places = 0;
        if (text[0] is '+' or '-') text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        if (point >= 0)
        {
            var rest = text[(point + 1)..];
            if (rest.IsEmpty || rest.ContainsAnyExceptInRange('0', '9')) return false;
            places = rest.TrimEnd('0').Length;
        }
        var groups = whole.IndexOf(',');
        if (groups < 0) return (point >= 0 || !whole.IsEmpty) && !whole.ContainsAnyExceptInRange('0', '9');
        if (groups is 0 or > 3 || whole[..groups].ContainsAnyExceptInRange('0', '9')) return false;
        for (whole = whole[groups..]; !whole.IsEmpty; whole = whole[4..])
            if (whole.Length < 4 || whole[0] != ',' || whole[1..4].ContainsAnyExceptInRange('0', '9')) return false;
        return true;
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
