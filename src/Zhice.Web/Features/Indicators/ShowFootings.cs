using Zhice.Data;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>口径衔接: an indicator of an office as the tree stood then, as it stands now, and bridged, each with its coverage.</summary>
public static class ShowFootings
{
    /// <summary>The page.</summary>
    public sealed record View(IndicatorDefinition Definition, FootingBook Book);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/indicators/{code}/footings", Handle);

    static async Task<IResult> Handle(string code, string? office, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, CancellationToken cancel)
    {
        if (ShowIndicator.Given(visit.Asked("known")) is not null) return Answer.Refused(visit, new Invalid(new Defect("indicator.known-computed", "known")));
        if (await FootingBook.Load(db, visit.Actor, catalogue, code, ShowIndicator.Given(office), visit.Today, cancel) is not { } book)
            return Answer.Refused(visit, new Missing(catalogue.Versions(code).Count == 0 ? "indicator.missing" : "indicator.office"));
        return Answer.Page<FootingsPage>(new View(catalogue.InForce(code, visit.Today) ?? catalogue.Versions(code)[^1], book));
    }
}
