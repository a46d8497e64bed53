using System.Numerics;
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
        var words = RecordSearch.Leaves(query).Distinct().ToList();
        var scorer = new Scorer(hits.Snapshot, words);
        var best = new PriorityQueue<long, (double Score, int Day, long Id)>(most + 1);
        foreach (var segment in hits.Segments)
        {
            if (segment.Count == 0) continue;
            if (segment.Plan is null) Numbered(segment, scorer, best, most);
            else Dense(segment, scorer, [.. words.Select(segment.Plan.Set)], best, most);
        }
        return Emptied(best, key => key.Score);
    }

    static void Numbered(SegmentHits hits, Scorer scorer, PriorityQueue<long, (double, int, long)> best, int most)
    {
        scorer.Begin(hits.Segment);
        Span<int> some = stackalloc int[1024];
        for (var from = 0; hits.Next(ref from, some) is > 0 and var count;)
            foreach (var record in some[..count]) Offer(best, most, scorer.Score(record), hits.Segment, record);
    }

    // The place of a record's weight is the number of set bits before its own.
    static void Dense(SegmentHits hits, Scorer scorer, WordSet[] sets, PriorityQueue<long, (double Score, int, long)> best, int most)
    {
        var bits = hits.Bits;
        var lengths = hits.Segment.Numbers(Column.TextEnd);
        var at = new int[sets.Length];
        var least = double.MinValue;
        for (var i = 0; i < bits.Length; i++)
        {
            for (var word = bits[i]; word != 0; word &= word - 1)
            {
                var bit = BitOperations.TrailingZeroCount(word);
                var (record, below) = ((i << 6) + bit, (1UL << bit) - 1);
                var (score, norm) = (0.0, scorer.Norm(lengths[record]));
                for (var s = 0; s < sets.Length; s++)
                {
                    var holders = sets[s].Bits[i];
                    if ((holders >> bit & 1) != 0) score += scorer.Part(s, sets[s].Weights[at[s] + BitOperations.PopCount(holders & below)], norm);
                }
                if (score < least) continue;
                Offer(best, most, score, hits.Segment, record);
                if (best.Count == most && best.TryPeek(out _, out var worst)) least = worst.Score;
            }
            for (var s = 0; s < sets.Length; s++) at[s] += BitOperations.PopCount(sets[s].Bits[i]);
        }
    }

    static void Offer(PriorityQueue<long, (double, int, long)> best, int most, double score, Segment segment, int record)
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
