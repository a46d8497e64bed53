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

/// <summary>地区图: the provinces as a grid of tiles, each with the worst light of its own office, and the same as a table.</summary>
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
    /// <param name="Column">Column of the grid, from 0; null where the map has no tile for it, as for cities.</param>
    /// <param name="Row">Row of the grid, from 0; null likewise.</param>
    /// <param name="Tally">Its lights, as far as the reader may see.</param>
    public sealed record Tile(ShowBoard.Province Province, int? Column, int? Row, LightTally Tally);

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
        return new View(request, data, [.. data.Provinces.Select(p =>
        {
            var work = task is null ? data.Of(p) : data.Of(task, p);
            var place = ProvinceTiles.Places.TryGetValue(p.Prefix, out var found) ? found : default((int Column, int Row)?);
            return new Tile(p, place?.Column, place?.Row, request.Below ? work.Own + work.Below : work.Own);
        })]);
    }

    /// <summary>A row of lights by province, for the exports of the map and of the comparison.</summary>
    internal static TableFile Table(string name, IEnumerable<(ShowBoard.Province Province, LightTally Tally)> rows, WordTable words) => new(name,
        [new(words["map.region"], 20), .. Enum.GetValues<Light>().Reverse().Select(l => new TableColumn(words.Of(l), 10)), new(words["map.owed"], 10)],
        rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(words.Division(r.Province.Prefix, r.Province.Name)), .. Enum.GetValues<Light>().Reverse().Select(l => Cell.Of(r.Tally[l])), Cell.Of(r.Tally.Owed)]));

    static async Task<IResult> Handle(long id, long? task, string? below, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, Asked(id, task, below), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<MapPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(long id, long? task, string? below, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, Asked(id, task, below), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? await Table($"map-{view.Data.Programme.Year}", view.Tiles.OrderBy(t => t.Province.Prefix, StringComparer.Ordinal).Select(t => (t.Province, t.Tally)), visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static Request Asked(long id, long? task, string? below) => new(new(id), task is { } t ? new(t) : null, below == "1");
}
