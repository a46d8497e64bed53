using Zhice.Data.Seeding;
using Zhice.Data.Storage;

namespace Zhice.Data.Tests;

/// <summary>A store of its own for a test: a fresh folder, and on PostgreSQL a fresh database.</summary>
public sealed class TestStore : IDisposable
{
    TestStore(StoreSettings settings) => Store = ZhiceStore.Open(settings);

    public ZhiceStore Store { get; }

    public string Home => Store.Settings.Home;

    /// <summary>Empty: no tables yet.</summary>
    public static TestStore Empty(StoreProvider provider, PostgresCluster cluster) =>
        new(new StoreSettings(Directory.CreateTempSubdirectory("zhice-data-").FullName, provider == StoreProvider.PostgreSql ? cluster.NewDatabase() : null));

    /// <summary>With tables, divisions and organisations.</summary>
    public static TestStore Seeded(StoreProvider provider, PostgresCluster cluster)
    {
        var store = Empty(provider, cluster);
        store.Store.Migrate();
        using var db = store.Store.CreateContext();
        Seed.Run(db);
        return store;
    }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
