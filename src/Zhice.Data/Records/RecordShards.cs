using System.Globalization;
using System.Text;
using Npgsql;
using Zhice.Records.Relational;

namespace Zhice.Data.Records;

/// <summary>The tables of the records in PostgreSQL: one table, partitioned by shard; a shard is a table of the same server, or of another through postgres_fdw.</summary>
/// <remarks>
/// What answers a query, finds its shards and sends conditions, counts and orders to the servers is PostgreSQL's own planner. Nothing here is a cluster. A view beside each shard gives a row for each
/// class and each applicant of a record, so that these are counted where the shard is too. What ranking needs to know of all records stands in small tables of the first server: how many hold a term, and
/// how many records and positions each shard has.
/// </remarks>
internal static class RecordShards
{
    const string Shared = """
        shard smallint NOT NULL, id bigint NOT NULL, key text COLLATE "C" NOT NULL, dataset integer NOT NULL, kind integer NOT NULL, status integer NOT NULL,
        sort_day integer NOT NULL, filed integer NOT NULL, year integer NOT NULL, granted integer NOT NULL, ended integer NOT NULL, published integer NOT NULL, region integer NOT NULL, main_class integer NOT NULL, length integer NOT NULL,
        tokens text[] COLLATE "C" NOT NULL, exact text[] COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL, abstract text COLLATE "C" NOT NULL, claims text COLLATE "C" NOT NULL, description text COLLATE "C" NOT NULL,
        names text COLLATE "C" NOT NULL, applicants text COLLATE "C" NOT NULL, inventors text COLLATE "C" NOT NULL, agencies text COLLATE "C" NOT NULL, events text COLLATE "C" NOT NULL
        """;
    const string Columns = Shared + ", classes integer[] NOT NULL, parties integer[] NOT NULL, body text COLLATE \"C\" NOT NULL";
    const string Central = """
        CREATE TABLE IF NOT EXISTS ip_term (token text COLLATE "C" PRIMARY KEY, holders bigint NOT NULL) WITH (fillfactor = 70);
        CREATE TABLE IF NOT EXISTS ip_shard (shard smallint PRIMARY KEY, records bigint NOT NULL, length bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS ip_dataset (id integer PRIMARY KEY, code text NOT NULL, name text NOT NULL, source text NOT NULL, licence text NOT NULL, cycle text NOT NULL, inside boolean NOT NULL, synthetic boolean NOT NULL, updated timestamptz);
        CREATE TABLE IF NOT EXISTS ip_shadow (id bigint NOT NULL, inside boolean NOT NULL, PRIMARY KEY (inside, id));
        CREATE TABLE IF NOT EXISTS ip_former (name text COLLATE "C" PRIMARY KEY, now text COLLATE "C" NOT NULL);
        CREATE TABLE IF NOT EXISTS ip_party (id integer PRIMARY KEY, name text COLLATE "C" NOT NULL, shown text NOT NULL);
        """;

    /// <summary>The number of the last record that came over from the embedded store.</summary>
    internal const string Loaded = "CREATE TABLE IF NOT EXISTS ip_loaded (one boolean PRIMARY KEY CHECK (one), last bigint NOT NULL);";

    /// <summary>How long a server may take to say that it is there, in seconds.</summary>
    const int MostSilent = 3;

    /// <summary>What a record has several of: the view of each shard, and the column of the record.</summary>
    static readonly (string View, string Column)[] Several = [("ip_class", "classes"), ("ip_applicant", "parties")];

    internal static string Table(int shard, string of = "ip_record") => string.Create(CultureInfo.InvariantCulture, $"{of}_{shard:00}");

    /// <summary>Makes the tables where there are none. Without workers all shards are of this server; with workers they take turns.</summary>
    /// <exception cref="InvalidDataException">There are tables of an earlier version.</exception>
    internal static async Task Make(NpgsqlDataSource source, IReadOnlyList<string> workers, CancellationToken cancel)
    {
        await Refuse(source, cancel);
        for (var i = 0; i < workers.Count; i++)
        {
            await using var worker = NpgsqlDataSource.Create(workers[i]);
            await Refuse(worker, cancel);
            var tables = new StringBuilder();
            for (var shard = i; shard < RecordRow.Shards; shard += workers.Count)
            {
                tables.Append(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS {Table(shard)} ({Columns}, PRIMARY KEY (key, dataset), CHECK (shard = {shard}));").Append(Indexes(shard));
                foreach (var (view, column) in Several) tables.Append(View(Table(shard, view), Table(shard), column));
            }
            await Run(worker, tables.ToString(), cancel);
        }
        var sql = new StringBuilder($"CREATE TABLE IF NOT EXISTS ip_record ({Columns}) PARTITION BY LIST (shard);").Append(Central).Append(Loaded);
        if (workers.Count > 0) sql.Append("CREATE EXTENSION IF NOT EXISTS postgres_fdw;");
        for (var i = 0; i < workers.Count; i++) sql.Append(Server(i, new NpgsqlConnectionStringBuilder(workers[i])));
        for (var shard = 0; shard < RecordRow.Shards; shard++)
        {
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO ip_shard VALUES ({shard}, 0, 0) ON CONFLICT DO NOTHING;");
            sql.Append(workers.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS {Table(shard)} PARTITION OF ip_record (PRIMARY KEY (key, dataset)) FOR VALUES IN ({shard});{Indexes(shard)}")
                : Foreign("ip_record", shard, workers.Count));
        }
        foreach (var (view, column) in Several)
            if (workers.Count == 0) sql.Append(View(view, "ip_record", column));
            else
            {
                sql.Append(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS {view} ({Shared}, value integer NOT NULL) PARTITION BY LIST (shard);");
                for (var shard = 0; shard < RecordRow.Shards; shard++) sql.Append(Foreign(view, shard, workers.Count));
            }
        await Run(source, sql.ToString(), cancel);
    }

    /// <summary>Refuses tables of an earlier version: they lack what this one writes.</summary>
    /// <exception cref="InvalidDataException">There are such tables.</exception>
    internal static async Task Refuse(NpgsqlDataSource server, CancellationToken cancel)
    {
        await using var old = server.CreateCommand("SELECT count(*) FROM pg_class c WHERE c.relname LIKE 'ip\\_record%' AND c.relkind IN ('r', 'p', 'f') AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'events')");
        if (await old.ExecuteScalarAsync(cancel) is > 0L) throw new InvalidDataException("The tables ip_record… are of an earlier version: drop them, make them and load again.");
    }

    static string Indexes(int shard) => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE INDEX IF NOT EXISTS {Table(shard)}_tokens ON {Table(shard)} USING gin (tokens);CREATE INDEX IF NOT EXISTS {Table(shard)}_exact ON {Table(shard)} USING gin (exact);
        CREATE INDEX IF NOT EXISTS {Table(shard)}_day ON {Table(shard)} (sort_day, id);CREATE UNIQUE INDEX IF NOT EXISTS {Table(shard)}_id ON {Table(shard)} (id);
        """);

    static string View(string name, string of, string column) =>
        $"CREATE OR REPLACE VIEW {name} AS SELECT {string.Join(", ", Shared.Split(',').Select(c => "r." + c.Trim().Split(' ')[0]))}, s.value FROM {of} r CROSS JOIN LATERAL unnest(r.{column}) AS s (value);";

    // Only with the estimates of the worker itself does the planner send it order and limit of a search, too: without, it fetches the texts of all hits.
    static string Foreign(string table, int shard, int workers) => string.Create(CultureInfo.InvariantCulture,
        $"CREATE FOREIGN TABLE IF NOT EXISTS {Table(shard, table)} PARTITION OF {table} FOR VALUES IN ({shard}) SERVER record_worker_{shard % workers} OPTIONS (table_name '{Table(shard, table)}'{(table == "ip_record" ? ", use_remote_estimate 'true'" : "")});");

    // A server that takes connections and says nothing more is given up after ten seconds.
    static string Server(int number, NpgsqlConnectionStringBuilder worker) => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE SERVER IF NOT EXISTS record_worker_{number} FOREIGN DATA WRAPPER postgres_fdw
          OPTIONS (host {Literal(worker.Host ?? "")}, port '{worker.Port}', dbname {Literal(worker.Database ?? "")}, fetch_size '1000', batch_size '200', async_capable 'true', connect_timeout '3',
            keepalives_idle '4', keepalives_interval '2', keepalives_count '3', tcp_user_timeout '10000');
        CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER record_worker_{number} OPTIONS (user {Literal(worker.Username ?? "")}{(worker.Password is { Length: > 0 } password ? $", password {Literal(password)}" : "")});
        """);

    static string Literal(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal) + "'";

    static async Task Run(NpgsqlDataSource source, string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Shards whose server does not answer within a few seconds: each server is asked once, all at the same time.</summary>
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
        var missing = (await Task.WhenAll(servers.Values.Select(async shards => await Answers(source, shards[0], cancel) ? [] : shards))).SelectMany(s => s);
        return [.. missing.Order()];
    }

    // One that hangs takes connections and says nothing: it is as little there as one that refuses them.
    static async Task<bool> Answers(NpgsqlDataSource source, int shard, CancellationToken cancel)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var command = new NpgsqlCommand($"SELECT 1 FROM {Table(shard)} LIMIT 1", connection) { CommandTimeout = MostSilent };
            await command.ExecuteNonQueryAsync(cancel);
            return true;
        }
        catch (PostgresException fault) when (IsUnreachable(fault))
        {
            return false;
        }
        catch (NpgsqlException fault) when (fault.InnerException is TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Whether a fault means that a server behind this one does not answer.</summary>
    internal static bool IsUnreachable(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.SqlClientUnableToEstablishSqlConnection or PostgresErrorCodes.ConnectionFailure or PostgresErrorCodes.ConnectionException or PostgresErrorCodes.ConnectionDoesNotExist
            or PostgresErrorCodes.FdwUnableToEstablishConnection or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow;
}
