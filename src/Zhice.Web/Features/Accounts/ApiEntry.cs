using Microsoft.AspNetCore.Http.HttpResults;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Accounts;

/// <summary>What a program needs to begin: who it is logged in as with the token that its changes carry, and the description of the interface.</summary>
public static class ApiEntry
{
    /// <summary>Who asks.</summary>
    /// <param name="Account">The account's number; null for the public.</param>
    /// <param name="Name">The name shown.</param>
    /// <param name="FormToken">To send in X-Form-Token with every POST and PUT; bound to the account and the cookie that comes with it.</param>
    public sealed record Session(long? Account, string? Name, string FormToken);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/session", Show);
        routes.MapGet("/api/v1/openapi.json", Describe);
    }

    static JsonHttpResult<Session> Show(Visit visit, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new Session(visit.Actor.AccountId?.Value, visit.Actor.Name, visit.FormToken));
    }

    static IResult Describe() => Results.Stream(
        typeof(ApiEntry).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("The description of the interface is not in the program."), "application/json");
}
