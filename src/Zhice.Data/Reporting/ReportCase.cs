using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Reporting;

/// <summary>A save, without its words.</summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record ReportSave(int Number, AccountId By, DateTimeOffset At)
{
    /// <summary>Longest stretch of saves that people see as one.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(10);

    /// <summary>The saves that people see: the last of each stretch by one author within ten minutes, unless a step came between. All others can be read too.</summary>
    public static IReadOnlyList<ReportSave> Shown(IReadOnlyList<ReportSave> saves, IReadOnlyList<ReportStep> steps)
    {
        ArgumentNullException.ThrowIfNull(saves);
        var stepped = steps.Select(s => s.Revision).ToHashSet();
        var shown = new List<ReportSave>();
        var began = default(DateTimeOffset);
        foreach (var save in saves)
            if (shown.Count > 0 && shown[^1] is var last && last.By == save.By && save.At - began < Together && !stepped.Contains(last.Number)) shown[^1] = save;
            else
            {
                began = save.At;
                shown.Add(save);
            }
        return shown;
    }
}

/// <summary>A report with all that decides who may do what with it.</summary>
/// <param name="Report">The head.</param>
/// <param name="Obligation">What it is about.</param>
/// <param name="Office">Who reports.</param>
/// <param name="Steps">Its steps, oldest first.</param>
/// <param name="Way">Its way, as the steps tell it.</param>
/// <param name="Rules">The steps that the office has switched on.</param>
/// <param name="Saves">Its saves, oldest first.</param>
/// <param name="Authors">All who wrote it.</param>
/// <param name="Person">Who asks, with the levels held here; null for one who holds no account.</param>
public sealed record ReportCase(
    ProgressReport Report, Obligation Obligation, ReportingOffice Office, IReadOnlyList<ReportStep> Steps, ReportWay Way, OfficeSteps Rules,
    IReadOnlyList<ReportSave> Saves, IReadOnlySet<AccountId> Authors, WayPerson Person)
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
        var saves = await db.ReportRevisions.Where(r => r.ReportId == id).OrderBy(r => r.Number).Select(r => new ReportSave(r.Number, r.By, r.At)).ToListAsync(cancel);
        var staff = await ReportStaff.Of(db, actor, day, cancel);
        return new ReportCase(head.Report, head.Obligation, head.Office, steps, ReportWay.Of(steps), head.Rules ?? new OfficeSteps { OrganisationId = head.Office.Id },
            saves, saves.Select(r => r.By).ToHashSet(), Superior.Person(actor, staff.Duties, head.Office, head.OwnerId, head.Assigned));
    }
}
