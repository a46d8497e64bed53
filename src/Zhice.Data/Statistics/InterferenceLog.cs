using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What is written down of a request to change a figure.</summary>
/// <param name="Asker">Who asked.</param>
/// <param name="Channel">In which way.</param>
/// <param name="Request">What.</param>
/// <param name="Subject">Which figure; may be empty.</param>
/// <param name="Outcome">What was done.</param>
public sealed record InterferenceReport(string Asker, string Channel, string Request, string Subject, string Outcome);

/// <summary>干预记录: written by anyone who does the business of an office, read by auditors and by nobody else, never changed.</summary>
public static class InterferenceLog
{
    /// <summary>True for those who may write: who does the business of an office.</summary>
    public static bool MayWrite(Actor actor) => AccessPolicy.Offices(actor).Count > 0;

    /// <summary>True for auditors. Not for administrators of whatever level: the notes may speak of them.</summary>
    public static bool MayRead(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.Holds(Role.Auditor);
    }

    /// <summary>Writes a note at the end of the chain. The audit log says that one was written, and not by whom.</summary>
    public static async Task<Outcome<InterferenceNote>> Write(ZhiceDb db, Actor actor, InterferenceReport report, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(clock);
        if (!MayWrite(actor)) return new Forbidden("access.denied");
        var texts = new[] { ("asker", report.Asker, 200), ("channel", report.Channel, 100), ("request", report.Request, 2000), ("outcome", report.Outcome, 1000), ("subject", report.Subject, 500) };
        var defects = texts.Where(t => (t.Item1 != "subject" && string.IsNullOrWhiteSpace(t.Item2)) || t.Item2.Length > t.Item3).Select(t => new Defect("interference.text", t.Item1, t.Item3)).ToList();
        if (defects.Count > 0) return new Invalid(defects);

        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(1937006965)", cancel);
            var last = await db.InterferenceNotes.AsNoTracking().OrderByDescending(n => n.Id).Select(n => new { n.Id, n.Digest }).FirstOrDefaultAsync(cancel);
            var now = clock.GetUtcNow();
            now = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
            var note = new InterferenceNote
            {
                Id = (last?.Id ?? 0) + 1, At = now, By = actor.AccountId!.Value, OrganisationId = AccessPolicy.Offices(actor)[0], Asker = report.Asker.Trim(), Channel = report.Channel.Trim(),
                Request = report.Request.Trim(), Subject = report.Subject.Trim(), Outcome = report.Outcome.Trim(), Digest = "",
            };
            var sealedNote = Sealed(note, last?.Digest ?? "");
            db.Add(sealedNote);
            AuditLog.Append(db, Actor.Public, now, "statistics.interference", $"interference/{note.Id}", new { digest = sealedNote.Digest });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return sealedNote;
        }
    }

    /// <summary>The digest that a note has after another.</summary>
    internal static string DigestOf(InterferenceNote note, string before) => TextDigest.Of(string.Join('\n', before, note.Id.ToString(CultureInfo.InvariantCulture),
        note.At.UtcTicks.ToString(CultureInfo.InvariantCulture), note.By.Value.ToString(CultureInfo.InvariantCulture), note.OrganisationId.Value.ToString(CultureInfo.InvariantCulture),
        Line(note.Asker), Line(note.Channel), Line(note.Request), Line(note.Subject), Line(note.Outcome)));

    // A line's end within a text would let two texts be one.
    static string Line(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static InterferenceNote Sealed(InterferenceNote note, string before) => new()
    {
        Id = note.Id, At = note.At, By = note.By, OrganisationId = note.OrganisationId, Asker = note.Asker, Channel = note.Channel, Request = note.Request,
        Subject = note.Subject, Outcome = note.Outcome, Digest = DigestOf(note, before),
    };
}
