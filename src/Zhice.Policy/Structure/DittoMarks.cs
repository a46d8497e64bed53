namespace Zhice.Policy.Structure;

/// <summary>〃 and 同上 in a column of owners, ranges or deadlines: the words of the cell above, said again.</summary>
internal sealed class DittoMarks
{
    static readonly string[] Marks = ["〃", "″", "”", "\"", "''", "′′", "同上", "同前", "同上行", "同上栏"];

    readonly Dictionary<(ColumnRole Role, int Nth), CellItem> above = [];

    /// <summary>The row, with the cell above in the place of each mark.</summary>
    public RowItem In(RowItem row, PartPainter painter, string task)
    {
        CellItem[]? cells = null;
        var nth = new Dictionary<ColumnRole, int>();
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var cell = row.Cells[i];
            if (PartOf(cell.Role) is not { } part) continue;
            var key = (cell.Role, nth[cell.Role] = nth.GetValueOrDefault(cell.Role) + 1);
            if (cell is { Inherited: false, Paragraphs: [var only] } && IsMark(only.Fold) && above.TryGetValue(key, out var told))
            {
                painter.Take(part, only, task);
                (cells ??= [.. row.Cells])[i] = told with { Inherited = true };
            }
            else if (cell.Paragraphs.Count > 0) above[key] = cell;
        }
        return cells is null ? row : new RowItem(cells);
    }

    static bool IsMark(string fold) => Array.IndexOf(Marks, fold.TrimEnd('。').Trim()) >= 0;

    static PartRole? PartOf(ColumnRole role) => role switch
    {
        ColumnRole.Lead or ColumnRole.Participant or ColumnRole.Responsible => PartRole.Assignment,
        ColumnRole.Range => PartRole.Applicability,
        ColumnRole.Deadline => PartRole.Deadline,
        _ => null,
    };
}
