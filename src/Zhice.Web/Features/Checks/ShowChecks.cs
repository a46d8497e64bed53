using Zhice.Data;
using Zhice.Data.Checks;
using Zhice.Data.Definitions;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Checks;

/// <summary>配置自检: every check of definitions, offices, targets, collecting and publishing, what it found, and what to do about it.</summary>
public static class ShowChecks
{
    /// <summary>The page.</summary>
    /// <param name="Results">All checks after the filter of area, those that found something first.</param>
    /// <param name="Area">The area asked for; null for all.</param>
    /// <param name="All">True where checks that found nothing are listed too.</param>
    /// <param name="Ran">Checks that ran.</param>
    /// <param name="Found">Findings by importance, before the filter.</param>
    public sealed record View(IReadOnlyList<CheckResult> Results, CheckArea? Area, bool All, int Ran, IReadOnlyDictionary<Importance, int> Found);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/checks", Show);
        routes.MapGet("/checks.csv", Export);
        routes.MapGet("/checks.xlsx", Export);
    }

    /// <summary>Runs the checks: eleven commands. Refusals: <c>access.denied</c>, <c>selfcheck.area</c>.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Visit visit, IndicatorCatalogue catalogue, HostSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(settings);
        CheckArea? area = null;
        if (visit.Asked("area") is { } text)
        {
            if (!Enum.TryParse<CheckArea>(text, out var read) || !Enum.IsDefined(read)) return new Invalid(new Defect("selfcheck.area", "area", text));
            area = read;
        }
        if (await ConfigurationCheck.Run(db, visit.Actor, catalogue, Path.Combine(settings.Home, InstanceDefinitions.Folder), visit.Today, cancel) is not { } results) return new Forbidden("access.denied");
        var all = visit.Asked("all") == "1";
        return new View([.. results.Where(r => (area is null || r.Check.Area == area) && (all || r.Total > 0)).OrderBy(r => r.Total == 0).ThenBy(r => r.Check.Importance).ThenBy(r => r.Check.Area)], area, all, results.Count,
            results.Where(r => r.Total > 0).GroupBy(r => r.Check.Importance).ToDictionary(g => g.Key, g => g.Count()));
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, HostSettings settings, CancellationToken cancel) =>
        (await Run(db, visit, catalogue, settings, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<ChecksPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, HostSettings settings, CancellationToken cancel)
    {
        if (!(await Run(db, visit, catalogue, settings, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("checks", [new(words["selfcheck.area-head"], 14), new(words["answers.importance"], 12), new(words["selfcheck.code"], 26), new(words["selfcheck.looks-for"], 60), new(words["selfcheck.found"], 60), new(words["selfcheck.fix"], 60)],
            view.Results.SelectMany(r => r.Total == 0
                ? [[Cell.Of(words.Of(r.Check.Area)), Cell.Of(words.Of(r.Check.Importance)), Cell.Of(r.Check.Code), Cell.Of(words[$"selfcheck.{r.Check.Code}"]), Cell.Of(words["selfcheck.nothing"]), Cell.Of((string?)null)]]
                : r.Findings.Select(f => (IReadOnlyList<Cell>)[Cell.Of(words.Of(r.Check.Area)), Cell.Of(words.Of(r.Check.Importance)), Cell.Of(r.Check.Code), Cell.Of(words[$"selfcheck.{r.Check.Code}"]),
                    Cell.Of(f.Said is { } said ? $"{f.Subject} {words.Of(said)}" : f.Subject), Cell.Of(words[$"selfcheck.{r.Check.Code}.fix"])]))).As(visit.Path, cancel);
    }
}
