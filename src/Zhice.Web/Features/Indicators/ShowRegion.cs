using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>地区画像: one region with all its indicators: figure, change, place among its peers, targets, trend, and the release that holds it.</summary>
/// <remarks>Who may see the region's figures reads the last computation; everybody else, and everybody under <c>/open</c>, what was published.</remarks>
public static class ShowRegion
{
    /// <summary>What is asked for.</summary>
    /// <param name="Code">Code of the office.</param>
    /// <param name="Period">The period as written; null for the last year of each indicator.</param>
    /// <param name="Group">Only this heading; null for all.</param>
    /// <param name="Kind">Only this kind, as its name; null for all.</param>
    public sealed record Request(string Code, string? Period = null, string? Group = null, string? Kind = null)
    {
        /// <summary>True for what was published, also to those who may see more.</summary>
        public bool Published { get; init; }
        /// <summary>As published by the end of this day, <c>yyyy-MM-dd</c>; null for now.</summary>
        public string? Known { get; init; }
    }

    /// <summary>An indicator of the region.</summary>
    /// <param name="Line">What the store says.</param>
    /// <param name="Change">Against the year before; null where nothing can be said.</param>
    /// <param name="Targets">The target of the figure's year and the next one after it.</param>
    public sealed record Row(RegionLine Line, YearChange? Change, IReadOnlyList<ShowIndicator.TargetLine> Targets)
    {
        /// <summary>Years with a figure, the first one first: what the small trend draws and the table of years says.</summary>
        public IReadOnlyList<SeriesPoint> Years => [.. Line.Series.Where(p => p.Period.Kind == PeriodKind.Year && p.Figure.State != FigureState.NotYet)];
    }

    /// <summary>The page.</summary>
    /// <param name="Book">The region.</param>
    /// <param name="Rows">Its indicators after the filters: first those with a figure.</param>
    /// <param name="Asked">The request.</param>
    /// <param name="Kind">The kind asked for.</param>
    public sealed record View(RegionBook Book, IReadOnlyList<Row> Rows, Request Asked, IndicatorKind? Kind)
    {
        /// <summary>Those with a figure, or with the reason why there is none.</summary>
        public IEnumerable<Row> Given => Rows.Where(r => r.Line.Shown is not null);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/regions/{code}", Page);
        routes.MapGet("/regions/{code}.csv", Table);
        routes.MapGet("/regions/{code}.xlsx", Table);
        routes.MapGet("/open/regions/{code}", Page);
        routes.MapGet("/open/regions/{code}/data.csv", Table);
        routes.MapGet("/open/regions/{code}/data.xlsx", Table);
        routes.MapGet("/open/regions/{code}/data.json", Json);
    }

    /// <summary>Loads the page: nine commands at most.</summary>
    /// <returns>Refusals: <c>indicator.office</c>, <c>region.period-wrong</c>, <c>region.kind-wrong</c>, <c>region.group-wrong</c>, <c>indicator.known-wrong</c>, <c>indicator.known-future</c>.</returns>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IndicatorCatalogue catalogue, Request request, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(request);
        Period? period = null;
        if (request.Period is { } text)
        {
            if (!Period.TryParse(text, out var read)) return new Invalid(new Defect("region.period-wrong", "period", text));
            period = read;
        }
        IndicatorKind? kind = null;
        if (request.Kind is { } named)
        {
            if (Enum.GetValues<IndicatorKind>().Cast<IndicatorKind?>().FirstOrDefault(k => k.ToString() == named) is not { } known) return new Invalid(new Defect("region.kind-wrong", "kind", named));
            kind = known;
        }
        if (request.Group is { } group && !DefinitionFiles.Groups.Contains(group, StringComparer.Ordinal)) return new Invalid(new Defect("region.group-wrong", "group", group));
        if (!KnownDay.Read(request.Known, today).Accepted(out var day, out var wrong)) return wrong;
        if (await RegionBook.Load(db, actor, catalogue, request.Code, period, request.Published, today, cancel, day.Day) is not { } book) return new Missing("indicator.office");
        var rows = book.Lines.Where(l => (kind is null || l.Definition.Kind == kind) && (request.Group is null || l.Definition.Group == request.Group))
            .Select(line => new Row(line, line is { Shown: { } shown, Before: { } before } ? YearChange.Of(line.Definition, (shown.Figure, shown.Version), (before.Figure, before.Version)) : null, Targets(catalogue, book, line)));
        return new View(book, [.. rows.OrderBy(r => r.Line.Shown is null)], request, kind);
    }

    static List<ShowIndicator.TargetLine> Targets(IndicatorCatalogue catalogue, RegionBook book, RegionLine line)
    {
        var year = line.Shown?.Period.Year ?? 0;
        var asked = line.Targets.Where(t => t.Year == year).ToList();
        // Where the region is to be next: the nearest year that is set.
        if (book.Period is null && line.Targets.Where(t => t.Year > year).Select(t => t.Year).DefaultIfEmpty().Min() is > 0 and var next) asked.AddRange(line.Targets.Where(t => t.Year == next));
        return asked.ConvertAll(target => TargetOutlook.Of(catalogue, line.Definition, line.Series, target,
            target.FoundTargetId is { } id ? book.Sentences.GetValueOrDefault(id) : null));
    }

    static Task<Outcome<View>> Asked(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        Run(db, visit.Actor, catalogue, new(code, ShowIndicator.Given(visit.Asked("period")), ShowIndicator.Given(visit.Asked("group")), ShowIndicator.Given(visit.Asked("kind")))
        {
            Published = visit.Path.StartsWith("/open/", StringComparison.Ordinal), Known = ShowIndicator.Given(visit.Asked("known")),
        }, visit.Today, cancel);

    static async Task<IResult> Page(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Asked(code, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<RegionPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Table(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (!(await Asked(code, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"region-{code}", [new(words["indicator.code"], 26), new(words["indicator.name"], 32), new(words["indicator.group"], 10), new(words["indicator.kind"], 10), new(words["indicator.period"], 10),
            new(words["indicator.figure"], 14), new(words["indicator.state"], 12), new(words["indicator.unit"], 10), new(words["region.before"], 14), new(words["region.difference"], 12), new(words["region.percent"], 12),
            new(words["indicator.rank"], 8), new(words["region.known"], 10), new(words["region.expected"], 10), new(words["region.median"], 12), new(words["indicator.target"], 40), new(words["region.attainment"], 16),
            new(words["indicator.known"], 8), new(words["indicator.expected"], 8), new(words["indicator.version"], 8), new(words["release.code-label"], 24), new(words["release.revision"], 8)],
            view.Given.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Line.Definition.Code), Cell.Of(FigureText.Name(r.Line.Definition, words)), Cell.Of(words[$"group.{r.Line.Definition.Group}"]), Cell.Of(words.Of(r.Line.Definition.Kind)),
                Cell.Of(r.Line.Shown!.Period.ToString()), Cell.Of(r.Line.Shown.Figure.OrNull), Cell.Of(words.Of(r.Line.Shown.Figure.State)), Cell.Of(r.Line.Definition.Unit.Text), Cell.Of(r.Line.Before?.Figure.OrNull),
                Cell.Of(r.Change?.Difference), Cell.Of(r.Change?.Percent), Cell.Of(r.Line.Standing?.Rank), Cell.Of(r.Line.Standing?.Known), Cell.Of(r.Line.Standing?.Expected), Cell.Of(r.Line.Standing?.Median),
                Cell.Of(string.Join('；', r.Targets.Select(t => RegionText.Target(r.Line.Definition, t, words)))), Cell.Of(string.Join('；', r.Targets.Select(t => t.Unfit ? words["target.unfit"] : words.Of(t.State)))),
                Cell.Of(r.Line.Shown.Known), Cell.Of(r.Line.Shown.Expected), Cell.Of(r.Line.Shown.Version), Cell.Of(r.Line.Released?.Code), Cell.Of(r.Line.Released?.Revision)])).As(visit.Path, cancel);
    }

    static async Task<IResult> Json(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (!(await Asked(code, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        return Results.Json(new
        {
            region = view.Book.Office.Code,
            view.Book.Office.Name,
            division = view.Book.Office.DivisionCode,
            demonstration = view.Book.Demonstration,
            indicators = view.Given.Select(r => new
            {
                r.Line.Definition.Code,
                r.Line.Definition.Name,
                r.Line.Definition.EnglishName,
                unit = r.Line.Definition.Unit.Text,
                kind = r.Line.Definition.Kind.ToString(),
                direction = r.Line.Definition.Direction.ToString(),
                period = r.Line.Shown!.Period.ToString(),
                value = r.Line.Shown.Figure.OrNull,
                state = r.Line.Shown.Figure.State.ToString(),
                difference = r.Change?.Difference,
                percent = r.Change?.Percent,
                rank = r.Line.Standing?.Rank,
                known = r.Line.Standing?.Known,
                expected = r.Line.Standing?.Expected,
                median = r.Line.Standing?.Median,
                targets = r.Targets.Select(t => new { t.Target.Year, comparator = t.Target.Comparator.ToString(), value = t.Aim, growth = t.Target.Growth ? t.Target.Value : (decimal?)null, state = t.State.ToString(), unfit = t.Unfit }),
                years = r.Years.Select(y => new { period = y.Period.ToString(), value = y.Figure.OrNull, state = y.Figure.State.ToString(), y.Version }),
                release = r.Line.Released?.Code,
                revision = r.Line.Released?.Revision,
            }),
        });
    }
}
