using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Zhice.Web.Tests;

/// <summary>A stand-in for an S3-compatible store: one bucket in memory. It works out every signature for itself, from the request as it came, and refuses what does not agree.</summary>
public sealed class StandInObjectStore : IAsyncLifetime
{
    public const string AccessKey = "ZHICETESTKEY", SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE", Region = "cn-north-1", Bucket = "zhice";

    const int PageSize = 2;

    readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> uploads = new(StringComparer.Ordinal);
    WebApplication? app;

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Unfinished uploads.</summary>
    public int Unfinished => uploads.Count;

    /// <summary>Requests that were refused for their signature.</summary>
    public int Refused { get; private set; }

    /// <summary>Number of the part that is answered with a fault; 0 for none.</summary>
    public int FailingPart { get; set; }

    /// <summary>True answers every write with “no room”.</summary>
    public bool Full { get; set; }

    public Uri Address => new(app!.Urls.First());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(Handle);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }

    async Task Handle(HttpContext context)
    {
        var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        var raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        if (!Agrees(context.Request, raw, body))
        {
            Refused++;
            await Answer(context, 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
            return;
        }
        var path = Uri.UnescapeDataString(raw.Split('?')[0]);
        if (!path.StartsWith($"/{Bucket}/", StringComparison.Ordinal)) await Answer(context, 404, "<Error><Code>NoSuchBucket</Code></Error>");
        else await Serve(context, path[(Bucket.Length + 2)..], context.Request.Query, body);
    }

    async Task Serve(HttpContext context, string name, IQueryCollection query, byte[] body)
    {
        var (method, upload) = (context.Request.Method, query["uploadId"].ToString());
        if (Full && method is "PUT" or "POST" && Full) await Answer(context, 507, "<Error><Code>XMinioStorageFull</Code></Error>");
        else if (method == "GET" && name.Length == 0) await List(context, query);
        else if (method == "POST" && query.ContainsKey("uploads"))
        {
            var id = $"u+/{Guid.NewGuid():N}"; // signs that must be escaped on their way back
            uploads[id] = [];
            await Answer(context, 200, $"<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
        }
        else if (method == "PUT" && upload.Length > 0) await Part(context, uploads[upload], int.Parse(query["partNumber"].ToString(), CultureInfo.InvariantCulture), body);
        else if (method == "POST") await Complete(context, name, upload, body);
        else if (method == "DELETE") { uploads.TryRemove(upload, out _); context.Response.StatusCode = 204; }
        else if (method == "PUT") { Objects[name] = body; context.Response.Headers.ETag = "\"one\""; }
        else if (!Objects.TryGetValue(name, out var found)) context.Response.StatusCode = 404;
        else
        {
            context.Response.ContentLength = found.Length;
            if (method == "GET") await context.Response.Body.WriteAsync(found);
        }
    }

    async Task Part(HttpContext context, SortedDictionary<int, byte[]> parts, int number, byte[] body)
    {
        if (number == FailingPart) { await Answer(context, 500, "<Error><Code>InternalError</Code></Error>"); return; }
        parts[number] = body;
        context.Response.Headers.ETag = $"\"part{number}\"";
    }

    async Task Complete(HttpContext context, string name, string upload, byte[] body)
    {
        var parts = uploads[upload];
        var named = XDocument.Parse(Encoding.UTF8.GetString(body)).Descendants("Part").Select(p => (int.Parse(p.Element("PartNumber")!.Value, CultureInfo.InvariantCulture), p.Element("ETag")!.Value));
        if (!named.SequenceEqual(parts.Keys.Select(n => (n, $"\"part{n}\"")))) { await Answer(context, 400, "<Error><Code>InvalidPart</Code></Error>"); return; }
        if (parts.SkipLast(1).Any(p => p.Value.Length < 5 << 20)) { await Answer(context, 400, "<Error><Code>EntityTooSmall</Code></Error>"); return; }
        Objects[name] = [.. parts.Values.SelectMany(p => p)];
        uploads.TryRemove(upload, out _);
        await Answer(context, 200, "<CompleteMultipartUploadResult/>");
    }

    async Task List(HttpContext context, IQueryCollection query)
    {
        var from = query["continuation-token"].ToString();
        var names = Objects.Keys.Where(n => n.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal)).Order(StringComparer.Ordinal).Where(n => string.CompareOrdinal(n, from) > 0).ToList();
        var more = names.Count > PageSize ? $"<NextContinuationToken>{names[PageSize - 1]}</NextContinuationToken>" : "";
        await Answer(context, 200, "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + string.Concat(names.Take(PageSize).Select(n => $"<Contents><Key>{n}</Key></Contents>")) + more + "</ListBucketResult>");
    }

    static Task Answer(HttpContext context, int status, string xml)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(xml);
    }

    /// <summary>The canonical request and its signature by the published rule, written for the test and not taken from the client.</summary>
    static bool Agrees(HttpRequest request, string raw, byte[] body)
    {
        var said = request.Headers.Authorization.ToString();
        if (!said.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal)) return false;
        var fields = said["AWS4-HMAC-SHA256 ".Length..].Split(',').Select(f => f.Trim().Split('=', 2)).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);
        var credential = fields["Credential"].Split('/');
        var (day, date) = (credential[1], request.Headers["x-amz-date"].ToString());
        var payload = request.Headers["x-amz-content-sha256"].ToString();
        if (credential[0] != AccessKey || credential[2] != Region || !date.StartsWith(day, StringComparison.Ordinal) || Hex(SHA256.HashData(body)) != payload) return false;
        var names = fields["SignedHeaders"].Split(';');
        if (!names.Contains("host") || !names.Contains("x-amz-date") || !names.Contains("x-amz-content-sha256")) return false;

        var canonical = new StringBuilder().Append(request.Method).Append('\n').Append(raw.Split('?')[0]).Append('\n');
        var pairs = raw.Contains('?', StringComparison.Ordinal) ? raw[(raw.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&') : [];
        canonical.AppendJoin('&', pairs.Select(p => p.Contains('=', StringComparison.Ordinal) ? p : p + "=").OrderBy(p => p, StringComparer.Ordinal)).Append('\n');
        foreach (var name in names) canonical.Append(name).Append(':').Append(request.Headers[name].ToString().Trim()).Append('\n');
        canonical.Append('\n').Append(fields["SignedHeaders"]).Append('\n').Append(payload);
        var text = $"AWS4-HMAC-SHA256\n{date}\n{day}/{Region}/s3/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (var step in (string[])[day, Region, "s3", "aws4_request", text]) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        return Hex(key) == fields["Signature"];
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
