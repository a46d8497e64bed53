using System.Globalization;

namespace Zhice.Domain.Services;

/// <summary>The rules of numbers that carry a check character, and of characters that no field takes.</summary>
public static partial class FieldRules
{
    const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static readonly int[] creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>A Chinese application or patent number in its one spelling, such as <c>ZL202010123456.X</c> → <c>202010123456.X</c>; null where the check digit or the form is wrong.</summary>
    /// <remarks>ZC 0006-2003: eight or twelve digits, a point and a check digit: the digits times 2 to 9 and again from 2, their sum modulo 11, X for 10.</remarks>
    public static string? PatentNumber(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Bare(text);
        if (plain.Length is not (9 or 13)) return null;
        var sum = 0;
        for (var i = 0; i < plain.Length - 1; i++)
        {
            if (!char.IsAsciiDigit(plain[i])) return null;
            sum += (plain[i] - '0') * (2 + i % 8);
        }
        var check = sum % 11 == 10 ? 'X' : (char)('0' + sum % 11);
        return plain[^1] == check ? $"{plain[..^1]}.{check}" : null;
    }

    // Without ZL or CN, points and blanks.
    static string Bare(string text)
    {
        var plain = text.Trim().ToUpperInvariant();
        if (plain.StartsWith("ZL", StringComparison.Ordinal) || plain.StartsWith("CN", StringComparison.Ordinal)) plain = plain[2..];
        return plain.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
    }

    /// <summary>Words that are looked for, patent numbers among them in their one spelling: with and without ZL, the point or spaces they are the same.</summary>
    public static string SpellPatentNumbers(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return PatentNumber(words) ?? string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => PatentNumber(word) ?? word));
    }

    /// <summary>The kind of right that an application number tells (ZC 0006-2003): 1, 8 for inventions, 2, 9 for utility models, 3 for designs; the third digit of old numbers, the fifth of new ones. Null for other digits.</summary>
    public static string? PatentKind(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return number.Length < 10 ? null : (number.Length > 10 ? number[4] : number[2]) switch { '1' or '8' => "invention", '2' or '9' => "utility", '3' => "design", _ => null };
    }

    /// <summary>The year of filing that an application number tells; null where it tells none. Old numbers have two digits of it, from 1985 on.</summary>
    public static int? PatentYear(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (number.Length > 10) return int.TryParse(number.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
        return number.Length == 10 && int.TryParse(number.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var two) ? two + (two >= 85 ? 1900 : 2000) : null;
    }

    /// <summary>The last day that the term of a patent can have by its number, which tells the year of filing only: 专利法 2020 第四十二条, twenty years for inventions, ten for utility models, fifteen for designs (ten for those filed before 2021-06-01).</summary>
    /// <remarks>It is never too early; the compensation of a term (第四十二条第二款、第三款) is not in the number.</remarks>
    public static DateOnly? PatentEnd(string number) => (PatentKind(number), PatentYear(number)) switch
    {
        ("invention", { } year) => new DateOnly(year + 20, 12, 31),
        ("utility", { } year) => new DateOnly(year + 10, 12, 31),
        ("design", { } year) => new DateOnly(year + (year >= 2021 ? 15 : 10), 12, 31),
        _ => null,
    };

    /// <summary>A 统一社会信用代码 in capitals; null where its check character or its form is wrong (GB 32100-2015).</summary>
    public static string? CreditCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Trim().ToUpperInvariant();
        if (plain.Length != 18) return null;
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            var value = CreditAlphabet.IndexOf(plain[i], StringComparison.Ordinal);
            if (value < 0) return null;
            sum += value * creditWeights[i];
        }
        return plain[17] == CreditAlphabet[(31 - sum % 31) % 31] ? plain : null;
    }

    /// <summary>By what a registered applicant is named: its credit code, or its number here such as <c>A17</c>; in capitals, null where it is neither.</summary>
    public static string? Signer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Trim().ToUpperInvariant();
        return plain is ['A', >= '1' and <= '9', ..] && plain.Length <= 16 && plain.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? plain : CreditCode(plain);
    }

    /// <summary>True for the digits of an application or patent number that stand alone: eight or twelve, without the check digit that follows them.</summary>
    public static bool LacksCheckDigit(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Bare(text) is { Length: 8 or 12 } digits && digits.All(char.IsAsciiDigit);
    }

    /// <summary>How many characters a text has, as its reader counts them: one outside the basic plane (𠮷) is one, and two UTF-16 units.</summary>
    public static int Characters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.EnumerateRunes().Count();
    }

    /// <summary>The text, or its beginning of that many UTF-16 units; a character of two units is not cut in half, as no store takes a half.</summary>
    public static string Cut(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most) return text;
        return text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    // Letters and signs by their kind, and yet nothing is seen of them: joiners and fillers of Hangul, the empty Braille cell, vowels without form. The last stands where bytes were no text.
    const string Blank = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0\uFFFD";

    /// <summary>True where the text holds a character that deceives the reader or the store: control characters, direction and other invisible marks, halves of characters, private and unassigned ones.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">True where line ends and tabulators are allowed.</param>
    public static bool Deceives(string text, bool lines)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (lines && text[i] is '\n' or '\t') continue;
            if (Blank.Contains(text[i], StringComparison.Ordinal)) return true;
            if (CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) return true;
            if (char.IsSurrogatePair(text, i)) i++;
        }
        return false;
    }
}
