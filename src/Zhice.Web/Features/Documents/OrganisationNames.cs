using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain.Organisations;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>Names of organisations: completion while a name is typed, and which names nobody knows.</summary>
public static class OrganisationNames
{
    /// <summary>Names offered at most.</summary>
    public const int Most = 12;

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/documents/organisation-names", async (string? q, Visit visit, ZhiceDb db, CancellationToken cancel) =>
            Results.Json(visit.Actor.IsPublic ? [] : await Complete(db, q?.Trim() ?? "", cancel)));

    /// <summary>Names that hold the letters, departments and ministries before local offices, shorter before longer.</summary>
    public static async Task<IReadOnlyList<string>> Complete(ZhiceDb db, string letters, CancellationToken cancel)
    {
        if (letters.Length is 0 or > 60) return [];
        return await db.Organisations.Where(o => o.Name.Contains(letters) && o.ValidTo == null)
            .OrderBy(o => o.Kind == OrganisationKind.LocalOffice ? 1 : 0).ThenBy(o => o.Name.Length).ThenBy(o => o.Name)
            .Select(o => o.Name).Take(Most).ToListAsync(cancel);
    }

    /// <summary>Those of <paramref name="names"/> that mean no organisation in a document of the owner: 省知识产权局 is known in a province's own.</summary>
    public static async Task<IReadOnlySet<string>> Unknown(ZhiceDb db, OrganisationId owner, IReadOnlyList<string> names, CancellationToken cancel)
    {
        if (names.Count == 0) return new HashSet<string>();
        var asked = names.Take(500).ToList();
        var known = await db.Organisations.Where(o => asked.Contains(o.Name)).Select(o => o.Name)
            .Union(db.OrganisationAliases.Where(a => asked.Contains(a.Name) && db.Organisations.Any(o => o.Id == a.OrganisationId && (o.Kind != OrganisationKind.LocalDepartment || o.ParentId == owner))).Select(a => a.Name)).ToListAsync(cancel);
        var left = asked.Except(known).ToHashSet(StringComparer.Ordinal);
        if (left.Count == 0) return left;
        // A name may stand for a group (各地方知识产权局) or carry a prefix: publishing asks the directory of the day, so this does as well.
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var organisations = await db.Organisations.AsNoTracking().ToListAsync(cancel);
        var divisions = new DivisionTree(await db.Divisions.AsNoTracking().ToListAsync(cancel), day, organisations.Find(o => o.Id == owner)?.DivisionCode ?? "000000");
        var directory = new OrganisationDirectory(
            organisations, await db.OrganisationAliases.AsNoTracking().OrderBy(a => a.Id).ToListAsync(cancel), divisions, day);
        left.RemoveWhere(name => directory.Find(name) is { } found && (found.Group || found.Organisations.Count > 0));
        return left;
    }
}
