using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>我的账户: roles, sessions that may be ended, and a new password.</summary>
public static class OwnAccount
{
    /// <summary>The page.</summary>
    /// <param name="Login">Login.</param>
    /// <param name="Name">Name as shown.</param>
    /// <param name="Roles">Roles with the organisation they are held at.</param>
    /// <param name="Sessions">Open sessions, newest first.</param>
    public sealed record View(string Login, string Name, IReadOnlyList<(Role Role, string Organisation)> Roles, IReadOnlyList<OpenSession> Sessions);

    /// <summary>A session.</summary>
    /// <param name="Mark">First digits of its key: enough to choose one's own session by, of no use to open it.</param>
    /// <param name="Device">Browser family.</param>
    /// <param name="StartedAt">Begin.</param>
    /// <param name="ExpiresAt">Latest end.</param>
    /// <param name="Here">True for the session that asks.</param>
    public sealed record OpenSession(string Mark, string Device, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, bool Here);

    /// <summary>A change of password.</summary>
    public sealed class PasswordForm
    {
        /// <summary>The present password.</summary>
        public string? Current { get; set; }
        /// <summary>The new one.</summary>
        public string? New { get; set; }
        /// <summary>The new one again.</summary>
        public string? Again { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account", Show);
        routes.MapPost("/account/password", Change).RequireRateLimiting(LoginLimit.Name).DisableAntiforgery();
        routes.MapPost("/account/sessions/{mark:length(16)}/end", End);
    }

    /// <summary>Changes the password; every other session of the account ends.</summary>
    public static async Task<Outcome<Account>> ChangePassword(
        ZhiceDb db, Actor actor, PasswordForm form, string? keep, IReadOnlySet<string> common, TimeProvider clock, CancellationToken cancel)
    {
        if (actor.AccountId is not { } id) return new Forbidden("access.denied");
        var account = await db.Accounts.AsTracking().FirstAsync(a => a.Id == id, cancel);
        var defects = new List<Defect>();
        if (!Passwords.Match(account, form.Current ?? "")) defects.Add(new Defect("password.current", "current"));
        if (PasswordRules.Weakness(form.New ?? "", account.Login, common, "new") is { } weakness) defects.Add(weakness);
        else if (form.New == form.Current) defects.Add(new Defect("password.same", "new"));
        if (form.New != form.Again) defects.Add(new Defect("password.again", "again"));
        if (defects.Count > 0) return new Invalid(defects);

        var now = clock.GetUtcNow();
        (account.PasswordHash, account.PasswordGivenAt) = (Passwords.Hash(form.New!), null);
        account.Version++;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        AuditLog.Append(db, actor, now, "account.password", $"account/{id.Value}");
        await db.SaveChangesAsync(cancel);
        await ChangeAccount.EndSessions(db, id, now, keep, cancel);
        await transaction.CommitAsync(cancel);
        return account;
    }

    static async Task<Outcome<View>> Load(ZhiceDb db, Visit visit, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } id) return new Forbidden("access.denied");
        var now = clock.GetUtcNow();
        var account = await db.Accounts.FirstAsync(a => a.Id == id, cancel);
        var places = visit.Actor.Roles.Select(r => r.OrganisationId).ToList();
        var names = await db.Organisations.Where(o => places.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        var sessions = await db.Sessions.Where(s => s.AccountId == id && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.StartedAt).Take(50).ToListAsync(cancel);
        return new View(account.Login, account.DisplayName, [.. visit.Actor.Roles.Select(r => (r.Role, names[r.OrganisationId]))],
            sessions.ConvertAll(s => new OpenSession(s.Key[..16], s.Device, s.StartedAt, s.ExpiresAt, s.Key == visit.SessionKey)));
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Load(db, visit, clock, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<AccountPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Change([FromForm] PasswordForm form, Visit visit, ZhiceDb db, HostSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        var me = visit.Actor.AccountId;
        var first = await db.Accounts.AnyAsync(a => a.Id == me && a.PasswordGivenAt != null, cancel);
        var outcome = await ChangePassword(db, visit.Actor, form, visit.SessionKey, Passwords.Common(settings), clock, cancel);
        if (outcome.Accepted(out _, out var refusal)) return Answer.Done(visit, first ? "/" : "/account", "password.changed");
        return refusal is Invalid && (await Load(db, visit, clock, cancel)).Accepted(out var view, out _)
            ? Answer.Again<AccountPage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> End(string mark, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } id) return Answer.Refused(visit, new Forbidden("access.denied"));
        var now = clock.GetUtcNow();
        var ended = await db.Sessions.Where(s => s.AccountId == id && s.EndedAt == null && s.Key.StartsWith(mark))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
        return ended == 0 ? Answer.Refused(visit, new Missing("session.missing")) : Answer.Done(visit, "/account", "session.ended");
    }
}
