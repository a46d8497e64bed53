using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>看板: the indicators that a reader puts together, for one region, each with its trend. The address holds the choice, so that it can be kept and sent.</summary>
public static class ShowDashboard
{
    /// <summary>Most indicators side by side.</summary>
    public const int Most = 12;

    /// <summary>What is shown while nothing was chosen: what the guideline's main goals count.</summary>
    static readonly string[] first = ["high_value_density", "invention_pendency", "trademark_pendency", "pledge_sme_count", "industrialisation_rate", "pii_share"];

    /// <summary>One indicator of the board.</summary>
    /// <param name="Definition">Its version in force.</param>
    /// <param name="Years">Its figures by year; those of years that have not ended are left out.</param>
    public sealed record Tile(IndicatorDefinition Definition, IReadOnlyList<SeriesPoint> Years);

    /// <summary>The page.</summary>
    /// <param name="Office">Whose figures; null where the reader may see none.</param>
    /// <param name="Choices">Offices that the reader may choose from.</param>
    /// <param name="Tiles">The indicators, in the order asked for.</param>
    /// <param name="All">All indicators, to choose from.</param>
    /// <param name="Open">True where the figures are published ones.</param>
    public sealed record View(Organisation? Office, IReadOnlyList<Organisation> Choices, IReadOnlyList<Tile> Tiles, IReadOnlyList<IndicatorDefinition> All, bool Open);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/indicators/board", Handle);

    /// <summary>Loads the board: four commands.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string? office, IReadOnlyList<string> wanted, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(wanted);
        var offices = await IndicatorBook.Offices(db, actor, office, cancel);
        var choices = offices.Where(o => AccessPolicy.MaySeeFigures(actor, o.Path)).ToList();
        // Who may see no figure of this office reads what was published.
        var open = office is null ? choices.Count == 0 : choices.TrueForAll(o => o.Code != office);
        if (open) choices = await PublishedBook.Published(db, offices, cancel);
        var chosen = office is null ? choices.FirstOrDefault() : choices.FirstOrDefault(o => o.Code == office);
        if (office is not null && chosen is null) return new Missing("indicator.office");
        var all = catalogue.Codes.Select(code => catalogue.InForce(code, today) ?? catalogue.Versions(code)[0])
            .OrderBy(d => DefinitionFiles.Groups.ToList().IndexOf(d.Group)).ThenBy(d => d.Code, StringComparer.Ordinal).ToList();
        var codes = wanted.Count > 0 ? wanted.Distinct(StringComparer.Ordinal).Take(Most).ToList() : [.. first];
        var figures = chosen is null ? null : open ? await PublishedBook.OfOffice(db, catalogue, chosen.Id, cancel) : await IndicatorBook.OfOffice(db, catalogue, chosen.Id, cancel);
        return new View(chosen, choices, [.. codes.Select(code => all.FirstOrDefault(d => d.Code == code)).OfType<IndicatorDefinition>().Select(d => new Tile(d,
            figures?.TryGetValue(d.Code, out var found) is true ? [.. found.Years.Where(y => y.Figure.State != FigureState.NotYet)] : []))], all, open && chosen is not null);
    }

    static async Task<IResult> Handle(string? office, HttpRequest request, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, visit.Actor, catalogue, ShowIndicator.Given(office), [.. request.Query["i"].OfType<string>().Where(code => code.Length > 0)], visit.Today, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<DashboardPage>(view)
            : Answer.Refused(visit, refusal);
}
