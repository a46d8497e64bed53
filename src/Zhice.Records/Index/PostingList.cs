using System.Numerics;
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
    /// <summary>Written for the width of gaps where a bit for each record of the block's span stands instead.</summary>
    internal const int Bitmap = 0xFF;

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
        block.Times = block.Gaps + (block.IsBitmap ? BitPack.Bytes(1, block.Last - block.First + 1) : BitPack.Bytes(block.GapWidth, block.Count - 1));
        block.Titles = block.Times + BitPack.Bytes(block.TimesWidth, block.Count);
        block.Positions = block.Titles + BitPack.Bytes(block.TitleWidth, block.Count);
        return block;
    }

    internal readonly bool IsBitmap => GapWidth == Bitmap;

    /// <summary>The records, ascending.</summary>
    internal readonly void Records(int* into)
    {
        if (IsBitmap)
        {
            var count = 0;
            for (var from = 0; from <= Last - First; from += 64)
                for (var word = Word(from); word != 0; word &= word - 1) into[count++] = First + from + BitOperations.TrailingZeroCount(word);
            return;
        }
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

    /// <summary>Sets the bits of its records.</summary>
    /// <param name="bits">A bit for each record of the segment.</param>
    /// <param name="scratch">Room for the records of a block.</param>
    internal readonly void Fill(ulong[] bits, int* scratch)
    {
        if (IsBitmap)
        {
            for (var from = 0; from <= Last - First; from += 64)
            {
                var (word, to) = (Word(from), First + from);
                bits[to >> 6] |= word << to;
                if ((to & 63) != 0 && word >> (64 - (to & 63)) is var rest && rest != 0) bits[(to >> 6) + 1] |= rest;
            }
            return;
        }
        Records(scratch);
        for (var i = 0; i < Count; i++) bits[scratch[i] >> 6] |= 1UL << scratch[i];
    }

    /// <summary>The first record of a bitmap that is not below <paramref name="target"/>, which is not behind the last.</summary>
    internal readonly int Next(int target)
    {
        for (var from = Math.Max(target - First, 0); ; from += 64 - (from & 7))
        {
            var word = Unsafe.ReadUnaligned<ulong>(Gaps + (from >> 3)) >> (from & 7);
            if (word != 0) return First + from + BitOperations.TrailingZeroCount(word);
        }
    }

    // 64 bits of the map, without what stands behind it.
    readonly ulong Word(int from)
    {
        var word = Unsafe.ReadUnaligned<ulong>(Gaps + (from >> 3));
        return Last - First - from is < 63 and var left ? word & ((2UL << left) - 1) : word;
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
