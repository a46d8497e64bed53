using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Zhice.Data.Audit;
using Zhice.Data.Searching;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;

namespace Zhice.Data.Maintenance;

/// <summary>Fills a demonstration with the work of a whole country, to measure by: an account or more for every office, and reports on every obligation.</summary>
/// <remarks>All of it is invented and the same each time: what a row holds follows from its number. Written in bulk, with one audit entry.</remarks>
public static class LargeDemonstration
{
    const int ReportsPerObligation = 5;

    /// <summary>What was written.</summary>
    /// <param name="Accounts">Accounts.</param>
    /// <param name="Obligations">Obligations that have a state now.</param>
    /// <param name="Reports">Progress reports.</param>
    /// <param name="Evidence">Pieces of evidence, all web addresses.</param>
    public sealed record Written(long Accounts, long Obligations, long Reports, long Evidence);

    /// <summary>Writes accounts <c>office-1</c>, <c>office-2</c> … and, for each obligation of the programme, a state and five reports.</summary>
    /// <param name="db">A context on the demonstration's store.</param>
    /// <param name="actor">Who is said to have done it.</param>
    /// <param name="programme">The programme, published already.</param>
    /// <param name="accounts">How many accounts to open; each office gets one before any gets a second.</param>
    /// <param name="passwordHash">The hash that all of them share.</param>
    /// <param name="clock">Gives the moment; reports are spread over the ten months before it.</param>
    public static Written Write(ZhiceDb db, Actor actor, ProgrammeId programme, int accounts, string passwordHash, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        using var transaction = db.Database.BeginTransaction();
        var owing = db.Obligations.Where(o => o.ProgrammeId == programme && o.WithdrawnBy == null).OrderBy(o => o.Id)
            .Select(o => new { o.Id, o.OrganisationId, o.TaskId }).AsNoTracking().ToList().ConvertAll(o => (Id: o.Id.Value, Office: o.OrganisationId.Value, Task: o.TaskId.Value));
        var paths = db.Organisations.Select(o => new { o.Id, o.Path }).ToDictionary(o => o.Id.Value, o => o.Path);
        var offices = owing.Select(o => o.Office).Distinct().Order().ToList();
        var firstAccount = BulkInsert.NextId(db, "acc_account");
        var firstEvidence = BulkInsert.NextId(db, "ev_evidence");
        var firstReport = BulkInsert.NextId(db, "rep_report");
        var accountOf = new Dictionary<long, long>();
        for (var i = 0; i < Math.Min(accounts, offices.Count); i++) accountOf[offices[i]] = firstAccount + i;
        var someone = firstAccount;
        var evidenceOf = offices.Select((office, at) => (office, at)).ToDictionary(o => o.office, o => firstEvidence + o.at);

        var opened = BulkInsert.Write(db, "acc_account",
            ["id", "login", "display_name", "password_hash", "failed_attempts", "closed", "demonstration", "created_at", "version"],
            Enumerable.Range(0, accounts).Select(i => new object?[]
                { firstAccount + i, $"office-{i + 1}", $"演示·第{i + 1}号工作人员", passwordHash, 0, false, true, now.UtcDateTime, 0 }));
        BulkInsert.Write(db, "acc_grant", ["account_id", "role", "organisation_id", "granted_at"],
            Enumerable.Range(0, accounts).Select(i => new object?[]
                { firstAccount + i, (int)(i < offices.Count ? Role.RegionalAdministrator : Role.RegionalOfficer), offices[i % offices.Count], now.UtcDateTime }));
        var evidence = BulkInsert.Write(db, "ev_evidence",
            ["id", "organisation_id", "title", "kind", "effective_from", "disclosure", "revision", "created_by", "created_at", "version"],
            offices.Select(office => new object?[]
            {
                evidenceOf[office], office, $"第{office}号机构工作简报（演示）", (int)EvidenceKind.Address, Day(now, 300), 1, 1, accountOf.GetValueOrDefault(office, someone), now.UtcDateTime, 0,
            }));
        BulkInsert.Write(db, "ev_version", ["evidence_id", "number", "size", "reference", "by", "at"],
            offices.Select(office => new object?[] { evidenceOf[office], 1, 0L, $"https://example.org/{office}", accountOf.GetValueOrDefault(office, someone), now.UtcDateTime }));
        // The boards fetch the states whose number is above the last one that they saw: all of these come with one change.
        var changed = db.WorkCounters.Where(c => c.ProgrammeId == programme).Select(c => c.Changes).FirstOrDefault() + 1;
        var states = BulkInsert.Write(db, "work_state", ["obligation_id", "programme_id", "status", "result", "choice", "version", "reported_on", "changed"],
            owing.Select(o => new object?[]
            {
                o.Id, programme.Value, (int)StatusOf(o.Id), (int)(StatusOf(o.Id) == WorkStatus.Done ? WorkResult.Met : WorkResult.None), 0, 0, ReportedOn(o.Id), changed,
            }));
        db.Database.ExecuteSql($"INSERT INTO work_counter (programme_id, changes) VALUES ({programme.Value}, {changed}) ON CONFLICT (programme_id) DO UPDATE SET changes = excluded.changes");

        var all = Reports().ToList();
        var reports = BulkInsert.Write(db, "rep_report",
            ["id", "obligation_id", "programme_id", "organisation_id", "from", "to", "state", "revision", "created_by", "created_at", "moved_at", "submitted_at", "version"],
            all.Select(r => new object?[]
            {
                r.Id, r.Obligation, programme.Value, r.Office, Day(now, 60 * (r.Round + 1)), Day(now, 60 * r.Round), (int)r.State, 1, r.By, r.At.UtcDateTime,
                r.State == ReportState.Draft ? null : r.At.UtcDateTime, r.State is ReportState.Submitted or ReportState.Accepted ? r.At.UtcDateTime : null, 0,
            }));
        BulkInsert.Write(db, "rep_revision", ["report_id", "number", "narrative", "status", "result", "from", "to", "commitments", "by", "at"],
            all.Select(r => new object?[]
            {
                r.Id, 1, Narrative(r),
                (int)(r.Round == 0 ? StatusOf(r.Obligation) : WorkStatus.UnderWay), (int)WorkResult.None,
                Day(now, 60 * (r.Round + 1)), Day(now, 60 * r.Round), "", r.By, r.At.UtcDateTime,
            }));
        SearchReports();
        BulkInsert.Write(db, "rep_step", ["report_id", "revision", "to", "by", "at"],
            all.Where(r => r.State != ReportState.Draft).Select(r => new object?[] { r.Id, 1, (int)r.State, r.By, r.At.UtcDateTime }));
        BulkInsert.Write(db, "ev_use", ["report_id", "evidence_id", "number", "reused", "at"],
            all.Where(r => r.State == ReportState.Accepted && r.Round < 2).Select(r => new object?[] { r.Id, evidenceOf[r.Office], 1, r.Round == 0, r.At.UtcDateTime }));
        AuditLog.Append(db, actor, now, "demonstration.large", $"programme/{programme.Value}", new { accounts = opened, states, reports, evidence });
        db.SaveChanges();
        foreach (var table in (string[])["acc_account", "ev_evidence", "rep_report"]) BulkInsert.MoveSequence(db.Database.GetDbConnection(), transaction.GetDbTransaction(), table);
        transaction.Commit();
        return new Written(opened, states, reports, evidence);

        // As the save of a report leaves it: the day of the newest one that waits or was accepted.
        DateOnly? ReportedOn(long obligation) =>
            Enumerable.Range(0, ReportsPerObligation).Where(round => StateOf(obligation, round) is ReportState.Submitted or ReportState.Accepted)
                .Select(round => (DateOnly?)ChinaTime.DayOf(MomentOf(obligation, round))).FirstOrDefault();

        DateTimeOffset MomentOf(long obligation, int round) => now.AddDays(-60 * round - obligation % 50);

        void SearchReports()
        {
            var tasks = owing.ToDictionary(o => o.Id, o => o.Task);
            TokenTable.Reports.Fill(db, all.Select(r => (r.Id, ReportIndex.Tokens(paths[r.Office], tasks[r.Obligation], Narrative(r)))));
        }

        IEnumerable<Report> Reports()
        {
            var id = firstReport;
            foreach (var o in owing)
                for (var round = ReportsPerObligation - 1; round >= 0; round--)
                    yield return new Report(id++, o.Id, o.Office, round, StateOf(o.Id, round), accountOf.GetValueOrDefault(o.Office, someone), MomentOf(o.Id, round));
        }
    }

    // The newest of five is on its way; the others were accepted, but for one in eleven that came back.
    static ReportState StateOf(long obligation, int round) => round > 0
        ? obligation % 11 == round ? ReportState.Returned : ReportState.Accepted
        : (obligation % 6) switch { 0 => ReportState.Draft, 1 => ReportState.InReview, 2 => ReportState.InSignOff, 3 => ReportState.Submitted, _ => ReportState.Accepted };

    static WorkStatus StatusOf(long obligation) => (obligation % 8) switch { 0 => WorkStatus.NotStarted, 1 or 2 => WorkStatus.Done, 3 => WorkStatus.StageReached, _ => WorkStatus.UnderWay };

    static string Narrative(Report r) =>
        string.Create(CultureInfo.InvariantCulture, $"本期组织培训{r.Id % 9 + 1}次，走访企业{r.Id % 83 + 5}家，形成工作简报。下一步继续推进（演示，第{r.Id}号）。");

    static DateOnly Day(DateTimeOffset now, int daysBefore) => DateOnly.FromDateTime(now.UtcDateTime.AddDays(-daysBefore));

    readonly record struct Report(long Id, long Obligation, long Office, int Round, ReportState State, long By, DateTimeOffset At);
}
