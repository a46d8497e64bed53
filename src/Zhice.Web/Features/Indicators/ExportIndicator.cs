using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>指标数据: the page's figures as CSV, workbook and JSON, in the same rounding, with the version that made each.</summary>
public static class ExportIndicator
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/{code}.csv", Table);
        routes.MapGet("/indicators/{code}.xlsx", Table);
        routes.MapGet("/indicators/{code}.json", Json);
    }

    static async Task<IResult> Table(string code, string? office, string? period, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        var request = new ShowIndicator.Request(code, ShowIndicator.Given(office), ShowIndicator.Given(period)) { Known = ShowIndicator.Given(visit.Asked("known")) };
        if (!(await ShowIndicator.Run(db, visit.Actor, catalogue, request, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        IEnumerable<IReadOnlyList<Cell>> rows = view.Book is not { } book ? [] :
        [
            .. book.Series.Select(p => Row(FigureText.Region(book.Office, words), p)),
            .. book.Regions.Where(r => r.Point is not null && r.Office.Id != book.Office.Id).Select(r => Row(FigureText.Region(r.Office, words), r.Point!)),
        ];
        return await new TableFile(code, [new(words["indicator.region"], 18), new(words["indicator.period"], 10), new(words["indicator.figure"], 14), new(words["indicator.state"], 12), new(words["indicator.unit"], 10),
            new(words["indicator.before"], 14), new(words["indicator.known"], 8), new(words["indicator.expected"], 8), new(words["indicator.version"], 8)], rows).As(visit.Path, cancel);

        IReadOnlyList<Cell> Row(string region, SeriesPoint point) =>
            [Cell.Of(region), Cell.Of(point.Period.ToString()), Cell.Of(point.Figure.OrNull), Cell.Of(words.Of(point.Figure.State)), Cell.Of(point.Unit),
                Cell.Of(point.Before?.OrNull), Cell.Of(point.Known), Cell.Of(point.Expected), Cell.Of(point.Version)];
    }

    static async Task<IResult> Json(string code, string? office, string? period, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        var request = new ShowIndicator.Request(code, ShowIndicator.Given(office), ShowIndicator.Given(period)) { Known = ShowIndicator.Given(visit.Asked("known")) };
        if (!(await ShowIndicator.Run(db, visit.Actor, catalogue, request, visit.Today, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var definition = view.Definition;
        return Results.Json(new
        {
            code,
            definition.Name,
            definition.EnglishName,
            unit = definition.Unit.Text,
            kind = definition.Kind.ToString(),
            direction = definition.Direction.ToString(),
            formula = definition.Formula.Text,
            rollUp = definition.RollUp.ToString(),
            definition.Source,
            definition.Unverified,
            quality = definition.Quality is var q ? new { q.Verification, q.Sources, q.Accuracy, q.Limits, q.Compensation } : null,
            versions = view.Versions.Select(v => new { v.Version, validFrom = v.ValidFrom, v.Break }),
            demonstration = view.Book?.Run?.Demonstration,
            region = view.Book?.Office.Code,
            period = view.Book?.Period.ToString(),
            computedAt = view.Book?.Run?.At,
            series = view.Book?.Series.Select(Point),
            regions = view.Book?.Regions.Where(r => !r.Hidden).Select(r => new { region = r.Office.Code, r.Office.Name, r.Rank, figure = r.Point is null ? null : Point(r.Point) }),
        });
    }

    static object Point(SeriesPoint point) => new
    {
        period = point.Period.ToString(), value = point.Figure.OrNull, state = point.Figure.State.ToString(), beforeExclusions = point.Before?.OrNull, point.Known, point.Expected, point.Version,
    };
}
