using Zhice.Web.Hosting;

namespace Zhice.Web;

/// <summary>Every address of the site: one line for each slice.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Health.Map(routes);
        Features.Home.ShowHome.Map(routes);
        Features.Accounts.LogIn.Map(routes);
        Features.Accounts.LogOut.Map(routes);
    }
}
