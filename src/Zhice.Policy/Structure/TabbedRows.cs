namespace Zhice.Policy.Structure;

/// <summary>
/// Reads a table that was copied as text with a tab between the cells where some rows begin with empty cells: those cells were
/// merged with the ones above. Where the tabs do not fit the heads, it leaves the lines to <see cref="FlattenedTable"/>.
/// </summary>
internal sealed class TabbedRows
{
    readonly string text;
    readonly ColumnRole[] columns;
    readonly List<Item> items = [];
    List<List<SourceLine>>? row;
    List<CellItem> above = [];

    // Bars divide the cells, and whether bars at the ends of a line are borders; null where tabs divide them.
    readonly bool? outerBars;

    TabbedRows(string text, ColumnRole[] columns, bool? outerBars = null) => (this.text, this.columns, this.outerBars) = (text, columns, outerBars);

    public static List<Item>? Read(string text, IReadOnlyList<SourceLine> lines, ColumnRole[] columns)
    {
        if (!lines.Any(l => LeadingTabs(text, l) is var tabs && (tabs >= 2 || tabs == 1 && columns.Length > 2 && text.AsSpan(l.Span.Start, l.Span.Length).Count('\t') == columns.Length - 2))) return null;
        return new TabbedRows(text, columns).Read(lines);
    }

    /// <summary>The same of a table whose cells are divided by bars; null where the bars do not fit the heads.</summary>
    public static List<Item>? ReadBars(string text, IReadOnlyList<SourceLine> lines, ColumnRole[] columns, bool outer) => new TabbedRows(text, columns, outer).Read(lines);

    List<Item>? Read(IReadOnlyList<SourceLine> lines)
    {
        foreach (var line in lines)
            if (!Add(line)) return null;
        Close();
        return items;
    }

    static int LeadingTabs(string text, SourceLine line)
    {
        var tabs = 0;
        for (var i = line.Span.Start - 1; i >= 0 && text[i] != '\n' && CharacterFold.IsBlank(text[i]); i--)
            if (text[i] == '\t') tabs++;
        return tabs;
    }

    /// <summary>False where the line does not fit.</summary>
    bool Add(SourceLine line)
    {
        var cells = Cells(line, out var leading);
        if (leading == 0 && cells.Count == 1)
        {
            if (FlattenedUnits.IsSectionLike(line.Key))
            {
                Close();
                items.Add(new TableSectionItem(Flow.Of(text, line.Span)));
                above = [];
                return true;
            }
            if (row is null) return false;
        }
        var open = row is not null && row.Count < columns.Length && leading == 0 && !NoiseFinder.IsBareNumber(cells[0] is { IsEmpty: false } first ? Flow.FoldOf(text, first) : "");
        var goesOn = row is not null && (open || leading == 0 && cells.Count == 1);
        if (!goesOn)
        {
            Close();
            row = [];
            for (var i = 0; i < leading; i++) row.Add([]);
        }
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0 || !goesOn) row!.Add([]);
            if (!cells[i].IsEmpty) row![^1].Add(SourceLine.Of(text, cells[i], false, i > 0 || !goesOn, null, line.Page, false));
        }
        return row!.Count <= columns.Length;
    }

    /// <summary>The cells of a line behind the empty ones that it begins with.</summary>
    List<Span> Cells(SourceLine line, out int leading)
    {
        if (outerBars is { } outer)
        {
            var all = BarTable.Cells(text, line.Span, outer);
            leading = all.Count > 1 ? Math.Max(0, all.FindIndex(c => !c.IsEmpty)) : 0;
            if (all.Count > columns.Length && all[^1].IsEmpty) all.RemoveAt(all.Count - 1);
            return all[leading..];
        }
        leading = LeadingTabs(text, line);
        var cells = new List<Span>();
        for (var (i, start) = (line.Span.Start, line.Span.Start); i <= line.Span.End; i++)
        {
            if (i < line.Span.End && text[i] != '\t') continue;
            cells.Add(SourceLine.Trim(text, new Span(start, i)));
            start = i + 1;
        }
        return cells;
    }

    void Close()
    {
        if (row is not { } made) return;
        row = null;
        var begins = Begins(made);
        if (!begins && above.Count > 0 && !Holds(made, ColumnRole.Content))
        {
            // Only departments or a deadline: they go on with the cells above.
            above = [.. above.Select((cell, c) => c < made.Count && made[c].Count > 0 ? Joined(cell, CellParagraphs.Of(text, columns[c], made[c])) : cell)];
            items[^1] = new RowItem(above);
            return;
        }
        var cells = new List<CellItem>(columns.Length);
        for (var c = 0; c < columns.Length; c++)
        {
            var lines = c < made.Count ? made[c] : [];
            cells.Add(lines.Count == 0 && !begins && c < above.Count ? above[c] with { Inherited = true } : CellParagraphs.Of(text, columns[c], lines));
        }
        items.Add(new RowItem(cells));
        above = cells;
    }

    /// <summary>A row of its own has a number or a title.</summary>
    bool Begins(List<List<SourceLine>> made) => Holds(made, ColumnRole.Number) || Holds(made, ColumnRole.Title) || !columns.Contains(ColumnRole.Number) && !columns.Contains(ColumnRole.Title);

    bool Holds(List<List<SourceLine>> made, ColumnRole role)
    {
        for (var c = 0; c < made.Count; c++)
            if (columns[c] == role && made[c].Count > 0) return true;
        return false;
    }

    static CellItem Joined(CellItem cell, CellItem more) =>
        cell.Inherited ? more : cell with { Paragraphs = [.. cell.Paragraphs, .. more.Paragraphs], GapBefore = [.. cell.GapBefore, .. more.GapBefore] };
}
