using Microsoft.EntityFrameworkCore;
using Zhice.Data.Publishing;
using Zhice.Data.Selection;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Selection;
using Zhice.Policy;

namespace Zhice.Data.Tests.Selection;

public sealed class SqliteSelection(PostgresCluster cluster) : SelectionContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSelection(PostgresCluster cluster) : SelectionContract(StoreProvider.PostgreSql, cluster);

/// <summary>A selection's whole way on both stores: call, applications, check, scores, publicity, award, status, and the obligation that it makes.</summary>
public abstract class SelectionContract(StoreProvider provider, PostgresCluster cluster) : SelectionOffice(provider, cluster)
{
    [Fact]
    public async Task An_award_is_a_dated_status_and_the_next_publication_makes_an_optional_obligation_mandatory()
    {
        var document = Db.Document();
        var list = Office.Task("t1", "加强保护", Office.Measure("t1.m1", ActorScope.AllRegions, "落实举措。",
            Office.Rule(RegionLevel.City, "各市选做"), Office.Rule(RegionLevel.City, "知识产权保护示范区必做")));
        var request = new PublicationRequest(document.Id, null, 2026, "2026年年度工作", new(2026, 6, 1), Office.Reading(list));
        var first = (await Publisher.Publish(Db, Admin, request, null, Clock, Cancel)).Accept();
        var hefei = Db.Organisation("office-340100").Id;
        Assert.Equal(ObligationLevel.Optional, Standing(hefei).Level);

        var call = await Awarded("office-340100");
        var status = Assert.Single(Db.Statuses.AsNoTracking().Where(s => s.Name == "国家知识产权保护示范区"));
        Assert.Equal(("340100", new DateOnly(2026, 5, 1), new DateOnly(2029, 5, 1), call.Title), (status.DivisionCode, status.ValidFrom, status.ValidTo!.Value, status.Source));
        Assert.Equal(ObligationLevel.Optional, Standing(hefei).Level); // what was published stands
        var rule = Assert.Single(await StatusUse.Of(Db, Admin, call.Status, new(2026, 6, 1), Cancel));
        Assert.Equal((document.Id, "知识产权保护示范区必做"), (rule.Document, rule.Words));

        var again = request with { Programme = first.Programme };
        Db.ChangeTracker.Clear();
        var preview = (await Publisher.Preview(Db, Admin, again, Cancel)).Accept();
        Assert.Equal((0, 1, 0), (preview.Changes.Added.Count, preview.Changes.Changed.Count, preview.Changes.Withdrawn.Count));
        (await Publisher.Publish(Db, Admin, again, preview.Digest, Clock, Cancel)).Accept();
        var mandatory = Standing(hefei);
        Assert.Equal((ObligationLevel.Mandatory, ObligationBasis.HeldStatus, status.Id), (mandatory.Level, mandatory.Basis, mandatory.StatusId!.Value));
        var award = Db.SelectionAwards.AsNoTracking().Single();
        Assert.Equal(award.Id, Db.AwardStatuses.AsNoTracking().Single(l => l.StatusId == mandatory.StatusId).AwardId);

        // Revoked in mid-year: as of a day before it holds, as of a day after it does not; the publication proposes the way back.
        Db.ChangeTracker.Clear();
        var revoked = (await AwardDesk.Revoke(Db, Admin, award.Id, new(2026, 9, 1), "复核不合格", Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.True((await Publisher.Preview(Db, Admin, again with { AsOf = new(2026, 8, 31) }, Cancel)).Accept().Changes.Changed.All(c => c.After.Level == ObligationLevel.Mandatory));
        Db.ChangeTracker.Clear();
        var back = (await Publisher.Preview(Db, Admin, again with { AsOf = new(2026, 9, 1) }, Cancel)).Accept();
        Assert.Equal(ObligationLevel.Optional, Assert.Single(back.Changes.Changed).After.Level);
        Assert.Equal(2, Db.Statuses.AsNoTracking().Count(s => s.Name == call.Status)); // the one withdrawn, and the one that ends
        Assert.Equal(new DateOnly(2026, 9, 1), Db.Statuses.AsNoTracking().Single(s => s.Id == revoked.StatusId).ValidTo);
        Assert.Equal(ApplicationState.Revoked, Db.SelectionApplications.AsNoTracking().Single().State);
        Assert.Equal("selection.revoked", (await AwardDesk.Revoke(Db, Admin, award.Id, new(2026, 10, 1), "再次", Clock, Cancel)).Refusal());
        string[] actions = ["selection.draft", "selection.open", "selection.apply", "selection.save", "selection.material", "selection.submit", "selection.check", "selection.assign", "selection.score",
            "selection.hand-in", "selection.shortlist", "selection.award", "selection.revoke"];
        Assert.Empty(actions.Except(Db.AuditEntries.AsNoTracking().Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task An_award_that_ends_in_mid_year_counts_up_to_its_last_day()
    {
        await Awarded("office-340100");
        var status = Db.Statuses.AsNoTracking().Single(s => s.Name == "国家知识产权保护示范区");
        Assert.True(status.HeldOn(new(2029, 4, 30)));
        Assert.False(status.HeldOn(new(2029, 5, 1)));
        Assert.True(Db.SelectionAwards.AsNoTracking().Single().EndsWithin(2029));
    }

    [Fact]
    public async Task A_status_of_an_institution_obliges_the_place_where_it_lies_and_only_where_the_words_say_so()
    {
        Db.Statuses.Add(new DatedStatus { DivisionCode = "340000", Name = "国家知识产权示范高校", Holder = "某大学", ValidFrom = new(2026, 1, 1), Source = "试验", RecordedAt = Clock.GetUtcNow() });
        await Db.SaveChangesAsync(Cancel);
        var document = Db.Document();
        var located = Office.Task("t1", "服务高校", Office.Measure("t1.m1", ActorScope.AllRegions, "落实举措。", Office.Rule(RegionLevel.Province, "示范高校所在省份必做")));
        var plain = Office.Task("t2", "建设高校", Office.Measure("t2.m1", ActorScope.AllRegions, "落实任务。", Office.Rule(RegionLevel.Province, "示范高校必做")));
        var preview = (await Publisher.Preview(Db, Admin, new(document.Id, null, 2026, "年度工作", new(2026, 6, 1), Office.Reading(located, plain)), Cancel)).Accept();
        var owed = Assert.Single(preview.Computation.Owed);
        Assert.Equal(("服务高校", Db.Organisation("office-340000").Id), (owed.Task.Title, owed.Organisation));
        Assert.Equal(PendingReason.StatusWithoutHolders, Assert.Single(preview.Computation.Questions).Reason);
    }

    [Fact]
    public async Task An_application_is_returned_once_with_all_reasons_and_withdrawn_ones_stay_on_record()
    {
        var call = await Opened();
        var (hefei, wuhu) = (await Submitted(call, "office-340100"), await Submitted(call, "office-340200"));
        var checker = Officer();
        var returned = (await ApplicationDesk.Check(Db, checker, hefei.Id, Version(hefei), ApplicationMove.Return, ["方案缺少经费安排", "文件没有日期"], Clock, Cancel)).Accept();
        Assert.Equal((ApplicationState.Returned, new DateOnly(2026, 3, 17)), (returned.State, returned.SupplementBy!.Value)); // five working days after 2026-03-10
        Assert.Equal("方案缺少经费安排\n文件没有日期", Db.ApplicationSteps.AsNoTracking().Single(s => s.To == ApplicationState.Returned).Note);
        (await ApplicationDesk.Submit(Db, Applicant("office-340100"), hefei.Id, Version(hefei), Clock, Cancel)).Accept();
        Assert.Equal("selection.returned-once", (await ApplicationDesk.Check(Db, checker, hefei.Id, Version(hefei), ApplicationMove.Return, ["又一条"], Clock, Cancel)).Refusal());
        (await ApplicationDesk.Check(Db, checker, hefei.Id, Version(hefei), ApplicationMove.Pass, [], Clock, Cancel)).Accept();

        Db.ChangeTracker.Clear();
        (await ApplicationDesk.Withdraw(Db, Applicant("office-340200"), wuhu.Id, Version(wuhu), "暂不具备条件", Clock, Cancel)).Accept();
        Assert.Equal(ApplicationState.Withdrawn, Db.SelectionApplications.AsNoTracking().Single(a => a.Id == wuhu.Id).State);
        Assert.Equal("selection.not-now", (await ApplicationDesk.Check(Db, checker, wuhu.Id, Version(wuhu), ApplicationMove.Pass, [], Clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        (await ApplicationDesk.Begin(Db, Applicant("office-340200"), call.Id, "office-340200", null, Clock, Cancel)).Accept(); // and another one beside it
        Db.ChangeTracker.Clear();
        Assert.Equal("selection.applied", (await ApplicationDesk.Begin(Db, Applicant("office-340200"), call.Id, "office-340200", null, Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task What_is_missing_is_said_at_once_and_nothing_is_submitted()
    {
        var call = await Opened();
        var actor = Applicant("office-340100");
        var begun = (await ApplicationDesk.Begin(Db, actor, call.Id, "office-340100", null, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.False((await ApplicationDesk.Submit(Db, actor, begun.Id, Version(begun), Clock, Cancel)).Accepted(out _, out var refusal));
        Assert.Equal(["selection.statement-empty", "selection.material-missing", "selection.material-missing"], refusal.Defects.Select(d => d.Code));
        Assert.Equal("selection.level", (await ApplicationDesk.Begin(Db, Applicant("office-340000"), call.Id, "office-340000", null, Clock, Cancel)).Refusal());
        Assert.IsType<Forbidden>((await ApplicationDesk.Begin(Db, actor, call.Id, "office-340200", null, Clock, Cancel)).Accepted(out _, out refusal) ? null : refusal);
    }

    [Fact]
    public async Task An_expert_of_the_applicants_province_is_refused_with_the_reason_and_a_sheet_has_one_expert()
    {
        var (_, application) = await Passed("office-340100");
        var (zhang, li, own) = (Expert("zhang", "office-320000"), Expert("li", "cnipa-utilisation"), Expert("own", "office-340000"));
        Assert.False((await ScoreDesk.Assign(Db, Admin, application.Id, "own", Clock, Cancel)).Accepted(out _, out var refusal));
        Assert.Equal(("selection.recusal-superior", "安徽省知识产权局"), (refusal.Code, refusal.Defects[0].Arguments[0]));
        var sheet = (await ScoreDesk.Assign(Db, Admin, application.Id, "zhang", Clock, Cancel)).Accept();
        Assert.Equal("selection.expert-there", (await ScoreDesk.Assign(Db, Admin, application.Id, "zhang", Clock, Cancel)).Refusal());
        (await ScoreDesk.Assign(Db, Admin, application.Id, "li", Clock, Cancel)).Accept();

        Db.ChangeTracker.Clear();
        Assert.Equal("selection.sheet-other", (await ScoreDesk.Save(Db, li, sheet.Id, [new("base", 80)], "k1", Clock, Cancel)).Refusal());
        Assert.Equal("selection.sheet-missing", (await ScoreDesk.Save(Db, Stranger(), sheet.Id, [new("base", 80)], "k1", Clock, Cancel)).Refusal());
        Assert.False((await ScoreDesk.Save(Db, zhang, sheet.Id, [new("base", 101), new("plan", -1)], "k2", Clock, Cancel)).Accepted(out _, out refusal));
        Assert.Equal(["selection.score-range", "selection.score-range"], refusal.Defects.Select(d => d.Code));
        Assert.Empty(Db.ScoreEntries);
        Assert.NotEqual(own.AccountId, zhang.AccountId);
    }

    [Fact]
    public async Task Scores_sent_again_change_nothing_and_scores_sent_at_once_are_all_kept()
    {
        var (_, application) = await Passed("office-340100");
        var zhang = Expert("zhang", "office-320000");
        var sheet = (await ScoreDesk.Assign(Db, Admin, application.Id, "zhang", Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        for (var i = 0; i < 2; i++)
        {
            var kept = (await ScoreDesk.Save(Db, zhang, sheet.Id, [new("base", 80.5m)], "same", Clock, Cancel)).Accept();
            Assert.Equal(80.5m, kept["base"]);
        }
        Assert.Single(Db.ScoreEntries);

        var items = (string[])["base", "plan", "support"];
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            await using var db = Store.CreateContext();
            (await ScoreDesk.Save(db, zhang, sheet.Id, [new(items[i % 3], i)], $"k{i}", Clock, Cancel)).Accept();
        }, Cancel)));
        Assert.Equal(61, Db.ScoreEntries.AsNoTracking().Count());
        Assert.Equal(61, Db.ScoreSheets.AsNoTracking().Single().Version - 1); // each took its turn, the repeated one too
        var last = (await ScoreDesk.Standing(Db, Db.ScoreEntries, Cancel))[sheet.Id];
        Assert.Equal(3, last.Count);

        Db.ChangeTracker.Clear();
        (await ScoreDesk.HandIn(Db, zhang, sheet.Id, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("selection.sheet-closed", (await ScoreDesk.Save(Db, zhang, sheet.Id, [new("base", 1)], "late", Clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_tie_at_the_edge_is_asked_about_and_an_upheld_objection_takes_one_off_the_list()
    {
        var (call, _) = await Scored(quota: 1, ("office-340100", 90), ("office-340200", 90));
        Assert.Equal("selection.tie", (await PublicityDesk.Shortlist(Db, Admin, call.Id, Version(call), null, null, Later(new(2026, 4, 1)), Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        var listed = (await PublicityDesk.Shortlist(Db, Admin, call.Id, Version(call), true, "两家得分相同，均列入", Later(new(2026, 4, 1)), Cancel)).Accept();
        Assert.Equal((new DateOnly(2026, 4, 2), new DateOnly(2026, 4, 9)), (listed.PublicityFrom!.Value, listed.PublicityTo!.Value)); // 清明节: 6 April rests
        var both = Db.SelectionApplications.AsNoTracking().OrderBy(a => a.Id).ToList();
        Assert.All(both, a => Assert.Equal((ApplicationState.Shortlisted, 90m, 1), (a.State, a.Score!.Value, a.Rank!.Value)));

        Db.ChangeTracker.Clear();
        var during = Later(new(2026, 4, 3));
        var objection = (await PublicityDesk.Object(Db, Actor.Public, both[1].Id, "某公司", "0551-0000", "该地区材料中的数据与公报不符。", during, Cancel)).Accept();
        Assert.Equal("selection.objections-open", (await AwardDesk.Award(Db, Admin, call.Id, Version(call), Later(new(2026, 4, 10)), Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        Assert.Equal("selection.handler-checked", (await PublicityDesk.Decide(Db, Officer(), objection.Id, true, "经核实成立。", during, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        (await PublicityDesk.Decide(Db, Admin, objection.Id, true, "经核实，异议成立。", during, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        (await AwardDesk.Award(Db, Admin, call.Id, Version(call), Later(new(2026, 4, 10)), Cancel)).Accept();
        Assert.Equal([ApplicationState.Awarded, ApplicationState.Declined], Db.SelectionApplications.AsNoTracking().OrderBy(a => a.Id).Select(a => a.State));
        Assert.Single(Db.Statuses.AsNoTracking().Where(s => s.Name == call.Status));
    }

    [Fact]
    public async Task Applications_are_seen_by_those_whom_they_concern()
    {
        var (_, application) = await Passed("office-340100");
        int Seen(Actor actor) => Db.VisibleApplications(actor).Count();
        Assert.Equal((1, 1, 1, 1), (Seen(Admin), Seen(Officer()), Seen(Applicant("office-340100")), Seen(Db.Actor(Role.RegionalAdministrator, "office-340000"))));
        Assert.Equal((0, 0, 0), (Seen(Applicant("office-340200")), Seen(Db.Actor(Role.RegionalAdministrator, "office-320000")), Seen(Actor.Public)));
        var zhang = Expert("zhang", "office-320000");
        Assert.Equal(0, Seen(zhang));
        (await ScoreDesk.Assign(Db, Admin, application.Id, "zhang", Clock, Cancel)).Accept();
        Assert.Equal(1, Seen(zhang));
    }

    Obligation Standing(OrganisationId organisation) => Db.Obligations.AsNoTracking().Single(o => o.OrganisationId == organisation && o.WithdrawnBy == null);
}
