using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Working;

/// <summary>What an office and its superior do with one obligation: status, choice, extension. Each is one transaction with its audit entry and its event.</summary>
public static class ObligationWork
{
    /// <summary>The office sets the status and the blocker. Refusals: <c>obligation.missing</c>, <c>work.forbidden</c>, <c>work.changed</c>, those of <see cref="WorkChanges.ByOffice"/>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The obligation.</param>
    /// <param name="status">The new status.</param>
    /// <param name="reason">Why it does not apply.</param>
    /// <param name="blocker">What stands in the way.</param>
    /// <param name="version">The version that the person saw; 0 where there was none.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public static async Task<Outcome<ObligationState>> ChangeStatus(
        ZhiceDb db, Actor actor, ObligationId id, WorkStatus status, string? reason, string? blocker, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        if (!(await Load(db, actor, id, version, cancel)).Accepted(out var work, out var refusal)) return refusal;
        if (!AccessPolicy.MayWork(actor, work.Organisation.Path)) return new Forbidden("work.forbidden");
        var before = work.State.Status;
        if (!WorkChanges.ByOffice(work.State, work.Obligation.Level, status, reason, blocker).Accepted(out var state, out refusal)) return refusal;
        return await Save(db, actor, work, clock, "obligation.status", WorkEventKind.Status, state.Status.ToString(),
            new { from = before.ToString(), to = state.Status.ToString(), reason = state.NotApplicableReason, blocker = state.Blocker }, cancel);
    }

    /// <summary>选做 is taken on, declined, or the choice is taken back. Refusals: <c>obligation.missing</c>, <c>work.forbidden</c>, <c>work.changed</c>, those of <see cref="WorkChanges.Choose"/>.</summary>
    public static async Task<Outcome<ObligationState>> Choose(
        ZhiceDb db, Actor actor, ObligationId id, OptChoice choice, string? reason, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Load(db, actor, id, version, cancel)).Accepted(out var work, out var refusal)) return refusal;
        if (!AccessPolicy.MayWork(actor, work.Organisation.Path)) return new Forbidden("work.forbidden");
        var now = clock.GetUtcNow();
        var (last, today) = (WorkChanges.LastChoice(work.Rules, work.Year), ChinaTime.DayOf(now));
        var before = work.State.Choice;
        if (!WorkChanges.Choose(work.State, work.Obligation.Level, choice, reason, last, today, now).Accepted(out var state, out refusal)) return refusal;
        return await Save(db, actor, work, clock, "obligation.choose", WorkEventKind.Choice, state.Choice.ToString(),
            new { from = before.ToString(), to = state.Choice.ToString(), reason = state.ChoiceReason }, cancel);
    }

    /// <summary>The superior, or the lead department of the task, moves the due day on; the document's day stays. Refusals: <c>obligation.missing</c>, <c>extend.forbidden</c>, <c>work.changed</c>, those of <see cref="WorkChanges.Extend"/>.</summary>
    public static async Task<Outcome<ObligationState>> Extend(
        ZhiceDb db, Actor actor, ObligationId id, DateOnly? to, string? reason, int version, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Load(db, actor, id, version, cancel)).Accepted(out var work, out var refusal)) return refusal;
        var task = work.Obligation.TaskId;
        if (!AccessPolicy.MayExtend(actor, work.Organisation.Path, await db.LedTasks(actor).AnyAsync(t => t == task, cancel)) || actor.AccountId is not { } by) return new Forbidden("extend.forbidden");
        var from = work.On;
        if (!WorkChanges.Extend(work.State, DueDays.Day(work.Due, work.Year), to, reason).Accepted(out var state, out refusal)) return refusal;
        db.DueExtensions.Add(new DueExtension { ObligationId = id, From = from, To = state.ExtendedTo!.Value, Reason = reason!.Trim(), By = by, At = clock.GetUtcNow() });
        Outbox.Append(db, clock.GetUtcNow(), "obligation.extended", $"obligation/{id.Value}", work.Organisation.Id, new { from, to = state.ExtendedTo });
        return await Save(db, actor, work, clock, "obligation.extend", WorkEventKind.Extended, Day(state.ExtendedTo.Value),
            new { from = from is { } day ? Day(day) : null, to = Day(state.ExtendedTo.Value), reason = reason.Trim() }, cancel);
    }

    /// <summary>An obligation as its office works on it.</summary>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Organisation">Who owes it.</param>
    /// <param name="Year">The programme's year.</param>
    /// <param name="State">Its state, tracked; new where nothing was done yet.</param>
    /// <param name="IsNew">True where the state has no row yet.</param>
    /// <param name="Rules">The programme's rules; null where none are set.</param>
    /// <param name="Due">The document's due time.</param>
    internal sealed record AtWork(Obligation Obligation, Organisation Organisation, int Year, ObligationState State, bool IsNew, WorkingRules? Rules, DueTime Due)
    {
        /// <summary>The due day in force.</summary>
        public DateOnly? On => State.ExtendedTo ?? DueDays.Day(Due, Year);
    }

    /// <summary>Loads a standing obligation that the actor may see the work of.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The obligation.</param>
    /// <param name="version">The version of the state that the person saw; null where it does not matter.</param>
    /// <param name="cancel">Stops it.</param>
    internal static async Task<Outcome<AtWork>> Load(ZhiceDb db, Actor actor, ObligationId id, int? version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        var visible = db.VisibleWork(actor);
        var given = db.GivenItems(actor);
        var row = await (
            from obligation in db.Obligations
            where obligation.Id == id && (visible.Any(o => o.Id == obligation.Id) || given.Any(i => i.ObligationId == obligation.Id))
            join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            from rules in db.WorkingRules.Where(r => r.ProgrammeId == programme.Id).DefaultIfEmpty()
            select new { Obligation = obligation, Organisation = organisation, task.Due, programme.Year, Rules = rules }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("obligation.missing");
        if (row.Obligation.WithdrawnBy is not null) return new Blocked("obligation.withdrawn");
        var stored = await db.ObligationStates.AsTracking().FirstOrDefaultAsync(s => s.ObligationId == id, cancel);
        if (version is { } seen && (stored?.Version ?? 0) != seen) return new Blocked("work.changed");
        var sentences = await LightReader.Sentences(db, [(row.Obligation.MeasureId, row.Due)], cancel);
        return new AtWork(row.Obligation, row.Organisation, row.Year, stored ?? ObligationState.Untouched(id, row.Obligation.ProgrammeId), stored is null, row.Rules,
            DueDays.Of(row.Due, sentences[row.Obligation.MeasureId]));
    }

    static async Task<Outcome<ObligationState>> Save(
        ZhiceDb db, Actor actor, AtWork work, TimeProvider clock, string action, WorkEventKind kind, string about, object details, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (work.IsNew) db.ObligationStates.Add(work.State);
        db.WorkEvents.Add(new WorkEvent { ProgrammeId = work.Obligation.ProgrammeId, ObligationId = work.Obligation.Id, At = now, By = actor.AccountId, Kind = kind, About = about });
        AuditLog.Append(db, actor, now, action, string.Create(CultureInfo.InvariantCulture, $"obligation/{work.Obligation.Id.Value}"), details);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Somebody else saved between our reading and our writing: the row is there with another version, or was made meanwhile.
            db.ChangeTracker.Clear();
            var (id, seen) = (work.Obligation.Id, work.State.Version - 1);
            if (await db.ObligationStates.AnyAsync(s => s.ObligationId == id && s.Version != seen, cancel)) return new Blocked("work.changed");
            throw;
        }
        return work.State;
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
