using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Services;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>核对提交: all that was filled in and handed over on one page; handing in says everything that is missing at once.</summary>
public static class SubmitCase
{
    /// <summary>The page.</summary>
    /// <param name="Materials">What stands.</param>
    /// <param name="Key">Key of this page: handing it in twice is once.</param>
    /// <param name="Way">Which office will get it, and why; null where the chosen one does.</param>
    /// <param name="Signing">Who signs beside the applicant, over what.</param>
    public sealed record View(GiveMaterials.View Materials, string Key, SigningState Signing, CaseWay? Way);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my/cases/{id:long}/check", Show);
        routes.MapPost("/my/cases/{id:long}/check", Submit).DisableAntiforgery();
        routes.MapPost("/my/cases/{id:long}/discard", Discard).DisableAntiforgery();
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await GiveMaterials.Run(db, house, visit, id, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<CheckCasePage>(await Shown(db, visit, view, CaseText.NewKey(), cancel)) : Answer.Refused(visit, refusal);

    static async Task<View> Shown(ZhiceDb db, Visit visit, GiveMaterials.View view, string key, CancellationToken cancel) => new(view, key, await CoSigning.Of(db, visit.Actor, view.Case, view.Given, cancel),
        view.Case.State.Phase == CasePhase.Draft ? await CaseRouting.Of(db, view.Case.Item, view.Case.Office, view.Values, cancel) : null);

    static async Task<IResult> Submit(long id, HttpRequest http, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        if (!(await CaseBook.Open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var missing)) return Answer.Refused(visit, missing);
        var answers = opened.State.Phase == CasePhase.Returned || opened.State.WasReturned;
        var request = new CaseRequest(answers ? CaseActionKind.Answer : CaseActionKind.Submit, form["key"].ToString(), null, form["reason"].ToString(), new());
        var done = await CaseWork.Act(db, house, visit.Actor, new(id), request, cancel);
        if (done.Accepted(out _, out var refusal)) return Answer.Done(visit, CaseText.Own(new(id)), answers ? "svc.answered" : "svc.submitted-now");
        db.ChangeTracker.Clear();
        return refusal is Invalid or Blocked && (await GiveMaterials.Run(db, house, visit, id, cancel)).Accepted(out var view, out _)
            ? Answer.Again<CheckCasePage>(visit, await Shown(db, visit, view, form["key"].ToString(), cancel), refusal) : Answer.Refused(visit, refusal);
    }

    static async Task<IResult> Discard(long id, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await CaseDrafts.Discard(db, house, visit.Actor, new(id), cancel)).Accepted(out _, out var refusal) ? Answer.Done(visit, "/my", "svc.discarded") : Answer.Refused(visit, refusal);
}
