namespace Zhice.Policy.Readers.Geometry;

/// <summary>Joins the pieces of rows that a page edge cut in two.</summary>
internal sealed class PageBreaks
{
    readonly bool[] filled;
    readonly bool numbered;
    readonly int key;

    PageBreaks(List<List<PartRow>> pages, int columns)
    {
        var whole = pages.SelectMany(rows => rows).Where(row => !row.IsMerged).ToList();
        filled = [.. Enumerable.Range(0, columns).Select(column => whole.Count(row => row.HasTextAt(column)) >= whole.Count * 0.7)];
        // A row without its number is a rest; where rests are many, the numbers are still in most rows.
        key = Math.Max(0, Array.FindIndex([.. Enumerable.Range(0, columns)], column => whole.Count(row => row.HasTextAt(column)) >= whole.Count * 0.5));
        var numbers = whole.Count(row => row.At(key) is { Lines.Count: > 0 } cell && RowNumber.Of(cell.Lines[0].Line.Text) is not null);
        numbered = numbers >= 2 && numbers >= whole.Count * 0.5;
    }

    /// <summary>All rows of a table, in order; each piece at the top of a page is added to its row when it goes on.</summary>
    internal static List<PartRow> Join(List<List<PartRow>> pages, int columns)
    {
        var rule = new PageBreaks(pages, columns);
        var rows = new List<PartRow>();
        foreach (var page in pages)
        {
            for (var i = 0; i < page.Count; i++)
            {
                if (i > 0 || rows.Count == 0 || !rule.GoesOn(rows[^1], page[i])) { rows.Add(page[i]); continue; }
                Append(rows[^1], page[i]);
                if (rows.Count > 1 && rule.IsRest(rows[^1]) && !rows[^2].IsMerged)
                {
                    // Neither side of the page's edge has a first-column text: both are the end of the row before.
                    Append(rows[^2], rows[^1]);
                    rows.RemoveAt(rows.Count - 1);
                }
            }
        }
        return rows;
    }

    bool GoesOn(PartRow row, PartRow piece)
    {
        if (row.IsMerged || piece.IsMerged) return false;
        var keyText = piece.At(key) is { Lines.Count: > 0 } cell ? cell.Lines[0].Line.Text : "";
        if (RowNumber.OfSection(keyText) is { } mark && mark.Contains('、')) return false;
        // In a row with its short texts in the middle, these may all have fallen to the next page.
        if (IsRest(row)) return true;
        if (numbered) return RowNumber.Of(keyText) is not { } number || (piece.At(key)!.Lines.Count == 0 && number > 0);
        if (keyText.Length == 0) return true;

        var missing = Enumerable.Range(0, filled.Length).Count(column => filled[column] && !piece.HasTextAt(column));
        var incomplete = Enumerable.Range(0, filled.Length).Count(column => filled[column] && !row.HasTextAt(column));
        var broken = Longest(row) is { } last && !EndsSentence(last.Line.Text) && piece.HasTextAt(last.Column);
        return (broken ? 2 : 0) + (missing > 0 ? 1 : 0) + (incomplete > 0 ? 1 : 0) >= 2;
    }

    /// <summary>True for a piece without a first-column text.</summary>
    bool IsRest(PartRow row) => !row.IsMerged && row.At(key) is { Lines.Count: 0 } && !row.IsEmpty;

    /// <summary>The last line of the cell with most lines, where its sentences are.</summary>
    static CellText? Longest(PartRow row)
    {
        var cell = row.Cells.MaxBy(cell => cell.Lines.Count);
        return cell is { Lines.Count: > 1 } ? cell.Lines[^1] : null;
    }

    internal static bool EndsSentence(string text) => text.TrimEnd() is not { Length: > 0 } trimmed || "。；;！!？?：:.”）)".Contains(trimmed[^1]);

    static void Append(PartRow row, PartRow piece)
    {
        foreach (var cell in piece.Cells)
        {
            if (cell.Lines.Count == 0) continue;
            if (row.At(cell.Column) is { } target) { target.Lines.AddRange(cell.Lines); continue; }
            var place = row.Cells.FindIndex(other => other.Column > cell.Column);
            var room = place < 0 ? cell.ColumnSpan : Math.Min(cell.ColumnSpan, row.Cells[place].Column - cell.Column);
            row.Cells.Insert(place < 0 ? row.Cells.Count : place, cell with { ColumnSpan = room });
        }
    }
}
