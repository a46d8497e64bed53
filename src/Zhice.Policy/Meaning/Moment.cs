using System.Buffers;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>A day, month, quarter, half-year or year named in folded text; its date is the last day.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">One past the last, 前 included.</param>
/// <param name="Date">The last day; null where the year is not known, or where there is no such day.</param>
/// <param name="NamesYearEnd">Only a year's end or a year is named, no day, month or quarter.</param>
/// <param name="YearStated">The words name the year.</param>
/// <param name="SaysBefore">The words say 前, 之前, 以前 or 内.</param>
internal readonly record struct Moment(int Start, int End, DateOnly? Date, bool NamesYearEnd, bool YearStated, bool SaysBefore)
{
    /// <summary>2月30日: the words name a day that the calendar does not have, so they name none.</summary>
    public bool NoSuchDay { get; init; }

    // The day of a month that is named as a whole, or by its end.
    const int MonthEnd = 99;

    /// <summary>True for 年底前 and for the end of the document's own year.</summary>
    public bool IsYearEnd(int? year) => NamesYearEnd && (!YearStated || Date is { } day && day.Year == year);

    // No moment begins with another character.
    static readonly SearchValues<char> Firsts = SearchValues.Create("0123456789零一二三四五六七八九十百千两廿本今当每次翌来明下第后年上“\"元劳国");

    // Words that name a year by the document's own, and by how many years they are off it.
    static readonly (string Word, int Off)[] RelativeYears =
        [("本年度", 0), ("今年", 0), ("当年", 0), ("每年", 0), ("次年度", 1), ("次年", 1), ("翌年", 1), ("来年", 1), ("明年", 1), ("下一年度", 1), ("下一年", 1), ("下年度", 1), ("第二年", 1), ("后年", 2)];

    // Holidays on a fixed day of the solar calendar; what is to be done before them is done the day before at the latest.
    static readonly (string Word, int Month, int Day)[] Holidays =
        [("元旦", 12, 31), ("劳动节", 4, 30), ("五一", 4, 30), ("“五一”", 4, 30), ("国庆", 9, 30), ("“十一”", 9, 30), ("七一", 6, 30), ("“七一”", 6, 30)];

    // Those of the lunar calendar, whose day the words do not say.
    static readonly string[] LunarHolidays = ["春节", "中秋", "端午", "清明", "元宵", "重阳"];

    /// <summary>The moment that begins at <paramref name="start"/>, or null.</summary>
    public static Moment? At(string fold, int start, int end, int? year)
    {
        var i = start;
        if (start >= end || !Firsts.Contains(fold[start])) return null;
        if (start > 0 && ChineseNumber.IsDigit(fold[start - 1])) return null;
        var stated = Year(fold, ref i, end);
        var y = stated ?? year;
        if (stated is null)
        {
            if (fold[start] is '“' or '"' or '十' or '第' && PlanPeriod(fold, ref i, end) is { } last) return Finish(fold, start, i, end, last, 12, 31, yearEnd: true, stated: true);
            if (Relative(fold, ref i, end) is { } off)
            {
                // 次年1月底前: the words state a year, the one after the document's own.
                if (off > 0) (stated, y) = (y + off ?? 0, y + off);
            }
            else if (Eat(fold, ref i, end, "年底") || Eat(fold, ref i, end, "年末") || Eat(fold, ref i, end, "年终"))
                return Finish(fold, start, i, end, y, 12, 31, yearEnd: true, stated: false);
            else if (Eat(fold, ref i, end, "年内") && (start == 0 || !ChineseNumber.IsNumeral(fold[start - 1]) && fold[start - 1] is not ('半' or '当' or '几' or '多')))
                return new Moment(start, i, DayOf(y, 12, 31), true, false, true);
        }
        else if (i >= end) return new Moment(start, i, DayOf(y, 12, 31), true, true, false);
        var body = i;
        if (Month(fold, ref i, end, out var month, out var day))
        {
            var moment = Finish(fold, start, i, end, y, month, day, yearEnd: false, stated is not null);
            // Of a year that is not known, 29 February may be a day.
            return day == MonthEnd || day <= DateTime.DaysInMonth(y is >= 1900 and <= 2200 ? y.Value : 2000, month) ? moment : moment with { Date = null, NoSuchDay = true };
        }
        if (Quarter(fold, ref i, end) is var quarter && quarter > 0)
            return Finish(fold, start, i, end, y, quarter * 3, 31, yearEnd: false, stated is not null);
        if (Eat(fold, ref i, end, "上半年")) return Finish(fold, start, i, end, y, 6, 31, yearEnd: false, stated is not null);
        if (Eat(fold, ref i, end, "下半年")) return Finish(fold, start, i, end, y, 12, 31, yearEnd: false, stated is not null);
        if (Holiday(fold, ref i, end, out month, out day)) return Finish(fold, start, i, end, y - (month == 12 && stated is not null ? 1 : 0), month, day, yearEnd: false, stated is not null);
        if (body == start || NamesLunarHoliday(fold, body, end)) return null;
        if (fold[body - 1] == '年' && body < end && fold[body] is '底' or '末') i = body + 1;
        else if (Eat(fold, ref i, end, "年底") || Eat(fold, ref i, end, "年末")) { }
        else if (fold[body - 1] == '年' && body < end && fold[body] == '内') return new Moment(start, body + 1, DayOf(y, 12, 31), true, stated is not null, true);
        else if (fold[body - 1] != '年') return null;
        return Finish(fold, start, i, end, y, 12, 31, yearEnd: true, stated is not null);
    }

    static Moment Finish(string fold, int start, int i, int end, int? year, int month, int day, bool yearEnd, bool stated)
    {
        if (i < end && fold[i] is '底' or '末') i++;
        var before = Eat(fold, ref i, end, "之前") || Eat(fold, ref i, end, "以前") || Eat(fold, ref i, end, "前");
        return new Moment(start, i, DayOf(year, month, day), yearEnd, stated, before);
    }

    static int? Relative(string fold, ref int i, int end)
    {
        if (!"本今当每次翌来明下第后".Contains(fold[i], StringComparison.Ordinal)) return null;
        foreach (var (word, off) in RelativeYears)
            if (Eat(fold, ref i, end, word)) return off;
        return null;
    }

    /// <summary>“十四五”末, “十四五”时期末, 第十五个五年规划期末: the last year of a five-year plan; the eleventh ended in 2010.</summary>
    static int? PlanPeriod(string fold, ref int start, int end)
    {
        var i = start;
        int plan;
        if (Eat(fold, ref i, end, "第"))
        {
            var stop = Math.Min(end, ChineseNumber.NumeralEnd(fold, i));
            plan = ChineseNumber.Value(fold.AsSpan(i, stop - i));
            i = stop;
            if (!Eat(fold, ref i, end, "个五年")) return null;
        }
        else
        {
            if (fold[i] is '“' or '"') i++;
            if (i + 3 > end || fold[i] != '十' || fold[i + 2] != '五') return null;
            plan = 10 + ChineseNumber.Value(fold.AsSpan(i + 1, 1));
            i += 3;
            if (i < end && fold[i] is '”' or '"') i++;
        }
        if (plan is < 11 or > 19) return null;
        foreach (var word in (ReadOnlySpan<string>)["规划", "计划", "时期", "期间"]) Eat(fold, ref i, end, word);
        if (!Eat(fold, ref i, end, "期末") && !Eat(fold, ref i, end, "末") && !Eat(fold, ref i, end, "收官") && !Eat(fold, ref i, end, "结束")) return null;
        Eat(fold, ref i, end, "年");
        start = i;
        return 1955 + 5 * plan;
    }

    /// <summary>国庆前, 元旦节前, “五一”假期前: 前 must stand behind it.</summary>
    static bool Holiday(string fold, ref int start, int end, out int month, out int day)
    {
        (month, day) = (0, 0);
        if (start >= end || !"元劳五国“七".Contains(fold[start], StringComparison.Ordinal)) return false;
        foreach (var (word, m, d) in Holidays)
        {
            var i = start;
            if (!Eat(fold, ref i, end, word)) continue;
            foreach (var more in (ReadOnlySpan<string>)["国际", "劳动节", "节", "假期", "长假", "假日"]) Eat(fold, ref i, end, more);
            if (i >= end || fold[i] != '前' && !(i + 1 < end && fold[i + 1] == '前' && fold[i] is '之' or '以' or '节')) continue;
            (start, month, day) = (i, m, d);
            return true;
        }
        return false;
    }

    static bool NamesLunarHoliday(string fold, int start, int end)
    {
        foreach (var word in LunarHolidays)
            if (start + word.Length <= end && string.CompareOrdinal(fold, start, word, 0, word.Length) == 0) return true;
        return false;
    }

    static DateOnly? DayOf(int? year, int month, int day) =>
        year is >= 1900 and <= 2200 ? new DateOnly(year.Value, month, Math.Min(day, DateTime.DaysInMonth(year.Value, month))) : null;

    /// <summary>2025年, 二零二五年 (〇 folds to 零); the position moves past 年.</summary>
    static int? Year(string fold, ref int i, int end)
    {
        var stop = i;
        while (stop < end && stop - i < 5 && (ChineseNumber.IsDigit(fold[stop]) || "零一二三四五六七八九".Contains(fold[stop], StringComparison.Ordinal))) stop++;
        if (stop - i != 4 || stop >= end || fold[stop] != '年' || fold[i] is not ('1' or '2' or '一' or '二')) return null;
        var value = ChineseNumber.Value(fold.AsSpan(i, 4));
        if (value is < 1900 or > 2200) return null;
        i = stop + 1;
        return value;
    }

    static bool Month(string fold, ref int i, int end, out int month, out int day)
    {
        (month, day) = (0, MonthEnd);
        var at = i;
        while (true)
        {
            var stop = Math.Min(end, at < end && ChineseNumber.IsDigit(fold[at]) ? ChineseNumber.ArabicEnd(fold, at) : ChineseNumber.NumeralEnd(fold, at));
            if (stop == at || stop - at > 3 || stop >= end) return month > 0;
            var value = ChineseNumber.Value(fold.AsSpan(at, stop - at));
            // 3至5月 and 3-5月 end with the later month.
            if (fold[stop] is '-' or '至' or '~' && month == 0) { at = stop + 1; month = 0; if (value is >= 1 and <= 12) continue; return false; }
            if (fold[stop] != '月' || value is < 1 or > 12) return month > 0;
            (month, day) = (value, MonthEnd);
            i = at = stop + 1;
            Day(fold, ref i, end, ref day);
            at = i;
            if (at < end && fold[at] is '-' or '至' or '~') at++; else return true;
        }
    }

    static void Day(string fold, ref int i, int end, ref int day)
    {
        if (i >= end) return;
        if (Eat(fold, ref i, end, "上旬")) { day = 10; return; }
        if (Eat(fold, ref i, end, "中旬")) { day = 20; return; }
        if (Eat(fold, ref i, end, "下旬") || Eat(fold, ref i, end, "底") || Eat(fold, ref i, end, "末")) return;
        var stop = Math.Min(end, ChineseNumber.IsDigit(fold[i]) ? ChineseNumber.ArabicEnd(fold, i) : ChineseNumber.NumeralEnd(fold, i));
        if (stop == i || stop - i > 3 || stop >= end || fold[stop] is not ('日' or '号')) return;
        var value = ChineseNumber.Value(fold.AsSpan(i, stop - i));
        if (value < 1) return;
        day = value;
        i = stop + 1;
    }

    static int Quarter(string fold, ref int i, int end)
    {
        var at = i;
        if (at < end && fold[at] == '第') at++;
        if (at + 2 >= end || fold[at + 1] != '季' || fold[at + 2] != '度') return 0;
        var value = ChineseNumber.Value(fold.AsSpan(at, 1));
        if (value is < 1 or > 4) return 0;
        i = at + 3;
        return value;
    }

    static bool Eat(string fold, ref int i, int end, string word)
    {
        if (i + word.Length > end || string.CompareOrdinal(fold, i, word, 0, word.Length) != 0) return false;
        i += word.Length;
        return true;
    }
}
