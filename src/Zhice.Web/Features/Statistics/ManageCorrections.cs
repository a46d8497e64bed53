using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>数据更正: asked for with a reason, decided by a second person; every version of the value stays in sight.</summary>
public static class ManageCorrections
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A correction.</summary>
    public sealed record Row(ValueCorrection Correction, string Code, string Office, string Path, string AskedBy, string? DecidedBy)
    {
        /// <summary>True where the reader may decide it.</summary>
        public bool MayDecide { get; init; }
    }

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<Row> Rows, int Page, int Total, IReadOnlyList<(string Code, string Name)> Offices, Form Typed);

    /// <summary>The history of one value.</summary>
    public sealed record HistoryView(string Element, Organisation Office, Period Period, IReadOnlyList<ValueVersion> Versions);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>Code of the element.</summary>
        public string? Element { get; set; }
        /// <summary>Code of the office.</summary>
        public string? Organisation { get; set; }
        /// <summary>The period.</summary>
        public string? Period { get; set; }
        /// <summary>The value.</summary>
        public string? Value { get; set; }
        /// <summary>The reason.</summary>
        public string? Reason { get; set; }
        /// <summary>What is answered to the questions of the checks.</summary>
        public string? Answer { get; set; }
        /// <summary>Version of a correction.</summary>
        public int Version { get; set; }
        /// <summary>True to accept.</summary>
        public bool Accept { get; set; }
        /// <summary>Words of the second person.</summary>
        public string? Opinion { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/corrections", Show);
        routes.MapPost("/statistics/corrections", Ask).DisableAntiforgery();
        routes.MapPost("/statistics/corrections/{id:long}", Decide).DisableAntiforgery();
        routes.MapPost("/statistics/corrections/{id:long}/back", TakeBack).DisableAntiforgery();
        routes.MapGet("/statistics/values/{element}/{code}/{period}", History).Inside();
    }

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, int page, Form typed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var visible = db.VisibleCorrections(actor);
        var total = await visible.CountAsync(cancel);
        page = Paging.Within(page, total, PageSize);
        var rows = await (
            from correction in visible
            join office in db.Organisations on correction.OrganisationId equals office.Id
            join asked in db.Accounts on correction.AskedBy equals asked.Id
            orderby correction.State == CorrectionState.Asked descending, correction.Id descending
            select new Row(correction, office.Code, office.Name, office.Path, asked.DisplayName,
                db.Accounts.Where(a => a.Id == correction.DecidedBy).Select(a => a.DisplayName).FirstOrDefault())).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var offices = AccessPolicy.Offices(actor);
        var own = offices.Count == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => offices.Contains(o.Id) && o.Kind == OrganisationKind.LocalOffice).OrderBy(o => o.Id)
            .Select(o => new { o.Code, o.Name }).ToListAsync(cancel);
        return new View([.. rows.Select(r => r with { MayDecide = r.Correction.State == CorrectionState.Asked && CorrectionMoves.MayDecide(actor, r.Path, r.Correction.AskedBy) })],
            page, total, [.. own.Select(o => (o.Code, o.Name))], typed);
    }

    static int Page(Visit visit) => int.TryParse(visit.Asked("page"), out var page) ? page : 1;

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Page(visit), new Form { Organisation = visit.Asked("office"), Element = visit.Asked("element"), Period = visit.Asked("period") }, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<CorrectionsPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Ask([FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await CorrectionDesk.Ask(db, visit.Actor, new(form.Element ?? "", form.Organisation ?? "", form.Period?.Trim() ?? "", form.Value ?? "", form.Reason ?? "", form.Answer), clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statistics/corrections", "correction.asked-now") : await Again(form, refusal, visit, db, cancel);

    static async Task<IResult> Decide(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await CorrectionDesk.Decide(db, visit.Actor, new(id), form.Version, form.Accept, form.Opinion ?? "", clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statistics/corrections", "correction.decided-now") : await Again(form, refusal, visit, db, cancel);

    static async Task<IResult> TakeBack(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await CorrectionDesk.TakeBack(db, visit.Actor, new(id), form.Version, clock, cancel)).Accepted(out _, out var refusal)
            ? Answer.Done(visit, "/statistics/corrections", "correction.taken-back") : await Again(form, refusal, visit, db, cancel);

    static async Task<IResult> Again(Form form, Refusal refusal, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await Run(db, visit.Actor, Page(visit), form, cancel)).Accepted(out var view, out _) ? Answer.Again<CorrectionsPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> History(string element, string code, string period, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var office = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code, cancel);
        if (office is null || !ReturnSheets.MaySee(visit.Actor, office.Path) || !Period.TryParse(period, out var when) || !StatisticsFiles.InUse.Elements.ContainsKey(element))
            return Answer.Refused(visit, new Missing("return.missing"));
        return Answer.Page<ValueHistoryPage>(new HistoryView(element, office, when, await Observations.History(db, element, office.Id, when, cancel)));
    }
}
