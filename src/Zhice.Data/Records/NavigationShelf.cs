using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Domain;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Records;

/// <summary>A report on a list, with what is known of its paper.</summary>
/// <param name="Report">The report.</param>
/// <param name="MadeAt">When its paper was last made; null for never.</param>
/// <param name="Records">Records that it found then.</param>
/// <param name="LastRecord">Number of the last record then.</param>
/// <param name="Digest">SHA-256 of the paper.</param>
public sealed record KeptReport(NavigationReport Report, DateTimeOffset? MadeAt, int Records, long LastRecord, string? Digest);

/// <summary>我的导航报告: reports that a person keeps, seen, made and removed by nobody else.</summary>
public static class NavigationShelf
{
    /// <summary>The person's reports, the newest first; none for the public.</summary>
    public static async Task<IReadOnlyList<KeptReport>> Of(ZhiceDb db, Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        return actor.AccountId is { } me ? await Rows(db, db.NavigationReports.Where(r => r.AccountId == me).OrderByDescending(r => r.Id).Take(NavigationReport.Most), cancel) : [];
    }

    /// <summary>One of the person's; <c>navigation.missing</c> for anybody else's.</summary>
    public static async Task<Outcome<KeptReport>> One(ZhiceDb db, Actor actor, NavigationReportId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        return await Rows(db, db.NavigationReports.Where(r => r.Id == id && r.AccountId == me), cancel) is [var found] ? found : new Missing("navigation.missing");
    }

    static async Task<List<KeptReport>> Rows(ZhiceDb db, IQueryable<NavigationReport> reports, CancellationToken cancel)
    {
        var rows = await (from report in reports
                          join file in db.NavigationFiles on report.Id equals file.ReportId into files
                          from file in files.DefaultIfEmpty()
                          select new { report, MadeAt = (DateTimeOffset?)file.MadeAt, Records = (int?)file.Records, LastRecord = (long?)file.LastRecord, Digest = (string?)file.Digest }).AsNoTracking().ToListAsync(cancel);
        return [.. rows.Select(r => new KeptReport(r.report, r.MadeAt, r.Records ?? 0, r.LastRecord ?? 0, r.Digest)).OrderByDescending(r => r.Report.Id.Value)];
    }

    /// <summary>Keeps one. Refusals: <c>access.denied</c>, <c>navigation.title</c>, <c>navigation.kind</c>, <c>navigation.query</c>, <c>navigation.compared</c>, <c>navigation.twice</c>, <c>navigation.many</c>.</summary>
    /// <param name="db">The store.</param>
    /// <param name="actor">Whose it will be.</param>
    /// <param name="title">The title.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="scope">The query as understood.</param>
    /// <param name="compared">Queries beside it, as understood.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<Outcome<NavigationReport>> Keep(ZhiceDb db, Actor actor, string title, NavigationKind kind, string scope, IReadOnlyList<NavigationComparison> compared, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(compared);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        title = title.Trim();
        var defects = new List<Defect>();
        if (OwnShelf.IsBadName(title, NavigationReport.LongestTitle)) defects.Add(new("navigation.title", "title", NavigationReport.LongestTitle));
        if (!Enum.IsDefined(kind)) defects.Add(new("navigation.kind", "kind"));
        if (scope.Length > NavigationReport.LongestQuery || OwnShelf.HasControls(scope)) defects.Add(new("navigation.query", "scope", NavigationReport.LongestQuery));
        if (compared.Count > NavigationReport.MostCompared || compared.Any(c => OwnShelf.IsBadName(c.Name, NavigationReport.LongestName) || c.Query.Length > NavigationReport.LongestQuery || OwnShelf.HasControls(c.Query)))
            defects.Add(new("navigation.compared", "compared", NavigationReport.MostCompared, NavigationReport.LongestName, NavigationReport.LongestQuery));
        if (defects.Count > 0) return new Invalid(defects);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await OwnShelf.Hold(db, me, cancel);
        var mine = await db.NavigationReports.Where(r => r.AccountId == me).Select(r => r.Title).ToListAsync(cancel);
        if (mine.Count >= NavigationReport.Most) return new Blocked("navigation.many", NavigationReport.Most);
        if (mine.Contains(title, StringComparer.Ordinal)) return new Invalid(new Defect("navigation.twice", "title", title));
        var report = new NavigationReport { AccountId = me, Title = title, Kind = kind, Scope = scope, Compared = NavigationReport.Written(compared), CreatedAt = clock.GetUtcNow() };
        db.Add(report);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return report;
    }


    /// <summary>Keeps the paper in the place of the one before. A report that was removed meanwhile keeps none.</summary>
    public static async Task File(ZhiceDb db, NavigationFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(file);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.NavigationReports.Where(r => r.Id == file.ReportId).ExecuteUpdateAsync(set => set.SetProperty(r => r.Kind, r => r.Kind), cancel) == 0) return;
        await db.NavigationFiles.Where(f => f.ReportId == file.ReportId).ExecuteDeleteAsync(cancel);
        db.Add(file);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>The paper of one of the person's reports; <c>navigation.missing</c> where there is none.</summary>
    public static async Task<Outcome<(string Title, NavigationFile File)>> Paper(ZhiceDb db, Actor actor, NavigationReportId id, CancellationToken cancel)
    {
        if (!(await One(db, actor, id, cancel)).Accepted(out var kept, out var refusal)) return refusal;
        return await db.NavigationFiles.AsNoTracking().FirstOrDefaultAsync(f => f.ReportId == id, cancel) is { } file ? (kept.Report.Title, file) : new Missing("navigation.missing");
    }

    /// <summary>Removes one of the person's own with its paper; <c>navigation.missing</c> for anybody else's.</summary>
    public static async Task<Outcome<NavigationReportId>> Remove(ZhiceDb db, Actor actor, NavigationReportId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } me) return new Forbidden("access.denied");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.NavigationFiles.Where(f => f.ReportId == id && db.NavigationReports.Any(r => r.Id == id && r.AccountId == me)).ExecuteDeleteAsync(cancel);
        var gone = await db.NavigationReports.Where(r => r.Id == id && r.AccountId == me).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
        return gone == 1 ? id : new Missing("navigation.missing");
    }
}
