using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Web.Words;

namespace Zhice.Web.Visits;

/// <summary>One request as pages see it: who asks, in which language, for which address, and what is to be said.</summary>
public sealed class Visit(IHttpContextAccessor accessor, IAntiforgery guard, HostSettings settings, TimeProvider clock)
{
    HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A visit belongs to a request.");

    /// <summary>Who asks.</summary>
    public Actor Actor { get; internal set; } = Actor.Public;
    /// <summary>Key of the login session; null for the public.</summary>
    public string? SessionKey { get; internal set; }
    /// <summary>What the key may do that a program came with; none for people.</summary>
    public ApiScopes KeyScopes { get; internal set; }
    /// <summary>True while the password is one that somebody else made: nothing but its change is open.</summary>
    public bool MustChangePassword { get; internal set; }
    /// <summary>The words of the reader's language.</summary>
    public WordTable Words { get; internal set; } = WordTable.Chinese;
    /// <summary>Why a form was not accepted; its defects show at their fields.</summary>
    public Refusal? Refusal { get; set; }
    /// <summary>A sentence about the change just made; null when there is none.</summary>
    public string? Said { get; internal set; }

    /// <summary>Makes this the visit of the same reader, for another page of the same request.</summary>
    internal void Continue(Visit first) =>
        (Actor, SessionKey, KeyScopes, MustChangePassword, Words) = (first.Actor, first.SessionKey, first.KeyScopes, first.MustChangePassword, first.Words);

    /// <summary>True for an instance started with the demonstration.</summary>
    public bool Demonstration => settings.Demonstration;
    /// <summary>The request's method.</summary>
    public string Method => Context.Request.Method;
    /// <summary>Path of the request, such as <c>/tasks/12</c>.</summary>
    public string Path => Context.Request.Path.Value ?? "/";
    /// <summary>Path and query, for coming back to.</summary>
    public string Address => Context.Request.Path + Context.Request.QueryString.Value;
    /// <summary>The whole address of this page with its filters, for paper.</summary>
    public string Url => $"{Context.Request.Scheme}://{Context.Request.Host}{With()}";
    /// <summary>The present moment.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();
    /// <summary>True under /api, where answers are JSON.</summary>
    public bool IsApi => Context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
    /// <summary>The token that a form of ours must carry. Asking for it sets its cookie, so ask before the answer begins.</summary>
    public string FormToken => guard.GetAndStoreTokens(Context).RequestToken ?? "";
    /// <summary>Today in China, where every date of the platform is counted.</summary>
    public DateOnly Today => ChinaTime.Today(clock);

    /// <summary>A day as shown: 2023-12-15; a dash for none.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>A moment as shown, in Chinese time to the minute.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A whole number as shown: 1,244.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>This address with one value of its query changed, or taken out with null: how filters and pagers link.</summary>
    public string With(string name, object? value) => With((name, value));

    /// <summary>This address with some values of its query changed, or taken out with null.</summary>
    public string With(params ReadOnlySpan<(string Name, object? Value)> changes)
    {
        var query = Context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        query.Remove("lang");
        foreach (var (name, value) in changes)
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text) query[name] = text;
            else query.Remove(name);
        return Path + QueryString.Create(query.Select(q => KeyValuePair.Create(q.Key, (string?)q.Value)));
    }

    /// <summary>The address of this list as a file with the present filters: <c>csv</c> or <c>xlsx</c>. A file holds all pages.</summary>
    public string File(string ending) => $"{Path}.{ending}{With("page", null)[Path.Length..]}";

    /// <summary>A value of the query as it came; null when absent or empty.</summary>
    public string? Asked(string name) => Context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>Has the next page say the sentence of <paramref name="code"/>, once, with values put in; the sentence has at most 1,000 characters of them.</summary>
    public void Flash(string code, params ReadOnlySpan<object?> values)
    {
        var said = new StringBuilder(code);
        foreach (var value in values) said.Append('\n').Append((Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").ReplaceLineEndings(" "));
        Context.Response.Cookies.Append(VisitMiddleware.FlashCookie, said.Length > 1_000 ? said.ToString(0, 1_000) : said.ToString(), VisitMiddleware.Cookie(Context, TimeSpan.FromMinutes(1)));
    }

    /// <summary>True when <paramref name="address"/> is a path of this site: the only kind that a redirect may take from outside.</summary>
    public static bool IsOwn(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && address.AsSpan().IndexOfAny("\r\n\t\\") < 0;
}
