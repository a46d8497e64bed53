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

    /// <summary>Writes what was collected; <paramref name="titleEnds"/> says of each record where its title ends, and is empty for terms that stand in no title.</summary>
    internal void WriteBlocks(BlockWriter blocks, ReadOnlySpan<int> titleEnds)
    {
        var bytes = raw.Span;
        var record = -1;
        for (var at = 0; at < bytes.Length;)
        {
            record += (int)(Varint.Read(bytes, ref at) >> 1);
            blocks.Begin(record);
            var (position, title) = (0, titleEnds.IsEmpty ? 0 : titleEnds[record]);
            while (at < bytes.Length && (bytes[at] & 1) == 0)
            {
                position += (int)(Varint.Read(bytes, ref at) >> 1);
                blocks.Position(position, position < title);
            }
        }
    }
}
