using System.Runtime.CompilerServices;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>Patents of one application that stand in several records, such as its publication and its grant: statistics count applications, and each of them once.</summary>
/// <remarks>Numbers of the Chinese office only: the numbers of others do not tell an application from a publication.</remarks>
public static class SameApplications
{
    // A segment never changes: its numbers are read once. What stands together is found once for a snapshot, for readers of all datasets and for others.
    static readonly ConditionalWeakTable<Segment, Applications> Read = [];
    static readonly ConditionalWeakTable<RecordSnapshot, Together> Known = [], KnownInside = [];

    /// <summary>Hits whose application another hit stands for already.</summary>
    public static int Count(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        return hits.Count - Once(hits).Count;
    }

    /// <summary>The hits with each application once: of several records the granted one stands for it, else the newest.</summary>
    public static HitSet Once(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var together = Of(hits);
        if (together.Count == 0) return hits;
        var best = new long[together.Count + 1];
        foreach (var part in hits.Segments)
            if (together.Of.TryGetValue(part.Segment, out var groups))
                foreach (var record in part.All())
                    if (groups[record] is > 0 and var group) best[group] = Math.Max(best[group], Rank(part.Segment, record));
        return new HitSet(hits.Snapshot, [.. hits.Segments.Select(part => together.Of.TryGetValue(part.Segment, out var groups)
            ? new SegmentHits(part.Segment, [.. part.All().Where(r => groups[r] == 0 || best[groups[r]] == Rank(part.Segment, r))]) : part)], hits.Inside);
    }

    /// <summary>Applications of the hits of which no record beside the hits tells a day of grant or end: of a query for what lacks its day, those that lack it altogether.</summary>
    public static int WithoutDay(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var together = Of(hits);
        var once = Once(hits);
        if (together.Count == 0) return once.Count;
        var (told, own) = (new bool[together.Count + 1], hits.Segments.ToDictionary(s => s.Segment, s => s.AsBits()));
        foreach (var (segment, groups) in together.Of)
        {
            var (granted, ended) = (segment.Numbers(Column.Granted).ToArray(), segment.Numbers(Column.Ended).ToArray());
            var bits = own.GetValueOrDefault(segment);
            for (var record = 0; record < groups.Length; record++)
                if (groups[record] > 0 && (granted[record] > 0 || ended[record] > 0) && (bits is null || (bits[record >> 6] & 1UL << record) == 0)) told[groups[record]] = true;
        }
        return once.Segments.Sum(part => together.Of.TryGetValue(part.Segment, out var groups) ? part.All().Count(r => groups[r] == 0 || !told[groups[r]]) : part.Count);
    }

    /// <summary>The hits with each application once, and with it the other records of the store that are of the same application.</summary>
    internal static IEnumerable<(Segment Segment, int Record, IReadOnlyList<(Segment Segment, int Record)> Others)> Groups(HitSet hits)
    {
        var (together, once) = (Of(hits), Once(hits));
        var wanted = once.Segments.SelectMany(p => together.Of.TryGetValue(p.Segment, out var groups) ? p.All().Select(r => groups[r]) : []).Where(g => g > 0).ToHashSet();
        var others = new Dictionary<int, List<(Segment, int)>>();
        if (wanted.Count > 0)
            foreach (var (segment, groups) in together.Of)
                for (var record = 0; record < groups.Length; record++)
                    if (groups[record] > 0 && wanted.Contains(groups[record]))
                    {
                        if (!others.TryGetValue(groups[record], out var of)) others[groups[record]] = of = [];
                        of.Add((segment, record));
                    }
        foreach (var part in once.Segments)
        {
            var groups = together.Of.GetValueOrDefault(part.Segment);
            foreach (var record in part.All()) yield return (part.Segment, record, groups is not null && groups[record] > 0 ? others[groups[record]] : []);
        }
    }

    static long Rank(Segment segment, int record) => (segment.Numbers(Column.Granted)[record] > 0 ? 1L << 60 : 0) | (segment.First + record);

    /// <summary>For each record of a segment a number that records of one application have in common; 0 for a record that stands alone.</summary>
    sealed record Together(Dictionary<Segment, int[]> Of, int Count);

    /// <summary>Application numbers of a segment, ascending, each with its record.</summary>
    internal sealed record Applications(ulong[] Numbers, int[] Records);

    static Together Of(HitSet hits) => hits.Inside ? KnownInside.GetValue(hits.Snapshot, s => Joined(s, inside: true)) : Known.GetValue(hits.Snapshot, s => Joined(s, inside: false));

    static Together Joined(RecordSnapshot snapshot, bool inside)
    {
        var segments = snapshot.Segments.Select(s => (Segment: s, Has: Of(s))).ToArray();
        var (at, found, count) = (new int[segments.Length], new Dictionary<Segment, int[]>(), 0);
        var holders = new List<(Segment Segment, int Record)>();
        var (gone, hidden) = (snapshot.Hides(inside), inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet());
        while (true)
        {
            var least = ulong.MaxValue;
            for (var i = 0; i < segments.Length; i++)
                if (at[i] < segments[i].Has.Numbers.Length) least = Math.Min(least, segments[i].Has.Numbers[at[i]]);
            if (least == ulong.MaxValue) return new(found, count);
            holders.Clear();
            for (var i = 0; i < segments.Length; i++)
                for (var (segment, has) = segments[i]; at[i] < has.Numbers.Length && has.Numbers[at[i]] == least; at[i]++) holders.Add((segment, has.Records[at[i]]));
            if (holders.Count < 2) continue;
            holders.RemoveAll(h => gone.Contains(h.Segment.First + h.Record) || hidden.Contains(h.Segment.Numbers(Column.Packed)[h.Record] >> 16));
            // A licence or a transfer names the application of its patent: it is none.
            holders.RemoveAll(h => KindOf(h.Segment, h.Record) > RecordKind.Design);
            if (holders.Count < 2) continue;
            count++;
            foreach (var (segment, record) in holders)
            {
                if (!found.TryGetValue(segment, out var groups)) found[segment] = groups = new int[segment.Count];
                groups[record] = count;
            }
        }
    }

    internal static RecordKind KindOf(Segment segment, int record) => (RecordKind)(segment.Numbers(Column.Packed)[record] & 0xFF);

    /// <summary>The application numbers of a segment: of patents, and of what names a patent.</summary>
    internal static Applications Of(Segment segment) => Read.GetValue(segment, static segment =>
    {
        var (numbers, records) = (new List<ulong>(), new List<int>());
        ReadOnlySpan<byte> chinese = [Keys.Number, (byte)'C', (byte)'N'];
        for (var term = segment.LowerBound(chinese); term < segment.Terms && segment.Key(term).StartsWith(chinese); term++)
        {
            if (Number(segment.Key(term)[3..]) is not { } number) continue;
            var cursor = new PostingCursor(segment, new TermPlace(term, segment.Frequency(term)));
            for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1))
            {
                numbers.Add(number);
                records.Add(record);
            }
        }
        var (keys, values) = (numbers.ToArray(), records.ToArray());
        Array.Sort(keys, values);
        return new Applications(keys, values);
    });

    // Twelve digits, or eight before October 2003; publications have nine, or seven.
    static ulong? Number(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is not (12 or 8)) return null;
        var number = (ulong)digits.Length;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return null;
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
