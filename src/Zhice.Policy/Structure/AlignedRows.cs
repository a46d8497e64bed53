namespace Zhice.Policy.Structure;

/// <summary>
/// Reads a table whose printed lines keep their places (pdftotext -layout): every line holds a piece of several cells, set under one
/// another with blanks. Only where each column begins at one place, and each row begins with its number or stands between empty lines
/// with its number in the middle; else it leaves the lines to <see cref="FlattenedTable"/>.
/// </summary>
internal sealed class AlignedRows
{
    readonly string text;
    readonly ColumnRole[] columns;
    readonly List<int> starts;
    readonly List<Item> items = [];
    List<SourceLine>[]? row;

    AlignedRows(string text, ColumnRole[] columns, List<int> starts) => (this.text, this.columns, this.starts) = (text, columns, starts);

    public static List<Item>? Read(string text, IReadOnlyList<SourceLine> lines, ColumnRole[] columns)
    {
        if (columns.Length < 4 || columns[0] != ColumnRole.Number || !columns.Contains(ColumnRole.Content) || lines.Count < 2) return null;
        if (Starts(text, lines, columns.Length) is not { } starts) return null;
        var rows = new AlignedRows(text, columns, starts);
        return lines.All(rows.Add) && rows.Close() ? rows.items : new AlignedRows(text, columns, starts).Centred(lines);
    }

    /// <summary>Rows between empty lines, whose short cells stand in their middle; null where a run of lines has not one number.</summary>
    List<Item>? Centred(IReadOnlyList<SourceLine> lines)
    {
        for (var (i, end) = (0, 0); i < lines.Count; i = end)
        {
            for (end = i + 1; end < lines.Count && !lines[end].BlankBefore;) end++;
            if (end == i + 1 && FlattenedUnits.IsSectionLike(lines[i].Key) && LineCells.Words(text, lines[i].Span).Count <= 2)
            {
                items.Add(new TableSectionItem(Flow.Of(text, lines[i].Span)));
                continue;
            }
            var numbers = 0;
            row = [.. columns.Select(_ => new List<SourceLine>())];
            foreach (var line in lines.Skip(i).Take(end - i))
            {
                if (Pieces(line) is not { } pieces) return null;
                if (!pieces[0].IsEmpty && (!NoiseFinder.IsBareNumber(Flow.FoldOf(text, pieces[0])) || ++numbers > 1)) return null;
                Put(pieces, line);
            }
            if (numbers != 1 || !Close()) return null;
        }
        return items;
    }

    /// <summary>The places where pieces begin in two lines at least, one for each column; null where they are more or fewer.</summary>
    static List<int>? Starts(string text, IReadOnlyList<SourceLine> lines, int columns)
    {
        var counts = new SortedDictionary<int, int>();
        var wide = false;
        foreach (var line in lines)
        {
            var (begin, pieces) = (LineBegin(text, line), 0);
            for (var i = line.Span.Start; i < line.Span.End; i++)
            {
                if (text[i] == '\t') return null;
                if (CharacterFold.IsBlank(text[i]) || i > line.Span.Start && !(CharacterFold.IsBlank(text[i - 1]) && CharacterFold.IsBlank(text[i - 2]))) continue;
                counts[i - begin] = counts.GetValueOrDefault(i - begin) + 1;
                pieces++;
            }
            wide |= pieces >= 4;
        }
        // Latin signs are narrower than the places they are given, so that a piece behind some may stand one or two places to the right.
        var starts = new List<int>();
        foreach (var (place, count) in counts)
            if (count > 1 && (starts.Count == 0 || place - starts[^1] > 2)) starts.Add(place);
        return wide && starts.Count == columns ? starts : null;
    }

    static int LineBegin(string text, SourceLine line) => line.Span.Start == 0 ? 0 : text.LastIndexOf('\n', line.Span.Start - 1) + 1;

    /// <summary>False where the line does not fit the columns.</summary>
    bool Add(SourceLine line)
    {
        if (FlattenedUnits.IsSectionLike(line.Key) && LineCells.Words(text, line.Span).Count <= 2)
        {
            if (!Close()) return false;
            items.Add(new TableSectionItem(Flow.Of(text, line.Span)));
            return true;
        }
        if (Pieces(line) is not { } pieces) return false;
        if (!pieces[0].IsEmpty)
        {
            if (!NoiseFinder.IsBareNumber(Flow.FoldOf(text, pieces[0])) || !Close()) return false;
            row = [.. columns.Select(_ => new List<SourceLine>())];
        }
        if (row is null) return false;
        Put(pieces, line);
        return true;
    }

    void Put(List<Span> pieces, SourceLine line)
    {
        for (var c = 0; c < pieces.Count; c++)
            if (!pieces[c].IsEmpty) row![c].Add(SourceLine.Of(text, pieces[c], false, false, null, line.Page, false));
    }

    /// <summary>The line cut where the columns begin; null where a word runs over a border.</summary>
    List<Span>? Pieces(SourceLine line)
    {
        var begin = LineBegin(text, line);
        var pieces = new List<Span>(columns.Length);
        var from = line.Span.Start;
        for (var c = 0; c < columns.Length; c++)
        {
            var to = c + 1 < columns.Length ? Math.Max(from, Math.Min(line.Span.End, begin + starts[c + 1])) : line.Span.End;
            if (to > from && to < line.Span.End && !Parts(to))
            {
                // A full cell pushes the next one to the left: its words end with a sign.
                var near = to - 1;
                while (near > from && to - near < 6 && !Parts(near)) near--;
                if (near == from || !Parts(near)) return null;
                // Narrow signs before it push a cell to the right: then nothing of it stands before the border.
                to = SourceLine.Trim(text, new Span(from, near)).IsEmpty ? WordEnd(to, line.Span.End) : near;
            }
            pieces.Add(to > from ? SourceLine.Trim(text, new Span(from, to)) : new Span(from, from));
            from = to;
        }
        return pieces;
    }

    int WordEnd(int at, int end)
    {
        while (at < end && !CharacterFold.IsBlank(text[at])) at++;
        return at;
    }

    bool Parts(int at) => CharacterFold.IsBlank(text[at]) || CharacterFold.Of(text[at - 1]) is ' ' or ',' or '。' or ';' or '、';

    /// <summary>Ends the row; false where its words are not complete, for then its number stands in its middle.</summary>
    bool Close()
    {
        if (row is not { } made) return true;
        row = null;
        var content = Array.IndexOf(columns, ColumnRole.Content);
        if (made[content].Count == 0 || !Ending.IsComplete(made[content][^1].Key)) return false;
        items.Add(new RowItem([.. made.Select((lines, c) => CellParagraphs.Of(text, columns[c], lines))]));
        return true;
    }
}
