using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Reporting;

/// <summary>A report with all that decides who may do what with it.</summary>
/// <param name="Report">The head.</param>
/// <param name="Obligation">What it is about.</param>
/// <param name="Office">Who reports.</param>
/// <param name="Steps">Its steps, oldest first.</param>
/// <param name="Way">Its way, as the steps tell it.</param>
/// <param name="Rules">The steps that the office has switched on.</param>
/// <param name="Authors">All who wrote it.</param>
/// <param name="Person">Who asks, with the levels held here; null for one who holds no account.</param>
public sealed record ReportCase(
    ProgressReport Report, Obligation Obligation, ReportingOffice Office, IReadOnlyList<ReportStep> Steps, ReportWay Way, OfficeSteps Rules,
    IReadOnlySet<AccountId> Authors, WayPerson Person)
{
    /// <summary>Whether the person may do it now.</summary>
    public Outcome<WayMove> Decide(WayAction action) => Way.Decide(action, Person, Rules, Authors);

    /// <summary>True when the person may do it now.</summary>
    public bool May(WayAction action) => Decide(action).Accepted(out _, out _);

    /// <summary>Loads it: five commands. <c>report.missing</c> where there is none, or the actor may not know of it.</summary>
    public static async Task<Outcome<ReportCase>> Load(ZhiceDb db, Actor actor, ReportId id, DateOnly day, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.IsPublic) return new Forbidden("access.denied");
        var head = await (
            from report in db.VisibleReports(actor)
            where report.Id == id
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join office in db.Organisations on report.OrganisationId equals office.Id
            join programme in db.Programmes on report.ProgrammeId equals programme.Id
            select new
            {
                Report = report, Obligation = obligation, Office = new ReportingOffice(office.Id, office.Path, office.Kind, office.ParentId), programme.OwnerId,
                Rules = db.OfficeSteps.FirstOrDefault(s => s.OrganisationId == office.Id),
                Assigned = db.Assignments.Where(a => a.TaskId == obligation.TaskId && a.WithdrawnBy == null && a.OrganisationId != null).Select(a => a.OrganisationId!.Value).ToList(),
            }).AsNoTracking().AsSingleQuery().FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("report.missing");
        var steps = await db.ReportSteps.AsNoTracking().Where(s => s.ReportId == id).OrderBy(s => s.Id).ToListAsync(cancel);
        var authors = await db.ReportRevisions.Where(r => r.ReportId == id).Select(r => r.By).Distinct().ToListAsync(cancel);
        var staff = await ReportStaff.Of(db, actor, day, cancel);
        return new ReportCase(head.Report, head.Obligation, head.Office, steps, ReportWay.Of(steps), head.Rules ?? new OfficeSteps { OrganisationId = head.Office.Id },
            authors.ToHashSet(), Superior.Person(actor, staff.Duties, head.Office, head.OwnerId, head.Assigned));
    }
}
