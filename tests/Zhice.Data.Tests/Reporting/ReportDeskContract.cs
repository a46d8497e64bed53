using Zhice.Data.Access;
using Zhice.Data.Reporting;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using static Zhice.Data.Tests.Office;
using ChinaTime = Zhice.Domain.Calendar.ChinaTime;

namespace Zhice.Data.Tests.Reporting;

public sealed class SqliteReportDesk(PostgresCluster cluster) : ReportDeskContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresReportDesk(PostgresCluster cluster) : ReportDeskContract(StoreProvider.PostgreSql, cluster);

/// <summary>Writing a report and moving it on its way.</summary>
public abstract class ReportDeskContract(StoreProvider provider, PostgresCluster cluster) : ReportingContract(provider, cluster)
{
    [Fact]
    public async Task A_report_goes_through_the_office_and_its_acceptance_sets_status_and_result_of_the_obligation()
    {
        var report = await Written(Writer);
        report = await Step(Writer, report);
        report = await Step(Head, report);
        report = await Step(Head, report); // the head reviews and signs: the writer is somebody else
        var submitted = Db.Reports.Single();
        Assert.Equal(ReportState.Submitted, submitted.State);
        Assert.NotNull(submitted.SubmittedAt);
        Db.ChangeTracker.Clear();

        await Step(Nation, report);
        var state = Db.ObligationStates.Single();
        Assert.Equal((WorkStatus.Done, WorkResult.Met, submitted.ObligationId), (state.Status, state.Result, state.ObligationId));
        Assert.Equal([ReportState.InReview, ReportState.InSignOff, ReportState.Submitted, ReportState.Accepted], Db.ReportSteps.OrderBy(s => s.Id).Select(s => s.To));
        Assert.Equal(["report.begin", "report.save", "report.forward", "report.forward", "report.forward", "report.forward"],
            Db.AuditEntries.Where(a => a.Subject.StartsWith("report/")).OrderBy(a => a.Id).Select(a => a.Action));
    }

    [Fact]
    public async Task The_second_of_two_who_write_at_once_is_refused_and_nothing_is_lost()
    {
        var begun = await Begun(Writer);
        Assert.Equal(begun.Report, (await Begun(Second)).Report); // pressing the button again finds the open draft
        await ReportDesk.Save(Db, Writer, begun.Report, begun.Version, Content("甲写的"), Clock, Cancel);

        Assert.Equal("report.conflict", (await ReportDesk.Save(Db, Second, begun.Report, begun.Version, Content("乙写的"), Clock, Cancel)).Refusal());
        Assert.Equal(["", "甲写的"], Db.ReportRevisions.OrderBy(r => r.Number).Select(r => r.Narrative));
    }

    [Fact]
    public async Task The_same_words_sent_again_are_acknowledged_and_make_no_row()
    {
        var begun = await Begun(Writer);
        var first = (await ReportDesk.Save(Db, Writer, begun.Report, begun.Version, Content("甲\r\n写的"), Clock, Cancel)).Accept();
        var again = (await ReportDesk.Save(Db, Writer, begun.Report, begun.Version, Content("甲\n写的"), Clock, Cancel)).Accept(); // the answer was lost on the way
        Assert.Equal((first.Version, first.Revision), (again.Version, again.Revision));
        Assert.Equal(2, Db.ReportRevisions.Count());
    }

    [Fact]
    public async Task A_return_carries_all_reasons_at_once_and_the_draft_is_written_on_as_new_saves()
    {
        var report = await Step(Head, await Step(Head, await Step(Writer, await Written(Writer))));
        Assert.Equal("report.reasons", (await Try(Nation, report, WayAction.Return)).Refusal());
        Assert.Equal("report.reasons", (await Try(Nation, report, WayAction.Return, "一", " ")).Refusal());
        report = await Step(Nation, report, WayAction.Return, "缺少佐证", "数据不一致");

        Assert.Equal(["缺少佐证", "数据不一致"], Db.ReportReasons.OrderBy(r => r.Ordinal).Select(r => r.Text));
        var saved = (await ReportDesk.Save(Db, Second, report.Report, report.Version, Content("补充佐证。"), Clock, Cancel)).Accept();
        Assert.Equal(["", "已印发方案。", "补充佐证。"], Db.ReportRevisions.OrderBy(r => r.Number).Select(r => r.Narrative));
        Assert.Equal(ReportState.Returned, Db.Reports.Single().State);
        await Step(Second, saved);
    }

    [Fact]
    public async Task A_report_without_words_or_with_a_result_of_nothing_does_not_leave_the_desk()
    {
        Assert.Equal("report.empty", (await Try(Writer, await Begun(Writer))).Refusal());
        var begun = await Begun(Writer);
        var saved = (await ReportDesk.Save(Db, Writer, begun.Report, begun.Version, Content("不适用本地", WorkStatus.NotApplicable), Clock, Cancel)).Accept();
        Assert.Equal("work.report-status", (await Try(Writer, saved)).Refusal());
        saved = (await ReportDesk.Save(Db, Writer, begun.Report, saved.Version, Content("刚开始", WorkStatus.UnderWay), Clock, Cancel)).Accept();
        Assert.Equal("work.result", (await Try(Writer, saved)).Refusal());
        Assert.Equal("report.period", (await ReportDesk.Save(Db, Writer, begun.Report, saved.Version, Content("x") with { To = new(2025, 1, 1) }, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_superior_may_recognise_less_with_a_reason_but_never_more()
    {
        var report = await Step(Head, await Step(Head, await Step(Writer, await Written(Writer))));
        Assert.Equal("report.result-higher", (await Accept(WorkResult.Exceeded, "好")).Refusal());
        Assert.Equal("report.result-reason", (await Accept(WorkResult.PartlyMet, null)).Refusal());
        (await Accept(WorkResult.PartlyMet, "只完成一半")).Accept();
        Assert.Equal(WorkResult.PartlyMet, Db.ObligationStates.Single().Result);
        var last = Db.ReportSteps.OrderBy(s => s.Id).Last();
        Assert.Equal((WorkResult.PartlyMet, "只完成一半"), (last.Result, last.Reasons));

        Task<Domain.Outcome<SavedReport>> Accept(WorkResult result, string? remark) =>
            ReportSteps.Take(Db, Nation, report.Report, new(WayAction.Forward, report.Version, [], remark, result), Clock, Cancel);
    }

    [Fact]
    public async Task A_step_on_a_report_that_has_moved_meanwhile_is_refused()
    {
        var report = await Written(Writer);
        var moved = await Step(Writer, report);
        Assert.Equal("report.changed", (await Try(Head, report)).Refusal());
        await Step(Head, moved);
    }

    [Fact]
    public async Task A_deputy_signs_and_both_names_are_kept()
    {
        var office = Db.Organisation("office-340000");
        var today = ChinaTime.Today(Clock);
        var duty = new OfficeDuty { OrganisationId = office.Id, AccountId = Second.AccountId!.Value, Step = OfficeStep.Review, DeputyOf = Head.AccountId, From = today, Until = today };
        (await OfficeDesk.Give(Db, Head, office, duty, Clock, Cancel)).Accept();
        Assert.Equal("duty.twice", (await OfficeDesk.Give(Db, Head, office, new() { OrganisationId = office.Id, AccountId = duty.AccountId, Step = duty.Step, DeputyOf = duty.DeputyOf, From = today }, Clock, Cancel)).Refusal());

        await Step(Second, await Step(Writer, await Written(Writer)));
        var step = Db.ReportSteps.Single(s => s.To == ReportState.InSignOff);
        Assert.Equal((Second.AccountId, Head.AccountId), (step.By, step.For));
    }

    [Fact]
    public async Task A_hand_over_moves_drafts_and_duties_and_is_written_down()
    {
        await Written(Writer);
        var office = Db.Organisation("office-340000");
        var today = ChinaTime.Today(Clock);
        (await OfficeDesk.Give(Db, Head, office, new() { OrganisationId = office.Id, AccountId = Writer.AccountId!.Value, Step = OfficeStep.Write, From = today.AddDays(-9) }, Clock, Cancel)).Accept();
        var moved = (await OfficeDesk.HandOver(Db, Head, office, Writer.AccountId!.Value, Second.AccountId!.Value, Clock, Cancel)).Accept();

        Assert.Equal(new HandedOver(1, 1, 0), moved);
        Assert.Equal(Second.AccountId, Db.Reports.Single().HolderId);
        Assert.Equal([(Writer.AccountId, today.AddDays(-1)), (Second.AccountId, null)], Db.OfficeDuties.OrderBy(d => d.Id).AsEnumerable().Select(d => ((AccountId?)d.AccountId, d.Until)));
        Assert.Contains(Db.AuditEntries, a => a.Action == "office.hand-over");
        Assert.Equal("access.denied", (await OfficeDesk.HandOver(Db, Writer, office, Writer.AccountId!.Value, Second.AccountId!.Value, Clock, Cancel)).Refusal());
        Assert.Equal("duty.account", (await OfficeDesk.HandOver(Db, Head, office, Writer.AccountId!.Value, Stranger.AccountId!.Value, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task What_waits_in_a_step_goes_on_when_the_office_switches_it_off_as_a_step_of_who_handed_it_on()
    {
        var report = await Step(Writer, await Written(Writer));
        var office = Db.Organisation("office-340000");
        Db.ChangeTracker.Clear();
        (await OfficeDesk.SetSteps(Db, Head, office, false, true, 0, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal((ReportState.InSignOff, null), (Db.Reports.Single().State, Db.Reports.Single().SubmittedAt));
        Db.ChangeTracker.Clear();
        (await OfficeDesk.SetSteps(Db, Head, office, false, false, 1, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();

        var sent = Db.Reports.Single();
        Assert.Equal(ReportState.Submitted, sent.State);
        Assert.NotNull(sent.SubmittedAt);
        Assert.Equal([Writer.AccountId, Writer.AccountId, Writer.AccountId], Db.ReportSteps.OrderBy(s => s.Id).Select(s => (AccountId?)s.By).ToList());
        Db.ChangeTracker.Clear();
        await Step(Nation, report with { Version = sent.Version });
        Assert.Equal(WorkStatus.Done, Db.ObligationStates.Single().Status);
    }

    [Fact]
    public async Task Steps_that_the_office_switches_off_are_passed_over_from_then_on()
    {
        var office = Db.Organisation("office-340000");
        (await OfficeDesk.SetSteps(Db, Head, office, false, false, 0, Clock, Cancel)).Accept();
        Assert.Equal("office.changed", (await OfficeDesk.SetSteps(Db, Head, office, true, true, 0, Clock, Cancel)).Refusal());
        await Step(Writer, await Written(Writer));
        Assert.Equal(ReportState.Submitted, Db.Reports.Single().State);
    }

    [Fact]
    public async Task Who_sees_which_report_is_the_same_in_lists_as_in_the_policy_and_what_waits_is_what_may_be_done()
    {
        await Begun(Person("jiangsu", Role.RegionalOfficer, "office-320000"), "office-320000");
        await Begun(Person("hefei", Role.RegionalOfficer, "office-340100"), "office-340100");
        var sent = await Step(Head, await Step(Head, await Step(Writer, await Written(Writer))));
        var hefei = Person("hefei2", Role.RegionalAdministrator, "office-340100");
        var other = await Begun(hefei, "office-340100");
        other = (await ReportDesk.Save(Db, hefei, other.Report, other.Version, Content("合肥"), Clock, Cancel)).Accept();
        await Step(hefei, other);
        Db.ChangeTracker.Clear();

        var organisations = Db.Organisations.ToDictionary(o => o.Id);
        foreach (var actor in Everyone())
        {
            var offices = AccessPolicy.Offices(actor);
            var assigned = Db.Assignments.AsEnumerable().Any(a => a.OrganisationId is { } id && offices.Contains(id));
            var expected = Db.Reports.AsEnumerable().Where(r => AccessPolicy.MaySeeReport(actor, r.OrganisationId, organisations[r.OrganisationId].Path, r.SubmittedAt is not null, assigned)).Select(r => r.Id).ToHashSet();
            Assert.True(expected.SetEquals(Db.VisibleReports(actor).Select(r => r.Id)), $"{actor.Name}");
            if (actor.IsPublic) continue;

            var staff = await ReportStaff.Of(Db, actor, ChinaTime.Today(Clock), Cancel);
            foreach (var report in Db.Reports.ToList())
            {
                var waits = staff.Waiting(Db, report.State).Any(r => r.Id == report.Id);
                var holds = (await ReportCase.Load(Db, actor, report.Id, ChinaTime.Today(Clock), Cancel)).Accepted(out var found, out _) && found.Way.Turn is { } turn && found.Person.Holds(turn);
                Assert.True(waits == holds, $"{actor.Name} {report.State} of {organisations[report.OrganisationId].Code}: waits {waits}, may {holds}");
            }
        }
        Assert.Equal(sent.Report, Db.VisibleReports(Department).Single().Id); // of its task, what has been sent; no draft
    }

    IEnumerable<Actor> Everyone()
    {
        yield return Actor.Public;
        foreach (var actor in new[] { Writer, Head, Nation, Department, Stranger }) yield return actor;
        foreach (var role in Enum.GetValues<Role>())
            foreach (var at in (string[])["cnipa", "cnipa-protection", "cnipa-utilisation", "ministry-science", "office-340000", "office-340100", "office-320000"])
                yield return Db.Actor(role, at) with { Name = $"{role} at {at}" };
    }
}
