using System.Data.Common;
using Zhice.Data.Storage;

namespace Zhice.Web.Hosting;

/// <summary>/healthz: 200 when the store answers with the tables that this version expects, else 503.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/healthz", Handle).WithMetadata(new IsNoPage());

    static IResult Handle(ZhiceStore store, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        try
        {
            if (store.IsReady()) return Results.Text("ok");
        }
        catch (DbException)
        {
            // The store does not answer: not ready either.
        }
        return Results.Text("store not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
