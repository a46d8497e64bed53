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
    const long WorthThreads = 400_000;
    const int WorthCountingTogether = 20_000;

    /// <summary>Runs a query; a wildcard that means too many words is refused.</summary>
    public static Outcome<SearchResult> Run(RecordSnapshot snapshot, SearchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Collect(snapshot, request.Query, request.Inside, request.After).Accepted(out var hits, out var refusal)) return refusal;
        var (skip, take) = (Math.Clamp(request.Skip, 0, Deepest), Math.Clamp(request.Take, 0, Deepest));
        var shown = take == 0 ? [] : request.Sort == SortOrder.Relevance && Leaves(request.Query).Count > 0 ? HitOrder.Ranked(hits, request.Query, skip + take) : HitOrder.Dated(hits, request.Sort == SortOrder.Oldest, skip + take);
        return new SearchResult(hits.Count, shown.Count > skip ? shown[skip..] : [], request.Facets ? Facets(hits) : null);
    }

    /// <summary>All hits of a query.</summary>
    /// <param name="snapshot">The records.</param>
    /// <param name="query">The query.</param>
    /// <param name="inside">Whether datasets of the office count.</param>
    /// <param name="after">Only records numbered behind this one.</param>
    /// <param name="most">How long it may take; ten seconds where nothing is said. Beyond: <c>records.slow</c>.</param>
    public static Outcome<HitSet> Collect(RecordSnapshot snapshot, QueryNode query, bool inside, long after = 0, TimeSpan? most = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var hidden = inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet();
        if (!DatasetNode.LookedUp(query, snapshot.Datasets, inside).Accepted(out var known, out var unknown)) return unknown;
        query = snapshot.UnderAllNames(known);
        var time = new SearchTime(most ?? SearchTime.Usual);
        try
        {
            var segments = after <= 0 ? snapshot.Segments : [.. snapshot.Segments.Where(s => s.First + s.Count - 1 > after)];
            // Pledges are looked for only where they are asked for.
            var pledged = FactNode.AsksForPledges(query) ? snapshot.Pledged(inside) : null;
            var cursors = segments.Select(segment => new QueryPlan(segment, pledged?.GetValueOrDefault(segment), time).Of(query)).ToArray();
            var found = new SegmentHits[cursors.Length];
            // Little work is not worth a second thread.
            if (cursors.Sum(c => Math.Min(c.Work, c.Cost * 24)) > WorthThreads) Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => found[i] = One(i));
            else for (var i = 0; i < found.Length; i++) found[i] = One(i);
            return new HitSet(snapshot, found, inside);

            SegmentHits One(int i) => Of(snapshot, segments[i], query, cursors[i], new(hidden, inside, after, pledged?.GetValueOrDefault(segments[i]), time));
        }
        catch (TooWideException wide)
        {
            return new Invalid(new Defect("query.wide", "q", wide.Message));
        }
        catch (AggregateException together) when (together.InnerException is TooWideException wide)
        {
            return new Invalid(new Defect("query.wide", "q", wide.Message));
        }
        catch (TooSlowException)
        {
            return new Blocked("records.slow");
        }
        catch (AggregateException together) when (together.InnerExceptions.Any(e => e is TooSlowException || e is AggregateException { InnerException: TooSlowException }))
        {
            return new Blocked("records.slow");
        }
    }

    /// <summary>For whom is searched, from which record on, which records of the segment are pledged, and how long.</summary>
    readonly record struct Terms(HashSet<int> Hidden, bool Inside, long After, int[]? Pledged, SearchTime Time);

    static SegmentHits Of(RecordSnapshot snapshot, Segment segment, QueryNode query, RecordCursor cursor, in Terms terms)
    {
        var (hidden, first) = (terms.Hidden, (int)Math.Max(0, terms.After + 1 - segment.First));
        if (cursor.Record == RecordCursor.End) return new(segment, Array.Empty<int>());
        if (DensePlan.Suits(cursor, segment.Count)) return new(segment, Seen(snapshot, segment, new DensePlan(segment, terms.Pledged, terms.Time).Of(query), hidden, terms.Inside, first));
        var found = new List<int>();
        var gone = snapshot.Hides(terms.Inside);
        var packed = segment.Numbers(Column.Packed);
        for (var record = cursor.Advance(first); record != RecordCursor.End; record = cursor.Advance(record + 1))
            if ((gone.Count == 0 || !gone.Contains(segment.First + record)) && (hidden.Count == 0 || !hidden.Contains(packed[record] >> 16))) found.Add(record);
        return new(segment, found.ToArray());
    }

    // Takes out what is gone, not for this reader, or stands before the first wanted.
    static ulong[] Seen(RecordSnapshot snapshot, Segment segment, ulong[] bits, HashSet<int> hidden, bool inside, int first)
    {
        bits.AsSpan(0, first >> 6).Clear();
        if ((first & 63) != 0) bits[first >> 6] &= ~0UL << first;
        foreach (var id in RecordSnapshot.In(segment, snapshot.Hides(inside))) bits[(id - segment.First) >> 6] &= ~(1UL << (int)(id - segment.First));
        if (hidden.Count == 0) return bits;
        var packed = segment.Numbers(Column.Packed);
        for (var record = 0; record < packed.Length; record++)
            if (hidden.Contains(packed[record] >> 16)) bits[record >> 6] &= ~(1UL << record);
        return bits;
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
        Dictionary<int, int> years = [], provinces = [], kinds = [], states = [];
        List<FacetCount> classes = [], applicants = [];
        Action[] counts = [() => applicants = hits.ByApplicant(MostFacets), () => classes = hits.ByClass(MostFacets), () => years = hits.ByYear(), () => provinces = hits.ByProvince(), () => (kinds, states) = hits.ByKindAndState()];
        if (hits.Count > WorthCountingTogether) Parallel.Invoke(counts);
        else foreach (var count in counts) count();
        return new FacetCounts(HitSet.Top(years, 40), classes, HitSet.Top(provinces, 40), applicants, HitSet.Top(kinds, 20), HitSet.Top(states, 20));
    }
}
