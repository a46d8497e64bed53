using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>工作表 out and in: the office takes its open obligations as a workbook, fills it in offline and sends it back; a preview first, then all of it or nothing.</summary>
public static class ImportWorksheet
{
    /// <summary>Most bytes of an upload.</summary>
    const long Body = 20L * 1024 * 1024;

    /// <summary>The page.</summary>
    /// <param name="Sheet">The worksheet as it would leave now.</param>
    /// <param name="Changes">What an upload would change; null before one was sent.</param>
    /// <param name="Unchanged">Rows of the upload that say what they said.</param>
    public sealed record View(Worksheet Sheet, IReadOnlyList<Change>? Changes, int Unchanged)
    {
        /// <summary>True where somebody changed a draft while the file was out: nothing is taken until that is settled.</summary>
        public bool HasConflict => Changes?.Any(c => c.Conflict is not null) == true;

        /// <summary>The changes as the confirmation sends them back.</summary>
        public string Carried => JsonSerializer.Serialize(Changes?.Select(c => c.Row));
    }

    /// <summary>One row that an upload would change.</summary>
    /// <param name="Row">The row.</param>
    /// <param name="Now">The obligation as it is now; null where it is no longer open.</param>
    /// <param name="Conflict">What another one has saved since the file was made; null where nobody has.</param>
    public sealed record Change(WorksheetBook.Filled Row, Worksheet.Row? Now, Worksheet.Entry? Conflict);

    /// <summary>What was taken.</summary>
    public sealed record Taken(int Begun, int Saved);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{code}/worksheet.xlsx", Download);
        routes.MapGet("/organisations/{code}/worksheet", Show);
        routes.MapPost("/organisations/{code}/worksheet", Handle).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Body), new RequestFormLimitsAttribute { ValueLengthLimit = (int)Body });
    }

    /// <summary>What the rows would change, compared with what the drafts say now.</summary>
    public static (IReadOnlyList<Change> Changes, int Unchanged) Compare(Worksheet sheet, IReadOnlyList<WorksheetBook.Filled> rows)
    {
        var now = sheet.Rows.ToDictionary(r => r.Obligation);
        var changes = new List<Change>();
        foreach (var row in rows.Where(r => r.After != r.Before && !(r.After.IsBlank && r.Before.IsBlank)))
        {
            var current = now.GetValueOrDefault(row.Obligation);
            var moved = current is not null && (current.Version != row.Version || current.Report != row.Report) && !Same(current.Entry, row.Before);
            if (current is not null && Same(current.Entry, row.After)) continue; // the same file sent a second time
            changes.Add(new Change(row, current is { Closed: null } ? current : null, moved ? current!.Entry : null));
        }
        return (changes, rows.Count - changes.Count);
    }

    /// <summary>Takes all rows in one transaction, or none. Refusals: <c>worksheet.conflict</c>, <c>worksheet.closed</c>, and those of a save.</summary>
    public static async Task<Outcome<Taken>> Run(
        ZhiceDb db, Actor actor, Worksheet sheet, IReadOnlyList<WorksheetBook.Filled> rows, TimeProvider clock, CancellationToken cancel)
    {
        var (changes, _) = Compare(sheet, rows);
        if (changes.FirstOrDefault(c => c.Now is null) is { } closed) return new Blocked("worksheet.closed", closed.Row.Line);
        if (changes.FirstOrDefault(c => c.Conflict is not null) is { } moved) return new Blocked("worksheet.conflict", moved.Row.Line);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (begun, saved) = (0, 0);
        foreach (var (row, now, _) in changes)
        {
            var content = new ReportContent(row.After.From!.Value, row.After.To!.Value, row.After.Narrative, row.After.Status!.Value, row.After.Result ?? WorkResult.None, []);
            if (!(await ReportImport.Take(db, actor, row.Obligation, now!.Report, now.Version, content, clock, cancel)).Accepted(out _, out var refusal)) return refusal;
            if (now.Report is null) begun++; else saved++;
        }
        await transaction.CommitAsync(cancel);
        return new Taken(begun, saved);
    }

    // A result that is left open is none yet.
    static bool Same(Worksheet.Entry a, Worksheet.Entry b) =>
        (a.IsBlank && b.IsBlank) || a with { Result = a.Result ?? WorkResult.None } == b with { Result = b.Result ?? WorkResult.None };

    static async Task<IResult> Download(string code, long? programme, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Worksheet.Load(db, visit.Actor, code, programme is { } id ? new ProgrammeId(id) : null, clock, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        var file = TableFile.Scratch();
        WorksheetBook.Write(file, sheet, visit.Words, visit.Today);
        file.Position = 0;
        return Results.File(file, TableFile.XlsxType, $"worksheet-{sheet.Office.Code}-{sheet.Programme.Year}.xlsx");
    }

    static async Task<IResult> Show(string code, long? programme, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Worksheet.Load(db, visit.Actor, code, programme is { } id ? new ProgrammeId(id) : null, clock, cancel)).Accepted(out var sheet, out var refusal)
            ? Answer.Page<WorksheetPage>(new View(sheet, null, 0))
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Handle(string code, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var carried = form["rows"].ToString();
        if (carried.Length > 0 && long.TryParse(form["programme"], out var asked)) return await Confirm(code, new(asked), carried, visit, db, clock, cancel);
        if (!(await Worksheet.Load(db, visit.Actor, code, null, clock, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        if (form.Files.GetFile("file") is not { Length: > 0 } file) return Answer.Again<WorksheetPage>(visit, new View(sheet, null, 0), new Invalid(new Defect("worksheet.file", "file")));
        await using var copy = TableFile.Scratch();
        await file.CopyToAsync(copy, cancel);
        copy.Position = 0;
        if (!WorksheetBook.Read(copy, code).Accepted(out var read, out refusal)) return Answer.Again<WorksheetPage>(visit, new View(sheet, null, 0), refusal);
        if (read.Programme != sheet.Programme.Id && !(await Worksheet.Load(db, visit.Actor, code, read.Programme, clock, cancel)).Accepted(out sheet, out refusal)) return Answer.Refused(visit, refusal);
        var (changes, unchanged) = Compare(sheet, read.Rows);
        return Answer.Page<WorksheetPage>(new View(sheet, changes, unchanged));
    }

    static async Task<IResult> Confirm(string code, ProgrammeId programme, string carried, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Worksheet.Load(db, visit.Actor, code, programme, clock, cancel)).Accepted(out var sheet, out var refusal)) return Answer.Refused(visit, refusal);
        List<WorksheetBook.Filled>? rows;
        try
        {
            rows = JsonSerializer.Deserialize<List<WorksheetBook.Filled>>(carried);
        }
        catch (JsonException)
        {
            rows = null;
        }
        if (rows is null || rows.Exists(r => r?.After is not { From: not null, To: not null, Status: not null, Narrative: not null } || r.Before is null))
            return Answer.Again<WorksheetPage>(visit, new View(sheet, null, 0), new Invalid(new Defect("worksheet.not", "file")));
        if ((await Run(db, visit.Actor, sheet, rows, clock, cancel)).Accepted(out _, out refusal)) return Answer.Done(visit, $"/reports?organisation={Uri.EscapeDataString(code)}", "worksheet.taken");
        db.ChangeTracker.Clear();
        if (!(await Worksheet.Load(db, visit.Actor, code, programme, clock, cancel)).Accepted(out sheet, out var unseen)) return Answer.Refused(visit, unseen);
        var (changes, unchanged) = Compare(sheet, rows);
        return Answer.Again<WorksheetPage>(visit, new View(sheet, changes, unchanged), refusal);
    }
}
