using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Indicators;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteLoadCheck(PostgresCluster cluster) : LoadCheckContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresLoadCheck(PostgresCluster cluster) : LoadCheckContract(StoreProvider.PostgreSql, cluster);

/// <summary>What a file may not do to figures that stand: break a rule, change what was published or sent, contradict months or offices below.</summary>
public abstract class LoadCheckContract : SeededContract
{
    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected LoadCheckContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Anhui => Db.Actor(Role.RegionalOfficer, "office-340000") with { AccountId = new AccountId(2) };

    Task<Outcome<LoadResult>> Load(string[] lines, string? reason = null, Actor? actor = null) => ObservationLoad.Run(Db, actor ?? Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + string.Join('\n', lines) + "\n")),
        new LoadRequest(StatisticsFiles.Shipped.Elements) { Name = "a.csv", Reason = reason }, clock, Cancel);

    async Task Refused(string code, int line, string[] lines, string? reason = null, Actor? actor = null)
    {
        var before = await Db.ObservationBatches.CountAsync(Cancel);
        var refused = await Load(lines, reason, actor);
        Assert.Equal(code, refused.Refusal());
        refused.Accepted(out _, out var why);
        Assert.Equal(line, Assert.Single(why!.Defects).Arguments[0]);
        Assert.Equal(before, await Db.ObservationBatches.CountAsync(Cancel)); // the sound lines neither
    }

    [Fact]
    public async Task A_rule_of_importance_error_refuses_the_file_and_names_the_line()
    {
        await Refused("check.at-most-line", 3, ["aid_requests,office-320000,2025-05,9", "aid_closed,office-340200,2025-05,1200", "aid_requests,office-340200,2025-05,12"]);
        (await Load(["aid_requests,office-340200,2025-05,12", "aid_closed,office-340200,2025-05,12"])).Accept();
        // What the file does not hold stands in the store.
        await Refused("check.at-most-line", 2, ["aid_requests,office-340200,2025-05,11"]);
        await Refused("check.at-most-line", 3, ["aid_closed,office-340200,2025-06,5", "aid_closed,office-340200,2025-05,13"]);
    }

    [Fact]
    public async Task A_year_of_firms_is_held_against_the_bounds_of_its_quarters_and_not_against_their_sum()
    {
        (await Load(["pledge_smes,office-340000,2025Q1,30", "pledge_smes,office-340000,2025Q2,40", "pledge_smes,office-340000,2025Q3,50", "pledge_smes,office-340000,2025Q4,60"])).Accept();
        await Refused("load.distinct", 2, ["pledge_smes,office-340000,2025,59"]);
        await Refused("load.distinct", 2, ["pledge_smes,office-340000,2025,181"]);
        (await Load(["pledge_smes,office-340000,2025,95"])).Accept();
    }

    [Fact]
    public async Task What_was_published_changes_by_a_correction_and_not_by_a_file()
    {
        (await Load(["hv_valid,office-340000,2025-12,120000", "hv_valid,office-340000,2025-11,119000"])).Accept();
        await Publish(["high_value_stock"]);
        await Refused("load.published", 3, ["hv_valid,office-320000,2025-12,300000", "hv_valid,office-340000,2025-12,120001"]);
        await Refused("load.parts-published", 2, ["hv_valid,office-340000,2025,99999"], "年度决算数与十二月月报口径不同");
        (await Load(["hv_valid,office-320000,2025-12,300000", "hv_valid,office-340000,2025-12,120000"])).Accept(); // what comes late changes nothing that was said

        var asked = (await CorrectionDesk.Ask(Db, Anhui, new("hv_valid", "office-340000", "2025-12", "120001", "漏报一件有效专利"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await CorrectionDesk.Decide(Db, Admin, asked.Id, 0, true, "已核对登记簿", clock, Cancel)).Accept();
        Assert.Equal(120_001m, (await Observations.Read(Db, new(["hv_valid"], [Period.OfMonth(2025, 12)]) { Organisations = [Db.Organisation("office-340000").Id] }, Cancel)).Single().Value);
    }

    [Fact]
    public async Task A_year_that_its_months_contradict_is_asked_about_and_stands_with_a_reason_that_is_kept()
    {
        var months = Enumerable.Range(1, 12).Select(m => $"aid_requests,office-340000,2025-{m:00},{m}").ToArray();
        (await Load(months)).Accept();
        (await Load(["aid_requests,office-340000,2025Q1,6"])).Accept();
        await Refused("load.parts", 2, ["aid_requests,office-340000,2025,80", "aid_requests,office-320000,2025,80"]);
        await Refused("load.parts", 2, ["aid_requests,office-320000,2025-01,7", "aid_requests,office-320000,2025Q1,6"]); // some months are more than their quarter
        await Refused("load.parts", 2, ["hv_valid,office-330000,2025,5", "hv_valid,office-330000,2025-12,6"]);
        Assert.Equal("load.reason", (await Load(["aid_requests,office-340000,2025,80"], "因为")).Refusal());

        var done = (await Load(["aid_requests,office-340000,2025,80"], "年度审计调整，含补录两件")).Accept();
        Assert.Contains("年度审计调整", (await Db.ObservationBatches.SingleAsync(b => b.Id == done.Batch, Cancel)).Note, StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString((await Db.AuditEntries.OrderByDescending(a => a.Id).FirstAsync(a => a.Action == "statistics.load", Cancel)).Body);
        Assert.Contains("年度审计调整", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_of_the_whole_is_held_against_the_offices_below()
    {
        (await Load(["hv_valid,office-340000,2025,100", "hv_valid,office-320000,2025,200"])).Accept();
        await Refused("load.below", 3, ["hv_valid,office-330000,2025,300", "hv_valid,cnipa,2025,5"]);
        (await Load(["hv_valid,cnipa,2025,700"])).Accept(); // two of 32 do not say what the whole is
        (await Load(["hv_valid,cnipa,2025,5"], "本级口径只含在京单位")).Accept();
        // A mean time adds to nothing.
        var mean = DefinitionFiles.Shipped.Elements.First(e => !DefinitionFiles.Shipped.AddsUp(e.Code) && e.NonNegative).Code;
        (await Load([$"{mean},office-340000,2025,9", $"{mean},cnipa,2025,1"])).Accept();
    }

    [Fact]
    public async Task What_an_office_sent_is_not_replaced_by_the_file_of_another()
    {
        (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Period.OfQuarter(2026, 3), Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var office = Db.Organisation("office-340000").Id;
        var sheet = await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == office, Cancel);
        Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "80", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35" };
        (await ReturnDesk.Send(Db, Anhui, sheet.Id, new ReturnContent(sheet.Version, texts, new Dictionary<string, string>()), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();

        await Refused("load.sent", 3, ["pledge_smes,office-320000,2026Q3,9", "pledge_smes,office-340000,2026Q3,777"]);
        (await Load(["pledge_smes,office-340000,2026Q3,95"])).Accept(); // the same is no change
    }

    [Fact]
    public async Task A_correction_is_held_to_the_rules_when_it_is_asked_for_and_when_it_is_decided()
    {
        clock.Now = new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero);
        (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Period.OfQuarter(2026, 3), Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();
        (await Load(["pledge_projects,office-340000,2026Q3,38", "pledge_inclusive_projects,office-340000,2026Q3,22"])).Accept();
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("check.at-most", (await CorrectionDesk.Ask(Db, Anhui, new("pledge_inclusive_projects", "office-340000", "2026Q3", "9999", "漏报若干普惠项目"), clock, Cancel)).Refusal());
        var more = (await CorrectionDesk.Ask(Db, Anhui, new("pledge_inclusive_projects", "office-340000", "2026Q3", "30", "漏报八个普惠项目"), clock, Cancel)).Accept();
        var less = (await CorrectionDesk.Ask(Db, Anhui, new("pledge_projects", "office-340000", "2026Q3", "25", "重复计算十三个项目"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await CorrectionDesk.Decide(Db, Admin, more.Id, 0, true, "", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("check.at-most", (await CorrectionDesk.Decide(Db, Admin, less.Id, 0, true, "", clock, Cancel)).Refusal()); // 25 held before the other was accepted
    }

    [Fact]
    public async Task A_deduction_follows_the_figure_that_is_used_and_an_own_report_stands_beside_what_those_below_make()
    {
        (await Load(["hv_valid,office-340000,2025-12,1000", "hv_valid,office-320000,2025,200"])).Accept();
        (await Load(["hv_valid,office-340000,2025,1200", "hv_valid,cnipa,2025,5"], "年度数含补录，本级口径不同")).Accept();
        var set = new ExclusionSet { Name = "第一批", Reason = "通报", ValidFrom = new(2025, 3, 1), By = new(1), At = clock.GetUtcNow() };
        Db.ExclusionSets.Add(set);
        await Db.SaveChangesAsync(Cancel);
        Db.ExclusionEffects.Add(new() { SetId = set.Id, Element = "hv_valid", OrganisationId = Db.Organisation("office-340000").Id, Period = Period.OfMonth(2025, 12).Key, Amount = 100 });
        await Db.SaveChangesAsync(Cancel);
        await IndicatorRun.Compute(Db, DefinitionFiles.Shipped, 2025, clock, false, Cancel);

        var (anhui, nation) = (await Figure("office-340000"), await Figure("cnipa"));
        Assert.Equal((1100m, 1200m), (anhui.Value, anhui.Before));
        Assert.Equal((5m, 1300m), (nation.Value, nation.Below)); // 1,100 and 200

        async Task<IndicatorFigure> Figure(string office)
        {
            var id = Db.Organisation(office).Id;
            return await (
                from figure in Db.IndicatorFigures
                join definition in Db.IndicatorDefinitions on figure.Definition equals definition.Id
                where definition.Code == "high_value_stock" && figure.OrganisationId == id && figure.Period == 202500
                select figure).AsNoTracking().SingleAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_release_takes_months_for_the_year_once_and_another_address_does_not_publish_the_same_again()
    {
        (await Load([.. Enumerable.Range(1, 12).Select(m => $"aid_requests,office-340000,2025-{m:00},{m}"), "hv_valid,office-340000,2025-12,9"])).Accept();
        var release = await Publish(["aid_requests", "hv_valid", "aid_requests"]);
        var body = ReleaseBody.Read(release.Body);
        Assert.Equal([("aid_requests", 78m, 1), ("hv_valid", 9m, 1)], body.Columns.Select(c => (c.Code, c.Total!.Value, c.Covered)));
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);

        var rival = await ReleaseDesk.Begin(Db, Admin, new("rival", "另一发布", "2025", DivisionLevel.Province, ["hv_valid"], new(2026, 10, 8), "cnipa"), clock, Cancel);
        Assert.Equal("release.elsewhere", rival.Refusal());
        (await ReleaseDesk.Begin(Db, Admin, new("cities", "城市", "2025", DivisionLevel.City, ["hv_valid"], new(2026, 10, 8), "cnipa"), clock, Cancel)).Accept();
    }

    [Fact]
    public async Task An_end_of_the_chain_that_was_cut_off_is_found_by_the_audit_log()
    {
        (await Load(["hv_valid,office-340000,2025-12,9"])).Accept();
        var release = await Publish(["hv_valid"]);
        (await InterferenceLog.Write(Db, Anhui, new("某负责人", "电话", "要求改数", "", "未改动"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);

        await Db.ReleaseSteps.Where(s => s.ReleaseId == release.Id).ExecuteDeleteAsync(Cancel);
        await Db.StatisticalReleases.Where(r => r.Id == release.Id).ExecuteDeleteAsync(Cancel);
        await Db.InterferenceNotes.ExecuteDeleteAsync(Cancel);
        var faults = (await StatisticsVerifier.Verify(Db, Cancel)).Faults;
        Assert.Equal([$"the audit log says that release/{release.Id.Value} was published last, and the chain ends otherwise", "the audit log knows 1 notes, and 0 are there"], faults);
    }

    [Fact]
    public async Task A_succession_that_was_recorded_wrongly_is_withdrawn_and_the_office_stands_again()
    {
        (await OfficeFacts.Record(Db, Admin, new("office-340100", [("office-340200", 1m)], new(2026, 7, 1), SuccessionKind.Merger, "测试文件"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var id = Db.Successions.Single().Id;
        Assert.Equal("succession.reason", (await OfficeFacts.Withdraw(Db, Admin, id, "错", clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await OfficeFacts.Withdraw(Db, Anhui, id, "登记错了机构", clock, Cancel)).Refusal());
        (await OfficeFacts.Withdraw(Db, Admin, id, "登记错了机构", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Null(Db.Organisation("office-340100").ValidTo);
        Assert.NotNull(Db.Successions.Single().WithdrawnAt);
        Assert.Equal("succession.missing", (await OfficeFacts.Withdraw(Db, Admin, id, "登记错了机构", clock, Cancel)).Refusal());
        (await OfficeFacts.Record(Db, Admin, new("office-340100", [("office-340300", 1m)], new(2026, 7, 1), SuccessionKind.Merger, "测试文件"), clock, Cancel)).Accept();
        Assert.Equal("succession.day", (await OfficeFacts.Record(Db, Admin, new("office-340400", [("office-340500", 1m)], new(2099, 7, 1), SuccessionKind.Rename, "测试文件"), clock, Cancel)).Refusal());
        Assert.Equal("succession.shares", (await OfficeFacts.Record(Db, Admin, new("office-340400", [("office-340500", 1m)], new(2026, 7, 1), SuccessionKind.Split, "测试文件"), clock, Cancel)).Refusal());
    }

    // The sample has one administrator of the nation; the second and third person are numbers.
    async Task<StatisticalRelease> Publish(string[] content)
    {
        var release = (await ReleaseDesk.Begin(Db, Admin, new("main-2025", "主要指标", "2025", DivisionLevel.Province, content, new(2026, 10, 8), "cnipa"), clock, Cancel)).Accept();
        foreach (var (to, by) in ((ReleaseState, int)[])[(ReleaseState.Reviewed, 9001), (ReleaseState.Approved, 9002), (ReleaseState.Published, 9002)])
        {
            Db.ChangeTracker.Clear();
            var version = await Db.StatisticalReleases.Where(r => r.Id == release.Id).Select(r => r.Version).SingleAsync(Cancel);
            (await ReleaseDesk.Move(Db, Admin with { AccountId = new AccountId(by) }, release.Id, version, to, null, clock, Cancel)).Accept();
        }
        Db.ChangeTracker.Clear();
        return await Db.StatisticalReleases.AsNoTracking().SingleAsync(r => r.Id == release.Id, Cancel);
    }
}
