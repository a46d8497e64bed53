using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Web.Exports;

/// <summary>Texts and places as a workbook writes them (ECMA-376 part 1, 18.3 and 22.9.2.19).</summary>
public static partial class XlsxText
{
    /// <summary>Most UTF-16 units that Excel takes in a cell.</summary>
    public const int Longest = 32_767;

    /// <summary>Name of a place such as C7.</summary>
    /// <param name="column">Counted from 0.</param>
    /// <param name="row">Counted from 1.</param>
    public static string Place(int column, int row) => ColumnName(column) + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>A, B … Z, AA …; the column is counted from 0.</summary>
    public static string ColumnName(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : ColumnName(column / 26 - 1) + (char)('A' + column % 26);

    /// <summary>Column of a place such as C7, counted from 0; -1 where it is none.</summary>
    public static int ColumnOf(string place)
    {
        var (column, at) = (0, 0);
        for (; at < place.Length && place[at] is >= 'A' and <= 'Z' && at < 3; at++) column = column * 26 + place[at] - 'A' + 1;
        return column - 1;
    }

    /// <summary>Characters that XML cannot hold, and the carriage return that it would change, written as _x000D_; what already looks so is guarded.</summary>
    /// <remarks>A lone surrogate is damage in any text and becomes U+FFFD.</remarks>
    public static string Escape(string text)
    {
        if (!NeedsEscape(text)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) escaped.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c)) escaped.Append('\uFFFD');
            else if (c is '\r' or '\uFFFE' or '\uFFFF' || (c < ' ' && c is not ('\t' or '\n'))) escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            else if (c == '_' && Escaped().IsMatch(text.AsSpan(i, Math.Min(7, text.Length - i)))) escaped.Append("_x005F_");
            else escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>The text before <see cref="Escape"/>.</summary>
    public static string Unescape(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escaped().Replace(text, m => ((char)ushort.Parse(m.ValueSpan[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    static bool NeedsEscape(string text)
    {
        foreach (var c in text)
            if (c is '_' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c) || (c < ' ' && c is not ('\t' or '\n'))) return true;
        return false;
    }

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_")]
    private static partial Regex Escaped();
}
