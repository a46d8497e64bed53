using System.Diagnostics;
using System.Globalization;
using Zhice.Records.Analysis;
using Zhice.Records.Generating;
using Zhice.Records.Query;
using Zhice.Records.Reading;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Bench;

/// <summary>The record store with synthetic patents: load with index, two-term Chinese queries, similar documents, the roll-up.</summary>
internal static class RecordsBench
{
    const int Rounds = 400;

    /// <param name="count">How many patents.</param>
    /// <param name="kept">A folder whose store is used when it has one, filled when it has none, and left; null for one that is thrown away.</param>
    internal static void Run(int count, string? kept = null)
    {
        var home = kept ?? Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            var store = new RecordStore(home);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## Records: {count:N0} synthetic patents, title and abstract"));
            if (!store.Exists) Load(store, count);
            var text = Text(count);
            store.Forget();
            var snapshot = store.Snapshot();
            Line("index", $"{snapshot.IndexBytes / 1e6:F0} MB, {(double)snapshot.IndexBytes / text:F2} of the text ({text / 1e6:F0} MB of UTF-8), {Segments(home)} segments, goal 2.50");
            Line("rows", $"{new FileInfo(Path.Combine(home, "records", "records.db")).Length / 1e6:F0} MB");
            var queries = Queries(count, 2, 4);
            // Other queries than those measured, until the code of every way is compiled; what is kept of phrases is thrown away with its snapshot.
            foreach (var query in Queries(count + 7, 2, 4)) Search(store, query, SortOrder.Relevance, 20, facets: true);
            store = new RecordStore(home);
            GC.Collect();
            GC.WaitForPendingFinalizers(); // the mappings of the store before are no memory of this one
            Times("count", 5, queries, q => Search(store, q, SortOrder.Newest, 0, facets: false));
            foreach (var length in (int[])[2, 3, 4]) Times($"count, words of {length} characters", 5, Queries(count, length, length), q => Search(store, q, SortOrder.Newest, 0, facets: false));
            Times("count, the first queries again", 5, queries, q => Search(store, q, SortOrder.Newest, 0, facets: false));
            Times("top 20 by date", 8, queries, q => Search(store, q, SortOrder.Newest, 20, facets: false));
            Times("top 20 by BM25, highlight, six facets", count > 2_000_000 ? 250 : 30, queries, q => Search(store, q, SortOrder.Relevance, 20, facets: true));
            var records = new SyntheticRecords(1);
            var places = Enumerable.Range(0, 100).Select(i => (long)i * 7919 % count).ToList();
            Times("similar documents", 200, places, p => SimilarRecords.Of(store.Snapshot(), records.Make(p), 20, 0, true).Count);
            Times("region × year × class of all", 1_000, [1, 2, 3, 4, 5], _ => RecordSearch.Collect(store.Snapshot(), new AllNode(), true).Accepted(out var all, out var _) ? RecordAnalysis.RollUp(all).Count : 0);
            Together(store, queries);
            Line("memory", $"{Machine.AnonymousMegabytes(Environment.ProcessId):F0} MB of its own, {Process.GetCurrentProcess().WorkingSet64 / 1e6:F0} MB with pages of mapped files, {GC.GetTotalMemory(true) / 1e6:F0} MB managed, goal 1,500 MB");
        }
        finally
        {
            if (kept is null) Directory.Delete(home, recursive: true);
        }
    }

    static void Load(RecordStore store, int count)
    {
        var start = Stopwatch.GetTimestamp();
        using (var writer = new RecordWriter(store))
        {
            var dataset = SyntheticSet.Register(writer);
            IngestRun.Take(writer, dataset, "synthetic", "bench", count, new SyntheticRecords(1).Make(0, count).Select((r, i) => new ReadRecord(i + 1, r, Position: i + 1)), null, CancellationToken.None);
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Line("load with index", $"{count / seconds:N0} records/s ({seconds:F0} s, the making of the records included), goal 5,000");
    }

    // Bytes of title and abstract, from ten thousand of the records.
    static long Text(int count)
    {
        const int Looked = 10_000;
        var some = new SyntheticRecords(1).Make(0, Math.Min(count, Looked)).Sum(r => (long)System.Text.Encoding.UTF8.GetByteCount(r.Title) + System.Text.Encoding.UTF8.GetByteCount(r.Abstract));
        return some * count / Math.Min(count, Looked);
    }

    static int Segments(string home) => Directory.EnumerateFiles(Path.Combine(home, "records"), "*.segment").Count();

    /// <summary>Pairs of words cut from a title and its abstract of the collection: some common, most rare.</summary>
    internal static List<(string First, string Second)> Words(int count, int shortest, int longest, int rounds)
    {
        var (random, made) = (new Random(5), new SyntheticRecords(1));
        return [.. Enumerable.Range(0, rounds).Select(_ =>
        {
            var record = made.Make(random.Next(count));
            return (Word(random, record.Title, shortest, longest), Word(random, record.Abstract.Length > 0 ? record.Abstract : record.Title, shortest, longest));
        })];
    }

    static List<QueryNode> Queries(int count, int shortest, int longest) =>
        [.. Words(count, shortest, longest, Rounds).Select(pair => (QueryNode)new AndNode([new WordsNode(TextField.Any, pair.First), new WordsNode(TextField.Any, pair.Second)]))];

    static string Word(Random random, string text, int shortest, int longest)
    {
        for (; ; )
        {
            var length = random.Next(shortest, longest + 1);
            if (text.Length < length) return text;
            var cut = text.Substring(random.Next(text.Length - length + 1), length);
            if (cut.All(c => c is >= '\u4E00' and <= '\u9FFF')) return cut;
        }
    }

    static int Search(RecordStore store, QueryNode query, SortOrder sort, int take, bool facets)
    {
        if (!RecordSearch.Run(store.Snapshot(), new SearchRequest(query, sort, 0, take, facets, true)).Accepted(out var found, out _)) return 0;
        if (facets)
            foreach (var (_, record, _) in store.Load([.. found.Hits.Select(h => h.Id)])) Highlight.Ranges(record.Abstract, query);
        return found.Total;
    }

    static void Times<T>(string name, double goal, IReadOnlyList<T> all, Func<T, int> run)
    {
        var times = new double[all.Count];
        var hits = 0L;
        for (var i = 0; i < all.Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            hits += run(all[i]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        Line(name, $"p50 {times[times.Length / 2]:F2} ms, p95 {times[(int)(times.Length * 0.95)]:F2} ms, most {times[^1]:F1} ms, mean {(double)hits / all.Count:N0} hits, goal {goal:F0} ms");
    }

    static void Together(RecordStore store, List<QueryNode> queries)
    {
        var start = Stopwatch.GetTimestamp();
        Parallel.ForEach(queries, new ParallelOptions { MaxDegreeOfParallelism = 2 }, q => Search(store, q, SortOrder.Relevance, 20, facets: true));
        Line("pages of results on two threads", $"{queries.Count / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} queries/s, goal 200");
    }

    static void Line(string name, FormattableString text) => Console.WriteLine($"{name,-40} {text.ToString(CultureInfo.InvariantCulture)}");
}
