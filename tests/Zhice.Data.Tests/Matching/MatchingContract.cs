using Microsoft.EntityFrameworkCore;
using Zhice.Data.Matching;
using Zhice.Data.Publishing;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Programme;
using Zhice.Policy;
using static Zhice.Data.Tests.Office;

namespace Zhice.Data.Tests.Matching;

public sealed class SqliteMatching(PostgresCluster cluster) : MatchingContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresMatching(PostgresCluster cluster) : MatchingContract(StoreProvider.PostgreSql, cluster);

/// <summary>What people answer about two commitments: who may, what is kept, and that no duty changes by it.</summary>
public abstract class MatchingContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    const string Pledge = "推广质押融资线上办理，落实风险补偿。";
    const string LocalPledge = "全省质押融资线上办理，兑现风险补偿。";

    [Fact]
    public async Task The_earlier_year_is_found_confirmed_and_revoked_and_each_step_is_in_the_log()
    {
        var earlier = await Published("cnipa", 2022, "发展质押融资，建立风险补偿。");
        var later = await Published("cnipa", 2023, Pledge);
        var book = await CommitmentBook.Of(Db, Db.Organisation("cnipa").Id, Cancel);
        var near = Assert.Single(book.Near(book.Find(later.Id)!.Value));
        Assert.Equal(earlier.Id, book.Lines[near.Position].Id);

        // Asked from the earlier one: the row is kept as later and earlier all the same.
        var decision = (await MatchAnswers.Trace(Db, Admin, new MatchRequest(earlier.Id, later.Id, MatchAnswer.Whole, "", near.Score), Clock, Cancel)).Accept();
        Assert.Equal((later.Id, earlier.Id, MatchKind.Lineage), (decision.CommitmentId, decision.OtherId, decision.Kind));
        Assert.Equal("match.decided", (await MatchAnswers.Trace(Db, Admin, new MatchRequest(later.Id, earlier.Id, MatchAnswer.Refused, "不是", null), Clock, Cancel)).Refusal());
        Assert.Equal("match.reason", (await MatchAnswers.Revoke(Db, Admin, decision.Id, " ", Clock, Cancel)).Refusal());
        (await MatchAnswers.Revoke(Db, Admin, decision.Id, "看错了", Clock, Cancel)).Accept();
        Assert.Equal("match.revoked", (await MatchAnswers.Revoke(Db, Admin, decision.Id, "再撤", Clock, Cancel)).Refusal());
        (await MatchAnswers.Trace(Db, Admin, new MatchRequest(later.Id, earlier.Id, MatchAnswer.Refused, "不是同一事项", near.Score), Clock, Cancel)).Accept();
        Assert.Equal(2, await Db.MatchDecisions.CountAsync(Cancel));
        Assert.Equal(["lineage.confirm", "lineage.refuse", "lineage.revoke"],
            (await Db.AuditEntries.Where(e => e.Subject == $"commitment/{later.Id.Value}").Select(e => e.Action).ToListAsync(Cancel)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_two_years_of_one_office_are_related_and_only_by_who_keeps_its_documents()
    {
        var one = await Published("cnipa", 2023, Pledge);
        var same = await Published("cnipa", 2023, "完善专利导航。");
        var foreign = await Published("office-340000", 2022, LocalPledge);
        foreach (var other in new[] { same, foreign })
            Assert.Equal("lineage.pair", (await MatchAnswers.Trace(Db, Admin, new MatchRequest(one.Id, other.Id, MatchAnswer.Whole, "手工", null), Clock, Cancel)).Refusal());
        var earlier = await Published("cnipa", 2022, "发展质押融资。");
        foreach (var actor in new[] { Actor.Public, Db.Actor(Role.RegionalAdministrator, "office-340000"), Db.Actor(Role.Auditor, "cnipa"), Db.Actor(Role.DepartmentOfficer, "cnipa-law") })
            Assert.Equal("access.denied", (await MatchAnswers.Trace(Db, actor, new MatchRequest(one.Id, earlier.Id, MatchAnswer.Whole, "手工", null), Clock, Cancel)).Refusal());
        // The department that the task names.
        (await MatchAnswers.Trace(Db, Db.Actor(Role.DepartmentOfficer, "cnipa-utilisation"), new MatchRequest(one.Id, earlier.Id, MatchAnswer.Whole, "手工", null), Clock, Cancel)).Accept();
    }

    [Fact]
    public async Task That_a_commitment_is_new_or_dropped_is_confirmed_by_who_keeps_the_documents_and_taken_back()
    {
        var earlier = await Published("cnipa", 2022, "办好知识产权宣传周。");
        var later = await Published("cnipa", 2023, Pledge);
        foreach (var actor in new[] { Actor.Public, Db.Actor(Role.RegionalAdministrator, "office-340000"), Db.Actor(Role.Auditor, "cnipa") })
            Assert.Equal("access.denied", (await AloneAnswers.Confirm(Db, actor, later.Id, 2022, "", Clock, Cancel)).Refusal());
        foreach (var year in new[] { 2023, 2019 }) // its own year; a year without a document
            Assert.Equal("lineage.year", (await AloneAnswers.Confirm(Db, Admin, later.Id, year, "", Clock, Cancel)).Refusal());

        var isNew = (await AloneAnswers.Confirm(Db, Admin, later.Id, 2022, "首次提出", Clock, Cancel)).Accept();
        (await AloneAnswers.Confirm(Db, Admin, earlier.Id, 2023, "", Clock, Cancel)).Accept();
        Assert.Equal("match.decided", (await AloneAnswers.Confirm(Db, Admin, later.Id, 2022, "", Clock, Cancel)).Refusal());
        Assert.Equal("lineage.alone", (await MatchAnswers.Trace(Db, Admin, new MatchRequest(later.Id, earlier.Id, MatchAnswer.Whole, "其实对应", null), Clock, Cancel)).Refusal());

        Assert.Equal("match.reason", (await AloneAnswers.Revoke(Db, Admin, isNew.Id, " ", Clock, Cancel)).Refusal());
        (await AloneAnswers.Revoke(Db, Admin, isNew.Id, "看漏了", Clock, Cancel)).Accept();
        Assert.Equal("match.revoked", (await AloneAnswers.Revoke(Db, Admin, isNew.Id, "再撤", Clock, Cancel)).Refusal());
        var dropped = await Db.AloneDecisions.SingleAsync(d => d.RevokedAt == null, Cancel);
        (await AloneAnswers.Revoke(Db, Admin, dropped.Id, "看漏了", Clock, Cancel)).Accept();
        (await MatchAnswers.Trace(Db, Admin, new MatchRequest(later.Id, earlier.Id, MatchAnswer.Whole, "其实对应", null), Clock, Cancel)).Accept();
        Assert.Equal("lineage.has-counterpart", (await AloneAnswers.Confirm(Db, Admin, earlier.Id, 2023, "", Clock, Cancel)).Refusal());
        Assert.Equal(2, await Db.AloneDecisions.CountAsync(Cancel)); // revoked, and kept
    }

    [Fact]
    public async Task A_local_commitment_carries_a_national_one_when_a_person_says_so_and_the_duty_stays()
    {
        var national = await Published("cnipa", 2023, Pledge);
        var local = await Published("office-340000", 2023, LocalPledge);
        var office = Db.Organisation("office-340000");
        var officer = Db.Actor(Role.RegionalAdministrator, "office-340000");
        var programme = await Db.Programmes.SingleAsync(p => Db.Tasks.Any(t => t.Id == national.TaskId && t.ProgrammeId == p.Id), Cancel);
        var duties = await Db.Obligations.OrderBy(o => o.Id).Select(o => new { o.Id, o.Level, o.WithdrawnBy }).ToListAsync(Cancel);

        var before = Row(await AlignmentTable.Of(Db, officer, office, programme, Cancel), national);
        Assert.Equal(CoverageState.Missing, before.State); // a proposal covers nothing
        Assert.Single(before.Proposals);
        var decision = (await MatchAnswers.Align(Db, officer, office.Id, new MatchRequest(national.Id, local.Id, MatchAnswer.Part, "", before.Proposals[0].Score), Clock, Cancel)).Accept();
        var partly = Row(await AlignmentTable.Of(Db, officer, office, programme, Cancel), national);
        Assert.Equal((CoverageState.Partly, 0), (partly.State, partly.Proposals.Count));
        (await MatchAnswers.Revoke(Db, officer, decision.Id, "应为完全承接", Clock, Cancel)).Accept();
        (await MatchAnswers.Align(Db, officer, office.Id, new MatchRequest(national.Id, local.Id, MatchAnswer.Whole, "已核对", null), Clock, Cancel)).Accept();
        Assert.Equal(CoverageState.Covered, Row(await AlignmentTable.Of(Db, officer, office, programme, Cancel), national).State);
        Assert.Equal(duties, await Db.Obligations.OrderBy(o => o.Id).Select(o => new { o.Id, o.Level, o.WithdrawnBy }).ToListAsync(Cancel));
    }

    [Fact]
    public async Task What_asks_for_less_carries_a_part_at_most()
    {
        var national = await Published("cnipa", 2023, Pledge, new Deadline(DeadlineKind.ByDate, new DateOnly(2023, 6, 30), "2023年6月30日前", new Span(0, 1)));
        var local = await Published("office-340000", 2023, LocalPledge, new Deadline(DeadlineKind.ByDate, new DateOnly(2023, 12, 1), "2023年12月1日前", new Span(0, 1)));
        var officer = Db.Actor(Role.RegionalAdministrator, "office-340000");
        Assert.Equal("alignment.lower", (await MatchAnswers.Align(Db, officer, Db.Organisation("office-340000").Id, new MatchRequest(national.Id, local.Id, MatchAnswer.Whole, "", 0.5), Clock, Cancel)).Refusal());
        (await MatchAnswers.Align(Db, officer, Db.Organisation("office-340000").Id, new MatchRequest(national.Id, local.Id, MatchAnswer.Part, "", 0.5), Clock, Cancel)).Accept();
    }

    [Fact]
    public async Task An_office_answers_for_itself_with_its_own_commitments_and_for_what_it_owes()
    {
        var national = await Published("cnipa", 2023, Pledge);
        var anhui = await Published("office-340000", 2023, LocalPledge);
        var jiangsu = await Published("office-320000", 2023, LocalPledge);
        var office = Db.Organisation("office-340000");
        var officer = Db.Actor(Role.RegionalAdministrator, "office-340000");
        Assert.Equal("alignment.local", (await MatchAnswers.Align(Db, officer, office.Id, new MatchRequest(national.Id, jiangsu.Id, MatchAnswer.Whole, "手工", null), Clock, Cancel)).Refusal());
        Assert.Equal("alignment.missing", (await MatchAnswers.Align(Db, officer, office.Id, new MatchRequest(jiangsu.Id, anhui.Id, MatchAnswer.Whole, "手工", null), Clock, Cancel)).Refusal());
        foreach (var actor in new[] { Actor.Public, Db.Actor(Role.RegionalAdministrator, "office-320000"), Db.Actor(Role.RegionalOfficer, "office-340100"), Db.Actor(Role.Auditor, "cnipa") })
            Assert.Equal("access.denied", (await MatchAnswers.Align(Db, actor, office.Id, new MatchRequest(national.Id, anhui.Id, MatchAnswer.Whole, "手工", null), Clock, Cancel)).Refusal());
    }

    static AlignmentRow Row(AlignmentTable table, ProgrammeCommitment national) => table.Rows.Single(r => r.National.Id == national.Id);

    // One task of one sentence, which all provinces owe where the national office orders it.
    async Task<ProgrammeCommitment> Published(string owner, int year, string words, Deadline? due = null)
    {
        var document = Db.Document(Disclosure.Public, owner, $"{owner} {year} {words}");
        var measure = Measure("t1.m1", owner == "cnipa" ? ActorScope.AllRegions : ActorScope.Unspecified, words);
        var task = Task("t1", words, measure) with { Assignments = [By(owner == "cnipa" ? "运用促进司" : "省知识产权局")] };
        if (due is not null) task = task with { Deadline = due };
        (await Publisher.Publish(Db, Admin, new PublicationRequest(document.Id, null, year, $"{year}年{owner}", Day, Reading(task)), null, Clock, Cancel)).Accept();
        return await Db.Commitments.SingleAsync(c => Db.Tasks.Any(t => t.Id == c.TaskId && t.DocumentId == document.Id), Cancel);
    }
}
