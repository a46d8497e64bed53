using System.Buffers;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Reads 完成时间: from a cell or note whose words are a deadline, and from inside a sentence.</summary>
internal static class Deadlines
{
    // One of these stands in every deadline.
    static readonly SearchValues<char> Signs = SearchValues.Create("年月季旬日号持长常全每经贯滚阶");

    static readonly string[] Continuing = ["持续", "长期", "常态", "全年", "每年", "经常", "日常", "每季度", "每月", "贯穿", "滚动"];

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
        if (Last(flow.Fold, start, end, year, needsBefore: false) is { } moment)
            return moment.IsYearEnd(year) ? new Deadline(DeadlineKind.ByYearEnd, null, text, span) : new Deadline(DeadlineKind.ByDate, moment.Date, text, span);
        foreach (var word in Continuing)
            if (cell.Contains(word, StringComparison.Ordinal)) return new Deadline(DeadlineKind.Continuous, null, text, span);
        return Deadline.None;
    }

    /// <summary>True where the words could be the whole of a 完成时间 cell.</summary>
    public static bool LooksLikeCell(string fold)
    {
        if (fold.Length is < 2 or > 40 || fold.AsSpan().IndexOfAny(Signs) < 0 || fold.AsSpan().IndexOfAny("《》“”") >= 0) return false;
        if (fold.Contains("阶段性", StringComparison.Ordinal)) return fold.Length <= 16;
        if (Last(fold, 0, fold.Length, 2000, needsBefore: false) is { } moment) return moment.Start <= 4 && fold.Length - (moment.End - moment.Start) <= 16;
        foreach (var word in Continuing)
            if (fold.StartsWith(word, StringComparison.Ordinal)) return fold.Length <= 8;
        return false;
    }

    /// <summary>The deadline stated inside a sentence: only words that say 前 or 年内 count.</summary>
    public static Deadline InSentence(Flow flow, int start, int end, int? year)
    {
        if (Last(flow.Fold, start, end, year, needsBefore: true) is not { } moment) return Deadline.None;
        var text = flow.Printed(moment.Start, moment.End);
        var span = flow.SpanOf(moment.Start, moment.End);
        return moment.IsYearEnd(year) ? new Deadline(DeadlineKind.ByYearEnd, null, text, span) : new Deadline(DeadlineKind.ByDate, moment.Date, text, span);
    }

    static Moment? Last(string fold, int start, int end, int? year, bool needsBefore)
    {
        Moment? last = null;
        for (var i = start; i < end; i++)
        {
            if (Moment.At(fold, i, end, year) is not { } moment) continue;
            i = moment.End - 1;
            if (needsBefore && !moment.SaysBefore) continue;
            // A plain year in a sentence (2025年) or a month in a name is no deadline by itself.
            last = moment;
        }
        return last;
    }
}
