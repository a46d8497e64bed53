using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>Where an application goes, and why.</summary>
/// <param name="Office">The office.</param>
/// <param name="Why">The words of the definition.</param>
public sealed record CaseWay(Organisation Office, string Why);

/// <summary>分派: one network of offices; by the applicant's region, which it chose at the beginning, and by what the form says, the definition's first rule that holds names the level.</summary>
public static class CaseRouting
{
    /// <summary>The office that gets an application; null for an item without rules. One command.</summary>
    /// <param name="db">The store.</param>
    /// <param name="item">The definition.</param>
    /// <param name="chosen">The office of the applicant's region.</param>
    /// <param name="values">The form.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<CaseWay?> Of(ZhiceDb db, ServiceItem item, Organisation chosen, IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(values);
        if (item.Routing.FirstOrDefault(r => r.When?.Holds(values.GetValueOrDefault) ?? true) is not { } rule) return null;
        // Up from the chosen office: a rule that names a city's office takes the province's where the applicant chose that.
        var keys = Organisation.KeysOf(chosen.Path).ToList();
        var above = await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id) && o.ValidTo == null).ToListAsync(cancel);
        var found = rule.Level switch
        {
            ServiceLevel.National => above.Find(o => o.Kind == OrganisationKind.NationalOffice) ?? await CaseDrafts.National(db).AsNoTracking().FirstOrDefaultAsync(cancel),
            ServiceLevel.Province => above.Find(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province),
            _ => above.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level is DivisionLevel.Province or DivisionLevel.City).MaxBy(o => o.Path.Length),
        };
        return new(found ?? chosen, rule.Why);
    }
}
