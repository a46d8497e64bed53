using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Zhice.Data.Services;
using Zhice.Domain.Services;
using Zhice.Records.Store;

namespace Zhice.Data.Storage;

/// <summary>Where a store keeps its rows and files.</summary>
/// <param name="Home">The data folder: <c>zhice.db</c> (SQLite), <c>files/</c>, <c>keys/</c>, <c>lock</c>.</param>
/// <param name="PostgreSql">Connection string of PostgreSQL; null for SQLite in the data folder.</param>
/// <param name="Objects">An S3-compatible store for the files; null to keep them in the data folder.</param>
public sealed record StoreSettings(string Home, string? PostgreSql = null, ObjectStoreSettings? Objects = null)
{
    /// <summary>The SQLite file.</summary>
    public string SqliteFile => Path.Combine(Home, "zhice.db");
}

/// <summary>The two relational stores.</summary>
public enum StoreProvider
{
    /// <summary>Embedded, one node.</summary>
    Sqlite,
    /// <summary>Server, several nodes.</summary>
    PostgreSql,
}

/// <summary>The opened store: contexts from a pool, and the files beside them. One for a process; safe for all threads.</summary>
public sealed class ZhiceStore : IDisposable, IAsyncDisposable
{
    readonly PooledDbContextFactory<ZhiceDb> contexts;
    readonly NpgsqlDataSource? dataSource;
    readonly KeptConnections? sqlite;
    readonly Lazy<ServiceCatalogue> items = new(ServiceFiles.Shipped.Copy);

    ZhiceStore(StoreSettings settings, PooledDbContextFactory<ZhiceDb> contexts, NpgsqlDataSource? dataSource, KeptConnections? sqlite)
    {
        (Settings, this.contexts, this.dataSource, this.sqlite) = (settings, contexts, dataSource, sqlite);
        Records = new RecordStore(settings.Home);
        Files = new FileStore(Path.Combine(settings.Home, "files"), settings.Objects is { } objects ? new ObjectStore(objects) : null);
    }

    /// <summary>Where rows and files are kept.</summary>
    public StoreSettings Settings { get; }

    /// <summary>Which of the two stores holds the rows.</summary>
    public StoreProvider Provider => sqlite is null ? StoreProvider.PostgreSql : StoreProvider.Sqlite;

    /// <summary>The records of intellectual property in the same data folder.</summary>
    public RecordStore Records { get; }

    /// <summary>The service items: the program's own, and what was published in this store as far as it was followed (<see cref="ServiceDefinitions.Refresh"/>).</summary>
    public ServiceCatalogue Items => items.Value;

    /// <summary>The content-addressed files.</summary>
    public FileStore Files { get; }

    /// <summary>Opens the store and makes the data folder; the tables are made by <see cref="Migrate"/>.</summary>
    public static ZhiceStore Open(StoreSettings settings, params IReadOnlyList<IInterceptor> interceptors)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Directory.CreateDirectory(settings.Home);
        var options = new DbContextOptionsBuilder<ZhiceDb>().AddInterceptors([new StorableText(), .. interceptors]);
        if (PreparedModel(settings.PostgreSql is null ? StoreProvider.Sqlite : StoreProvider.PostgreSql) is { } prepared) options.UseModel(prepared);

        if (settings.PostgreSql is { } connection)
        {
            var source = NpgsqlDataSource.Create(connection);
            options.UseNpgsql(source);
            return new ZhiceStore(settings, new PooledDbContextFactory<ZhiceDb>(options.Options), source, null);
        }

        var file = new SqliteConnectionStringBuilder
        {
            DataSource = settings.SqliteFile, ForeignKeys = true, DefaultTimeout = 30, Pooling = true,
        }.ToString();
        // A list goes as one parameter: with a parameter for each of its values the text of the command is made anew each time.
        var connections = new KeptConnections(file);
        options.UseSqlite(file, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .AddInterceptors(connections, new PreparedCommands(connections), new WriteQueue(connections.Log)).ReplaceService<IRelationalTransactionFactory, WriteQueue.Factory>();
        return new ZhiceStore(settings, new PooledDbContextFactory<ZhiceDb>(options.Options), null, connections);
    }

    /// <summary>The model as the build wrote it ahead (Zhice.Data.Prepared); null in a program without that assembly, which then builds the model from the mappings,
    /// 1.2 s slower at the first use.</summary>
    public static IModel? PreparedModel(StoreProvider provider) =>
        Type.GetType($"Zhice.Data.Prepared.{provider}.ZhiceDbModel, Zhice.Data.Prepared")?.GetProperty("Instance")?.GetValue(null) as IModel;

    /// <summary>A context of the pool; dispose it to give it back.</summary>
    public ZhiceDb CreateContext()
    {
        var db = contexts.CreateDbContext();
        sqlite?.Keep(db);
        (db.Records, db.Catalogue) = (Records, items);
        return db;
    }

    /// <summary>Brings the tables to the newest state; true when anything was done.</summary>
    /// <exception cref="InvalidDataException">The database is newer than this program, or a migration was changed after it was applied.</exception>
    public bool Migrate()
    {
        using var db = CreateContext();
        return Migrator.Up(db.Database.GetDbConnection(), Provider).Count > 0;
    }

    /// <summary>True when every migration of this program has been applied.</summary>
    public bool IsReady()
    {
        using var db = CreateContext();
        return Migrator.IsCurrent(db.Database.GetDbConnection(), Provider);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Files.Remote?.Dispose();
        dataSource?.Dispose();
        sqlite?.Close();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
