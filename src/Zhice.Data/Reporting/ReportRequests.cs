using Microsoft.EntityFrameworkCore;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;

namespace Zhice.Data.Reporting;

/// <summary>Reports that a program begins: with all words in one request, which may be sent again when its answer was lost.</summary>
public static class ReportRequests
{
    /// <summary>How long a client's key is remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Longest key, in characters.</summary>
    public const int LongestKey = 200;

    /// <summary>
    /// Begins a report with what it says, both or nothing. Refusals: those of <see cref="ReportDesk.Begin"/> and of a save; <c>report.open</c> where the
    /// obligation has an open report and the request brings words; <c>report.key-reused</c> where the key was sent with another request.
    /// </summary>
    /// <param name="db">A context of its own.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The obligation.</param>
    /// <param name="copy">True to begin with the words of the last report.</param>
    /// <param name="content">What it says; null for an empty draft, or the one that is open.</param>
    /// <param name="key">The client's key, and the SHA-256 of its request in lower-case hexadecimal; null where it sent none.</param>
    /// <param name="clock">Now.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Outcome<SavedReport>> Begin(
        ZhiceDb db, Actor actor, ObligationId id, bool copy, ReportContent? content, (string Key, string Digest)? key, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(clock);
        if (await Known(db, actor, key, cancel) is { } before) return before;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await ReportDesk.BeginWithin(db, actor, id, copy, clock, cancel)).Accepted(out var begun, out var refusal)) return refusal;
        // The same request may have waited for itself: the first one has left its key by now.
        if (!begun.Begun && await Known(db, actor, key, cancel) is { } same) return same;
        if (content is not null)
        {
            if (!begun.Begun) return new Blocked("report.open", begun.Report.Value);
            if (!(await ReportDesk.Save(db, actor, begun.Report, begun.Version, content, clock, cancel)).Accepted(out var saved, out refusal)) return refusal;
            begun = saved with { Begun = true };
        }
        if (key is { } named && actor.AccountId is { } account)
        {
            var now = clock.GetUtcNow();
            await db.ReportKeys.Where(k => k.AccountId == account && k.At < now - Remembered).ExecuteDeleteAsync(cancel);
            db.Add(new ReportKey { AccountId = account, Key = named.Key, Digest = named.Digest, ReportId = begun.Report, At = now });
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException)
            {
                await transaction.RollbackAsync(cancel);
                db.ChangeTracker.Clear();
                if (await Known(db, actor, key, cancel) is { } taken) return taken;
                throw;
            }
        }
        await transaction.CommitAsync(cancel);
        return begun;
    }

    // What the key stands for: the report of the same request, or a refusal of another; null for a new key.
    static async Task<Outcome<SavedReport>?> Known(ZhiceDb db, Actor actor, (string Key, string Digest)? key, CancellationToken cancel)
    {
        if (key is not { } named || actor.AccountId is not { } account) return null;
        var known = await (
            from k in db.ReportKeys
            where k.AccountId == account && k.Key == named.Key
            join report in db.Reports on k.ReportId equals report.Id
            select new { k.Digest, report.Id, report.Version, report.Revision, k.At }).FirstOrDefaultAsync(cancel);
        if (known is null) return null;
        return known.Digest == named.Digest
            ? new SavedReport(known.Id, known.Version, known.Revision, known.At)
            : new Invalid(new Defect("report.key-reused", "Idempotency-Key"));
    }
}
