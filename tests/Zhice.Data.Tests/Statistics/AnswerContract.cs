using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteAnswers(PostgresCluster cluster) : AnswerContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresAnswers(PostgresCluster cluster) : AnswerContract(StoreProvider.PostgreSql, cluster);

/// <summary>All answers of a round in one place: what was said, what is asked now that nobody has answered, and who has not sent; for those above and nobody beside.</summary>
public abstract class AnswerContract : SeededContract
{
    static readonly Dictionary<string, string> good = new(StringComparer.Ordinal)
    {
        ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "80", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35",
    };

    readonly Standing clock = new();

    protected AnswerContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 10, 8, 2, 0, 0, TimeSpan.Zero);
    }

    Actor Person(int account, Role role, string at) => Db.Actor(role, at) with { AccountId = new AccountId(account) };

    async Task<Domain.Outcome<CheckedSheet>> Send(string office, Dictionary<string, string> texts, Dictionary<string, string>? answers = null)
    {
        Db.ChangeTracker.Clear();
        var id = Db.Organisation(office).Id;
        var sheet = await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == id, Cancel);
        var sent = await ReturnDesk.Send(Db, Person(2, Role.RegionalOfficer, office), sheet.Id, new ReturnContent(sheet.Version, texts, answers ?? []), clock, Cancel);
        Db.ChangeTracker.Clear();
        return sent;
    }

    async Task Load(params string[] lines)
    {
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(DefinitionFiles.Shipped.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv" }, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    async Task<CollectionId> Opened()
    {
        var id = (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Period.OfQuarter(2026, 3), Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept().Id;
        Db.ChangeTracker.Clear();
        return id;
    }

    [Fact]
    public async Task What_was_answered_what_is_open_and_who_has_not_sent_stand_in_one_place()
    {
        await Load("pledge_amount,office-340000,2025Q3,5");
        var round = await Opened();
        (await Send("office-340000", good, new() { ["pledge_amount_year/pledge_amount"] = "三季度有两笔大额项目" })).Accept();
        (await Send("office-320000", good)).Accept(); // it had no year before: nothing was asked
        var before = (await AnswerBook.Load(Db, Admin, round, new(), Cancel))!;
        Assert.Equal((1, 0, 363), (before.Counts[AnswerState.Answered], before.Counts.GetValueOrDefault(AnswerState.Open), before.Counts[AnswerState.NotSent]));
        Assert.Equal((2, 365), (before.Sent, before.Asked));
        var said = before.Lines.Single(l => l.State == AnswerState.Answered);
        Assert.Equal(("pledge_amount_year", "pledge_amount", Importance.Warning, "三季度有两笔大额项目", "人员2"), (said.Check, said.Element, said.Importance, said.Answer, said.By));

        await Load("pledge_amount,office-320000,2025Q3,4"); // the year before comes later: now the same rule asks Jiangsu too
        var after = (await AnswerBook.Load(Db, Admin, round, new(State: AnswerState.Open), Cancel))!;
        Assert.Equal(("office-320000", "pledge_amount_year"), (Assert.Single(after.Lines).Office.Code, after.Lines[0].Check));
        Assert.Equal(1, after.Counts[AnswerState.Answered]); // the filter leaves the counts alone
    }

    [Fact]
    public async Task An_answer_is_to_the_figures_that_were_asked_about()
    {
        await Load("pledge_amount,office-340000,2025Q3,5");
        var round = await Opened();
        (await Send("office-340000", good, new() { ["pledge_amount_year/pledge_amount"] = "三季度有两笔大额项目" })).Accept();
        (await Send("office-340000", new(good) { ["pledge_amount"] = "30" }, new() { ["pledge_amount_year/pledge_amount"] = "又增一笔" })).Accept();
        var book = (await AnswerBook.Load(Db, Admin, round, new(Office: "安徽"), Cancel))!;
        Assert.Equal(["又增一笔", "三季度有两笔大额项目"], book.Lines.Where(l => l.Answer is not null).Select(l => l.Answer)); // both stand
        Assert.DoesNotContain(book.Lines, l => l.State == AnswerState.Open && l.Check == "pledge_amount_year");
    }

    [Fact]
    public async Task A_region_reads_its_own_and_those_below_and_the_filters_name_what_they_mean()
    {
        await Load("pledge_amount,office-340000,2025Q3,5");
        var round = await Opened();
        (await Send("office-340000", good, new() { ["pledge_amount_year/pledge_amount"] = "三季度有两笔大额项目" })).Accept();
        var anhui = (await AnswerBook.Load(Db, Person(3, Role.RegionalAdministrator, "office-340000"), round, new(), Cancel))!;
        Assert.Equal(17, anhui.Asked); // the province and sixteen cities
        Assert.All(anhui.Lines, l => Assert.StartsWith("office-34", l.Office.Code, StringComparison.Ordinal));
        var jiangsu = (await AnswerBook.Load(Db, Person(4, Role.RegionalAdministrator, "office-320000"), round, new(), Cancel))!;
        Assert.DoesNotContain(jiangsu.Lines, l => l.Answer is not null);
        Assert.Null(await AnswerBook.Load(Db, Actor.Public, round, new(), Cancel));

        Assert.Single((await AnswerBook.Load(Db, Admin, round, new(Check: "pledge_amount_year"), Cancel))!.Lines);
        Assert.Empty((await AnswerBook.Load(Db, Admin, round, new(Check: "pledge_amount_year", Importance: Importance.Error), Cancel))!.Lines);
        Assert.Equal(17, (await AnswerBook.Load(Db, Admin, round, new(Office: "office-34"), Cancel))!.Lines.Count);
    }
}
