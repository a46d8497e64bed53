using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>办件进度: for its applicant, who holds it and until when, what was done, the result, the certificate, and the rating.</summary>
public static class ShowOwnCase
{
    /// <summary>The page.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Materials">Files and promises.</param>
    /// <param name="Certificates">Certificates, the newest first.</param>
    /// <param name="Receipt">Code of the rating just given; null otherwise.</param>
    public sealed record View(OpenedCase Case, IReadOnlyList<CaseMaterial> Materials, IReadOnlyList<ServiceCertificate> Certificates, string? Receipt)
    {
        /// <summary>The sides of a case between two; null for others.</summary>
        public SidesView? Sides { get; init; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/cases/{id:long}", Show);
        routes.MapPost("/my/cases/{id:long}/act", Act).DisableAntiforgery();
        routes.MapPost("/my/cases/{id:long}/rate", Rate).DisableAntiforgery();
    }

    internal static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Visit visit, long id, string? receipt, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return new Forbidden("access.denied");
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.IsApplicant) return new Missing("case.missing");
        var key = new CaseId(id);
        var certificates = await db.ServiceCertificates.AsNoTracking().Where(c => c.CaseId == key).OrderByDescending(c => c.Edition).Take(20).ToListAsync(cancel);
        return new View(opened, await GiveMaterials.Standing(db, key, cancel), certificates, receipt) { Sides = await SidesView.Of(db, house, opened, inside: false, cancel) };
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit, id, null, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OwnCasePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!ShowCase.Kind(form["kind"], out var kind) || kind is not (CaseActionKind.Withdraw or CaseActionKind.Deliver or CaseActionKind.AskAfter or CaseActionKind.ExamineEvidence)) return Answer.Refused(visit, new Invalid(new Defect("case.kind")));
        var request = new CaseRequest(kind, form["key"].ToString(), CaseInput.Seen(form["seen"]), form["reason"].ToString(), kind == CaseActionKind.AskAfter ? new() { After = form["after"], Values = CaseInput.Typed(form) } : new() { Exhibit = CaseInput.Small(form["exhibit"]), Upheld = CaseInput.Choice(form["upheld"]) });
        var done = await CaseWork.Act(db, house, visit.Actor, new(id), request, cancel);
        if (done.Accepted(out _, out var refusal)) return Answer.Done(visit, CaseText.Own(new(id)), "svc.done");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, house, visit, id, null, cancel)).Accepted(out var view, out _) ? Answer.Again<OwnCasePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    // The code is answered at once: it goes into no cookie and no address.
    static async Task<IResult> Rate(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var rated = await Ratings.Rate(db, house, visit.Actor, new(id), CaseInput.Small(form["level"]) ?? 0, form["words"], cancel);
        var given = rated.Accepted(out var receipt, out var refusal);
        db.ChangeTracker.Clear();
        if (!(await Run(db, house, visit, id, receipt, cancel)).Accepted(out var view, out var missing)) return Answer.Refused(visit, missing);
        return given ? Answer.Page<OwnCasePage>(view) : Answer.Again<OwnCasePage>(visit, view, refusal!);
    }
}
