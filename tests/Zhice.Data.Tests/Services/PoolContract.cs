using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqlitePools(PostgresCluster cluster) : PoolContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresPools(PostgresCluster cluster) : PoolContract(StoreProvider.PostgreSql, cluster);

/// <summary>What a pool pays is written by one and decided by another, and covered by the pool, the loss and the pledge, whatever happens at once; matches of wants and offers.</summary>
public abstract class PoolContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task Compensation_is_a_share_of_the_loss_of_a_registered_pledge_and_a_second_person_decides_it()
    {
        var (clerk, chief, pool, pledge) = await Lent();
        await Approved(pool, clerk, chief, new(PoolEntryKind.Deposit, 1_000_000, null, null, "年度财政资金"));
        Assert.Equal("pool.pledge", await Tried(pool, clerk, new(PoolEntryKind.Compensation, 10, "PLEDGE-FORGED", 100, "损失")));
        Assert.Equal("pool.loss", await Tried(pool, clerk, new(PoolEntryKind.Compensation, 10, pledge, 300_000.01m, "损失"))); // the pledge secures 300,000
        Assert.Equal("pool.share", await Tried(pool, clerk, new(PoolEntryKind.Compensation, 50_000.01m, pledge, 100_000, "损失"))); // half of the loss
        Assert.Equal("pool.amount", await Tried(pool, clerk, new(PoolEntryKind.Compensation, 0.001m, pledge, 100_000, "损失")));
        Assert.Equal("case.reason", await Tried(pool, clerk, new(PoolEntryKind.Compensation, 50_000, pledge, 100_000, " ")));
        var entry = (await Pools.Propose(Db, chief, pool, new(PoolEntryKind.Compensation, 50_000, pledge, 100_000, "借款人破产"), Now, Cancel)).Accept();
        Assert.Equal("pool.second-person", (await Pools.Decide(Db, chief, pool, entry.Id, true, null, Now, Cancel)).Refusal());
        Assert.Equal("access.denied", (await Pools.Decide(Db, clerk, pool, entry.Id, true, null, Now, Cancel)).Refusal());
        var second = Account("chief2", Role.RegionalAdministrator, "office-340000");
        Assert.Equal("case.reason", (await Pools.Decide(Db, second, pool, entry.Id, false, "", Now, Cancel)).Refusal());
        (await Pools.Decide(Db, second, pool, entry.Id, true, null, Now, Cancel)).Accept();
        Assert.Equal("pool.decided", (await Pools.Decide(Db, second, pool, entry.Id, false, "改变主意", Now, Cancel)).Refusal());

        Assert.Equal("pool.loss", await Tried(pool, clerk, new(PoolEntryKind.Compensation, 100_000, pledge, 200_000.01m, "再次损失"))); // 100,000 of 300,000 were compensated
        Assert.Equal("pool.recovered", await Tried(pool, clerk, new(PoolEntryKind.Recovery, 50_000.01m, pledge, null, "追偿")));
        await Approved(pool, clerk, chief, new(PoolEntryKind.Recovery, 20_000, pledge, null, "追偿"));
        var sums = (await Pools.Sums(Db, [pool], Cancel))[pool];
        Assert.Equal(new PoolSums(1_000_000, 50_000, 20_000), sums);
        Assert.Equal(970_000, sums.Balance);
    }

    [Fact]
    public async Task Of_entries_decided_at_once_no_more_goes_out_than_there_is()
    {
        var (clerk, chief, pool, pledge) = await Lent();
        await Approved(pool, clerk, chief, new(PoolEntryKind.Deposit, 100_000, null, null, "资金"));
        var entries = new List<long>();
        for (var i = 0; i < 4; i++) entries.Add((await Pools.Propose(Db, clerk, pool, new(PoolEntryKind.Compensation, 30_000, pledge, 60_000, $"第 {i} 笔损失"), Now, Cancel)).Accept().Id);
        var turns = await Task.WhenAll(entries.Select(async entry =>
        {
            for (var turn = 0; ; turn++)
            {
                await using var db = Store.CreateContext();
                try
                {
                    if ((await Pools.Decide(db, chief, pool, entry, true, null, Now, Cancel)).Accepted(out _, out var refusal)) return "";
                    if (refusal.Code != "pool.changed" || turn == 20) return refusal.Code;
                }
                catch (Exception busy) when (busy.Message.Contains("lock", StringComparison.OrdinalIgnoreCase) && turn < 20)
                {
                    // SQLite lets one write at a time; who waits too long asks again.
                }
            }
        }));
        Assert.Equal(3, turns.Count(t => t == "")); // three times 30,000 of 100,000
        Assert.Single(turns, "pool.empty");
        Assert.Equal(10_000, (await Pools.Sums(Db, [pool], Cancel))[pool].Balance);
    }

    [Fact]
    public async Task The_ledger_is_its_offices_and_nobody_elses()
    {
        var (clerk, _, pool, _) = await Lent();
        var stranger = Account("sichuan", Role.RegionalAdministrator, "office-510000");
        Assert.Equal("access.denied", (await Pools.Propose(Db, stranger, pool, new(PoolEntryKind.Deposit, 1, null, null, "资金"), Now, Cancel)).Refusal());
        Assert.Equal("access.denied", (await Pools.Open(Db, clerk, "office-340000", "又一个", "省级文件", 50, false, Now, Cancel)).Refusal());
        Assert.Equal("access.denied", (await Pools.Open(Db, stranger, "office-340000", "又一个", "省级文件", 50, false, Now, Cancel)).Refusal());
        var office = Db.Organisation("office-340000");
        Assert.Equal((true, true, false, false), (Pools.MayRead(clerk, office), Pools.MayRead(Admin, office), Pools.MayRead(stranger, office), Pools.MayRead(Actor.Public, office)));
    }

    [Fact]
    public async Task A_wanted_technology_and_a_declared_patent_find_each_other_and_both_sides_are_told_why()
    {
        var (holder, owner) = await Applicant("holder");
        var (firm, company) = await Applicant("firm");
        await Granted(holder, owner.Id, Admin, "open_licence", ("title", "一种电池包散热装置"), ("ipc", "H01M 10/613"));
        await Granted(holder, owner.Id, Admin, "open_licence", ("title", "一种水稻育秧方法"), ("ipc", "A01G 22/22"));
        await Wanted(firm, company, "电池 散热、冷却", "H01M");
        var match = Assert.Single(await Matches.Own(Db, firm, Today, 10, Cancel));
        Assert.Equal(("电池、散热", "H01M", 7, false, true), (match.Match.Words, match.Match.Class, match.Match.Score, match.Holds, match.New));
        Assert.True(Assert.Single(await Matches.Own(Db, holder, Today, 10, Cancel)).Holds);
        Assert.Empty(await Matches.Own(Db, (await Applicant("stranger")).Who, Today, 10, Cancel));
        (await Matches.Read(Db, firm, Now, Today, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.False(Assert.Single(await Matches.Own(Db, firm, Today, 10, Cancel)).New);
        Assert.True(Assert.Single(await Matches.Own(Db, holder, Today, 10, Cancel)).New); // the other side has not read it

        // Declared later, it is found from the other side; struck out, it is gone.
        var late = await Granted(holder, owner.Id, Admin, "open_licence", ("title", "一种冷却液"), ("ipc", "C09K 5/10"));
        Assert.Equal(["冷却", "电池、散热"], (await Matches.Own(Db, firm, Today, 10, Cancel)).Select(m => m.Match.Words));
        await Do(Admin, late.Id, CaseActionKind.Revoke);
        Assert.Single(await Matches.Own(Db, firm, Today, 10, Cancel));
    }

    async Task Wanted(Actor who, ServiceApplicant applicant, string words, string ipc)
    {
        var row = (await CaseDrafts.Begin(Db, House, who, "technology_demand", applicant.Id, "office-340000", false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var item = House.ItemOf(row);
        var form = ExampleForm.Of(item, 7, new(2026, 9, 1)).ToDictionary(StringComparer.Ordinal);
        (form["words"], form["ipc"], form["until"]) = (words, ipc, "2027-09-01");
        Assert.Empty((await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
        (await CaseDrafts.Promise(Db, House, who, row.Id, "commitment", Cancel)).Accept();
        var officer = Account("anhui-wants", Role.RegionalOfficer, "office-340000");
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "published" });
    }

    // An office with a clerk, a chief, a pool that pays half, and a pledge that secures 300,000 yuan.
    async Task<(Actor Clerk, Actor Chief, PoolId Pool, string Pledge)> Lent()
    {
        var (clerk, chief) = (Account("clerk", Role.RegionalOfficer, "office-340000"), Account("chief", Role.RegionalAdministrator, "office-340000"));
        var (who, applicant) = await Applicant("li");
        var row = await Granted(who, applicant.Id, Admin, "pledge_registration", ("amount", "300000"));
        var pool = (await Pools.Open(Db, chief, "office-340000", "演示风险补偿资金池", "省级办法", 50, false, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return (clerk, chief, pool.Id, row.Number);
    }

    async Task<string> Tried(PoolId pool, Actor actor, PoolRequest request)
    {
        var outcome = await Pools.Propose(Db, actor, pool, request, Now, Cancel);
        Db.ChangeTracker.Clear();
        return outcome.Refusal();
    }

    async Task Approved(PoolId pool, Actor clerk, Actor chief, PoolRequest request)
    {
        var entry = (await Pools.Propose(Db, clerk, pool, request, Now, Cancel)).Accept();
        (await Pools.Decide(Db, chief, pool, entry.Id, true, null, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }
}
