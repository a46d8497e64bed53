using Zhice.Data.Records;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Records;

public sealed class SqliteSearchShelf(PostgresCluster cluster) : SearchShelfContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSearchShelf(PostgresCluster cluster) : SearchShelfContract(StoreProvider.PostgreSql, cluster);

/// <summary>Searches that people keep: numbers, what was seen, what was told.</summary>
public abstract class SearchShelfContract(StoreProvider provider, PostgresCluster cluster)
{
    [Fact]
    public async Task Numbers_of_one_person_stay_and_what_was_seen_never_goes_back()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var store = TestStore.Seeded(provider, cluster);
        using var db = store.Store.CreateContext();
        var (one, two) = (await Person("one"), await Person("two"));

        var first = (await SearchShelf.Keep(db, one, "隔膜", "\"隔膜\"", true, 7, Clock, cancel)).Accept();
        var second = (await SearchShelf.Keep(db, one, "电池", "\"电池\"", false, 7, Clock, cancel)).Accept();
        Assert.Equal((1, 2, 1), (first.Number, second.Number, (await SearchShelf.Keep(db, two, "隔膜", "\"隔膜\"", true, 7, Clock, cancel)).Accept().Number));
        (await SearchShelf.Remove(db, one, first.Id, cancel)).Accept();
        Assert.Equal(3, (await SearchShelf.Keep(db, one, "隔膜", "\"隔膜\"", true, 7, Clock, cancel)).Accept().Number);
        Assert.False((await SearchShelf.See(db, two, second.Id, 9, cancel)).Accepted(out _, out var refusal));
        Assert.Equal("saved.missing", refusal.Code);

        (await SearchShelf.See(db, one, second.Id, 12, cancel)).Accept();
        (await SearchShelf.See(db, one, second.Id, 9, cancel)).Accept();
        await SearchShelf.Told(db, one.AccountId!.Value, 15, cancel);
        Assert.Equal([(2, 12L, 7L), (3, 7L, 15L)], (await SearchShelf.Of(db, one, cancel)).Select(s => (s.Number, s.SeenThrough, s.ToldThrough)));
        Assert.Equal(7, (await SearchShelf.Of(db, two, cancel))[0].ToldThrough);

        async Task<Actor> Person(string login)
        {
            var account = new Account { Login = login, DisplayName = login, PasswordHash = "-", CreatedAt = Clock.GetUtcNow() };
            db.Add(account);
            await db.SaveChangesAsync(cancel);
            return new Actor(account.Id, login, []);
        }
    }
}
