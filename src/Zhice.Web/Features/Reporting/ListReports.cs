using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Reporting;

/// <summary>进展报送列表: what waits to be reviewed, signed or accepted, and everything else that the reader may see; filters stand in the address.</summary>
public static class ListReports
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most rows that are counted; a longer list says so. Counting a million would take longer than showing them.</summary>
    public const int Counted = 10_000;

    /// <summary>Most rows of an export.</summary>
    public const int Exported = 50_000;

    /// <summary>What is asked for; null leaves a filter open.</summary>
    /// <param name="State">Where the reports are.</param>
    /// <param name="Waiting">True for those that wait for the reader.</param>
    /// <param name="Programme">The programme.</param>
    /// <param name="Organisation">Code of the office that reports.</param>
    /// <param name="Page">Page from 1.</param>
    public sealed record Request(ReportState? State = null, bool Waiting = false, ProgrammeId? Programme = null, string? Organisation = null, int Page = 1);

    /// <summary>The page.</summary>
    /// <param name="Asked">The request.</param>
    /// <param name="Rows">Rows of this page.</param>
    /// <param name="Total">Rows in all, up to <see cref="Counted"/>.</param>
    /// <param name="Programmes">Programmes to choose from.</param>
    /// <param name="Office">Name of the office asked for; null where none is, or it is not known.</param>
    public sealed record View(Request Asked, IReadOnlyList<Row> Rows, int Total, IReadOnlyList<YearProgramme> Programmes, string? Office)
    {
        /// <summary>True where the rows can be accepted together.</summary>
        public bool MayAccept => Asked is { Waiting: true, State: ReportState.Submitted };
    }

    /// <summary>One report.</summary>
    public sealed record Row(
        ReportId Id, int Version, TaskId Task, string? Number, string Title, string OfficeCode, string OfficeName, DateOnly From, DateOnly To, ReportState State,
        WorkStatus Status, WorkResult Result, DateTimeOffset At);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports", Handle);
        routes.MapGet("/reports.csv", Export);
        routes.MapGet("/reports.xlsx", Export);
    }

    /// <summary>Loads a page of the list.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        if (actor.IsPublic) return new Forbidden("access.denied");
        var (chosen, office) = await Chosen(db, actor, request, clock, cancel);
        var total = await chosen.Take(Counted).CountAsync(cancel);
        var page = Paging.Within(request.Page, total, PageSize);
        var rows = await Rows(db, chosen, request).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var programmes = await ProgrammeShelf.Newest(db, actor, 50, cancel);
        return new View(request with { Page = page }, rows, total, programmes, office);
    }

    // Waiting lists begin with what has waited longest, others with the newest.
    static IQueryable<Row> Rows(ZhiceDb db, IQueryable<ProgressReport> chosen, Request request)
    {
        var ordered = request.State is ReportState.InReview or ReportState.InSignOff or ReportState.Submitted
            ? chosen.OrderBy(r => r.MovedAt).ThenBy(r => r.Id)
            : chosen.OrderByDescending(r => r.Id);
        return from report in ordered
               select new Row(
                   report.Id, report.Version, db.Obligations.First(o => o.Id == report.ObligationId).TaskId,
                   db.Tasks.First(t => t.Id == db.Obligations.First(o => o.Id == report.ObligationId).TaskId).Number,
                   db.Tasks.First(t => t.Id == db.Obligations.First(o => o.Id == report.ObligationId).TaskId).Title,
                   db.Organisations.First(o => o.Id == report.OrganisationId).Code, db.Organisations.First(o => o.Id == report.OrganisationId).Name,
                   report.From, report.To, report.State,
                   db.ReportRevisions.First(v => v.ReportId == report.Id && v.Number == report.Revision).Status,
                   db.ReportRevisions.First(v => v.ReportId == report.Id && v.Number == report.Revision).Result, report.MovedAt ?? report.CreatedAt);
    }

    static async Task<(IQueryable<ProgressReport> Reports, string? Office)> Chosen(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        IQueryable<ProgressReport> chosen;
        if (request.Waiting)
        {
            var staff = await ReportStaff.Of(db, actor, ChinaTime.Today(clock), cancel);
            chosen = request.State is { } state
                ? staff.Waiting(db, state)
                : new[] { ReportState.Draft, ReportState.Returned, ReportState.InReview, ReportState.InSignOff, ReportState.Submitted }
                    .Select(s => staff.Waiting(db, s)).Aggregate((a, b) => a.Concat(b));
        }
        else
        {
            chosen = db.VisibleReports(actor);
            if (request.State is { } state) chosen = chosen.Where(r => r.State == state);
        }
        if (request.Programme is { } programme) chosen = chosen.Where(r => r.ProgrammeId == programme);
        if (request.Organisation is not { } code) return (chosen, null);
        var office = await db.Organisations.Where(o => o.Code == code).Select(o => new { o.Id, o.Name }).FirstOrDefaultAsync(cancel);
        return (office is null ? chosen.Where(r => false) : chosen.Where(r => r.OrganisationId == office.Id), office?.Name);
    }

    static Request Asked(string? state, string? waiting, long? programme, string? organisation, int? page) => new(
        Enum.TryParse<ReportState>(state, out var known) && Enum.IsDefined(known) ? known : null, waiting == "1", programme is { } id ? new(id) : null, organisation, page ?? 1);

    static async Task<IResult> Handle(
        string? state, string? waiting, long? programme, string? organisation, int? page, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, Asked(state, waiting, programme, organisation, page), clock, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<ReportsPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Export(
        string? state, string? waiting, long? programme, string? organisation, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        if (visit.Actor.IsPublic) return Answer.Refused(visit, new Forbidden("access.denied"));
        var request = Asked(state, waiting, programme, organisation, 1);
        var (chosen, _) = await Chosen(db, visit.Actor, request, clock, cancel);
        return await Table(Rows(db, chosen, request).Take(Exported).AsAsyncEnumerable(), visit.Words).As(visit.Path, cancel);
    }

    static TableFile Table(IAsyncEnumerable<Row> rows, WordTable words) => new("progress-reports",
        [
            new(words["board.number"], 8), new(words["board.task"], 40), new(words["reporting.office"], 28), new(words["reporting.from"], 12), new(words["reporting.to"], 12),
            new(words["reporting.status"], 16), new(words["reporting.result"], 14), new(words["reporting.state"], 14), new(words["reporting.since"], 18),
        ],
        rows.Select(r => (IReadOnlyList<Cell>)
        [
            Cell.Of(r.Number), Cell.Of(r.Title), Cell.Of(words.Organisation(r.OfficeCode, r.OfficeName)), Cell.Of(r.From), Cell.Of(r.To), Cell.Of(words.Of(r.Status)),
            Cell.Of(words.Of(r.Result)), Cell.Of(words.Of(r.State)), Cell.Of(Visit.Moment(r.At)),
        ]));
}
