using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Zhice.Data.Storage;

/// <summary>Signs requests to an S3-compatible store: AWS Signature Version 4 in the Authorization header.</summary>
/// <param name="AccessKey">Name of the key.</param>
/// <param name="SecretKey">The key.</param>
/// <param name="Region">Region, such as <c>us-east-1</c>.</param>
internal sealed record SignatureV4(string AccessKey, string SecretKey, string Region)
{
    /// <summary>SHA-256 of nothing: the payload digest of a request without a body.</summary>
    internal const string NoPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Adds date, payload digest and signature. All headers that stand on the request now are signed; path and query must be escaped already.</summary>
    internal void Sign(HttpRequestMessage request, string payloadDigest, DateTimeOffset now)
    {
        var uri = request.RequestUri ?? throw new ArgumentException("An address is signed too.", nameof(request));
        var moment = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Host = uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port.ToString(CultureInfo.InvariantCulture)}";
        request.Headers.TryAddWithoutValidation("x-amz-date", moment);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadDigest);

        var headers = request.Headers.Select(h => (Name: h.Key.ToLowerInvariant(), Value: string.Join(',', h.Value).Trim()))
            .OrderBy(h => h.Name, StringComparer.Ordinal).ToList();
        var signed = string.Join(';', headers.Select(h => h.Name));
        var canonical = string.Join('\n', request.Method.Method, uri.AbsolutePath, Query(uri), string.Concat(headers.Select(h => $"{h.Name}:{h.Value}\n")), signed, payloadDigest);
        var scope = $"{moment[..8]}/{Region}/s3/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), moment[..8]), Region), "s3"), "aws4_request");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential={AccessKey}/{scope},SignedHeaders={signed},Signature={Convert.ToHexStringLower(Mac(key, toSign))}");
    }

    static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    // Pairs in the order of their names; a name alone stands as "name=".
    static string Query(Uri uri) => string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal));
}
