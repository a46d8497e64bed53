using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteRound(PostgresCluster cluster) : RoundContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresRound(PostgresCluster cluster) : RoundContract(StoreProvider.PostgreSql, cluster);

/// <summary>A round while it runs: days that change, one office that is given longer, a withdrawal; what is held counts in time and is waited for by nobody; what waits is told to those who may act.</summary>
public abstract class RoundContract : SeededContract
{
    static readonly Period Quarter = Period.OfQuarter(2026, 3);
    static readonly string[] elements = ["pledge_projects", "pledge_inclusive_projects", "pledge_smes", "pledge_amount"];
    static readonly Dictionary<string, string> good = new(StringComparer.Ordinal) { ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "80", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35" };

    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected RoundContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 5; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Person(int account, Role role, string at) => Db.Actor(role, at) with { AccountId = new AccountId(account) };
    Actor Anhui => Person(2, Role.RegionalOfficer, "office-340000");
    DateOnly Today => ChinaTime.Today(clock);

    async Task<CollectionRound> Opened(CollectionDays? days = null)
    {
        var round = (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel, days)).Accept();
        Db.ChangeTracker.Clear();
        return round;
    }

    async Task<StatisticalReturn> ReturnOf(string office, CollectionRound? round = null)
    {
        Db.ChangeTracker.Clear();
        var id = Db.Organisation(office).Id;
        return await Db.StatisticalReturns.AsNoTracking().Where(r => r.OrganisationId == id && (round == null || r.CollectionId == round.Id)).SingleAsync(Cancel);
    }

    async Task<Domain.Outcome<CheckedSheet>> Send(string office, Actor actor)
    {
        var sheet = await ReturnOf(office);
        var outcome = await ReturnDesk.Send(Db, actor, sheet.Id, new ReturnContent(sheet.Version, good, new Dictionary<string, string>()), clock, Cancel);
        Db.ChangeTracker.Clear();
        return outcome;
    }

    async Task Load(params string[] lines)
    {
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")), new LoadRequest(StatisticsFiles.Shipped.Elements), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    [Fact]
    public async Task The_opening_day_can_be_set_and_a_due_day_in_the_past_is_refused()
    {
        Task<Domain.Outcome<CollectionRound>> Open(CollectionDays days) => CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel, days);
        Assert.Equal("collection.due-past", (await Open(new(DueOn: new(2026, 10, 7)))).Refusal());
        Assert.Equal("collection.opens", (await Open(new(OpensOn: new(2026, 10, 7)))).Refusal());
        Assert.Equal("collection.opens", (await Open(new(OpensOn: new(2026, 10, 16)))).Refusal());
        Assert.Equal(new DateOnly(2026, 10, 12), (await Open(new(OpensOn: new(2026, 10, 12)))).Accept().OpensOn);
        Assert.Equal("return.planned", (await Send("office-340000", Anhui)).Refusal());
    }

    [Fact]
    public async Task Its_owner_changes_the_days_before_the_lock_and_nobody_else_does()
    {
        var id = (await Opened()).Id;
        Assert.Equal("access.denied", (await RoundDesk.Change(Db, Person(3, Role.RegionalAdministrator, "office-340000"), id, new(DueOn: new(2026, 10, 20)), clock, Cancel)).Refusal());
        Assert.Equal("collection.missing", (await RoundDesk.Change(Db, Person(3, Role.RegionalAdministrator, "office-340000"), new(9_999), new(DueOn: new(2026, 10, 20)), clock, Cancel)).Refusal());
        Assert.Equal("collection.due-past", (await RoundDesk.Change(Db, Admin, id, new(DueOn: new(2026, 10, 7)), clock, Cancel)).Refusal());
        Assert.Equal("collection.days", (await RoundDesk.Change(Db, Admin, id, new(DueOn: new(2026, 11, 7)), clock, Cancel)).Refusal());
        Assert.Equal("collection.past", (await RoundDesk.Change(Db, Admin, id, new(LocksOn: new(2026, 10, 8)), clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        (await RoundDesk.Change(Db, Admin, id, new(DueOn: new(2026, 10, 20), LocksOn: new(2026, 11, 10)), clock, Cancel)).Accept();
        Assert.Contains("2026-10-15", Encoding.UTF8.GetString((await Db.AuditEntries.AsNoTracking().OrderBy(a => a.Id).LastAsync(a => a.Action == "statistics.round-days", Cancel)).Body), StringComparison.Ordinal); // what stood before
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero); // past the first lock day
        (await Send("office-340000", Anhui)).Accept();
        Assert.Equal("collection.begun", (await RoundDesk.Change(Db, Admin, id, new(OpensOn: new(2026, 11, 4), DueOn: new(2026, 11, 5)), clock, Cancel)).Refusal());
        clock.Now = new DateTimeOffset(2026, 11, 10, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("collection.locked", (await RoundDesk.Change(Db, Admin, id, new(LocksOn: new(2026, 12, 1)), clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task One_office_is_given_longer_with_a_reason_and_the_others_stay_locked()
    {
        var id = (await Opened()).Id;
        Assert.Equal("collection.reason", (await RoundDesk.Extend(Db, Admin, id, "office-340000", new(2026, 11, 10), "急", clock, Cancel)).Refusal());
        Assert.Equal("collection.extend-day", (await RoundDesk.Extend(Db, Admin, id, "office-340000", new(2026, 10, 31), "机构改革交接", clock, Cancel)).Refusal());
        Assert.Equal("collection.office", (await RoundDesk.Extend(Db, Admin, id, "office-999999", new(2026, 11, 10), "机构改革交接", clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await RoundDesk.Extend(Db, Person(3, Role.RegionalAdministrator, "office-340000"), id, "office-340000", new(2026, 11, 10), "机构改革交接", clock, Cancel)).Refusal());
        var before = await ReturnOf("office-340000");
        (await RoundDesk.Extend(Db, Admin, id, "office-340000", new(2026, 11, 10), "机构改革交接", clock, Cancel)).Accept();
        Assert.Equal((before.Version, "机构改革交接"), ((await ReturnOf("office-340000")).Version, (await ReturnOf("office-340000")).ExtensionReason)); // who types goes on
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("return.locked", (await Send("office-320000", Person(3, Role.RegionalOfficer, "office-320000"))).Refusal());
        (await Send("office-340000", Anhui)).Accept();
        Assert.Equal(FilingState.Late, (await FilingBook.Load(Db, Admin, DefinitionFiles.Shipped, "office-340000", Today, Cancel))!.Filings.Single().State); // longer, not in time
        clock.Now = new DateTimeOffset(2026, 11, 10, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("return.locked", (await Send("office-340000", Anhui)).Refusal());
        Assert.Equal("collection.extend-sent", (await RoundDesk.Extend(Db, Admin, id, "office-340000", new(2026, 11, 20), "还想再改一次", clock, Cancel)).Refusal());
        (await RoundDesk.Extend(Db, Admin, id, "江苏省知识产权局", new(2026, 11, 20), "错过了本期填报", clock, Cancel)).Accept(); // who missed the round
        (await Send("office-320000", Person(3, Role.RegionalOfficer, "office-320000"))).Accept();
    }

    [Fact]
    public async Task A_round_to_which_nobody_has_sent_is_withdrawn_and_nothing_is_lost()
    {
        var round = await Opened();
        var sheet = await ReturnOf("office-340000");
        (await ReturnDesk.Save(Db, Anhui, sheet.Id, new ReturnContent(0, new Dictionary<string, string> { ["pledge_amount"] = "12" }, new Dictionary<string, string>()), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("collection.confirm", (await RoundDesk.Withdraw(Db, Admin, round.Id, false, "报告期写错了", clock, Cancel)).Refusal());
        Assert.Equal("collection.reason", (await RoundDesk.Withdraw(Db, Admin, round.Id, true, "", clock, Cancel)).Refusal());
        (await RoundDesk.Withdraw(Db, Admin, round.Id, true, "报告期写错了", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("collection.withdrawn", (await Send("office-340000", Anhui)).Refusal());
        Assert.Equal("12", (await ReturnSheets.Open(Db, Anhui, sheet.Id, Today, Cancel)).Accept().Texts["pledge_amount"]);
        Assert.Empty((await FilingBook.Load(Db, Admin, DefinitionFiles.Shipped, "office-340000", Today, Cancel))!.Filings);
        Assert.Empty(await StatisticsDuties.Returns(Db, Anhui, Today, Cancel));
        var again = await Opened(); // the period can be asked again
        clock.Now = new DateTimeOffset(2026, 10, 9, 2, 0, 0, TimeSpan.Zero);
        sheet = await ReturnOf("office-340000", again);
        (await ReturnDesk.Send(Db, Anhui, sheet.Id, new ReturnContent(0, good, new Dictionary<string, string>()), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("collection.sent", (await RoundDesk.Withdraw(Db, Admin, again.Id, true, "报告期写错了", clock, Cancel)).Refusal());
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        Assert.Single(await Db.CollectionRounds.Where(c => c.WithdrawnAt != null).ToListAsync(Cancel));
    }

    [Fact]
    public async Task What_came_by_file_before_the_due_day_is_in_time_and_all_pages_agree()
    {
        var round = await Opened();
        await Load([.. elements.Select(e => $"{e},office-340000,2026Q3,10")]);
        await Load([.. elements[..3].Select(e => $"{e},office-320000,2026Q3,10")]);
        await Load("pledge_amount,office-330000,2026-07,1", "pledge_amount,office-330000,2026-08,1", "pledge_amount,office-330000,2026-09,1");
        clock.Now = new DateTimeOffset(2026, 10, 15, 16, 0, 0, TimeSpan.Zero); // midnight in China: a day late
        await Load("pledge_amount,office-320000,2026Q3,10");
        await Load("pledge_smes,office-340000,2026Q3,11"); // who improves a figure is not late
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

        var held = await CollectionDesk.Held(Db, Admin, round, Cancel);
        Assert.Equal(new HeldReturn(DivisionLevel.Province, 4, true, true), held[Db.Organisation("office-340000").Id]);
        Assert.Equal(new HeldReturn(DivisionLevel.Province, 4, true, false), held[Db.Organisation("office-320000").Id]);
        Assert.Equal(new HeldReturn(DivisionLevel.Province, 1, false, false), held[Db.Organisation("office-330000").Id]);
        var provinces = (await CollectionDesk.Progress(Db, Admin, round, Cancel))[0];
        Assert.Equal((0, 2, 1, 9), (provinces.Sent, provinces.Held, provinces.InTime, provinces.Filled));
        foreach (var (office, state, filled) in ((string, FilingState, int)[])[("office-340000", FilingState.Held, 4), ("office-320000", FilingState.HeldLate, 4), ("office-330000", FilingState.Missing, 1)])
        {
            var line = (await FilingBook.Load(Db, Admin, DefinitionFiles.Shipped, office, Today, Cancel))!.Filings.Single();
            Assert.Equal((office, state, filled), (office, line.State, line.Filled));
            Assert.Equal(state == FilingState.Missing ? AnswerState.NotSent : AnswerState.Held, (await AnswerBook.Load(Db, Admin, round.Id, new(Office: office), Cancel))!.Lines.Single().State);
        }
    }

    [Fact]
    public async Task Returns_are_due_for_those_who_fill_them_in_and_corrections_wait_for_the_second_person()
    {
        await Opened();
        var (first, second, boss) = (Anhui, Person(3, Role.RegionalOfficer, "office-340000"), Person(4, Role.RegionalAdministrator, "office-340000"));
        async Task<string[]> Kinds(Actor actor, DateOnly? until = null) => [.. (await Inbox.Load(Db, actor, Today, until, Cancel)).Select(i => i.Kind.ToString()).Where(k => k is "ReturnToSend" or "CorrectionToDecide" or "DisputeToAnswer").Order(StringComparer.Ordinal)];
        Assert.Equal(["ReturnToSend"], await Kinds(first, new(2026, 10, 15)));
        Assert.Empty(await Kinds(first, new(2026, 10, 14))); // not yet due
        Assert.Empty(await Kinds(Admin)); // who asks for it does not owe it
        Assert.Empty(await Kinds(Person(5, Role.Auditor, "cnipa")));
        (await Send("office-340000", first)).Accept();
        Assert.Empty(await Kinds(first));
        await Load([.. elements.Select(e => $"{e},office-320000,2026Q3,10")]);
        Assert.Empty(await Kinds(Person(5, Role.RegionalOfficer, "office-320000"))); // all of it is there

        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        var asked = (await CorrectionDesk.Ask(Db, first, new("pledge_projects", "office-340000", "2026Q3", "125", "漏报五个续期项目"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Empty(await Kinds(first)); // who asked does not decide
        Assert.Equal(["CorrectionToDecide"], await Kinds(second));
        Assert.Equal(["CorrectionToDecide"], await Kinds(boss));
        Assert.Equal(["CorrectionToDecide"], await Kinds(Admin));
        Assert.Empty(await Kinds(Person(5, Role.RegionalAdministrator, "office-320000")));
        Assert.Empty(await Kinds(Person(5, Role.Auditor, "cnipa")));
        (await CorrectionDesk.Decide(Db, second, asked.Id, 0, true, "", clock, Cancel)).Accept();
        Assert.Empty(await Kinds(boss));
    }
}
