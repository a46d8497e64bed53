using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>首次设置: the first national administrator, by the one-time token printed at the start, while no account exists.</summary>
public static class SetUp
{
    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>The token.</summary>
        public string? Token { get; set; }
        /// <summary>Login.</summary>
        public string? Login { get; set; }
        /// <summary>Name as shown.</summary>
        public string? Name { get; set; }
        /// <summary>Password.</summary>
        public string? Password { get; set; }
        /// <summary>Password again.</summary>
        public string? Again { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/setup", Show);
        routes.MapPost("/setup", Handle).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
    }

    /// <summary>Makes the administrator. With a wrong token, or once an account exists, there is no such page.</summary>
    public static async Task<Outcome<Account>> Run(
        ZhiceDb db, string? expected, Form form, IReadOnlySet<string> common, TimeProvider clock, CancellationToken cancel)
    {
        if (!await IsOpen(db, expected, form.Token, cancel)) return new Missing("setup.closed");
        var login = form.Login?.Trim().ToLowerInvariant() ?? "";
        var name = form.Name?.Trim() ?? "";
        var defects = new List<Defect>();
        if (!OpenAccount.IsLogin(login)) defects.Add(new Defect("account.login", "login"));
        if (name.Length is 0 or > 60 || name.Any(char.IsControl)) defects.Add(new Defect("account.name", "name"));
        if (PasswordRules.Weakness(form.Password ?? "", login.Length == 0 ? "\n" : login, common, "password") is { } weakness) defects.Add(weakness);
        if (form.Password != form.Again) defects.Add(new Defect("password.again", "again"));
        if (defects.Count > 0) return new Invalid(defects);

        var now = clock.GetUtcNow();
        var nation = await db.Organisations.Where(o => o.Kind == OrganisationKind.NationalOffice).OrderBy(o => o.Id).FirstAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var account = new Account { Login = login, DisplayName = name, PasswordHash = Passwords.Hash(form.Password!), CreatedAt = now };
        db.Accounts.Add(account);
        await db.SaveChangesAsync(cancel);
        db.RoleGrants.Add(new RoleGrant { AccountId = account.Id, Role = Role.NationalAdministrator, OrganisationId = nation.Id, GrantedAt = now });
        AuditLog.Append(db, new Actor(account.Id, name, []), now, "account.first", $"account/{account.Id.Value}", new { login });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return account;
    }

    static async Task<bool> IsOpen(ZhiceDb db, string? expected, string? token, CancellationToken cancel) =>
        expected is not null && token is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(token)))
        && !await db.Accounts.AnyAsync(a => a.PasswordHash != null, cancel);

    static async Task<IResult> Show(string? token, Visit visit, ZhiceDb db, HostSettings settings, CancellationToken cancel) =>
        await IsOpen(db, settings.FirstAdministratorToken, token, cancel)
            ? Answer.Page<SetUpPage>(new Form { Token = token })
            : Answer.Refused(visit, new Missing("setup.closed"));

    static async Task<IResult> Handle([FromForm] Form form, Visit visit, ZhiceDb db, HostSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        if ((await Run(db, settings.FirstAdministratorToken, form, Passwords.Common(settings), clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Done(visit, "/login", "setup.done");
        return refusal is Invalid ? Answer.Again<SetUpPage>(visit, form, refusal) : Answer.Refused(visit, refusal);
    }
}
