using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Relational;

namespace Zhice.Data.Records;

/// <summary>What a search in PostgreSQL gave.</summary>
/// <param name="Total">Hits in all of the shards that answered.</param>
/// <param name="Keys">The hits asked for, the newest first.</param>
/// <param name="Missing">Shards whose server did not answer: when there is any, total and hits are partial and must be called so.</param>
public sealed record PostgresHits(long Total, IReadOnlyList<string> Keys, IReadOnlyList<int> Missing)
{
    /// <summary>True when part of the records could not be asked.</summary>
    public bool IsPartial => Missing.Count > 0;
}

/// <summary>Records in PostgreSQL, on one server or with shards on several: the same hits as the embedded store.</summary>
public sealed class PostgresRecords : IAsyncDisposable
{
    const int BatchRows = 2_000;
    readonly NpgsqlDataSource source;

    /// <summary>Opens the records of a database.</summary>
    public PostgresRecords(string connection)
    {
        // Counts by shard are then made where the shard is.
        var builder = new NpgsqlConnectionStringBuilder(connection) { Options = "-c enable_partitionwise_aggregate=on" };
        source = NpgsqlDataSource.Create(builder.ConnectionString);
    }

    /// <summary>Makes the tables where there are none.</summary>
    /// <param name="workers">Connection strings of the servers that hold the shards, as this program reaches them and the database server too; none for this server alone.</param>
    /// <param name="cancel">Stops between servers.</param>
    public Task Make(IReadOnlyList<string> workers, CancellationToken cancel = default) => RecordShards.Make(source, workers, cancel);

    /// <summary>Writes records; one with a key that is there already takes its place. Returns how many were written.</summary>
    public async Task<long> Write(IEnumerable<(IpRecord Record, bool Inside)> records, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var written = 0L;
        foreach (var batch in records.Chunk(BatchRows))
        {
            // The last of the same key holds.
            var rows = batch.GroupBy(b => b.Record.Key!, StringComparer.Ordinal).Select(g => g.Last()).Select(b => (Row: RecordRow.Of(b.Record), b.Inside)).OrderBy(r => r.Row.Shard).ToList();
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var together = await connection.BeginTransactionAsync(cancel);
            foreach (var shard in rows.GroupBy(r => r.Row.Shard))
            {
                await using var remove = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM ip_record WHERE shard = {shard.Key} AND key = ANY($1)"), connection, together);
                remove.Parameters.Add(new() { Value = shard.Select(r => r.Row.Key).ToArray() });
                await remove.ExecuteNonQueryAsync(cancel);
            }
            await using (var import = await connection.BeginBinaryImportAsync("COPY ip_record FROM STDIN (FORMAT BINARY)", cancel))
            {
                foreach (var (row, inside) in rows) await Copy(import, row, inside, cancel);
                await import.CompleteAsync(cancel);
            }
            await together.CommitAsync(cancel);
            written += rows.Count;
        }
        return written;
    }

    static async Task Copy(NpgsqlBinaryImporter import, RecordRow row, bool inside, CancellationToken cancel)
    {
        await import.StartRowAsync(cancel);
        await import.WriteAsync((short)row.Shard, NpgsqlDbType.Smallint, cancel);
        await import.WriteAsync(row.Key, NpgsqlDbType.Text, cancel);
        await import.WriteAsync(inside, NpgsqlDbType.Boolean, cancel);
        foreach (var number in (int[])[row.Kind, row.Status, .. row.Days, row.Region, row.MainClass, row.Length]) await import.WriteAsync(number, NpgsqlDbType.Integer, cancel);
        await import.WriteAsync(row.Tokens.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancel);
        await import.WriteAsync(row.Exact.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancel);
        foreach (var text in row.Texts) await import.WriteAsync(text, NpgsqlDbType.Text, cancel);
        await import.WriteAsync(row.Body, NpgsqlDbType.Text, cancel);
    }

    /// <summary>Total and the newest hits. When a server is down, those of the others, named as partial.</summary>
    /// <param name="query">The query.</param>
    /// <param name="most">Hits wanted.</param>
    /// <param name="inside">Whether datasets of the office may be seen.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<PostgresHits> Search(QueryNode query, int most, bool inside, CancellationToken cancel = default)
    {
        var wanted = RecordSql.Of(query);
        try
        {
            return await Ask(wanted, most, inside, [], cancel);
        }
        catch (PostgresException fault) when (RecordShards.IsUnreachable(fault))
        {
            return await Ask(wanted, most, inside, await RecordShards.Unreachable(source, cancel), cancel);
        }
    }

    async Task<PostgresHits> Ask(RecordSql wanted, int most, bool inside, IReadOnlyList<int> missing, CancellationToken cancel)
    {
        var left = Enumerable.Range(0, RecordRow.Shards).Except(missing).ToList();
        if (left.Count == 0) return new PostgresHits(0, [], missing);
        // Written out, so that the planner leaves the others alone.
        var shards = missing.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" AND shard IN ({string.Join(',', left)})");
        var where = $"WHERE ({wanted.Condition}){(inside ? "" : " AND NOT inside")}{shards}";
        var total = 0L;
        await using (var count = Command($"SELECT shard, count(*) FROM ip_record {where} GROUP BY shard", wanted))
        await using (var row = await count.ExecuteReaderAsync(cancel))
            while (await row.ReadAsync(cancel)) total += row.GetInt64(1);
        var keys = new List<string>();
        if (most > 0)
        {
            await using var first = Command(string.Create(CultureInfo.InvariantCulture, $"SELECT key FROM ip_record {where} ORDER BY sort_day DESC, key DESC LIMIT {most}"), wanted);
            await using var row = await first.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel)) keys.Add(row.GetString(0));
        }
        return new PostgresHits(total, keys, missing);
    }

    NpgsqlCommand Command(string sql, RecordSql wanted)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in wanted.Values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => source.DisposeAsync();
}
