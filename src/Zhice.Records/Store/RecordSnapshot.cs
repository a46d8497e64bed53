using Zhice.Records.Index;
using Zhice.Records.Names;
using Zhice.Records.Query;

namespace Zhice.Records.Store;

/// <summary>A record whose number another dataset holds too.</summary>
/// <param name="Key">The number, as the key of the record.</param>
/// <param name="Id">Number of the record.</param>
/// <param name="Inside">Whether its dataset is the office's own.</param>
readonly record struct Twin(string Key, long Id, bool Inside);

/// <summary>The index as it stood at one commit. Searches hold on to it; files that a merge has taken away stay readable until then.</summary>
/// <remarks>Of records of one number in several datasets a reader finds one: of those that the reader may see, the office's own first, then the newest.</remarks>
public sealed class RecordSnapshot
{
    readonly HashSet<long> fromOutside, fromInside;
    readonly FormerNames former;
    readonly long insideOnly;
    readonly Lazy<Dictionary<Segment, int[]>> pledged, pledgedInside;

    internal RecordSnapshot(IReadOnlyList<Segment> segments, HashSet<long> gone, IReadOnlyList<Dataset> datasets, List<Twin> twins, Dictionary<int, long> held, FormerNames former)
    {
        (Segments, Datasets, this.former) = (segments, datasets, former);
        (fromOutside, fromInside) = twins.Count == 0 ? (gone, gone) : (Others(gone, twins.Where(t => !t.Inside)), Others(gone, twins));
        Count = segments.Sum(s => (long)s.Count) - fromInside.Count;
        insideOnly = Count - (datasets.Where(d => !d.Inside).Sum(d => held.GetValueOrDefault(d.Id)) - (fromOutside.Count - gone.Count));
        (pledged, pledgedInside) = (new(() => PledgedPatents.Of(this, inside: false)), new(() => PledgedPatents.Of(this, inside: true)));
    }

    static HashSet<long> Others(HashSet<long> gone, IEnumerable<Twin> twins) => [.. gone, .. Shadowed(twins)];

    /// <summary>Records for which another one of their number stands.</summary>
    internal static IEnumerable<long> Shadowed(IEnumerable<Twin> twins) =>
        twins.GroupBy(t => t.Key, StringComparer.Ordinal).SelectMany(number => number.OrderByDescending(t => t.Inside).ThenByDescending(t => t.Id).Skip(1)).Select(t => t.Id);

    internal IReadOnlyList<Segment> Segments { get; }

    /// <summary>The datasets.</summary>
    public IReadOnlyList<Dataset> Datasets { get; }

    /// <summary>Records that who sees all datasets can find.</summary>
    public long Count { get; }

    /// <summary>Records that a reader can find.</summary>
    public long CountFor(bool inside) => inside ? Count : Count - insideOnly;

    /// <summary>Number of the last record, 0 for an empty store. Numbers only grow.</summary>
    public long Last => Segments.Count == 0 ? 0 : Segments.Max(s => s.First + s.Count - 1);

    /// <summary>Bytes of the index files.</summary>
    public long IndexBytes => Segments.Sum(s => s.Length);

    /// <summary>Records that are in the index and that a reader does not find: those that are gone, and those for which another one of the same number stands. Not to be changed.</summary>
    internal HashSet<long> Hides(bool inside) => inside ? fromInside : fromOutside;

    internal static IEnumerable<long> In(Segment segment, HashSet<long> ids) => ids.Where(id => id >= segment.First && id < segment.First + segment.Count);

    /// <summary>The query with every party under all its names, of today and before.</summary>
    internal QueryNode UnderAllNames(QueryNode query) => former.Widened(query);

    /// <summary>For each record of a segment the first day on which a pledge record that the reader may see says that it was pledged for a large sum, 0 for none, <see cref="PledgedPatents.Undated"/> without a day; segments without such a record are left out.</summary>
    internal Dictionary<Segment, int[]> Pledged(bool inside) => (inside ? pledgedInside : pledged).Value;

    /// <summary>Where a record stands: its segment, and its number in it.</summary>
    internal (Segment Segment, int Record) Place(long id)
    {
        foreach (var segment in Segments)
            if (id >= segment.First && id < segment.First + segment.Count) return (segment, (int)(id - segment.First));
        throw new ArgumentOutOfRangeException(nameof(id));
    }
}
