using Zhice.Domain.Organisations;
using Zhice.Web.Exports;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Programmes;

/// <summary>The board as a table to take away.</summary>
internal static class BoardTable
{
    public static TableFile Of(ShowBoard.View board, WordTable words)
    {
        TableColumn[] given = [new(words["board.number"], 8), new(words["board.task"], 40), new(words["board.section"], 24), new(words["board.due"], 18)];
        var heads = board.Asked.ByDepartment
            ? board.Departments.Select(d => words.Organisation(d.Code, d.Name))
            : board.Provinces.Select(p => words.Division(p.Prefix, p.Name));
        return new TableFile($"board-{board.Programme.Year}", [.. given, .. heads.Select(h => new TableColumn(h, 12))], board.Rows.Select(Line));

        IReadOnlyList<Cell> Line(ShowBoard.Row row)
        {
            var cells = board.Asked.ByDepartment
                ? board.Departments.Select(d => row.Roles.TryGetValue(d.Id, out var role) ? words.Of(role) : "")
                : row.Cells.Select(c => Text(c, words));
            return [Cell.Of(row.Number), Cell.Of(row.Title), Cell.Of(row.Section), Cell.Of(row.Due.Words), .. cells.Select(c => Cell.Of(c))];
        }
    }

    static string Text(ShowBoard.Cell cell, WordTable words) => string.Join("; ", cell.Parts.Select(part => Below(part, words))
        .Prepend(cell.State == CellState.None ? "" : words.Of(cell.State)).Where(said => said.Length > 0));

    /// <summary>Offices below a province in words: 城市选做 2 个.</summary>
    public static string Below(ShowBoard.Part part, WordTable words) =>
        words[part.Office == DivisionLevel.City ? "board.citiesLevel" : "board.countiesLevel", words.Of(part.State), part.Offices];
}
