using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Organisations;

/// <summary>机构树: the national bodies and the provinces; below a province, its cities and counties on a page of their own.</summary>
public static class ListOrganisations
{
    /// <summary>Most organisations found by name.</summary>
    public const int FoundShown = 100;

    /// <summary>What is asked for.</summary>
    /// <param name="Under">Code of the organisation whose tree is shown; null for the whole country, provinces folded.</param>
    /// <param name="Name">Part of a name to look for; null for none.</param>
    public sealed record Request(string? Under = null, string? Name = null);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Root">The organisation asked for; null for the whole country.</param>
    /// <param name="Nodes">Organisations shown, parents before children.</param>
    /// <param name="Counts">Number of cities and counties in each province, by the first two digits.</param>
    public sealed record View(Request Asked, Organisation? Root, IReadOnlyList<Organisation> Nodes, IReadOnlyDictionary<string, (int Cities, int Counties)> Counts);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations", Handle);

    /// <summary>Loads what is shown: never the whole tree of 3,300 offices at once.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Request request, CancellationToken cancel)
    {
        var standing = db.Organisations.Where(o => o.ValidTo == null);
        if (request.Name is { } name)
        {
            var found = await standing.Where(o => o.Name.Contains(name) || db.OrganisationAliases.Any(a => a.OrganisationId == o.Id && a.Name.Contains(name)))
                .OrderBy(o => o.Level).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).Take(FoundShown).ToListAsync(cancel);
            return new View(request, null, found, new Dictionary<string, (int, int)>());
        }
        if (request.Under is { } code)
        {
            var root = await standing.FirstOrDefaultAsync(o => o.Code == code, cancel);
            if (root is null) return new Missing("organisation.missing");
            if (root.Kind == OrganisationKind.LocalOffice)
                return new View(request, root, await standing.Where(o => o.Path.StartsWith(root.Path)).OrderBy(o => o.Kind).ThenBy(o => o.Level).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).ToListAsync(cancel),
                    new Dictionary<string, (int, int)>());
        }
        var nodes = await standing.Where(o => o.Kind < OrganisationKind.LocalOffice || o.Level == DivisionLevel.Province)
            .OrderBy(o => o.Kind).ThenBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).ToListAsync(cancel);
        var counts = await standing.Where(o => o.Level == DivisionLevel.City || o.Level == DivisionLevel.County)
            .GroupBy(o => new { Province = o.DivisionCode!.Substring(0, 2), o.Level })
            .Select(g => new { g.Key.Province, g.Key.Level, Count = g.Count() }).ToListAsync(cancel);
        return new View(request, null, nodes, counts.GroupBy(c => c.Province).ToDictionary(g => g.Key,
            g => (g.Where(c => c.Level == DivisionLevel.City).Sum(c => c.Count), g.Where(c => c.Level == DivisionLevel.County).Sum(c => c.Count))));
    }

    static async Task<IResult> Handle(string? under, string? name, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, new Request(under is "" ? null : under, name?.Trim() is { Length: > 0 and <= 60 } part ? part : null), cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<OrganisationsPage>(view)
            : Answer.Refused(visit, refusal);
}
