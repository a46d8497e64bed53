using System.Text.RegularExpressions;

namespace Zhice.Policy.Readers.Geometry;

/// <summary>Page numbers, and headers and footers that come back at one place on most pages.</summary>
internal static partial class PageFurniture
{
    /// <summary>Share of the page's height at each end in which furniture stands.</summary>
    const double Margin = 0.13;

    [GeneratedRegex(@"^\s*(?:[-—–―─·•~\s]*\d{1,4}[-—–―─·•~\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|(?:Page|P\.?)\s*\d{1,4}(?:\s*of\s*\d{1,4})?)\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageNumber();

    /// <summary>The lines of each page that are furniture.</summary>
    internal static HashSet<TextLine> Find(List<(PageContent Page, List<TextLine> Lines)> pages)
    {
        var furniture = new HashSet<TextLine>();
        var repeated = new Dictionary<(string Text, int Place), List<TextLine>>();
        foreach (var (page, lines) in pages)
        {
            if (lines.Count == 0) continue;
            foreach (var line in lines)
            {
                if (line.Middle > page.Height * Margin && line.Middle < page.Height * (1 - Margin)) continue;
                if ((line == lines[^1] || line == lines[0]) && IsPageNumber(line.Text)) furniture.Add(line);
                var key = (WithoutDigits(line.Text), (int)Math.Round(line.Middle / 3));
                if (!repeated.TryGetValue(key, out var same)) repeated[key] = same = [];
                same.Add(line);
            }
        }
        foreach (var same in repeated.Values)
        {
            var wanted = Math.Max(3, pages.Count * 0.4);
            if (same.Count < wanted || TableHead.At([same[0]], 0) is not null) continue;
            // Rows of a table that begin alike are not furniture: only lines that say the same thing are, their page numbers apart.
            if (same[0].Text.Length is > 1 and < 60 && !RowNumber.Of(same[0].Text).HasValue) furniture.UnionWith(same);
        }
        return furniture;
    }

    static string WithoutDigits(string text) => string.Concat(text.Where(c => !char.IsAsciiDigit(c) && !char.IsWhiteSpace(c)));

    /// <summary>True for a line that holds nothing but a page number.</summary>
    internal static bool IsPageNumber(string line) => line.Length < 40 && PageNumber().IsMatch(line);
}
