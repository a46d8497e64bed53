using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>What a save changes about the work of programmes: the changed states are numbered, and a report that moved leaves its day with the obligation.</summary>
/// <remarks>
/// Boards over 200,000 obligations are kept in memory. Whoever reads one compares the programme's count and fetches only the states with a higher
/// number than the last one it has seen. The rows of reports stay out of it: their last day stands with the state.
/// </remarks>
internal sealed class WorkStamp
{
    static readonly ReportState[] Counting = [ReportState.Submitted, ReportState.Accepted];
    readonly List<ObligationState> states;
    readonly List<ProgressReport> reports;
    readonly Dictionary<ProgrammeId, long> counted = [];

    WorkStamp(List<ObligationState> states, List<ProgressReport> reports) => (this.states, this.reports) = (states, reports);

    /// <summary>What the tracked changes say; null where no work is touched.</summary>
    public static WorkStamp? Of(ChangeTracker tracker)
    {
        var states = tracker.Entries<ObligationState>().Where(e => e.State is EntityState.Added or EntityState.Modified).Select(e => e.Entity).ToList();
        var reports = tracker.Entries<ProgressReport>()
            .Where(e => e.State == EntityState.Added ? Counting.Contains(e.Entity.State) : e.State == EntityState.Modified && e.Property(r => r.State).IsModified)
            .Select(e => e.Entity).ToList();
        return states.Count + reports.Count == 0 ? null : new WorkStamp(states, reports);
    }

    /// <summary>Counts the programmes on and numbers the states; adds the events of the reports.</summary>
    public async Task Count(ZhiceDb db, CancellationToken cancel)
    {
        // In the order of the keys, so that two saves never wait for one another.
        foreach (var programme in states.Select(s => s.ProgrammeId).Concat(reports.Select(r => r.ProgrammeId)).Distinct().OrderBy(p => p.Value))
            counted[programme] = (await db.Database.SqlQueryRaw<long>(
                """INSERT INTO work_counter (programme_id, changes) VALUES ({0}, 1) ON CONFLICT (programme_id) DO UPDATE SET changes = work_counter.changes + 1 RETURNING changes AS "Value" """,
                programme.Value).ToListAsync(cancel))[0];
        foreach (var state in states) state.Changed = counted[state.ProgrammeId];
        foreach (var report in reports)
            if (Kind(report) is { } kind) db.WorkEvents.Add(Event(db, report, kind));
    }

    /// <summary>After the save: the day of the last report that waits or was accepted.</summary>
    public async Task NoteReports(ZhiceDb db, CancellationToken cancel)
    {
        foreach (var report in reports.DistinctBy(r => r.ObligationId))
        {
            var moved = await db.Reports.Where(r => r.ObligationId == report.ObligationId && Counting.Contains(r.State)).MaxAsync(r => r.MovedAt ?? (DateTimeOffset?)r.CreatedAt, cancel);
            var (obligation, programme, changed) = (report.ObligationId.Value, report.ProgrammeId.Value, counted[report.ProgrammeId]);
            var day = moved is { } at ? ChinaTime.DayOf(at) : (DateOnly?)null;
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO work_state (obligation_id, programme_id, status, result, choice, version, reported_on, changed) VALUES ({obligation}, {programme}, 0, 0, 0, 0, {day}, {changed}) ON CONFLICT (obligation_id) DO UPDATE SET reported_on = excluded.reported_on, changed = excluded.changed", cancel);
        }
    }

    // Steps inside the office are the office's own business.
    static WorkEventKind? Kind(ProgressReport report) => report.State switch
    {
        ReportState.Submitted => WorkEventKind.ReportSubmitted,
        ReportState.Returned when report.SubmittedAt is not null => WorkEventKind.ReportReturned,
        ReportState.Accepted => WorkEventKind.ReportAccepted,
        _ => null,
    };

    static WorkEvent Event(ZhiceDb db, ProgressReport report, WorkEventKind kind)
    {
        var step = db.ChangeTracker.Entries<ReportStep>().Where(e => e.State == EntityState.Added && e.Entity.ReportId == report.Id).Select(e => e.Entity).LastOrDefault();
        return new WorkEvent
        {
            ProgrammeId = report.ProgrammeId, ObligationId = report.ObligationId, Kind = kind, By = step?.By ?? (AccountId?)null, At = report.MovedAt ?? report.CreatedAt,
        };
    }
}
