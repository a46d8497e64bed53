using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Submitting;

/// <summary><see cref="SubmissionAccess.MayRead"/> as a filter of queries.</summary>
public static class SubmissionVisibility
{
    /// <summary>Organisations in the actor's reach; all for those who read everything.</summary>
    public static IQueryable<Organisation> OfficesInReach(this ZhiceDb db, Actor actor) =>
        AccessPolicy.ReadsAll(actor) ? db.Organisations : db.Organisations.Where(Visibility.Under(AccessPolicy.Reach(actor)));

    /// <summary>Submissions that the actor may read.</summary>
    public static IQueryable<Submission> VisibleSubmissions(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsDrafts(actor)) return db.Submissions;
        var offices = AccessPolicy.Offices(actor);
        if (AccessPolicy.ReadsAll(actor))
            return db.Submissions.Where(s => s.ArrivedAt != null || s.State == SubmissionState.Submitted || s.State == SubmissionState.Received || offices.Contains(s.OrganisationId));
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.Submissions.Where(s => false);
        var own = db.Organisations.Where(Visibility.Under(reach)).Select(o => o.Id);
        return db.Submissions.Where(s => own.Contains(s.OrganisationId)
            && (s.ArrivedAt != null || s.State == SubmissionState.Submitted || s.State == SubmissionState.Received
                || !own.Contains(s.ReceiverId) || offices.Contains(s.OrganisationId)));
    }
}
