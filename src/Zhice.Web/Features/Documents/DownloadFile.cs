using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Documents;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Documents;

/// <summary>下载原文: the file as it was uploaded, byte for byte, to those who may see the document.</summary>
public static class DownloadFile
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/documents/{id:long}/file", Handle).WithMetadata(new IsNoPage());

    static async Task<IResult> Handle(long id, Visit visit, HttpResponse response, ZhiceDb db, ZhiceStore store, CancellationToken cancel)
    {
        if (!(await DocumentAccess.Find(db, visit.Actor, new DocumentId(id), cancel)).Accepted(out var found, out var refusal)) return Answer.Refused(visit, refusal);
        if (await store.Files.Read(found.Document.FileDigest, cancel) is not { } bytes) return Answer.Refused(visit, new Missing("document.file-missing"));
        // Always as an attachment and never as a page: a stored HTML file must not run under our address.
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(found.Document.FileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(bytes, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{found.Document.FileDigest}\""));
    }
}
