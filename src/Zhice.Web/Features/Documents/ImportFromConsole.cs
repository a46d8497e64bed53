using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Documents;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>`zhice import` while the server runs: the same import, through the door in the data folder. To anyone else the address does not exist.</summary>
public static class ImportFromConsole
{
    /// <summary>Address of the import; the body is the file.</summary>
    public const string Address = "/api/v1/console/import";

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Address, Handle).WithMetadata(new RequestSizeLimitAttribute(BoundedReading.MostBytes + 1024 * 1024)).DisableAntiforgery();

    static async Task<IResult> Handle(
        string name, Disclosure disclosure, HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!ConsoleDoor.CameThrough(context)) return Answer.Refused(visit, new Missing("page.missing"));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancel);
        var actor = await ConsoleDoor.ActorOf(db, clock.GetUtcNow(), cancel);
        var outcome = await ImportDocument.Run(db, store.Files, actor, new ImportDocument.Request(name, body.ToArray(), disclosure), clock, cancel);
        return outcome.Accepted(out var imported, out var refusal) ? Results.Json(imported) : Answer.Problem(visit, refusal);
    }
}
