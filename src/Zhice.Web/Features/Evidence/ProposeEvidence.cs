using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.EvidenceKeeping;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>可用的已有材料: what is held already and fits an obligation, before anybody writes a report or asks for an upload.</summary>
public static class ProposeEvidence
{
    /// <summary>Most proposals.</summary>
    public const int Most = 20;

    /// <summary>The page.</summary>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Task">Its task.</param>
    /// <param name="TaskTitle">Title of the task.</param>
    /// <param name="Office">Code and name of the office that owes it.</param>
    /// <param name="Proposed">What fits, best first.</param>
    public sealed record View(ObligationId Obligation, TaskId Task, string TaskTitle, (string Code, string Name) Office, IReadOnlyList<ProposedEvidence> Proposed);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/obligations/{id:long}/evidence", Handle);

    /// <summary>Loads the page: what proves something within the programme's year.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ObligationId id, CancellationToken cancel)
    {
        var found = await (
            from obligation in db.VisibleWork(actor)
            where obligation.Id == id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            select new { obligation.TaskId, obligation.MeasureId, task.Title, Office = office, programme.Year }).FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("evidence.no-obligation");
        var need = new EvidenceNeed(found.Office, found.TaskId, found.MeasureId, new DateOnly(found.Year, 1, 1), new DateOnly(found.Year, 12, 31), null);
        return new View(id, found.TaskId, found.Title, (found.Office.Code, found.Office.Name), await EvidenceProposals.Find(db, actor, need, Most, cancel));
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ProposalsPage>(view) : Answer.Refused(visit, refusal);
}
