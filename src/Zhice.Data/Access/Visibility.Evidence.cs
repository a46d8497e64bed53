using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Access;

public static partial class Visibility
{
    /// <summary>Evidence of which the actor may see some version.</summary>
    public static IQueryable<Evidence> VisibleEvidence(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Evidence;
        var uses = db.VisibleEvidenceUses(actor);
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.Evidence.Where(e => uses.Any(u => u.EvidenceId == e.Id));
        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var above = db.Organisations.Where(Above(reach)).Select(o => o.Id);
        return db.Evidence.Where(e => below.Contains(e.OrganisationId)
            || (e.Disclosure != Disclosure.Withheld && above.Contains(e.OrganisationId)) || uses.Any(u => u.EvidenceId == e.Id));
    }

    /// <summary>Versions that the actor may see: all of evidence that is open as a whole, else those that were used where the actor may see the use.</summary>
    public static IQueryable<EvidenceVersion> VisibleEvidenceVersions(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.EvidenceVersions;
        var uses = db.VisibleEvidenceUses(actor);
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.EvidenceVersions.Where(v => uses.Any(u => u.EvidenceId == v.EvidenceId && u.Number == v.Number));
        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var above = db.Organisations.Where(Above(reach)).Select(o => o.Id);
        return db.EvidenceVersions.Where(v => uses.Any(u => u.EvidenceId == v.EvidenceId && u.Number == v.Number)
            || db.Evidence.Any(e => e.Id == v.EvidenceId
                && (below.Contains(e.OrganisationId) || (e.Disclosure != Disclosure.Withheld && above.Contains(e.OrganisationId)))));
    }

    /// <summary>Uses that open what was used, by <see cref="AccessPolicy.MaySeeUsedEvidence"/>. A use is reported when the report left its office after it.</summary>
    public static IQueryable<ReportEvidence> VisibleEvidenceUses(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.EvidenceUses;
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0)
            return db.EvidenceUses.Where(u => db.Reports.Any(r => r.Id == u.ReportId && r.State == ReportState.Accepted)
                && db.Evidence.Any(e => e.Id == u.EvidenceId && e.Disclosure == Disclosure.Public));
        var offices = AccessPolicy.Offices(actor);
        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var assigned = db.AssignedTasks(actor);
        return db.EvidenceUses.Where(u => db.Reports.Any(r => r.Id == u.ReportId
            && ((r.State == ReportState.Accepted && db.Evidence.Any(e => e.Id == u.EvidenceId && e.Disclosure == Disclosure.Public))
                || offices.Contains(r.OrganisationId)
                || (db.ReportSteps.Any(s => s.ReportId == r.Id && s.To == ReportState.Submitted && s.At >= u.At)
                    && (below.Contains(r.OrganisationId) || db.Obligations.Any(o => o.Id == r.ObligationId && assigned.Contains(o.TaskId)))))));
    }
}
