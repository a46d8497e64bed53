using System.Globalization;
using System.IO.Compression;

namespace Zhice.Policy.Readers.Pdf;

/// <summary>
/// The objects of a PDF found by scanning the file, without its cross-reference table: enough to reach the drawings of its pages,
/// and content with a table that is damaged. Encrypted files give nothing.
/// </summary>
internal sealed class PdfObjects
{
    const long MaxInflated = 96L << 20;
    const int MaxPages = 3_000;

    readonly byte[] bytes;
    readonly Dictionary<int, int> places = [];
    readonly Dictionary<int, (byte[] Content, int At)> packed = [];
    long inflated;

    internal PdfObjects(byte[] bytes, CancellationToken cancel)
    {
        this.bytes = bytes;
        FindPlaces(cancel);
        var all = (ReadOnlySpan<byte>)bytes;
        var starts = places.Values.Order().ToList();
        for (var at = all.IndexOf("/ObjStm"u8); at >= 0;)
        {
            cancel.ThrowIfCancellationRequested();
            var index = starts.BinarySearch(at);
            if (index < 0) index = ~index - 1;
            if (index >= 0) Unpack(starts[index]);
            var next = all[(at + 1)..].IndexOf("/ObjStm"u8);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    /// <summary>Finds "12 0 obj"; the last of a number wins, as it does after incremental saves.</summary>
    void FindPlaces(CancellationToken cancel)
    {
        var all = (ReadOnlySpan<byte>)bytes;
        for (var at = 0; at < all.Length;)
        {
            var found = all[at..].IndexOf(" obj"u8);
            if (found < 0) return;
            at += found + 4;
            var i = at - 5;
            while (i >= 0 && all[i] is >= (byte)'0' and <= (byte)'9') i--;
            var space = i;
            while (i >= 0 && all[i] is (byte)' ' or (byte)'\n' or (byte)'\r') i--;
            var end = i + 1;
            while (i >= 0 && end - i < 10 && all[i] is >= (byte)'0' and <= (byte)'9') i--;
            if (space < at - 5 && end > i + 1 && end <= space
                && int.TryParse(all[(i + 1)..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                places[number] = at;
            if (places.Count > 2_000_000) return;
            if ((at & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
        }
    }

    void Unpack(int place)
    {
        if (Value(bytes, place) is not Dictionary<string, object?> dictionary || dictionary.GetValueOrDefault("N") is not double count
            || dictionary.GetValueOrDefault("First") is not double first || Stream(place, dictionary) is not { } content)
            return;
        var lexer = new PdfLexer(content, 0);
        for (var i = 0; i < count && lexer.Next() is double number && lexer.Next() is double offset; i++)
            packed[(int)number] = (content, (int)(first + offset));
    }

    static object? Value(byte[] from, int at) => at < from.Length ? new PdfLexer(from, at).Next() : null;

    /// <summary>The value itself, or what a pointer points to.</summary>
    internal object? Resolve(object? value)
    {
        for (var hops = 0; value is PdfPointer pointer && hops < 16; hops++)
            value = places.TryGetValue(pointer.Number, out var at) ? Value(bytes, at)
                : packed.TryGetValue(pointer.Number, out var inner) ? Value(inner.Content, inner.At) : null;
        return value;
    }

    internal Dictionary<string, object?>? Dictionary(object? value) => Resolve(value) as Dictionary<string, object?>;

    /// <summary>The decoded bytes of a stream object with its dictionary; null when it cannot be decoded.</summary>
    internal (Dictionary<string, object?> Dictionary, byte[] Content)? StreamOf(object? value) =>
        value is PdfPointer pointer && places.TryGetValue(pointer.Number, out var at) && Value(bytes, at) is Dictionary<string, object?> dictionary
            && Stream(at, dictionary) is { } content ? (dictionary, content) : null;

    byte[]? Stream(int place, Dictionary<string, object?> dictionary)
    {
        var all = (ReadOnlySpan<byte>)bytes;
        var lexer = new PdfLexer(all, place);
        lexer.Next();
        if (lexer.Next() is not PdfWord { Value: "stream" }) return null;
        var start = lexer.At;
        if (start < all.Length && all[start] == '\r') start++;
        if (start < all.Length && all[start] == '\n') start++;
        var length = Resolve(dictionary.GetValueOrDefault("Length")) is double stated && start + stated <= all.Length
            && new PdfLexer(all, start + (int)stated).Next() is PdfWord { Value: "endstream" } ? (int)stated : all[start..].IndexOf("endstream"u8);
        if (length < 0) length = all.Length - start;

        var filters = Resolve(dictionary.GetValueOrDefault("Filter")) switch
        {
            PdfName one => [one.Value],
            List<object?> several => several.Select(filter => (Resolve(filter) as PdfName)?.Value ?? "").ToList(),
            _ => new List<string>(),
        };
        if (filters.Count == 0) return all.Slice(start, length).ToArray();
        return filters is ["FlateDecode" or "Fl"] ? Inflate(start, length) : null;
    }

    byte[]? Inflate(int start, int length)
    {
        using var output = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(bytes, start, length), CompressionMode.Decompress);
            var buffer = new byte[32 * 1024];
            for (int read; (read = zlib.Read(buffer)) > 0;)
            {
                output.Write(buffer, 0, read);
                if ((inflated += read) > MaxInflated) return null;
            }
        }
        catch (InvalidDataException)
        {
            // What came before the damage is good.
        }
        return output.Length > 0 ? output.ToArray() : null;
    }

    /// <summary>The dictionaries of the pages in order, with what they inherit.</summary>
    internal List<Dictionary<string, object?>> Pages()
    {
        var pages = new List<Dictionary<string, object?>>();
        var at = ((ReadOnlySpan<byte>)bytes).LastIndexOf("/Root"u8);
        if (at < 0 || Dictionary(new PdfLexer(bytes, at + 5).Next()) is not { } catalog) return pages;
        Walk(catalog.GetValueOrDefault("Pages"), [], pages, [], 0);
        return pages;
    }

    void Walk(object? node, Dictionary<string, object?> inherited, List<Dictionary<string, object?>> pages, HashSet<int> seen, int depth)
    {
        if (depth > 40 || pages.Count >= MaxPages || (node is PdfPointer pointer && !seen.Add(pointer.Number)) || Dictionary(node) is not { } own) return;
        var merged = new Dictionary<string, object?>(own, StringComparer.Ordinal);
        foreach (var key in (ReadOnlySpan<string>)["Resources", "MediaBox", "Rotate"])
            if (!merged.ContainsKey(key) && inherited.TryGetValue(key, out var value)) merged[key] = value;
        if (Resolve(own.GetValueOrDefault("Kids")) is List<object?> kids)
            foreach (var kid in kids) Walk(kid, merged, pages, seen, depth + 1);
        else pages.Add(merged);
    }

    /// <summary>All content streams of a page after each other.</summary>
    internal byte[] Content(Dictionary<string, object?> page)
    {
        var value = page.GetValueOrDefault("Contents");
        var parts = Resolve(value) is List<object?> several ? several : [value];
        using var joined = new MemoryStream();
        foreach (var part in parts)
        {
            if (StreamOf(part) is not { } stream) continue;
            joined.Write(stream.Content);
            joined.WriteByte((byte)'\n');
        }
        return joined.ToArray();
    }
}
