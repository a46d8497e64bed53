using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Zhice.Records.Reading;

/// <summary>A record grew beyond what is read into memory.</summary>
sealed class RecordTooLongException() : IOException("The record is too long.");

/// <summary>One XML document of a file that may hold many behind each other, as it is read; known character names (&amp;ldquo;) become characters.</summary>
/// <remarks>Names that are not known stay: the XML reader, which reads no DTD, refuses them. So an entity bomb is a fault and never text.</remarks>
sealed partial class DocumentText(TextReader source) : TextReader
{
    /// <summary>Most characters of one record.</summary>
    internal const int MostOfRecord = 40_000_000;
    const int Chunk = 1 << 16, Held = 64;
    const string Declaration = "<?xml "; // not <?xml-stylesheet

    readonly char[] raw = new char[Chunk + Held];
    string ready = "";
    int at, rawCount;
    bool sourceEnded, ended = true;
    long record;

    /// <summary>Lines of the source before the document.</summary>
    internal int LinesBefore { get; private set; }
    int lines;

    /// <summary>Goes on to the next document; false at the end of the source.</summary>
    internal bool Next()
    {
        while (Read() >= 0) { }
        LinesBefore = lines;
        Fill();
        if (rawCount == 0 && sourceEnded) return false;
        ended = false;
        (ready, at, record) = ("", 0, 0);
        Hand(first: true);
        return true;
    }

    /// <summary>A record begins: its length is counted anew.</summary>
    internal void BeginRecord() => record = 0;

    public override int Peek() => at < ready.Length || Hand(first: false) ? ready[at] : -1;

    public override int Read() => at < ready.Length || Hand(first: false) ? ready[at++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (at == ready.Length && !Hand(first: false)) return 0;
        var count = Math.Min(buffer.Length, ready.Length - at);
        ready.AsSpan(at, count).CopyTo(buffer);
        at += count;
        record += count;
        if (record > MostOfRecord) throw new RecordTooLongException();
        return count;
    }

    bool Hand(bool first)
    {
        if (ended) return false;
        Fill();
        var usable = sourceEnded ? rawCount : Math.Max(0, rawCount - Held);
        // A declaration may begin in what is held back only; then it is seen whole the next time.
        var next = raw.AsSpan(0, rawCount).IndexOf(Declaration, StringComparison.Ordinal);
        if (next == 0) next = first ? raw.AsSpan(1, Math.Max(0, rawCount - 1)).IndexOf(Declaration, StringComparison.Ordinal) + 1 : 0;
        var found = first ? next > 0 : next >= 0;
        if (found && next <= usable) { usable = next; ended = true; }
        // A name is not cut in two.
        var amp = raw.AsSpan(0, usable).LastIndexOf('&');
        if (!ended && !sourceEnded && amp > 0 && usable - amp < 16) usable = amp;
        if (usable == 0) { ended |= sourceEnded; return !ended && Hand(first: false); }
        var piece = new string(raw, 0, usable);
        lines += piece.AsSpan().Count('\n');
        (ready, at) = (piece.Contains('&', StringComparison.Ordinal) ? Name().Replace(piece, Character) : piece, 0);
        raw.AsSpan(usable, rawCount - usable).CopyTo(raw);
        rawCount -= usable;
        if (sourceEnded && rawCount == 0) ended = true;
        return true;
    }

    void Fill()
    {
        while (!sourceEnded && rawCount < raw.Length)
        {
            var read = source.Read(raw, rawCount, raw.Length - rawCount);
            if (read == 0) sourceEnded = true;
            rawCount += read;
        }
    }

    static string Character(Match name) => name.Value is "&amp;" or "&lt;" or "&gt;" or "&quot;" or "&apos;" ? name.Value
        : WebUtility.HtmlDecode(name.Value) is { Length: 1 } one && one[0] is not ('<' or '&') ? one : name.Value;

    [GeneratedRegex("&[A-Za-z][A-Za-z0-9]{1,12};")]
    private static partial Regex Name();

    /// <summary>Opens a text in the encoding that its mark or its XML declaration names; GB18030 for the Chinese ones, UTF-8 for none.</summary>
    internal static StreamReader Open(Stream stream, Encoding? otherwise = null)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var head = new byte[Math.Min(256, stream.CanSeek ? stream.Length : 256)];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var named = Named().Match(Encoding.Latin1.GetString(head, 0, count)).Groups[1].Value.ToLowerInvariant();
        return new StreamReader(stream, named switch { "gb2312" or "gbk" or "gb18030" => Encoding.GetEncoding("gb18030"), "iso-8859-1" => Encoding.Latin1, _ => otherwise ?? Encoding.UTF8 }, detectEncodingFromByteOrderMarks: true, 1 << 16);
    }

    [GeneratedRegex("^[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9_-]+)")]
    private static partial Regex Named();
}
