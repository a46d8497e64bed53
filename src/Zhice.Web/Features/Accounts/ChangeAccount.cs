using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>授权、撤权、停用、重置密码: changes of one account by those who manage it.</summary>
public static class ChangeAccount
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/accounts/{id:long}/grant", async ([FromForm] AccountForm form, long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            await Answered(visit, db, clock, await Grant(db, visit.Actor, new(id), form.Role, form.Organisation ?? "", clock, cancel), "account.granted", cancel)).DisableAntiforgery();
        routes.MapPost("/accounts/{id:long}/revoke/{grant:long}", async (long id, long grant, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            await Answered(visit, db, clock, await Revoke(db, visit.Actor, new(id), grant, clock, cancel), "account.revoked", cancel));
        routes.MapPost("/accounts/{id:long}/close", async (long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
            await Answered(visit, db, clock, await Close(db, visit.Actor, new(id), clock, cancel), "account.closed", cancel));
        routes.MapPost("/accounts/{id:long}/reset", Reset);
    }

    /// <summary>Gives a role. Roles that one account cannot hold together are refused (三员分立).</summary>
    public static async Task<Outcome<RoleGrant>> Grant(
        ZhiceDb db, Actor actor, AccountId id, Role? role, string organisation, TimeProvider clock, CancellationToken cancel)
    {
        if (!await ManageAccounts.Reached(db, actor).AnyAsync(a => a.Id == id && !a.Closed, cancel) || !ManageAccounts.May(actor)) return new Missing("account.missing");
        var place = await OrganisationPicker.Find(db, organisation, cancel);
        if (role is null) return new Invalid(new Defect("account.role", "role"));
        if (place is null) return new Invalid(new Defect("account.organisation", "organisation"));
        if (!AccessPolicy.MayGrant(actor, role.Value, place.Path)) return new Forbidden("access.denied");
        var held = await db.RoleGrants.Where(g => g.AccountId == id && g.RevokedAt == null).ToListAsync(cancel);
        if (AccessPolicy.Conflict(held.Select(g => g.Role).Append(role.Value)) is { } conflict) return new Invalid(conflict);
        if (held.Any(g => g.Role == role && g.OrganisationId == place.Id)) return new Invalid(new Defect("account.held", "role"));

        var now = clock.GetUtcNow();
        var grant = new RoleGrant { AccountId = id, Role = role.Value, OrganisationId = place.Id, GrantedAt = now };
        db.RoleGrants.Add(grant);
        AuditLog.Append(db, actor, now, "account.grant", Subject(id), new { role = role.Value.ToString(), organisation = place.Code });
        await db.SaveChangesAsync(cancel);
        return grant;
    }

    /// <summary>Takes a role back. The last national administrator keeps it: else nobody could give it again.</summary>
    public static async Task<Outcome<RoleGrant>> Revoke(ZhiceDb db, Actor actor, AccountId id, long grant, TimeProvider clock, CancellationToken cancel)
    {
        var found = await db.RoleGrants.AsTracking().FirstOrDefaultAsync(g => g.Id == grant && g.AccountId == id && g.RevokedAt == null, cancel);
        if (found is null || !ManageAccounts.May(actor)) return new Missing("account.missing");
        var path = await db.Organisations.Where(o => o.Id == found.OrganisationId).Select(o => o.Path).FirstAsync(cancel);
        if (!AccessPolicy.MayGrant(actor, found.Role, path)) return new Forbidden("access.denied");
        if (found.Role == Role.NationalAdministrator && await IsLast(db, grant, cancel)) return new Blocked("account.last");

        found.RevokedAt = clock.GetUtcNow();
        AuditLog.Append(db, actor, found.RevokedAt.Value, "account.revoke", Subject(id), new { role = found.Role.ToString() });
        await db.SaveChangesAsync(cancel);
        return found;
    }

    /// <summary>Closes an account and ends its sessions. Nobody closes the own account.</summary>
    public static async Task<Outcome<Account>> Close(ZhiceDb db, Actor actor, AccountId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Managed(db, actor, id, cancel)).Accepted(out var account, out var refusal)) return refusal;
        if (actor.AccountId == id) return new Blocked("account.own");
        var now = clock.GetUtcNow();
        account.Closed = true;
        account.Version++;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        AuditLog.Append(db, actor, now, "account.close", Subject(id));
        await db.SaveChangesAsync(cancel);
        await EndSessions(db, id, now, null, cancel);
        await transaction.CommitAsync(cancel);
        return account;
    }

    /// <summary>A new one-time password; all sessions of the account end.</summary>
    public static async Task<Outcome<ManageAccounts.OneTimePassword>> ResetPassword(ZhiceDb db, Actor actor, AccountId id, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await Managed(db, actor, id, cancel)).Accepted(out var account, out var refusal)) return refusal;
        var now = clock.GetUtcNow();
        var password = OpenAccount.NewPassword();
        (account.PasswordHash, account.PasswordGivenAt, account.FailedAttempts, account.LockedUntil) = (Passwords.Hash(password), now, 0, null);
        account.Version++;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        AuditLog.Append(db, actor, now, "account.reset", Subject(id));
        await db.SaveChangesAsync(cancel);
        await EndSessions(db, id, now, null, cancel);
        await transaction.CommitAsync(cancel);
        return new ManageAccounts.OneTimePassword(account.Login, password);
    }

    /// <summary>Ends the sessions of an account, but for one that may go on.</summary>
    internal static Task<int> EndSessions(ZhiceDb db, AccountId id, DateTimeOffset now, string? except, CancellationToken cancel) =>
        db.Sessions.Where(s => s.AccountId == id && s.EndedAt == null && s.Key != except).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);

    // An account is managed where every role it holds is in reach: a regional administrator must not reset the password of a national one.
    static async Task<Outcome<Account>> Managed(ZhiceDb db, Actor actor, AccountId id, CancellationToken cancel)
    {
        var account = ManageAccounts.May(actor) ? await ManageAccounts.Reached(db, actor).AsTracking().FirstOrDefaultAsync(a => a.Id == id && !a.Closed, cancel) : null;
        if (account is null) return new Missing("account.missing");
        var places = await (
            from grant in db.RoleGrants
            where grant.AccountId == id && grant.RevokedAt == null
            join organisation in db.Organisations on grant.OrganisationId equals organisation.Id
            select new { grant.Role, organisation.Path }).ToListAsync(cancel);
        var reached = places.All(p => AccessPolicy.MayManageAccounts(actor, p.Path));
        // The administrations are apart from business: the national administrator does not reach into them.
        var apart = !actor.Holds(Role.SystemAdministrator)
            && places.Any(p => p.Role is Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator);
        return reached && !apart ? account : new Forbidden("access.denied");
    }

    static async Task<bool> IsLast(ZhiceDb db, long grant, CancellationToken cancel) => !await (
        from other in db.RoleGrants
        where other.Role == Role.NationalAdministrator && other.RevokedAt == null && other.Id != grant
        join account in db.Accounts on other.AccountId equals account.Id
        where !account.Closed && account.PasswordHash != null // the command line's account lets nobody in
        select other).AnyAsync(cancel);

    static string Subject(AccountId id) => string.Create(CultureInfo.InvariantCulture, $"account/{id.Value}");

    static async Task<IResult> Answered<T>(Visit visit, ZhiceDb db, TimeProvider clock, Outcome<T> outcome, string code, CancellationToken cancel) where T : notnull
    {
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, "/accounts", code);
        return refusal is Invalid or Blocked && (await ManageAccounts.Run(db, visit.Actor, new(), clock, cancel)).Accepted(out var view, out _)
            ? Answer.Again<AccountsPage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Reset(long id, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ResetPassword(db, visit.Actor, new(id), clock, cancel)).Accepted(out var password, out var refusal)) return Answer.Refused(visit, refusal);
        return (await ManageAccounts.Run(db, visit.Actor, new(), clock, cancel)).Accepted(out var view, out var denied)
            ? Answer.Page<AccountsPage>(view with { OneTime = password })
            : Answer.Refused(visit, denied);
    }
}
