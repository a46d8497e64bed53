using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Zhice.Data.Audit;

/// <summary>Links committed audit rows into a chain: each hash covers the one before it and the row's exact bytes.</summary>
/// <remarks>Writers never wait for it: rows are written without a place, and one sealer gives places later. Hash = SHA-256(hash before ‖ body); before the first stand 32 zero bytes.</remarks>
public static class AuditSealer
{
    // Each is a transaction that the writers wait for.
    const int Batch = 200;

    /// <summary>Seals all rows that have no place yet, oldest first; answers how many. One sealer at a time: a second one waits (SQLite) or finds nothing (PostgreSQL).</summary>
    public static async Task<int> Seal(ZhiceDb db, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var total = 0;
        for (var sealedNow = Batch; sealedNow == Batch; total += sealedNow) sealedNow = await SealBatch(db, cancel);
        return total;
    }

    static async Task<int> SealBatch(ZhiceDb db, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (transaction)
        {
            // An advisory lock of the transaction: 'audit' in letters.
            if (db.Database.IsNpgsql() && !(await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(418564) AS \"Value\"").ToListAsync(cancel))[0]) return 0;

            var last = await db.AuditEntries.AsNoTracking().Where(e => e.Sequence != null).OrderByDescending(e => e.Sequence)
                .Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(cancel);
            var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? new byte[SHA256.HashSizeInBytes]);
            var rows = await db.AuditEntries.Where(e => e.Sequence == null).OrderBy(e => e.Id).Take(Batch).ToListAsync(cancel);
            foreach (var row in rows)
            {
                hash = Link(hash, row.Body);
                (row.Sequence, row.Hash) = (++sequence, hash);
            }
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return rows.Count;
        }
    }

    /// <summary>SHA-256 of the hash before and the body.</summary>
    internal static byte[] Link(byte[] before, byte[] body)
    {
        var joined = ArrayPool<byte>.Shared.Rent(before.Length + body.Length);
        try
        {
            before.CopyTo(joined, 0);
            body.CopyTo(joined, before.Length);
            return SHA256.HashData(joined.AsSpan(0, before.Length + body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }
}

/// <summary>What a check of the audit log found.</summary>
/// <param name="Sealed">Rows in the chain.</param>
/// <param name="Unsealed">Rows written since the last sealing.</param>
/// <param name="Faults">What is wrong, with the place in the chain; empty when the log is whole.</param>
/// <param name="Head">Hash of the last row, lower-case hexadecimal; empty when nothing is sealed. Kept elsewhere, it proves that no end was cut off.</param>
public sealed record AuditReport(long Sealed, long Unsealed, IReadOnlyList<string> Faults, string Head);

/// <summary>Checks the chain from its beginning: places without gaps, hashes that follow from the bytes, columns that say what the bytes say.</summary>
public static class AuditVerifier
{
    /// <summary>Reads the whole log in order, in bounded memory; stops naming faults after 100.</summary>
    public static async Task<AuditReport> Verify(ZhiceDb db, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var faults = new List<string>();
        var (expected, hash) = (1L, new byte[SHA256.HashSizeInBytes]);
        await foreach (var row in db.AuditEntries.AsNoTracking().Where(e => e.Sequence != null).OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (row.Sequence != expected) Fault($"place {expected} is missing");
            hash = AuditSealer.Link(hash, row.Body);
            if (row.Hash is null || !hash.AsSpan().SequenceEqual(row.Hash)) Fault($"place {row.Sequence}: the bytes are not those that were sealed");
            if (!AuditLog.Agrees(row)) Fault($"place {row.Sequence}: the columns do not say what the bytes say");
            (expected, hash) = (row.Sequence!.Value + 1, row.Hash ?? hash);
        }
        var unsealed = await db.AuditEntries.LongCountAsync(e => e.Sequence == null, cancel);
        return new AuditReport(expected - 1, unsealed, faults, expected == 1 ? "" : Convert.ToHexStringLower(hash));

        void Fault(string what)
        {
            if (faults.Count < 100) faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what}"));
        }
    }
}
