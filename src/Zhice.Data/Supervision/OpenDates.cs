using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Supervision;

/// <summary>Where a clock's due day comes from, which decides how its rows are found.</summary>
public enum DueSource
{
    /// <summary>完成时间 of the task.</summary>
    Task,
    /// <summary>The sentences of the measure, where the task states none.</summary>
    Sentence,
    /// <summary>An extension.</summary>
    Extension,
    /// <summary>The due day of a work item.</summary>
    WorkItem,
}

/// <summary>A due day that something open has.</summary>
/// <param name="ProgrammeId">The programme.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Kind">Kind of the task's due time; empty for the other sources.</param>
/// <param name="Written">The day in the task's row; null where it stores none.</param>
/// <param name="Due">The due day.</param>
/// <param name="Open">Obligations or work items that are open and due then.</param>
/// <param name="MeasureId">The measure, where its sentences say it.</param>
public sealed record OpenDate(ProgrammeId ProgrammeId, DueSource Source, string Kind, DateOnly? Written, ObligationDue Due, int Open, MeasureId? MeasureId = null);

/// <summary>The due days of all that is open, grouped: a few hundred rows for a country.</summary>
public static class OpenDates
{
    /// <summary>
    /// When an obligation is open, for SQL over o (prog_obligation), t (prog_task) and s (work_state, left-joined): it stands, it is owed (选做 only when
    /// taken on), it is neither done nor not applicable, and “年内有阶段性成果” has not reached its stage. The same rule as <see cref="IsOpen(Obligation, DueTime, ObligationState?)"/>.
    /// </summary>
    internal const string OpenObligation =
        "o.withdrawn_by IS NULL AND t.withdrawn_by IS NULL AND (o.level <> 2 OR s.choice = 1) AND coalesce(s.status, 0) NOT IN (3, 4) " +
        "AND NOT (coalesce(s.status, 0) = 2 AND t.due_kind = 'stage-result-within-year')";

    /// <summary>When a work item is open, for SQL over i (work_item).</summary>
    internal const string OpenItem = "i.withdrawn_at IS NULL AND i.status NOT IN (3, 4)";

    /// <summary>True when an obligation is open.</summary>
    public static bool IsOpen(Obligation obligation, DueTime due, ObligationState? state)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        return obligation.WithdrawnBy is null && IsOpen(obligation.Level, due, state?.Status, state?.Choice);
    }

    /// <summary>The same from the facts alone, of an obligation that stands; null where it has not been touched.</summary>
    public static bool IsOpen(ObligationLevel level, DueTime due, WorkStatus? status, OptChoice? choice)
    {
        ArgumentNullException.ThrowIfNull(due);
        return (level != ObligationLevel.Optional || choice == OptChoice.TakenOn)
            && status is not (WorkStatus.Done or WorkStatus.NotApplicable)
            && !(status == WorkStatus.StageReached && due.Kind == "stage-result-within-year");
    }

    /// <summary>The due time in force of one obligation's words, its sentences read where the task states none.</summary>
    public static async Task<DueTime> WordsOf(ZhiceDb db, DueTime task, MeasureId measure, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(task);
        if (task.Kind != DueDays.NoneKind) return task;
        return DueDays.Of(task, await db.Commitments.AsNoTracking().Where(c => c.MeasureId == measure && c.WithdrawnBy == null && c.Due.Kind != DueDays.NoneKind)
            .OrderBy(c => c.Ordinal).Select(c => c.Due).ToListAsync(cancel));
    }

    /// <summary>All of them. Four commands, one more where sentences have due times of their own.</summary>
    public static async Task<IReadOnlyList<OpenDate>> Load(ZhiceDb db, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var tasks = await db.Database.SqlQueryRaw<TaskDate>($"""
            SELECT o.programme_id AS "ProgrammeId", p.year AS "Year", t.due_kind AS "Kind", t.due_on AS "Day", count(*) AS "Open"
            FROM prog_obligation o JOIN prog_task t ON t.id = o.task_id JOIN prog_programme p ON p.id = o.programme_id
            LEFT JOIN work_state s ON s.obligation_id = o.id
            WHERE {OpenObligation} AND s.extended_to IS NULL AND t.due_kind IN ('by-year-end', 'stage-result-within-year', 'by-date')
            GROUP BY o.programme_id, p.year, t.due_kind, t.due_on
            """).ToListAsync(cancel);
        var sentences = await Sentences(db, cancel);
        var extended = await db.Database.SqlQueryRaw<OtherDate>($"""
            SELECT o.programme_id AS "ProgrammeId", s.extended_to AS "Day", count(*) AS "Open"
            FROM work_state s JOIN prog_obligation o ON o.id = s.obligation_id JOIN prog_task t ON t.id = o.task_id
            WHERE s.extended_to IS NOT NULL AND {OpenObligation}
            GROUP BY o.programme_id, s.extended_to
            """).ToListAsync(cancel);
        var items = await db.Database.SqlQueryRaw<OtherDate>($"""
            SELECT o.programme_id AS "ProgrammeId", i.due AS "Day", count(*) AS "Open"
            FROM work_item i JOIN prog_obligation o ON o.id = i.obligation_id
            WHERE i.due IS NOT NULL AND {OpenItem} AND o.withdrawn_by IS NULL
            GROUP BY o.programme_id, i.due
            """).ToListAsync(cancel);
        return
        [
            .. from task in tasks
               let due = ObligationDue.Of(new DueTime(task.Kind, task.Day, null), task.Year, null)
               where due is not null
               select new OpenDate(new(task.ProgrammeId), DueSource.Task, task.Kind, task.Day, due, task.Open),
            .. sentences,
            .. extended.Select(e => new OpenDate(new(e.ProgrammeId), DueSource.Extension, "", null, new ObligationDue(e.Day, false), e.Open)),
            .. items.Select(i => new OpenDate(new(i.ProgrammeId), DueSource.WorkItem, "", null, new ObligationDue(i.Day, false), i.Open)),
        ];
    }

    // A measure whose task states no due time has that of its sentences (DueDays.Of).
    static async Task<IReadOnlyList<OpenDate>> Sentences(ZhiceDb db, CancellationToken cancel)
    {
        var rows = await (
            from commitment in db.Commitments.AsNoTracking()
            where commitment.WithdrawnBy == null && commitment.Due.Kind != DueDays.NoneKind
            join task in db.Tasks on commitment.TaskId equals task.Id
            where task.WithdrawnBy == null && task.Due.Kind == DueDays.NoneKind
            join programme in db.Programmes on task.ProgrammeId equals programme.Id
            orderby commitment.MeasureId, commitment.Ordinal
            select new { commitment.MeasureId, commitment.Due, task.ProgrammeId, programme.Year, Task = task.Due }).ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var open = (await db.Database.SqlQueryRaw<MeasureOpen>($"""
            SELECT o.measure_id AS "MeasureId", count(*) AS "Open", sum(CASE WHEN coalesce(s.status, 0) = 2 THEN 1 ELSE 0 END) AS "Staged"
            FROM prog_obligation o JOIN prog_task t ON t.id = o.task_id LEFT JOIN work_state s ON s.obligation_id = o.id
            WHERE t.due_kind = 'none' AND {OpenObligation} AND s.extended_to IS NULL
            GROUP BY o.measure_id
            """).ToListAsync(cancel)).ToDictionary(m => m.MeasureId);
        return
        [
            .. from measure in rows.GroupBy(r => (r.MeasureId, r.ProgrammeId, r.Year, r.Task))
               let words = DueDays.Of(measure.Key.Task, measure.Select(r => r.Due))
               let due = ObligationDue.Of(words, measure.Key.Year, null)
               let count = open.GetValueOrDefault(measure.Key.MeasureId.Value)
               where due is not null && count is not null
               let left = DueDays.AsksStage(words) ? count.Open - count.Staged : count.Open
               where left > 0
               select new OpenDate(measure.Key.ProgrammeId, DueSource.Sentence, words.Kind, null, due, (int)left, measure.Key.MeasureId),
        ];
    }

    sealed record MeasureOpen(long MeasureId, long Open, long Staged);

    sealed record TaskDate(long ProgrammeId, int Year, string Kind, DateOnly? Day, int Open);

    sealed record OtherDate(long ProgrammeId, DateOnly Day, int Open);
}
