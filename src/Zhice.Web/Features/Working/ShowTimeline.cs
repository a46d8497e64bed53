using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Working;

/// <summary>时间轴: the year of a programme, or of one office in it: what is due when, with the pieces of work on the way.</summary>
public static class ShowTimeline
{
    /// <summary>The lights that count as owed, the worst first.</summary>
    internal static readonly IReadOnlyList<Light> Order = [Light.Red, Light.Yellow, Light.Green, Light.Blue];

    /// <summary>Rows a page.</summary>
    public const int PageSize = 40;

    /// <summary>What is asked for.</summary>
    /// <param name="Id">The programme.</param>
    /// <param name="Office">Code of an office, to see its obligations; null for the tasks.</param>
    /// <param name="Page">Page from 1.</param>
    public sealed record Request(ProgrammeId Id, string? Office = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Programme">The programme.</param>
    /// <param name="Office">The office; null for the tasks.</param>
    /// <param name="Offices">Offices of the reader, to choose from.</param>
    /// <param name="Rows">Rows of this page.</param>
    /// <param name="Total">Rows in all.</param>
    /// <param name="SeesWork">True where the reader may see lights at all: the columns about them stand there for those only.</param>
    public sealed record View(Request Asked, YearProgramme Programme, Organisation? Office, IReadOnlyList<Organisation> Offices, IReadOnlyList<Row> Rows, int Total, bool SeesWork);

    /// <summary>One line of the chart and of its table.</summary>
    /// <param name="Name">Task, or piece of work.</param>
    /// <param name="Address">Where it leads.</param>
    /// <param name="From">First day.</param>
    /// <param name="Due">Last day in time; null where none is written.</param>
    /// <param name="Light">Its light; null where the reader does not see the work.</param>
    /// <param name="Status">Its status; null where the reader does not see the work.</param>
    /// <param name="Piece">True for a piece of work below the obligation above it.</param>
    /// <param name="Tally">Of a task: how many obligations have which light, as far as the reader sees the work; null for all else.</param>
    public sealed record Row(string Name, string Address, DateOnly From, DateOnly? Due, Light? Light, WorkStatus? Status, bool Piece, LightTally? Tally = null);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/timeline", Handle);
        routes.MapGet("/programmes/{id:long}/timeline.csv", Export);
        routes.MapGet("/programmes/{id:long}/timeline.xlsx", Export);
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ProgressSnapshots snapshots, Request request, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Office is null && AccessPolicy.IsInside(actor)) return await OfTasks(db, actor, snapshots, request, today, cancel);
        var programme = await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == request.Id, cancel);
        if (programme is null) return new Missing("programme.missing");
        var offices = await Own(db, actor, cancel);
        if (request.Office is null)
        {
            var tasks = db.VisibleTasks(actor).Where(t => t.ProgrammeId == request.Id && t.WithdrawnBy == null);
            var page = await tasks.OrderBy(t => t.DocumentId).ThenBy(t => t.Ordinal).ThenBy(t => t.Id).Skip((request.Page - 1) * PageSize).Take(PageSize)
                .Select(t => new { t.Id, t.Number, t.Title, t.Due }).ToListAsync(cancel);
            return new View(request, programme, null, offices, page.ConvertAll(t => new Row(
                t.Number is null ? t.Title : $"{t.Number}　{t.Title}", $"/tasks/{t.Id.Value}", new DateOnly(programme.Year, 1, 1), DueDays.Day(t.Due, programme.Year), null, null, Piece: false)),
                await tasks.CountAsync(cancel), SeesWork: false);
        }
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Code == request.Office, cancel);
        return office is null ? new Missing("organisation.missing") : await OfOffice(db, actor, request, programme, office, offices, today, cancel);
    }

    static async Task<List<Organisation>> Own(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var mine = AccessPolicy.Offices(actor);
        return mine.Count == 0 ? [] : await db.Organisations.Where(o => mine.Contains(o.Id)).OrderBy(o => o.Path).Take(20).ToListAsync(cancel);
    }

    // A task has no light of its own: what stands there is how many of those who owe it have which.
    static async Task<Outcome<View>> OfTasks(ZhiceDb db, Actor actor, ProgressSnapshots snapshots, Request request, DateOnly today, CancellationToken cancel)
    {
        if (!(await ProgressData.Load(db, actor, snapshots, request.Id, today, cancel)).Accepted(out var data, out var refusal)) return refusal;
        var year = data.Programme.Year;
        return new View(request, data.Programme, null, await Own(db, actor, cancel), [.. data.Tasks.Skip((request.Page - 1) * PageSize).Take(PageSize).Select(t =>
        {
            var tally = data.Of(t);
            return new Row(t.Name, $"/tasks/{t.Id.Value}", new DateOnly(year, 1, 1), DueDays.Day(t.Due, year), tally.All > 0 ? tally.Worst : null, null, Piece: false, tally);
        })], data.Tasks.Count, SeesWork: true);
    }

    static async Task<View> OfOffice(
        ZhiceDb db, Actor actor, Request request, YearProgramme programme, Organisation office, List<Organisation> offices, DateOnly today, CancellationToken cancel)
    {
        var owed = db.VisibleObligations(actor).Where(o => o.ProgrammeId == programme.Id && o.OrganisationId == office.Id && o.WithdrawnBy == null);
        var rows = await (
            from obligation in owed
            join task in db.Tasks on obligation.TaskId equals task.Id
            orderby task.DocumentId, task.Ordinal, obligation.Id
            select new { obligation.Id, obligation.TaskId, obligation.AsOf, task.Number, task.Title, task.Due }).Skip((request.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Id);
        var work = await LightReader.Of(db, actor, db.Obligations.Where(o => ids.Contains(o.Id)), today, cancel);
        var seen = work.Keys.ToList();
        var pieces = (await db.WorkItems.Where(i => seen.Contains(i.ObligationId) && i.WithdrawnAt == null).OrderBy(i => i.Id).Take(400).ToListAsync(cancel)).ToLookup(i => i.ObligationId);
        var shown = new List<Row>();
        foreach (var row in rows)
        {
            var reading = work.GetValueOrDefault(row.Id);
            shown.Add(new Row(row.Number is null ? row.Title : $"{row.Number}　{row.Title}", reading is null ? $"/tasks/{row.TaskId.Value}" : $"/obligations/{row.Id.Value}",
                row.AsOf, reading is null ? DueDays.Day(row.Due, programme.Year) : reading.Last, reading?.Reading.Light, reading?.State.Status, Piece: false));
            shown.AddRange(pieces[row.Id].Select(p => new Row(p.Title, $"/obligations/{row.Id.Value}/items/{p.Id.Value}",
                p.Start ?? ChinaTime.DayOf(p.CreatedAt), p.Due ?? reading?.On, null, p.Status, Piece: true)));
        }
        return new View(request, programme, office, offices, shown, await owed.CountAsync(cancel), AccessPolicy.IsInside(actor));
    }

    static async Task<IResult> Handle(long id, string? office, int? page, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, new Request(new(id), Text(office), Math.Clamp(page ?? 1, 1, 10_000)), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<TimelinePage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, string? office, int? page, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, new Request(new(id), Text(office), Math.Clamp(page ?? 1, 1, 10_000)), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? await Table(view, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static TableFile Table(View view, WordTable words)
    {
        List<TableColumn> columns = [new(words["timeline.what"], 50), new(words["item.startLabel"], 12), new(words["item.dueLabel"], 12)];
        if (view.SeesWork && view.Office is null) columns.AddRange([.. Order.Select(l => new TableColumn(words.Of(l), 10)), new(words["map.owed"], 10)]);
        else if (view.SeesWork) columns.AddRange([new(words["obligation.light"], 10), new(words["obligation.status"], 14)]);
        return new($"timeline-{view.Programme.Year}", columns, view.Rows.Select(r =>
        {
            List<Cell> cells = [Cell.Of((r.Piece ? "　" : "") + r.Name), Cell.Of(r.From), Cell.Of(r.Due)];
            if (view.SeesWork && r.Tally is { } tally) cells.AddRange([.. Order.Select(l => Cell.Of(tally[l])), Cell.Of(tally.Owed)]);
            else if (view.SeesWork) cells.AddRange([Cell.Of(r.Light is { } light ? words.Of(light) : null), Cell.Of(r.Status is { } status ? words.Of(status) : null)]);
            return (IReadOnlyList<Cell>)cells;
        }));
    }

    static IEnumerable<Light> Lights(WordTable words) => Enum.GetValues<Light>().Where(l => l != Light.None && words is not null).Reverse();

    static string? Text(string? typed) => typed?.Trim() is { Length: > 0 and <= 60 } text ? text : null;
}
