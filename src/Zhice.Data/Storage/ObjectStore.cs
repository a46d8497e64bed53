using System.Globalization;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Zhice.Data.Storage;

/// <summary>Where an S3-compatible object store is and how it is entered.</summary>
/// <param name="Endpoint">Its address, such as <c>https://s3.example.cn</c>; buckets are addressed by path.</param>
/// <param name="Bucket">The bucket; it exists.</param>
/// <param name="Region">Region that requests are signed for.</param>
/// <param name="AccessKey">Name of the key.</param>
/// <param name="SecretKey">The key.</param>
/// <param name="Prefix">What names of objects begin with; empty or ending with a slash.</param>
public sealed record ObjectStoreSettings(Uri Endpoint, string Bucket, string Region, string AccessKey, string SecretKey, string Prefix = "")
{
    /// <summary>From <c>ZHICE_S3_ENDPOINT</c>, <c>_BUCKET</c>, <c>_REGION</c>, <c>_ACCESS_KEY</c>, <c>_SECRET_KEY</c> (the key or a file that holds it),
    /// <c>_PREFIX</c>; null where no endpoint is named.</summary>
    /// <exception cref="InvalidOperationException">An endpoint is named, but something else is missing.</exception>
    public static ObjectStoreSettings? FromEnvironment(Func<string, string?>? read = null)
    {
        var get = read ?? Environment.GetEnvironmentVariable;
        string Required(string name) => get(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"ZHICE_S3_ENDPOINT is set, but {name} is not.");
        if (get("ZHICE_S3_ENDPOINT") is not { Length: > 0 } endpoint) return null;
        if (!Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("ZHICE_S3_ENDPOINT is no http or https address.");
        return new ObjectStoreSettings(address, Required("ZHICE_S3_BUCKET"), get("ZHICE_S3_REGION") is { Length: > 0 } region ? region : "us-east-1",
            Required("ZHICE_S3_ACCESS_KEY"), Secret(Required("ZHICE_S3_SECRET_KEY")), get("ZHICE_S3_PREFIX") ?? "");
    }

    static string Secret(string value) => File.Exists(value) ? File.ReadAllText(value).Trim() : value;
}

/// <summary>Files in an S3-compatible object store, each under its digest. Every body is signed with its own SHA-256, so the store refuses what came in changed.</summary>
public sealed class ObjectStore : IDisposable
{
    /// <summary>Files above this size go in parts of it. S3 wants at least 5 MiB a part, at most 10,000 parts.</summary>
    internal const long PartSize = 16L << 20;

    readonly HttpClient client;
    readonly ObjectStoreSettings settings;
    readonly SignatureV4 signature;
    readonly TimeProvider clock;

    /// <summary>Opens nothing yet: each operation is a request.</summary>
    public ObjectStore(ObjectStoreSettings settings, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (this.settings, this.clock) = (settings, clock ?? TimeProvider.System);
        signature = new SignatureV4(settings.AccessKey, settings.SecretKey, settings.Region);
        client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromMinutes(30) };
    }

    /// <summary>Sends a finished file; in parts when it is large. An upload that fails is called off, so that no parts stay behind.</summary>
    /// <exception cref="StoreFullException">The store says that it has no room.</exception>
    /// <exception cref="StoreUnavailableException">It does not answer, or refuses.</exception>
    public async Task Put(string digest, string file, long size, CancellationToken cancel)
    {
        if (size <= PartSize)
        {
            using var sent = await Send(HttpMethod.Put, digest, "", Piece(file, 0, size), digest, cancel);
            return;
        }
        string upload;
        using (var begun = await Send(HttpMethod.Post, digest, "uploads=", null, SignatureV4.NoPayload, cancel)) upload = await Value(begun, "UploadId", cancel);
        try
        {
            var tags = new List<string>();
            for (long at = 0; at < size; at += PartSize)
            {
                var length = Math.Min(PartSize, size - at);
                var query = string.Create(CultureInfo.InvariantCulture, $"partNumber={tags.Count + 1}&uploadId={Uri.EscapeDataString(upload)}");
                using var part = await Send(HttpMethod.Put, digest, query, Piece(file, at, length), await DigestOf(file, at, length, cancel), cancel);
                tags.Add(part.Headers.ETag?.Tag ?? throw new StoreUnavailableException("The object store gave a part no tag."));
            }
            var list = Encoding.UTF8.GetBytes("<CompleteMultipartUpload>"
                + string.Concat(tags.Select((tag, i) => string.Create(CultureInfo.InvariantCulture, $"<Part><PartNumber>{i + 1}</PartNumber><ETag>{SecurityElement.Escape(tag)}</ETag></Part>")))
                + "</CompleteMultipartUpload>");
            using var done = await Send(HttpMethod.Post, digest, $"uploadId={Uri.EscapeDataString(upload)}", new ByteArrayContent(list), Convert.ToHexStringLower(SHA256.HashData(list)), cancel);
            // S3 may answer 200 and name a fault in the body.
            if ((await done.Content.ReadAsStringAsync(cancel)).Contains("<Error>", StringComparison.Ordinal)) throw new StoreUnavailableException("The object store did not put the parts together.");
        }
        catch
        {
            await CallOff(digest, upload);
            throw;
        }
    }

    /// <summary>The object's bytes; null where there is none.</summary>
    public async Task<Stream?> Open(string digest, CancellationToken cancel)
    {
        var answer = await Ask(HttpMethod.Get, digest, "", null, SignatureV4.NoPayload, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            answer.Dispose();
            return null;
        }
        await Require(answer, cancel);
        return await answer.Content.ReadAsStreamAsync(cancel);
    }

    /// <summary>Bytes of the object; null where there is none.</summary>
    public async Task<long?> Size(string digest, CancellationToken cancel)
    {
        using var answer = await Ask(HttpMethod.Head, digest, "", null, SignatureV4.NoPayload, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        await Require(answer, cancel);
        return answer.Content.Headers.ContentLength ?? 0;
    }

    /// <summary>Names of all objects under the prefix, without it.</summary>
    public async Task<IReadOnlyList<string>> List(CancellationToken cancel)
    {
        var names = new List<string>();
        string? from = null;
        do
        {
            var query = $"list-type=2&prefix={Uri.EscapeDataString(settings.Prefix)}" + (from is null ? "" : $"&continuation-token={Uri.EscapeDataString(from)}");
            using var answer = await Send(HttpMethod.Get, null, query, null, SignatureV4.NoPayload, cancel);
            var page = await Read(answer, cancel);
            names.AddRange(page.Descendants().Where(e => e.Name.LocalName == "Key").Select(e => e.Value[settings.Prefix.Length..]));
            from = page.Descendants().FirstOrDefault(e => e.Name.LocalName == "NextContinuationToken")?.Value;
        }
        while (from is not null);
        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    // The request that failed may have been cancelled; calling off goes its own way, and a failure of it hides no first one.
    async Task CallOff(string digest, string upload)
    {
        try
        {
            using var answer = await Ask(HttpMethod.Delete, digest, $"uploadId={Uri.EscapeDataString(upload)}", null, SignatureV4.NoPayload, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The store's own rule for unfinished uploads clears it away.
        }
    }

    async Task<HttpResponseMessage> Send(HttpMethod method, string? name, string query, HttpContent? body, string payload, CancellationToken cancel)
    {
        var answer = await Ask(method, name, query, body, payload, cancel);
        await Require(answer, cancel);
        return answer;
    }

    async Task<HttpResponseMessage> Ask(HttpMethod method, string? name, string query, HttpContent? body, string payload, CancellationToken cancel)
    {
        var path = $"/{Uri.EscapeDataString(settings.Bucket)}" + (name is null ? "/" : "/" + string.Join('/', (settings.Prefix + name).Split('/').Select(Uri.EscapeDataString)));
        using var request = new HttpRequestMessage(method, new Uri(settings.Endpoint, path + (query.Length > 0 ? "?" + query : ""))) { Content = body };
        signature.Sign(request, payload, clock.GetUtcNow());
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new StoreUnavailableException("The object store does not answer.", fault);
        }
    }

    static async Task Require(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode) return;
        var said = await answer.Content.ReadAsStringAsync(cancel);
        var status = answer.StatusCode;
        answer.Dispose();
        if (status == HttpStatusCode.InsufficientStorage || said.Contains("StorageFull", StringComparison.Ordinal) || said.Contains("QuotaExceeded", StringComparison.Ordinal))
            throw new StoreFullException();
        throw new StoreUnavailableException(string.Create(CultureInfo.InvariantCulture, $"The object store answers {(int)status}: {said[..Math.Min(300, said.Length)]}"));
    }

    static async Task<string> Value(HttpResponseMessage answer, string element, CancellationToken cancel) =>
        (await Read(answer, cancel)).Descendants().FirstOrDefault(e => e.Name.LocalName == element)?.Value
            ?? throw new StoreUnavailableException($"The object store's answer has no {element}.");

    static async Task<XDocument> Read(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var reader = XmlReader.Create(await answer.Content.ReadAsStreamAsync(cancel), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, Async = true });
        try
        {
            return await XDocument.LoadAsync(reader, LoadOptions.None, cancel);
        }
        catch (XmlException fault)
        {
            throw new StoreUnavailableException("The object store's answer is no XML.", fault);
        }
    }

    static async Task<string> DigestOf(string file, long at, long length, CancellationToken cancel)
    {
        var piece = new FilePiece(file, at, length);
        await using (piece) return Convert.ToHexStringLower(await SHA256.HashDataAsync(piece, cancel));
    }

    static StreamContent Piece(string file, long at, long length)
    {
        var content = new StreamContent(new FilePiece(file, at, length), 128 * 1024);
        content.Headers.ContentLength = length;
        return content;
    }
}
