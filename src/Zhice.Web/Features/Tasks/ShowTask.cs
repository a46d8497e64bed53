using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Matching;
using Zhice.Data.Supervision;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Tasks;

/// <summary>任务页: the words, who is responsible, who owes it and why, until when, and how it came here.</summary>
public static class ShowTask
{
    /// <summary>Debtors a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is asked for.</summary>
    /// <param name="Id">The task.</param>
    /// <param name="Province">First two digits of a division code; null for all debtors.</param>
    /// <param name="Page">Page of the debtors, from 1.</param>
    /// <param name="Size">Debtors a page.</param>
    public sealed record Request(TaskId Id, string? Province = null, int Page = 1, int Size = PageSize);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Task">The task.</param>
    /// <param name="Programme">Its programme.</param>
    /// <param name="Document">The document that orders it.</param>
    /// <param name="Measures">落实举措 in the order of the document.</param>
    /// <param name="Assignments">责任分工; those of a commitment name it.</param>
    /// <param name="Targets">量化目标.</param>
    /// <param name="Questions">待定事项 that wait, or were decided.</param>
    /// <param name="Owed">Debtors counted by level of office and level of duty, over all pages and provinces.</param>
    /// <param name="Blocked">Debtors that say that something stands in their way, of those whose work the reader may see.</param>
    /// <param name="Debtors">The page of debtors.</param>
    /// <param name="Total">Debtors that pass the filter.</param>
    /// <param name="History">Publications of the document to the programme, newest first.</param>
    /// <param name="Carrying">Local tasks that carry it, of offices whose alignment the reader may see; one more than are shown.</param>
    public sealed record View(
        Request Asked, ProgrammeTask Task, YearProgramme Programme, ImportedDocument Document, IReadOnlyList<MeasureView> Measures,
        IReadOnlyList<AssignmentView> Assignments, IReadOnlyList<FoundTarget> Targets, IReadOnlyList<PendingDecision> Questions,
        IReadOnlyList<OwedCount> Owed, int Blocked, IReadOnlyList<Debtor> Debtors, int Total, IReadOnlyList<Publication> History, IReadOnlyList<CarryingTask> Carrying);

    /// <summary>A measure with its sentences and rules.</summary>
    public sealed record MeasureView(ProgrammeMeasure Measure, IReadOnlyList<ProgrammeCommitment> Commitments, IReadOnlyList<RuleView> Rules);

    /// <summary>A rule and how many offices it obliges, as far as the reader may see.</summary>
    public sealed record RuleView(MeasureRule Rule, int Owing);

    /// <summary>A responsible organisation; its code is null where the name is not known here.</summary>
    public sealed record AssignmentView(TaskAssignment Assignment, string? Code, string? Name);

    /// <summary>Offices counted.</summary>
    public sealed record OwedCount(MeasureId Measure, RuleId? Rule, DivisionLevel? Office, ObligationLevel Level, int Offices);

    /// <summary>Who owes it, and why.</summary>
    /// <param name="Code">Code of the organisation.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Office">Level of its division; null for departments and ministries.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Measure">Which of the task's measures, from 1.</param>
    /// <param name="Work">Where the work stands; null where the reader may not see that.</param>
    public sealed record Debtor(string Code, string Name, DivisionLevel? Office, Reason Reason, int Measure, WorkReading? Work);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/tasks/{id:long}", Handle);

    /// <summary>Loads the task. A withdrawn one still shows, marked as such.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, DateOnly today, CancellationToken cancel)
    {
        var head = await (
            from task in db.VisibleTasks(actor)
            where task.Id == request.Id
            join programme in db.Programmes on task.ProgrammeId equals programme.Id
            join document in db.Documents on task.DocumentId equals document.Id
            select new { Task = task, Programme = programme, Document = document }).FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("task.missing");

        var loaded = await db.Measures.Where(m => m.TaskId == request.Id && m.WithdrawnBy == null).OrderBy(m => m.Ordinal).ThenBy(m => m.Id)
            .Select(m => new { Measure = m, Rules = db.Rules.Where(r => r.MeasureId == m.Id && r.WithdrawnBy == null).ToList() }).AsSingleQuery().ToListAsync(cancel);
        var (measures, rules) = (loaded.ConvertAll(l => l.Measure), loaded.SelectMany(l => l.Rules).OrderBy(r => r.Ordinal).ToList());
        var sentences = (await db.Commitments.Where(c => c.TaskId == request.Id && c.WithdrawnBy == null).OrderBy(c => c.Ordinal).ToListAsync(cancel)).ToLookup(c => c.MeasureId);
        var assignments = await (
            from assignment in db.Assignments
            where assignment.TaskId == request.Id && assignment.WithdrawnBy == null
            from organisation in db.Organisations.Where(o => o.Id == assignment.OrganisationId).DefaultIfEmpty()
            orderby assignment.CommitmentId, assignment.Start, assignment.Ordinal
            select new AssignmentView(assignment, organisation.Code, organisation.Name)).ToListAsync(cancel);
        var targets = await db.FoundTargets.Where(t => t.TaskId == request.Id).OrderBy(t => t.Quote.Start).ToListAsync(cancel);
        var questions = await (
            from question in db.VisibleDecisions(actor)
            join measure in db.Measures on question.MeasureId equals measure.Id
            where measure.TaskId == request.Id && question.WithdrawnBy == null
            select question).ToListAsync(cancel);
        var standing = db.VisibleObligations(actor).Where(o => o.TaskId == request.Id && o.WithdrawnBy == null);
        var heldUp = Blockers.Visible(db, actor).Where(o => o.TaskId == request.Id).Select(o => o.Id);
        var counts = await (
            from obligation in standing
            join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
            select new { obligation.MeasureId, obligation.RuleId, organisation.Level, Duty = obligation.Level, Held = heldUp.Contains(obligation.Id) } into debtor
            group debtor by debtor into count
            select new { count.Key, Offices = count.Count() }).ToListAsync(cancel);
        List<OwedCount> owed = [.. counts.GroupBy(c => (c.Key.MeasureId, c.Key.RuleId, c.Key.Level, c.Key.Duty))
            .Select(g => new OwedCount(g.Key.MeasureId, g.Key.RuleId, g.Key.Level, g.Key.Duty, g.Sum(c => c.Offices)))];
        var blocked = counts.Where(c => c.Key.Held).Sum(c => c.Offices);
        var (debtors, total) = await Debtors(db, actor, standing, request, owed, new Structure(head.Task, head.Programme.Year, measures, sentences, rules), today, cancel);
        var history = await db.Publications.Where(p => p.ProgrammeId == head.Programme.Id && p.DocumentId == head.Document.Id)
            .OrderByDescending(p => p.Id).Take(20).ToListAsync(cancel);
        var carrying = AccessPolicy.IsInside(actor) ? await CarryingTasks.Of(db, actor, request.Id).Take(CarryingTasks.Shown + 1).ToListAsync(cancel) : [];

        var owing = owed.Where(o => o.Rule is not null).GroupBy(o => o.Rule!.Value).ToDictionary(g => g.Key, g => g.Sum(o => o.Offices));
        return new View(request, head.Task, head.Programme, head.Document,
            measures.ConvertAll(m => new MeasureView(m, [.. sentences[m.Id]],
                [.. rules.Where(r => r.MeasureId == m.Id).Select(r => new RuleView(r, owing.GetValueOrDefault(r.Id)))])),
            assignments, targets, questions, owed, blocked, debtors, total, history, carrying);
    }

    // What of the task decides how a debtor is shown.
    sealed record Structure(ProgrammeTask Task, int Year, List<ProgrammeMeasure> Measures, ILookup<MeasureId, ProgrammeCommitment> Sentences, List<MeasureRule> Rules);

    static async Task<(IReadOnlyList<Debtor> Page, int Total)> Debtors(
        ZhiceDb db, Actor actor, IQueryable<Obligation> standing, Request request, List<OwedCount> owed, Structure structure, DateOnly today, CancellationToken cancel)
    {
        var work = db.VisibleWork(actor);
        var query = from obligation in standing
                    join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
                    join publication in db.Publications on obligation.PublicationId equals publication.Id
                    where request.Province == null || organisation.DivisionCode!.StartsWith(request.Province)
                    from status in db.Statuses.Where(s => s.Id == obligation.StatusId).DefaultIfEmpty()
                    from award in db.AwardStatuses.Where(l => l.StatusId == obligation.StatusId).DefaultIfEmpty()
                    from decision in db.VisibleDecisions(actor).Where(d => d.Id == obligation.DecisionId).DefaultIfEmpty()
                    from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
                    from rules in db.WorkingRules.Where(r => r.ProgrammeId == obligation.ProgrammeId).DefaultIfEmpty()
                    select new
                    {
                        Obligation = obligation, organisation.Code, organisation.Name, organisation.Level, organisation.DivisionCode, organisation.Ordinal, Status = status, Decision = decision, Award = (long?)award.AwardId,
                        publication.At, State = state, Rules = rules, Work = work.Any(o => o.Id == obligation.Id),
                    };
        // Without a filter the groups have already been counted.
        var total = request.Province is null ? owed.Sum(o => o.Offices) : await query.CountAsync(cancel);
        var rows = await query.OrderBy(r => r.Level).ThenBy(r => r.DivisionCode).ThenBy(r => r.Ordinal).ThenBy(r => r.Obligation.Id)
            .Skip((request.Page - 1) * request.Size).Take(request.Size).ToListAsync(cancel);
        var byId = structure.Rules.ToDictionary(r => r.Id);
        var calendar = await Calendars.Load(db, cancel);
        return ([.. rows.Select(r => new Debtor(r.Code, r.Name, r.Level,
            new Reason(r.Obligation, r.Obligation.RuleId is { } rule ? byId.GetValueOrDefault(rule) : null, r.Status, r.Decision, r.Award),
            structure.Measures.FindIndex(m => m.Id == r.Obligation.MeasureId) + 1,
            r.Work ? LightReader.Read(r.Obligation, r.State,
                DueDays.Of(structure.Task.Due, structure.Sentences[r.Obligation.MeasureId].Select(c => c.Due)), r.Rules, structure.Year, r.At, calendar, today) : null))], total);
    }

    static async Task<IResult> Handle(long id, string? province, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(new(id), province is { Length: 2 } ? province : null, Math.Clamp(page ?? 1, 1, 10_000)), visit.Today, cancel))
            .Accepted(out var view, out var refusal)
            ? Answer.Page<TaskPage>(view)
            : Answer.Refused(visit, refusal);
}

/// <summary>Why an obligation is owed: the rule, the fact and the day that made it.</summary>
/// <param name="Obligation">The obligation.</param>
/// <param name="Rule">The applicability rule; null where none was needed.</param>
/// <param name="Status">The status fact; null where none was needed.</param>
/// <param name="Decision">The decision; null where none was needed.</param>
/// <param name="Award">Key of the award that the status stands for; null where it came otherwise.</param>
public sealed record Reason(Obligation Obligation, MeasureRule? Rule, DatedStatus? Status, PendingDecision? Decision, long? Award = null);
