using System.Text;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers;

/// <summary>
/// Plain text: decoded and cleaned in one pass over small buffers straight into the final string, so that memory stays
/// near the size of that string however large the file is.
/// </summary>
internal static class TextFileReader
{
    /// <summary>Blank lines kept as blocks in one run of them; the text keeps them all.</summary>
    const int MaxBlankRun = 3;

    /// <summary>Reads a text.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="markLength">Length of the byte order mark, left out.</param>
    /// <param name="format"><see cref="SourceFormat.Text"/> or <see cref="SourceFormat.Markdown"/>.</param>
    /// <param name="cancel">Stops the reading.</param>
    internal static SourceText Read(byte[] bytes, Encoding encoding, int markLength, SourceFormat format, CancellationToken cancel)
    {
        var pages = new List<int>();
        var text = Decode(bytes, encoding, markLength, pages, cancel);
        return new SourceText(text, Lines(text, pages, cancel), LinesAreParagraphs: false, format);
    }

    /// <summary>The clean text; the places where a page starts go into <paramref name="pages"/>.</summary>
    internal static string Decode(byte[] bytes, Encoding encoding, int markLength, List<int> pages, CancellationToken cancel)
    {
        var length = Pass(bytes, encoding, markLength, [], counting: true, [], cancel);
        return string.Create(length, (bytes, encoding, markLength, pages, cancel), static (target, state) =>
            Pass(state.bytes, state.encoding, state.markLength, target, counting: false, state.pages, state.cancel));
    }

    static int Pass(byte[] bytes, Encoding encoding, int skip, Span<char> target, bool counting, List<int> pages, CancellationToken cancel)
    {
        var decoder = encoding.GetDecoder();
        Span<char> buffer = new char[8192];
        var rest = bytes.AsSpan(skip);
        var written = 0;
        var afterReturn = false;
        for (var completed = false; !completed;)
        {
            cancel.ThrowIfCancellationRequested();
            decoder.Convert(rest, buffer, flush: true, out var used, out var made, out completed);
            rest = rest[used..];
            foreach (var c in buffer[..made])
            {
                var skipped = afterReturn && c == '\n';
                afterReturn = c == '\r';
                if (skipped) continue;
                if (!counting)
                {
                    if (c == '\f') pages.Add(written + 1);
                    target[written] = CanonicalText.IsLineEnd(c) ? '\n' : CanonicalText.IsForbidden(c) ? '\uFFFD' : c;
                }
                written++;
            }
        }
        return written;
    }

    static TextLines Lines(string text, List<int> pages, CancellationToken cancel)
    {
        var lines = new TextLines(text, pages);
        int number = 0, blanks = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            number++;
            blanks = end == start ? blanks + 1 : 0;
            if (blanks <= MaxBlankRun)
            {
                lines.Add(start, number);
                if (lines.Count > SourceTextBuilder.MaxParts) throw new UnreadableException(ReadRefusals.TooManyLines);
                if ((lines.Count & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            }
            start = end + 1;
        }
        lines.Close();
        return lines;
    }
}
