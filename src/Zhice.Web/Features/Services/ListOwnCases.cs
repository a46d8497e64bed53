using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Services;

/// <summary>我的办件: the cases of those for whom the reader acts, who holds each, and until when.</summary>
public static class ListOwnCases
{
    /// <summary>A row.</summary>
    public sealed record Row(ServiceCase Case, string Applicant, string OfficeCode, string Office);

    /// <summary>The page.</summary>
    /// <param name="Applicants">For whom the reader acts.</param>
    /// <param name="Rows">Cases, the newest first.</param>
    /// <param name="Total">How many there are.</param>
    /// <param name="Page">Page shown.</param>
    /// <param name="Items">The definitions, for names.</param>
    /// <param name="Matches">Wanted technologies and declared patents that fit, the newest first.</param>
    /// <param name="Joint">Cases whose form names one of them as a co-applicant; those that wait for a signature first.</param>
    public sealed record View(IReadOnlyList<ServiceApplicant> Applicants, IReadOnlyList<Row> Rows, int Total, int Page, ServiceCatalogue Items, IReadOnlyList<JointRow> Joint, IReadOnlyList<MatchRow> Matches)
    {
        /// <summary>Cases that are directed against one of those for whom the reader acts.</summary>
        public IReadOnlyList<ServiceCase> Against { get; init; } = [];
    }

    /// <summary>A case of somebody else that names one of those for whom the reader acts.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Applicant">Who began it.</param>
    /// <param name="Waits">True where it waits for a signature that the reader may give.</param>
    public sealed record JointRow(ServiceCase Case, string Applicant, bool Waits);

    /// <summary>Most matches that are listed.</summary>
    public const int MostMatches = 20;

    /// <summary>Most cases of others that are listed.</summary>
    public const int MostJoint = 50;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/my", Handle);
        routes.MapPost("/my/matches", ReadMatches).DisableAntiforgery();
        routes.MapGet("/my.csv", Export);
        routes.MapGet("/my.xlsx", Export);
    }

    /// <summary>Loads a page. Seven commands at most.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, ServiceHouse house, Actor actor, DateOnly today, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(house);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        var applicants = await Applicants.Of(db, me, today).AsNoTracking().OrderBy(a => a.Id).Take(100).ToListAsync(cancel);
        var own = db.OwnCases(actor, today);
        var total = await own.CountAsync(cancel);
        var at = Paging.Within(page, total, size);
        var rows = await (
            from row in own
            join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id
            join office in db.Organisations on row.OfficeId equals office.Id
            orderby row.Id descending
            select new Row(row, applicant.Name, office.Code, office.Name)).AsNoTracking().Skip((at - 1) * size).Take(size).ToListAsync(cancel);
        var waiting = CoSigning.Waiting(db, actor, today);
        var joint = await (
            from row in db.JointCases(actor, today)
            join applicant in db.ServiceApplicants on row.ApplicantId equals applicant.Id
            orderby waiting.Any(w => w.Id == row.Id) descending, row.Id descending
            select new JointRow(row, applicant.Name, waiting.Any(w => w.Id == row.Id))).AsNoTracking().Take(MostJoint).ToListAsync(cancel);
        var against = await db.CasesAgainst(actor, today).AsNoTracking().OrderByDescending(c => c.Id).Take(MostJoint).ToListAsync(cancel);
        return new View(applicants, rows, total, at, house.Catalogue, joint, await Matches.Own(db, actor, today, MostMatches, cancel)) { Against = against };
    }

    static async Task<IResult> Handle(int? page, Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Run(db, house, visit.Actor, visit.Today, page ?? 1, CaseText.PageSize, cancel)).Accepted(out var view, out var refusal) ? Answer.Page<OwnCasesPage>(view) : Answer.Refused(visit, refusal);

    static async Task<IResult> ReadMatches(Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel) =>
        (await Matches.Read(db, visit.Actor, house.Clock, visit.Today, cancel)).Accepted(out _, out var refusal) ? Answer.Done(visit, "/my", "svc.saved") : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(Visit visit, ZhiceDb db, ServiceHouse house, CancellationToken cancel)
    {
        if (!(await Run(db, house, visit.Actor, visit.Today, 1, 10_000, cancel)).Accepted(out var view, out var refusal)) return Answer.Refused(visit, refusal);
        var words = visit.Words;
        return await new TableFile("cases", [new(words["svc.number"], 30), new(words["service.name"], 30), new(words["svc.about"], 40), new(words["svc.applicant"], 30), new(words["svc.phase"], 14), new(words["svc.due"], 12), new(words["svc.submitted"], 12)],
            view.Rows.Select(r => (IReadOnlyList<Cell>)[Cell.Of(r.Case.Number), Cell.Of(Name(view.Items, r.Case, words)), Cell.Of(r.Case.Title), Cell.Of(r.Applicant), Cell.Of(words.Of(r.Case.Phase)), Cell.Of(r.Case.DueOn), Cell.Of(r.Case.SubmittedOn)])).As(visit.Path, cancel);
    }

    internal static string Name(ServiceCatalogue items, ServiceCase row, Words.WordTable words) =>
        items.Versions(row.Item).FirstOrDefault(item => item.Version == row.ItemVersion) is { } item ? ServiceText.Name(item, words) : row.Item;
}
