using System.Runtime.CompilerServices;

namespace Zhice.Records.Index;

/// <summary>The blocks of one term in a segment, with the last record of each, so that a search goes to a block without reading those before it.</summary>
internal readonly unsafe struct PostingList
{
    const int Entry = 8;

    readonly byte* table;
    readonly byte* start;
    readonly byte* end;

    internal PostingList(byte* at, byte* end)
    {
        this.end = end;
        Blocks = (int)Varint.Read(ref at) + 1;
        table = at;
        start = Blocks == 1 ? at : at + (long)Blocks * Entry;
    }

    internal int Blocks { get; }

    internal PostingBlock Block(int number) =>
        Blocks == 1 ? PostingBlock.Read(start, end) : PostingBlock.Read(start + Offset(number), number + 1 == Blocks ? end : start + Offset(number + 1));

    /// <summary>The first block from one on that ends at <paramref name="target"/> or behind it; <see cref="Blocks"/> when there is none.</summary>
    internal int Seek(int target, int from)
    {
        if (Blocks == 1) return from;
        // Most often it is the next one; else in doubling steps, then halving.
        var step = 1;
        while (from < Blocks && Last(from) < target)
        {
            var next = Math.Min(from + step, Blocks);
            if (next < Blocks && Last(next) < target) { from = next + 1; step <<= 1; continue; }
            var (low, high) = (from + 1, next);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (Last(middle) < target) low = middle + 1;
                else high = middle;
            }
            return low;
        }
        return from;
    }

    int Last(int number) => Unsafe.ReadUnaligned<int>(table + (long)number * Entry);
    uint Offset(int number) => Unsafe.ReadUnaligned<uint>(table + (long)number * Entry + 4);
}

/// <summary>One block of at most 128 records, as it stands in the file.</summary>
internal unsafe struct PostingBlock
{
    internal int First, Last, Count;
    internal int GapWidth, TimesWidth, TitleWidth, PositionWidth;
    internal byte* Gaps, Times, Titles, Positions;

    /// <summary>What follows the number of the first record: the same in any segment.</summary>
    internal byte* Rest;
    internal byte* End;

    internal static PostingBlock Read(byte* at, byte* end)
    {
        var block = new PostingBlock { End = end, First = (int)Varint.Read(ref at) };
        block.Rest = at;
        var head = Varint.Read(ref at);
        block.Count = (int)(head >> 1) + 1;
        block.Last = block.Count == 1 ? block.First : block.First + (int)Varint.Read(ref at);
        if ((head & 1) == 0) return block;
        (block.GapWidth, block.TimesWidth, block.TitleWidth, block.PositionWidth) = (at[0], at[1], at[2], at[3]);
        block.Gaps = at + 4;
        block.Times = block.Gaps + BitPack.Bytes(block.GapWidth, block.Count - 1);
        block.Titles = block.Times + BitPack.Bytes(block.TimesWidth, block.Count);
        block.Positions = block.Titles + BitPack.Bytes(block.TitleWidth, block.Count);
        return block;
    }

    /// <summary>The records, ascending.</summary>
    internal readonly void Records(int* into)
    {
        into[0] = First;
        if (GapWidth == 0)
        {
            for (var i = 1; i < Count; i++) into[i] = First + i;
            return;
        }
        BitPack.Unpack(Gaps, GapWidth, Count - 1, into + 1);
        var record = First;
        for (var i = 1; i < Count; i++) into[i] = record += into[i] + 1;
    }

    /// <summary>Where the positions of each record begin, and behind the last where they end: one more than records.</summary>
    internal readonly void Starts(int* into)
    {
        BitPack.Unpack(Times, TimesWidth, Count, into);
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            var times = into[i] + 1;
            into[i] = at;
            at += times;
        }
        into[Count] = at;
    }
}
