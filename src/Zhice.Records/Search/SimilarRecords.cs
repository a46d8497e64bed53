using System.Buffers;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>Finds records whose words are like those of a text: its most telling tokens, weighed by how rare they are.</summary>
public static class SimilarRecords
{
    /// <summary>The most similar records, the best first.</summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="title">A title, whose words weigh three times; may be empty.</param>
    /// <param name="text">A text.</param>
    /// <param name="most">How many.</param>
    /// <param name="except">A record that is left out: the one that is compared.</param>
    /// <param name="inside">Whether datasets of the office may be seen.</param>
    public static IReadOnlyList<Hit> Of(RecordSnapshot snapshot, string title, string text, int most, long except = 0, bool inside = false)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(text);
        var counts = TellingTerms.Of(title, text);
        var hidden = inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet();
        var terms = Telling(snapshot, counts);
        var best = new PriorityQueue<long, double>(most + 1);
        var gone = snapshot.Hides(inside);
        foreach (var segment in snapshot.Segments) Score(segment, terms, most, except, hidden, gone, best);
        var hits = new List<Hit>(best.Count);
        while (best.TryDequeue(out var id, out var score)) hits.Add(new Hit(id, score));
        hits.Reverse();
        return hits;
    }

    /// <summary>The most similar records of a record.</summary>
    public static IReadOnlyList<Hit> Of(RecordSnapshot snapshot, IpRecord record, int most, long except, bool inside)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Of(snapshot, record.Title, record.Abstract + " " + record.Claims, most, except, inside);
    }

    static List<(byte[] Key, double Weight)> Telling(RecordSnapshot snapshot, Dictionary<string, int> counts)
    {
        var all = snapshot.Segments.Sum(s => (long)s.Count);
        return [.. counts.Select(c => (Key: Keys.Of(Keys.Text, c.Key), Times: c.Value))
            .Select(c => (c.Key, Weight: TellingTerms.Weight(c.Times, all, snapshot.Segments.Sum(s => (long)s.Find(c.Key).Frequency))))
            .Where(c => c.Weight > 0).OrderByDescending(c => c.Weight).Take(TellingTerms.Most)];
    }

    static void Score(Segment segment, List<(byte[] Key, double Weight)> terms, int most, long except, HashSet<int> hidden, HashSet<long> gone, PriorityQueue<long, double> best)
    {
        var scores = ArrayPool<float>.Shared.Rent(segment.Count);
        try
        {
            scores.AsSpan(0, segment.Count).Clear();
            foreach (var (key, weight) in terms)
            {
                var cursor = new PostingCursor(segment, segment.Find(key));
                if (cursor.Record == RecordCursor.End) continue;
                for (var record = cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1)) scores[record] += (float)weight;
            }
            var packed = segment.Numbers(Column.Packed);
            for (var record = 0; record < segment.Count; record++)
            {
                if (scores[record] <= 0 || best.Count == most && best.TryPeek(out _, out var least) && scores[record] <= least) continue;
                var id = segment.First + record;
                if (id == except || gone.Contains(id) || hidden.Contains(packed[record] >> 16)) continue;
                if (best.Count == most) best.EnqueueDequeue(id, scores[record]);
                else best.Enqueue(id, scores[record]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }
}
