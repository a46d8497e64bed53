using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.Statistics;

public sealed class SqliteCollection(PostgresCluster cluster) : CollectionContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCollection(PostgresCluster cluster) : CollectionContract(StoreProvider.PostgreSql, cluster);

/// <summary>From the opening of a form to a restated release, on both stores.</summary>
public abstract class CollectionContract : SeededContract
{
    static readonly Period Quarter = Period.OfQuarter(2026, 3);
    static readonly Dictionary<string, string> good = new(StringComparer.Ordinal)
    {
        ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "80", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35",
    };

    readonly Ticking clock = new(new DateTimeOffset(2026, 10, 8, 2, 0, 0, TimeSpan.Zero));

    protected CollectionContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 4; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Person(int account, Role role, string at) => Db.Actor(role, at) with { AccountId = new AccountId(account) };
    Actor Anhui => Person(2, Role.RegionalOfficer, "office-340000");

    async Task<CollectionRound> Opened() => (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel)).Accept();

    async Task<StatisticalReturn> ReturnOf(string office)
    {
        Db.ChangeTracker.Clear();
        var id = Db.Organisation(office).Id;
        return await Db.StatisticalReturns.AsNoTracking().SingleAsync(r => r.OrganisationId == id, Cancel);
    }

    async Task<Domain.Outcome<CheckedSheet>> Send(string office, Actor actor, Dictionary<string, string> texts, Dictionary<string, string>? answers = null)
    {
        var sheet = await ReturnOf(office);
        var outcome = await ReturnDesk.Send(Db, actor, sheet.Id, new ReturnContent(sheet.Version, texts, answers ?? []), clock, Cancel);
        Db.ChangeTracker.Clear();
        return outcome;
    }

    async Task<decimal?> Value(string element, string office = "office-340000", DateTimeOffset? at = null)
    {
        var values = await Observations.Read(Db, new([element], [Quarter]) { Organisations = [Db.Organisation(office).Id], KnownAt = at }, Cancel);
        return values.Count == 0 ? null : values[0].Value;
    }

    [Fact]
    public async Task A_form_asks_every_province_and_city_and_counts_who_sent_in_time()
    {
        var round = await Opened();
        Assert.Equal((new DateOnly(2026, 10, 8), new DateOnly(2026, 10, 15), new DateOnly(2026, 10, 31)), (round.OpensOn, round.DueOn, round.LocksOn)); // it opens on the day it was opened, not before
        (await Send("office-340000", Anhui, good)).Accept();
        clock.Now = new DateTimeOffset(2026, 10, 15, 16, 0, 0, TimeSpan.Zero); // midnight in China: a day late
        (await Send("office-320000", Person(3, Role.RegionalOfficer, "office-320000"), good)).Accept();

        var progress = await CollectionDesk.Progress(Db, Admin, round, Cancel);
        Assert.Equal((32, 2, 1, 8), (progress[0].Asked, progress[0].Sent, progress[0].InTime, progress[0].Filled));
        Assert.Equal(333, progress[1].Asked);
        Assert.Equal("collection.there", (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter, Db.Organisation("cnipa").Id, false, clock, Cancel)).Refusal());
        Assert.Equal("collection.running", (await CollectionDesk.Open(Db, Admin, "pledge_quarterly", Quarter.Next, Db.Organisation("cnipa").Id, false, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Faults_rules_and_missing_cells_stop_a_return_and_nothing_of_it_is_known()
    {
        await Opened();
        var refused = await Send("office-340000", Anhui, new(good) { ["pledge_amount"] = "NaN", ["pledge_inclusive_projects"] = "121", ["pledge_smes"] = "" });

        refused.Accepted(out _, out var why);
        Assert.Equal(["figure.not", "return.cell-missing", "check.at-most"], why!.Defects.Select(d => d.Code));
        Assert.Empty(Db.Observations);
        Assert.Null((await ReturnOf("office-340000")).SentAt);
    }

    [Fact]
    public async Task A_draft_is_kept_with_its_faults_and_a_second_person_is_told_of_it()
    {
        await Opened();
        var sheet = await ReturnOf("office-340000");
        (await ReturnDesk.Save(Db, Anhui, sheet.Id, new ReturnContent(0, new Dictionary<string, string> { ["pledge_amount"] = "十二" }, new Dictionary<string, string>()), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();

        Assert.Equal("十二", (await ReturnSheets.Open(Db, Anhui, sheet.Id, Domain.Calendar.ChinaTime.Today(clock), Cancel)).Accept().Texts["pledge_amount"]);
        Assert.Empty((await ReturnSheets.Open(Db, Admin, sheet.Id, Domain.Calendar.ChinaTime.Today(clock), Cancel)).Accept().Texts); // the superior does not look over the shoulder
        Assert.Equal("return.missing", (await ReturnSheets.Open(Db, Person(3, Role.RegionalOfficer, "office-320000"), sheet.Id, Domain.Calendar.ChinaTime.Today(clock), Cancel)).Refusal());
        Assert.Equal("return.changed", (await ReturnDesk.Save(Db, Anhui, sheet.Id, new ReturnContent(0, good, new Dictionary<string, string>()), clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_finding_needs_an_answer_which_is_kept_beside_its_figures()
    {
        (await Load("pledge_amount,office-340000,2025Q3,5")).Accept();
        await Opened();
        var refused = await Send("office-340000", Anhui, good); // 12.35 after 5: +147 %
        refused.Accepted(out _, out var why);
        Assert.Equal(("return.answer", "answer:pledge_amount_year/pledge_amount"), (why!.Code, why.Defects[0].Field));

        (await Send("office-340000", Anhui, good, new() { ["pledge_amount_year/pledge_amount"] = "三季度有两笔大额项目" })).Accept();

        var answer = Assert.Single(Db.FindingAnswers);
        Assert.Contains("12.35 亿元", answer.Shown, StringComparison.Ordinal);
        (await Send("office-340000", Anhui, good)).Accept(); // the same figures are not asked about again
    }

    [Fact]
    public async Task A_year_before_that_was_reported_by_months_is_compared_with_what_they_make()
    {
        (await Load("pledge_amount,office-340000,2025-07,1\npledge_amount,office-340000,2025-08,1.5\npledge_amount,office-340000,2025-09,2.5\npledge_smes,office-340000,2025-07,3")).Accept();
        await Opened();
        var sheet = (await ReturnSheets.Open(Db, Anhui, (await ReturnOf("office-340000")).Id, Domain.Calendar.ChinaTime.Today(clock), Cancel)).Accept();
        Assert.Equal([new("pledge_amount", 5m)], sheet.Background.YearBefore); // one month of three is no quarter
        Assert.Contains(sheet.Check(good).Findings, f => f.Check == "pledge_amount_year"); // 12.35 after 5
    }

    [Fact]
    public async Task Firms_of_three_months_are_asked_for_again_and_bounded_by_them()
    {
        (await Load("pledge_smes,office-340000,2026-07,30\npledge_smes,office-340000,2026-08,40\npledge_smes,office-340000,2026-09,20")).Accept();
        await Opened();
        var sheet = (await ReturnSheets.Open(Db, Anhui, (await ReturnOf("office-340000")).Id, Domain.Calendar.ChinaTime.Today(clock), Cancel)).Accept();

        Assert.False(sheet.Held.ContainsKey("pledge_smes")); // 90 would count a firm of two months twice
        Assert.Equal(new DistinctBounds(40, 90), sheet.Background.Bounds["pledge_smes"]);
        (await Send("office-340000", Anhui, new(good) { ["pledge_smes"] = "39" })).Accepted(out _, out var why);
        Assert.Equal("answer:distinct/pledge_smes", why!.Defects.Single(d => d.Field!.Contains("smes", StringComparison.Ordinal)).Field);
        (await Send("office-340000", Anhui, new(good) { ["pledge_smes"] = "62" })).Accept();
    }

    [Fact]
    public async Task What_the_platform_holds_is_filled_in_and_not_asked()
    {
        (await Load("pledge_projects,office-340000,2026-07,10\npledge_projects,office-340000,2026-08,20\npledge_projects,office-340000,2026-09,70\npledge_smes,office-340000,2026Q3,77")).Accept();
        await Opened();
        var sheet = (await ReturnSheets.Open(Db, Anhui, (await ReturnOf("office-340000")).Id, Domain.Calendar.ChinaTime.Today(clock), Cancel)).Accept();

        Assert.Equal(("held.sum", 100m), (sheet.Held["pledge_projects"].From.Code, sheet.Held["pledge_projects"].Value));
        Assert.Equal(("held.file", 77m), (sheet.Held["pledge_smes"].From.Code, sheet.Held["pledge_smes"].Value));
        (await Send("office-340000", Anhui, new() { ["pledge_projects"] = "999", ["pledge_inclusive_projects"] = "80", ["pledge_amount"] = "12" })).Accept();
        Assert.Equal(100m, await Value("pledge_projects")); // what was typed over a held figure is not taken
        Assert.Contains(Db.ObservationBatches, b => b.Source == ObservationSource.Platform && b.By == null);
    }

    [Fact]
    public async Task After_the_lock_a_value_changes_by_a_second_persons_word_and_the_original_stays()
    {
        await Opened();
        (await Send("office-340000", Anhui, good)).Accept();
        var request = new CorrectionRequest("pledge_projects", "office-340000", "2026Q3", "125", "漏报五个续期项目");
        Assert.Equal("correction.not-locked", (await CorrectionDesk.Ask(Db, Anhui, request, clock, Cancel)).Refusal());
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("return.locked", (await Send("office-340000", Anhui, good)).Refusal());
        Assert.Equal("load.locked", (await Load("pledge_projects,office-340000,2026Q3,125", Anhui)).Refusal());
        var asked = (await CorrectionDesk.Ask(Db, Anhui, request, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("correction.second-person", (await CorrectionDesk.Decide(Db, Anhui, asked.Id, 0, true, "", clock, Cancel)).Refusal());
        Assert.Equal("correction.missing", (await CorrectionDesk.Decide(Db, Person(3, Role.RegionalOfficer, "office-320000"), asked.Id, 0, true, "", clock, Cancel)).Refusal());
        Assert.Equal("correction.open", (await CorrectionDesk.Ask(Db, Anhui, request, clock, Cancel)).Refusal());
        var before = clock.Now;
        clock.Now = before.AddHours(1);
        (await CorrectionDesk.Decide(Db, Person(3, Role.RegionalAdministrator, "office-340000"), asked.Id, 0, true, "已核对台账", clock, Cancel)).Accept();

        Assert.Equal(125m, await Value("pledge_projects"));
        Assert.Equal(120m, await Value("pledge_projects", at: before));
        var history = await Observations.History(Db, "pledge_projects", Db.Organisation("office-340000").Id, Quarter, Cancel);
        Assert.Equal([ObservationSource.Correction, ObservationSource.Entry], history.Select(h => h.From.Source));
    }

    [Fact]
    public async Task A_province_locks_its_own_offices_and_nobody_elses()
    {
        var anhui = Person(4, Role.RegionalAdministrator, "office-340000");
        (await CollectionDesk.Open(Db, anhui, "pledge_quarterly", Quarter, Db.Organisation("office-340000").Id, false, clock, Cancel)).Accept();
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("load.locked", (await Load("pledge_projects,office-340100,2026Q3,10", anhui)).Refusal());
        (await Load("pledge_projects,office-320100,2026Q3,10")).Accept();
        Assert.Equal("correction.no-round", (await CorrectionDesk.Ask(Db, Person(3, Role.RegionalOfficer, "office-320100"), new("pledge_projects", "office-320100", "2026Q3", "12", "漏报两个续期项目"), clock, Cancel)).Refusal());
        (await CorrectionDesk.Ask(Db, Person(3, Role.RegionalOfficer, "office-340100"), new("pledge_projects", "office-340100", "2026Q3", "12", "错过填报，现在补报"), clock, Cancel)).Accept();
    }

    [Fact]
    public async Task A_published_figure_is_not_changed_by_sending_its_return_again()
    {
        await Opened();
        (await Send("office-340000", Anhui, good)).Accept();
        var (drafter, reviewer) = (Person(2, Role.DepartmentOfficer, "cnipa-utilisation"), Person(3, Role.DepartmentOfficer, "cnipa-utilisation"));
        var release = (await ReleaseDesk.Begin(Db, drafter, new("pledge-2026q3", "质押融资季报", "2026Q3", DivisionLevel.Province, ["pledge_projects"], new(2026, 10, 8), "cnipa"), clock, Cancel)).Accept();
        (await Move(release, reviewer, ReleaseState.Reviewed)).Accept();
        foreach (var state in (ReleaseState[])[ReleaseState.Approved, ReleaseState.Published]) (await Move(release, Admin, state)).Accept();

        (await Send("office-340000", Anhui, new(good) { ["pledge_projects"] = "122" })).Accepted(out _, out var why);
        Assert.Equal(("return.published", "pledge_projects"), (Assert.Single(why!.Defects).Code, why.Defects[0].Field));
        Assert.Equal(120m, await Value("pledge_projects"));
        (await Send("office-340000", Anhui, new(good) { ["pledge_smes"] = "96" })).Accept(); // which is not published
        (await CorrectionDesk.Ask(Db, Anhui, new("pledge_projects", "office-340000", "2026Q3", "122", "漏报两个续期项目"), clock, Cancel)).Accept();
    }

    [Fact]
    public async Task A_correction_is_asked_what_a_sheet_would_be_and_the_second_person_sees_the_answer()
    {
        (await Load(string.Join('\n', Enumerable.Range(0, 8).Select(i => $"pledge_smes,office-340000,{Quarter.AddYears(-2 + i / 4).Year}Q{i % 4 + 1},95").Distinct().Where(l => !l.Contains("2026Q3", StringComparison.Ordinal))))).Accept();
        await Opened();
        (await Send("office-340000", Anhui, good)).Accept();
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        var request = new CorrectionRequest("pledge_smes", "office-340000", "2026Q3", "90000", "漏报的企业补录进来");
        (await CorrectionDesk.Ask(Db, Anhui, request, clock, Cancel)).Accepted(out _, out var why);
        Assert.Contains("pattern.constant", why!.Defects.Select(d => d.Code));
        Assert.Equal("correction.answer", why.Defects[^1].Code);
        var asked = (await CorrectionDesk.Ask(Db, Anhui, request with { Answer = "并入了担保公司报来的企业" }, clock, Cancel)).Accept();
        Assert.Contains("pattern.constant", asked.Questions, StringComparison.Ordinal);
        Assert.Equal("并入了担保公司报来的企业", asked.Answer);
    }

    [Theory]
    [InlineData("-5", "figure.negative")]
    [InlineData("1e308", "figure.large")]
    [InlineData("NaN", "figure.not")]
    [InlineData("120", "correction.same")]
    public async Task A_correction_is_held_to_the_rules_of_a_figure(string value, string code)
    {
        await Opened();
        (await Send("office-340000", Anhui, good)).Accept();
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal(code, (await CorrectionDesk.Ask(Db, Anhui, new("pledge_projects", "office-340000", "2026Q3", value, "漏报五个续期项目"), clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Only_auditors_read_who_asked_for_a_change_and_a_changed_note_is_found()
    {
        var report = new InterferenceReport("某负责人", "电话", "要求把质押金额改为全省第一", "2026Q3 质押金额", "未改动");
        (await InterferenceLog.Write(Db, Anhui, report, clock, Cancel)).Accept();
        (await InterferenceLog.Write(Db, Anhui, report with { Outcome = "已报告" }, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();

        Assert.True(InterferenceLog.MayRead(Db.Actor(Role.Auditor, "cnipa")));
        Assert.All((Role[])[Role.NationalAdministrator, Role.RegionalAdministrator, Role.SystemAdministrator, Role.AuditAdministrator], role => Assert.False(InterferenceLog.MayRead(Db.Actor(role, "cnipa"))));
        Assert.All(Db.AuditEntries.Where(e => e.Action == "statistics.interference").ToList(), e => Assert.Null(e.By));
        Assert.Empty((await StatisticsVerifier.Verify(Db, Cancel)).Faults);
        await Db.InterferenceNotes.Where(n => n.Id == 1).ExecuteUpdateAsync(n => n.SetProperty(x => x.Outcome, "已改动"), Cancel);
        Assert.Contains("note 1", Assert.Single((await StatisticsVerifier.Verify(Db, Cancel)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_goes_its_way_by_three_people_and_is_restated_once()
    {
        await Opened();
        (await Send("office-340000", Anhui, good)).Accept();
        var (drafter, reviewer) = (Person(2, Role.DepartmentOfficer, "cnipa-utilisation"), Person(3, Role.DepartmentOfficer, "cnipa-utilisation"));
        var release = (await ReleaseDesk.Begin(Db, drafter, new("pledge-2026q3", "质押融资季报", "2026Q3", DivisionLevel.Province, ["pledge_projects", "pledge_amount"], new(2026, 10, 8), "cnipa"), clock, Cancel)).Accept();
        Assert.Equal("release.second-person", (await Move(release, drafter, ReleaseState.Reviewed)).Refusal());
        Assert.Equal("release.not-now", (await Move(release, Admin, ReleaseState.Approved)).Refusal());
        (await Move(release, reviewer, ReleaseState.Reviewed)).Accept();
        Assert.Equal("access.denied", (await Move(release, reviewer, ReleaseState.Approved)).Refusal());
        foreach (var state in (ReleaseState[])[ReleaseState.Approved, ReleaseState.Published, ReleaseState.Locked]) (await Move(release, Admin, state)).Accept();

        Assert.Equal("release.same", (await ReleaseDesk.Restate(Db, drafter, release.Id, "无变化的重述", null, clock, Cancel)).Refusal());
        clock.Now = new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);
        var asked = (await CorrectionDesk.Ask(Db, Anhui, new("pledge_projects", "office-340000", "2026Q3", "125", "漏报五个续期项目"), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await CorrectionDesk.Decide(Db, Person(3, Role.RegionalAdministrator, "office-340000"), asked.Id, 0, true, "", clock, Cancel)).Accept();
        var second = (await ReleaseDesk.Restate(Db, drafter, release.Id, "安徽更正一项", null, clock, Cancel)).Accept();
        Assert.Equal("release.open", (await ReleaseDesk.Restate(Db, drafter, release.Id, "安徽更正一项", null, clock, Cancel)).Refusal());
        (await Move(second, reviewer, ReleaseState.Reviewed)).Accept();
        foreach (var state in (ReleaseState[])[ReleaseState.Approved, ReleaseState.Published]) (await Move(second, Admin, state)).Accept();
        Assert.Equal("release.same", (await ReleaseDesk.Restate(Db, drafter, release.Id, "安徽更正一项", null, clock, Cancel)).Refusal());

        Db.ChangeTracker.Clear();
        var first = ReleaseBody.Read(Db.StatisticalReleases.Single(r => r.Revision == 1).Body);
        var now = ReleaseBody.Read(Db.StatisticalReleases.Single(r => r.Revision == 2).Body);
        Assert.Equal((120m, 125m, 1, 32), (first.Columns[0].Total, now.Columns[0].Total, now.Columns[0].Covered, now.Rows.Count));
        var report = await StatisticsVerifier.Verify(Db, Cancel);
        Assert.Equal((2, 0), (report.Releases, report.Faults.Count));
        await Db.StatisticalReleases.Where(r => r.Revision == 1).ExecuteUpdateAsync(r => r.SetProperty(x => x.Body, Db.StatisticalReleases.Single(y => y.Revision == 2).Body), Cancel);
        Assert.EndsWith("the figures are not those that the digest was made of", Assert.Single((await StatisticsVerifier.Verify(Db, Cancel)).Faults), StringComparison.Ordinal);
    }

    async Task<Domain.Outcome<StatisticalRelease>> Move(StatisticalRelease release, Actor actor, ReleaseState to)
    {
        Db.ChangeTracker.Clear();
        var version = await Db.StatisticalReleases.Where(r => r.Id == release.Id).Select(r => r.Version).SingleAsync(Cancel);
        var outcome = await ReleaseDesk.Move(Db, actor, release.Id, version, to, null, clock, Cancel);
        Db.ChangeTracker.Clear();
        return outcome;
    }

    [Fact]
    public async Task A_liaison_person_is_one_who_does_the_offices_business_and_the_one_before_ends()
    {
        var office = Db.Organisation("office-340000").Id;
        Db.RoleGrants.AddRange(new RoleGrant { AccountId = new(2), Role = Role.RegionalOfficer, OrganisationId = office, GrantedAt = clock.GetUtcNow() },
            new RoleGrant { AccountId = new(3), Role = Role.RegionalOfficer, OrganisationId = office, GrantedAt = clock.GetUtcNow() });
        await Db.SaveChangesAsync(Cancel);
        (await OfficeFacts.Name(Db, Admin, "office-340000", "p2", clock, Cancel)).Accept();
        Assert.Equal("liaison.same", (await OfficeFacts.Name(Db, Admin, "office-340000", "p2", clock, Cancel)).Refusal());
        Assert.Equal("liaison.account", (await OfficeFacts.Name(Db, Admin, "office-340000", "p4", clock, Cancel)).Refusal());
        (await OfficeFacts.Name(Db, Admin, "office-340000", "p3", clock, Cancel)).Accept();
        Assert.Equal([new(2026, 10, 8), null], Db.Liaisons.OrderBy(l => l.Id).Select(l => l.To));
    }

    [Fact]
    public async Task A_succession_ends_the_one_whose_place_is_taken_and_never_goes_round()
    {
        SuccessionRequest Of(string from, string to, decimal share = 1, SuccessionKind kind = SuccessionKind.Merger) => new(from, [(to, share)], new(2026, 7, 1), kind, "测试文件");
        (await OfficeFacts.Record(Db, Admin, Of("office-340100", "office-340200"), clock, Cancel)).Accept();
        Assert.Equal(new DateOnly(2026, 7, 1), Db.Organisation("office-340100").ValidTo);
        Assert.Equal("succession.ring", (await OfficeFacts.Record(Db, Admin, Of("office-340200", "office-340100"), clock, Cancel)).Refusal());
        Assert.Equal("succession.there", (await OfficeFacts.Record(Db, Admin, Of("office-340100", "office-340300"), clock, Cancel)).Refusal());
        Assert.Equal("succession.shares", (await OfficeFacts.Record(Db, Admin, Of("office-340300", "office-340400", 0.5m), clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await OfficeFacts.Record(Db, Anhui, Of("office-340300", "office-340400"), clock, Cancel)).Refusal());
    }

    async Task<Domain.Outcome<LoadResult>> Load(string lines, Actor? actor = null) => await ObservationLoad.Run(Db, actor ?? Admin, new MemoryStream(Encoding.UTF8.GetBytes("element,organisation,period,value\n" + lines + "\n")),
        new LoadRequest(StatisticsFiles.Shipped.Elements) { Locked = await CollectionDesk.Locked(Db, Domain.Calendar.ChinaTime.Today(clock), Cancel) }, clock, Cancel);
}
