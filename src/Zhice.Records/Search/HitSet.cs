using Zhice.Records.Index;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>All hits of a query over one snapshot: what facets and analysis count.</summary>
public sealed class HitSet
{
    internal HitSet(RecordSnapshot snapshot, IReadOnlyList<int[]> records)
    {
        (Snapshot, Records) = (snapshot, records);
        Count = records.Sum(r => r.Length);
    }

    internal RecordSnapshot Snapshot { get; }

    /// <summary>Hits in each segment, ascending.</summary>
    internal IReadOnlyList<int[]> Records { get; }

    /// <summary>Hits in all.</summary>
    public int Count { get; }

    /// <summary>Hits by a column's value, from a function of it; those for which it gives <see cref="int.MinValue"/> are left out.</summary>
    internal Dictionary<int, int> By(Column column, Func<int, int> of)
    {
        var counts = new Dictionary<int, int>();
        for (var s = 0; s < Records.Count; s++)
        {
            var numbers = Snapshot.Segments[s].Numbers(column);
            var (last, lastValue, run) = (int.MinValue, 0, 0);
            foreach (var record in Records[s])
            {
                // Neighbours are often alike: a run is added at once.
                var raw = numbers[record];
                if (raw == last) { run++; continue; }
                Add(counts, lastValue, run);
                (last, lastValue, run) = (raw, of(raw), 1);
            }
            Add(counts, lastValue, run);
        }
        counts.Remove(int.MinValue);
        return counts;
    }

    internal static void Add(Dictionary<int, int> counts, int value, int more)
    {
        if (more > 0) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _) += more;
    }

    /// <summary>The most frequent values, ties by value.</summary>
    internal static List<FacetCount> Top(Dictionary<int, int> counts, int most) =>
        [.. counts.Select(c => new FacetCount(c.Key, c.Value)).OrderByDescending(c => c.Count).ThenBy(c => c.Value).Take(most)];
}
