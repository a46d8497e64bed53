using System.Collections.Concurrent;
using Zhice.Data;
using Zhice.Data.Working;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Features.Programmes;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Working;

/// <summary>进展看板: the tasks of a programme against the provinces, each cell the worst light of the province's own office, with counts below it.</summary>
public static class ShowProgress
{
    /// <summary>What is asked for; null leaves a filter open.</summary>
    public sealed record Request(ProgrammeId Id, string? Section = null, Light? Light = null);

    /// <summary>The board.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Data">The lights that the reader may see.</param>
    /// <param name="Rows">Tasks that pass the filters.</param>
    /// <param name="Sections">Headings of the first level, the choice of the filter.</param>
    public sealed record View(Request Asked, ProgressData Data, IReadOnlyList<ProgressData.TaskRow> Rows, IReadOnlyList<string> Sections)
    {
        /// <summary>The rows of cells as they were drawn, by language: a kept board is drawn once in each.</summary>
        internal ConcurrentDictionary<Language, string[]> Drawn { get; } = new();
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/progress", Handle);
        routes.MapGet("/programmes/{id:long}/progress.csv", Export);
        routes.MapGet("/programmes/{id:long}/progress.xlsx", Export);
    }

    /// <summary>Loads the board. A light chooses the tasks that have it somewhere.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ProgressSnapshots snapshots, Request request, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(await ProgressData.Load(db, actor, snapshots, request.Id, today, cancel)).Accepted(out var data, out var refusal)) return refusal;
        var rows = data.Tasks.Where(t => request.Section is null || t.Section == request.Section)
            .Where(t => request.Light is not { } light || data.Provinces.Any(p => data.Of(t, p) is var work && (work.Own[light] > 0 || work.Below[light] > 0))).ToList();
        return new View(request, data, rows, [.. data.Tasks.Select(t => t.Section).Where(s => s.Length > 0).Distinct()]);
    }

    static async Task<IResult> Handle(
        long id, string? section, Light? light, Visit visit, ZhiceDb db, KeptProgress boards, ProgressSnapshots snapshots, CancellationToken cancel)
    {
        var request = new Request(new(id), section is "" ? null : section, light);
        return (await boards.Of(db, visit.Actor, request.Id, request, () => Run(db, visit.Actor, snapshots, request, visit.Today, cancel), cancel)).Accepted(out var board, out var refusal)
            ? Answer.Page<ProgressPage>(board)
            : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Export(long id, string? section, Light? light, Visit visit, ZhiceDb db, ProgressSnapshots snapshots, CancellationToken cancel) =>
        (await Run(db, visit.Actor, snapshots, new Request(new(id), section is "" ? null : section, light), visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? await Table(view, visit.Words).As(visit.Path, cancel)
            : Answer.Refused(visit, refusal);

    static TableFile Table(View view, WordTable words) => new($"progress-{view.Data.Programme.Year}",
        [new(words["board.number"], 8), new(words["board.task"], 40), new(words["board.section"], 24), .. view.Data.Provinces.Select(p => new TableColumn(words.Division(p.Prefix, p.Name), 12))],
        view.Rows.Select(row => (IReadOnlyList<Cell>)[Cell.Of(row.Number), Cell.Of(row.Title), Cell.Of(row.Section), .. view.Data.Provinces.Select(p => Cell.Of(Text(view.Data, row, p, words)))]));

    static string Text(ProgressData data, ProgressData.TaskRow row, ShowBoard.Province province, WordTable words)
    {
        var work = data.Of(row, province);
        var own = work.Own.All == 0 ? "" : words.Of(work.Own.Worst);
        var below = work.Below.All == 0 ? "" : words[data.Word("progress.below"), work.Below.Blue, work.Below.Owed, work.Below.Red];
        return own.Length > 0 && below.Length > 0 ? $"{own}; {below}" : own + below;
    }
}
