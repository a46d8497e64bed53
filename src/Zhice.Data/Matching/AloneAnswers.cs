using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Matching;

/// <summary>新增、不再提出: takes down that nothing in another year is a commitment's counterpart, and takes it back. Who may trace a lineage may say so.</summary>
public static class AloneAnswers
{
    /// <summary>
    /// Says that a commitment is new against an earlier year, or was dropped in a later one. Refusals: <c>lineage.missing</c>, <c>access.denied</c>,
    /// <c>lineage.year</c> (the office has no visible document of that year, or it is the commitment's own), <c>match.reason</c>, <c>lineage.has-counterpart</c>, <c>match.decided</c>.
    /// </summary>
    public static async Task<Outcome<AloneDecision>> Confirm(
        ZhiceDb db, Actor actor, CommitmentId id, int year, string reason, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (await Find(db, actor, id, cancel) is not { } found) return new Missing("lineage.missing");
        if (!found.MayTrace(actor)) return new Forbidden("access.denied");
        if (year == found.Year || !await db.VisibleTasks(actor).AnyAsync(t => t.WithdrawnBy == null
            && db.Programmes.Any(p => p.Id == t.ProgrammeId && p.Year == year) && db.Documents.Any(d => d.Id == t.DocumentId && d.OwnerId == found.Owner), cancel))
            return new Invalid(new Defect("lineage.year", "year"));
        if (MatchDecision.WrongReason(reason, needed: false) is { } defect) return new Invalid(defect);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Counterparts(db, id, year).AnyAsync(cancel)) return new Blocked("lineage.has-counterpart");
        if (await db.AloneDecisions.AnyAsync(d => d.CommitmentId == id && d.Year == year && d.RevokedAt == null, cancel)) return new Blocked("match.decided");
        var decision = new AloneDecision { CommitmentId = id, Year = year, Reason = reason.Trim(), By = actor.AccountId ?? default, At = clock.GetUtcNow() };
        db.Add(decision);
        AuditLog.Append(db, actor, decision.At, "lineage.alone", $"commitment/{id.Value}", new { year, verdict = Verdicts.Alone(found.Year, year).ToString(), reason = decision.Reason });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            return new Blocked("match.decided"); // two people in the same moment: the store keeps the first
        }
        await transaction.CommitAsync(cancel);
        return decision;
    }

    /// <summary>Takes it back; it stays readable. Refusals: <c>match.missing</c>, <c>access.denied</c>, <c>match.reason</c>, <c>match.revoked</c>.</summary>
    public static async Task<Outcome<AloneDecision>> Revoke(ZhiceDb db, Actor actor, AloneDecisionId id, string reason, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        var decision = await db.AloneDecisions.AsTracking().FirstOrDefaultAsync(d => d.Id == id, cancel);
        if (decision is null || await Find(db, actor, decision.CommitmentId, cancel) is not { } found) return new Missing("match.missing");
        if (!found.MayTrace(actor)) return new Forbidden("access.denied");
        if (MatchDecision.WrongReason(reason, needed: true) is { } defect) return new Invalid(defect);
        if (decision.RevokedAt is not null) return new Blocked("match.revoked");
        (decision.RevokedBy, decision.RevokedAt, decision.RevokeReason) = (actor.AccountId, clock.GetUtcNow(), reason.Trim());
        AuditLog.Append(db, actor, decision.RevokedAt.Value, "lineage.alone-revoke", $"commitment/{decision.CommitmentId.Value}", new { decision.Year, reason = decision.RevokeReason });
        await db.SaveChangesAsync(cancel);
        return decision;
    }

    /// <summary>True where one of two commitments was said to have no counterpart in the year of the other: that answer is taken back first.</summary>
    internal static Task<bool> Denies(ZhiceDb db, (CommitmentId Id, int Year) one, (CommitmentId Id, int Year) other, CancellationToken cancel) =>
        db.AloneDecisions.AnyAsync(d => d.RevokedAt == null && ((d.CommitmentId == one.Id && d.Year == other.Year) || (d.CommitmentId == other.Id && d.Year == one.Year)), cancel);

    static IQueryable<MatchDecision> Counterparts(ZhiceDb db, CommitmentId id, int year) =>
        db.MatchDecisions.Where(d => d.Kind == MatchKind.Lineage && d.RevokedAt == null && d.Answer != MatchAnswer.Refused && (d.CommitmentId == id || d.OtherId == id)
            && db.Commitments.Any(c => c.Id != id && (c.Id == d.CommitmentId || c.Id == d.OtherId)
                && db.Tasks.Any(t => t.Id == c.TaskId && db.Programmes.Any(p => p.Id == t.ProgrammeId && p.Year == year))));

    static async Task<Standing?> Find(ZhiceDb db, Actor actor, CommitmentId id, CancellationToken cancel)
    {
        var assigned = db.AssignedTasks(actor);
        return await (
            from commitment in db.Commitments
            where commitment.Id == id && commitment.WithdrawnBy == null
            join task in db.VisibleTasks(actor) on commitment.TaskId equals task.Id
            join programme in db.Programmes on task.ProgrammeId equals programme.Id
            join document in db.Documents on task.DocumentId equals document.Id
            join owner in db.Organisations on document.OwnerId equals owner.Id
            select new Standing(programme.Year, owner.Id, owner.Path, assigned.Contains(task.Id))).FirstOrDefaultAsync(cancel);
    }

    sealed record Standing(int Year, OrganisationId Owner, string OwnerPath, bool Assigned)
    {
        public bool MayTrace(Actor actor) => AccessPolicy.MayTrace(actor, OwnerPath, Assigned);
    }
}
