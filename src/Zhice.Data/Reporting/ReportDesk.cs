using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Searching;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Reporting;

/// <summary>A save that was taken.</summary>
/// <param name="Report">The report.</param>
/// <param name="Version">Version to send with the next save.</param>
/// <param name="Revision">Number of the save.</param>
/// <param name="At">When.</param>
/// <param name="Begun">True when the report was begun by it, false when it was there before.</param>
public sealed record SavedReport(ReportId Report, int Version, int Revision, DateTimeOffset At, bool Begun = false);

/// <summary>What a save began from.</summary>
/// <param name="Version">The report's version that the person saw.</param>
/// <param name="Revision">Number of the save whose words they wrote on; null where it is not known. While it is the newest one, nobody else has
/// written: evidence taken in meanwhile raises the version, and is no conflict of words.</param>
public readonly record struct SaveOrigin(int Version, int? Revision = null)
{
    /// <summary>A version alone.</summary>
    public static implicit operator SaveOrigin(int version) => FromInt32(version);

    /// <summary>A version alone.</summary>
    public static SaveOrigin FromInt32(int version) => new(version);
}

/// <summary>The desk of a report: beginning and writing it.</summary>
/// <remarks>
/// Every save that says something new is a row of its own, and no row is ever changed: what was acknowledged can be read again for good. The list of
/// saves that people see draws those of one author within ten minutes together, unless a step came between.
/// A save says which version it began from. Another one's save in between refuses it (<c>report.conflict</c>), and both texts stand;
/// the same words sent again, because the answer was lost on the way, are acknowledged as they are.
/// </remarks>
public static class ReportDesk
{
    /// <summary>Days that a new period takes back where the office has not reported before.</summary>
    const int FirstPeriod = 31;

    /// <summary>
    /// Begins a report, or answers the one that the office has open on the obligation. Refusals: <c>obligation.missing</c>, <c>obligation.withdrawn</c>,
    /// <c>report.not-yours</c>, <c>report.declined</c>, <c>work.choose-first</c>.
    /// </summary>
    /// <param name="db">A context of its own.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The obligation.</param>
    /// <param name="copy">True to begin with the words of the last report.</param>
    /// <param name="clock">Now.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Outcome<SavedReport>> Begin(ZhiceDb db, Actor actor, ObligationId id, bool copy, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await BeginWithin(db, actor, id, copy, clock, cancel)).Accepted(out var begun, out var refusal)) return refusal;
        await transaction.CommitAsync(cancel);
        return begun;
    }

    /// <summary>Begins within a transaction of the caller.</summary>
    internal static async Task<Outcome<SavedReport>> BeginWithin(ZhiceDb db, Actor actor, ObligationId id, bool copy, TimeProvider clock, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        // Two colleagues may press the button at once: the row is held until the end, so that the second finds the first one's draft.
        if (await db.Obligations.Where(o => o.Id == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AsOf, o => o.AsOf), cancel) == 0) return new Missing("obligation.missing");
        var obligation = await db.VisibleObligations(actor).AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel);
        if (obligation is null) return new Missing("obligation.missing");
        if (obligation.WithdrawnBy is not null) return new Blocked("obligation.withdrawn");
        var today = ChinaTime.Today(clock);
        var staff = await ReportStaff.Of(db, actor, today, cancel);
        if (!staff.OfficesFor(OfficeStep.Write).Contains(obligation.OrganisationId)) return new Forbidden("report.not-yours");
        var state = await db.ObligationStates.AsNoTracking().FirstOrDefaultAsync(s => s.ObligationId == id, cancel);
        if (state?.Choice == OptChoice.Declined) return new Blocked("report.declined");
        if (obligation.Level == ObligationLevel.Optional && state?.Choice != OptChoice.TakenOn) return new Blocked("work.choose-first");

        var last = await db.Reports.AsNoTracking().Where(r => r.ObligationId == id).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancel);
        if (last is { State: not (ReportState.Submitted or ReportState.Accepted) }) return new SavedReport(last.Id, last.Version, last.Revision, last.CreatedAt);
        var before = copy && last is not null ? await db.ReportRevisions.AsNoTracking().FirstOrDefaultAsync(r => r.ReportId == last.Id && r.Number == last.Revision, cancel) : null;
        var from = last is null ? today.AddDays(-FirstPeriod) : last.To.AddDays(1) < today ? last.To.AddDays(1) : today;
        var content = new ReportContent(from, today, before?.Narrative ?? "", before?.Status ?? (state is { Status: WorkStatus.StageReached or WorkStatus.Done } ? state.Status : WorkStatus.UnderWay), before?.Result ?? state?.Result ?? WorkResult.None,
            before is null ? [] : ReportContent.Of(before).Commitments);
        return await Add(db, actor, obligation, content, clock, cancel);
    }

    /// <summary>
    /// Saves a draft. Refusals: <c>report.missing</c>, <c>report.locked</c>, <c>report.under-way</c>, <c>report.not-yours</c>, <c>report.conflict</c> (somebody else
    /// saved in between), and the defects of the content.
    /// </summary>
    public static async Task<Outcome<SavedReport>> Save(ZhiceDb db, Actor actor, ReportId id, SaveOrigin origin, ReportContent content, TimeProvider clock, CancellationToken cancel) =>
        await Save(db, actor, id, origin, content, "report.save", clock, cancel);

    /// <summary>Saves a draft under the name of the action that the audit log gets.</summary>
    internal static async Task<Outcome<SavedReport>> Save(
        ZhiceDb db, Actor actor, ReportId id, SaveOrigin origin, ReportContent content, string action, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(content);
        if (!(await ReportCase.Load(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!found.Decide(WayAction.Write).Accepted(out _, out refusal)) return refusal;
        db.ChangeTracker.Clear();
        content = content.Tidy();
        if (content.DraftDefects().ToList() is { Count: > 0 } defects) return new Invalid(defects);
        return await Keep(db, actor, found, origin, content, action, clock, cancel);
    }

    // Saves what has been checked.
    static async Task<Outcome<SavedReport>> Keep(
        ZhiceDb db, Actor actor, ReportCase found, SaveOrigin origin, ReportContent content, string action, TimeProvider clock, CancellationToken cancel)
    {
        var report = found.Report;
        var newest = await db.ReportRevisions.AsNoTracking().SingleAsync(r => r.ReportId == report.Id && r.Number == report.Revision, cancel);
        if (ReportContent.Of(newest).Says(content) && (origin.Version == report.Version || newest.By == actor.AccountId))
            return new SavedReport(report.Id, report.Version, report.Revision, newest.At);
        if (origin.Version != report.Version && origin.Revision != report.Revision) return new Blocked("report.conflict");
        var known = await db.Commitments.Where(c => db.Obligations.Any(o => o.Id == report.ObligationId && o.MeasureId == c.MeasureId)).Select(c => c.Id).ToListAsync(cancel);
        if (content.Commitments.Except(known).Any()) return new Invalid(new Defect("report.commitment", "commitments"));

        var now = clock.GetUtcNow();
        var tracked = db.Attach(report).Entity;
        (tracked.From, tracked.To) = (content.From, content.To);
        tracked.Revision++;
        tracked.Version++;
        db.Add(Revision(tracked, content, actor, now));
        var linked = await db.ReportCommitments.AsTracking().Where(c => c.ReportId == report.Id).ToListAsync(cancel);
        db.RemoveRange(linked.Where(c => !content.Commitments.Contains(c.CommitmentId)));
        db.AddRange(content.Commitments.Where(c => !linked.Exists(l => l.CommitmentId == c)).Select(c => new ReportCommitment { ReportId = report.Id, CommitmentId = c }));
        AuditLog.Append(db, actor, now, action, $"report/{report.Id.Value}", new { revision = tracked.Revision, status = content.Status.ToString(), result = content.Result.ToString(), length = content.Narrative.Length });
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("report.conflict");
        }
        ReportIndex.Write(db, report.Id, found.Office.Path, found.Obligation.TaskId, content.Narrative);
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return new SavedReport(report.Id, tracked.Version, tracked.Revision, now);
    }

    // Adds a report with its first save; the caller holds the transaction.
    static async Task<SavedReport> Add(ZhiceDb db, Actor actor, Obligation obligation, ReportContent content, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        content = content.Tidy();
        var report = new ProgressReport
        {
            ObligationId = obligation.Id, ProgrammeId = obligation.ProgrammeId, OrganisationId = obligation.OrganisationId, From = content.From, To = content.To,
            State = ReportState.Draft, Revision = 1, CreatedBy = actor.AccountId!.Value, HolderId = actor.AccountId, CreatedAt = now, Version = 1,
        };
        db.Add(report);
        await db.SaveChangesAsync(cancel);
        db.Add(Revision(report, content, actor, now));
        db.AddRange(content.Commitments.Select(c => new ReportCommitment { ReportId = report.Id, CommitmentId = c }));
        AuditLog.Append(db, actor, now, "report.begin", $"report/{report.Id.Value}", new { obligation = obligation.Id.Value, organisation = obligation.OrganisationId.Value });
        await db.SaveChangesAsync(cancel);
        var path = await db.Organisations.Where(o => o.Id == obligation.OrganisationId).Select(o => o.Path).FirstAsync(cancel);
        ReportIndex.Write(db, report.Id, path, obligation.TaskId, content.Narrative);
        return new SavedReport(report.Id, report.Version, report.Revision, now, Begun: true);
    }

    static ReportRevision Revision(ProgressReport report, ReportContent content, Actor actor, DateTimeOffset now) => new()
    {
        ReportId = report.Id, Number = report.Revision, Narrative = content.Narrative, Status = content.Status, Result = content.Result, From = content.From, To = content.To,
        Commitments = content.Keys(), By = actor.AccountId!.Value, At = now,
    };
}
