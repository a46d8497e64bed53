using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Zhice.Data.Submitting;

/// <summary>The SM2 key pair (GB/T 32918) by which this instance signs what it sends.</summary>
/// <remarks>
/// Made at its first use and kept as PKCS#8 in <c>keys/submission-sm2.pem</c> of the data folder, readable by the folder's owner only; a backup
/// holds it. The signature is that of GB/T 32918.2 with SM3 and the identity 1234567812345678, as DER.
/// </remarks>
public sealed class InstanceKey
{
    /// <summary>Name of the file in the folder <c>keys</c>.</summary>
    public const string FileName = "submission-sm2.pem";

    const string Begin = "-----BEGIN PRIVATE KEY-----", End = "-----END PRIVATE KEY-----";
    static readonly byte[] Identity = Encoding.ASCII.GetBytes("1234567812345678");
    static readonly X9ECParameters Curve = GMNamedCurves.GetByName("SM2P256V1");

    readonly ECPrivateKeyParameters secret;

    InstanceKey(ECPrivateKeyParameters secret)
    {
        this.secret = secret;
        PublicKey = Convert.ToHexStringLower(Curve.G.Multiply(secret.D).Normalize().GetEncoded(compressed: false));
        Fingerprint = FingerprintOf(PublicKey);
    }

    /// <summary>The public point: 04, x, y as 130 lower-case hexadecimal digits.</summary>
    public string PublicKey { get; }

    /// <summary>SM3 of the point's 65 bytes, 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>The key of a data folder; made where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and holds no SM2 key.</exception>
    public static InstanceKey Of(string home)
    {
        var folder = Path.Combine(home, "keys");
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) Make(folder, file);
        var pem = File.ReadAllText(file).Replace(Begin, "", StringComparison.Ordinal).Replace(End, "", StringComparison.Ordinal);
        try
        {
            return PrivateKeyFactory.CreateKey(Convert.FromBase64String(pem)) is ECPrivateKeyParameters key && key.Parameters.Curve.Equals(Curve.Curve)
                ? new InstanceKey(key)
                : throw new InvalidDataException($"{file} holds a key of another kind.");
        }
        catch (Exception broken) when (broken is FormatException or ArgumentException or IOException or GeneralSecurityException)
        {
            throw new InvalidDataException($"{file} holds no key that can be read.", broken);
        }
    }

    /// <summary>The signature of the text's UTF-8 bytes, DER in base64; another one each time.</summary>
    public string Sign(string text)
    {
        var signer = new SM2Signer();
        signer.Init(forSigning: true, new ParametersWithID(new ParametersWithRandom(secret, new SecureRandom()), Identity));
        var bytes = Encoding.UTF8.GetBytes(text);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return Convert.ToBase64String(signer.GenerateSignature());
    }

    /// <summary>True when the signature is that of the text under the public key; false for anything that is no signature or no key.</summary>
    public static bool Verify(string publicKey, string text, string signature)
    {
        if (PointOf(publicKey) is not { } point) return false;
        try
        {
            var signer = new SM2Signer();
            var domain = new ECDomainParameters(Curve.Curve, Curve.G, Curve.N, Curve.H);
            signer.Init(forSigning: false, new ParametersWithID(new ECPublicKeyParameters(point, domain), Identity));
            var bytes = Encoding.UTF8.GetBytes(text);
            signer.BlockUpdate(bytes, 0, bytes.Length);
            return signer.VerifySignature(Convert.FromBase64String(signature));
        }
        catch (Exception broken) when (broken is FormatException or ArgumentException or IOException or CryptoException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The fingerprint of a public key.</summary>
    public static string FingerprintOf(string publicKey) => Sm3Hex.Of(Convert.FromHexString(publicKey));

    /// <summary>A public key as typed or pasted, in the one spelling kept; null where it is no point of the curve.</summary>
    public static string? Spelled(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var plain = string.Concat(typed.Where(char.IsAsciiHexDigit)).ToLowerInvariant();
        return PointOf(plain) is null ? null : plain;
    }

    static ECPoint? PointOf(string publicKey)
    {
        if (publicKey.Length != 130 || !publicKey.StartsWith("04", StringComparison.Ordinal)) return null;
        try
        {
            var point = Curve.Curve.DecodePoint(Convert.FromHexString(publicKey));
            return point.IsInfinity || !point.IsValid() ? null : point;
        }
        catch (Exception broken) when (broken is FormatException or ArgumentException)
        {
            return null;
        }
    }

    static void Make(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        var generator = new ECKeyPairGenerator("ECDSA");
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        var key = PrivateKeyInfoFactory.CreatePrivateKeyInfo(generator.GenerateKeyPair().Private).GetDerEncoded();
        var part = $"{file}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(part, options))
            {
                stream.Write(Encoding.ASCII.GetBytes($"{Begin}\n{Convert.ToBase64String(key, Base64FormattingOptions.InsertLineBreaks)}\n{End}\n"));
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another thread or node was first: its key is the one.
        }
        finally
        {
            File.Delete(part);
        }
    }
}
