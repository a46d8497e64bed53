using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Supervision;

/// <summary>Accounts as they may act now, for what is made for a person without a visit: the daily mail and the calendar feed.</summary>
public static class AccountActors
{
    /// <summary>The account with the roles that it holds now; null where it is closed or has none. One command.</summary>
    public static async Task<Actor?> Of(ZhiceDb db, AccountId id, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await (
            from account in db.Accounts
            where account.Id == id && !account.Closed
            join grant in db.RoleGrants on account.Id equals grant.AccountId
            where grant.RevokedAt == null
            join organisation in db.Organisations on grant.OrganisationId equals organisation.Id
            orderby grant.Id
            select new { account.DisplayName, grant.Role, organisation.Id, organisation.Path }).AsNoTracking().ToListAsync(cancel);
        return rows.Count == 0 ? null : new Actor(id, rows[0].DisplayName, [.. rows.Select(r => new HeldRole(r.Role, r.Id, r.Path))]);
    }
}
