using System.Runtime.CompilerServices;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>Patents of one application that stand in several records, such as its publication and its grant: statistics count applications, and each of them once.</summary>
public static class SameApplications
{
    // Found once for a snapshot: one walk over the numbers of all segments.
    static readonly ConditionalWeakTable<RecordSnapshot, Dictionary<Segment, ulong[]>> Known = [], KnownInside = [];

    /// <summary>Hits whose application stands in an earlier record of the store already, whether that is a hit or not. Numbers of the Chinese office only.</summary>
    public static int Count(HitSet hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var again = hits.Inside ? KnownInside.GetValue(hits.Snapshot, s => Walk(s, inside: true)) : Known.GetValue(hits.Snapshot, s => Walk(s, inside: false));
        var count = 0;
        foreach (var part in hits.Segments)
        {
            if (part.Count == 0 || !again.TryGetValue(part.Segment, out var marked)) continue;
            var both = (ulong[])part.AsBits().Clone();
            Bits.And(both, marked);
            count += Bits.Count(both);
        }
        return count;
    }

    static Dictionary<Segment, ulong[]> Walk(RecordSnapshot snapshot, bool inside)
    {
        var again = new Dictionary<Segment, ulong[]>();
        Segment[] segments = [.. snapshot.Segments.OrderBy(s => s.First)];
        var at = Array.ConvertAll(segments, s => s.LowerBound([Keys.Number]));
        bool Has(int i) => at[i] < segments[i].Terms && segments[i].Key(at[i])[0] == Keys.Number;
        while (true)
        {
            var least = -1;
            for (var i = 0; i < segments.Length; i++)
                if (Has(i) && (least < 0 || segments[i].Key(at[i]).SequenceCompareTo(segments[least].Key(at[least])) < 0)) least = i;
            if (least < 0) return again;
            var key = segments[least].Key(at[least]);
            var (holders, all) = (new List<int>(), 0);
            for (var i = least; i < segments.Length; i++)
                if (Has(i) && segments[i].Key(at[i]).SequenceEqual(key))
                {
                    holders.Add(i);
                    all += segments[i].Frequency(at[i]);
                }
            if (all > 1 && IsApplication(key)) Mark(snapshot, inside, [.. holders.Select(i => (segments[i], at[i]))], again);
            foreach (var i in holders) at[i]++;
        }
    }

    static void Mark(RecordSnapshot snapshot, bool inside, List<(Segment Segment, int Term)> holders, Dictionary<Segment, ulong[]> again)
    {
        var seen = false;
        var hidden = inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet();
        foreach (var (segment, term) in holders)
        {
            var cursor = new PostingCursor(segment, new TermPlace(term, segment.Frequency(term)));
            for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1))
            {
                // A licence or a transfer names the application of its patent: it is none.
                if (snapshot.Hides(inside).Contains(segment.First + record) || (segment.Numbers(Column.Packed)[record] & 0xFF) > (int)RecordKind.Design || hidden.Contains(segment.Numbers(Column.Packed)[record] >> 16)) continue;
                if (seen)
                {
                    if (!again.TryGetValue(segment, out var bits)) again[segment] = bits = Bits.New(segment.Count);
                    Bits.Set(bits, record);
                }
                seen = true;
            }
        }
    }

    // CN and twelve digits, or eight before October 2003; publications have nine, or seven.
    static bool IsApplication(ReadOnlySpan<byte> key) => key.Length is 15 or 11 && key[1] == 'C' && key[2] == 'N' && key[3..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
