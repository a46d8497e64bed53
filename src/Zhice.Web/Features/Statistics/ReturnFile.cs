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

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/returns/{id:long}/sheet.xlsx", Download).Inside();
        routes.MapGet("/statistics/returns/{id:long}/sheet.csv", Download).Inside();
        routes.MapPost("/statistics/returns/{id:long}/file", Upload).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Largest));
    }

    static async Task<IResult> Download(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"{sheet.Form.Code}-{sheet.Period}-{sheet.Office.Code}",
            [new(words["stat.code"], 28), new(words["return.element"], 32), new(words["return.unit"], 10), new(words["return.value"], 16), new(words["return.remark"], 40), new(words["return.belongs"], 40)],
            sheet.Elements.Select(e => (IReadOnlyList<Cell>)[Cell.Of(e.Code), Cell.Of(StatisticsWords.Name(words, e)), Cell.Of(e.Unit.Text), Value(sheet, e.Code),
                Cell.Of(sheet.Held.TryGetValue(e.Code, out var held) ? words["return.held"] + words.Of(held.From) : null), Cell.Of(ReturnCells.Mark(sheet))])).As(visit.Path, cancel);
    }

    static Cell Value(ReturnSheet sheet, string code) => !sheet.Texts.TryGetValue(code, out var text) ? Cell.Of(null as string)
        : StoredFigure.Fault(text, out var figure) is null ? Cell.Of(figure) : Cell.Of(text);

    static async Task<IResult> Upload(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!(await ReturnSheets.Open(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        if (!ReturnDesk.MayFill(visit.Actor, sheet.Office.Path)) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (form.Files.GetFile("file") is not { Length: > 0 } file) return await Again(new Invalid(new Defect("worksheet.file", "file")), []);
        await using var content = file.OpenReadStream();
        if (!(await Keep(db, visit, sheet, content, file.FileName, int.TryParse(form["version"], out var version) ? version : -1, clock, cancel)).Accepted(out var kept, out refusal)) return await Again(refusal, []);
        if (kept.Faults.Count > 0) return await Again(new Invalid(kept.Faults.Take(20).Select(f => f.Fault).ToList()), kept.Faults);
        return kept.Ignored.Count == 0 ? Answer.Done(visit, $"/statistics/returns/{id}", "return.file-taken", kept.Filled, kept.Emptied, kept.Left)
            : Answer.Done(visit, $"/statistics/returns/{id}", "return.file-taken-part", kept.Filled, kept.Emptied, kept.Left, string.Join('、', kept.Ignored.Take(10)));

        async Task<IResult> Again(Refusal why, IReadOnlyList<(string, Defect)> wrong)
        {
            db.ChangeTracker.Clear();
            return (await FillReturn.Run(db, visit, new(id), null, null, cancel)).Accepted(out var view, out _) ? Answer.Again<ReturnPage>(visit, view with { Cells = wrong }, why) : Answer.Refused(visit, why);
        }
    }

    /// <summary>What a file changed in the draft; with faults it changed nothing.</summary>
    internal sealed record Kept(int Filled, int Emptied, int Left, IReadOnlyList<string> Ignored, IReadOnlyList<(string Cell, Defect Fault)> Faults);

    /// <summary>Takes a file into the draft, all of it or nothing. Refusals: those of <see cref="ReturnCells.Read"/> and of <see cref="ReturnDesk.Save"/>.</summary>
    internal static async Task<Outcome<Kept>> Keep(ZhiceDb db, Visit visit, ReturnSheet sheet, Stream file, string name, int version, TimeProvider clock, CancellationToken cancel)
    {
        await using var copy = TableFile.Scratch();
        await file.CopyToAsync(copy, cancel);
        copy.Position = 0;
        if (!ReturnCells.Read(copy, name).Accepted(out var cells, out var refusal)) return refusal;
        var taken = ReturnCells.Take(sheet, cells, !name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));
        if (taken.Faults.Count > 0) return new Kept(0, 0, 0, [], taken.Faults);
        // Cells that the file does not name stay as they are.
        var asked = sheet.Elements.Where(e => !sheet.Held.ContainsKey(e.Code)).Select(e => e.Code).ToList();
        var texts = asked.Where(code => taken.Texts.ContainsKey(code) || sheet.Texts.ContainsKey(code)).ToDictionary(code => code, code => taken.Texts.GetValueOrDefault(code) ?? sheet.Texts[code], StringComparer.Ordinal);
        if (!(await ReturnDesk.Save(db, visit.Actor, sheet.Return.Id, new ReturnContent(version, texts, new Dictionary<string, string>()), clock, cancel)).Accepted(out _, out refusal)) return refusal;
        var (filled, left) = (asked.Count(code => taken.Texts.GetValueOrDefault(code) is { Length: > 0 }), asked.Count(code => !taken.Texts.ContainsKey(code)));
        var emptied = asked.Count(code => taken.Texts.GetValueOrDefault(code) is { Length: 0 } && sheet.Texts.GetValueOrDefault(code) is { Length: > 0 });
        return new Kept(filled, emptied, left, taken.Ignored, []);
    }
}
