using Zhice.Data.Publishing;
using Zhice.Data.Searching;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Policy;
using Zhice.Records.Text;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests;

public sealed class SqliteSearch(PostgresCluster cluster) : SearchContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSearch(PostgresCluster cluster) : SearchContract(StoreProvider.PostgreSql, cluster);

/// <summary>One oracle for both stores: a text is found when it holds every word of the query as it stands.</summary>
public abstract class SearchContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly string[] Texts =
    [
        "深入推进地理标志专用标志使用核准改革试点。", "开展专利开放许可，提高专利转移转化成效。", "推进知识产权公共服务标准化城市建设。",
        "建设技术与创新支持中心（TISC）100家。", "ＴＩＳＣ网络覆盖全国", "专利权质押融资、保险等金融服务。", "产权知识读本", "做好《专利法实施细则》修改。",
        "强化知识产权保护", "发明专利审查周期压减至16.5个月", "知", "开展“蓝天”专项整治行动。",
    ];

    [Fact]
    public async Task Finds_what_a_plain_look_through_the_texts_finds()
    {
        await Publish(Disclosure.Public);
        string[] queries =
        [
            "知识产权", "知识", "知", "权", "地理标志", "标志 试点", "tisc", "TISC", "ＴＩＳＣ", "tis", "isc", "16.5", "100", "专利法", "产权知识", "知识产权 保护", "蓝天",
            "“蓝天”", "没有这句话", "。", " ", "' OR 1=1 --", "\"", "NEAR(知识 产权)", "*", "专利 融资 保险",
        ];
        foreach (var query in queries)
        {
            var words = CjkBigrams.Words(query);
            var expected = CjkBigrams.Query(query).Count == 0 ? [] : Texts.Where(text => CjkBigrams.Find(text, words) is not null).ToList();
            var found = await TaskSearch.Find(Db, Admin, query, new SearchFilter(), 1, 200, Cancel);
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Hits.Where(h => h.Commitment is not null).Select(h => h.Text).Order(StringComparer.Ordinal));
            Assert.Equal(found.Total, found.Hits.Count);
        }
    }

    [Fact]
    public async Task Highlights_are_ranges_of_the_text_as_it_is_written()
    {
        await Publish(Disclosure.Public);
        var hit = Assert.Single((await TaskSearch.Find(Db, Admin, "tisc 网络", new SearchFilter(), 1, 20, Cancel)).Hits);
        Assert.Equal(["ＴＩＳＣ网络"], hit.Highlights.Select(range => hit.Text[range.Start..range.End]));
    }

    [Fact]
    public async Task Pages_cut_one_order_and_the_total_counts_all()
    {
        await Publish(Disclosure.Public);
        var all = await TaskSearch.Find(Db, Admin, "专利", new SearchFilter(), 1, 200, Cancel);
        var pages = new List<string>();
        for (var page = 1; page <= all.Total; page++)
            pages.AddRange((await TaskSearch.Find(Db, Admin, "专利", new SearchFilter(), page, 1, Cancel)).Hits.Select(h => h.Text));

        Assert.Equal(4, all.Total);
        Assert.Equal(all.Hits.Select(h => h.Text), pages);
    }

    [Fact]
    public async Task What_may_not_be_seen_is_neither_found_nor_counted()
    {
        await Publish(Disclosure.Withheld);
        Assert.Equal(0, (await TaskSearch.Find(Db, Actor.Public, "知识产权", new SearchFilter(), 1, 20, Cancel)).Total);
        Assert.NotEqual(0, (await TaskSearch.Find(Db, Admin, "知识产权", new SearchFilter(), 1, 20, Cancel)).Total);
    }

    [Fact]
    public async Task A_withdrawn_task_is_no_longer_found()
    {
        var first = await Publish(Disclosure.Public);
        var request = Request(Db.Documents.Single(), Task("t9", "另一任务", Measure("t9.m1", ActorScope.National, "另一举措。"))) with { Programme = first.Programme };
        (await Publisher.Publish(Db, Admin, request, null, Clock, Cancel)).Accept();

        Assert.Equal(0, (await TaskSearch.Find(Db, Admin, "知识产权", new SearchFilter(), 1, 20, Cancel)).Total);
        Assert.Equal("另一任务", (await TaskSearch.Find(Db, Admin, "另一任务", new SearchFilter(), 1, 20, Cancel)).Hits[0].Text);
    }

    async Task<PublicationResult> Publish(Disclosure disclosure)
    {
        var measures = Texts.Select((text, i) => Measure($"t1.m{i}", ActorScope.National, text)).ToArray();
        return (await Publisher.Publish(Db, Admin, Request(Db.Document(disclosure), Task("t1", "年度重点", measures)), null, Clock, Cancel)).Accept();
    }
}
