using System.Globalization;
using System.Text;
using Npgsql;
using Zhice.Records.Relational;

namespace Zhice.Data.Records;

/// <summary>The tables of the records in PostgreSQL: one table, partitioned by shard; a shard is a table of the same server, or of another through postgres_fdw.</summary>
/// <remarks>What answers a query, finds its shards and sends conditions and counts to the servers is PostgreSQL's own planner. Nothing here is a cluster.</remarks>
internal static class RecordShards
{
    const string Columns = """
        shard smallint NOT NULL, key text COLLATE "C" NOT NULL, inside boolean NOT NULL, kind integer NOT NULL, status integer NOT NULL,
        sort_day integer NOT NULL, filed integer NOT NULL, granted integer NOT NULL, ended integer NOT NULL, region integer NOT NULL, main_class integer NOT NULL, length integer NOT NULL,
        tokens text[] COLLATE "C" NOT NULL, exact text[] COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL, abstract text COLLATE "C" NOT NULL, claims text COLLATE "C" NOT NULL, description text COLLATE "C" NOT NULL,
        names text COLLATE "C" NOT NULL, applicants text COLLATE "C" NOT NULL, inventors text COLLATE "C" NOT NULL, agencies text COLLATE "C" NOT NULL, body text COLLATE "C" NOT NULL
        """;

    internal static string Table(int shard) => string.Create(CultureInfo.InvariantCulture, $"ip_record_{shard:00}");

    /// <summary>Makes the tables where there are none. Without workers all shards are of this server; with workers they take turns.</summary>
    internal static async Task Make(NpgsqlDataSource source, IReadOnlyList<string> workers, CancellationToken cancel)
    {
        for (var i = 0; i < workers.Count; i++)
        {
            await using var worker = NpgsqlDataSource.Create(workers[i]);
            var tables = new StringBuilder();
            for (var shard = i; shard < RecordRow.Shards; shard += workers.Count)
                tables.Append(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS {Table(shard)} ({Columns}, PRIMARY KEY (key), CHECK (shard = {shard}));").Append(Indexes(shard));
            await Run(worker, tables.ToString(), cancel);
        }
        var sql = new StringBuilder($"CREATE TABLE IF NOT EXISTS ip_record ({Columns}) PARTITION BY LIST (shard);");
        if (workers.Count > 0) sql.Append("CREATE EXTENSION IF NOT EXISTS postgres_fdw;");
        for (var i = 0; i < workers.Count; i++) sql.Append(Server(i, new NpgsqlConnectionStringBuilder(workers[i])));
        for (var shard = 0; shard < RecordRow.Shards; shard++)
            sql.Append(workers.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS {Table(shard)} PARTITION OF ip_record (PRIMARY KEY (key)) FOR VALUES IN ({shard});{Indexes(shard)}")
                : string.Create(CultureInfo.InvariantCulture, $"CREATE FOREIGN TABLE IF NOT EXISTS {Table(shard)} PARTITION OF ip_record FOR VALUES IN ({shard}) SERVER record_worker_{shard % workers.Count} OPTIONS (table_name '{Table(shard)}');"));
        await Run(source, sql.ToString(), cancel);
    }

    static string Indexes(int shard) => string.Create(CultureInfo.InvariantCulture,
        $"CREATE INDEX IF NOT EXISTS {Table(shard)}_tokens ON {Table(shard)} USING gin (tokens);CREATE INDEX IF NOT EXISTS {Table(shard)}_exact ON {Table(shard)} USING gin (exact);CREATE INDEX IF NOT EXISTS {Table(shard)}_day ON {Table(shard)} (sort_day);");

    static string Server(int number, NpgsqlConnectionStringBuilder worker) => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE SERVER IF NOT EXISTS record_worker_{number} FOREIGN DATA WRAPPER postgres_fdw
          OPTIONS (host {Literal(worker.Host ?? "")}, port '{worker.Port}', dbname {Literal(worker.Database ?? "")}, fetch_size '1000', batch_size '200', async_capable 'true', connect_timeout '3');
        CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER record_worker_{number} OPTIONS (user {Literal(worker.Username ?? "")}{(worker.Password is { Length: > 0 } password ? $", password {Literal(password)}" : "")});
        """);

    static string Literal(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal) + "'";

    static async Task Run(NpgsqlDataSource source, string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Shards whose server does not answer: each server is asked once.</summary>
    internal static async Task<IReadOnlyList<int>> Unreachable(NpgsqlDataSource source, CancellationToken cancel)
    {
        var servers = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        await using (var command = source.CreateCommand("SELECT c.relname, s.srvname FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE c.relname LIKE 'ip\\_record\\_%' ORDER BY c.relname"))
        await using (var row = await command.ExecuteReaderAsync(cancel))
            while (await row.ReadAsync(cancel))
            {
                if (!servers.TryGetValue(row.GetString(1), out var shards)) servers[row.GetString(1)] = shards = [];
                shards.Add(int.Parse(row.GetString(0)["ip_record_".Length..], CultureInfo.InvariantCulture));
            }
        var missing = new List<int>();
        foreach (var shards in servers.Values)
            try
            {
                await Run(source, $"SELECT 1 FROM {Table(shards[0])} LIMIT 1", cancel);
            }
            catch (PostgresException fault) when (IsUnreachable(fault))
            {
                missing.AddRange(shards);
            }
        return [.. missing.Order()];
    }

    /// <summary>Whether a fault means that a server behind this one does not answer.</summary>
    internal static bool IsUnreachable(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.SqlClientUnableToEstablishSqlConnection or PostgresErrorCodes.ConnectionFailure or PostgresErrorCodes.ConnectionException or PostgresErrorCodes.ConnectionDoesNotExist
            or PostgresErrorCodes.FdwUnableToEstablishConnection or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow;
}
