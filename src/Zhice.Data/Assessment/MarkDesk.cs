using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Assessment;

/// <summary>A mark that a person puts.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Column">The column.</param>
/// <param name="Points">The points.</param>
/// <param name="Reason">Why.</param>
public sealed record MarkRequest(string Item, MarkColumn Column, decimal Points, string Reason);

/// <summary>Marks in the three columns, and the acts that cost points.</summary>
public static class MarkDesk
{
    /// <summary>Puts a mark. The newest counts; all remain.</summary>
    /// <returns>Refusals: those of <see cref="RoundMoves"/>, <c>assess.round-missing</c>, <c>assess.subject-missing</c>, <c>assess.self-sent</c>.</returns>
    public static async Task<Outcome<AssessmentMark>> Put(ZhiceDb db, Actor actor, RoundId round, string office, MarkRequest request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, round, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        var last = await db.AssessmentMarks.AsNoTracking().Where(m => m.SubjectId == subject.Subject.Id && m.Item == request.Item).OrderBy(m => m.Id).ToListAsync(cancel);
        var reviewedBy = last.LastOrDefault(m => m.Column == MarkColumn.Review)?.By;
        if (RoundMoves.MayMark(request.Column, head.Round.State, head.Person, WorksThere(actor, subject.Office), subject.Office.Id, subject.Office.Path, reviewedBy) is { } denied) return denied;
        if (request.Column == MarkColumn.Self && subject.Subject.SelfSentAt is not null) return new Blocked("assess.self-sent");
        if (RoundMoves.Wrong(head.Scheme, request.Item, request.Points, request.Reason, last.LastOrDefault(m => m.Column == request.Column)?.Points, request.Column) is { } wrong) return wrong;
        var now = clock.GetUtcNow();
        var mark = new AssessmentMark { SubjectId = subject.Subject.Id, Item = request.Item, Column = request.Column, Points = request.Points, Reason = request.Reason.Trim(), By = actor.AccountId!.Value, At = now };
        db.Add(mark);
        AuditLog.Append(db, actor, now, "assess.mark", $"round/{round.Value}/{office}", new { item = request.Item, column = request.Column.ToString(), points = request.Points, reason = mark.Reason });
        await db.SaveChangesAsync(cancel);
        return mark;
    }

    /// <summary>The office says that its own marks are whole.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>assess.not-now</c>, <c>assess.self-sent</c>, <c>assess.moved</c>.</returns>
    public static async Task<Outcome<AssessmentSubject>> Send(ZhiceDb db, Actor actor, RoundId round, string office, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, round, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        if (!WorksThere(actor, subject.Office)) return new Forbidden("access.denied");
        if (head.Round.State != RoundState.SelfScoring) return new Blocked("assess.not-now");
        if (subject.Subject.SelfSentAt is not null) return new Blocked("assess.self-sent");
        var now = clock.GetUtcNow();
        var row = await db.AssessmentSubjects.AsTracking().FirstAsync(s => s.Id == subject.Subject.Id, cancel);
        (row.SelfSentAt, row.Version) = (now, row.Version + 1);
        AuditLog.Append(db, actor, now, "assess.self-send", $"round/{round.Value}/{office}", null);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("assess.moved");
        }
        return row;
    }

    /// <summary>Records an act of a deduction list or a veto.</summary>
    /// <returns>Refusals: <c>assess.no-duty</c>, recusal, <c>assess.not-now</c>, <c>assess.act</c>, <c>assess.count</c>, <c>assess.reason</c>.</returns>
    public static async Task<Outcome<AssessmentAct>> Record(ZhiceDb db, Actor actor, RoundId round, string office, string item, string act, int count, string ground, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, round, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        if (RoundMoves.MayMark(MarkColumn.Review, head.Round.State, head.Person, false, subject.Office.Id, subject.Office.Path, null) is { } denied) return denied;
        var acts = head.Scheme.Item(item)?.Rule switch { DeductionRule d => d.Acts, VetoRule v => v.Acts, _ => [] };
        var defects = new List<Defect>();
        if (acts.All(a => a.Code != act)) defects.Add(new("assess.act", "act"));
        if (count is < 1 or > 1000) defects.Add(new("assess.count", "count"));
        if (ground.Trim().Length is < RoundMoves.ShortestReason or > RoundMoves.LongestReason) defects.Add(new("assess.reason", "ground", RoundMoves.ShortestReason));
        if (defects.Count > 0) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var row = new AssessmentAct { SubjectId = subject.Subject.Id, Item = item, Act = act, Count = count, Ground = ground.Trim(), By = actor.AccountId!.Value, At = now };
        db.Add(row);
        AuditLog.Append(db, actor, now, "assess.act", $"round/{round.Value}/{office}", new { item, act, count, ground = row.Ground });
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>Withdraws an act before the final stage; it stays readable.</summary>
    /// <returns>Refusals: as <see cref="Record"/>, and <c>assess.act-missing</c>.</returns>
    public static async Task<Outcome<AssessmentAct>> Withdraw(ZhiceDb db, Actor actor, RoundId round, string office, long id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, round, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        if (RoundMoves.MayMark(MarkColumn.Review, head.Round.State, head.Person, false, subject.Office.Id, subject.Office.Path, null) is { } denied) return denied;
        if (reason.Trim().Length is < RoundMoves.ShortestReason or > RoundMoves.LongestReason) return new Invalid(new Defect("assess.reason", "reason", RoundMoves.ShortestReason));
        if (await db.AssessmentActs.AsTracking().FirstOrDefaultAsync(a => a.Id == id && a.SubjectId == subject.Subject.Id && a.WithdrawnAt == null, cancel) is not { } row) return new Missing("assess.act-missing");
        (row.WithdrawnAt, row.WithdrawnReason) = (clock.GetUtcNow(), reason.Trim());
        AuditLog.Append(db, actor, clock.GetUtcNow(), "assess.act-withdraw", $"round/{round.Value}/{office}", new { act = id, reason = row.WithdrawnReason });
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>True for one who does the business of this very office.</summary>
    public static bool WorksThere(Actor actor, Organisation office)
    {
        ArgumentNullException.ThrowIfNull(office);
        return actor.AccountId is not null && AccessPolicy.MayWork(actor, office.Path);
    }

    internal static async Task<Outcome<(RoundHead Head, RoundSubject Subject)>> Find(ZhiceDb db, Actor actor, RoundId round, string office, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await RoundBook.Head(db, actor, round, cancel) is not { } head) return new Missing("assess.round-missing");
        var row = await (
            from subject in db.AssessmentSubjects
            join organisation in db.Organisations on subject.OrganisationId equals organisation.Id
            where subject.RoundId == round && organisation.Code == office
            select new { subject, organisation }).AsNoTracking().FirstOrDefaultAsync(cancel);
        return row is null ? new Missing("assess.subject-missing") : (head, new RoundSubject(row.subject, row.organisation));
    }
}
