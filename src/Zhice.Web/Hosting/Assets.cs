using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace Zhice.Web.Hosting;

/// <summary>Our own style sheets, scripts and pictures: addresses carry a digest of the content, so that a browser may keep them for a year.</summary>
/// <param name="files">The output's wwwroot.</param>
public sealed class Assets(IFileProvider files)
{
    readonly ConcurrentDictionary<string, string?> addresses = new(StringComparer.Ordinal);

    /// <summary>How they are served: with an entity tag, and for a year when the address names the content.</summary>
    internal StaticFileOptions Options => new()
    {
        FileProvider = files,
        OnPrepareResponse = served => served.Context.Response.Headers.CacheControl =
            served.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
    };

    /// <summary>Address of a file such as <c>css/base.css</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string Of(string path) => Find(path) ?? throw new FileNotFoundException("No such file under wwwroot.", path);

    /// <summary>Address of a file that may be missing, such as a script from npm; null when it is.</summary>
    public string? Find(string path) => addresses.GetOrAdd(path, Address);

    string? Address(string path)
    {
        var file = files.GetFileInfo(path);
        if (!file.Exists) return null;
        using var content = file.CreateReadStream();
        return $"/{path}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
    }
}
