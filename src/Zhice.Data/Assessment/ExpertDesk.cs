using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;

namespace Zhice.Data.Assessment;

/// <summary>Deals sheets out to experts and takes their scores. A score is a row of its own: however many come in one moment, none takes another's place.</summary>
public static class ExpertDesk
{
    /// <summary>Deals the open places of all expert items to the experts of the round: the least laden first, nobody twice on an item, nobody to an office that he keeps away from.</summary>
    /// <returns>How many sheets; refusals: <c>assess.round-missing</c>, <c>access.denied</c>, <c>assess.not-now</c>, <c>assess.experts-few</c>.</returns>
    public static async Task<Outcome<IReadOnlyList<ExpertSheet>>> Deal(ZhiceDb db, Actor actor, RoundId id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await RoundBook.Head(db, actor, id, cancel) is not { } head) return new Missing("assess.round-missing");
        if (!RoundMoves.MayOrganise(actor, head.Owner.Path) || actor.AccountId is not { } by) return new Forbidden("access.denied");
        if (head.Round.State is not (RoundState.SelfScoring or RoundState.Reviewing)) return new Blocked("assess.not-now");
        var accounts = await db.RoundMembers.AsNoTracking().Where(m => m.RoundId == id && m.Duty == MemberDuty.Expert && m.EndedAt == null).Select(m => m.AccountId).Distinct().OrderBy(a => a).ToListAsync(cancel);
        var experts = new List<Assessor>();
        foreach (var account in accounts) experts.Add(await RoundBook.Person(db, account, head.Round, cancel));
        var subjects = await RoundBook.Subjects(db, id, cancel);
        var keys = subjects.Select(s => s.Subject.Id).ToList();
        var given = await db.ExpertSheets.AsNoTracking().Where(s => keys.Contains(s.SubjectId)).ToListAsync(cancel);
        var load = accounts.ToDictionary(a => a, a => given.Count(g => g.AccountId == a));
        var (now, sheets) = (clock.GetUtcNow(), new List<ExpertSheet>());
        foreach (var item in head.Scheme.Items.Where(i => i.Rule is ExpertRule))
            foreach (var subject in subjects)
            {
                var there = given.Where(g => g.SubjectId == subject.Subject.Id && g.Item == item.Code).ToList();
                var free = Enumerable.Range(1, ((ExpertRule)item.Rule).Experts).Where(slot => there.All(g => g.Slot != slot)).ToList();
                var may = experts.Where(e => there.All(g => g.AccountId != e.Account) && RoundMoves.Recused(e, subject.Office.Id, subject.Office.Path) is null)
                    .OrderBy(e => load[e.Account]).ThenBy(e => e.Account.Value).ToList();
                if (may.Count < free.Count) return new Blocked("assess.experts-few", item.Title, subject.Office.Name, free.Count, may.Count);
                foreach (var (slot, expert) in free.Zip(may))
                {
                    load[expert.Account]++;
                    sheets.Add(new ExpertSheet { SubjectId = subject.Subject.Id, Item = item.Code, Slot = slot, AccountId = expert.Account, By = by, At = now });
                }
            }
        db.AddRange(sheets);
        AuditLog.Append(db, actor, now, "assess.sheet", $"round/{id.Value}", new { sheets = sheets.Count, experts = experts.Count });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("assess.sheet-taken");
        }
        return sheets;
    }

    /// <summary>Gives one place to one expert.</summary>
    /// <returns>Refusals: <c>assess.sheet-taken</c> where the place has an expert, and where he has a place on the item; recusal with its reason.</returns>
    public static async Task<Outcome<ExpertSheet>> Give(ZhiceDb db, Actor actor, RoundId id, string office, string item, int slot, string login, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (!(await MarkDesk.Find(db, actor, id, office, cancel)).Accepted(out var found, out var refusal)) return refusal;
        var (head, subject) = found;
        if (!RoundMoves.MayOrganise(actor, head.Owner.Path) || actor.AccountId is not { } by) return new Forbidden("access.denied");
        if (head.Round.State is not (RoundState.SelfScoring or RoundState.Reviewing)) return new Blocked("assess.not-now");
        if (head.Scheme.Item(item)?.Rule is not ExpertRule rule || slot < 1 || slot > rule.Experts) return new Missing("assess.item-missing");
        var account = await db.Accounts.AsNoTracking().Where(a => a.Login == login.Trim()).Select(a => (AccountId?)a.Id).FirstOrDefaultAsync(cancel);
        if (account is not { } expert) return new Invalid(new Defect("assess.account", "login", login));
        var person = await RoundBook.Person(db, expert, head.Round, cancel);
        if (!person.Duties.Contains(MemberDuty.Expert)) return new Invalid(new Defect("assess.account", "login", login));
        if (RoundMoves.Recused(person, subject.Office.Id, subject.Office.Path) is { } recused) return recused;
        var now = clock.GetUtcNow();
        var sheet = new ExpertSheet { SubjectId = subject.Subject.Id, Item = item, Slot = slot, AccountId = expert, By = by, At = now };
        db.Add(sheet);
        AuditLog.Append(db, actor, now, "assess.sheet", $"round/{id.Value}/{office}", new { item, slot, account = expert.Value });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("assess.sheet-taken");
        }
        return sheet;
    }

    /// <summary>Takes a score. Three commands to read and one transaction to write.</summary>
    /// <returns>Refusals: <c>assess.sheet-missing</c>, <c>assess.sheet-other</c>, <c>assess.score-range</c>, <c>assess.reason</c>, recusal, <c>assess.not-now</c>.</returns>
    public static async Task<Outcome<ExpertScore>> Score(ZhiceDb db, Actor actor, SheetId id, decimal score, string comment, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(comment);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is not { } by) return new Forbidden("access.denied");
        var row = await (
            from sheet in db.ExpertSheets
            join subject in db.AssessmentSubjects on sheet.SubjectId equals subject.Id
            join office in db.Organisations on subject.OrganisationId equals office.Id
            where sheet.Id == id
            select new { sheet, office, subject.RoundId }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null || await RoundBook.Head(db, actor, row.RoundId, cancel) is not { } head) return new Missing("assess.sheet-missing");
        // Whoever has nothing to do with the round does not learn that there is such a sheet.
        if (head.Person.Duties.Count == 0 && !RoundMoves.MayOrganise(actor, head.Owner.Path)) return new Missing("assess.sheet-missing");
        if (RoundMoves.MayScore(row.sheet, by, head.Round.State, head.Person, row.office.Id, row.office.Path) is { } denied) return denied;
        if (RoundMoves.WrongScore(head.Scheme, row.sheet.Item, score, comment) is { } wrong) return wrong;
        var now = clock.GetUtcNow();
        var given = new ExpertScore { SheetId = id, Score = score, Comment = comment.Trim(), At = now };
        db.Add(given);
        AuditLog.Append(db, actor, now, "assess.score", $"sheet/{id.Value}", new { score });
        await db.SaveChangesAsync(cancel);
        return given;
    }
}
