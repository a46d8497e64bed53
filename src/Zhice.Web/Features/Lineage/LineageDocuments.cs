using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Web.Features.Lineage;

/// <summary>What the two lineage pages read alike.</summary>
internal static class LineageDocuments
{
    // More answers than commitments in a book are not to be expected; the newest hold.
    const int MostDecisions = 20_000;

    /// <summary>True for those who do no business here: they see confirmed lineage, no proposals.</summary>
    public static bool ConfirmedOnly(Actor actor) => !AccessPolicy.IsInside(actor);

    /// <summary>Titles of the office's documents that the actor may see. One command.</summary>
    public static async Task<Dictionary<DocumentId, string>> Titles(ZhiceDb db, Actor actor, OrganisationId owner, CancellationToken cancel) =>
        await db.VisibleDocuments(actor).Where(d => d.OwnerId == owner && d.State == DocumentState.Published)
            .OrderByDescending(d => d.Id).Take(2_000).ToDictionaryAsync(d => d.Id, d => d.Title, cancel);

    /// <summary>Answers that hold, about commitments of the office's documents. One command.</summary>
    public static Task<List<MatchDecision>> Decisions(ZhiceDb db, OrganisationId owner, CancellationToken cancel) => (
        from decision in db.MatchDecisions
        where decision.Kind == MatchKind.Lineage && decision.RevokedAt == null
        join commitment in db.Commitments on decision.CommitmentId equals commitment.Id
        join task in db.Tasks on commitment.TaskId equals task.Id
        join document in db.Documents on task.DocumentId equals document.Id
        where document.OwnerId == owner
        orderby decision.Id descending
        select decision).Take(MostDecisions).ToListAsync(cancel);

    /// <summary>What was said to have no counterpart, about commitments of the office's documents. One command.</summary>
    public static async Task<HashSet<(CommitmentId Id, int Year)>> Alone(ZhiceDb db, OrganisationId owner, CancellationToken cancel) => (await (
        from decision in db.AloneDecisions
        where decision.RevokedAt == null
        join commitment in db.Commitments on decision.CommitmentId equals commitment.Id
        join task in db.Tasks on commitment.TaskId equals task.Id
        join document in db.Documents on task.DocumentId equals document.Id
        where document.OwnerId == owner
        orderby decision.Id descending
        select new { decision.CommitmentId, decision.Year }).Take(MostDecisions).ToListAsync(cancel)).Select(d => (d.CommitmentId, d.Year)).ToHashSet();
}
