using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>指标: all of them with the last figure of a region, and how it stands among the others. With a region asked for it is the region's profile.</summary>
public static class ListIndicators
{
    /// <summary>An indicator in the list.</summary>
    /// <param name="Definition">Its version in force.</param>
    /// <param name="Last">The last year's figure; null where there is none or the reader may not see it.</param>
    /// <param name="Before">The figure of the year before.</param>
    public sealed record Line(IndicatorDefinition Definition, SeriesPoint? Last, SeriesPoint? Before);

    /// <summary>The page.</summary>
    /// <param name="Lines">The indicators, by heading and name.</param>
    /// <param name="Office">Whose figures; null where the reader may see none.</param>
    /// <param name="Choices">Offices that the reader may choose from.</param>
    /// <param name="Group">The heading asked for; null for all.</param>
    /// <param name="Name">Words of a name asked for; null for any.</param>
    /// <param name="Demonstration">True where invented values went into the figures.</param>
    /// <param name="Open">True where the figures are published ones.</param>
    public sealed record View(IReadOnlyList<Line> Lines, Organisation? Office, IReadOnlyList<Organisation> Choices, string? Group, string? Name, bool Demonstration, bool Open);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators", Handle);
        routes.MapGet("/indicators.csv", Export);
        routes.MapGet("/indicators.xlsx", Export);
    }

    /// <summary>Loads the list: five commands.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, string? office, string? group, string? name, DateOnly today, CancellationToken cancel, string? known = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        if (!KnownDay.Read(known, today).Accepted(out var day, out var wrong)) return wrong;
        var offices = await IndicatorBook.Offices(db, actor, office, cancel);
        var choices = offices.Where(o => AccessPolicy.MaySeeFigures(actor, o.Path)).ToList();
        // Who may see no figure of this office reads what was published.
        var open = day.Day is not null || (office is null ? choices.Count == 0 : choices.TrueForAll(o => o.Code != office));
        if (open) choices = await PublishedBook.Published(db, offices, cancel);
        var chosen = office is null ? choices.FirstOrDefault() : choices.FirstOrDefault(o => o.Code == office);
        if (office is not null && chosen is null) return new Missing("indicator.office");
        var figures = chosen is null ? null : open ? await PublishedBook.OfOffice(db, catalogue, chosen.Id, cancel, day.Day) : await IndicatorBook.OfOffice(db, catalogue, chosen.Id, cancel);
        var lines = catalogue.Codes.Select(code => catalogue.InForce(code, today) ?? catalogue.Versions(code)[0])
            .Where(d => (group is null || d.Group == group) && (name is null || d.Name.Contains(name, StringComparison.OrdinalIgnoreCase) || d.EnglishName.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(d => DefinitionFiles.Groups.ToList().IndexOf(d.Group)).ThenBy(d => d.Code, StringComparer.Ordinal)
            .Select(d =>
            {
                if (figures?.TryGetValue(d.Code, out var found) is not true) return new Line(d, null, null);
                return new Line(d, found.Point, found.Years.FirstOrDefault(y => y.Period == Earlier(found.Point.Period)));
            }).ToList();
        return new View(lines, chosen, choices, group, name, figures is { Count: > 0 } && await db.ObservationBatches.AnyAsync(b => b.Demonstration, cancel), open && chosen is not null);
    }

    static Period? Earlier(Period period) => period.Year > Period.FirstYear ? period.AddYears(-1) : null;

    static async Task<IResult> Handle(string? office, string? group, string? name, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Run(db, visit.Actor, catalogue, Given(office), Given(group), Given(name), visit.Today, cancel, visit.Asked("known"))).Accepted(out var view, out var refusal)
            ? Answer.Page<IndicatorsPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(string? office, string? group, string? name, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (!(await Run(db, visit.Actor, catalogue, Given(office), Given(group), Given(name), visit.Today, cancel, visit.Asked("known"))).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("indicators", [new(words["indicator.code"], 28), new(words["indicator.name"], 36), new(words["indicator.group"], 10), new(words["indicator.unit"], 10),
            new(words["indicator.kind"], 10), new(words["indicator.period"], 10), new(words["indicator.figure"], 14), new(words["indicator.coverage"], 12)],
            view.Lines.Select(l => (IReadOnlyList<Cell>)[Cell.Of(l.Definition.Code), Cell.Of(FigureText.Name(l.Definition, words)), Cell.Of(words[$"group.{l.Definition.Group}"]), Cell.Of(l.Definition.Unit.Text),
                Cell.Of(words.Of(l.Definition.Kind)), Cell.Of(l.Last?.Period.ToString()), l.Last is { Figure.IsKnown: true } last ? Cell.Of(last.Figure.Value) : Cell.Of(l.Last is null ? "" : words.Of(l.Last.Figure.State)),
                Cell.Of(l.Last is null ? "" : $"{l.Last.Known}/{l.Last.Expected}")])).As(visit.Path, cancel);
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
