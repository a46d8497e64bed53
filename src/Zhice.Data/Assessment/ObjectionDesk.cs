using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Calendar;

namespace Zhice.Data.Assessment;

/// <summary>Objections: raised by the assessed office within the days of the law, decided by other people within the days of the law, and where right, answered by another revision.</summary>
public static class ObjectionDesk
{
    /// <summary>Raises an objection to an item, or to the whole.</summary>
    /// <returns>Refusals: <c>access.denied</c>, <c>assess.not-now</c>, <c>assess.objection-late</c>, <c>assess.ground</c>, <c>assess.item-missing</c>, <c>assess.objection-open</c>.</returns>
    public static async Task<Outcome<ScoreObjection>> Raise(ZhiceDb db, Actor actor, RoundId round, string office, string? item, string ground, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await MarkDesk.Find(db, actor, round, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        var today = ChinaTime.Today(clock);
        if (RoundMoves.MayObject(head.Round, MarkDesk.WorksThere(actor, subject.Office), today, SchemeFiles.Law) is { } denied) return denied;
        item = string.IsNullOrWhiteSpace(item) ? null : item;
        if (item is not null && head.Scheme.Item(item) is null) return new Missing("assess.item-missing");
        if (ground.Trim().Length is < 10 or > 2000) return new Invalid(new Defect("assess.ground", "ground", 10, 2000));
        if (await db.ScoreObjections.AnyAsync(o => o.SubjectId == subject.Subject.Id && o.Item == item && o.State == ObjectionState.Raised, cancel)) return new Blocked("assess.objection-open");
        var now = clock.GetUtcNow();
        var objection = new ScoreObjection
        {
            SubjectId = subject.Subject.Id, Item = item, Ground = ground.Trim(), By = actor.AccountId!.Value, At = now, DueOn = today.AddDays(SchemeFiles.Law.ReviewDays), State = ObjectionState.Raised,
        };
        db.Add(objection);
        AuditLog.Append(db, actor, now, "assess.object", $"round/{round.Value}/{office}", new { item, due = objection.DueOn });
        await db.SaveChangesAsync(cancel);
        return objection;
    }

    /// <summary>Decides an objection: the score stands, or an item has other points; then a new revision is published and the old one remains.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="id">The objection.</param>
    /// <param name="version">Its version as seen.</param>
    /// <param name="item">The item whose points change; null where the score stands.</param>
    /// <param name="points">Its points from now on.</param>
    /// <param name="opinion">The reasons.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Refusals: <c>assess.objection-missing</c>, those of <see cref="RoundMoves.MayDecide"/> and <see cref="RoundMoves.Wrong"/>, <c>assess.moved</c>.</returns>
    public static async Task<Outcome<ScoreObjection>> Decide(ZhiceDb db, Actor actor, ObjectionId id, int version, string? item, decimal points, string opinion, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(opinion);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await (
            from objection in db.ScoreObjections
            join subject in db.AssessmentSubjects on objection.SubjectId equals subject.Id
            join office in db.Organisations on subject.OrganisationId equals office.Id
            where objection.Id == id
            select new { objection, subject, office }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null || actor.AccountId is not { } by || await RoundBook.Head(db, actor, row.subject.RoundId, cancel) is not { } head) return new Missing("assess.objection-missing");
        if (!head.MaySee(actor, row.office)) return new Missing("assess.objection-missing");
        if (RoundMoves.MayDecide(row.objection, head.Person, await Scored(db, by, row.subject.Id, cancel), row.office.Id, row.office.Path) is { } denied) return denied;
        if (row.objection.Version != version) return new Blocked("assess.moved");
        if (opinion.Trim().Length is < 10 or > RoundMoves.LongestReason) return new Invalid(new Defect("assess.ground", "opinion", 10, RoundMoves.LongestReason));
        var before = item is null ? null : await Final(db, head, row.subject, item, cancel);
        if (item is not null && RoundMoves.Wrong(head.Scheme, item, points, opinion, before, MarkColumn.Final) is { } wrong) return wrong;
        var now = clock.GetUtcNow();
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            var decided = await db.ScoreObjections.AsTracking().FirstAsync(o => o.Id == id, cancel);
            (decided.State, decided.DecidedBy, decided.DecidedAt, decided.Opinion) = (item is null ? ObjectionState.Upheld : ObjectionState.Amended, by, now, opinion.Trim());
            decided.Version++;
            AuditLog.Append(db, actor, now, "assess.decide", $"objection/{id.Value}", new { office = row.office.Code, item, points = item is null ? null : (decimal?)points, before, late = ChinaTime.Today(clock) > decided.DueOn });
            if (item is not null) db.Add(new AssessmentMark { SubjectId = row.subject.Id, Item = item, Column = MarkColumn.Final, Points = points, Reason = opinion.Trim(), By = by, At = now });
            try
            {
                await db.SaveChangesAsync(cancel);
                if (item is not null)
                {
                    var last = await db.ScorePublications.Where(p => p.RoundId == head.Round.Id).MaxAsync(p => p.Revision, cancel);
                    await Publications.Add(db, actor, head, last + 1, opinion.Trim(), now, cancel);
                    await db.SaveChangesAsync(cancel);
                }
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                return new Blocked("assess.moved");
            }
            await transaction.CommitAsync(cancel);
            return decided;
        }
    }

    static async Task<bool> Scored(ZhiceDb db, AccountId by, SubjectId subject, CancellationToken cancel) =>
        await db.AssessmentMarks.AnyAsync(m => m.SubjectId == subject && m.By == by, cancel) || await db.AssessmentActs.AnyAsync(a => a.SubjectId == subject && a.By == by, cancel)
        || await db.ExpertSheets.AnyAsync(s => s.SubjectId == subject && s.AccountId == by && db.ExpertScores.Any(e => e.SheetId == s.Id), cancel);

    static async Task<decimal?> Final(ZhiceDb db, RoundHead head, AssessmentSubject subject, string item, CancellationToken cancel)
    {
        var facts = (await RoundBook.WithPeople(db, head.Round.Id, [(subject.Id, ScoreText.ReadFacts(subject.Facts!)[0])], subject.Id, cancel))[0];
        return ScoringEngine.Score(head.Scheme, facts).Items.FirstOrDefault(i => i.Item == item)?.Final;
    }
}
