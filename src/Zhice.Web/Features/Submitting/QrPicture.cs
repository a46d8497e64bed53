using System.Globalization;
using System.Text;
using QRCoder;

namespace Zhice.Web.Features.Submitting;

/// <summary>The QR code of the paper copy: it holds the digest of the electronic one, and no address, so that it means the same in every network.</summary>
public static class QrPicture
{
    const int Quiet = 4; // light modules around the code, as ISO/IEC 18004 asks

    /// <summary>What the code says: readable by any scanner, and found again by the page that compares.</summary>
    public static string Text(string digest) => $"ZHICE SM3 {digest}";

    /// <summary>One SVG path over a square of as many units as are answered with it; no style attribute, so that the content policy lets it stand.</summary>
    public static (string Path, int Size) Svg(string digest) => SvgOf(Text(digest));

    /// <summary>The same of any short text.</summary>
    public static (string Path, int Size) SvgOf(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = Modules(code);
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows.Count; x++)
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x + Quiet} {y + Quiet}h1v1h-1z");
        return (path.ToString(), rows.Count + 2 * Quiet);
    }

    /// <summary>The picture for DOCX.</summary>
    public static byte[] Png(string digest) => PngOf(Text(digest));

    /// <summary>The same of any short text.</summary>
    public static byte[] PngOf(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(8);
    }

    // QRCoder keeps the quiet zone in its matrix; ours is said here.
    static List<bool[]> Modules(QRCodeData code)
    {
        var all = code.ModuleMatrix.Select(row => row.Cast<bool>().ToArray()).ToList();
        var first = all.FindIndex(row => row.Contains(true));
        var last = all.FindLastIndex(row => row.Contains(true));
        return [.. all[first..(last + 1)].Select(row => row[first..(last + 1)])];
    }
}
