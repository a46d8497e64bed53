using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Zhice.Domain;
using Zhice.Web.Visits;

namespace Zhice.Web.Hosting;

/// <summary>Every request that changes something must carry the token of a page of ours: one rule, no exceptions to remember.</summary>
internal static class FormGuard
{
    /// <summary>Header in which scripts send the token of the page's <c>meta name="form-token"</c>.</summary>
    public const string Header = "X-Form-Token";

    const string Field = "_token", Signed = "_signed";
    const long Drained = 64L * 1024 * 1024;

    public static void AddFormGuard(this IServiceCollection services) => services.AddAntiforgery(guard =>
    {
        guard.HeaderName = Header;
        guard.FormFieldName = Field;
        guard.Cookie.Name = "zhice-form";
        guard.Cookie.HttpOnly = true;
        guard.Cookie.SameSite = SameSiteMode.Strict;
        guard.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        guard.SuppressXFrameOptionsHeader = true; // SafeHeaders sets a stricter one
    });

    public static void UseFormGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await RefuseLarge(context);
        // The door in the data folder is not reached by a browser, so there is no page whose token it could carry.
        // No browser adds a program's key to a request by itself, so that it needs no token beside it.
        var byKey = KeyDoor.CameThrough(context.RequestServices.GetRequiredService<Visit>());
        if (byKey && !IsSafe(context.Request.Method)) Pass(context);
        else if (!IsSafe(context.Request.Method) && context.GetEndpoint() is not null && !ConsoleDoor.CameThrough(context))
        {
            var guard = context.RequestServices.GetRequiredService<IAntiforgery>();
            if (!await TakeToken(context) || !await IsValid(guard, context))
            {
                var visit = context.RequestServices.GetRequiredService<Visit>();
                await (await Ended(visit, context) ? Answer.SignedOut(visit, PageOf(context)) : Answer.Refused(visit, new Forbidden("form.stale"))).ExecuteAsync(context);
                return;
            }
            Pass(context);
            await FillEmpty(context);
        }
        await next(context);
    });

    // A browser shows an answer only once it has sent its form: what is a little too large is read to the end and thrown away, or the person would see a broken connection in place of the limit.
    static async Task RefuseLarge(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false, MaxRequestBodySize: { } most } limit || context.Request.ContentLength is not { } length || length <= most) return;
        if (length <= most + Drained)
        {
            limit.MaxRequestBodySize = length;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
    }

    // A page of somebody who was logged in comes from nobody: its session ended while they typed. Log in, and go on where they were.
    static async Task<bool> Ended(Visit visit, HttpContext context)
    {
        if (!visit.Actor.IsPublic || visit.IsApi || !context.Request.HasFormContentType || context.GetEndpoint()!.Metadata.GetMetadata<ReadsStreamedForm>() is not null) return false;
        try
        {
            return (await context.Request.ReadFormAsync(context.RequestAborted)).ContainsKey(Signed);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return false;
        }
    }

    // The page that the form stood on: what the browser says, where that is ours, else the address that it was sent to.
    static string PageOf(HttpContext context) => Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out var from)
        && from.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase) ? from.PathAndQuery : context.Request.Path.Value ?? "/";

    // The token stands in the form, and a form that is larger than its address takes cannot be read: that is no fault of ours, and no stale page.
    static async Task<bool> IsValid(IAntiforgery guard, HttpContext context)
    {
        try
        {
            return await guard.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException unread) when (unread.InnerException is BadHttpRequestException bad)
        {
            throw bad;
        }
        catch (AntiforgeryValidationException unread) when (unread.InnerException is InvalidDataException large)
        {
            throw new BadHttpRequestException(large.Message, large.Message.Contains("limit", StringComparison.OrdinalIgnoreCase) ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
        }
    }

    // Minimal endpoints look for the framework's own middleware before they bind a form; this one has done its work.
    static void Pass(HttpContext context)
    {
        context.Items["__AntiforgeryMiddlewareWithEndpointInvoked"] = true;
        context.Features.Set<IAntiforgeryValidationFeature>(Valid.Instance);
    }

    // Of a form that brings none of its fields the framework makes no object at all, and handlers count on one: it gets a field that is left open, and is judged like any other.
    static async Task FillEmpty(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.GetEndpoint()!.Metadata.GetMetadata<MethodInfo>() is not { } handler
            || Array.Find(handler.GetParameters(), p => p.ParameterType is { IsClass: true } type && type != typeof(string) && p.IsDefined(typeof(FromFormAttribute), false)) is not { } form) return;
        var sent = await context.Request.ReadFormAsync(context.RequestAborted);
        var fields = form.ParameterType.GetProperties();
        if (sent.Keys.Any(key => Array.Exists(fields, f => f.Name.Equals(key.Split('[', '.')[0], StringComparison.OrdinalIgnoreCase)))) return;
        if ((Array.Find(fields, f => f.PropertyType == typeof(string)) ?? Array.Find(fields, f => Nullable.GetUnderlyingType(f.PropertyType) is not null)) is not { } open) return;
        context.Request.Form = new FormCollection(sent.Append(new(open.Name, "")).ToDictionary(f => f.Key, f => f.Value, StringComparer.OrdinalIgnoreCase), sent.Files);
    }

    // A form that is read as it comes in must not be read here: its token is its first field, and goes on as a header.
    static async Task<bool> TakeToken(HttpContext context)
    {
        if (context.GetEndpoint()!.Metadata.GetMetadata<ReadsStreamedForm>() is null || context.Request.Headers.ContainsKey(Header)) return true;
        try
        {
            if (StreamedForm.Of(context) is not { } form || await form.Token(Field, context.RequestAborted) is not { } token || token.AsSpan().ContainsAny('\r', '\n')) return false;
            context.Request.Headers[Header] = token;
            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return false;
        }
    }

    static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    sealed class Valid : IAntiforgeryValidationFeature
    {
        public static readonly Valid Instance = new();
        public bool IsValid => true;
        public Exception? Error => null;
    }
}
