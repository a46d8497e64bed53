using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Web.Visits;

/// <summary>Login sessions in the store.</summary>
public static class Sessions
{
    /// <summary>Who a session belongs to, and whether the password is still one that somebody else made.</summary>
    public sealed record Found(Actor Actor, bool MustChangePassword);

    sealed record Row(AccountId Id, string DisplayName, DateTimeOffset? PasswordGivenAt, Role? Role, OrganisationId? OrganisationId, string? Path);

    // Asked once for every page there is: compiled, so that its tree is not compared with the known ones each time.
    static readonly Func<ZhiceDb, string, DateTimeOffset, IAsyncEnumerable<Row>> Lasting = OnceCompiled.Query((ZhiceDb db, string key, DateTimeOffset now) =>
        from session in db.Sessions
        join account in db.Accounts on session.AccountId equals account.Id
        where session.Key == key && session.EndedAt == null && session.ExpiresAt > now && !account.Closed
        from grant in db.RoleGrants.Where(g => g.AccountId == account.Id && g.RevokedAt == null).DefaultIfEmpty()
        from organisation in db.Organisations.Where(o => o.Id == grant.OrganisationId).DefaultIfEmpty()
        orderby grant.Id
        select new Row(account.Id, account.DisplayName, account.PasswordGivenAt, (Role?)grant.Role, (OrganisationId?)grant.OrganisationId, organisation.Path));

    /// <summary>The actor of a session that still lasts, with the roles held now; null where there is none. One query.</summary>
    public static async Task<Found?> Find(ZhiceDb db, string key, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await Lasting(db, key, now).ToListAsync(cancel);
        return rows.Count == 0 ? null : Of(rows);
    }

    static Found Of(List<Row> rows) => new(new Actor(rows[0].Id, rows[0].DisplayName,
        [.. from row in rows where row.Path is not null select new HeldRole(row.Role!.Value, row.OrganisationId!.Value, row.Path!)]), rows[0].PasswordGivenAt is not null);

    /// <summary>The owner of a program's key that is in force, with the roles held now, and the key's scopes; null where there is none. One query.</summary>
    /// <param name="db">The store.</param>
    /// <param name="key">Digest of the secret.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<(Found Owner, ApiScopes Scopes)?> FindKey(ZhiceDb db, string key, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await (
            from held in db.ApiKeys
            join account in db.Accounts on held.AccountId equals account.Id
            where held.Key == key && held.RevokedAt == null && held.ExpiresAt > now && !account.Closed
            from grant in db.RoleGrants.Where(g => g.AccountId == account.Id && g.RevokedAt == null).DefaultIfEmpty()
            from organisation in db.Organisations.Where(o => o.Id == grant.OrganisationId).DefaultIfEmpty()
            orderby grant.Id
            select new { Row = new Row(account.Id, account.DisplayName, account.PasswordGivenAt, (Role?)grant.Role, (OrganisationId?)grant.OrganisationId, organisation.Path), held.Scopes, held.Name })
            .AsNoTracking().ToListAsync(cancel);
        if (rows.Count == 0) return null;
        var owner = Of(rows.ConvertAll(r => r.Row));
        return (owner with { Actor = owner.Actor with { Key = rows[0].Name } }, rows[0].Scopes);
    }
}
