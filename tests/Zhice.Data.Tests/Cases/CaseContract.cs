using Microsoft.EntityFrameworkCore;
using Zhice.Data.Cases;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Cases;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Cases;

public sealed class SqliteCases(PostgresCluster cluster) : CaseContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCases(PostgresCluster cluster) : CaseContract(StoreProvider.PostgreSql, cluster);

/// <summary>A typical case's way on both stores.</summary>
public abstract class CaseContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    static readonly CaseWords Words = new("一站式办理质押登记", "整合质押登记受理窗口，推行线上预审，材料由四份减为一份，当日办结。", "办理时间由五天缩短为一天。");

    [Fact]
    public async Task A_case_is_published_after_review_by_others_with_recorded_consent_and_withdrawn_again()
    {
        var (anhui, one) = await Begun("office-340000", 30);
        Assert.Equal("typical.not-now", (await Move(Admin, one, TypicalCaseState.Accepted)).Refusal());
        (await Move(anhui, one, TypicalCaseState.Submitted)).Accept();
        Assert.Equal("typical.own", (await Move(Db.Actor(Role.NationalAdministrator, "cnipa") with { AccountId = anhui.AccountId }, one, TypicalCaseState.Accepted)).Refusal());
        Assert.IsType<Forbidden>((await Move(Db.Actor(Role.RegionalAdministrator, "office-320000"), one, TypicalCaseState.Accepted)).Accepted(out _, out var refusal) ? null : refusal is Missing ? new Forbidden(refusal.Code) : refusal);
        (await Move(Admin, one, TypicalCaseState.Accepted)).Accept();
        Assert.Equal("typical.consent-missing", (await Move(Admin, one, TypicalCaseState.Published)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal(3, Count(await CaseDesk.Consent(Db, anhui, one.Id, Version(one), " ", "", null, Clock, Cancel)));
        Db.ChangeTracker.Clear();
        (await CaseDesk.Consent(Db, anhui, one.Id, Version(one), "某银行", "单位名称和做法", new(2026, 5, 1), Clock, Cancel)).Accept();
        Assert.Empty(Db.VisibleCases(Actor.Public));
        (await Move(Admin, one, TypicalCaseState.Published)).Accept();
        Assert.Single(Db.VisibleCases(Actor.Public));
        Assert.Equal("typical.note", (await Move(anhui, one, TypicalCaseState.Withdrawn)).Refusal());
        (await Move(anhui, one, TypicalCaseState.Withdrawn, "当事人撤回同意")).Accept();
        Assert.Empty(Db.VisibleCases(Actor.Public));
        Assert.Equal([TypicalCaseState.Draft, TypicalCaseState.Submitted, TypicalCaseState.Accepted, TypicalCaseState.Published, TypicalCaseState.Withdrawn], Db.TypicalCaseSteps.AsNoTracking().OrderBy(s => s.Id).Select(s => s.To));
        Assert.Equal(6, Db.AuditEntries.Count(e => e.Action.StartsWith("typical.")));
    }

    [Fact]
    public async Task A_case_in_other_words_is_proposed_as_a_repetition_and_one_of_another_matter_is_not()
    {
        var (anhui, first) = await Begun("office-340000", 30);
        (await Move(anhui, first, TypicalCaseState.Submitted)).Accept();
        var (jiangsu, second) = await Begun("office-320000", 31, new("质押登记一窗办结", "推行质押登记受理窗口整合和线上预审，申请材料由四份减为一份，实现当日办结。", "企业少跑三趟。"));
        (await Move(jiangsu, second, TypicalCaseState.Submitted)).Accept();
        var (zhejiang, third) = await Begun("office-330000", 32, new("地理标志进校园", "组织青少年参观地理标志产地，编写科普读本，开设体验课程。", "覆盖学校三十所。"));
        (await Move(zhejiang, third, TypicalCaseState.Submitted)).Accept();

        var alike = await CaseDesk.Alike(Db, Admin, second, Cancel);
        Assert.Equal(first.Id, Assert.Single(alike).Id);
        Assert.Equal("typical.repeats", (await Move(Admin, second, TypicalCaseState.Accepted, null, first.Id)).Refusal());
        (await Move(Admin, second, TypicalCaseState.Rejected, "与安徽案例重复", first.Id)).Accept();
        Assert.Equal(first.Id, Db.TypicalCases.AsNoTracking().Single(c => c.Id == second.Id).Repeats);
    }

    [Fact]
    public async Task A_draft_is_its_offices_and_is_begun_on_the_own_obligation_only()
    {
        var (anhui, one) = await Begun("office-340000", 30);
        Assert.Equal((1, 0, 0), (Db.VisibleCases(anhui).Count(), Db.VisibleCases(Db.Actor(Role.RegionalAdministrator, "office-320000")).Count(), Db.VisibleCases(Actor.Public).Count()));
        Assert.Equal("typical.missing", (await Move(Actor.Public, one, TypicalCaseState.Submitted)).Refusal());
        Assert.False((await CaseDesk.Begin(Db, Db.Actor(Role.RegionalAdministrator, "office-320000"), one.ObligationId, null, Words, false, Clock, Cancel)).Accepted(out _, out var refusal));
        Assert.True(refusal is Missing or Forbidden);
        Db.ChangeTracker.Clear();
        Assert.Equal(["typical.title", "typical.practice", "typical.effect"], (await CaseDesk.Save(Db, anhui, one.Id, 0, new("", "短", "短"), Clock, Cancel)).Accepted(out _, out refusal) ? [] : refusal.Defects.Select(d => d.Code));
    }

    async Task<(Actor Actor, TypicalCase Case)> Begun(string office, long account, CaseWords? words = null)
    {
        if (!await Db.Obligations.AnyAsync(Cancel))
            (await Publisher.Publish(Db, Admin, Request(Db.Document(), Task("t1", "任务", Measure("t1.m1", ActorScope.AllRegions, "落实举措。", Rule(RegionLevel.Province, "各省必做")))), null, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var actor = Db.Actor(Role.RegionalAdministrator, office) with { AccountId = new AccountId(account) };
        var obligation = Db.Obligations.AsNoTracking().Single(o => o.OrganisationId == Db.Organisation(office).Id).Id;
        var one = (await CaseDesk.Begin(Db, actor, obligation, null, words ?? Words, false, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return (actor, one);
    }

    async Task<Outcome<TypicalCase>> Move(Actor actor, TypicalCase one, TypicalCaseState to, string? note = null, TypicalCaseId? repeats = null)
    {
        Db.ChangeTracker.Clear();
        var outcome = await CaseDesk.Move(Db, actor, one.Id, Version(one), to, note, repeats, Clock, Cancel);
        Db.ChangeTracker.Clear();
        return outcome;
    }

    int Version(TypicalCase one) => Db.TypicalCases.AsNoTracking().Single(c => c.Id == one.Id).Version;

    static int Count<T>(Outcome<T> outcome) where T : notnull => outcome.Accepted(out _, out var refusal) ? 0 : refusal.Defects.Count;
}
