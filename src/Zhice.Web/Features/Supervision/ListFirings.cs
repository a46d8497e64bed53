using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Supervision;

/// <summary>督办记录: the rungs that fired for offices in reach, newest first. A record of what happened to duties, never a ranking of people or offices.</summary>
public static class ListFirings
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    public sealed record Request(RungKind? Kind = null, long? Programme = null, string? Organisation = null, int Page = 1);

    /// <summary>One rung that fired.</summary>
    public sealed record Row(Firing Firing, string Code, string Office, string Task, TaskId TaskId);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Rows">The page of rows.</param>
    /// <param name="Total">Rows that match.</param>
    /// <param name="Programmes">Programmes to choose from.</param>
    public sealed record View(Request Asked, IReadOnlyList<Row> Rows, int Total, IReadOnlyList<YearProgramme> Programmes);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/supervision", Handle);

    /// <summary>Loads a page: offices in reach, and all for those who read all. Not for the public: a card is between offices.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request asked, CancellationToken cancel)
    {
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");
        var firings = db.Firings.AsQueryable();
        if (!AccessPolicy.ReadsAll(actor))
        {
            var own = db.OrganisationsUnder(AccessPolicy.Reach(actor)).Select(o => o.Id);
            firings = firings.Where(f => own.Contains(f.OrganisationId));
        }
        if (asked.Kind is { } kind) firings = firings.Where(f => f.Kind == kind);
        if (asked.Programme is { } programme) firings = firings.Where(f => f.ProgrammeId == new ProgrammeId(programme));
        if (asked.Organisation is { } code) firings = firings.Where(f => db.Organisations.Any(o => o.Id == f.OrganisationId && o.Code == code));
        var total = await firings.CountAsync(cancel);
        var ids = firings.OrderByDescending(f => f.Id).Skip((asked.Page - 1) * PageSize).Take(PageSize);
        var rows = await (
            from firing in ids
            join office in db.Organisations on firing.OrganisationId equals office.Id
            join obligation in db.Obligations on firing.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            orderby firing.Id descending
            select new Row(firing, office.Code, office.Name, task.Title, task.Id)).ToListAsync(cancel);
        var programmes = await db.VisibleProgrammes(actor).OrderByDescending(p => p.Year).ThenBy(p => p.Id).Take(50).ToListAsync(cancel);
        return new View(asked, rows, total, programmes);
    }

    static async Task<IResult> Handle(string? kind, long? programme, string? organisation, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var asked = new Request(Enum.TryParse<RungKind>(kind, out var known) && Enum.IsDefined(known) ? known : null, programme, organisation?.Trim(), Math.Clamp(page ?? 1, 1, 10_000));
        return (await Run(db, visit.Actor, asked, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<FiringsPage>(view) : Answer.Refused(visit, refusal);
    }
}
