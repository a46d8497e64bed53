using System.Runtime.CompilerServices;

namespace Zhice.Records.Index;

/// <summary>Whole numbers of one width behind each other, the lowest bits first: any of them is read without those before it.</summary>
/// <remarks>Eight bytes are read at a time: at least so many must be readable behind the last number.</remarks>
internal static unsafe class BitPack
{
    /// <summary>Bits that the largest of the numbers needs; 0 when all are 0.</summary>
    internal static int Width(ReadOnlySpan<int> values)
    {
        var any = 0;
        foreach (var value in values) any |= value;
        return 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)any);
    }

    internal static int Bytes(int width, int count) => (int)(((long)width * count + 7) >> 3);

    internal static void Pack(ReadOnlySpan<int> values, int width, ByteBuffer into)
    {
        if (width == 0) return;
        var (held, bits) = (0UL, 0);
        Span<byte> four = stackalloc byte[4];
        foreach (var value in values)
        {
            held |= (ulong)(uint)value << bits;
            bits += width;
            if (bits < 32) continue;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(four, (uint)held);
            into.Add(four);
            held >>= 32;
            bits -= 32;
        }
        for (; bits > 0; bits -= 8, held >>= 8) into.Add([(byte)held]);
    }

    /// <summary>The number at one place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int At(byte* packed, int width, int place)
    {
        var bit = (long)place * width;
        return (int)(Unsafe.ReadUnaligned<ulong>(packed + (bit >> 3)) >> (int)(bit & 7)) & (int)((1u << width) - 1);
    }

    internal static void Unpack(byte* packed, int width, int count, int* into)
    {
        if (width == 0)
        {
            new Span<int>(into, count).Clear();
            return;
        }
        var (mask, bit) = ((int)((1u << width) - 1), 0L);
        for (var i = 0; i < count; i++, bit += width) into[i] = (int)(Unsafe.ReadUnaligned<ulong>(packed + (bit >> 3)) >> (int)(bit & 7)) & mask;
    }

    /// <summary>How many of the first bits are set.</summary>
    internal static int Ones(byte* packed, int bits)
    {
        var count = 0;
        for (; bits >= 64; bits -= 64, packed += 8) count += System.Numerics.BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(packed));
        return bits == 0 ? count : count + System.Numerics.BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(packed) & ((1UL << bits) - 1));
    }
}
