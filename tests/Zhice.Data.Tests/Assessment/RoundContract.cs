using Microsoft.EntityFrameworkCore;
using Zhice.Data.Assessment;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Data.Tests.Statistics;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Assessment;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Data.Tests.Assessment;

public sealed class SqliteRound(PostgresCluster cluster) : RoundContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresRound(PostgresCluster cluster) : RoundContract(StoreProvider.PostgreSql, cluster);

/// <summary>A round from its opening to a changed score, on both stores.</summary>
public abstract class RoundContract : SeededContract
{
    const string Scheme = """
        code: small
        version: 1
        title: 小方案
        english: Small
        valid-from: 2026-01-01
        total: 20
        decimals: 2
        source: 测试
        groups:
          - code: g
            title: 组
            english: Group
            weight: 20
            items:
              - {code: done, title: 完成, english: Done, points: 10, source: 测试, rule: completion}
              - {code: panel, title: 专家, english: Panel, points: 6, source: 测试, rule: expert, experts: 2, most: 100, guide: 看成效}
              - {code: papers, title: 材料, english: Papers, points: 4, source: 测试, rule: deduction, acts: [{code: late, title: 迟报, english: Late, points: 1.5}]}
              - {code: fraud, title: 造假, english: Fraud, points: 0, source: 测试, rule: veto, cap: 5, acts: [{code: false, title: 造假, english: False}]}
        """;

    readonly Ticking clock = new(new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero));

    protected RoundContract(StoreProvider provider, PostgresCluster cluster) : base(provider, cluster)
    {
        string[] logins = ["nation", "reviewer", "finaliser", "expert1", "expert2", "expert3", "judge", "anhui"];
        foreach (var login in logins) Db.Accounts.Add(new Account { Login = login, DisplayName = login, CreatedAt = clock.GetUtcNow() });
        Db.SaveChanges();
        foreach (var (login, role, at) in ((string, Role, string)[])
            [("nation", Role.NationalAdministrator, "cnipa"), ("reviewer", Role.DepartmentOfficer, "cnipa-utilisation"), ("expert3", Role.RegionalOfficer, "office-340100"), ("anhui", Role.RegionalAdministrator, "office-340000")])
            Db.RoleGrants.Add(new RoleGrant { AccountId = Id(login), Role = role, OrganisationId = Db.Organisation(at).Id, GrantedAt = clock.GetUtcNow() });
        Db.SaveChanges();
    }

    AccountId Id(string login) => Db.Accounts.Single(a => a.Login == login).Id;

    Actor Person(string login)
    {
        var id = Id(login);
        var held = (from grant in Db.RoleGrants join office in Db.Organisations on grant.OrganisationId equals office.Id where grant.AccountId == id select new { grant.Role, office.Id, office.Path }).ToList();
        return new Actor(id, login, [.. held.Select(h => new HeldRole(h.Role, h.Id, h.Path))]);
    }

    async Task<AssessmentRound> Opened()
    {
        var owner = Db.Organisation("cnipa");
        var programme = new YearProgramme { Year = 2026, Name = "测试", OwnerId = owner.Id, CreatedAt = clock.GetUtcNow() };
        Db.Add(programme);
        await Db.SaveChangesAsync(Cancel);
        var document = Db.Document();
        var publication = new Publication { ProgrammeId = programme.Id, DocumentId = document.Id, TextDigest = "x", AsOf = new(2026, 3, 1), At = clock.GetUtcNow() };
        Db.Add(publication);
        await Db.SaveChangesAsync(Cancel);
        for (var n = 1; n <= 2; n++)
        {
            var task = new ProgrammeTask { ProgrammeId = programme.Id, DocumentId = document.Id, SourceId = $"t{n}", Ordinal = n, Number = $"{n}", Section = "一、保护", Title = $"任务{n}", Due = new DueTime("by-year-end", new(2026, 12, 31), "年底前"), PublicationId = publication.Id };
            Db.Add(task);
            await Db.SaveChangesAsync(Cancel);
            var measure = new ProgrammeMeasure { TaskId = task.Id, SourceId = $"t{n}.m1", Ordinal = 1, Scope = MeasureScope.AllRegions, Quote = new Quotation("举措", 0, 2) };
            Db.Add(measure);
            await Db.SaveChangesAsync(Cancel);
            foreach (var code in new[] { "office-340000", "office-320000" })
            {
                var owed = new Obligation { ProgrammeId = programme.Id, TaskId = task.Id, MeasureId = measure.Id, OrganisationId = Db.Organisation(code).Id, Level = ObligationLevel.Mandatory, Basis = ObligationBasis.AllRegions, AsOf = new(2026, 3, 1), PublicationId = publication.Id };
                Db.Add(owed);
                await Db.SaveChangesAsync(Cancel);
                if (n == 1 || code == "office-340000") Db.Add(new ObligationState { ObligationId = owed.Id, ProgrammeId = programme.Id, Status = WorkStatus.Done });
            }
        }
        await Db.SaveChangesAsync(Cancel);
        var scheme = (await SchemeDesk.Save(Db, Person("nation"), DefinitionFiles.Shipped, Scheme, false, clock, Cancel)).Accept();
        var round = (await RoundDesk.Open(Db, Person("nation"), new("2026年考核", programme.Id, scheme.Id, ["office-340000", "office-320000"]), clock, Cancel)).Accept();
        foreach (var (login, duty) in ((string, MemberDuty)[])
            [("reviewer", MemberDuty.Reviewer), ("finaliser", MemberDuty.Finaliser), ("expert1", MemberDuty.Expert), ("expert2", MemberDuty.Expert), ("expert3", MemberDuty.Expert), ("judge", MemberDuty.ObjectionReviewer)])
            (await RoundDesk.Name(Db, Person("nation"), round.Id, login, duty, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        return round;
    }

    async Task Move(AssessmentRound round, RoundState to)
    {
        Db.ChangeTracker.Clear();
        var version = await Db.AssessmentRounds.Where(r => r.Id == round.Id).Select(r => r.Version).SingleAsync(Cancel);
        (await RoundDesk.Move(Db, Person("nation"), round.Id, version, to, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    Task<Outcome<AssessmentMark>> Mark(AssessmentRound round, string login, string office, string item, MarkColumn column, decimal points, string reason = "核对材料后") =>
        MarkDesk.Put(Db, Person(login), round.Id, office, new(item, column, points, reason), clock, Cancel);

    async Task<AssessmentRound> Published()
    {
        var round = await Opened();
        (await Mark(round, "anhui", "office-340000", "done", MarkColumn.Self, 10, "")).Accept();
        (await MarkDesk.Send(Db, Person("anhui"), round.Id, "office-340000", clock, Cancel)).Accept();
        await Move(round, RoundState.Reviewing);
        (await ExpertDesk.Deal(Db, Person("nation"), round.Id, clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        foreach (var sheet in await Db.ExpertSheets.AsNoTracking().OrderBy(s => s.Id).ToListAsync(Cancel))
        {
            var login = Db.Accounts.Single(a => a.Id == sheet.AccountId).Login;
            (await ExpertDesk.Score(Db, Person(login), sheet.Id, 80 + sheet.Slot * 5, "成效具体", clock, Cancel)).Accept();
        }
        (await MarkDesk.Record(Db, Person("reviewer"), round.Id, "office-320000", "papers", "late", 1, "年度报送迟三日", clock, Cancel)).Accept();
        (await Mark(round, "reviewer", "office-340000", "papers", MarkColumn.Review, 3.5m)).Accept();
        await Move(round, RoundState.Finalising);
        (await Mark(round, "finaliser", "office-340000", "papers", MarkColumn.Final, 3.75m)).Accept();
        await Move(round, RoundState.Published);
        return round;
    }

    [Fact]
    public async Task A_round_goes_from_self_scores_to_published_digits_that_can_be_made_anew()
    {
        var round = await Published();
        var publication = await Db.ScorePublications.SingleAsync(Cancel);
        var table = ScoreText.ReadTable(publication.Scores);
        // Anhui: 10 + 6 × (85 + 90) / 200 + 3.75 = 19; Jiangsu: 5 + 5.25 + (4 − 1.5) = 12.75.
        Assert.Equal([(1, "office-340000", "19.00"), (2, "office-320000", "12.75")], table.Rows.Select(r => (r.Place, r.Office, r.Total)));
        Assert.Equal(("10.00", "18.75"), (table.Rows[0].Self, table.Rows[0].Review));

        // What happens afterwards changes nothing of it.
        await Db.ObligationStates.ExecuteUpdateAsync(s => s.SetProperty(x => x.Status, WorkStatus.NotStarted), Cancel);
        var again = Assert.Single(await Publications.Replay(Db, round.Id, Cancel));
        Assert.Empty(again.Faults);
        Assert.Equal(publication.ScoresDigest, again.Digest);
        var entry = Assert.Single(Db.AuditEntries.Where(e => e.Action == "assess.publish").ToList());
        Assert.Contains(publication.ScoresDigest, System.Text.Encoding.UTF8.GetString(entry.Body), StringComparison.Ordinal);

        // And a digit that somebody changes is found.
        await Db.ScorePublications.ExecuteUpdateAsync(p => p.SetProperty(x => x.Scores, publication.Scores.Replace("12.75", "12.85", StringComparison.Ordinal)), Cancel);
        var wrong = Assert.Single(await Publications.Replay(Db, null, Cancel));
        Assert.Equal(2, wrong.Faults.Count);
        Assert.Contains("published 12.85, made anew office-320000 12.75", wrong.Faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_changed_after_publication_is_a_new_version_and_the_old_scores_stand()
    {
        var round = await Published();
        var changed = Scheme.Replace("points: 1.5", "points: 4", StringComparison.Ordinal);
        Assert.Equal("scheme.version", (await SchemeDesk.Save(Db, Person("nation"), DefinitionFiles.Shipped, changed, false, clock, Cancel)).Refusal());
        var second = (await SchemeDesk.Save(Db, Person("nation"), DefinitionFiles.Shipped, changed.Replace("version: 1", "version: 2", StringComparison.Ordinal), false, clock, Cancel)).Accept();
        Assert.Equal(2, second.Version);
        Assert.Empty(Assert.Single(await Publications.Replay(Db, round.Id, Cancel)).Faults);
        Assert.Equal("access.denied", (await SchemeDesk.Save(Db, Person("reviewer"), DefinitionFiles.Shipped, changed, false, clock, Cancel)).Refusal());
        Assert.Equal("scheme.fault", (await SchemeDesk.Save(Db, Person("nation"), DefinitionFiles.Shipped, changed.Replace("weight: 20", "weight: 21", StringComparison.Ordinal), false, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task Who_may_not_score_is_refused_with_the_reason()
    {
        var round = await Opened();
        await Move(round, RoundState.Reviewing);
        Db.RoleGrants.Add(new RoleGrant { AccountId = Id("reviewer"), Role = Role.RegionalOfficer, OrganisationId = Db.Organisation("office-320000").Id, GrantedAt = clock.GetUtcNow().AddYears(-1), RevokedAt = clock.GetUtcNow().AddDays(-30) });
        await Db.SaveChangesAsync(Cancel);
        Assert.Equal("assess.recused-office", (await Mark(round, "reviewer", "office-320000", "done", MarkColumn.Review, 9)).Refusal()); // worked there in the year
        (await RoundDesk.Recuse(Db, Person("reviewer"), round.Id, "reviewer", "office-340000", "亲属在该局任职", clock, Cancel)).Accept();
        Assert.Equal("assess.recused-declared", (await Mark(round, "reviewer", "office-340000", "done", MarkColumn.Review, 9)).Refusal());
        Assert.Equal("assess.no-duty", (await Mark(round, "expert1", "office-340000", "done", MarkColumn.Review, 9)).Refusal());
        Assert.Equal("access.denied", (await Mark(round, "nation", "office-340000", "done", MarkColumn.Self, 9)).Refusal());
        Assert.Equal("assess.duties-apart", (await RoundDesk.Name(Db, Person("nation"), round.Id, "reviewer", MemberDuty.ObjectionReviewer, clock, Cancel)).Refusal());
        Assert.Equal("assess.recused-office", (await ExpertDesk.Give(Db, Person("nation"), round.Id, "office-340000", "panel", 1, "expert3", clock, Cancel)).Refusal()); // of a city below it
        Assert.Equal("access.denied", (await RoundDesk.Move(Db, Person("anhui"), round.Id, 1, RoundState.Finalising, clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task A_sheet_has_one_expert_and_takes_no_score_outside_its_range()
    {
        var round = await Opened();
        var sheet = (await ExpertDesk.Give(Db, Person("nation"), round.Id, "office-340000", "panel", 1, "expert1", clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("assess.sheet-taken", (await ExpertDesk.Give(Db, Person("nation"), round.Id, "office-340000", "panel", 1, "expert2", clock, Cancel)).Refusal());
        Assert.Equal("assess.sheet-taken", (await ExpertDesk.Give(Db, Person("nation"), round.Id, "office-340000", "panel", 2, "expert1", clock, Cancel)).Refusal()); // nor one expert two
        Assert.Equal("assess.sheet-other", (await ExpertDesk.Score(Db, Person("expert2"), sheet.Id, 80, "成效具体", clock, Cancel)).Refusal());
        Assert.Equal("assess.sheet-missing", (await ExpertDesk.Score(Db, Person("anhui"), sheet.Id, 80, "成效具体", clock, Cancel)).Refusal());
        Assert.Equal("assess.score-range", (await ExpertDesk.Score(Db, Person("expert1"), sheet.Id, 100.5m, "成效具体", clock, Cancel)).Refusal());
        Assert.Equal("assess.score-range", (await ExpertDesk.Score(Db, Person("expert1"), sheet.Id, -1, "成效具体", clock, Cancel)).Refusal());
        Assert.Equal("assess.reason", (await ExpertDesk.Score(Db, Person("expert1"), sheet.Id, 80, "", clock, Cancel)).Refusal());
        (await ExpertDesk.Score(Db, Person("expert1"), sheet.Id, 80, "成效具体", clock, Cancel)).Accept();
        (await ExpertDesk.Score(Db, Person("expert1"), sheet.Id, 82, "复看材料后", clock, Cancel)).Accept();
        Assert.Equal([80m, 82m], Db.ExpertScores.OrderBy(s => s.Id).Select(s => s.Score)); // both remain
    }

    [Fact]
    public async Task Scores_that_come_in_the_same_moment_are_all_kept()
    {
        var round = await Opened();
        var sheets = (await ExpertDesk.Deal(Db, Person("nation"), round.Id, clock, Cancel)).Accept().ToDictionary(s => s.Id, s => Person(Db.Accounts.Single(a => a.Id == s.AccountId).Login));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(async () =>
        {
            var (sheet, person) = sheets.ElementAt(n % sheets.Count);
            using var db = Store.CreateContext();
            (await ExpertDesk.Score(db, person, sheet, n, "同时提交", clock, Cancel)).Accept();
        }, Cancel)));
        Assert.Equal(Enumerable.Range(0, 60).Select(n => (decimal)n), (await Db.ExpertScores.AsNoTracking().Select(s => s.Score).ToListAsync(Cancel)).Order());
    }

    [Fact]
    public async Task An_objection_is_decided_by_other_people_and_a_changed_score_is_another_revision()
    {
        var round = await Published();
        Assert.Equal("access.denied", (await ObjectionDesk.Raise(Db, Person("nation"), round.Id, "office-340000", "papers", "材料扣分依据不足，请予复核", clock, Cancel)).Refusal());
        var objection = (await ObjectionDesk.Raise(Db, Person("anhui"), round.Id, "office-340000", "papers", "材料扣分依据不足，请予复核", clock, Cancel)).Accept();
        Assert.Equal("assess.objection-open", (await ObjectionDesk.Raise(Db, Person("anhui"), round.Id, "office-340000", "papers", "材料扣分依据不足，请予复核", clock, Cancel)).Refusal());
        Assert.Equal(new DateOnly(2026, 12, 21), objection.DueOn);
        Db.ChangeTracker.Clear();
        Task<Outcome<ScoreObjection>> Decide(string login, string? item, decimal points) => ObjectionDesk.Decide(Db, Person(login), objection.Id, 0, item, points, "经核对台账，异议成立部分采纳", clock, Cancel);
        Assert.Equal("assess.no-duty", (await Decide("reviewer", "papers", 4)).Refusal());
        Assert.Equal("assess.points-range", (await Decide("judge", "papers", 4.5m)).Refusal());
        (await Decide("judge", "papers", 4)).Accept();
        Db.ChangeTracker.Clear();
        var revisions = await Db.ScorePublications.OrderBy(p => p.Revision).ToListAsync(Cancel);
        Assert.Equal(["19.00", "19.25"], revisions.Select(r => ScoreText.ReadTable(r.Scores).Rows[0].Total));
        Assert.All(await Publications.Replay(Db, null, Cancel), r => Assert.Empty(r.Faults));
        Assert.Equal("assess.decided", (await Decide("judge", null, 0)).Refusal());

        clock.Now = clock.Now.AddDays(31);
        Assert.Equal("assess.objection-late", (await ObjectionDesk.Raise(Db, Person("anhui"), round.Id, "office-340000", null, "对总分有异议，请予复核", clock, Cancel)).Refusal());
    }

    [Fact]
    public async Task The_list_of_encouragement_rests_on_a_published_score_and_no_veto_stands_on_it()
    {
        var round = await Published();
        var entry = (await IncentiveDesk.Add(Db, Person("nation"), round.Id, "office-340000", "优先支持试点申报", "", clock, Cancel)).Accept();
        Assert.StartsWith("得分 19.00，第 1 位", entry.Ground, StringComparison.Ordinal);
        Assert.Equal("assess.incentive-twice", (await IncentiveDesk.Add(Db, Person("nation"), round.Id, "office-340000", "优先支持试点申报", "", clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await IncentiveDesk.Add(Db, Person("anhui"), round.Id, "office-340000", "优先支持试点申报", "", clock, Cancel)).Refusal());
        (await IncentiveDesk.Withdraw(Db, Person("nation"), round.Id, entry.Id, "公示期内有异议", clock, Cancel)).Accept();
    }

    [Fact]
    public async Task Figures_of_a_plan_are_judged_by_their_pace_and_published_once()
    {
        var evaluation = (await EvaluationDesk.Begin(Db, Person("nation"), "规划中期评估", 2021, 2025, 2023, false, clock, Cancel)).Accept();
        Assert.Equal("evaluation.years", (await EvaluationDesk.Begin(Db, Person("nation"), "规划", 2021, 2025, 2026, false, clock, Cancel)).Refusal());
        Assert.Equal("evaluation.empty", (await EvaluationDesk.Publish(Db, Person("nation"), evaluation.Id, clock, Cancel)).Refusal());
        Db.ChangeTracker.Clear();
        (await EvaluationDesk.AddGoal(Db, Person("nation"), evaluation.Id, new("拥有量", null, "件", false, 6.3m, 12, 9.1m, null), clock, Cancel)).Accept();
        Assert.Equal("evaluation.indicator", (await EvaluationDesk.AddGoal(Db, Person("nation"), evaluation.Id, new("", "no_such", "", false, null, 12, null, null), clock, Cancel)).Refusal());
        (await EvaluationDesk.Publish(Db, Person("nation"), evaluation.Id, clock, Cancel)).Accept();
        Assert.Equal("evaluation.published", (await EvaluationDesk.AddGoal(Db, Person("nation"), evaluation.Id, new("又一", null, "件", false, 1, 2, 1, null), clock, Cancel)).Refusal());
    }
}
