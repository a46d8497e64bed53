using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Domain.Services;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>数值由来: from a figure to the values that it was made of, and to who sent them.</summary>
public static class ShowSource
{
    /// <summary>The page.</summary>
    /// <param name="Book">The figure and what it was made of.</param>
    /// <param name="MaySeeHistory">True where the reader may open the history of the office's values.</param>
    /// <param name="Items">The service items, of which some count into elements.</param>
    public sealed record View(SourceBook Book, bool MaySeeHistory, ServiceCatalogue Items);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/indicators/{code}/source", Handle);

    static async Task<IResult> Handle(string code, string? office, string? period, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (ShowIndicator.Given(visit.Asked("known")) is not null) return Answer.Refused(visit, new Invalid(new Defect("indicator.known-computed", "known")));
        var asked = ShowIndicator.Given(period);
        if (asked is not null && !Period.TryParse(asked, out _)) return Answer.Refused(visit, new Invalid(new Defect("indicator.period-wrong", "period", asked)));
        var when = asked is null ? Period.OfYear(visit.Today.Year - 1) : Period.Parse(asked);
        return await SourceBook.Load(db, visit.Actor, catalogue, code, ShowIndicator.Given(office) ?? "cnipa", when, cancel) is { } book
            ? Answer.Page<SourcePage>(new View(book, ReturnSheets.MaySee(visit.Actor, book.Office.Path), db.Items))
            : Answer.Refused(visit, new Missing(catalogue.Versions(code).Count == 0 ? "indicator.missing" : "indicator.office"));
    }
}
