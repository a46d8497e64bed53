using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>干预记录: whoever is asked to change a figure writes it down here; auditors read it and nobody else does.</summary>
public static class WriteInterference
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A note, for the auditor.</summary>
    public sealed record Row(InterferenceNote Note, string Office, string By);

    /// <summary>The page: the form, the notes for an auditor.</summary>
    public sealed record View(bool MayWrite, bool MayRead, IReadOnlyList<Row> Rows, int Page, int Total, Form Typed);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>Who asked.</summary>
        public string? Asker { get; set; }
        /// <summary>In which way.</summary>
        public string? Channel { get; set; }
        /// <summary>What.</summary>
        public string? Request { get; set; }
        /// <summary>Which figure.</summary>
        public string? Subject { get; set; }
        /// <summary>What was done.</summary>
        public string? Outcome { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/interference", Show);
        routes.MapPost("/statistics/interference", Write).DisableAntiforgery();
    }

    /// <summary>The page's view; notes only for auditors.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, Form typed, CancellationToken cancel)
    {
        var (mayWrite, mayRead) = (InterferenceLog.MayWrite(actor), InterferenceLog.MayRead(actor));
        if (!mayWrite && !mayRead) return new Forbidden("access.denied");
        if (!mayRead) return new View(mayWrite, false, [], 1, 0, typed);
        var total = await db.InterferenceNotes.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from note in db.InterferenceNotes
            join office in db.Organisations on note.OrganisationId equals office.Id
            join account in db.Accounts on note.By equals account.Id
            orderby note.Id descending
            select new Row(note, office.Name, account.DisplayName)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new View(mayWrite, true, rows, page, total, typed);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, int.TryParse(visit.Asked("page"), out var page) ? page : 1, new Form(), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<InterferencePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Write([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var report = new InterferenceReport(form.Asker ?? "", form.Channel ?? "", form.Request ?? "", form.Subject ?? "", form.Outcome ?? "");
        if ((await InterferenceLog.Write(db, visit.Actor, report, clock, cancel)).Accepted(out var note, out var refusal)) return Answer.Done(visit, "/statistics/interference", "interference.written", note.Id, note.Digest[..16]);
        return refusal is not Forbidden && (await Run(db, visit.Actor, 1, form, cancel)).Accepted(out var view, out _) ? Answer.Again<InterferencePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
