using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Statistics;

/// <summary>导入数据: a CSV file of values, by form and by the interface with a request key.</summary>
public static class LoadValues
{
    const long Largest = 256L * 1024 * 1024;

    /// <summary>Batches that are listed.</summary>
    public const int Listed = 30;

    /// <summary>The page.</summary>
    public sealed record View(IReadOnlyList<ObservationBatch> Batches, IReadOnlyList<Defect> Faults, string? Reason = null);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/statistics/load", Show);
        routes.MapPost("/statistics/load", Take).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(Largest), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = Largest });
        routes.MapPost("/api/v1/statistics/values", TakeBody).WithMetadata(new RequestSizeLimitAttribute(Largest));
    }

    /// <summary>The page's view: the actor's own batches; all for those who read all.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, IReadOnlyList<Defect> faults, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (AccessPolicy.Offices(actor).Count == 0) return new Forbidden("access.denied");
        var own = actor.AccountId;
        var all = AccessPolicy.ReadsAll(actor);
        return new View(await db.ObservationBatches.AsNoTracking().Where(b => all || b.By == own).OrderByDescending(b => b.Id).Take(Listed).ToListAsync(cancel), faults);
    }

    static async Task<Outcome<LoadResult>> Load(ZhiceDb db, Visit visit, Stream file, string name, string? key, string? reason, TimeProvider clock, CancellationToken cancel) =>
        await ObservationLoad.Run(db, visit.Actor, file, new LoadRequest(StatisticsFiles.InUse.Elements)
        {
            Name = name.Length > 200 ? name[..200] : name, Key = key, Locked = await CollectionDesk.Locked(db, visit.Today, cancel), Demonstration = visit.Demonstration,
            Reason = string.IsNullOrWhiteSpace(reason) ? null : reason,
        }, clock, cancel);

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, [], cancel)).Accepted(out var view, out var refusal) ? Answer.Page<LoadPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Take(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var reason = form["reason"].ToString();
        Refusal? refusal = new Invalid(new Defect("worksheet.file", "file"));
        if (form.Files.GetFile("file") is { Length: > 0 } file)
        {
            await using var stream = file.OpenReadStream();
            if ((await Load(db, visit, stream, Path.GetFileName(file.FileName), null, reason, clock, cancel)).Accepted(out var done, out refusal))
                return done.Batch == 0 ? Answer.Done(visit, "/statistics/load", "load.nothing-new") : Answer.Done(visit, "/statistics/load", "load.done", done.Batch, done.Lines, done.Written, done.Replaced, done.Unchanged + done.Repeated);
        }
        if (!(await Run(db, visit.Actor, refusal!.Defects, cancel)).Accepted(out var view, out var denied)) return Answer.Refused(visit, denied);
        return Answer.Again<LoadPage>(visit, view with { Reason = reason }, refusal is Invalid ? new Invalid([.. refusal.Defects.Take(1), .. refusal.Defects.Skip(1).Where(d => d.Field == "reason")]) : refusal);
    }

    // Repeated with the same Idempotency-Key, a request says what it did the first time and does nothing.
    static async Task<IResult> TakeBody(HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var key = http.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > 150 || visit.Actor.AccountId is not { } account) return Answer.Problem(visit, visit.Actor.IsPublic ? new Forbidden("access.denied") : new Invalid(new Defect("load.key")));
        // A key is its sender's own.
        await using var copy = TableFile.Scratch();
        await http.Body.CopyToAsync(copy, cancel);
        copy.Position = 0;
        var outcome = await Load(db, visit, copy, "api", $"{account.Value}:{key}", visit.Asked("reason"), clock, cancel);
        return outcome.Accepted(out var done, out var refusal)
            ? Results.Json(new { batch = done.Batch, lines = done.Lines, written = done.Written, replaced = done.Replaced, unchanged = done.Unchanged, repeated = done.Repeated, known = done.Known }, statusCode: done.Known ? 200 : 201)
            : Answer.Problem(visit, refusal);
    }
}
