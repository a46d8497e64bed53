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

/// <summary>接口密钥: keys by which programs work in one's own name, made with scopes and an end, shown once, revocable.</summary>
public static class ManageKeys
{
    const int Shown = 50;

    /// <summary>The page.</summary>
    /// <param name="Keys">Own keys, newest first; those that ended longest ago are left out beyond fifty.</param>
    /// <param name="Now">The present moment.</param>
    /// <param name="Secret">The secret just made, shown this once; else null.</param>
    /// <param name="Typed">What was typed.</param>
    public sealed record View(IReadOnlyList<ApiKey> Keys, DateTimeOffset Now, string? Secret, Form Typed);

    /// <summary>What the form sends.</summary>
    public sealed class Form
    {
        /// <summary>What the key is for.</summary>
        public string? Name { get; set; }
        /// <summary>Days until it ends.</summary>
        public int Days { get; set; } = 90;
        /// <summary>Names of scopes.</summary>
        public string[]? Scopes { get; set; }

        /// <summary>The scopes chosen.</summary>
        public ApiScopes Chosen => (Scopes ?? []).Aggregate(ApiScopes.None, (all, name) => Enum.TryParse<ApiScopes>(name, out var scope) ? all | (scope & ApiKey.All) : all);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/keys", Show);
        routes.MapPost("/account/keys", Make).DisableAntiforgery();
        routes.MapPost("/account/keys/{mark:length(16)}/revoke", Revoke);
    }

    /// <summary>Makes a key. Defects: <c>apikey.name</c>, <c>apikey.scopes</c>, <c>apikey.days</c>, <c>apikey.many</c>.</summary>
    /// <returns>The secret, which is kept nowhere.</returns>
    public static async Task<Outcome<string>> Run(ZhiceDb db, Actor actor, Form form, TimeProvider clock, CancellationToken cancel)
    {
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        var (now, name) = (clock.GetUtcNow(), (form.Name ?? "").Trim());
        var defects = new List<Defect>();
        if (name.Length is 0 or > ApiKey.LongestName) defects.Add(new Defect("apikey.name", "name", ApiKey.LongestName));
        if (form.Chosen == ApiScopes.None) defects.Add(new Defect("apikey.scopes", "scopes"));
        if (form.Days is < 1 or > ApiKey.LongestLife) defects.Add(new Defect("apikey.days", "days", ApiKey.LongestLife));
        if (defects.Count == 0 && await db.ApiKeys.CountAsync(k => k.AccountId == me && k.RevokedAt == null && k.ExpiresAt > now, cancel) >= ApiKey.Most) defects.Add(new Defect("apikey.many", "name", ApiKey.Most));
        if (defects.Count > 0) return new Invalid(defects);

        var secret = ApiKey.Prefix + SessionCookie.NewSecret();
        var key = new ApiKey { Key = SessionCookie.KeyOf(secret), AccountId = me, Name = name, Scopes = form.Chosen, CreatedAt = now, ExpiresAt = now.AddDays(form.Days) };
        db.ApiKeys.Add(key);
        AuditLog.Append(db, actor, now, "apikey.make", $"account/{me.Value}", new { key = key.Key[..16], scopes = key.Scopes.ToString(), expires = key.ExpiresAt });
        await db.SaveChangesAsync(cancel);
        return secret;
    }

    static async Task<View> Load(ZhiceDb db, AccountId me, DateTimeOffset now, string? secret, Form typed, CancellationToken cancel) =>
        new(await db.ApiKeys.Where(k => k.AccountId == me).OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Key).Take(Shown).AsNoTracking().ToListAsync(cancel), now, secret, typed);

    static async Task<IResult> Show(Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) => visit.Actor.AccountId is { } me
        ? Answer.Page<KeysPage>(await Load(db, me, clock.GetUtcNow(), null, new Form { Scopes = [nameof(ApiScopes.Read)] }, cancel))
        : Answer.Refused(visit, new Forbidden("access.denied"));

    static async Task<IResult> Make([FromForm] Form form, Visit visit, HttpResponse response, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = await Run(db, visit.Actor, form, clock, cancel);
        if (outcome.Accepted(out var secret, out var refusal))
        {
            response.Headers.CacheControl = "no-store";
            return Answer.Page<KeysPage>(await Load(db, visit.Actor.AccountId!.Value, clock.GetUtcNow(), secret, new Form { Scopes = [nameof(ApiScopes.Read)] }, cancel));
        }
        return refusal is Invalid && visit.Actor.AccountId is { } me
            ? Answer.Again<KeysPage>(visit, await Load(db, me, clock.GetUtcNow(), null, form, cancel), refusal)
            : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Revoke(string mark, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.AccountId is not { } me) return Answer.Refused(visit, new Forbidden("access.denied"));
        var key = await db.ApiKeys.AsTracking().FirstOrDefaultAsync(k => k.AccountId == me && k.Key.StartsWith(mark), cancel);
        if (key is null) return Answer.Refused(visit, new Missing("apikey.missing"));
        if (key.RevokedAt is null)
        {
            key.RevokedAt = clock.GetUtcNow();
            AuditLog.Append(db, visit.Actor, key.RevokedAt.Value, "apikey.revoke", string.Create(CultureInfo.InvariantCulture, $"account/{me.Value}"), new { key = mark });
            await db.SaveChangesAsync(cancel);
        }
        return Answer.Done(visit, "/account/keys", "apikey.revoked");
    }
}
