using System.Text;
using System.Text.Unicode;

namespace Zhice.Records.Text;

/// <summary>The encoding of a table that a spreadsheet wrote: tables carry no declaration, and a Chinese Excel writes GB18030 where it is not told “CSV UTF-8”.</summary>
public static class TableEncoding
{
    const int Sample = 65_536;

    /// <summary>Looks at the next 64 KiB of the stream and goes back: UTF-8 where they can be, or where a mark of UTF-16 stands before them (which readers follow); GB18030 otherwise.</summary>
    /// <param name="text">A stream that can seek.</param>
    /// <param name="strict">True: the encoding throws <see cref="DecoderFallbackException"/> at bytes that it does not have. False: it puts U+FFFD in their place.</param>
    public static Encoding Of(Stream text, bool strict)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.Position;
        var head = new byte[Sample];
        var count = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        text.Position = start;
        var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: strict);
        if (count >= 2 && (head[0], head[1]) is (0xFF, 0xFE) or (0xFE, 0xFF)) return utf8;
        // A character may be cut at the end of the sample.
        for (var cut = 0; cut < 4 && cut < Math.Max(1, count); cut++)
            if (Utf8.IsValid(head.AsSpan(0, count - (count == head.Length ? cut : 0)))) return utf8;
        return CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ReplacementFallback, strict ? DecoderFallback.ExceptionFallback : DecoderFallback.ReplacementFallback)!;
    }
}
