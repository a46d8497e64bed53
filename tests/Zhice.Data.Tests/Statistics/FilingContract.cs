using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteFiling(PostgresCluster cluster) : FilingContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresFiling(PostgresCluster cluster) : FilingContract(StoreProvider.PostgreSql, cluster);

/// <summary>What an office finds of itself: its profile beside its peers, and its record of returns, as far as each reader may see.</summary>
public abstract class FilingContract : SeededContract
{
    static readonly IndicatorCatalogue catalogue = DefinitionFiles.Shipped;
    static readonly DateOnly today = new(2026, 10, 20);

    readonly FixedClock clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected FilingContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Hefei => Db.Actor(Role.RegionalOfficer, "office-340100") with { AccountId = new AccountId(2) };
    Actor Anhui => Db.Actor(Role.RegionalAdministrator, "office-340000") with { AccountId = new AccountId(3) };

    async Task Figures()
    {
        string[] lines = ["gi_valid,office-340100,2024,40", "gi_valid,office-340100,2025,50", "gi_valid,office-340200,2025,60", "gi_valid,office-340300,2025,50", "gi_with_mark,office-340100,2025,25", "gi_with_mark,office-340200,2025,45",
            "gi_with_mark,office-340300,2025,20", "tisc,office-340100,2025,3", "tisc,office-340000,2025,11"];
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(StatisticsFiles.Shipped.Elements) { Name = "a.csv" }, clock, Cancel)).Accept();
        foreach (var year in new[] { 2024, 2025 }) await IndicatorRun.Compute(Db, catalogue, year, clock, false, Cancel);
    }

    Task<RegionBook?> Region(Actor actor, string office, Period? period = null) => RegionBook.Load(Db, actor, catalogue, office, period, false, today, Cancel);

    [Fact]
    public async Task A_province_sees_the_place_of_a_city_among_its_cities_and_the_city_does_not_see_its_neighbours()
    {
        await Figures();
        var seen = (await Region(Anhui, "office-340100"))!.Lines.Single(l => l.Definition.Code == "gi_mark_coverage");
        Assert.Equal(50m, seen.Shown!.Figure.Value); // 25 of 50; Wuhu 75 %, Bengbu 40 %
        Assert.Equal((2, 3, 0, 50m), (seen.Standing!.Rank, seen.Standing.Known, seen.Standing.Hidden, seen.Standing.Median));
        Assert.Equal(16, seen.Standing.Expected);

        var own = (await Region(Hefei, "office-340100"))!.Lines.Single(l => l.Definition.Code == "gi_mark_coverage");
        Assert.Equal((null, 15, 1), (own.Standing!.Rank, own.Standing.Hidden, own.Standing.Known));
        Assert.Null(await Region(Hefei, "office-340200"));
        Assert.Null(await Region(Hefei, "office-340000")); // its province published nothing
    }

    [Fact]
    public async Task A_period_is_the_one_asked_for_and_without_one_each_indicators_last_year()
    {
        await Figures();
        var book = (await Region(Anhui, "office-340100", Period.OfYear(2024)))!;
        Assert.All(book.Lines, l => Assert.True(l.Shown is null || l.Shown.Period == Period.OfYear(2024)));
        Assert.Contains(Period.OfYear(2025), book.Periods);
        Assert.Null(book.Lines.Single(l => l.Definition.Code == "tisc_count").Shown?.Figure.OrNull);
    }

    [Fact]
    public async Task An_office_reads_its_returns_answers_and_corrections_and_what_became_of_its_figures()
    {
        await Figures();
        var owner = Db.Organisation("office-340000").Id;
        var round = (await CollectionDesk.Open(Db, Anhui, "pledge_quarterly", Period.OfQuarter(2026, 3), owner, false, clock, Cancel)).Accept();
        var hefei = Db.Organisation("office-340100").Id;
        var sheet = await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.CollectionId == round.Id && r.OrganisationId == hefei, Cancel);
        Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["pledge_projects"] = "20", ["pledge_inclusive_projects"] = "8", ["pledge_smes"] = "15", ["pledge_amount"] = "2.35" };
        (await ReturnDesk.Send(Db, Hefei, sheet.Id, new ReturnContent(sheet.Version, texts, new Dictionary<string, string>()), clock, Cancel)).Accept();

        var book = (await FilingBook.Load(Db, Hefei, catalogue, "office-340100", today, Cancel))!;
        var line = Assert.Single(book.Filings);
        Assert.Equal((FilingState.OnTime, 4, 4), (line.State, line.Return.Filled, line.Return.Asked));
        var uses = book.Uses.ToDictionary(u => u.Definition.Code, StringComparer.Ordinal);
        Assert.Equal((ValueUse.RolledUp, 3, 16), (uses["gi_mark_coverage"].Use, uses["gi_mark_coverage"].Known, uses["gi_mark_coverage"].Expected));
        Assert.Equal(ValueUse.Superseded, uses["tisc_count"].Use); // the province sent eleven for itself

        Assert.Equal((Period.OfQuarter(2026, 3), 15m, null), book.Values.Where(v => v.Element.Code == "pledge_smes").Select(v => (v.Period, v.Value, v.YearBefore)).Single());
        Assert.Equal((50m, 40m), book.Values.Where(v => v.Element.Code == "gi_valid").Select(v => (v.Value, v.YearBefore!.Value)).Single());

        Assert.Equal(FilingState.Overdue, (await FilingBook.Load(Db, Anhui, catalogue, "office-340200", today, Cancel))!.Filings.Single().State);
        Assert.Null(await FilingBook.Load(Db, Hefei, catalogue, "office-340200", today, Cancel));
        Assert.Null(await FilingBook.Load(Db, Actor.Public, catalogue, "office-340100", today, Cancel));
    }

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
