using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;

// The SQL is put together from our own words, numbers and days; what a person wrote goes in as a parameter.
#pragma warning disable EF1002, EF1003

namespace Zhice.Data.Supervision;

/// <summary>What a turn of the clock did.</summary>
/// <param name="Fired">Rungs that fired.</param>
/// <param name="Letters">Drafts of urging letters among what followed.</param>
/// <param name="UnknownYears">Years of open due days that the calendar does not know: their clocks stand.</param>
/// <param name="Skipped">True where nothing had changed since the last whole turn.</param>
public sealed record SweepResult(int Fired, int Letters, IReadOnlyList<int> UnknownYears, bool Skipped);

/// <summary>
/// Fires every rung that is due: claims it by a row that only one node can insert, and writes what follows from it (the event for others, the draft of an
/// urging letter, the audit entry) in the same transaction. A killed process leaves a rung either claimed with all of that, or not claimed.
/// </summary>
/// <remarks>
/// Set-based, in ranges of <see cref="Range"/> keys: a range is looked at without a lock, and a transaction is opened only where something is to fire, so
/// that those who write wait for one range at most. One for a process; it remembers what it last swept and passes where nothing has changed.
/// </remarks>
public sealed partial class Sweep
{
    /// <summary>Obligations or work items of one transaction.</summary>
    public const int Range = 2_000;

    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(15);

    // 'sweep' in letters: sweepers of several nodes take turns, range by range; the unique claim would hold without it.
    const long Lock = 0x73776565;

    string? stamp;

    /// <summary>One turn.</summary>
    /// <param name="db">A context without a transaction.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Stops between two ranges.</param>
    public async Task<SweepResult> Run(ZhiceDb db, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        var today = ChinaTime.DayOf(now);
        var seen = await Stamp(db, today, cancel);
        if (seen == stamp) return new SweepResult(0, 0, [], true);

        var (rungs, unknown) = DueList.Of(await Calendars.Load(db, cancel), await Ladders.Load(db, null, cancel), await OpenDates.Load(db, cancel), today);
        var (fired, letters) = (0, 0);
        foreach (var source in Enum.GetValues<DueSource>())
        {
            var due = rungs.Where(r => r.Date.Source == source).ToList();
            if (due.Count == 0) continue;
            var claim = new Claim(db, source, due, now);
            var (first, last) = await Keys(db, source, cancel);
            for (var from = first; from <= last; from += Range)
            {
                if (!await claim.Waits(from, from + Range, cancel)) continue;
                var (f, l) = await claim.Take(from, from + Range, Lock, cancel);
                (fired, letters) = (fired + f, letters + l);
                // SQLite does not queue those who write: without a pause the next range would be quicker than they are.
                if (f > 0) await Task.Delay(Breath, cancel);
            }
        }
        // What changed meanwhile changes the stamp, and the next turn looks again.
        stamp = seen;
        return new SweepResult(fired, letters, unknown, false);
    }

    // Anything that can make a rung due leaves a mark here: the day, new obligations, publications, ladders, calendars, states, work items.
    static async Task<string> Stamp(ZhiceDb db, DateOnly today, CancellationToken cancel)
    {
        var marks = (await db.Database.SqlQueryRaw<Marks>("""
            SELECT (SELECT coalesce(max(id), 0) FROM prog_obligation) AS "Obligations", (SELECT coalesce(max(id), 0) FROM prog_publication) AS "Publications",
                (SELECT coalesce(sum(version), 0) FROM sup_ladder) AS "Ladders", (SELECT coalesce(max(id), 0) FROM cal_edition) AS "Editions",
                (SELECT coalesce(sum(version), 0) + count(*) FROM work_state) AS "States", (SELECT coalesce(sum(version), 0) + count(*) FROM work_item) AS "Items"
            """).ToListAsync(cancel))[0];
        return string.Create(CultureInfo.InvariantCulture, $"{today:yyyyMMdd} {marks}");
    }

    static async Task<(long First, long Last)> Keys(ZhiceDb db, DueSource source, CancellationToken cancel)
    {
        var table = source == DueSource.WorkItem ? "work_item" : "prog_obligation";
        var range = (await db.Database.SqlQueryRaw<Ends>($"SELECT coalesce(min(id), 0) AS \"First\", coalesce(max(id), -1) AS \"Last\" FROM {table}").ToListAsync(cancel))[0];
        return (range.First, range.Last);
    }

    sealed record Marks(long Obligations, long Publications, long Ladders, long Editions, long States, long Items);

    sealed record Ends(long First, long Last);

    /// <summary>The claims of one source.</summary>
    sealed class Claim(ZhiceDb db, DueSource source, IReadOnlyList<DueRung> rungs, DateTimeOffset now)
    {
        readonly string rows = DueList.Rows(rungs, db.Database.IsNpgsql() ? StoreProvider.PostgreSql : StoreProvider.Sqlite);

        // The key of a subject, how it is found, and that its rung has not fired.
        string Found => source switch
        {
            DueSource.Task => $"""
                FROM prog_obligation o JOIN prog_task t ON t.id = o.task_id LEFT JOIN work_state s ON s.obligation_id = o.id
                JOIN due d ON d.programme_id = o.programme_id AND d.due_kind = t.due_kind AND (d.written = t.due_on OR (d.written IS NULL AND t.due_on IS NULL))
                WHERE o.id >= @p0 AND o.id < @p1 AND s.extended_to IS NULL AND {OpenDates.OpenObligation} AND {NotFired("0", "o.id")}
                """,
            DueSource.Sentence => $"""
                FROM prog_obligation o JOIN prog_task t ON t.id = o.task_id LEFT JOIN work_state s ON s.obligation_id = o.id
                JOIN due d ON d.measure_id = o.measure_id
                WHERE o.id >= @p0 AND o.id < @p1 AND s.extended_to IS NULL AND t.due_kind = 'none' AND {OpenDates.OpenObligation}
                AND NOT (coalesce(s.status, 0) = 2 AND d.due_kind = 'stage-result-within-year') AND {NotFired("0", "o.id")}
                """,
            DueSource.Extension => $"""
                FROM prog_obligation o JOIN work_state s ON s.obligation_id = o.id JOIN prog_task t ON t.id = o.task_id
                JOIN due d ON d.programme_id = o.programme_id AND d.due_on = s.extended_to
                WHERE o.id >= @p0 AND o.id < @p1 AND {OpenDates.OpenObligation} AND {NotFired("0", "o.id")}
                """,
            _ => $"""
                FROM work_item i JOIN prog_obligation o ON o.id = i.obligation_id
                JOIN due d ON d.programme_id = o.programme_id AND d.due_on = i.due
                WHERE i.id >= @p0 AND i.id < @p1 AND {OpenDates.OpenItem} AND o.withdrawn_by IS NULL AND {NotFired("1", "i.id")}
                """,
        };

        string Subject => source == DueSource.WorkItem ? "1, i.id, d.due_on, d.days, d.kind, o.id, o.programme_id, i.organisation_id" : "0, o.id, d.due_on, d.days, d.kind, o.id, o.programme_id, o.organisation_id";

        static string NotFired(string subject, string key) =>
            $"NOT EXISTS (SELECT 1 FROM sup_firing f WHERE f.subject = {subject} AND f.subject_id = {key} AND f.due_on = d.due_on AND f.days = d.days)";

        /// <summary>True when something in the range is to fire. Reads only.</summary>
        public async Task<bool> Waits(long from, long before, CancellationToken cancel) =>
            (await db.Database.SqlQueryRaw<int>($"{rows} SELECT CAST(EXISTS (SELECT 1 {Found}) AS integer) AS \"Value\"", from, before).ToListAsync(cancel))[0] == 1;

        /// <summary>The first subject on which something is to fire; null where there is none.</summary>
        public async Task<long?> First(CancellationToken cancel)
        {
            var key = source == DueSource.WorkItem ? "i.id" : "o.id";
            return (await db.Database.SqlQueryRaw<long?>($"{rows} SELECT min({key}) AS \"Value\" {Found}", 0L, long.MaxValue).ToListAsync(cancel))[0];
        }

        /// <summary>Claims what is to fire in the range, with all that follows; answers how many rungs and drafts.</summary>
        public async Task<(int Fired, int Letters)> Take(long from, long before, long gate, CancellationToken cancel)
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(@p0)", [gate], cancel);
            var last = (await db.Database.SqlQueryRaw<long>("SELECT coalesce(max(id), 0) AS \"Value\" FROM sup_firing").ToListAsync(cancel))[0];
            var fired = await db.Database.ExecuteSqlRawAsync(
                $"{rows} INSERT INTO sup_firing (subject, subject_id, due_on, days, kind, obligation_id, programme_id, organisation_id, effective_on, fired_for, at) " +
                $"SELECT {Subject}, d.effective_on, d.fires_on, @p2 {Found} ON CONFLICT DO NOTHING", [from, before, now.UtcDateTime], cancel);
            var letters = 0;
            if (fired > 0)
            {
                await Tell(last, cancel);
                letters = await Draft(last, cancel);
                await Record(last, fired, letters, cancel);
            }
            if (transaction is not null) await transaction.CommitAsync(cancel);
            return (fired, letters);
        }

        // Where nobody listens, the events are kept for a later replay and need no spreading.
        Task<int> Tell(long last, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync("""
            INSERT INTO sup_event (at, topic, subject, organisation_id, firing_id, body, spread)
            SELECT f.at, 'supervision.fired', CASE WHEN f.subject = 1 THEN 'work-item/' ELSE 'obligation/' END || f.subject_id, f.organisation_id, f.id, NULL,
                NOT EXISTS (SELECT 1 FROM sup_webhook w WHERE w.closed_at IS NULL)
            FROM sup_firing f WHERE f.id > @p0 ORDER BY f.id
            """, [last], cancel);

        // 逐级督办: the office above issues; where there is none, the one that runs the programme. Nobody urges himself.
        Task<int> Draft(long last, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync($"""
            INSERT INTO sup_letter (obligation_id, programme_id, issuer_id, debtor_id, firing_id, state, demand, answer_days, created_at, version)
            SELECT f.obligation_id, f.programme_id, coalesce(g.parent_id, p.owner_id), f.organisation_id, f.id, {(int)LetterState.Draft},
                @p1 || t.title || @p2, @p3, f.at, 0
            FROM sup_firing f JOIN prog_obligation o ON o.id = f.obligation_id JOIN prog_task t ON t.id = o.task_id
            JOIN prog_programme p ON p.id = f.programme_id JOIN org_organisation g ON g.id = f.organisation_id
            WHERE f.id > @p0 AND f.subject = 0 AND f.kind = {(int)RungKind.UrgingLetter} AND coalesce(g.parent_id, p.owner_id) <> f.organisation_id
            """, [last, "“", "”已逾期，请说明进展和原因，提出完成措施和时间，并抓紧办理。", UrgingLetter.DefaultAnswerDays], cancel);

        async Task Record(long last, int fired, int letters, CancellationToken cancel)
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await foreach (var claim in db.Firings.AsNoTracking().Where(f => f.Id > last).OrderBy(f => f.Id)
                .Select(f => new { f.Subject, f.SubjectId, f.DueOn, f.Days }).AsAsyncEnumerable().WithCancellation(cancel))
                digest.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)claim.Subject},{claim.SubjectId},{claim.DueOn:yyyy-MM-dd},{claim.Days}\n")));
            AuditLog.Append(db, Actor.Public, now, "supervision.fire", "supervision", new { after = last, fired, letters, digest = Convert.ToHexStringLower(digest.GetHashAndReset()) });
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }
}
