namespace Zhice.Records.Index;

/// <summary>Walks over records of a segment in ascending order.</summary>
internal abstract class RecordCursor
{
    /// <summary>Behind the last record.</summary>
    internal const int End = int.MaxValue;

    /// <summary>The record it stands at: −1 before the first, <see cref="End"/> behind the last.</summary>
    internal int Record { get; private protected set; } = -1;

    /// <summary>Moves to the first record that is not below <paramref name="target"/>, which is above <see cref="Record"/>.</summary>
    internal abstract int Advance(int target);

    /// <summary>About how many records it has: what is rare leads.</summary>
    internal abstract long Cost { get; }

    /// <summary>Positions in the record it stands at, ascending; the array belongs to the cursor. None for what has no positions.</summary>
    internal virtual ReadOnlySpan<int> Positions() => [];

    /// <summary>How many positions a match covers.</summary>
    internal virtual int Width => 1;
}

/// <summary>Postings of one term.</summary>
internal sealed unsafe class PostingCursor : RecordCursor
{
    readonly byte* end;
    readonly int[] records = new int[SegmentWriter.BlockSize];
    readonly int[] times = new int[SegmentWriter.BlockSize];
    readonly int frequency;
    byte* next;
    byte* positions;
    int count, at, read, last = -1;
    int[] found = new int[8];
    int foundCount;

    internal PostingCursor(Segment segment, TermPlace place, int width = 1)
    {
        (frequency, Width) = (place.Frequency, width);
        if (place.Term < 0) { Record = End; return; }
        next = segment.Postings(place.Term);
        end = segment.PostingsEnd(place.Term);
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
        for (; read < at; read++)
            for (var i = times[read]; i > 0; positions++)
                if (*positions < 0x80) i--;
        if (read == at)
        {
            foundCount = times[at];
            if (found.Length < foundCount) found = new int[foundCount * 2];
            var position = 0;
            for (var i = 0; i < foundCount; i++) found[i] = position += (int)Varint.Read(ref positions);
            read++;
        }
        return found.AsSpan(0, foundCount);
    }

    // Blocks that end before the target are passed over by their heads.
    bool Load(int target)
    {
        while (next < end)
        {
            var first = last + (int)Varint.Read(ref next);
            last = first + (int)Varint.Read(ref next);
            count = (int)Varint.Read(ref next) + 1;
            var (recordBytes, positionBytes) = ((int)Varint.Read(ref next), (int)Varint.Read(ref next));
            var body = next;
            next += recordBytes + positionBytes;
            if (last < target) continue;
            var record = first;
            for (var i = 0; i < count; i++)
            {
                var head = Varint.Read(ref body);
                records[i] = record += (int)(head >> 1);
                times[i] = (head & 1) == 0 ? 1 : (int)Varint.Read(ref body);
            }
            positions = body;
            (at, read) = (0, 0);
            return true;
        }
        return false;
    }
}
