using Microsoft.EntityFrameworkCore;
using Zhice.Data;

namespace Zhice.Web.Hosting;

/// <summary>/healthz: 200 when the store answers with the tables that this version expects, else 503.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/healthz", Handle);

    static async Task<IResult> Handle(ZhiceDb db, HttpResponse response, CancellationToken cancel)
    {
        response.Headers.CacheControl = "no-store";
        try
        {
            await db.Accounts.AnyAsync(cancel);
            return Results.Text("ok");
        }
        catch (System.Data.Common.DbException)
        {
            return Results.Text("store not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
