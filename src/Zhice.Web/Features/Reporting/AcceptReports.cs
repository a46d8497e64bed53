using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>批量采纳: several reports at once, after a look at what each of them claims. Each is a step of its own; one that has moved meanwhile is named, the others stand.</summary>
public static class AcceptReports
{
    /// <summary>Most reports at once.</summary>
    public const int Most = 200;

    /// <summary>The page.</summary>
    /// <param name="Chosen">The reports, as they are now.</param>
    /// <param name="Accepted">How many were accepted; null before the confirmation.</param>
    /// <param name="Refused">Those that were not, with the reason.</param>
    public sealed record View(IReadOnlyList<Chosen> Chosen, int? Accepted, IReadOnlyDictionary<ReportId, Defect> Refused);

    /// <summary>A chosen report.</summary>
    public sealed record Chosen(ReportId Id, int Version, string? Number, string Title, string OfficeCode, string OfficeName, DateOnly From, DateOnly To, WorkStatus Status, WorkResult Result, string Narrative, WorkStatus Now);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/reports/accept", Handle).DisableAntiforgery();

    static async Task<IResult> Handle(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        var form = await http.ReadFormAsync(cancel);
        var keys = form["report"].Select(r => r!.Split(':'))
            .Where(r => r.Length == 2 && long.TryParse(r[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) && int.TryParse(r[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(r => (Id: new ReportId(long.Parse(r[0], CultureInfo.InvariantCulture)), Version: int.Parse(r[1], CultureInfo.InvariantCulture))).DistinctBy(r => r.Id).ToList();
        if (keys.Count is 0 or > Most) return Answer.Refused(visit, new Invalid(new Defect("accept.none", "report", Most)));
        if (form["confirmed"] != "true") return Answer.Page<AcceptPage>(new View(await Load(db, visit.Actor, keys, cancel), null, new Dictionary<ReportId, Defect>()));

        var refused = new Dictionary<ReportId, Defect>();
        foreach (var (id, version) in keys)
            if (!(await ReportSteps.Take(db, visit.Actor, id, new ReportStepRequest(WayAction.Forward, version, []), clock, cancel)).Accepted(out _, out var refusal)) refused[id] = refusal.Defects[0];
        db.ChangeTracker.Clear();
        if (refused.Count == 0) return Answer.Done(visit, "/reports?waiting=1&state=Submitted", "accept.done");
        return Answer.Page<AcceptPage>(new View(await Load(db, visit.Actor, [.. keys.Where(k => refused.ContainsKey(k.Id))], cancel), keys.Count - refused.Count, refused), StatusCodes.Status409Conflict);
    }

    // The version stays the one that the person chose: a report that has changed since is refused, not accepted unseen.
    static async Task<IReadOnlyList<Chosen>> Load(ZhiceDb db, Actor actor, IReadOnlyList<(ReportId Id, int Version)> keys, CancellationToken cancel)
    {
        var ids = keys.Select(k => k.Id).ToList();
        var rows = await (
            from report in db.VisibleReports(actor)
            where ids.Contains(report.Id)
            join revision in db.ReportRevisions on new { ReportId = report.Id, Number = report.Revision } equals new { revision.ReportId, revision.Number }
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join office in db.Organisations on report.OrganisationId equals office.Id
            orderby report.Id
            select new Chosen(report.Id, 0, task.Number, task.Title, office.Code, office.Name, revision.From, revision.To, revision.Status, revision.Result, revision.Narrative,
                db.ObligationStates.Where(s => s.ObligationId == obligation.Id).Select(s => (WorkStatus?)s.Status).FirstOrDefault() ?? WorkStatus.NotStarted)).ToListAsync(cancel);
        var versions = keys.ToDictionary(k => k.Id, k => k.Version);
        return rows.ConvertAll(r => r with { Version = versions[r.Id] });
    }
}
