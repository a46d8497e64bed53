using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>报送进展: leads to the open draft of an obligation, or begins one after a look at what was reported before.</summary>
public static class BeginReport
{
    /// <summary>Earlier reports that are listed.</summary>
    public const int Listed = 20;

    /// <summary>The page.</summary>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Place">Its words.</param>
    /// <param name="Reports">The reports so far that the reader may see, newest first.</param>
    /// <param name="MayWrite">True when the reader writes for the office.</param>
    public sealed record View(Obligation Obligation, ShowReport.Subject Place, IReadOnlyList<Before> Reports, bool MayWrite);

    /// <summary>A report made before.</summary>
    public sealed record Before(ReportId Id, DateOnly From, DateOnly To, ReportState State, DateTimeOffset At);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/obligations/{id:long}/report", Show);
        routes.MapPost("/obligations/{id:long}/report", Handle).DisableAntiforgery();
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ObligationId id, TimeProvider clock, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        var found = await (
            from obligation in db.VisibleObligations(actor)
            where obligation.Id == id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join measure in db.Measures on obligation.MeasureId equals measure.Id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            select new
            {
                Obligation = obligation,
                Place = new ShowReport.Subject(task.Id, task.Number, task.Title, task.DocumentId, measure.Quote, task.Due, office.Code, office.Name, programme.Id, programme.Name,
                    db.ObligationStates.Where(s => s.ObligationId == obligation.Id).Select(s => (WorkStatus?)s.Status).FirstOrDefault() ?? WorkStatus.NotStarted),
            }).FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("obligation.missing");
        var staff = await ReportStaff.Of(db, actor, ChinaTime.Today(clock), cancel);
        var writes = staff.OfficesFor(OfficeStep.Write).Contains(found.Obligation.OrganisationId);
        var reports = await db.VisibleReports(actor).Where(r => r.ObligationId == id).OrderByDescending(r => r.Id).Take(Listed)
            .Select(r => new Before(r.Id, r.From, r.To, r.State, r.MovedAt ?? r.CreatedAt)).ToListAsync(cancel);
        if (!writes && reports.Count == 0) return new Forbidden("report.not-yours");
        return new View(found.Obligation, found.Place, reports, writes);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        return view.MayWrite && view.Reports is [{ State: not (ReportState.Submitted or ReportState.Accepted) } open, ..]
            ? Results.LocalRedirect($"/reports/{open.Id.Value}")
            : Answer.Page<BeginReportPage>(view);
    }

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if ((await ReportDesk.Begin(db, visit.Actor, new(id), form["copy"] == "true", clock, cancel)).Accepted(out var begun, out var refusal))
            return Results.LocalRedirect($"/reports/{begun.Report.Value}");
        db.ChangeTracker.Clear();
        return (await Run(db, visit.Actor, new(id), clock, cancel)).Accepted(out var view, out _) ? Answer.Again<BeginReportPage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }
}
