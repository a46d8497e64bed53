using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Indicators;

/// <summary>地区: the regions whose profiles the reader may open: those in reach, and those of which anything was published.</summary>
public static class ListRegions
{
    /// <summary>A region with the regions directly below it.</summary>
    /// <param name="Office">Its office.</param>
    /// <param name="Opens">False where only regions below it are open to the reader.</param>
    /// <param name="Below">Those below it that are open.</param>
    public sealed record Region(Organisation Office, bool Opens, IReadOnlyList<Organisation> Below);

    /// <summary>The page.</summary>
    /// <param name="Nation">The nation's office; null where it is not open.</param>
    /// <param name="Provinces">Provinces in the order of their codes.</param>
    /// <param name="Name">Words of a name asked for; null for any.</param>
    public sealed record View(Organisation? Nation, IReadOnlyList<Region> Provinces, string? Name);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/regions", Handle);

    /// <summary>Loads the list: two commands.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, string? name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var offices = await db.Organisations.AsNoTracking().Where(o => o.ValidTo == null
            && (o.Kind == OrganisationKind.NationalOffice || (o.Kind == OrganisationKind.LocalOffice && (o.Level == DivisionLevel.Province || o.Level == DivisionLevel.City)))).ToListAsync(cancel);
        var published = (await db.PublishedFigures.Select(f => f.OrganisationId).Distinct().ToListAsync(cancel)).ToHashSet();
        var open = offices.Where(o => AccessPolicy.MaySeeFigures(actor, o.Path) || published.Contains(o.Id))
            .Where(o => name is null || o.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).OrderBy(o => o.DivisionCode, StringComparer.Ordinal).ToList();
        var cities = open.Where(o => o.Level == DivisionLevel.City).ToLookup(o => o.ParentId);
        var provinces = offices.Where(o => o is { Kind: OrganisationKind.LocalOffice, Level: DivisionLevel.Province }).OrderBy(o => o.DivisionCode, StringComparer.Ordinal)
            .Select(p => new Region(p, open.Contains(p), [.. cities[p.Id]])).Where(p => p.Opens || p.Below.Count > 0).ToList();
        return new(open.FirstOrDefault(o => o.Kind == OrganisationKind.NationalOffice), provinces, name);
    }

    static async Task<IResult> Handle(string? name, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<RegionsPage>(await Run(db, visit.Actor, ShowIndicator.Given(name), cancel));
}
