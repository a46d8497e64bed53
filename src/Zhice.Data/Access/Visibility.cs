using System.Linq.Expressions;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Access;

/// <summary>The rules of <see cref="AccessPolicy"/> as filters, so that lists, counts, searches and exports show what the policy allows and nothing else.</summary>
/// <remarks>Each is one query with subqueries: no list of keys is fetched first. Withdrawn tasks are in; add <c>WithdrawnBy == null</c> where only standing ones are meant.</remarks>
public static partial class Visibility
{
    /// <summary>Documents that the actor may see.</summary>
    public static IQueryable<ImportedDocument> VisibleDocuments(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Documents;
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.Documents.Where(d => d.Disclosure == Disclosure.Public);

        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var above = db.Organisations.Where(Above(reach)).Select(o => o.Id);
        var offices = AccessPolicy.Offices(actor);
        return db.Documents.Where(d =>
            d.Disclosure == Disclosure.Public
            || below.Contains(d.OwnerId)
            || (d.Disclosure == Disclosure.OnRequest && (above.Contains(d.OwnerId)
                || db.Tasks.Any(t => t.DocumentId == d.Id && t.WithdrawnBy == null
                    && (db.Assignments.Any(a => a.TaskId == t.Id && a.WithdrawnBy == null && a.OrganisationId != null && offices.Contains(a.OrganisationId.Value))
                        || db.Obligations.Any(o => o.TaskId == t.Id && o.WithdrawnBy == null && offices.Contains(o.OrganisationId)))))));
    }

    /// <summary>Tasks of visible documents.</summary>
    public static IQueryable<ProgrammeTask> VisibleTasks(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Tasks;
        var documents = db.VisibleDocuments(actor).Select(d => d.Id);
        return db.Tasks.Where(t => documents.Contains(t.DocumentId));
    }

    /// <summary>Tasks of documents that are 主动公开: who owes them, and why, is public with them.</summary>
    public static IQueryable<ProgrammeTask> PublicTasks(this ZhiceDb db) =>
        db.Tasks.Where(t => db.Documents.Any(d => d.Id == t.DocumentId && d.Disclosure == Disclosure.Public));

    /// <summary>Programmes with a visible document in them, and those of organisations in reach.</summary>
    public static IQueryable<YearProgramme> VisibleProgrammes(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Programmes;
        var documents = db.VisibleDocuments(actor).Select(d => d.Id);
        var own = db.Organisations.Where(Under(AccessPolicy.Reach(actor))).Select(o => o.Id);
        return db.Programmes.Where(p =>
            own.Contains(p.OwnerId) || db.Publications.Any(u => u.ProgrammeId == p.Id && documents.Contains(u.DocumentId)));
    }

    /// <summary>Obligations on tasks of public documents; on other visible tasks, those of organisations in reach, and of all organisations
    /// on tasks that the actor's own are assigned to.</summary>
    public static IQueryable<Obligation> VisibleObligations(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Obligations;
        var open = db.PublicTasks().Select(t => t.Id);
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.Obligations.Where(o => open.Contains(o.TaskId));
        var tasks = db.VisibleTasks(actor).Select(t => t.Id);
        var own = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var assigned = db.AssignedTasks(actor);
        return db.Obligations.Where(o => open.Contains(o.TaskId)
            || (tasks.Contains(o.TaskId) && (own.Contains(o.OrganisationId) || assigned.Contains(o.TaskId))));
    }

    /// <summary>Obligations whose work the actor may see (<see cref="AccessPolicy.MaySeeWork"/>): of organisations in reach, and of all on tasks that the actor's own are assigned to.</summary>
    public static IQueryable<Obligation> VisibleWork(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Obligations;
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.Obligations.Where(o => false);
        var tasks = db.VisibleTasks(actor).Select(t => t.Id);
        var own = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var assigned = db.AssignedTasks(actor);
        return db.Obligations.Where(o => tasks.Contains(o.TaskId) && (own.Contains(o.OrganisationId) || assigned.Contains(o.TaskId)));
    }

    /// <summary>Standing pieces of work that an office in the actor's reach was given, on visible tasks: it may see them and the words that they come from.</summary>
    public static IQueryable<WorkItem> GivenItems(this ZhiceDb db, Actor actor)
    {
        var standing = db.WorkItems.Where(i => i.WithdrawnAt == null);
        if (AccessPolicy.ReadsAll(actor)) return standing;
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return standing.Where(i => false);
        var tasks = db.VisibleTasks(actor).Select(t => t.Id);
        var own = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        return standing.Where(i => own.Contains(i.OrganisationId) && db.Obligations.Any(o => o.Id == i.ObligationId && tasks.Contains(o.TaskId)));
    }

    /// <summary>Reports on visible tasks: all of the actor's own offices; what has been sent of the offices below, and of all offices on tasks that the
    /// actor's own are assigned to.</summary>
    public static IQueryable<ProgressReport> VisibleReports(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsDrafts(actor)) return db.Reports;
        var offices = AccessPolicy.Offices(actor);
        if (AccessPolicy.ReadsAll(actor)) return db.Reports.Where(r => r.SubmittedAt != null || offices.Contains(r.OrganisationId));
        var reach = AccessPolicy.Reach(actor);
        if (reach.Count == 0) return db.Reports.Where(r => false);
        var below = db.Organisations.Where(Under(reach)).Select(o => o.Id);
        var tasks = db.VisibleTasks(actor).Select(t => t.Id);
        var assigned = db.AssignedTasks(actor);
        return db.Reports.Where(r => (offices.Contains(r.OrganisationId)
                || (r.SubmittedAt != null && (below.Contains(r.OrganisationId) || db.Obligations.Any(o => o.Id == r.ObligationId && assigned.Contains(o.TaskId)))))
            && db.Obligations.Any(o => o.Id == r.ObligationId && tasks.Contains(o.TaskId)));
    }

    /// <summary>Open and decided questions on visible tasks; the public sees none.</summary>
    public static IQueryable<PendingDecision> VisibleDecisions(this ZhiceDb db, Actor actor)
    {
        if (AccessPolicy.ReadsAll(actor)) return db.Decisions;
        if (AccessPolicy.Reach(actor).Count == 0) return db.Decisions.Where(d => false);
        var tasks = db.VisibleTasks(actor).Select(t => t.Id);
        return db.Decisions.Where(d => db.Measures.Any(m => m.Id == d.MeasureId && tasks.Contains(m.TaskId)));
    }

    /// <summary>Tasks that an organisation of the actor is assigned to.</summary>
    public static IQueryable<TaskId> AssignedTasks(this ZhiceDb db, Actor actor)
    {
        var offices = AccessPolicy.Offices(actor);
        return db.Assignments
            .Where(a => a.WithdrawnBy == null && a.OrganisationId != null && offices.Contains(a.OrganisationId.Value))
            .Select(a => a.TaskId);
    }

    /// <summary>Tasks that a department of the actor leads: 牵头, or alone responsible for the whole task.</summary>
    public static IQueryable<TaskId> LedTasks(this ZhiceDb db, Actor actor)
    {
        List<OrganisationId> departments = [.. actor.Roles.Where(r => r.Role == Role.DepartmentOfficer).Select(r => r.OrganisationId).Distinct()];
        return db.Assignments
            .Where(a => a.WithdrawnBy == null && a.CommitmentId == null && a.OrganisationId != null && departments.Contains(a.OrganisationId.Value)
                && (a.Role == AssignedRole.Lead || (a.Role == AssignedRole.Responsible && a.Mode == "sole")))
            .Select(a => a.TaskId);
    }

    /// <summary>Organisations at or below any of the paths.</summary>
    public static IQueryable<Organisation> OrganisationsUnder(this ZhiceDb db, IReadOnlyList<string> paths) => db.Organisations.Where(Under(paths));

    // One range of paths for each, joined by "or". The ends are parameters, so that all actors share one plan, and the store uses its index.
    internal static Expression<Func<Organisation, bool>> Under(IReadOnlyList<string> paths, bool themselves = true)
    {
        var organisation = Expression.Parameter(typeof(Organisation), "o");
        var any = paths.Select(path => new ParameterSwap(organisation).Visit((themselves ? Begins(path) : Continues(path)).Body))
            .DefaultIfEmpty(Expression.Constant(false)).Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<Organisation, bool>>(any, organisation);
    }

    // A path ends with "/", and "0" is the character after it.
    static Expression<Func<Organisation, bool>> Begins(string path)
    {
        var before = path[..^1] + "0";
        return o => string.Compare(o.Path, path) >= 0 && string.Compare(o.Path, before) < 0;
    }

    static Expression<Func<Organisation, bool>> Continues(string path)
    {
        var before = path[..^1] + "0";
        return o => string.Compare(o.Path, path) > 0 && string.Compare(o.Path, before) < 0;
    }

    sealed class ParameterSwap(ParameterExpression parameter) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => parameter;
    }

    // The organisations above a path are the keys that it is made of.
    static Expression<Func<Organisation, bool>> Above(IReadOnlyList<string> paths)
    {
        var keys = paths.SelectMany(Organisation.KeysOf).Distinct().ToList();
        return o => keys.Contains(o.Id);
    }
}
