using System.Buffers;
using System.Globalization;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Reads 完成时间: from a cell or note whose words are a deadline, and from inside a sentence.</summary>
internal static class Deadlines
{
    // One of these stands in every deadline.
    static readonly SearchValues<char> Signs = SearchValues.Create("年月季旬日号持长常全每经贯滚阶按逐末庆旦“");

    static readonly string[] Continuing = ["持续", "长期", "常态", "全年", "每年", "经常", "日常", "每季度", "每月", "贯穿", "滚动", "按季", "按月", "按年", "逐年", "逐月", "逐季"];

    /// <summary>The deadline that a cell states; <see cref="Deadline.None"/> where its words state none.</summary>
    public static Deadline OfCell(Flow flow, int start, int end, int? year)
    {
        while (end > start && flow.Fold[end - 1] is '。' or ';' or ',' or ' ') end--;
        while (start < end && flow.Fold[start] is ' ' or ':') start++;
        if (end <= start) return Deadline.None;
        var cell = flow.Fold.AsSpan(start, end - start);
        var text = flow.Printed(start, end);
        var span = flow.SpanOf(start, end);
        if (cell.Contains("阶段性", StringComparison.Ordinal) || cell.Contains("阶段成果", StringComparison.Ordinal))
            return new Deadline(DeadlineKind.StageResultWithinYear, null, text, span);
        if (Numeric(cell) is { } day) return new Deadline(DeadlineKind.ByDate, day, text, span);
        if (Last(flow.Fold, start, end, year, needsBefore: false) is { } moment && !IsBeforeEvent(flow.Fold, moment, end))
            return moment.NoSuchDay ? new Deadline(DeadlineKind.None, null, text, span) : moment.IsYearEnd(year) ? new Deadline(DeadlineKind.ByYearEnd, null, text, span) : new Deadline(DeadlineKind.ByDate, moment.Date, text, span);
        foreach (var word in Continuing)
            if (cell.Contains(word, StringComparison.Ordinal)) return new Deadline(DeadlineKind.Continuous, null, text, span);
        // 待国家部署后, 印发后3个月内, 2025年大会召开前: the words stay, the day is not known.
        return SaysNothing(cell) ? Deadline.None : new Deadline(DeadlineKind.None, null, text, span);
    }

    static readonly SearchValues<char> Dashes = SearchValues.Create("-/\\ 、·…");

    static bool SaysNothing(ReadOnlySpan<char> cell) => cell.IndexOfAnyExcept(Dashes) < 0 || cell is "无" or "暂无";

    /// <summary>2025年大会召开前: the year says when the event is, not when the work is done.</summary>
    static bool IsBeforeEvent(string fold, Moment moment, int end) => moment.End < end && fold[moment.End - 1] == '年' && fold[end - 1] == '前';

    /// <summary>2024-12-31, 2024.06, 2024/9/30前: a cell that names its day or month in digits; a month ends on its last day.</summary>
    static DateOnly? Numeric(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim("之以前底 ");
        if (cell.Length is < 6 or > 10 || cell[4] is not ('.' or '-' or '/') || !int.TryParse(cell[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1949 or > 2199) return null;
        var rest = cell[5..];
        var stop = rest.IndexOf(cell[4]);
        if (!int.TryParse(stop < 0 ? rest : rest[..stop], NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12) return null;
        var last = DateTime.DaysInMonth(year, month);
        if (stop < 0) return new DateOnly(year, month, last);
        return int.TryParse(rest[(stop + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day >= 1 && day <= last ? new DateOnly(year, month, day) : null;
    }

    /// <summary>A cheap test: without one of these signs no words are a deadline.</summary>
    public static bool MayState(ReadOnlySpan<char> fold) => fold.IndexOfAny(Signs) >= 0;

    /// <summary>True where the words could be the whole of a 完成时间 cell.</summary>
    public static bool LooksLikeCell(string fold)
    {
        if (Numeric(fold) is not null || fold.Length > 3 && Moment.At(fold, 0, fold.Length, 2000) is { } whole && whole.End == fold.Length && (whole.SaysBefore || fold[0] == '“')) return true;
        if (fold.Length is < 2 or > 40 || fold.AsSpan().IndexOfAny(Signs) < 0 || fold.AsSpan().IndexOfAny("《》“”") >= 0) return false;
        if (fold.Contains("阶段性", StringComparison.Ordinal)) return fold.Length <= 16;
        if (Last(fold, 0, fold.Length, 2000, needsBefore: false) is { } moment) return moment.Start <= 4 && !OrganisationNames.Looks(fold.AsSpan(0, moment.Start)) && fold.Length - (moment.End - moment.Start) <= 16;
        foreach (var word in Continuing)
            if (fold.StartsWith(word, StringComparison.Ordinal)) return fold.Length <= 8;
        return false;
    }

    static readonly string[] Steps = ["启动", "全面启动", "启动实施", "组织实施", "完成", "全部完成", "全面完成", "基本完成", "办结", "全部办结", "结束", "见效", "取得成效", "取得明显成效", "取得阶段性成果", "取得阶段性成效", ""];

    /// <summary>3月底前启动，11月20日前完成。: a sentence that says when and nothing of what.</summary>
    public static bool IsAll(string fold, int start, int end)
    {
        while (end > start && fold[end - 1] is '。' or ';' or ' ') end--;
        if (end - start is < 4 or > 60) return false;
        for (var from = start; from < end;)
        {
            if (Moment.At(fold, from, end, 2000) is not { SaysBefore: true } moment) return false;
            var stop = fold.AsSpan(moment.End, end - moment.End).IndexOfAny(",、;");
            stop = stop < 0 ? end : moment.End + stop;
            if (Array.IndexOf(Steps, fold[moment.End..stop]) < 0) return false;
            from = stop + 1;
        }
        return true;
    }

    /// <summary>The deadline stated inside a sentence: only words that say 前 or 年内 count.</summary>
    public static Deadline InSentence(Flow flow, int start, int end, int? year)
    {
        if (Last(flow.Fold, start, end, year, needsBefore: true) is not { } moment) return Deadline.None;
        var text = flow.Printed(moment.Start, moment.End);
        var span = flow.SpanOf(moment.Start, moment.End);
        // 2026年2月30日前: the words stay, the day is not guessed.
        if (moment.NoSuchDay) return new Deadline(DeadlineKind.None, null, text, span);
        return moment.IsYearEnd(year) ? new Deadline(DeadlineKind.ByYearEnd, null, text, span) : new Deadline(DeadlineKind.ByDate, moment.Date, text, span);
    }

    static readonly string[] Completing =
    [
        "完成", "形成", "出台", "印发", "建成", "实现", "通过", "制定", "发布", "上线", "开通", "到位", "达到", "取得", "办结", "提交", "投入", "启用", "推出", "公布", "报", "提请", "建立", "编制完成", "落地", "挂牌", "开园", "竣工",
    ];

    static readonly string[] BeforeCompleting = ["力争", "确保", "争取", "全面", "基本", "全部", "正式", "率先", "要", "应", "须", "完善并", "研究", "组织"];

    /// <summary>上半年完成…, 6月底出台…: a period's end with a completing verb right behind it is a deadline without 前; a bare year is not.</summary>
    static bool IsCompletedBy(string fold, Moment moment, int end, int? year)
    {
        if (moment.NamesYearEnd && fold[moment.End - 1] is not ('底' or '末' or '终') || moment.YearStated && moment.Date?.Year < year) return false;
        var at = moment.End;
        if (at < end && fold[at] == '份') at++;
        var again = true;
        while (again)
        {
            again = false;
            foreach (var word in BeforeCompleting)
                if (at + word.Length < end && string.CompareOrdinal(fold, at, word, 0, word.Length) == 0) { at += word.Length; again = true; }
        }
        var clause = fold.AsSpan(at, end - at);
        var stop = clause.IndexOfAny(",;。");
        if (stop >= 0) clause = clause[..stop];
        if (clause.Contains("基础上", StringComparison.Ordinal)) return false;
        foreach (var verb in Completing)
            if (clause.StartsWith(verb, StringComparison.Ordinal)) return !clause[verb.Length..].StartsWith("的", StringComparison.Ordinal);
        return false;
    }

    static readonly string[] BeforeDay = ["并", "力争", "确保", "争取", "再", "到", "至", "在", "于", "其中", "同时", "计划", "要", "应"];

    /// <summary>The parts of a sentence that names several days, each behind a comma: 6月底前完成草案，9月底前提请审议.</summary>
    public static List<(int Start, int End)> SplitByDay(string fold, int[] partner, int start, int end, int? year)
    {
        var parts = new List<(int, int)>();
        var from = start;
        for (var i = start; i < end - 4; i++)
        {
            if (partner[i] > i && partner[i] < end) { i = partner[i]; continue; }
            if (fold[i] is not (',' or ';') || !BeginsWithDay(fold, i + 1, end, year) || Last(fold, from, i, year, needsBefore: true) is null) continue;
            parts.Add((from, i + 1));
            from = i + 1;
        }
        parts.Add((from, end));
        return parts;
    }

    static bool BeginsWithDay(string fold, int at, int end, int? year)
    {
        foreach (var word in BeforeDay)
            if (at + word.Length < end && string.CompareOrdinal(fold, at, word, 0, word.Length) == 0) at += word.Length;
        return Moment.At(fold, at, end, year) is { } moment && (moment.SaysBefore || IsCompletedBy(fold, moment, end, year));
    }

    /// <summary>上半年出台方案，|下半年开展评估: a later period that opens a clause behind a deadline is when the rest falls due.</summary>
    static bool GoesOn(string fold, int start, Moment moment, Moment earlier) =>
        !moment.NamesYearEnd && moment.Date > earlier.Date && moment.Start > start && fold[moment.Start - 1] is ',' or ';' && moment.End < fold.Length && fold[moment.End] is not (',' or '。' or '的' or '起' or '至' or '-');

    static Moment? Last(string fold, int start, int end, int? year, bool needsBefore)
    {
        Moment? last = null;
        for (var i = start; i < end; i++)
        {
            if (Moment.At(fold, i, end, year) is not { } moment) continue;
            i = moment.End - 1;
            if (needsBefore && !moment.SaysBefore && !IsCompletedBy(fold, moment, end, year) && !(last is { } earlier && GoesOn(fold, start, moment, earlier))) continue;
            // A plain year in a sentence (2025年) or a month in a name is no deadline by itself.
            last = moment;
        }
        return last;
    }
}
