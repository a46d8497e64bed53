using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>公示: from the scores to a shortlist, with objections that other people decide.</summary>
public static class PublicityDesk
{
    /// <summary>The applications of a call in their places, as the scores stand now. Three commands at most.</summary>
    public static async Task<Shortlist> Rank(ZhiceDb db, SelectionCall call, bool takeTie, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(call);
        var (id, terms) = (call.Id, TermsJson.Read(call.Terms));
        var sheets = await (
            from application in db.SelectionApplications
            where application.CallId == id && application.State >= ApplicationState.Passed && application.State != ApplicationState.Withdrawn
            join sheet in db.ScoreSheets on application.Id equals sheet.ApplicationId
            where sheet.SubmittedAt != null && sheet.EndedAt == null
            select new { application.Id, Sheet = sheet.Id }).ToListAsync(cancel);
        var standing = await ScoreDesk.Standing(db,
            db.ScoreEntries.Where(e => db.ScoreSheets.Any(s => s.Id == e.SheetId && db.SelectionApplications.Any(a => a.Id == s.ApplicationId && a.CallId == id))), cancel);
        return SheetScores.Shortlist(terms.Sheet,
            sheets.Where(s => standing.ContainsKey(s.Sheet)).GroupBy(s => s.Id).Select(g => new ScoredApplication(g.Key, [.. g.OrderBy(s => s.Sheet.Value).Select(s => standing[s.Sheet])])),
            call.Quota, takeTie);
    }

    /// <summary>Makes the shortlist and begins the publicity period, whose days are working days by the State Council's calendar; the first day is the day after.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The call.</param>
    /// <param name="version">Its version that the person saw.</param>
    /// <param name="takeTie">What to do with a tie at the edge; null where the person saw none.</param>
    /// <param name="tieReason">Why; needed with a tie.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>Refusals: those of <see cref="CallMoves"/>, <c>selection.tie</c>, <c>selection.tie-reason</c>, <c>calendar.year-missing</c>.</returns>
    public static async Task<Outcome<SelectionCall>> Shortlist(
        ZhiceDb db, Actor actor, CallId id, int version, bool? takeTie, string? tieReason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await CallDesk.Find(db, actor, id, version, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (!AccessPolicy.MayPublish(actor, found.OwnerPath)) return new Forbidden("access.denied");
        var today = ChinaTime.Today(clock);
        if (CallMoves.Decide(found.Facts, CallMove.Shortlist, today) is { } blocked) return blocked;
        var call = found.Call;
        var list = await Rank(db, call, takeTie ?? true, cancel);
        if (list.TieAtEdge && takeTie is null) return new Blocked("selection.tie", list.All[call.Quota - 1].Score, call.Quota);
        if (list.TieAtEdge)
        {
            if (ApplicationDesk.Reason(tieReason ?? "") is not { } reason) return new Invalid(new Defect("selection.tie-reason", "tieReason", 300));
            call.TieReason = reason;
        }
        if (list.In.Count == 0) return new Blocked("selection.nobody");
        var calendar = await Calendars.Load(db, cancel);
        if (!calendar.Add(today, found.Terms.PublicityDays).Accepted(out var last, out var unknown)) return unknown;

        var now = clock.GetUtcNow();
        var places = list.All.ToDictionary(a => a.Id);
        foreach (var application in await db.SelectionApplications.AsTracking().Where(a => a.CallId == id && a.State == ApplicationState.Passed).ToListAsync(cancel))
        {
            var place = places[application.Id];
            (application.Score, application.Rank) = (place.Score, place.Rank);
            application.State = ApplicationMoves.After(application.State, list.In.Contains(application.Id) ? ApplicationMove.Shortlist : ApplicationMove.PassOver);
            application.Version++;
            db.Add(new ApplicationStep { ApplicationId = application.Id, To = application.State, By = actor.AccountId!.Value, At = now });
        }
        // Drafts that were never submitted can no longer be; they stay as they are.
        (call.State, call.PublicityFrom, call.PublicityTo) = (CallMoves.After(call.State, CallMove.Shortlist), today.AddDays(1), last);
        return await CallDesk.Moved(db, actor, call, "selection.shortlist",
            new { list = list.In.Select(a => a.Value).Order(), scores = list.All.ToDictionary(a => a.Id.Value, a => a.Score), call.TieReason, until = last }, clock, cancel);
    }

    /// <summary>Objects to one on the shortlist. Everyone may; the contact is seen only by those who handle it.</summary>
    public static async Task<Outcome<SelectionObjection>> Object(
        ZhiceDb db, Actor actor, ApplicationKey id, string objector, string contact, string words, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(objector);
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await (
            from application in db.SelectionApplications
            where application.Id == id && application.State == ApplicationState.Shortlisted
            join call in db.SelectionCalls on application.CallId equals call.Id
            select new { application, call }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.application-missing");
        if (ApplicationMoves.Decide(ApplicationFacts.Of(row.call, row.application), ApplicationMove.Object, ChinaTime.Today(clock)) is { } blocked) return blocked;
        var defects = new List<Defect>();
        if (objector.Trim().Length is 0 or > 120) defects.Add(new Defect("selection.objector", "objector", 120));
        if (contact.Trim().Length is 0 or > 200) defects.Add(new Defect("selection.contact", "contact", 200));
        if (words.Trim().Length is < 10 or > 4000) defects.Add(new Defect("selection.objection-words", "words", 10, 4000));
        if ((StorableText.Check(objector, "objector") ?? StorableText.Check(contact, "contact") ?? StorableText.Check(words, "words")) is { } nul) defects.Add(nul);
        if (defects.Count > 0) return new Invalid(defects);
        if (await db.SelectionObjections.CountAsync(o => o.ApplicationId == id && o.State == SelectionObjectionState.Open, cancel) >= MostOpen) return new Blocked("selection.objections-many", MostOpen);
        var now = clock.GetUtcNow();
        var objection = new SelectionObjection { ApplicationId = id, Objector = objector.Trim(), Contact = contact.Trim(), Words = words.Trim(), By = actor.AccountId, At = now };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(objection);
        await db.SaveChangesAsync(cancel);
        AuditLog.Append(db, actor, now, "selection.object", $"application/{id.Value}", new { objection = objection.Id });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return objection;
    }

    /// <summary>Most open objections to one application: beyond that they repeat each other, and nobody could answer them.</summary>
    public const int MostOpen = 100;

    /// <summary>Decides an objection, by somebody who had no part in what it is about.</summary>
    /// <returns>Refusals: the codes of <see cref="SelectionRecusal.OfHandler"/>, <c>selection.objection-missing</c>, <c>selection.objection-closed</c>, <c>selection.answer</c>.</returns>
    public static async Task<Outcome<SelectionObjection>> Decide(ZhiceDb db, Actor actor, long objection, bool upheld, string answer, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(clock);
        var row = await db.SelectionObjections.AsTracking().FirstOrDefaultAsync(o => o.Id == objection, cancel);
        if (row is null) return new Missing("selection.objection-missing");
        if (!(await ApplicationDesk.Run(db, actor, row.ApplicationId, null, ApplicationMove.Decline, clock, cancel)).Accepted(out var found, out var refusal))
            return refusal is Missing ? new Missing("selection.objection-missing") : refusal;
        if (row.State != SelectionObjectionState.Open) return new Blocked("selection.objection-closed");
        var id = row.ApplicationId;
        var experts = await db.ScoreSheets.Where(s => s.ApplicationId == id).Select(s => s.ExpertId).ToListAsync(cancel);
        ApplicationState[] checks = [ApplicationState.Passed, ApplicationState.Returned, ApplicationState.Rejected];
        var checkers = await db.ApplicationSteps.Where(s => s.ApplicationId == id && checks.Contains(s.To)).Select(s => s.By).ToListAsync(cancel);
        var writers = await ScoreDesk.Writers(db, found.Application, cancel);
        if (SelectionRecusal.OfHandler(actor.AccountId!.Value, row.By, experts.ToHashSet(), checkers.ToHashSet(), writers, actor.Roles.Select(r => r.Path), found.OfficePath) is { } recusal)
            return new Blocked(recusal.Code);
        if (answer.Trim().Length is < 5 or > 4000) return new Invalid(new Defect("selection.answer", "answer", 5, 4000));

        var now = clock.GetUtcNow();
        (row.State, row.Answer, row.HandledBy, row.HandledAt) = (upheld ? SelectionObjectionState.Upheld : SelectionObjectionState.Dismissed, answer.Trim(), actor.AccountId, now);
        AuditLog.Append(db, actor, now, "selection.objection", $"application/{id.Value}", new { objection, upheld });
        if (upheld)
        {
            if (!(await ApplicationDesk.Stepped(db, actor, found.Application, ApplicationMove.Decline, "selection.decline", row.Answer, clock, cancel)).Accepted(out _, out refusal)) return refusal;
        }
        else await db.SaveChangesAsync(cancel);
        return row;
    }
}
