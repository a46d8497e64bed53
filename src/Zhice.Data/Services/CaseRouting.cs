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
        if (rule.Above) return new(await Above(db, chosen, null, cancel), rule.Why);
        // Up from the chosen office: a rule that names a city's office takes the province's where the applicant chose that.
        var above = await Upward(db, chosen, cancel);
        var found = rule.Level switch
        {
            ServiceLevel.National => above.Find(o => o.Kind == OrganisationKind.NationalOffice) ?? await CaseDrafts.National(db).AsNoTracking().FirstOrDefaultAsync(cancel),
            ServiceLevel.Province => above.Find(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province),
            _ => above.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level is DivisionLevel.Province or DivisionLevel.City).MaxBy(o => o.Path.Length),
        };
        return new(found ?? chosen, rule.Why);
    }

    /// <summary>The office of a level above an office, or the one right above it; the national office where there is none between. One command, two where the national office is asked for.</summary>
    /// <param name="db">The store.</param>
    /// <param name="office">The office.</param>
    /// <param name="level">The level; null for the one right above.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Organisation> Above(ZhiceDb db, Organisation office, ServiceLevel? level, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(office);
        var offices = (await Upward(db, office, cancel)).Where(o => o.Id != office.Id && o.Kind == OrganisationKind.LocalOffice && o.Level is DivisionLevel.Province or DivisionLevel.City);
        var found = level switch
        {
            null => offices.MaxBy(o => o.Path.Length),
            ServiceLevel.Province => offices.FirstOrDefault(o => o.Level == DivisionLevel.Province),
            ServiceLevel.City => offices.FirstOrDefault(o => o.Level == DivisionLevel.City),
            _ => null,
        };
        return found ?? await CaseDrafts.National(db).AsNoTracking().FirstOrDefaultAsync(cancel) ?? office;
    }

    // An office and all above it that still stand.
    static async Task<List<Organisation>> Upward(ZhiceDb db, Organisation office, CancellationToken cancel)
    {
        var keys = Organisation.KeysOf(office.Path).ToList();
        return await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.Id) && o.ValidTo == null).ToListAsync(cancel);
    }
}
