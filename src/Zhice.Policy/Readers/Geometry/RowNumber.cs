using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhice.Policy.Readers.Geometry;

/// <summary>Numbers that begin a row or a section.</summary>
internal static partial class RowNumber
{
    [GeneratedRegex(@"^\s*[（(]?(\d{1,3})\s*(?:[)）.．、]\s*(?!\d)|$|\s)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\s*(?:第?[（(]?[一二三四五六七八九十百]{1,4}[)）]?\s*[、章节部篇]|[（(][一二三四五六七八九十百]{1,4}[)）])",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    /// <summary>The number of a row: 3, 3., （3）; null for a year, an amount or a word.</summary>
    internal static int? Of(string text) =>
        text.Length < 4000 && Row().Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>The mark of a section, such as 一、 or 第二章; null without one.</summary>
    internal static string? OfSection(string text) => text.Length < 4000 && Section().Match(text) is { Success: true } match ? match.Value : null;
}
