using System.Globalization;
using System.Text;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Programmes;

/// <summary>The board as a table for spreadsheets: UTF-8 with a byte order mark, as Excel wants it, and RFC 4180 quoting.</summary>
internal static class BoardCsv
{
    public static byte[] Write(ShowBoard.View board, WordTable words)
    {
        var csv = new StringBuilder("\uFEFF");
        var fixedHeads = new[] { words["board.number"], words["board.task"], words["board.section"], words["board.due"] };
        Line(csv, [.. fixedHeads, .. board.Asked.ByDepartment ? board.Departments.Select(d => words.Organisation(d.Code, d.Name)) : board.Provinces.Select(p => words.Division(p.Prefix, p.Name))]);
        foreach (var row in board.Rows)
        {
            var cells = board.Asked.ByDepartment
                ? board.Departments.Select(d => row.Roles.TryGetValue(d.Id, out var role) ? words.Of(role) : "")
                : row.Cells.Select(c => Text(c, words));
            Line(csv, [row.Number ?? "", row.Title, row.Section, row.Due.Words ?? "", .. cells]);
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    static string Text(ShowBoard.Cell cell, WordTable words)
    {
        var own = cell.State == CellState.None ? "" : words.Of(cell.State);
        var cities = cell.Cities == 0 ? "" : words["board.cities", cell.Cities];
        return own.Length > 0 && cities.Length > 0 ? $"{own}; {cities}" : own + cities;
    }

    static void Line(StringBuilder csv, IReadOnlyList<string> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0) csv.Append(',');
            csv.Append(CultureInfo.InvariantCulture, $"\"{Harmless(fields[i]).Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        csv.Append("\r\n");
    }

    // A spreadsheet runs a cell that begins so as a formula.
    static string Harmless(string field) => field is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + field : field;
}
