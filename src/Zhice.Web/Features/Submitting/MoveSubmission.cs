using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Indicators;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Papers;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>送签、签发、接收、退回; and taking over what was accepted since.</summary>
public static class MoveSubmission
{
    /// <summary>What was sent.</summary>
    public sealed class Form
    {
        /// <summary>The move.</summary>
        public string? Move { get; set; }
        /// <summary>Version of the head that the person saw.</summary>
        public int Version { get; set; }
        /// <summary>True where the person sends it although sentences stand on nothing, or were not checked again.</summary>
        public bool Confirmed { get; set; }
        /// <summary>Reasons of a return.</summary>
        public string? Reasons { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/submissions/{id:long}/move", Handle).DisableAntiforgery();
        routes.MapPost("/submissions/{id:long}/refresh", Refresh).DisableAntiforgery();
    }

    static async Task<IResult> Handle(
        long id, [FromForm] Form form, Visit visit, ZhiceDb db, ZhiceStore store, Soffice soffice, TimeProvider clock, CancellationToken cancel)
    {
        Refusal? refusal = new Invalid(new Defect("submission.not-now"));
        if (!Enum.TryParse<SubmissionMove>(form.Move, out var move) || !Enum.IsDefined(move)) return await Again(id, refusal, visit, db, soffice, cancel);
        if (move is SubmissionMove.ToSignOff or SubmissionMove.Sign && !form.Confirmed
            && (await SubmissionDesk.Open(db, visit.Actor, new(id), null, cancel)).Accepted(out var opened, out _) && opened.Body.Figures() is { } figures && figures.Unsupported + figures.Unchecked > 0
            && SubmissionWay.May(visit.Actor, opened, await SubmissionSigning.Of(db, visit.Actor, opened, visit.Today, cancel), move))
            return await Again(id, new Invalid(new Defect("submission.weak", "confirmed", figures.Unsupported, figures.Unchecked)), visit, db, soffice, cancel);
        if ((await SubmissionWay.Move(db, store, visit.Actor, new(id), form.Version, move, form.Reasons, clock, cancel)).Accepted(out _, out refusal))
            return Answer.Done(visit, $"/submissions/{id}", "submission.done");
        return await Again(id, refusal!, visit, db, soffice, cancel);
    }

    static async Task<IResult> Refresh(long id, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, Soffice soffice, TimeProvider clock, CancellationToken cancel)
    {
        var submission = new SubmissionId(id);
        var before = await db.Submissions.Where(s => s.Id == submission).Select(s => s.Revision).FirstOrDefaultAsync(cancel);
        return (await SubmissionDesk.Refresh(db, visit.Actor, catalogue, submission, clock, cancel)).Accepted(out var revision, out var refusal)
            ? Answer.Done(visit, $"/submissions/{id}", revision.Number == before ? "submission.nothing-new" : "submission.refreshed")
            : await Again(id, refusal, visit, db, soffice, cancel);
    }

    static async Task<IResult> Again(long id, Refusal refusal, Visit visit, ZhiceDb db, Soffice soffice, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        return refusal is not Forbidden && (await ShowSubmission.Run(db, visit.Actor, ShowSubmission.Asked(visit, id), soffice, visit.Today, cancel)).Accepted(out var view, out _)
            ? Answer.Again<SubmissionPage>(visit, view, refusal)
            : Answer.Refused(visit, refusal);
    }
}
