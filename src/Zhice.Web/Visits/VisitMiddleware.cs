using System.Security.Claims;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Domain;
using Zhice.Web.Hosting;
using Zhice.Web.Words;

namespace Zhice.Web.Visits;

/// <summary>Finds out, before a page runs, who asks and in which language. One query, and none for the public.</summary>
internal static class VisitMiddleware
{
    public const string LanguageCookie = "zhice-lang";
    public const string FlashCookie = "zhice-said";

    public static void UseVisits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        DropEmpty(context.Request);
        var visit = context.RequestServices.GetRequiredService<Visit>();
        ChooseLanguage(context, visit);
        if (context.Request.Cookies[FlashCookie] is { } said)
        {
            visit.Said = Sentence(visit.Words, said.Split('\n'));
            context.Response.Cookies.Delete(FlashCookie);
        }
        if (context.GetEndpoint() is not null && KeyDoor.SecretOf(context.Request) is { } bearer)
        {
            if (await KeyDoor.Open(context, visit, bearer) is { } refused)
            {
                await refused.ExecuteAsync(context);
                return;
            }
        }
        else if (context.GetEndpoint() is not null && context.Request.Cookies[SessionCookie.Name] is { Length: > 0 } secret)
            await FindActor(context, visit, secret);
        if (visit.MustChangePassword && !IsChange(context.Request.Path))
        {
            await (visit.IsApi || !HttpMethods.IsGet(visit.Method)
                ? Answer.Refused(visit, new Forbidden("password.given"))
                : Results.LocalRedirect("/account")).ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    public static CookieOptions Cookie(HttpContext context, TimeSpan life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        MaxAge = life,
        Path = "/",
        IsEssential = true,
    };

    // What is left to one whose password somebody else made: to change it, or to leave.
    // What the browser sends back may be anything: too few values, or words that there are none of, say nothing.
    static string? Sentence(WordTable words, string[] said)
    {
        if (!WordTable.Knows(said[0])) return null;
        try
        {
            return words[said[0], [.. said[1..]]];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static bool IsChange(PathString path) => path.Value is "/account" or "/account/password" or "/logout" or "/healthz";

    // A filter left open sends its name with nothing; the binder would answer 400 for a number or a day of no characters.
    static void DropEmpty(HttpRequest request)
    {
        if (request.Query.All(q => q.Value.Count > 0 && !string.IsNullOrEmpty(q.Value[^1]))) return;
        request.Query = new QueryCollection(request.Query.Where(q => !string.IsNullOrEmpty(q.Value.ToString())).ToDictionary(q => q.Key, q => q.Value, StringComparer.OrdinalIgnoreCase));
    }

    static void ChooseLanguage(HttpContext context, Visit visit)
    {
        var asked = context.Request.Query["lang"].ToString();
        if (asked is "zh" or "en")
            context.Response.Cookies.Append(LanguageCookie, asked, Cookie(context, TimeSpan.FromDays(365)));
        else
            asked = context.Request.Cookies[LanguageCookie] ?? (visit.IsApi && SpeaksEnglish(context.Request) ? "en" : "zh");
        visit.Words = asked == "en" ? WordTable.English : WordTable.Chinese;
    }

    // A program has no switch of languages on its screen: it names its own. People get Chinese until they choose.
    static bool SpeaksEnglish(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault()?.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true;

    static async Task FindActor(HttpContext context, Visit visit, string secret)
    {
        var key = SessionCookie.KeyOf(secret);
        var db = context.RequestServices.GetRequiredService<ZhiceDb>();
        // A page asks up to twelve times: it keeps one connection rather than taking one from the pool for each. The context gives it back.
        if (HttpMethods.IsGet(context.Request.Method)) await db.Database.OpenConnectionAsync(context.RequestAborted);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (await Sessions.Find(db, key, now, context.RequestAborted) is not { } found) return;
        (visit.Actor, visit.SessionKey, visit.MustChangePassword) = (found.Actor, key, found.MustChangePassword);
        // The form token is bound to this name, so that a token fetched by one account is worth nothing to another.
        var name = found.Actor.AccountId!.Value.Value.ToString(CultureInfo.InvariantCulture);
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "session"));
    }
}
