namespace Zhice.Policy.Structure;

/// <summary>Recovers an indicator table that an extraction wrote as lines: a row to a line, divided by tabs or blanks, or a cell to a line.</summary>
internal sealed class IndicatorLines
{
    readonly string text;
    readonly List<object> stream;
    readonly List<Item> items = [];
    IndicatorColumn[] columns = [];

    IndicatorLines(string text, List<object> stream) => (this.text, this.stream) = (text, stream);

    /// <summary>The items of the table whose heads begin at <paramref name="i"/> and the place behind it; null where none begins there.</summary>
    public static (List<Item> Items, int Next)? At(string text, List<object> stream, int i)
    {
        var line = (SourceLine)stream[i];
        if (line.Key.Length > 120 || line.Noise) return null;
        var table = new IndicatorLines(text, stream);
        var next = line.Key.Length > 16 || LineCells.Words(text, line.Span).Count >= 3 ? table.Rows(line, i) : table.Stacked(i);
        return next > i && table.items.Exists(item => item is IndicatorItem) ? (table.items, next) : null;
    }

    // A row to a line

    int Rows(SourceLine head, int i)
    {
        var byTab = LineCells.HoldsTab(text, head);
        var heads = Cells(head, byTab);
        if (IndicatorColumns.Read(heads.ConvertAll(c => Flow.FoldOf(text, c))) is not { } read) return i;
        columns = read;
        items.Add(new HeadItem([head.Span]));
        var held = new List<(SourceLine Line, int At)>();
        var next = i + 1;
        for (var at = i + 1; at < stream.Count && stream[at] is SourceLine line; at++)
        {
            if (line.Noise) continue;
            if (Ends(line) || held.Count > 2) break;
            var cells = Cells(line, byTab);
            if (cells.Count(c => !c.IsEmpty) < 3 || Fitted(cells) is not { } row) { held.Add((line, at)); continue; }
            // What stands alone between the rows names a group of them.
            foreach (var (group, _) in held) items.Add(new IndicatorItem([(new(IndicatorKind.Other), Flow.Of(text, group.Span))]));
            held.Clear();
            items.Add(new IndicatorItem(row));
            next = at + 1;
        }
        return next;
    }

    /// <summary>The cells under their heads; the first may be merged with the one above, and a name may hold blanks.</summary>
    List<(IndicatorColumn, Flow)>? Fitted(List<Span> cells)
    {
        var name = Array.FindIndex(columns, c => c.Kind == IndicatorKind.Name);
        var more = cells.Count - columns.Length;
        if (more < -1 || more == -1 && name == 0 || more > 4) return null;
        var row = new List<(IndicatorColumn, Flow)>();
        for (var (c, at) = (more == -1 ? 1 : 0, 0); c < columns.Length; c++)
        {
            var to = at + (c == name && more > 0 ? more + 1 : 1);
            var span = new Span(cells[at].Start, cells[to - 1].End);
            if (!span.IsEmpty) row.Add((columns[c], Flow.Of(text, span)));
            at = to;
        }
        return row.Exists(c => c.Item1.Kind == IndicatorKind.Value && IsLevel(c.Item2.Fold)) ? row : null;
    }

    List<Span> Cells(SourceLine line, bool byTab)
    {
        if (!byTab) return LineCells.Words(text, line.Span);
        var from = line.Span.Start;
        while (from > 0 && text[from - 1] != '\n' && CharacterFold.IsBlank(text[from - 1])) from--;
        var cells = new List<Span>();
        for (var (i, start) = (from, from); i <= line.Span.End; i++)
        {
            if (i < line.Span.End && text[i] != '\t') continue;
            cells.Add(SourceLine.Trim(text, new Span(start, i)));
            start = i + 1;
        }
        return cells;
    }

    // A cell to a line

    int Stacked(int i)
    {
        var heads = new List<SourceLine>();
        for (var at = i; at < stream.Count && heads.Count < 14 && stream[at] is SourceLine line; at++)
        {
            if (line.Noise) continue;
            if (!IndicatorColumns.IsHead(line.Key)) break;
            heads.Add(line);
        }
        if (heads.Count < 3 || IndicatorColumns.Read(heads.ConvertAll(h => h.Key)) is not { } read) return i;
        columns = read;
        items.Add(new HeadItem([.. heads.Select(h => h.Span)]));
        var lines = new List<(SourceLine Line, int At)>();
        for (var at = stream.IndexOf(heads[^1], i) + 1; at < stream.Count && stream[at] is SourceLine line; at++)
        {
            // A dash alone looks like a page mark; here it says that a level is not known.
            if (line.Noise && line.Key.AsSpan().Trim('-').Length > 0) continue;
            if (Ends(line) || line.Key.Length > 60) break;
            lines.Add((line, at));
        }
        var next = i;
        for (var from = 0; from < lines.Count && Row(lines, from) is { } to; from = to) next = lines[to - 1].At + 1;
        return next;
    }

    /// <summary>Reads the row that begins at a line: as few lines of its name as leave what fits the columns behind; returns the line behind it.</summary>
    int? Row(List<(SourceLine Line, int At)> lines, int from)
    {
        var name = Array.FindIndex(columns, c => c.Kind == IndicatorKind.Name);
        var behind = columns.Length - name - 1;
        for (var lead = from + 1; lead - from <= 6 && lead + behind <= lines.Count; lead++)
        {
            var fits = true;
            for (var c = 0; fits && c < behind; c++) fits = Fits(columns[name + 1 + c], lines[lead + c].Line.Key);
            if (!fits) continue;
            var row = new List<(IndicatorColumn, Flow)>();
            var at = from;
            // 序号 and a short 类别 stand before the name.
            for (var c = 0; c < name && at < lead - 1; c++)
                if (NoiseFinder.IsBareNumber(lines[at].Line.Key) || lines[at].Line.Key.Length <= 4) row.Add((columns[c], Flow.Of(text, lines[at++].Line.Span)));
            row.Add((columns[name], Flow.Of(text, [.. lines.Skip(at).Take(lead - at).Select(l => l.Line.Span)])));
            for (var c = 0; c < behind; c++) row.Add((columns[name + 1 + c], Flow.Of(text, lines[lead + c].Line.Span)));
            items.Add(new IndicatorItem(row));
            for (var k = from; k < lead + behind; k++) lines[k].Line.Noise = false;
            return lead + behind;
        }
        return null;
    }

    static bool Fits(IndicatorColumn column, string key) => column.Kind switch
    {
        IndicatorKind.Unit => key.Length <= 6 && !key.Any(ChineseNumber.IsDigit),
        IndicatorKind.Value or IndicatorKind.Base => IsLevel(key),
        _ => key.Length <= 16,
    };

    /// <summary>12, ≥2, 82以上, —: what can stand in a column of levels.</summary>
    static bool IsLevel(string key) => key.Length <= 16 && (key.Any(ChineseNumber.IsDigit) || key.AsSpan().Trim("-/ ").Length == 0 || key.Contains("全覆盖", StringComparison.Ordinal));

    static bool Ends(SourceLine line)
    {
        if (line.HeadingLevel is not null || ItemReader.IsNote(line.Key) || FrontMatter.IsAttachmentMark(line.Key) || line.Key.Length > 8 && Ending.IsComplete(line.Key)) return true;
        return Numbering.At(Flow.Of(line.Key, new Span(0, Math.Min(line.Key.Length, 16)))).Style is NumberStyle.Ideograph or NumberStyle.BracketedIdeograph or NumberStyle.Chapter or NumberStyle.Part or NumberStyle.Article;
    }
}
