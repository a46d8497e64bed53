using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statuses;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statuses;

/// <summary>导入资格身份: from a CSV file, with a preview of what it would do and every fault by its line.</summary>
public static class ImportStatuses
{
    /// <summary>Facts that the preview lists.</summary>
    public const int Shown = 100;

    /// <summary>The page.</summary>
    /// <param name="Csv">The text to import; null before a file was given.</param>
    /// <param name="Preview">What the import would do; null before a file was given, or where it has faults.</param>
    public sealed record View(string? Csv, Foreseen? Preview);

    /// <summary>What an import would do.</summary>
    /// <param name="Import">Counts.</param>
    /// <param name="Facts">The first new facts.</param>
    public sealed record Foreseen(StatusImport Import, IReadOnlyList<(DatedStatus Status, string Division)> Facts);

    /// <summary>The form.</summary>
    public sealed class Form
    {
        /// <summary>The text, typed or carried over from the preview.</summary>
        public string? Csv { get; set; }
        /// <summary>True to import, false to look first.</summary>
        public bool Confirmed { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statuses/import", (Visit visit) =>
            AccessPolicy.MayManageStatuses(visit.Actor) ? Answer.Page<ImportPage>(new View(null, null)) : Answer.Refused(visit, new Forbidden("access.denied")));
        routes.MapPost("/statuses/import", Handle).DisableAntiforgery();
    }

    /// <summary>Says what an import would do by doing it and taking it back: the preview cannot say anything but what happens.</summary>
    public static async Task<Outcome<Foreseen>> Preview(ZhiceDb db, Actor actor, string csv, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var last = await db.Statuses.MaxAsync(s => (StatusId?)s.Id, cancel) ?? new StatusId(0);
        if (!(await StatusCsv.Import(db, actor, csv, demonstration: false, clock, cancel)).Accepted(out var import, out var refusal)) return refusal;
        var facts = await (
            from status in db.Statuses
            join division in db.Divisions on status.DivisionCode equals division.Code
            where division.ValidTo == null
            orderby status.Id descending
            select new { status, division.Name }).Take(Math.Min(import.Added, Shown)).ToListAsync(cancel);
        await transaction.RollbackAsync(cancel);
        db.ChangeTracker.Clear();
        return new Foreseen(import, [.. facts.Where(f => f.status.Id.Value > last.Value).Reverse().Select(f => (f.status, f.Name))]);
    }

    static async Task<IResult> Handle([FromForm] Form form, HttpRequest request, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!AccessPolicy.MayManageStatuses(visit.Actor)) return Answer.Refused(visit, new Forbidden("access.denied"));
        // A parameter for the file would refuse the second form, which carries none.
        var csv = request.Form.Files.GetFile("file") is { Length: > 0 } file ? await FileText.Read(file, cancel) : form.Csv;
        if (string.IsNullOrWhiteSpace(csv)) return Answer.Again<ImportPage>(visit, new View(null, null), new Invalid(new Defect("status.noFile", "file")));
        if (!form.Confirmed)
            return (await Preview(db, visit.Actor, csv, clock, cancel)).Accepted(out var foreseen, out var faults)
                ? Answer.Page<ImportPage>(new View(csv, foreseen))
                : Answer.Again<ImportPage>(visit, new View(csv, null), faults);
        return (await StatusCsv.Import(db, visit.Actor, csv, demonstration: false, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statuses", "status.imported")
            : Answer.Again<ImportPage>(visit, new View(csv, null), refusal);
    }
}
