using System.Globalization;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>A quantity found in a sentence, before it is known which task it stands in.</summary>
internal readonly record struct FoundTarget(string What, Comparator Comparator, decimal Value, string Unit, bool Growth, DateOnly? Due, int Start, int End);

/// <summary>Reads 量化目标 out of a sentence: a number with a unit that the words say is to be reached.</summary>
/// <remarks>
/// A number alone is no target: years, ordinals (第46届), periods of law (自受理之日起30日内), anniversaries, numbers inside 《》 or
/// quotes. The words before it must set a level (达到, 不低于, 压减至 …), a growth (增长10%以上) or make something (新增, 培育 …), or the
/// words after it must bound it (以上, 以内).
/// </remarks>
internal static class Targets
{
    public static List<FoundTarget> In(Flow flow, int[] partner, int start, int end, DateOnly? context, string? told = null)
    {
        var found = new List<FoundTarget>();
        var fold = flow.Fold;
        var due = TargetWords.DueIn(fold, start, end) ?? context;
        var (before, clause) = (start, start);
        var isSubsidy = TargetWords.SpeaksOfSubsidy(fold, start, end);
        var isGoal = TargetWords.IsGoal(fold, start, end);
        for (var i = start; i < end; i++)
        {
            var c = fold[i];
            if (c is '《' or '“' or '〈' or '‘' && partner[i] > i) { i = Math.Min(partner[i], end - 1); continue; }
            if (c is ',' && !BetweenDigits(fold, i) || c is ';' or '。' or ':' or '!' or '?') { (before, clause) = (clause, i + 1); continue; }
            if (c == '翻' && Doubled(flow, partner, clause, i, due) is { } doubled)
            {
                found.Add(doubled);
                clause = i = doubled.End - 1;
                continue;
            }
            if (c == '全' && Covered(flow, partner, clause, i, end, due) is { } covered)
            {
                found.Add(covered);
                clause = i = covered.End - 1;
                continue;
            }
            if (!ChineseNumber.IsDigit(c) && !TargetWords.IsSpelledCount(fold, i, end)) continue;
            if (Quantity.At(fold, i, end) is not { } quantity) { i = SkipNumber(fold, i, end); continue; }
            // Ceilings of grants (最高100万元, 给予50%补贴) are terms of a payment, not levels to be reached.
            if (isSubsidy && TargetWords.IsSubsidy(fold, start, clause, quantity, end)) { i = quantity.End - 1; continue; }
            if (Read(flow, partner, before, clause, quantity, end, found, TargetWords.DueIn(fold, start, quantity.Start, last: true) ?? due, isGoal, told) is { } target)
            {
                found.Add(target);
                if (quantity.Upper is { } upper) found.Add(target with { Comparator = Comparator.AtMost, Value = upper });
            }
            // 新建…中心2家、…中心1家: the next thing counted begins behind the last quantity.
            if (found.Count > 0 && found[^1].End >= quantity.End) clause = quantity.End;
            i = quantity.End - 1;
        }
        return found;
    }

    /// <summary>专利许可量翻一番, 翻两番, 实现翻番: growth by so many doublings.</summary>
    static FoundTarget? Doubled(Flow flow, int[] partner, int clause, int at, DateOnly? due)
    {
        var fold = flow.Fold;
        var times = fold.IndexOf('番', at) - at;
        if (times is not (1 or 2) || times == 2 && fold[at + 1] is not ('一' or '两')) return null;
        var (start, end) = TargetWords.NounBefore(fold, partner, clause, at);
        var value = times == 2 && fold[at + 1] == '两' ? 2 : 1;
        return end - start < 2 ? null : new FoundTarget(flow.Words(start, end), Comparator.AtLeast, value, "番", true, due, start, at + times + 1);
    }

    /// <summary>实现设区市全覆盖: all of what is named, a level of 100 %.</summary>
    static FoundTarget? Covered(Flow flow, int[] partner, int clause, int at, int end, DateOnly? due)
    {
        var fold = flow.Fold;
        const string Words = "全覆盖";
        if (at - clause < 4 || string.CompareOrdinal(fold, at, Words, 0, Words.Length) != 0) return null;
        var stop = at + Words.Length;
        if (stop < end && fold[stop] is not (',' or ';' or '。' or '、' or ')' or '和' or '并')) return null;
        var said = -1;
        foreach (var verb in (ReadOnlySpan<string>)["实现", "达到", "做到", "确保", "推动", "推进", "促进"])
            if (fold.LastIndexOf(verb, at - 1, at - clause, StringComparison.Ordinal) is var found && found >= clause) said = Math.Max(said, found + verb.Length);
        if (said < 0) return null;
        var (start, last) = TargetWords.NounBefore(fold, partner, said, at);
        return last - start < 2 || fold[last - 1] == '%' ? null : new FoundTarget(flow.Words(start, last), Comparator.AtLeast, 100, "%", false, due, start, stop);
    }

    static bool HasNumber(string fold, int start, int end) => fold.AsSpan(start, end - start).IndexOfAnyInRange('0', '9') >= 0;

    static bool BetweenDigits(string fold, int i) => i > 0 && i + 1 < fold.Length && ChineseNumber.IsDigit(fold[i - 1]) && ChineseNumber.IsDigit(fold[i + 1]);

    static int SkipNumber(string fold, int i, int end)
    {
        while (i + 1 < end && (ChineseNumber.IsDigit(fold[i + 1]) || fold[i + 1] is '.')) i++;
        return i;
    }

    static FoundTarget? Read(Flow flow, int[] partner, int before, int clause, Quantity quantity, int end, List<FoundTarget> earlier, DateOnly? due, bool isGoal, string? told)
    {
        var fold = flow.Fold;
        var bound = TargetWords.BoundAfter(fold, quantity.End, end, out var boundEnd);
        var (setter, setterStart) = TargetWords.SetterBefore(fold, clause, quantity.Start);
        var isRate = quantity.Unit is "%" or "‰" && TargetWords.EndsAsRate(fold, clause, quantity.Start);
        if (setter is null && bound is null && !isRate && !isGoal && !Makes(fold, clause, quantity.Start) && !GoesOn(fold, clause, quantity, end, earlier)) return null;
        if (setter is null && bound is null && TargetWords.IsObject(fold, partner, clause, quantity, end)) return null;
        if (setter is null && (quantity.IsTime || bound is null && quantity.End < end && fold[quantity.End] == '的')) return null;
        var comparator = bound ?? setter?.Comparator ?? Comparator.AtLeast;
        if (setter is { Comparator: Comparator.MoreThan or Comparator.LessThan or Comparator.AtMost or Comparator.Equal } strict && bound is null) comparator = strict.Comparator;
        if (setter is { Down: true } && bound is null && !setter.Growth) comparator = Comparator.AtMost;
        var value = quantity.Value;
        // 数量增长不低于20%, 周期下降超过3个百分点: the level is that of the growth.
        if (setter is { Growth: false } && quantity.Unit is "%" or "个百分点" && TargetWords.SetterBefore(fold, clause, setterStart) is ({ Growth: true } of, var ofStart))
            (setter, setterStart) = (setter! with { Growth = true, Down = of.Down }, ofStart);
        var growth = setter is { Growth: true };
        if (growth && setter!.Down) (value, comparator) = (-value, comparator == Comparator.AtLeast ? Comparator.AtMost : comparator);

        // 浙江、江苏等17个地方: the number sums a list up, it sets no level.
        if (setter is null && bound is null && quantity.Start > clause && fold[quantity.Start - 1] == '等' && quantity.End < end && fold[quantity.End] is not (',' or '。' or ';' or '、' or ')')) return null;
        var (whatStart, whatEnd) = TargetWords.NounBefore(fold, partner, clause, setterStart);
        var what = flow.Words(whatStart, whatEnd);
        var spanStart = whatStart;
        var spanEnd = bound is null ? quantity.End : boundEnd;
        if (what.Length < 2 || setter is null && bound is null && TargetWords.EndsWithMaker(fold, clause, quantity.Start) || IsDoneTo(fold, partner, clause, setter, setterStart, spanEnd, end) || TargetWords.IsVerbOnly(fold.AsSpan(whatStart, whatEnd - whatStart)))
        {
            // 建设100家技术与创新支持中心: the thing counted follows.
            var (nounStart, nounEnd) = TargetWords.NounAfter(fold, partner, spanEnd, end);
            if (nounEnd - nounStart >= 2)
            {
                what = flow.Words(nounStart, nounEnd);
                if (what.Length > 0) spanEnd = nounEnd;
                spanStart = Math.Min(whatStart, quantity.Start);
            }
            else if (setterStart > clause && fold[setterStart - 1] == '(' && TargetWords.NounBefore(fold, partner, clause, setterStart - 1) is var (namedStart, namedEnd) && namedEnd - namedStart >= 2)
            {
                // 公布典型案例（不少于5个）: the bracket says how many of what stands before it.
                (what, spanStart) = (flow.Words(namedStart, namedEnd), namedStart);
            }
            else if (setter is not null && (earlier.Count > 0 ? earlier[^1].What : told) is { } above && !(clause > before && TargetWords.SaysOldValue(fold, clause) && !HasNumber(fold, before, clause))) what = above; // 超过120亿元，力争突破150亿元
            else if (what.Length < 2 || what is "新建" or "新增" or "建成" or "完成" or "新设" && clause > before || clause > before && TargetWords.SaysNothing(what) && !HasNumber(fold, before, clause))
            {
                // 组织开展专利供需对接活动，全年不少于12场; 建设指导站，全年新建20个
                if (setter is null && what.Length < 2 || clause == before) return null;
                var (s, e) = TargetWords.NounBefore(fold, partner, before, clause - 1);
                what = flow.Words(s, e);
                if (what.Length < 2 || what.Length > 40) return null;
                spanStart = s;
            }
        }
        return new FoundTarget(what, comparator, value, quantity.Unit, growth, due, Math.Min(spanStart, quantity.Start), spanEnd);
    }

    /// <summary>各地区要结合实际开展|不少于3场线上活动: the verb stands right before the level, and the thing counted right behind it.</summary>
    static bool IsDoneTo(string fold, int[] partner, int clause, Setter? setter, int setterStart, int stop, int end) =>
        setter is { Growth: false } && TargetWords.EndsWithMaker(fold, clause, setterStart) && TargetWords.NounAfter(fold, partner, stop, end) is var (from, to) && to - from >= 3;

    /// <summary>完成产业规划类导航3项、企业经营类导航20项: a bare count behind another goes on with its verb.</summary>
    static bool GoesOn(string fold, int clause, Quantity quantity, int end, List<FoundTarget> earlier) =>
        earlier.Count > 0 && earlier[^1].End == clause && clause < quantity.Start && fold[clause] is '、' or '和' or '及' && quantity.Start - clause is > 3 and < 30
        && !quantity.IsTime && (quantity.End >= end || fold[quantity.End] is ',' or '、' or ';' or '。' or '(');

    /// <summary>新建培育中心15家, 培育50家…: a making word in the clause before the number, with no other number between.</summary>
    static bool Makes(string fold, int clause, int number)
    {
        foreach (var word in TargetWords.Makers)
        {
            var at = fold.LastIndexOf(word, Math.Max(clause, number - 1), Math.Max(0, number - clause), StringComparison.Ordinal);
            if (at >= clause && fold[Math.Min(at + word.Length, fold.Length - 1)] is not ('量' or '率' or '数') && fold.AsSpan(at, number - at).IndexOfAnyInRange('0', '9') < 0) return true;
        }
        return false;
    }
}

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
            "户次", "户", "场次", "场", "班次", "期", "单", "人次", "人天", "万人次", "万人", "人", "名", "篇", "起", "批次", "批", "宗", "笔", "份", "所", "座", "处", "站", "支", "套", "部", "册", "例", "对", "组", "片",
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
            stop = ChineseNumber.NumeralEnd(fold, start);
            value = ChineseNumber.Value(fold.AsSpan(start, Math.Min(stop, end) - start));
            if (value < 2) return null;
        }
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
        return stopAt > 0 ? Fit(fold, start, stop, stopAt, value, upper) : null;
    }

    /// <summary>1 200件: one blank, and three digits behind it.</summary>
    static bool DividesThousands(string fold, int start, int blank, int end) =>
        fold[blank] == ' ' && blank - start is >= 1 and <= 3 && blank + 3 < end && fold.AsSpan(blank + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0 && !ChineseNumber.IsDigit(fold[blank + 4 < fold.Length ? blank + 4 : blank]);

    static Quantity? Fit(string fold, int start, int unit, int end, decimal value, decimal? upper)
    {
        // 12点, 3号, 5周年, 2期工程: marks, not counts. 个 before 一 word such as 个月 is a longer unit already.
        if (fold[unit] is '号' or '点' && end - unit == 1) return null;
        return new Quantity(start, end, value, fold[unit..end].Replace("余", "", StringComparison.Ordinal).Replace("多", "", StringComparison.Ordinal), upper);
    }
}
