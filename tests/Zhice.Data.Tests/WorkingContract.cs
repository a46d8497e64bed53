using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Data.Working;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests;

public sealed class SqliteWorking(PostgresCluster cluster) : WorkingContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresWorking(PostgresCluster cluster) : WorkingContract(StoreProvider.PostgreSql, cluster);

/// <summary>The work on obligations as both stores keep it.</summary>
public abstract class WorkingContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly DateOnly Today = new(2023, 6, 15);

    async Task<Obligation> Published(string code = "office-340000", Disclosure disclosure = Disclosure.Public)
    {
        var task = Task("t1", "加强保护", Measure("t1.m1", ActorScope.National, "完善制度。"), Measure("t1.m2", ActorScope.AllRegions, "落实举措。", Rule(RegionLevel.Province, "各省必做")))
            with { Assignments = [By("条法司"), By("专利局自动化部")], Deadline = new Deadline(DeadlineKind.ByYearEnd, new DateOnly(2023, 12, 31), "年底前完成", null) };
        (await Publisher.Publish(Db, Admin, Request(Db.Document(disclosure), task), null, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var office = Db.Organisation(code).Id;
        return await Db.Obligations.AsNoTracking().FirstAsync(o => o.OrganisationId == office, Cancel);
    }

    Actor Anhui => Db.Actor(Role.RegionalOfficer, "office-340000");

    [Fact]
    public async Task An_office_starts_its_work_and_the_light_the_log_and_the_feed_say_so()
    {
        var owed = await Published();

        (await ObligationWork.ChangeStatus(Db, Anhui, owed.Id, WorkStatus.UnderWay, null, "等待数据", 0, Clock, Cancel)).Accept();

        var reading = (await LightReader.Of(Db, Anhui, Db.Obligations.Where(o => o.Id == owed.Id), Today, Cancel))[owed.Id];
        Assert.Equal((Light.Green, LightRule.UnderWay, new DateOnly(2023, 12, 31)), (reading.Reading.Light, reading.Reading.Rule, reading.On));
        Assert.Equal("等待数据", reading.State.Blocker);
        Assert.Contains(Db.AuditEntries, e => e.Action == "obligation.status" && e.Subject == $"obligation/{owed.Id.Value}");
        Assert.Equal(WorkEventKind.Status, Assert.Single(Db.WorkEvents).Kind);
    }

    [Fact]
    public async Task Who_saw_an_older_version_changes_nothing_and_is_told()
    {
        var owed = await Published();
        (await ObligationWork.ChangeStatus(Db, Anhui, owed.Id, WorkStatus.UnderWay, null, null, 0, Clock, Cancel)).Accept();

        var second = await ObligationWork.ChangeStatus(Db, Anhui, owed.Id, WorkStatus.NotApplicable, "不适用", null, 0, Clock, Cancel);

        Assert.Equal("work.changed", second.Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal(WorkStatus.UnderWay, Db.ObligationStates.Single().Status);
        Assert.Single(Db.WorkEvents);
    }

    [Theory]
    [InlineData(Role.RegionalOfficer, "office-320000", "obligation.missing")] // beside
    [InlineData(Role.RegionalOfficer, "office-340100", "obligation.missing")] // below
    [InlineData(Role.NationalAdministrator, "cnipa", "work.forbidden")] // above: extends, and does not do the work
    [InlineData(Role.Auditor, "cnipa", "work.forbidden")]
    [InlineData(Role.SystemAdministrator, "cnipa", "obligation.missing")]
    [InlineData(Role.RegionalAdministrator, "office-340000", "accepted")]
    public async Task An_office_works_its_own_obligations_and_nobody_else_does(Role role, string at, string expected)
    {
        var owed = await Published();
        Assert.Equal(expected, (await ObligationWork.ChangeStatus(Db, Db.Actor(role, at), owed.Id, WorkStatus.UnderWay, null, null, 0, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_superior_extends_with_a_reason_and_the_documents_day_stays()
    {
        var owed = await Published();
        var to = new DateOnly(2024, 3, 31);
        Assert.Equal("extend.forbidden", (await ObligationWork.Extend(Db, Anhui, owed.Id, to, "自行延期", 0, Clock, Cancel)).Refusal());

        (await ObligationWork.Extend(Db, Admin, owed.Id, to, "等待国家标准", 0, Clock, Cancel)).Accept();
        Assert.Equal([$"obligation.extended obligation/{owed.Id.Value}"], (await Db.OutboxEvents.ToListAsync(Cancel)).Select(e => $"{e.Topic} {e.Subject}")); // those who listen hear of it

        var reading = (await LightReader.Of(Db, Anhui, Db.Obligations.Where(o => o.Id == owed.Id), Today, Cancel))[owed.Id];
        Assert.Equal((to, new DateOnly(2023, 12, 31)), (reading.On, reading.Due.On));
        var extension = Assert.Single(Db.DueExtensions);
        Assert.Equal((new DateOnly(2023, 12, 31), to, "等待国家标准"), (extension.From, extension.To, extension.Reason));
    }

    [Theory]
    [InlineData("2024-09-30", LightRule.DueSoon)]
    [InlineData("2024-10-05", LightRule.DueSoon)] // the day itself is past, but it was a rest day: nobody was to work then
    [InlineData("2024-10-08", LightRule.DueSoon)]
    [InlineData("2024-10-09", LightRule.Overdue)]
    public async Task Light_board_and_inbox_count_to_the_same_last_day(string day, LightRule rule)
    {
        var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var owed = await Published();
        (await ObligationWork.Extend(Db, Admin, owed.Id, new(2024, 10, 1), "等待国家标准", 0, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();

        var reading = (await LightReader.Of(Db, Anhui, Db.Obligations.Where(o => o.Id == owed.Id), today, Cancel))[owed.Id];
        Assert.Equal((rule, new DateOnly(2024, 10, 1), new DateOnly(2024, 10, 8)), (reading.Reading.Rule, reading.On, reading.Last));
        Assert.Equal("rest-day-next", reading.Reading.Facts.Falls!.Rule.Code);
        var board = await new ProgressSnapshots().Of(Db, owed.ProgrammeId, today, Cancel);
        Assert.Equal(1, board.Cells[new TaskInProvince(owed.TaskId, "34")].Own[reading.Reading.Light]);
        Assert.Equal(reading.Last, (await Inbox.Load(Db, Anhui, today, null, Cancel)).Single(i => i.Kind == InboxKind.Obligation).Due);
    }

    [Theory]
    [InlineData(AssignedRole.Lead, "joint", "accepted")]
    [InlineData(AssignedRole.Responsible, "sole", "accepted")] // nobody else is responsible for the task
    [InlineData(AssignedRole.Responsible, "joint", "extend.forbidden")]
    [InlineData(AssignedRole.Participant, "joint", "extend.forbidden")]
    public async Task The_lead_department_of_a_task_extends_for_the_others_and_not_for_itself(AssignedRole role, string mode, string expected)
    {
        var owed = await Published();
        await Db.Assignments.Where(a => a.NameAsWritten == "条法司").ExecuteUpdateAsync(set => set.SetProperty(a => a.Role, role).SetProperty(a => a.Mode, mode), Cancel);
        var department = await Db.Assignments.Where(a => a.NameAsWritten == "条法司").Select(a => a.OrganisationId).SingleAsync(Cancel);
        var code = await Db.Organisations.Where(o => o.Id == department).Select(o => o.Code).SingleAsync(Cancel);
        var own = await Db.Obligations.Where(o => o.OrganisationId == department).Select(o => o.Id).FirstAsync(Cancel);
        var lead = Db.Actor(Role.DepartmentOfficer, code);

        Assert.Equal(expected, (await ObligationWork.Extend(Db, lead, owed.Id, new(2024, 3, 31), "等待国家标准", 0, Clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal("extend.forbidden", (await ObligationWork.Extend(Db, lead, own, new(2024, 3, 31), "自行延期", 0, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_province_hands_a_piece_to_several_cities_and_a_city_breaks_its_own_down()
    {
        var owed = await Published();
        var (hefei, wuhu) = (Db.Organisation("office-340100").Id, Db.Organisation("office-340200").Id);
        var given = (await BreakDown.Give(Db, Anhui, new(owed.Id, null, null, [wuhu, hefei], null, Draft("开展检查")), Clock, Cancel)).Accept();
        Assert.Equal([hefei, wuhu], given.Select(i => i.OrganisationId));

        var city = Db.Actor(Role.RegionalOfficer, "office-340100");
        var district = Db.Organisation("office-340102").Id;
        Assert.Equal("work.forbidden", (await BreakDown.Give(Db, city, new(owed.Id, given[1].Id, null, [], null, Draft("越权")), Clock, Cancel)).Refusal());
        var below = (await BreakDown.Give(Db, city, new(owed.Id, given[0].Id, null, [district], null, Draft("抽查商户")), Clock, Cancel)).Accept()[0];

        Assert.Equal("item.children-open", (await BreakDown.Move(Db, city, given[0].Id, WorkStatus.Done, null, 0, Clock, Cancel)).Refusal());
        (await BreakDown.Move(Db, Db.Actor(Role.RegionalOfficer, "office-340102"), below.Id, WorkStatus.Done, null, 0, Clock, Cancel)).Accept();
        (await BreakDown.Move(Db, city, given[0].Id, WorkStatus.Done, null, 0, Clock, Cancel)).Accept();
        Assert.Equal(WorkStatus.NotStarted, Db.ObligationStates.SingleOrDefault()?.Status ?? WorkStatus.NotStarted); // the duty is as it was
    }

    [Theory]
    [InlineData("office-320100", "2023-11-30", "item.office")] // another province's city
    [InlineData("cnipa", "2023-11-30", "item.office")] // never upwards
    [InlineData("office-340100", "2024-01-01", "item.due-late")]
    [InlineData("office-340100", "2023-12-31", "accepted")]
    public async Task A_piece_stays_below_and_within_the_duty(string office, string due, string expected)
    {
        var owed = await Published();
        var draft = Draft("开展检查") with { Due = DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture) };
        Assert.Equal(expected, (await BreakDown.Give(Db, Anhui, new(owed.Id, null, null, [Db.Organisation(office).Id], null, draft), Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Taking_a_piece_back_takes_what_stands_below_it_and_keeps_the_rows()
    {
        var owed = await Published();
        var above = (await BreakDown.Give(Db, Anhui, new(owed.Id, null, null, [], null, Draft("一")), Clock, Cancel)).Accept()[0];
        var below = (await BreakDown.Give(Db, Anhui, new(owed.Id, above.Id, null, [], null, Draft("二")), Clock, Cancel)).Accept()[0];
        (await BreakDown.Change(Db, Anhui, below.Id, Draft("二改"), null, 0, Clock, Cancel)).Accept();
        Assert.Equal("work.changed", (await BreakDown.Change(Db, Anhui, below.Id, Draft("二再改"), null, 0, Clock, Cancel)).Refusal());

        (await BreakDown.Withdraw(Db, Anhui, above.Id, 0, Clock, Cancel)).Accept();

        Assert.Equal(2, Db.WorkItems.AsNoTracking().Count(i => i.WithdrawnAt != null));
        Assert.Equal("item.missing", (await BreakDown.Change(Db, Anhui, below.Id, Draft("三"), null, 2, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_city_sees_the_pieces_it_was_given_and_none_of_its_neighbours()
    {
        var owed = await Published();
        var (hefei, wuhu) = (Db.Organisation("office-340100").Id, Db.Organisation("office-340200").Id);
        (await BreakDown.Give(Db, Anhui, new(owed.Id, null, null, [hefei, wuhu], null, Draft("开展检查")), Clock, Cancel)).Accept();

        Assert.Equal([hefei], Db.GivenItems(Db.Actor(Role.RegionalOfficer, "office-340100")).Select(i => i.OrganisationId));
        Assert.Equal(2, Db.GivenItems(Anhui).Count());
        Assert.Empty(Db.GivenItems(Actor.Public));
        Assert.Empty(Db.VisibleWork(Db.Actor(Role.RegionalOfficer, "office-340100")).Where(o => o.Id == owed.Id));
        Assert.Empty(Db.VisibleWork(Actor.Public));
    }

    [Fact]
    public async Task Every_change_of_work_is_counted_and_a_report_that_moves_leaves_its_day()
    {
        var owed = await Published();
        Assert.Empty(Db.WorkCounters);
        var report = new ProgressReport
        {
            ObligationId = owed.Id, ProgrammeId = owed.ProgrammeId, OrganisationId = owed.OrganisationId, From = new(2023, 1, 1), To = new(2023, 6, 30), State = ReportState.Draft, CreatedAt = Clock.GetUtcNow(),
        };
        Db.Reports.Add(report);
        await Db.SaveChangesAsync(Cancel);
        Assert.Empty(Db.WorkCounters); // a draft is nobody's business

        (report.State, report.MovedAt, report.SubmittedAt) = (ReportState.Submitted, new DateTimeOffset(2023, 6, 30, 17, 0, 0, TimeSpan.Zero), Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);
        Assert.Equal((1, new DateOnly(2023, 7, 1)), (Counted(), State().ReportedOn)); // one o'clock in the morning in China
        Assert.Equal(WorkEventKind.ReportSubmitted, Assert.Single(Db.WorkEvents).Kind);

        (report.State, report.MovedAt) = (ReportState.Returned, Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);
        Assert.Equal((2, (DateOnly?)null), (Counted(), State().ReportedOn));
        Assert.Equal(2, State().Changed);

        long Counted() => Db.WorkCounters.AsNoTracking().Single().Changes;
        ObligationState State() => Db.ObligationStates.AsNoTracking().Single();
    }

    [Fact]
    public async Task Filters_and_predicates_agree_on_whose_work_may_be_seen()
    {
        await Published();
        var organisations = Db.Organisations.ToDictionary(o => o.Id);
        foreach (var role in Enum.GetValues<Role>())
            foreach (var at in (string[])["cnipa", "cnipa-law", "office-340000", "office-340100"])
            {
                var actor = Db.Actor(role, at);
                var offices = AccessPolicy.Offices(actor);
                var assigned = Db.Assignments.AsEnumerable().Where(a => a.OrganisationId is { } id && offices.Contains(id)).Select(a => a.TaskId).ToHashSet();
                var allowed = Db.Obligations.AsEnumerable().Where(o => AccessPolicy.MaySeeWork(actor, organisations[o.OrganisationId].Path, assigned.Contains(o.TaskId))).Select(o => o.Id).ToHashSet();
                Assert.True(allowed.SetEquals(Db.VisibleWork(actor).Select(o => o.Id)), $"{role} at {at}");
            }
    }

    [Theory]
    [InlineData(Disclosure.Public)]
    [InlineData(Disclosure.OnRequest)]
    [InlineData(Disclosure.Withheld)]
    public async Task What_an_organisations_page_says_of_hindrances_is_the_head_of_the_whole_list(Disclosure disclosure)
    {
        await Published(disclosure: disclosure);
        foreach (var owed in Db.Obligations.AsEnumerable().Where((_, i) => i % 3 != 1))
            Db.ObligationStates.Add(new ObligationState { ObligationId = owed.Id, ProgrammeId = owed.ProgrammeId, Status = owed.Id.Value % 5 == 0 ? WorkStatus.Done : WorkStatus.UnderWay, Blocker = "缺少数据", Version = 1 });
        await Db.SaveChangesAsync(Cancel);
        var told = 0;
        foreach (var role in Enum.GetValues<Role>())
            foreach (var at in (string[])["cnipa", "cnipa-law", "office-340000", "office-340100"])
                foreach (var of in (string[])["cnipa", "cnipa-law", "office-340000", "office-320000", "office-340100"])
                {
                    var (actor, organisation) = (Db.Actor(role, at), Db.Organisation(of));
                    var all = await Blockers.Rows(Db, Blockers.Concerning(Db, actor, organisation)).Take(Blockers.Shown + 1).ToListAsync(Cancel);
                    Assert.Equal(all, await Blockers.First(Db, actor, organisation, Cancel));
                    told += all.Count;
                }
        Assert.True(told > 100, $"{told} rows compared.");
    }

    [Theory]
    [InlineData(Disclosure.Public)]
    [InlineData(Disclosure.OnRequest)]
    [InlineData(Disclosure.Withheld)]
    public async Task The_shelf_of_programmes_holds_what_the_filter_lets_through(Disclosure disclosure)
    {
        // Of the nation, of a province for its own document, and of a province that holds the nation's.
        await Published(disclosure: disclosure);
        await Add("local", "office-340000", "office-340000");
        await Add("foreign", "office-340100", "cnipa");
        Db.ChangeTracker.Clear();
        var seen = 0;
        foreach (var role in Enum.GetValues<Role>())
            foreach (var at in (string[])["cnipa", "cnipa-law", "office-340000", "office-340100", "office-340200", "office-320000"])
            {
                var shelf = await ProgrammeShelf.Newest(Db, Db.Actor(role, at), 50, Cancel);
                Assert.Equal(Db.VisibleProgrammes(Db.Actor(role, at)).AsEnumerable().Select(p => p.Id.Value).Order(), shelf.Select(p => p.Id.Value).Order());
                seen += shelf.Count;
            }
        Assert.True(seen > 10, $"{seen} programmes compared.");
        Assert.Equal(disclosure == Disclosure.Public ? 3 : 0, (await ProgrammeShelf.Newest(Db, Actor.Public, 50, Cancel)).Count);

        async Task Add(string name, string runs, string owns)
        {
            var document = Db.Document(disclosure, owns, name);
            var programme = new YearProgramme { Year = 2023, Name = name, OwnerId = Db.Organisation(runs).Id, CreatedAt = Clock.GetUtcNow() };
            Db.Programmes.Add(programme);
            await Db.SaveChangesAsync(Cancel);
            var like = await Db.Publications.AsNoTracking().FirstAsync(Cancel);
            Db.Publications.Add(new Publication { ProgrammeId = programme.Id, DocumentId = document.Id, At = like.At, By = like.By, AsOf = like.AsOf, TextDigest = like.TextDigest });
            await Db.SaveChangesAsync(Cancel);
        }
    }

    static WorkItemDraft Draft(string title) => new(title, "保护处", null, null);
}
