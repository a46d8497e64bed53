using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>Where the work on an obligation stands, as a list shows it.</summary>
/// <param name="Obligation">The obligation.</param>
/// <param name="State">The row; <see cref="ObligationState.Untouched"/> where there is none.</param>
/// <param name="Due">The document's due time.</param>
/// <param name="On">The due day in force, as written or as extended; null where the words name none.</param>
/// <param name="Reading">The light.</param>
public sealed record WorkReading(Obligation Obligation, ObligationState State, DueTime Due, DateOnly? On, LightReading Reading)
{
    /// <summary>The last day in time, which the light counts to: <see cref="On"/>, moved on where it is a rest day; null where there is no day.</summary>
    public DateOnly? Last => Reading.Facts.Due;
}

/// <summary>Reads lights for lists: three commands for any number of obligations.</summary>
public static class LightReader
{
    /// <summary>The lights of those of the obligations whose work the actor may see; the others are left out. The caller bounds the number.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">The reader.</param>
    /// <param name="obligations">Which.</param>
    /// <param name="today">Today in China.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="known">The calendar in force where the caller has it; else it is loaded.</param>
    public static async Task<IReadOnlyDictionary<ObligationId, WorkReading>> Of(
        ZhiceDb db, Actor actor, IQueryable<Obligation> obligations, DateOnly today, CancellationToken cancel, WorkCalendar? known = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!AccessPolicy.IsInside(actor)) return new Dictionary<ObligationId, WorkReading>();
        var visible = db.VisibleWork(actor);
        var rows = await (
            from obligation in obligations
            where visible.Any(o => o.Id == obligation.Id)
            join task in db.Tasks on obligation.TaskId equals task.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            join publication in db.Publications on obligation.PublicationId equals publication.Id
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            from rules in db.WorkingRules.Where(r => r.ProgrammeId == obligation.ProgrammeId).DefaultIfEmpty()
            select new { Obligation = obligation, task.Due, publication.At, programme.Year, State = state, Rules = rules }).AsNoTracking().ToListAsync(cancel);
        if (rows.Count == 0) return new Dictionary<ObligationId, WorkReading>();
        var calendar = known ?? await Calendars.Load(db, cancel);
        var sentences = await Sentences(db, rows.Select(r => (r.Obligation.MeasureId, r.Due)), cancel);
        return rows.ToDictionary(r => r.Obligation.Id, r => Read(r.Obligation, r.State, DueDays.Of(r.Due, sentences[r.Obligation.MeasureId]), r.Rules, r.Year, r.At, calendar, today));
    }

    /// <summary>Due times that sentences state, of those measures whose task states none; no command where every task does.</summary>
    public static async Task<ILookup<MeasureId, DueTime>> Sentences(ZhiceDb db, IEnumerable<(MeasureId Measure, DueTime OfTask)> measures, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var silent = measures.Where(m => m.OfTask.Kind == DueDays.NoneKind).Select(m => m.Measure).Distinct().ToList();
        if (silent.Count == 0) return Enumerable.Empty<DueTime>().ToLookup(_ => default(MeasureId));
        var rows = await db.Commitments.Where(c => silent.Contains(c.MeasureId) && c.WithdrawnBy == null && c.Due.Kind != DueDays.NoneKind)
            .OrderBy(c => c.Ordinal).Select(c => new { c.MeasureId, c.Due }).AsNoTracking().ToListAsync(cancel);
        return rows.ToLookup(r => r.MeasureId, r => r.Due);
    }

    /// <summary>The reading of one obligation from its parts.</summary>
    /// <param name="obligation">The obligation.</param>
    /// <param name="state">Its state; null where it is untouched.</param>
    /// <param name="due">The document's due time.</param>
    /// <param name="rules">The programme's rules; null for those that hold where none are set.</param>
    /// <param name="year">The programme's year.</param>
    /// <param name="published">When the publication that made it was.</param>
    /// <param name="calendar">The calendar in force.</param>
    /// <param name="today">Today in China.</param>
    public static WorkReading Read(
        Obligation obligation, ObligationState? state, DueTime due, WorkingRules? rules, int year, DateTimeOffset published, WorkCalendar calendar, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        ArgumentNullException.ThrowIfNull(due);
        state ??= ObligationState.Untouched(obligation.Id, obligation.ProgrammeId);
        var inForce = rules ?? new WorkingRules { ProgrammeId = obligation.ProgrammeId };
        var on = ObligationDue.Of(due, year, state.ExtendedTo);
        var falls = on?.Falls(calendar);
        var facts = new LightFacts(state.Status, obligation.Level, state.Choice, falls?.Effective ?? on?.On, DueDays.AsksStage(due), state.ReportedOn,
            ChinaTime.DayOf(published), today, inForce.WarnDays, inForce.SilentDays) { Falls = falls };
        return new WorkReading(obligation, state, due, on?.On, Lights.Of(facts));
    }
}
