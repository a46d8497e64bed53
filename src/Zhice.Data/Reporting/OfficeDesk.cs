using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Reporting;

/// <summary>What a hand-over moved.</summary>
/// <param name="Drafts">Reports on the desk.</param>
/// <param name="Duties">Duties, and standing in for others.</param>
/// <param name="Items">Open work items.</param>
public sealed record HandedOver(int Drafts, int Duties, int Items);

/// <summary>How an office works: its steps, its duties and deputies, and the hand-over when somebody leaves.</summary>
public static class OfficeDesk
{
    /// <summary>Switches the steps of an office on and off. Refusals: <c>access.denied</c>, <c>office.changed</c>.</summary>
    public static async Task<Outcome<OfficeSteps>> SetSteps(
        ZhiceDb db, Actor actor, Organisation office, bool review, bool signOff, int version, TimeProvider clock, CancellationToken cancel)
    {
        if (!AccessPolicy.MayOrganise(actor, office.Id, office.Path, office.Kind)) return new Forbidden("access.denied");
        var steps = await db.OfficeSteps.AsTracking().FirstOrDefaultAsync(s => s.OrganisationId == office.Id, cancel);
        if ((steps?.Version ?? 0) != version) return new Blocked("office.changed");
        if (steps is null) db.Add(steps = new OfficeSteps { OrganisationId = office.Id });
        else if (steps.Review == review && steps.SignOff == signOff) return steps;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        (steps.Review, steps.SignOff) = (review, signOff);
        steps.Version++;
        var released = await Release(db, office, steps, clock.GetUtcNow(), cancel);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "office.steps", $"organisation/{office.Id.Value}", new { review, signOff, released });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody moved one of the reports in the same moment.
            return new Blocked("office.changed");
        }
        await transaction.CommitAsync(cancel);
        return steps;
    }

    // What waits in a step that is no more goes on as if it had been passed over when it was handed on: the step is that person's.
    static async Task<List<long>> Release(ZhiceDb db, Organisation office, OfficeSteps steps, DateTimeOffset now, CancellationToken cancel)
    {
        var waiting = await db.Reports.AsTracking().Where(r => r.OrganisationId == office.Id
            && ((!steps.Review && r.State == ReportState.InReview) || (!steps.SignOff && r.State == ReportState.InSignOff))).OrderBy(r => r.Id).ToListAsync(cancel);
        var ids = waiting.ConvertAll(r => r.Id);
        var handed = (await db.ReportSteps.AsNoTracking().Where(s => ids.Contains(s.ReportId)).OrderBy(s => s.Id).ToListAsync(cancel)).ToLookup(s => s.ReportId);
        foreach (var report in waiting)
        {
            var by = handed[report.Id].Last();
            report.State = report.State == ReportState.InReview && steps.SignOff ? ReportState.InSignOff : ReportState.Submitted;
            report.MovedAt = now;
            report.SubmittedAt ??= report.State == ReportState.Submitted ? now : null;
            report.Version++;
            db.Add(new ReportStep { ReportId = report.Id, Revision = report.Revision, To = report.State, By = by.By, For = by.For, At = now, Reasons = "本环节已关闭，进入下一环节" });
        }
        return ids.ConvertAll(id => id.Value);
    }

    /// <summary>
    /// Gives a duty. Refusals: <c>access.denied</c>, <c>duty.account</c> (both must do business for the office), <c>duty.self</c>, <c>duty.days</c>, <c>duty.twice</c>.
    /// </summary>
    public static async Task<Outcome<OfficeDuty>> Give(ZhiceDb db, Actor actor, Organisation office, OfficeDuty duty, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(duty);
        if (!AccessPolicy.MayOrganise(actor, office.Id, office.Path, office.Kind)) return new Forbidden("access.denied");
        var people = await People(db, office.Id, cancel);
        var defects = new List<Defect>();
        if (!people.Contains(duty.AccountId)) defects.Add(new Defect("duty.account", "account"));
        if (duty.DeputyOf is { } principal && !people.Contains(principal)) defects.Add(new Defect("duty.account", "deputyOf"));
        if (duty.DeputyOf == duty.AccountId) defects.Add(new Defect("duty.self", "deputyOf"));
        if (duty.Until < duty.From) defects.Add(new Defect("duty.days", "until"));
        if (!Enum.IsDefined(duty.Step)) defects.Add(new Defect("duty.step", "step"));
        if (defects.Count > 0) return new Invalid(defects);
        if (await db.OfficeDuties.AnyAsync(d => d.OrganisationId == office.Id && d.AccountId == duty.AccountId && d.Step == duty.Step && d.DeputyOf == duty.DeputyOf
            && (d.Until == null || d.Until >= duty.From) && (duty.Until == null || d.From <= duty.Until), cancel)) return new Invalid(new Defect("duty.twice", "account"));
        db.Add(duty);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "office.duty", $"organisation/{office.Id.Value}",
            new { account = duty.AccountId.Value, step = duty.Step.ToString(), deputyOf = duty.DeputyOf?.Value, from = duty.From, until = duty.Until });
        await db.SaveChangesAsync(cancel);
        return duty;
    }

    /// <summary>Ends a duty with yesterday, or takes one back that has not begun. Refusals: <c>access.denied</c>, <c>duty.missing</c>, <c>duty.over</c>.</summary>
    public static async Task<Outcome<OfficeDuty>> End(ZhiceDb db, Actor actor, Organisation office, long id, TimeProvider clock, CancellationToken cancel)
    {
        if (!AccessPolicy.MayOrganise(actor, office.Id, office.Path, office.Kind)) return new Forbidden("access.denied");
        var duty = await db.OfficeDuties.AsTracking().FirstOrDefaultAsync(d => d.Id == id && d.OrganisationId == office.Id, cancel);
        if (duty is null) return new Missing("duty.missing");
        var yesterday = ChinaTime.Today(clock).AddDays(-1);
        if (duty.Until <= yesterday) return new Blocked("duty.over");
        duty.Until = yesterday;
        AuditLog.Append(db, actor, clock.GetUtcNow(), "office.duty-end", $"organisation/{office.Id.Value}", new { account = duty.AccountId.Value, step = duty.Step.ToString() });
        await db.SaveChangesAsync(cancel);
        return duty;
    }

    /// <summary>
    /// Moves all that a person has open at an office to another: drafts and returned reports, duties and deputies, work items. Refusals: <c>access.denied</c>,
    /// <c>duty.self</c>, <c>duty.account</c>.
    /// </summary>
    public static async Task<Outcome<HandedOver>> HandOver(ZhiceDb db, Actor actor, Organisation office, AccountId leaving, AccountId taking, TimeProvider clock, CancellationToken cancel)
    {
        if (!AccessPolicy.MayOrganise(actor, office.Id, office.Path, office.Kind)) return new Forbidden("access.denied");
        if (leaving == taking) return new Invalid(new Defect("duty.self", "to"));
        if (!(await People(db, office.Id, cancel)).Contains(taking)) return new Invalid(new Defect("duty.account", "to"));
        var today = ChinaTime.Today(clock);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var drafts = await db.Reports.AsTracking()
            .Where(r => r.OrganisationId == office.Id && r.HolderId == leaving && (r.State == ReportState.Draft || r.State == ReportState.Returned)).ToListAsync(cancel);
        // The version stays: a colleague who is writing on the draft at this moment is not disturbed.
        foreach (var draft in drafts) draft.HolderId = taking;
        var duties = await db.OfficeDuties.AsTracking()
            .Where(d => d.OrganisationId == office.Id && (d.AccountId == leaving || d.DeputyOf == leaving) && (d.Until == null || d.Until >= today)).ToListAsync(cancel);
        foreach (var duty in duties)
        {
            var (holder, principal) = (duty.AccountId == leaving ? taking : duty.AccountId, duty.DeputyOf == leaving ? taking : duty.DeputyOf);
            // Nobody stands in for themselves: such a duty just ends.
            if (holder != principal)
                db.Add(new OfficeDuty { OrganisationId = office.Id, AccountId = holder, Step = duty.Step, DeputyOf = principal, From = duty.From > today ? duty.From : today, Until = duty.Until });
            duty.Until = today.AddDays(-1);
        }
        var items = await db.WorkItems.AsTracking()
            .Where(w => w.OrganisationId == office.Id && w.PersonId == leaving && w.WithdrawnAt == null && w.Status != WorkStatus.Done && w.Status != WorkStatus.NotApplicable).ToListAsync(cancel);
        foreach (var item in items)
        {
            item.PersonId = taking;
            item.Version++;
        }
        AuditLog.Append(db, actor, clock.GetUtcNow(), "office.hand-over", $"organisation/{office.Id.Value}", new
        {
            from = leaving.Value, to = taking.Value, drafts = drafts.Select(d => d.Id.Value), duties = duties.Select(d => d.Id), items = items.Select(i => i.Id.Value),
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new HandedOver(drafts.Count, duties.Count, items.Count);
    }

    static async Task<HashSet<AccountId>> People(ZhiceDb db, OrganisationId office, CancellationToken cancel) =>
        (await db.RoleGrants.Where(g => g.OrganisationId == office && g.RevokedAt == null && AccessPolicy.BusinessRoles.Contains(g.Role))
            .Where(g => db.Accounts.Any(a => a.Id == g.AccountId && !a.Closed)).Select(g => g.AccountId).ToListAsync(cancel)).ToHashSet();
}
