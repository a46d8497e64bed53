using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Working;

/// <summary>困难: open obligations whose offices say that something stands in their way, of those whose work the reader may see; of a task, of an organisation, or all.</summary>
public static class ListBlockers
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most rows of an export.</summary>
    public const int Exported = 10_000;

    /// <summary>What is asked for.</summary>
    /// <param name="Task">Only this task; null for all.</param>
    /// <param name="Organisation">Code of the organisation that it concerns; null for all.</param>
    /// <param name="Page">Page, from 1.</param>
    public sealed record Request(TaskId? Task = null, string? Organisation = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request, its page within the list.</param>
    /// <param name="Rows">The page of rows.</param>
    /// <param name="Total">Rows in all.</param>
    /// <param name="Organisation">The organisation that it concerns; null for all.</param>
    public sealed record View(Request Asked, IReadOnlyList<BlockedRow> Rows, int Total, Organisation? Organisation);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/blockers", async (long? task, string? organisation, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
            (await Run(db, visit.Actor, new Request(task is { } id ? new(id) : null, organisation, page ?? 1), PageSize, cancel)).Accepted(out var view, out var refusal)
                ? Answer.Page<BlockersPage>(view)
                : Answer.Refused(visit, refusal));
        routes.MapGet("/blockers.csv", Export);
        routes.MapGet("/blockers.xlsx", Export);
    }

    /// <summary>Loads a page. Three commands. Refusals: <c>access.denied</c> for the public, <c>organisation.missing</c>.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request asked, int size, CancellationToken cancel)
    {
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        Organisation? organisation = null;
        if (asked.Organisation is { } code)
        {
            organisation = await db.Organisations.FirstOrDefaultAsync(o => o.Code == code, cancel);
            if (organisation is null) return new Missing("organisation.missing");
        }
        var blocked = organisation is null ? Blockers.Visible(db, actor) : Blockers.Concerning(db, actor, organisation);
        if (asked.Task is { } task) blocked = blocked.Where(o => o.TaskId == task);
        var total = await blocked.CountAsync(cancel);
        var page = Paging.Within(asked.Page, total, size);
        return new View(asked with { Page = page }, await Blockers.Rows(db, blocked).Skip((page - 1) * size).Take(size).ToListAsync(cancel), total, organisation);
    }

    static async Task<IResult> Export(long? task, string? organisation, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, new Request(task is { } id ? new(id) : null, organisation), Exported, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("blockers",
            [new(words["board.task"], 40), new(words["task.organisation"], 28), new(words["obligation.status"], 14), new(words["obligation.blocker"], 80)],
            view.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Title), Cell.Of(words.Organisation(r.Code, r.Office)), Cell.Of(words.Of(r.Status)), Cell.Of(r.Words)])).As(visit.Path, cancel);
    }
}
