using System.Globalization;
using System.Text;

namespace Zhice.Policy.Readers;

/// <summary>Numbers in the forms that lists use.</summary>
internal static class ListNumber
{
    const string Digits = "〇一二三四五六七八九";
    const string Stems = "甲乙丙丁戊己庚辛壬癸";
    const string Branches = "子丑寅卯辰巳午未申酉戌亥";

    /// <summary>Shows <paramref name="number"/> in a number format of OOXML (ST_NumberFormat); unknown ones are decimal.</summary>
    internal static string Show(int number, string format) => format switch
    {
        "none" or "bullet" => "",
        "chineseCounting" or "chineseCountingThousand" or "japaneseCounting" or "taiwaneseCounting" or "taiwaneseCountingThousand"
            or "ideographDigital" or "japaneseDigitalTenThousand" => Chinese(number),
        "ideographTraditional" when number is >= 1 and <= 10 => Stems[number - 1].ToString(),
        "ideographZodiac" when number is >= 1 and <= 12 => Branches[number - 1].ToString(),
        "decimalEnclosedCircle" or "decimalEnclosedCircleChinese" when number is >= 1 and <= 20 => ((char)('①' + number - 1)).ToString(),
        "decimalFullWidth" => FullWidth(number),
        "decimalZero" => number.ToString("00", CultureInfo.InvariantCulture),
        "upperLetter" when number is >= 1 and <= 26 => ((char)('A' + number - 1)).ToString(),
        "lowerLetter" when number is >= 1 and <= 26 => ((char)('a' + number - 1)).ToString(),
        "upperRoman" when number is >= 1 and < 4000 => Roman(number),
        "lowerRoman" when number is >= 1 and < 4000 => Roman(number).ToLowerInvariant(),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>一, 十, 十一, 二十, 一百零五; as digits from ten thousand on.</summary>
    internal static string Chinese(int number)
    {
        if (number is <= 0 or >= 10_000) return number == 0 ? "零" : number.ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        var pendingZero = false;
        foreach (var (unit, name) in (ReadOnlySpan<(int, string)>)[(1000, "千"), (100, "百"), (10, "十"), (1, "")])
        {
            var digit = number / unit % 10;
            if (digit == 0) { pendingZero = text.Length > 0; continue; }
            if (pendingZero) text.Append('零');
            pendingZero = false;
            if (digit != 1 || unit != 10 || text.Length > 0) text.Append(Digits[digit]);
            text.Append(name);
        }
        return text.ToString();
    }

    static string FullWidth(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)(digit - '0' + '０')));

    static string Roman(int number)
    {
        var text = new StringBuilder();
        foreach (var (value, sign) in (ReadOnlySpan<(int, string)>)[(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
            (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")])
            for (; number >= value; number -= value) text.Append(sign);
        return text.ToString();
    }
}
