using System.Numerics;

namespace Zhice.Records.Index;

/// <summary>Sets of records of a segment, a bit for each.</summary>
internal static class Bits
{
    internal static ulong[] New(int records) => new ulong[(records + 63) >> 6];

    internal static void Set(ulong[] bits, int record) => bits[record >> 6] |= 1UL << record;

    internal static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    internal static void And(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] &= other[i];
    }

    internal static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] |= other[i];
    }

    internal static void Except(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] &= ~other[i];
    }

    /// <summary>All of so many records.</summary>
    internal static void Fill(Span<ulong> bits, int records)
    {
        bits.Fill(ulong.MaxValue);
        if ((records & 63) != 0) bits[^1] = (1UL << records) - 1;
    }
}
