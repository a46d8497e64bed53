using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Supervision;

/// <summary>督办单 in the store: who may do what, the number of the series, the clock of the answer, and what is told and written down.</summary>
public static class Letters
{
    /// <summary>A letter with the offices that it stands between.</summary>
    public sealed record Loaded(UrgingLetter Letter, string IssuerPath, string DebtorPath);

    /// <summary>Letters that the actor may see: of an office in reach, on either side, on visible tasks. The public and the administrations see none.</summary>
    public static IQueryable<UrgingLetter> Visible(ZhiceDb db, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (AccessPolicy.ReadsAll(actor)) return db.Letters;
        var own = db.OrganisationsUnder(AccessPolicy.Reach(actor)).Select(o => o.Id);
        var tasks = db.VisibleTasks(actor).Select(t => t.Id);
        return db.Letters.Where(l => (own.Contains(l.IssuerId) || (own.Contains(l.DebtorId) && l.State != LetterState.Draft && l.State != LetterState.Dropped))
            && db.Obligations.Any(o => o.Id == l.ObligationId && tasks.Contains(o.TaskId)));
    }

    /// <summary>
    /// Begins a draft on an obligation. Refusals: <c>obligation.missing</c>, <c>access.denied</c>, <c>obligation.withdrawn</c>, <c>letter.self</c>,
    /// <c>letter.open</c> (one is on its way already), <c>letter.words</c>, <c>letter.days</c>.
    /// </summary>
    public static async Task<Outcome<UrgingLetter>> Begin(
        ZhiceDb db, Actor actor, ObligationId id, OrganisationId issuer, string demand, int answerDays, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var found = await db.VisibleObligations(actor).FirstOrDefaultAsync(o => o.Id == id, cancel);
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Id == issuer, cancel);
        if (found is null || office is null) return new Missing("obligation.missing");
        var debtor = await db.Organisations.Where(o => o.Id == found.OrganisationId).Select(o => o.Path).SingleAsync(cancel);
        if (!AccessPolicy.MayIssueLetters(actor, office.Path) || !(AccessPolicy.ReadsAll(actor) || debtor.StartsWith(office.Path, StringComparison.Ordinal))) return new Forbidden("access.denied");
        if (found.OrganisationId == issuer) return new Blocked("letter.self");
        if (found.WithdrawnBy is not null) return new Blocked("obligation.withdrawn");
        if (Faults(demand, answerDays) is { Count: > 0 } defects) return new Invalid(defects);
        if (await db.Letters.AnyAsync(l => l.ObligationId == id && l.State != LetterState.Closed && l.State != LetterState.Dropped, cancel)) return new Blocked("letter.open");

        var letter = new UrgingLetter
        {
            ObligationId = id, ProgrammeId = found.ProgrammeId, IssuerId = issuer, DebtorId = found.OrganisationId, Demand = demand.Trim(), AnswerDays = answerDays, CreatedAt = clock.GetUtcNow(),
        };
        db.Letters.Add(letter);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        AuditLog.Append(db, actor, letter.CreatedAt, "letter.begin", $"letter/{letter.Id.Value}", new { obligation = id.Value });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return letter;
    }

    /// <summary>Issues a draft under the next number of the office's series of the year, with the words as last written. Refusals as <see cref="UrgingLetter.Issue"/>, <c>letter.words</c>, <c>letter.days</c>.</summary>
    public static Task<Outcome<UrgingLetter>> Issue(
        ZhiceDb db, Actor actor, LetterId id, int version, string demand, int answerDays, TimeProvider clock, CancellationToken cancel = default) =>
        Move(db, actor, id, version, "letter.issue", l => AccessPolicy.MayIssueLetters(actor, l.IssuerPath), async (letter, now) =>
        {
            if (Faults(demand, answerDays) is { Count: > 0 } defects) return new Invalid(defects);
            if (letter.State != LetterState.Draft) return new Blocked("letter.not-draft");
            (letter.Demand, letter.AnswerDays) = (demand.Trim(), answerDays);
            var today = ChinaTime.DayOf(now);
            var calendar = await Calendars.Load(db, cancel);
            // The row of the series is locked until the transaction ends: no number is given twice, and one that was not used is given again.
            var number = (await db.Database.SqlQuery<int>($"""
                INSERT INTO sup_letter_series (issuer_id, year, last) VALUES ({letter.IssuerId.Value}, {today.Year}, 1)
                ON CONFLICT (issuer_id, year) DO UPDATE SET last = sup_letter_series.last + 1 RETURNING last AS "Value"
                """).ToListAsync(cancel))[0];
            return letter.Issue(number, today, calendar, actor.AccountId!.Value, now);
        }, clock, cancel);

    /// <summary>Lets a draft go.</summary>
    public static Task<Outcome<UrgingLetter>> Drop(ZhiceDb db, Actor actor, LetterId id, int version, string reason, TimeProvider clock, CancellationToken cancel = default) =>
        Move(db, actor, id, version, "letter.drop", l => AccessPolicy.MayIssueLetters(actor, l.IssuerPath),
            (letter, now) => Task.FromResult(letter.Drop(reason, actor.AccountId!.Value, now)), clock, cancel);

    /// <summary>Answers for the office that owes.</summary>
    public static Task<Outcome<UrgingLetter>> Reply(ZhiceDb db, Actor actor, LetterId id, int version, string answer, TimeProvider clock, CancellationToken cancel = default) =>
        Move(db, actor, id, version, "letter.answer", l => AccessPolicy.MayAnswerLetters(actor, l.DebtorPath),
            (letter, now) => Task.FromResult(letter.Reply(answer, actor.AccountId!.Value, now)), clock, cancel);

    /// <summary>Sends an answer back.</summary>
    public static Task<Outcome<UrgingLetter>> SendBack(ZhiceDb db, Actor actor, LetterId id, int version, string reasons, TimeProvider clock, CancellationToken cancel = default) =>
        Move(db, actor, id, version, "letter.return", l => AccessPolicy.MayIssueLetters(actor, l.IssuerPath),
            (letter, now) => Task.FromResult(letter.SendBack(reasons, actor.AccountId!.Value, now)), clock, cancel);

    /// <summary>Closes an answered letter.</summary>
    public static Task<Outcome<UrgingLetter>> Close(ZhiceDb db, Actor actor, LetterId id, int version, string finding, TimeProvider clock, CancellationToken cancel = default) =>
        Move(db, actor, id, version, "letter.close", l => AccessPolicy.MayIssueLetters(actor, l.IssuerPath),
            (letter, now) => Task.FromResult(letter.Close(finding, actor.AccountId!.Value, now)), clock, cancel);

    /// <summary>Suspends the clock of the answer from a day, or lets it run again: <c>letter.not-issued</c>, <c>letter.suspended</c>, <c>letter.running</c>, <c>letter.reason</c>, and the calendar's refusals.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The letter.</param>
    /// <param name="version">The version that the person saw.</param>
    /// <param name="reason">Why it is suspended; null to let it run again from today.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public static Task<Outcome<UrgingLetter>> Suspend(ZhiceDb db, Actor actor, LetterId id, int version, string? reason, TimeProvider clock, CancellationToken cancel = default) =>
        Move(db, actor, id, version, reason is null ? "letter.resume" : "letter.suspend", l => AccessPolicy.MayIssueLetters(actor, l.IssuerPath), async (letter, now) =>
        {
            if (letter.State != LetterState.Issued) return new Blocked("letter.not-issued");
            if (reason is not null && reason.Trim().Length is 0 or > 300) return new Invalid(new Defect("letter.reason", "words", 300));
            var ledger = await db.LetterSuspensions.AsTracking().Where(s => s.LetterId == id).OrderBy(s => s.Id).ToListAsync(cancel);
            var running = ledger.FirstOrDefault(s => s.Until is null);
            if (reason is null == running is null) return new Blocked(reason is null ? "letter.running" : "letter.suspended");
            var today = ChinaTime.DayOf(now);
            if (running is not null) running.Until = today;
            else
            {
                var suspension = new LetterSuspension { LetterId = id, FirstDay = today, Reason = reason!.Trim(), SetBy = actor.AccountId!.Value, At = now };
                db.LetterSuspensions.Add(suspension);
                ledger.Add(suspension);
            }
            var time = letter.ClockWith([.. ledger.Select(s => new Suspension(s.FirstDay, s.Until, s.Reason))])!;
            if (!time.Project(await Calendars.Load(db, cancel)).Accepted(out var end, out var refusal)) return refusal;
            letter.AnswerBy = end.Due;
            return new LetterStep { LetterId = id, State = letter.State, Act = reason is null ? LetterAct.Resumed : LetterAct.Suspended, TakenBy = actor.AccountId!.Value, At = now, Words = reason?.Trim() ?? "" };
        }, clock, cancel);

    /// <summary>A letter that the actor may see, tracked; null where there is none.</summary>
    public static async Task<Loaded?> Find(ZhiceDb db, Actor actor, LetterId id, CancellationToken cancel = default)
    {
        var found = await (
            from letter in Visible(db, actor).AsTracking()
            where letter.Id == id
            join issuer in db.Organisations on letter.IssuerId equals issuer.Id
            join debtor in db.Organisations on letter.DebtorId equals debtor.Id
            select new { letter, Issuer = issuer.Path, Debtor = debtor.Path }).FirstOrDefaultAsync(cancel);
        return found is null ? null : new Loaded(found.letter, found.Issuer, found.Debtor);
    }

    static async Task<Outcome<UrgingLetter>> Move(ZhiceDb db, Actor actor, LetterId id, int version, string action, Func<Loaded, bool> may,
        Func<UrgingLetter, DateTimeOffset, Task<Outcome<LetterStep>>> decide, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Find(db, actor, id, cancel) is not { } found) return new Missing("letter.missing");
        if (!may(found)) return new Forbidden("access.denied");
        var letter = found.Letter;
        if (letter.Version != version) return new Blocked("letter.changed");
        if (!(await decide(letter, now)).Accepted(out var step, out var refusal))
        {
            db.ChangeTracker.Clear();
            return refusal;
        }
        letter.Version++;
        db.LetterSteps.Add(step);
        AuditLog.Append(db, actor, now, action, $"letter/{id.Value}", new { letter.Reference, state = letter.State.ToString(), letter.AnswerBy });
        // An answer concerns the office that issued; all else the office that owes.
        Outbox.Append(db, now, action, $"letter/{id.Value}", letter.State == LetterState.Answered ? letter.IssuerId : letter.DebtorId, new { reference = letter.Reference, state = letter.State.ToString(), answerBy = letter.AnswerBy });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Blocked("letter.changed");
        }
        await transaction.CommitAsync(cancel);
        return letter;
    }

    static List<Defect> Faults(string demand, int answerDays)
    {
        var defects = new List<Defect>();
        if (UrgingLetter.CheckWords(demand, "demand") is { } words) defects.Add(words);
        if (answerDays is < 1 or > 60) defects.Add(new Defect("letter.days", "answerDays", 60));
        return defects;
    }
}
