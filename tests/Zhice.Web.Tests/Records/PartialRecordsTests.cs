using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Records;
using Zhice.Data.Tests;
using Zhice.Records.Generating;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Relational;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Web.Tests.Records;

/// <summary>A site whose record searches are answered by a PostgreSQL with shards on two workers.</summary>
public sealed class ShardedSite(PostgresCluster coordinator) : SampleSite
{
    internal static readonly IReadOnlyList<IpRecord> All = [.. new SyntheticRecords(3).Make(0, 300)];

    readonly PostgresCluster stays = new();
    bool stopped;

    internal PostgresCluster Goes { get; } = new();

    protected override HostSettings Settings => base.Settings with { RecordsPostgres = connection ??= coordinator.NewDatabase() };

    string? connection;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var store = Services.GetRequiredService<RecordStore>();
        using (var writer = new RecordWriter(store))
            IngestRun.Take(writer, SyntheticSet.Register(writer), "made", "1", 0, All.Select((r, i) => new ReadRecord(i + 1, r)), null, CancellationToken.None);
        store.Forget();
        var records = Assert.IsType<PostgresRecords>(Services.GetRequiredService<IRecordSource>());
        await records.Make([stays.NewDatabase(), Goes.NewDatabase()]);
        await records.Load(store);
    }

    internal void Stop()
    {
        stopped = true;
        Goes.Dispose();
    }

    protected override void Closed()
    {
        stays.Dispose();
        if (!stopped) Goes.Dispose();
    }
}

public sealed partial class PartialRecordsTests(ShardedSite site) : IClassFixture<ShardedSite>
{
    [Fact]
    public async Task With_a_server_down_every_answer_says_that_it_is_partial_and_what_is_missing()
    {
        using var anyone = site.Browse();
        var word = ShardedSite.All.GroupBy(r => r.Title[..2]).MaxBy(g => g.Count())!.Key;
        var (embedded, lost) = (new EmbeddedRecords(site.Services.GetRequiredService<RecordStore>()), ShardedSite.All.Count(r => RecordRow.ShardOf(r.Key!) % 2 == 1));
        var (there, gone) = (ShardedSite.All.First(r => RecordRow.ShardOf(r.Key!) % 2 == 0).Key!, ShardedSite.All.First(r => RecordRow.ShardOf(r.Key!) % 2 == 1).Key!);
        Assert.True(Zhice.Records.Query.QueryParser.Parse(word).Accepted(out var node, out _));
        Assert.True((await embedded.Search(new SearchRequest(node), TestContext.Current.CancellationToken)).Accepted(out var wanted, out _));
        var first = (await embedded.Load([.. wanted.Hits.Select(h => h.Id)], TestContext.Current.CancellationToken)).Records.Select(r => r.Record.Key!);

        // Whole: as the embedded store has it.
        var page = await anyone.Read($"/records?q={word}");
        Assert.Contains($"命中 {wanted.Total} 件（共 300 件）", page, StringComparison.Ordinal);
        Assert.Equal(first, Items(page));
        Assert.Contains("href=\"/records?q=" + Uri.EscapeDataString($"{word} kind:Invention"), page, StringComparison.Ordinal);
        Assert.DoesNotContain("部分结果", page, StringComparison.Ordinal);
        Assert.Contains($"<mark>{word}</mark>", page, StringComparison.Ordinal);
        Assert.Contains("/records?q=", await anyone.Read($"/records?q={word}&page=2&sort=newest"), StringComparison.Ordinal);
        Assert.False((await Json(await anyone.Get("/api/v1/records?q=*"))).GetProperty("partial").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await anyone.Get($"/records/item/{gone}")).StatusCode);
        Assert.DoesNotContain("部分结果", await anyone.Read("/records/export.csv?q=*"), StringComparison.Ordinal);

        site.Stop();

        page = await anyone.Read("/records?q=*");
        Assert.Contains($"部分结果：16 个分区中有 8 个（1、3、5、7、9、11、13、15）所在的服务器没有应答，其中 {lost} 件记录没有检索", page, StringComparison.Ordinal);
        Assert.Contains($"部分结果：已命中 {300 - lost} 件（全部 300 件中", page, StringComparison.Ordinal);
        Assert.Contains("缩小范围（部分结果）", page, StringComparison.Ordinal);
        var english = await anyone.Read($"/records?q={word}&lang=en");
        Assert.Contains($"Partial results: the servers of 8 of 16 shards (1, 3, 5, 7, 9, 11, 13, 15) do not answer, so that {lost} records were not searched", english, StringComparison.Ordinal);
        Assert.Contains("Partial: ", english, StringComparison.Ordinal);
        Assert.Contains("在已应答的服务器上没有符合条件的记录", await anyone.Read($"/records?q=number:{gone}&lang=zh"), StringComparison.Ordinal);

        var answer = await Json(await anyone.Get("/api/v1/records?q=*&size=100"));
        Assert.Equal((true, 300 - lost, lost, 8), (answer.GetProperty("partial").GetBoolean(), answer.GetProperty("total").GetInt32(), answer.GetProperty("notSearched").GetInt32(), answer.GetProperty("missingShards").GetArrayLength()));

        using var file = await anyone.Get("/records/export.csv?q=*");
        Assert.Equal("records-partial.csv", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var lines = (await file.Text()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("\"部分结果", lines[1], StringComparison.Ordinal);
        Assert.Equal(300 - lost + 2, lines.Length);

        Assert.Contains("被引用次数、同一申请和相似记录可能不全", await anyone.Read($"/records/item/{there}"), StringComparison.Ordinal);
        using var unknown = await anyone.Get($"/records/item/{gone}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        Assert.Contains("目前不知道有没有这件记录", await unknown.Text(), StringComparison.Ordinal);
        Assert.Contains("部分结果", await anyone.Read($"/records/similar?text={word}"), StringComparison.Ordinal);
    }

    static IEnumerable<string> Items(string page) => Item().Matches(page).Select(m => WebUtility.UrlDecode(m.Groups[1].Value));

    static Task<JsonElement> Json(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    [GeneratedRegex("<h3 lang=\"zh-CN\"><a href=\"/records/item/([^\"]+)\"")]
    private static partial Regex Item();
}
