using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Indicators;

/// <summary>指标开放数据: the published figures of an indicator under an address that stays, as page, CSV, workbook and JSON, and its method.</summary>
public static class OpenIndicator
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/open/indicators/{code}", Show);
        routes.MapGet("/open/indicators/{code}/method", Method);
        routes.MapGet("/open/indicators/{code}/data.csv", Table);
        routes.MapGet("/open/indicators/{code}/data.xlsx", Table);
        routes.MapGet("/open/indicators/{code}/data.json", Json);
    }

    static Task<Outcome<ShowIndicator.View>> Asked(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        ShowIndicator.Run(db, visit.Actor, catalogue, new(code, ShowIndicator.Given(visit.Asked("office")), ShowIndicator.Given(visit.Asked("period")))
        {
            Published = true, Known = ShowIndicator.Given(visit.Asked("known")),
        }, visit.Today, cancel);

    static async Task<IResult> Show(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Asked(code, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<IndicatorPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Method(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel) =>
        (await Asked(code, visit, db, catalogue, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<MethodPage>(view) : Answer.Refused(visit, refusal);

    // The whole indicator at once: every office and period, so that nobody has to ask page by page.
    static async Task<Outcome<(IReadOnlyList<IndicatorDefinition> Versions, IReadOnlyList<PublishedLine> Lines)>> All(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        var versions = catalogue.Versions(code);
        if (!KnownDay.Read(visit.Asked("known"), visit.Today).Accepted(out var known, out var refusal)) return refusal;
        var lines = await PublishedBook.All(db, catalogue, code, known.Day, cancel);
        return versions.Count == 0 && lines.Count == 0 ? new Missing("indicator.missing") : (versions, lines);
    }

    static async Task<IResult> Table(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (!(await All(code, visit, db, catalogue, cancel)).Accepted(out var all, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile(code, [new(words["indicator.office-code"], 16), new(words["indicator.region"], 24), new(words["indicator.period"], 10), new(words["indicator.figure"], 14), new(words["indicator.state"], 12),
            new(words["indicator.unit"], 10), new(words["indicator.before"], 14), new(words["indicator.known"], 8), new(words["indicator.expected"], 8), new(words["indicator.version"], 8),
            new(words["release.code-label"], 24), new(words["release.revision"], 8)],
            all.Lines.Select(l => (IReadOnlyList<Cell>)[Cell.Of(l.OfficeCode), Cell.Of(words.Organisation(l.OfficeCode, l.Office)), Cell.Of(l.Point.Period.ToString()), Cell.Of(l.Point.Figure.OrNull), Cell.Of(words.Of(l.Point.Figure.State)),
                Cell.Of(l.Point.Unit), Cell.Of(l.Point.Before?.OrNull), Cell.Of(l.Point.Known), Cell.Of(l.Point.Expected), Cell.Of(l.Point.Version), Cell.Of(l.Release), Cell.Of(l.Revision)])).As(visit.Path, cancel);
    }

    static async Task<IResult> Json(string code, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (!(await All(code, visit, db, catalogue, cancel)).Accepted(out var all, out var refusal)) return Answer.Refused(visit, refusal);
        var (newest, last) = (all.Versions.Count > 0 ? all.Versions[^1] : null, all.Lines.Count > 0 ? all.Lines.MaxBy(l => l.At)!.Method : null);
        return Results.Json(new
        {
            code,
            name = newest?.Name ?? last?.Name,
            englishName = newest?.EnglishName ?? last?.EnglishName,
            versions = all.Versions.Select(v => new { v.Version, v.ValidFrom, unit = v.Unit.Text, formula = v.Formula.Text, v.Decimals, v.Break }),
            quality = newest?.Quality is { } q ? new { q.Verification, q.Sources, q.Accuracy, q.Limits, q.Compensation } : null,
            figures = all.Lines.Select(l => new
            {
                office = l.OfficeCode, name = l.Office, period = l.Point.Period.ToString(), value = l.Point.Figure.OrNull, state = l.Point.Figure.State.ToString(), before = l.Point.Before?.OrNull, l.Point.Unit, l.Point.Decimals, formula = l.Method?.Formula,
                l.Point.Known, l.Point.Expected, l.Point.Version, release = l.Release, l.Revision, publishedAt = l.At,
            }),
        });
    }
}
