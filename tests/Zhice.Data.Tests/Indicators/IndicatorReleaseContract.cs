using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Indicators;

public sealed class SqliteIndicatorRelease(PostgresCluster cluster) : IndicatorReleaseContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresIndicatorRelease(PostgresCluster cluster) : IndicatorReleaseContract(StoreProvider.PostgreSql, cluster);

/// <summary>Indicators in releases: frozen, restated by a new revision only, and any change of what was published is found.</summary>
public abstract class IndicatorReleaseContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly string[] codes = ["high_value_density", "high_value_stock", "pledge_sme_growth"];
    static readonly string[] excluded = ["office-340000", "office-320000", "office-330000"];

    readonly StepClock clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));

    async Task Load(params string[] lines) =>
        (await ObservationLoad.Run(Db, Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(DefinitionFiles.Shipped.Elements.ToDictionary(e => e.Code, StringComparer.Ordinal)) { Name = "a.csv" }, clock, Cancel)).Accept();

    Task Sample() => Load("hv_valid,office-340000,2025,120000", "population,office-340000,2025,6120.5", "hv_valid,office-320000,2025,300000", "population,office-320000,2025,8520",
        "hv_valid,office-330000,2025,250000", "pledge_smes,office-340000,2024,200", "pledge_smes,office-340000,2025,230");

    async Task<StatisticalRelease> Begin(string code = "main-2025", DivisionLevel level = DivisionLevel.Province) =>
        (await ReleaseDesk.Begin(Db, Admin, new(code, "主要指标", "2025", level, [.. codes, "hv_valid"], new(2026, 3, 2), "cnipa"), clock, Cancel)).Accept();

    // The sample has one administrator of the nation; the second and third person are numbers.
    async Task Publish(ReleaseId id)
    {
        foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
        {
            clock.Now += TimeSpan.FromHours(1);
            Db.ChangeTracker.Clear();
            var version = await Db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Version).SingleAsync(Cancel);
            (await ReleaseDesk.Move(Db, Admin with { AccountId = new AccountId(by) }, id, version, to, null, clock, Cancel)).Accept();
        }
        Db.ChangeTracker.Clear();
    }

    async Task<ExclusionSet> Exclude(params (string Office, decimal Amount)[] effects)
    {
        var set = new ExclusionSet { Name = "2025年第一批", Reason = "非正常专利申请通报", ValidFrom = new(2025, 3, 1), By = new(1), At = clock.GetUtcNow() };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        foreach (var (office, amount) in effects)
            Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "hv_valid", OrganisationId = Db.Organisation(office).Id, Period = Period.OfYear(2025).Key, Amount = amount });
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        return set;
    }

    async Task<ReleaseBody> Body(ReleaseId id) => ReleaseBody.Read(await Db.StatisticalReleases.Where(r => r.Id == id).Select(r => r.Body).SingleAsync(Cancel));

    Task<IndicatorBook?> Published(string? office = null, DateOnly? known = null) =>
        PublishedBook.Load(Db, new Actor(null, "", []), DefinitionFiles.Shipped, "high_value_density", office, null, known, Cancel);

    [Fact]
    public async Task A_release_holds_indicators_with_coverage_version_and_the_wholes_own_figure()
    {
        await Sample();
        var release = await Begin();
        var body = await Body(release.Id);
        var density = body.Indicators!.Single(i => i.Code == "high_value_density");

        Assert.Equal(28.69m, density.Total.Value); // 420,000 / 14,640.5: never a sum of densities, and without Zhejiang, which has no population
        Assert.Equal((2, 32), (density.Total.Known, density.Total.Expected));
        var anhui = body.Rows.ToList().FindIndex(r => r.Code == "office-340000");
        Assert.Equal(19.61m, density.Figures[anhui].Value);
        Assert.Equal("Missing", density.Figures[body.Rows.ToList().FindIndex(r => r.Code == "office-330000")].State);
        Assert.Equal(15m, body.Indicators!.Single(i => i.Code == "pledge_sme_growth").Total.Value);
        Assert.Equal(("hv_valid / population", 2), (density.Formula, density.Version));
        Assert.Null(body.Exclusions);
        Assert.Null(await Published()); // a draft is nobody's
    }

    [Fact]
    public async Task What_was_published_stays_and_an_exclusion_is_restated_by_a_new_revision()
    {
        await Sample();
        var first = await Begin();
        await Publish(first.Id);
        var set = await Exclude(("office-340000", 20_000m));
        Assert.Equal(19.61m, (await Published("office-340000"))!.Series.Single().Figure.Value); // nothing is written over

        clock.Now = new DateTimeOffset(2026, 4, 2, 2, 0, 0, TimeSpan.Zero);
        var second = (await ReleaseDesk.Restate(Db, Admin, first.Id, "按通报剔除后重述", null, clock, Cancel)).Accept();
        await Publish(second.Id);

        var book = (await Published("office-340000"))!;
        Assert.Equal((16.34m, 19.61m), (book.Series.Single().Figure.Value, book.Series.Single().Before!.Value.Value)); // 100,000 and 120,000 over 6,120.5
        Assert.Equal("非正常专利申请通报", book.Exclusions.Single().Reason);
        Assert.Equal([(2, "按通报剔除后重述"), (1, null)], book.Published!.Releases.Select(r => (r.Revision, r.Reason)));
        Assert.Equal(19.61m, (await Published("office-340000", new(2026, 3, 31)))!.Series.Single().Figure.Value); // as known then
        Assert.Empty((await Published("office-340000", new(2026, 2, 28)))!.Series); // nothing was
        Assert.Equal(19.61m, (await Body(first.Id)).Indicators![0].Figures[(await Body(first.Id)).Rows.ToList().FindIndex(r => r.Code == "office-340000")].Value);

        // A set that is withdrawn later still makes the figures that were published with it.
        await Db.ExclusionSets.Where(s => s.Id == set.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.WithdrawnAt, clock.GetUtcNow()), Cancel);
        var report = await StatisticsVerifier.Verify(Db, Cancel);
        Assert.Equal((2, 0), (report.Releases, report.Faults.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Restating_twice_equals_restating_once_whatever_is_excluded(int seed)
    {
        await Sample();
        var first = await Begin();
        await Publish(first.Id);
        var random = new Random(seed);
        for (var sets = random.Next(1, 4); sets > 0; sets--)
            await Exclude([.. excluded.Where(_ => random.Next(2) == 0).Append("office-310000").Select(office => (office, (decimal)random.Next(1, 400_000)))]);

        var once = await ReleaseDesk.Restate(Db, Admin, first.Id, "按通报剔除后重述", null, clock, Cancel);
        var digest = first.Digest;
        if (once.Accepted(out var second, out var refusal))
        {
            digest = second.Digest;
            await Publish(second.Id);
        }
        else Assert.Equal("release.same", refusal.Code);
        Assert.Equal("release.same", (await ReleaseDesk.Restate(Db, Admin, first.Id, "再重述一次看看", null, clock, Cancel)).Refusal());
        Assert.Equal(digest, (await Db.StatisticalReleases.AsNoTracking().OrderByDescending(r => r.Revision).FirstAsync(Cancel)).Digest);
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
    }

    [Fact]
    public async Task An_altered_bit_of_a_published_release_is_found_wherever_it_is()
    {
        await Sample();
        await Publish((await Begin("a-2025")).Id);
        await Publish((await Begin("b-2025", DivisionLevel.City)).Id);
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
        var random = new Random(7);
        var whole = await Db.StatisticalReleases.AsNoTracking().FirstAsync(r => r.Code == "a-2025", Cancel);
        var releases = Db.StatisticalReleases.Where(r => r.Id == whole.Id);
        string Flip(string text)
        {
            var at = random.Next(text.Length);
            return text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];
        }

        for (var round = 0; round < 8; round++)
        {
            await Found(() => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Digest, Flip(whole.Digest)), Cancel), () => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Digest, whole.Digest), Cancel));
            await Found(() => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Link, Flip(whole.Link!)), Cancel), () => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Link, whole.Link), Cancel));
            await Found(() => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Title, Flip(whole.Title)), Cancel), () => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Title, whole.Title), Cancel));
        }
        await Found(() => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.KnownBatch, whole.KnownBatch ^ 1), Cancel), () => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.KnownBatch, whole.KnownBatch), Cancel));
        await Found(() => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Revision, 2), Cancel), () => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Revision, 1), Cancel));
        var rows = Db.PublishedFigures.Where(f => f.ReleaseId == whole.Id && f.Indicator == "high_value_stock" && f.Value != null);
        var value = (await rows.AsNoTracking().FirstAsync(Cancel)).Value;
        Assert.NotNull(value);
        await Found(() => rows.ExecuteUpdateAsync(f => f.SetProperty(x => x.Known, x => x.Known + 1), Cancel), () => rows.ExecuteUpdateAsync(f => f.SetProperty(x => x.Known, x => x.Known - 1), Cancel));
        // A digit of a figure, and a character of a name.
        foreach (var (from, to) in new[] { ("19.61", "19.62"), ("120000", "120001"), ("安徽", "安微") })
            await Found(() => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Body, Once(whole.Body, from, to)), Cancel), () => releases.ExecuteUpdateAsync(r => r.SetProperty(x => x.Body, whole.Body), Cancel));
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);

        async Task Found(Func<Task> alter, Func<Task> mend)
        {
            await alter();
            Assert.NotEmpty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
            await mend();
        }

        static string Once(string text, string from, string to)
        {
            var at = text.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{from} stands nowhere in the body");
            return text[..at] + to + text[(at + from.Length)..];
        }
    }

    [Fact]
    public async Task A_published_figure_is_shown_as_the_release_holds_it_whatever_the_file_says_by_now_and_when_it_is_gone()
    {
        await Sample();
        await Publish((await Begin()).Id);
        var shipped = DefinitionFiles.Shipped;
        Task<IndicatorBook?> By(IEnumerable<IndicatorDefinition> definitions) =>
            PublishedBook.Load(Db, new Actor(null, "", []), IndicatorCatalogue.Build(shipped.Elements, definitions).Catalogue, "high_value_density", "office-340000", null, null, Cancel);

        var other = (await By(shipped.Definitions.Select(d => d.Code == "high_value_density" ? d with { Decimals = 0, Rounding = Rounding.Down, Name = "别的名称", Unit = Unit.Parse("件/人") } : d)))!;
        var point = other.Series.Single();
        Assert.Equal((19.61m, 2, "件/万人"), (point.Figure.Value, point.Decimals, point.Unit));
        Assert.Equal(("每万人口高价值发明专利拥有量", "件/万人", 2), (other.Definition.Name, other.Definition.Unit.Text, other.Definition.Decimals));
        Assert.Equal(19.61m, other.Regions.Single(r => r.Office.Code == "office-340000").Point!.Figure.Value);

        var gone = (await By(shipped.Definitions.Where(d => d.Code != "high_value_density")))!;
        Assert.True(gone.Published!.DefinitionGone);
        Assert.Equal((19.61m, "hv_valid / population", 2), (gone.Series.Single().Figure.Value, gone.Definition.Formula.Text, gone.Definition.Version));
        Assert.Equal(["high_value_density"], await DefinitionVersions.Gone(Db, IndicatorCatalogue.Build(shipped.Elements, shipped.Definitions.Where(d => d.Code != "high_value_density")).Catalogue, Cancel));
    }

    [Fact]
    public async Task A_figure_that_rests_on_a_small_sample_is_not_published_for_itself_and_counts_in_the_whole()
    {
        await Load("surveyed_patents,office-540000,2025,12", "industrialised_patents,office-540000,2025,6", "surveyed_patents,office-340000,2025,300", "industrialised_patents,office-340000,2025,100");
        var begun = (await ReleaseDesk.Begin(Db, Admin, new("rate-2025", "产业化率", "2025", DivisionLevel.Province, ["industrialisation_rate"], new(2026, 3, 2), "cnipa"), clock, Cancel)).Accept();
        await Publish(begun.Id);
        var body = await Body(begun.Id);
        var rate = body.Indicators!.Single();
        ReleaseFigure Of(string office) => rate.Figures[body.Rows.ToList().FindIndex(r => r.Code == office)];
        Assert.Equal(("TooFew", null), (Of("office-540000").State, Of("office-540000").Value));
        Assert.Equal(("Known", 33.3m), (Of("office-340000").State, Of("office-340000").Value)); // 100 of 300: just enough
        Assert.Equal(34m, rate.Total.Value); // 106 of 312
        Assert.Equal("surveyed_patents >= 300", rate.PublishWhen);
        Assert.Equal(FigureState.TooFew, (await PublishedBook.Load(Db, new Actor(null, "", []), DefinitionFiles.Shipped, "industrialisation_rate", "office-540000", null, null, Cancel))!.Series.Single().Figure.State);
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
    }

    [Fact]
    public async Task A_release_of_before_the_clause_and_the_condition_is_made_again_as_it_was()
    {
        await Load("patent_filings,office-340000,2025,400", "abnormal_filings,office-340000,2025,40", "surveyed_patents,office-540000,2025,12", "industrialised_patents,office-540000,2025,6");
        var set = new ExclusionSet { Name = "2025年第一批", Reason = "非正常专利申请通报", ValidFrom = new(2025, 3, 1), By = new(1), At = clock.GetUtcNow() };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "patent_filings", OrganisationId = Db.Organisation("office-340000").Id, Period = Period.OfYear(2025).Key, Amount = 200m });
        await Db.SaveChangesAsync(Cancel);
        Db.ChangeTracker.Clear();
        var begun = (await ReleaseDesk.Begin(Db, Admin, new("old-2025", "旧发布", "2025", DivisionLevel.Province, ["abnormal_share", "patent_filing_count", "industrialisation_rate"], new(2026, 3, 2), "cnipa"), clock, Cancel)).Accept();
        var body = await Body(begun.Id);
        var anhui = body.Rows.ToList().FindIndex(r => r.Code == "office-340000");
        Assert.Equal(10m, body.Indicators![0].Figures[anhui].Value); // 40 of 400: the share has no clause
        Assert.True(body.ByClause);

        // As the program wrote it before: 40 of 200, and a rate of twelve samples.
        ReleaseIndicator Changed(ReleaseIndicator indicator, string office, Func<ReleaseFigure, ReleaseFigure> change) =>
            indicator with { PublishWhen = null, Total = change(indicator.Total), Figures = [.. indicator.Figures.Zip(body.Rows, (f, row) => row.Code == office ? change(f) : f)] };
        var old = body with
        {
            ByClause = null,
            Indicators =
            [
                Changed(body.Indicators[0], "office-340000", f => f with { Value = 20m, Before = 10m }), body.Indicators[1], Changed(body.Indicators[2], "office-540000", f => f with { State = "Known", Value = 50m }),
            ],
        };
        // No draft with these figures would be published today; so the one that was is made what the program of then would have left.
        await Publish(begun.Id);
        var release = await Db.StatisticalReleases.AsTracking().SingleAsync(r => r.Id == begun.Id, Cancel);
        (release.Body, release.Digest) = (old.Write(), TextDigest.Of(old.Write()));
        var at = await Db.ReleaseSteps.Where(s => s.ReleaseId == begun.Id && s.To == ReleaseState.Published).Select(s => s.At).SingleAsync(Cancel);
        release.Link = ReleaseBody.Link("", release, at);
        await Db.PublishedFigures.Where(f => f.ReleaseId == begun.Id).ExecuteDeleteAsync(Cancel);
        Db.AddRange(await ReleaseFigures.Rows(Db, release, Cancel));
        AuditLog.Append(Db, Admin, at, "statistics.release-step", $"release/{begun.Id.Value}", new { to = nameof(ReleaseState.Published), link = release.Link });
        await Db.SaveChangesAsync(Cancel);
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
    }

    [Theory]
    [InlineData("2025-05", "release.indicator-period")] // it has no months
    [InlineData("2018", "release.indicator-period")] // no definition yet
    public async Task An_indicator_that_does_not_speak_of_the_period_cannot_be_released(string period, string refusal)
    {
        var begun = await ReleaseDesk.Begin(Db, Admin, new("x-1", "主要指标", period, DivisionLevel.Province, ["high_value_density"], new(2026, 3, 2), "cnipa"), clock, Cancel);
        Assert.Equal(refusal, begun.Refusal());
        Assert.Contains(period, string.Join(' ', begun.Accepted(out _, out var why) ? [] : why.Defects.SelectMany(d => d.Arguments).Select(a => Convert.ToString(a, CultureInfo.InvariantCulture))), StringComparison.Ordinal);
    }

    sealed class StepClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
