using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Statistics;

/// <summary>What a batch is begun with.</summary>
/// <param name="Source">Where its values come from.</param>
/// <param name="By">Who; null for the platform.</param>
public sealed record BatchHead(ObservationSource Source, AccountId? By)
{
    /// <summary>For which office.</summary>
    public OrganisationId? OrganisationId { get; init; }
    /// <summary>SHA-256 of what was sent.</summary>
    public string? Digest { get; init; }
    /// <summary>Key of the request.</summary>
    public string? RequestKey { get; init; }
    /// <summary>A word on it.</summary>
    public string? Note { get; init; }
    /// <summary>True for invented values.</summary>
    public bool Demonstration { get; init; }
}

/// <summary>Begins batches one after another, so that the order of keys is the order of moments and of commits.</summary>
internal static class Batches
{
    /// <summary>Takes the next key within the context's transaction, which must be open. Other writers wait until it ends.</summary>
    public static async Task<ObservationBatch> Begin(ZhiceDb db, BatchHead head, TimeProvider clock, CancellationToken cancel)
    {
        // SQLite's transaction holds the only writer's place already. 'stat' in letters.
        if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(1937006964)", cancel);
        var last = await db.ObservationBatches.AsNoTracking().OrderByDescending(b => b.Id).Select(b => new { b.Id, b.At }).FirstOrDefaultAsync(cancel);
        var now = clock.GetUtcNow();
        // A clock that was set back does not make a later batch earlier.
        var batch = new ObservationBatch
        {
            Id = (last?.Id ?? 0) + 1, At = last is not null && now <= last.At ? last.At.AddMicroseconds(1) : now, Source = head.Source, By = head.By,
            OrganisationId = head.OrganisationId, Digest = head.Digest, RequestKey = head.RequestKey, Note = head.Note, Demonstration = head.Demonstration,
        };
        db.Add(batch);
        return batch;
    }

    /// <summary>Writes a few values as a batch of their own within the context's transaction; the caller saves. 0 where all of them stood already: then there is no batch.</summary>
    public static async Task<int> Write(
        ZhiceDb db, BatchHead head, IReadOnlyList<(string Element, Period Period, OrganisationId Organisation, decimal? Value)> values, TimeProvider clock, CancellationToken cancel)
    {
        var keys = await Keys(db, [.. values.Select(v => v.Element).Distinct(StringComparer.Ordinal)], cancel);
        var batch = await Begin(db, head, clock, cancel);
        using var writer = ObservationWriter.Of(db, batch.Id);
        writer.Write([.. values.Select((v, line) => new IncomingValue(keys[v.Element], v.Period.Key, (int)v.Organisation.Value, v.Value is { } value ? StoredFigure.ToStored(value) : null, line))]);
        if (writer.Conflicts.Count > 0) throw new InvalidOperationException("One place has two values in a batch of our own.");
        if (writer.Written == 0)
        {
            db.Entry(batch).State = EntityState.Detached;
            return 0;
        }
        batch.Values = (int)writer.Written;
        // Saved now: a second batch of the same transaction counts on from it.
        await db.SaveChangesAsync(cancel);
        return batch.Id;
    }

    /// <summary>Short keys of the elements; those that have none get one, within the context's transaction.</summary>
    public static async Task<Dictionary<string, int>> Keys(ZhiceDb db, IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var keys = await db.ElementKeys.AsNoTracking().Where(e => codes.Contains(e.Code)).ToDictionaryAsync(e => e.Code, e => e.Id, StringComparer.Ordinal, cancel);
        var missing = codes.Where(c => !keys.ContainsKey(c)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(c => new ElementKey { Code = c }).ToList();
        if (missing.Count == 0) return keys;
        db.AddRange(missing);
        await db.SaveChangesAsync(cancel);
        foreach (var element in missing) keys.Add(element.Code, element.Id);
        return keys;
    }
}
