using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>看板: the indicators that a reader puts together, for one region or several side by side, each with its trend. The address holds the choice, so that it can be sent; kept under a name it is one of the reader's boards.</summary>
public static class ShowDashboard
{
    /// <summary>Most indicators side by side.</summary>
    public const int Most = 12;
    /// <summary>Most regions side by side.</summary>
    public const int MostOffices = 6;

    /// <summary>What is shown while nothing was chosen: what the guideline's main goals count.</summary>
    static readonly string[] first = ["high_value_density", "invention_pendency", "trademark_pendency", "pledge_sme_count", "industrialisation_rate", "pii_share"];

    /// <summary>What the address chooses.</summary>
    /// <param name="Offices">Codes of offices; none for the first that the reader may see.</param>
    /// <param name="Indicators">Codes of indicators; none for those of the main goals.</param>
    public sealed record Choice(IReadOnlyList<string> Offices, IReadOnlyList<string> Indicators)
    {
        /// <summary>How many regions and indicators were chosen beyond what fits.</summary>
        public (int Offices, int Indicators) Left { get; init; }

        /// <summary>The choice as the query of an address, without the question mark.</summary>
        public string Query => QueryString.Create([.. Offices.Select(o => KeyValuePair.Create("office", (string?)o)), .. Indicators.Select(i => KeyValuePair.Create("i", (string?)i))]).Value?.TrimStart('?') ?? "";

        /// <summary>Reads it; whatever else stands in a query is left out.</summary>
        public static Choice Read(IEnumerable<KeyValuePair<string, StringValues>> query)
        {
            List<string> Of(string name) => [.. query.Where(q => q.Key == name).SelectMany(q => q.Value).OfType<string>().Select(v => v.Trim()).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal)];
            var (offices, indicators) = (Of("office"), Of("i"));
            return new([.. offices.Take(MostOffices)], [.. indicators.Take(Most)]) { Left = (Math.Max(0, offices.Count - MostOffices), Math.Max(0, indicators.Count - Most)) };
        }
    }

    /// <summary>One region's years of an indicator; those of years that have not ended are left out.</summary>
    public sealed record Line(Organisation Office, IReadOnlyList<SeriesPoint> Years);

    /// <summary>One indicator of the board.</summary>
    /// <param name="Definition">Its version in force.</param>
    /// <param name="Lines">One for each region, in the order chosen.</param>
    public sealed record Tile(IndicatorDefinition Definition, IReadOnlyList<Line> Lines)
    {
        /// <summary>The years of the first region.</summary>
        public IReadOnlyList<SeriesPoint> Years => Lines.Count == 0 ? [] : Lines[0].Years;
    }

    /// <summary>The page.</summary>
    /// <param name="Offices">Whose figures; none where the reader may see none.</param>
    /// <param name="Choices">Offices that the reader may choose from.</param>
    /// <param name="Tiles">The indicators, in the order asked for.</param>
    /// <param name="All">All indicators, to choose from.</param>
    /// <param name="Open">True where any of the figures are published ones.</param>
    /// <param name="Boards">The reader's own boards.</param>
    /// <param name="Chosen">What is shown, as an address holds it.</param>
    /// <param name="Typed">The name as typed, when it was refused.</param>
    public sealed record View(IReadOnlyList<Organisation> Offices, IReadOnlyList<Organisation> Choices, IReadOnlyList<Tile> Tiles, IReadOnlyList<IndicatorDefinition> All, bool Open,
        IReadOnlyList<SavedBoard> Boards, Choice Chosen, string? Typed = null);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/board", Handle);
        ManageBoards.Map(routes);
    }

    /// <summary>Loads the board: six commands.</summary>
    /// <returns>Refusal: <c>indicator.office</c> where an office is unknown, or nothing of it may be seen.</returns>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, Choice choice, DateOnly today, CancellationToken cancel, string? known = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(choice);
        if (!KnownDay.Read(known, today).Accepted(out var day, out var wrong)) return wrong;
        var offices = await IndicatorBook.Offices(db, actor, choice.Offices, true, cancel);
        // What was known on a day only releases answer.
        var seen = offices.Where(o => day.Day is null && AccessPolicy.MaySeeFigures(actor, o.Path)).ToList();
        // Of an office out of reach the reader sees what everybody sees: what was published.
        var others = offices.Where(o => !seen.Contains(o) && (seen.Count == 0 || choice.Offices.Contains(o.Code))).ToList();
        var published = others.Count == 0 ? [] : await PublishedBook.Published(db, others, cancel);
        var choices = offices.Where(o => seen.Contains(o) || published.Contains(o)).ToList();
        var chosen = choice.Offices.Count == 0 ? [.. choices.Take(1)] : choice.Offices.Select(code => choices.Find(o => o.Code == code)).OfType<Organisation>().ToList();
        if (chosen.Count < choice.Offices.Count) return new Missing("indicator.office");
        var all = catalogue.Codes.Select(code => catalogue.InForce(code, today) ?? catalogue.Versions(code)[0])
            .OrderBy(d => DefinitionFiles.Groups.ToList().IndexOf(d.Group)).ThenBy(d => d.Code, StringComparer.Ordinal).ToList();
        var codes = choice.Indicators.Count > 0 ? choice.Indicators : first;
        var (own, open) = (chosen.Where(seen.Contains).Select(o => o.Id).ToList(), chosen.Where(o => !seen.Contains(o)).Select(o => o.Id).ToList());
        var figures = own.Count == 0 ? [] : await IndicatorBook.OfOffices(db, catalogue, own, cancel);
        if (open.Count > 0) foreach (var (office, found) in await PublishedBook.OfOffices(db, catalogue, open, cancel, day.Day)) figures[office] = found;
        return new View(chosen, choices, [.. codes.Select(code => all.Find(d => d.Code == code)).OfType<IndicatorDefinition>().Select(d => new Tile(d, [.. chosen.Select(office => new Line(office,
            figures.TryGetValue(office.Id, out var of) && of.TryGetValue(d.Code, out var found) ? [.. found.Where(y => y.Figure.State != FigureState.NotYet)] : []))]))], all, open.Count > 0,
            await BoardShelf.Of(db, actor, cancel), new([.. chosen.Select(o => o.Code)], [.. codes.Where(code => all.Exists(d => d.Code == code))]) { Left = choice.Left });
    }

    static async Task<IResult> Handle(HttpRequest request, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        // Without any choice the reader's own first board opens, as its own address.
        if (request.Query.Count == 0 && (await BoardShelf.Of(db, visit.Actor, cancel)).FirstOrDefault(b => b.IsStart) is { } start) return Results.LocalRedirect(Address(start));
        return (await Run(db, visit.Actor, catalogue, Choice.Read(request.Query), visit.Today, cancel, visit.Asked("known"))).Accepted(out var view, out var refusal) ? Answer.Page<DashboardPage>(view) : Answer.Refused(visit, refusal);
    }

    /// <summary>The address of a kept board: whoever opens it sees its choice with the figures that he or she may see.</summary>
    internal static string Address(SavedBoard board) => $"/indicators/board?{board.Query}";

    /// <summary>The choice of a query that a form brings.</summary>
    internal static Choice Parse(string? query) => Choice.Read(QueryHelpers.ParseQuery(query ?? ""));
}
