using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Inspection;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Inspection;

/// <summary>双随机抽取公开: draws of inspections that have begun, for everyone to make again: seed, list, lots, result.</summary>
/// <remarks>The lots of offices are public; inspectors are persons, and their lots can be checked by who may see the plan.</remarks>
public static class OpenDraws
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>A draw on the list.</summary>
    public sealed record Row(InspectionId Id, string Title, DateOnly From, DateOnly To, string OwnerCode, string Owner, DateTimeOffset At, bool Demonstration);

    /// <summary>The list.</summary>
    public sealed record ListView(IReadOnlyList<Row> Rows, int Page, int Total);

    /// <summary>A candidate with its lot.</summary>
    public sealed record Candidate(OfficeLot Lot, string Name, bool Drawn);

    /// <summary>A draw.</summary>
    /// <param name="Head">Its plan.</param>
    /// <param name="Draw">The draw as kept.</param>
    /// <param name="Candidates">All offices that could be drawn, in the order of lots.</param>
    /// <param name="ListDigest">SHA-256 of the list of codes.</param>
    /// <param name="Same">True where the lots, made again now, choose the offices that were drawn.</param>
    public sealed record View(Row Head, InspectionDraw Draw, IReadOnlyList<Candidate> Candidates, string ListDigest, bool Same);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open/draws", List);
        routes.MapGet("/open/draws/{id:long}", Show);
        routes.MapGet("/open/draws/{id:long}/lots.csv", Export);
        routes.MapGet("/open/draws/{id:long}/lots.xlsx", Export);
    }

    // From the first day on: before it, an office that was drawn would be told.
    static IQueryable<Row> Begun(ZhiceDb db, DateOnly today) =>
        from plan in db.InspectionPlans
        join draw in db.InspectionDraws on plan.Id equals draw.InspectionId
        join owner in db.Organisations on plan.OwnerId equals owner.Id
        where plan.State >= InspectionState.Approved && plan.From <= today
        orderby plan.From descending, plan.Id descending
        select new Row(plan.Id, plan.Title, plan.From, plan.To, owner.Code, owner.Name, draw.At, plan.Demonstration);

    /// <summary>A draw, made again. Two commands.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, InspectionId id, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var row = await (
            from plan in db.InspectionPlans
            join made in db.InspectionDraws on plan.Id equals made.InspectionId
            join owner in db.Organisations on plan.OwnerId equals owner.Id
            where plan.Id == id && plan.State >= InspectionState.Approved && plan.From <= today
            select new { made, head = new Row(plan.Id, plan.Title, plan.From, plan.To, owner.Code, owner.Name, made.At, plan.Demonstration) }).AsNoTracking().FirstOrDefaultAsync(cancel);
        if (row is null) return new Missing("inspect.draw-missing");
        var codes = row.made.Offices.Split('\n');
        var names = await db.Organisations.AsNoTracking().Where(o => codes.Contains(o.Code)).ToDictionaryAsync(o => o.Code, o => o.Name, cancel);
        var drawn = RandomDraw.Read(row.made.Result).Select(d => d.Office).ToList();
        var lots = RandomDraw.Lots(row.made.Seed, codes);
        return new View(row.head, row.made, [.. lots.Select(l => new Candidate(l, names.GetValueOrDefault(l.Office, l.Office), drawn.Contains(l.Office, StringComparer.Ordinal)))], TextDigest.Of(row.made.Offices),
            drawn.SequenceEqual(lots.Take(row.made.Count).Select(l => l.Office), StringComparer.Ordinal));
    }

    static async Task<IResult> List(int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var all = Begun(db, visit.Today);
        var total = await all.CountAsync(cancel);
        var at = Paging.Within(page ?? 1, total, PageSize);
        return Answer.Page<OpenDrawsPage>(new ListView(await all.AsNoTracking().Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel), at, total));
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OpenDrawPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, new(id), visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"draw-{id}", [new(words["inspect.order"]), new(words["inspect.office-code"], 18), new(words["assess.office"], 30), new(words["inspect.lot"], 70), new(words["inspect.drawn-label"])],
            view.Candidates.Select((c, i) => (IReadOnlyList<Cell>)[Cell.Of(i + 1), Cell.Of(c.Lot.Office), Cell.Of(words.Organisation(c.Lot.Office, c.Name)), Cell.Of(c.Lot.Digest), Cell.Of(c.Drawn ? words["inspect.yes"] : "")])).As(visit.Path, cancel);
    }
}
