using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Indicators;
using Zhice.Records.Analysis;

namespace Zhice.Data.Indicators;

/// <summary>Applicants and agencies of the exclusion sets, for analyses of records: the layer of the indicators and that of the analyses are one.</summary>
public static class ExcludedParties
{
    /// <summary>Those on any set that stands on a day: one command.</summary>
    /// <param name="db">The store.</param>
    /// <param name="day">The day.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyList<Excluded>> Of(ZhiceDb db, DateOnly day, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var members = await (from member in db.ExclusionMembers
                             join set in db.ExclusionSets on member.SetId equals set.Id
                             where set.WithdrawnAt == null && set.ValidFrom <= day && (set.ValidTo == null || set.ValidTo > day)
                             orderby member.Id
                             select new { member.Name, member.Kind }).AsNoTracking().ToListAsync(cancel);
        return [.. members.Select(m => new Excluded(m.Name, m.Kind == ExcludedKind.Agency)).Distinct()];
    }
}
