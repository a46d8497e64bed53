using System.IO.Compression;
using Zhice.Data.Maintenance;
using Zhice.Data.Publishing;
using Zhice.Data.Searching;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests;

/// <summary>Backup, restore, and the move from SQLite to PostgreSQL, on a filled home.</summary>
public sealed class MaintenanceTests(PostgresCluster cluster)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_restores_rows_files_and_keys()
    {
        using var store = await Filled();
        var digest = await store.Store.Files.Keep("原文"u8.ToArray(), Cancel);
        Directory.CreateDirectory(Path.Combine(store.Home, "keys"));
        await File.WriteAllTextAsync(Path.Combine(store.Home, "keys", "key-1.xml"), "<key/>", Cancel);
        var zip = Path.Combine(store.Home, "backup.zip");
        await Backup.Write(store.Store.Settings, zip, Clock, Cancel);

        var home = Directory.CreateTempSubdirectory("zhice-restore-").FullName;
        (await Backup.Restore(zip, home, force: false, Clock, Cancel)).Accept();

        using var restored = ZhiceStore.Open(new StoreSettings(home));
        Assert.True(restored.IsReady());
        using var db = restored.CreateContext();
        using var original = store.Store.CreateContext();
        Assert.Equal(original.Obligations.Count(), db.Obligations.Count());
        Assert.Equal("原文"u8.ToArray(), await restored.Files.Read(digest, Cancel));
        Assert.Equal("<key/>", await File.ReadAllTextAsync(Path.Combine(home, "keys", "key-1.xml"), Cancel));

        Assert.Equal("restore.not-empty", (await Backup.Restore(zip, home, force: false, Clock, Cancel)).Refusal());
        (await Backup.Restore(zip, home, force: true, Clock, Cancel)).Accept();
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(home)!, Path.GetFileName(home) + ".before-*")); // moved aside, not lost
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_the_home_stays()
    {
        using var store = await Filled();
        await store.Store.Files.Keep("原文"u8.ToArray(), Cancel);
        var zip = Path.Combine(store.Home, "backup.zip");
        var manifest = await Backup.Write(store.Store.Settings, zip, Clock, Cancel);
        using (var archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Update, Cancel))
        {
            archive.GetEntry($"files/{manifest.Files[0]}")!.Delete();
            await using var entry = await archive.CreateEntry($"files/{manifest.Files[0]}").OpenAsync(Cancel);
            entry.Write("改过的"u8);
        }

        var home = Path.Combine(store.Home, "elsewhere");
        Assert.Equal("restore.damaged", (await Backup.Restore(zip, home, force: true, Clock, Cancel)).Refusal());
        Assert.False(Directory.Exists(home));
        await File.WriteAllTextAsync(zip, "no zip", Cancel);
        Assert.Equal("restore.not-a-backup", (await Backup.Restore(zip, home, force: true, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_kept_file_that_was_changed_is_found_when_it_is_read()
    {
        using var store = TestStore.Empty(StoreProvider.Sqlite, cluster);
        var digest = await store.Store.Files.Keep("原文"u8.ToArray(), Cancel);
        Assert.Equal(digest, await store.Store.Files.Keep("原文"u8.ToArray(), Cancel)); // the same bytes once
        Assert.Equal([digest], store.Store.Files.All());

        await File.WriteAllTextAsync(store.Store.Files.PlaceOf(digest), "改过", Cancel);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.Store.Files.Read(digest, Cancel));
        Assert.Throws<ArgumentException>(() => store.Store.Files.PlaceOf("../../etc/passwd"));
    }

    [Fact]
    public async Task Everything_moves_to_PostgreSQL_and_work_goes_on_there()
    {
        using var from = await Filled();
        using var to = TestStore.Empty(StoreProvider.PostgreSql, cluster);

        var moved = (await MoveToPostgres.Run(from.Store, to.Store, Cancel)).Accept();

        using var db = to.Store.CreateContext();
        Assert.Equal(db.Model.GetEntityTypes().Count(), moved.Count);
        Assert.Equal(db.Obligations.Count(), moved.Single(t => t.Table == "prog_obligation").Rows);
        var admin = db.Actor(Role.NationalAdministrator, "cnipa");
        Assert.NotEmpty((await TaskSearch.Find(db, admin, "举措", new SearchFilter(), 1, 20, Cancel)).Hits);
        db.Document(title: "后来的文件"); // keys go on behind those that were moved
        Assert.Equal("move.not-empty", (await MoveToPostgres.Run(from.Store, to.Store, Cancel)).Refusal());
    }

    async Task<TestStore> Filled()
    {
        var store = TestStore.Seeded(StoreProvider.Sqlite, cluster);
        using var db = store.Store.CreateContext();
        var admin = db.Actor(Role.NationalAdministrator, "cnipa");
        var task = Task("t1", "加强保护", Measure("t1.m1", ActorScope.AllRegions, "落实举措。", Rule(RegionLevel.Province, "各省必做"), Rule(RegionLevel.City, "强市建设示范城市选做")));
        (await Publisher.Publish(db, admin, Request(db.Document(), task), null, Clock, Cancel)).Accept();
        return store;
    }
}
