using Microsoft.AspNetCore.Mvc;
using Zhice.Data;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>修改标题、主送机关和首段: formal words, which need no evidence.</summary>
public static class EditSubmissionHead
{
    const int LongestTitle = 120, LongestAddressee = 100, LongestOpening = 2000;

    /// <summary>The page, with what was typed.</summary>
    public sealed record View(OpenedSubmission Opened, string Title, string Addressee, string Opening);

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        /// <summary>标题.</summary>
        public string? Title { get; set; }
        /// <summary>主送机关.</summary>
        public string? Addressee { get; set; }
        /// <summary>首段.</summary>
        public string? Opening { get; set; }
        /// <summary>The revision that the person saw.</summary>
        public int Revision { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id:long}/head", Show);
        routes.MapPost("/submissions/{id:long}/head", Save).DisableAntiforgery();
    }

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await SubmissionDesk.ToWrite(db, visit.Actor, new(id), cancel)).Accepted(out var opened, out var refusal)
            ? Answer.Page<SubmissionHeadPage>(new View(opened, opened.Body.Title, opened.Body.Addressee, opened.Body.Opening))
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Save(long id, [FromForm] Form form, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var (title, addressee, opening) = (Line(form.Title), Line(form.Addressee), Line(form.Opening));
        var defects = new List<Defect>();
        if (title.Length is 0 or > LongestTitle) defects.Add(new Defect("submission.head-title", "title", LongestTitle));
        if (addressee.Length is 0 or > LongestAddressee) defects.Add(new Defect("submission.head-addressee", "addressee", LongestAddressee));
        if (opening.Length is 0 or > LongestOpening) defects.Add(new Defect("submission.head-opening", "opening", LongestOpening));
        Refusal? refusal = defects.Count > 0 ? new Invalid(defects) : null;
        if (refusal is null && (await SubmissionDesk.Save(db, visit.Actor, new(id), form.Revision, "head", body => new { body.Title, body.Addressee, body.Opening },
            body => body with { Title = title, Addressee = addressee, Opening = opening }, clock, cancel)).Accepted(out _, out refusal))
            return Answer.Done(visit, $"/submissions/{id}", "submission.saved");
        db.ChangeTracker.Clear();
        return (await SubmissionDesk.ToWrite(db, visit.Actor, new(id), cancel)).Accepted(out var opened, out var unseen)
            ? Answer.Again<SubmissionHeadPage>(visit, new View(opened, title, addressee, opening), refusal!)
            : Answer.Refused(visit, unseen);
    }

    static string Line(string? typed) => (typed ?? "").ReplaceLineEndings("").Trim();
}
