using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>佐证文件随报送: the signed package with the files that it names, for the office that sends; and those files, where the package was taken.</summary>
public static class PackageFiles
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id:long}/package.zip", Archive).WithMetadata(new IsNoPage());
        routes.MapGet("/submissions/{id:long}/files/{digest:length(64)}", File).WithMetadata(new IsNoPage());
    }

    static async Task<IResult> Archive(long id, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, CancellationToken cancel)
    {
        if (!(await SubmissionDesk.Open(db, visit.Actor, new(id), null, cancel)).Accepted(out var opened, out var refusal)) return Answer.Refused(visit, refusal);
        if (!SubmissionAccess.MayWrite(visit.Actor, opened.Office.Path)) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (opened.Submission is not { Imported: false, Package: { } digest } || await store.Files.Read(digest, cancel) is not { } bytes
            || !Package.Read(Encoding.UTF8.GetString(bytes)).Accepted(out var package, out _) || package.Submission is not { } sent)
            return Answer.Refused(visit, new Missing("submission.no-file"));
        var named = PackageArchive.Named(sent.Body);
        if (await PackageArchive.Refuses(store.Files, named, cancel) is { } why) return Answer.Refused(visit, why);
        Attach(context.Response, $"{opened.Programme.Year}-{opened.Office.Code}-{sent.Revision}-报送.zip", "application/zip");
        // The framework ends an entry of an archive with a synchronous write of its few closing bytes, however it is disposed of; the files themselves go asynchronously.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await Whole(context, () => PackageArchive.Write(store.Files, bytes, named, context.Response.Body, cancel));
        return Results.Empty;
    }

    static async Task<IResult> File(long id, string digest, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, CancellationToken cancel)
    {
        var revision = ShowSubmission.Asked(visit, id).Revision;
        if (!(await SubmissionDesk.Open(db, visit.Actor, new(id), revision, cancel)).Accepted(out var opened, out var refusal)) return Answer.Refused(visit, refusal);
        // Files of an office of this instance are seen by the rules of evidence; here only what came with a package.
        var piece = opened.Submission.Imported && PackageArchive.Named(opened.Body).Contains(digest, StringComparer.Ordinal)
            ? opened.Body.Items.SelectMany(i => i.Paragraphs).SelectMany(p => p.Sentences).SelectMany(s => s.Evidence).FirstOrDefault(e => e.Sha256 == digest) : null;
        if (piece is null) return Answer.Refused(visit, new Missing("evidence.missing"));
        if (await store.Files.Open(digest, cancel) is not { } file) return Answer.Refused(visit, new Missing("package.file-not-sent"));
        await using (file)
        {
            var type = await TypeOf(store.Files, digest, cancel);
            Attach(context.Response, piece.Title + type?.Extensions[0], type is { IsActive: false } ? type.MediaType : "application/octet-stream");
            await Whole(context, () => file.CopyToAsync(context.Response.Body, 128 * 1024, cancel));
        }
        return Results.Empty;
    }

    // Its name did not travel: the ending is that of its content. A file of the object store is not read twice for it.
    static async Task<FileType?> TypeOf(FileStore files, string digest, CancellationToken cancel)
    {
        if (!System.IO.File.Exists(files.PlaceOf(digest))) return null;
        await using var content = new FileStream(files.PlaceOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read);
        return await Task.Run(() => FileInspection.Look(content, cancel).Accepted(out var type, out _) ? type : null, cancel);
    }

    static void Attach(HttpResponse response, string name, string type)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "private, no-cache";
        response.ContentType = type;
    }

    // Changed bytes are found at the end of a file: the connection is cut, so that nobody takes them for the whole.
    static async Task Whole(HttpContext context, Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (InvalidDataException)
        {
            context.Abort();
            throw;
        }
    }
}
