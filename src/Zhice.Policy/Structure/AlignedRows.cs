namespace Zhice.Policy.Structure;

/// <summary>
/// Reads a table whose printed lines keep their places (pdftotext -layout): every line holds a piece of several cells, set under one
/// another with blanks. Only where each column begins at one place, and each row with its number; else it leaves the lines to
/// <see cref="FlattenedTable"/>.
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
        foreach (var line in lines)
            if (!rows.Add(line)) return null;
        return rows.Close() ? rows.items : null;
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
        List<int> starts = [.. counts.Where(c => c.Value > 1).Select(c => c.Key)];
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
        for (var c = 0; c < pieces.Count; c++)
            if (!pieces[c].IsEmpty) row[c].Add(SourceLine.Of(text, pieces[c], false, false, null, line.Page, false));
        return true;
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
                to = near;
            }
            pieces.Add(to > from ? SourceLine.Trim(text, new Span(from, to)) : new Span(from, from));
            from = to;
        }
        return pieces;
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
