using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Records;

/// <summary>/api/v1/records: search, the catalogue, and whole datasets as JSON lines that are gone on with behind the last number received.</summary>
public static class RecordsApi
{
    /// <summary>Most records of one answer.</summary>
    public const int Most = 1_000;

    /// <summary>A hit.</summary>
    /// <param name="Key">What makes it the same record.</param>
    /// <param name="Kind">Name of the kind.</param>
    /// <param name="Title">Title.</param>
    /// <param name="Applicant">The first applicant; null when there is none.</param>
    /// <param name="Application">Application number.</param>
    /// <param name="Publication">Publication number.</param>
    /// <param name="Filed">Filing day.</param>
    /// <param name="Published">Publication day.</param>
    /// <param name="Status">Name of the legal state.</param>
    /// <param name="Synthetic">True for a record made by the generator.</param>
    public sealed record Item(string Key, RecordKind Kind, string Title, string? Applicant, string? Application, string? Publication, DateOnly? Filed, DateOnly? Published, RecordStatus Status, bool Synthetic);

    /// <summary>A page of hits.</summary>
    /// <param name="Query">The query as understood.</param>
    /// <param name="Total">Hits in all; when partial, those that could be asked.</param>
    /// <param name="Partial">True when some servers do not answer, or some records have not come over yet: the total and the page leave out what they hold.</param>
    /// <param name="MissingShards">The shards that could not be asked.</param>
    /// <param name="NotSearched">How many records were not searched: what these hold, as last counted, and what was taken in and has not come to the database of the search.</param>
    /// <param name="Items">The page.</param>
    /// <param name="Next">Address of the next page; null on the last.</param>
    public sealed record Page(string Query, long Total, bool Partial, IReadOnlyList<int> MissingShards, long NotSearched, IReadOnlyList<Item> Items, string? Next);

    /// <summary>A dataset of the catalogue.</summary>
    /// <param name="Code">Stable short name.</param>
    /// <param name="Name">Name.</param>
    /// <param name="Source">Where it comes from.</param>
    /// <param name="Licence">Under which terms it may be used.</param>
    /// <param name="Cycle">How often it is brought up to date.</param>
    /// <param name="Updated">When a file was last taken in.</param>
    /// <param name="Synthetic">True when the generator made it.</param>
    /// <param name="Quality">Figures of the quality report.</param>
    /// <param name="Records">Address of its records.</param>
    /// <param name="File">Address of all of them as one file.</param>
    public sealed record Entry(string Code, string Name, string Source, string Licence, string Cycle, DateTimeOffset? Updated, bool Synthetic, IReadOnlyDictionary<string, long> Quality, string Records, string File);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/records", Search);
        routes.MapGet("/api/v1/records/datasets", Datasets);
        routes.MapGet("/api/v1/records/datasets/{code}", Download);
        routes.MapGet("/api/v1/records/datasets/{code}/file", (string code, HttpContext context, Visit visit, ZhiceDb db, RecordStore store, DatasetFiles files, RecordQuota quota, CancellationToken cancel) => Whole(code, false, context, visit, db, store, files, quota, cancel));
        routes.MapGet("/api/v1/records/datasets/{code}/file.gz", (string code, HttpContext context, Visit visit, ZhiceDb db, RecordStore store, DatasetFiles files, RecordQuota quota, CancellationToken cancel) => Whole(code, true, context, visit, db, store, files, quota, cancel));
        routes.MapGet("/api/v1/records/datasets/{code}/removed", Removed);
    }

    /// <summary>A record that its source took back.</summary>
    /// <param name="Number">Number of the removal: later ones are higher.</param>
    /// <param name="Key">Key of the record.</param>
    /// <param name="Record">Its number: whoever holds the key with this number or a lower one takes it out; a higher one came later and stays.</param>
    /// <param name="On">When it was taken out.</param>
    public sealed record Removal(long Number, string Key, long Record, DateTimeOffset On);

    static async Task<IResult> Search(string? q, string? sort, int? page, int? size, HttpContext context, Visit visit, ZhiceDb db, IRecordSource records, RecordQuota quota, CancellationToken cancel)
    {
        var (at, each) = (Math.Clamp(page ?? 1, 1, RecordSearch.Deepest), Math.Clamp(size ?? 20, 1, 100));
        if (!QueryParser.Parse(q, await RecordQuery.Sets(db, visit, q, cancel)).Accepted(out var node, out var refusal)
            || !(await records.Search(new SearchRequest(node, SearchRecords.Order(sort), Math.Min((at - 1) * each, RecordSearch.Deepest), (at - 1) * each >= RecordSearch.Deepest ? 0 : each, Inside: RecordQuery.Inside(visit)), cancel)).Accepted(out var found, out refusal))
            return Answer.Problem(visit, refusal, RecordQuery.Silent(refusal));
        if (await quota.Over(context, db, visit, found.Hits.Count, cancel) is { } over) return Answer.Problem(visit, over, StatusCodes.Status429TooManyRequests);
        var loaded = await records.Load([.. found.Hits.Select(h => h.Id)], cancel);
        var missing = loaded.Missing.Any ? loaded.Missing : found.Missing;
        var items = loaded.Records.Select(r => r.Record).Select(r => new Item(r.Key!, r.Kind, r.Title, r.Applicant?.Name, r.Application, r.Publication, r.Filed, r.Published, r.Status, r.Synthetic)).ToList();
        var next = at * each < Math.Min(found.Total, RecordSearch.Deepest)
            ? "/api/v1/records" + QueryString.Create("q", q ?? "").Add("sort", sort ?? "").Add("page", (at + 1).ToString(CultureInfo.InvariantCulture)).Add("size", each.ToString(CultureInfo.InvariantCulture)) : null;
        return TypedResults.Json(new Page(node.ToString(), found.Total, missing.Any, missing.Shards, missing.All, items, next), Reporting.DraftApi.Json);
    }

    static IEnumerable<Dataset> Seen(Visit visit, RecordStore store) => store.Snapshot().Datasets.Where(d => !d.Inside || RecordQuery.Inside(visit));

    static JsonHttpResult<List<Entry>> Datasets(Visit visit, RecordStore store) => TypedResults.Json(Seen(visit, store).Select(d => new Entry(d.Code, d.Name, d.Source, d.Licence, d.Cycle, d.Updated, d.Synthetic,
        store.Quality(d.Id).ToDictionary(f => f.Measure, f => f.Count), Address(d.Code), FileAddress(d.Code))).ToList(), Reporting.DraftApi.Json);

    internal static string Address(string code) => "/api/v1/records/datasets/" + Uri.EscapeDataString(code);

    internal static string FileAddress(string code) => Address(code) + "/file";

    // All records of a dataset as they stand, as one file with ranges (RFC 9110, 14): what broke off goes on, and If-Range tells whether it is still the same file. Packed, it is another file with a tag of its own.
    static async Task<IResult> Whole(string code, bool packed, HttpContext context, Visit visit, ZhiceDb db, RecordStore store, DatasetFiles files, RecordQuota quota, CancellationToken cancel)
    {
        if (Seen(visit, store).FirstOrDefault(d => d.Code == code) is not { } dataset) return Answer.Problem(visit, new Missing("dataset.missing"));
        var file = await files.Of(store, dataset, packed, cancel);
        // HEAD comes here as GET whose body goes nowhere, and takes nothing away.
        if (context.Response.Body != Stream.Null && await quota.Over(context, db, visit, Share(context.Request, file), cancel) is { } over) return Answer.Problem(visit, over, StatusCodes.Status429TooManyRequests);
        return TypedResults.PhysicalFile(file.Path, packed ? "application/gzip" : "application/x-ndjson", packed ? $"{code}.jsonl.gz" : $"{code}.jsonl", file.Made, new EntityTagHeaderValue(file.Tag), enableRangeProcessing: true);
    }

    // What the source took back since: who keeps a copy takes it out there too. Records that came again are told by their new number.
    static IResult Removed(string code, long? after, HttpContext context, Visit visit, RecordStore store)
    {
        if (Seen(visit, store).FirstOrDefault(d => d.Code == code) is not { } dataset) return Answer.Problem(visit, new Missing("dataset.missing"));
        var removed = store.Removals(dataset.Id, after ?? 0, Most).Select(r => new Removal(r.Number, r.Key, r.Record, r.On)).ToList();
        if (removed.Count > 0) context.Response.Headers["X-Last"] = removed[^1].Number.ToString(CultureInfo.InvariantCulture);
        if (removed.Count == Most) context.Response.Headers.Link = string.Create(CultureInfo.InvariantCulture, $"<{Address(code)}/removed?after={removed[^1].Number}>; rel=\"next\"");
        return TypedResults.Json(removed, Reporting.DraftApi.Json);
    }

    // So many records as the bytes asked for are of the whole; one range, or all of it.
    static int Share(HttpRequest request, DatasetFile file)
    {
        var bytes = file.Bytes;
        if (request.GetTypedHeaders().Range is { Ranges.Count: 1 } range && range.Ranges.First() is var part)
            bytes = part.From is { } from ? Math.Clamp((part.To ?? file.Bytes - 1) - from + 1, 0, file.Bytes) : Math.Min(part.To ?? file.Bytes, file.Bytes);
        return file.Bytes == 0 ? 1 : (int)Math.Clamp(Math.Ceiling((double)file.Records * bytes / file.Bytes), 1, int.MaxValue);
    }

    // Numbers only grow: a record that came again with other content has a new one behind all others, so that going on misses nothing.
    static async Task<IResult> Download(string code, long? after, int? most, HttpContext context, Visit visit, ZhiceDb db, RecordStore store, RecordQuota quota, CancellationToken cancel)
    {
        if (Seen(visit, store).FirstOrDefault(d => d.Code == code) is not { } dataset) return Answer.Problem(visit, new Missing("dataset.missing"));
        var wanted = Math.Clamp(most ?? Most, 1, Most);
        var lines = store.After(dataset.Id, after ?? 0, wanted);
        // What is given counts, not what was asked for: who looks whether there is more takes nothing.
        if (await quota.Over(context, db, visit, lines.Count, cancel) is { } over) return Answer.Problem(visit, over, StatusCodes.Status429TooManyRequests);
        if (lines.Count > 0) context.Response.Headers["X-Last"] = lines[^1].Id.ToString(CultureInfo.InvariantCulture);
        if (lines.Count == wanted)
            context.Response.Headers.Link = string.Create(CultureInfo.InvariantCulture, $"<{Address(code)}?after={lines[^1].Id}&most={wanted}>; rel=\"next\"");
        var body = new MemoryStream();
        context.Response.Headers.Vary = "Accept-Encoding";
        var packed = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is not 0);
        using (var text = packed ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : null)
            foreach (var (_, line) in lines)
            {
                Stream into = text is null ? body : text;
                into.Write(line);
                into.WriteByte((byte)'\n');
            }
        if (packed) context.Response.Headers.ContentEncoding = "gzip";
        body.Position = 0;
        return Results.Stream(body, "application/x-ndjson", string.Create(CultureInfo.InvariantCulture, $"{code}-{after ?? 0}.jsonl"));
    }
}
