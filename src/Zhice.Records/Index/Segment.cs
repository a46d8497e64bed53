using System.IO.MemoryMappedFiles;

namespace Zhice.Records.Index;

/// <summary>Where the postings of a term stand in a segment.</summary>
/// <param name="Term">Number of the term in the dictionary; −1 when the segment has none.</param>
/// <param name="Frequency">Records that hold it.</param>
internal readonly record struct TermPlace(int Term, int Frequency);

/// <summary>One segment file, mapped into memory.</summary>
internal sealed unsafe class Segment : IDisposable
{
    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    readonly byte* start;
    readonly byte* keys;
    readonly int* keyOffsets;
    readonly long* postOffsets;
    readonly int* frequencies;
    readonly int* numbers;
    readonly int* partyOffsets;
    readonly int* parties;
    readonly int* classOffsets;
    readonly int* classes;
    int held, highestParty = -2;
    long textLength = -1;

    internal Segment(string path, long first)
    {
        First = first;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        held = 1;
        start = pointer + view.PointerOffset;
        var header = (long*)start;
        Length = new FileInfo(path).Length;
        // The mapping is whole pages: an empty file cannot be mapped, and a short one reads zeros.
        if (Length < SegmentWriter.HeaderSize || header[0] != SegmentWriter.Magic || header[7] != Length)
        {
            Dispose();
            throw new InvalidDataException($"{path} is no whole segment of the record index.");
        }
        (Count, Terms) = ((int)header[1], (int)header[2]);
        Sets = new(Count);
        keys = start + header[3];
        keyOffsets = (int*)(start + header[4]);
        postOffsets = (long*)(start + header[5]);
        frequencies = (int*)(postOffsets + Terms + 1);
        numbers = (int*)(start + header[6]);
        partyOffsets = numbers + (long)SegmentWriter.ColumnCount * Count;
        parties = partyOffsets + Count + 1;
        classOffsets = parties + partyOffsets[Count];
        classes = classOffsets + Count + 1;
    }

    /// <summary>Word sets that were made lately.</summary>
    internal Search.WordSets Sets { get; }

    /// <summary>Number of the first record in the store.</summary>
    internal long First { get; }
    internal int Count { get; }
    internal int Terms { get; }
    internal long Length { get; }

    internal int* Column(Column column) => numbers + (long)column * Count;
    internal ReadOnlySpan<int> Numbers(Column column) => new(numbers + (long)column * Count, Count);
    internal ReadOnlySpan<int> PartiesOf(int record) => new(parties + partyOffsets[record], partyOffsets[record + 1] - partyOffsets[record]);
    /// <summary>The highest number of a party; −1 when no record has one.</summary>
    internal int HighestParty => highestParty >= -1 ? highestParty : highestParty = partyOffsets[Count] == 0 ? -1 : Highest(new(parties, partyOffsets[Count]));

    /// <summary>Positions of the texts of all records together; counted once, as a segment never changes.</summary>
    internal long TextLength => textLength >= 0 ? textLength : textLength = Sum(Numbers(Index.Column.Length));

    /// <summary>Whether a record names any of some parties.</summary>
    internal bool HasParty(IEnumerable<int> any) => any.Any(party => new ReadOnlySpan<int>(parties, partyOffsets[Count]).Contains(party));

    static long Sum(ReadOnlySpan<int> numbers)
    {
        var sum = 0L;
        foreach (var number in numbers) sum += number;
        return sum;
    }

    static int Highest(ReadOnlySpan<int> numbers)
    {
        var highest = -1;
        foreach (var number in numbers) highest = Math.Max(highest, number);
        return highest;
    }

    internal ReadOnlySpan<int> ClassesOf(int record) => new(classes + classOffsets[record], classOffsets[record + 1] - classOffsets[record]);
    internal ReadOnlySpan<byte> Key(int term) => new(keys + keyOffsets[term], keyOffsets[term + 1] - keyOffsets[term]);
    internal int Frequency(int term) => frequencies[term];
    internal PostingList Postings(int term) => new(start + postOffsets[term], start + postOffsets[term + 1]);

    internal TermPlace Find(ReadOnlySpan<byte> key) => LowerBound(key) is var at && at < Terms && Key(at).SequenceEqual(key) ? new(at, frequencies[at]) : new(-1, 0);

    /// <summary>The first term whose key is not below <paramref name="key"/>.</summary>
    internal int LowerBound(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, Terms);
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (Key(middle).SequenceCompareTo(key) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Gives its pages back to the system's cache; they come again when they are read.</summary>
    internal void LetGo() => MappedPages.LetGo(view);

    /// <summary>Snapshots let go of a segment without a word; the mapping goes with it.</summary>
    ~Segment() => Release();

    public void Dispose()
    {
        Release();
        view.Dispose();
        file.Dispose();
        GC.SuppressFinalize(this);
    }

    void Release()
    {
        if (Interlocked.Exchange(ref held, 0) == 1) view.SafeMemoryMappedViewHandle.ReleasePointer();
    }
}
