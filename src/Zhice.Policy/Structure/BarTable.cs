namespace Zhice.Policy.Structure;

/// <summary>
/// A table written as text with a bar between the cells (重点任务 | 责任单位 | 完成时限), with or without bars at both ends. A cell may run
/// over several lines; an empty cell is merged with the one above.
/// </summary>
internal static class BarTable
{
    const int LongestGap = 30;

    /// <summary>The items of the table whose heads are line <paramref name="i"/> of the stream, its bars, and where the stream goes on; null where there is none.</summary>
    public static (List<Item> Items, List<Span> Bars, int Next)? At(string text, List<object> stream, int i)
    {
        var head = (SourceLine)stream[i];
        if (head.Key.Length > 160 || !HasBar(text, head)) return null;
        var outer = IsBar(text[head.Span.Start]);
        var heads = Cells(text, head.Span, outer).ConvertAll(c => c.IsEmpty ? "" : Flow.FoldOf(text, c));
        if (heads.Count < 3 || !heads.TrueForAll(TableColumns.IsHead) || TableColumns.Read(heads) is not { } columns) return null;
        var (body, next) = (new List<SourceLine>(), i + 1);
        var waiting = new List<SourceLine>();
        for (var at = i + 1; at < stream.Count && at - next < LongestGap && stream[at] is SourceLine line; at++)
        {
            if (line.Noise) continue;
            waiting.Add(line);
            if (!HasBar(text, line)) continue;
            body.AddRange(waiting);
            waiting.Clear();
            next = at + 1;
        }
        var repeated = body.FindAll(l => l.Key == head.Key);
        foreach (var line in repeated) line.Noise = true;
        body.RemoveAll(repeated.Contains);
        // A rule of dashes below the heads, as Markdown has it.
        var rules = body.FindAll(l => l.Key.AsSpan().Trim("|-:").IsEmpty);
        body.RemoveAll(rules.Contains);
        if (body.Count == 0 || TabbedRows.ReadBars(text, body, columns, outer) is not { } rows) return null;
        var bars = new List<Span>(rules.Select(r => r.Span));
        foreach (var line in body)
            for (var c = line.Span.Start; c < line.Span.End; c++)
                if (IsBar(text[c])) bars.Add(new Span(c, c + 1));
        return ([new HeadItem([head.Span]), .. rows], bars, next);
    }

    public static bool IsBar(char c) => CharacterFold.Of(c) == '|';

    static bool HasBar(string text, SourceLine line) => text.AsSpan(line.Span.Start, line.Span.Length).IndexOfAny('|', '｜') >= 0;

    /// <summary>The cells of a line; a bar at its ends is a border where <paramref name="outer"/> says so.</summary>
    public static List<Span> Cells(string text, Span line, bool outer)
    {
        var cells = new List<Span>();
        var start = line.Start;
        for (var i = line.Start; i <= line.End; i++)
        {
            if (i < line.End && !IsBar(text[i])) continue;
            cells.Add(SourceLine.Trim(text, new Span(start, i)));
            start = i + 1;
        }
        if (!outer) return cells;
        if (cells.Count > 1 && IsBar(text[line.Start])) cells.RemoveAt(0);
        if (cells.Count > 1 && IsBar(text[line.End - 1])) cells.RemoveAt(cells.Count - 1);
        return cells;
    }
}
