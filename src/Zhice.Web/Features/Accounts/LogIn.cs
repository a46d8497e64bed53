using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>登录: a local password opens a session. Five wrong ones in a row lock the account for a quarter of an hour.</summary>
public static class LogIn
{
    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public const int Tries = 5;

    /// <summary>How long the lock lasts.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    /// <summary>What was typed.</summary>
    /// <param name="Login">Login, in any case.</param>
    /// <param name="Password">Password.</param>
    /// <param name="Device">Browser family, for the owner's list of sessions.</param>
    public sealed record Request(string Login, string Password, string Device);

    /// <summary>An open session.</summary>
    /// <param name="AccountId">Whose.</param>
    /// <param name="Secret">What the cookie carries; shown to nobody else.</param>
    public sealed record Response(AccountId AccountId, string Secret);

    /// <summary>The page.</summary>
    /// <param name="Login">Login as typed.</param>
    /// <param name="Return">Path to go to after it.</param>
    /// <param name="Demonstration">Accounts to try, with what they may do; empty outside the demonstration.</param>
    /// <param name="Password">Password of those accounts.</param>
    public sealed record View(string? Login, string? Return, IReadOnlyList<DemonstrationAccount> Demonstration, string? Password);

    /// <summary>A demonstration account as listed.</summary>
    public sealed record DemonstrationAccount(string Login, string Name, IReadOnlyList<(Role Role, string Organisation)> Roles);

    /// <summary>The form. Properties, not a constructor: the binder answers 400 for a constructor's field that was not sent.</summary>
    public sealed class Form
    {
        /// <summary>Login as typed.</summary>
        public string? Login { get; set; }
        /// <summary>Password as typed.</summary>
        public string? Password { get; set; }
        /// <summary>Path to go to.</summary>
        public string? Return { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", Show);
        routes.MapPost("/login", Handle).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
    }

    /// <summary>Opens a session. One answer for an unknown login, a closed account and a wrong password, after the same work.</summary>
    public static async Task<Outcome<Response>> Run(ZhiceDb db, Request request, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var login = request.Login.Trim().ToLowerInvariant();
        var account = await db.Accounts.AsTracking().FirstOrDefaultAsync(a => a.Login == login && !a.Closed, cancel);
        var matches = Passwords.Match(account, request.Password);
        // While locked, a right password is answered like a wrong one is when it locks: the lock tells nothing about the password.
        if (account?.LockedUntil > now) return new Invalid(new Defect("login.locked", null, (int)Lock.TotalMinutes));
        if (account is null) return new Invalid(new Defect("login.wrong"));
        if (!matches)
        {
            account.FailedAttempts++;
            if (account.FailedAttempts >= Tries) (account.FailedAttempts, account.LockedUntil) = (0, now + Lock);
            account.Version++;
            await db.SaveChangesAsync(cancel);
            return new Invalid(account.LockedUntil > now ? new Defect("login.locked", null, (int)Lock.TotalMinutes) : new Defect("login.wrong"));
        }
        if (account.FailedAttempts > 0 || account.LockedUntil is not null)
        {
            (account.FailedAttempts, account.LockedUntil) = (0, null);
            account.Version++;
        }
        var secret = SessionCookie.NewSecret();
        db.Sessions.Add(new Session
        {
            Key = SessionCookie.KeyOf(secret), AccountId = account.Id, StartedAt = now, ExpiresAt = now + SessionCookie.Life, Device = request.Device,
        });
        await db.SaveChangesAsync(cancel);
        return new Response(account.Id, secret);
    }

    static async Task<IResult> Show([FromQuery(Name = "return")] string? back, Visit visit, ZhiceDb db, HostSettings settings, CancellationToken cancel) =>
        visit.Actor.IsPublic
            ? Answer.Page<LogInPage>(await Page(db, settings, null, back, cancel))
            : Results.LocalRedirect(Visit.IsOwn(back) ? back! : "/");

    static async Task<IResult> Handle(
        [FromForm] Form form, HttpContext context, Visit visit, ZhiceDb db, HostSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        var request = new Request(form.Login ?? "", form.Password ?? "", DeviceName.Of(context.Request.Headers.UserAgent.ToString()));
        if (!(await Run(db, request, clock, cancel)).Accepted(out var opened, out var refusal))
            return Answer.Again<LogInPage>(visit, await Page(db, settings, form.Login, form.Return, cancel), refusal);
        SessionCookie.Give(context, opened.Secret);
        return Results.LocalRedirect(Visit.IsOwn(form.Return) ? form.Return! : "/");
    }

    // The people of the demonstration come first; a demonstration for load has thousands of officers after them.
    const int AccountsShown = 40;

    static async Task<View> Page(ZhiceDb db, HostSettings settings, string? login, string? back, CancellationToken cancel)
    {
        if (!settings.Demonstration) return new View(login, back, [], null);
        var rows = await (
            from account in db.Accounts
            where account.Demonstration && !account.Closed
            from grant in db.RoleGrants.Where(g => g.AccountId == account.Id && g.RevokedAt == null).DefaultIfEmpty()
            from organisation in db.Organisations.Where(o => o.Id == grant.OrganisationId).DefaultIfEmpty()
            orderby account.Id, grant.Id
            select new { account.Login, account.DisplayName, Role = (Role?)grant.Role, organisation.Name }).Take(AccountsShown).ToListAsync(cancel);
        return new View(login, back,
            [.. rows.GroupBy(r => (r.Login, r.DisplayName)).Select(g => new DemonstrationAccount(g.Key.Login, g.Key.DisplayName, [.. g.Where(r => r.Role is not null).Select(r => (r.Role!.Value, r.Name))]))],
            settings.DemonstrationPassword);
    }
}
