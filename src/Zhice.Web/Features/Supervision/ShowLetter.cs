using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Supervision;

/// <summary>One 督办单: the printable letter, its way so far, and what the reader may do with it now.</summary>
public static class ShowLetter
{
    /// <summary>The page.</summary>
    /// <param name="Letter">The letter.</param>
    /// <param name="Issuer">Name of the office that issues it.</param>
    /// <param name="Debtor">Name of the office that owes.</param>
    /// <param name="Programme">Name of the programme.</param>
    /// <param name="Task">Title of the task.</param>
    /// <param name="TaskId">The task.</param>
    /// <param name="Measure">The measure in the document's words.</param>
    /// <param name="Due">The obligation's due day; null where there is none.</param>
    /// <param name="Steps">Its way so far, with names.</param>
    /// <param name="Suspensions">The ledger of its clock.</param>
    /// <param name="MayIssue">True for the issuing office.</param>
    /// <param name="MayAnswer">True for the office that owes.</param>
    /// <param name="Today">Today in China.</param>
    public sealed record View(UrgingLetter Letter, string Issuer, string Debtor, string Programme, string Task, TaskId TaskId, string Measure, DateOnly? Due,
        IReadOnlyList<(LetterStep Step, string By)> Steps, IReadOnlyList<LetterSuspension> Suspensions, bool MayIssue, bool MayAnswer, DateOnly Today);

    /// <summary>The forms of the page.</summary>
    public sealed class Form
    {
        /// <summary>The version that the person saw.</summary>
        public int Version { get; set; }
        /// <summary>Answer, reasons, finding.</summary>
        public string? Words { get; set; }
        /// <summary>What is urged, of a draft.</summary>
        public string? Demand { get; set; }
        /// <summary>Working days for the answer, of a draft.</summary>
        public int AnswerDays { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/letters/{id:long}", async (long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
            (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<LetterPage>(view) : Answer.Refused(visit, refusal));
        Post("issue", "letter.issued", (db, actor, id, form, clock, cancel) => Letters.Issue(db, actor, id, form.Version, form.Demand ?? "", form.AnswerDays, clock, cancel));
        Post("drop", "letter.dropped", (db, actor, id, form, clock, cancel) => Letters.Drop(db, actor, id, form.Version, form.Words ?? "", clock, cancel));
        Post("answer", "letter.answered", (db, actor, id, form, clock, cancel) => Letters.Reply(db, actor, id, form.Version, form.Words ?? "", clock, cancel));
        Post("return", "letter.returned", (db, actor, id, form, clock, cancel) => Letters.SendBack(db, actor, id, form.Version, form.Words ?? "", clock, cancel));
        Post("close", "letter.closed", (db, actor, id, form, clock, cancel) => Letters.Close(db, actor, id, form.Version, form.Words ?? "", clock, cancel));
        Post("suspend", "letter.suspendedDone", (db, actor, id, form, clock, cancel) => Letters.Suspend(db, actor, id, form.Version, form.Words ?? "", clock, cancel));
        Post("resume", "letter.resumedDone", (db, actor, id, form, clock, cancel) => Letters.Suspend(db, actor, id, form.Version, null, clock, cancel));

        void Post(string action, string said, Func<ZhiceDb, Actor, LetterId, Form, TimeProvider, CancellationToken, Task<Outcome<UrgingLetter>>> act) =>
            routes.MapPost($"/letters/{{id:long}}/{action}", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            {
                if ((await act(db, visit.Actor, new(id), form, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, $"/letters/{id}", said);
                return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out _)
                    ? Answer.Again<LetterPage>(visit, view, refusal)
                    : Answer.Refused(visit, refusal);
            }).DisableAntiforgery();
    }

    /// <summary>Loads the letter. Five commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, LetterId id, DateOnly today, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (actor.IsPublic) return new Forbidden("access.denied");
        var found = await (
            from letter in Letters.Visible(db, actor)
            where letter.Id == id
            join issuer in db.Organisations on letter.IssuerId equals issuer.Id
            join debtor in db.Organisations on letter.DebtorId equals debtor.Id
            join programme in db.Programmes on letter.ProgrammeId equals programme.Id
            join obligation in db.Obligations on letter.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join measure in db.Measures on obligation.MeasureId equals measure.Id
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            select new { letter, issuer, debtor, programme.Name, programme.Year, task.Title, task.Id, task.Due, obligation.MeasureId, measure.Quote.Words, Extended = (DateOnly?)state.ExtendedTo }).FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("letter.missing");
        var steps = await (
            from step in db.LetterSteps
            where step.LetterId == id
            join account in db.Accounts on step.TakenBy equals account.Id
            orderby step.Id
            select new { step, account.DisplayName }).ToListAsync(cancel);
        var suspensions = await db.LetterSuspensions.Where(s => s.LetterId == id).OrderBy(s => s.Id).ToListAsync(cancel);
        var words = await OpenDates.WordsOf(db, found.Due, found.MeasureId, cancel);
        return new View(found.letter, found.issuer.Name, found.debtor.Name, found.Name, found.Title, found.Id, found.Words, ObligationDue.Of(words, found.Year, found.Extended)?.On,
            [.. steps.Select(s => (s.step, s.DisplayName))], suspensions, AccessPolicy.MayIssueLetters(actor, found.issuer.Path),
            AccessPolicy.MayAnswerLetters(actor, found.debtor.Path), today);
    }
}
