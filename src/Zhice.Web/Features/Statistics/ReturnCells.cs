using System.Globalization;
using System.Text;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Records.Text;
using Zhice.Web.Exports;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>What the file of a return brought.</summary>
/// <param name="Texts">Texts of the cells that the file names, by element.</param>
/// <param name="Faults">What is wrong, by cell.</param>
/// <param name="Ignored">Columns that hold something and are not taken, by their heads.</param>
internal sealed record TakenCells(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<(string Cell, Defect Fault)> Faults, IReadOnlyList<string> Ignored);

/// <summary>Reads the file of a return: a workbook's first sheet or CSV, its columns found by their heads in either language and never by their places.</summary>
internal static class ReturnCells
{
    const int MostRows = 5_000, MostCells = 400_000;

    enum Column { Code, Name, Unit, Value, Remark, Belongs }

    static readonly (Column Column, string Code)[] heads =
        [(Column.Code, "stat.code"), (Column.Name, "return.element"), (Column.Unit, "return.unit"), (Column.Value, "return.value"), (Column.Remark, "return.remark"), (Column.Belongs, "return.belongs")];

    /// <summary>Whose sheet it is, in every row: last month's file and another office's look like this one.</summary>
    public static string Mark(ReturnSheet sheet) => $"{sheet.Form.Code}/{sheet.Period}/{sheet.Office.Code}";

    /// <summary>The cells; rows counted from 1, columns from 0. Refusals: those of <see cref="XlsxReader"/>, <c>load.not-utf8</c>, <c>return.file-rows</c>, <c>return.file-quote</c>.</summary>
    public static Outcome<ReadSheet> Read(Stream file, string name)
    {
        if (!name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return !XlsxReader.Read(file).Accepted(out var sheets, out var refusal) ? refusal : Rows(sheets[0]) > MostRows ? TooMany : sheets[0];
        string text;
        try
        {
            using var reader = new StreamReader(file, TableEncoding.Of(file, strict: true), true, 4096, leaveOpen: true);
            text = reader.ReadToEnd().ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            return new Invalid(new Defect("load.not-utf8", "file"));
        }
        // What follows an unclosed quote would be one long cell.
        if (text.AsSpan().Count('"') % 2 == 1) return new Invalid(new Defect("return.file-quote", "file"));
        var (cells, rows) = (new Dictionary<(int, int), ReadCell>(), 0);
        foreach (var row in Csv.Read(text))
        {
            if (++rows > MostRows || cells.Count + row.Fields.Count > MostCells) return TooMany;
            for (var column = 0; column < row.Fields.Count; column++)
                if (row.Fields[column].Length > 0) cells[(row.Line, column)] = new ReadCell(Harmless.In(row.Fields[column]), false);
        }
        return new ReadSheet("", cells);
    }

    static Invalid TooMany => new(new Defect("return.file-rows", "file", MostRows));

    static int Rows(ReadSheet sheet) => sheet.Cells.Keys.Select(c => c.Row).Distinct().Count();

    /// <summary>The texts of a sheet of ours that came back, and what is wrong, by cell. Held figures are not taken, whatever the file says.</summary>
    public static TakenCells Take(ReturnSheet sheet, ReadSheet cells, bool workbook)
    {
        var (texts, faults) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<(string, Defect)>());
        var (places, head, ignored) = Heads(sheet, cells, faults);
        if (faults.Count > 0) return new(texts, faults, ignored);
        foreach (var range in cells.Merged)
            if (Touches(range, places.Where(p => p.Key != Column.Remark).Select(p => p.Value))) faults.Add((range.Split(':')[0], new Defect("return.file-merged", "file", range)));
        if (faults.Count > 0) return new(texts, faults, ignored);
        foreach (var row in cells.Cells.Keys.Select(c => c.Row).Distinct().Order().Where(r => r > head))
        {
            var (code, name) = (Text(row, Column.Code), Text(row, Column.Name));
            var (valued, place) = (places[Column.Value], XlsxText.Place(places[Column.Value], row));
            var (key, keyed) = places.TryGetValue(Column.Code, out var at) ? (code, at) : (name, places[Column.Name]);
            if (key.Length == 0)
            {
                // A figure without a name belongs to nothing, and is not left out silently.
                if (cells[row, valued].Trim().Length > 0) faults.Add((place, new Defect("return.file-nameless", "file")));
                continue;
            }
            if (Text(row, Column.Belongs) is { Length: > 0 } mark && mark != Mark(sheet))
            {
                faults.Add((XlsxText.Place(places[Column.Belongs], row), new Defect("return.file-other", "file", mark, Mark(sheet))));
                break;
            }
            if (Element(sheet, key) is not { } element) faults.Add((XlsxText.Place(keyed, row), new Defect("return.file-element", "file", key)));
            else if (texts.ContainsKey(element.Code)) faults.Add((XlsxText.Place(keyed, row), new Defect("return.file-twice", "file", key)));
            else if (Text(row, Column.Unit) is { Length: > 0 } unit && unit != element.Unit.Text)
                faults.Add((XlsxText.Place(places[Column.Unit], row), new Defect("return.file-unit", "file", element.Term, element.Unit.Text, unit)));
            else
            {
                var cell = cells.Cells.GetValueOrDefault((row, valued));
                texts[element.Code] = Plain(cells[row, valued].Trim(), workbook);
                if (Odd(cell) is { } odd) faults.Add((place, new Defect(odd, "file", element.Term)));
                else if (texts[element.Code].Length > 0 && !sheet.Held.ContainsKey(element.Code) && SheetCheck.Read(element, texts[element.Code], out _) is { } fault) faults.Add((place, fault));
            }
        }
        if (texts.Count == 0 && faults.Count == 0) faults.Add(("A1", new Defect("return.file-empty", "file")));
        return new(texts, faults, ignored);

        string Text(int row, Column column) => places.TryGetValue(column, out var at) ? cells[row, at].Trim() : "";
    }

    // The head is the first row that holds anything. What is needed stands there once; what is not known is told, and not taken.
    static (Dictionary<Column, int> Places, int Row, List<string> Ignored) Heads(ReturnSheet sheet, ReadSheet cells, List<(string, Defect)> faults)
    {
        var (places, ignored) = (new Dictionary<Column, int>(), new List<string>());
        var head = cells.Cells.Count == 0 ? 1 : cells.Cells.Keys.Min(c => c.Row);
        foreach (var at in cells.Cells.Keys.Where(c => c.Row == head).Select(c => c.Column).Order())
        {
            var text = cells[head, at].Trim();
            if (text.Length == 0) continue;
            if (Array.FindIndex(heads, h => Says(WordTable.Chinese, h.Code, text) || Says(WordTable.English, h.Code, text)) is not (>= 0 and var known)) ignored.Add(text);
            else if (!places.TryAdd(heads[known].Column, at)) faults.Add((XlsxText.Place(at, head), new Defect("return.file-head-twice", "file", text)));
        }
        if (!places.ContainsKey(Column.Value)) faults.Add((XlsxText.Place(0, head), new Defect("return.file-head", "file", WordTable.Chinese["return.value"], WordTable.English["return.value"])));
        if (!places.ContainsKey(Column.Code) && !places.ContainsKey(Column.Name))
            faults.Add((XlsxText.Place(0, head), new Defect("return.file-head", "file", WordTable.Chinese["stat.code"], WordTable.English["stat.code"])));
        // A figure under no head is no figure of a column that is known.
        var named = cells.Cells.Keys.Where(c => c.Row == head).Select(c => c.Column).ToHashSet();
        ignored.AddRange(cells.Cells.Keys.Where(c => c.Row > head && !named.Contains(c.Column)).Select(c => c.Column).Distinct().Order().Select(XlsxText.ColumnName));
        if (places.TryGetValue(Column.Remark, out var remarks) && cells.Cells.Any(c => c.Key.Column == remarks && c.Key.Row > head && !Given(sheet, c.Value.Text))) ignored.Add(cells[head, remarks].Trim());
        return (places, head, ignored);

        static bool Says(WordTable words, string code, string text) => words[code].Equals(text, StringComparison.OrdinalIgnoreCase);
    }

    // A remark that the file went out with is no word of the office's.
    static bool Given(ReturnSheet sheet, string text) =>
        text.Trim().Length == 0 || sheet.Held.Values.Any(h => ((WordTable[])[WordTable.Chinese, WordTable.English]).Any(words => words["return.held"] + words.Of(h.From) == text));

    static DataElement? Element(ReturnSheet sheet, string key) =>
        sheet.Elements.FirstOrDefault(e => e.Code == key) ?? (sheet.Elements.Where(e => e.Name == key || e.EnglishName.Equals(key, StringComparison.OrdinalIgnoreCase)).ToList() is [var only] ? only : null);

    static string? Odd(ReadCell cell) => cell.Formula ? "return.file-formula" : cell.Kind switch
    {
        ReadKind.Truth => "return.file-truth",
        ReadKind.Date => "return.file-date",
        _ => null,
    };

    static bool Touches(string range, IEnumerable<int> columns)
    {
        var ends = range.Split(':').Select(XlsxText.ColumnOf).ToList();
        return columns.Any(c => c >= ends.Min() && c <= ends.Max());
    }

    // A workbook keeps 0.28 as 0.28000000000000003 and a hundred thousandth as 1E-05: fifteen digits are what it means, and all that it shows.
    static string Plain(string text, bool workbook) => workbook && (text.Length > 15 || text.Contains('E', StringComparison.Ordinal)) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) <= (double)StoredFigure.Largest && decimal.TryParse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
        ? StoredFigure.Write(plain) : text;
}
