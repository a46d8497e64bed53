using Xunit;
using Zhice.Records.Generating;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;

namespace Zhice.Records.Tests.Query;

/// <summary>Five thousand synthetic records in several segments, with some Latin text among them.</summary>
public sealed class FiveThousand : IDisposable
{
    readonly ScratchStore scratch = new();

    public FiveThousand()
    {
        Records = [.. new SyntheticRecords(7).Make(0, 5_000).Select((r, i) => i % 25 == 0 ? r with { Claims = $"1. A 5G-NR method of computing model{i % 7}, comprising 通信、系统 computers." } : r)];
        scratch.TakeInPieces(Records, 300); // some merged, some not
        Snapshot = scratch.Store.Snapshot();
    }

    internal IReadOnlyList<IpRecord> Records { get; }
    internal Zhice.Records.Store.RecordSnapshot Snapshot { get; }
    public void Dispose() => scratch.Dispose();
}

public sealed class QueryPropertyTests(FiveThousand five) : IClassFixture<FiveThousand>
{
    [Fact]
    public void Random_queries_find_what_a_look_at_every_record_finds()
    {
        var random = new Random(20261122);
        var found = 0;
        for (var i = 0; i < 250; i++)
        {
            var query = Node(random, 3);
            var wanted = five.Records.Index().Where(r => Oracle.Holds(r.Item, query)).Select(r => (long)r.Index + 1).ToList();
            Assert.True(wanted.SequenceEqual(Ids(query)), $"{query}: {wanted.Count} wanted, {Ids(query).Count} found");
            if (wanted.Count is > 0 and < 5_000) found++;
        }
        Assert.True(found > 90, $"only {found} queries told records apart");
    }

    [Fact]
    public void Printing_and_reading_gives_the_same_query()
    {
        var random = new Random(3);
        for (var i = 0; i < 3_000; i++)
        {
            var text = Read(Node(random, 4).ToString()).ToString();
            var again = Read(text);
            Assert.Equal(text, again.ToString());
            Assert.Equal(Read(text), again);
        }
    }

    [Fact]
    public void Whole_sets_find_what_going_from_hit_to_hit_finds()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 200; i++)
        {
            var query = Node(random, 3);
            foreach (var segment in five.Snapshot.Segments)
            {
                var (cursor, walked) = (new QueryPlan(segment).Of(query), new List<int>());
                for (var record = cursor.Record == RecordCursor.End ? RecordCursor.End : cursor.Advance(0); record != RecordCursor.End; record = cursor.Advance(record + 1)) walked.Add(record);
                Assert.Equal(walked, new SegmentHits(segment, new DensePlan(segment).Of(query)).All());
                Assert.Equal(walked, new SegmentHits(segment, new DensePlan(segment).Of(query)).All()); // now with the phrases that were kept
            }
        }
    }

    [Fact]
    public void And_commutes_and_not_complements()
    {
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            var (a, b) = (Node(random, 2), Node(random, 2));
            Assert.Equal(Ids(new AndNode([a, b])), Ids(new AndNode([b, a])));
            Assert.Equal(five.Records.Count, Ids(a).Count + Ids(new NotNode(a)).Count);
            Assert.Empty(Ids(new AndNode([a, new NotNode(a)])));
        }
    }

    [Fact]
    public void Behind_a_record_are_found_those_hits_that_are_numbered_behind_it()
    {
        var random = new Random(20261124);
        for (var i = 0; i < 150; i++)
        {
            var (query, after) = (Node(random, 3), random.Next(0, 5_200));
            Assert.Equal(Ids(query).Where(id => id > after), Ids(query, after));
        }
        Assert.Equal(5_000, five.Snapshot.Last);
    }

    [Fact]
    public void Searches_that_a_person_keeps_are_combined_by_number()
    {
        QueryNode? Set(int number) => number switch { 1 => Read("title:电池 OR title:壳体"), 12 => Read("电池 NEAR/3 壳体"), _ => null };
        string Combined(string query) => QueryParser.Parse(query, Set).Accepted(out var node, out var refusal) ? node.ToString() : $"{refusal.Defects[0].Code} {refusal.Defects[0].Arguments[0]}";

        Assert.Equal("title:\"电池\" OR title:\"壳体\"", Combined("#1"));
        Assert.Equal("(title:\"电池\" OR title:\"壳体\") AND NOT (\"电池\" NEAR/3 \"壳体\")", Combined("#1 NOT #12"));
        Assert.Equal("title:\"电池\" OR title:\"壳体\" OR \"隔膜\"", Combined("＃1 OR 隔膜"));
        Assert.Equal("query.set 6", Combined("隔膜   #3"));
        Assert.Equal("query.set 7", Combined("title:#1"));
        Assert.Equal("query.set 1", QueryParser.Parse("#1").Accepted(out _, out var none) ? "" : $"{none.Defects[0].Code} {none.Defects[0].Arguments[0]}");
        Assert.Equal("query.terms", QueryParser.Parse(string.Join(" OR ", Enumerable.Repeat("#1", 251)), Set).Accepted(out _, out var many) ? "" : many.Defects[0].Code);
        Assert.Equal("\"#1\"", Combined("\"#1\""));
    }

    [Fact]
    public void Words_near_each_other_are_told_by_how_much_stands_between()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Titled("CN900000001A", "电池与壳体"), Titled("CN900000002A", "壳体内的电池"), Titled("CN900000003A", "电池放在一个很长很长的壳体里"), Titled("CN900000004A", "电池")]);

        long[] Found(string query) => [.. RecordSearch.Collect(scratch.Store.Snapshot(), Read(query), false).Accepted(out var hits, out _) ? hits.Segments.SelectMany(s => s.All()).Select(r => (long)r + 1) : []];
        Assert.Equal([1, 2], Found("电池 NEAR/3 壳体"));
        Assert.Equal([1], Found("电池 ADJ/3 壳体"));
        Assert.Equal([1, 2, 3], Found("电池 NEAR/20 壳体"));
        Assert.Equal([], Found("电池 ADJ/0 壳体"));
    }

    [Theory]
    [InlineData("neural NEAR/0 network", new[] { 0L, 1L })]
    [InlineData("neural ADJ/0 network", new[] { 0L })]
    [InlineData("neural NEAR/2 networks", new[] { 2L })]
    [InlineData("neural NEAR/1 networks", new long[0])]
    [InlineData("电池 NEAR/0 隔膜", new[] { 3L, 4L, 7L })]
    [InlineData("电池 NEAR/2 隔膜", new[] { 3L, 4L, 5L, 7L })]
    [InlineData("铜 NEAR/100 铃", new long[0])]
    [InlineData("title:图像?", new[] { 6L })]
    [InlineData("title:像?", new[] { 6L })]
    [InlineData("处理? OR 池? title:膜", new[] { 5L, 7L })]
    public void Signs_between_count_nothing_and_a_question_mark_is_a_character(string query, long[] wanted)
    {
        using var scratch = new ScratchStore();
        string[] titles = ["neural network", "Network, neural", "neural -- a, deep networks", "电池、隔膜", "隔膜—— 电池", "电池与（该）隔膜", "图像处理", "电池隔膜", "图像", "图像 a", "铜"];
        var records = titles.Select((t, i) => Titled($"CN90000000{i:00}A", t) with { Abstract = i == 10 ? "铃" : "" }).ToList();
        scratch.Take(records);
        Assert.True(RecordSearch.Collect(scratch.Store.Snapshot(), Read(query), false).Accepted(out var hits, out _));
        Assert.Equal(wanted, hits.Segments.SelectMany(s => s.All()).Select(r => (long)r));
        Assert.Equal(wanted, records.Index().Where(r => Oracle.Holds(r.Item, Read(query))).Select(r => (long)r.Index));
    }

    [Fact]
    public void Signs_in_a_phrase_stand_for_signs_and_for_nothing_else()
    {
        using var scratch = new ScratchStore();
        string[] titles = ["电池的隔膜", "电池、隔膜", "电池a隔膜", "电池—— 隔膜", "5g电nr", "5G-NR", "5gnr", "电池隔膜"];
        scratch.Take(titles.Select((t, i) => Titled($"CN90000000{i}A", t)));
        long[] Found(string query) => [.. RecordSearch.Collect(scratch.Store.Snapshot(), Read(query), false).Accepted(out var hits, out _) ? hits.Segments.SelectMany(s => s.All()).Select(r => (long)r) : []];

        Assert.Equal([1, 3], Found("\"电池，隔膜\""));
        Assert.Equal([5], Found("\"5g nr\""));
        Assert.Equal([7], Found("\"电池隔膜\""));
        Assert.Equal([0], Found("\"电池?隔膜\"").Except([1, 2, 3]));
    }

    [Theory]
    [InlineData("CN 2020 1 0123456.7")]
    [InlineData("ZL202010123456.7")]
    [InlineData("号码:202010123456")]
    [InlineData("number:\"CN 202010123456.7\"")]
    [InlineData("CN912345678A")]
    [InlineData("cn912345678")]
    public void A_number_in_any_writing_finds_its_record(string query)
    {
        using var scratch = new ScratchStore();
        scratch.Take([Titled("CN912345678A", "某物") with { Application = "CN202010123456" }, Titled("CN912345679A", "他物")]);

        Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(Read(query))).Accepted(out var result, out _));
        Assert.Equal(1, result.Total);
        Assert.Equal(1, result.Hits[0].Id);
    }

    static IpRecord Titled(string number, string title) => new() { Kind = RecordKind.Invention, Publication = number, Title = title };

    List<long> Ids(QueryNode query, long after = 0)
    {
        Assert.True(RecordSearch.Collect(five.Snapshot, query, inside: true, after).Accepted(out var hits, out var refusal), refusal?.Code);
        return [.. hits.Segments.SelectMany(s => s.All().Select(r => s.Segment.First + r)).Order()];
    }

    static QueryNode Read(string query)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), $"{query}: {refusal?.Code}");
        return node;
    }

    QueryNode Node(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) > 0)
            return random.Next(4) switch
            {
                0 => new NotNode(Node(random, depth - 1)),
                1 => new OrNode([Node(random, depth - 1), Node(random, depth - 1)]),
                _ => new AndNode([Node(random, depth - 1), Node(random, depth - 1)]),
            };
        var record = five.Records[random.Next(five.Records.Count)];
        return random.Next(16) switch
        {
            13 or 14 => new NearNode(new(TextField.Any, Place(random, record)), new(TextField.Any, Place(random, record)), random.Next(6), random.Next(3) == 0),
            15 => new WordsNode(TextField.Title, Cut(random, record.Title) is { Length: > 1 } start && start.All(c => c >= '\u4E00') ? start[..^1] + "?" : "电?"),
            12 => new FactNode(random.Next(3) switch { 0 => RecordFacts.EmergingIndustry, 1 => RecordFacts.Abnormal, _ => RecordFacts.Domestic }),
            0 => new ExactNode(ExactField.Class, record.Classes[0] is { Scheme: "IPC" } c ? c.Symbol[..(random.Next(3) switch { 0 => 1, 1 => 3, _ => 4 })] : "A61K"),
            1 => new ExactNode(ExactField.Region, record.Applicant!.Division![..(2 * random.Next(1, 4))]),
            2 => new StatusNode(record.Status),
            3 => new KindNode(record.Kind),
            4 => new DaysNode((Column)random.Next(3), record.Filed!.Value.AddDays(-random.Next(900)), record.Filed!.Value.AddDays(random.Next(900))),
            5 => new WordsNode(TextField.Applicant, Cut(random, record.Applicant!.Name)),
            6 => new WordsNode(TextField.Any, random.Next(6) switch { 0 => "comput*", 1 => "model?", 2 => "5g nr", 3 => "model3", 4 => "通信系统", _ => "通信 系统 computers" }),
            7 => new WordsNode(TextField.Title, Cut(random, record.Title)),
            8 => new WordsNode(TextField.Any, Cut(random, record.Title) is { Length: > 2 } cut ? cut[..1] + "?" + cut[2..] : "电"),
            9 => new ExactNode(ExactField.Party, Zhice.Records.Names.PartyName.Normal(record.Applicant!.Name)),
            _ => new WordsNode(random.Next(3) == 0 ? TextField.Abstract : TextField.Any, Cut(random, record.Abstract.Length > 0 ? record.Abstract : record.Title)),
        };
    }

    // What stands in a record, so that something is near something.
    static string Place(Random random, IpRecord record) => random.Next(4) switch
    {
        0 => random.Next(4) switch { 0 => "comput*", 1 => "method", 2 => "5g nr", _ => "通信" },
        1 => Cut(random, record.Title),
        _ => Cut(random, record.Abstract.Length > 0 ? record.Abstract : record.Title),
    };

    static string Cut(Random random, string text)
    {
        var length = Math.Min(text.Length, random.Next(1, 7));
        var start = random.Next(text.Length - length + 1);
        var cut = text.Substring(start, length).Trim('，', '。', '、', '；', ' ');
        return cut.Length == 0 ? "电" : cut;
    }
}
