using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Zhice.Web.Exports;

/// <summary>A column of an exported table.</summary>
/// <param name="Head">Its head, in the reader's language.</param>
/// <param name="Width">Width in characters, for a workbook.</param>
public sealed record TableColumn(string Head, double Width = 16);

/// <summary>A table to take away, as CSV or as a workbook with the same rows: an export of a page offers both (<c>.csv</c>, <c>.xlsx</c>).</summary>
/// <param name="Name">Name of the file without ending, and of the sheet.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, read once; the caller bounds them.</param>
public sealed record TableFile(string Name, IReadOnlyList<TableColumn> Columns, IAsyncEnumerable<IReadOnlyList<Cell>> Rows)
{
    /// <summary>The media type of a workbook.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A table of rows that are at hand.</summary>
    public TableFile(string name, IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyList<Cell>> rows) : this(name, columns, rows.ToAsyncEnumerable()) { }

    /// <summary>The answer of an address that ends with <c>.xlsx</c> or <c>.csv</c>: map both to one handler.</summary>
    /// <param name="path">The address asked for (<see cref="Visits.Visit.Path"/>).</param>
    /// <param name="cancel">Ends it.</param>
    public Task<FileStreamHttpResult> As(string path, CancellationToken cancel) =>
        path.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? Xlsx(cancel) : Csv(cancel);

    /// <summary>UTF-8 with a byte-order mark, as Excel wants it, and RFC 4180 quoting.</summary>
    public async Task<FileStreamHttpResult> Csv(CancellationToken cancel)
    {
        var file = Scratch();
        await using (var text = new StreamWriter(file, new UTF8Encoding(true), leaveOpen: true))
        {
            await text.WriteAsync(Line(Columns.Select(c => c.Head)).AsMemory(), cancel);
            await foreach (var row in Rows.WithCancellation(cancel)) await text.WriteAsync(Line(row).AsMemory(), cancel);
        }
        return Sent(file, "text/csv; charset=utf-8", "csv");
    }

    /// <summary>A workbook with one sheet, its heads frozen and with filter buttons.</summary>
    public async Task<FileStreamHttpResult> Xlsx(CancellationToken cancel)
    {
        var file = Scratch();
        using (var book = new XlsxWriter(file))
        {
            book.Begin(new SheetLayout(Name, [.. Columns.Select(c => c.Width)]) { FrozenRows = 1, FilterRow = 1 });
            book.Row([.. Columns.Select(c => Cell.Of(c.Head, CellStyle.Head))]);
            await foreach (var row in Rows.WithCancellation(cancel)) book.Row([.. row]);
        }
        return Sent(file, XlsxType, "xlsx");
    }

    /// <summary>A file that is gone when it is closed, so that a long table is never held in memory.</summary>
    public static FileStream Scratch() => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    FileStreamHttpResult Sent(FileStream file, string type, string ending)
    {
        file.Position = 0;
        return TypedResults.File(file, type, $"{Name}.{ending}");
    }

    /// <summary>A cell as text.</summary>
    internal static string Plain(Cell cell) =>
        cell.Text ?? cell.Number?.ToString(CultureInfo.InvariantCulture) ?? cell.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A line of CSV. Texts are kept from being formulas; a number is a number, also where it begins with a sign.</summary>
    internal static string Line(IEnumerable<Cell> cells) =>
        string.Join(',', cells.Select(c => $"\"{(c.Text is { } text ? Harmless.Out(text) : Plain(c)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n";

    /// <summary>A line of texts; none of them is a formula.</summary>
    internal static string Line(IEnumerable<string> fields) =>
        string.Join(',', fields.Select(f => $"\"{Harmless.Out(f).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n";
}
