using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace Zhice.Data.Submitting;

/// <summary>SM3 (GB/T 32905) of short texts: bodies of submissions and public keys.</summary>
public static class Sm3
{
    /// <summary>The digest of the UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The digest of the bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Of(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var digest = new SM3Digest();
        digest.BlockUpdate(bytes, 0, bytes.Length);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return Convert.ToHexStringLower(hash);
    }
}
