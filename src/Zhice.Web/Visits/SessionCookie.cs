using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Zhice.Web.Visits;

/// <summary>The cookie of a login: a random secret of 256 bits. The store keeps only its digest, so that a stolen table opens no session.</summary>
internal static class SessionCookie
{
    public const string Name = "zhice-session";

    /// <summary>Longest life of a session: a working day.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of the secret, lower-case hexadecimal: the session's key in the store.</summary>
    public static string KeyOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static void Give(HttpContext context, string secret) =>
        context.Response.Cookies.Append(Name, secret, VisitMiddleware.Cookie(context, Life));

    public static void Take(HttpContext context) => context.Response.Cookies.Delete(Name, VisitMiddleware.Cookie(context, TimeSpan.Zero));
}
