using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Domain.Statistics;
using Zhice.Domain;

namespace Zhice.Data.Statistics;

/// <summary>What a check of the releases and of the notes of interference found.</summary>
/// <param name="Releases">Published revisions in the chain.</param>
/// <param name="Notes">Notes in theirs.</param>
/// <param name="Faults">What is wrong; empty when all is whole.</param>
/// <param name="Head">The last link; kept elsewhere, it proves that no end was cut off.</param>
public sealed record StatisticsReport(int Releases, int Notes, IReadOnlyList<string> Faults, string Head);

/// <summary>Checks both chains from their beginnings, and makes every published figure anew from the values that were known then.</summary>
public static class StatisticsVerifier
{
    const int MostFaults = 100;

    /// <summary>Reads all releases and notes in order, one at a time.</summary>
    public static async Task<StatisticsReport> Verify(ZhiceDb db, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var faults = new List<string>();
        var (expected, link) = (1, "");
        var ids = await db.StatisticalReleases.AsNoTracking().Where(r => r.State >= ReleaseState.Published).OrderBy(r => r.Sequence).Select(r => r.Id).ToListAsync(cancel);
        foreach (var id in ids)
        {
            var release = await db.StatisticalReleases.AsNoTracking().SingleAsync(r => r.Id == id, cancel);
            var owner = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == release.OwnerId, cancel);
            var name = $"{release.Code} revision {release.Revision}";
            if (release.Sequence != expected) Fault($"{name}: place {expected} is missing");
            var published = await db.ReleaseSteps.AsNoTracking().Where(s => s.ReleaseId == id && s.To == ReleaseState.Published).Select(s => (DateTimeOffset?)s.At).FirstOrDefaultAsync(cancel);
            // The first releases were chained over fewer lines.
            if (published is not { } at || (ReleaseBody.Link(link, release, at) != release.Link && ReleaseBody.Link(link, release, null) != release.Link))
                Fault($"{name}: the link does not follow from the one before");
            if (TextDigest.Of(release.Body) != release.Digest) Fault($"{name}: the figures are not those that the digest was made of");
            // A text that is not the one published may be anything: nothing is made of it.
            else
            {
                var body = ReleaseBody.Read(release.Body);
                if (body.Indicators?.FirstOrDefault(i => DefinitionFiles.InUse.Versions(i.Code).All(v => v.Version != i.Version)) is { } gone)
                    Fault($"{name}: version {gone.Version} of {gone.Code} is no longer among the definitions, so that its figures cannot be made again");
                else if (!SameFigures(await ReleaseFigures.Make(db, release, owner, release.KnownBatch, body, published, cancel), body)) Fault($"{name}: the values known then give other figures");
                if (!await SameRows(db, release, cancel)) Fault($"{name}: the rows of published figures are not those of its body");
            }
            (expected, link) = ((release.Sequence ?? expected) + 1, release.Link ?? "");
        }
        var (notes, before) = (0, "");
        await foreach (var note in db.InterferenceNotes.AsNoTracking().OrderBy(n => n.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (note.Id != ++notes) Fault($"note {notes} is missing");
            if (InterferenceLog.DigestOf(note, before) != note.Digest) Fault($"note {note.Id}: not as it was written");
            (notes, before) = ((int)note.Id, note.Digest);
        }
        await CompareWithLog(db, link, notes, Fault, cancel);
        return new StatisticsReport(ids.Count, notes, faults, link);

        void Fault(string what)
        {
            if (faults.Count < MostFaults) faults.Add(what);
        }
    }

    // A chain whose end was cut off is whole in itself. The audit log, with a chain of its own, says what its end was.
    static async Task CompareWithLog(ZhiceDb db, string link, int notes, Action<string> fault, CancellationToken cancel)
    {
        var steps = db.AuditEntries.AsNoTracking().Where(a => a.Action == "statistics.release-step").OrderByDescending(a => a.Id).Select(a => new { a.Subject, a.Body }).AsAsyncEnumerable();
        await foreach (var step in steps.WithCancellation(cancel))
        {
            using var body = JsonDocument.Parse(step.Body);
            var details = body.RootElement.GetProperty("details");
            if (details.GetProperty("to").GetString() != nameof(ReleaseState.Published)) continue;
            if (details.GetProperty("link").GetString() != link) fault($"the audit log says that {step.Subject} was published last, and the chain ends otherwise");
            break;
        }
        var logged = await db.AuditEntries.CountAsync(a => a.Action == "statistics.interference", cancel);
        if (logged != notes) fault($"the audit log knows {logged} notes, and {notes} are there");
    }

    // Names and days of organisations may be corrected later; figures may not.
    static bool SameFigures(ReleaseBody now, ReleaseBody before)
    {
        var rows = now.Rows.ToDictionary(r => r.Code, StringComparer.Ordinal);
        if (!before.Rows.All(r => rows.TryGetValue(r.Code, out var row) ? row.Values.SequenceEqual(r.Values) : r.Values.All(v => v is null))) return false;
        var places = now.Rows.Select((r, at) => (r.Code, at)).ToDictionary(r => r.Code, r => r.at, StringComparer.Ordinal);
        foreach (var was in before.Indicators ?? [])
        {
            if (now.Indicators?.FirstOrDefault(i => i.Code == was.Code && i.Version == was.Version) is not { } made || made.Formula != was.Formula) return false;
            // Offices that were founded or merged with effect from then, but recorded later, are seen by the number that was expected.
            IEnumerable<(ReleaseFigure Was, ReleaseFigure Is)> pairs = before.Rows.Zip(was.Figures).Where(r => places.ContainsKey(r.First.Code)).Select(r => (r.Second, made.Figures[places[r.First.Code]])).Append((was.Total, made.Total)).Append((was.Whole, made.Whole));
            if (pairs.Any(p => p.Was.Expected == p.Is.Expected && p.Was != p.Is)) return false;
        }
        return true;
    }

    static async Task<bool> SameRows(ZhiceDb db, StatisticalRelease release, CancellationToken cancel)
    {
        var kept = await db.PublishedFigures.AsNoTracking().Where(f => f.ReleaseId == release.Id).ToListAsync(cancel);
        var made = await ReleaseFigures.Rows(db, release, cancel);
        return kept.Count == made.Count && made.Select(Said).ToHashSet().SetEquals(kept.Select(Said));

        static (string, int, int, long, int, Domain.Indicators.FigureState, decimal?, decimal?, int, int) Said(Domain.Indicators.PublishedFigure f) =>
            (f.Indicator, f.Version, f.Period, f.OrganisationId.Value, f.Sequence, f.State, f.Value, f.Before, f.Known, f.Expected);
    }
}
