using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Reporting;
using Zhice.Domain.Services;
using Zhice.Web.Features.Evidence;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>对方当事人: enters a case with the code of the notice that was served on it, reads the claim and the papers that are served, answers, puts forward evidence, says what it holds of the other side's, and reads letters and outcome.</summary>
public static class OtherSide
{
    /// <summary>The page of entry.</summary>
    /// <param name="Applicants">Those for whom the reader acts.</param>
    /// <param name="Number">Number of the case, as it stands in the notice.</param>
    /// <param name="Code">The code of the notice.</param>
    /// <param name="Key">Key of this page: entering twice is once.</param>
    public sealed record Entry(IReadOnlyList<ServiceApplicant> Applicants, string Number, string Code, string Key);

    /// <summary>The page of a case.</summary>
    /// <param name="Sides">The sides.</param>
    /// <param name="Papers">Papers of the applicant that are served.</param>
    /// <param name="Certificates">Papers that the office issued, the newest first.</param>
    public sealed record View(SidesView Sides, IReadOnlyList<CaseMaterial> Papers, IReadOnlyList<ServiceCertificate> Certificates)
    {
        /// <summary>The case, as this side sees it.</summary>
        public OpenedCase Case => Sides.Case;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/other-side", ShowEntry);
        routes.MapPost("/my/other-side", Enter).DisableAntiforgery();
        routes.MapGet("/my/other-side/{id:long}", Show);
        routes.MapPost("/my/other-side/{id:long}/act", Act).DisableAntiforgery();
        routes.MapGet("/my/other-side/{id:long}/letters/{sequence:int}", Letter);
        routes.MapGet("/my/other-side/{id:long}/files/{material:long}", Download).WithMetadata(new IsNoPage());
    }

    static async Task<Outcome<Entry>> Loaded(ZhiceDb db, Visit visit, string? number, string? code, string key, CancellationToken cancel) => visit.Actor.AccountId is not { } me ? new Forbidden("access.denied")
        : new Entry(await Applicants.Of(db, me, visit.Today).AsNoTracking().OrderBy(a => a.Id).Take(100).ToListAsync(cancel), number ?? "", code ?? "", key);

    static async Task<IResult> ShowEntry(string? number, string? code, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Loaded(db, visit, number, code, CaseText.NewKey(), cancel)).Accepted(out var entry, out var refusal) ? Answer.Page<EnterCasePage>(entry) : Answer.Refused(visit, refusal);

    static async Task<IResult> Enter(HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        var (number, code) = (form["number"].ToString().Trim(), form["code"].ToString().Trim().ToUpperInvariant());
        var done = await CaseWork.Enter(db, house, visit.Actor, number, code, new(CaseInput.Number(form["applicant"]) ?? 0), form["key"].ToString(), cancel);
        if (done.Accepted(out var entered, out var refusal)) return Answer.Done(visit, Address(entered.Id), "sides.entered-now");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Loaded(db, visit, number, code, form["key"].ToString(), cancel)).Accepted(out var entry, out _) ? Answer.Again<EnterCasePage>(visit, entry, refusal) : Answer.Refused(visit, refusal);
    }

    internal static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Visit visit, long id, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return new Forbidden("access.denied");
        if (!(await CaseBook.OpenAgainst(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (await SidesView.Of(db, house, opened, inside: false, cancel) is not { } sides) return new Missing("case.missing");
        var key = new CaseId(id);
        return new View(sides, await Served(db, opened, cancel), await db.ServiceCertificates.AsNoTracking().Where(c => c.CaseId == key).OrderByDescending(c => c.Edition).Take(20).ToListAsync(cancel));
    }

    static async Task<List<CaseMaterial>> Served(ZhiceDb db, OpenedCase opened, CancellationToken cancel)
    {
        var (id, served) = (opened.Row.Id, opened.Item.Materials.Where(m => m.Served).Select(m => m.Code).ToList());
        return await db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == id && m.RemovedAt == null && served.Contains(m.Material)).OrderBy(m => m.Id).Take(200).ToListAsync(cancel);
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit, id, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OtherSidePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Act(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!ShowCase.Kind(form["kind"], out var kind) || kind is not (CaseActionKind.AnswerClaim or CaseActionKind.ExamineEvidence)) return Answer.Refused(visit, new Invalid(new Defect("case.kind")));
        var request = new CaseRequest(kind, form["key"].ToString(), null, form["reason"].ToString(), new() { Exhibit = CaseInput.Small(form["exhibit"]), Upheld = CaseInput.Choice(form["upheld"]) });
        if ((await CaseWork.ActAgainst(db, house, visit.Actor, new(id), request, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, Address(new(id)), "svc.done");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await Run(db, house, visit, id, cancel)).Accepted(out var view, out _) ? Answer.Again<OtherSidePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Letter(long id, int sequence, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (!(await CaseBook.OpenAgainst(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return Answer.Refused(visit, refusal);
        return opened.Actions.FirstOrDefault(a => a.Sequence == sequence && Reads(opened, a)) is { } action ? Answer.Page<CaseLetterPage>(await CaseLetters.Of(db, house, opened, action, inside: false, cancel)) : Answer.Refused(visit, new Missing("case.letter"));
    }

    /// <summary>Letters that are for this side too: its own notice, and what concerns the proceedings and their outcome.</summary>
    internal static bool Reads(OpenedCase opened, CaseActionRow action) => action.Kind switch
    {
        CaseActionKind.Serve => action.Action.Payload.Side == opened.Facts.Side,
        CaseActionKind.FormPanel or CaseActionKind.Decide or CaseActionKind.Suspend or CaseActionKind.OpenHearing or CaseActionKind.ApproveExtension or CaseActionKind.Transfer or CaseActionKind.Withdraw or CaseActionKind.Correct or CaseActionKind.Revoke or CaseActionKind.Reopen => true,
        _ => false,
    };

    // The papers that are served, and the evidence of all sides: nothing else of the case.
    static async Task<IResult> Download(long id, long material, Visit visit, HttpContext context, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        if (!(await Run(db, house, visit, id, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        return view.Papers.Concat(view.Sides.Files).FirstOrDefault(m => m.Id == material && m.Sha256 is not null) is not { } row ? Answer.Refused(visit, new Missing("case.material-unknown"))
            : await DownloadEvidence.Send(new EvidenceVersion { FileName = row.FileName, MediaType = row.MediaType, Size = row.Size, Sha256 = row.Sha256 }, visit, context, store, cancel);
    }

    /// <summary>The address of a case for its other side.</summary>
    internal static string Address(CaseId id) => FormattableString.Invariant($"/my/other-side/{id.Value}");
}
