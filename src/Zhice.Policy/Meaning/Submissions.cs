using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Finds 报送要求: a sentence that says who sends what to whom by when.</summary>
internal static partial class Submissions
{
    /// <summary>The duties of one sentence; two where it names two days: 5月31日前报送方案，并于12月10日前将总结报送….</summary>
    public static List<SubmissionDuty> In(Flow flow, int[] partner, int start, int end, int? year)
    {
        var duties = new List<SubmissionDuty>();
        // （一）各州（市）于4月30日前…: the number of an item is no part of who sends.
        if (start == 0 && Numbering.At(flow) is { Style: not NumberStyle.None } number && number.Length < end) start = number.Length;
        var from = start;
        for (var i = start; i < end; i++)
        {
            if (partner[i] > i && partner[i] < end) { i = partner[i]; continue; }
            if (flow.Fold[i] is not (',' or ';') || !BeginsDated(flow.Fold, i + 1, end, year) && !SendsOn(flow.Fold, partner, i + 1, end, year) && !SendsAnother(flow, partner, i + 1, end, year) && !(flow.Fold[i] == ';' && SendsAnew(flow.Fold, partner, i + 1, end)) || Verb(flow.Fold, partner, from, i).Item1 < 0) continue;
            Take(i);
            from = i + 1;
        }
        Take(end);
        return duties;

        void Take(int to)
        {
            if (duties.Count > 0 && Alongside(flow, partner, from, to) is { } along)
            {
                duties.AddRange([.. duties.Select(d => along(d))]);
                return;
            }
            if (One(flow, partner, from, to, year, duties.Count > 0 ? duties[^1] : null) is not { } duty) return;
            // The sentence's subject sends what the later clauses name too.
            if (duty.Who.Count == 0 && duties.Count > 0) duty = duty with { Who = duties[0].Who };
            else if (duty.Who.Count == 0 && from > start) duty = duty with { Who = Subject(flow, start, to) };
            duties.AddRange(Sharing(flow, partner, from, to, year, duty));
        }
    }

    /// <summary>并于12月10日前…: a clause that names a day of its own.</summary>
    static bool BeginsDated(string fold, int at, int end, int? year)
    {
        foreach (var word in (ReadOnlySpan<string>)["并", "同时", "分别", "请", "须", "应", "于", "在"])
            if (at + word.Length < end && string.CompareOrdinal(fold, at, word, 0, word.Length) == 0) at += word.Length;
        return at < end && Moment.At(fold, at, end, year) is { SaysBefore: true };
    }

    /// <summary>各市局…送省局；|省局汇总后于12月15日前报…: a clause with a sender, a day and a verb of its own.</summary>
    static bool SendsOn(string fold, int[] partner, int at, int end, int? year)
    {
        var stop = at;
        while (stop < end && fold[stop] is not (',' or ';')) stop = partner[stop] > stop && partner[stop] < end ? partner[stop] + 1 : stop + 1;
        if (fold.IndexOf('将', at, stop - at) is var thing and >= 0 && thing == at || LastBefore(fold, at, stop, year) is not { } day || day.Start <= at) return false;
        return Verb(fold, partner, at, stop).Item1 > day.Start && OrganisationNames.Looks(fold.AsSpan(at, Passing(fold, at, FirstDay(fold, at, day.Start, year)) - at));
    }

    /// <summary>…报送总结；|各节点单位每季度末向省局报送运行情况: a clause behind a semicolon with a sender and a verb of its own.</summary>
    static bool SendsAnew(string fold, int[] partner, int at, int end)
    {
        var stop = fold.AsSpan(at, end - at).IndexOfAny(';', '。') is var found and >= 0 ? at + found : end;
        var verb = Verb(fold, partner, at, stop).Item1;
        return verb > at + 1 && OrganisationNames.Looks(fold.AsSpan(at, SenderEnd(fold, at, verb) - at));
    }

    static readonly string[] Together = ["同步", "同时"];

    static int SenderEnd(string fold, int at, int verb)
    {
        var end = RegularAt(fold, at, verb);
        foreach (var word in (ReadOnlySpan<string>)["向", "将", .. Together])
            if (fold.IndexOf(word, at, end - at, StringComparison.Ordinal) is var found and >= 0) end = found;
        return Passing(fold, at, end);
    }

    /// <summary>…；各试点城市同步报送省级局: who sends the same things on the same days, and to whom.</summary>
    static Func<SubmissionDuty, SubmissionDuty>? Alongside(Flow flow, int[] partner, int start, int end)
    {
        var fold = flow.Fold;
        var (verb, length) = Verb(fold, partner, start, end);
        if (verb < start + 4 || Array.IndexOf(Together, fold[(verb - 2)..verb]) < 0) return null;
        var stop = Passing(fold, start, verb - 2);
        if (!OrganisationNames.Looks(fold.AsSpan(start, stop - start)) || Recipient(flow, verb + length, end, verb) is not { } to) return null;
        return duty => duty with { Who = Who(flow, start, stop), To = to, Span = flow.SpanOf(start, end) };
    }

    /// <summary>每月5日前将进展报厅里，|年度总结于12月8日前报送: a clause with a thing, a day and a verb of its own.</summary>
    static bool SendsAnother(Flow flow, int[] partner, int at, int end, int? year) =>
        LastBefore(flow.Fold, at, end, year) is { } day && Topic(flow, at, day.Start) is { } thing && at + thing.Length + 3 >= day.Start && Verb(flow.Fold, partner, day.End, end).Item1 >= 0;

    /// <summary>Where the sender's name ends before what it does first: 省局|汇总后于, 省局|应于.</summary>
    static int Passing(string fold, int start, int end)
    {
        while (end > start && fold[end - 1] is '于' or '在' or ' ' or ',') end--;
        foreach (var step in (ReadOnlySpan<string>)["汇总", "审核", "审查", "初审", "整理", "核实", "梳理", "把关", "会商"])
            if (fold.IndexOf(step, start, end - start, StringComparison.Ordinal) is var at && at > start + 1) end = at;
        foreach (var duty in Duties)
            if (end - start > duty.Length + 1 && string.CompareOrdinal(fold, end - duty.Length, duty, 0, duty.Length) == 0) end -= duty.Length;
        return end;
    }

    static SubmissionDuty? One(Flow flow, int[] partner, int start, int end, int? year, SubmissionDuty? before)
    {
        var fold = flow.Fold;
        while (start < end && fold[start] == ' ') start++;
        var whole = end;
        end = BeforeForms(fold, partner, start, end);
        var (verb, length) = Verb(fold, partner, start, end);
        if (verb < 0) return null;
        var due = LastBefore(fold, start, end, year);
        var what = LastOf(fold, partner, start, verb, '将');
        if (what < 0) what = LastOf(fold, partner, start, verb, '把');
        if (what >= 0) (verb, length) = Nearest(fold, what, verb, length);
        // 将…纳入考核，各单位…前向市局报送年度总结: the object of this clause stands behind its verb.
        var behind = what >= 0 ? ObjectBehind(flow, what, verb, verb + length, end) : null;
        if (behind is not null) what = -1;
        var to = Recipient(flow, verb + length, end, verb);
        if (what < 0 && behind is null && due is { } day0)
        {
            var first = FirstDay(fold, start, day0.Start, year);
            behind = Topic(flow, start, first) ?? (to is null ? null : Drafted(flow, start, first));
        }
        // 各市局于4月30日前|向省局|报送实施方案: behind the verb stands what is sent.
        if (what < 0 && behind is null && due is not null && fold.LastIndexOf('向', verb, verb - start + 1) is var toward && toward >= start && OrganisationNames.Looks(fold.AsSpan(toward + 1, verb - toward - 1))) behind = Behind(flow, verb + length, end);
        // 每月25日前向办公室报送进展, …，12月5日前报送总结: the object stands behind the verb.
        if (what < 0 && behind is null && (due is not null && before is not null || RegularAt(fold, start, verb) < verb)) behind = to is null || fold.IndexOf('向', start, verb - start) >= 0 ? Behind(flow, verb + length, end) : null;
        if (before is not null && behind is not null) to ??= before.To;
        if (due is null && behind is not null && to is null) return null;
        if (due is null && behind is null && (what < 0 || to is null)) return null;
        var anchor = due is { } d ? FirstDay(fold, start, d.Start, year) : what < 0 && behind is not null ? RegularAt(fold, start, verb) : what;
        var who = Who(flow, start, anchor < 0 ? verb : Math.Min(anchor, what < 0 ? verb : what));
        // 每年12月20日前由各责任单位将…: the sender may stand behind the date.
        if (who.Count == 0 && due is { } day && what > day.End) who = Who(flow, day.End, what);
        if (who.Count == 0) who = Subject(flow, start, anchor < 0 ? verb : Math.Min(anchor, what < 0 ? verb : what));
        // 应于12月20日前报送完成情况: nobody is named who gets it.
        if (due is not null && what < 0 && behind is null && to is null && fold.AsSpan(verb, length) is "报送" or "上报" or "补报" && Behind(flow, verb + length, end) is { } sent && "况结料划案表告果据例息展稿".Contains(sent[^1], StringComparison.Ordinal)) behind = sent;
        // …报送省局，各地区于1月底前报送: the same thing goes to the same place.
        if (due is not null && what < 0 && behind is null && to is null && before is not null && who.Count > 0 && fold.AsSpan(verb + length, end - verb - length).Trim("。;, ") is "") return before with { Due = due.Value.Date, Who = who, Form = FormsIn(fold, start, whole), Span = flow.SpanOf(start, whole) };
        if (due is not null && what < 0 && behind is null && to is null) return null;
        var form = FormStart(fold, what < 0 ? start : what, verb);
        // 于3月15日前将工作方案、每季度末将进展情况报…: the day named goes with the thing named next to it.
        if (due is { } named && what > named.End && fold.IndexOf('将', named.End, what - named.End) is var nearer and >= 0 && fold.IndexOf('、', nearer, what - nearer) is var stop and >= 0) (what, form) = (nearer, stop);
        // 将推进情况于12月15日前报…, 将进展于每季度末报…: when it is sent is no part of what is sent.
        if (what >= 0 && due is { } within && within.Start > what && within.End <= form) form = FirstDay(fold, what + 1, within.Start, year);
        else if (what >= 0 && due is null) form = Math.Min(form, RegularAt(fold, what + 1, form));
        while (what >= 0 && form > what + 2 && fold[form - 1] is '于' or '在' or ',' or ' ' or '请') form--;
        var whatText = what >= 0 ? flow.Words(what + 1, form) : behind;
        // …将总结送省局；省局汇总后于…报…: what came in is sent on.
        if (whatText is null && before is not null && fold.AsSpan(start, verb - start).ContainsAny(Passed)) whatText = before.What;
        return new SubmissionDuty(due?.Date, to, who, string.IsNullOrEmpty(whatText) ? null : whatText, FormsIn(fold, start, whole), flow.SpanOf(start, whole));
    }

    /// <summary>将总结报送省局，案例每季度报送2个: the verb of 将 is the one in its own clause.</summary>
    static (int, int) Nearest(string fold, int what, int verb, int length)
    {
        var stop = fold.IndexOf(',', what, verb - what);
        if (stop < 0) return (verb, length);
        foreach (var strong in (ReadOnlySpan<string>)["报送", "上报", "提交", "反馈"])
            if (fold.IndexOf(strong, what, stop - what, StringComparison.Ordinal) is var at and >= 0) return (at, strong.Length);
        return (verb, length);
    }

    static int LastOf(string fold, int[] partner, int start, int end, char c)
    {
        for (var i = end - 1; i >= start; i--)
        {
            if (partner[i] >= start && partner[i] < i) i = partner[i];
            else if (fold[i] == c) return i;
        }
        return -1;
    }

    static bool InBracket(int[] partner, int start, int at)
    {
        for (var i = start; i < at; i++)
            if (partner[i] > at) return true;
            else if (partner[i] > i) i = partner[i];
        return false;
    }

    static Moment? LastBefore(string fold, int start, int end, int? year)
    {
        for (var i = start; i < end; i++)
            if (Moment.At(fold, i, end, year) is { } moment)
            {
                if (moment.SaysBefore) return moment;
                i = moment.End - 1;
            }
        return null;
    }

    static string? Recipient(Flow flow, int start, int end, int verb)
    {
        var fold = flow.Fold;
        if (start < end && fold[start] is '至' or '给' or '到' or '送') start++;
        var stop = start;
        while (stop < end && fold[stop] is not (',' or '。' or ';' or '(' or ':') && !Ending.IsHalfWidthStop(fold, stop)) stop++;
        // 国家知识产权局（运用促进司）: the bracket names the unit.
        if (stop < end && fold[stop] == '(' && fold.IndexOf(')', stop, end - stop) is var close && close > stop + 2 && OrganisationNames.Looks(fold.AsSpan(stop + 1, close - stop - 1)) && TryName(flow, start, close + 1, out var full)) return full;
        if (TryName(flow, start, stop, out var name)) return name;
        // 向省知识产权局报送…, 报送的对象在动词之前
        var toward = fold.LastIndexOf('向', verb, Math.Min(verb + 1, 40));
        return toward >= 0 && TryName(flow, toward + 1, verb, out name) ? name : null;
    }

    static bool TryName(Flow flow, int start, int end, out string name)
    {
        var fold = flow.Fold;
        foreach (var ours in (string[])["国家知识产权局", "我局", "省局", "市局", "我厅", "我办", "我委"])
        {
            // 我局知识产权运用促进司: the unit is the recipient, 我局 only says whose.
            if (ours.StartsWith('我') && end - start > ours.Length + 1 && string.CompareOrdinal(fold, start, ours, 0, ours.Length) == 0
                && OrganisationNames.Looks(fold.AsSpan(start + ours.Length, end - start - ours.Length)))
                start += ours.Length;
        }
        foreach (var use in Uses)
            if (end - start > use.Length + 1 && string.CompareOrdinal(fold, end - use.Length, use, 0, use.Length) == 0) { end -= use.Length; break; }
        name = flow.Words(start, end);
        return OrganisationNames.Looks(fold.AsSpan(start, Math.Max(0, end - start)));
    }

    static IReadOnlyList<string> Who(Flow flow, int start, int end)
    {
        var fold = flow.Fold;
        if (end <= start) return [];
        var from = start;
        // Only the clause that the date or 将 stands in names the sender.
        for (var i = start; i < end; i++)
            if (fold[i] is ',' or ';' or ':' && i < end - 1) from = i + 1;
        // 各单位于每季度末月25日前: how often is said before the day.
        foreach (var rhythm in (ReadOnlySpan<string>)["每月", "每季", "每半年", "每年"])
            if (end > from && fold.IndexOf(rhythm, from, end - from, StringComparison.Ordinal) is var at && at > from + 1) end = at;
        end = Passing(fold, from, end);
        foreach (var way in (ReadOnlySpan<string>)["分别", "统一", "按时"])
            if (end - from > way.Length + 1 && string.CompareOrdinal(fold, end - way.Length, way, 0, way.Length) == 0) end -= way.Length;
        if (end > from && fold[from] == '由') from++;
        // 省知识产权局要会同各有关部门: who works with it does not send.
        foreach (var with in (ReadOnlySpan<string>)["要会同", "应会同", "须会同", "会同"])
            if (end > from && fold.IndexOf(with, from, end - from, StringComparison.Ordinal) is var at && at > from + 1) end = at;
        foreach (var duty in Duties)
        {
            if (end - from > duty.Length && string.CompareOrdinal(fold, end - duty.Length, duty, 0, duty.Length) == 0) end -= duty.Length;
            if (end - from > duty.Length && string.CompareOrdinal(fold, from, duty, 0, duty.Length) == 0) from += duty.Length;
        }
        if (NamesExamples(fold, from, end)) return [flow.Words(from, end)];
        return [.. OrganisationList.Read(flow, from, end).Bodies.Where(b => b.End - b.Start <= 30 && fold[b.Start] is not ('将' or '把') && OrganisationNames.Looks(fold.AsSpan(b.Start, b.End - b.Start))).Select(b => b.Name)];
    }

    /// <summary>上海、深圳等试点城市: places named as examples of those who send; together they are one name.</summary>
    static bool NamesExamples(string fold, int start, int end)
    {
        var etc = end - start is > 6 and <= 40 ? fold.IndexOf('等', start, end - start) : -1;
        if (etc < 0 || end - etc < 4 || fold.IndexOf('、', start, etc - start) < 0 || RegionWords.LevelOf(fold[(etc + 1)..end]) == RegionLevel.Unstated && !fold.AsSpan(etc, end - etc).EndsWith("地区", StringComparison.Ordinal)) return false;
        foreach (var name in fold[start..etc].Split('、'))
            if (RegionWords.LevelOf(name) == RegionLevel.Unstated) return false;
        return true;
    }

    static readonly string[] Predicates = ["应当", "需要", "务必", "要", "应", "须", "需", "请", "高度", "认真", "会同", "负责", "按照", "根据", "结合", "切实", "及时", "全面"];

    /// <summary>各地区、各部门要高度重视，于…前将…报送: the sentence's own subject sends where the last clause names nobody.</summary>
    static IReadOnlyList<string> Subject(Flow flow, int start, int end)
    {
        var stop = -1;
        foreach (var word in Predicates)
            if (end > start && flow.Fold.IndexOf(word, start, end - start, StringComparison.Ordinal) is var at && at > start + 1 && (stop < 0 || at < stop)) stop = at;
        if (stop < 0 || flow.Fold.AsSpan(start, stop - start).IndexOfAny(',', ';', ':') >= 0) return [];
        return Who(flow, start, stop);
    }

    static string? ObjectBehind(Flow flow, int what, int verb, int start, int end)
    {
        var fold = flow.Fold;
        var comma = fold.LastIndexOf(',', verb);
        return comma < what || fold.IndexOf('向', comma, verb - comma) < 0 ? null : Behind(flow, start, end);
    }

    /// <summary>Where 每月, 定期 and the like say how often; the verb's place where nothing does.</summary>
    static int RegularAt(string fold, int start, int verb)
    {
        foreach (var word in (ReadOnlySpan<string>)["每月", "每季度", "每半年", "每年", "定期", "按月", "按季"])
            if (fold.IndexOf(word, start, verb - start, StringComparison.Ordinal) is var at and >= 0) return at;
        return verb;
    }

    static string? Behind(Flow flow, int start, int end)
    {
        var fold = flow.Fold;
        var stop = fold.AsSpan(start, end - start).IndexOfAny(',', '。', ';');
        stop = stop < 0 ? end : start + stop;
        return stop - start is >= 2 and <= 40 ? flow.Words(start, stop) : null;
    }

    /// <summary>于6月20日、12月5日前: the first of the days named side by side.</summary>
    static int FirstDay(string fold, int start, int last, int? year)
    {
        for (var i = start; i < last; i++)
        {
            if (Moment.At(fold, i, last, year) is not { } moment) continue;
            if (fold.AsSpan(moment.End, last - moment.End).Trim("前、和及与,每年分别") is "") return i;
            i = moment.End - 1;
        }
        return last;
    }

    static readonly string[] Drafting = ["制定", "编制", "形成", "起草", "填写", "填报", "梳理", "撰写", "提出", "拟定", "整理", "汇总", "细化", "编写", "制订"];

    /// <summary>结合实际制定实施方案，于5月底前报…: what the clause before the day makes is sent.</summary>
    static string? Drafted(Flow flow, int start, int date)
    {
        var fold = flow.Fold;
        var end = date;
        while (end > start && fold[end - 1] is ',' or '并' or '于' or '在' or ' ') end--;
        if (end == date || fold.AsSpan(end, date - end).IndexOf(',') < 0) return null;
        var made = -1;
        foreach (var verb in Drafting)
            if (fold.LastIndexOf(verb, end - 1, end - start, StringComparison.Ordinal) is var at && at >= start) made = Math.Max(made, at + verb.Length);
        return made > start && end - made is >= 2 and <= 30 && fold.AsSpan(made, end - made).IndexOfAny(",;:") < 0 ? flow.Words(made, end) : null;
    }

    /// <summary>工作进展情况请于6月20日前报送…: the thing sent stands first.</summary>
    static string? Topic(Flow flow, int start, int date)
    {
        var fold = flow.Fold;
        var end = date;
        while (end > start && fold[end - 1] is '于' or '在' or '应' or '须' or '请' or '需') end--;
        if (end == date) return null;
        var from = end > start ? fold.LastIndexOf(',', end - 1, end - start) : -1;
        from = from < start ? start : from + 1;
        return end - from is >= 4 and <= 40 && !OrganisationNames.Looks(fold.AsSpan(from, end - from)) && "况结料划案表告果单件".Contains(fold[end - 1], StringComparison.Ordinal) ? flow.Words(from, end) : null;
    }
}
