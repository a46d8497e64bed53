using System.Buffers;
using Zhice.Records.Index;
using Zhice.Records.Query;

namespace Zhice.Records.Search;

/// <summary>Picks the first hits by day or by relevance.</summary>
internal static class HitOrder
{
    internal static List<Hit> Dated(HitSet hits, bool oldest, int most)
    {
        // The worst of the best on top; a later record goes before an earlier one of the same day.
        var best = new PriorityQueue<long, (int Day, long Id)>(most + 1);
        var least = int.MinValue;
        Span<int> some = stackalloc int[1024];
        // The latest segment first: in it are most of the latest days, and what comes after is mostly below them.
        for (var s = hits.Segments.Count - 1; s >= 0; s--)
        {
            var segment = hits.Segments[s].Segment;
            var days = segment.Numbers(Column.Sort);
            for (var from = 0; hits.Segments[s].Next(ref from, some) is > 0 and var count;)
                foreach (var record in some[..count])
                {
                    var day = oldest ? -days[record] : days[record];
                    if (day < least) continue;
                    var (id, key) = (segment.First + record, (day, segment.First + record));
                    if (best.Count < most) best.Enqueue(id, key);
                    else if (best.TryPeek(out _, out var worst) && key.CompareTo(worst) > 0) best.EnqueueDequeue(id, key);
                    if (best.Count == most && best.TryPeek(out _, out var last)) least = last.Day;
                }
        }
        return Emptied(best, _ => 0);
    }

    internal static List<Hit> Ranked(HitSet hits, QueryNode query, int most)
    {
        var scorer = new Scorer(hits.Snapshot, [.. RecordSearch.Leaves(query).Distinct()]);
        var best = new PriorityQueue<long, (float Score, int Day, long Id)>(most + 1);
        foreach (var segment in hits.Segments)
        {
            if (segment.Count == 0) continue;
            scorer.Begin(segment.Segment);
            if (segment.Count < segment.Segment.Count / 64 || segment.Set.IsEmpty) OneByOne(segment, scorer, best, most);
            else Together(segment, scorer, best, most);
        }
        return Emptied(best, key => key.Score);
    }

    static void OneByOne(SegmentHits hits, Scorer scorer, PriorityQueue<long, (float Score, int, long)> best, int most)
    {
        Span<int> some = stackalloc int[1024];
        for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
            foreach (var record in some[..count]) Offer(best, most, scorer.Score(record), hits.Segment, record);
    }

    static void Together(SegmentHits hits, Scorer scorer, PriorityQueue<long, (float Score, int, long)> best, int most)
    {
        var scores = ArrayPool<float>.Shared.Rent(hits.Segment.Count);
        scores.AsSpan(0, hits.Segment.Count).Clear();
        scorer.ScoreAll(hits.Set, scores);
        var least = best.Count == most && best.TryPeek(out _, out var worst) ? worst.Score : float.MinValue;
        Span<int> some = stackalloc int[1024];
        for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
            foreach (var record in some[..count])
            {
                if (scores[record] < least) continue;
                Offer(best, most, scores[record], hits.Segment, record);
                if (best.Count == most && best.TryPeek(out _, out worst)) least = worst.Score;
            }
        ArrayPool<float>.Shared.Return(scores);
    }

    static void Offer(PriorityQueue<long, (float, int, long)> best, int most, float score, Segment segment, int record)
    {
        var (id, key) = (segment.First + record, (score, segment.Numbers(Column.Sort)[record], segment.First + record));
        if (best.Count < most) best.Enqueue(id, key);
        else if (best.TryPeek(out _, out var worst) && key.CompareTo(worst) > 0) best.EnqueueDequeue(id, key);
    }

    static List<Hit> Emptied<TKey>(PriorityQueue<long, TKey> best, Func<TKey, double> score)
    {
        var sorted = new List<Hit>(best.Count);
        while (best.TryDequeue(out var id, out var key)) sorted.Add(new Hit(id, score(key)));
        sorted.Reverse();
        return sorted;
    }
}
