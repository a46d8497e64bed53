using Zhice.Domain;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>Answers queries from the index alone: counts, order, facets.</summary>
public static class RecordSearch
{
    /// <summary>Hits beyond this cannot be leafed to; an export gives them.</summary>
    public const int Deepest = 10_000;
    const int MostFacets = 20;

    /// <summary>Runs a query; a wildcard that means too many words is refused.</summary>
    public static Outcome<SearchResult> Run(RecordSnapshot snapshot, SearchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Collect(snapshot, request.Query, request.Inside).Accepted(out var hits, out var refusal)) return refusal;
        var (skip, take) = (Math.Clamp(request.Skip, 0, Deepest), Math.Clamp(request.Take, 0, Deepest));
        var shown = take == 0 ? [] : request.Sort == SortOrder.Relevance && Leaves(request.Query).Count > 0 ? Ranked(hits, request.Query, skip + take) : Dated(hits, request.Sort == SortOrder.Oldest, skip + take);
        return new SearchResult(hits.Count, shown.Count > skip ? shown[skip..] : [], request.Facets ? Facets(hits) : null);
    }

    /// <summary>All hits of a query.</summary>
    public static Outcome<HitSet> Collect(RecordSnapshot snapshot, QueryNode query, bool inside)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var hidden = inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet();
        try
        {
            var found = new int[snapshot.Segments.Count][];
            // Small segments are not worth a second thread.
            if (snapshot.Count > 1_500_000) Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => found[i] = Of(snapshot, snapshot.Segments[i], query, hidden));
            else for (var i = 0; i < found.Length; i++) found[i] = Of(snapshot, snapshot.Segments[i], query, hidden);
            return new HitSet(snapshot, found);
        }
        catch (TooWideException wide)
        {
            return new Invalid(new Defect("query.wide", "q", wide.Message));
        }
        catch (AggregateException together) when (together.InnerException is TooWideException wide)
        {
            return new Invalid(new Defect("query.wide", "q", wide.Message));
        }
    }

    static int[] Of(RecordSnapshot snapshot, Segment segment, QueryNode query, HashSet<int> hidden)
    {
        var cursor = new QueryPlan(segment).Of(query);
        if (cursor.Record == RecordCursor.End) return [];
        var found = new List<int>();
        var gone = snapshot.HasGone;
        var packed = segment.Numbers(Column.Packed);
        for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1))
            if ((!gone || !snapshot.IsGone(segment.First + record)) && (hidden.Count == 0 || !hidden.Contains(packed[record] >> 16))) found.Add(record);
        return [.. found];
    }

    static List<Hit> Dated(HitSet hits, bool oldest, int most)
    {
        // The worst of the best on top; a later record goes before an earlier one of the same day.
        var best = new PriorityQueue<long, (int Day, long Id)>(most + 1);
        for (var s = 0; s < hits.Records.Count; s++)
        {
            var segment = hits.Snapshot.Segments[s];
            var days = segment.Numbers(Column.Sort);
            foreach (var record in hits.Records[s])
            {
                var key = (oldest ? -days[record] : days[record], segment.First + record);
                if (best.Count < most) best.Enqueue(segment.First + record, key);
                else if (best.TryPeek(out _, out var least) && key.CompareTo(least) > 0) best.EnqueueDequeue(segment.First + record, key);
            }
        }
        var sorted = new List<Hit>(best.Count);
        while (best.TryDequeue(out var id, out _)) sorted.Add(new Hit(id, 0));
        sorted.Reverse();
        return sorted;
    }

    static List<Hit> Ranked(HitSet hits, QueryNode query, int most)
    {
        var scorer = new Scorer(hits.Snapshot, [.. Leaves(query).Distinct()]);
        var best = new PriorityQueue<long, (double Score, int Day, long Id)>(most + 1);
        for (var s = 0; s < hits.Records.Count; s++)
        {
            if (hits.Records[s].Length == 0) continue;
            var segment = hits.Snapshot.Segments[s];
            var days = segment.Numbers(Column.Sort);
            scorer.Begin(segment);
            foreach (var record in hits.Records[s])
            {
                var key = (scorer.Score(record), days[record], segment.First + record);
                if (best.Count < most) best.Enqueue(segment.First + record, key);
                else if (best.TryPeek(out _, out var least) && key.CompareTo(least) > 0) best.EnqueueDequeue(segment.First + record, key);
            }
        }
        var sorted = new List<Hit>(best.Count);
        while (best.TryDequeue(out var id, out var key)) sorted.Add(new Hit(id, key.Score));
        sorted.Reverse();
        return sorted;
    }

    /// <summary>Words that count for a hit, not those under NOT.</summary>
    internal static IReadOnlyList<WordsNode> Leaves(QueryNode node) => node switch
    {
        WordsNode words => [words],
        NearNode near => [near.Left, near.Right],
        AndNode and => [.. and.Parts.SelectMany(Leaves)],
        OrNode or => [.. or.Parts.SelectMany(Leaves)],
        _ => [],
    };

    static FacetCounts Facets(HitSet hits)
    {
        var (classes, applicants) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        for (var s = 0; s < hits.Records.Count; s++)
        {
            var segment = hits.Snapshot.Segments[s];
            foreach (var record in hits.Records[s])
            {
                foreach (var code in segment.ClassesOf(record)) HitSet.Add(classes, code, 1);
                foreach (var party in segment.PartiesOf(record)) HitSet.Add(applicants, party, 1);
            }
        }
        return new FacetCounts(
            HitSet.Top(hits.By(Column.Filed, day => day == 0 ? int.MinValue : DateOnly.FromDayNumber(day).Year), 40), HitSet.Top(classes, MostFacets),
            HitSet.Top(hits.By(Column.Region, region => region == 0 ? int.MinValue : region / 10000 * 10000), 40), HitSet.Top(applicants, MostFacets),
            HitSet.Top(hits.By(Column.Packed, packed => packed & 0xFF), 20), HitSet.Top(hits.By(Column.Packed, packed => packed >> 8 & 0xFF), 20));
    }
}
