using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Domain.Organisations;

namespace Zhice.Data.Tests;

/// <summary>What only SQLite needs: writers that take turns, and connections that stay open with what was prepared on them.</summary>
public sealed class SqliteStoreTests(PostgresCluster cluster)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    TestStore Seeded() => TestStore.Seeded(StoreProvider.Sqlite, cluster);

    [Fact]
    public async Task Writers_get_their_turn_in_the_order_in_which_they_came()
    {
        using var store = Seeded();
        await using var first = store.Store.CreateContext();
        var held = await first.Database.BeginTransactionAsync(Cancel);
        var order = new List<int>();
        var waiting = new List<Task>();
        for (var i = 0; i < 8; i++) waiting.Add(Write(i));
        Assert.Empty(order);
        await held.DisposeAsync(); // given up: the turn goes on all the same
        await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(0, 8), order);

        async Task Write(int number)
        {
            await using var db = store.Store.CreateContext();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            order.Add(number); // one at a time, as only one holds the turn
            await transaction.CommitAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_writer_that_gave_up_waiting_leaves_its_place_to_the_next()
    {
        using var store = Seeded();
        await using var first = store.Store.CreateContext();
        await using var second = store.Store.CreateContext();
        await using var third = store.Store.CreateContext();
        var held = await first.Database.BeginTransactionAsync(Cancel);
        using var impatient = new CancellationTokenSource();
        var givenUp = second.Database.BeginTransactionAsync(impatient.Token);
        var next = third.Database.BeginTransactionAsync(Cancel);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        await held.CommitAsync(Cancel);
        await (await next).CommitAsync(Cancel);
        await using var after = await second.Database.BeginTransactionAsync(Cancel); // the one that gave up may come again
    }

    [Fact]
    public async Task A_transaction_that_fails_to_commit_gives_its_turn_on()
    {
        using var store = Seeded();
        await using (var db = store.Store.CreateContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys=ON; UPDATE org_organisation SET parent_id = 987654321 WHERE id = 1", Cancel);
            await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync(Cancel));
        }
        await using var other = store.Store.CreateContext();
        await using var next = await other.Database.BeginTransactionAsync(Cancel);
    }

    [Fact]
    public async Task The_same_query_asked_within_its_own_rows_gives_each_its_own_answer()
    {
        using var store = Seeded();
        await using var db = store.Store.CreateContext();
        var (outer, inner) = (0, 0);
        await foreach (var office in Below("/").AsAsyncEnumerable().WithCancellation(Cancel))
        {
            if (++outer > 5) break;
            inner += (await Below(office.Path).ToListAsync(Cancel)).Count(o => !o.Path.StartsWith(office.Path, StringComparison.Ordinal));
        }
        Assert.Equal(6, outer);
        Assert.Equal(0, inner);

        // The same text for all: only the value differs.
        IQueryable<Organisation> Below(string path) => db.Organisations.AsNoTracking().Where(o => o.Path.StartsWith(path)).OrderBy(o => o.Id);
    }

    [Fact]
    public async Task What_stays_prepared_sees_what_others_write_and_the_tables_as_they_become()
    {
        using var store = Seeded();
        await using var reader = store.Store.CreateContext();
        Assert.Equal(0, await Named("改名"));
        await using (var writer = store.Store.CreateContext())
        {
            await writer.Organisations.OrderBy(o => o.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, "改名"), Cancel);
            Assert.Equal(1, await Named("改名"));
            await writer.Database.ExecuteSqlRawAsync("ALTER TABLE org_organisation ADD COLUMN later TEXT", Cancel);
        }
        Assert.Equal(1, await Named("改名"));
        Assert.Equal(0, await Named("别名"));

        Task<int> Named(string name) => reader.Organisations.CountAsync(o => o.Name == name, Cancel);
    }

    [Fact]
    public async Task A_query_that_was_answered_holds_no_old_state_of_the_file()
    {
        using var store = Seeded();
        await using var db = store.Store.CreateContext();
        await using var other = store.Store.CreateContext();
        var offices = db.Organisations.Where(o => o.Path != "").OrderBy(o => o.Id);
        Func<Task>[] asked =
        [
            () => offices.FirstAsync(Cancel), () => offices.Take(3).ToListAsync(Cancel), () => offices.AnyAsync(Cancel), () => offices.SingleAsync(o => o.Code == "cnipa", Cancel),
            async () =>
            {
                await foreach (var _ in offices.AsAsyncEnumerable().WithCancellation(Cancel)) break;
            },
            () => db.Database.SqlQueryRaw<long>("SELECT id AS \"Value\" FROM org_organisation").FirstAsync(Cancel),
        ];
        foreach (var ask in asked)
        {
            await ask();
            await other.Organisations.OrderBy(o => o.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, o => o.Name + "改"), Cancel);
            using var fold = other.Database.GetDbConnection().CreateCommand();
            fold.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            Assert.Equal(0L, await fold.ExecuteScalarAsync(Cancel)); // 1 where somebody still reads the state before
        }
    }

    [Fact]
    public async Task More_texts_than_are_kept_prepared_are_answered_all_the_same()
    {
        using var store = Seeded();
        await using var db = store.Store.CreateContext();
        for (var round = 0; round < 2; round++)
            for (var i = 0; i < 200; i++)
#pragma warning disable EF1002 // a number of ours
                Assert.Equal(i, Assert.Single(await db.Database.SqlQueryRaw<int>($"SELECT {i} AS \"Value\"").ToListAsync(Cancel)));
#pragma warning restore EF1002
    }

    [Fact]
    public async Task A_closed_store_leaves_no_log_beside_the_file()
    {
        using var store = Seeded();
        await using (var db = store.Store.CreateContext()) Assert.NotEqual(0, await db.Organisations.CountAsync(Cancel));
        Assert.True(store.Store.IsReady());
        Assert.True(File.Exists(store.Store.Settings.SqliteFile + "-wal"));
        store.Store.Dispose();
        Assert.False(File.Exists(store.Store.Settings.SqliteFile + "-wal"));
    }

    [Fact]
    public async Task What_was_written_is_folded_into_the_file_beside_the_writers()
    {
        using var store = Seeded();
        await using (var db = store.Store.CreateContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            await db.Organisations.OrderBy(o => o.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, "并入文件的名称"), Cancel);
            await transaction.CommitAsync(Cancel);
        }

        // The file alone, without the log beside it, holds the row in a moment; no writer comes by, and the log is far shorter than the 1,000 pages of SQLite's own rule.
        for (var tries = 0; tries < 100 && !HoldsName(); tries++) await Task.Delay(200, Cancel);
        Assert.True(HoldsName());

        bool HoldsName()
        {
            using var file = new FileStream(store.Store.Settings.SqliteFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf("并入文件的名称"u8) >= 0;
        }
    }
}
