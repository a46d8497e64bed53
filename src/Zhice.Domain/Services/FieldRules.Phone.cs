using System.Text.RegularExpressions;

namespace Zhice.Domain.Services;

/// <content>Telephone numbers: 电信网编号计划 for those of the mainland, E.164 for all others.</content>
public static partial class FieldRules
{
    [GeneratedRegex("^0?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})$")]
    private static partial Regex Mobile();

    // Area codes of three digits have local numbers of eight, those of four digits seven or eight; 分机 behind it.
    [GeneratedRegex("^\\(?0(?:(10|2[0-9])\\)?[- ]{0,2}([1-9][0-9]{3}[- ]?[0-9]{4})|([3-9][0-9]{2})\\)?[- ]{0,2}([1-9][0-9]{2,3}[- ]?[0-9]{4}))(?:(?:[- ]?(?:转|分机|ext\\.?|x|#) ?|-)([0-9]{1,6}))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Fixed();

    [GeneratedRegex("^([48]00)[- ]?([0-9]{3})[- ]?([0-9]{4})$|^([48]00)[- ]?([0-9]{4})[- ]?([0-9]{3})$|^([48]00)[- ]?([0-9])[- ]?([0-9]{3})[- ]?([0-9]{3})$")]
    private static partial Regex FreeOfCharge();

    // 12330, 12345, 95588, 961234, 10086 and the like, with the area code where a place answers.
    [GeneratedRegex("^(?:\\(?(0[0-9]{2,3})\\)?[- ]?)?(1[02][0-9]{3}|9[56][0-9]{3,4})$")]
    private static partial Regex Hotline();

    [GeneratedRegex("^(?:\\+|00)([1-9][0-9 ()-]*[0-9])(?: ?(?:转|分机|ext\\.?|x|#) ?([0-9]{1,6}))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();

    /// <summary>
    /// A telephone number in its one spelling; null where it is none that can be dialled: mobiles of eleven digits, fixed ones with their area code (hyphen, blanks or brackets, extension with 转, 分机, ext or a hyphen), 400 and
    /// 800 numbers, hotlines such as 12330, and numbers abroad with + or 00 and the country: seven to fifteen digits (E.164).
    /// </summary>
    public static string? Phone(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Spaces().Replace(text.Trim().Replace('（', '(').Replace('）', ')').Replace('－', '-').Replace('—', '-').Replace('–', '-').Replace('＋', '+').Replace('\u3000', ' '), " ");
        if (plain.Length > 40) return null;
        if (Foreign().Match(plain) is not { Success: true } foreign) return Domestic(plain);
        var said = foreign.Groups[1].Value;
        // +86 (0)551 …: the zero is dialled within the country only.
        if (said.StartsWith("86", StringComparison.Ordinal)) return said[2..].Replace("(0)", "", StringComparison.Ordinal).TrimStart(' ', '-') is var inside && Domestic(inside) is { } mobile ? mobile : Domestic("0" + inside.TrimStart('('));
        var digits = string.Concat(said.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));
        return digits.Length is >= 7 and <= 15 ? $"+{digits}{(foreign.Groups[2].Success ? "-" + foreign.Groups[2].Value : "")}" : null;
    }

    static string? Domestic(string plain)
    {
        if (Mobile().Match(plain) is { Success: true } mobile) return mobile.Groups[1].Value + mobile.Groups[2].Value + mobile.Groups[3].Value;
        if (FreeOfCharge().Match(plain) is { Success: true } free) return Digits(free.Value);
        if (Hotline().Match(plain) is { Success: true } hotline) return hotline.Groups[1].Success ? $"{hotline.Groups[1].Value}-{hotline.Groups[2].Value}" : plain;
        if (Fixed().Match(plain) is not { Success: true } at || plain.StartsWith('(') != plain.Contains(')', StringComparison.Ordinal)) return null;
        var (area, local) = at.Groups[1].Success ? (at.Groups[1].Value, at.Groups[2].Value) : (at.Groups[3].Value, at.Groups[4].Value);
        return $"0{area}-{Digits(local)}{(at.Groups[5].Success ? "-" + at.Groups[5].Value : "")}";
    }

    static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex("[ \t]+")]
    private static partial Regex Spaces();
}
