using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Reporting;

/// <summary>What one person may do on the way of reports today, and which reports wait for them.</summary>
/// <param name="Actor">The person.</param>
/// <param name="Duties">Steps at the person's offices, deputies included.</param>
public sealed record ReportStaff(Actor Actor, IReadOnlyList<HeldDuty> Duties)
{
    /// <summary>Reads the duties of the actor's offices, and the roles of those that the actor stands in for: two commands, none for who has no office.</summary>
    public static async Task<ReportStaff> Of(ZhiceDb db, Actor actor, DateOnly day, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var offices = AccessPolicy.Offices(actor);
        if (actor.AccountId is not { } me || offices.Count == 0) return new ReportStaff(actor, []);
        var duties = await DutiesOn(db, [.. offices], day).ToListAsync(cancel);
        var roles = actor.Roles.Where(r => AccessPolicy.BusinessRoles.Contains(r.Role)).Select(r => new OfficeRole(me, r.Role, r.OrganisationId)).ToList();
        var principals = duties.Where(d => d.AccountId == me).Select(d => d.DeputyOf).OfType<AccountId>().Distinct().ToList();
        if (principals.Count > 0)
            roles.AddRange((await db.RoleGrants.AsNoTracking().Where(g => principals.Contains(g.AccountId) && g.RevokedAt == null && offices.Contains(g.OrganisationId))
                .Select(g => new { g.AccountId, g.Role, g.OrganisationId }).ToListAsync(cancel)).Select(g => new OfficeRole(g.AccountId, g.Role, g.OrganisationId)));
        return new ReportStaff(actor, Staffing.Of(me, roles, duties, day));
    }

    static readonly Func<ZhiceDb, List<OrganisationId>, DateOnly, IAsyncEnumerable<OfficeDuty>> DutiesOn = OnceCompiled.Query((ZhiceDb db, List<OrganisationId> offices, DateOnly day) =>
        db.OfficeDuties.AsNoTracking().Where(d => offices.Contains(d.OrganisationId) && d.From <= day && (d.Until == null || d.Until >= day)));

    /// <summary>Offices at which the person takes the step.</summary>
    public IReadOnlyList<OrganisationId> OfficesFor(OfficeStep step) => [.. Duties.Where(d => d.Step == step).Select(d => d.Office).Distinct()];

    /// <summary>Reports that wait for this person: drafts and returned ones to write, to review, to sign, and as the superior to accept.</summary>
    /// <remarks>The same-person rule is not looked at: a report that only somebody else may sign still waits for the office.</remarks>
    public IQueryable<ProgressReport> Waiting(ZhiceDb db, ReportState state)
    {
        ArgumentNullException.ThrowIfNull(db);
        var visible = db.VisibleReports(Actor).Where(r => r.State == state);
        if (state == ReportState.Submitted) return visible.Where(r => Superiors(db).Contains(r.Id));
        if (state == ReportState.Accepted) return visible.Where(r => false);
        var offices = OfficesFor(state switch
        {
            ReportState.InReview => OfficeStep.Review,
            ReportState.InSignOff => OfficeStep.SignOff,
            _ => OfficeStep.Write,
        });
        return visible.Where(r => offices.Contains(r.OrganisationId));
    }

    // The rules of Domain's Superior as a query: parent office, programme owner, administrators above, department of the task.
    IQueryable<ReportId> Superiors(ZhiceDb db)
    {
        List<OrganisationId> accepting = [.. Duties.Where(d => d.Step != OfficeStep.Write).Select(d => d.Office).Distinct()];
        var below = db.Organisations.Where(Visibility.Under(
            [.. Actor.Roles.Where(r => r.Role is Role.RegionalAdministrator or Role.NationalAdministrator).Select(r => r.Path).Distinct(StringComparer.Ordinal)],
            themselves: false)).Select(o => o.Id);
        return from report in db.Reports
               where report.State == ReportState.Submitted
               join office in db.Organisations on report.OrganisationId equals office.Id
               join programme in db.Programmes on report.ProgrammeId equals programme.Id
               where (office.Kind == OrganisationKind.LocalOffice && office.Id != programme.OwnerId && office.ParentId != null && accepting.Contains(office.ParentId.Value))
                   || ((office.Kind != OrganisationKind.LocalOffice || office.Id == programme.OwnerId) && accepting.Contains(programme.OwnerId))
                   || below.Contains(office.Id)
                   || (office.Kind == OrganisationKind.LocalOffice && db.Obligations.Any(o => o.Id == report.ObligationId
                       && db.Assignments.Any(a => a.TaskId == o.TaskId && a.WithdrawnBy == null && a.OrganisationId != null && accepting.Contains(a.OrganisationId.Value))))
               select report.Id;
    }
}
