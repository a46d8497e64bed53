using System.Text;

namespace Zhice.Policy.Readers;

/// <summary>Finds the encoding of a text: by its mark, else by what its bytes can be.</summary>
internal static class TextEncoding
{
    const int SampleBytes = 1 << 16;

    /// <summary>GB 18030, which holds GB 2312 and GBK.</summary>
    internal static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
    static readonly Encoding Utf8 = new UTF8Encoding(false);
    static readonly Encoding Utf16Little = new UnicodeEncoding(false, false);
    static readonly Encoding Utf16Big = new UnicodeEncoding(true, false);

    /// <summary>The encoding and the length of the byte order mark; null when the bytes are no text.</summary>
    internal static (Encoding Encoding, int MarkLength)? Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) return (Utf8, 3);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])) return (Encoding.UTF32, 4);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return (Utf16Little, 2);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return (Utf16Big, 2);

        var sample = bytes[..Math.Min(bytes.Length, SampleBytes)];
        var encoding = Wide(sample) ?? (LooksLikeUtf8(bytes) ? Utf8 : Gb18030);
        return IsText(sample, encoding) ? (encoding, 0) : null;
    }

    /// <summary>
    /// UTF-16 without a mark: nearly all units have a high byte of Han, CJK punctuation, full-width forms or Latin.
    /// In GB 18030 both bytes of a Han character are 0xA1 and above, in UTF-8 every byte of it 0x80 and above.
    /// </summary>
    static Encoding? Wide(ReadOnlySpan<byte> sample)
    {
        if (sample.Length < 4) return null;
        int units = sample.Length / 2, little = 0, big = 0, zeros = 0;
        for (var i = 0; i + 1 < sample.Length; i += 2)
        {
            if (IsUsual(sample[i + 1], sample[i])) little++;
            if (IsUsual(sample[i], sample[i + 1])) big++;
            if (sample[i] == 0 || sample[i + 1] == 0) zeros++;
        }
        if (Math.Max(little, big) < units * 0.94 || little == big) return null;
        // ASCII pairs such as "NO" also look like Han; only bytes that are no plain text by themselves count.
        var plain = 0;
        foreach (var b in sample) if (b is >= 0x20 and < 0x7F or 0x09 or 0x0A or 0x0D) plain++;
        if (zeros == 0 && plain > sample.Length * 0.8) return null;
        if (zeros == 0 && Utf8Prefix(sample)) return null;
        return little > big ? Utf16Little : Utf16Big;
    }

    static bool IsUsual(byte high, byte low) =>
        high switch { 0 => low is >= 0x20 or 0x09 or 0x0A or 0x0D, 0x20 => low >= 0x10, 0x30 or 0xFF or 0x22 => true, _ => high is >= 0x4E and <= 0x9F };

    static bool Utf8Prefix(ReadOnlySpan<byte> sample)
    {
        for (var cut = 0; cut < 4 && cut < sample.Length; cut++)
            if (Utf8Valid(sample[..^cut])) return true;
        return false;
    }

    static bool Utf8Valid(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>Valid UTF-8, or UTF-8 with few faults (cut off in a character, a stray byte), which are replaced.</summary>
    static bool LooksLikeUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8Valid(bytes)) return true;
        int good = 0, bad = 0;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out _, out var used) != System.Buffers.OperationStatus.Done) bad++;
            else if (used > 1) good++;
            bytes = bytes[Math.Max(used, 1)..];
        }
        return bad * 20 < good;
    }

    /// <summary>False when too much of the sample is control characters or cannot be decoded: a binary file.</summary>
    static bool IsText(ReadOnlySpan<byte> sample, Encoding encoding)
    {
        var chars = new char[encoding.GetMaxCharCount(sample.Length)];
        var count = encoding.GetDecoder().GetChars(sample, chars, flush: false);
        var odd = 0;
        foreach (var c in chars.AsSpan(0, count))
            if (c == '\uFFFD' || (CanonicalText.IsForbidden(c) && !CanonicalText.IsLineEnd(c)) || c is >= '\uE000' and <= '\uF8FF') odd++;
        // Bytes of a binary file are hardly ever valid UTF-8, so a text in it may hold many controls.
        return odd * (encoding is UTF8Encoding && Utf8Prefix(sample) ? 2 : 12) <= count || (odd <= 2 && count > odd);
    }
}
