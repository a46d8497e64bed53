using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>导入签名包: submissions from other instances for who receives, and answers for the offices here.</summary>
public static class ImportPackage
{
    /// <summary>Address of the import for the command line; the body is the file.</summary>
    public const string ConsoleAddress = "/api/v1/console/submission";

    /// <summary>The page: what came of the file; null before.</summary>
    public sealed record View(ArrivedPackage? Arrived);

    const long MostRequest = PackageArrival.MostBytes + 64 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/import", Show);
        routes.MapPost("/submissions/import", Handle).WithMetadata(new RequestSizeLimitAttribute(MostRequest)).DisableAntiforgery();
        routes.MapPost(ConsoleAddress, FromConsole).WithMetadata(new RequestSizeLimitAttribute(MostRequest)).DisableAntiforgery();
    }

    static bool May(Visit visit) => visit.Actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator);

    static IResult Show(Visit visit) => May(visit) ? Answer.Page<ImportPackagePage>(new View(null)) : Answer.Refused(visit, new Forbidden("access.denied"));

    static async Task<IResult> Handle(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!May(visit)) return Answer.Refused(visit, new Forbidden("access.denied"));
        Refusal? refusal = new Invalid(new Defect("package.no-file", "file"));
        try
        {
            if (context.Request.HasFormContentType && (await context.Request.ReadFormAsync(cancel)).Files is [{ Length: > 0 } file])
            {
                await using var stream = file.OpenReadStream();
                if ((await PackageArrival.Take(db, store, visit.Actor, await Bytes(stream, cancel), clock, cancel)).Accepted(out var arrived, out refusal))
                    return Answer.Page<ImportPackagePage>(new View(arrived));
            }
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException)
        {
            refusal = new Invalid(new Defect("package.large", "file", PackageArrival.MostBytes >> 20));
        }
        return Answer.Again<ImportPackagePage>(visit, new View(null), refusal!);
    }

    static async Task<IResult> FromConsole(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!ConsoleDoor.CameThrough(context)) return Answer.Refused(visit, new Missing("page.missing"));
        var actor = await ConsoleDoor.ActorOf(db, clock.GetUtcNow(), cancel);
        db.ChangeTracker.Clear();
        return (await PackageArrival.Take(db, store, actor, await Bytes(context.Request.Body, cancel), clock, cancel)).Accepted(out var arrived, out var refusal)
            ? Results.Json(arrived)
            : Answer.Problem(visit, refusal);
    }

    // One byte more than allowed is enough to be refused as too large.
    static async Task<byte[]> Bytes(Stream stream, CancellationToken cancel)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while (memory.Length <= PackageArrival.MostBytes && (read = await stream.ReadAsync(buffer, cancel)) > 0) memory.Write(buffer, 0, read);
        return memory.ToArray();
    }
}
