using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Web.Exports;
using Zhice.Web.Features.Evidence;
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

    const long MostRequest = PackageArchive.Most + 64 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/import", Show);
        routes.MapPost("/submissions/import", Handle).WithMetadata(new RequestSizeLimitAttribute(MostRequest), new ReadsStreamedForm()).DisableAntiforgery();
        routes.MapPost(ConsoleAddress, FromConsole).WithMetadata(new RequestSizeLimitAttribute(MostRequest)).DisableAntiforgery();
    }

    static bool May(Visit visit) => visit.Actor.HoldsAny(Role.NationalAdministrator, Role.RegionalAdministrator);

    static IResult Show(Visit visit) => May(visit) ? Answer.Page<ImportPackagePage>(new View(null)) : Answer.Refused(visit, new Forbidden("access.denied"));

    static async Task<IResult> Handle(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!May(visit)) return Answer.Refused(visit, new Forbidden("access.denied"));
        var outcome = await EvidenceIntake.Guarded(async () =>
        {
            if (StreamedForm.Of(context) is not { } form || await form.NextFile(cancel) is not { } sent) return new Invalid(new Defect("package.no-file", "file"));
            return await Take(sent.Body, db, store, visit.Actor, clock, cancel);
        });
        if (outcome.Accepted(out var arrived, out var refusal)) return Answer.Page<ImportPackagePage>(new View(arrived));
        db.ChangeTracker.Clear();
        return Answer.Again<ImportPackagePage>(visit, new View(null), refusal);
    }

    static async Task<IResult> FromConsole(HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!ConsoleDoor.CameThrough(context)) return Answer.Refused(visit, new Missing("page.missing"));
        var actor = await ConsoleDoor.ActorOf(db, clock.GetUtcNow(), cancel);
        db.ChangeTracker.Clear();
        return (await Take(context.Request.Body, db, store, actor, clock, cancel)).Accepted(out var arrived, out var refusal)
            ? Results.Json(arrived)
            : Answer.Problem(visit, refusal);
    }

    // An archive is read from its end: it waits in a scratch file, which is gone when it is closed.
    static async Task<Outcome<ArrivedPackage>> Take(Stream body, ZhiceDb db, ZhiceStore store, Actor actor, TimeProvider clock, CancellationToken cancel)
    {
        await using var scratch = TableFile.Scratch();
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            if (scratch.Length + read > PackageArchive.Most) return new Invalid(new Defect("package.large", "file", PackageArchive.Most >> 20));
            await scratch.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        if (scratch.Length == 0) return new Invalid(new Defect("package.no-file", "file"));
        scratch.Position = 0;
        return await PackageArrival.Take(db, store, actor, scratch, clock, cancel);
    }
}
