using Microsoft.EntityFrameworkCore;
using Zhice.Data.Records;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Records;

public sealed class SqliteNavigationShelf(PostgresCluster cluster) : NavigationShelfContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresNavigationShelf(PostgresCluster cluster) : NavigationShelfContract(StoreProvider.PostgreSql, cluster);

/// <summary>Navigation reports that people keep: their queries as they were written, one paper each, nobody else's.</summary>
public abstract class NavigationShelfContract(StoreProvider provider, PostgresCluster cluster)
{
    [Fact]
    public async Task A_report_keeps_its_queries_and_its_last_paper_and_is_one_persons()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var (one, two) = (await Person("one"), await Person("two"));
        NavigationComparison[] beside = [new("某市", "region:340100"), new("某企业", "party:\"某公司\" OR 电池")];

        var report = (await NavigationShelf.Keep(db, one, " 电池导航 ", NavigationKind.Industry, "\"电池\"", beside, Clock, cancel)).Accept();
        Assert.Equal("navigation.twice", (await NavigationShelf.Keep(db, one, "电池导航", NavigationKind.Region, "", [], Clock, cancel)).Refusal());
        (await NavigationShelf.Keep(db, two, "电池导航", NavigationKind.Region, "", [], Clock, cancel)).Accept();
        Assert.Equal("navigation.title", (await NavigationShelf.Keep(db, one, "\t", NavigationKind.Region, "", [], Clock, cancel)).Refusal());
        Assert.Equal("navigation.compared", (await NavigationShelf.Keep(db, one, "名", NavigationKind.Region, "", [new("一\n二", "")], Clock, cancel)).Refusal());
        Assert.Equal("navigation.kind", (await NavigationShelf.Keep(db, one, "名", (NavigationKind)7, "", [], Clock, cancel)).Refusal());

        foreach (var times in (int[])[1, 2])
        {
            db.ChangeTracker.Clear();
            await NavigationShelf.File(db, new NavigationFile { ReportId = report.Id, MadeAt = Clock.GetUtcNow(), Records = times, LastRecord = 10 * times, Digest = new string('a', 64), Bytes = [1, 2, (byte)times] }, cancel);
        }
        db.ChangeTracker.Clear();
        var kept = (await NavigationShelf.Of(db, one, cancel)).Single();
        Assert.Equal((2, 20L, "电池导航"), (kept.Records, kept.LastRecord, kept.Report.Title));
        Assert.Equal(beside, kept.Report.Comparisons());
        Assert.Equal([1, 2, 2], (await NavigationShelf.Paper(db, one, report.Id, cancel)).Accept().File.Bytes);
        Assert.Equal("navigation.missing", (await NavigationShelf.Paper(db, two, report.Id, cancel)).Refusal());
        Assert.Equal("navigation.missing", (await NavigationShelf.Remove(db, two, report.Id, cancel)).Refusal());
        (await NavigationShelf.Remove(db, one, report.Id, cancel)).Accept();
        await NavigationShelf.File(db, new NavigationFile { ReportId = report.Id, Digest = "", Bytes = [] }, cancel); // made while it was removed
        Assert.Empty(await NavigationShelf.Of(db, one, cancel));
        Assert.Equal(0, await db.NavigationFiles.CountAsync(cancel));

        async Task<Actor> Person(string login)
        {
            var account = new Account { Login = login, DisplayName = login, PasswordHash = "-", CreatedAt = Clock.GetUtcNow() };
            db.Add(account);
            await db.SaveChangesAsync(cancel);
            return new Actor(account.Id, login, []);
        }
    }
}
