using System.Globalization;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>A number with its unit.</summary>
/// <param name="Start">First digit.</param>
/// <param name="End">One past the unit.</param>
/// <param name="Value">The number as printed, 万 and 亿 left in the unit.</param>
/// <param name="Unit">As printed, folded.</param>
/// <param name="Upper">The larger number of a range such as 3-5个; else null.</param>
internal readonly record struct Quantity(int Start, int End, decimal Value, string Unit, decimal? Upper = null)
{
    static readonly string[] Units =
    [
        .. new[]
        {
            "个百分点", "百分点", "个工作日", "个自然日", "工作日", "个月", "个小时", "小时", "分钟", "亿元", "万元", "万亿元", "亿美元", "万美元", "元", "万件", "亿件", "件次", "件", "家次", "家", "项次", "项",
            "秒", "毫秒", "成", "户次", "户", "场次", "场", "班次", "期", "单", "人次", "人天", "万人次", "万人", "人", "名", "篇", "起", "批次", "批", "宗", "笔", "份", "所", "座", "处", "站", "支", "套", "部", "册", "例", "对", "组", "片",
            "台", "辆", "类", "种", "款", "条", "位", "倍", "分", "次", "个", "天", "日", "%", "‰", "公里", "平方米", "平方公里", "亩", "万亩", "吨", "万吨", "门", "间", "幅", "号", "点", "万户", "万家", "万个", "万次", "万项", "余家", "余件", "余项",
        }.OrderByDescending(u => u.Length).ThenBy(u => u, StringComparer.Ordinal),
    ];

    /// <summary>Periods: a bound alone (30日内) does not make them targets.</summary>
    public bool IsTime => Unit is "天" or "日" or "个工作日" or "工作日" or "个自然日" or "小时" or "个小时" or "分钟" or "个月";

    public bool IsMoney => Unit.EndsWith('元');

    public static Quantity? At(string fold, int start, int end)
    {
        if (start > 0 && (fold[start - 1] is '第' or '.' or '-' or '~' || char.IsAsciiLetterOrDigit(fold[start - 1]))) return null;
        var stop = start;
        decimal value;
        if (ChineseNumber.IsDigit(fold[start]))
        {
            while (stop < end && (ChineseNumber.IsDigit(fold[stop]) || fold[stop] is '.' or ',' && stop + 1 < end && ChineseNumber.IsDigit(fold[stop + 1]) || DividesThousands(fold, start, stop, end))) stop++;
            if (stop - start > 15 || !decimal.TryParse(fold[start..stop].Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out value)) return null;
        }
        else
        {
            stop = Math.Min(end, ChineseNumber.NumeralEnd(fold, start));
            value = ChineseNumber.Value(fold.AsSpan(start, stop - start));
            if (stop + 2 < end && fold[stop] == '分' && fold[stop + 1] == '之') return Share(fold, start, stop + 2, end, value);
            if (value is >= 1 and <= 9 && stop < end && fold[stop] == '成' && IsHalfTenth(fold, stop, end)) return new Quantity(start, stop + 2, 10 * value + (fold[stop + 1] == '半' ? 5 : ChineseNumber.Value(fold.AsSpan(stop + 1, 1))), "%");
            if (value < 2 && !(value == 1 && stop < end && fold[stop] is '倍' or '成' or '万')) return null;
        }
        if (stop + 1 < end && fold[stop] == '/' && Fraction(fold, start, stop, end, value) is { } fraction) return fraction;
        decimal? upper = null;
        if (stop + 1 < end && fold[stop] is '-' or '~' or '至' && ChineseNumber.IsDigit(fold[stop + 1]))
        {
            var second = ChineseNumber.ArabicEnd(fold, stop + 1);
            if (second - stop <= 8 && decimal.Parse(fold.AsSpan(stop + 1, second - stop - 1), CultureInfo.InvariantCulture) is var number && number > value) (upper, stop) = (number, second);
        }
        if (stop < end && fold[stop] == ' ') stop++;
        var scale = stop;
        while (scale < end && fold[scale] is '万' or '亿' or '余' or '多') scale++;
        // 1万家次: of the units that fit, the one that reaches farthest.
        var stopAt = 0;
        foreach (var unit in Units)
        {
            foreach (var at in (ReadOnlySpan<int>)[stop, scale])
                if (at + unit.Length > stopAt && at + unit.Length <= end && string.CompareOrdinal(fold, at, unit, 0, unit.Length) == 0) stopAt = at + unit.Length;
        }
        if (stopAt == 0 || fold[stopAt - 1] == '成' && stopAt < end && fold[stopAt] is '果' or '立' or '员' or '效' or '本' or '长' or '就' or '交' or '熟' or '品' or '为') return null;
        // 95%-98%, 10家至15家: the unit stands with either number.
        if (upper is null && stopAt + 1 < end && fold[stopAt] is '-' or '~' or '至' && ChineseNumber.IsDigit(fold[stopAt + 1]) && !(start > 0 && fold[start - 1] is '由' or '从'))
        {
            var (unit, second) = (fold[stop..stopAt], stopAt + 1);
            while (second < end && (ChineseNumber.IsDigit(fold[second]) || fold[second] == '.' && second + 1 < end && ChineseNumber.IsDigit(fold[second + 1]))) second++;
            if (second + unit.Length <= end && second - stopAt <= 9 && string.CompareOrdinal(fold, second, unit, 0, unit.Length) == 0 && decimal.Parse(fold.AsSpan(stopAt + 1, second - stopAt - 1), CultureInfo.InvariantCulture) is var larger && larger > value)
                return Fit(fold, start, stop, stopAt, value, larger) is { } ranged ? ranged with { End = second + unit.Length } : null;
        }
        return Fit(fold, start, stop, stopAt, value, upper);
    }

    /// <summary>九成|五, 八成|半: a digit behind 成 that ends the number.</summary>
    public static bool IsHalfTenth(string fold, int at, int end) =>
        at + 1 < end && "一二三四五六七八九半".Contains(fold[at + 1], StringComparison.Ordinal) && (at + 2 >= end || fold[at + 2] is '以' or '左' or ',' or '。' or ';' or '、' or ')' or '的' or '和');

    /// <summary>百分之九十五 is 95 %, 千分之三 3 ‰, 三分之一 33.33 %: the numerator behind 分之.</summary>
    static Quantity? Share(string fold, int start, int at, int end, decimal whole)
    {
        var stop = at;
        decimal part;
        if (ChineseNumber.IsDigit(fold[at]))
        {
            while (stop < end && (ChineseNumber.IsDigit(fold[stop]) || fold[stop] == '.' && stop + 1 < end && ChineseNumber.IsDigit(fold[stop + 1]))) stop++;
            if (stop - at > 9 || !decimal.TryParse(fold.AsSpan(at, stop - at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out part)) return null;
        }
        else
        {
            stop = Math.Min(end, ChineseNumber.NumeralEnd(fold, at));
            part = ChineseNumber.Value(fold.AsSpan(at, stop - at));
            // 百分之九点五
            if (stop + 1 < end && fold[stop] == '点' && ChineseNumber.IsNumeral(fold[stop + 1]))
            {
                var digits = Math.Min(end, ChineseNumber.NumeralEnd(fold, stop + 1));
                var fraction = ChineseNumber.Value(fold.AsSpan(stop + 1, digits - stop - 1));
                var scale = 1m;
                for (var i = stop + 1; i < digits; i++) scale *= 10;
                (part, stop) = (part + fraction / scale, digits);
            }
        }
        if (part <= 0 || whole < 2) return null;
        return whole switch { 100 => new Quantity(start, stop, part, "%"), 1000 => new Quantity(start, stop, part, "‰"), _ => part < whole ? new Quantity(start, stop, Math.Round(100 * part / whole, 2), "%") : null };
    }

    /// <summary>1/3 is 33.33 %; 2024/9/30 and 9/30 are days.</summary>
    static Quantity? Fraction(string fold, int start, int slash, int end, decimal part)
    {
        var stop = slash + 1;
        while (stop < end && ChineseNumber.IsDigit(fold[stop])) stop++;
        if (stop - slash - 1 is < 1 or > 2 || stop < end && fold[stop] is '/' or '.' or '年' or '月' or '日' || start > 0 && fold[start - 1] == '/') return null;
        var whole = int.Parse(fold.AsSpan(slash + 1, stop - slash - 1), CultureInfo.InvariantCulture);
        return part >= 1 && part < whole && whole <= 20 && part == decimal.Truncate(part) ? new Quantity(start, stop, Math.Round(100 * part / whole, 2), "%") : null;
    }

    static readonly string[] Pers = ["季度", "年度", "年", "季", "月", "周", "日", "天", "万人", "千人", "百人", "人", "户", "家", "件", "亿元", "万元"];

    /// <summary>3场次/季度, 12件/万人: what the number is counted per belongs to the unit.</summary>
    static int WithPer(string fold, int end)
    {
        if (end >= fold.Length || fold[end] != '/') return end;
        foreach (var per in Pers)
            if (string.CompareOrdinal(fold, end + 1, per, 0, per.Length) == 0) return end + 1 + per.Length;
        return end;
    }

    /// <summary>500件（次）: a second unit in brackets.</summary>
    static int WithSecond(string fold, int end)
    {
        var close = end < fold.Length && fold[end] == '(' ? fold.IndexOf(')', end, Math.Min(fold.Length - end, 5)) : -1;
        return close > 0 && Array.IndexOf(Units, fold[(end + 1)..close]) >= 0 ? close + 1 : end;
    }

    /// <summary>1 200件: one blank, and three digits behind it.</summary>
    static bool DividesThousands(string fold, int start, int blank, int end) =>
        fold[blank] == ' ' && blank - start is >= 1 and <= 3 && blank + 3 < end && fold.AsSpan(blank + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0 && !ChineseNumber.IsDigit(fold[blank + 4 < fold.Length ? blank + 4 : blank]);

    static Quantity? Fit(string fold, int start, int unit, int end, decimal value, decimal? upper)
    {
        // 12点, 3号, 5周年, 2期工程: marks, not counts. 个 before 一 word such as 个月 is a longer unit already.
        if (fold[unit] is '号' or '点' && end - unit == 1) return null;
        end = WithPer(fold, WithSecond(fold, end));
        return new Quantity(start, end, value, fold[unit..end].Replace("余", "", StringComparison.Ordinal).Replace("多", "", StringComparison.Ordinal), upper);
    }
}
