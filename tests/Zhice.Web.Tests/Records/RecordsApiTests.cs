using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Accounts;
using Zhice.Records.Model;
using Zhice.Web.Features.Records;

namespace Zhice.Web.Tests.Records;

public sealed class RecordsApiTests(RecordSite site) : IClassFixture<RecordSite>
{
    [Fact]
    public async Task A_dataset_is_taken_in_pieces_each_of_which_goes_on_behind_the_last()
    {
        using var anyone = site.Browse();
        var keys = new List<string>();
        var address = "/api/v1/records/datasets/synthetic?after=0&most=70";
        for (var pieces = 0; address is not null; pieces++)
        {
            Assert.InRange(pieces, 0, 10);
            using var answer = await anyone.Get(address);
            Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            foreach (var line in (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                keys.Add(JsonSerializer.Deserialize(line, RecordJson.Default.IpRecord)!.Key!);
            address = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        Assert.Equal(301, keys.Count);
        Assert.Equal(301, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_dataset_is_a_file_that_goes_on_where_it_broke_off()
    {
        using var anyone = site.Browse();
        using var http = new HttpClient { BaseAddress = site.Address };
        const string Address = "/api/v1/records/datasets/synthetic/file";
        async Task<(HttpStatusCode Status, byte[] Body, string? Tag, long? Length)> Get(string? range = null, string? ifRange = null, HttpMethod? method = null)
        {
            using var ask = new HttpRequestMessage(method ?? HttpMethod.Get, Address);
            if (range is not null) ask.Headers.TryAddWithoutValidation("Range", range);
            if (ifRange is not null) ask.Headers.TryAddWithoutValidation("If-Range", ifRange);
            using var answer = await http.SendAsync(ask, TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode) Assert.Contains("bytes", answer.Headers.AcceptRanges);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentRange?.Length);
        }

        var whole = await Get();
        Assert.Equal((HttpStatusCode.OK, 301), (whole.Status, whole.Body.Count(b => b == '\n')));
        var (first, rest) = (await Get("bytes=0-9999"), await Get("bytes=10000-", whole.Tag));
        Assert.Equal((HttpStatusCode.PartialContent, HttpStatusCode.PartialContent, (long)whole.Body.Length), (first.Status, rest.Status, rest.Length));
        Assert.Equal(whole.Body, (byte[])[.. first.Body, .. rest.Body]);
        Assert.Equal(HttpStatusCode.OK, (await Get("bytes=10000-", "\"another\"")).Status);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await Get($"bytes={whole.Body.Length + 5}-")).Status);
        Assert.Equal((HttpStatusCode.OK, 0), (await Get(method: HttpMethod.Head)) is var head ? (head.Status, head.Body.Length) : default);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.Get("/api/v1/records/datasets/closed/file")).StatusCode);
    }

    [Fact]
    public async Task What_is_the_offices_own_is_in_no_answer_to_anyone_outside()
    {
        using var anyone = site.Browse();
        using var officer = site.Browse();
        await officer.LogIn("regionalofficer");
        Assert.DoesNotContain("closed", await anyone.Read("/api/v1/records/datasets"), StringComparison.Ordinal);
        Assert.Contains("closed", await officer.Read("/api/v1/records/datasets"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.Get("/api/v1/records/datasets/closed")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await officer.Get("/api/v1/records/datasets/closed")).StatusCode);
        Assert.Equal(1, (await Json(await anyone.Get("/api/v1/records?q=锂硫电池"))).GetProperty("total").GetInt32());
        Assert.Equal(2, (await Json(await officer.Get("/api/v1/records?q=锂硫电池"))).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_search_names_the_next_page_and_a_bad_query_is_a_problem()
    {
        using var anyone = site.Browse();
        var first = await Json(await anyone.Get("/api/v1/records?q=*&sort=newest&size=100"));
        Assert.Equal((301, 100), (first.GetProperty("total").GetInt32(), first.GetProperty("items").GetArrayLength()));
        var second = await Json(await anyone.Get(first.GetProperty("next").GetString()!));
        Assert.NotEqual(first.GetProperty("items")[0].GetProperty("key").GetString(), second.GetProperty("items")[0].GetProperty("key").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anyone.Get("/api/v1/records?q=date:2020-13")).StatusCode);
    }

    [Fact]
    public async Task Who_has_taken_the_days_share_waits_for_the_next_day_also_on_a_server_that_was_started_anew()
    {
        var clock = new TestClock(); // an hour into the day
        var (here, there) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        // Each taking on a quota of its own, as after a start.
        Task<TimeSpan?> Take(IPAddress from, int records) => site.With(db => new RecordQuota(clock).Take(db, Actor.Public, from, records, TestContext.Current.CancellationToken));
        for (var i = 0; i < RecordQuota.Public / 10_000; i++) Assert.Null(await Take(here, 10_000));
        Assert.Equal(TimeSpan.FromHours(23), await Take(here, 1));
        Assert.Null(await Take(there, 1));
        Assert.DoesNotContain(await site.With(db => db.RecordTakings.Select(t => t.Who).ToListAsync()), who => who.Contains("192.0.2", StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromHours(23));
        Assert.Null(await Take(here, 1));
        Assert.DoesNotContain(await site.With(db => db.RecordTakings.ToListAsync()), t => t.Day == DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(-1)));
    }

    [Fact]
    public async Task Who_looks_whether_there_is_more_takes_nothing()
    {
        using var anyone = site.Browse();
        Task<long> Taken() => site.With(async db => await db.RecordTakings.SumAsync(t => (long)t.Taken));
        Assert.Equal(HttpStatusCode.OK, (await anyone.Get("/api/v1/records/datasets/synthetic?most=5")).StatusCode);
        var before = await Taken();
        Assert.Equal(HttpStatusCode.OK, (await anyone.Get("/api/v1/records/datasets/synthetic?after=99999999")).StatusCode);
        Assert.Equal(before, await Taken());
        Assert.Equal(HttpStatusCode.OK, (await anyone.Get("/api/v1/records/datasets/synthetic?after=290&most=1000")).StatusCode);
        Assert.InRange(await Taken() - before, 1, 40);
    }

    [Fact]
    public async Task A_search_and_an_export_count_what_they_give()
    {
        using var anyone = site.Browse();
        Task<long> Taken() => site.With(async db => await db.RecordTakings.SumAsync(t => (long)t.Taken));
        var before = await Taken();
        Assert.Equal(HttpStatusCode.OK, (await anyone.Get("/api/v1/records?q=*&size=30")).StatusCode);
        Assert.Equal(30, await Taken() - before);
        foreach (var ending in new[] { "csv", "xlsx", "bib" })
        {
            before = await Taken();
            Assert.Equal(HttpStatusCode.OK, (await anyone.Get($"/records/export.{ending}?q=kind:发明")).StatusCode);
            Assert.Equal((await Json(await anyone.Get("/api/v1/records?q=kind:发明&size=1"))).GetProperty("total").GetInt64() + 1, await Taken() - before);
        }
    }

    [Fact]
    public async Task A_download_is_packed_for_whoever_takes_it_so_and_the_packed_file_has_a_tag_of_its_own()
    {
        using var http = new HttpClient { BaseAddress = site.Address };
        async Task<HttpResponseMessage> Get(string address, string? accept = null)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, address);
            if (accept is not null) ask.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
            return await http.SendAsync(ask, TestContext.Current.CancellationToken);
        }
        async Task<string> Unpacked(HttpResponseMessage answer)
        {
            await using var gzip = new GZipStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
            using var text = new StreamReader(gzip);
            return await text.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        const string Piece = "/api/v1/records/datasets/synthetic?most=50";
        var plain = await (await Get(Piece)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var packed = await Get(Piece, "br, gzip");
        Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
        Assert.Equal(plain, await Unpacked(packed));
        Assert.Empty((await Get(Piece, "gzip;q=0")).Content.Headers.ContentEncoding);

        var (file, gz) = (await Get("/api/v1/records/datasets/synthetic/file"), await Get("/api/v1/records/datasets/synthetic/file.gz"));
        Assert.Equal(await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await Unpacked(gz));
        Assert.NotEqual(file.Headers.ETag, gz.Headers.ETag);
        Assert.Equal("application/gzip", gz.Content.Headers.ContentType?.MediaType);
    }

    static Task<JsonElement> Json(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
