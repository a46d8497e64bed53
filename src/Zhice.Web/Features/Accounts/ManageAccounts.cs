using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>账户管理: the accounts that the reader may manage, with the roles they hold.</summary>
public static class ManageAccounts
{
    /// <summary>Accounts a page.</summary>
    public const int PageSize = 50;

    /// <summary>Part of a login, a name or an organisation to look for; null for all. Pages from 1.</summary>
    public sealed record Request(string? Text = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Accounts">The page of accounts, by login.</param>
    /// <param name="Total">Accounts that match.</param>
    /// <param name="Typed">What was typed into a form that was not accepted; empty at first.</param>
    /// <param name="OneTime">A password made just now, shown once; null otherwise.</param>
    /// <param name="MayOpen">True when the reader may open and close accounts.</param>
    public sealed record View(
        Request Asked, IReadOnlyList<Row> Accounts, int Total, AccountForm Typed, OneTimePassword? OneTime, bool MayOpen);

    /// <summary>One account.</summary>
    public sealed record Row(AccountId Id, string Login, string Name, bool Closed, bool Locked, bool Demonstration, IReadOnlyList<HeldGrant> Grants);

    /// <summary>A role held now.</summary>
    /// <param name="Id">Key of the grant.</param>
    /// <param name="Role">The role.</param>
    /// <param name="Organisation">Name of the organisation it is held at.</param>
    /// <param name="MayRevoke">True when the reader may take it back.</param>
    public sealed record HeldGrant(long Id, Role Role, string Organisation, bool MayRevoke);

    /// <summary>A password to hand over; it must be changed by its owner.</summary>
    public sealed record OneTimePassword(string Login, string Password);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accounts", Handle);

    /// <summary>True for those who manage accounts anywhere: they see the list, as far as their reach goes.</summary>
    public static bool May(Actor actor) =>
        actor.HoldsAny(Role.SystemAdministrator, Role.SecurityAdministrator, Role.NationalAdministrator, Role.RegionalAdministrator);

    /// <summary>Loads the list. A regional administrator sees the accounts of the own subtree.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        if (!May(actor)) return new Forbidden("access.denied");
        var now = clock.GetUtcNow();
        var accounts = Reached(db, actor);
        if (request.Text is { } text)
        {
            var login = text.ToLowerInvariant(); // as logins are kept
            accounts = accounts.Where(a => a.Login.Contains(login) || a.DisplayName.Contains(text)
                || db.RoleGrants.Any(g => g.AccountId == a.Id && g.RevokedAt == null && db.Organisations.Any(o => o.Id == g.OrganisationId && o.Name.Contains(text))));
        }
        var total = await accounts.CountAsync(cancel);
        var page = await accounts.OrderBy(a => a.Login).Skip((request.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var ids = page.ConvertAll(a => a.Id);
        var grants = (await (
            from grant in db.RoleGrants
            where ids.Contains(grant.AccountId) && grant.RevokedAt == null
            join organisation in db.Organisations on grant.OrganisationId equals organisation.Id
            orderby grant.Id
            select new { grant.AccountId, grant.Id, grant.Role, organisation.Name, organisation.Path }).ToListAsync(cancel)).ToLookup(g => g.AccountId);
        return new View(request,
            page.ConvertAll(a => new Row(a.Id, a.Login, a.DisplayName, a.Closed, a.LockedUntil > now, a.Demonstration,
                [.. grants[a.Id].Select(g => new HeldGrant(g.Id, g.Role, g.Name, AccessPolicy.MayGrant(actor, g.Role, g.Path)))])),
            total, new AccountForm(), null, actor.HoldsAny(Role.SystemAdministrator, Role.NationalAdministrator, Role.RegionalAdministrator));
    }

    /// <summary>Accounts that the actor may manage: all, or those with a role inside the own subtree.</summary>
    internal static IQueryable<Account> Reached(ZhiceDb db, Actor actor)
    {
        if (actor.HoldsAny(Role.SystemAdministrator, Role.SecurityAdministrator, Role.NationalAdministrator)) return db.Accounts;
        // A path ends with the key of its organisation, so "begins with" is the subtree.
        var paths = actor.Roles.Where(r => r.Role == Role.RegionalAdministrator).Select(r => r.Path).ToArray();
        return db.Accounts.Where(a => db.RoleGrants.Any(g => g.AccountId == a.Id && g.RevokedAt == null
            && db.Organisations.Any(o => o.Id == g.OrganisationId && paths.Any(path => o.Path.StartsWith(path)))));
    }

    static async Task<IResult> Handle(string? q, int? page, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new Request(q?.Trim() is { Length: > 0 and <= 60 } text ? text : null, Math.Clamp(page ?? 1, 1, 10_000)), clock, cancel))
            .Accepted(out var view, out var refusal)
            ? Answer.Page<AccountsPage>(view)
            : Answer.Refused(visit, refusal);
}

/// <summary>The form of a new account, and of a role for one.</summary>
public sealed class AccountForm
{
    /// <summary>Login.</summary>
    public string? Login { get; set; }
    /// <summary>Name as shown.</summary>
    public string? Name { get; set; }
    /// <summary>Role.</summary>
    public Role? Role { get; set; }
    /// <summary>Name or code of the organisation.</summary>
    public string? Organisation { get; set; }
}
