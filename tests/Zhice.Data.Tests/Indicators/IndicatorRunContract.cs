using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Indicators;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

public sealed class SqliteIndicatorRun(PostgresCluster cluster) : IndicatorRunContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresIndicatorRun(PostgresCluster cluster) : IndicatorRunContract(StoreProvider.PostgreSql, cluster);

/// <summary>A year computed from the store: figures by region, exclusions as a layer, and nothing done twice.</summary>
public abstract class IndicatorRunContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly IndicatorCatalogue catalogue = DefinitionFiles.Shipped;

    readonly FixedClock clock = new(new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero));

    async Task Load(params string[] lines) =>
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(catalogue.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv" }, clock, Cancel)).Accept();

    Task<RollUpRun> Compute(int year, bool force = false) => IndicatorRun.Compute(Db, catalogue, year, clock, force, Cancel);

    async Task<IndicatorFigure> Figure(string indicator, string office, string period)
    {
        var id = Db.Organisation(office).Id;
        var key = Period.Parse(period).Key;
        return await (
            from figure in Db.IndicatorFigures
            join definition in Db.IndicatorDefinitions on figure.Definition equals definition.Id
            where definition.Code == indicator && figure.OrganisationId == id && figure.Period == key
            select figure).AsNoTracking().SingleAsync(Cancel);
    }

    [Fact]
    public async Task A_year_is_computed_for_the_nation_and_its_regions_with_coverage()
    {
        await Load("hv_valid,office-340000,2025,120000", "population,office-340000,2025,6120.5", "hv_valid,office-320000,2025,300000", "population,office-320000,2025,8520",
            "hv_valid,office-330000,2025,250000"); // Zhejiang without its population
        await Compute(2025);

        Assert.Equal(19.61m, (await Figure("high_value_density", "office-340000", "2025")).Figure.Rounded(2).Value); // 120,000 / 6,120.5
        var nation = await Figure("high_value_density", "cnipa", "2025");
        Assert.Equal(28.69m, nation.Figure.Rounded(2).Value); // 420,000 / 14,640.5
        Assert.Equal((2, 32), (nation.Known, nation.Expected));
        Assert.Equal(FigureState.Missing, (await Figure("high_value_density", "office-330000", "2025")).State);
        Assert.Equal(670_000m, (await Figure("high_value_stock", "cnipa", "2025")).Value);
    }

    [Fact]
    public async Task A_year_of_firms_is_what_was_counted_for_the_year()
    {
        await Load("pledge_smes,office-340000,2025Q1,30", "pledge_smes,office-340000,2025Q2,40", "pledge_smes,office-340000,2025Q3,50", "pledge_smes,office-340000,2025Q4,60",
            "pledge_smes,office-320000,2025Q1,30", "pledge_smes,office-320000,2025,70");
        await Compute(2025);
        Assert.Equal(FigureState.Missing, (await Figure("pledge_sme_count", "office-340000", "2025")).State);
        Assert.Equal((60m, 70m), ((await Figure("pledge_sme_count", "office-340000", "2025Q4")).Value, (await Figure("pledge_sme_count", "cnipa", "2025")).Value));
        Assert.Equal((1, 32), ((await Figure("pledge_sme_count", "cnipa", "2025")).Known, (await Figure("pledge_sme_count", "cnipa", "2025")).Expected));
    }

    [Fact]
    public async Task Nothing_is_computed_again_where_nothing_changed_and_twice_gives_the_same()
    {
        await Load("pledge_smes,office-340000,2025,300");
        var first = await Compute(2025);
        var rows = await Db.IndicatorFigures.AsNoTracking().OrderBy(f => f.Definition).ThenBy(f => f.Period).ThenBy(f => f.OrganisationId).ToListAsync(Cancel);
        clock.Now += TimeSpan.FromDays(1);
        Db.ChangeTracker.Clear();
        Assert.Equal(first.At, (await Compute(2025)).At);
        Assert.NotEqual(first.At, (await Compute(2025, force: true)).At);
        Assert.Equal(rows.Select(r => (r.Definition, r.Period, r.OrganisationId, r.State, r.Value)),
            (await Db.IndicatorFigures.AsNoTracking().OrderBy(f => f.Definition).ThenBy(f => f.Period).ThenBy(f => f.OrganisationId).ToListAsync(Cancel))
                .Select(r => (r.Definition, r.Period, r.OrganisationId, r.State, r.Value)));

        await Load("pledge_smes,office-340000,2025,320");
        Db.ChangeTracker.Clear();
        Assert.NotEqual(first.KnownBatch, (await Compute(2025)).KnownBatch);
        Assert.Equal(320m, (await Figure("pledge_sme_count", "cnipa", "2025")).Value);
    }

    [Fact]
    public async Task Growth_reads_the_year_before_and_the_first_year_has_none()
    {
        await Load("pledge_smes,office-340000,2024,200", "pledge_smes,office-340000,2025,230");
        await Compute(2024);
        await Compute(2025);
        Assert.Equal(15m, (await Figure("pledge_sme_growth", "cnipa", "2025")).Value);
        Assert.Equal(FigureState.Missing, (await Figure("pledge_sme_growth", "cnipa", "2024")).State);
    }

    [Fact]
    public async Task An_exclusion_is_a_layer_that_leaves_what_was_reported_and_ends_when_it_is_withdrawn()
    {
        await Load("hv_valid,office-340000,2025,1000", "population,office-340000,2025,50", "hv_valid,office-340000,2024,900", "population,office-340000,2024,50");
        var set = new ExclusionSet { Name = "2025年第一批", Reason = "非正常专利申请通报", ValidFrom = new(2025, 3, 1), By = new(1), At = clock.GetUtcNow() };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        foreach (var (year, amount) in new[] { (2025, 100m), (2024, 50m) }) // the set stood in 2025 only
            Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "hv_valid", OrganisationId = Db.Organisation("office-340000").Id, Period = Period.OfYear(year).Key, Amount = amount });
        await Db.SaveChangesAsync(Cancel);
        await Compute(2025);
        await Compute(2024);

        var figure = await Figure("high_value_density", "office-340000", "2025");
        Assert.Equal((18m, 20m), (figure.Value, figure.Before));
        Assert.Equal((18m, 20m), ((await Figure("high_value_density", "cnipa", "2025")).Value, (await Figure("high_value_density", "cnipa", "2025")).Before));
        Assert.Equal((18m, null), ((await Figure("high_value_density", "office-340000", "2024")).Value, (await Figure("high_value_density", "office-340000", "2024")).Before));

        set.WithdrawnAt = clock.GetUtcNow();
        Db.ExclusionSets.Update(set);
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        await Compute(2025);
        Assert.Equal((20m, null), ((await Figure("high_value_density", "office-340000", "2025")).Value, (await Figure("high_value_density", "office-340000", "2025")).Before));
    }

    async Task<ExclusionSet> Exclude(string from, params (string Element, string Office, int Year, decimal Amount)[] effects)
    {
        var set = new ExclusionSet { Name = "第一批", Reason = "非正常专利申请通报", ValidFrom = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), By = new(1), At = clock.GetUtcNow() };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        foreach (var (element, office, year, amount) in effects)
            Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = element, OrganisationId = Db.Organisation(office).Id, Period = Period.OfYear(year).Key, Amount = amount });
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        return set;
    }

    [Fact]
    public async Task Exclusions_come_off_where_the_version_of_the_period_has_a_clause_on_them_and_nowhere_else()
    {
        await Load("hv_valid,office-340000,2021,900", "population,office-340000,2021,50", "hv_valid,office-340000,2025,1000", "population,office-340000,2025,50", "patent_filings,office-340000,2025,400", "abnormal_filings,office-340000,2025,40");
        await Exclude("2021-01-01", ("hv_valid", "office-340000", 2021, 90m), ("hv_valid", "office-340000", 2025, 100m), ("patent_filings", "office-340000", 2025, 200m));
        await Compute(2021);
        await Compute(2025);
        async Task<(decimal?, decimal?)> Shown(string code, string period) => await Figure(code, "office-340000", period) is var f ? (f.Value, f.Before) : default;
        Assert.Equal((18m, 20m), await Shown("high_value_density", "2025"));
        Assert.Equal((18m, null), await Shown("high_value_density", "2021")); // 900 over 50: the clause came with the version of 2022
        Assert.Equal((200m, 400m), await Shown("patent_filing_count", "2025"));
        Assert.Equal((10m, null), await Shown("abnormal_share", "2025")); // 40 of 400: it says nothing of exclusions, and is not 40 of 200
    }

    [Fact]
    public async Task A_deduction_that_no_longer_fits_comes_off_nothing_and_the_page_says_so()
    {
        await Load("hv_valid,office-340000,2025,1000", "population,office-340000,2025,50");
        await Exclude("2025-01-01", ("hv_valid", "office-340000", 2025, 300m));
        await Exclude("2025-01-01", ("hv_valid", "office-340000", 2025, 800m));
        await Compute(2025);
        Assert.Equal((14m, 20m), await Figure("high_value_density", "office-340000", "2025") is var f ? (f.Value, f.Before) : default); // 700 over 50
        var book = (await IndicatorBook.Load(Db, Admin, catalogue, "high_value_density", "office-340000", Period.OfYear(2025), Cancel))!;
        Assert.Equal([(300m, false, "2025"), (800m, true, "2025")], book.Exclusions.Select(e => (e.Amount, e.Left, e.Period)));
    }

    [Fact]
    public async Task The_deductions_of_a_page_are_those_of_the_office_and_of_the_ones_that_it_was_added_up_from()
    {
        await Load("hv_valid,office-340000,2025,1000", "hv_valid,office-320100,2025,500", "hv_valid,office-340100,2025,600");
        await Exclude("2025-01-01", ("hv_valid", "office-340000", 2025, 10m), ("hv_valid", "office-320100", 2025, 20m), ("hv_valid", "office-340100", 2025, 30m));
        await Compute(2025);
        async Task<IEnumerable<decimal>> Of(string office) => (await IndicatorBook.Load(Db, Admin, catalogue, "high_value_stock", office, Period.OfYear(2025), Cancel))!.Exclusions.Select(e => e.Amount).Order();
        Assert.Equal([10m], await Of("office-340000")); // it reported for itself: what comes off its city does not come off it
        Assert.Equal([20m], await Of("office-320000"));
        Assert.Equal([30m], await Of("office-340100"));
        Assert.Equal([10m, 20m], await Of("cnipa"));
        Assert.Equal((1470m, 1500m), await Figure("high_value_stock", "cnipa", "2025") is var f ? (f.Value, f.Before) : default); // and the lines are what lies between
    }

    [Fact]
    public async Task A_figure_is_rounded_once()
    {
        await Load("hv_valid,office-340000,2025,1234499999", "population,office-340000,2025,100000000"); // 12.34499999
        await Compute(2025);
        Assert.Equal(12.34m, (await Figure("high_value_density", "office-340000", "2025")).Figure.Rounded(2).Value);
        Assert.Equal(12.34m, (await IndicatorBook.Load(Db, Admin, catalogue, "high_value_density", "office-340000", Period.OfYear(2025), Cancel))!.Series.Single(p => p.Period == Period.OfYear(2025)).Figure.Value);
    }

    [Fact]
    public async Task Places_and_rounding_belong_to_a_version_and_a_digest_of_before_is_taken_over()
    {
        await Load("pledge_smes,office-340000,2025,200");
        await Compute(2025);
        var definition = catalogue.Versions("pledge_sme_count")[0];
        foreach (var older in DefinitionVersions.DigestsBefore(definition))
        {
            await Db.IndicatorDefinitions.Where(d => d.Code == "pledge_sme_count").ExecuteUpdateAsync(d => d.SetProperty(x => x.Digest, older), Cancel);
            Assert.Empty(await DefinitionVersions.Changed(Db, catalogue, Cancel));
            await Compute(2025, force: true);
            Assert.Equal(DefinitionVersions.Digest(definition), await Db.IndicatorDefinitions.Where(d => d.Code == "pledge_sme_count" && d.Version == 1).Select(d => d.Digest).SingleAsync(Cancel));
        }
        foreach (var other in new[]
        {
            definition with { Decimals = definition.Decimals + 1 }, definition with { Rounding = Rounding.Down }, definition with { Exclusions = "扣除" },
            definition with { PublishWhen = new("pledge_smes", 10m) }, definition with { FilingCount = true },
        })
        {
            var (changed, _) = IndicatorCatalogue.Build(catalogue.Elements, catalogue.Definitions.Select(d => d.Code == "pledge_sme_count" && d.Version == 1 ? other : d));
            Assert.Equal([("pledge_sme_count", 1)], await DefinitionVersions.Changed(Db, changed, Cancel));
        }
    }

    [Fact]
    public async Task A_definition_that_computes_something_else_under_the_same_version_is_refused()
    {
        await Load("pledge_smes,office-340000,2025,200");
        await Compute(2025);
        var (changed, faults) = IndicatorCatalogue.Build(catalogue.Elements, catalogue.Definitions.Select(d => d.Code == "pledge_sme_count" ? d with { RollUp = RollUp.None } : d));
        Assert.Empty(faults);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => IndicatorRun.Compute(Db, changed, 2025, clock, false, Cancel));
        Assert.Contains("pledge_sme_count", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>12.34 亿元 must not become 12.34 万元: what values rest on is remembered with them.</summary>
    [Theory]
    [InlineData("unit")]
    [InlineData("kind")]
    public async Task An_element_with_values_keeps_unit_and_kind(string key)
    {
        var own = catalogue.Element("pledge_amount")! with { Code = "own_amount" };
        var other = key == "unit" ? own with { Unit = Unit.Parse("万元") } : own with { Kind = ElementKind.Stock };
        IndicatorCatalogue With(DataElement element) => IndicatorCatalogue.Build([.. catalogue.Elements, element], catalogue.Definitions).Catalogue;
        await ElementMemory.Remember(Db, With(own), clock.GetUtcNow(), Cancel);
        Assert.Empty(await ElementMemory.Changed(Db, With(other), Cancel)); // without a value nothing changes its meaning
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\nown_amount,office-340000,2025,12.34\n")),
            new LoadRequest(With(own).Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv" }, clock, Cancel)).Accept();
        Assert.Equal([new ElementChange("own_amount", key, key == "unit" ? "亿元" : "flow")], await ElementMemory.Changed(Db, With(other), Cancel));
        await Assert.ThrowsAsync<InvalidDataException>(() => IndicatorRun.Compute(Db, With(other), 2025, clock, true, Cancel));
        Assert.Empty(await ElementMemory.Changed(Db, With(own), Cancel)); // and the run that was refused did not take the other one for granted
        var fault = Assert.Single(await DefinitionVersions.ChangedIn(Db, InLaid(With(other)), Cancel));
        Assert.Equal(($"elements/own_amount.yaml", 5, "definition.element-changed"), (fault.File, fault.Line, fault.Defect.Code));
    }

    static Zhice.Data.Definitions.InstanceDefinitions.Laid InLaid(IndicatorCatalogue catalogue) => new(catalogue, StatisticsFiles.InUse, [], [], []) { Place = (code, _, _) => ($"elements/{code}.yaml", 5) };

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
