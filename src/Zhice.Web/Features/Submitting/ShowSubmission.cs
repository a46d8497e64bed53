using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Papers;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>报送稿: the words task by task, each sentence with what stands behind it; the way of the submission; its files.</summary>
public static class ShowSubmission
{
    /// <summary>Tasks a page.</summary>
    public const int PageSize = 15;

    /// <summary>Which tasks are shown.</summary>
    public enum Part
    {
        /// <summary>All.</summary>
        All,
        /// <summary>Those with a sentence that has no evidence, or that was not checked again.</summary>
        Unsupported,
        /// <summary>Those of which nothing is reported.</summary>
        Silent,
    }

    /// <summary>What is asked for.</summary>
    public sealed record Request(SubmissionId Id, int? Revision, Part Part, int Page);

    /// <summary>A task with the heading above it, where that is the first of it on the page.</summary>
    public sealed record Entry(string? Heading, BodyItem Item, TaskId? Task);

    /// <summary>A step with the names of its people.</summary>
    /// <param name="Made">The step.</param>
    /// <param name="By">Who made it.</param>
    /// <param name="Alone">True where who signed had written words of it.</param>
    public sealed record Step(SubmissionStep Made, string By, bool Alone);

    /// <summary>The page.</summary>
    public sealed record View(
        OpenedSubmission Opened, Request Asked, IReadOnlyList<Entry> Entries, int Total, BodyFigures Figures, SubmissionDue? Due, IReadOnlyList<Step> Steps,
        IReadOnlyList<SubmissionMove> Moves, SubmissionSigning Signing, bool MayWrite, bool HasLastYear, bool HasPdf)
    {
        /// <summary>Sentences that nothing stands behind, or that were not checked again.</summary>
        public int Weak => Figures.Unsupported + Figures.Unchecked;
        /// <summary>Address of the submission.</summary>
        public string At => $"/submissions/{Opened.Submission.Id.Value}";
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id:long}", Handle);
        routes.MapGet("/submissions/{id:long}/print", Print);
    }

    /// <summary>The page's view.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, Soffice soffice, DateOnly today, CancellationToken cancel)
    {
        if (!(await SubmissionDesk.Open(db, actor, request.Id, request.Revision, cancel)).Accepted(out var opened, out var refusal)) return refusal;
        var items = (
            from section in opened.Body.Sections
            from item in section.Items
            where request.Part switch
            {
                Part.Silent => item.Standing == ItemStanding.Silent,
                Part.Unsupported => item.Paragraphs.SelectMany(p => p.Sentences).Any(s => s.Support != SentenceSupport.Evidence),
                _ => true,
            }
            select (section.Heading, Item: item)).ToList();
        var page = Paging.Within(request.Page, items.Count, PageSize);
        var tasks = await SubmissionFacts.Tasks(db, actor, opened.Programme.Id, cancel);
        var shown = items.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var entries = shown.Select((entry, i) => new Entry(
            i == 0 || shown[i - 1].Heading != entry.Heading ? entry.Heading : null, entry.Item,
            tasks.TryGetValue((entry.Item.Source.Document, entry.Item.Source.Task), out var task) ? task : null)).ToList();

        var steps = await (
            from step in db.SubmissionSteps
            where step.SubmissionId == request.Id
            join account in db.Accounts on step.By equals account.Id
            orderby step.Id descending
            select new Step(step, account.DisplayName, step.To == SubmissionState.Submitted && step.Elsewhere == null && !opened.Submission.Imported
                && db.SubmissionRevisions.Any(r => r.SubmissionId == step.SubmissionId && r.By == step.By && r.Number <= step.Revision
                    && !db.SubmissionSteps.Any(s => s.SubmissionId == step.SubmissionId && s.To == SubmissionState.Submitted && s.Id < step.Id && s.Revision >= r.Number)))).AsNoTracking().Take(50).ToListAsync(cancel);
        var (due, _) = await SubmissionFacts.Due(db, opened.Programme.Id, cancel);
        var signing = await SubmissionSigning.Of(db, actor, opened, today, cancel);
        var current = opened.Revision.Number == opened.Submission.Revision;
        return new View(opened, request with { Page = page }, entries, items.Count, opened.Body.Figures(), due, steps,
            current ? [.. SubmissionMoves.From(opened.Submission.State).Where(move => SubmissionWay.May(actor, opened, signing, move))] : [], signing,
            current && !opened.Submission.Imported && SubmissionMoves.MayChange(opened.Submission.State) && SubmissionAccess.MayWrite(actor, opened.Office.Path),
            await CompareSubmission.Before(db, actor, opened).AnyAsync(cancel), soffice.Program is not null);
    }

    internal static Request Asked(Visit visit, long id) => new(
        new(id), int.TryParse(visit.Asked("revision"), out var revision) ? revision : null,
        Enum.TryParse<Part>(visit.Asked("part"), ignoreCase: true, out var part) && Enum.IsDefined(part) ? part : Part.All,
        int.TryParse(visit.Asked("page"), out var page) ? page : 1);

    static async Task<IResult> Handle(long id, Visit visit, ZhiceDb db, Soffice soffice, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Asked(visit, id), soffice, visit.Today, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SubmissionPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> Print(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await SubmissionDesk.Open(db, visit.Actor, new(id), Asked(visit, id).Revision, cancel)).Accepted(out var opened, out var refusal)
            ? Answer.Page<SubmissionPrintPage>(new SubmissionPrintPage.Shown(opened, SubmissionPaper.Of(opened)))
            : Answer.Refused(visit, refusal);
}
