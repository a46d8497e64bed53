using Zhice.Web.Hosting;

namespace Zhice.Web.Features.Catalogue;

/// <summary>组件目录: every widget on one page, for those who write pages and for the browser tests.</summary>
public static class ShowCatalogue
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ui", () => Answer.Page<CataloguePage>());
}
