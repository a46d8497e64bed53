using System.Diagnostics;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Text;

namespace Zhice.Records.Tests.Query;

/// <summary>Numbers, days, classes and characters in the writings that people use.</summary>
public sealed class WritingTests
{
    static QueryNode Node(string query)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), $"{query}: {refusal?.Code}");
        return node;
    }

    static long[] Found(ScratchStore scratch, string query) =>
        RecordSearch.Collect(scratch.Store.Snapshot(), Node(query), false).Accepted(out var hits, out var refusal) ? [.. hits.Segments.SelectMany(s => s.All().Select(r => s.Segment.First + r)).Order()] : throw new InvalidOperationException(refusal.Code);

    static IpRecord Titled(int number, string title) => new() { Kind = RecordKind.Invention, Publication = $"CN17700000{number}A", Title = title };

    [Theory]
    [InlineData("202417000001.4", 1)]
    [InlineData("2024170000014", 1)]
    [InlineData("202417000001", 1)]
    [InlineData("２０２４１７０００００１．４", 1)]
    [InlineData("CN 2024 1 7000001.4", 1)]
    [InlineData("ZL 2024 1 7000001.4", 1)]
    [InlineData("202417000001.5", 1)]
    [InlineData("CN 177000001 A", 1)]
    [InlineData("ＣＮ１７７０００００１Ａ", 1)]
    [InlineData("US 7,272,630 B2", 2)]
    [InlineData("85100312.0", 3)]
    [InlineData("number:2023980012345", 4)]
    [InlineData("2023980012345", 4)]
    [InlineData("号码:皖知法裁字〔2023〕12号", 5)]
    [InlineData("number:\"第 12345678 号\"", 6)]
    [InlineData("number:12345678", 6)]
    public void A_number_as_it_is_shown_or_copied_finds_its_record(string query, long id)
    {
        using var scratch = new ScratchStore();
        scratch.Take(
        [
            Titled(1, "某物") with { Application = "CN202417000001" }, Titled(2, "某物") with { Publication = "US7272630B2", Office = "US" }, Titled(3, "某物") with { Publication = null, Application = "CN85100312" },
            Titled(4, "许可") with { Kind = RecordKind.Licence, Publication = "2023980012345" }, Titled(5, "案") with { Kind = RecordKind.Dispute, Publication = "皖知法裁字〔2023〕12号" }, Titled(6, "某牌") with { Kind = RecordKind.Trademark, Publication = "CN12345678" },
            Titled(7, "许可") with { Kind = RecordKind.Licence, Publication = "2023980012346" }, Titled(8, "另案") with { Kind = RecordKind.Dispute, Publication = "合知法裁字〔2023〕12号" },
        ]);
        Assert.Equal([id], Found(scratch, query));
        Assert.Equal(Node(query), Node(Node(query).ToString()));
    }

    [Fact]
    public void A_check_digit_that_does_not_fit_is_told()
    {
        foreach (var (query, written) in new[] { ("202417000001.5", "202417000001.5"), ("CN 2024 1 7000001.5", "202417000001.5"), ("title:电池 2024170000015", "2024170000015") })
            Assert.Equal(new DoubtfulNumber(written, '4'), Assert.Single(QueryNumbers.Doubtful(query, Node(query))));
        foreach (var query in new[] { "202417000001.4", "202417000001", "电池", "\"2024170000015\"" }) Assert.Empty(QueryNumbers.Doubtful(query, Node(query)));
        Assert.True(QueryNumbers.Is("CN 177000001 A") && QueryNumbers.Is("202417000001.4") && !QueryNumbers.Is("电池 隔膜") && !QueryNumbers.Is("in 2020"));
    }

    [Theory]
    [InlineData("date:2020-1-1", "date:2020-01-01..2020-01-01")]
    [InlineData("date:2020-1-15", "date:2020-01-15..2020-01-15")]
    [InlineData("date:2020-11", "date:2020-11-01..2020-11-30")]
    [InlineData("date:2020.3.4..2021年5月6日", "date:2020-03-04..2021-05-06")]
    [InlineData("date:202011", "date:2020-11-01..2020-11-30")]
    [InlineData("date:20201102", "date:2020-11-02..2020-11-02")]
    [InlineData("date:２０２０", "date:2020-01-01..2020-12-31")]
    [InlineData("published:2020/7", "published:2020-07-01..2020-07-31")]
    public void Days_are_read_as_they_are_written(string query, string printed) => Assert.Equal(printed, Node(query).ToString());

    [Theory]
    [InlineData("date:2020-1-1-1")]
    [InlineData("date:2020-13")]
    [InlineData("date:202")]
    [InlineData("date:2020-1.2")]
    public void What_is_no_day_is_refused(string query) => Assert.False(QueryParser.Parse(query).Accepted(out _, out _));

    [Theory]
    [InlineData("region:安徽", "region:\"34\"")]
    [InlineData("地区:合肥市", "region:\"3401\"")]
    [InlineData("region:341400", "region:\"3414\"")] // a code of before, of a known province
    public void A_region_is_read_by_its_code_or_name(string query, string printed) => Assert.Equal(printed, Node(query).ToString());

    [Theory]
    [InlineData("number:CN 2020 1 0123456.7", "number:\"CN202010123456\"")]
    [InlineData("申请号：ZL 2020 1 0123456.7 OR 电池", "number:\"CN202010123456\" OR \"电池\"")]
    [InlineData("CN 2010 1 0298420.4 title:耳机", "number:\"CN201010298420\" AND title:\"耳机\"")]
    [InlineData("耳机 2010 1 0298420.4", "\"耳机\" AND number:\"CN201010298420\"")]
    [InlineData("耳机 NOT (US 7,272,630 B2 OR EP 3 456 789 B1)", "\"耳机\" AND NOT (number:\"US7272630B2\" OR number:\"EP3456789B1\")")]
    [InlineData("cites:CN 101945314 B 2020", "cites:\"CN101945314B\" AND \"2020\"")]
    [InlineData("family:EP 3456789 B1", "family:\"EP3456789\"")]
    [InlineData("title:us 7272630 b2", "title:\"us\" AND \"7272630\" AND \"b2\"")]
    [InlineData("5G 2020 1 耳机", "\"5g\" AND \"2020\" AND \"1\" AND \"耳机\"")]
    public void A_number_with_blanks_is_one_beside_other_words(string query, string printed) => Assert.Equal(printed, Node(query).ToString());

    [Fact]
    public void A_check_digit_that_does_not_fit_is_told_of_a_number_with_blanks()
    {
        const string query = "number:CN 2010 1 0298420.9 title:耳机";
        Assert.Equal([new DoubtfulNumber("201010298420.9", '4')], QueryNumbers.Doubtful(query, Node(query)));
    }

    [Theory]
    [InlineData("title:图像??", "query.trailing", 7)]
    [InlineData("region:990000", "query.region", 8)]
    [InlineData("region:某地", "query.region", 8)]
    [InlineData("电池 NEAR 壳体", "query.distance", 4)]
    [InlineData("电池 NEAR/500 壳体", "query.distance", 4)]
    [InlineData("电池 ADJ/ 壳体", "query.distance", 4)]
    public void What_would_find_nothing_without_a_word_is_refused_with_its_place(string query, string code, int place)
    {
        Assert.False(QueryParser.Parse(query).Accepted(out _, out var refusal));
        Assert.Equal((code, place), (refusal.Defects[0].Code, Convert.ToInt32(refusal.Defects[0].Arguments[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_day_that_a_record_does_not_tell_is_not_found_by_another()
    {
        using var scratch = new ScratchStore();
        scratch.Take([Titled(1, "无申请日") with { Published = new(2016, 7, 26) }, Titled(2, "无公开日") with { Filed = new(2016, 7, 26), Granted = new(2017, 1, 1) }]);
        Assert.Equal([2L], Found(scratch, "date:2016-07-26"));
        Assert.Equal([1L], Found(scratch, "published:2016..2017"));
        Assert.Equal([2L], Found(scratch, "granted:2017"));
        Assert.True(RecordSearch.Run(scratch.Store.Snapshot(), new SearchRequest(new AllNode(), SortOrder.Newest, Facets: true)).Accepted(out var all, out _));
        Assert.Equal([new FacetCount(2016, 1)], all.Facets!.Years);
        Assert.Equal([2L, 1L], all.Hits.Select(h => h.Id));
    }

    [Fact]
    public void Characters_outside_the_basic_plane_are_characters_like_others()
    {
        using var scratch = new ScratchStore();
        string[] titles = ["𬬻合金材料", "高强合金", "李𠮷的装置", "李某的装置", "李吉的装置", "合金𬬻"];
        scratch.Take(titles.Select((t, i) => Titled(i + 1, t)).Select((r, i) => r with { Parties = [new(PartyRole.Applicant, i == 2 ? "李𠮷" : "李")] }));
        foreach (var word in new[] { "𬬻合金", "李𠮷", "𠮷", "𬬻", "合金", "李", "𠮷的装", "合金𬬻" })
            Assert.Equal(titles.Index().Where(t => t.Item.Contains(word, StringComparison.Ordinal)).Select(t => (long)t.Index + 1), Found(scratch, "title:" + word));
        Assert.Equal([3L], Found(scratch, "party:李𠮷"));
        Assert.NotEqual(PartyName.Normal("李𠮷"), PartyName.Normal("李"));
        Assert.Equal("title:\"李𠮷\"", Node("title:李𠮷").ToString());
        Assert.Equal([(0, 4)], Highlight.Ranges("𬬻合金", Node("𬬻合金")));
        Assert.Equal("李𠮷", CjkBigrams.Unfold(CjkBigrams.Fold("李𠮷")));
    }

    [Theory]
    [InlineData("ipc:14-02", 1)]
    [InlineData("ipc:1402", 1)]
    [InlineData("loc:14", 1)]
    [InlineData("ipc:25", 2)]
    [InlineData("ipc:GBT4754:C3841", 3)]
    [InlineData("gbt4754:38", 3)]
    [InlineData("行业:C", 3)]
    [InlineData("gbt4754:3841", 3)]
    [InlineData("vienna:26.4", 4)]
    [InlineData("vienna:26.04.02", 4)]
    public void Classes_of_all_schemes_are_found_with_those_above_them(string query, long id)
    {
        using var scratch = new ScratchStore();
        scratch.Take([Titled(1, "一") with { Classes = [new("LOC", "14-02")] }, Titled(2, "二") with { Classes = [new("NICE", "25")] }, Titled(3, "三") with { Classes = [new("GBT4754", "C3841")] }, Titled(4, "四") with { Classes = [new("VIENNA", "26.04.02")] }]);
        Assert.Equal([id], Found(scratch, query));
        Assert.Equal(Node(query), Node(Node(query).ToString()));
    }

    [Fact]
    public void A_query_that_goes_over_much_is_stopped_after_its_time()
    {
        using var scratch = new ScratchStore();
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? "电机" : "装配"));
        scratch.Take(Enumerable.Range(0, 3_000).Select(i => new IpRecord { Kind = RecordKind.Invention, Publication = $"CN{900_000_000 + i}A", Title = "物", Abstract = text }));
        var query = Node(string.Join(" OR ", Enumerable.Range(0, 100).Select(i => $"电 NEAR/{i} 缺")).Replace("缺", "装", StringComparison.Ordinal) + " NOT 电");
        var start = Stopwatch.GetTimestamp();
        Assert.False(RecordSearch.Collect(scratch.Store.Snapshot(), query, false, most: TimeSpan.FromMilliseconds(300)).Accepted(out _, out var refusal));
        Assert.Equal("records.slow", refusal.Code);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.2, 20);
    }
}
