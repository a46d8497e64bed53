using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain.Services;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Features.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Statistics;

/// <summary>免填数据的来源: the cases behind a figure that the platform filled in. Who may see the figure sees the list; a case is named to those who may open it, and nobody's applicant is.</summary>
public static class ShowCounted
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    const int MostExported = 10_000;

    /// <summary>The page.</summary>
    public sealed record View(DataElement Element, Organisation Office, Period Period, CountedCases Cases, int Page, ServiceCatalogue Items);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/counted/{element}/{code}/{period}", Show);
        routes.MapGet("/statistics/counted/{element}/{code}/{period}/cases.csv", Export);
        routes.MapGet("/statistics/counted/{element}/{code}/{period}/cases.xlsx", Export);
    }

    /// <summary>Address of the list.</summary>
    internal static string Address(string element, string office, Period period) => $"/statistics/counted/{element}/{office}/{period}";

    /// <summary>Loads a page. Refused with <c>counted.missing</c> where there is no such figure, or it is not the reader's to see.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Visit visit, string element, string code, string period, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return await Load(db, visit, element, await Office(db, code, cancel), period, page, size, cancel);
    }

    static Task<Organisation?> Office(ZhiceDb db, string code, CancellationToken cancel) => db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == code, cancel);

    static async Task<Outcome<View>> Load(ZhiceDb db, Visit visit, string element, Organisation? office, string period, int page, int size, CancellationToken cancel)
    {
        if (office is null || !ReturnSheets.MaySee(visit.Actor, office.Path) || !Period.TryParse(period, out var when)
            || !StatisticsFiles.InUse.Elements.TryGetValue(element, out var found) || !CaseFigures.IsFed(db.Items, found)) return new Missing("counted.missing");
        var at = Math.Max(1, page);
        var cases = await CountedCases.Load(db, visit.Actor, found, office, when, visit.Today, at, size, cancel);
        return new View(found, office, when, cases, Paging.Within(at, cases.Total, size), db.Items);
    }

    static async Task<IResult> Show(string element, string code, string period, int? page, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        var office = await Office(db, code, cancel);
        if (await Recorded(db, visit, element, office, period, cancel) is { } recorded) return Answer.Page<CountedRecordsPage>(recorded);
        return (await Load(db, visit, element, office, period, page ?? 1, PageSize, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<CountedPage>(view) : Answer.Refused(visit, refusal);
    }

    // What cases count too is told by the cases, unless the records alone were declared complete.
    static async Task<ShowRecorded.View?> Recorded(ZhiceDb db, Visit visit, string element, Organisation? office, string period, CancellationToken cancel)
    {
        if (!StatisticsFiles.InUse.Elements.TryGetValue(element, out var found) || found.FromRecords is null || !Period.TryParse(period, out var when) || office is null || !ReturnSheets.MaySee(visit.Actor, office.Path)
            || (await RecordFigures.Read(db, [found], office, when, cancel)).GetValueOrDefault(element) is not { } figure) return null;
        if (CaseFigures.IsFed(db.Items, found) && (!figure.Whole || (await CaseFigures.Read(db, [found], office, when, cancel)).GetValueOrDefault(element) is { Whole: true })) return null;
        return await ShowRecorded.Run(db, found, office, when, figure, cancel);
    }

    static async Task<IResult> Export(string element, string code, string period, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (!(await Run(db, visit, element, code, period, 1, MostExported, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile($"{element}-{code}-{view.Period}", [new(words["counted.on"], 12), new(words["service.name"], 30), new(words["svc.number"], 30), new(words["counted.amount"]), new(words["return.unit"])],
            view.Cases.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.On), Cell.Of(ItemName(view.Items, r.Item, words)), Cell.Of(r.Seen?.Number ?? words["counted.hidden-case"]), r.Amount is { } amount ? Cell.Of(amount) : Cell.Of((string?)null), Cell.Of(r.Unit ?? view.Element.Unit.Text)]))
            .As(visit.Path, cancel);
    }

    /// <summary>Name of an item.</summary>
    internal static string ItemName(ServiceCatalogue items, string code, WordTable words) => items.Newest(code) is { } item ? ServiceText.Name(item, words) : code == CaseCoverage.Ratings ? words["counted.ratings"] : code == CaseCoverage.Records ? words["counted.records"] : code;
}
