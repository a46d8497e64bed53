using Zhice.Records.Search;

namespace Zhice.Records.Index;

/// <summary>All records of a segment.</summary>
internal sealed class AllCursor(int count) : RecordCursor
{
    internal override long Cost => count;
    internal override long Work => count / 64;
    internal override int Advance(int target) => Record = target < count ? target : End;
}

/// <summary>No record.</summary>
internal sealed class NoCursor : RecordCursor
{
    internal NoCursor() => Record = End;
    internal override long Cost => 0;
    internal override int Advance(int target) => End;
}

/// <summary>Records whose column lies between two numbers, both included.</summary>
internal sealed class RangeCursor(Segment segment, Column column, int from, int to) : RecordCursor
{
    // It walks every record by itself, so anything else leads.
    internal override long Cost => segment.Count;
    internal override long Work => segment.Count / 2;

    internal override int Advance(int target)
    {
        var numbers = segment.Numbers(column);
        for (var i = target; i < numbers.Length; i++)
            if ((uint)(numbers[i] - from) <= (uint)(to - from)) return Record = i;
        return Record = End;
    }
}

/// <summary>Records with a kind or a status: one byte of the packed column.</summary>
internal sealed class PackedCursor(Segment segment, int shift, int mask, int value) : RecordCursor
{
    internal override long Cost => segment.Count;
    internal override long Work => segment.Count / 2;

    internal override int Advance(int target)
    {
        var numbers = segment.Numbers(Column.Packed);
        for (var i = target; i < numbers.Length; i++)
            if ((numbers[i] >> shift & mask) == value) return Record = i;
        return Record = End;
    }
}

/// <summary>Records with a mark.</summary>
internal sealed class FlagCursor(Segment segment, int flag) : RecordCursor
{
    internal override long Cost => segment.Count;
    internal override long Work => segment.Count / 2;

    internal override int Advance(int target)
    {
        var numbers = segment.Numbers(Column.Flags);
        for (var i = target; i < numbers.Length; i++)
            if ((numbers[i] & flag) != 0) return Record = i;
        return Record = End;
    }
}

/// <summary>Records that have a day up to one; 0 is none.</summary>
internal sealed class SinceCursor(int[] days, int by) : RecordCursor
{
    internal override long Cost => days.Length;
    internal override long Work => days.Length / 2;

    internal override int Advance(int target)
    {
        for (var i = target; i < days.Length; i++)
            if (days[i] > 0 && days[i] <= by) return Record = i;
        return Record = End;
    }
}

/// <summary>Records that all of the cursors have.</summary>
internal sealed class AndCursor : RecordCursor
{
    readonly RecordCursor[] parts;

    internal AndCursor(IEnumerable<RecordCursor> cursors) => parts = [.. cursors.OrderBy(c => c.Cost)];

    internal override long Cost => parts[0].Cost;
    internal override long Work => parts.Sum(p => p.Work);

    internal override int Advance(int target)
    {
        var record = parts[0].Advance(target);
        for (var i = 1; i < parts.Length && record != End;)
        {
            var other = parts[i].Record < record ? parts[i].Advance(record) : parts[i].Record;
            if (other == record) { i++; continue; }
            record = other == End ? End : parts[0].Record < other ? parts[0].Advance(other) : other;
            i = 1;
        }
        return Record = record;
    }
}

/// <summary>Records that any of the cursors has: a heap by record.</summary>
internal sealed class OrCursor : RecordCursor
{
    readonly RecordCursor[] heap;
    readonly long cost;
    int count;
    int[] found = new int[16];

    internal OrCursor(IEnumerable<RecordCursor> cursors)
    {
        heap = [.. cursors.Where(c => c.Record != End)];
        (count, cost) = (heap.Length, heap.Sum(c => c.Cost));
        Work = heap.Sum(c => c.Work);
        Width = heap.Length == 0 ? 1 : heap.Min(c => c.Width);
    }

    internal override long Cost => cost;
    internal override long Work { get; }
    internal override int Width { get; }

    internal override int Advance(int target)
    {
        while (count > 0 && heap[0].Record < target)
        {
            if (heap[0].Advance(target) == End) heap[0] = heap[--count];
            Sink(0);
        }
        return Record = count == 0 ? End : heap[0].Record;
    }

    internal override ReadOnlySpan<int> Positions()
    {
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            if (heap[i].Record != Record) continue;
            var positions = heap[i].Positions();
            if (length + positions.Length > found.Length) Array.Resize(ref found, (length + positions.Length) * 2);
            positions.CopyTo(found.AsSpan(length));
            length += positions.Length;
        }
        var all = found.AsSpan(0, length);
        all.Sort();
        // The same place found by two of the cursors counts once.
        var kept = 0;
        for (var i = 0; i < length; i++)
            if (i == 0 || all[i] != all[i - 1]) all[kept++] = all[i];
        return all[..kept];
    }

    void Sink(int at)
    {
        for (int child; (child = at * 2 + 1) < count; at = child)
        {
            if (child + 1 < count && heap[child + 1].Record < heap[child].Record) child++;
            if (heap[at].Record <= heap[child].Record) return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
        }
    }
}

/// <summary>Records of one cursor that the other has not.</summary>
internal sealed class ExceptCursor(RecordCursor wanted, RecordCursor unwanted) : RecordCursor
{
    internal override long Cost => wanted.Cost;
    internal override long Work => wanted.Work + unwanted.Work;

    internal override int Advance(int target)
    {
        for (var record = wanted.Advance(target); record != End; record = wanted.Advance(record + 1))
        {
            var other = unwanted.Record < record ? unwanted.Advance(record) : unwanted.Record;
            if (other != record) return Record = record;
        }
        return Record = End;
    }
}

/// <summary>Records in which the parts stand at fixed distances.</summary>
internal sealed class PhraseCursor : RecordCursor
{
    readonly (RecordCursor Cursor, int Offset)[] parts;
    readonly AndCursor together;
    readonly SearchTime time;
    int[] found = new int[16];
    int foundCount;

    internal PhraseCursor(IReadOnlyList<(RecordCursor Cursor, int Offset)> phrase, int width, SearchTime time)
    {
        this.time = time;
        // The rarest part gives the fewest places to try.
        parts = [.. phrase.OrderBy(p => p.Cursor.Cost)];
        together = new AndCursor(parts.Select(p => p.Cursor));
        Width = width;
    }

    internal override long Cost => together.Cost;
    internal override long Work => together.Work * 3;
    internal override int Width { get; }
    internal override ReadOnlySpan<int> Positions() => found.AsSpan(0, foundCount);

    internal override int Advance(int target)
    {
        for (var record = together.Advance(target); record != End; record = together.Advance(record + 1))
            if (Match()) return Record = record;
            else time.Look();
        return Record = End;
    }

    bool Match()
    {
        var lead = parts[0].Cursor.Positions();
        if (found.Length < lead.Length) found = new int[lead.Length * 2];
        foundCount = 0;
        foreach (var position in lead)
            if (position >= parts[0].Offset) found[foundCount++] = position - parts[0].Offset;
        for (var i = 1; i < parts.Length && foundCount > 0; i++)
        {
            var positions = parts[i].Cursor.Positions();
            var (kept, at) = (0, 0);
            for (var j = 0; j < foundCount; j++)
            {
                var wanted = found[j] + parts[i].Offset;
                while (at < positions.Length && positions[at] < wanted) at++;
                if (at < positions.Length && positions[at] == wanted) found[kept++] = found[j];
            }
            foundCount = kept;
        }
        return foundCount > 0;
    }
}

/// <summary>Records in which two things stand with at most so many characters or words between them; signs between count nothing.</summary>
internal sealed class NearCursor(RecordCursor left, RecordCursor right, RecordCursor signs, int distance, bool ordered, SearchTime time) : RecordCursor
{
    readonly AndCursor together = new([left, right]);
    // Between so many characters or words stands at most one stretch of signs more.
    readonly int farthest = distance * 2 + 1;
    int[] found = new int[16];
    int foundCount;

    internal override long Cost => together.Cost;
    internal override long Work => together.Work * 3;
    internal override int Width => left.Width;
    internal override ReadOnlySpan<int> Positions() => found.AsSpan(0, foundCount);

    internal override int Advance(int target)
    {
        for (var record = together.Advance(target); record != End; record = together.Advance(record + 1))
        {
            time.Look();
            var first = left.Positions();
            var second = right.Positions();
            // The signs of a long text are many: they are read where the places are near enough with all signs counted in.
            if (Match(first, second, [], farthest) && Match(first, second, Signs(record), distance)) return Record = record;
        }
        return Record = End;
    }

    ReadOnlySpan<int> Signs(int record)
    {
        if (signs.Record < record) signs.Advance(record);
        return signs.Record == record ? signs.Positions() : [];
    }

    bool Match(ReadOnlySpan<int> first, ReadOnlySpan<int> second, ReadOnlySpan<int> between, int most)
    {
        if (found.Length < first.Length) found = new int[first.Length * 2];
        foundCount = 0;
        var low = 0;
        foreach (var position in first)
        {
            // What stands before it may begin at most its own width and the distance earlier.
            var end = position + left.Width;
            var (from, to) = (ordered ? end : position - farthest - right.Width, end + farthest);
            while (low < second.Length && second[low] < from) low++;
            for (var i = low; i < second.Length && second[i] <= to; i++)
                if (second[i] >= end ? Apart(between, end, second[i]) <= most : second[i] + right.Width <= position && Apart(between, second[i] + right.Width, position) <= most) { found[foundCount++] = position; break; }
        }
        return foundCount > 0;
    }

    static int Apart(ReadOnlySpan<int> signs, int from, int to) => to - from - (Before(signs, to) - Before(signs, from));

    static int Before(ReadOnlySpan<int> signs, int position) => signs.BinarySearch(position) is var at && at < 0 ? ~at : at;
}

/// <summary>Records in which something stands between two positions that columns give.</summary>
internal sealed class FieldCursor(Segment segment, RecordCursor inner, Column? from, Column to) : RecordCursor
{
    int[] found = new int[16];
    int foundCount;

    internal override long Cost => inner.Cost;
    internal override long Work => inner.Work * 2;
    internal override int Width => inner.Width;
    internal override ReadOnlySpan<int> Positions() => found.AsSpan(0, foundCount);

    internal override int Advance(int target)
    {
        for (var record = inner.Advance(target); record != End; record = inner.Advance(record + 1))
        {
            var (low, high) = (from is { } column ? segment.Numbers(column)[record] : 0, segment.Numbers(to)[record]);
            var positions = inner.Positions();
            if (found.Length < positions.Length) found = new int[positions.Length * 2];
            foundCount = 0;
            foreach (var position in positions)
                if (position >= low && position < high) found[foundCount++] = position;
            if (foundCount > 0) return Record = record;
        }
        return Record = End;
    }
}
