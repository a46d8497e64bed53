using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Matching;

/// <summary>A local task that carries a national commitment, as a person confirmed.</summary>
/// <param name="National">The national commitment.</param>
/// <param name="Answer">The whole of it, or a part.</param>
/// <param name="OfficeCode">Code of the office whose document the local task stands in.</param>
/// <param name="Office">Its name.</param>
/// <param name="Task">The local task; null where the reader may not see its document.</param>
/// <param name="Number">Its number as printed in the local document; null for none.</param>
/// <param name="Title">Its title; null where the reader may not see its document.</param>
public sealed record CarryingTask(CommitmentId National, MatchAnswer Answer, string OfficeCode, string Office, TaskId? Task, string? Number, string? Title);

/// <summary>Local tasks beside the national ones that they carry, for pages of either.</summary>
public static class CarryingTasks
{
    /// <summary>Rows that a page lists; the alignment's page holds all of an office.</summary>
    public const int Shown = 60;

    /// <summary>Those of one national task, of offices whose alignment the actor may see (AccessPolicy.MaySeeAlignment). One command; the caller bounds it.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="task">The national task.</param>
    /// <param name="only">Only those of this office; null for all.</param>
    public static IQueryable<CarryingTask> Of(ZhiceDb db, Actor actor, TaskId task, OrganisationId? only = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        var seen = AccessPolicy.ReadsAll(actor) ? db.Organisations : db.OrganisationsUnder(AccessPolicy.Reach(actor));
        var (department, assigned, visible) = (actor.Holds(Role.DepartmentOfficer), db.AssignedTasks(actor), db.VisibleTasks(actor));
        return
            from decision in db.MatchDecisions.AsNoTracking()
            where decision.Kind == MatchKind.Alignment && decision.RevokedAt == null && decision.Answer != MatchAnswer.Refused && (only == null || decision.OfficeId == only)
            join national in db.Commitments on decision.CommitmentId equals national.Id
            where national.TaskId == task && national.WithdrawnBy == null
            join local in db.Commitments on decision.OtherId equals local.Id
            where local.WithdrawnBy == null
            join office in db.Organisations on decision.OfficeId equals (OrganisationId?)office.Id
            where seen.Any(o => o.Id == office.Id) || (department && assigned.Any(t => t == national.TaskId))
            from carrying in visible.Where(t => t.Id == local.TaskId).DefaultIfEmpty()
            orderby office.DivisionCode, national.Ordinal, decision.Answer, decision.Id
            select new CarryingTask(national.Id, decision.Answer, office.Code, office.Name, (TaskId?)carrying.Id, carrying.Number, carrying.Title);
    }

    /// <summary>Those of one national task at one office, whose alignment the actor may see; at most 500. One command, for some readers two.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="task">The national task.</param>
    /// <param name="office">The office.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<List<CarryingTask>> At(ZhiceDb db, Actor actor, TaskId task, Organisation office, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(office);
        if (AccessPolicy.MaySeeAlignment(actor, office.Path, assigned: false))
        {
            var rows = await AllAt(db, task, office.Id).ToListAsync(cancel);
            // Where the local documents are the reader's own or public, no filter can hide one.
            if (rows.TrueForAll(r => AccessPolicy.MaySeeDocument(actor, r.Disclosure, r.OwnerPath, concerned: false))) return rows.ConvertAll(r => r.Row);
        }
        return await Of(db, actor, task, office.Id).Take(Most).ToListAsync(cancel);
    }

    const int Most = 500;

    sealed record SightedRow(CarryingTask Row, Disclosure Disclosure, string OwnerPath);

    // Rows of Of whoever reads, in their order; compiled once.
    static readonly Func<ZhiceDb, TaskId, OrganisationId, IAsyncEnumerable<SightedRow>> AllAt = OnceCompiled.Query((ZhiceDb db, TaskId task, OrganisationId only) => (
        from decision in db.MatchDecisions.AsNoTracking()
        where decision.Kind == MatchKind.Alignment && decision.RevokedAt == null && decision.Answer != MatchAnswer.Refused && decision.OfficeId == only
        join national in db.Commitments on decision.CommitmentId equals national.Id
        where national.TaskId == task && national.WithdrawnBy == null
        join local in db.Commitments on decision.OtherId equals local.Id
        where local.WithdrawnBy == null
        join office in db.Organisations on decision.OfficeId equals (OrganisationId?)office.Id
        join carrying in db.Tasks on local.TaskId equals carrying.Id
        join document in db.Documents on carrying.DocumentId equals document.Id
        join owner in db.Organisations on document.OwnerId equals owner.Id
        orderby office.DivisionCode, national.Ordinal, decision.Answer, decision.Id
        select new SightedRow(new CarryingTask(national.Id, decision.Answer, office.Code, office.Name, carrying.Id, carrying.Number, carrying.Title), document.Disclosure, owner.Path)).Take(Most));
}
