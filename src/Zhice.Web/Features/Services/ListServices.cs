using Zhice.Domain.Services;
using Zhice.Policy.Structure;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>服务事项: what the public may apply for, found by words, by the stage of a right's life, by kind and by who may apply. Open to everyone; no command.</summary>
public static class ListServices
{
    /// <summary>The page.</summary>
    /// <param name="Items">Items that fit, by stage.</param>
    /// <param name="All">How many there are without a filter.</param>
    /// <param name="Asked">The filter.</param>
    public sealed record View(IReadOnlyList<ServiceItem> Items, int All, Filter Asked);

    /// <summary>What is asked for; null for all.</summary>
    public sealed record Filter(string? Words, string? Stage, ServiceKind? Kind, string? Group);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/services", Handle);
        routes.MapGet("/services.csv", Export);
        routes.MapGet("/services.xlsx", Export);
    }

    /// <summary>The items that fit, as they stand on a day.</summary>
    public static View Run(ServiceCatalogue catalogue, Filter asked, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(asked);
        var items = catalogue.On(today);
        var words = (asked.Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new View(
            [.. items.Where(item => (asked.Stage is null || item.Stage == asked.Stage) && (asked.Kind is null || item.Kind == asked.Kind)
                && (asked.Group is null || Audiences.Of(item).Contains(asked.Group, StringComparer.Ordinal)) && Array.TrueForAll(words, word => Says(item, word) || Says(item, SimplifiedText.Of(word))))],
            items.Count, asked);
    }

    // Whoever looks for a paper or a result finds the item that asks for it or gives it.
    static bool Says(ServiceItem item, string word) =>
        ((IEnumerable<string>)[item.Name, item.EnglishName, item.Summary, item.Competent, item.Result.Name, .. item.Materials.Select(m => m.Name), .. item.Basis.Select(b => b.Citation), .. item.Questions.Select(q => q.Ask)])
            .Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    static View Wanted(Visit visit, ServiceCatalogue catalogue) => Run(catalogue,
        new(Given(visit, "q"), Given(visit, "stage"), Enum.TryParse<ServiceKind>(visit.Asked("kind"), out var kind) && Enum.IsDefined(kind) ? kind : null, visit.Asked("group") is { } group && Audiences.Groups.Contains(group, StringComparer.Ordinal) ? group : null), visit.Today);

    static IResult Handle(Visit visit, ServiceCatalogue catalogue) => Answer.Page<ServicesPage>(Wanted(visit, catalogue));

    static async Task<IResult> Export(Visit visit, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        var words = visit.Words;
        return await new TableFile("services",
            [new(words["service.code"], 26), new(words["service.name"], 32), new(words["service.stage"], 10), new(words["service.kind"], 12), new(words["service.level"], 10), new(words["service.competent"], 30),
                new(words["service.audience"], 24), new(words["service.statutory"], 30), new(words["service.promised"], 14), new(words["service.fees"], 12), new(words["service.result"], 30)],
            Wanted(visit, catalogue).Items.Select(item => (IReadOnlyList<Cell>)[Cell.Of(item.Code), Cell.Of(ServiceText.Name(item, words)), Cell.Of(words[$"group.{item.Stage}"]), Cell.Of(words.Of(item.Kind)),
                Cell.Of(words.Of(item.Level)), Cell.Of(item.Competent), Cell.Of(string.Join('、', item.Audience)), Cell.Of(ServiceText.Limit(item.Statutory, item.ValidFrom, words)),
                Cell.Of(ServiceText.Budget(item.Promised, words)), Cell.Of(words[item.Fees.Count == 0 ? "service.free" : "service.charged"]), Cell.Of(item.Result.Name)])).As(visit.Path, cancel);
    }

    static string? Given(Visit visit, string name) => visit.Asked(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
