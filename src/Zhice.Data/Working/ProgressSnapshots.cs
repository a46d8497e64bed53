using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Supervision;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>A task in a region: a province, or in a programme of a province one of its cities.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Province">First digits of the division code (<see cref="RegionColumns"/>).</param>
public readonly record struct TaskInProvince(TaskId TaskId, string Province);

/// <summary>The work on one task in one province.</summary>
/// <param name="Own">Obligations of the province's own office.</param>
/// <param name="Below">Those of its cities and counties.</param>
public readonly record struct ProvinceWork(LightTally Own, LightTally Below);

/// <summary>The lights of a whole programme, counted. It holds for everyone: what a reader may not see must be taken out by the caller.</summary>
public sealed record ProgressSnapshot(FrozenDictionary<TaskInProvince, ProvinceWork> Cells, FrozenDictionary<TaskId, LightTally> Departments);

/// <summary>Keeps the lights of programmes in memory, right at once after a change, on every node alike.</summary>
/// <remarks>
/// 200,000 obligations are read once for each publication. After that one command compares the programme's stamp, and a second fetches the states that
/// changed since; counting anew is a pass over an array. Obligations take about fifty bytes each.
/// </remarks>
public sealed class ProgressSnapshots
{
    readonly ConcurrentDictionary<ProgrammeId, Kept> kept = new();

    /// <summary>The lights of today.</summary>
    public async Task<ProgressSnapshot> Of(ZhiceDb db, ProgrammeId programme, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var now = await Now(db, programme, cancel);
        var own = kept.GetOrAdd(programme, _ => new Kept());
        if (own.Shown is { } shown && shown.Stamp == now && shown.Today == today) return shown.Snapshot;
        await own.Gate.WaitAsync(cancel);
        try
        {
            if (own.Structure != now.Structure)
            {
                own.Calendar = await Calendars.Load(db, cancel);
                await Read(db, programme, own, RegionColumns.Of(now.Structure.OwnerKind, now.Structure.OwnerLevel), cancel);
                (own.Structure, own.Seen) = (now.Structure, -1);
            }
            if (own.Seen < now.Changes || now.Changes == 0) await Update(db, programme, own, cancel);
            // A save that went past the store's count leaves no number; it is found with the next publication or restart.
            own.Seen = Math.Max(own.Seen, now.Changes);
            var rules = new WorkingRules { ProgrammeId = programme, WarnDays = now.WarnDays, SilentDays = now.SilentDays };
            var snapshot = Count(own, rules, today);
            own.Shown = new Shown(now, today, snapshot);
            return snapshot;
        }
        finally
        {
            own.Gate.Release();
        }
    }

    static async Task<Stamp> Now(ZhiceDb db, ProgrammeId id, CancellationToken cancel)
    {
        var rules = new WorkingRules();
        return await db.Programmes.Where(p => p.Id == id).Select(p => new Stamp(
            new Structure(p.Version, db.Publications.Where(u => u.ProgrammeId == id).Max(u => (PublicationId?)u.Id),
                db.Decisions.Where(d => d.ProgrammeId == id).Sum(d => d.Version), db.Obligations.Max(o => (ObligationId?)o.Id),
                db.CalendarEditions.Max(e => (long?)e.Id),
                db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Kind).First(), db.Organisations.Where(o => o.Id == p.OwnerId).Select(o => o.Level).First()),
            db.WorkCounters.Where(c => c.ProgrammeId == id).Select(c => c.Changes).FirstOrDefault(),
            db.WorkingRules.Where(r => r.ProgrammeId == id).Select(r => (int?)r.WarnDays).FirstOrDefault() ?? rules.WarnDays,
            db.WorkingRules.Where(r => r.ProgrammeId == id).Select(r => (int?)r.SilentDays).FirstOrDefault() ?? rules.SilentDays)).FirstAsync(cancel);
    }

    static async Task Read(ZhiceDb db, ProgrammeId id, Kept own, RegionColumns columns, CancellationToken cancel)
    {
        var dues = await (
            from measure in db.Measures
            join task in db.Tasks on measure.TaskId equals task.Id
            join programme in db.Programmes on task.ProgrammeId equals programme.Id
            where task.ProgrammeId == id
            select new { measure.Id, task.Due, programme.Year }).AsNoTracking().ToListAsync(cancel);
        var sentences = await LightReader.Sentences(db, dues.Select(d => (d.Id, d.Due)), cancel);
        var byMeasure = dues.ToDictionary(d => d.Id, d => DueDays.Of(d.Due, sentences[d.Id]) is var due
            ? (Day: Last(own.Calendar, ObligationDue.Of(due, d.Year, null)), Stage: DueDays.AsksStage(due)) : default);
        var published = await db.Publications.Where(p => p.ProgrammeId == id).ToDictionaryAsync(p => p.Id, p => ChinaTime.DayOf(p.At), cancel);
        var provinces = new Dictionary<string, string>(StringComparer.Ordinal);
        var owed = new List<Owed>();
        await foreach (var row in (
            from obligation in db.Obligations
            where obligation.ProgrammeId == id && obligation.WithdrawnBy == null
            join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
            orderby obligation.Id
            select new { obligation.Id, obligation.TaskId, obligation.MeasureId, obligation.PublicationId, obligation.Level, organisation.DivisionCode, Office = organisation.Level })
            .AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
        {
            var (due, stage) = byMeasure.GetValueOrDefault(row.MeasureId);
            string? province = null;
            // One string for each province, not for each of 200,000 rows.
            if (row.DivisionCode is { Length: > 2 } code && !provinces.TryGetValue(columns.Key(code), out province)) provinces[columns.Key(code)] = province = columns.Key(code);
            owed.Add(new Owed(row.Id.Value, row.TaskId, province, columns.IsOwn(row.Office), row.Level, due, stage, published.GetValueOrDefault(row.PublicationId)));
        }
        own.Owed = [.. owed];
        own.Ids = [.. owed.Select(o => o.Id)];
        own.States = new State[owed.Count];
    }

    static async Task Update(ZhiceDb db, ProgrammeId id, Kept own, CancellationToken cancel)
    {
        var seen = own.Seen;
        var changed = db.ObligationStates.Where(s => s.ProgrammeId == id);
        if (seen >= 0) changed = changed.Where(s => s.Changed > seen);
        await foreach (var row in changed.Select(s => new { s.ObligationId, s.Status, s.Choice, s.ExtendedTo, s.ReportedOn, s.Changed }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (Array.BinarySearch(own.Ids, row.ObligationId.Value) is >= 0 and var at) own.States[at] = new State(row.Status, row.Choice, row.ExtendedTo, row.ReportedOn);
            own.Seen = Math.Max(own.Seen, row.Changed ?? 0);
        }
    }

    static ProgressSnapshot Count(Kept own, WorkingRules rules, DateOnly today)
    {
        var cells = new Dictionary<TaskInProvince, ProvinceWork>();
        var departments = new Dictionary<TaskId, LightTally>();
        for (var i = 0; i < own.Owed.Length; i++)
        {
            var (owed, state) = (own.Owed[i], own.States[i]);
            var light = Lights.Of(new LightFacts(state.Status, owed.Level, state.Choice, state.ExtendedTo is null ? owed.Due : Last(own.Calendar, new ObligationDue(state.ExtendedTo.Value, YearEnd: false)), owed.Stage, state.ReportedOn, owed.Since, today, rules.WarnDays, rules.SilentDays)).Light;
            if (owed.Province is { } province)
            {
                ref var cell = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(cells, new TaskInProvince(owed.TaskId, province), out _);
                cell = owed.Own ? cell with { Own = cell.Own.With(light) } : cell with { Below = cell.Below.With(light) };
            }
            else
            {
                ref var tally = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(departments, owed.TaskId, out _);
                tally = tally.With(light);
            }
        }
        return new ProgressSnapshot(cells.ToFrozenDictionary(), departments.ToFrozenDictionary());
    }

    static DateOnly? Last(WorkCalendar calendar, ObligationDue? due) => due?.Falls(calendar)?.Effective ?? due?.On;

    // What only a publication, a decision or another calendar changes.
    readonly record struct Structure(int Version, PublicationId? LastPublication, int Decisions, ObligationId? LastObligation, long? Calendar, OrganisationKind OwnerKind, DivisionLevel? OwnerLevel);

    readonly record struct Stamp(Structure Structure, long Changes, int WarnDays, int SilentDays);

    readonly record struct Owed(long Id, TaskId TaskId, string? Province, bool Own, ObligationLevel Level, DateOnly? Due, bool Stage, DateOnly Since);

    readonly record struct State(WorkStatus Status, OptChoice Choice, DateOnly? ExtendedTo, DateOnly? ReportedOn);

    sealed record Shown(Stamp Stamp, DateOnly Today, ProgressSnapshot Snapshot);

    sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public Structure? Structure { get; set; }
        public long Seen { get; set; } = -1;
        public Owed[] Owed { get; set; } = [];
        public long[] Ids { get; set; } = [];
        public State[] States { get; set; } = [];
        public WorkCalendar Calendar { get; set; } = new([]);
        public volatile Shown? Shown;
    }
}
