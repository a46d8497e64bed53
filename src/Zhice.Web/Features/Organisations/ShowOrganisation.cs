using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Features.Documents.Reader;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Features.Tasks;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Organisations;

/// <summary>机构页: what must this organisation do this year, and why.</summary>
public static class ShowOrganisation
{
    /// <summary>Organisations below it that are listed; the tree holds the rest.</summary>
    public const int BelowShown = 30;

    /// <summary>What is asked for.</summary>
    /// <param name="Code">The organisation.</param>
    /// <param name="Programme">The programme; null for the newest that the reader may see.</param>
    /// <param name="AsOf">The day to look back to; null for the present.</param>
    /// <param name="Level">Only obligations of this level; null for all.</param>
    /// <param name="Origin">Only national or only local tasks; null for both.</param>
    public sealed record Request(string Code, ProgrammeId? Programme = null, DateOnly? AsOf = null, ObligationLevel? Level = null, TaskOrigin? Origin = null);

    /// <summary>Where a task of the list comes from.</summary>
    public enum TaskOrigin
    {
        /// <summary>国家任务: the programme that is shown.</summary>
        National,
        /// <summary>本地事项: programmes of the same year that the office, or a local office above it, runs from its own documents.</summary>
        Local,
    }

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Organisation">The organisation.</param>
    /// <param name="Division">The division that it serves; null for departments.</param>
    /// <param name="Above">Organisations above it, outermost first.</param>
    /// <param name="Programmes">Programmes that the reader may see, newest first.</param>
    /// <param name="Programme">The one shown; null where there is none.</param>
    /// <param name="Locals">Programmes of the same year that the office, or a local one above it, runs: their tasks stand in the same list.</param>
    /// <param name="Duties">What it owes, and where the work on it stands.</param>
    /// <param name="Assigned">Tasks that a document assigns it, with its role.</param>
    /// <param name="Statuses">Statuses of its division, newest first.</param>
    /// <param name="Below">Organisations directly below, the first few.</param>
    /// <param name="BelowCount">How many there are.</param>
    /// <param name="Blocked">Offices that are held up and concern it, one more than are shown; none for a day in the past.</param>
    /// <param name="SeesAll">False where the reader sees what the organisation owes by public documents only.</param>
    public sealed record View(
        Request Asked, Organisation Organisation, Division? Division, IReadOnlyList<Organisation> Above, IReadOnlyList<YearProgramme> Programmes, YearProgramme? Programme,
        IReadOnlyList<YearProgramme> Locals, Duties Duties, IReadOnlyList<AssignedTask> Assigned, IReadOnlyList<DatedStatus> Statuses, IReadOnlyList<Organisation> Below, int BelowCount, IReadOnlyList<BlockedRow> Blocked, bool SeesAll)
    {
        /// <summary>What it owes, in the order of the documents.</summary>
        public IReadOnlyList<Owed> Obligations => Duties.Owed;
        /// <summary>Where the work on the obligations stands, of those whose work the reader may see; none for a day in the past.</summary>
        public IReadOnlyDictionary<ObligationId, WorkReading> Work => Duties.Work;
        /// <summary>The list of what it owes as HTML in the reader's language.</summary>
        public string List { get; init; } = "";
    }

    /// <summary>What an organisation owes in a programme, with the work on it.</summary>
    public sealed record Duties(IReadOnlyList<Owed> Owed, IReadOnlyDictionary<ObligationId, WorkReading> Work)
    {
        // The list as HTML by language: three hundred components make it, and it is the same for all who see the same.
        internal ConcurrentDictionary<Language, string> Drawn { get; } = [];
    }

    /// <summary>The duties of organisations shown last. A list of sixty takes about 0.2 MB in one language.</summary>
    public sealed class Kept(TimeProvider clock) : KeptViews<(OrganisationId Organisation, ObligationLevel? Level, TaskOrigin? Origin), Duties>(clock, work: true, most: 64);

    /// <summary>An obligation with the words that it comes from.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Measure">The measure.</param>
    /// <param name="Document">The document.</param>
    /// <param name="Reason">Why it is owed.</param>
    /// <param name="From">Name of the local programme that it comes from; null for the programme that is shown.</param>
    public sealed record Owed(ProgrammeTask Task, ProgrammeMeasure Measure, DocumentId Document, Reason Reason, string? From)
    {
        /// <summary>True for a local matter.</summary>
        public bool Local => From is not null;
    }

    /// <summary>A task that a document assigns to the organisation.</summary>
    public sealed record AssignedTask(TaskId Id, string? Number, string Title, string Section, DueTime Due, AssignedRole Role, string Mode);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{code}", Handle);

    /// <summary>Loads the page. A day in the past shows what had been published and not yet withdrawn by its end, and the statuses of that day.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel, Kept? kept = null)
    {
        if (await ByCode(db, request.Code).FirstOrDefaultAsync(cancel) is not { } head) return new Missing("organisation.missing");
        var (organisation, division) = (head.Organisation, head.Division);

        var above = OrganisationPath.Above(organisation.Path);
        var parents = await ByKeys(db, above).ToListAsync(cancel);
        var today = ChinaTime.Today(clock);
        var programmes = await ProgrammeShelf.Newest(db, actor, 50, cancel);
        var programme = request.Programme is { } asked ? programmes.Find(p => p.Id == asked) : programmes.FirstOrDefault();
        if (programme is null && request.Programme is not null) return new Missing("programme.missing");

        var end = request.AsOf is { } day ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), ChinaTime.Offset) : clock.GetUtcNow();
        var duties = new Duties([], new Dictionary<ObligationId, WorkReading>());
        // Programmes of the higher office come first in the list, so that a province's own is local only beside the nation's.
        List<YearProgramme> locals = programme is null ? [] : programmes.FindAll(p =>
            p.Year == programme.Year && p.OwnerId != programme.OwnerId && (p.OwnerId == organisation.Id || above.Contains(p.OwnerId)) && !organisation.Path.StartsWith($"/{p.OwnerId.Value}/", StringComparison.Ordinal));
        if (programme is not null)
        {
            async Task<Outcome<Duties>> Load() => await Obligations(db, actor, organisation, programme, locals, request, end, today, cancel);
            // What stood on a day in the past is asked for once in a while.
            var loaded = kept is null || request.AsOf is not null ? await Load()
                : await kept.Of(db, actor, [programme.Id, .. locals.Select(l => l.Id)], (organisation.Id, request.Level, request.Origin), Load, cancel);
            if (!loaded.Accepted(out duties, out var refusal)) return refusal;
        }
        var assigned = programme is null || organisation.Kind == OrganisationKind.LocalOffice
            ? []
            : await Assigned(db, actor, organisation.Id, programme.Id, cancel);
        var statuses = organisation.DivisionCode is { } code
            ? await StatusesBy(db, code, end).ToListAsync(cancel)
            : [];
        var below = await FirstBelow(db, organisation.Id).ToListAsync(cancel);
        var belowCount = below.Count < BelowShown ? below.Count : await db.Organisations.CountAsync(o => o.ParentId == organisation.Id && o.ValidTo == null, cancel);

        // What stands in its own way a local office without offices below says on its obligations' pages.
        var blocked = request.AsOf is not null || !AccessPolicy.IsInside(actor) || (organisation.Kind == OrganisationKind.LocalOffice && below.Count == 0)
            ? []
            : await Blockers.First(db, actor, organisation, cancel);
        return new View(request, organisation, division, parents, programmes, programme, locals, duties, assigned, statuses, below, belowCount, blocked,
            AccessPolicy.MaySeeObligation(actor, Disclosure.Withheld, organisation.Path, assigned: false));
    }

    sealed record HeadRow(Organisation Organisation, Division? Division);

    // The same for every reader of an office: compiled once, so that their trees are not compared with the known ones each time.
    static readonly Func<ZhiceDb, string, IAsyncEnumerable<HeadRow>> ByCode = OnceCompiled.Query((ZhiceDb db, string code) => (
        from organisation in db.Organisations
        where organisation.Code == code
        from division in db.Divisions.Where(d => d.Code == organisation.DivisionCode && d.ValidTo == null).DefaultIfEmpty()
        select new HeadRow(organisation, division)).Take(1));
    static readonly Func<ZhiceDb, List<OrganisationId>, IAsyncEnumerable<Organisation>> ByKeys =
        OnceCompiled.Query((ZhiceDb db, List<OrganisationId> keys) => db.Organisations.Where(o => keys.Contains(o.Id)).OrderBy(o => o.Path.Length).Take(20));
    static readonly Func<ZhiceDb, string, DateTimeOffset, IAsyncEnumerable<DatedStatus>> StatusesBy = OnceCompiled.Query((ZhiceDb db, string division, DateTimeOffset end) =>
        db.Statuses.Where(s => s.DivisionCode == division && s.RecordedAt <= end).OrderByDescending(s => s.ValidFrom).Take(100));
    static readonly Func<ZhiceDb, OrganisationId, IAsyncEnumerable<Organisation>> FirstBelow = OnceCompiled.Query((ZhiceDb db, OrganisationId above) =>
        db.Organisations.Where(o => o.ParentId == above && o.ValidTo == null).OrderBy(o => o.Kind).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).Take(BelowShown));

    // What it owes and, of those whose work the reader may see, where that stands: one reading, so that a row is fetched once.
    static async Task<Duties> Obligations(
        ZhiceDb db, Actor actor, Organisation organisation, YearProgramme programme, List<YearProgramme> locals, Request request, DateTimeOffset end, DateOnly today, CancellationToken cancel)
    {
        List<ProgrammeId> shown = [.. request.Origin == TaskOrigin.Local ? [] : new[] { programme.Id }, .. request.Origin == TaskOrigin.National ? [] : locals.Select(l => l.Id)];
        var standing = db.VisibleObligations(actor).Where(o => o.OrganisationId == organisation.Id && shown.Contains(o.ProgrammeId));
        if (request.Level is { } level) standing = standing.Where(o => o.Level == level);
        standing = request.AsOf is null
            ? standing.Where(o => o.WithdrawnBy == null)
            : standing.Where(o => db.Publications.Any(p => p.Id == o.PublicationId && p.At < end)
                && (o.WithdrawnBy == null || db.Publications.Any(p => p.Id == o.WithdrawnBy && p.At >= end)));
        // All work of an office in reach may be seen; of others that on tasks which are the reader's own.
        var seesWork = request.AsOf is null && AccessPolicy.MaySeeWork(actor, organisation.Path, assigned: false);
        var worked = request.AsOf is null && !seesWork ? db.VisibleWork(actor) : db.Obligations.Where(o => false);
        var rows = await (
            from obligation in standing
            join task in db.Tasks on obligation.TaskId equals task.Id
            join measure in db.Measures on obligation.MeasureId equals measure.Id
            join publication in db.Publications on obligation.PublicationId equals publication.Id
            join held in db.Programmes on task.ProgrammeId equals held.Id
            from rule in db.Rules.Where(r => r.Id == obligation.RuleId).DefaultIfEmpty()
            from status in db.Statuses.Where(s => s.Id == obligation.StatusId).DefaultIfEmpty()
            from award in db.AwardStatuses.Where(l => l.StatusId == obligation.StatusId).DefaultIfEmpty()
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            from rules in db.WorkingRules.Where(r => r.ProgrammeId == obligation.ProgrammeId).DefaultIfEmpty()
            orderby task.DocumentId, task.Ordinal, measure.Ordinal, obligation.Id
            select new { obligation, task, measure, held.Name, publication.At, rule, status, Award = (long?)award.AwardId, state, rules, Seen = seesWork || worked.Any(o => o.Id == obligation.Id) }).ToListAsync(cancel);
        // The programme that is shown first, then what those of its own region add.
        rows = [.. rows.OrderBy(r => r.task.ProgrammeId != programme.Id)];
        var decided = rows.Select(r => r.obligation.DecisionId).OfType<DecisionId>().Distinct().ToList();
        var decisions = decided.Count == 0 ? [] : await db.VisibleDecisions(actor).Where(d => decided.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        var owed = rows.ConvertAll(r => new Owed(r.task, r.measure, r.task.DocumentId,
            new Reason(r.obligation, r.rule, r.status, r.obligation.DecisionId is { } decision ? decisions.GetValueOrDefault(decision) : null, r.Award), r.task.ProgrammeId != programme.Id ? r.Name : null));
        var seen = rows.FindAll(r => r.Seen);
        if (seen.Count == 0) return new Duties(owed, new Dictionary<ObligationId, WorkReading>());
        var calendar = await Calendars.Load(db, cancel);
        var sentences = await LightReader.Sentences(db, seen.Select(r => (r.measure.Id, r.task.Due)), cancel);
        return new Duties(owed, seen.ToDictionary(r => r.obligation.Id,
            r => LightReader.Read(r.obligation, r.state, DueDays.Of(r.task.Due, sentences[r.measure.Id]), r.rules, programme.Year, r.At, calendar, today)));
    }

    static async Task<IReadOnlyList<AssignedTask>> Assigned(ZhiceDb db, Actor actor, OrganisationId organisation, ProgrammeId programme, CancellationToken cancel)
    {
        var rows = await (
            from task in db.VisibleTasks(actor)
            where task.ProgrammeId == programme && task.WithdrawnBy == null
            join assignment in db.Assignments on task.Id equals assignment.TaskId
            where assignment.OrganisationId == organisation && assignment.WithdrawnBy == null
            orderby task.DocumentId, task.Ordinal, assignment.Id
            select new AssignedTask(task.Id, task.Number, task.Title, task.Section, task.Due, assignment.Role, assignment.Mode)).ToListAsync(cancel);
        // A task may name it once for the whole and again for a sentence: its strongest role speaks.
        return [.. rows.GroupBy(r => r.Id).Select(g => g.FirstOrDefault(r => r.Role == AssignedRole.Lead) ?? g.First())];
    }

    // What is no day, level or origin leaves the filter open.
    internal static Request Asked(string code, long? programme, string? asOf, string? level, string? origin) => new(
        code, programme is { } id ? new(id) : null,
        DateOnly.TryParseExact(asOf, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null,
        Enum.TryParse<ObligationLevel>(level, out var asked) && Enum.IsDefined(asked) ? asked : null,
        Enum.TryParse<TaskOrigin>(origin, out var from) && Enum.IsDefined(from) ? from : null);

    static async Task<IResult> Handle(
        string code, long? programme, string? asOf, string? level, string? origin, Visit visit, ZhiceDb db, Kept kept, HttpContext context, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, Asked(code, programme, asOf, level, origin), clock, cancel, kept)).Accepted(out var view, out var refusal))
            return Answer.Refused(visit, refusal);
        if (!view.Duties.Drawn.TryGetValue(visit.Words.Language, out var list))
            view.Duties.Drawn[visit.Words.Language] = list = await Fragments.Render<OwedList>(context.RequestServices, new() { ["View"] = view.Duties });
        return Answer.Page<OrganisationPage>(view with { List = list });
    }
}

/// <summary>What an organisation's path tells.</summary>
internal static class OrganisationPath
{
    /// <summary>Keys of the organisations above, outermost first.</summary>
    public static List<OrganisationId> Above(string path) =>
        [.. Organisation.KeysOf(path).SkipLast(1)];
}
