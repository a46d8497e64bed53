using System.Globalization;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Reads a row of an indicator table into targets: one for each column that states a level to be reached.</summary>
internal static class IndicatorReader
{
    static readonly (string Words, Comparator Comparator)[] Before =
    [
        ("不低于", Comparator.AtLeast), ("不少于", Comparator.AtLeast), ("不小于", Comparator.AtLeast), ("达到", Comparator.AtLeast), ("≥", Comparator.AtLeast), (">=", Comparator.AtLeast),
        ("不超过", Comparator.AtMost), ("不高于", Comparator.AtMost), ("压减至", Comparator.AtMost), ("≤", Comparator.AtMost), ("<=", Comparator.AtMost), ("控制在", Comparator.AtMost),
        ("超过", Comparator.MoreThan), ("大于", Comparator.MoreThan), (">", Comparator.MoreThan), ("低于", Comparator.LessThan), ("小于", Comparator.LessThan), ("<", Comparator.LessThan),
    ];

    static readonly (string Words, Comparator? Comparator)[] Behind =
        [("及以上", Comparator.AtLeast), ("以上", Comparator.AtLeast), ("以内", Comparator.AtMost), ("及以下", Comparator.AtMost), ("以下", Comparator.AtMost), ("左右", null)];

    static readonly string[] Growths = ["增长", "增幅", "增速", "增长率"];

    /// <summary>A level as a cell states it.</summary>
    readonly record struct Level(decimal Value, Comparator? Comparator, string Unit);

    public static void Read(Findings findings, IndicatorItem item)
    {
        foreach (var (_, flow) in item.Cells) findings.Painter.Take(PartRole.Narrative, flow);
        if (item.Cells.FirstOrDefault(c => c.Column.Kind == IndicatorKind.Name).Flow is not { Length: > 0 } name || findings.TellsPast) return;
        var (start, end, unit) = Named(name);
        if (end - start < 2) return;
        if (item.Cells.FirstOrDefault(c => c.Column.Kind == IndicatorKind.Unit).Flow is { Length: > 0 } stated && stated.Fold is not ("-" or "/")) unit = stated.Text.Trim();
        var from = item.Cells.FirstOrDefault(c => c.Column.Kind == IndicatorKind.Base).Flow is { } before ? LevelIn(before)?.Value : null;
        var due = item.Cells.FirstOrDefault(c => c.Column.Kind == IndicatorKind.Deadline).Flow is { } day ? Deadlines.OfCell(day, 0, day.Length, findings.Rules.Year).Date : null;
        var what = name.Words(start, end);
        var growth = Array.Exists(Growths, w => name.Fold.AsSpan(start, end - start).EndsWith(w, StringComparison.Ordinal));
        foreach (var (column, flow) in item.Cells)
        {
            if (column.Kind != IndicatorKind.Value || column.Year < findings.Rules.Year || LevelIn(flow) is not { } level) continue;
            // A level below the one that the count begins with is to be fallen to.
            var comparator = level.Comparator ?? (level.Value < from ? Comparator.AtMost : Comparator.AtLeast);
            findings.Targets.Add(new QuantityTarget(what, comparator, level.Value, level.Unit.Length > 0 && unit.Length == 0 ? level.Unit : unit, growth,
                column.Year is { } year ? new DateOnly(year, 12, 31) : due ?? findings.StatedDue ?? (findings.Rules.Year is { } own ? new DateOnly(own, 12, 31) : null),
                null, null, name.Span.Start < flow.Span.End ? new Span(name.Span.Start, flow.Span.End) : flow.Span));
        }
    }

    /// <summary>The name without its count and the unit behind it: 2.海外发明专利授权量（件）.</summary>
    static (int Start, int End, string Unit) Named(Flow name)
    {
        var number = Numbering.At(name);
        var start = number.Style is NumberStyle.None or NumberStyle.Dash ? 0 : number.Length;
        if (string.CompareOrdinal(name.Fold, start, "其中:", 0, 3) == 0) start += 3;
        var end = name.Length;
        while (end > start && name.Fold[end - 1] is '*' or ' ' or '¹' or '²' or '³') end--;
        var open = end > start && name.Fold[end - 1] == ')' ? name.Fold.LastIndexOf('(', end - 1, end - start) : -1;
        return open > start && end - open <= 10 ? (start, open, name.Words(open + 1, end - 1)) : (start, end, "");
    }

    static Level? LevelIn(Flow flow)
    {
        var fold = flow.Fold;
        if (fold.Contains("全覆盖", StringComparison.Ordinal)) return new Level(100, Comparator.AtLeast, "%");
        var (start, end) = (0, fold.Length);
        while (start < end && "([〔【 约".Contains(fold[start], StringComparison.Ordinal)) start++;
        while (end > start && ")]〕】 *".Contains(fold[end - 1], StringComparison.Ordinal)) end--;
        Comparator? comparator = null;
        foreach (var (words, kind) in Before)
        {
            if (string.CompareOrdinal(fold, start, words, 0, words.Length) != 0) continue;
            (comparator, start) = (kind, start + words.Length);
            break;
        }
        while (start < end && fold[start] == ' ') start++;
        foreach (var (words, kind) in Behind)
        {
            if (end - start <= words.Length || !fold.AsSpan(start, end - start).EndsWith(words, StringComparison.Ordinal)) continue;
            (comparator, end) = (comparator ?? kind, end - words.Length);
            break;
        }
        var stop = start;
        while (stop < end && (ChineseNumber.IsDigit(fold[stop]) || fold[stop] is '.' or ',' && stop > start)) stop++;
        if (stop == start || end - stop > 6 || fold.AsSpan(stop, end - stop).IndexOfAnyInRange('0', '9') >= 0) return null;
        return decimal.TryParse(fold.AsSpan(start, stop - start), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? new Level(value, comparator, flow.Words(stop, end)) : null;
    }
}
