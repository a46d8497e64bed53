using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>Who sees which calls and applications, as filters of queries.</summary>
public static class SelectionVisibility
{
    /// <summary>Offices whose calls the actor runs (<see cref="AccessPolicy.MayRunSelection"/>).</summary>
    public static IQueryable<OrganisationId> RunOffices(this ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Holds(Role.NationalAdministrator)) return db.Organisations.Select(o => o.Id);
        var above = actor.Roles.Where(r => r.Role == Role.DepartmentOfficer).SelectMany(r => Organisation.KeysOf(r.Path)).Distinct().ToList();
        IReadOnlyList<string> reach = [.. actor.Roles.Where(r => r.Role == Role.RegionalAdministrator).Select(r => r.Path).Distinct(StringComparer.Ordinal)];
        return db.Organisations.Where(Visibility.Under(reach)).Select(o => o.Id).Concat(db.Organisations.Where(o => above.Contains(o.Id)).Select(o => o.Id));
    }

    /// <summary>Calls: all that were published, and drafts of the offices whose calls the actor runs.</summary>
    public static IQueryable<SelectionCall> VisibleCalls(this ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.SelectionCalls;
        var run = db.RunOffices(actor);
        return db.SelectionCalls.Where(c => c.State != CallState.Draft || run.Any(o => o == c.OwnerId));
    }

    /// <summary>Applications: the actor's own offices' from the first word on; once submitted, those of offices in reach, those to calls that the actor runs, and those
    /// that the actor scores. Who stands on a shortlist is public by name, rank and score on the call's page, and no more of it.</summary>
    public static IQueryable<SelectionApplication> VisibleApplications(this ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.SelectionApplications;
        if (actor.AccountId is not { } me) return db.SelectionApplications.Where(a => false);
        var offices = AccessPolicy.Offices(actor);
        var below = db.OrganisationsUnder(AccessPolicy.Reach(actor)).Select(o => o.Id);
        var run = db.RunOffices(actor);
        return db.SelectionApplications.Where(a => offices.Contains(a.OrganisationId)
            || (a.State != ApplicationState.Draft && (below.Contains(a.OrganisationId)
                || db.SelectionCalls.Any(c => c.Id == a.CallId && run.Any(o => o == c.OwnerId))
                || db.ScoreSheets.Any(s => s.ApplicationId == a.Id && s.ExpertId == me && s.EndedAt == null))));
    }
}
