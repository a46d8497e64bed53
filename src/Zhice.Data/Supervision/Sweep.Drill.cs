using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Supervision;

/// <content>演练: shows, on one real obligation of a programme and through the same statements as the clock, that each rung still fires on its day and only once.</content>
public sealed partial class Sweep
{
    /// <summary>Drills the ladder of a programme, or of every programme that has something open. Nothing of it stays but the record.</summary>
    /// <param name="db">A context without a transaction.</param>
    /// <param name="by">Who asked; the public for the monthly one.</param>
    /// <param name="only">Only this programme; null for all.</param>
    /// <param name="clock">Now.</param>
    /// <param name="cancel">Stops between two programmes.</param>
    public static async Task<IReadOnlyList<LadderDrill>> Drill(ZhiceDb db, Actor by, ProgrammeId? only, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(clock);
        var calendar = await Calendars.Load(db, cancel);
        var open = await OpenDates.Load(db, cancel);
        var drills = new List<LadderDrill>();
        foreach (var ladder in (await Ladders.Load(db, only, cancel)).Where(l => !l.Paused && l.Rungs.Count > 0))
        {
            var dates = open.Where(o => o.ProgrammeId == ladder.ProgrammeId && o.Source is DueSource.Task or DueSource.Sentence && o.ProgrammeId == ladder.ProgrammeId)
                .OrderByDescending(o => o.Due.On).ToList();
            if (dates.Count == 0) continue;
            var drill = await On(db, by, calendar, ladder, dates, clock, cancel);
            db.Add(drill);
            AuditLog.Append(db, by, drill.At, "supervision.drill", $"programme/{ladder.ProgrammeId.Value}",
                new { obligation = drill.ObligationId?.Value, drill.Expected, drill.Fired, drill.Again, outcome = drill.Outcome.ToString() });
            await db.SaveChangesAsync(cancel);
            drills.Add(drill);
        }
        return drills;
    }

    /// <summary>True when this month, in China, has seen no drill that nobody asked for.</summary>
    public static async Task<bool> DrillWaits(ZhiceDb db, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var today = ChinaTime.Today(clock);
        var month = new DateTimeOffset(new DateOnly(today.Year, today.Month, 1).ToDateTime(TimeOnly.MinValue), ChinaTime.Offset);
        return !await db.LadderDrills.AnyAsync(d => d.By == null && d.At >= month, cancel);
    }

    // The newest due day whose rungs the calendar knows, and an obligation on it with rungs ahead.
    static async Task<LadderDrill> On(
        ZhiceDb db, Actor by, WorkCalendar calendar, LadderInUse ladder, IReadOnlyList<OpenDate> dates, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var unknown = false;
        foreach (var date in dates)
        {
            var days = DueRules.Project(calendar, date.Due.On, date.Due.YearEnd).Accepted(out var due, out _)
                ? Ladder.Plan(calendar, ladder.Rungs, due.Effective) : [];
            if (days.Count == 0 || days.Any(d => d.On is null))
            {
                unknown = true;
                continue;
            }
            var planned = days.Where(d => d.On >= ladder.ActiveFrom).ToList();
            if (planned.Count == 0) continue;
            var rungs = planned.ConvertAll(p => new DueRung(date, due!.Effective, p.Rung, p.On!.Value));
            if (await new Claim(db, date.Source, rungs, now).First(cancel) is not { } key) continue;
            var obligation = new ObligationId(key);

            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var done = await db.Firings.CountAsync(f => f.Subject == ClockSubject.Obligation && f.SubjectId == key && f.DueOn == date.Due.On, cancel);
            var (fired, again, late) = (0, 0, 0);
            foreach (var day in planned.Select(p => p.On!.Value).Distinct().Order())
            {
                var claim = new Claim(db, date.Source, [.. DueList.Of(calendar, [ladder], [date], day).Rungs], now);
                var turn = (await claim.Take(key, key + 1, Lock, cancel)).Fired;
                again += (await claim.Take(key, key + 1, Lock, cancel)).Fired;
                late += Math.Max(0, turn - planned.Count(p => p.On == day));
                fired += turn;
            }
            await transaction.RollbackAsync(cancel);
            db.ChangeTracker.Clear();
            var expected = planned.Count - done;
            return new LadderDrill
            {
                ProgrammeId = ladder.ProgrammeId, At = now, By = by.AccountId, ObligationId = obligation, Expected = expected, Fired = fired, Again = again,
                Outcome = fired == expected && again == 0 && (late == 0 || done > 0) ? DrillOutcome.Passed : DrillOutcome.Failed,
            };
        }
        return new LadderDrill { ProgrammeId = ladder.ProgrammeId, At = now, By = by.AccountId, Outcome = unknown ? DrillOutcome.CalendarUnknown : DrillOutcome.Nothing };
    }
}
