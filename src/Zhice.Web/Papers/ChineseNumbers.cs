using System.Globalization;

namespace Zhice.Web.Papers;

/// <summary>Numbers and dates as official papers write them.</summary>
public static class ChineseNumbers
{
    const string Digits = "〇一二三四五六七八九";

    /// <summary>1 to 9999 in Chinese: 一, 十, 十一, 二十, 一百〇一.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public static string Of(int number)
    {
        if (number is < 1 or > 9999) throw new ArgumentOutOfRangeException(nameof(number), number, "From 1 to 9999.");
        var words = "";
        var gap = false;
        foreach (var (unit, name) in ((int, string)[])[(1000, "千"), (100, "百"), (10, "十"), (1, "")])
        {
            var digit = number / unit % 10;
            if (digit == 0)
            {
                gap = words.Length > 0;
                continue;
            }
            if (gap) words += "〇";
            gap = false;
            words += (unit == 10 && digit == 1 && words.Length == 0 ? "" : Digits[digit].ToString()) + name;
        }
        return words;
    }

    /// <summary>成文日期: 2026年12月10日, in Arabic digits without leading zeros (GB/T 9704-2012, 7.3.5.4).</summary>
    public static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");
}
