using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Documents;
using Zhice.Policy;
using Zhice.Policy.Corrections;

namespace Zhice.Data.Documents;

/// <summary>A document's reading as it stands: the machine's, with the corrections that stand worked in.</summary>
/// <param name="Machine">What the parser made of the text.</param>
/// <param name="Document">The same with the corrections; what everything else works with.</param>
/// <param name="Entries">All entries of the list of corrections, oldest first.</param>
/// <param name="Parser">Version of the parser that made <paramref name="Machine"/>.</param>
public sealed record StoredReading(PolicyDocument Machine, PolicyDocument Document, IReadOnlyList<StoredEntry> Entries, string Parser)
{
    /// <summary>Corrections that do not find their place in this reading.</summary>
    public IEnumerable<StoredEntry> Lost => Entries.Where(e => e.Lost is not null);

    /// <summary>The correction that an "undo" would take back: the last that stands; null where none does.</summary>
    public StoredEntry? Undoable => Entries.LastOrDefault(e => e.Correction is not null && e.Stands);

    /// <summary>The undoing that a "redo" would take back: the last that stands with no new correction after it; null where there is none.</summary>
    public StoredEntry? Redoable
    {
        get
        {
            var newest = Entries.LastOrDefault(e => e.Correction is not null)?.Ordinal ?? 0;
            var corrections = Entries.Where(e => e.Correction is not null).Select(e => e.Ordinal).ToHashSet();
            return Entries.LastOrDefault(e => e.Undoes is { } undone && e.Stands && e.Ordinal > newest && corrections.Contains(undone));
        }
    }
}

/// <summary>One entry of a document's list of corrections.</summary>
/// <param name="Ordinal">1, 2, 3 …</param>
/// <param name="Correction">The correction; null where it undoes another entry.</param>
/// <param name="Undoes">The entry that it undoes.</param>
/// <param name="By">Name of the account.</param>
/// <param name="At">When.</param>
/// <param name="Stands">False where a later entry undoes it.</param>
/// <param name="Lost">Why it could not be applied to the present reading; null where it was, or does not stand.</param>
public sealed record StoredEntry(int Ordinal, Correction? Correction, int? Undoes, string By, DateTimeOffset At, bool Stands, LossReason? Lost);

/// <summary>Fetches readings with their corrections.</summary>
public static class Readings
{
    /// <summary>The reading of a document; null where there is none. Two commands, or three where the reading was not used lately.</summary>
    public static async Task<StoredReading?> Load(ZhiceDb db, DocumentId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        var stamp = await (
            from reading in db.DocumentReadings.AsNoTracking()
            join document in db.Documents on reading.DocumentId equals document.Id
            where reading.DocumentId == id
            select new { reading.Parser, reading.ParsedAt, document.TextDigest, document.FileDigest }).FirstOrDefaultAsync(cancel);
        if (stamp is null) return null;

        var key = string.Create(CultureInfo.InvariantCulture, $"{stamp.FileDigest} {stamp.TextDigest} {stamp.Parser} {stamp.ParsedAt.UtcTicks}");
        if (ReadingCache.Machine(key) is not { } machine)
        {
            var stored = await db.DocumentReadings.AsNoTracking().Where(r => r.DocumentId == id).Select(r => new { r.Text, r.Parse }).SingleAsync(cancel);
            machine = ReadingJson.Read(stored.Parse, stored.Text);
            ReadingCache.Keep(key, machine);
        }

        var rows = await (
            from correction in db.DocumentCorrections.AsNoTracking()
            where correction.DocumentId == id
            join account in db.Accounts on correction.By equals account.Id
            orderby correction.Ordinal
            select new { correction.Ordinal, correction.Body, correction.Undoes, account.DisplayName, correction.At }).ToListAsync(cancel);
        var entries = rows.Select(r => (Row: r, Entry: new CorrectionEntry(r.Ordinal, r.Undoes is null ? CorrectionJson.Read(r.Body) : null, r.Undoes))).ToList();
        var standing = Review.Standing([.. entries.Select(e => e.Entry)]);
        var bodies = rows.ToDictionary(r => r.Ordinal, r => r.Body);
        var result = ReadingCache.Review(key, machine, [.. standing.Select(e => (bodies[e.Ordinal], e.Correction!))]);
        var lost = result.Lost.ToDictionary(l => standing[l.Index].Ordinal, l => l.Reason);
        var stands = StandingOrdinals(entries.Select(e => (e.Entry.Ordinal, e.Entry.Undoes)));
        return new StoredReading(machine, result.Document,
            [.. entries.Select(e => new StoredEntry(e.Row.Ordinal, e.Entry.Correction, e.Entry.Undoes, e.Row.DisplayName, e.Row.At,
                stands.Contains(e.Row.Ordinal), lost.TryGetValue(e.Row.Ordinal, out var reason) ? reason : null))],
            stamp.Parser);
    }

    /// <summary>The entries that no later standing entry undoes, by their ordinals.</summary>
    internal static HashSet<int> StandingOrdinals(IEnumerable<(int Ordinal, int? Undoes)> entries)
    {
        var stands = new HashSet<int>();
        var undone = new HashSet<int>();
        foreach (var entry in entries.OrderByDescending(e => e.Ordinal))
        {
            if (undone.Contains(entry.Ordinal)) continue;
            stands.Add(entry.Ordinal);
            if (entry.Undoes is { } ordinal) undone.Add(ordinal);
        }
        return stands;
    }
}
