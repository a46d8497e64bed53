using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>A word that sets a level: 不低于, 压减至, 增长 …</summary>
internal sealed record Setter(string Word, Comparator Comparator, bool Growth = false, bool Down = false);

/// <summary>The words around a number that make it a target, in folded text.</summary>
internal static class TargetWords
{
    static readonly Setter[] Setters =
    [
        .. new[]
        {
            new Setter("不低于", Comparator.AtLeast), new("不少于", Comparator.AtLeast), new("不小于", Comparator.AtLeast), new("至少", Comparator.AtLeast), new("不短于", Comparator.AtLeast), new("≥", Comparator.AtLeast),
            new("达到", Comparator.AtLeast), new("达", Comparator.AtLeast), new("提高到", Comparator.AtLeast), new("提高至", Comparator.AtLeast), new("提升到", Comparator.AtLeast), new("提升至", Comparator.AtLeast),
            new("增加到", Comparator.AtLeast), new("增加至", Comparator.AtLeast), new("增长到", Comparator.AtLeast), new("增长至", Comparator.AtLeast), new("增至", Comparator.AtLeast), new("扩大到", Comparator.AtLeast), new("扩大至", Comparator.AtLeast), new("延长至", Comparator.AtLeast), new("升至", Comparator.AtLeast),
            new("超过", Comparator.MoreThan), new("突破", Comparator.MoreThan), new("高于", Comparator.MoreThan), new("大于", Comparator.MoreThan), new("多于", Comparator.MoreThan), new(">", Comparator.MoreThan), new("超", Comparator.MoreThan),
            new("至多", Comparator.AtMost), new("最多", Comparator.AtMost), new("不超过", Comparator.AtMost), new("不高于", Comparator.AtMost), new("不多于", Comparator.AtMost), new("不大于", Comparator.AtMost), new("不长于", Comparator.AtMost), new("≤", Comparator.AtMost),
            new("压减至", Comparator.AtMost), new("压减到", Comparator.AtMost), new("压缩至", Comparator.AtMost), new("压缩到", Comparator.AtMost), new("压缩为", Comparator.AtMost), new("缩短至", Comparator.AtMost), new("缩短到", Comparator.AtMost), new("缩短为", Comparator.AtMost), new("缩减至", Comparator.AtMost), new("减少至", Comparator.AtMost), new("减少到", Comparator.AtMost), new("降至", Comparator.AtMost), new("降低到", Comparator.AtMost), new("降低至", Comparator.AtMost), new("下降到", Comparator.AtMost), new("下降至", Comparator.AtMost), new("控制在", Comparator.AtMost), new("压降至", Comparator.AtMost),
            new("低于", Comparator.LessThan), new("少于", Comparator.LessThan), new("小于", Comparator.LessThan), new("<", Comparator.LessThan),
            new("稳定在", Comparator.Equal), new("保持在", Comparator.Equal), new("维持在", Comparator.Equal), new("保持", Comparator.Equal), new("稳定", Comparator.Equal), new("稳定至", Comparator.Equal),
            new("增长", Comparator.AtLeast, Growth: true), new("提高", Comparator.AtLeast, Growth: true), new("提升", Comparator.AtLeast, Growth: true), new("增加", Comparator.AtLeast, Growth: true), new("增幅", Comparator.AtLeast, Growth: true), new("增速", Comparator.AtLeast, Growth: true),
            new("年均增长", Comparator.AtLeast, Growth: true), new("同比增长", Comparator.AtLeast, Growth: true), new("同比提高", Comparator.AtLeast, Growth: true), new("递增", Comparator.AtLeast, Growth: true), new("较上年增长", Comparator.AtLeast, Growth: true), new("比上年增长", Comparator.AtLeast, Growth: true),
            new("下降", Comparator.AtLeast, Growth: true, Down: true), new("降低", Comparator.AtLeast, Growth: true, Down: true), new("减少", Comparator.AtLeast, Growth: true, Down: true), new("压减", Comparator.AtLeast, Growth: true, Down: true), new("压缩", Comparator.AtLeast, Growth: true, Down: true), new("缩短", Comparator.AtLeast, Growth: true, Down: true), new("同比下降", Comparator.AtLeast, Growth: true, Down: true),
        }.OrderByDescending(s => s.Word.Length).ThenBy(s => s.Word, StringComparer.Ordinal),
    ];

    /// <summary>Words that make or do a number of things.</summary>
    public static readonly string[] Makers =
    [
        "推出", "新增", "新建", "新创建", "建设", "建成", "建立", "设立", "培育", "打造", "认定", "新认定", "举办", "开展", "组织", "完成", "遴选", "引进", "发布", "支持", "服务", "侦破", "培训", "惠及", "布局", "评选",
        "推广", "制定", "创建", "实现", "确保", "力争", "办理", "查处", "办结", "受理", "培养", "推动", "推荐", "储备", "形成", "覆盖", "指导", "扶持", "走访", "编制", "出台", "落地", "签订", "促成", "转化", "开发", "选派", "选树", "达成", "备案", "新培育", "筛选", "征集", "入库", "盘活", "审查", "检查", "抽查", "公布", "公开", "扩大", "编印", "编写", "组建", "成立", "挂牌", "招引", "招募", "集聚", "发放", "调解", "化解", "评定", "选聘", "设置", "配备", "申报", "注册", "登记", "获评", "授权", "上线", "开通", "结案", "审结", "立案", "对接", "帮扶", "辅导", "授牌", "编发",
    ];

    // Words that stand between a verb and its number, or before the verb: 至少建成3家.
    static readonly string[] Amounts = ["至少", "最多", "最少", "至多", "累计", "每年", "每季度", "每月", "每半年", "每周", "每两年", "全年", "再", "共", "新", "总计", "力争", "全市", "全省"];

    static readonly string[] Openers =
    [
        "到2", "其中", "力争", "确保", "实现", "推动", "推进", "促进", "使", "将", "把", "让", "争取", "努力", "保持", "积极", "着力", "并", "且", "以及", "同时", "预计", "全年", "年内", "年底前", "年底", "今年", "本年度", "进一步", "按时", "按期", "高质量", "全力", "累计", "切实", "至少",
    ];

    static readonly string[] Closers =
    [
        // longest first
        "较去年同期", "比去年同期", "较上年同期", "稳中有升", "较上年度", "比上年度", "较上一年", "比上一年", "较上年", "比上年", "较去年", "比去年", "数量达", "最多", "最少", "最高", "最低", "至多", "进一步", "力争", "累计", "总计", "共计", "合计", "分别", "全部", "总数", "平均", "同比", "年均", "每年", "实现", "稳步", "持续", "逐步", "大幅", "显著", "稳定", "确保", "争取", "均", "约", "再", "要", "将", "应", "已", "且", "并", "年",
    ];

    static readonly string[] Leaders = ["围绕", "针对", "面向", "聚焦", "支持", "依托", "在", "通过", "以", "鼓励", "对"];

    static readonly string[] Subsidies = ["给予", "补贴", "资助", "奖励", "补助", "奖补", "贴息", "罚款"];

    public static bool SpeaksOfSubsidy(string fold, int start, int end)
    {
        foreach (var word in Subsidies)
            if (fold.AsSpan(start, end - start).Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>给予50%补贴 is a term of payment; a clause beside it that sets a rate (清理率达100%) is a level.</summary>
    public static bool IsSubsidy(string fold, int start, int clause, Quantity quantity, int end)
    {
        if (quantity.IsMoney)
        {
            var from = fold.LastIndexOf(';', quantity.Start, quantity.Start - start + 1) + 1;
            var to = fold.IndexOf(';', quantity.End, end - quantity.End);
            from = Math.Max(from, start);
            return SpeaksOfSubsidy(fold, from, to < 0 ? end : to);
        }
        if (quantity.Unit != "%" || EndsAsRate(fold, clause, SetterBefore(fold, clause, quantity.Start).Start)) return false;
        var stop = quantity.End;
        while (stop < end && fold[stop] is not (',' or ';' or '。')) stop++;
        return SpeaksOfSubsidy(fold, clause, stop);
    }

    /// <summary>目标：受众3万人次: behind such a label a bare count is a level.</summary>
    public static bool IsGoal(string fold, int start, int end)
    {
        var colon = fold.IndexOf(':', start, Math.Min(8, end - start));
        return colon > start && fold.AsSpan(start, colon - start) is "目标" or "工作目标" or "年度目标" or "预期目标" or "主要指标" or "目标任务" or "工作指标" or "量化目标" or "量化指标" or "任务目标";
    }

    /// <summary>截至2023年底，… and a sentence that opens with a year before the document's own tell what was reached.</summary>
    public static bool TellsPast(string fold, int start, int end, int? year)
    {
        while (start < end && fold[start] is ' ' or ',') start++;
        foreach (var word in (ReadOnlySpan<string>)["截至", "截止", "去年", "上年", "近年来", "过去"])
            if (end - start > word.Length && string.CompareOrdinal(fold, start, word, 0, word.Length) == 0) return true;
        return Moment.At(fold, start, end, null) is { YearStated: true, SaysBefore: false, Date: { } day } && day.Year < year;
    }

    /// <summary>年报率100%, 占比30%: a rate is stated with its level right behind.</summary>
    public static bool EndsAsRate(string fold, int clause, int number)
    {
        var before = fold.AsSpan(clause, number - clause);
        foreach (var word in (string[])["率", "比例", "占比", "比重", "满意度", "覆盖面"])
            if (before.EndsWith(word, StringComparison.Ordinal) && before.Length >= word.Length + 2) return true;
        // 完成率为100%, 办结率均为100%
        return before.Length > 3 && before[^1] is '为' or '均' && EndsAsRate(fold, clause, number - 1);
    }

    public static (Setter?, int Start) SetterBefore(string fold, int clause, int number)
    {
        var end = number;
        while (end > clause && fold[end - 1] is '到' or '约' or ' ' or '近' && end - 1 > clause && fold[end - 1] != '到') end--;
        foreach (var setter in Setters)
        {
            var start = end - setter.Word.Length;
            if (start >= clause && string.CompareOrdinal(fold, start, setter.Word, 0, setter.Word.Length) == 0) return (setter, start);
        }
        return (null, number);
    }

    /// <summary>以上, 以内 and their kin right after a quantity.</summary>
    public static Comparator? BoundAfter(string fold, int start, int end, out int boundEnd)
    {
        foreach (var (word, comparator) in ((string, Comparator)[])[("及以上", Comparator.AtLeast), ("以上", Comparator.AtLeast), ("之内", Comparator.AtMost), ("以内", Comparator.AtMost), ("及以下", Comparator.AtMost), ("以下", Comparator.AtMost), ("(含)以上", Comparator.AtLeast), ("内", Comparator.AtMost)])
        {
            boundEnd = start + word.Length;
            if (boundEnd <= end && string.CompareOrdinal(fold, start, word, 0, word.Length) == 0) return comparator;
        }
        boundEnd = start;
        return null;
    }

    /// <summary>A count spelled in ideographs is read only right after a word that sets a level: 不少于三次.</summary>
    public static bool IsSpelledCount(string fold, int i, int end) => IsRoundCount(fold, i, end) || IsBoundCount(fold, i, end) || IsShare(fold, i, end);

    /// <summary>百分之九十五, 三分之一, 一倍, 九成, 一万人次: a number that its own unit tells from a word.</summary>
    static bool IsShare(string fold, int i, int end)
    {
        if (!ChineseNumber.IsNumeral(fold[i]) || i == 0 || ChineseNumber.IsNumeral(fold[i - 1]) || fold[i - 1] is '第' or '“') return false;
        var stop = ChineseNumber.NumeralEnd(fold, i);
        if (stop - i > 5 || stop + 1 >= end) return stop < end && fold[stop] == '倍';
        // 九成五
        if (fold[stop] == '成' && Quantity.IsHalfTenth(fold, stop, fold.Length)) return true;
        return fold[stop] is '倍' or '万' or '亿' || fold[stop] == '成' && fold[stop + 1] is '以' or '左' or ',' or '。' or ';' or '、' or ')' || fold[stop] == '分' && fold[stop + 1] == '之';
    }

    /// <summary>新增服务站点三十个, 一百家: two characters at least, with a unit; not 第三十届, 二十大.</summary>
    static bool IsRoundCount(string fold, int i, int end)
    {
        if (!ChineseNumber.IsNumeral(fold[i]) || i == 0 || ChineseNumber.IsNumeral(fold[i - 1]) || fold[i - 1] is '第' or '“') return false;
        var stop = ChineseNumber.NumeralEnd(fold, i);
        // 三千余家
        var more = stop + 1 < end && fold[stop] is '余' or '多' ? 1 : 0;
        if (more == 1 && stop - i is >= 2 and <= 5 && fold[stop + 1] == '人') return true;
        return stop - i is >= 2 and <= 5 && (stop += more) < end && fold[stop] is '个' or '家' or '件' or '项' or '场' or '户' or '名' or '次' && fold.AsSpan(i, stop - i).IndexOfAny('十', '百', '千') >= 0;
    }

    static bool IsBoundCount(string fold, int i, int end) =>
        ChineseNumber.IsNumeral(fold[i]) && i > 2 && i + 1 < end && fold[i - 1] is '于' or '到' or '过' or '少'
        && (fold.AsSpan(0, i).EndsWith("不少于", StringComparison.Ordinal) || fold.AsSpan(0, i).EndsWith("不低于", StringComparison.Ordinal)
            || fold.AsSpan(0, i).EndsWith("达到", StringComparison.Ordinal) || fold.AsSpan(0, i).EndsWith("超过", StringComparison.Ordinal) || fold.AsSpan(0, i).EndsWith("至少", StringComparison.Ordinal));

    /// <summary>The thing counted, in the clause before the setting word: without 推动, 将, 其中 …, and without the old value (由20日).</summary>
    public static (int Start, int End) NounBefore(string fold, int[] partner, int clause, int setterStart)
    {
        var (start, end) = (clause, setterStart);
        // What it is compared with: 融资额较2020年|翻一番
        var than = fold.LastIndexOfAny(['较', '比'], Math.Max(start, end - 1), Math.Max(0, end - start));
        if (than > start && than + 1 < end && ChineseNumber.IsDigit(fold[than + 1]) && fold[end - 1] is '年' or '底' or '末') end = than;
        end = WithoutMoment(fold, start, end);
        var again = true;
        while (again && end > start)
        {
            again = false;
            while (end > start && fold[end - 1] is ' ') end--;
            foreach (var word in Closers)
                if ((end - start > word.Length || end - start == word.Length && word[0] is '较' or '比') && fold.AsSpan(start, end - start).EndsWith(word, StringComparison.Ordinal)) { end -= word.Length; again = true; }
        }
        // 完成率|为100%, 示范企业、优势企业|分别为10家、50家
        if (end - start > 3 && fold[end - 1] == '为' && fold[end - 2] is '率' or '例' or '比' or '重' or '度' or '别' or '均')
        {
            end--;
            foreach (var word in (ReadOnlySpan<string>)["分别", "均"])
                if (end - start > word.Length && fold.AsSpan(start, end - start).EndsWith(word, StringComparison.Ordinal)) end -= word.Length;
        }
        // The old value: 备案审核时限由20个工作日|压缩至
        var old = fold.LastIndexOfAny(['由', '从'], Math.Max(start, end - 1), Math.Max(0, end - start));
        if (old >= start && old + 1 < end && ChineseNumber.IsDigit(fold[old + 1])) end = old;
        // A making word in the middle starts the noun: 围绕…建设高价值专利培育中心 stands in the clause before, 、 may divide.
        again = true;
        while (again && start < end)
        {
            again = false;
            while (start < end && fold[start] is ' ' or '-' or '、' or '和' or '及' or '*') start++;
            start = Math.Min(end, AfterCount(fold, start, end));
            if (Moment.At(fold, start, end, 2000) is { } moment && moment.End < end) { start = fold[moment.End] == '起' ? moment.End + 1 : moment.End; again = true; }
            foreach (var word in Openers)
                if (end - start >= word.Length && fold.AsSpan(start, end - start).StartsWith(word, StringComparison.Ordinal) && !NamesUse(fold, start, end, word)) { start += word.Length == 2 && word == "到2" ? 1 : word.Length; again = true; }
            if (start < end && fold[start] == '到' && start + 1 < end && (ChineseNumber.IsDigit(fold[start + 1]) || Moment.At(fold, start + 1, end, 2000) is not null)) { start++; again = true; }
        }
        // 围绕…产业开展专利导航10项: the words that say around what are no part of the thing counted.
        foreach (var word in Leaders)
        {
            if (!fold.AsSpan(start, Math.Max(0, end - start)).StartsWith(word, StringComparison.Ordinal)) continue;
            var made = -1;
            foreach (var maker in Makers)
                if (end - start > maker.Length && fold.LastIndexOf(maker, end - 1, end - start, StringComparison.Ordinal) is var at && at > start && at > made && end - at > maker.Length) made = at;
            if (made > start) start = made;
            break;
        }
        // A stray unpaired bracket or the inside of one is no part of the name.
        for (var i = end - 1; i >= start; i--)
            if (fold[i] is '(' or '“' && (partner[i] < 0 || partner[i] >= end)) { start = i + 1; break; }
        return (start, Math.Max(start, end));
    }

    /// <summary>建设指导站，|由3000家增加到4000家: the clause begins with the old value, so that what is counted stands in the one before.</summary>
    public static bool SaysOldValue(string fold, int clause) => clause + 1 < fold.Length && fold[clause] is '由' or '从' && ChineseNumber.IsDigit(fold[clause + 1]);

    // 使用覆盖率, 使用主体: the word is a noun there, 使 opens nothing.
    static bool NamesUse(string fold, int start, int end, string opener) => opener == "使" && start + 1 < end && fold[start + 1] == '用';

    /// <summary>企业占比|到2023年: the day stands between the thing and its level.</summary>
    static int WithoutMoment(string fold, int start, int end)
    {
        for (var i = Math.Max(start, end - 12); i < end; i++)
        {
            if (Moment.At(fold, i, end, 2000) is not { } moment) continue;
            if (moment.End != end) { i = moment.End - 1; continue; }
            return i > start && fold[i - 1] is '到' or '至' or '在' or '于' ? i - 1 : i;
        }
        return end;
    }

    /// <summary>Past 1. or （2） or ① or 一是 before an item of an enumeration.</summary>
    static int AfterCount(string fold, int start, int end)
    {
        if (end - start < 4 || start > 0 && fold[start - 1] is not (',' or ';' or '。' or ':' or ' ')) return start;
        var open = fold[start] == '(' ? start + 1 : start;
        var stop = ChineseNumber.NumeralEnd(fold, open);
        if (stop == open) stop = ChineseNumber.ArabicEnd(fold, open);
        if (stop == open) return fold[start] is >= '①' and <= '⑳' ? start + 1 : start;
        if (stop - open > 2 || stop >= end) return start;
        var closes = open > start || fold[stop] == ')' ? fold[stop] == ')' : fold[stop] is '.' or '、' or '是';
        return closes && !(stop + 1 < end && ChineseNumber.IsDigit(fold[stop + 1]) && fold[stop] == '.') ? stop + 1 : start;
    }

    /// <summary>The thing counted after the number, to the end of its clause, without 首期目标 and the like.</summary>
    public static (int Start, int End) NounAfter(string fold, int[] partner, int start, int end)
    {
        if (start < end && fold[start] is '的') start++;
        var stop = start;
        while (stop < end && stop - start < 40)
        {
            if (partner[stop] > stop) { stop = partner[stop] + 1; continue; }
            if (fold[stop] is ',' or '。' or ';' or '、' or ':' or ')' || ChineseNumber.IsDigit(fold[stop]) || fold[stop] == '.' && stop + 1 >= end) break;
            stop++;
        }
        stop = Math.Min(stop, end);
        foreach (var tail in (string[])["首期目标", "年度目标", "目标任务", "目标", "任务", "工作"])
            if (stop - start > tail.Length + 2 && fold.AsSpan(start, stop - start).EndsWith(tail, StringComparison.Ordinal)) { stop -= tail.Length; break; }
        return (start, stop);
    }

    static readonly string[] Handlers = ["指导", "推动", "支持", "组织", "推荐", "对"];
    static readonly string[] Doings = ["提升", "提高", "开展", "加强", "建设", "完成", "实现", "推进", "申报", "创建", "做好", "落实", "优化", "完善", "开放", "通过", "发挥", "承担", "参加", "参与", "试点", "发布", "实施", "加快", "入驻", "规范", "评价", "评估", "监测", "考核", "检查"];

    /// <summary>指导31个中心提升质量: the number says how many there are that do something, it sets no level.</summary>
    public static bool IsObject(string fold, int[] partner, int clause, Quantity quantity, int end)
    {
        if (quantity.Unit != "个") return false; // 推动50家企业通过认证 is to be reached
        var handled = false;
        foreach (var word in Handlers) handled |= quantity.Start - clause >= word.Length && fold.AsSpan(clause, quantity.Start - clause).EndsWith(word, StringComparison.Ordinal);
        if (!handled) return false;
        var stop = quantity.End;
        while (stop < end && fold[stop] is not (',' or ';' or '。')) stop = partner[stop] > stop ? partner[stop] + 1 : stop + 1;
        foreach (var word in Doings)
            if (fold.AsSpan(quantity.End, Math.Min(stop, end) - quantity.End).Contains(word, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>对各县开展|1次督查: the verb stands right before the number, so the thing counted follows it, if any does.</summary>
    public static bool EndsWithMaker(string fold, int clause, int number)
    {
        foreach (var word in Makers)
            if (number - clause > word.Length && fold.AsSpan(clause, number - clause).EndsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>True where the words before the number are no more than making words: 完成建设, 新增.</summary>
    public static bool IsVerbOnly(ReadOnlySpan<char> words)
    {
        while (words.Length > 0)
        {
            var cut = 0;
            foreach (var word in Makers)
                if (words.StartsWith(word, StringComparison.Ordinal) && word.Length > cut) cut = word.Length;
            foreach (var word in Amounts)
                if (words.StartsWith(word, StringComparison.Ordinal) && word.Length > cut) cut = word.Length;
            if (cut == 0 && words.Length <= 2) return words is "了" or "出" or "共" or "认" or "约" or "近" or "新";
            if (cut == 0) return false;
            words = words[cut..];
        }
        return true;
    }

    static readonly string[] Empty = ["举办", "达成", "出台", "推出", "开展", "组织", "完成", "实现", "制定", "发布", "打造", "形成", "新建", "新增", "建成"];

    /// <summary>每年举办, 新达成: a verb that makes anything and names nothing; 培训, 登记 and 选聘 name what is counted.</summary>
    public static bool SaysNothing(ReadOnlySpan<char> words)
    {
        foreach (var amount in Amounts)
            if (words.StartsWith(amount, StringComparison.Ordinal)) words = words[amount.Length..];
        foreach (var verb in Empty)
            if (words.SequenceEqual(verb)) return true;
        return false;
    }

    /// <summary>2024年|主要预期目标：</summary>
    static bool NamesGoal(string fold, int start, int end)
    {
        var colon = fold.AsSpan(start, Math.Min(14, end - start)).IndexOf(':');
        return colon > 1 && fold.AsSpan(start, colon).Contains("目标", StringComparison.Ordinal);
    }

    /// <summary>The end of the year or month that the sentence says the level is due by: 到2025年底, 2022年底; of several the first, or the last.</summary>
    public static DateOnly? DueIn(string fold, int start, int end, bool last = false)
    {
        DateOnly? due = null;
        for (var i = start; i < end; i++)
        {
            if (Moment.At(fold, i, end, null) is not { } moment) continue;
            var after = moment.End < end ? fold[moment.End] : '。';
            var led = i > start && fold[i - 1] is '到' or '至' or '在' or '于' || i <= start + 1 && NamesGoal(fold, moment.End, end);
            var closes = moment.SaysBefore || fold[moment.End - 1] is '底' or '末' || after is '达' || after is ',' && (i == start || fold[i - 1] is ',' or '。' or ':');
            if (moment.YearStated && moment.Date is { } date && (led || closes)) due = date;
            if (due is not null && !last) return due;
            i = moment.End - 1;
        }
        return due;
    }
}
