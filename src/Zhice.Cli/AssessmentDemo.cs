using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Data.Indicators;
using Zhice.Data.Inspection;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Calendar;
using Zhice.Domain.Inspection;
using Zhice.Domain.Organisations;

namespace Zhice.Cli;

/// <summary>考核演示: last year's round of 32 regions, published with an objection that changed a score; this year's in self-scoring; an inspection; a mid-term evaluation. All invented.</summary>
internal sealed class AssessmentDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Func<string, Task<Actor>> actorOf)
    {
        var nation = await actorOf("guojia").ConfigureAwait(false);
        var scheme = await Do(db => SchemeDesk.Save(db, nation, DefinitionFiles.InUse, SchemeFiles.Shipped.First().Text, true, clock, CancellationToken.None)).ConfigureAwait(false);
        await LastYear(actorOf, nation, scheme).ConfigureAwait(false);
        await ThisYear(actorOf, nation, scheme).ConfigureAwait(false);
        await Inspect(actorOf, nation).ConfigureAwait(false);
        await Evaluate(nation).ConfigureAwait(false);
    }

    async Task LastYear(Func<string, Task<Actor>> actorOf, Actor nation, SchemeVersion scheme)
    {
        // Published ten days ago, so that the thirty days for objections still run.
        var then = new Earlier(clock.GetUtcNow().AddDays(-10));
        var round = await Open(nation, scheme, ChinaTime.Today(clock).Year - 1, then).ConfigureAwait(false);
        await People(nation, round, then).ConfigureAwait(false);
        await SelfScores(round, nation).ConfigureAwait(false);
        await Move(nation, round, RoundState.Reviewing, then).ConfigureAwait(false);
        await Sheets(actorOf, nation, round, then).ConfigureAwait(false);
        var reviewer = await actorOf("yunyong").ConfigureAwait(false);
        foreach (var (office, act, count) in ((string, string, int)[])[("office-340000", "returned", 2), ("office-220000", "late_report", 1), ("office-450000", "wrong_figure", 2), ("office-620000", "returned", 1)])
            await Do(db => MarkDesk.Record(db, reviewer, round, office, "reporting", act, count, "年度成效报送登记簿（演示）", then, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => MarkDesk.Put(db, reviewer, round, "office-330000", new("results", MarkColumn.Review, 3.6m, "补充佐证材料后，按实际成效核定（演示）"), then, CancellationToken.None)).ConfigureAwait(false);
        await Move(nation, round, RoundState.Finalising, then).ConfigureAwait(false);
        await Do(async db => await MarkDesk.Put(db, await actorOf("tongji").ConfigureAwait(false), round, "office-330000", new("results", MarkColumn.Final, 3.5m, "与同类地区成效比较后统一尺度（演示）"), then, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        await Move(nation, round, RoundState.Published, then).ConfigureAwait(false);

        var wanju = await actorOf("wanju").ConfigureAwait(false);
        var objection = await Do(db => ObjectionDesk.Raise(db, wanju, round, "office-340000", "reporting", "材料被退回两次中有一次系系统重复登记，请予复核（演示）", new Earlier(clock.GetUtcNow().AddDays(-8)), CancellationToken.None)).ConfigureAwait(false);
        var judge = await actorOf("tiaofa").ConfigureAwait(false);
        await Do(db => ObjectionDesk.Decide(db, judge, objection.Id, 0, "reporting", 5.5m, "经核对登记簿，其中一次为重复登记，异议成立（演示）", new Earlier(clock.GetUtcNow().AddDays(-5)), CancellationToken.None)).ConfigureAwait(false);
        await Do(db => ObjectionDesk.Raise(db, wanju, round, "office-340000", "typical", "典型经验评分偏低，已附推广应用的新材料，请予复核（演示）", new Earlier(clock.GetUtcNow().AddDays(-2)), CancellationToken.None)).ConfigureAwait(false);
        using var reading = store.CreateContext();
        var scores = await reading.ScorePublications.Where(p => p.RoundId == round).OrderByDescending(p => p.Revision).Select(p => p.Scores).FirstAsync().ConfigureAwait(false);
        foreach (var row in ScoreText.ReadTable(scores).Rows.Take(3))
            await Do(db => IncentiveDesk.Add(db, nation, round, row.Office, "优先支持申报试点示范，优先安排业务指导（演示）", "", clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task ThisYear(Func<string, Task<Actor>> actorOf, Actor nation, SchemeVersion scheme)
    {
        var round = await Open(nation, scheme, ChinaTime.Today(clock).Year, clock).ConfigureAwait(false);
        await People(nation, round, clock).ConfigureAwait(false);
        await Do(db => ExpertDesk.Deal(db, nation, round, clock, CancellationToken.None)).ConfigureAwait(false);
        var wanju = await actorOf("wanju").ConfigureAwait(false);
        foreach (var (item, points, reason) in ((string, decimal, string)[])[("reporting", 6, ""), ("results", 3.8m, "两项做法被推广（演示）")])
            await Do(db => MarkDesk.Put(db, wanju, round, "office-340000", new(item, MarkColumn.Self, points, reason), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<RoundId> Open(Actor nation, SchemeVersion scheme, int year, TimeProvider at)
    {
        using var db = store.CreateContext();
        var programme = await db.Programmes.Where(p => p.Year == year).OrderBy(p => p.Id).Select(p => p.Id).FirstAsync().ConfigureAwait(false);
        var offices = await db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province).Select(o => o.Code).ToListAsync().ConfigureAwait(false);
        return (await Do(fresh => RoundDesk.Open(fresh, nation, new($"{year}年知识产权高质量发展考核（演示）", programme, scheme.Id, offices) { Demonstration = true }, at, CancellationToken.None)).ConfigureAwait(false)).Id;
    }

    async Task People(Actor nation, RoundId round, TimeProvider at)
    {
        foreach (var (login, duty) in ((string, MemberDuty)[])
            [("yunyong", MemberDuty.Reviewer), ("tongji", MemberDuty.Finaliser), ("pingshen", MemberDuty.Expert), ("zhuanjia", MemberDuty.Expert), ("wanju", MemberDuty.Expert), ("tiaofa", MemberDuty.ObjectionReviewer)])
            await Do(db => RoundDesk.Name(db, nation, round, login, duty, at, CancellationToken.None)).ConfigureAwait(false);
    }

    // Offices without an account of the demonstration have scored themselves too: their marks are written at once.
    async Task SelfScores(RoundId round, Actor nation)
    {
        using var db = store.CreateContext();
        var head = await RoundBook.Head(db, nation, round, CancellationToken.None).ConfigureAwait(false) ?? throw new InvalidOperationException("The demonstration's round is gone.");
        var now = clock.GetUtcNow().AddDays(-12);
        var subjects = await RoundBook.Subjects(db, round, CancellationToken.None).ConfigureAwait(false);
        var facts = (await RoundBook.Assemble(db, round, subjects, CancellationToken.None).ConfigureAwait(false)).ToDictionary(f => f.Office, StringComparer.Ordinal);
        foreach (var subject in subjects)
        {
            foreach (var item in ScoringEngine.Score(head.Scheme, facts[subject.Office.Code]).Items)
            {
                var expert = head.Scheme.Item(item.Item)!.Rule is ExpertRule;
                var points = expert ? head.Scheme.Cut(item.Points * (80 + Lot(subject.Office.Code, item.Item, 20)) / 100) : item.Computed;
                db.Add(new AssessmentMark { SubjectId = subject.Subject.Id, Item = item.Item, Column = MarkColumn.Self, Points = points, Reason = expert ? "见年度成效报送（演示）" : "", By = nation.AccountId!.Value, At = now });
            }
        }
        foreach (var row in await db.AssessmentSubjects.AsTracking().Where(s => s.RoundId == round).ToListAsync().ConfigureAwait(false)) (row.SelfSentAt, row.Version) = (now, row.Version + 1);
        await db.SaveChangesAsync().ConfigureAwait(false);
    }

    async Task Sheets(Func<string, Task<Actor>> actorOf, Actor nation, RoundId round, TimeProvider at)
    {
        var sheets = await Do(db => ExpertDesk.Deal(db, nation, round, at, CancellationToken.None)).ConfigureAwait(false);
        using var db = store.CreateContext();
        foreach (var sheet in sheets)
            db.Add(new ExpertScore { SheetId = sheet.Id, Score = 70 + Lot($"{sheet.SubjectId.Value - sheets[0].SubjectId.Value}", sheet.Item, 26) + sheet.Slot, Comment = "成效具体，佐证较为完整（演示）", At = at.GetUtcNow() });
        await db.SaveChangesAsync().ConfigureAwait(false);
        // One sheet through the door, as an expert does it.
        var own = await actorOf("pingshen").ConfigureAwait(false);
        var first = sheets.First(s => s.AccountId == own.AccountId);
        await Do(fresh => ExpertDesk.Score(fresh, own, first.Id, 88.5m, "复看材料后调整（演示）", at, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task Move(Actor nation, RoundId round, RoundState to, TimeProvider at)
    {
        using var db = store.CreateContext();
        var version = await db.AssessmentRounds.Where(r => r.Id == round).Select(r => r.Version).SingleAsync().ConfigureAwait(false);
        await Do(fresh => RoundDesk.Move(fresh, nation, round, version, to, at, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task Inspect(Func<string, Task<Actor>> actorOf, Actor nation)
    {
        var today = ChinaTime.Today(clock);
        var plan = await Do(db => InspectionDesk.Write(db, nation, new("行政裁决办理情况专项督查（演示）", "年度督查检查计划（演示）", "专利侵权纠纷行政裁决的立案、办理和公开情况", ["papers", "visit", "meeting"], today.AddDays(-6), today.AddDays(20)) { Demonstration = true }, clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => InspectionDesk.AddOffices(db, nation, plan.Id, ["office-340000"], clock, CancellationToken.None)).ConfigureAwait(false);
        List<string> candidates;
        using (var db = store.CreateContext())
            candidates = await db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province && o.Code != "office-340000").Select(o => o.Code).ToListAsync().ConfigureAwait(false);
        await Do(db => InspectionDesk.Draw(db, nation, plan.Id, "演示种子 2026-11-16 3418.25", candidates, 4, ["yunyong", "tongji", "tiaofa", "pingshen"], 2, clock, CancellationToken.None)).ConfigureAwait(false);
        var leader = await actorOf("fenguan").ConfigureAwait(false);
        await Do(db => InspectionDesk.Approve(db, leader, plan.Id, 0, clock, CancellationToken.None)).ConfigureAwait(false);
        var wanju = await actorOf("wanju").ConfigureAwait(false);
        var first = await Do(db => FindingDesk.Write(db, nation, plan.Id, "office-340000", "抽查的十二件案卷中，两件未按期送达答辩副本（演示）", today.AddDays(10), clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => FindingDesk.Write(db, nation, plan.Id, "office-340000", "裁决结果公开栏目三个月未更新（演示）", today.AddDays(15), clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => FindingDesk.Move(db, wanju, first.Id, 0, FindingState.Rectified, "已补送并修订送达流程，附台账（演示）", clock, CancellationToken.None)).ConfigureAwait(false);
        // A second plan that meets the same office: it waits for a leader's word.
        var second = await Do(db => InspectionDesk.Write(db, nation, new("地理标志保护检查（演示）", "年度督查检查计划（演示）", "地理标志专用标志使用核准与监管", ["papers"], today.AddDays(25), today.AddDays(40)) { Demonstration = true }, clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => InspectionDesk.AddOffices(db, nation, second.Id, ["office-340000", "office-510000"], clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task Evaluate(Actor nation)
    {
        var year = ChinaTime.Today(clock).Year - 1;
        var evaluation = await Do(db => EvaluationDesk.Begin(db, nation, "知识产权规划实施中期评估（演示）", year - 3, year + 2, year, true, clock, CancellationToken.None)).ConfigureAwait(false);
        foreach (var (indicator, planned, note) in ((string, decimal, string)[])[("high_value_density", 19.5m, "加强高价值专利培育（演示）"), ("pledge_sme_count", 55_000, "推广线上质押登记（演示）"), ("invention_pendency", 15, "扩充审查力量（演示）"), ("protection_satisfaction_score", 83, "加大行政执法和宣传力度（演示）"), ("industrialisation_rate", 41, "深入实施转化运用专项行动（演示）")])
            await Do(db => EvaluationDesk.AddGoal(db, nation, evaluation.Id, new("", indicator, "", false, null, planned, null, note), clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => EvaluationDesk.Publish(db, nation, evaluation.Id, clock, CancellationToken.None)).ConfigureAwait(false);
    }

    static int Lot(string office, string item, int below) => SHA256.HashData(Encoding.UTF8.GetBytes($"{office}/{item}"))[0] % below;

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }

    sealed class Earlier(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}
