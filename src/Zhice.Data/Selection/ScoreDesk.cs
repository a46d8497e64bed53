using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Selection;

namespace Zhice.Data.Selection;

/// <summary>A score as typed.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Score">The score.</param>
/// <param name="Remark">A remark; null for none.</param>
public sealed record GivenScore(string Item, decimal Score, string? Remark = null);

/// <summary>专家评分: assigns experts, takes their scores one by one, and closes their sheets.</summary>
/// <remarks>A save only adds rows and takes its turn at the sheet's counter, so that two windows of one expert lose nothing: the later one counts, item by item.</remarks>
public static class ScoreDesk
{
    /// <summary>Assigns an expert to an application.</summary>
    /// <returns>Refusals: <c>selection.expert-missing</c>, <c>selection.expert-there</c>, the codes of <see cref="SelectionRecusal.OfExpert"/>, and those of <see cref="ApplicationMoves"/>.</returns>
    public static async Task<Outcome<ScoreSheet>> Assign(ZhiceDb db, Actor actor, ApplicationKey id, string login, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await ApplicationDesk.Run(db, actor, id, null, ApplicationMove.Score, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var name = login.Trim().ToLowerInvariant();
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Login == name && !a.Closed, cancel);
        if (account is null) return new Invalid(new Defect("selection.expert-missing", "expert"));
        if (await InTheWay(db, account.Id, found.Application, found.OfficePath, cancel) is { } recusal) return new Invalid(recusal);
        var now = clock.GetUtcNow();
        var sheet = new ScoreSheet { ApplicationId = id, ExpertId = account.Id, AssignedBy = actor.AccountId!.Value, AssignedAt = now };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(sheet);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("selection.expert-there", account.DisplayName);
        }
        AuditLog.Append(db, actor, now, "selection.assign", $"application/{id.Value}", new { expert = account.Login, sheet = sheet.Id.Value });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return sheet;
    }

    /// <summary>Ends a sheet: by the expert who stands back (回避), or by who runs the call. What was scored on it stays on record and no longer counts.</summary>
    public static async Task<Outcome<ScoreSheet>> End(ZhiceDb db, Actor actor, ScoreSheetId id, string reason, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.Sheet.ExpertId != actor.AccountId && !AccessPolicy.MayRunSelection(actor, found.OwnerPath)) return new Forbidden("access.denied");
        if (ApplicationDesk.Reason(reason) is not { } text) return new Invalid(new Defect("selection.reason", "reason", 300));
        (found.Sheet.EndedAt, found.Sheet.EndReason) = (clock.GetUtcNow(), text);
        found.Sheet.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), "selection.recuse", $"sheet/{id.Value}", new { reason = text });
        await db.SaveChangesAsync(cancel);
        return found.Sheet;
    }

    /// <summary>Saves scores of a sheet.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">The expert.</param>
    /// <param name="id">The sheet.</param>
    /// <param name="scores">Scores of some items or of all.</param>
    /// <param name="requestKey">Key of the request: sent again, it changes nothing and is answered alike.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How many scores stand on the sheet. Refusals: <c>selection.sheet-missing</c>, <c>selection.sheet-other</c> where it is another expert's,
    /// <c>selection.sheet-closed</c>, <c>selection.score-*</c> for each wrong score, and those of <see cref="ApplicationMoves"/>.</returns>
    public static async Task<Outcome<IReadOnlyDictionary<string, decimal>>> Save(
        ZhiceDb db, Actor actor, ScoreSheetId id, IReadOnlyList<GivenScore> scores, string requestKey, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(requestKey);
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.Sheet.ExpertId != actor.AccountId) return new Forbidden("selection.sheet-other");
        if (requestKey.Length is 0 or > 100) return new Invalid(new Defect("selection.request-key"));
        var defects = new List<Defect>();
        foreach (var given in scores)
        {
            var item = found.Terms.Sheet.FirstOrDefault(i => i.Code == given.Item);
            if (item is null) defects.Add(new Defect("selection.score-item", null, given.Item));
            else if (SheetScores.Fault(item, given.Score) is { } fault) defects.Add(fault);
            if (given.Remark is { Length: > 500 }) defects.Add(new Defect("selection.remark", given.Item, 500));
        }
        if (scores.Count == 0 || scores.DistinctBy(s => s.Item, StringComparer.Ordinal).Count() < scores.Count) defects.Add(new Defect("selection.score-none"));
        if (defects.Count > 0) return new Invalid(defects);

        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            // The counter is the turn: whoever hands the sheet in, or saves on it at the same time, waits here.
            if (await db.ScoreSheets.Where(s => s.Id == id && s.SubmittedAt == null && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), cancel) == 0)
                return new Blocked("selection.sheet-closed");
            if (!await db.ScoreEntries.AnyAsync(e => e.SheetId == id && e.RequestKey == requestKey, cancel))
            {
                foreach (var given in scores)
                    db.Add(new ScoreEntry { SheetId = id, Item = given.Item, Score = given.Score, Remark = string.IsNullOrWhiteSpace(given.Remark) ? null : given.Remark.Trim(), RequestKey = requestKey, At = now });
                AuditLog.Append(db, actor, now, "selection.score", $"sheet/{id.Value}",
                    new { scores = scores.ToDictionary(s => s.Item, s => s.Score.ToString(CultureInfo.InvariantCulture)) });
                await db.SaveChangesAsync(cancel);
            }
            await transaction.CommitAsync(cancel);
        }
        var standing = await Standing(db, db.ScoreEntries.Where(e => e.SheetId == id), cancel);
        return standing.TryGetValue(id, out var kept) ? new Dictionary<string, decimal>(kept, StringComparer.Ordinal) : new Dictionary<string, decimal>(StringComparer.Ordinal);
    }

    /// <summary>Hands a sheet in: every item needs a score, and nothing may stand in the way of the expert by now.</summary>
    public static async Task<Outcome<ScoreSheet>> HandIn(ZhiceDb db, Actor actor, ScoreSheetId id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await Find(db, actor, id, clock, cancel)).Accepted(out var found, out var refusal)) return refusal;
        if (found.Sheet.ExpertId != actor.AccountId) return new Forbidden("selection.sheet-other");
        if (found.Sheet.SubmittedAt is not null) return new Blocked("selection.sheet-closed");
        if (await InTheWay(db, found.Sheet.ExpertId, found.Application, found.OfficePath, cancel) is { } recusal) return new Invalid(recusal);
        var given = (await Standing(db, db.ScoreEntries.Where(e => e.SheetId == id), cancel)).GetValueOrDefault(id);
        var missing = found.Terms.Sheet.Where(i => given is null || !given.ContainsKey(i.Code)).Select(i => new Defect("selection.score-missing", i.Code, i.Name)).ToList();
        if (missing.Count > 0) return new Invalid(missing);
        found.Sheet.SubmittedAt = clock.GetUtcNow();
        found.Sheet.Version++;
        AuditLog.Append(db, actor, clock.GetUtcNow(), "selection.hand-in", $"sheet/{id.Value}");
        try
        {
            await db.SaveChangesAsync(cancel);
            return found.Sheet;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("selection.changed");
        }
    }

    /// <summary>The scores that count of some sheets: the last of each item.</summary>
    public static async Task<IReadOnlyDictionary<ScoreSheetId, IReadOnlyDictionary<string, decimal>>> Standing(ZhiceDb db, IQueryable<ScoreEntry> entries, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await entries.AsNoTracking().OrderBy(e => e.Id).Select(e => new { e.SheetId, e.Item, e.Score }).ToListAsync(cancel);
        var standing = new Dictionary<ScoreSheetId, IReadOnlyDictionary<string, decimal>>();
        foreach (var sheet in rows.GroupBy(r => r.SheetId))
        {
            var last = new Dictionary<string, decimal>(StringComparer.Ordinal);
            foreach (var row in sheet) last[row.Item] = row.Score;
            standing[sheet.Key] = last;
        }
        return standing;
    }

    /// <summary>Why an account may not score an application; null when nothing is in the way.</summary>
    static async Task<Defect?> InTheWay(ZhiceDb db, AccountId expert, SelectionApplication application, string officePath, CancellationToken cancel)
    {
        var offices = await (
            from grant in db.RoleGrants
            where grant.AccountId == expert && grant.RevokedAt == null
            join office in db.Organisations on grant.OrganisationId equals office.Id
            select new { office.Name, office.Path }).Distinct().ToListAsync(cancel);
        var writers = await Writers(db, application, cancel);
        return SelectionRecusal.OfExpert(expert, offices.Select(o => (o.Name, o.Path)), officePath, writers);
    }

    internal static async Task<IReadOnlySet<AccountId>> Writers(ZhiceDb db, SelectionApplication application, CancellationToken cancel)
    {
        var id = application.Id;
        var by = await db.ApplicationSteps.Where(s => s.ApplicationId == id && s.To == ApplicationState.Submitted).Select(s => s.By).Distinct().ToListAsync(cancel);
        return by.Append(application.By).ToHashSet();
    }

    sealed record FoundSheet(ScoreSheet Sheet, SelectionApplication Application, string OfficePath, string OwnerPath, SelectionTerms Terms);

    static async Task<Outcome<FoundSheet>> Find(ZhiceDb db, Actor actor, ScoreSheetId id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var visible = db.VisibleApplications(actor);
        var row = await (
            from sheet in db.ScoreSheets.AsTracking()
            where sheet.Id == id && sheet.EndedAt == null
            join application in db.SelectionApplications on sheet.ApplicationId equals application.Id
            where visible.Any(v => v.Id == application.Id)
            join call in db.SelectionCalls on application.CallId equals call.Id
            join office in db.Organisations on application.OrganisationId equals office.Id
            join owner in db.Organisations on call.OwnerId equals owner.Id
            select new { sheet, application, call, Office = office.Path, Owner = owner.Path }).FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("selection.sheet-missing");
        if (ApplicationMoves.Decide(ApplicationFacts.Of(row.call, row.application), ApplicationMove.Score, ChinaTime.Today(clock)) is { } blocked) return blocked;
        return new FoundSheet(row.sheet, row.application, row.Office, row.Owner, TermsJson.Read(row.call.Terms));
    }
}
