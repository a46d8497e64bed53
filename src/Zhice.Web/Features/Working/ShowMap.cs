using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Working;

/// <summary>地区图: the regions as a grid of tiles, shaded by the share that is overdue (<see cref="RegionShade"/>), and the same as a table.</summary>
public static class ShowMap
{
    /// <summary>What is asked for.</summary>
    /// <param name="Id">The programme.</param>
    /// <param name="Task">One task; null for all.</param>
    /// <param name="Below">True to count cities and counties with the province's own office.</param>
    public sealed record Request(ProgrammeId Id, TaskId? Task = null, bool Below = false);

    /// <summary>The page.</summary>
    public sealed record View(Request Asked, ProgressData Data, IReadOnlyList<Tile> Tiles);

    /// <summary>A province on the map.</summary>
    /// <param name="Province">The province.</param>
    /// <param name="Column">Column of the grid, from 0.</param>
    /// <param name="Row">Row of the grid, from 0.</param>
    /// <param name="Tally">Its lights, as far as the reader may see; null where that is nothing.</param>
    public sealed record Tile(ShowBoard.Province Province, int Column, int Row, LightTally? Tally);

    // Cities and counties have no places of their own: they stand in the order of their codes.
    const int Wide = 8;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/map", Handle);
        routes.MapGet("/programmes/{id:long}/map.csv", Export);
        routes.MapGet("/programmes/{id:long}/map.xlsx", Export);
    }

    /// <summary>Loads the map.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ProgressSnapshots snapshots, Request request, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(await ProgressData.Load(db, actor, snapshots, request.Id, today, cancel)).Accepted(out var data, out var refusal)) return refusal;
        var task = data.Tasks.FirstOrDefault(t => t.Id == request.Task);
        if (request.Task is not null && task is null) return new Missing("task.missing");
        return new View(request, data, [.. data.Provinces.Select((p, at) =>
        {
            var work = task is null ? data.Of(p) : data.Of(task, p);
            var (column, row) = ProvinceTiles.Places.TryGetValue(p.Prefix, out var found) ? found : (at % Wide, at / Wide);
            return new Tile(p, column, row, !data.Sees(p) ? null : request.Below ? work.Own + work.Below : work.Own);
        })]);
    }

    static TableFile Table(View view, WordTable words)
    {
        var lights = Enum.GetValues<Light>().Reverse().ToList();
        return new($"map-{view.Data.Programme.Year}", [new(words["map.region"], 20), .. lights.Select(l => new TableColumn(words.Of(l), 10)), new(words["map.owed"], 10), new(words["map.seen"], 18)],
            view.Tiles.OrderBy(t => t.Province.Prefix, StringComparer.Ordinal).Select(t => (IReadOnlyList<Cell>)
            [
                Cell.Of(words.Division(t.Province.Prefix, t.Province.Name)), .. lights.Select(l => Cell.Of(t.Tally?[l])), Cell.Of(t.Tally?.Owed),
                Cell.Of(t.Tally is null ? words["map.unseen"] : view.Data.SeesPart(t.Province) ? words["map.part"] : null),
            ]));
    }

    static async Task<IResult> Handle(long id, long? task, string? below, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, Asked(id, task, below), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<MapPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, long? task, string? below, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, Asked(id, task, below), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? await Table(view, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static Request Asked(long id, long? task, string? below) => new(new(id), task is { } t ? new(t) : null, below == "1");
}
