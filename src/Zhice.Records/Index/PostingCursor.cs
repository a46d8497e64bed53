namespace Zhice.Records.Index;

/// <summary>Postings of one term.</summary>
internal sealed unsafe class PostingCursor : RecordCursor
{
    readonly PostingList list;
    readonly int[] records = new int[SegmentWriter.BlockSize];
    readonly int[] starts = new int[SegmentWriter.BlockSize + 1];
    readonly int frequency;
    PostingBlock block;
    int number = -1, at, last = -1;
    bool started;
    int[] found = new int[8];

    internal PostingCursor(Segment segment, TermPlace place, int width = 1)
    {
        (frequency, Width) = (place.Frequency, width);
        if (place.Term < 0) Record = End;
        else list = segment.Postings(place.Term);
    }

    internal override long Cost => frequency;
    internal override int Width { get; }

    internal override int Advance(int target)
    {
        if (Record == End) return End;
        if (target > last && !Load(target)) return Record = End;
        while (records[at] < target) at++;
        return Record = records[at];
    }

    internal override ReadOnlySpan<int> Positions()
    {
        if (!started)
        {
            fixed (int* into = starts) block.Starts(into);
            started = true;
        }
        var (from, count) = (starts[at], starts[at + 1] - starts[at]);
        if (found.Length < count) found = new int[count * 2];
        for (var i = 0; i < count; i++) found[i] = BitPack.At(block.Positions, block.PositionWidth, from + i);
        return found.AsSpan(0, count);
    }

    bool Load(int target)
    {
        while ((number = list.Seek(target, number + 1)) < list.Blocks)
        {
            block = list.Block(number);
            last = block.Last;
            if (last < target) continue;
            fixed (int* into = records) block.Records(into);
            (at, started) = (0, false);
            return true;
        }
        return false;
    }
}
