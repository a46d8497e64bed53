using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Evidence;

/// <summary>修改、新版本、撤回: what the office that holds it does to a piece of evidence.</summary>
public static class ChangeEvidence
{
    /// <summary>What the forms send.</summary>
    public sealed class Form
    {
        /// <summary>The evidence's version that the page showed.</summary>
        public int Version { get; set; }
        /// <summary>Title.</summary>
        public string? Title { get; set; }
        /// <summary>First day of what it proves.</summary>
        public DateOnly? From { get; set; }
        /// <summary>Last day; none where it goes on.</summary>
        public DateOnly? To { get; set; }
        /// <summary>公开属性.</summary>
        public Disclosure? Disclosure { get; set; }
        /// <summary>Why it is withdrawn.</summary>
        public string? Reason { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/evidence/{id:long}", Describe).DisableAntiforgery();
        routes.MapPost("/evidence/{id:long}/withdraw", Withdraw).DisableAntiforgery();
        routes.MapPost("/evidence/{id:long}/versions", AddVersion).TakesEvidence();
        routes.MapPost("/api/v1/evidence/{id:long}/versions", AddVersion).TakesEvidence();
    }

    static async Task<IResult> Describe(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var details = new EvidenceDetails(form.Title ?? "", form.From, form.To, form.Disclosure);
        return await Answered(id, (await EvidenceRegister.Describe(db, visit.Actor, new(id), form.Version, details, clock, cancel)).Accepted(out _, out var refusal) ? null : refusal,
            "evidence.described", details, visit, db, cancel);
    }

    static async Task<IResult> Withdraw(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        await Answered(id, (await EvidenceRegister.Withdraw(db, visit.Actor, new(id), form.Version, form.Reason ?? "", clock, cancel)).Accepted(out _, out var refusal) ? null : refusal,
            "evidence.withdrawn-done", null, visit, db, cancel);

    static async Task<IResult> AddVersion(long id, HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (StreamedForm.Of(context) is not { } form) return Answer.Refused(visit, new Invalid(new Defect("evidence.no-file", "file")));
        var outcome = await EvidenceIntake.Guarded(() => Read(new(id), form, visit, db, store, context.RequestServices, clock, cancel));
        if (outcome.Accepted(out _, out var refusal) && visit.IsApi)
        {
            visit.Flash("evidence.version-added");
            return Results.Json(new { address = $"/evidence/{id}", said = visit.Words["evidence.version-added"] }, statusCode: StatusCodes.Status201Created);
        }
        return visit.IsApi ? Answer.Refused(visit, refusal!) : await Answered(id, refusal, "evidence.version-added", null, visit, db, cancel);
    }

    static async Task<Outcome<Domain.Reporting.Evidence>> Read(
        EvidenceId id, StreamedForm form, Visit visit, ZhiceDb db, ZhiceStore store, IServiceProvider services, TimeProvider clock, CancellationToken cancel)
    {
        var file = await form.NextFile(cancel);
        if (!(await ShowEvidence.Run(db, visit.Actor, id, cancel)).Accepted(out var view, out var refusal)) return refusal;
        if (!view.MayChange) return view.Row.Evidence.WithdrawnAt is null ? new Forbidden("access.denied") : new Blocked("evidence.withdrawn");
        var expected = (int)(EvidenceIntake.Number(form, "version") ?? -1);
        if (view.Row.Evidence.Version != expected) return new Blocked("evidence.changed");
        if (view.Row.Evidence.Kind != EvidenceKind.File)
            return (await EvidenceIntake.Reference(view.Row.Evidence.Kind, form["reference"], visit, db, store, services, cancel)).Accepted(out var reference, out refusal)
                ? await EvidenceRegister.AddVersion(db, visit.Actor, id, expected, reference, clock, cancel) : refusal;
        if (file is null) return new Invalid(new Defect("evidence.no-file", "file"));
        if (!(await EvidenceIntake.Take(store.Files, form, file.Value, cancel)).Accepted(out var taken, out refusal)) return refusal;
        await using (taken)
        {
            await taken.Incoming.Keep(cancel);
            return await EvidenceRegister.AddVersion(db, visit.Actor, id, expected, taken.Content, clock, cancel);
        }
    }

    static async Task<IResult> Answered(long id, Refusal? refusal, string code, EvidenceDetails? typed, Visit visit, ZhiceDb db, CancellationToken cancel)
    {
        if (refusal is null)
        {
            visit.Flash(code);
            return Results.LocalRedirect($"/evidence/{id}");
        }
        // What was tried and refused must not show as done.
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await ShowEvidence.Run(db, visit.Actor, new(id), cancel)).Accepted(out var view, out _)
            ? Answer.Again<EvidenceItemPage>(visit, typed is null ? view : view with { Details = typed }, refusal)
            : Answer.Refused(visit, refusal);
    }
}
