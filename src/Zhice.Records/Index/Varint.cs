namespace Zhice.Records.Index;

/// <summary>Whole numbers of one to five bytes, seven bits each, the lowest first; the highest bit says that more follows.</summary>
internal static class Varint
{
    internal static unsafe uint Read(ref byte* at)
    {
        uint value = *at++;
        if (value < 0x80) return value;
        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            uint part = *at++;
            value |= (part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    internal static uint Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            uint part = bytes[at++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    internal static int Write(Span<byte> bytes, uint value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7) bytes[at++] = (byte)(value | 0x80);
        bytes[at++] = (byte)value;
        return at;
    }
}

/// <summary>Bytes that grow.</summary>
internal sealed class ByteBuffer(int capacity = 16)
{
    byte[] bytes = new byte[capacity];

    internal int Length { get; private set; }
    internal ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    internal void Clear() => Length = 0;

    internal void Add(uint value)
    {
        if (bytes.Length - Length < 5) Array.Resize(ref bytes, bytes.Length * 2);
        Length += Varint.Write(bytes.AsSpan(Length), value);
    }

    internal void Add(ReadOnlySpan<byte> more)
    {
        if (bytes.Length - Length < more.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + more.Length));
        more.CopyTo(bytes.AsSpan(Length));
        Length += more.Length;
    }
}
