using System.Text;
using System.Text.RegularExpressions;
using Zhice.Records.Text;

namespace Zhice.Records.Model;

/// <summary>What a number was recognised as.</summary>
public enum NumberForm
{
    /// <summary>Application number of CNIPA, also written as a patent number (ZL).</summary>
    ChineseApplication,
    /// <summary>Publication number: country, digits, perhaps a kind code.</summary>
    Publication,
    /// <summary>Anything else, put into capitals without separators.</summary>
    Other,
}

/// <summary>A number of a record, whatever way it was written.</summary>
/// <remarks>
/// Chinese application numbers since October 2003: year (4), kind (1: 1, 2, 3, 8 or 9), serial (7), check; before that year (2), kind (1), serial (5), check.
/// The check digit is Σ dᵢ·w mod 11 with w = 2…9, 2…5 (2…9 for the old form), 10 written X.
/// The normal writing is <c>CN</c> and the digits without the check digit; a publication is <c>CN112345678A</c>.
/// </remarks>
/// <param name="Form">What it is.</param>
/// <param name="Text">Normal writing.</param>
/// <param name="CheckHolds">Whether the check digit fits; null when none was written.</param>
public sealed partial record RecordNumber(NumberForm Form, string Text, bool? CheckHolds)
{
    /// <summary>The number without its kind code: what finds both the application and the grant.</summary>
    public string Stem => Form == NumberForm.Publication && KindCode().Match(Text) is { Success: true } kind ? Text[..kind.Index] : Text;

    /// <summary>A normal number without the code of its kind; what is no number of a patent stays as it is.</summary>
    internal static string StemOf(string normal) => Read(normal) is { Form: not NumberForm.Other } number ? number.Stem : normal;

    /// <summary>Reads a number in any writing; null when there is nothing to read.</summary>
    /// <param name="written">Such as <c>CN 2020 1 0123456.7</c>, <c>ZL202010123456.7</c>, <c>CN112345678A</c>, <c>US 7,272,630 B2</c>.</param>
    /// <param name="country">Taken when the number does not say its own.</param>
    public static RecordNumber? Read(string written, string country = "CN")
    {
        var (text, dotted) = Plain(written);
        if (text.Length == 0 || !text.Any(char.IsAsciiDigit)) return null;
        var zl = text.StartsWith("ZL", StringComparison.Ordinal);
        if (zl) text = "CN" + text[2..];
        if (text.StartsWith("CNZL", StringComparison.Ordinal)) (text, zl) = ("CN" + text[4..], true);
        if (text.Length > 2 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1]) && (char.IsAsciiDigit(text[2]) || (text[2] is 'D' or 'R' or 'P' && text[..2] == "US")))
            (country, text) = (text[..2], text[2..]);
        if (country == "CN" && Chinese(text, dotted, zl) is { } application) return application;
        if (Published().Match(text) is { Success: true } found)
            return new RecordNumber(NumberForm.Publication, country + found.Groups[1].Value + Digits(found.Groups[2].Value, country) + found.Groups[3].Value, null);
        return new RecordNumber(NumberForm.Other, text, null);
    }

    /// <summary>The check digit of a Chinese application number, from its 8 or 12 leading digits.</summary>
    public static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += (digits[i] - '0') * (i % 8 + 2);
        return (sum % 11) is var rest && rest == 10 ? 'X' : (char)('0' + rest);
    }

    /// <summary>A Chinese application number as people write it, with its check digit: 202010123456.7; other numbers as they are.</summary>
    public static string Shown(string normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        return Application().IsMatch(normal) ? $"{normal[2..]}.{CheckDigit(normal.AsSpan(2))}" : normal;
    }

    static RecordNumber? Chinese(string text, bool dotted, bool zl)
    {
        // 15 digits of the standard form of CNIPA's data: kind 10, 20 or 30, year, serial of nine.
        if (Standard().Match(text) is { Success: true } standard)
            return new RecordNumber(NumberForm.ChineseApplication, $"CN{standard.Groups[2].Value}{standard.Groups[1].Value}{standard.Groups[3].Value}", null);
        var (stem, check) = text.Length switch
        {
            13 when Long().IsMatch(text) => (text[..12], text[12]),
            12 when Long().IsMatch(text + "0") => (text, '\0'),
            9 when (dotted || zl) && Short().IsMatch(text) => (text[..8], text[8]),
            8 when zl && Short().IsMatch(text + "0") => (text, '\0'),
            _ => ("", '\0'),
        };
        if (stem.Length == 0) return null;
        return new RecordNumber(NumberForm.ChineseApplication, "CN" + stem, check == '\0' ? null : CheckDigit(stem) == check);
    }

    // Grants of the United States are written with and without leading zeros.
    static string Digits(string digits, string country) => country == "US" && digits.Length is > 0 and < 11 ? digits.TrimStart('0') : digits;

    static (string Text, bool Dotted) Plain(string written)
    {
        var plain = new StringBuilder(written.Length);
        var dotted = false;
        foreach (var c in CjkBigrams.Fold(written))
        {
            if (char.IsAsciiLetterOrDigit(c)) plain.Append(char.ToUpperInvariant(c));
            else if (c == '.' && plain.Length > 1) dotted = true;
        }
        return (plain.ToString(), dotted);
    }

    [GeneratedRegex("^([123])0((?:19|20)[0-9]{2})00([0-9]{7})$")]
    private static partial Regex Standard();
    [GeneratedRegex("^(?:19|20)[0-9]{2}[12389][0-9]{7}[0-9X]$")]
    private static partial Regex Long();
    [GeneratedRegex("^(?:8[5-9]|9[0-9]|0[0-3])[12389][0-9]{5}[0-9X]$")]
    private static partial Regex Short();
    [GeneratedRegex("^([DRP]E?|PP)?([0-9]{4,13})([A-Z][0-9]?)?$")]
    private static partial Regex Published();
    [GeneratedRegex("[A-Z][0-9]?$")]
    private static partial Regex KindCode();
    [GeneratedRegex("^CN(?:(?:19|20)[0-9]{2}[12389][0-9]{7}|(?:8[5-9]|9[0-9]|0[0-3])[12389][0-9]{5})$")]
    private static partial Regex Application();
}
