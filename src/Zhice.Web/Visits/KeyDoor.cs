using Zhice.Data;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;

namespace Zhice.Web.Visits;

/// <summary>A program that sends a key, <c>Authorization: Bearer zhice_…</c>: it works as the key's owner, within the key's scopes, and needs no cookie and no form token.</summary>
/// <remarks>A key opens no page: only the interface below /api/v1, and tables and files to take away. Cookies that come with a key are not looked at.</remarks>
internal static class KeyDoor
{
    const string Scheme = "Bearer ";

    /// <summary>The secret that the request carries; null where it carries none.</summary>
    public static string? SecretOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    /// <summary>True once a key was taken for this request.</summary>
    public static bool CameThrough(Visit visit) => visit.KeyScopes != ApiScopes.None;

    /// <summary>Finds the owner. Null where the request may go on; else the answer: 401 for a key that is none, 403 for one without the scope.</summary>
    public static async Task<IResult?> Open(HttpContext context, Visit visit, string secret)
    {
        var services = context.RequestServices;
        var found = secret.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? await Sessions.FindKey(services.GetRequiredService<ZhiceDb>(), SessionCookie.KeyOf(secret), services.GetRequiredService<TimeProvider>().GetUtcNow(), context.RequestAborted)
            : null;
        if (found is not { } key || key.Owner.MustChangePassword)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Answer.Problem(visit, new Forbidden("apikey.unknown"), StatusCodes.Status401Unauthorized);
        }
        if (ApiKey.Needed(visit.Method, visit.Path) is not { } needed || (key.Scopes & needed) == 0)
            return Answer.Problem(visit, new Forbidden("apikey.scope"));
        (visit.Actor, visit.KeyScopes) = (key.Owner.Actor, key.Scopes);
        context.Response.Headers.CacheControl = "private, no-store";
        return null;
    }
}
