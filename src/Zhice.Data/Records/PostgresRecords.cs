using System.Globalization;
using System.Text.Json;
using Npgsql;
using Zhice.Domain;
using Zhice.Records.Model;
using Zhice.Records.Relational;
using Zhice.Records.Search;
using Zhice.Records.Store;

namespace Zhice.Data.Records;

/// <summary>Records in PostgreSQL, on one server or with shards on several: the same hits in the same order as the embedded store.</summary>
/// <remarks>All statements of a search see one moment. When a server of shards does not answer, the others are asked alone, and the answer says what is missing.</remarks>
public sealed class PostgresRecords : IRecordSource, IAsyncDisposable
{
    // So long a server that did not answer is not looked for again; until it answers, nobody waits for it.
    static readonly TimeSpan Resting = TimeSpan.FromSeconds(5);
    // So long an answer is waited for before the servers are asked whether they are there.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly NpgsqlDataSource source;
    readonly RecordStore? store;
    IReadOnlyList<int> resting = [];
    long restingUntil;
    int looking;

    /// <summary>Opens the records of a database.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="store">The embedded store that files are taken in by: what it has more is told of as missing. Null where it is not known.</param>
    public PostgresRecords(string connection, RecordStore? store = null)
    {
        this.store = store;
        // Counts by shard are then made where the shard is; compiling a plan of sixteen parts takes longer than running it.
        var builder = new NpgsqlConnectionStringBuilder(connection) { Options = "-c enable_partitionwise_aggregate=on -c jit=off", CancellationTimeout = 500 };
        source = NpgsqlDataSource.Create(builder.ConnectionString);
    }

    /// <summary>Makes the tables where there are none.</summary>
    /// <param name="workers">Connection strings of the servers that hold the shards, as this program reaches them and the database server too; none for this server alone.</param>
    /// <param name="cancel">Stops between servers.</param>
    /// <exception cref="InvalidDataException">There are tables of an earlier version.</exception>
    public Task Make(IReadOnlyList<string> workers, CancellationToken cancel = default) => RecordShards.Make(source, workers, cancel);

    /// <summary>Takes over what the embedded store has more, in the order of its numbers; where it broke off it goes on. Returns how many records were written.</summary>
    public Task<long> Load(RecordStore store, CancellationToken cancel = default) => PostgresLoad.Run(source, store, cancel);

    /// <inheritdoc/>
    public async Task<Outcome<RecordAnswer>> Search(SearchRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await Answered(() => Asked(async (asking, missing) => await new PostgresSearch(asking, request, missing).Run(cancel), cancel));
    }

    /// <inheritdoc/>
    public Task<LoadedRecords> Load(IReadOnlyList<long> ids, CancellationToken cancel) => Asked((asking, missing) => Read(asking, ids, missing, cancel), cancel);

    /// <inheritdoc/>
    public async Task<Outcome<StoredRecord>> Find(string key, bool inside, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await Answered(() => Asked<Outcome<StoredRecord>>(async (asking, missing) =>
        {
            if (missing.Contains(RecordRow.ShardOf(key))) return new Blocked("records.shard-down");
            var own = (await asking.Hidden(cancel)).ToHashSet();
            var found = await asking.Rows($"SELECT id, dataset, body FROM ip_record WHERE shard = {RecordRow.ShardOf(key).ToString(CultureInfo.InvariantCulture)} AND key = $1", [key], Stored, cancel);
            if (found.Where(r => inside || !own.Contains(r.Dataset)).OrderByDescending(r => own.Contains(r.Dataset)).ThenByDescending(r => r.Id).ToList() is [var first, .. var others])
                return first with { Also = [.. others.Select(o => o.Dataset)] };
            // It may have been taken in and not have come over yet.
            return store?.Holders(key, inside) is [var taken, ..] ? taken : new Missing("records.missing");
        }, cancel));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, string>> PartyNames(IReadOnlyList<int> ids, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var names = new Dictionary<int, string>();
        await using var command = source.CreateCommand("SELECT id, shown FROM ip_party WHERE id = ANY($1)");
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel)) names[row.GetInt32(0)] = row.GetString(1);
        return names;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Dataset>> Datasets(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await new PostgresAsking(connection, null).Datasets(cancel);
    }

    static async Task<LoadedRecords> Read(PostgresAsking asking, IReadOnlyList<long> ids, IReadOnlyList<int> missing, CancellationToken cancel)
    {
        var found = new Dictionary<long, StoredRecord>(ids.Count);
        if (ids.Count > 0 && missing.Count < RecordRow.Shards)
        {
            await using var command = asking.Command($"SELECT id, dataset, body FROM ip_record WHERE id = ANY($1){PostgresAsking.Shards(missing)}", [ids.ToArray()]);
            await using var row = await command.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel)) found[row.GetInt64(0)] = Stored(row);
        }
        return new LoadedRecords([.. ids.Where(found.ContainsKey).Select(id => found[id])], await asking.Absent(missing, cancel));
    }

    static StoredRecord Stored(NpgsqlDataReader row) => new(row.GetInt64(0), Read(row.GetString(2)), row.GetInt32(1));

    internal static IpRecord Read(string body) => JsonSerializer.Deserialize(body, RecordJson.Default.IpRecord)!;

    /// <inheritdoc/>
    public Task<Outcome<LoadedRecords>> Similar(string title, string text, int most, long except, bool inside, CancellationToken cancel) =>
        Answered(() => Asked<Outcome<LoadedRecords>>(async (asking, missing) => await Read(asking, await new PostgresSimilar(asking, missing).Of(title, text, most, except, inside, cancel), missing, cancel), cancel));

    // The first server itself is down, or takes too long.
    static async Task<Outcome<T>> Answered<T>(Func<Task<Outcome<T>>> ask) where T : notnull
    {
        try
        {
            return await ask();
        }
        catch (NpgsqlException fault) when (fault.InnerException is TimeoutException)
        {
            return new Blocked("records.slow");
        }
        catch (NpgsqlException fault) when (fault.InnerException is System.Net.Sockets.SocketException or IOException)
        {
            return new Blocked("records.down");
        }
    }

    /// <summary>Records that were taken in and have not come over yet.</summary>
    public async Task<long> Behind(CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await new PostgresAsking(connection, null, store).Behind(cancel);
    }

    /// <summary>Asks all shards, or all but those whose server does not answer. A second server that goes between is found out too.</summary>
    async Task<T> Asked<T>(Func<PostgresAsking, IReadOnlyList<int>, Task<T>> ask, CancellationToken cancel)
    {
        LookAgain();
        for (var tries = 0; ; tries++)
        {
            var missing = resting;
            try
            {
                var asked = Once(ask, missing, cancel);
                if (await Task.WhenAny(asked, Task.Delay(Patience, cancel)) != asked && tries < 3)
                {
                    // It takes long: because there is much to do, or because a server takes connections and says nothing.
                    var silent = await RecordShards.Unreachable(source, cancel);
                    if (silent.Except(missing).Any() && !asked.IsCompletedSuccessfully)
                    {
                        Rest(silent);
                        Observed(asked);
                        continue;
                    }
                }
                return await asked;
            }
            catch (PostgresException fault) when (tries < 3 && RecordShards.IsUnreachable(fault))
            {
                Rest(await RecordShards.Unreachable(source, cancel));
            }
        }
    }

    async Task<T> Once<T>(Func<PostgresAsking, IReadOnlyList<int>, Task<T>> ask, IReadOnlyList<int> missing, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        return await ask(new PostgresAsking(connection, moment, store), missing);
    }

    // What waits for a silent server ends by the time limit of its command; nobody asks for it any more.
    static void Observed(Task task) => task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    void Rest(IReadOnlyList<int> missing) => (resting, _) = (missing, Interlocked.Exchange(ref restingUntil, Environment.TickCount64 + (long)Resting.TotalMilliseconds));

    // Servers that did not answer are looked for beside the readers, who go on without them meanwhile.
    void LookAgain()
    {
        if (resting.Count == 0 || Environment.TickCount64 < Interlocked.Read(ref restingUntil) || Interlocked.Exchange(ref looking, 1) == 1) return;
        _ = Task.Run(async () =>
        {
            try
            {
                Rest(await RecordShards.Unreachable(source, CancellationToken.None));
            }
            catch (Exception fault) when (fault is NpgsqlException or ObjectDisposedException)
            {
                // The first server is away too: the next reader finds out.
            }
            finally
            {
                Interlocked.Exchange(ref looking, 0);
            }
        });
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => source.DisposeAsync();
}
