using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>认定: awards and their statuses. What has been published stands; the next publication proposes the difference.</summary>
public static class AwardDesk
{
    /// <summary>Awards all who are still on the shortlist; each award is a dated status from then on.</summary>
    /// <returns>Refusals: <c>selection.missing</c>, <c>selection.changed</c>, <c>access.denied</c>, those of <see cref="CallMoves"/>.</returns>
    public static async Task<Outcome<SelectionCall>> Award(ZhiceDb db, Actor actor, CallId id, int version, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await CallDesk.Find(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!AccessPolicy.MayPublish(actor, found.OwnerPath)) return new Forbidden("access.denied");
        var (call, today, now) = (found.Call, ChinaTime.Today(clock), clock.GetUtcNow());
        if (CallMoves.Decide(found.Facts, CallMove.Award, today) is { } blocked) return blocked;
        var from = call.ValidFrom ?? today.AddDays(1);
        DateOnly? to = found.Terms.ValidMonths == 0 ? null : from.AddMonths(found.Terms.ValidMonths);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var given = new List<(SelectionAward Award, DatedStatus Status)>();
        foreach (var application in await db.SelectionApplications.AsTracking().Where(a => a.CallId == id && a.State == ApplicationState.Shortlisted).OrderBy(a => a.Rank).ThenBy(a => a.Id).ToListAsync(cancel))
        {
            application.State = ApplicationMoves.After(application.State, ApplicationMove.Award);
            application.Version++;
            db.Add(new ApplicationStep { ApplicationId = application.Id, To = application.State, By = actor.AccountId!.Value, At = now });
            given.Add((new SelectionAward { ApplicationId = application.Id, ValidFrom = from, ValidTo = to, By = actor.AccountId!.Value, At = now }, Status(call, application, from, to, now)));
        }
        db.AddRange(given.Select(g => g.Status));
        await db.SaveChangesAsync(cancel);
        foreach (var (award, status) in given) award.StatusId = status.Id;
        db.AddRange(given.Select(g => g.Award));
        call.State = CallMoves.After(call.State, CallMove.Award);
        if (!(await CallDesk.Moved(db, actor, call, "selection.award",
            new { status = call.Status, from, to, holders = given.Select(g => g.Status.Holder ?? g.Status.DivisionCode) }, clock, cancel)).Accepted(out _, out refusal)) return refusal;
        db.AddRange(given.Select(g => new AwardStatus { StatusId = g.Status.Id, AwardId = g.Award.Id }));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return call;
    }

    /// <summary>Revokes an award from a day on. The status fact that stood for it is withdrawn and, where it held before that day, stated anew with that end; so both remain readable.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The award.</param>
    /// <param name="on">First day on which it no longer holds.</param>
    /// <param name="reason">Why.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: <c>selection.award-missing</c>, <c>access.denied</c>, <c>selection.revoked</c>, <c>selection.revoke-day</c>, <c>selection.reason</c>.</returns>
    public static async Task<Outcome<SelectionAward>> Revoke(ZhiceDb db, Actor actor, long id, DateOnly? on, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await (
            from given in db.SelectionAwards.AsTracking()
            where given.Id == id
            join application in db.SelectionApplications on given.ApplicationId equals application.Id
            join call in db.SelectionCalls on application.CallId equals call.Id
            join owner in db.Organisations on call.OwnerId equals owner.Id
            join status in db.Statuses on given.StatusId equals status.Id
            select new { given, application, call, status, owner.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return await db.SelectionAwards.AnyAsync(a => a.Id == id, cancel) ? new Blocked("selection.revoked") : new Missing("selection.award-missing");
        if (!AccessPolicy.MayPublish(actor, row.Path)) return new Forbidden("access.denied");
        if (row.given.RevokedOn is not null) return new Blocked("selection.revoked");
        if (ApplicationMoves.Decide(ApplicationFacts.Of(row.call, row.application), ApplicationMove.Revoke, ChinaTime.Today(clock)) is { } blocked) return blocked;
        var defects = new List<Defect>();
        if (on is not { } day || day < row.given.ValidFrom || (row.given.ValidTo is { } end && day >= end)) defects.Add(new Defect("selection.revoke-day", "on", row.given.ValidFrom, row.given.ValidTo is { } last ? last : "–"));
        var text = ApplicationDesk.Reason(reason);
        if (text is null) defects.Add(new Defect("selection.reason", "reason", 300));
        if (defects.Count > 0) return new Invalid(defects);

        var (award, now, ends) = (row.given, clock.GetUtcNow(), on!.Value);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        row.status.WithdrawnAt = now;
        DatedStatus? ended = ends > award.ValidFrom ? Status(row.call, row.application, award.ValidFrom, ends, now) : null;
        if (ended is not null) db.Add(ended);
        await db.SaveChangesAsync(cancel);
        (award.RevokedOn, award.RevokeReason, award.RevokedBy, award.StatusId) = (ends, text, actor.AccountId, ended?.Id);
        if (ended is not null) db.Add(new AwardStatus { StatusId = ended.Id, AwardId = award.Id });
        if (!(await ApplicationDesk.Stepped(db, actor, row.application, ApplicationMove.Revoke, "selection.revoke", text, clock, cancel)).Accepted(out _, out var refusal)) return refusal;
        await transaction.CommitAsync(cancel);
        return award;
    }

    static DatedStatus Status(SelectionCall call, SelectionApplication application, DateOnly from, DateOnly? to, DateTimeOffset now) => new()
    {
        DivisionCode = application.DivisionCode, Name = call.Status, Holder = call.Holder == StatusHolder.Institution ? application.Applicant : null,
        ValidFrom = from, ValidTo = to, Source = call.Title, RecordedAt = now, Demonstration = call.Demonstration,
    };
}
