using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Assessment;
using Zhice.Data.Inspection;
using Zhice.Data.Indicators;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Inspection;

namespace Zhice.Web.Tests;

/// <summary>Assessment of the sample: round 1 published with an objection that waits, round 2 in self-scoring; inspection 1 approved with a finding; evaluation 1.</summary>
static class SampleAssessment
{
    /// <summary>What an inspected office was told: neither the public nor another office reads it.</summary>
    public const string Finding = "演示问题：两件案卷未按期送达";

    /// <summary>An objection: neither the public nor another office reads it.</summary>
    public const string Objection = "演示异议：材料扣分依据不足，请予复核";

    const string Scheme = """
        code: sample
        version: 1
        title: 演示小方案
        english: Sample scheme
        valid-from: 2025-01-01
        total: 20
        decimals: 2
        source: 演示
        groups:
          - code: g
            title: 演示组
            english: Group
            weight: 20
            items:
              - {code: done, title: 任务完成, english: Tasks done, points: 10, source: 演示任务清单, rule: completion}
              - {code: density, title: 高价值拥有量, english: High-value density, points: 2, source: 演示, rule: indicator, indicator: high_value_density, by: value, intervals: [{share: 0.5}, {from: 10, share: 1}]}
              - {code: panel, title: 专家, english: Panel, points: 4, source: 演示, rule: expert, experts: 1, most: 100, guide: 看成效}
              - {code: papers, title: 材料, english: Papers, points: 4, source: 演示, rule: deduction, acts: [{code: late, title: 迟报, english: Late, points: 1.5}]}
        """;

    public static async Task Fill(ZhiceDb db, Sample sample)
    {
        var clock = new Standing(new DateTimeOffset(2026, 2, 2, 2, 0, 0, TimeSpan.Zero));
        var nation = await Actor(db, "nationaladministrator");
        var (anhui, department) = (await Actor(db, "regionaladministrator"), await Actor(db, "departmentofficer"));
        var scheme = Accept(await SchemeDesk.Save(db, nation, DefinitionFiles.Shipped, Scheme, true, clock, default));
        var offices = await db.Organisations.Where(o => o.Level == Domain.Organisations.DivisionLevel.Province).Select(o => o.Code).ToListAsync();
        foreach (var title in new[] { "演示考核一", "演示考核二" })
        {
            var round = Accept(await RoundDesk.Open(db, nation, new(title, sample.Programme.Id, scheme.Id, offices) { Demonstration = true }, clock, default));
            foreach (var (login, duty) in ((string, MemberDuty)[])[("departmentofficer", MemberDuty.Expert), ("departmentofficer", MemberDuty.Reviewer), ("regionalofficer", MemberDuty.ObjectionReviewer)])
                Accept(await RoundDesk.Name(db, nation, round.Id, login, duty, clock, default));
            var sheets = Accept(await ExpertDesk.Deal(db, nation, round.Id, clock, default));
            db.ChangeTracker.Clear();
            if (title != "演示考核一") continue;
            Accept(await MarkDesk.Put(db, anhui, round.Id, "office-340000", new("papers", MarkColumn.Self, 4, ""), clock, default));
            Accept(await MarkDesk.Send(db, anhui, round.Id, "office-340000", clock, default));
            db.AddRange(sheets.Select((s, n) => new ExpertScore { SheetId = s.Id, Score = 60 + n, Comment = "演示", At = clock.GetUtcNow() }));
            await db.SaveChangesAsync();
            foreach (var state in new[] { RoundState.Reviewing, RoundState.Finalising, RoundState.Published })
            {
                if (state == RoundState.Finalising) Accept(await MarkDesk.Put(db, department, round.Id, "office-340000", new("papers", MarkColumn.Review, 3.25m, "演示：材料两处不全"), clock, default));
                db.ChangeTracker.Clear();
                var version = await db.AssessmentRounds.Where(r => r.Id == round.Id).Select(r => r.Version).SingleAsync();
                Accept(await RoundDesk.Move(db, nation, round.Id, version, state, clock, default));
            }
            Accept(await ObjectionDesk.Raise(db, anhui, round.Id, "office-340000", "papers", Objection, clock, default));
            Accept(await IncentiveDesk.Add(db, nation, round.Id, offices[^1], "演示激励措施", "", clock, default));
        }
        var plan = Accept(await InspectionDesk.Write(db, nation, new("演示督查", "演示计划", "演示范围", ["visit"], new(2026, 2, 2), new(2026, 2, 20)) { Demonstration = true }, clock, default));
        Accept(await InspectionDesk.AddOffices(db, nation, plan.Id, ["office-340000", "office-320000"], clock, default));
        Accept(await InspectionDesk.Draw(db, nation, plan.Id, "sample seed 2026", [.. offices.Where(o => o is not ("office-340000" or "office-320000"))], 2, ["departmentofficer", "nationaladministrator"], 1, clock, default));
        db.ChangeTracker.Clear();
        Accept(await InspectionDesk.Approve(db, nation with { AccountId = new AccountId(9003) }, plan.Id, 0, clock, default));
        var finding = Accept(await FindingDesk.Write(db, nation, plan.Id, "office-340000", Finding, new(2026, 3, 1), clock, default));
        db.ChangeTracker.Clear();
        Accept(await FindingDesk.Move(db, anhui, finding.Id, 0, FindingState.Rectified, "演示整改说明", clock, default));
        var evaluation = Accept(await EvaluationDesk.Begin(db, nation, "演示中期评估", 2021, 2025, 2024, true, clock, default));
        Accept(await EvaluationDesk.AddGoal(db, nation, evaluation.Id, new("演示目标", null, "件", false, 6, 12, 9, "演示措施"), clock, default));
        db.ChangeTracker.Clear();
    }

    static async Task<Actor> Actor(ZhiceDb db, string login)
    {
        var row = await (
            from account in db.Accounts
            join grant in db.RoleGrants on account.Id equals grant.AccountId
            join office in db.Organisations on grant.OrganisationId equals office.Id
            where account.Login == login
            select new { account.Id, account.DisplayName, grant.Role, Office = office.Id, office.Path }).AsNoTracking().SingleAsync();
        return new Actor(row.Id, row.DisplayName, [new HeldRole(row.Role, row.Office, row.Path)]);
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));

    sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
