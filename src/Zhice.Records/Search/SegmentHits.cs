using System.Numerics;
using Zhice.Records.Index;

namespace Zhice.Records.Search;

/// <summary>Hits in one segment: numbers when they are few, a bit for each record when they are many.</summary>
internal sealed class SegmentHits
{
    readonly int[]? numbers;
    readonly ulong[]? bits;

    internal SegmentHits(Segment segment, int[] numbers) => (Segment, this.numbers, Count) = (segment, numbers, numbers.Length);

    internal SegmentHits(Segment segment, ulong[] bits) => (Segment, this.bits, Count) = (segment, bits, Bits.Count(bits));

    internal Segment Segment { get; }
    internal int Count { get; }

    /// <summary>A bit for each record; empty when hits are numbers.</summary>
    internal ReadOnlySpan<ulong> Set => bits;

    /// <summary>Writes the next hits, ascending, as many as there is room for; returns how many, 0 behind the last.</summary>
    /// <param name="from">Where to go on: 0 at the beginning, then as it was left.</param>
    /// <param name="into">At least 64 places.</param>
    internal int Next(ref int from, Span<int> into)
    {
        if (numbers is not null)
        {
            var some = Math.Min(into.Length, numbers.Length - from);
            numbers.AsSpan(from, some).CopyTo(into);
            from += some;
            return some;
        }
        var count = 0;
        for (; from < bits!.Length && count <= into.Length - 64; from++)
            for (var word = bits[from]; word != 0; word &= word - 1) into[count++] = (from << 6) + BitOperations.TrailingZeroCount(word);
        return count == 0 && from < bits.Length ? Next(ref from, into) : count;
    }

    /// <summary>A bit for each record of the segment; not to be written to.</summary>
    internal ulong[] AsBits()
    {
        if (bits is not null) return bits;
        var set = Bits.New(Segment.Count);
        foreach (var number in numbers!) Bits.Set(set, number);
        return set;
    }

    /// <summary>All hits at once.</summary>
    internal int[] All()
    {
        if (numbers is not null) return numbers;
        var all = GC.AllocateUninitializedArray<int>(Count);
        var (from, at) = (0, 0);
        Span<int> some = stackalloc int[512];
        while (Next(ref from, some) is > 0 and var count)
        {
            some[..count].CopyTo(all.AsSpan(at));
            at += count;
        }
        return all;
    }
}
