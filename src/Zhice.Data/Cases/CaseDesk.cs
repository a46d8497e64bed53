using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Cases;
using Zhice.Domain.Matching;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Cases;

/// <summary>The words of a case.</summary>
public sealed record CaseWords(string Title, string Practice, string Effect);

/// <summary>A case that says something like another.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Office">Who tells it.</param>
/// <param name="Score">0 to 1; <see cref="SentenceIndex"/> says how it is made.</param>
public sealed record LikeCase(TypicalCaseId Id, string Title, string Office, double Score);

/// <summary>典型案例: nominated from an obligation or a report, compared with the others, reviewed by the office above, published with recorded consent, withdrawn.</summary>
public static class CaseDesk
{
    /// <summary>Cases that a case is compared with, the newest first.</summary>
    const int MostCompared = 2_000;

    /// <summary>Cases: published ones everybody; the actor's own offices' from the first word on; those of offices in reach once they were submitted.</summary>
    public static IQueryable<TypicalCase> VisibleCases(this ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.TypicalCases;
        var offices = AccessPolicy.Offices(actor);
        var below = db.OrganisationsUnder(AccessPolicy.Reach(actor)).Select(o => o.Id);
        return db.TypicalCases.Where(c => c.State == TypicalCaseState.Published || offices.Contains(c.OrganisationId) || (c.State != TypicalCaseState.Draft && below.Contains(c.OrganisationId)));
    }

    /// <summary>Begins a case from an obligation of the actor's own office, or from a report on it.</summary>
    /// <returns>Refusals: <c>obligation.missing</c>, <c>typical.report</c>, <c>access.denied</c>, and the defects of the words.</returns>
    public static async Task<Outcome<TypicalCase>> Begin(ZhiceDb db, Actor actor, ObligationId obligation, ReportId? report, CaseWords words, bool demonstration, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await (from owed in db.VisibleWork(actor) where owed.Id == obligation join office in db.Organisations on owed.OrganisationId equals office.Id select new { owed.OrganisationId, office.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("obligation.missing");
        if (actor.AccountId is not { } by || !AccessPolicy.MayWork(actor, row.Path)) return new Forbidden("access.denied");
        if (report is { } id && !await db.VisibleReports(actor).AnyAsync(r => r.Id == id && r.ObligationId == obligation, cancel)) return new Missing("typical.report");
        if (Defects(words) is { Count: > 0 } defects) return new Invalid(defects);
        var now = clock.GetUtcNow();
        var one = new TypicalCase
        {
            OrganisationId = row.OrganisationId, ObligationId = obligation, ReportId = report, Title = words.Title.Trim(), Practice = words.Practice.Trim(), Effect = words.Effect.Trim(),
            By = by, At = now, Demonstration = demonstration,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(one);
        await db.SaveChangesAsync(cancel);
        db.Add(new TypicalCaseStep { CaseId = one.Id, To = TypicalCaseState.Draft, By = by, At = now });
        AuditLog.Append(db, actor, now, "typical.begin", $"typical-case/{one.Id.Value}", new { obligation = obligation.Value, report = report?.Value, one.Title });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return one;
    }

    /// <summary>Changes the words of a draft or of one that was returned.</summary>
    public static async Task<Outcome<TypicalCase>> Save(ZhiceDb db, Actor actor, TypicalCaseId id, int version, CaseWords words, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!AccessPolicy.MayWork(actor, found.Path)) return new Forbidden("access.denied");
        if (found.Case.Version != version) return new Blocked("typical.changed");
        if (!CaseMoves.IsOpen(found.Case.State)) return new Blocked("typical.not-now");
        if (Defects(words) is { Count: > 0 } defects) return new Invalid(defects);
        (found.Case.Title, found.Case.Practice, found.Case.Effect) = (words.Title.Trim(), words.Practice.Trim(), words.Effect.Trim());
        return await Kept(db, actor, found.Case, "typical.save", new { found.Case.Title }, clock, cancel);
    }

    /// <summary>Moves a case: submitted by its office; returned, accepted, rejected and published by the office above, never by who wrote it; withdrawn by either.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The case.</param>
    /// <param name="version">Its version that the person saw.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="note">A reason; needed to return, reject and withdraw.</param>
    /// <param name="repeats">With a rejection, the case that it repeats; null for none.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: <c>typical.missing</c>, <c>access.denied</c>, <c>typical.own</c>, <c>typical.changed</c>, <c>typical.not-now</c>, <c>typical.note</c>, <c>typical.consent-missing</c>, <c>typical.repeats</c>.</returns>
    public static async Task<Outcome<TypicalCase>> Move(
        ZhiceDb db, Actor actor, TypicalCaseId id, int version, TypicalCaseState to, string? note, TypicalCaseId? repeats, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (one, works, reviews) = (found.Case, AccessPolicy.MayWork(actor, found.Path), AccessPolicy.MayReviewCase(actor, found.Path));
        if (!(to == TypicalCaseState.Withdrawn ? works || reviews : CaseMoves.IsReview(to) ? reviews : works)) return new Forbidden("access.denied");
        if (one.Version != version) return new Blocked("typical.changed");
        if (!CaseMoves.From(one.State).Contains(to)) return new Blocked("typical.not-now");
        if (CaseMoves.IsReview(to) && (one.By == actor.AccountId || actor.Roles.Any(r => r.Path == found.Path))) return new Blocked("typical.own");
        var text = note?.Trim() ?? "";
        if (text.Length > 1000 || (text.Length == 0 && to is TypicalCaseState.Returned or TypicalCaseState.Rejected or TypicalCaseState.Withdrawn)) return new Invalid(new Defect("typical.note", "note", 1000));
        if (to == TypicalCaseState.Published && one.ConsentOn is null) return new Blocked("typical.consent-missing");
        if (repeats is { } other && (other == id || to != TypicalCaseState.Rejected || !await db.VisibleCases(actor).AnyAsync(c => c.Id == other, cancel))) return new Invalid(new Defect("typical.repeats", "repeats"));
        one.Repeats = repeats ?? one.Repeats;
        one.State = to;
        if (to == TypicalCaseState.Published) one.PublishedAt = clock.GetUtcNow();
        db.Add(new TypicalCaseStep { CaseId = id, To = to, By = actor.AccountId!.Value, At = clock.GetUtcNow(), Note = text.Length == 0 ? null : text });
        return await Kept(db, actor, one, "typical.move", new { to = to.ToString(), note = text, repeats = repeats?.Value }, clock, cancel);
    }

    /// <summary>Records who agreed to the publication, when, and to what; by the office that tells it.</summary>
    public static async Task<Outcome<TypicalCase>> Consent(ZhiceDb db, Actor actor, TypicalCaseId id, int version, string by, string scope, DateOnly? on, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!AccessPolicy.MayWork(actor, found.Path)) return new Forbidden("access.denied");
        if (found.Case.Version != version) return new Blocked("typical.changed");
        if (found.Case.State is TypicalCaseState.Published or TypicalCaseState.Withdrawn or TypicalCaseState.Rejected) return new Blocked("typical.not-now");
        var defects = new List<Defect>();
        if (by.Trim().Length is 0 or > 120) defects.Add(new Defect("typical.consent-by", "consentBy", 120));
        if (scope.Trim().Length is 0 or > 500) defects.Add(new Defect("typical.consent-scope", "consentScope", 500));
        if (on is null) defects.Add(new Defect("typical.consent-on", "consentOn"));
        if (defects.Count > 0) return new Invalid(defects);
        (found.Case.ConsentBy, found.Case.ConsentScope, found.Case.ConsentOn) = (by.Trim(), scope.Trim(), on);
        return await Kept(db, actor, found.Case, "typical.consent", new { by = by.Trim(), scope = scope.Trim(), on }, clock, cancel);
    }

    /// <summary>Cases that say something like this one, the most alike first; proposals, no decisions. One command.</summary>
    public static async Task<IReadOnlyList<LikeCase>> Alike(ZhiceDb db, Actor actor, TypicalCase one, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(one);
        var others = await (
            from other in db.VisibleCases(actor)
            where other.Id != one.Id && other.State != TypicalCaseState.Draft && other.State != TypicalCaseState.Withdrawn
            join office in db.Organisations on other.OrganisationId equals office.Id
            orderby other.Id descending
            select new { other.Id, other.Title, other.Practice, office.Name }).AsNoTracking().Take(MostCompared).ToListAsync(cancel);
        if (others.Count == 0) return [];
        var index = new SentenceIndex([new Sentence(one.Id.Value, one.Id.Value, one.Practice, one.Title, []), .. others.Select(o => new Sentence(o.Id.Value, o.Id.Value, o.Practice, o.Title, []))]);
        return [.. index.Near(0, 1).Take(10).Select(c => new LikeCase(others[c.Position - 1].Id, others[c.Position - 1].Title, others[c.Position - 1].Name, c.Score))];
    }

    static async Task<Outcome<(TypicalCase Case, string Path)>> Find(ZhiceDb db, Actor actor, TypicalCaseId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (from one in db.VisibleCases(actor).AsTracking() where one.Id == id join office in db.Organisations on one.OrganisationId equals office.Id select new { one, office.Path }).FirstOrDefaultAsync(cancel);
        return row is null ? new Missing("typical.missing") : (row.one, row.Path);
    }

    static List<Defect> Defects(CaseWords words)
    {
        var defects = new List<Defect>();
        if (words.Title.Trim().Length is 0 or > 120) defects.Add(new Defect("typical.title", "title", 120));
        if (words.Practice.Trim().Length is < 20 or > TypicalCase.LongestText) defects.Add(new Defect("typical.practice", "practice", 20, TypicalCase.LongestText));
        if (words.Effect.Trim().Length is < 5 or > TypicalCase.LongestText) defects.Add(new Defect("typical.effect", "effect", 5, TypicalCase.LongestText));
        if ((StorableText.Check(words.Title, "title") ?? StorableText.Check(words.Practice, "practice") ?? StorableText.Check(words.Effect, "effect")) is { } nul) defects.Add(nul);
        return defects;
    }

    static async Task<Outcome<TypicalCase>> Kept(ZhiceDb db, Actor actor, TypicalCase one, string action, object details, TimeProvider clock, CancellationToken cancel)
    {
        one.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), action, $"typical-case/{one.Id.Value}", details);
        try
        {
            await db.SaveChangesAsync(cancel);
            return one;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("typical.changed");
        }
    }
}
