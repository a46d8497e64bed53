using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;

namespace Zhice.Web.Papers;

/// <summary>A page that checks certificates in any browser without a network: the house's public key, SM2 and SM3 in plain script (sm-crypto), and the codes that had ended when it was made.</summary>
public static class OfflineVerifier
{
    /// <summary>The library, from npm; without it there is no page.</summary>
    const string Library = "lib/sm2.js";

    static readonly Lazy<string> page = new(() =>
    {
        using var stream = typeof(OfflineVerifier).Assembly.GetManifestResourceStream("verifier.html") ?? throw new InvalidOperationException("The page of the verifier is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The page; null where the library was not there when the program was built.</summary>
    /// <param name="house">Name of who issues.</param>
    /// <param name="publicKey">The public key, 130 hexadecimal digits.</param>
    /// <param name="fingerprint">Its fingerprint.</param>
    /// <param name="ended">Codes of certificates that no longer hold.</param>
    /// <param name="moment">When it was made, in words.</param>
    public static byte[]? Write(string house, string publicKey, string fingerprint, IReadOnlyCollection<string> ended, string moment)
    {
        ArgumentNullException.ThrowIfNull(ended);
        using var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var file = files.GetFileInfo(Library);
        if (!file.Exists) return null;
        using var reader = new StreamReader(file.CreateReadStream());
        var script = reader.ReadToEnd();
        if (script.Contains("</script", StringComparison.OrdinalIgnoreCase)) throw new InvalidDataException("The library would end the page's script.");
        // The library last: nothing in it is taken for a place to be filled in.
        return Encoding.UTF8.GetBytes(page.Value
            .Replace("{{house}}", WebUtility.HtmlEncode(house), StringComparison.Ordinal).Replace("{{moment}}", WebUtility.HtmlEncode(moment), StringComparison.Ordinal)
            .Replace("{{key}}", publicKey, StringComparison.Ordinal).Replace("{{fingerprint}}", fingerprint, StringComparison.Ordinal)
            .Replace("{{ended-count}}", ended.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{ended}}", JsonSerializer.Serialize(ended), StringComparison.Ordinal).Replace("{{library}}", script, StringComparison.Ordinal));
    }
}
