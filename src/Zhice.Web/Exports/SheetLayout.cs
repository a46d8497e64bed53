namespace Zhice.Web.Exports;

/// <summary>How a sheet is laid out; its rows follow one by one (<see cref="XlsxWriter.Row"/>).</summary>
/// <param name="Name">Name on the tab, at most 31 characters; characters that Excel forbids there become spaces.</param>
/// <param name="Widths">Widths of the columns in characters; 0 hides a column.</param>
public sealed record SheetLayout(string Name, IReadOnlyList<double> Widths)
{
    /// <summary>Rows that stay while the others scroll.</summary>
    public int FrozenRows { get; init; }
    /// <summary>Row of the heads, counted from 1, that get filter buttons; 0 for none.</summary>
    public int FilterRow { get; init; }
    /// <summary>True where only cells of <see cref="CellStyle.Entry"/> may be changed. A guard against slips, without password: what is read back is checked anyway.</summary>
    public bool Protected { get; init; }
    /// <summary>True for a sheet that is there for the program only.</summary>
    public bool Hidden { get; init; }
    /// <summary>Rows whose first cell spans all columns, counted from 1.</summary>
    public IReadOnlyList<int> SpanningRows { get; init; } = [];
    /// <summary>Columns in which one of a few words is chosen.</summary>
    public IReadOnlyList<ListOfWords> Choices { get; init; } = [];
}

/// <summary>A drop-down list.</summary>
/// <param name="Column">Column, counted from 0.</param>
/// <param name="FirstRow">First row, counted from 1.</param>
/// <param name="LastRow">Last row, counted from 1.</param>
/// <param name="Words">The words, none with a comma, together at most 255 characters (Excel's limit).</param>
/// <param name="Problem">What Excel says when something else is typed.</param>
public sealed record ListOfWords(int Column, int FirstRow, int LastRow, IReadOnlyList<string> Words, string Problem);
