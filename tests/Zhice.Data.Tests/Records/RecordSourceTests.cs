using Npgsql;
using Zhice.Data.Records;
using Zhice.Records.Query;
using Zhice.Records.Relational;
using Zhice.Records.Search;

namespace Zhice.Data.Tests.Records;

public sealed class EmbeddedRecordTests(SampleStore store) : RecordContract, IClassFixture<SampleStore>
{
    protected override Task<IRecordSource> Source() => Task.FromResult<IRecordSource>(new EmbeddedRecords(store.Store));
}

/// <summary>All shards on one server.</summary>
public sealed class PostgresRecordTests(PostgresRecordTests.OneServer server, PostgresCluster cluster) : RecordContract, IClassFixture<PostgresRecordTests.OneServer>
{
    public sealed class OneServer(PostgresCluster cluster) : IAsyncDisposable
    {
        readonly SampleStore store = new();
        PostgresRecords? records;

        public async Task<PostgresRecords> Filled()
        {
            if (records is not null) return records;
            var made = new PostgresRecords(cluster.NewDatabase());
            await made.Make([], Cancel);
            Assert.Equal(All.Count, await made.Load(store.Store, Cancel));
            return records = made;
        }

        public async ValueTask DisposeAsync()
        {
            if (records is not null) await records.DisposeAsync();
            store.Dispose();
        }
    }

    protected override async Task<IRecordSource> Source() => await server.Filled();

    [Fact]
    public async Task A_load_goes_on_behind_the_last_record_and_counts_what_it_replaces_once()
    {
        var (grown, whole) = (cluster.NewDatabase(), cluster.NewDatabase());
        using var store = SampleStore.Of(All.Take(300));
        await using var records = new PostgresRecords(grown);
        await records.Make([], Cancel);
        Assert.Equal(300, await records.Load(store.Store, Cancel));
        Assert.Equal(0, await records.Load(store.Store, Cancel));
        store.Take([.. All.Take(20).Select(r => r with { Title = r.Title + "改进型石墨烯" }), .. All.Skip(300).Take(80)]);
        Assert.Equal(100, await records.Load(store.Store, Cancel));
        Assert.Equal(380, (await Searched(records, new SearchRequest(new AllNode(), Take: 0))).Total);
        Assert.Equal(20, (await Searched(records, new SearchRequest(new WordsNode(TextField.Title, "改进型石墨烯"), Take: 0))).Total);

        await using var fresh = new PostgresRecords(whole);
        await fresh.Make([], Cancel);
        Assert.Equal(380, await fresh.Load(store.Store, Cancel));
        foreach (var counts in (string[])["SELECT token || ' ' || holders FROM ip_term WHERE holders <> 0 ORDER BY token", "SELECT shard || ' ' || records || ' ' || length FROM ip_shard ORDER BY shard"])
            Assert.Equal(await Read(whole, counts), await Read(grown, counts));
    }

    [Fact]
    public async Task Records_of_the_office_show_to_nobody_outside()
    {
        using var store = SampleStore.Of(All.Take(200));
        store.Take(All.Skip(200).Take(100), inside: true);
        await using var records = new PostgresRecords(cluster.NewDatabase());
        await records.Make([], Cancel);
        await records.Load(store.Store, Cancel);
        Assert.Equal(300, (await Searched(records, new SearchRequest(new AllNode(), Facets: true, Inside: true))).Total);
        var outside = await Searched(records, new SearchRequest(new AllNode(), Take: 1_000, Facets: true));
        Assert.Equal((200L, 200, 200), (outside.Total, outside.Hits.Count, outside.Facets!.Kinds.Sum(k => k.Count)));
        Assert.DoesNotContain((await Alike(records, All[250], 50, 0, inside: false)).Records, r => r.Id > 200);
        Assert.Equal(100, (await Searched(records, new SearchRequest(new DatasetNode("inside"), Inside: true))).Total);
        Assert.Equal(200, (await Searched(records, new SearchRequest(new AndNode([new DatasetNode("test"), new NotNode(new WordsNode(TextField.Title, "没有"))])))).Total);
        Assert.False((await records.Search(new SearchRequest(new DatasetNode("inside")), Cancel)).Accepted(out _, out var refusal));
        Assert.Equal("query.dataset", refusal!.Code);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_at_all_is_a_refusal_not_an_empty_answer()
    {
        await using var records = new PostgresRecords("Host=127.0.0.1;Port=9;Username=nobody;Database=none;Timeout=3");
        Assert.False((await records.Search(new SearchRequest(new AllNode()), Cancel)).Accepted(out _, out var refusal));
        Assert.Equal("records.down", refusal!.Code);
    }

    [Fact]
    public async Task Tables_of_an_earlier_version_are_refused_not_filled()
    {
        var connection = cluster.NewDatabase();
        await Read(connection, "CREATE TABLE ip_record (shard smallint, key text) PARTITION BY LIST (shard)");
        await using var records = new PostgresRecords(connection);
        Assert.Contains("earlier version", (await Assert.ThrowsAsync<InvalidDataException>(() => records.Make([], Cancel))).Message, StringComparison.Ordinal);
        using var store = new SampleStore();
        Assert.Contains("earlier version", (await Assert.ThrowsAsync<InvalidDataException>(() => records.Load(store.Store, Cancel))).Message, StringComparison.Ordinal);
    }

    static async Task<List<string>> Read(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await row.ReadAsync(Cancel)) rows.Add(row.GetString(0));
        return rows;
    }
}

/// <summary>A coordinator without rows of its own, and two servers that hold the shards, over the loopback.</summary>
public sealed class PostgresShardTests(PostgresShardTests.ThreeServers servers) : RecordContract, IClassFixture<PostgresShardTests.ThreeServers>
{
    public sealed class ThreeServers(PostgresCluster coordinator) : IAsyncDisposable
    {
        readonly PostgresCluster first = new(), second = new();
        readonly SampleStore store = new();
        PostgresRecords? records;

        public async Task<PostgresRecords> Filled()
        {
            if (records is not null) return records;
            var made = await Made(coordinator, first, second);
            await made.Load(store.Store, Cancel);
            return records = made;
        }

        internal PostgresCluster Coordinator => coordinator;

        public async ValueTask DisposeAsync()
        {
            if (records is not null) await records.DisposeAsync();
            first.Dispose();
            second.Dispose();
            store.Dispose();
        }
    }

    static async Task<PostgresRecords> Made(PostgresCluster coordinator, params PostgresCluster[] workers)
    {
        var made = new PostgresRecords(coordinator.NewDatabase());
        await made.Make([.. workers.Select(w => w.NewDatabase())], Cancel);
        return made;
    }

    protected override async Task<IRecordSource> Source() => await servers.Filled();

    [Fact]
    public async Task With_a_server_down_the_answer_is_partial_and_says_which_shards_and_how_many_records_are_missing()
    {
        var (stays, goes) = (new PostgresCluster(), new PostgresCluster());
        using var store = SampleStore.Of(All.Take(400));
        await using var records = await Made(servers.Coordinator, stays, goes);
        await records.Load(store.Store, Cancel);
        Assert.True(QueryParser.Parse("方法 OR 装置").Accepted(out var node, out _));
        var whole = await Searched(records, new SearchRequest(node, Take: 400, Facets: true));
        goes.Dispose();
        var part = await Searched(records, new SearchRequest(node, Take: 400, Facets: true));
        var everything = await Searched(records, new SearchRequest(new AllNode(), SortOrder.Newest, Take: 400));

        var odd = Enumerable.Range(0, RecordRow.Shards).Where(s => s % 2 == 1).ToList();
        var left = All.Take(400).Where(r => RecordRow.ShardOf(r.Key!) % 2 == 0).Select(r => r.Key!).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(left.Count, 100, 300);
        Assert.False(whole.Missing.Any);
        Assert.Equal(odd, part.Missing.Shards);
        Assert.Equal((16, 400L - left.Count, 400L), (part.Missing.Of, part.Missing.Records, part.All));
        Assert.Equal((left.Count, left.Count), (everything.Hits.Count, (int)everything.Total));
        var loaded = await records.Load([.. everything.Hits.Select(h => h.Id)], Cancel);
        Assert.True(loaded.Missing.Any);
        Assert.Equal(left, loaded.Records.Select(r => r.Record.Key!).Order(StringComparer.Ordinal));
        // What is left has the scores and the order that it had.
        Assert.Equal(whole.Hits.Where(h => left.Contains(All[(int)h.Id - 1].Key!)), part.Hits);
        Assert.Equal((part.Total, part.Hits.Count), (part.Facets!.Kinds.Sum(k => k.Count), (int)part.Total));

        var (there, gone) = (left[0], All.Take(400).First(r => RecordRow.ShardOf(r.Key!) % 2 == 1).Key!);
        Assert.True((await records.Find(there, true, Cancel)).Accepted(out _, out _));
        Assert.False((await records.Find(gone, true, Cancel)).Accepted(out _, out var refusal));
        Assert.Equal("records.shard-down", refusal!.Code);
        Assert.All((await Alike(records, All[0], 10, 0, inside: true)).Records, r => Assert.Contains(r.Record.Key!, left));
        stays.Dispose();
        var nothing = await Searched(records, new SearchRequest(node, Facets: true));
        Assert.Equal((0L, 16, 400L), (nothing.Total, nothing.Missing.Shards.Count, nothing.Missing.Records));
    }

    [Fact]
    public async Task A_server_that_hangs_is_named_as_one_that_is_down_and_nobody_waits_for_it_twice()
    {
        using var goes = new PostgresCluster();
        using var stays = new PostgresCluster();
        using var store = SampleStore.Of(All.Take(200));
        await using var records = await Made(servers.Coordinator, stays, goes);
        await records.Load(store.Store, Cancel);
        Assert.False((await Searched(records, new SearchRequest(new AllNode()))).Missing.Any);
        goes.Hang(true);
        try
        {
            var start = System.Diagnostics.Stopwatch.StartNew();
            var part = await Searched(records, new SearchRequest(new AllNode()));
            Assert.Equal(Enumerable.Range(0, RecordRow.Shards).Where(s => s % 2 == 1), part.Missing.Shards);
            Assert.True(start.Elapsed < TimeSpan.FromSeconds(20), $"{start.Elapsed}");
            // Also when the time of rest is over, readers go on without it.
            for (var turn = 0; turn < 2; turn++)
            {
                start.Restart();
                Assert.Equal(part.Total, (await Searched(records, new SearchRequest(new AllNode()))).Total);
                Assert.True(start.Elapsed < TimeSpan.FromSeconds(6), $"{start.Elapsed}");
                await Task.Delay(TimeSpan.FromSeconds(6), Cancel);
            }
            await Assert.ThrowsAsync<IOException>(() => records.Load(store.Store, Cancel));
        }
        finally
        {
            goes.Hang(false);
        }
        for (var tries = 0; tries < 20 && (await Searched(records, new SearchRequest(new AllNode()))).Missing.Any; tries++) await Task.Delay(1_000, Cancel);
        Assert.Equal(200, (await Searched(records, new SearchRequest(new AllNode()))).Total);
    }

    [Fact]
    public async Task What_has_not_come_over_is_told_and_comes_with_the_next_load()
    {
        using var store = SampleStore.Of(All.Take(100));
        var connection = servers.Coordinator.NewDatabase();
        await using var records = new PostgresRecords(connection, store.Store);
        await records.Make([], Cancel);
        await records.Load(store.Store, Cancel);
        Assert.False((await Searched(records, new SearchRequest(new AllNode()))).Missing.Any);

        store.Take(All.Skip(100).Take(30));
        store.Store.Forget();
        var part = await Searched(records, new SearchRequest(new AllNode()));
        Assert.Equal((100L, 130L, 30L, 0, true), (part.Total, part.All, part.Missing.Behind, part.Missing.Shards.Count, part.Missing.Any));
        Assert.True((await records.Find(All[120].Key!, true, Cancel)).Accepted(out var found, out _));
        Assert.Equal(All[120].Title, found.Record.Title);
        Assert.Equal(30, await records.Load(store.Store, Cancel));
        part = await Searched(records, new SearchRequest(new AllNode()));
        Assert.Equal((130L, false), (part.Total, part.Missing.Any));
    }
}
