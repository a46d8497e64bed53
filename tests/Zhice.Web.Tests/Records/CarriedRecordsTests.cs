using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Records.Store;
using Zhice.Web.Features.Records;

namespace Zhice.Web.Tests.Records;

/// <summary>What was taken in while a server of records was away is never passed off as not there, and comes over by itself.</summary>
public sealed class CarriedRecordsTests(ShardedSite site) : IClassFixture<ShardedSite>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_taken_in_while_a_server_hangs_are_told_of_and_come_over_when_it_is_back()
    {
        using var admin = site.Browse();
        await admin.LogIn("nationaladministrator");
        using var anyone = site.Browse();
        site.Goes.Hang(true);
        try
        {
            var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"CN9155555{i:00}A,小雪断线{i}\n"));
            Assert.Equal(HttpStatusCode.Found, (await admin.Upload("/records/ingest", "/records/ingest", [("code", "later"), ("name", "断线时接入")], ("later.csv", Encoding.UTF8.GetBytes("公开号,名称\n" + rows)))).StatusCode);
            var store = site.Services.GetRequiredService<RecordStore>();
            for (var i = 0; i < 100 && !store.Jobs(5).Any(j => j.File == "later.csv" && j.State == JobState.Done); i++) await Task.Delay(100, Cancel);
            // The attempt to carry them over fails first.
            for (var i = 0; i < 200 && site.Services.GetRequiredService<CarryRecords>().Fault is null; i++) await Task.Delay(100, Cancel);

            Assert.Contains("有 20 件记录已接入，但还没有转入检索所用的数据库", await admin.Read("/records/ingest"), StringComparison.Ordinal);
            Assert.Contains("另有 20 件新接入的记录还没有转入", await anyone.Read("/records?q=小雪断线"), StringComparison.Ordinal);
            Assert.Contains("20 records that were taken in have not come", await anyone.Read("/records?q=小雪断线&lang=en"), StringComparison.Ordinal);
            Assert.True((await Api()).GetProperty("partial").GetBoolean());
        }
        finally
        {
            site.Goes.Hang(false);
        }

        var answer = await Api();
        for (var i = 0; i < 90 && answer.GetProperty("partial").GetBoolean(); i++)
        {
            await Task.Delay(1_000, Cancel);
            answer = await Api();
        }
        Assert.Equal((20, false, 0), (answer.GetProperty("total").GetInt32(), answer.GetProperty("partial").GetBoolean(), answer.GetProperty("notSearched").GetInt32()));
        Assert.DoesNotContain("还没有转入", await admin.Read("/records/ingest?lang=zh"), StringComparison.Ordinal);

        async Task<JsonElement> Api()
        {
            using var found = await anyone.Get("/api/v1/records?q=小雪断线");
            return await found.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        }
    }
}
