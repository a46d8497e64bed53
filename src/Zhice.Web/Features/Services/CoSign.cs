using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>共同签名: form and papers of an application as they stand, who has signed them and who has not; a co-applicant signs here, and follows the case afterwards.</summary>
public static class CoSign
{
    /// <summary>The page.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Values">The form as it stands.</param>
    /// <param name="Given">Files and promises that stand.</param>
    /// <param name="Signing">Who signs, over what.</param>
    public sealed record View(OpenedCase Case, IReadOnlyDictionary<string, string> Values, IReadOnlyList<CaseMaterial> Given, SigningState Signing)
    {
        /// <summary>True while it may be signed.</summary>
        public bool Open => Case.State.Phase is CasePhase.Draft or CasePhase.Returned;
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/cases/{id:long}/sign", Show);
        routes.MapPost("/my/cases/{id:long}/sign", Sign).DisableAntiforgery();
    }

    /// <summary>Loads the page, for the applicant and for those whom the form names.</summary>
    internal static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Visit visit, long id, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return new Forbidden("access.denied");
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (!opened.IsApplicant && !opened.IsSigner) return new Missing("case.missing");
        var given = await GiveMaterials.Standing(db, new(id), cancel);
        var view = new View(opened, opened.State.Phase is CasePhase.Draft or CasePhase.Returned ? CaseDrafts.Read(opened.Row.Draft) : opened.State.Values, given, await CoSigning.Of(db, visit.Actor, opened, given, cancel));
        return view.Signing.Signers.Count == 0 ? new Missing("case.sign-none") : view;
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit, id, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SignCasePage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Sign(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var applicant = new ApplicantId(CaseInput.Number(form["applicant"]) ?? 0);
        var back = form["do"] == "back";
        var done = back ? await CoSigning.TakeBack(db, house, visit.Actor, new(id), applicant, cancel) : await CoSigning.Sign(db, house, visit.Actor, new(id), applicant, form["seen"].ToString(), cancel);
        if (done.Accepted(out _, out var refusal)) return Answer.Done(visit, Address(new(id)), back ? "svc.sign-back-done" : "svc.sign-done");
        db.ChangeTracker.Clear();
        return refusal is Blocked && (await Run(db, house, visit, id, cancel)).Accepted(out var view, out _) ? Answer.Again<SignCasePage>(visit, view, refusal) : Answer.Refused(visit, refusal);
    }

    /// <summary>The address of the page.</summary>
    internal static string Address(CaseId id) => $"{CaseText.Own(id)}/sign";
}
