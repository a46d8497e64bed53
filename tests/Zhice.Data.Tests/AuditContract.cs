using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;

namespace Zhice.Data.Tests;

public sealed class SqliteAudit(PostgresCluster cluster) : AuditContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresAudit(PostgresCluster cluster) : AuditContract(StoreProvider.PostgreSql, cluster);

/// <summary>The audit log: written with the change, sealed later, and any later touch is seen.</summary>
public abstract class AuditContract : IDisposable
{
    readonly TestStore store;
    readonly ZhiceDb db;

    protected AuditContract(StoreProvider provider, PostgresCluster cluster)
    {
        store = TestStore.Empty(provider, cluster);
        store.Store.Migrate();
        db = store.Store.CreateContext();
        for (var i = 1; i <= 5; i++)
            AuditLog.Append(db, new Actor(new AccountId(3), "张三", []), DateTimeOffset.UtcNow, "document.import", $"document/{i}", new { title = "《办法》“甲”", size = i });
        db.SaveChanges();
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        db.Dispose();
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_sealed_log_is_whole_and_later_entries_follow_on()
    {
        Assert.Equal(5, await AuditSealer.Seal(db, Cancel));
        AuditLog.Append(db, Actor.Public, DateTimeOffset.UtcNow, "system.start", "system");
        await db.SaveChangesAsync(Cancel);
        Assert.Equal((5L, 1L), await AuditVerifier.Verify(db, Cancel) is { Faults: [] } report ? (report.Sealed, report.Unsealed) : default);
        Assert.Equal(1, await AuditSealer.Seal(db, Cancel));

        var whole = await AuditVerifier.Verify(db, Cancel);
        Assert.Empty(whole.Faults);
        Assert.Equal((6L, 0L, 64), (whole.Sealed, whole.Unsealed, whole.Head.Length));
        Assert.Equal(0, await AuditSealer.Seal(db, Cancel));
    }

    [Theory]
    [InlineData("UPDATE audit_entry SET action = 'document.read' WHERE sequence = 3", 1)] // the columns were changed, the bytes were not
    [InlineData("UPDATE audit_entry SET body = (SELECT body FROM audit_entry WHERE sequence = 2) WHERE sequence = 3", 2)] // the bytes were changed
    [InlineData("DELETE FROM audit_entry WHERE sequence = 3", 2)] // a row is gone
    [InlineData("UPDATE audit_entry SET hash = (SELECT hash FROM audit_entry WHERE sequence = 2) WHERE sequence = 5", 1)]
    public async Task Any_touch_is_seen(string touch, int faults)
    {
        await AuditSealer.Seal(db, Cancel);
        await db.Database.ExecuteSqlRawAsync(touch, Cancel);
        db.ChangeTracker.Clear();
        Assert.Equal(faults, (await AuditVerifier.Verify(db, Cancel)).Faults.Count);
    }

    [Fact]
    public void A_text_with_U_0000_is_refused_on_both_stores()
    {
        AuditLog.Append(db, Actor.Public, DateTimeOffset.UtcNow, "a", "b\0c");
        Assert.Throws<Storage.UnstorableTextException>(() => db.SaveChanges());
    }

    [Fact]
    public void Moments_are_kept_to_the_microsecond_and_come_back_in_UTC()
    {
        var moment = new DateTimeOffset(2023, 6, 1, 8, 0, 0, TimeSpan.FromHours(8)).AddTicks(1_234_567);
        AuditLog.Append(db, Actor.Public, moment, "clock", "clock");
        db.SaveChanges();
        db.ChangeTracker.Clear();
        Assert.Equal(new DateTimeOffset(2023, 6, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1_234_560), db.AuditEntries.Single(e => e.Action == "clock").At);
    }
}
