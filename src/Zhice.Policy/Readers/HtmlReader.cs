using System.Text;
using AngleSharp.Html.Parser;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers;

/// <summary>Web pages: block elements become paragraphs, data tables become tables, what belongs to the site is marked as noise.</summary>
internal static class HtmlReader
{
    /// <summary>Largest page, in bytes: a tree of elements takes many times its text.</summary>
    const long MaxHtmlBytes = 16L << 20;
    const int HeadBytes = 4096;

    internal static SourceText Read(byte[] bytes, CancellationToken cancel)
    {
        if (bytes.Length > MaxHtmlBytes) throw new UnreadableException(ReadRefusals.TooLarge(MaxHtmlBytes));
        var (encoding, mark) = EncodingOf(bytes);
        var html = encoding.GetString(bytes.AsSpan(mark));
        HtmlGuard.Check(html, cancel);
        using var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        cancel.ThrowIfCancellationRequested();

        var blocks = document.Body is { } body ? new HtmlFlow(body, cancel).Read() : [];
        WebFurniture.Mark(blocks);
        var target = new SourceTextBuilder(SourceFormat.Html, linesAreParagraphs: true, cancel);
        FlowContent.Write(blocks, target);
        return target.Build();
    }

    /// <summary>The byte order mark decides, then a charset that the page names and its bytes agree with, then the bytes alone.</summary>
    static (Encoding Encoding, int MarkLength) EncodingOf(byte[] bytes)
    {
        var detected = TextEncoding.Detect(bytes) ?? throw new UnreadableException(ReadRefusals.Unknown);
        if (detected.MarkLength > 0) return detected;
        var head = Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, HeadBytes)));
        var at = head.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        var name = at < 0 ? "" : head[(at + 8)..].TrimStart('"', '\'', ' ');
        // A page that names UTF-8 but is not is common on old servers; there the bytes are right.
        return name.StartsWith("gb", StringComparison.OrdinalIgnoreCase) && detected.Encoding is UTF8Encoding
            && !System.Text.Unicode.Utf8.IsValid(bytes) ? (TextEncoding.Gb18030, 0)
            : name.StartsWith("big5", StringComparison.OrdinalIgnoreCase) && !System.Text.Unicode.Utf8.IsValid(bytes)
            ? (CodePagesEncodingProvider.Instance.GetEncoding(950)!, 0) : detected;
    }
}
