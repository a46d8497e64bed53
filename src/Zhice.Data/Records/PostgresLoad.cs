using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Zhice.Records.Relational;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Data.Records;

/// <summary>Brings PostgreSQL up to the embedded store: records behind the last number, each in the place of an older one with its key.</summary>
/// <remarks>A transaction takes numbers that follow each other, with their share of the counts, so that what broke off goes on behind the last number and counts nothing twice. One load at a time.</remarks>
static class PostgresLoad
{
    const int Records = 20_000, Piece = 2_000;
    const long MostText = 64 << 20;
    const string Reached = "INSERT INTO ip_loaded VALUES (true, $1) ON CONFLICT (one) DO UPDATE SET last = greatest(ip_loaded.last, excluded.last)";
    const long Turn = 0x5A48_4943_4552;

    internal static async Task<long> Run(NpgsqlDataSource source, RecordStore store, CancellationToken cancel)
    {
        if (!store.Exists) return 0;
        await RecordShards.Refuse(source, cancel);
        await using var connection = await source.OpenConnectionAsync(cancel);
        // A server that hangs would hold the load for ever, and what waits for it.
        if (await RecordShards.Unreachable(source, cancel) is { Count: > 0 } silent) throw new IOException($"The server of shards {string.Join(", ", silent)} does not answer.");
        await Run(connection, null, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({Turn})"), [], cancel);
        try
        {
            return await Write(connection, store, cancel);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open) await Run(connection, null, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({Turn})"), [], CancellationToken.None);
        }
    }

    static async Task<long> Write(NpgsqlConnection connection, RecordStore store, CancellationToken cancel)
    {
        await Run(connection, null, RecordShards.Loaded, [], cancel);
        using var stored = new StoredRecords(store);
        await Catalogue(connection, stored, cancel);
        await TakenOut(connection, stored, cancel);
        var written = 0L;
        var last = await Number(connection, "SELECT coalesce(max(id), 0) FROM ip_record", cancel);
        await Run(connection, null, Reached, [last], cancel);
        using var records = stored.After(last).GetEnumerator();
        for (var open = records.MoveNext(); open;)
        {
            await using var together = await connection.BeginTransactionAsync(cancel);
            var batch = new Batch(connection, together, stored);
            while (open && batch.Count < Records)
            {
                var piece = new List<StoredRecord>(Piece);
                for (var text = 0L; open && piece.Count < Piece && text < MostText; open = records.MoveNext())
                {
                    piece.Add(records.Current);
                    text += records.Current.Record.Description.Length + records.Current.Record.Claims.Length;
                }
                await batch.Write(piece, cancel);
            }
            await batch.AddCounts(cancel);
            await Run(connection, together, Reached, [batch.Last], cancel);
            await together.CommitAsync(cancel);
            written += batch.Count;
        }
        return written;
    }

    // Records that their source took back.
    static async Task TakenOut(NpgsqlConnection connection, StoredRecords stored, CancellationToken cancel)
    {
        if (stored.Removed is not { Count: > 0 } removed) return;
        await using var together = await connection.BeginTransactionAsync(cancel);
        var batch = new Batch(connection, together, stored);
        await batch.Remove("id = ANY($1)", removed.ToArray(), cancel);
        await batch.AddCounts(cancel);
        await together.CommitAsync(cancel);
    }

    // Datasets as they are now; parties are only ever added.
    static async Task Catalogue(NpgsqlConnection connection, StoredRecords stored, CancellationToken cancel)
    {
        foreach (var d in stored.Datasets)
            await Run(connection, null, """
                INSERT INTO ip_dataset VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, source = excluded.source, licence = excluded.licence,
                cycle = excluded.cycle, inside = excluded.inside, synthetic = excluded.synthetic, updated = excluded.updated
                """, [d.Id, d.Code, d.Name, d.Source, d.Licence, d.Cycle, d.Inside, d.Synthetic, d.Updated is { } updated ? updated.ToUniversalTime() : DBNull.Value], cancel);
        var last = await Number(connection, "SELECT coalesce(max(id), 0)::bigint FROM ip_party", cancel);
        await using (var import = await connection.BeginBinaryImportAsync("COPY ip_party FROM STDIN (FORMAT BINARY)", cancel))
        {
            foreach (var (id, name, shown) in stored.PartiesAfter((int)last))
            {
                await import.StartRowAsync(cancel);
                await import.WriteAsync(id, NpgsqlDbType.Integer, cancel);
                await import.WriteAsync(name, NpgsqlDbType.Text, cancel);
                await import.WriteAsync(shown, NpgsqlDbType.Text, cancel);
            }
            await import.CompleteAsync(cancel);
        }
        await Names(connection, stored, cancel);
        await using var together = await connection.BeginTransactionAsync(cancel);
        await Run(connection, together, "DELETE FROM ip_shadow", [], cancel);
        foreach (var (ids, inside) in new[] { (stored.Shadowed.Outside, false), (stored.Shadowed.Inside, true) })
            if (ids.Count > 0) await Run(connection, together, "INSERT INTO ip_shadow SELECT unnest($1::bigint[]), $2", [ids.ToArray(), inside], cancel);
        await together.CommitAsync(cancel);
    }

    // Records that are there already count under the names of today.
    static async Task Names(NpgsqlConnection connection, StoredRecords stored, CancellationToken cancel)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var command = Command(connection, null, "SELECT name, now FROM ip_former", []))
        await using (var row = await command.ExecuteReaderAsync(cancel))
            while (await row.ReadAsync(cancel)) known[row.GetString(0)] = row.GetString(1);
        foreach (var (name, now) in stored.FormerNames.Where(f => known.GetValueOrDefault(f.Name) != f.Now))
        {
            await Run(connection, null, """
                UPDATE ip_record r SET parties = CASE WHEN r.parties @> ARRAY[n.id] THEN array_remove(r.parties, o.id) ELSE array_replace(r.parties, o.id, n.id) END
                FROM ip_party o, ip_party n WHERE o.name = $1 AND n.name = $2 AND o.id <> n.id AND r.parties @> ARRAY[o.id]
                """, [name, now], cancel);
            await Run(connection, null, "INSERT INTO ip_former VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET now = excluded.now", [name, now], cancel);
        }
    }

    /// <summary>What one transaction writes, with what it changes in the counts.</summary>
    sealed class Batch(NpgsqlConnection connection, NpgsqlTransaction together, StoredRecords stored)
    {
        readonly Dictionary<string, long> terms = new(StringComparer.Ordinal);
        readonly (long Records, long Length)[] shards = new (long, long)[RecordRow.Shards];

        internal int Count { get; private set; }
        internal long Last { get; private set; }

        internal async Task Write(IReadOnlyList<StoredRecord> records, CancellationToken cancel)
        {
            var rows = records.Select(r => (Row: RecordRow.Of(r.Record, stored.Industries), Stored: r)).OrderBy(r => r.Row.Shard).ToList();
            foreach (var same in rows.GroupBy(r => (r.Row.Shard, r.Stored.Dataset)))
                await Remove(string.Create(CultureInfo.InvariantCulture, $"shard = {same.Key.Shard} AND dataset = {same.Key.Dataset} AND key = ANY($1)"), same.Select(r => r.Row.Key).ToArray(), cancel);
            await using var import = await connection.BeginBinaryImportAsync("COPY ip_record FROM STDIN (FORMAT BINARY)", cancel);
            foreach (var (row, record) in rows)
            {
                Counted(row, 1);
                await Copy(import, row, record, cancel);
            }
            await import.CompleteAsync(cancel);
            Count += rows.Count;
            Last = Math.Max(Last, records.Max(r => r.Id));
        }

        internal async Task Remove(string condition, object value, CancellationToken cancel)
        {
            await using var remove = Command(connection, together, $"DELETE FROM ip_record WHERE {condition} RETURNING body", [value]);
            await using var gone = await remove.ExecuteReaderAsync(cancel);
            while (await gone.ReadAsync(cancel)) Counted(RecordRow.Of(PostgresRecords.Read(gone.GetString(0))), -1);
        }

        void Counted(RecordRow row, int by)
        {
            foreach (var term in row.Tokens) terms[term] = terms.GetValueOrDefault(term) + by;
            foreach (var term in row.Lasts) terms[term] = terms.GetValueOrDefault(term) + by;
            var (records, length) = shards[row.Shard];
            shards[row.Shard] = (records + by, length + by * row.Length);
        }

        async Task Copy(NpgsqlBinaryImporter import, RecordRow row, StoredRecord record, CancellationToken cancel)
        {
            await import.StartRowAsync(cancel);
            await import.WriteAsync((short)row.Shard, NpgsqlDbType.Smallint, cancel);
            await import.WriteAsync(record.Id, NpgsqlDbType.Bigint, cancel);
            await import.WriteAsync(row.Key, NpgsqlDbType.Text, cancel);
            int[] numbers = [record.Dataset, row.Kind, row.Status, row.Days[0], row.Days[1], row.Year, row.Days[2], row.Days[3], row.Days[4], row.Region, row.MainClass, row.Length];
            foreach (var number in numbers) await import.WriteAsync(number, NpgsqlDbType.Integer, cancel);
            await import.WriteAsync(row.Tokens.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancel);
            await import.WriteAsync(row.Exact.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancel);
            foreach (var text in row.Texts) await import.WriteAsync(text, NpgsqlDbType.Text, cancel);
            await import.WriteAsync(row.Classes.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, cancel);
            await import.WriteAsync(stored.PartiesOf(record.Record).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, cancel);
            await import.WriteAsync(row.Body, NpgsqlDbType.Text, cancel);
        }

        /// <summary>Adds to the counts what the batch has changed.</summary>
        internal async Task AddCounts(CancellationToken cancel)
        {
            var changed = terms.Where(t => t.Value != 0).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
            await Run(connection, together, "INSERT INTO ip_term SELECT * FROM unnest($1::text[], $2::bigint[]) ON CONFLICT (token) DO UPDATE SET holders = ip_term.holders + excluded.holders",
                [changed.Select(t => t.Key).ToArray(), changed.Select(t => t.Value).ToArray()], cancel);
            for (var shard = 0; shard < shards.Length; shard++)
                if (shards[shard] is var (records, length) && (records != 0 || length != 0))
                    await Run(connection, together, "UPDATE ip_shard SET records = records + $2, length = length + $3 WHERE shard = $1", [(short)shard, records, length], cancel);
        }
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction? together, string sql, IReadOnlyList<object> values)
    {
        var command = new NpgsqlCommand(sql, connection, together) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    static async Task Run(NpgsqlConnection connection, NpgsqlTransaction? together, string sql, IReadOnlyList<object> values, CancellationToken cancel)
    {
        await using var command = Command(connection, together, sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    static async Task<long> Number(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = Command(connection, null, sql, []);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
