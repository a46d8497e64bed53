using Microsoft.EntityFrameworkCore;
using Zhice.Data;
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
using Zhice.Web.Features.Tasks;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

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
    public sealed record Request(string Code, ProgrammeId? Programme = null, DateOnly? AsOf = null, ObligationLevel? Level = null);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Organisation">The organisation.</param>
    /// <param name="Division">The division that it serves; null for departments.</param>
    /// <param name="Above">Organisations above it, outermost first.</param>
    /// <param name="Programmes">Programmes that the reader may see, newest first.</param>
    /// <param name="Programme">The one shown; null where there is none.</param>
    /// <param name="Obligations">What it owes, in the order of the documents.</param>
    /// <param name="Assigned">Tasks that a document assigns it, with its role.</param>
    /// <param name="Statuses">Statuses of its division, newest first.</param>
    /// <param name="Below">Organisations directly below, the first few.</param>
    /// <param name="BelowCount">How many there are.</param>
    /// <param name="Work">Where the work on the obligations stands, of those whose work the reader may see; none for a day in the past.</param>
    /// <param name="SeesAll">False where the reader sees what the organisation owes by public documents only.</param>
    public sealed record View(
        Request Asked, Organisation Organisation, Division? Division, IReadOnlyList<Organisation> Above, IReadOnlyList<YearProgramme> Programmes, YearProgramme? Programme,
        IReadOnlyList<Owed> Obligations, IReadOnlyList<AssignedTask> Assigned, IReadOnlyList<DatedStatus> Statuses, IReadOnlyList<Organisation> Below, int BelowCount,
        IReadOnlyDictionary<ObligationId, WorkReading> Work, bool SeesAll);

    /// <summary>An obligation with the words that it comes from.</summary>
    public sealed record Owed(ProgrammeTask Task, ProgrammeMeasure Measure, DocumentId Document, Reason Reason);

    /// <summary>A task that a document assigns to the organisation.</summary>
    public sealed record AssignedTask(TaskId Id, string? Number, string Title, string Section, DueTime Due, AssignedRole Role, string Mode);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{code}", Handle);

    /// <summary>Loads the page. A day in the past shows what had been published and not yet withdrawn by its end, and the statuses of that day.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        var organisation = await db.Organisations.FirstOrDefaultAsync(o => o.Code == request.Code, cancel);
        if (organisation is null) return new Missing("organisation.missing");

        var above = OrganisationPath.Above(organisation.Path);
        var parents = await db.Organisations.Where(o => above.Contains(o.Id)).OrderBy(o => o.Path.Length).ToListAsync(cancel);
        var today = ChinaTime.Today(clock);
        var programmes = await db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenByDescending(p => p.Id).Take(50).ToListAsync(cancel);
        var programme = request.Programme is { } asked ? programmes.Find(p => p.Id == asked) : programmes.FirstOrDefault();
        if (programme is null && request.Programme is not null) return new Missing("programme.missing");

        var end = request.AsOf is { } day ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), ChinaTime.Offset) : clock.GetUtcNow();
        var (obligations, work) = programme is null ? ([], new Dictionary<ObligationId, WorkReading>()) : await Obligations(db, actor, organisation, programme, request, end, today, cancel);
        var assigned = programme is null || organisation.Kind == OrganisationKind.LocalOffice
            ? []
            : await Assigned(db, actor, organisation.Id, programme.Id, cancel);
        var statuses = organisation.DivisionCode is { } code
            ? await db.Statuses.Where(s => s.DivisionCode == code && s.RecordedAt <= end).OrderByDescending(s => s.ValidFrom).Take(100).ToListAsync(cancel)
            : [];
        var division = organisation.DivisionCode is null ? null : await db.Divisions.FirstOrDefaultAsync(d => d.Code == organisation.DivisionCode && d.ValidTo == null, cancel);
        var below = await db.Organisations.Where(o => o.ParentId == organisation.Id && o.ValidTo == null)
            .OrderBy(o => o.Kind).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).Take(BelowShown).ToListAsync(cancel);
        var belowCount = below.Count < BelowShown ? below.Count : await db.Organisations.CountAsync(o => o.ParentId == organisation.Id && o.ValidTo == null, cancel);

        return new View(request, organisation, division, parents, programmes, programme, obligations, assigned, statuses, below, belowCount, work,
            AccessPolicy.MaySeeObligation(actor, Disclosure.Withheld, organisation.Path, assigned: false));
    }

    // What it owes and, of those whose work the reader may see, where that stands: one reading, so that a row is fetched once.
    static async Task<(IReadOnlyList<Owed> Owed, IReadOnlyDictionary<ObligationId, WorkReading> Work)> Obligations(
        ZhiceDb db, Actor actor, Organisation organisation, YearProgramme programme, Request request, DateTimeOffset end, DateOnly today, CancellationToken cancel)
    {
        var standing = db.VisibleObligations(actor).Where(o => o.OrganisationId == organisation.Id && o.ProgrammeId == programme.Id);
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
            from rule in db.Rules.Where(r => r.Id == obligation.RuleId).DefaultIfEmpty()
            from status in db.Statuses.Where(s => s.Id == obligation.StatusId).DefaultIfEmpty()
            from award in db.AwardStatuses.Where(l => l.StatusId == obligation.StatusId).DefaultIfEmpty()
            from state in db.ObligationStates.Where(s => s.ObligationId == obligation.Id).DefaultIfEmpty()
            orderby task.DocumentId, task.Ordinal, measure.Ordinal, obligation.Id
            select new { obligation, task, measure, publication.At, rule, status, Award = (long?)award.AwardId, state, Seen = seesWork || worked.Any(o => o.Id == obligation.Id) }).ToListAsync(cancel);
        var decided = rows.Select(r => r.obligation.DecisionId).OfType<DecisionId>().Distinct().ToList();
        var decisions = decided.Count == 0 ? [] : await db.VisibleDecisions(actor).Where(d => decided.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        var owed = rows.ConvertAll(r => new Owed(r.task, r.measure, r.task.DocumentId,
            new Reason(r.obligation, r.rule, r.status, r.obligation.DecisionId is { } decision ? decisions.GetValueOrDefault(decision) : null, r.Award)));
        var seen = rows.FindAll(r => r.Seen);
        if (seen.Count == 0) return (owed, new Dictionary<ObligationId, WorkReading>());
        var rules = await db.WorkingRules.FirstOrDefaultAsync(r => r.ProgrammeId == programme.Id, cancel);
        var calendar = await Calendars.Load(db, cancel);
        var sentences = await LightReader.Sentences(db, seen.Select(r => (r.measure.Id, r.task.Due)), cancel);
        return (owed, seen.ToDictionary(r => r.obligation.Id,
            r => LightReader.Read(r.obligation, r.state, DueDays.Of(r.task.Due, sentences[r.measure.Id]), rules, programme.Year, r.At, calendar, today)));
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

    static async Task<IResult> Handle(
        string code, long? programme, DateOnly? asOf, ObligationLevel? level, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(code, programme is { } id ? new(id) : null, asOf, level), clock, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<OrganisationPage>(view)
            : Answer.Refused(visit, refusal);
}

/// <summary>What an organisation's path tells.</summary>
internal static class OrganisationPath
{
    /// <summary>Keys of the organisations above, outermost first.</summary>
    public static List<OrganisationId> Above(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(1).Select(key => new OrganisationId(long.Parse(key, System.Globalization.CultureInfo.InvariantCulture)))];
}
