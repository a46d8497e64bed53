namespace Zhice.Records.Index;

/// <summary>Occurrences of one term while a segment is collected; written out as blocks.</summary>
internal sealed class PostingBuffer
{
    readonly ByteBuffer raw = new();
    int lastRecord = -1;
    int lastPosition;

    internal int Frequency { get; private set; }

    // A record is written as its distance ·2 + 1, a position as its distance ·2.
    internal void Add(int record, int position)
    {
        Begin(record);
        raw.Add((uint)(position - lastPosition) << 1);
        lastPosition = position;
    }

    internal void Add(int record) => Begin(record);

    void Begin(int record)
    {
        if (record == lastRecord) return;
        raw.Add((uint)(record - lastRecord) << 1 | 1);
        (lastRecord, lastPosition) = (record, 0);
        Frequency++;
    }

    internal void WriteBlocks(BlockWriter blocks)
    {
        var bytes = raw.Span;
        var record = -1;
        for (var at = 0; at < bytes.Length;)
        {
            record += (int)(Varint.Read(bytes, ref at) >> 1);
            blocks.Begin(record);
            while (at < bytes.Length && (bytes[at] & 1) == 0) blocks.Position(Varint.Read(bytes, ref at) >> 1);
            blocks.End();
        }
    }
}

/// <summary>Writes the blocks of one term, from records or from blocks of other segments.</summary>
internal sealed class BlockWriter
{
    readonly ByteBuffer output = new(4096);
    readonly ByteBuffer records = new(1024);
    readonly ByteBuffer positions = new(4096);
    readonly ByteBuffer one = new(64);
    int first, last, before, count, record;
    uint occurrences;

    internal ReadOnlySpan<byte> Bytes => output.Span;

    internal void Clear()
    {
        output.Clear(); records.Clear(); positions.Clear();
        (count, before, last) = (0, -1, -1);
    }

    internal void Begin(int next)
    {
        (record, occurrences) = (next, 0);
        one.Clear();
    }

    internal void Position(uint distance)
    {
        one.Add(distance);
        occurrences++;
    }

    internal void End()
    {
        if (count == 0) (first, last) = (record, record);
        records.Add((uint)(record - last) << 1 | (occurrences > 1 ? 1u : 0));
        if (occurrences > 1) records.Add(occurrences);
        positions.Add(one.Span);
        (last, count) = (record, count + 1);
        if (count == SegmentWriter.BlockSize) Flush();
    }

    /// <summary>Takes over a block of another segment, whose first record gets the number <paramref name="start"/>.</summary>
    internal void Copy(int start, int span, int records, ReadOnlySpan<byte> recordBytes, ReadOnlySpan<byte> positionBytes)
    {
        if (count > 0 && count + records > SegmentWriter.BlockSize) Flush();
        var at = 0;
        var head = Varint.Read(recordBytes, ref at);
        if (count == 0) (first, last) = (start, start);
        this.records.Add((uint)(start - last) << 1 | head & 1);
        this.records.Add(recordBytes[at..]);
        positions.Add(positionBytes);
        (last, count) = (start + span, count + records);
        if (count == SegmentWriter.BlockSize) Flush();
    }

    internal void Flush()
    {
        if (count == 0) return;
        output.Add((uint)(first - before));
        output.Add((uint)(last - first));
        output.Add((uint)(count - 1));
        output.Add((uint)records.Length);
        output.Add((uint)positions.Length);
        output.Add(records.Span);
        output.Add(positions.Span);
        before = last;
        records.Clear(); positions.Clear();
        count = 0;
    }
}
