using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>下载佐证材料: a version's file, byte for byte, to those who may see that version.</summary>
public static class DownloadEvidence
{
    /// <summary>Types that a browser might run get none; all come as attachments, in a sandbox without anything allowed.</summary>
    static readonly HashSet<string> Active = new(["text/html", "image/svg+xml", "application/xml"], StringComparer.Ordinal);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence/{id:long}/versions/{number:int}/file", Handle).WithMetadata(new IsNoPage());

    /// <summary>The address of a version's file.</summary>
    public static string Address(EvidenceId id, int number) => FormattableString.Invariant($"/evidence/{id.Value}/versions/{number}/file");

    /// <summary>A number of bytes as shown: 12.3 MB.</summary>
    public static string Bytes(long size) => size switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{size} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0:F1} KB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0 / 1024:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0 / 1024 / 1024:F2} GB"),
    };

    static async Task<IResult> Handle(long id, int number, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, CancellationToken cancel)
    {
        var evidence = new EvidenceId(id);
        var version = await db.VisibleEvidenceVersions(visit.Actor).FirstOrDefaultAsync(v => v.EvidenceId == evidence && v.Number == number, cancel);
        return await Send(version, visit, context, store, cancel);
    }

    /// <summary>Sends a version's file to somebody who may see it.</summary>
    internal static async Task<IResult> Send(EvidenceVersion? version, Visit visit, HttpContext context, ZhiceStore store, CancellationToken cancel)
    {
        if (version?.Sha256 is not { } digest) return Answer.Refused(visit, new Missing("evidence.missing"));
        if (await store.Files.Open(digest, cancel) is not { } file) return Answer.Refused(visit, new Missing("evidence.file-missing"));

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(version.FileName);
        var response = context.Response;
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "private, no-cache";
        response.ContentType = version.MediaType is { } type && !Active.Contains(type) ? type : "application/octet-stream";
        response.ContentLength = version.Size;
        response.Headers.ETag = $"\"{digest}\"";
        await using (file)
        {
            // Changed bytes are found at the end: the connection is cut, so that the reader does not take them for the file.
            try
            {
                await file.CopyToAsync(response.Body, 128 * 1024, cancel);
            }
            catch (InvalidDataException)
            {
                context.Abort();
                throw;
            }
        }
        return Results.Empty;
    }
}
