using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Publishing;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Policy;

namespace Zhice.Web.Features.Documents;

/// <summary>A document that a programme holds now, beside the one that is to be published.</summary>
/// <param name="Id">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Tasks">Its standing tasks in the programme.</param>
/// <param name="Shared">Tasks of the reading that also stand there.</param>
/// <param name="LargelySame">True when both order largely the same: published beside each other, they would oblige everyone twice.</param>
public sealed record HeldDocument(DocumentId Id, string Title, int Tasks, int Shared, bool LargelySame);

/// <summary>Finds what a programme already holds of the orders in a reading.</summary>
internal static class HeldDocuments
{
    // A programme of that many tasks is compared; what lies beyond is not.
    const int MostTasks = 5_000;

    /// <summary>The other documents that the programme holds and the actor may publish. Three commands.</summary>
    public static async Task<IReadOnlyList<HeldDocument>> Of(ZhiceDb db, Actor actor, ProgrammeId programme, DocumentId id, PolicyDocument reading, CancellationToken cancel)
    {
        var documents = (await db.VisibleDocuments(actor).Where(d => d.Id != id && db.Tasks.Any(t => t.ProgrammeId == programme && t.DocumentId == d.Id && t.WithdrawnBy == null))
            .Join(db.Organisations, d => d.OwnerId, o => o.Id, (d, o) => new { d.Id, d.Title, o.Path }).OrderByDescending(d => d.Id).Take(50).ToListAsync(cancel))
            .Where(d => AccessPolicy.MayPublish(actor, d.Path)).ToList();
        if (documents.Count == 0) return [];
        var tasks = await db.Tasks.Where(t => t.ProgrammeId == programme && t.DocumentId != id && t.WithdrawnBy == null)
            .OrderBy(t => t.Id).Take(MostTasks).Select(t => new { t.Id, t.DocumentId, t.Title }).ToListAsync(cancel);
        var measures = (await (
            from measure in db.Measures
            join task in db.Tasks on measure.TaskId equals task.Id
            where task.ProgrammeId == programme && task.DocumentId != id && task.WithdrawnBy == null && measure.WithdrawnBy == null
            orderby measure.Id
            select new { task.DocumentId, measure.Quote.Words }).Take(4 * MostTasks).ToListAsync(cancel)).ToLookup(m => m.DocumentId, m => m.Words);
        var drafts = PolicyMapping.ToDraft(reading, reading.Year ?? 0).Tasks;
        return [.. documents.Select(document =>
        {
            var titles = tasks.Where(t => t.DocumentId == document.Id).Select(t => t.Title).ToList();
            var shared = Resemblance.Shared(drafts, titles, measures[document.Id]);
            return new HeldDocument(document.Id, document.Title, titles.Count, shared, Resemblance.IsLargelySame(shared, drafts.Count, titles.Count));
        }).OrderByDescending(h => h.LargelySame).ThenByDescending(h => h.Shared)];
    }
}
