using Zhice.Data.Services;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>法定期限: the time limits of the laws that the clocks are set by, each text with article and days. Open to everyone; no command.</summary>
public static class ListLimits
{
    /// <summary>The page.</summary>
    /// <param name="Limits">Texts that fit, by name and day.</param>
    /// <param name="Words">What was looked for; null for all.</param>
    public sealed record View(IReadOnlyList<StatutoryLimit> Limits, string? Words);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services/limits", Handle);
        routes.MapGet("/services/limits.csv", Export);
        routes.MapGet("/services/limits.xlsx", Export);
    }

    /// <summary>The limits whose name or law says some words.</summary>
    public static View Run(string? words) => new(
        [.. StatutoryLimits.Book.All.Where(limit => words is null
            || ((IEnumerable<string>)[limit.Name, limit.EnglishName, limit.Citation, limit.Code]).Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)))], words);

    static string? Asked(Visit visit) => string.IsNullOrWhiteSpace(visit.Asked("q")) ? null : visit.Asked("q")!.Trim();

    static IResult Handle(Visit visit) => Answer.Page<LimitsPage>(Run(Asked(visit)));

    static async Task<IResult> Export(Visit visit, CancellationToken cancel)
    {
        var words = visit.Words;
        return await new TableFile("limits",
            [new(words["limit.name"], 32), new(words["limit.since"], 24), new(words["limit.amount"], 16), new(words["limit.extension"], 16), new(words["limit.basis"], 40), new(words["limit.from"], 12), new(words["limit.to"], 12),
                new(words["limit.verified"], 10)],
            Run(Asked(visit)).Limits.Select(limit => (IReadOnlyList<Cell>)[Cell.Of(words.IsEnglish ? limit.EnglishName : limit.Name), Cell.Of(limit.Since), Cell.Of(ServiceText.Budget(limit.Budget, words)),
                Cell.Of(ServiceText.Budget(limit.Extension, words)), Cell.Of(limit.Citation), Cell.Of(limit.ValidFrom), Cell.Of(limit.ValidTo),
                Cell.Of(words[limit.Unverified ? "service.no" : "service.yes"])])).As(visit.Path, cancel);
    }
}
