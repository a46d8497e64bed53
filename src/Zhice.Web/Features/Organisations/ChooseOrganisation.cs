using Microsoft.EntityFrameworkCore;
using Zhice.Data;

namespace Zhice.Web.Features.Organisations;

/// <summary>Matches for the organisation picker: names and codes, the shortest names first.</summary>
public static class ChooseOrganisation
{
    /// <summary>Most matches answered.</summary>
    public const int Most = 20;

    /// <summary>One match.</summary>
    public sealed record Choice(string Code, string Name);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/choices", Handle);

    static async Task<IResult> Handle(string? name, ZhiceDb db, CancellationToken cancel)
    {
        var text = name?.Trim() ?? "";
        if (text.Length is 0 or > 60) return TypedResults.Ok(Array.Empty<Choice>());
        return TypedResults.Ok(await db.Organisations
            .Where(o => o.ValidTo == null && (o.Name.Contains(text) || db.OrganisationAliases.Any(a => a.OrganisationId == o.Id && a.Name.Contains(text))))
            .OrderBy(o => o.Name.Length).ThenBy(o => o.Code).Take(Most).Select(o => new Choice(o.Code, o.Name)).ToListAsync(cancel));
    }
}
