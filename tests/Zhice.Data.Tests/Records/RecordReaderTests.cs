using Zhice.Data.Records;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Data.Tests.Records;

/// <summary>Numbers in several datasets, terms that change and names of today: PostgreSQL answers each reader as the embedded store does.</summary>
public sealed class RecordReaderTests(PostgresCluster cluster)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static IpRecord Made(int number, string title, params string[] applicants) =>
        new() { Kind = RecordKind.Invention, Publication = $"CN98100000{number}A", Title = title, Filed = new(2020, 1, number), Parties = [.. applicants.Select(a => new Party(PartyRole.Applicant, a))] };

    [Fact]
    public async Task A_number_that_several_datasets_hold_is_one_record_to_each_reader_in_both_stores()
    {
        using var store = SampleStore.Of([Made(1, "公开甲"), Made(2, "公开乙"), Made(3, "公开丙")]);
        await using var postgres = new PostgresRecords(cluster.NewDatabase());
        await postgres.Make([], Cancel);
        await postgres.Load(store.Store, Cancel);
        store.Take([Made(1, "内部甲"), Made(4, "内部丁")], inside: true);
        await Alike([3, 4], "after the office's own file");
        store.Take([Made(1, "公开甲改")]);
        await Alike([3, 4], "after a new version outside");
        foreach (var source in (IRecordSource[])[new EmbeddedRecords(store.Store), postgres])
        {
            Assert.Equal(("公开甲改", 0), await Found(source, inside: false));
            Assert.Equal(("内部甲", 1), await Found(source, inside: true));
            Assert.False((await source.Find("CN981000004A", false, Cancel)).Accepted(out _, out _));
        }
        using (var writer = new RecordWriter(store.Store)) Assert.True(writer.SetTerms("inside", "开放", "", "", "", inside: false));
        store.Store.Forget();
        await Alike([4, 4], "after it was opened");

        async Task Alike(long[] totals, string when)
        {
            await postgres.Load(store.Store, Cancel);
            foreach (var inside in (bool[])[false, true])
                foreach (var query in (string[])["*", "公开", "内部", "number:CN981000001A", "title:甲 NOT 内部"])
                {
                    var (here, there) = (await Titles(new EmbeddedRecords(store.Store), query, inside), await Titles(postgres, query, inside));
                    Assert.True(here.SequenceEqual(there), $"{when}, {query}, inside {inside}: {string.Join(' ', here)} / {string.Join(' ', there)}");
                    if (query == "*") Assert.Equal(totals[inside ? 1 : 0], here.Count);
                }
        }

        static async Task<(string, int)> Found(IRecordSource source, bool inside)
        {
            Assert.True((await source.Find("CN981000001A", inside, Cancel)).Accepted(out var found, out _));
            return (found.Record.Title, found.Also!.Count);
        }
    }

    [Fact]
    public async Task A_name_of_today_finds_and_counts_what_both_stores_hold_already()
    {
        using var store = SampleStore.Of([Made(1, "一", "旧名大学"), Made(2, "二", "今名大学"), Made(3, "三", "旧名大学", "今名大学"), Made(4, "四", "别的大学")]);
        await using var postgres = new PostgresRecords(cluster.NewDatabase());
        await postgres.Make([], Cancel);
        await postgres.Load(store.Store, Cancel);
        using (var writer = new RecordWriter(store.Store)) writer.AddFormerName("旧名大学", "今名大学");
        store.Store.Forget();
        store.Take([Made(5, "五", "旧名大学")]);
        await postgres.Load(store.Store, Cancel);
        foreach (var source in (IRecordSource[])[new EmbeddedRecords(store.Store), postgres])
        {
            Assert.Equal(["一", "三", "二", "五"], (await Titles(source, "party:今名大学", false)).Order(StringComparer.Ordinal));
            Assert.Equal(4, (await Titles(source, "party:旧名大学", false)).Count);
            var facets = (await RecordContract.Searched(source, new SearchRequest(new AllNode(), Facets: true))).Facets!;
            var names = await source.PartyNames([.. facets.Applicants.Select(a => a.Value)], Cancel);
            Assert.Equal([("今名大学", 4), ("别的大学", 1)], facets.Applicants.Select(a => (names[a.Value], a.Count)));
        }
    }

    static async Task<IReadOnlyList<string>> Titles(IRecordSource source, string query, bool inside)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), $"{query}: {refusal?.Code}");
        var found = await RecordContract.Searched(source, new SearchRequest(node, SortOrder.Newest, Inside: inside));
        return [.. (await source.Load([.. found.Hits.Select(h => h.Id)], Cancel)).Records.Select(r => r.Record.Title)];
    }
}
