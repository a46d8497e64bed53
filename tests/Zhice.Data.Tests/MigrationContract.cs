using Microsoft.EntityFrameworkCore;
using Zhice.Data.Seeding;
using Zhice.Data.Storage;

namespace Zhice.Data.Tests;

public sealed class SqliteMigrations(PostgresCluster cluster) : MigrationContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresMigrations(PostgresCluster cluster) : MigrationContract(StoreProvider.PostgreSql, cluster);

/// <summary>What hand-written migrations promise, on both stores.</summary>
public abstract class MigrationContract(StoreProvider provider, PostgresCluster cluster)
{
    [Fact]
    public void The_migrations_make_exactly_what_the_model_says()
    {
        using var migrated = TestStore.Empty(provider, cluster);
        migrated.Store.Migrate();
        using var modelled = TestStore.Empty(provider, cluster);
        using var model = modelled.Store.CreateContext();
        model.Database.ExecuteSqlRaw(model.Database.GenerateCreateScript());

        using var db = migrated.Store.CreateContext();
        Assert.Equal(Catalogue.Of(model, provider), Catalogue.Of(db, provider));
    }

    [Fact]
    public void A_filled_database_goes_down_step_by_step_and_up_again()
    {
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var connection = db.Database.GetDbConnection();
        var before = Catalogue.All(db, provider);
        Assert.NotEmpty(db.Organisations);

        for (var target = Migrator.All(provider).Count - 1; target >= 0; target--) Migrator.Down(connection, provider, target);
        Assert.Equal(["zhice_migration"], Catalogue.Tables(db, provider));

        Migrator.Up(connection, provider);
        Assert.Equal(before, Catalogue.All(db, provider));
        Assert.Equal(32 + 1 + 333 + 2975, Seed.Run(db).Divisions);
    }

    [Fact]
    public void Migrating_again_does_nothing()
    {
        using var store = TestStore.Empty(provider, cluster);
        Assert.False(store.Store.IsReady());
        Assert.True(store.Store.Migrate());
        Assert.False(store.Store.Migrate());
        Assert.True(store.Store.IsReady());
    }

    [Theory]
    [InlineData("UPDATE zhice_migration SET digest = 'x' WHERE number = 1")] // the file was changed after its use
    [InlineData("INSERT INTO zhice_migration VALUES (9999, 'later', 'x', 'x')")] // a newer program's step
    public void A_database_that_is_not_ours_is_refused(string damage)
    {
        using var store = TestStore.Empty(provider, cluster);
        store.Store.Migrate();
        using (var db = store.Store.CreateContext()) db.Database.ExecuteSqlRaw(damage);

        Assert.Throws<InvalidDataException>(() => store.Store.Migrate());
        Assert.False(store.Store.IsReady());
    }
}
