using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>A piece of evidence in a report, at the version that was meant.</summary>
/// <param name="Id">The evidence.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">File, address, case or indicator value.</param>
/// <param name="Number">The version that the report means.</param>
/// <param name="Newest">Number of the newest version.</param>
/// <param name="FileName">Name of the file; null for a reference.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Reference">The reference; null for a file.</param>
/// <param name="From">First day of what it proves.</param>
/// <param name="To">Last day; null where it goes on.</param>
/// <param name="Holder">Code and name of the office that holds it.</param>
/// <param name="Commitment">The sentence that it stands behind; null for the whole report.</param>
/// <param name="Sentence">That sentence's words.</param>
/// <param name="Reused">True where no upload was needed.</param>
/// <param name="Withdrawn">True where the office has withdrawn it since.</param>
public sealed record LinkedEvidence(
    EvidenceId Id, string Title, EvidenceKind Kind, int Number, int Newest, string? FileName, long Size, string? Reference, DateOnly From, DateOnly? To,
    (string Code, string Name) Holder, CommitmentId? Commitment, string? Sentence, bool Reused, bool Withdrawn);

/// <summary>A report as far as evidence is concerned.</summary>
/// <param name="Report">The report.</param>
/// <param name="Office">The office that reports.</param>
/// <param name="Task">The task.</param>
/// <param name="Measure">The measure.</param>
/// <param name="TaskTitle">The task's title.</param>
/// <param name="MayWrite">True when the actor writes reports of the office.</param>
public sealed record EvidencedReport(ProgressReport Report, Organisation Office, TaskId Task, MeasureId Measure, string TaskTitle, bool MayWrite)
{
    /// <summary>True while the report is being written.</summary>
    public bool IsOpen => Report.State is ReportState.Draft or ReportState.Returned;
}

/// <summary>Takes evidence into reports and out of them.</summary>
public static class EvidenceLinks
{
    /// <summary>Most pieces of evidence of one report.</summary>
    public const int MostLinks = 200;

    /// <summary>The report, for those who may see it; at most three commands.</summary>
    public static async Task<Outcome<EvidencedReport>> FindReport(ZhiceDb db, Actor actor, ReportId id, DateOnly day, CancellationToken cancel)
    {
        var row = await (
            from report in db.VisibleReports(actor)
            where report.Id == id
            join office in db.Organisations on report.OrganisationId equals office.Id
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            select new { Report = report, Office = office, obligation.TaskId, obligation.MeasureId, task.Title }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("report.missing");
        var staff = await ReportStaff.Of(db, actor, day, cancel);
        return new EvidencedReport(row.Report, row.Office, row.TaskId, row.MeasureId, row.Title, staff.OfficesFor(OfficeStep.Write).Contains(row.Office.Id));
    }

    /// <summary>The evidence of a report that the actor may see, in the order in which it was taken in; one command.</summary>
    public static async Task<IReadOnlyList<LinkedEvidence>> Linked(ZhiceDb db, Actor actor, ReportId report, CancellationToken cancel)
    {
        var rows = await (
            from use in db.EvidenceUses
            where use.ReportId == report
            join evidence in db.Evidence on use.EvidenceId equals evidence.Id
            join version in db.VisibleEvidenceVersions(actor) on new { use.EvidenceId, use.Number } equals new { version.EvidenceId, version.Number }
            join holder in db.Organisations on evidence.OrganisationId equals holder.Id
            orderby use.At, use.EvidenceId
            select new
            {
                use, evidence, version, holder.Code, holder.Name,
                Sentence = db.Commitments.Where(c => c.Id == use.CommitmentId).Select(c => c.Quote.Words).FirstOrDefault(),
            }).AsNoTracking().Take(MostLinks).ToListAsync(cancel);
        return [.. rows.Select(r => new LinkedEvidence(r.evidence.Id, r.evidence.Title, r.evidence.Kind, r.use.Number, r.evidence.Revision, r.version.FileName, r.version.Size,
            r.version.Reference, r.evidence.EffectiveFrom, r.evidence.EffectiveTo, (r.Code, r.Name), r.use.CommitmentId, r.Sentence, r.use.Reused, r.evidence.WithdrawnAt is not null))];
    }

    /// <summary>What is to be taken into a report.</summary>
    /// <param name="Report">The report.</param>
    /// <param name="Expected">The report's version that the person saw.</param>
    /// <param name="Evidence">The evidence.</param>
    /// <param name="Number">The version that is meant; null for the newest that the actor may see.</param>
    /// <param name="Commitment">The sentence that it stands behind; null for the whole report.</param>
    /// <param name="SameBytes">True where the same bytes were brought again and are answered with this.</param>
    public sealed record LinkRequest(ReportId Report, int Expected, EvidenceId Evidence, int? Number = null, CommitmentId? Commitment = null, bool SameBytes = false);

    /// <summary>Takes evidence into a report that is being written; taken in already, it is set to the version and sentence asked for.</summary>
    /// <remarks>The report's version is compared and its row held, so that nothing is added to a report that has just gone on its way; it is not raised, because
    /// the words did not change.</remarks>
    public static async Task<Outcome<ReportEvidence>> Link(ZhiceDb db, Actor actor, LinkRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(await ToWrite(db, actor, request.Report, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var row = await (
            from version in db.VisibleEvidenceVersions(actor)
            where version.EvidenceId == request.Evidence && (request.Number == null || version.Number == request.Number)
            join evidence in db.Evidence on version.EvidenceId equals evidence.Id
            orderby version.Number descending
            select new { evidence, version.Number }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("evidence.missing");
        if (row.evidence.WithdrawnAt is not null) return new Blocked("evidence.withdrawn");
        if (request.Commitment is { } sentence && !await db.Commitments.AnyAsync(c => c.Id == sentence && c.MeasureId == found.Measure, cancel))
            return new Invalid(new Defect("evidence.commitment", "commitment"));

        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Hold(db, request.Report, request.Expected, cancel) is { } changed) return changed;
        var uses = await db.EvidenceUses.AsNoTracking().Where(u => u.ReportId == request.Report).ToListAsync(cancel);
        var before = uses.Find(u => u.EvidenceId == request.Evidence);
        if (before is null && uses.Count >= MostLinks) return new Blocked("evidence.many", MostLinks);
        if (before is not null && before.Number == row.Number && before.CommitmentId == request.Commitment) return new Blocked("evidence.linked-already", row.evidence.Title);
        var reused = before?.Reused ?? (request.SameBytes || row.evidence.OrganisationId != found.Office.Id
            || await db.EvidenceUses.AnyAsync(u => u.EvidenceId == request.Evidence && u.ReportId != request.Report, cancel));
        if (before is not null) await End(db, actor, before, now, cancel);
        var use = new ReportEvidence
        {
            ReportId = request.Report, EvidenceId = request.Evidence, Number = row.Number, CommitmentId = request.Commitment, Reused = reused, At = now,
        };
        db.EvidenceUses.Add(use);
        AuditLog.Append(db, actor, now, "evidence.link", $"evidence/{request.Evidence.Value}", new { report = request.Report.Value, number = row.Number, commitment = request.Commitment?.Value, reused });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.Entry(use).State = EntityState.Detached; // a later change of it in this context goes by its key
        return use;
    }

    /// <summary>Takes evidence out of a report that is being written. What had been reported stays known as an ended use.</summary>
    public static async Task<Outcome<ReportEvidence>> Unlink(ZhiceDb db, Actor actor, ReportId report, int expected, EvidenceId evidence, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ToWrite(db, actor, report, clock, cancel)).Accepted(out _, out var refusal)) return refusal;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Hold(db, report, expected, cancel) is { } changed) return changed;
        var use = await db.EvidenceUses.AsNoTracking().FirstOrDefaultAsync(u => u.ReportId == report && u.EvidenceId == evidence, cancel);
        if (use is null) return new Missing("evidence.not-linked");
        var now = clock.GetUtcNow();
        await End(db, actor, use, now, cancel);
        AuditLog.Append(db, actor, now, "evidence.unlink", $"evidence/{evidence.Value}", new { report = report.Value, number = use.Number });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return use;
    }

    static async Task<Outcome<EvidencedReport>> ToWrite(ZhiceDb db, Actor actor, ReportId report, TimeProvider clock, CancellationToken cancel) =>
        !(await FindReport(db, actor, report, ChinaTime.Today(clock), cancel)).Accepted(out var found, out var refusal) ? refusal
        : !found.MayWrite || actor.AccountId is null ? new Forbidden("access.denied")
        : found.IsOpen ? found : new Blocked("evidence.report-closed");

    // Duties are dated by Chinese days.
    /// <summary>Holds the report's row to the end of the transaction when it is still as the person saw it.</summary>
    static async Task<Refusal?> Hold(ZhiceDb db, ReportId report, int expected, CancellationToken cancel) =>
        await db.Reports.Where(r => r.Id == report && r.Version == expected && (r.State == ReportState.Draft || r.State == ReportState.Returned))
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Version, x => x.Version), cancel) == 1 ? null : new Blocked("evidence.report-changed");

    static async Task End(ZhiceDb db, Actor actor, ReportEvidence use, DateTimeOffset now, CancellationToken cancel)
    {
        await db.EvidenceUses.Where(u => u.ReportId == use.ReportId && u.EvidenceId == use.EvidenceId).ExecuteDeleteAsync(cancel);
        if (!await db.ReportSteps.AnyAsync(s => s.ReportId == use.ReportId && s.To == ReportState.Submitted && s.At >= use.At, cancel)) return;
        db.EndedEvidenceUses.Add(new EndedEvidenceUse
        {
            ReportId = use.ReportId, EvidenceId = use.EvidenceId, Number = use.Number, CommitmentId = use.CommitmentId, At = use.At, EndedAt = now, EndedBy = actor.AccountId!.Value,
        });
    }
}
