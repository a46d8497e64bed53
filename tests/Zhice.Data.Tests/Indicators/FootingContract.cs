using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

public sealed class SqliteFooting(PostgresCluster cluster) : FootingContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresFooting(PostgresCluster cluster) : FootingContract(StoreProvider.PostgreSql, cluster);

/// <summary>An indicator as then, as now and bridged: a city merged in mid-year into one of another province, one that splits, one that is renamed.</summary>
public abstract class FootingContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly DateOnly today = new(2026, 6, 1);

    async Task Load(params string[] lines) =>
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(DefinitionFiles.Shipped.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv" }, TimeProvider.System, Cancel)).Accept();

    async Task Succeed(string gone, DateOnly on, SuccessionKind kind, params (string Code, decimal Share)[] heirs)
    {
        (await OfficeFacts.Record(Db, Admin, new SuccessionRequest(gone, heirs, on, kind, "国务院批复（测试）"), TimeProvider.System, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    async Task<List<FootingRow>> Rows(string code, string office) => [.. (await FootingBook.Load(Db, Admin, DefinitionFiles.Shipped, code, office, today, Cancel))!.Rows];

    [Fact]
    public async Task A_city_that_goes_to_another_province_leaves_the_one_series_and_joins_the_other()
    {
        // 340100 and 340200 of Anhui; 340200 is merged into 320100 of Jiangsu on 1 July 2024.
        await Load(
            "pledge_smes,office-340100,2023,100", "pledge_smes,office-340200,2023,50", "pledge_smes,office-320100,2023,30",
            "pledge_smes,office-340100,2024,110", "pledge_smes,office-340200,2024,25", "pledge_smes,office-320100,2024,60",
            "pledge_smes,office-340100,2025,120", "pledge_smes,office-320100,2025,90");
        await Succeed("office-340200", new(2024, 7, 1), SuccessionKind.Merger, ("office-320100", 1m));

        var anhui = (await Rows("pledge_sme_count", "office-340000")).Where(r => r.Period.Year >= 2023).ToList();
        Assert.Equal([150m, 135m, 120m], anhui.Select(r => r.AsThen.Figure.Value));
        Assert.Equal([100m, 110m, 120m], anhui.Select(r => r.AsNow.Figure.Value));
        Assert.Equal([100m, 135m, 120m], anhui.Select(r => r.Bridged.Figure.Value)); // 2023 is the joint: 150 × 100 / 150
        Assert.Equal((2, 1, 1), (anhui[0].AsThen.Covered, anhui[0].AsNow.Covered, anhui[0].Bridged.Covered));
        Assert.All(anhui, r => Assert.True(r.Bridged.Expected > 0));

        var jiangsu = (await Rows("pledge_sme_count", "office-320000")).Where(r => r.Period.Year >= 2023).ToList();
        Assert.Equal([30m, 60m, 90m], jiangsu.Select(r => r.AsThen.Figure.Value));
        Assert.Equal([80m, 85m, 90m], jiangsu.Select(r => r.AsNow.Figure.Value)); // with what the city reported before it came
        // The nation does not change: it held both.
        var nation = (await Rows("pledge_sme_count", "cnipa")).Where(r => r.Period.Year >= 2023).ToList();
        Assert.Equal(nation.Select(r => r.AsThen.Figure), nation.Select(r => r.AsNow.Figure));
    }

    [Fact]
    public async Task A_heir_of_two_has_no_figure_of_now_where_one_of_them_did_not_report()
    {
        await Load("pledge_smes,office-340100,2023,100", "pledge_smes,office-340300,2023,40", "pledge_smes,office-340100,2025,120");
        await Succeed("office-340200", new(2024, 1, 1), SuccessionKind.Merger, ("office-340100", 1m)); // 340200 reported nothing of 2023
        await Succeed("office-340300", new(2024, 1, 1), SuccessionKind.Merger, ("office-340400", 1m));

        var merged = (await Rows("pledge_sme_count", "office-340100")).Single(r => r.Period.Year == 2023);
        Assert.Equal((100m, FigureState.Missing), (merged.AsThen.Figure.Value, merged.AsNow.Figure.State));
        var renamed = (await Rows("pledge_sme_count", "office-340000")).Single(r => r.Period.Year == 2023);
        Assert.Equal((140m, 2), (renamed.AsThen.Figure.Value, renamed.AsThen.Covered));
        // Of today's offices only one has a whole figure; 340400 had no place of its own to report for, but stood: what it did not report is missing.
        Assert.True(renamed.AsNow.Covered < renamed.AsThen.Covered);
    }

    [Fact]
    public async Task A_split_passes_its_shares_and_a_ratio_is_computed_from_what_was_passed()
    {
        await Load("hv_valid,office-340100,2024,1000", "population,office-340100,2024,500", "hv_valid,office-340200,2024,100", "population,office-340200,2024,100", "hv_valid,office-320100,2024,10", "population,office-320100,2024,10",
            "hv_valid,office-340200,2025,100", "population,office-340200,2025,100");
        await Succeed("office-340100", new(2025, 1, 1), SuccessionKind.Split, ("office-340200", 0.6m), ("office-320100", 0.4m));

        var anhui = (await Rows("high_value_density", "office-340000")).Single(r => r.Period.Year == 2024);
        Assert.Equal(1.83m, anhui.AsThen.Figure.Value); // 1,100 over 600
        Assert.Equal(1.75m, anhui.AsNow.Figure.Value); // 100 + 600 over 100 + 300
        var jiangsu = (await Rows("high_value_density", "office-320000")).Single(r => r.Period.Year == 2024);
        Assert.Equal((1m, 1.95m), (jiangsu.AsThen.Figure.Value, jiangsu.AsNow.Figure.Value)); // 10 + 400 over 10 + 200
    }

    [Fact]
    public async Task What_is_excluded_comes_off_here_as_on_the_page_of_the_indicator_and_goes_with_the_heirs()
    {
        await Load("hv_valid,office-340100,2025,1000", "population,office-340100,2025,100", "hv_valid,office-340100,2021,800", "population,office-340100,2021,100",
            "hv_valid,office-340200,2025,90", "population,office-340200,2025,10", "hv_valid,office-340200,2021,80", "population,office-340200,2021,10");
        var set = new ExclusionSet { Name = "第一批", Reason = "非正常专利申请通报", ValidFrom = new(2021, 1, 1), By = new(1), At = DateTimeOffset.UnixEpoch };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        foreach (var year in new[] { 2021, 2025 })
            Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "hv_valid", OrganisationId = Db.Organisation("office-340100").Id, Period = Period.OfYear(year).Key, Amount = 100m });
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        await Succeed("office-340100", new(2026, 1, 1), SuccessionKind.Merger, ("office-340200", 1m));
        var rows = await Rows("high_value_density", "office-340000");
        Assert.Equal((9m, 9m, 9m), rows.Single(r => r.Period.Year == 2025) is var last ? (last.AsThen.Figure.Value, last.AsNow.Figure.Value, last.Bridged.Figure.Value) : default);
        Assert.Equal((8m, 8m), rows.Single(r => r.Period.Year == 2021) is var early ? (early.AsThen.Figure.Value, early.AsNow.Figure.Value) : default); // the version of 2021 has no clause
    }

    [Fact]
    public async Task Where_the_superior_reported_itself_before_an_office_left_it_as_now_is_not_said_to_be_the_same()
    {
        await Load("pledge_smes,office-340000,2022,500", "pledge_smes,office-340000,2023,600", "pledge_smes,office-340100,2023,100", "pledge_smes,office-340200,2023,50", "pledge_smes,office-340000,2025,560");
        await Succeed("office-340200", new(2024, 1, 1), SuccessionKind.Merger, ("office-320100", 1m));
        var rows = await Rows("pledge_sme_count", "office-340000");
        FootingRow Of(int year) => rows.Single(r => r.Period.Year == year);
        Assert.Equal((500m, FigureState.Missing, OwnReport.Office), (Of(2022).AsThen.Figure.Value, Of(2022).AsNow.Figure.State, Of(2022).SetAside));
        // Of the offices below it one reported that is there today.
        Assert.Equal((600m, 100m, 1), (Of(2023).AsThen.Figure.Value, Of(2023).AsNow.Figure.Value, Of(2023).AsNow.Covered));
        Assert.Equal([FigureState.Missing, FigureState.Missing], ((int[])[2022, 2023]).Select(y => Of(y).Bridged.Figure.State)); // 600 and 100 are no two footings of one figure
        // After the change its own report is of today's offices.
        Assert.Equal((560m, 560m, 560m, null), (Of(2025).AsThen.Figure.Value, Of(2025).AsNow.Figure.Value, Of(2025).Bridged.Figure.Value, Of(2025).SetAside));
        // The nation held both; but with the one province's own report the city would count twice.
        var nation = await Rows("pledge_sme_count", "cnipa");
        Assert.Equal((600m, FigureState.Missing, OwnReport.Between), nation.Single(r => r.Period.Year == 2023) is var row ? (row.AsThen.Figure.Value, row.AsNow.Figure.State, row.SetAside) : default);
        Assert.Null(nation.Single(r => r.Period.Year == 2025).SetAside);
    }

    [Fact]
    public async Task A_change_below_one_that_reported_itself_leaves_its_figures_and_both_provinces_reports_make_the_nation()
    {
        await Load("pledge_smes,office-340000,2023,600", "pledge_smes,office-320000,2023,900", "pledge_smes,office-340200,2023,50");
        await Succeed("office-340300", new(2024, 1, 1), SuccessionKind.Merger, ("office-340100", 1m));
        Assert.Equal((600m, 600m, null), (await Rows("pledge_sme_count", "office-340000")).Single(r => r.Period.Year == 2023) is var anhui ? (anhui.AsThen.Figure.Value, anhui.AsNow.Figure.Value, anhui.SetAside) : default);
        await Succeed("office-340200", new(2024, 1, 1), SuccessionKind.Merger, ("office-320100", 1m));
        Assert.Equal((1500m, 1500m, null), (await Rows("pledge_sme_count", "cnipa")).Single(r => r.Period.Year == 2023) is var nation ? (nation.AsThen.Figure.Value, nation.AsNow.Figure.Value, nation.SetAside) : default);
    }

    [Fact]
    public async Task A_city_that_stays_after_a_split_keeps_the_figures_of_after_it()
    {
        await Load("pledge_smes,office-340100,2024,100", "pledge_smes,office-320100,2024,10", "pledge_smes,office-340100,2025,60", "pledge_smes,office-320100,2025,55");
        await Succeed("office-340100", new(2025, 1, 1), SuccessionKind.Split, ("office-320100", 0.4m));
        var rows = (await Rows("pledge_sme_count", "office-340000")).Where(r => r.Period.Year >= 2024).ToList();
        Assert.Equal([100m, 60m], rows.Select(r => r.AsThen.Figure.Value));
        Assert.Equal([60m, 60m], rows.Select(r => r.AsNow.Figure.Value));
        Assert.Equal([60m, 60m], rows.Select(r => r.Bridged.Figure.Value));
        Assert.Equal([50m, 55m], (await Rows("pledge_sme_count", "office-320000")).Where(r => r.Period.Year >= 2024).Select(r => r.AsNow.Figure.Value));
    }
}
