using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

public sealed class SqliteSubtree(PostgresCluster cluster) : SubtreeContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSubtree(PostgresCluster cluster) : SubtreeContract(StoreProvider.PostgreSql, cluster);

/// <summary>Shorter periods of cities and counties, computed when somebody looks: what the run of the country keeps, and what it would have kept.</summary>
public abstract class SubtreeContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly IndicatorCatalogue catalogue = DefinitionFiles.Shipped;

    readonly StandingClock clock = new(new DateTimeOffset(2026, 5, 21, 4, 0, 0, TimeSpan.Zero));

    sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    // Months of two cities by their counties or themselves, quarters of another, a share of two elements, growth over a year, and a deduction.
    async Task Filled()
    {
        var text = new StringBuilder("element,organisation,period,value\n");
        foreach (var year in (int[])[2024, 2025, 2026])
            for (var month = 1; month <= (year == 2026 ? 4 : 12); month++)
            {
                text.Append($"patent_filings,office-340102,{year}-{month:00},{(year - 2020) * 10 + month}\n");
                if (month != 7) text.Append($"patent_filings,office-340103,{year}-{month:00},{30 + month}\n");
                text.Append($"patent_filings,office-340200,{year}-{month:00},{100 + (month * 3)}\n");
                text.Append($"all_filings,office-340200,{year}-{month:00},{100 + (month * 3)}\nelectronic_filings,office-340200,{year}-{month:00},{90 + (month * 3)}\n");
            }
        foreach (var year in (int[])[2024, 2025])
            for (var quarter = 1; quarter <= 4; quarter++)
                text.Append($"pledge_smes,office-340100,{year}Q{quarter},{(year - 2020) * 20 + quarter}\npledge_smes,office-340102,{year}Q{quarter},9\npledge_projects,office-340200,{year}Q{quarter},{5 * quarter}\npledge_smes,office-340200,{year},{70 + year - 2020}\n");
        var elements = catalogue.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal);
        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var known = lines.Take(1).Concat(lines.Skip(1).Where(l => elements.ContainsKey(l.Split(',')[0])).Distinct());
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', known) + "\n")), new LoadRequest(elements) { Name = "a.csv", Reason = "测试：各级各报各的" }, clock, Cancel)).Accept();
        var set = new ExclusionSet { Name = "第一批", Reason = "通报", ValidFrom = new(2025, 1, 1), By = new(1), At = clock.GetUtcNow() };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "patent_filings", OrganisationId = Db.Organisation("office-340102").Id, Period = Period.Parse("2025-03").Key, Amount = 4 });
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        foreach (var year in (int[])[2024, 2025, 2026]) await IndicatorRun.Compute(Db, catalogue, year, clock, false, Cancel);
        Db.ChangeTracker.Clear();
    }

    async Task<(SubtreeFigures Figures, Organisation Office)> Open(string root, string? office = null)
    {
        var ids = await Db.IndicatorDefinitions.AsNoTracking().ToDictionaryAsync(d => d.Id, d => (d.Code, d.Version), Cancel);
        var runs = await Db.RollUpRuns.AsNoTracking().ToListAsync(Cancel);
        return (await SubtreeFigures.Open(Db, catalogue, Db.Organisation(root).Path, runs, ids, Cancel), Db.Organisation(office ?? root));
    }

    static (int, int, long, FigureState, decimal?, decimal?, decimal?, int, int) Plain(IndicatorFigure f) =>
        (f.Definition, f.Period, f.OrganisationId.Value, f.State, f.Value, f.Before, f.Below, f.Known, f.Expected);

    async Task<List<IndicatorFigure>> Kept(Func<IndicatorFigure, bool> which) =>
        [.. (await Db.IndicatorFigures.AsNoTracking().ToListAsync(Cancel)).Where(which)];

    [Fact]
    public async Task A_province_computed_over_its_own_offices_is_what_the_run_of_the_country_keeps()
    {
        await Filled();
        var (subtree, anhui) = await Open("office-340000");
        var computed = (await subtree.Of(anhui, [.. catalogue.Codes], null, Cancel)).Where(f => f.OrganisationId == anhui.Id).Select(Plain).Order().ToList();
        var kept = (await Kept(f => f.OrganisationId == anhui.Id)).Select(Plain).Order().ToList();
        Assert.Contains(kept, f => f.Item2 % 100 != 0 && f.Item4 == FigureState.Known);
        Assert.Contains(kept, f => f.Item6 is not null); // the deduction shows in the province's month
        Assert.Equal(kept, computed);
    }

    [Fact]
    public async Task The_years_of_cities_are_those_that_the_run_keeps_and_their_months_have_the_same_coverage()
    {
        await Filled();
        var (subtree, anhui) = await Open("office-340000");
        var computed = (await subtree.Of(anhui, [.. catalogue.Codes], null, Cancel)).Where(f => f.OrganisationId != anhui.Id).ToList();
        var cities = computed.Select(f => f.OrganisationId).ToHashSet();
        Assert.Equal((await Kept(f => cities.Contains(f.OrganisationId))).Select(Plain).Order(), computed.Where(f => f.Period % 100 == 0).Select(Plain).Order());

        var hefei = Db.Organisation("office-340100");
        var (own, _) = await Open("office-340100");
        var filings = await own.Of(hefei, ["patent_filing_count"], null, Cancel);
        var march = filings.Single(f => f.OrganisationId == hefei.Id && f.Period == Period.Parse("2025-03").Key);
        Assert.Equal((82m, 86m, 2), (march.Value, march.Before, march.Known)); // 53 − 4 and 33 of two counties
        Assert.True(march.Expected > 2);
        Assert.Equal(1, filings.Single(f => f.OrganisationId == hefei.Id && f.Period == Period.Parse("2025-07").Key).Known); // one county did not report July
        Assert.DoesNotContain(filings, f => f.OrganisationId == hefei.Id && f.Period == Period.Parse("2026").Key); // four months make no year
    }

    [Fact]
    public async Task One_period_asked_alone_is_the_same_as_among_all()
    {
        await Filled();
        var (subtree, hefei) = await Open("office-340000", "office-340100");
        var all = await subtree.Of(hefei, [.. catalogue.Codes], null, Cancel);
        foreach (var period in (string[])["2025Q3", "2025-03", "2025H1", "2024Q1"])
        {
            var key = Period.Parse(period).Key;
            var alone = await subtree.Of(hefei, [.. catalogue.Codes], Period.Parse(period), Cancel);
            Assert.NotEmpty(alone);
            Assert.Equal(all.Where(f => f.Period == key).Select(Plain).Order(), alone.Select(Plain).Order());
        }
    }

    [Fact]
    public async Task A_city_statistician_reads_months_on_the_page_the_profile_and_the_source_and_a_stranger_none()
    {
        await Filled();
        var hefei = Db.Organisation("office-340100");
        var own = new Actor(new AccountId(1), "合肥", [new HeldRole(Role.RegionalOfficer, hefei.Id, hefei.Path)]);
        var book = (await IndicatorBook.Load(Db, own, catalogue, "patent_filing_count", "office-340100", Period.Parse("2025-03"), Cancel))!;
        Assert.Equal(82m, book.Series.Single(p => p.Period == book.Period).Figure.Value);
        Assert.Contains(Period.Parse("2026-04"), book.Periods);

        var region = (await RegionBook.Load(Db, own, catalogue, "office-340100", Period.Parse("2025Q2"), false, new(2026, 5, 21), Cancel))!;
        Assert.Equal(102m, region.Lines.Single(l => l.Definition.Code == "pledge_sme_count").Shown!.Figure.Value); // (2025 − 2020) × 20 + 2
        var source = (await SourceBook.Load(Db, own, catalogue, "patent_filing_count", "office-340100", Period.Parse("2025-03"), Cancel))!;
        Assert.Equal(82m, source.Figure!.Value);
        Assert.Equal([49m, 33m], source.Parts.Where(p => p.Figure.Figure.IsKnown).Select(p => p.Figure.Value!.Value));

        var anhui = Db.Organisation("office-340000");
        var above = new Actor(new AccountId(2), "安徽", [new HeldRole(Role.RegionalAdministrator, anhui.Id, anhui.Path)]);
        var line = (await RegionBook.Load(Db, above, catalogue, "office-340200", Period.Parse("2025-03"), false, new(2026, 5, 21), Cancel))!.Lines.Single(l => l.Definition.Code == "patent_filing_count");
        Assert.Equal(2, line.Standing!.Known); // Wuhu's 109 beside Hefei's 82
        var wuhu = Db.Organisation("office-340200");
        var stranger = new Actor(new AccountId(3), "芜湖", [new HeldRole(Role.RegionalOfficer, wuhu.Id, wuhu.Path)]);
        Assert.Null(await IndicatorBook.Load(Db, stranger, catalogue, "patent_filing_count", "office-340100", Period.Parse("2025-03"), Cancel));
        Assert.Null(await SourceBook.Load(Db, stranger, catalogue, "patent_filing_count", "office-340100", Period.Parse("2025-03"), Cancel));
    }
}
