using System.Runtime.InteropServices;
using Zhice.Records.Index;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>All hits of a query over one snapshot: what facets and analysis count.</summary>
public sealed class HitSet
{
    // Beyond so many hits a counter for each value is quicker than a dictionary.
    const int Many = 10_000;
    static readonly int FirstDay = new DateOnly(1900, 1, 1).DayNumber, Days = new DateOnly(2100, 1, 1).DayNumber - FirstDay;

    internal HitSet(RecordSnapshot snapshot, IReadOnlyList<SegmentHits> segments, bool inside)
    {
        (Snapshot, Segments, Inside) = (snapshot, segments, inside);
        Count = segments.Sum(s => s.Count);
    }

    /// <summary>The records as they stood.</summary>
    public RecordSnapshot Snapshot { get; }

    /// <summary>Whether datasets of the office count.</summary>
    internal bool Inside { get; }

    /// <summary>Hits in each segment of the snapshot.</summary>
    internal IReadOnlyList<SegmentHits> Segments { get; }

    /// <summary>Hits in all.</summary>
    public int Count { get; }

    /// <summary>Hits of nothing.</summary>
    public static HitSet None(RecordSnapshot snapshot) => new(snapshot, [], inside: false);

    /// <summary>Hits that have a fact.</summary>
    public int CountOf(RecordFacts fact)
    {
        var having = 0;
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
        {
            var flags = hits.Segment.Numbers(Column.Flags);
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count]) having += (flags[record] & (int)fact) == 0 ? 0 : 1;
        }
        return having;
    }

    /// <summary>Hits of some kinds: a bit for each.</summary>
    internal HitSet OfKinds(int kinds) => new(Snapshot, [.. Segments.Select(part =>
    {
        var packed = part.Segment.Numbers(Column.Packed).ToArray();
        return new SegmentHits(part.Segment, [.. part.All().Where(r => (kinds & 1 << (packed[r] & 0xFF)) != 0)]);
    })], Inside);

    /// <summary>Hits by the number of their dataset, the most first.</summary>
    public IReadOnlyList<FacetCount> ByDataset()
    {
        var sets = new Dictionary<int, int>();
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
        {
            var numbers = hits.Segment.Numbers(Column.Packed);
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count]) Add(sets, numbers[record] >> 16, 1);
        }
        return Top(sets, 1_000);
    }

    /// <summary>Hits by the year of filing.</summary>
    internal Dictionary<int, int> ByYear()
    {
        var days = new Tally(FirstDay, Count > Many ? Days : 0);
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
        {
            var numbers = hits.Segment.Numbers(Column.Filed);
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count]) days.Add(numbers[record]);
        }
        return Named(days.Counts(), day => day == 0 ? int.MinValue : DateOnly.FromDayNumber(day).Year);
    }

    /// <summary>Hits by province, as six digits.</summary>
    internal Dictionary<int, int> ByProvince()
    {
        var provinces = new Tally(0, 100);
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
        {
            var numbers = hits.Segment.Numbers(Column.Region);
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count]) provinces.Add(numbers[record] / 10_000);
        }
        return Named(provinces.Counts(), province => province == 0 ? int.MinValue : province * 10_000);
    }

    /// <summary>Hits by kind, and by legal state.</summary>
    internal (Dictionary<int, int> Kinds, Dictionary<int, int> States) ByKindAndState()
    {
        var both = new Tally(0, 1 << 16);
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
        {
            var numbers = hits.Segment.Numbers(Column.Packed);
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count]) both.Add(numbers[record] & 0xFFFF);
        }
        var counts = both.Counts();
        return (Named(counts, packed => packed & 0xFF), Named(counts, packed => packed >> 8));
    }

    /// <summary>The most frequent subclasses; a hit counts for each of its own.</summary>
    internal List<FacetCount> ByClass(int most)
    {
        var classes = new Tally(0, Count > Many ? ClassCode.Most + 1 : 0);
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count])
                    foreach (var code in hits.Segment.ClassesOf(record)) classes.Add(code);
        return classes.Top(most);
    }

    /// <summary>The most frequent applicants; a hit counts for each of its own.</summary>
    internal List<FacetCount> ByApplicant(int most)
    {
        var parties = new Tally(0, Count > Many ? Segments.Max(s => s.Segment.HighestParty) + 1 : 0);
        Span<int> some = stackalloc int[1024];
        foreach (var hits in Segments)
            for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count])
                    foreach (var party in hits.Segment.PartiesOf(record)) parties.Add(party);
        return parties.Top(most);
    }

    // The name is asked for once for each value, not once for each hit; what has none is left out.
    static Dictionary<int, int> Named(Dictionary<int, int> counts, Func<int, int> name)
    {
        var named = new Dictionary<int, int>();
        foreach (var (value, times) in counts) Add(named, name(value), times);
        named.Remove(int.MinValue);
        return named;
    }

    internal static void Add(Dictionary<int, int> counts, int value, int more) => CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _) += more;

    /// <summary>The most frequent values, ties by value.</summary>
    internal static List<FacetCount> Top(Dictionary<int, int> counts, int most)
    {
        var best = new PriorityQueue<FacetCount, (int, int)>(most + 1);
        foreach (var (value, count) in counts) Tally.Offer(best, most, new(value, count));
        return Tally.Emptied(best);
    }
}
