using System.Text;
using Zhice.Data.Storage;

namespace Zhice.Data.Submitting;

/// <summary>SM3 (GB/T 32905) of what is at hand: bodies of submissions and public keys.</summary>
public static class Sm3Hex
{
    /// <summary>The digest of the UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The digest of the bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Of(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var digest = Sm3.Begin();
        digest.Append(bytes, bytes.Length);
        return Convert.ToHexStringLower(digest.Finish());
    }
}
