using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCaseAlarms(PostgresCluster cluster) : CaseAlarmContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCaseAlarms(PostgresCluster cluster) : CaseAlarmContract(StoreProvider.PostgreSql, cluster);

/// <summary>电子监察 on both stores: the days in a case's row follow its actions, and lists, counts and inbox say the same.</summary>
public abstract class CaseAlarmContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    static readonly DateOnly Monday = new(2026, 9, 7);

    [Fact]
    public async Task The_days_of_a_case_follow_its_actions_and_stand_while_its_clock_stands()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Begun(who, applicant);
        Assert.Equal(Days(null, null), Days(row.Id));
        await Do(who, row.Id, CaseActionKind.Submit);
        Assert.Equal(Days("2026-09-10", "2026-09-15"), Days(row.Id)); // five working days to accept, three of them yellow
        await Do(officer, row.Id, CaseActionKind.Accept);
        Assert.Equal(Days("2026-09-22", "2026-09-29"), Days(row.Id)); // the step's fifteen working days end before the promised thirty; the 20th is worked, the 25th is 中秋节
        await Do(officer, row.Id, CaseActionKind.Suspend, new() { Special = CaseSpecials.Of(House.ItemOf(row))[0], Until = new(2026, 10, 9) });
        Assert.Equal(Days(null, null), Days(row.Id));
        Now.Moment = new(2026, 9, 9, 2, 0, 0, TimeSpan.Zero);
        await Do(officer, row.Id, CaseActionKind.Resume);
        Assert.Equal(Days("2026-09-23", "2026-09-30"), Days(row.Id)); // the eighth did not count
        await Do(officer, row.Id, CaseActionKind.Pass);
        Assert.Equal(Days("2026-09-15", "2026-09-17"), Days(row.Id)); // five days to decide
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "refuse" });
        await Do(officer, row.Id, CaseActionKind.Deliver);
        Assert.Equal(Days(null, null), Days(row.Id));
    }

    [Fact]
    public async Task What_the_guide_sets_for_the_first_step_and_what_the_law_counts_from_receipt_run_before_the_acceptance()
    {
        var (who, applicant) = await Applicant("li");
        var report = await Written(who, applicant.Id, "overseas_dispute_report", "cnipa", item => Example(item, 5));
        await Do(who, report.Id, CaseActionKind.Submit); // Monday 7 September: 接报 within one working day, and not the five of the law
        Assert.Equal((new DateOnly(2026, 9, 8), new DateOnly(2026, 9, 8)), (Row(report.Id).DueOn, Row(report.Id).RedOn?.AddDays(-1)));
        var pledge = await Written(who, applicant.Id, "pledge_registration", "cnipa", item => Example(item, 6));
        await Do(who, pledge.Id, CaseActionKind.Submit);
        var holding = (await CaseBook.Open(Db, House, Admin, pledge.Id, Cancel)).Accept().Holding;
        Assert.Equal((new DateOnly(2026, 9, 14), new DateOnly(2026, 9, 9)), (holding.Statutory?.Due, holding.Promised?.Due)); // five working days from the receipt, and two that were promised
        Assert.Equal(new DateOnly(2026, 9, 9), holding.Due);
    }

    [Fact]
    public async Task Lists_counts_and_inbox_show_each_card_to_the_office_and_to_those_above_and_to_nobody_else()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var elsewhere = Account("elsewhere", Role.RegionalOfficer, "office-340000");
        var late = await Begun(who, applicant);
        await Do(who, late.Id, CaseActionKind.Submit);
        await Do(officer, late.Id, CaseActionKind.Accept);
        await Do(officer, late.Id, CaseActionKind.Pass);
        var early = await Begun(who, applicant, Declaration("202010123457.7"));
        await Do(who, early.Id, CaseActionKind.Submit);
        await Do(officer, early.Id, CaseActionKind.Accept);
        foreach (var (day, red, yellow) in ((string, int, int)[])[("2026-09-10", 0, 0), ("2026-09-11", 0, 1), ("2026-09-14", 0, 1), ("2026-09-15", 1, 0), ("2026-09-23", 1, 1), ("2026-09-29", 2, 0)])
        {
            var today = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
            foreach (var actor in (Actor[])[officer, Admin])
            {
                var counts = await AlarmDesk.Counts(Db, actor, today, Cancel);
                Assert.Equal((day, red, yellow), (day, counts.Sum(c => c.Red), counts.Sum(c => c.Yellow)));
                Assert.Equal((red, yellow), (await AlarmDesk.Carded(Db, actor, today, AlarmLevel.Red).CountAsync(Cancel), await AlarmDesk.Carded(Db, actor, today, AlarmLevel.Yellow).CountAsync(Cancel)));
                var inbox = await Inbox.Load(Db, actor, today, null, Cancel);
                Assert.Equal((red, yellow), (inbox.Where(i => i.Kind == InboxKind.CaseRed).Sum(i => i.Count), inbox.Where(i => i.Kind == InboxKind.CaseYellow).Sum(i => i.Count)));
            }
            foreach (var actor in (Actor[])[elsewhere, who, Actor.Public])
            {
                Assert.Empty(await AlarmDesk.Counts(Db, actor, today, Cancel));
                Assert.Empty(await Db.SupervisedCases(actor).ToListAsync(Cancel));
            }
        }
        var rows = await AlarmDesk.Carded(Db, Admin, new(2026, 9, 15)).AsNoTracking().ToListAsync(Cancel);
        var alarm = Assert.Single((await AlarmDesk.Explained(Db, House, rows, new(2026, 9, 15), Cancel))[late.Id]);
        Assert.Equal((AlarmKind.Step, "decision", 5), (alarm.Rule.Kind, alarm.Step, alarm.Used(new(2026, 9, 15))));
    }

    [Fact]
    public async Task What_was_counted_by_another_basis_is_counted_anew_and_nothing_else()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Begun(who, applicant);
        await Do(who, row.Id, CaseActionKind.Submit);
        var orphan = await Begun(who, applicant, Declaration("202010123457.7"));
        await Do(who, orphan.Id, CaseActionKind.Submit);
        Assert.Equal(0, await AlarmDesk.CatchUp(Db, House, Cancel)); // counted with the action
        await Db.ServiceCases.Where(c => c.Id == orphan.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ItemVersion, 9999), Cancel);
        await Db.ServiceCases.ExecuteUpdateAsync(set => set.SetProperty(c => c.AlarmBasis, "").SetProperty(c => c.YellowOn, (DateOnly?)null).SetProperty(c => c.RedOn, Monday).SetProperty(c => c.DueOn, (DateOnly?)null), Cancel);
        Assert.Equal(2, await AlarmDesk.CatchUp(Db, House, Cancel)); // one of them without its definition, which holds up nothing
        Assert.Equal(Days("2026-09-10", "2026-09-15"), Days(row.Id));
        Assert.Equal(new DateOnly(2026, 9, 14), Row(row.Id).DueOn);
        Assert.Equal(0, await AlarmDesk.CatchUp(Db, House, Cancel));
    }

    // As it was found: a day that the calendar does not reach came into the lists by the way of the second count.
    [Fact]
    public async Task A_day_that_is_not_certain_stands_in_no_list_whichever_way_it_was_counted()
    {
        var (who, applicant) = await Applicant("li");
        Now.Moment = new(2026, 12, 30, 2, 0, 0, TimeSpan.Zero);
        var row = await Begun(who, applicant);
        await Do(who, row.Id, CaseActionKind.Submit);
        Assert.Null(Row(row.Id).DueOn);
        await Db.ServiceCases.ExecuteUpdateAsync(set => set.SetProperty(c => c.AlarmBasis, ""), Cancel);
        Assert.Equal(1, await AlarmDesk.CatchUp(Db, House, Cancel));
        Assert.Null(Row(row.Id).DueOn);
    }

    [Fact]
    public void Rules_have_days_and_one_governs_each()
    {
        Assert.Equal(Enum.GetValues<AlarmKind>(), AlarmFiles.Rules.Where(r => r.Governs(Monday)).Select(r => r.Kind));
        const string head = "clock,from,to,yellow,basis,unverified\n";
        Assert.Equal(2, AlarmFiles.Read(head + "step,2020-01-01,2026-01-01,50,甲,no\nstep,2026-01-01,,80,乙,no\n").Count);
        foreach (var wrong in (string[])["step,2020-01-01,,50,甲,no\nstep,2026-01-01,,80,乙,no\n", "steps,2020-01-01,,50,甲,no\n", "step,2020-01-01,,0,甲,no\n", "step,2020-01-01,,101,甲,no\n", "step,2020-01-01,,50,甲\n"])
            Assert.Throws<FormatException>(() => AlarmFiles.Read(head + wrong));
    }

    (DateOnly? Yellow, DateOnly? Red) Days(CaseId id) => (Row(id).YellowOn, Row(id).RedOn);

    static (DateOnly? Yellow, DateOnly? Red) Days(string? yellow, string? red) => (Day(yellow), Day(red));

    static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
