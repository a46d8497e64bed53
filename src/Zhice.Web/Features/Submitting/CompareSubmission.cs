using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>与上年比较: this year's words beside last year's, task by task.</summary>
public static class CompareSubmission
{
    /// <summary>Tasks a page.</summary>
    public const int PageSize = 20;

    /// <summary>The page.</summary>
    public sealed record View(OpenedSubmission Now, OpenedSubmission? Before, IReadOnlyList<ComparedItem> Items, int Page, int Total);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/submissions/{id:long}/compare", Handle);

    /// <summary>The submission of the same office for the year before, of the same organisation's programmes; the programme's year counts, not the clock's.</summary>
    internal static IQueryable<Submission> Before(ZhiceDb db, Actor actor, OpenedSubmission now) =>
        from submission in db.VisibleSubmissions(actor)
        where submission.OrganisationId == now.Office.Id
        join programme in db.Programmes on submission.ProgrammeId equals programme.Id
        where programme.Year == now.Programme.Year - 1 && programme.OwnerId == now.Programme.OwnerId
        orderby submission.Id descending
        select submission;

    /// <summary>The page's view; without a submission of last year it says so.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, SubmissionId id, int page, CancellationToken cancel)
    {
        if (!(await SubmissionDesk.Open(db, actor, id, null, cancel)).Accepted(out var now, out var refusal)) return refusal;
        var last = await Before(db, actor, now).Select(s => (SubmissionId?)s.Id).FirstOrDefaultAsync(cancel);
        if (last is not { } key || !(await SubmissionDesk.Open(db, actor, key, null, cancel)).Accepted(out var before, out _)) return new View(now, null, [], 1, 0);
        var items = BodyComparison.Of(now.Body, before.Body);
        page = Paging.Within(page, items.Count, PageSize);
        return new View(now, before, [.. items.Skip((page - 1) * PageSize).Take(PageSize)], page, items.Count);
    }

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), int.TryParse(visit.Asked("page"), out var page) ? page : 1, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<SubmissionComparePage>(view)
            : Answer.Refused(visit, refusal);
}
