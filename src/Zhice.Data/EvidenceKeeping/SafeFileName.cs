using System.Globalization;
using System.Text;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>Makes the name under which a file came in safe to show, to keep, and to give to another computer.</summary>
public static class SafeFileName
{
    /// <summary>Most bytes of a name in UTF-8: file systems hold 255, and a browser may add “ (1)”.</summary>
    public const int MostBytes = 240;

    /// <summary>Longest extension that is kept whole, with its dot, in UTF-16 units.</summary>
    const int LongestExtension = 12;

    // Device names of Windows, whatever their extension, with the superscript digits that it takes for plain ones.
    static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "123456789¹²³".SelectMany(d => (string[])[$"COM{d}", $"LPT{d}"])], StringComparer.OrdinalIgnoreCase);

    /// <summary>The last part of a path, without control and invisible characters, direction marks and halves of characters; characters that a file
    /// system forbids become “_”; never a device name, never hidden, never empty, at most <see cref="MostBytes"/> bytes with the extension kept.</summary>
    /// <param name="name">The name as the browser sent it.</param>
    public static string Of(string? name)
    {
        var last = name is null ? "" : name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder(last.Length);
        for (var i = 0; i < last.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(last, i);
            var pair = char.IsSurrogatePair(last, i);
            // Format takes in the direction overrides that make “exe.pdf” of “fdp.exe”, and zero-width characters.
            if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
                _ = pair ? kept.Append(last, i, 2) : kept.Append(Plain(last[i]));
            if (pair) i++;
        }
        var safe = Trimmed(kept.ToString());
        if (safe.Length == 0) return "file";
        if (Reserved.Contains(safe.Split('.')[0].TrimEnd())) safe = "_" + safe;
        return Shortened(safe);
    }

    /// <summary>The extension in lower case with its dot; empty where there is none.</summary>
    public static string ExtensionOf(string safeName) => Path.GetExtension(safeName).ToLowerInvariant();

    static char Plain(char c) => c is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? '_' : char.IsWhiteSpace(c) ? ' ' : c;

    // Windows drops dots and spaces at the end, and a dot in front hides a file.
    static string Trimmed(string name) => name.Trim('.', ' ');

    static string Shortened(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MostBytes) return name;
        var extension = Path.GetExtension(name) is { Length: <= LongestExtension } tail ? tail : "";
        var stem = name[..^extension.Length];
        var room = MostBytes - Encoding.UTF8.GetByteCount(extension);
        var end = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0) break;
            end += rune.Utf16SequenceLength;
        }
        return stem[..end].TrimEnd('.', ' ') + extension;
    }
}
