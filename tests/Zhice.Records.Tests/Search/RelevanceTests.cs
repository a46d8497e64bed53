using System.Globalization;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Reading;
using Zhice.Records.Search;

namespace Zhice.Records.Tests.Search;

/// <summary>Ranking on real records: who shares a main group of the classification is relevant twice, who shares a subclass once.</summary>
public sealed class RelevanceTests
{
    static List<IpRecord> Real()
    {
        var mapping = TableMapping.Read("""
            publication = publication_number
            title = text /^Title: ([^\n]*)|^(.*?) \[SEP\]/
            abstract = text /Abstract: ((?s:.*))|\[SEP\].*\[SEP\] ((?s:.*))/
            cpc = cpc_labels
            """);
        using var stream = File.OpenRead(Path.Combine(Samples.Folder("cn-patent-samples"), "cn-patents-57.csv"));
        return [.. RecordFiles.Read(stream, "x.csv", mapping).Select(r => r.Record!)];
    }

    [Fact]
    public void Similar_records_share_classes_more_often_than_the_bound_that_is_written_down()
    {
        var real = Real();
        using var scratch = new ScratchStore();
        scratch.Take(real);
        var snapshot = scratch.Store.Snapshot();
        var (gain, recall, asked, chance) = (0.0, 0.0, 0, 0.0);
        for (var i = 0; i < real.Count; i++)
        {
            var grades = real.Select((r, j) => j == i ? 0 : Grade(real[i], r)).ToArray();
            if (grades.All(g => g == 0)) continue;
            var ranked = SimilarRecords.Of(snapshot, real[i], 100, i + 1, true).Select(h => grades[(int)h.Id - 1]).ToList();
            var best = Gain(grades.OrderDescending().Take(10));
            gain += Gain(ranked.Take(10)) / best;
            chance += grades.Sum() / (double)(real.Count - 1) * Enumerable.Range(0, 10).Sum(k => 1 / Math.Log2(k + 2)) / best;
            recall += ranked.Count(g => g > 0) / (double)grades.Count(g => g > 0);
            asked++;
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} questions, NDCG@10 {gain / asked:F3} (by chance {chance / asked:F3}), recall@100 {recall / asked:F3}"));

        Assert.True(asked >= 20, $"{asked}");
        Assert.True(gain / asked > 0.50, string.Create(CultureInfo.InvariantCulture, $"NDCG@10 {gain / asked:F3} of {asked}, by chance {chance / asked:F3}"));
        Assert.True(recall / asked > 0.90, string.Create(CultureInfo.InvariantCulture, $"recall@100 {recall / asked:F3}"));
    }

    [Fact]
    public void A_title_finds_its_own_record_first()
    {
        var real = Real();
        using var scratch = new ScratchStore();
        scratch.Take(real);
        var first = 0;
        for (var i = 0; i < real.Count; i++)
        {
            var words = new OrNode([.. Enumerable.Range(0, Math.Max(1, real[i].Title.Length / 4)).Select(n => new WordsNode(TextField.Any, real[i].Title.Substring(n * 4, Math.Min(4, real[i].Title.Length - n * 4)).ToLowerInvariant())).Where(w => WordPattern.Fault(w.Words) is null)]);
            Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(words, Take: 1)).Accepted(out var found, out _));
            if (found.Hits is [var hit] && hit.Id == i + 1) first++;
        }
        Assert.InRange(first, 54, 57);
    }

    static int Grade(IpRecord one, IpRecord other)
    {
        static HashSet<string> At(IpRecord r, Func<string, string> cut) => [.. r.Classes.Select(c => cut(c.Symbol))];
        if (At(one, s => s[..s.IndexOf('/', StringComparison.Ordinal)]).Overlaps(At(other, s => s[..s.IndexOf('/', StringComparison.Ordinal)]))) return 2;
        return At(one, s => s[..4]).Overlaps(At(other, s => s[..4])) ? 1 : 0;
    }

    static double Gain(IEnumerable<int> grades) => grades.Select((g, k) => (Math.Pow(2, g) - 1) / Math.Log2(k + 2)).Sum();
}
