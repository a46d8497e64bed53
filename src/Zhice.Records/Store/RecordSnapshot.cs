using Zhice.Records.Index;

namespace Zhice.Records.Store;

/// <summary>The index as it stood at one commit. Searches hold on to it; files that a merge has taken away stay readable until then.</summary>
public sealed class RecordSnapshot
{
    readonly HashSet<long> gone;

    internal RecordSnapshot(IReadOnlyList<Segment> segments, HashSet<long> gone, IReadOnlyList<Dataset> datasets)
    {
        (Segments, this.gone, Datasets) = (segments, gone, datasets);
        Count = segments.Sum(s => (long)s.Count) - gone.Count;
    }

    internal IReadOnlyList<Segment> Segments { get; }

    /// <summary>The datasets.</summary>
    public IReadOnlyList<Dataset> Datasets { get; }

    /// <summary>Records that can be found.</summary>
    public long Count { get; }

    /// <summary>Number of the last record, 0 for an empty store. Numbers only grow.</summary>
    public long Last => Segments.Count == 0 ? 0 : Segments.Max(s => s.First + s.Count - 1);

    /// <summary>Bytes of the index files.</summary>
    public long IndexBytes => Segments.Sum(s => s.Length);

    internal bool HasGone => gone.Count > 0;
    internal bool IsGone(long id) => gone.Contains(id);
    internal IEnumerable<long> GoneIn(Segment segment) => gone.Where(id => id >= segment.First && id < segment.First + segment.Count);

    /// <summary>Where a record stands: its segment, and its number in it.</summary>
    internal (Segment Segment, int Record) Place(long id)
    {
        foreach (var segment in Segments)
            if (id >= segment.First && id < segment.First + segment.Count) return (segment, (int)(id - segment.First));
        throw new ArgumentOutOfRangeException(nameof(id));
    }
}
