using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Supervision;

/// <summary>一项应办任务的督办: its due day with the rule that gave it, extensions, the ladder as planned and as fired, letters.</summary>
public static class SuperviseObligation
{
    /// <summary>The page.</summary>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Task">Its task.</param>
    /// <param name="Office">The office that owes it.</param>
    /// <param name="Written">The due day as the document says it; null where it says none.</param>
    /// <param name="Due">The due day in force, in the calendar; null where there is none or the calendar does not know it.</param>
    /// <param name="Unknown">Why the calendar cannot say; null where it can.</param>
    /// <param name="Extensions">Every extension, oldest first, with the approver's name.</param>
    /// <param name="Rungs">The ladder for the due day in force, with the moment at which each rung fired.</param>
    /// <param name="LadderFrom">Day from which the ladder fires; none of an earlier day does.</param>
    /// <param name="Open">False where nothing fires any more.</param>
    /// <param name="Letters">Letters about it that the reader may see.</param>
    /// <param name="MayExtend">True for an administrator above the office, and for the lead department.</param>
    /// <param name="Version">Version of the obligation's state; 0 where there is none.</param>
    /// <param name="Issuers">Offices in whose name the reader may urge.</param>
    public sealed record View(Obligation Obligation, ProgrammeTask Task, Organisation Office, ObligationDue? Written, ProjectedDue? Due, Refusal? Unknown,
        IReadOnlyList<(DueExtension Extension, string By)> Extensions, IReadOnlyList<(PlannedRung Planned, DateTimeOffset? Fired)> Rungs, DateOnly LadderFrom, bool Open,
        IReadOnlyList<UrgingLetter> Letters, bool MayExtend, int Version, IReadOnlyList<(OrganisationId Id, string Name)> Issuers);

    /// <summary>The forms.</summary>
    public sealed class Form
    {
        /// <summary>The day to extend to.</summary>
        public DateOnly? To { get; set; }
        /// <summary>Why.</summary>
        public string? Reason { get; set; }
        /// <summary>The version of the obligation's state that the person saw; 0 where there was none.</summary>
        public int Version { get; set; }
        /// <summary>The office that urges.</summary>
        public long Issuer { get; set; }
        /// <summary>What is urged.</summary>
        public string? Demand { get; set; }
        /// <summary>Working days for the answer.</summary>
        public int AnswerDays { get; set; } = UrgingLetter.DefaultAnswerDays;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/obligations/{id:long}/supervision", async (long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
            (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ObligationSupervisionPage>(view) : Answer.Refused(visit, refusal));
        routes.MapPost("/obligations/{id:long}/extend", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        {
            if ((await ObligationWork.Extend(db, visit.Actor, new(id), form.To, form.Reason, form.Version, clock, cancel)).Accepted(out _, out var refusal))
                return Answer.Done(visit, $"/obligations/{id}/supervision", "extension.done");
            return await Again(id, visit, db, refusal, cancel);
        }).DisableAntiforgery();
        routes.MapPost("/obligations/{id:long}/letters", async (long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            (await Letters.Begin(db, visit.Actor, new(id), new(form.Issuer), form.Demand ?? "", form.AnswerDays, clock, cancel)).Accepted(out var letter, out var refusal)
                ? Answer.Done(visit, $"/letters/{letter.Id.Value}", "letter.begun")
                : await Again(id, visit, db, refusal, cancel)).DisableAntiforgery();
    }

    static async Task<IResult> Again(long id, Visit visit, ZhiceDb db, Refusal refusal, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out _)
            ? Answer.Again<ObligationSupervisionPage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }

    /// <summary>Loads the page: for those who may see the work on it. Ten commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ObligationId id, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        var leads = db.LedTasks(actor);
        var found = await (
            from obligation in db.VisibleWork(actor)
            where obligation.Id == id
            join task in db.Tasks on obligation.TaskId equals task.Id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            select new { obligation, task, office, programme.Year, state, Leads = leads.Any(t => t == obligation.TaskId) }).FirstOrDefaultAsync(cancel);
        if (found is null) return new Missing("obligation.missing");

        var words = await OpenDates.WordsOf(db, found.task.Due, found.obligation.MeasureId, cancel);
        var written = ObligationDue.Of(words, found.Year, null);
        var due = ObligationDue.Of(words, found.Year, found.state?.ExtendedTo);
        var calendar = await Calendars.Load(db, cancel);
        var ladder = (await Ladders.Load(db, found.obligation.ProgrammeId, cancel))[0];
        Refusal? unknown = null;
        ProjectedDue? projected = null;
        if (due is not null && DueRules.Project(calendar, due.On, due.YearEnd).Accepted(out var falls, out unknown)) projected = falls;
        var fired = await db.Firings.Where(f => f.Subject == ClockSubject.Obligation && f.SubjectId == id.Value).ToListAsync(cancel);
        var extensions = await (
            from extension in db.DueExtensions
            where extension.ObligationId == id
            join account in db.Accounts on extension.By equals account.Id
            orderby extension.Id
            select new { extension, account.DisplayName }).ToListAsync(cancel);
        var letters = await Letters.Visible(db, actor).Where(l => l.ObligationId == id).OrderByDescending(l => l.Id).Take(20).ToListAsync(cancel);
        // 逐级督办: those who may urge hold an administration above the office.
        var above = Organisation.KeysOf(found.office.Path).Where(key => key != found.office.Id).ToList();
        var issuers = (await db.Organisations.Where(o => above.Contains(o.Id)).ToListAsync(cancel)).Where(o => AccessPolicy.MayIssueLetters(actor, o.Path)).OrderByDescending(o => o.Path.Length).ToList();
        return new View(found.obligation, found.task, found.office, written, projected, unknown, [.. extensions.Select(e => (e.extension, e.DisplayName))],
            projected is null ? [] : [.. Ladder.Plan(calendar, ladder.Rungs, projected.Effective).Select(p =>
                (p, fired.Find(f => f.DueOn == projected.Nominal && f.Days == p.Rung.Days) is { } at ? (DateTimeOffset?)at.At : null))],
            ladder.ActiveFrom, OpenDates.IsOpen(found.obligation, words, found.state) && !ladder.Paused, letters, AccessPolicy.MayExtend(actor, found.office.Path, found.Leads), found.state?.Version ?? 0,
            [.. issuers.Select(o => (o.Id, o.Name))]);
    }
}
