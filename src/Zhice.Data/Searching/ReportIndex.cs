using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Records.Text;

namespace Zhice.Data.Searching;

/// <summary>The full-text index over the newest words of reports. With each report stand the offices above it and its task, so that a reader's search is cut to what
/// can be reached before it is bounded: of a million reports, the newest thousands that hold a common word may all be somebody else's.</summary>
public static class ReportIndex
{
    /// <summary>Reports that are indexed in one transaction where they had none.</summary>
    public const int Batch = 200;

    /// <summary>Puts the words of a report into the index, in place of those before, within the context's transaction.</summary>
    internal static void Write(ZhiceDb db, ReportId id, string officePath, TaskId task, string narrative) =>
        TokenTable.Reports.Write(db, [(id.Value, Tokens(officePath, task.Value, narrative))]);

    /// <summary>Indexes in a target, within its transaction, all reports of a source.</summary>
    internal static void WriteAll(ZhiceDb source, ZhiceDb target) => TokenTable.Reports.Write(target, (
        from report in source.Reports
        join revision in source.ReportRevisions on new { ReportId = report.Id, Number = report.Revision } equals new { revision.ReportId, revision.Number }
        join office in source.Organisations on report.OrganisationId equals office.Id
        join obligation in source.Obligations on report.ObligationId equals obligation.Id
        select new { report.Id, office.Path, obligation.TaskId, revision.Narrative }).AsNoTracking().AsEnumerable()
        .Select(r => (r.Id.Value, Tokens(r.Path, r.TaskId.Value, r.Narrative))));

    /// <summary>Tokens of a report.</summary>
    internal static IEnumerable<string> Tokens(string officePath, long task, string narrative) =>
        CjkBigrams.Tokens(narrative).Concat(Offices(officePath).Select(Office)).Append(Task(task));

    /// <summary>The token of everything that an office or one below it reports.</summary>
    internal static string Office(string key) => $"zo{key}";

    /// <summary>The token of an office's reach, by its path.</summary>
    internal static string Reach(string path) => Office(Offices(path)[^1]);

    /// <summary>The token of all reports on a task.</summary>
    internal static string Task(long key) => string.Create(CultureInfo.InvariantCulture, $"zt{key}");

    static string[] Offices(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Indexes reports that are not in the index, such as those written before there was one: the newest below a key, at most <see cref="Batch"/>.</summary>
    /// <param name="db">A context without a transaction.</param>
    /// <param name="before">Only keys below this.</param>
    /// <param name="cancel">Stops before the transaction.</param>
    /// <returns>The key to go on below; null where nothing is left.</returns>
    public static async Task<long?> CatchUp(ZhiceDb db, long before, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var key = db.Database.IsNpgsql() ? "id" : "rowid";
#pragma warning disable EF1002 // the name of a column of ours
        var missing = await db.Database.SqlQueryRaw<long>(
            $"SELECT r.id AS \"Value\" FROM rep_report r WHERE r.id < {{0}} AND NOT EXISTS (SELECT 1 FROM search_report s WHERE s.{key} = r.id) ORDER BY r.id DESC LIMIT {{1}}",
            before, Batch).ToListAsync(cancel);
#pragma warning restore EF1002
        if (missing.Count == 0) return null;
        var ids = missing.ConvertAll(id => new ReportId(id));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The rows are held until the end: a save in between would be covered by words that are older. SQLite has one writer anyway.
        if (db.Database.IsNpgsql()) await db.Reports.Where(r => ids.Contains(r.Id)).ExecuteUpdateAsync(set => set.SetProperty(r => r.Revision, r => r.Revision), cancel);
        var rows = await (
            from report in db.Reports
            where ids.Contains(report.Id)
            join revision in db.ReportRevisions on new { ReportId = report.Id, Number = report.Revision } equals new { revision.ReportId, revision.Number }
            join office in db.Organisations on report.OrganisationId equals office.Id
            join obligation in db.Obligations on report.ObligationId equals obligation.Id
            select new { report.Id, office.Path, obligation.TaskId, revision.Narrative }).AsNoTracking().ToListAsync(cancel);
        TokenTable.Reports.Write(db, rows.Select(r => (r.Id.Value, Tokens(r.Path, r.TaskId.Value, r.Narrative))));
        await transaction.CommitAsync(cancel);
        return missing[^1];
    }
}
