using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>归档包: a case that is over as one ZIP for the archive, for officers of its office.</summary>
public static class ShowArchive
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/service-cases/{id:long}/archive.zip", Handle).WithMetadata(new IsNoPage());

    static async Task<IResult> Handle(long id, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel) =>
        (await CaseArchives.Make(db, house, store.Files, visit.Actor, new CaseId(id), cancel)).Accepted(out var archive, out var refusal) ? await Send(context, store, archive, cancel) : Answer.Refused(visit, refusal);

    /// <summary>Sends a ZIP as it is written.</summary>
    internal static async Task<IResult> Send(HttpContext context, ZhiceStore store, CaseArchive archive, CancellationToken cancel)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{archive.Number}.zip");
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.ContentType = "application/zip";
        // The framework ends an entry of an archive with a synchronous write of its few closing bytes, however it is disposed of; the files themselves go asynchronously.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        try
        {
            await CaseArchives.Write(archive, store.Files, context.Response.Body, cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && context.Response.HasStarted)
        {
            context.Abort(); // half a ZIP is shown as broken off, not as whole
        }
        return Results.Empty;
    }
}
