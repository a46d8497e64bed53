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
    public sealed record View(Request Asked, YearProgramme Programme, Organisation? Office, IReadOnlyList<Organisation> Offices, IReadOnlyList<Row> Rows, int Total);

    /// <summary>One line of the chart and of its table.</summary>
    /// <param name="Name">Task, or piece of work.</param>
    /// <param name="Address">Where it leads.</param>
    /// <param name="From">First day.</param>
    /// <param name="Due">Last day in time; null where none is written.</param>
    /// <param name="Light">Its light; null where the reader does not see the work.</param>
    /// <param name="Status">Its status; null where the reader does not see the work.</param>
    /// <param name="Piece">True for a piece of work below the obligation above it.</param>
    public sealed record Row(string Name, string Address, DateOnly From, DateOnly? Due, Light? Light, WorkStatus? Status, bool Piece);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/timeline", Handle);
        routes.MapGet("/programmes/{id:long}/timeline.csv", Export);
        routes.MapGet("/programmes/{id:long}/timeline.xlsx", Export);
    }

    /// <summary>Loads the page.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var programme = await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == request.Id, cancel);
        if (programme is null) return new Missing("programme.missing");
        var mine = AccessPolicy.Offices(actor);
        var offices = mine.Count == 0 ? [] : await db.Organisations.Where(o => mine.Contains(o.Id)).OrderBy(o => o.Path).Take(20).ToListAsync(cancel);
        if (request.Office is null)
        {
            var tasks = db.VisibleTasks(actor).Where(t => t.ProgrammeId == request.Id && t.WithdrawnBy == null);
            var page = await tasks.OrderBy(t => t.DocumentId).ThenBy(t => t.Ordinal).ThenBy(t => t.Id).Skip((request.Page - 1) * PageSize).Take(PageSize)
                .Select(t => new { t.Id, t.Number, t.Title, t.Due }).ToListAsync(cancel);
            return new View(request, programme, null, offices, page.ConvertAll(t => new Row(
                t.Number is null ? t.Title : $"{t.Number}　{t.Title}", $"/tasks/{t.Id.Value}", new DateOnly(programme.Year, 1, 1), DueDays.Day(t.Due, programme.Year), null, null, Piece: false)),
                await tasks.CountAsync(cancel));
        }
        var office = await db.Organisations.FirstOrDefaultAsync(o => o.Code == request.Office, cancel);
        return office is null ? new Missing("organisation.missing") : await OfOffice(db, actor, request, programme, office, offices, today, cancel);
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
        return new View(request, programme, office, offices, shown, await owed.CountAsync(cancel));
    }

    static async Task<IResult> Handle(long id, string? office, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(new(id), Text(office), Math.Clamp(page ?? 1, 1, 10_000)), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<TimelinePage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, string? office, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(new(id), Text(office), Math.Clamp(page ?? 1, 1, 10_000)), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? await Table(view, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static TableFile Table(View view, WordTable words) => new($"timeline-{view.Programme.Year}",
        [new(words["timeline.what"], 50), new(words["item.startLabel"], 12), new(words["item.dueLabel"], 12), new(words["obligation.light"], 10), new(words["obligation.status"], 14)],
        view.Rows.Select(r => (IReadOnlyList<Cell>)
            [Cell.Of((r.Piece ? "　" : "") + r.Name), Cell.Of(r.From), Cell.Of(r.Due), Cell.Of(r.Light is { } light ? words.Of(light) : null), Cell.Of(r.Status is { } status ? words.Of(status) : null)]));

    static string? Text(string? typed) => typed?.Trim() is { Length: > 0 and <= 60 } text ? text : null;
}
