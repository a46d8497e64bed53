using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Reporting;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Reporting;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Reporting;

/// <summary>历次保存: every save of a report, and what changed between any two.</summary>
public static class ShowHistory
{
    /// <summary>Saves a page.</summary>
    public const int PageSize = 50;

    /// <summary>The page.</summary>
    /// <param name="Id">The report.</param>
    /// <param name="All">True where every save is listed, not only those that people see as one.</param>
    /// <param name="Saves">The saves of this page, newest first.</param>
    /// <param name="Total">Saves in all.</param>
    /// <param name="Page">Page from 1.</param>
    /// <param name="Before">The older one of the two compared; null for nothing.</param>
    /// <param name="After">The newer one.</param>
    /// <param name="Sentences">Sentences of the measure.</param>
    /// <param name="Names">Names of the authors.</param>
    public sealed record View(ReportId Id, bool All, IReadOnlyList<ReportSave> Saves, int Total, int Page, ReportRevision? Before, ReportRevision After,
        IReadOnlyList<ShowReport.Sentence> Sentences, IReadOnlyDictionary<AccountId, string> Names);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reports/{id:long}/history", Handle);

    /// <summary>Loads the page. Unless said otherwise the newest save is compared with the one that people see before it.</summary>
    public static async Task<Outcome<View>> Run(ZhiceDb db, Actor actor, ReportId id, int? from, int? to, bool all, int page, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await ReportCase.Load(db, actor, id, ChinaTime.Today(clock), cancel)).Accepted(out var found, out var refusal)) return refusal;
        var listed = all ? found.Saves : ReportSave.Shown(found.Saves, found.Steps);
        var newer = to ?? found.Report.Revision;
        var older = from ?? listed.LastOrDefault(s => s.Number < newer)?.Number;
        var both = await db.ReportRevisions.Where(r => r.ReportId == id && (r.Number == newer || r.Number == older)).ToListAsync(cancel);
        if (both.Find(r => r.Number == newer) is not { } after) return new Missing("report.missing");
        page = Paging.Within(page, listed.Count, PageSize);
        var shown = listed.Reverse().Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var people = found.Authors.ToList();
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancel);
        var sentences = await db.Commitments.Where(c => c.MeasureId == found.Obligation.MeasureId).OrderBy(c => c.Ordinal)
            .Select(c => new ShowReport.Sentence(c.Id, c.Quote, c.Due)).ToListAsync(cancel);
        return new View(id, all, shown, listed.Count, page, both.Find(r => r.Number == older), after, sentences, names);
    }

    static async Task<IResult> Handle(long id, int? from, int? to, string? all, int? page, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel) =>
        (await Run(db, visit.Actor, new(id), from, to, all == "1", page ?? 1, clock, cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<HistoryPage>(view)
            : Answer.Refused(visit, refusal);
}
