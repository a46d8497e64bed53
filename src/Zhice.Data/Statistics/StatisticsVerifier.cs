using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Statistics;

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
            if (ReleaseBody.Digest(release.Body) != release.Digest) Fault($"{name}: the figures are not those that the digest was made of");
            link = ReleaseBody.Link(link, release.Sequence ?? expected, release.Code, release.Revision, release.KnownBatch, release.Digest);
            if (link != release.Link) Fault($"{name}: the link does not follow from the one before");
            if (!SameFigures(await ReleaseDesk.Figures(db, release, owner, release.KnownBatch, cancel), release.Body)) Fault($"{name}: the values known then give other figures");
            (expected, link) = ((release.Sequence ?? expected) + 1, release.Link ?? "");
        }
        var (notes, before) = (0, "");
        await foreach (var note in db.InterferenceNotes.AsNoTracking().OrderBy(n => n.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (note.Id != ++notes) Fault($"note {notes} is missing");
            if (InterferenceLog.DigestOf(note, before) != note.Digest) Fault($"note {note.Id}: not as it was written");
            (notes, before) = ((int)note.Id, note.Digest);
        }
        return new StatisticsReport(ids.Count, notes, faults, link);

        void Fault(string what)
        {
            if (faults.Count < MostFaults) faults.Add(what);
        }
    }

    // Names and days of organisations may be corrected later; figures may not.
    static bool SameFigures(ReleaseBody now, string then)
    {
        var before = ReleaseBody.Read(then);
        var rows = now.Rows.ToDictionary(r => r.Code, StringComparer.Ordinal);
        return before.Rows.All(r => rows.TryGetValue(r.Code, out var row) ? row.Values.SequenceEqual(r.Values) : r.Values.All(v => v is null));
    }
}
