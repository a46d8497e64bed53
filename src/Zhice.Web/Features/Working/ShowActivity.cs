using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Working;

/// <summary>动态: what happened to the work of a programme, newest first, as far as the reader may see it.</summary>
public static class ShowActivity
{
    /// <summary>Events a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most events of an export.</summary>
    public const int MostExported = 5000;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    public sealed record Request(ProgrammeId Id, WorkEventKind? Kind = null, string? Office = null, int Page = 1);

    /// <summary>The page. Pages are turned one by one: counting a year's events for each reader would cost more than it tells.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Programme">The programme.</param>
    /// <param name="Rows">Events of this page.</param>
    /// <param name="More">True where older ones follow.</param>
    public sealed record View(Request Asked, YearProgramme Programme, IReadOnlyList<Row> Rows, bool More);

    /// <summary>An event.</summary>
    public sealed record Row(WorkEvent Event, string? By, string OfficeCode, string Office, TaskId Task, string? Number, string Title);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/activity", Handle);
        routes.MapGet("/programmes/{id:long}/activity.csv", Export);
        routes.MapGet("/programmes/{id:long}/activity.xlsx", Export);
    }

    /// <summary>Loads a page of events. Refusals: <c>programme.missing</c>, <c>access.denied</c>.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var programme = await db.VisibleProgrammes(actor).FirstOrDefaultAsync(p => p.Id == request.Id, cancel);
        if (programme is null) return new Missing("programme.missing");
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var visible = db.VisibleWork(actor);
        var rows = await (
            from happened in db.WorkEvents
            where happened.ProgrammeId == request.Id && (request.Kind == null || happened.Kind == request.Kind)
            join obligation in visible on happened.ObligationId equals obligation.Id
            join office in db.Organisations on obligation.OrganisationId equals office.Id
            where request.Office == null || office.Code == request.Office || office.Name.Contains(request.Office)
            join task in db.Tasks on obligation.TaskId equals task.Id
            from account in db.Accounts.Where(a => a.Id == happened.By).DefaultIfEmpty()
            orderby happened.Id descending
            select new Row(happened, account.DisplayName, office.Code, office.Name, task.Id, task.Number, task.Title)).Skip((request.Page - 1) * size).Take(size + 1).ToListAsync(cancel);
        return new View(request, programme, rows.Count > size ? rows[..size] : rows, rows.Count > size);
    }

    static async Task<IResult> Handle(long id, WorkEventKind? kind, string? office, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(new(id), kind, Text(office), Math.Clamp(page ?? 1, 1, 2000)), PageSize, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ActivityPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, WorkEventKind? kind, string? office, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(new(id), kind, Text(office)), MostExported, cancel)).Accepted(out var view, out var refusal)
            ? await Table(view, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static TableFile Table(View view, WordTable words) => new($"activity-{view.Programme.Year}",
        [new(words["activity.at"], 18), new(words["activity.by"], 18), new(words["task.organisation"], 28), new(words["board.task"], 40), new(words["activity.kind"], 16), new(words["activity.about"], 40)],
        view.Rows.Select(r => (IReadOnlyList<Cell>)
        [
            Cell.Of(Visit.Moment(r.Event.At)), Cell.Of(r.By ?? words["obligation.system"]), Cell.Of(words.Organisation(r.OfficeCode, r.Office)),
            Cell.Of(r.Number is null ? r.Title : $"{r.Number}　{r.Title}"), Cell.Of(words.Of(r.Event.Kind)), Cell.Of(EventText.About(r.Event, words).TrimStart('：')),
        ]));

    static string? Text(string? typed) => typed?.Trim() is { Length: > 0 and <= 60 } text ? text : null;
}
