using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Statistics;

/// <summary>统计联络员 as they stand: a person whose account was closed is none any more, and one that is named can be ended without another.</summary>
public static class Liaisons
{
    /// <summary>Names of the liaison persons of offices: one command.</summary>
    public static async Task<IReadOnlyDictionary<OrganisationId, string>> Of(ZhiceDb db, IReadOnlyCollection<OrganisationId> offices, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (offices.Count == 0) return new Dictionary<OrganisationId, string>();
        var ids = offices.Distinct().ToList();
        var rows = await (
            from liaison in db.Liaisons
            join account in db.Accounts on liaison.AccountId equals account.Id
            where ids.Contains(liaison.OrganisationId) && liaison.To == null && !account.Closed
            orderby liaison.Id
            select new { liaison.OrganisationId, account.DisplayName }).AsNoTracking().ToListAsync(cancel);
        return rows.GroupBy(r => r.OrganisationId).ToDictionary(g => g.Key, g => g.Last().DisplayName);
    }

    /// <summary>Ends a liaison from today on; the office has none until another is named.</summary>
    /// <returns>Refusals: <c>liaison.missing</c>, <c>access.denied</c>.</returns>
    public static async Task<Outcome<Organisation>> End(ZhiceDb db, Actor actor, long id, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (await db.Liaisons.AsTracking().FirstOrDefaultAsync(l => l.Id == id && l.To == null, cancel) is not { } liaison) return new Missing("liaison.missing");
        var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == liaison.OrganisationId, cancel);
        if (!OfficeFacts.MayName(actor, office)) return new Forbidden("access.denied");
        liaison.To = ChinaTime.Today(clock);
        AuditLog.Append(db, actor, clock.GetUtcNow(), "statistics.liaison-end", $"organisation/{office.Code}", new { account = liaison.AccountId.Value });
        await db.SaveChangesAsync(cancel);
        return office;
    }
}
