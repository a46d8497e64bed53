using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Features.Evidence;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>The sides of a case, for the card that all of them see.</summary>
/// <param name="Case">The case, as the reader sees it.</param>
/// <param name="Files">Files of the evidence, in its order.</param>
/// <param name="Opponents">Rows of the other side; none for who is not of the office.</param>
/// <param name="Limits">The limits of the law.</param>
public sealed record SidesView(OpenedCase Case, IReadOnlyList<CaseMaterial> Files, IReadOnlyList<CaseOpponent> Opponents, LimitBook Limits)
{
    /// <summary>Loads it: two commands for the office, one for others; null for a case of one side.</summary>
    public static async Task<SidesView?> Of(ZhiceDb db, ServiceHouse house, OpenedCase opened, bool inside, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(opened);
        if (opened.Item.OtherParty is null || opened.State.AcceptedOn is null) return null;
        var id = opened.Row.Id;
        return new(opened, await db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == id && m.Material == CaseExhibit.Material).OrderBy(m => m.Id).Take(CaseExhibit.Most).ToListAsync(cancel),
            inside ? await db.CaseOpponents.AsNoTracking().Where(o => o.CaseId == id).OrderBy(o => o.Number).Take(OtherParty.Most).ToListAsync(cancel) : [], house.Limits);
    }
}

/// <summary>提交证据: a file with its name and what it is to show, from either side, or from the office for what came on paper. Files are looked into as evidence is.</summary>
public static class PutExhibit
{
    /// <summary>How the asking side opens the case and acts on it, and where its page is.</summary>
    delegate Task<Outcome<OpenedCase>> Opens(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CancellationToken cancel);

    delegate Task<Outcome<CaseDone>> Acts(ZhiceDb db, ServiceHouse house, Actor actor, CaseId id, CaseRequest request, CancellationToken cancel);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        Side("/service-cases/{id:long}/exhibits", CaseBook.Open, CaseWork.Act, CaseText.Desk);
        Side("/my/cases/{id:long}/exhibits", CaseBook.Open, CaseWork.Act, CaseText.Own);
        Side("/my/other-side/{id:long}/exhibits", CaseBook.OpenAgainst, CaseWork.ActAgainst, OtherSide.Address);

        void Side(string route, Opens open, Acts act, Func<CaseId, string> page) => routes.MapPost(route, async (long id, HttpContext context, Visit visit, ZhiceDb db, ZhiceStore store, ServiceHouse house, CancellationToken cancel) =>
        {
            if (StreamedForm.Of(context) is not { } form) return Answer.Refused(visit, new Invalid(new Defect("evidence.no-file", "file")));
            var done = await EvidenceIntake.Guarded(() => Taken(id, form, visit, db, store, house, open, act, cancel));
            return done.Accepted(out _, out var refusal) ? Answer.Done(visit, page(new(id)), "svc.done") : Answer.Refused(visit, refusal);
        }).TakesEvidence();
    }

    // Whatever can be refused without the file is refused before its first byte is read.
    static async Task<Outcome<CaseDone>> Taken(long id, StreamedForm form, Visit visit, ZhiceDb db, ZhiceStore store, ServiceHouse house, Opens open, Acts act, CancellationToken cancel)
    {
        var file = await form.NextFile(cancel);
        if (visit.Actor.IsPublic) return new Forbidden("access.denied");
        if (!(await open(db, house, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)) return refusal;
        if (CaseMoves.Decide(opened.Item, opened.State, CaseActionKind.PutEvidence, opened.Facts) is { } notNow) return notNow;
        if (file is null) return new Invalid(new Defect("evidence.no-file", "file"));
        if (!(await EvidenceIntake.Take(store.Files, form, file.Value, cancel)).Accepted(out var taken, out refusal)) return refusal;
        await using (taken)
        {
            await taken.Incoming.Keep(cancel);
            db.ChangeTracker.Clear();
            var payload = new CasePayload
            {
                Side = CaseInput.Small(form["side"]), Title = form["title"], File = new(taken.Digests.Sha256, taken.Content.FileName ?? "file", taken.Content.MediaType, taken.Digests.Size),
            };
            return await act(db, house, visit.Actor, new(id), new(CaseActionKind.PutEvidence, form["key"] ?? "", null, form["purpose"] ?? "", payload), cancel);
        }
    }
}
