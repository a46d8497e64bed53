using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteAfterLock(PostgresCluster cluster) : AfterLockContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresAfterLock(PostgresCluster cluster) : AfterLockContract(StoreProvider.PostgreSql, cluster);

/// <summary>After the lock: who missed a round catches up by corrections that count, a mistaken request is taken back by who asked, and a liaison person can be ended.</summary>
public abstract class AfterLockContract : SeededContract
{
    static readonly Period Quarter = Period.OfQuarter(2026, 3);
    static readonly (string Element, string Value)[] figures = [("pledge_projects", "120"), ("pledge_inclusive_projects", "80"), ("pledge_smes", "95"), ("pledge_amount", "12.35")];

    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected AfterLockContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Person(int account, Role role, string at) => Db.Actor(role, at) with { AccountId = new AccountId(account) };
    Actor Anhui => Person(2, Role.RegionalOfficer, "office-340000");
    Actor Second => Person(3, Role.RegionalOfficer, "office-340000");

    async Task<ValueCorrection> Asked(string element, string value)
    {
        var asked = (await CorrectionDesk.Ask(Db, Anhui, new(element, "office-340000", "2026Q3", value, "错过本期，补报数据"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return asked;
    }

    [Fact]
    public async Task Who_missed_the_round_catches_up_by_corrections_and_its_record_counts_them()
    {
        (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        foreach (var (element, value) in figures)
        {
            var asked = await Asked(element, value);
            (await CorrectionDesk.Decide(Db, Second, asked.Id, 0, true, "", clock, Cancel)).Accept();
            Db.ChangeTracker.Clear();
            if (element != "pledge_projects") continue;
            var line = await Line();
            Assert.Equal((FilingState.Missing, 1, 1), (line.State, line.Filled, line.Corrected));
        }
        var whole = await Line();
        Assert.Equal((FilingState.HeldLate, 4, 4), (whole.State, whole.Filled, whole.Corrected));

        async Task<FilingLine> Line() => (await FilingBook.Load(Db, Anhui, DefinitionFiles.Shipped, "office-340000", ChinaTime.Today(clock), Cancel))!.Filings.Single();
    }

    [Fact]
    public async Task Who_asked_for_a_correction_takes_it_back_and_nobody_else_does()
    {
        (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        Assert.Equal("correction.not-locked", (await CorrectionDesk.Ask(Db, Anhui, new("pledge_projects", "office-340000", "2026Q3", "9", "在报表里改即可"), clock, Cancel)).Refusal());
        Assert.Equal("correction.no-round", (await CorrectionDesk.Ask(Db, Anhui, new("pledge_projects", "office-340000", "2025Q3", "9", "不在任何一期之中"), clock, Cancel)).Refusal());
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        var mistaken = await Asked("pledge_projects", "99");
        Assert.Equal("access.denied", (await CorrectionDesk.TakeBack(Db, Second, mistaken.Id, 0, clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal(CorrectionState.TakenBack, (await CorrectionDesk.TakeBack(Db, Anhui, mistaken.Id, 0, clock, Cancel)).Accept().State);
        Db.ChangeTracker.Clear();
        Assert.Equal("correction.decided", (await CorrectionDesk.Decide(Db, Second, mistaken.Id, 1, true, "", clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal("correction.decided", (await CorrectionDesk.TakeBack(Db, Anhui, mistaken.Id, 1, clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        await Asked("pledge_projects", "24"); // the cell is free again
        Assert.Equal(2, await Db.ValueCorrections.CountAsync(Cancel)); // and the first stays readable
    }

    [Fact]
    public async Task A_liaison_person_is_ended_and_a_closed_account_is_none()
    {
        var office = Db.Organisation("office-340000").Id;
        Db.RoleGrants.AddRange(new RoleGrant { AccountId = new(2), Role = Role.RegionalOfficer, OrganisationId = office, GrantedAt = clock.GetUtcNow() },
            new RoleGrant { AccountId = new(3), Role = Role.RegionalOfficer, OrganisationId = office, GrantedAt = clock.GetUtcNow() });
        await Db.SaveChangesAsync(Cancel);
        var named = (await OfficeFacts.Name(Db, Admin, "office-340000", "p2", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("人员2", (await Liaisons.Of(Db, [office], Cancel))[office]);
        Assert.Equal("access.denied", (await Liaisons.End(Db, Person(3, Role.RegionalOfficer, "office-320000"), named.Id, clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        (await Liaisons.End(Db, Admin, named.Id, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Empty(await Liaisons.Of(Db, [office], Cancel));
        Assert.Equal("liaison.missing", (await Liaisons.End(Db, Admin, named.Id, clock, Cancel)).Refusal());
        (await OfficeFacts.Name(Db, Admin, "office-340000", "p3", clock, Cancel)).Accept();
        await Db.Accounts.Where(a => a.Login == "p3").ExecuteUpdateAsync(set => set.SetProperty(a => a.Closed, true), Cancel);
        Db.ChangeTracker.Clear();
        Assert.Empty(await Liaisons.Of(Db, [office], Cancel));
    }
}
