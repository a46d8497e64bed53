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
    internal PostingList List => list;
    internal override int Width { get; }

    internal override int Advance(int target)
    {
        if (Record == End) return End;
        if (target > last && !Load(target)) return Record = End;
        if (block.IsBitmap) return Record = block.Next(target);
        while (records[at] < target) at++;
        return Record = records[at];
    }

    internal override ReadOnlySpan<int> Positions()
    {
        var place = Place();
        var (from, count) = (Start(place), Times(place));
        if (found.Length < count) found = new int[count * 2];
        for (var i = 0; i < count; i++) found[i] = BitPack.At(block.Positions, block.PositionWidth, from + i);
        return found.AsSpan(0, count);
    }

    // Both counts stand in the block: no position is read.
    internal override int Weight(int titleEnd)
    {
        var place = Place();
        return Times(place) + (titleEnd == 0 || block.TitleWidth == 0 ? 0 : BitPack.At(block.Titles, block.TitleWidth, place) * (TitleWeight - 1));
    }

    int Place() => block.IsBitmap ? BitPack.Ones(block.Gaps, Record - block.First) : at;

    int Times(int place) => block.TimesWidth == 0 ? 1 : BitPack.At(block.Times, block.TimesWidth, place) + 1;

    // Where no record of the block holds it more than twice, the records before that hold it twice are bits to be counted.
    int Start(int place)
    {
        if (block.TimesWidth == 0) return place;
        if (block.TimesWidth == 1) return place + BitPack.Ones(block.Times, place);
        if (!started)
        {
            fixed (int* into = starts) block.Starts(into);
            started = true;
        }
        return starts[place];
    }

    bool Load(int target)
    {
        while ((number = list.Seek(target, number + 1)) < list.Blocks)
        {
            block = list.Block(number);
            last = block.Last;
            if (last < target) continue;
            (at, started) = (0, false);
            if (!block.IsBitmap)
                fixed (int* into = records) block.Records(into);
            return true;
        }
        return false;
    }
}
