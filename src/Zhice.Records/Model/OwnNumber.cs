using System.Text;
using Zhice.Records.Text;

namespace Zhice.Records.Model;

/// <summary>Numbers of records that are no patents: registrations, contracts, cases and announcements, as their office writes them.</summary>
/// <remarks>
/// They have no check digit and no form in common, and what stands before the digits tells one from another: 皖知法裁字〔2023〕12号 is another case than 合知法裁字〔2023〕12号. Letters become capitals, white space
/// goes, brackets are written 〔〕. A mark whose number is only digits bears its office before it: CN12345678.
/// </remarks>
public static class OwnNumber
{
    const int Longest = 100;

    /// <summary>The normal writing; null when nothing is written, or nothing but signs.</summary>
    /// <param name="kind">The kind of record, which is no patent.</param>
    /// <param name="written">As written.</param>
    /// <param name="office">Office of a mark, two letters.</param>
    public static string? Normal(RecordKind kind, string? written, string office)
    {
        var text = Plain(written);
        if (text.Length is 0 or > Longest || !text.Any(char.IsLetterOrDigit)) return null;
        if (kind != RecordKind.Trademark) return text;
        var bare = text.StartsWith('第') ? text[1..] : text;
        if (bare.EndsWith('号')) bare = bare[..^1];
        return bare.Length > 0 && bare.All(char.IsAsciiDigit) ? office + bare : text;
    }

    /// <summary>Publication or registration number of a kind of record in normal writing; null when none.</summary>
    public static string? Publication(RecordKind kind, string? written, string office) =>
        string.IsNullOrWhiteSpace(written) ? null : kind <= RecordKind.Design ? RecordNumber.Read(written, office)?.Text : Normal(kind, written, office);

    /// <summary>Application number of a kind of record in normal writing; null when none. A contract on file names the application of its patent, where it has a number of its own beside it.</summary>
    public static string? Application(RecordKind kind, string? written, string office, bool hasOwn)
    {
        if (string.IsNullOrWhiteSpace(written)) return null;
        if (kind <= RecordKind.Design) return RecordNumber.Read(written, office)?.Text;
        return hasOwn && kind is RecordKind.Licence or RecordKind.Transfer or RecordKind.Pledge && RecordNumber.Read(written, office) is { Form: NumberForm.ChineseApplication } patent ? patent.Text : Normal(kind, written, office);
    }

    /// <summary>Writings under which a number is asked for, beside the one of patents: none for what can only be a patent's.</summary>
    internal static string? Asked(string written)
    {
        var text = Plain(written);
        if (text.Length is 0 or > Longest || !text.Any(char.IsLetterOrDigit)) return null;
        return text.All(char.IsAsciiDigit) || text.Any(c => CjkBigrams.IsChinese(c) || c is '-' or '/' or '〔') ? text : null;
    }

    static string Plain(string? written)
    {
        var plain = new StringBuilder(written?.Length ?? 0);
        foreach (var c in CjkBigrams.Fold(written ?? ""))
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) plain.Append(c switch { '[' or '【' or '［' => '〔', ']' or '】' or '］' => '〕', _ => char.ToUpperInvariant(c) });
        return CjkBigrams.Unfold(plain.ToString());
    }
}
