using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Zhice.Records.Model;
using Zhice.Records.Reading;

namespace Zhice.Records.Store;

/// <summary>How far a rebuilding has come.</summary>
/// <param name="Last">Number of the last record of the new index.</param>
/// <param name="Of">Number of the last record of all.</param>
public readonly record struct RebuildProgress(long Last, long Of);

/// <summary>Builds the index of a store anew from its own records: for a store that an earlier version wrote. Records keep their numbers.</summary>
/// <remarks>
/// First the rows take their present form, in one transaction; then the index is written in pieces, each of which is there or not. What broke off goes on where it was. A number that an earlier version read
/// wrongly (of a case, a contract, a mark) stays as it was stored: only its file, taken in again, says better.
/// </remarks>
public static class RecordRebuild
{
    const int Piece = 40_000;

    /// <summary>Does it; returns how many records the store holds.</summary>
    /// <param name="store">The store; nothing is done to one that holds nothing.</param>
    /// <param name="anew">True to write the index of a store of the present format anew, too.</param>
    /// <param name="progress">Told after each piece; null for nobody.</param>
    /// <exception cref="IOException">A writer is at work.</exception>
    public static long Run(RecordStore store, bool anew = false, Action<RebuildProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!store.Exists) return 0;
        using (new FileStream(Path.Combine(store.Folder, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        using (var db = Tables.Open(store.Folder, write: true))
        {
            var format = Tables.FormatOf(db);
            if (Tables.IsEmpty(db) || format == Tables.Format && !anew) return Tables.Number(db, "SELECT count(*) FROM record");
            if (format != Tables.HalfMade)
            {
                using var together = db.BeginTransaction();
                if (format == 0) Rows(db);
                Tables.Run(db, "DELETE FROM segment");
                Tables.Run(db, Tables.MarkHalfMade);
                together.Commit();
            }
        }
        long count;
        using (var writer = new RecordWriter(store, rebuilds: true))
        {
            var last = Tables.Number(writer.Db, "SELECT max(coalesce((SELECT max(id) FROM record), 0), coalesce((SELECT max(id) FROM gone), 0))");
            while (writer.Indexed(last, Piece) is var done && done < last) progress?.Invoke(new(done, last));
            Tables.Run(writer.Db, Tables.MarkWhole);
            count = Tables.Number(writer.Db, "SELECT count(*) FROM record");
        }
        store.Forget();
        return count;
    }

    static void Rows(SqliteConnection db)
    {
        foreach (var column in (string[])["elsewhere", "removed"]) Tables.Run(db, $"ALTER TABLE job ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0");
        Tables.Run(db, "DROP INDEX IF EXISTS record_dataset");
        Tables.Run(db, "ALTER TABLE record RENAME TO record_before");
        Tables.Run(db, Tables.Make);
        Tables.Run(db, "DELETE FROM quality WHERE measure <> 'replaced'");
        var quality = new Dictionary<(int Dataset, string Measure), long>();
        using (var all = Tables.Command(db, "SELECT id, dataset, body FROM record_before ORDER BY id"))
        using (var insert = Tables.Command(db, "INSERT INTO record VALUES ($id, $key, $dataset, $digest, $body)", ("$id", 0L), ("$key", ""), ("$dataset", 0), ("$digest", Array.Empty<byte>()), ("$body", Array.Empty<byte>())))
        using (var row = all.ExecuteReader())
            while (row.Read())
            {
                var body = (byte[])row[2];
                var record = JsonSerializer.Deserialize(body, RecordJson.Default.IpRecord)!;
                (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value, insert.Parameters[3].Value, insert.Parameters[4].Value) = (row.GetInt64(0), record.Key!, row.GetInt32(1), SHA256.HashData(body)[..16], body);
                insert.ExecuteNonQuery();
                foreach (var measure in QualityCount.Held(record)) quality[(row.GetInt32(1), measure)] = quality.GetValueOrDefault((row.GetInt32(1), measure)) + 1;
            }
        Tables.Run(db, "DROP TABLE record_before");
        foreach (var dataset in quality.GroupBy(q => q.Key.Dataset)) QualityCount.Add(db, dataset.Key, dataset.Select(q => (q.Key.Measure, q.Value)));
        foreach (var now in Tables.Rows(db, r => r.GetString(0), "SELECT DISTINCT now FROM former")) Tables.Run(db, "INSERT OR IGNORE INTO party (name, shown) VALUES ($name, $name)", ("$name", now));
    }
}
