using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>开户: a new account with a first role and a one-time password.</summary>
public static class OpenAccount
{
    /// <summary>What is asked for.</summary>
    public sealed record Request(string Login, string Name, Role? Role, string Organisation);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/accounts", Handle).DisableAntiforgery();

    /// <summary>Opens the account. Its first role is subject to the same rules as any later one.</summary>
    public static async Task<Outcome<ManageAccounts.OneTimePassword>> Run(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        var login = request.Login.Trim().ToLowerInvariant();
        var name = request.Name.Trim();
        var organisation = await OrganisationPicker.Find(db, request.Organisation, cancel);
        var defects = new List<Defect>();
        if (!IsLogin(login)) defects.Add(new Defect("account.login", "login"));
        else if (await db.Accounts.AnyAsync(a => a.Login == login, cancel)) defects.Add(new Defect("account.taken", "login", login));
        if (name.Length is 0 or > 60 || name.Any(char.IsControl)) defects.Add(new Defect("account.name", "name"));
        if (request.Role is null) defects.Add(new Defect("account.role", "role"));
        if (organisation is null) defects.Add(new Defect("account.organisation", "organisation"));
        if (!ManageAccounts.May(actor)) return new Forbidden("access.denied");
        if (defects.Count > 0) return new Invalid(defects);
        if (!AccessPolicy.MayManageAccounts(actor, organisation!.Path)) return new Forbidden("access.denied");
        // The system administrator opens the account, the security administrator gives it its roles: neither can do both.
        var grants = AccessPolicy.MayGrant(actor, request.Role!.Value, organisation.Path);
        if (!grants && !actor.Holds(Role.SystemAdministrator)) return new Forbidden("access.denied");

        var now = clock.GetUtcNow();
        var password = NewPassword();
        var account = new Account { Login = login, DisplayName = name, PasswordHash = Passwords.Hash(password), PasswordGivenAt = now, CreatedAt = now };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Accounts.Add(account);
        await db.SaveChangesAsync(cancel);
        if (grants) db.RoleGrants.Add(new RoleGrant { AccountId = account.Id, Role = request.Role.Value, OrganisationId = organisation.Id, GrantedAt = now });
        AuditLog.Append(db, actor, now, "account.open", $"account/{account.Id.Value}", new { login, role = grants ? request.Role.Value.ToString() : null, organisation = organisation.Code });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new ManageAccounts.OneTimePassword(login, password);
    }

    /// <summary>True for 2 to 60 lower-case letters, digits, dots and hyphens that begin with a letter.</summary>
    internal static bool IsLogin(string login) =>
        login.Length is >= 2 and <= 60 && char.IsAsciiLetterLower(login[0]) && login.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');

    /// <summary>Sixteen characters that are not taken for one another when read aloud or copied by hand: about 79 bits.</summary>
    internal static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);

    static async Task<IResult> Handle([FromForm] AccountForm form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = await Run(db, visit.Actor, new Request(form.Login ?? "", form.Name ?? "", form.Role, form.Organisation ?? ""), clock, cancel);
        var opened = outcome.Accepted(out var password, out var refusal);
        if (refusal is not null and not Invalid) return Answer.Refused(visit, refusal);
        if (!(await ManageAccounts.Run(db, visit.Actor, new(), clock, cancel)).Accepted(out var view, out var denied)) return Answer.Refused(visit, denied);
        return opened
            ? Answer.Page<AccountsPage>(view with { OneTime = password }) // answered at once: a one-time password goes into no cookie and no address
            : Answer.Again<AccountsPage>(visit, view with { Typed = form }, refusal!);
    }
}
