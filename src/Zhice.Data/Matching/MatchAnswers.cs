using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Matching;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Data.Matching;

/// <summary>A person's answer about two commitments.</summary>
/// <param name="Commitment">The one of the page: of any year in a lineage, the national one in an alignment.</param>
/// <param name="Other">The other.</param>
/// <param name="Answer">The answer; a lineage knows no part.</param>
/// <param name="Reason">Why; needed for a refusal and for a choice without a proposal.</param>
/// <param name="Score">Score of the proposal; null where there was none.</param>
public sealed record MatchRequest(CommitmentId Commitment, CommitmentId Other, MatchAnswer Answer, string Reason, double? Score);

/// <summary>Takes down what people answer about two commitments, and takes it back. Nothing but the answer and its audit entry is written.</summary>
public static class MatchAnswers
{
    /// <summary>沿革: says that two commitments of different years are, or are not, the same matter. Refusals: <c>lineage.missing</c>, <c>access.denied</c>, <c>lineage.pair</c>, <c>lineage.alone</c>, <c>match.reason</c>, <c>match.decided</c>.</summary>
    public static async Task<Outcome<MatchDecision>> Trace(ZhiceDb db, Actor actor, MatchRequest request, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        var found = await Standing(db, actor, request, cancel);
        if (found.Find(f => f.Commitment == request.Commitment) is not { } one || found.Find(f => f.Commitment == request.Other) is not { } other)
            return new Missing("lineage.missing");
        var assigned = await db.AssignedTasks(actor).AnyAsync(t => t == one.Task, cancel);
        if (!AccessPolicy.MayTrace(actor, one.OwnerPath, assigned)) return new Forbidden("access.denied");
        if (one.Owner != other.Owner || one.Year == other.Year || request.Answer == MatchAnswer.Part) return new Invalid(new Defect("lineage.pair"));
        if (request.Answer != MatchAnswer.Refused && await AloneAnswers.Denies(db, (one.Commitment, one.Year), (other.Commitment, other.Year), cancel)) return new Blocked("lineage.alone");
        var (later, earlier) = one.Year > other.Year ? (one, other) : (other, one);
        return await Save(db, actor, request, clock, new MatchDecision
        {
            Kind = MatchKind.Lineage, CommitmentId = later.Commitment, OtherId = earlier.Commitment, Answer = request.Answer, Score = Thousandths(request.Score),
            Reason = request.Reason.Trim(), By = actor.AccountId ?? default, At = clock.GetUtcNow(),
        }, cancel);
    }

    /// <summary>
    /// 对应: says whether an office's own commitment carries a national one that the office owes. Refusals: <c>alignment.missing</c>, <c>access.denied</c>,
    /// <c>alignment.local</c>, <c>alignment.lower</c> (it asks for less, so it carries a part at most), <c>match.reason</c>, <c>match.decided</c>.
    /// </summary>
    public static async Task<Outcome<MatchDecision>> Align(
        ZhiceDb db, Actor actor, OrganisationId office, MatchRequest request, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        var path = await db.Organisations.Where(o => o.Id == office).Select(o => o.Path).FirstOrDefaultAsync(cancel);
        if (path is null) return new Missing("alignment.missing");
        if (!AccessPolicy.MayAlign(actor, path)) return new Forbidden("access.denied");
        var found = await Standing(db, actor, request, cancel);
        var national = found.Find(f => f.Commitment == request.Commitment);
        if (national is null || national.Owner == office
            || !await db.VisibleObligations(actor).AnyAsync(o => o.OrganisationId == office && o.MeasureId == national.Measure && o.WithdrawnBy == null, cancel))
            return new Missing("alignment.missing");
        if (found.Find(f => f.Commitment == request.Other) is not { } local || local.Owner != office) return new Missing("alignment.local");
        if (request.Answer == MatchAnswer.Whole)
        {
            var targets = await db.FoundTargets.Where(t => t.CommitmentId == national.Commitment || t.CommitmentId == local.Commitment).ToListAsync(cancel);
            if (Coverage.Of(national.Due, targets.Where(t => t.CommitmentId == national.Commitment), local.Due, targets.FindAll(t => t.CommitmentId == local.Commitment)).Count > 0)
                return new Blocked("alignment.lower");
        }
        return await Save(db, actor, request, clock, new MatchDecision
        {
            Kind = MatchKind.Alignment, CommitmentId = national.Commitment, OtherId = local.Commitment, OfficeId = office, Answer = request.Answer,
            Score = Thousandths(request.Score), Reason = request.Reason.Trim(), By = actor.AccountId ?? default, At = clock.GetUtcNow(),
        }, cancel);
    }

    /// <summary>Takes an answer back; it stays readable. Who may answer may take back. Refusals: <c>match.missing</c>, <c>access.denied</c>, <c>match.reason</c>, <c>match.revoked</c>.</summary>
    public static async Task<Outcome<MatchDecision>> Revoke(
        ZhiceDb db, Actor actor, MatchDecisionId id, string reason, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        var decision = await db.MatchDecisions.AsTracking().FirstOrDefaultAsync(d => d.Id == id, cancel);
        if (decision is null) return new Missing("match.missing");
        var visible = db.VisibleTasks(actor);
        var ends = await (
            from commitment in db.Commitments
            where commitment.Id == decision.CommitmentId || commitment.Id == decision.OtherId
            join task in visible on commitment.TaskId equals task.Id
            join document in db.Documents on task.DocumentId equals document.Id
            join owner in db.Organisations on document.OwnerId equals owner.Id
            select new { commitment.Id, Task = task.Id, owner.Path }).ToListAsync(cancel);
        if (ends.Count < 2) return new Missing("match.missing");
        var tasks = ends.ConvertAll(e => e.Task);
        var allowed = decision.Kind == MatchKind.Alignment
            ? AccessPolicy.MayAlign(actor, ends.Single(e => e.Id == decision.OtherId).Path)
            : AccessPolicy.MayTrace(actor, ends[0].Path, await db.AssignedTasks(actor).AnyAsync(t => tasks.Contains(t), cancel));
        if (!allowed) return new Forbidden("access.denied");
        if (MatchDecision.WrongReason(reason, needed: true) is { } defect) return new Invalid(defect);
        if (decision.RevokedAt is not null) return new Blocked("match.revoked");
        (decision.RevokedBy, decision.RevokedAt, decision.RevokeReason) = (actor.AccountId, clock.GetUtcNow(), reason.Trim());
        AuditLog.Append(db, actor, clock.GetUtcNow(), Action(decision.Kind, "revoke"), Subject(decision), new { decision = decision.Id.Value, other = decision.OtherId.Value, reason = decision.RevokeReason });
        await db.SaveChangesAsync(cancel);
        return decision;
    }

    static async Task<Outcome<MatchDecision>> Save(
        ZhiceDb db, Actor actor, MatchRequest request, TimeProvider clock, MatchDecision decision, CancellationToken cancel)
    {
        if (MatchDecision.WrongReason(request.Reason, needed: request.Answer == MatchAnswer.Refused || request.Score is null) is { } defect) return new Invalid(defect);
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            if (await db.MatchDecisions.AnyAsync(d => d.CommitmentId == decision.CommitmentId && d.OtherId == decision.OtherId && d.RevokedAt == null, cancel))
                return new Blocked("match.decided");
            db.MatchDecisions.Add(decision);
            AuditLog.Append(db, actor, clock.GetUtcNow(), Action(decision.Kind, decision.Answer switch
            {
                MatchAnswer.Refused => "refuse",
                MatchAnswer.Part => "confirm-part",
                _ => "confirm",
            }), Subject(decision), new { other = decision.OtherId.Value, office = decision.OfficeId?.Value, score = decision.Score, reason = decision.Reason });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return decision;
        }
    }

    static string Action(MatchKind kind, string what) => (kind == MatchKind.Lineage ? "lineage." : "alignment.") + what;

    static string Subject(MatchDecision decision) => $"commitment/{decision.CommitmentId.Value}";

    static int? Thousandths(double? score) => score is { } value ? (int)Math.Round(value * 1000) : null;

    static Task<List<End>> Standing(ZhiceDb db, Actor actor, MatchRequest request, CancellationToken cancel) => (
        from commitment in db.Commitments
        where (commitment.Id == request.Commitment || commitment.Id == request.Other) && commitment.WithdrawnBy == null
        join task in db.VisibleTasks(actor) on commitment.TaskId equals task.Id
        join programme in db.Programmes on task.ProgrammeId equals programme.Id
        join document in db.Documents on task.DocumentId equals document.Id
        join owner in db.Organisations on document.OwnerId equals owner.Id
        select new End(commitment.Id, commitment.MeasureId, task.Id, programme.Year, owner.Id, owner.Path, commitment.Due, task.Due)).ToListAsync(cancel);

    sealed record End(CommitmentId Commitment, MeasureId Measure, TaskId Task, int Year, OrganisationId Owner, string OwnerPath, DueTime Own, DueTime OfTask)
    {
        /// <summary>What the sentence says, or its task where it says nothing.</summary>
        public DueTime Due => Own.Kind == "none" ? OfTask : Own;
    }
}
