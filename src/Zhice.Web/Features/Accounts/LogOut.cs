using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>退出: ends the session here and in the store.</summary>
public static class LogOut
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/logout", Handle);

    static async Task<IResult> Handle(HttpContext context, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.SessionKey is { } key)
        {
            var now = clock.GetUtcNow();
            await db.Sessions.Where(s => s.Key == key).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);
        }
        SessionCookie.Take(context);
        return Results.LocalRedirect("/");
    }
}
