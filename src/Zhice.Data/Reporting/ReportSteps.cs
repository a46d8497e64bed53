using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Reporting;

/// <summary>A step to take.</summary>
/// <param name="Action">Which.</param>
/// <param name="Version">Version of the report that the person saw.</param>
/// <param name="Reasons">All reasons of a return; none for other steps.</param>
/// <param name="Remark">A remark, or why a lower result is recognised; null for none.</param>
/// <param name="Result">The result that an acceptance recognises; null for the claimed one.</param>
public sealed record ReportStepRequest(WayAction Action, int Version, IReadOnlyList<ReturnReason> Reasons, string? Remark = null, WorkResult? Result = null);

/// <summary>One reason of a return.</summary>
/// <param name="Text">What is wrong.</param>
/// <param name="Commitment">The sentence that it is about; null for the whole report.</param>
public sealed record ReturnReason(string Text, CommitmentId? Commitment = null);

/// <summary>Moves reports on their way, one transaction a step; an acceptance sets the obligation's state in the same one.</summary>
public static class ReportSteps
{
    /// <summary>Most reasons of one return.</summary>
    public const int MostReasons = 50;

    /// <summary>
    /// Takes a step. Refusals: those of <see cref="ReportWay.Decide"/>, <c>report.missing</c>, <c>report.changed</c> (it is no longer what the person saw),
    /// <c>report.reasons</c>, <c>report.reason-long</c>, <c>report.result-higher</c>, <c>report.result-reason</c>, and the defects of a report that leaves the desk.
    /// </summary>
    public static async Task<Outcome<SavedReport>> Take(ZhiceDb db, Actor actor, ReportId id, ReportStepRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await ReportCase.Load(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!found.Decide(request.Action).Accepted(out var move, out refusal)) return refusal;
        if (found.Report.Version != request.Version) return new Blocked("report.changed");
        var newest = await db.ReportRevisions.AsNoTracking().SingleAsync(r => r.ReportId == id && r.Number == found.Report.Revision, cancel);
        if (Defects(request, move, newest).ToList() is { Count: > 0 } defects) return new Invalid(defects);

        var now = clock.GetUtcNow();
        var report = db.Attach(found.Report).Entity;
        report.State = move.To;
        report.MovedAt = now;
        report.SubmittedAt ??= move.To == ReportState.Submitted ? now : null;
        report.Version++;
        var step = new ReportStep
        {
            ReportId = id, Revision = report.Revision, To = move.To, By = actor.AccountId!.Value, For = move.For, At = now, Reasons = Words(request),
            Result = move.To == ReportState.Accepted ? request.Result ?? newest.Result : null,
        };
        db.Add(step);
        if (move.To == ReportState.Accepted
            && !(await Recognise(db, found.Obligation, report, newest.Status, step.Result!.Value, cancel)).Accepted(out _, out refusal)) return refusal;
        AuditLog.Append(db, actor, now, $"report.{request.Action.ToString().ToLowerInvariant()}", $"report/{id.Value}", new
        {
            from = move.From.ToString(), to = move.To.ToString(), revision = report.Revision, deputyOf = move.For?.Value, reasons = step.Reasons, claimed = newest.Result.ToString(),
            recognised = step.Result?.ToString(),
        });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("report.changed");
        }
        if (request.Action == WayAction.Return)
        {
            db.AddRange(request.Reasons.Select((r, i) => new ReportReason { StepId = step.Id, Ordinal = i + 1, CommitmentId = r.Commitment, Text = r.Text.Trim() }));
            await db.SaveChangesAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return new SavedReport(id, report.Version, report.Revision, now);
    }

    // What is accepted becomes the state of the obligation, unless a report of a later period has been accepted before.
    static async Task<Outcome<ObligationState>> Recognise(ZhiceDb db, Obligation obligation, ProgressReport report, WorkStatus status, WorkResult result, CancellationToken cancel)
    {
        var stored = await db.ObligationStates.AsTracking().FirstOrDefaultAsync(s => s.ObligationId == report.ObligationId, cancel);
        var state = stored ?? ObligationState.Untouched(report.ObligationId, report.ProgrammeId);
        if (await db.Reports.AnyAsync(r => r.ObligationId == report.ObligationId && r.Id != report.Id && r.State == ReportState.Accepted && r.To > report.To, cancel)) return state;
        if (!WorkChanges.ByReport(state, obligation.Level, status, result).Accepted(out _, out var refusal)) return refusal;
        if (stored is null) db.Add(state);
        return state;
    }

    static IEnumerable<Defect> Defects(ReportStepRequest request, WayMove move, ReportRevision newest)
    {
        if (request.Action == WayAction.Forward && move.From is ReportState.Draft or ReportState.Returned)
            foreach (var defect in ReportContent.Of(newest).Defects()) yield return defect;
        if (request.Action == WayAction.Return && (request.Reasons.Count is 0 or > MostReasons || request.Reasons.Any(r => string.IsNullOrWhiteSpace(r.Text))))
            yield return new Defect("report.reasons", "reason", MostReasons);
        if (request.Reasons.Any(r => r.Text.Length > 1000) || request.Remark?.Length > 1000) yield return new Defect("report.reason-long", "reason", 1000);
        if (request.Reasons.Any(r => r.Text.Contains('\0', StringComparison.Ordinal)) || request.Remark?.Contains('\0', StringComparison.Ordinal) == true)
            yield return new Defect("text.nul", "reason");
        if (move.To != ReportState.Accepted || request.Result is not { } result) yield break;
        if (!Enum.IsDefined(result) || result > newest.Result) yield return new Defect("report.result-higher", "result");
        else if (result < newest.Result && string.IsNullOrWhiteSpace(request.Remark)) yield return new Defect("report.result-reason", "remark");
    }

    static string? Words(ReportStepRequest request) => request.Action == WayAction.Return
        ? string.Join('\n', request.Reasons.Select(r => r.Text.Trim().ReplaceLineEndings(" ")))
        : string.IsNullOrWhiteSpace(request.Remark) ? null : request.Remark.Trim();
}
