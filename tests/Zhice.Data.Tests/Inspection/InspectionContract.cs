using Microsoft.EntityFrameworkCore;
using Zhice.Data.Inspection;
using Zhice.Data.Storage;
using Zhice.Data.Tests.Statistics;
using Zhice.Domain.Accounts;
using Zhice.Domain.Inspection;

namespace Zhice.Data.Tests.Inspection;

public sealed class SqliteInspection(PostgresCluster cluster) : InspectionContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresInspection(PostgresCluster cluster) : InspectionContract(StoreProvider.PostgreSql, cluster);

/// <summary>An inspection from its plan to the last finding that is closed, on both stores.</summary>
public abstract class InspectionContract : SeededContract
{
    readonly Ticking clock = new(new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero));

    protected InspectionContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        for (var i = 1; i <= 6; i++) Db.Accounts.Add(new Account { Login = $"p{i}", DisplayName = $"人员{i}", CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    Actor Nation(int account) => Db.Actor(Role.NationalAdministrator, "cnipa") with { AccountId = new AccountId(account) };
    Actor Anhui(int account) => Db.Actor(Role.RegionalOfficer, "office-340000") with { AccountId = new AccountId(account) };

    static PlanRequest Plan(params string[] methods) => new("保护工作督查", "年度督查计划", "行政裁决办理情况", methods.Length == 0 ? ["visit", "papers"] : methods, new(2026, 11, 10), new(2026, 11, 20));

    async Task<InspectionPlan> Written(params string[] offices)
    {
        var plan = (await InspectionDesk.Write(Db, Nation(1), Plan(), clock, Cancel)).Accept();
        (await InspectionDesk.AddOffices(Db, Nation(1), plan.Id, offices, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return plan;
    }

    async Task<InspectionPlan> Approved(params string[] offices)
    {
        var plan = await Written(offices);
        var approved = (await InspectionDesk.Approve(Db, Nation(2), plan.Id, 0, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return approved;
    }

    [Fact]
    public async Task Only_listed_methods_are_taken_and_what_is_approved_is_locked()
    {
        Assert.Equal("inspect.method", (await InspectionDesk.Write(Db, Nation(1), Plan("app-check-in"), clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await InspectionDesk.Write(Db, Anhui(5), Plan(), clock, Cancel)).Refusal());
        var plan = await Written("office-340000");
        Assert.Equal("inspect.second-person", (await InspectionDesk.Approve(Db, Nation(1), plan.Id, 0, clock, Cancel)).Refusal());
        Assert.Equal("inspect.missing", (await InspectionDesk.Approve(Db, Anhui(5), plan.Id, 0, clock, Cancel)).Refusal()); // the inspected one does not see the draft
        (await InspectionDesk.Approve(Db, Nation(2), plan.Id, 0, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("inspect.locked", (await InspectionDesk.AddOffices(Db, Nation(1), plan.Id, ["office-320000"], clock, Cancel)).Refusal());
        Assert.Equal("inspect.out-of-scope", (await FindingDesk.Write(Db, Nation(1), plan.Id, "office-320000", "台账不全", new(2026, 12, 1), clock, Cancel)).Refusal());

        await Db.InspectionPlans.ExecuteUpdateAsync(p => p.SetProperty(x => x.Scope, "所有工作"), Cancel);
        Assert.Equal("inspect.lock-broken", (await FindingDesk.Write(Db, Nation(1), plan.Id, "office-340000", "台账不全", new(2026, 12, 1), clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_same_office_is_not_inspected_twice_in_the_period_unless_a_leader_says_why()
    {
        await Approved("office-340000", "office-320000");
        var second = await Written("office-340000", "office-330000");
        Assert.Equal("inspect.repeat", (await InspectionDesk.Approve(Db, Nation(2), second.Id, 0, clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal("inspect.second-person", (await InspectionDesk.Repeat(Db, Nation(1), second.Id, "office-340000", "群众反映集中，需专项核查", clock, Cancel)).Refusal());
        Assert.Equal("assess.reason", (await InspectionDesk.Repeat(Db, Nation(2), second.Id, "office-340000", "需要", clock, Cancel)).Refusal());
        (await InspectionDesk.Repeat(Db, Nation(2), second.Id, "office-340000", "群众反映集中，需专项核查", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await InspectionDesk.Approve(Db, Nation(2), second.Id, 0, clock, Cancel)).Accept();
        Assert.Contains(Db.AuditEntries, e => e.Action == "inspect.repeat");
    }

    [Fact]
    public async Task A_draw_is_made_once_and_anyone_can_repeat_it()
    {
        var plan = (await InspectionDesk.Write(Db, Nation(1), Plan(), clock, Cancel)).Accept();
        var offices = Db.Organisations.Where(o => o.Level == Domain.Organisations.DivisionLevel.Province).Select(o => o.Code).ToList();
        var draw = (await InspectionDesk.Draw(Db, Nation(1), plan.Id, "2026-11-01 福彩双色球 05 12 17", offices, 4, ["p3", "p4", "p5"], 2, clock, Cancel)).Accept();
        Assert.Equal("inspect.drawn", (await InspectionDesk.Draw(Db, Nation(1), plan.Id, "another seed", offices, 4, ["p3", "p4", "p5"], 2, clock, Cancel)).Refusal());
        Assert.True(RandomDraw.Run(draw.Seed, draw.Offices.Split('\n'), draw.Count, draw.Inspectors.Split('\n'), draw.Team, (_, _) => false).Accepted(out var again, out _));
        Assert.Equal(draw.Result, RandomDraw.Write(again));
        Assert.Equal(again.Select(d => d.Office).Order(StringComparer.Ordinal), await InspectionDesk.Codes(Db, plan.Id, Cancel));
    }

    [Fact]
    public async Task A_finding_is_put_right_and_closed_by_somebody_else_before_the_inspection_ends()
    {
        var plan = await Approved("office-340000");
        var finding = (await FindingDesk.Write(Db, Nation(1), plan.Id, "office-340000", "三件裁决超期未办结", new(2026, 12, 1), clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Task<Domain.Outcome<InspectionFinding>> Move(Actor actor, int version, FindingState to) => FindingDesk.Move(Db, actor, finding.Id, version, to, "情况说明见附件", clock, Cancel);
        Assert.Equal("inspect.findings-open", (await InspectionDesk.Close(Db, Nation(1), plan.Id, 1, clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await Move(Nation(2), 0, FindingState.Rectified)).Refusal());
        Db.ChangeTracker.Clear();
        (await Move(Anhui(5), 0, FindingState.Rectified)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("inspect.recheck-other", (await Move(Nation(1), 1, FindingState.Closed)).Refusal()); // found it
        Assert.Equal("access.denied", (await Move(Anhui(6), 1, FindingState.Closed)).Refusal());
        Db.ChangeTracker.Clear();
        (await Move(Nation(2), 1, FindingState.Reopened)).Accept();
        Db.ChangeTracker.Clear();
        (await Move(Anhui(6), 2, FindingState.Rectified)).Accept();
        Db.ChangeTracker.Clear();
        (await Move(Nation(2), 3, FindingState.Closed)).Accept();
        Db.ChangeTracker.Clear();
        (await InspectionDesk.Close(Db, Nation(1), plan.Id, 1, clock, Cancel)).Accept();
        Assert.Equal([FindingState.Rectified, FindingState.Reopened, FindingState.Rectified, FindingState.Closed], Db.FindingSteps.OrderBy(s => s.Id).Select(s => s.To));
    }
}
