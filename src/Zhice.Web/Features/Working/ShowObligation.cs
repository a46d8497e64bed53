using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Access;
using Zhice.Data.Matching;
using Zhice.Data.Supervision;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Features.Tasks;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Working;

/// <summary>应办任务的办理页: the words, why it is ours, where it stands, its break-down, its participants, its reports.</summary>
public static class ShowObligation
{
    /// <summary>Reports and events that are listed.</summary>
    public const int Newest = 20;

    /// <summary>The page.</summary>
    /// <param name="Reading">The obligation, its state, its due day and its light.</param>
    /// <param name="Organisation">Who owes it.</param>
    /// <param name="Task">The task.</param>
    /// <param name="Measure">The measure.</param>
    /// <param name="Document">The document.</param>
    /// <param name="Programme">The programme.</param>
    /// <param name="Reason">Why it is owed.</param>
    /// <param name="LastChoice">Last day on which it may be taken on or declined.</param>
    /// <param name="Commitments">Sentences of the measure.</param>
    /// <param name="Extensions">Extensions, oldest first.</param>
    /// <param name="Pieces">Pieces that the reader may see, in the order in which they were given.</param>
    /// <param name="Participants">Lead and participants where a responsibility mark made the obligation; none else.</param>
    /// <param name="Blocked">Where the office was assigned the task: other offices that owe the task and are held up, one more than are shown.</param>
    /// <param name="Carrying">Tasks of the office's own documents that carry sentences of the measure; null where there is nothing to carry: its own document, a department, no sight of the work.</param>
    /// <param name="Reports">The newest reports that the reader may see.</param>
    /// <param name="Events">The newest events; none for an office that was only handed a piece.</param>
    /// <param name="Whole">False where the reader sees only what was handed to an office in reach.</param>
    /// <param name="MayWork">True for officers of the organisation.</param>
    /// <param name="MayExtend">True for administrators above it, and for the lead department.</param>
    public sealed record View(
        WorkReading Reading, Organisation Organisation, ProgrammeTask Task, ProgrammeMeasure Measure, DocumentId Document, YearProgramme Programme, Reason Reason, DateOnly LastChoice,
        IReadOnlyList<ProgrammeCommitment> Commitments, IReadOnlyList<Extension> Extensions, IReadOnlyList<Piece> Pieces, IReadOnlyList<Participant> Participants, IReadOnlyList<BlockedRow> Blocked, IReadOnlyList<CarryingTask>? Carrying,
        IReadOnlyList<ProgressReport> Reports, IReadOnlyList<Happening> Events, bool Whole, bool MayWork, bool MayExtend)
    {
        /// <summary>The obligation.</summary>
        public Obligation Obligation => Reading.Obligation;
        /// <summary>True where the office reports on it: an optional one once it was taken on.</summary>
        public bool MayReport => MayWork && (Obligation.Level != ObligationLevel.Optional || Reading.State.Choice == OptChoice.TakenOn);
        /// <summary>Its address.</summary>
        public string Address => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/obligations/{Obligation.Id.Value}");
        /// <summary>What was typed, when a form is shown again.</summary>
        public ChangeObligation.Form? Wanted { get; init; }
    }

    /// <summary>An extension and its approver's name.</summary>
    public sealed record Extension(DueExtension Row, string? By);

    /// <summary>A piece of work with the names on it.</summary>
    /// <param name="Item">The piece.</param>
    /// <param name="Code">Code of the office that does it.</param>
    /// <param name="Office">Its name.</param>
    /// <param name="Path">Its path.</param>
    /// <param name="Person">Name of the account in charge.</param>
    public sealed record Piece(WorkItem Item, string Code, string Office, string Path, string? Person);

    /// <summary>A lead or participant of the task with its own part.</summary>
    /// <param name="Reading">Its own obligation.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Blockers">What it says is in its way, its pieces included.</param>
    /// <param name="Holds">True where it holds up the lead.</param>
    public sealed record Participant(WorkReading Reading, string Code, string Name, IReadOnlyList<string> Blockers, bool Holds);

    /// <summary>An event and the name of who caused it.</summary>
    public sealed record Happening(WorkEvent Row, string? By);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/obligations/{id:long}", Handle);

    /// <summary>Loads the page. A withdrawn obligation still shows.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ObligationId id, DateOnly today, CancellationToken cancel)
    {
        if (await Head(db, id).FirstOrDefaultAsync(cancel) is not { } head) return new Missing("obligation.missing");
        // The office's own officers on a public document are most of who asks: their path and the document say so without a further command.
        var whole = AccessPolicy.MaySeeDocument(actor, head.Disclosure, head.OwnerPath, concerned: false) && AccessPolicy.MaySeeWork(actor, head.Organisation.Path, assigned: false);
        var leads = false;
        if (!whole || actor.Holds(Role.DepartmentOfficer))
        {
            var (visible, given, led) = (db.VisibleWork(actor), db.GivenItems(actor), db.LedTasks(actor));
            var sight = await db.Obligations.Where(o => o.Id == id)
                .Select(o => new { Whole = visible.Any(v => v.Id == o.Id), Given = given.Any(i => i.ObligationId == o.Id), Leads = led.Any(t => t == o.TaskId) }).FirstAsync(cancel);
            if (!sight.Whole && !sight.Given) return new Missing("obligation.missing");
            (whole, leads) = (sight.Whole, sight.Leads);
        }

        var decision = head.Obligation.DecisionId is { } decided ? await db.VisibleDecisions(actor).FirstOrDefaultAsync(d => d.Id == decided, cancel) : null;
        var commitments = await Commitments(db, head.Measure.Id).ToListAsync(cancel);
        var calendar = await Calendars.Load(db, cancel);
        var reading = LightReader.Read(head.Obligation, head.State,
            DueDays.Of(head.Task.Due, commitments.Select(c => c.Due)), head.Rules, head.Programme.Year, head.At, calendar, today);
        var standing = head.Obligation.WithdrawnBy is null;
        var mayWork = standing && AccessPolicy.MayWork(actor, head.Organisation.Path);
        return new View(
            reading, head.Organisation, head.Task, head.Measure, head.Task.DocumentId, head.Programme, new Reason(head.Obligation, head.Rule, head.Status, decision, head.Award),
            WorkChanges.LastChoice(head.Rules, head.Programme.Year), commitments,
            head.State?.ExtendedTo is null ? [] : await Extensions(db, id).ToListAsync(cancel), await Pieces(db, actor, id, whole, cancel),
            whole && head.Obligation.Basis == ObligationBasis.Assigned ? await Participants(db, actor, head.Obligation, calendar, today, cancel) : [],
            whole && head.Obligation.Basis == ObligationBasis.Assigned ? await HeldUp(db, actor, head.Obligation, cancel) : [],
            whole && head.Organisation.Kind == OrganisationKind.LocalOffice && head.OwnerPath != head.Organisation.Path ? await Carrying(db, actor, head.Obligation, head.Organisation, commitments, cancel) : null,
            whole ? await Reports(db, id, mayWork || AccessPolicy.ReadsDrafts(actor)).ToListAsync(cancel) : [], whole ? await Events(db, id).ToListAsync(cancel) : [],
            whole, mayWork, standing && AccessPolicy.MayExtend(actor, head.Organisation.Path, leads));
    }

    sealed record HeadRow(
        Obligation Obligation, Organisation Organisation, ProgrammeTask Task, ProgrammeMeasure Measure, YearProgramme Programme, DateTimeOffset At,
        MeasureRule? Rule, DatedStatus? Status, long? Award, ObligationState? State, WorkingRules? Rules, Disclosure Disclosure, string OwnerPath);

    // Asked for every page of an obligation, and the same for every reader: compiled once, so that their trees are not compared with the known ones each time.
    static readonly Func<ZhiceDb, ObligationId, IAsyncEnumerable<HeadRow>> Head = OnceCompiled.Query((ZhiceDb db, ObligationId id) =>
        from obligation in db.Obligations
        where obligation.Id == id
        join organisation in db.Organisations on obligation.OrganisationId equals organisation.Id
        join task in db.Tasks on obligation.TaskId equals task.Id
        join document in db.Documents on task.DocumentId equals document.Id
        join owner in db.Organisations on document.OwnerId equals owner.Id
        join measure in db.Measures on obligation.MeasureId equals measure.Id
        join programme in db.Programmes on obligation.ProgrammeId equals programme.Id
        join publication in db.Publications on obligation.PublicationId equals publication.Id
        from rule in db.Rules.Where(r => r.Id == obligation.RuleId).DefaultIfEmpty()
        from status in db.Statuses.Where(s => s.Id == obligation.StatusId).DefaultIfEmpty()
        from award in db.AwardStatuses.Where(l => l.StatusId == obligation.StatusId).DefaultIfEmpty()
        from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
        from rules in db.WorkingRules.Where(r => r.ProgrammeId == obligation.ProgrammeId).DefaultIfEmpty()
        select new HeadRow(obligation, organisation, task, measure, programme, publication.At, rule, status, (long?)award.AwardId, state, rules, document.Disclosure, owner.Path));

    static readonly Func<ZhiceDb, MeasureId, IAsyncEnumerable<ProgrammeCommitment>> Commitments = OnceCompiled.Query((ZhiceDb db, MeasureId id) =>
        db.Commitments.Where(c => c.MeasureId == id && c.WithdrawnBy == null).OrderBy(c => c.Ordinal).Take(500));

    static readonly Func<ZhiceDb, ObligationId, IAsyncEnumerable<Extension>> Extensions = OnceCompiled.Query((ZhiceDb db, ObligationId id) => (
        from extension in db.DueExtensions
        where extension.ObligationId == id
        from account in db.Accounts.Where(a => a.Id == extension.By).DefaultIfEmpty()
        orderby extension.Id
        select new Extension(extension, account.DisplayName)).Take(50));

    static readonly Func<ZhiceDb, ObligationId, IAsyncEnumerable<Piece>> AllPieces = OnceCompiled.Query((ZhiceDb db, ObligationId id) => (
        from item in db.WorkItems
        where item.ObligationId == id && item.WithdrawnAt == null
        join organisation in db.Organisations on item.OrganisationId equals organisation.Id
        from account in db.Accounts.Where(a => a.Id == item.PersonId).DefaultIfEmpty()
        orderby item.Id
        select new Piece(item, organisation.Code, organisation.Name, organisation.Path, account.DisplayName)).Take(WorkItemRules.Most));

    // What is still inside the office is the office's own business.
    static readonly Func<ZhiceDb, ObligationId, bool, IAsyncEnumerable<ProgressReport>> Reports = OnceCompiled.Query((ZhiceDb db, ObligationId id, bool inside) =>
        db.Reports.Where(r => r.ObligationId == id && (inside || r.SubmittedAt != null)).OrderByDescending(r => r.Id).Take(Newest));

    static readonly Func<ZhiceDb, ObligationId, IAsyncEnumerable<Happening>> Events = OnceCompiled.Query((ZhiceDb db, ObligationId id) => (
        from happened in db.WorkEvents
        where happened.ObligationId == id
        from account in db.Accounts.Where(a => a.Id == happened.By).DefaultIfEmpty()
        orderby happened.Id descending
        select new Happening(happened, account.DisplayName)).Take(Newest));

    /// <summary>Pieces of an obligation. An office that was handed one sees it, what stands below it, and what it came from; not its neighbours'.</summary>
    internal static async Task<IReadOnlyList<Piece>> Pieces(ZhiceDb db, Actor actor, ObligationId id, bool whole, CancellationToken cancel)
    {
        var all = await AllPieces(db, id).ToListAsync(cancel);
        if (whole) return all;
        var reach = AccessPolicy.Reach(actor);
        var byId = all.ToDictionary(p => p.Item.Id);
        var seen = new HashSet<WorkItemId>();
        foreach (var own in all.Where(p => reach.Any(r => p.Path.StartsWith(r, StringComparison.Ordinal))))
            for (var at = own; at is not null && seen.Add(at.Item.Id); at = at.Item.ParentId is { } above ? byId.GetValueOrDefault(above) : null) { }
        return all.FindAll(p => seen.Contains(p.Item.Id));
    }

    static async Task<IReadOnlyList<CarryingTask>> Carrying(ZhiceDb db, Actor actor, Obligation obligation, Organisation office, List<ProgrammeCommitment> commitments, CancellationToken cancel)
    {
        var ids = commitments.Select(c => c.Id).ToHashSet();
        return (await CarryingTasks.At(db, actor, obligation.TaskId, office, cancel)).FindAll(c => ids.Contains(c.National));
    }

    // The participants of the measure stand in a table of their own.
    static Task<List<BlockedRow>> HeldUp(ZhiceDb db, Actor actor, Obligation obligation, CancellationToken cancel) => Blockers.Rows(db, Blockers.Visible(db, actor)
        .Where(o => o.TaskId == obligation.TaskId && !(o.MeasureId == obligation.MeasureId && o.Basis == ObligationBasis.Assigned))).Take(Blockers.Shown + 1).ToListAsync(cancel);

    static async Task<IReadOnlyList<Participant>> Participants(ZhiceDb db, Actor actor, Obligation obligation, WorkCalendar calendar, DateOnly today, CancellationToken cancel)
    {
        var readings = await LightReader.Of(db, actor, db.Obligations.Where(o =>
            o.TaskId == obligation.TaskId && o.MeasureId == obligation.MeasureId && o.Basis == ObligationBasis.Assigned && o.WithdrawnBy == null), today, cancel, calendar);
        var obligations = readings.Keys.ToList();
        // Names and what is in the way in one command: a row for each blocker, one for an office without any.
        var rows = await (
            from owed in db.Obligations
            where obligations.Contains(owed.Id)
            join office in db.Organisations on owed.OrganisationId equals office.Id
            from item in db.WorkItems.Where(i => i.ObligationId == owed.Id && i.WithdrawnAt == null && i.Blocker != null).DefaultIfEmpty()
            orderby owed.Id, item.Id
            select new { Obligation = owed.Id, office.Id, office.Code, office.Name, office.Ordinal, Blocker = (string?)item.Blocker }).Take(400).ToListAsync(cancel);
        var names = rows.DistinctBy(r => r.Id).ToDictionary(r => r.Id);
        var blockers = rows.Where(r => r.Blocker is not null).ToLookup(r => r.Obligation, r => r.Blocker!);
        return [.. readings.Values.Where(r => names.ContainsKey(r.Obligation.OrganisationId)).OrderBy(r => r.Obligation.Role != AssignedRole.Lead).ThenBy(r => names[r.Obligation.OrganisationId].Ordinal).Select(r =>
        {
            var said = blockers[r.Obligation.Id].Prepend(r.State.Blocker ?? "").Where(b => b.Length > 0).ToList();
            return new Participant(r, names[r.Obligation.OrganisationId].Code, names[r.Obligation.OrganisationId].Name, said,
                r.Obligation.Role != AssignedRole.Lead && LeadBlockers.Holds(said.FirstOrDefault(), r.Reading.Light));
        })];
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ObligationPage>(view)
            : Answer.Refused(visit, visit.Actor.IsPublic ? new Forbidden("access.denied") : refusal);
}
