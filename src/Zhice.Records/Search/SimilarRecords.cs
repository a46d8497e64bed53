using System.Buffers;
using System.Runtime.InteropServices;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Store;

namespace Zhice.Records.Search;

/// <summary>Finds records whose words are like those of a text: its most telling tokens, weighed by how rare they are.</summary>
public static class SimilarRecords
{
    const int MostTerms = 150, MostCharacters = 4_000;

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
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(counts, title, 3);
        Count(counts, text.Length > MostCharacters ? text[..MostCharacters] : text, 1);
        var hidden = inside ? [] : snapshot.Datasets.Where(d => d.Inside).Select(d => d.Id).ToHashSet();
        var terms = Telling(snapshot, counts);
        var best = new PriorityQueue<long, double>(most + 1);
        foreach (var segment in snapshot.Segments) Score(snapshot, segment, terms, most, except, hidden, best);
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

    static void Count(Dictionary<string, int> counts, string text, int weight)
    {
        var sink = new Counter(counts, weight);
        Tokens.Feed(text, 0, ref sink);
    }

    static List<(byte[] Key, double Weight)> Telling(RecordSnapshot snapshot, Dictionary<string, int> counts)
    {
        var all = Math.Max(1, snapshot.Segments.Sum(s => (long)s.Count));
        var common = Math.Max(50, all / 20);
        return [.. counts.Select(c => (Key: Keys.Of(Keys.Text, c.Key), Times: c.Value))
            .Select(c => (c.Key, c.Times, Holders: snapshot.Segments.Sum(s => (long)s.Find(c.Key).Frequency)))
            .Where(c => c.Holders > 0 && c.Holders <= common)
            .Select(c => (c.Key, Weight: (1 + Math.Log(c.Times)) * Math.Log(1 + (double)all / c.Holders)))
            .OrderByDescending(c => c.Weight).Take(MostTerms)];
    }

    static void Score(RecordSnapshot snapshot, Segment segment, List<(byte[] Key, double Weight)> terms, int most, long except, HashSet<int> hidden, PriorityQueue<long, double> best)
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
                if (id == except || snapshot.IsGone(id) || hidden.Contains(packed[record] >> 16)) continue;
                if (best.Count == most) best.EnqueueDequeue(id, scores[record]);
                else best.Enqueue(id, scores[record]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }

    readonly struct Counter(Dictionary<string, int> counts, int weight) : ITokenSink
    {
        public void Pair(char first, char second, int position) => Add([first, second]);
        public void Last(char character, int position) { }
        public void Gap(int position) { }
        public void Word(ReadOnlySpan<char> word, int position) => Add(word);

        void Add(ReadOnlySpan<char> token) => CollectionsMarshal.GetValueRefOrAddDefault(counts.GetAlternateLookup<ReadOnlySpan<char>>(), token, out _) += weight;
    }
}
