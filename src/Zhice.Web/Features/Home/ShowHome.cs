using Zhice.Web.Hosting;

namespace Zhice.Web.Features.Home;

/// <summary>首页: what this is, and what waits for the one who asks.</summary>
public static class ShowHome
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", () => Answer.Page<HomePage>());
}
