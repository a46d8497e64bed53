using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Features.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>注册申请人: the public opens an account and says for whom it applies; who has an account adds a further applicant.</summary>
public static class RegisterApplicant
{
    /// <summary>What was typed.</summary>
    /// <param name="Login">Login; null where there is an account.</param>
    /// <param name="Password">Password; never shown again.</param>
    /// <param name="Details">The applicant.</param>
    public sealed record Request(string? Login, string? Password, ApplicantDetails Details);

    /// <summary>The page.</summary>
    /// <param name="Typed">What was typed, without the password; null at first.</param>
    /// <param name="Return">Path to go to after it.</param>
    /// <param name="NeedsAccount">True for the public.</param>
    public sealed record View(Request? Typed, string? Return, bool NeedsAccount);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/register", (Visit visit) => Answer.Page<RegisterApplicantPage>(new View(null, visit.Asked("return"), visit.Actor.IsPublic)));
        routes.MapPost("/my/register", Handle).RequireRateLimiting(LoginLimit.Registering).DisableAntiforgery();
    }

    /// <summary>Opens the account where there is none, and registers the applicant: both or neither.</summary>
    public static async Task<Outcome<AccountId>> Run(ZhiceDb db, Actor actor, HostSettings settings, Request request, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(request);
        var defects = Applicants.Check(request.Details).ToList();
        var login = (request.Login ?? "").Trim().ToLowerInvariant();
        if (actor.IsPublic)
        {
            if (!OpenAccount.IsLogin(login)) defects.Insert(0, new Defect("account.login", "login"));
            else if (await db.Accounts.AnyAsync(a => a.Login == login, cancel)) defects.Insert(0, new Defect("account.taken", "login", login));
            else if (PasswordRules.Weakness(request.Password ?? "", login, Passwords.Common(settings), "password") is { } weak) defects.Add(weak);
        }
        if (defects.Count > 0) return new Invalid(defects);
        var hash = actor.IsPublic ? Passwords.Hash(request.Password!) : null; // before the store's turn is taken: hashing takes its time
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var who = actor;
        if (actor.IsPublic)
        {
            var now = clock.GetUtcNow();
            var account = new Account { Login = login, DisplayName = request.Details.Contact.Trim(), PasswordHash = hash, CreatedAt = now };
            db.Accounts.Add(account);
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException)
            {
                return new Invalid(new Defect("account.taken", "login", login));
            }
            who = new Actor(account.Id, account.DisplayName, []);
            AuditLog.Append(db, who, now, "account.register", $"account/{account.Id.Value}", new { login });
        }
        if (!(await Applicants.Register(db, who, request.Details, false, clock, cancel)).Accepted(out _, out var refusal)) return refusal;
        await transaction.CommitAsync(cancel);
        return who.AccountId!.Value;
    }

    static async Task<IResult> Handle(HttpRequest http, Visit visit, HttpContext context, ZhiceDb db, HostSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new Request(form["login"], form["password"], new(form["kind"] == nameof(ApplicantKind.Company) ? ApplicantKind.Company : ApplicantKind.Person,
            form["name"].ToString(), form["code"].ToString(), form["contact"].ToString(), form["phone"].ToString()));
        var back = form["return"].ToString();
        if (!(await Run(db, visit.Actor, settings, request, clock, cancel)).Accepted(out _, out var refusal))
            return Answer.Again<RegisterApplicantPage>(visit, new View(request with { Password = null }, back, visit.Actor.IsPublic), refusal);
        if (visit.Actor.IsPublic)
        {
            db.ChangeTracker.Clear();
            var login = new LogIn.Request(request.Login!, request.Password!, DeviceName.Of(http.Headers.UserAgent.ToString()));
            if ((await LogIn.Run(db, login, clock, cancel)).Accepted(out var opened, out _)) SessionCookie.Give(context, opened.Secret);
        }
        return Answer.Done(visit, Visit.IsOwn(back) ? back : "/my", "svc.registered");
    }
}
