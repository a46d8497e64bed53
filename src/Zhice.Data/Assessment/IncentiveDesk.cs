using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;

namespace Zhice.Data.Assessment;

/// <summary>督查激励: offices are put on the list on the ground of a published score, by who organises the round. An office that a veto met is not put on it.</summary>
public static class IncentiveDesk
{
    /// <summary>Puts an office on the list.</summary>
    /// <returns>Refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.not-now</c>, <c>assess.subject-missing</c>, <c>assess.incentive-veto</c>, <c>assess.incentive-twice</c>, <c>assess.reason</c>.</returns>
    public static async Task<Outcome<IncentiveEntry>> Add(ZhiceDb db, Actor actor, RoundId id, string office, string measure, string ground, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await MarkDesk.Find(db, actor, id, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        if (!RoundMoves.MayOrganise(actor, head.Owner.Path) || actor.AccountId is not { } by) return new Forbidden("access.denied");
        if (head.Round.State != RoundState.Published) return new Blocked("assess.not-now");
        var scores = await db.ScorePublications.AsNoTracking().Where(p => p.RoundId == id).OrderByDescending(p => p.Revision).Select(p => p.Scores).FirstAsync(cancel);
        var row = ScoreText.ReadTable(scores).Rows.First(r => r.Office == office);
        if (row.Veto.StartsWith('-')) return new Blocked("assess.incentive-veto");
        var defects = new List<Defect>();
        if (measure.Trim().Length is < RoundMoves.ShortestReason or > 500) defects.Add(new("assess.reason", "measure", RoundMoves.ShortestReason));
        if (ground.Trim().Length > 800) defects.Add(new("assess.reason", "ground", 0));
        if (defects.Count > 0) return new Invalid(defects);
        if (await db.IncentiveEntries.AnyAsync(e => e.RoundId == id && e.OrganisationId == subject.Office.Id && e.WithdrawnAt == null, cancel)) return new Blocked("assess.incentive-twice");
        var now = clock.GetUtcNow();
        var entry = new IncentiveEntry
        {
            RoundId = id, OrganisationId = subject.Office.Id, Measure = measure.Trim(), Ground = $"得分 {row.Total}，第 {row.Place} 位。{ground.Trim()}", By = by, At = now,
        };
        db.Add(entry);
        AuditLog.Append(db, actor, now, "assess.incentive", $"round/{id.Value}/{office}", new { measure = entry.Measure, place = row.Place, total = row.Total });
        await db.SaveChangesAsync(cancel);
        return entry;
    }

    /// <summary>Takes an office off the list, with a reason.</summary>
    /// <returns>Refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.incentive-missing</c>, <c>assess.reason</c>.</returns>
    public static async Task<Outcome<IncentiveEntry>> Withdraw(ZhiceDb db, Actor actor, RoundId id, long key, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (await RoundBook.Head(db, actor, id, cancel) is not { } head) return new Missing("assess.round-missing");
        if (!RoundMoves.MayOrganise(actor, head.Owner.Path)) return new Forbidden("access.denied");
        if (reason.Trim().Length is < RoundMoves.ShortestReason or > RoundMoves.LongestReason) return new Invalid(new Defect("assess.reason", "reason", RoundMoves.ShortestReason));
        if (await db.IncentiveEntries.AsTracking().FirstOrDefaultAsync(e => e.Id == key && e.RoundId == id && e.WithdrawnAt == null, cancel) is not { } entry) return new Missing("assess.incentive-missing");
        (entry.WithdrawnAt, entry.WithdrawnReason) = (clock.GetUtcNow(), reason.Trim());
        AuditLog.Append(db, actor, clock.GetUtcNow(), "assess.incentive-withdraw", $"round/{id.Value}", new { entry = key, reason = entry.WithdrawnReason });
        await db.SaveChangesAsync(cancel);
        return entry;
    }
}
