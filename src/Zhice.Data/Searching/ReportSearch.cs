using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Records.Text;

namespace Zhice.Data.Searching;

/// <summary>A report whose newest words hold all words of a query.</summary>
/// <param name="Report">The report.</param>
/// <param name="State">Where it is on its way.</param>
/// <param name="From">First day of its period.</param>
/// <param name="To">Last day.</param>
/// <param name="OfficeCode">Code of the office that reports.</param>
/// <param name="OfficeName">Its name.</param>
/// <param name="TaskTitle">Title of the task.</param>
/// <param name="Text">The words around the first place found, or the narrative's beginning.</param>
/// <param name="Highlights">Where the words stand in <paramref name="Text"/>.</param>
public sealed record ReportHit(
    ReportId Report, ReportState State, DateOnly From, DateOnly To, string OfficeCode, string OfficeName, string TaskTitle, string Text, IReadOnlyList<(int Start, int End)> Highlights);

/// <summary>Reports that were found.</summary>
/// <param name="Hits">The page, newest first.</param>
/// <param name="Total">Number of all; a lower bound where <paramref name="More"/>.</param>
/// <param name="More">True when there were more candidates than were looked at.</param>
public sealed record ReportHits(IReadOnlyList<ReportHit> Hits, int Total, bool More);

/// <summary>Search over the newest words of the reports that the reader may see.</summary>
public static class ReportSearch
{
    /// <summary>Reports that are looked at for one search; the newest.</summary>
    public const int Limit = 500;

    const int Candidates = 5_000;
    const int MostTasks = 1_000;
    const int Around = 60;

    /// <summary>Finds them: at most three commands, and none for the public.</summary>
    /// <param name="db">The context.</param>
    /// <param name="actor">Who searches.</param>
    /// <param name="text">Words between white space, each to be found as it stands, width and case aside.</param>
    /// <param name="programme">Only reports of this programme; null for all.</param>
    /// <param name="year">Only reports of programmes of this year; null for all.</param>
    /// <param name="page">Page, from 1.</param>
    /// <param name="size">Hits a page.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<ReportHits> Find(ZhiceDb db, Actor actor, string text, ProgrammeId? programme, int? year, int page, int size, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var reach = AccessPolicy.Reach(actor);
        var all = AccessPolicy.ReadsAll(actor);
        if (!all && reach.Count == 0) return new ReportHits([], 0, false);
        List<string> scope = [];
        if (!all)
        {
            scope.AddRange(reach.Select(ReportIndex.Reach));
            scope.AddRange((await db.AssignedTasks(actor).Take(MostTasks).ToListAsync(cancel)).Select(t => ReportIndex.Task(t.Value)));
        }
        var keys = (await TokenTable.Reports.Newest(db, text, scope, Candidates + 1, cancel)).Select(k => new ReportId(k)).ToList();
        if (keys.Count == 0) return new ReportHits([], 0, false);
        var looked = await (
            from report in db.VisibleReports(actor)
            where keys.Contains(report.Id) && (programme == null || report.ProgrammeId == programme)
                && (year == null || db.Programmes.Any(p => p.Id == report.ProgrammeId && p.Year == year))
            orderby report.Id descending
            join revision in db.ReportRevisions on new { ReportId = report.Id, Number = report.Revision } equals new { revision.ReportId, revision.Number }
            join office in db.Organisations on report.OrganisationId equals office.Id
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            join task in db.Tasks on obligation.TaskId equals task.Id
            select new { report.Id, report.State, report.From, report.To, office.Code, office.Name, task.Title, revision.Narrative }).AsNoTracking().Take(Limit + 1).ToListAsync(cancel);
        var words = CjkBigrams.Words(text);
        var found = looked.Take(Limit).Select(r => (Row: r, Found: CjkBigrams.Find(r.Narrative, words))).Where(r => r.Found is not null).ToList();
        return new ReportHits(
            [.. found.Skip((page - 1) * size).Take(size).Select(r =>
            {
                var (excerpt, marks) = Excerpt(r.Row.Narrative, r.Found!);
                return new ReportHit(r.Row.Id, r.Row.State, r.Row.From, r.Row.To, r.Row.Code, r.Row.Name, r.Row.Title, excerpt, marks);
            })],
            found.Count, looked.Count > Limit || keys.Count > Candidates);
    }

    // The words around the first place, in one line; marks that the cut leaves out are left out too.
    static (string Text, IReadOnlyList<(int Start, int End)> Marks) Excerpt(string narrative, IReadOnlyList<(int Start, int End)> found)
    {
        var from = Math.Max(0, found[0].Start - Around);
        var to = Math.Min(narrative.Length, found[0].End + 3 * Around);
        // A pair that stands for one character is not cut in two.
        if (from > 0 && char.IsLowSurrogate(narrative[from])) from--;
        if (to < narrative.Length && char.IsLowSurrogate(narrative[to])) to++;
        var before = from > 0 ? "…" : "";
        return (before + narrative[from..to].Replace('\n', ' ') + (to < narrative.Length ? "…" : ""),
            [.. found.Where(m => m.Start >= from && m.End <= to).Select(m => (m.Start - from + before.Length, m.End - from + before.Length))]);
    }
}
