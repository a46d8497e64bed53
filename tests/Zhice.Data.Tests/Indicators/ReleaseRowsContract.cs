using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Data.Tests.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

public sealed class SqliteReleaseRows(PostgresCluster cluster) : ReleaseRowsContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresReleaseRows(PostgresCluster cluster) : ReleaseRowsContract(StoreProvider.PostgreSql, cluster);

/// <summary>The totals of a release are of its rows; one figure has one address by whatever name; and what was published stays true whatever becomes known of the offices later.</summary>
public abstract class ReleaseRowsContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    readonly Ticking clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));

    async Task Load(params string[] lines)
    {
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(DefinitionFiles.Shipped.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv", Reason = "与下级报送的范围不同" }, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    Task<Outcome<StatisticalRelease>> Begin(string code, DivisionLevel level, string owner, params string[] content) =>
        ReleaseDesk.Begin(Db, Admin, new(code, "发布", "2025", level, content, new(2026, 3, 2), owner), clock, Cancel);

    async Task<ReleaseBody> Publish(string code, DivisionLevel level, string owner, params string[] content)
    {
        var id = (await Begin(code, level, owner, content)).Accept().Id;
        foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
        {
            Db.ChangeTracker.Clear();
            var version = await Db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Version).SingleAsync(Cancel);
            (await ReleaseDesk.Move(Db, Admin with { AccountId = new AccountId(by) }, id, version, to, null, clock, Cancel)).Accept();
        }
        Db.ChangeTracker.Clear();
        return ReleaseBody.Read(await Db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Body).SingleAsync(Cancel));
    }

    async Task<IReadOnlyList<string>> Faults() => (await StatisticsVerifier.Verify(Db, Cancel)).Faults;

    [Fact]
    public async Task The_total_is_of_the_rows_with_their_coverage_and_what_the_superior_reported_stands_beside_it()
    {
        await Load("pledge_amount,office-340100,2025,20", "pledge_amount,office-340200,2025,11.96", "pledge_amount,office-340000,2025,141.01", "pledge_projects,office-340100,2025,12");
        var body = await Publish("ah-2025", DivisionLevel.City, "office-340000", "pledge_financing", "pledge_projects");
        var financing = body.Indicators!.Single();
        Assert.Equal((31.96m, 2, body.Rows.Count), (financing.Total.Value, financing.Total.Known, financing.Total.Expected));
        Assert.Equal((141.01m, 1, 1), (financing.Own!.Value, financing.Own.Known, financing.Own.Expected));
        Assert.Equal((12m, 1), (body.Columns[0].Total, body.Columns[0].Covered));
        Assert.True(body.OfRows);
        // The province's published figure is what it reported.
        var owner = Db.Organisation("office-340000").Id;
        Assert.Equal(141.01m, (await Db.PublishedFigures.SingleAsync(f => f.OrganisationId == owner, Cancel)).Value);
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task Levels_between_do_not_stand_for_rows_and_a_ratio_is_of_the_rows_that_have_all_its_parts()
    {
        await Load("hv_valid,office-340100,2025,900", "population,office-340100,2025,100", "hv_valid,office-320100,2025,100", "population,office-320100,2025,100", "hv_valid,office-320200,2025,7000",
            "hv_valid,office-340000,2025,3000", "population,office-340000,2025,1000");
        var density = (await Publish("cities-2025", DivisionLevel.City, "cnipa", "high_value_density")).Indicators!.Single();
        Assert.Equal((5m, 2), (density.Total.Value, density.Total.Known)); // 1,000 over 200; Wuxi has no population
        Assert.Equal(2.82m, density.Own!.Value); // 3,000 + 100 over 1,000 + 100: Anhui reported itself
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task Where_rows_are_missing_the_release_says_how_many_people_live_in_those_that_are_not()
    {
        var cities = Db.Organisations.Where(o => o.Code.StartsWith("office-34") && o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.City).Select(o => o.Code).Order().ToList();
        await Load([.. cities.Select(c => $"population,{c},2024,{(c == "office-340100" ? 900 : 100)}"), "population,office-340100,2025,990", "pledge_amount,office-340100,2025,20", "pledge_amount,office-340200,2025,3"]);
        var body = await Publish("ah-2025", DivisionLevel.City, "office-340000", "pledge_projects", "pledge_financing");
        Assert.Equal((2024, 900m + (cities.Count - 1) * 100m), (body.WeightsOf, body.Weights!.Sum())); // of 2025 one city alone has told its people
        Assert.Equal(Math.Round(100m * 1000 / (900 + (cities.Count - 1) * 100), 1, MidpointRounding.AwayFromZero), PopulationWeights.Share(body.Weights!, body.Indicators!.Single().Figures.Select(f => f.Value is not null)));
        Assert.Empty(await Faults());
        // What becomes known later changes nothing of what was published.
        await Load([.. cities.Select(c => $"population,{c},2025,100")]);
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task A_release_whose_totals_were_those_of_the_publisher_is_made_again_as_it_was()
    {
        await Load("pledge_amount,office-340100,2025,20", "pledge_amount,office-340000,2025,141.01");
        var body = await Publish("ah-2025", DivisionLevel.City, "office-340000", "pledge_financing");
        var old = body with { OfRows = null, Indicators = [.. body.Indicators!.Select(i => i with { Total = i.Whole, Own = null })] };
        var release = await Db.StatisticalReleases.AsTracking().SingleAsync(Cancel);
        (release.Body, release.Digest) = (old.Write(), TextDigest.Of(old.Write()));
        var at = await Db.ReleaseSteps.Where(s => s.To == ReleaseState.Published).Select(s => s.At).SingleAsync(Cancel);
        release.Link = ReleaseBody.Link("", release, at);
        AuditLog.Append(Db, Admin, at, "statistics.release-step", $"release/{release.Id.Value}", new { to = nameof(ReleaseState.Published), link = release.Link });
        await Db.SaveChangesAsync(Cancel);
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task An_indicator_that_is_an_element_is_published_under_one_of_the_two_names()
    {
        await Load("pledge_amount,office-340100,2025,20", "hv_valid,office-340100,2025,20");
        await Publish("ah-element-2025", DivisionLevel.City, "office-340000", "pledge_amount");
        var refused = await Begin("ah-indicator-2025", DivisionLevel.City, "office-340000", "pledge_financing");
        Assert.Equal("release.elsewhere-as", refused.Refusal());
        (await Begin("ah-other-2025", DivisionLevel.City, "office-340000", "high_value_stock")).Accept();
        (await Begin("cn-indicator-2025", DivisionLevel.City, "cnipa", "pledge_financing")).Accept(); // another office's release
    }

    [Fact]
    public async Task A_merger_that_is_recorded_after_the_release_with_effect_from_before_it_accuses_nobody()
    {
        await Load("pledge_projects,office-340700,2025,7", "pledge_projects,office-340800,2025,8", "pledge_amount,office-340700,2025,20", "pledge_amount,office-340800,2025,30", "pledge_amount,office-340700,2024,10");
        var body = await Publish("ah-2025", DivisionLevel.City, "office-340000", "pledge_financing", "pledge_projects");
        Assert.Equal((50m, 15m), (body.Indicators!.Single().Total.Value, body.Columns[0].Total));
        clock.Now += TimeSpan.FromHours(1);
        var gone = (await OfficeFacts.Record(Db, Admin, new("office-340700", [("office-340800", 1m)], new(2025, 1, 1), SuccessionKind.Merger, "事后补登的批复"), clock, Cancel)).Accept();
        Assert.NotNull(gone.ValidTo);
        Db.ChangeTracker.Clear();
        Assert.Empty(await Faults());

        clock.Now += TimeSpan.FromHours(1);
        // What was published on the later footing stays true when the record is withdrawn.
        var restated = (await ReleaseDesk.Restate(Db, Admin, (await Db.StatisticalReleases.AsNoTracking().SingleAsync(Cancel)).Id, "按机构沿革重述", null, clock, Cancel)).Accept();
        Assert.Equal(8m, ReleaseBody.Read(restated.Body).Columns[0].Total);
        foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
        {
            Db.ChangeTracker.Clear();
            var version = await Db.StatisticalReleases.Where(r => r.Id == restated.Id).Select(r => r.Version).SingleAsync(Cancel);
            (await ReleaseDesk.Move(Db, Admin with { AccountId = new AccountId(by) }, restated.Id, version, to, null, clock, Cancel)).Accept();
        }
        Assert.Empty(await Faults());
        Db.ChangeTracker.Clear();
        clock.Now += TimeSpan.FromHours(1);
        (await OfficeFacts.Withdraw(Db, Admin, Db.Successions.Single().Id, "登记错了机构", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Empty(await Faults());

        // A value that was tampered with is still found.
        await Db.Observations.Where(o => o.Value == 8m).ExecuteUpdateAsync(o => o.SetProperty(x => x.Value, 9m), Cancel);
        Assert.Equal(2, (await Faults()).Count);
    }
}
