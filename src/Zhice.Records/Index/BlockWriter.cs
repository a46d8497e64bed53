using System.Runtime.InteropServices;

namespace Zhice.Records.Index;

/// <summary>Writes the blocks of one term, from records or from blocks of other segments.</summary>
internal sealed unsafe class BlockWriter
{
    readonly ByteBuffer head = new(4096), body = new(1 << 16);
    readonly List<Place> blocks = [];
    readonly int[] records = new int[SegmentWriter.BlockSize], gaps = new int[SegmentWriter.BlockSize], times = new int[SegmentWriter.BlockSize], titles = new int[SegmentWriter.BlockSize];
    readonly int[] starts = new int[SegmentWriter.BlockSize + 1];
    int[] positions = new int[1024];
    int count, positionCount;

    /// <summary>How many blocks, and the last record and place of each: stands before the blocks.</summary>
    internal ReadOnlySpan<byte> Head => head.Span;
    internal ReadOnlySpan<byte> Body => body.Span;

    internal void Clear()
    {
        head.Clear(); body.Clear(); blocks.Clear();
        (count, positionCount) = (0, 0);
    }

    internal void Begin(int record)
    {
        if (count == SegmentWriter.BlockSize) Flush();
        (records[count], times[count], titles[count]) = (record, 0, 0);
        count++;
    }

    internal void Position(int position, bool title)
    {
        if (positionCount == positions.Length) Array.Resize(ref positions, positionCount * 2);
        positions[positionCount++] = position;
        times[count - 1]++;
        if (title) titles[count - 1]++;
    }

    /// <summary>Takes over a block of another segment whose records are counted on from <paramref name="offset"/>: a full one as it stands.</summary>
    internal void Copy(in PostingBlock block, int offset)
    {
        if (block.Count == SegmentWriter.BlockSize || count + block.Count > SegmentWriter.BlockSize) Flush();
        if (block.Count == SegmentWriter.BlockSize)
        {
            blocks.Add(new(block.Last + offset, body.Length));
            body.Add((uint)(block.First + offset));
            body.Add(new ReadOnlySpan<byte>(block.Rest, (int)(block.End - block.Rest)));
            return;
        }
        fixed (int* found = records, begins = starts)
        {
            block.Records(found + count);
            block.Starts(begins);
        }
        var without = block.PositionWidth == 0;
        for (var i = 0; i < block.Count; i++)
        {
            records[count + i] += offset;
            times[count + i] = without ? 0 : starts[i + 1] - starts[i];
            titles[count + i] = block.TitleWidth == 0 ? 0 : BitPack.At(block.Titles, block.TitleWidth, i);
        }
        if (!without)
        {
            var more = starts[block.Count];
            if (positionCount + more > positions.Length) Array.Resize(ref positions, Math.Max(positions.Length * 2, positionCount + more));
            fixed (int* into = positions) BitPack.Unpack(block.Positions, block.PositionWidth, more, into + positionCount);
            positionCount += more;
        }
        count += block.Count;
    }

    internal void Finish()
    {
        Flush();
        head.Add((uint)(blocks.Count - 1));
        if (blocks.Count > 1) head.Add(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(blocks)));
    }

    void Flush()
    {
        if (count == 0) return;
        blocks.Add(new(records[count - 1], body.Length));
        body.Add((uint)records[0]);
        var bare = count == 1 && positionCount == 0;
        body.Add((uint)(count - 1) << 1 | (bare ? 0u : 1));
        if (count > 1) body.Add((uint)(records[count - 1] - records[0]));
        if (!bare) Pack();
        (count, positionCount) = (0, 0);
    }

    void Pack()
    {
        for (var i = 1; i < count; i++) gaps[i] = records[i] - records[i - 1] - 1;
        for (var i = 0; i < count; i++) times[i] = Math.Max(times[i], 1) - 1;
        ReadOnlySpan<int> between = gaps.AsSpan(1, count - 1), often = times.AsSpan(0, count), titled = titles.AsSpan(0, count), places = positions.AsSpan(0, positionCount);
        var (g, t, w, p) = (BitPack.Width(between), BitPack.Width(often), BitPack.Width(titled), positionCount == 0 ? 0 : Math.Max(1, BitPack.Width(places)));
        // A bit for each record of the span is read faster; it is taken as long as it is not much longer.
        var (span, asGaps) = (records[count - 1] - records[0] + 1, BitPack.Bytes(g, count - 1));
        var map = count > 8 && g > 0 && BitPack.Bytes(1, span) <= asGaps + asGaps / 2;
        body.Add([map ? (byte)PostingBlock.Bitmap : (byte)g, (byte)t, (byte)w, (byte)p]);
        if (map) Map(span);
        else BitPack.Pack(between, g, body);
        BitPack.Pack(often, t, body);
        BitPack.Pack(titled, w, body);
        BitPack.Pack(places, p, body);
    }

    void Map(int span)
    {
        Span<byte> bytes = stackalloc byte[BitPack.Bytes(1, span)];
        bytes.Clear();
        for (var i = 0; i < count; i++) bytes[(records[i] - records[0]) >> 3] |= (byte)(1 << ((records[i] - records[0]) & 7));
        body.Add(bytes);
    }

    readonly record struct Place(int Last, int Offset);
}
