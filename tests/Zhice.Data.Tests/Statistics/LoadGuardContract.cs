using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Services;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteLoadGuard(PostgresCluster cluster) : LoadGuardContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresLoadGuard(PostgresCluster cluster) : LoadGuardContract(StoreProvider.PostgreSql, cluster);

/// <summary>A file is no way round the sheet: what was sent and what the platform counts stays, and what a sheet would ask about is asked.</summary>
public abstract class LoadGuardContract : SeededContract
{
    static readonly Period Quarter = Period.OfQuarter(2026, 3);
    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected LoadGuardContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Anhui => Db.Actor(Role.RegionalOfficer, "office-340000") with { AccountId = new AccountId(2) };

    async Task<Outcome<LoadResult>> Load(string[] lines, string? reason = null, Actor? actor = null)
    {
        Db.ChangeTracker.Clear();
        return await ObservationLoad.Run(Db, actor ?? Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
            new LoadRequest(StatisticsFiles.Shipped.Elements) { Name = "a.csv", Reason = reason }, clock, Cancel);
    }

    async Task<IReadOnlyList<Defect>> Faults(string[] lines, string? reason = null, Actor? actor = null)
    {
        var before = await Db.Observations.CountAsync(Cancel);
        Assert.False((await Load(lines, reason, actor)).Accepted(out _, out var why));
        Assert.Equal(before, await Db.Observations.CountAsync(Cancel));
        return why.Defects;
    }

    async Task SendAll()
    {
        (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var office = Db.Organisation("office-340000").Id;
        var sheet = await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == office, Cancel);
        Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "80", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35" };
        (await ReturnDesk.Send(Db, Anhui, sheet.Id, new ReturnContent(sheet.Version, texts, new Dictionary<string, string>()), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    [Fact]
    public async Task What_was_sent_is_changed_by_no_file_not_even_the_offices_own_and_with_no_reason()
    {
        await SendAll();
        Assert.Equal("load.sent", Assert.Single(await Faults(["pledge_smes,office-340000,2026Q3,96"], actor: Anhui)).Code);
        Assert.Equal("load.sent", (await Faults(["pledge_smes,office-340000,2026Q3,96"], "补录一家企业，已核实"))[0].Code);
        (await Load(["pledge_smes,office-340000,2026Q3,95"], actor: Anhui)).Accept(); // the same is no change
    }

    [Fact]
    public async Task What_the_platform_filled_in_and_was_sent_is_changed_by_no_file()
    {
        (await Load(["pledge_projects,office-340000,2026-07,20", "pledge_projects,office-340000,2026-08,30", "pledge_projects,office-340000,2026-09,70"])).Accept();
        await SendAll();
        Assert.Equal(ObservationSource.Platform, await Source("pledge_projects"));
        var faults = await Faults(["pledge_projects,office-340000,2026Q3,700"], "各月之和有误，按季报数");
        Assert.Equal(("load.platform", 2), (faults[0].Code, faults[0].Arguments[0]));
        Assert.Equal(120m, (await Observations.Read(Db, new(["pledge_projects"], [Quarter]) { Organisations = [Db.Organisation("office-340000").Id] }, Cancel)).Single().Value);

        async Task<ObservationSource> Source(string element) => await (
            from o in Db.Observations
            join e in Db.ElementKeys on o.Element equals e.Id
            join b in Db.ObservationBatches on o.Batch equals b.Id
            where e.Code == element && o.Period == Quarter.Key && o.EndedBy == 0
            select b.Source).SingleAsync(Cancel);
    }

    [Fact]
    public async Task What_the_cases_of_the_platform_make_whole_is_brought_by_no_file_even_before_it_was_sent()
    {
        var item = CoverageDesk.Sources(ServiceFiles.Shipped).First(source => StatisticsFiles.Shipped.Elements.Values.Any(e => ServiceFiles.Shipped.FeedsOf(e.Code).Any() && ServiceFiles.Shipped.FeedsOf(e.Code).All(f => f.Item == source && f.Feed.Part is null && f.Level != ServiceLevel.National)));
        var element = StatisticsFiles.Shipped.Elements.Values.First(e => ServiceFiles.Shipped.FeedsOf(e.Code).Any() && ServiceFiles.Shipped.FeedsOf(e.Code).All(f => f.Item == item && f.Feed.Part is null)).Code;
        (await Load([$"{element},office-340000,2026-07,3"])).Accept(); // nothing is declared yet
        (await CoverageDesk.Declare(Db, Db.Actor(Role.RegionalAdministrator, "office-340000") with { AccountId = new AccountId(3) }, item, "office-340000", new(2026, 8, 1), "全部在本平台办理", clock, Cancel)).Accept();
        var fault = Assert.Single(await Faults([$"{element},office-320000,2026-08,4", $"{element},office-340000,2026-08,5"]));
        Assert.Equal(("load.counted", 3), (fault.Code, fault.Arguments[0]));
        (await Load([$"{element},office-340000,2026-06,3"])).Accept(); // before the day of the declaration
    }

    [Fact]
    public async Task A_warning_rule_and_a_pattern_ask_of_a_file_what_they_ask_of_a_sheet_and_a_reason_answers()
    {
        (await Load(["pledge_amount,office-340000,2025Q2,5"])).Accept();
        var year = await Faults(["pledge_amount,office-320000,2026Q2,9", "pledge_amount,office-340000,2026Q2,9999"]);
        Assert.Equal([("check.year-line", 3), ("load.answer", 1)], year.Select(f => (f.Code, (int)f.Arguments[0])));
        Assert.Equal("reason", year[1].Field);
        var done = (await Load(["pledge_amount,office-340000,2026Q2,9999"], "新增一笔省级平台集中登记")).Accept();
        Assert.Contains("省级平台集中登记", (await Db.ObservationBatches.SingleAsync(b => b.Id == done.Batch, Cancel)).Note, StringComparison.Ordinal);

        (await Load([.. Enumerable.Range(1, 9).Select(m => $"aid_requests,office-330000,2025-0{m},{100 + m}")])).Accept();
        Assert.Equal(["pattern.outlier-line", "load.answer"], (await Faults(["aid_requests,office-330000,2025-10,400"])).Select(f => f.Code));
        (await Load(["aid_requests,office-330000,2025-10,108"])).Accept(); // nothing out of the ordinary is asked about
    }

    [Fact]
    public async Task Offices_below_contradict_the_figure_above_in_whichever_order_they_come()
    {
        (await Load(["aid_requests,office-340000,2026-05,615"])).Accept();
        var over = Assert.Single(await Faults(["aid_requests,office-320500,2026-05,1", "aid_requests,office-340500,2026-05,5000"]));
        Assert.Equal(("load.below", 3), (over.Code, over.Arguments[0]));
        Assert.Contains("安徽", (string)over.Arguments[1], StringComparison.Ordinal); // whose figure it is that they exceed
        (await Load(["aid_requests,office-340500,2026-05,600"])).Accept(); // one of sixteen may be less
        (await Load(["aid_requests,office-340600,2026-05,5000"], "市级口径含跨区移送")).Accept();
    }

    [Fact]
    public async Task A_return_whose_figures_came_by_file_is_held_and_one_of_which_three_came_shows_three_of_four()
    {
        (await Load(["pledge_projects,office-340000,2026-07,20", "pledge_projects,office-340000,2026-08,30", "pledge_projects,office-340000,2026-09,70", "pledge_inclusive_projects,office-340000,2026Q3,80",
            "pledge_smes,office-340000,2026Q3,95", "pledge_amount,office-340000,2026Q3,12.35", "pledge_projects,office-320000,2026Q3,9", "pledge_smes,office-320000,2026Q3,9", "pledge_amount,office-320000,2026Q3,1"])).Accept();
        var round = (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var held = await CollectionDesk.Held(Db, Admin, round, Cancel);
        Assert.Equal((4, true), (held[Db.Organisation("office-340000").Id].Figures, held[Db.Organisation("office-340000").Id].Whole));
        Assert.Equal((3, false), (held[Db.Organisation("office-320000").Id].Figures, held[Db.Organisation("office-320000").Id].Whole));
        var provinces = (await CollectionDesk.Progress(Db, Admin, round, Cancel))[0];
        Assert.Equal((0, 1, 7), (provinces.Sent, provinces.Held, provinces.Filled));
    }

    [Fact]
    public async Task The_answer_says_how_many_figures_took_the_place_of_others()
    {
        (await Load([$"{StatisticsFiles.Shipped.Elements["hv_valid"].Name},office-340000,2025-12,9", "hv_valid,office-320000,2025-12,9"])).Accept(); // an element by its Chinese name
        var done = (await Load(["hv_valid,office-340000,2025-12,10", "hv_valid,office-320000,2025-12,9", "hv_valid,office-330000,2025-12,9"])).Accept();
        Assert.Equal((3, 2, 1, 1), (done.Lines, done.Written, done.Replaced, done.Unchanged));
    }
}
