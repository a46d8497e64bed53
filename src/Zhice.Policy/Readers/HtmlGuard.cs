namespace Zhice.Policy.Readers;

/// <summary>
/// Keeps pages made to do harm from the parser. The standard's algorithm reopens every unclosed formatting element in each new
/// block, so a small file can ask for a tree without end; this counts the work before it is done.
/// </summary>
internal static class HtmlGuard
{
    const int MaxOpen = 400;
    const long MaxReopened = 3_000_000;
    const int MaxTags = 3_000_000;

    static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        // Closed by the next of their kind, so that many open ones are no depth.
        "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "tbody", "thead", "tfoot", "colgroup", "html", "head", "body", "rp", "rt",
    };

    static readonly HashSet<string> Formatting = new(StringComparer.OrdinalIgnoreCase)
        { "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u" };

    /// <summary>Refuses a page that nests too deeply, or would make the parser work without end.</summary>
    internal static void Check(string html, CancellationToken cancel)
    {
        var names = Void.GetAlternateLookup<ReadOnlySpan<char>>();
        var formats = Formatting.GetAlternateLookup<ReadOnlySpan<char>>();
        int open = 0, formatting = 0, tags = 0;
        long reopened = 0;
        for (var at = html.IndexOf('<'); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            var closes = html[at + 1] == '/';
            var name = Name(html.AsSpan(at + (closes ? 2 : 1)));
            if (name.IsEmpty) continue;
            if ((++tags & 0xFFFF) == 0) cancel.ThrowIfCancellationRequested();
            if (!closes) reopened += formatting;
            if (!names.Contains(name))
            {
                open = Math.Max(0, open + (closes ? -1 : 1));
                if (formats.Contains(name)) formatting = Math.Max(0, formatting + (closes ? -1 : 1));
            }
            if (open > MaxOpen || reopened > MaxReopened || tags > MaxTags) throw new UnreadableException(ReadRefusals.TooDeep);
        }
    }

    static ReadOnlySpan<char> Name(ReadOnlySpan<char> from)
    {
        var length = 0;
        while (length < from.Length && length < 20 && char.IsAsciiLetterOrDigit(from[length])) length++;
        return length > 0 && char.IsAsciiLetter(from[0]) ? from[..length] : [];
    }
}
