using System.Runtime.InteropServices;

namespace Zhice.Records.Index;

/// <summary>Writes one immutable segment file: postings as they come, sorted by key, then dictionary and columns.</summary>
/// <remarks>
/// <code>
/// header    64 bytes: magic, records, terms, then the offsets of the parts
/// postings  for each term: blocks − 1; of several blocks the last record and the place of each, four bytes each; the blocks, of at most 128 records
///           a block: first, (records − 1)·2 + (1 if more follows), of several records last − first;
///           then four widths in bits, and packed in these widths the gaps − 1 between records, times − 1, times in the title, positions
/// keys      the keys one behind the other; offsets; offsets of the postings; records of each term
/// columns   thirteen arrays of whole numbers, then applicants and subclasses with their offsets
/// </code>
/// Records are counted within the segment, so that a merge copies blocks and writes their first number anew.
/// </remarks>
internal sealed class SegmentWriter : IDisposable
{
    internal const long Magic = 0x3347_4553_4849_5A00;
    internal const int BlockSize = 128, HeaderSize = 64, ColumnCount = 14;

    readonly FileStream file;
    readonly List<byte> keys = [];
    readonly List<int> keyOffsets = [];
    readonly List<long> postOffsets = [];
    readonly List<int> frequencies = [];
    long at = HeaderSize;

    internal SegmentWriter(string path)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        file.Write(new byte[HeaderSize]);
    }

    /// <summary>Adds a term; keys come in ascending order of their bytes.</summary>
    internal void Add(ReadOnlySpan<byte> key, int frequency, BlockWriter blocks)
    {
        blocks.Finish();
        keyOffsets.Add(keys.Count);
        CollectionsMarshal.SetCount(keys, keys.Count + key.Length);
        key.CopyTo(CollectionsMarshal.AsSpan(keys)[^key.Length..]);
        postOffsets.Add(at);
        frequencies.Add(frequency);
        file.Write(blocks.Head);
        file.Write(blocks.Body);
        at += blocks.Head.Length + blocks.Body.Length;
    }

    /// <summary>Writes the rest, and makes sure that it is on the disk.</summary>
    internal void Finish(SegmentColumns columns)
    {
        keyOffsets.Add(keys.Count);
        postOffsets.Add(at);
        var dictionary = Aligned();
        Write<byte>(CollectionsMarshal.AsSpan(keys));
        var offsets = Aligned();
        Write<int>(CollectionsMarshal.AsSpan(keyOffsets));
        var posts = Aligned();
        Write<long>(CollectionsMarshal.AsSpan(postOffsets));
        Write<int>(CollectionsMarshal.AsSpan(frequencies));
        var numbers = Aligned();
        foreach (var column in columns.Numbers) Write<int>(CollectionsMarshal.AsSpan(column));
        foreach (var list in (List<int>[])[columns.PartyOffsets, columns.Parties, columns.ClassOffsets, columns.Classes]) Write<int>(CollectionsMarshal.AsSpan(list));
        file.Position = 0;
        long[] header = [Magic, columns.Count, frequencies.Count, dictionary, offsets, posts, numbers, at];
        file.Write(MemoryMarshal.AsBytes<long>(header));
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => file.Dispose();

    long Aligned()
    {
        while (at % 8 != 0) { file.WriteByte(0); at++; }
        return at;
    }

    void Write<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        file.Write(bytes);
        at += bytes.Length;
    }
}

/// <summary>Columns of a segment while it is made.</summary>
internal sealed class SegmentColumns
{
    internal List<int>[] Numbers { get; } = [.. Enumerable.Range(0, SegmentWriter.ColumnCount).Select(_ => new List<int>())];
    internal List<int> PartyOffsets { get; } = [0];
    internal List<int> Parties { get; } = [];
    internal List<int> ClassOffsets { get; } = [0];
    internal List<int> Classes { get; } = [];
    internal int Count => Numbers[0].Count;

    internal List<int> this[Column column] => Numbers[(int)column];
}
