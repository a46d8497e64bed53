using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Relational;
using Zhice.Records.Search;

namespace Zhice.Data.Tests.Records;

/// <summary>How every store of records must rank and count.</summary>
public abstract partial class RecordContract
{
    static readonly SampleStore Reference = new();

    static readonly IReadOnlyDictionary<string, int> Lengths = All.ToDictionary(r => r.Key!, r => RecordRow.Of(r).Length);

    [Fact]
    public async Task Scores_are_those_that_a_count_of_the_text_gives()
    {
        var (source, random, seen) = (await Source(), new Random(23), 0);
        var mean = Lengths.Values.Average();
        foreach (var word in Cut(random, 30))
        {
            // Every second pair covers the word; the last one closes it.
            var holders = Enumerable.Range(0, word.Length - 1).Where(i => i % 2 == 0 || i == word.Length - 2).Min(i => All.Count(r => Anywhere(r, word.Substring(i, 2))));
            var rarity = Math.Log(1 + (All.Count - holders + 0.5) / (holders + 0.5));
            var hits = (await Searched(source, new SearchRequest(new WordsNode(TextField.Any, word), Take: 20))).Hits;
            Assert.NotEmpty(hits);
            foreach (var (hit, stored) in hits.Zip((await source.Load([.. hits.Select(h => h.Id)], Cancel)).Records))
            {
                var r = stored.Record;
                var weight = Times(r.Title, word) * 3 + Times(r.Abstract, word) + Times(r.Claims, word) + Times(r.Description, word) + r.Parties.Where(p => p.Role != PartyRole.Examiner).Sum(p => Times(p.Name, word));
                var score = rarity * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * Lengths[r.Key!] / mean));
                Assert.Equal(score, hit.Score, score * 1e-4);
                seen++;
            }
        }
        Assert.True(seen > 100);
    }

    [Fact]
    public async Task The_first_twenty_their_scores_and_the_facets_are_those_of_the_embedded_store()
    {
        var (source, expected, ranked, asked) = (await Source(), new EmbeddedRecords(Reference.Store), 0, 0);
        foreach (var query in Queries(new Random(29)))
        {
            Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), $"{query}: {refusal?.Code}");
            foreach (var sort in asked++ % 5 == 0 ? Enum.GetValues<SortOrder>() : [SortOrder.Relevance])
            {
                var request = new SearchRequest(node, sort, 0, 20, Facets: sort == SortOrder.Relevance, Inside: true);
                var (wanted, found) = (await Searched(expected, request), await Searched(source, request));
                Assert.True((wanted.Total, wanted.All) == (found.Total, found.All), $"{query}: {wanted.Total} of {wanted.All} wanted, {found.Total} of {found.All} found");
                Assert.True(wanted.Hits.Select(h => h.Id).SequenceEqual(found.Hits.Select(h => h.Id)), $"{query} {sort}:\n{Shown(wanted)}\n{Shown(found)}");
                foreach (var (one, other) in wanted.Hits.Zip(found.Hits)) Assert.Equal(one.Score, other.Score, Math.Max(1e-6, one.Score * 1e-4));
                if (wanted.Facets is { } facets)
                {
                    var counted = found.Facets!;
                    Assert.Equal(facets.Years, counted.Years);
                    Assert.Equal(facets.Classes, counted.Classes);
                    Assert.Equal(facets.Provinces, counted.Provinces);
                    Assert.Equal(facets.Applicants, counted.Applicants);
                    Assert.Equal(facets.Kinds, counted.Kinds);
                    Assert.Equal(facets.States, counted.States);
                }
                ranked += wanted.Hits.Count > 1 && wanted.Hits[0].Score > wanted.Hits[^1].Score ? 1 : 0;
            }
        }
        Assert.True(ranked > 50, $"{ranked}");
        Assert.Equal(await expected.PartyNames([1, 2, 3], Cancel), await source.PartyNames([1, 2, 3], Cancel));
    }

    [Fact]
    public async Task Later_pages_go_on_where_the_one_before_ended_and_new_records_are_those_behind_a_number()
    {
        var source = await Source();
        Assert.True(QueryParser.Parse("方法 OR 装置").Accepted(out var node, out _));
        var all = (await Searched(source, new SearchRequest(node, Take: 100))).Hits;
        Assert.Equal(100, all.Count);
        Assert.Equal(all.Skip(40).Take(20), (await Searched(source, new SearchRequest(node, Skip: 40, Take: 20))).Hits);
        var late = await Searched(source, new SearchRequest(new AllNode(), SortOrder.Newest, Take: 200, After: All.Count - 9));
        Assert.Equal((9L, All.Count - 8L), (late.Total, late.Hits.Min(h => h.Id)));
    }

    [Fact]
    public async Task A_wildcard_is_refused_only_where_it_means_too_many_words_and_a_record_is_found_by_its_key()
    {
        var source = await Source();
        Assert.True((await source.Find(All[7].Key!, true, Cancel)).Accepted(out var found, out _));
        Assert.Equal((All[7].Title, 8L), (found.Record.Title, found.Id));
        Assert.False((await source.Find("CN000000000A", true, Cancel)).Accepted(out _, out var refusal));
        Assert.Equal("records.missing", refusal!.Code);
    }

    [Fact]
    public async Task Records_like_a_record_share_its_rare_words()
    {
        var source = await Source();
        var mine = All[11];
        var like = (await Alike(source, mine, 10, 12, inside: true)).Records;
        Assert.Equal(10, like.Count);
        Assert.DoesNotContain(like, r => r.Id == 12);
        double Shared(IpRecord r) => Pairs(mine).Intersect(Pairs(r)).Sum(pair => 1.0 / All.Count(other => Anywhere(other, pair)));
        Assert.True(like.Average(r => Shared(r.Record)) > 2 * All.Skip(100).Take(100).Average(Shared));
    }

    internal static async Task<LoadedRecords> Alike(IRecordSource source, IpRecord record, int most, long except, bool inside)
    {
        Assert.True((await source.Similar(record.Title, record.Abstract, most, except, inside, Cancel)).Accepted(out var found, out var refusal), refusal?.Code);
        return found;
    }

    static IEnumerable<string> Pairs(IpRecord r) => Enumerable.Range(0, Math.Max(0, r.Title.Length - 1)).Select(i => r.Title.Substring(i, 2)).Distinct();

    static string Shown(RecordAnswer answer) => string.Join(' ', answer.Hits.Select(h => $"{h.Id}:{h.Score:F5}"));

    // Chinese words as they stand in titles and abstracts.
    static IEnumerable<string> Cut(Random random, int count)
    {
        while (count > 0)
        {
            var record = All[random.Next(1_200)];
            var text = random.Next(2) == 0 || record.Abstract.Length == 0 ? record.Title : record.Abstract;
            var word = new string([.. text.Skip(random.Next(text.Length - 1)).TakeWhile(c => c is >= '\u4E00' and <= '\u9FFF').Take(random.Next(2, 6))]);
            if (word.Length < 2) continue;
            count--;
            yield return word;
        }
    }

    static IEnumerable<string> Queries(Random random)
    {
        foreach (var word in Cut(random, 30)) yield return word;
        foreach (var pair in Cut(random, 24).Chunk(2)) yield return $"{pair[0]} {pair[1]}";
        foreach (var pair in Cut(random, 24).Chunk(2)) yield return $"{pair[0]} OR title:{pair[1]}";
        foreach (var three in Cut(random, 24).Chunk(3)) yield return $"({three[0]} OR {three[1]}) NOT {three[2]}";
        foreach (var word in Cut(random, 8)) yield return $"abstract:{word} OR title:{word}";
        foreach (var pair in Cut(random, 8).Chunk(2)) yield return $"{pair[0]} NEAR/20 {pair[1]}";
        for (var i = 0; i < 8; i++) yield return $"applicant:{All[random.Next(1_200)].Applicant!.Name[..4]} OR {All[random.Next(1_200)].Title[..2]}";
        string[] others =
        [
            "方法", "装置 status:有效", "电池 隔膜", "\"电池，隔膜\"", "电池?隔膜", "方", "comput*", "comput* OR 5gn?", "5g* OR 方法", "长长", "长长长 OR 电池", "inventor:王 OR 方法", "agency:代理", "region:340000 方法", "ipc:H01M 电池",
            "标记:非正常 OR 方法", "kind:发明 date:2015..2019 系统", "NOT 方法", "*", "方法 方法", "末尾电池", "strange sign", "电nr", "没有这样的词语",
        ];
        foreach (var query in others) yield return query;
    }

    static int Times(string text, string word)
    {
        var times = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal)) times++;
        return times;
    }
}
