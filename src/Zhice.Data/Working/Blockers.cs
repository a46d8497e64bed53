using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>An open obligation whose office says that something stands in its way.</summary>
/// <param name="Id">The obligation.</param>
/// <param name="Task">Its task.</param>
/// <param name="Title">Title of the task.</param>
/// <param name="Code">Code of the office.</param>
/// <param name="Office">Its name.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Said">What the office says; null where only pieces of its break-down say something.</param>
/// <param name="Piece">What the first of those pieces says; null for none.</param>
public sealed record BlockedRow(ObligationId Id, TaskId Task, string Title, string Code, string Office, WorkStatus Status, string? Said, string? Piece)
{
    /// <summary>All that is said, in one line.</summary>
    public string Words => Said is null ? Piece ?? "" : Piece is null ? Said : $"{Said}；{Piece}";
}

/// <summary>Open obligations of a task of which something stands in the way, as the inbox of those who can help lists them.</summary>
public sealed record BlockedTask(TaskId Task, string Title, int Offices, string Code, string Office);

/// <summary>困难: who is held up, for the lead and for those above. What is done, does not apply, or was withdrawn holds up nobody.</summary>
public static class Blockers
{
    /// <summary>Rows that a page lists beside other things; the list of its own holds all.</summary>
    public const int Shown = 5;

    // Both parts have an index of those rows only: few of many.
    internal static IQueryable<ObligationId> Said(ZhiceDb db) =>
        db.ObligationStates.Where(s => s.Blocker != null).Select(s => s.ObligationId)
            .Concat(db.WorkItems.Where(i => i.Blocker != null && i.WithdrawnAt == null && i.Status != WorkStatus.Done && i.Status != WorkStatus.NotApplicable).Select(i => i.ObligationId));

    /// <summary>Those of which the actor may see the work.</summary>
    public static IQueryable<Obligation> Visible(ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (said, visible) = (Said(db), db.VisibleWork(actor));
        return db.Obligations.AsNoTracking().Where(o => said.Contains(o.Id) && o.WithdrawnBy == null && visible.Any(v => v.Id == o.Id)
            && !db.ObligationStates.Any(s => s.ObligationId == o.Id && (s.Status == WorkStatus.Done || s.Status == WorkStatus.NotApplicable)));
    }

    /// <summary>Those that concern an organisation: of itself and of offices below it, and of all offices on tasks that it is assigned to.</summary>
    public static IQueryable<Obligation> Concerning(ZhiceDb db, Actor actor, Organisation organisation)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        var below = db.OrganisationsUnder([organisation.Path]);
        return Visible(db, actor).Where(o => below.Any(b => b.Id == o.OrganisationId)
            || db.Assignments.Any(a => a.TaskId == o.TaskId && a.WithdrawnBy == null && a.OrganisationId == organisation.Id));
    }

    /// <summary>The first of those that concern an organisation, one more than are shown. One command, for some readers two.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<List<BlockedRow>> First(ZhiceDb db, Actor actor, Organisation organisation, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        var rows = await AnyFirst(db, organisation.Path, organisation.Path[..^1] + "0", organisation.Id).ToListAsync(cancel);
        // Paths and the document tell of most readers that they see all of these; where they do not, only the filters can.
        return rows.TrueForAll(r => AccessPolicy.MaySeeDocument(actor, r.Disclosure, r.OwnerPath, concerned: false) && AccessPolicy.MaySeeWork(actor, r.OfficePath, assigned: false))
            ? rows.ConvertAll(r => r.Row)
            : await Rows(db, Concerning(db, actor, organisation)).Take(Shown + 1).ToListAsync(cancel);
    }

    sealed record SightedRow(BlockedRow Row, Disclosure Disclosure, string OwnerPath, string OfficePath);

    // Rows of Concerning whoever reads, in their order; the same for every reader of an organisation's page, and so compiled once.
    static readonly Func<ZhiceDb, string, string, OrganisationId, IAsyncEnumerable<SightedRow>> AnyFirst = OnceCompiled.Query((ZhiceDb db, string path, string behind, OrganisationId assigned) => (
        from obligation in db.Obligations.AsNoTracking()
        where db.ObligationStates.Where(s => s.Blocker != null).Select(s => s.ObligationId)
                .Concat(db.WorkItems.Where(i => i.Blocker != null && i.WithdrawnAt == null && i.Status != WorkStatus.Done && i.Status != WorkStatus.NotApplicable).Select(i => i.ObligationId)).Contains(obligation.Id)
            && obligation.WithdrawnBy == null
            && !db.ObligationStates.Any(s => s.ObligationId == obligation.Id && (s.Status == WorkStatus.Done || s.Status == WorkStatus.NotApplicable))
        join task in db.Tasks on obligation.TaskId equals task.Id
        join office in db.Organisations on obligation.OrganisationId equals office.Id
        where (string.Compare(office.Path, path) >= 0 && string.Compare(office.Path, behind) < 0)
            || db.Assignments.Any(a => a.TaskId == obligation.TaskId && a.WithdrawnBy == null && a.OrganisationId == assigned)
        join document in db.Documents on task.DocumentId equals document.Id
        join owner in db.Organisations on document.OwnerId equals owner.Id
        from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
        orderby task.DocumentId, task.Ordinal, office.Level, office.DivisionCode, office.Ordinal, obligation.Id
        select new SightedRow(
            new BlockedRow(obligation.Id, task.Id, task.Title, office.Code, office.Name, (WorkStatus?)state.Status ?? WorkStatus.NotStarted, state.Blocker,
                db.WorkItems.Where(i => i.ObligationId == obligation.Id && i.Blocker != null && i.WithdrawnAt == null && i.Status != WorkStatus.Done && i.Status != WorkStatus.NotApplicable)
                    .OrderBy(i => i.Id).Select(i => i.Blocker).FirstOrDefault()),
            document.Disclosure, owner.Path, office.Path)).Take(Shown + 1));

    /// <summary>Rows with names, by task and office. One command; the caller bounds it.</summary>
    public static IQueryable<BlockedRow> Rows(ZhiceDb db, IQueryable<Obligation> obligations) =>
        from obligation in obligations
        join task in db.Tasks on obligation.TaskId equals task.Id
        join office in db.Organisations on obligation.OrganisationId equals office.Id
        from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
        orderby task.DocumentId, task.Ordinal, office.Level, office.DivisionCode, office.Ordinal, obligation.Id
        select new BlockedRow(obligation.Id, task.Id, task.Title, office.Code, office.Name, (WorkStatus?)state.Status ?? WorkStatus.NotStarted, state.Blocker,
            db.WorkItems.Where(i => i.ObligationId == obligation.Id && i.Blocker != null && i.WithdrawnAt == null && i.Status != WorkStatus.Done && i.Status != WorkStatus.NotApplicable)
                .OrderBy(i => i.Id).Select(i => i.Blocker).FirstOrDefault());

    /// <summary>What waits for help from the actor: of offices directly below an administration, and of other offices on a department's tasks. One command.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="administered">Organisations that the actor administers.</param>
    /// <param name="most">Most obligations that are looked at.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<BlockedTask>> Waiting(ZhiceDb db, Actor actor, IReadOnlyList<OrganisationId> administered, int most, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        List<OrganisationId> departments = [.. actor.Roles.Where(r => r.Role == Role.DepartmentOfficer).Select(r => r.OrganisationId).Distinct()];
        if (administered.Count + departments.Count == 0) return [];
        var rows = await (
            from obligation in Visible(db, actor)
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            where (office.ParentId != null && administered.Contains(office.ParentId.Value))
                || (!departments.Contains(office.Id)
                    && db.Assignments.Any(a => a.TaskId == obligation.TaskId && a.WithdrawnBy == null && a.OrganisationId != null && departments.Contains(a.OrganisationId.Value)))
            join task in db.Tasks on obligation.TaskId equals task.Id
            orderby obligation.Id descending
            select new { task.Id, task.Title, office.Code, office.Name }).Take(most).ToListAsync(cancel);
        return [.. rows.GroupBy(r => (r.Id, r.Title)).Select(g => new BlockedTask(g.Key.Id, g.Key.Title, g.Count(), g.First().Code, g.First().Name))];
    }
}
