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
            var by = TargetWords.DueIn(fold, start, quantity.Start, last: true) ?? due;
            if (EachOf(flow, partner, clause, quantity, end, by, isGoal) is { Count: > 0 } each)
            {
                found.AddRange(each);
                clause = i = each[^1].End - 1;
                continue;
            }
            if (Read(flow, partner, before, clause, quantity, end, found, by, isGoal, told) is { } target)
            {
                found.Add(target);
                // 下降3%-5%: the larger fall is the lower level.
                if (quantity.Upper is { } upper) found.Add(target.Growth && target.Value < 0 ? target with { Comparator = Comparator.AtLeast, Value = -upper } : target with { Comparator = Comparator.AtMost, Value = upper });
            }
            // 新建…中心2家、…中心1家: the next thing counted begins behind the last quantity.
            if (found.Count > 0 && found[^1].End >= quantity.End) clause = TargetWords.BoundAfter(fold, quantity.End, end, out var bounded) is null ? quantity.End : bounded;
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
        if (setter is null && GoesOnAlike(fold, clause, quantity, end, earlier)) return earlier[^1] with { Comparator = bound ?? earlier[^1].Comparator, Value = quantity.Value, Unit = quantity.Unit, Start = quantity.Start, End = Math.Max(quantity.End, boundEnd) };
        if (setter is null && bound is null && !isRate && !isGoal && !Makes(fold, clause, quantity.Start) && !GoesOn(fold, clause, quantity, end, earlier)) return null;
        // 牵头单位为2个以上的，…: the number is the condition of a rule.
        if (setter is null && bound is not null && boundEnd + 1 < end && fold[boundEnd] == '的' && fold[boundEnd + 1] is ',' or '、' or ')') return null;
        if (setter is null && bound is null && TargetWords.IsObject(fold, partner, clause, quantity, end)) return null;
        if (setter is null && (quantity.IsTime || bound is null && quantity.End < end && fold[quantity.End] == '的')) return null;
        var comparator = bound ?? setter?.Comparator ?? (SaysAbout(fold, quantity.End, end) ? Comparator.Equal : Comparator.AtLeast);
        if (setter is { Comparator: Comparator.MoreThan or Comparator.LessThan or Comparator.AtMost or Comparator.Equal } strict && bound is null) comparator = strict.Comparator;
        if (setter is { Down: true } && bound is null && !setter.Growth) comparator = Comparator.AtMost;
        if (quantity.Upper is not null && comparator == Comparator.Equal) comparator = Comparator.AtLeast;
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
        var spanEnd = bound is not null ? boundEnd : SaysAbout(fold, quantity.End, end) ? quantity.End + 2 : quantity.End;
        if (PlacesCounted.Are(what))
        {
            // 遴选样板企业，每省不少于10家; 昆明、曲靖各5项以上: the places say for whom, not what is counted.
            var (from, to) = TargetWords.NounAfter(fold, partner, spanEnd, end);
            if (to - from >= 2) (what, spanEnd) = (flow.Words(from, to), to);
            else if (earlier.Count > 0 && earlier[^1].End >= before) what = PlacesCounted.Without(earlier[^1].What);
            else if (clause > before && !HasNumber(fold, before, clause))
            {
                (from, to) = TargetWords.NounBefore(fold, partner, before, clause - 1);
                (what, spanStart) = (flow.Words(from, to), from);
            }
            return what.Length is < 2 or > 40 ? null : new FoundTarget(what, comparator, value, quantity.Unit, growth, due, Math.Min(spanStart, quantity.Start), spanEnd);
        }
        // 工作总结以及|不少于2个典型案例: what is counted stands behind the level.
        var joined = setter is not null && FollowsAnd(fold, clause, setterStart);
        if (what.Length < 2 || joined || setter is null && bound is null && TargetWords.EndsWithMaker(fold, clause, quantity.Start) || IsDoneTo(fold, partner, clause, setter, setterStart, spanEnd, end) || TargetWords.IsVerbOnly(fold.AsSpan(whatStart, whatEnd - whatStart)))
        {
            // 建设100家技术与创新支持中心: the thing counted follows.
            var (nounStart, nounEnd) = TargetWords.NounAfter(fold, partner, spanEnd, end);
            if (nounEnd - nounStart >= 2)
            {
                what = flow.Words(nounStart, nounEnd);
                if (what.Length > 0) spanEnd = nounEnd;
                spanStart = joined ? setterStart : Math.Min(whatStart, quantity.Start);
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
                // 省级网点达到60家，其中新增15家: the clause before has named the thing with its level.
                if (what.Length < 2 && earlier.Count > 0 && earlier[^1].End >= before && earlier[^1].End < clause) (what, s) = (earlier[^1].What, quantity.Start);
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
        SaysSibling(fold, clause, quantity, end, earlier) || earlier.Count > 0 && earlier[^1].End == clause && clause < quantity.Start && fold[clause] is '、' or '和' or '及' && quantity.Start - clause is > 3 and < 30
        && !quantity.IsTime && (quantity.End >= end || fold[quantity.End] is ',' or '、' or ';' or '。' or '(');

    /// <summary>省级网点达到60家；|国家级网点3-5家: a clause that is no more than a name and a number of the unit counted before it.</summary>
    static bool SaysSibling(string fold, int clause, Quantity quantity, int end, List<FoundTarget> earlier) =>
        earlier.Count > 0 && clause > 0 && fold[clause - 1] is ',' or ';' && earlier[^1].Unit == quantity.Unit && !quantity.IsTime && quantity.Unit.Length > 0 && quantity.Unit != "%"
        && quantity.Start - clause is >= 3 and <= 14 && (quantity.End >= end || fold[quantity.End] is ',' or ';' or '。') && fold.AsSpan(clause, quantity.Start - clause).IndexOfAny("、()给元") < 0;

    /// <summary>不少于10期、|2000人次: another measure of the same thing right behind the first.</summary>
    static bool GoesOnAlike(string fold, int clause, Quantity quantity, int end, List<FoundTarget> earlier) =>
        earlier.Count > 0 && earlier[^1].End == clause && quantity.Start == clause + 1 && fold[clause] is '、' or '和' && earlier[^1].Unit != quantity.Unit && !quantity.IsTime && !quantity.IsMoney
        && quantity.Unit is not ("%" or "‰") && (quantity.End >= end || fold[quantity.End] is ',' or ';' or '。' or '以' or '、');

    static bool SaysAbout(string fold, int at, int end) => at + 2 <= end && fold[at] == '左' && fold[at + 1] == '右';

    static bool FollowsAnd(string fold, int clause, int at) => at - clause > 2 && (fold[at - 1] is '及' or '和' or '与' or '、' || fold.AsSpan(clause, at - clause).EndsWith("并", StringComparison.Ordinal));

    /// <summary>投诉处理率、办结率分别达到100%和95%; 约谈率、整改率均达到100%: one level for each of the things named.</summary>
    static List<FoundTarget>? EachOf(Flow flow, int[] partner, int clause, Quantity first, int end, DateOnly? due, bool isGoal)
    {
        var fold = flow.Fold;
        var (setter, setterStart) = TargetWords.SetterBefore(fold, clause, first.Start);
        if (setter is null && first.Start > clause && fold[first.Start - 1] is '为' or '是') setterStart--;
        var apart = setterStart - clause > 6 && string.CompareOrdinal(fold, setterStart - 2, "分别", 0, 2) == 0;
        var alike = !apart && setterStart - clause > 6 && fold[setterStart - 1] is '均' or '都' && first.Unit is "%";
        if (!apart && !alike || setter is { Growth: true, Down: true }) return null;
        var levels = new List<Quantity> { first };
        while (apart && levels[^1].End + 1 < end && Behind(levels[^1].End) is { } next && Quantity.At(fold, next, end) is { } more) levels.Add(more);
        var (start, stop) = TargetWords.NounBefore(fold, partner, clause, alike ? setterStart - 1 : setterStart - 2);
        var names = Names(fold, partner, start, stop, apart ? levels.Count : 0);
        if (names.Count < 2 || apart && names.Count != levels.Count) return null;
        if (alike && !names.TrueForAll(n => fold[n.End - 1] is '率' or '度')) return null;
        if (setter is null && !isGoal && !Makes(fold, clause, first.Start) && !names.TrueForAll(n => fold[n.End - 1] is '率' or '度')) return null;
        var targets = new List<FoundTarget>();
        for (var n = 0; n < names.Count; n++)
        {
            var level = apart ? levels[n] : first;
            var bound = TargetWords.BoundAfter(fold, level.End, end, out var boundEnd);
            var comparator = setter is { Comparator: not Comparator.AtLeast } ? setter.Comparator : bound ?? Comparator.AtLeast;
            targets.Add(new FoundTarget(flow.Words(names[n].Start, names[n].End), comparator, level.Value, level.Unit, setter is { Growth: true }, due, names[n].Start, bound is null ? level.End : boundEnd));
        }
        return targets;

        int? Behind(int at)
        {
            if (TargetWords.BoundAfter(fold, at, end, out var bound) is not null) at = bound;
            return at + 1 < end && fold[at] is '、' or '和' or ',' or '及' or '与' ? at + 1 : null;
        }
    }

    /// <summary>The names of a list; the last 和, 及 or 与 divides too, where as many levels follow.</summary>
    static List<(int Start, int End)> Names(string fold, int[] partner, int start, int end, int expected)
    {
        var names = new List<(int Start, int End)>();
        var from = start;
        for (var i = start; i < end; i++)
        {
            if (partner[i] > i && partner[i] < end) { i = partner[i]; continue; }
            if (fold[i] != '、') continue;
            names.Add((from, i));
            from = i + 1;
        }
        var and = end > from ? fold.AsSpan(from, end - from).LastIndexOfAny("和及与") : -1;
        if (and > 1 && from + and + 2 < end && (names.Count + 2 == expected || expected == 0 && fold[from + and - 1] is '率' or '度'))
        {
            names.Add((from, from + and));
            from += and + 1;
        }
        names.Add((from, end));
        return names.TrueForAll(n => n.End - n.Start >= 2) ? names : [];
    }

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
