using Zhice.Data.Storage;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Tests;

/// <summary>A contract that begins with a seeded store of its own and a national administrator.</summary>
public abstract class SeededContract : IDisposable
{
    readonly TestStore store;

    protected SeededContract(StoreProvider provider, PostgresCluster cluster)
    {
        store = TestStore.Seeded(provider, cluster);
        Db = store.Store.CreateContext();
        Admin = Db.Actor(Role.NationalAdministrator, "cnipa");
    }

    protected ZhiceDb Db { get; }

    /// <summary>The store behind <see cref="Db"/>, for a second context and for its files.</summary>
    protected ZhiceStore Store => store.Store;

    protected Actor Admin { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Db.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }
}
