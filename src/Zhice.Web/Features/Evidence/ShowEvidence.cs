using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.EvidenceKeeping;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>佐证材料: one piece with its versions and where it is used.</summary>
public static class ShowEvidence
{
    /// <summary>Most uses that are shown.</summary>
    public const int MostUses = 100;

    /// <summary>The page.</summary>
    /// <param name="Row">The evidence at the newest version that the reader may see.</param>
    /// <param name="Versions">Versions that the reader may see, newest first.</param>
    /// <param name="Uses">Uses that the reader may know of, newest first.</param>
    /// <param name="Details">What the form holds.</param>
    /// <param name="MayChange">True when the reader may change and withdraw it.</param>
    public sealed record View(EvidenceRow Row, IReadOnlyList<(EvidenceVersion Version, string? By)> Versions, IReadOnlyList<Use> Uses, EvidenceDetails Details, bool MayChange);

    /// <summary>One use.</summary>
    /// <param name="Report">The report.</param>
    /// <param name="MayOpen">True when the reader may open the report's evidence.</param>
    /// <param name="Office">Code and name of the office that reports.</param>
    /// <param name="Task">The task; null where the reader may not see it.</param>
    /// <param name="TaskTitle">Its title.</param>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Sentence">The sentence that it stands behind; null for the whole report.</param>
    /// <param name="Number">The version that was meant.</param>
    /// <param name="State">Where the report is on its way.</param>
    /// <param name="Reused">True where no upload was needed.</param>
    /// <param name="At">When it was taken in.</param>
    /// <param name="EndedAt">When the report gave it up; null while it stands on it.</param>
    public sealed record Use(ReportId Report, bool MayOpen, (string Code, string Name) Office, TaskId? Task, string? TaskTitle, ObligationId Obligation, string? Sentence, int Number,
        ReportState State, bool Reused, DateTimeOffset At, DateTimeOffset? EndedAt);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence/{id:long}", Handle);

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, EvidenceId id, CancellationToken cancel)
    {
        var found = await (
            from evidence in db.VisibleEvidence(actor)
            where evidence.Id == id
            join holder in db.Organisations on evidence.OrganisationId equals holder.Id
            select new { evidence, holder.Code, holder.Name, holder.Path }).FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("evidence.missing");
        var versions = await (
            from version in db.VisibleEvidenceVersions(actor)
            where version.EvidenceId == id
            orderby version.Number descending
            select new { version, By = db.Accounts.Where(a => a.Id == version.By).Select(a => a.DisplayName).FirstOrDefault() }).Take(100).ToListAsync(cancel);
        if (versions.Count == 0) return new Missing("evidence.missing");

        var insider = AccessPolicy.IsInside(actor);
        var uses = await Uses(db, actor, db.VisibleEvidenceUses(actor).Where(u => u.EvidenceId == id)
            .Select(u => new Link { Report = u.ReportId, Number = u.Number, Commitment = u.CommitmentId, Reused = u.Reused, At = u.At, EndedAt = null }), cancel);
        var mayChange = AccessPolicy.MayKeepEvidence(actor, found.Path);
        var ended = mayChange
            ? await Uses(db, actor, db.EndedEvidenceUses.Where(u => u.EvidenceId == id)
                .Select(u => new Link { Report = u.ReportId, Number = u.Number, Commitment = u.CommitmentId, Reused = false, At = u.At, EndedAt = u.EndedAt }), cancel)
            : [];
        var row = new EvidenceRow(found.evidence, versions[0].version, (found.Code, found.Name), uses.Count);
        var details = new EvidenceDetails(found.evidence.Title, found.evidence.EffectiveFrom, found.evidence.EffectiveTo, found.evidence.Disclosure);
        // Who in an office brought it is that office's business, not the public's.
        return new View(row, [.. versions.Select(v => (v.version, insider ? v.By : null))], [.. uses, .. ended], details, mayChange && found.evidence.WithdrawnAt is null);
    }

    // Properties, not parameters: the store's query looks through what is set, and not through a constructor.
    sealed class Link
    {
        public ReportId Report { get; init; }
        public int Number { get; init; }
        public CommitmentId? Commitment { get; init; }
        public bool Reused { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }

    static async Task<List<Use>> Uses(ZhiceDb db, Actor actor, IQueryable<Link> links, CancellationToken cancel)
    {
        var tasks = db.VisibleTasks(actor);
        var insider = AccessPolicy.IsInside(actor);
        var rows = await (
            from link in links
            join report in db.Reports on link.Report equals report.Id
            join office in db.Organisations on report.OrganisationId equals office.Id
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            orderby link.At descending
            select new
            {
                link, report.State, office.Code, office.Name, obligation.Id,
                Task = tasks.Where(t => t.Id == obligation.TaskId).Select(t => new { t.Id, t.Title }).FirstOrDefault(),
                Sentence = db.Commitments.Where(c => c.Id == link.Commitment).Select(c => c.Quote.Words).FirstOrDefault(),
            }).Take(MostUses).ToListAsync(cancel);
        return [.. rows.Select(r => new Use(r.link.Report, insider, (r.Code, r.Name), r.Task?.Id, r.Task?.Title, r.Id, r.Task is null ? null : r.Sentence, r.link.Number,
            r.State, r.link.Reused, r.link.At, r.link.EndedAt))];
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<EvidenceItemPage>(view) : Answer.Refused(visit, refusal);
}
