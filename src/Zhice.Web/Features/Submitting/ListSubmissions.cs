using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Submitting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Submitting;

/// <summary>年度成效报送列表: submissions that the reader may see, and the way to begin one.</summary>
public static class ListSubmissions
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 30;

    /// <summary>What is asked for.</summary>
    public sealed record Request(SubmissionState? State, int Page);

    /// <summary>One submission.</summary>
    public sealed record Row(Submission Submission, string OfficeCode, string Office, string Programme, int Year, int Tasks, int Silent, int Sentences, int Unsupported);

    /// <summary>A programme for which an office of the reader's may begin.</summary>
    public sealed record Choice(ProgrammeId Programme, string Name, OrganisationId Office, string OfficeName);

    /// <summary>The page.</summary>
    public sealed record View(Request Asked, IReadOnlyList<Row> Rows, int Total, IReadOnlyList<Choice> Choices, bool MayImport, bool MaySeeKeys);

    sealed class Form
    {
        public string? Choice { get; set; }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions", Show);
        routes.MapPost("/submissions", Begin).DisableAntiforgery();
    }

    /// <summary>The list.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, CancellationToken cancel)
    {
        if (!AccessPolicy.IsInside(actor) && !SubmissionAccess.MayManageKeys(actor)) return new Forbidden("access.denied");
        var visible = db.VisibleSubmissions(actor);
        if (request.State is { } state) visible = visible.Where(s => s.State == state);
        var total = await visible.CountAsync(cancel);
        var page = Paging.Within(request.Page, total, PageSize);
        var rows = await (
            from submission in visible
            join programme in db.Programmes on submission.ProgrammeId equals programme.Id
            join office in db.Organisations on submission.OrganisationId equals office.Id
            // The figures of what was sent; a draft's belong to its office.
            join revision in db.SubmissionRevisions on new { SubmissionId = submission.Id, Number = submission.Revision } equals new { revision.SubmissionId, revision.Number }
            orderby programme.Year descending, office.DivisionCode, submission.Id
            select new Row(submission, office.Code, office.Name, programme.Name, programme.Year, revision.Tasks, revision.Silent, revision.Sentences, revision.Unsupported))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return new View(request with { Page = page }, rows, total, await Choices(db, actor, cancel),
            actor.Holds(Role.NationalAdministrator) || actor.Holds(Role.RegionalAdministrator), MaySeeKeys(actor));
    }

    /// <summary>True for those who see the list of keys: who manages them, administrators of regions, and the auditor.</summary>
    internal static bool MaySeeKeys(Actor actor) => SubmissionAccess.MayManageKeys(actor) || actor.HoldsAny(Role.RegionalAdministrator, Role.Auditor);

    static async Task<List<Choice>> Choices(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        var offices = actor.Roles.Where(r => SubmissionAccess.MayWrite(actor, r.Path)).Select(r => r.OrganisationId).Distinct().ToList();
        if (offices.Count == 0) return [];
        var visible = db.VisibleProgrammes(actor);
        return await (
            from programme in visible
            from office in db.Organisations
            where offices.Contains(office.Id) && office.Kind == OrganisationKind.LocalOffice && office.Id != programme.OwnerId
                && !db.Submissions.Any(s => s.ProgrammeId == programme.Id && s.OrganisationId == office.Id)
                && db.Obligations.Any(o => o.ProgrammeId == programme.Id && o.WithdrawnBy == null && (o.OrganisationId == office.Id
                    || db.Organisations.Any(below => below.ParentId == office.Id && below.Id == o.OrganisationId)))
            orderby programme.Year descending, programme.Id
            select new Choice(programme.Id, programme.Name, office.Id, office.Name)).Take(20).ToListAsync(cancel);
    }

    static async Task<IResult> Show(Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Asked(visit), cancel)).Accepted(out var view, out var refusal) ? Answer.Page<SubmissionsPage>(view) : Answer.Refused(visit, refusal);

    static Request Asked(Visit visit) => new(
        Enum.TryParse<SubmissionState>(visit.Asked("state"), out var state) && Enum.IsDefined(state) ? state : null,
        int.TryParse(visit.Asked("page"), out var page) ? page : 1);

    static async Task<IResult> Begin([FromForm] Form form, Visit visit, ZhiceDb db, IndicatorCatalogue catalogue, TimeProvider clock, CancellationToken cancel)
    {
        var parts = (form.Choice ?? "").Split(':');
        Refusal? refusal = new Invalid(new Defect("submission.choice", "choice"));
        if (parts.Length == 2 && long.TryParse(parts[0], out var programme) && long.TryParse(parts[1], out var office)
            && (await SubmissionDesk.Begin(db, visit.Actor, catalogue, new(programme), new(office), clock, cancel)).Accepted(out var begun, out refusal))
            return Answer.Done(visit, $"/submissions/{begun.Id.Value}", "submission.begun-now");
        db.ChangeTracker.Clear();
        return (await Run(db, visit.Actor, new(null, 1), cancel)).Accepted(out var view, out var unseen)
            ? Answer.Again<SubmissionsPage>(visit, view, refusal!)
            : Answer.Refused(visit, unseen);
    }
}
