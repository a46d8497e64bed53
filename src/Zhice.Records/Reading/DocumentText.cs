using System.Buffers;
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
    const int Chunk = 1 << 16, Held = 128, MostOfTail = 200, MostOfPrefix = 33, MostOfName = 64;
    static readonly SearchValues<string> Names = SearchValues.Create([.. XmlRecords.Names], StringComparison.Ordinal);
    const string Declaration = "<?xml "; // not <?xml-stylesheet

    readonly char[] raw = new char[Chunk + Held];
    readonly StringBuilder kept = new();
    string ready = "", tail = "";
    string? last;
    int at, mark, least, rawCount;
    bool sourceEnded, ended = true, anew;
    long record;

    /// <summary>Lines of the source before the document, or before the record that reading began anew with.</summary>
    internal int LinesBefore { get; private set; }
    int lines;

    /// <summary>Name of the record that is being read, as written; null between records.</summary>
    internal string? OpenRecord { get; private set; }

    /// <summary>True while what was refused already, as it could not be told from the record behind it, is read once more.</summary>
    internal bool ReadAgain { get; private set; }

    /// <summary>True when no other document stands behind this one.</summary>
    internal bool IsLast => sourceEnded && rawCount == 0;

    /// <summary>Goes on to the next document; false at the end of the source.</summary>
    internal bool Next()
    {
        while (Read() >= 0) { }
        LinesBefore = lines;
        Fill();
        if (rawCount == 0 && sourceEnded) return false;
        ended = false;
        (ready, at, mark, record, tail, last, anew, ReadAgain) = ("", 0, 0, 0, "", null, false, false);
        EndRecord();
        Hand(first: true);
        return true;
    }

    /// <summary>A record begins: its length is counted anew.</summary>
    internal void BeginRecord(string name)
    {
        record = 0;
        kept.Clear();
        OpenRecord = last = name;
        ReadAgain = false;
    }

    /// <summary>A record was read to its end.</summary>
    internal void EndRecord()
    {
        kept.Clear();
        OpenRecord = null;
    }

    /// <summary>Goes on, behind a record that cannot be read, to the next one of the same name, or of any name for null; false when the document holds none.</summary>
    /// <param name="name">Name as written.</param>
    /// <param name="around">Start tags of what the records stand in: they are handed out again before the record.</param>
    internal bool Resume(string? name, string around)
    {
        ReadAgain = kept.Length > 0 && OpenRecord is null;
        if (kept.Length > 0) (ready, at, least) = (kept.Append(ready, at, ready.Length - at).ToString(), 0, 0);
        EndRecord();
        do
            for (Mark(Math.Max(at, least)); mark < ready.Length; Mark(mark + 1))
                if (name is null || IsMarked(name))
                {
                    LinesBefore = lines - ready.AsSpan(mark).Count('\n');
                    (ready, at, record, least) = (around + ready[mark..], 0, 0, around.Length + 1);
                    Mark(around.Length);
                    anew = true;
                    return true;
                }
        while (Hand(first: false));
        at = ready.Length;
        return false;
    }

    /// <summary>Whether the document, read to its end, closes an element of the name at its end.</summary>
    internal bool Closes(string name) => tail.Contains("</" + name, StringComparison.Ordinal);

    bool IsMarked(string name) => ready.AsSpan(mark + 1).StartsWith(name, StringComparison.Ordinal) && IsEnd(ready[mark + 1 + name.Length]);

    // The next beginning of a record, from a place on: nothing is handed out across it, so that the reader of XML is never ahead of it.
    void Mark(int from)
    {
        for (var place = from; place < ready.Length; place++)
        {
            var found = ready.AsSpan(place).IndexOfAny(Names);
            if (found < 0) break;
            place += found;
            var (first, end) = (place - 1, place);
            if (first >= 0 && ready[first] == ':')
                do first--;
                while (first > place - MostOfPrefix && first >= 0 && IsOfName(ready[first]));
            while (end < ready.Length && end < place + MostOfName && IsOfName(ready[end])) end++;
            if (first < from || ready[first] != '<' || end == ready.Length || !IsEnd(ready[end]) || !XmlRecords.IsRecord(ready.AsSpan(place, end - place))) continue;
            mark = first;
            return;
        }
        mark = ready.Length;
    }

    static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.';

    static bool IsEnd(char c) => c is '>' or '/' or ' ' or '\t' or '\r' or '\n';

    public override int Peek() => at < ready.Length || Hand(first: false) ? ready[at] : -1;

    public override int Read() => at < ready.Length || Hand(first: false) ? ready[at++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (at == ready.Length && !Hand(first: false)) return 0;
        if (at >= mark)
        {
            // A record begins where one is open, or before one was seen to begin: it may have to be read again, as what is broken may be the text before it.
            if (kept.Length == 0 && (OpenRecord is not null || !anew) && (last is null || IsMarked(last))) kept.Append(' ');
            anew = false;
            Mark(at + 1);
        }
        var count = Math.Min(buffer.Length, mark - at);
        ready.AsSpan(at, count).CopyTo(buffer);
        if (kept.Length > 0) kept.Append(ready, at, count);
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
        var tag = raw.AsSpan(0, usable).LastIndexOf('<');
        if (!ended && !sourceEnded && tag > 0 && usable - tag < Held) usable = tag;
        if (usable == 0) { ended |= sourceEnded; return !ended && Hand(first: false); }
        var piece = new string(raw, 0, usable);
        lines += piece.AsSpan().Count('\n');
        tail = piece.Length >= MostOfTail ? piece[^MostOfTail..] : tail + piece is { Length: > MostOfTail } both ? both[^MostOfTail..] : tail + piece;
        (ready, at) = (piece.Contains('&', StringComparison.Ordinal) ? Name().Replace(piece, Character) : piece, 0);
        least = 0;
        Mark(0);
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
