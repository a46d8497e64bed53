using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Zhice.Data.Storage;

/// <summary>Keeps the SQLite connections of pooled contexts open, so that what was set for them and prepared on them is there for the next request.</summary>
/// <remarks>
/// To open a connection takes its settings and some twenty functions of the mapper anew; without this it was done for every command outside a page.
/// They are closed with the store, so that the last one folds the log back into the file.
/// </remarks>
/// <param name="file">Connection string.</param>
internal sealed class KeptConnections(string file) : DbConnectionInterceptor
{
    /// <summary>Most that are kept open; a rush opens further ones, and closes them behind it.</summary>
    const int Most = 24;

    // WAL lets readers go on while one writes; NORMAL is safe with it but for the last moments before a power cut. The driver sleeps 150 ms whenever it
    // finds the file busy; asked so, SQLite itself looks again after one millisecond, two, five …. Each connection has a cache of its own, 4 MB: with 32 MB
    // the caches were a third of the server's memory, and a page took no less of the processor; what the cache misses is in the system's.
    static readonly string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint="
        + Checkpoints.LongestLog.ToString(CultureInfo.InvariantCulture) + ";";

    readonly ConcurrentDictionary<SqliteConnection, KeptStatements> kept = new();

    /// <summary>What folds the log of these connections back into the file.</summary>
    public Checkpoints Log { get; } = new(file);

    /// <summary>Sets what SQLite keeps for a connection, not for the file.</summary>
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    /// <summary>Opens the context's connection, to stay open with it in the pool.</summary>
    public void Keep(ZhiceDb db)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        if (kept.ContainsKey(connection) || kept.Count >= Most) return;
        // The mapper closes what is its own. It takes no notice of being given what it has, so it is given nothing first.
        db.Database.SetDbConnection(null);
        db.Database.SetDbConnection(connection, contextOwnsConnection: false);
        connection.Open();
        Apply(connection);
        kept[connection] = new KeptStatements(connection.Handle!);
    }

    /// <summary>The statements prepared on a connection; null where it is not kept, or was closed and opened again meanwhile.</summary>
    public KeptStatements? Statements(SqliteConnection connection) =>
        kept.TryGetValue(connection, out var statements) && ReferenceEquals(statements.Handle, connection.Handle) ? statements : null;

    /// <summary>Closes all of them.</summary>
    public void Close()
    {
        Log.Dispose();
        foreach (var (connection, statements) in kept)
        {
            statements.Drop();
            connection.Close();
        }
        kept.Clear();
        using var any = new SqliteConnection(file);
        SqliteConnection.ClearPool(any);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}
