using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>报表 out and in: the sheet as a workbook or CSV, filled in elsewhere and taken back as the draft, all of it or nothing; faults are told by cell.</summary>
public static class ReturnFile
{
    const long Largest = 5L * 1024 * 1024;
    const int Columns = 4;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/returns/{id:long}/sheet.xlsx", Download);
        routes.MapGet("/statistics/returns/{id:long}/sheet.csv", Download);
        routes.MapPost("/statistics/returns/{id:long}/file", Upload).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Largest));
    }

    static async Task<IResult> Download(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"{sheet.Form.Code}-{sheet.Period}-{sheet.Office.Code}",
            [new(words["stat.code"], 28), new(words["return.element"], 32), new(words["return.unit"], 10), new(words["return.value"], 16), new(words["return.remark"], 40), new(words["return.belongs"], 40)],
            sheet.Elements.Select(e => (IReadOnlyList<Cell>)[Cell.Of(e.Code), Cell.Of(StatisticsWords.Name(words, e)), Cell.Of(e.Unit.Text), Value(sheet, e.Code),
                Cell.Of(sheet.Held.TryGetValue(e.Code, out var held) ? words["return.held"] + words.Of(held.From) : null), Cell.Of(Mark(sheet))])).As(visit.Path, cancel);
    }

    // Whose sheet it is, in every row: last month's file and another office's look like this one.
    static string Mark(ReturnSheet sheet) => $"{sheet.Form.Code}/{sheet.Period}/{sheet.Office.Code}";

    static Cell Value(ReturnSheet sheet, string code) => !sheet.Texts.TryGetValue(code, out var text) ? Cell.Of(null as string)
        : StoredFigure.Fault(text, out var figure) is null ? Cell.Of(figure) : Cell.Of(text);

    static async Task<IResult> Upload(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!(await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        if (!ReturnDesk.MayFill(visit.Actor, sheet.Office.Path)) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (form.Files.GetFile("file") is not { Length: > 0 } file) return await Again(new Invalid(new Defect("worksheet.file", "file")), []);
        await using var copy = TableFile.Scratch();
        await file.CopyToAsync(copy, cancel);
        copy.Position = 0;
        if (!Read(copy, file.FileName).Accepted(out var cells, out refusal)) return await Again(refusal, []);
        var (texts, faults) = Take(sheet, cells, !file.FileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));
        if (faults.Count > 0) return await Again(new Invalid(faults.Take(20).Select(f => f.Fault).ToList()), faults);
        var content = new ReturnContent(int.TryParse(form["version"], out var version) ? version : -1, texts, new Dictionary<string, string>());
        return (await ReturnDesk.Save(db, visit.Actor, new(id), content, clock, cancel)).Accepted(out _, out refusal)
            ? Answer.Done(visit, $"/statistics/returns/{id}", "return.file-taken")
            : await Again(refusal, []);

        async Task<IResult> Again(Refusal why, IReadOnlyList<(string, Defect)> wrong)
        {
            db.ChangeTracker.Clear();
            return (await FillReturn.Run(db, visit, new(id), null, null, cancel)).Accepted(out var view, out _) ? Answer.Again<ReturnPage>(visit, view with { Cells = wrong }, why) : Answer.Refused(visit, why);
        }
    }

    /// <summary>The cells of a workbook's first sheet, or of a CSV file; rows counted from 1, columns from 0.</summary>
    static Outcome<ReadSheet> Read(Stream file, string name)
    {
        if (!name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return XlsxReader.Read(file).Accepted(out var sheets, out var refusal) ? sheets[0] : refusal;
        var cells = new Dictionary<(int, int), ReadCell>();
        try
        {
            using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 4096, leaveOpen: true);
            for (var row = 1; text.ReadLine() is { } line && row <= 5_000; row++)
                foreach (var (field, column) in Fields(line).Select((f, i) => (f, i)))
                    if (field.Length > 0) cells[(row, column)] = new ReadCell(Harmless.In(field), false);
        }
        catch (DecoderFallbackException)
        {
            return new Invalid(new Defect("load.not-utf8", "file"));
        }
        return new ReadSheet("", cells);
    }

    static IEnumerable<string> Fields(string line)
    {
        var (field, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                yield return field.ToString();
                field.Clear();
            }
            else field.Append(line[i]);
        }
        yield return field.ToString();
    }

    // A workbook keeps 0.28 as 0.28000000000000003 and a hundred thousandth as 1E-05: fifteen digits are what it means, and all that it shows.
    static string Plain(string text, bool workbook) => workbook && (text.Length > 15 || text.Contains('E', StringComparison.Ordinal)) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) <= (double)StoredFigure.Largest && decimal.TryParse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
        ? StoredFigure.Write(plain) : text;

    /// <summary>The texts of a sheet of ours that came back, and what is wrong, by cell. Held figures are not taken, whatever the file says.</summary>
    static (Dictionary<string, string> Texts, List<(string Cell, Defect Fault)> Faults) Take(ReturnSheet sheet, ReadSheet cells, bool workbook)
    {
        var (texts, faults) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<(string, Defect)>());
        var elements = sheet.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal);
        foreach (var row in cells.Cells.Keys.Select(c => c.Row).Distinct().Order().Where(r => r > 1))
        {
            var (code, place) = (cells[row, 0].Trim(), XlsxText.Place(Columns - 1, row));
            if (code.Length == 0) continue;
            if (cells[row, Columns + 1].Trim() is { Length: > 0 } mark && mark != Mark(sheet))
            {
                faults.Add((XlsxText.Place(Columns + 1, row), new Defect("return.file-other", "file", mark, Mark(sheet))));
                break;
            }
            if (!elements.TryGetValue(code, out var element)) faults.Add((XlsxText.Place(0, row), new Defect("return.file-element", "file", code)));
            else if (texts.ContainsKey(code)) faults.Add((XlsxText.Place(0, row), new Defect("return.file-twice", "file", code)));
            else if (cells[row, 2].Trim() is { Length: > 0 } unit && unit != element.Unit.Text) faults.Add((XlsxText.Place(2, row), new Defect("return.file-unit", "file", element.Name, element.Unit.Text, unit)));
            else if (cells.Cells.TryGetValue((row, Columns - 1), out var cell) && cell.Formula) faults.Add((place, new Defect("return.file-formula", "file", element.Name)));
            else
            {
                texts[code] = Plain(cells[row, Columns - 1].Trim(), workbook);
                if (texts[code].Length > 0 && !sheet.Held.ContainsKey(code) && SheetCheck.Read(element, texts[code], out _) is { } fault) faults.Add((place, fault));
            }
        }
        if (texts.Count == 0 && faults.Count == 0) faults.Add(("A1", new Defect("return.file-empty", "file")));
        return (texts, faults);
    }
}
