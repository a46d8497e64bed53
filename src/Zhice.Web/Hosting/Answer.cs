using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhice.Domain;
using Zhice.Web.Visits;

namespace Zhice.Web.Hosting;

/// <summary>The answers that pages give. The only switch from a kind of refusal to an HTTP status is here.</summary>
public static class Answer
{
    /// <summary>A page: the component gets <paramref name="view"/> as its parameter <c>View</c>.</summary>
    public static IResult Page<TPage>(object? view = null, int status = StatusCodes.Status200OK) where TPage : IComponent =>
        new RazorComponentResult<TPage>(view is null ? new Dictionary<string, object?>() : new Dictionary<string, object?> { ["View"] = view })
        {
            StatusCode = status,
            ContentType = "text/html; charset=utf-8",
            PreventStreamingRendering = true,
        };

    /// <summary>The page of the form again, with what is wrong at its fields: 422, or the status of the refusal.</summary>
    public static IResult Again<TPage>(Visit visit, object view, Refusal refusal) where TPage : IComponent
    {
        visit.Refusal = refusal;
        return Page<TPage>(view, Status(refusal));
    }

    /// <summary>A page that says why not. The public is asked to log in first where that may help.</summary>
    public static IResult Refused(Visit visit, Refusal refusal)
    {
        if (visit.IsApi) return Problem(visit, refusal);
        if (refusal is Forbidden && visit.Actor.IsPublic && HttpMethods.IsGet(visit.Method))
            return Results.LocalRedirect($"/login?return={Uri.EscapeDataString(visit.Address)}");
        return Page<ErrorPage>(new ErrorPage.Shown(Status(refusal), refusal.Defects[0], null), Status(refusal));
    }

    /// <summary>To the login page, which says that the session ended, and from there back to the page.</summary>
    public static IResult SignedOut(Visit visit, string page)
    {
        visit.Flash("login.ended");
        return Results.LocalRedirect($"/login?return={Uri.EscapeDataString(page)}");
    }

    /// <summary>Asks the public to log in, on addresses that exist only for those logged in: whether there is such a thing is told to nobody else.</summary>
    public static TBuilder Inside<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.AddEndpointFilter(async (call, next) =>
        call.HttpContext.RequestServices.GetRequiredService<Visit>() is { Actor.IsPublic: true } visit ? Refused(visit, new Forbidden("access.denied")) : await next(call));

    /// <summary>Problem details (RFC 9457) with the code of each defect and its sentence in the reader's language.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="status">Status of a precondition (412, 428), which pages do not have; null for that of the refusal.</param>
    /// <param name="more">Further members of the problem.</param>
    public static IResult Problem(Visit visit, Refusal refusal, int? status = null, params IEnumerable<KeyValuePair<string, object?>> more) => Results.Problem(
        statusCode: status ?? Status(refusal),
        title: visit.Words.Of(refusal.Defects[0]),
        extensions:
        [
            new("code", refusal.Code),
            new("defects", refusal.Defects.Select(d => new { d.Code, d.Field, Message = visit.Words.Of(d) })),
            .. more,
        ]);

    /// <summary>After a change: the address to see it at, with a sentence about it shown once.</summary>
    public static IResult Done(Visit visit, string address, string code, params ReadOnlySpan<object?> values)
    {
        visit.Flash(code, values);
        return Results.LocalRedirect(address);
    }

    static int Status(Refusal refusal) => refusal switch
    {
        Missing => StatusCodes.Status404NotFound,
        Forbidden => StatusCodes.Status403Forbidden,
        Blocked => StatusCodes.Status409Conflict,
        Invalid => StatusCodes.Status422UnprocessableEntity,
        _ => throw new InvalidOperationException("A new kind of refusal needs its status code here."),
    };
}
