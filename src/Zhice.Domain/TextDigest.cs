using System.Security.Cryptography;
using System.Text;

namespace Zhice.Domain;

/// <summary>The digest by which a text is known again: of a release, of frozen facts, of a locked scope, of a survey's result.</summary>
public static class TextDigest
{
    /// <summary>SHA-256 of a text in UTF-8, lower-case hexadecimal.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
