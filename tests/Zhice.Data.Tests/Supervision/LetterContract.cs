using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Tests.Supervision;

public sealed class SqliteLetters(PostgresCluster cluster) : LetterContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresLetters(PostgresCluster cluster) : LetterContract(StoreProvider.PostgreSql, cluster);

/// <summary>督办单: numbers without gap or double, each side does its own part, the clock of the answer stops and goes on.</summary>
public abstract class LetterContract(StoreProvider provider, PostgresCluster cluster) : SupervisedContract(provider, cluster)
{
    [Fact]
    public async Task Letters_issued_at_once_are_numbered_without_gap_or_double()
    {
        var drafts = await Drafts(12);

        var issued = await Task.WhenAll(drafts.Select(async draft =>
        {
            await using var own = Another();
            return (await Letters.Issue(own, Admin, draft.Id, draft.Version, "请抓紧。", 10, Clock, Cancel)).Accept().Number;
        }));

        Assert.Equal(Enumerable.Range(1, 12), issued.Select(n => n!.Value).Order());
    }

    [Fact]
    public async Task A_number_that_was_not_used_is_given_again_and_a_new_year_begins_anew()
    {
        var drafts = await Drafts(3);
        Assert.Equal("letter.words", (await Letters.Issue(Db, Admin, drafts[0].Id, 0, " ", 10, Clock, Cancel)).Refusal());
        Clock.Now = At("2026-12-31 02:00"); // the answer would fall into a year without a notice
        Assert.Equal("calendar.year-missing", (await Letters.Issue(Db, Admin, drafts[0].Id, 0, "请抓紧。", 10, Clock, Cancel)).Refusal());
        Clock.Now = At("2026-11-02 02:00");
        Assert.Equal("督办〔2026〕1号", (await Letters.Issue(Db, Admin, drafts[0].Id, 0, "请抓紧。", 10, Clock, Cancel)).Accept().Reference);
        Assert.Equal("letter.not-draft", (await Letters.Issue(Db, Admin, drafts[0].Id, 1, "请抓紧。", 10, Clock, Cancel)).Refusal());
        Assert.Equal("督办〔2026〕2号", (await Letters.Issue(Db, Admin, drafts[1].Id, 0, "请抓紧。", 10, Clock, Cancel)).Accept().Reference);
    }

    [Fact]
    public async Task A_letter_is_issued_answered_sent_back_answered_and_closed_each_by_its_side()
    {
        var draft = (await Drafts(1))[0];
        var debtor = Db.Organisations.Single(o => o.Id == draft.DebtorId);
        var office = Someone(Role.RegionalOfficer, debtor.Code);
        var stranger = Someone(Role.RegionalAdministrator, debtor.Code == "office-340000" ? "office-320000" : "office-340000");

        Assert.Equal("letter.missing", (await Letters.Reply(Db, office, draft.Id, 0, "已办。", Clock, Cancel)).Refusal()); // a draft is the issuer's
        (await Letters.Issue(Db, Admin, draft.Id, 0, "请抓紧。", 5, Clock, Cancel)).Accept();
        Assert.Equal("letter.missing", (await Letters.Reply(Db, stranger, draft.Id, 1, "已办。", Clock, Cancel)).Refusal());
        Assert.Equal("access.denied", (await Letters.Close(Db, office, draft.Id, 1, "办结。", Clock, Cancel)).Refusal());
        Assert.Equal("letter.not-answered", (await Letters.Close(Db, Admin, draft.Id, 1, "办结。", Clock, Cancel)).Refusal());
        (await Letters.Reply(Db, office, draft.Id, 1, "正在办。", Clock, Cancel)).Accept();
        (await Letters.SendBack(Db, Admin, draft.Id, 2, "一、时间；二、措施。", Clock, Cancel)).Accept();
        Assert.Equal("letter.changed", (await Letters.Reply(Db, office, draft.Id, 2, "旧页面。", Clock, Cancel)).Refusal());
        (await Letters.Reply(Db, office, draft.Id, 3, "11月底前完成。", Clock, Cancel)).Accept();
        var closed = (await Letters.Close(Db, Admin, draft.Id, 4, "属实。", Clock, Cancel)).Accept();

        Assert.Equal((LetterState.Closed, "11月底前完成。"), (closed.State, closed.Answer));
        Assert.Equal([LetterState.Issued, LetterState.Answered, LetterState.Issued, LetterState.Answered, LetterState.Closed],
            await Db.LetterSteps.Where(s => s.LetterId == draft.Id).OrderBy(s => s.Id).Select(s => s.State).ToListAsync(Cancel));
        Assert.Equal(["letter.issue", "letter.answer", "letter.return", "letter.answer", "letter.close"],
            await Db.AuditEntries.Where(e => e.Subject == $"letter/{draft.Id.Value}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel));
        Assert.Equal(5, await Db.OutboxEvents.CountAsync(e => e.Subject == $"letter/{draft.Id.Value}", Cancel));
    }

    [Fact]
    public async Task A_suspended_clock_has_no_day_and_goes_on_with_what_was_left()
    {
        var draft = (await Drafts(1))[0];
        Clock.Now = At("2026-11-02 02:00"); // a Monday
        Assert.Equal(new DateOnly(2026, 11, 16), (await Letters.Issue(Db, Admin, draft.Id, 0, "请抓紧。", 10, Clock, Cancel)).Accept().AnswerBy);

        Clock.Now = At("2026-11-04 02:00");
        Assert.Null((await Letters.Suspend(Db, Admin, draft.Id, 1, "等待鉴定", Clock, Cancel)).Accept().AnswerBy);
        Assert.Equal("letter.suspended", (await Letters.Suspend(Db, Admin, draft.Id, 2, "再次", Clock, Cancel)).Refusal());
        Clock.Now = At("2026-11-09 02:00");
        Assert.Equal(new DateOnly(2026, 11, 19), (await Letters.Suspend(Db, Admin, draft.Id, 2, null, Clock, Cancel)).Accept().AnswerBy); // three working days later
    }

    [Fact]
    public async Task One_letter_at_a_time_urges_an_obligation_and_nobody_urges_beside_or_above()
    {
        await Published();
        var obligation = (await Obligations("按期任务")).First(o => o.OrganisationId == Db.Organisation("office-340000").Id);
        var nation = Db.Organisation("cnipa").Id;
        var anhui = Someone(Role.RegionalAdministrator, "office-340000");
        Assert.Equal("access.denied", (await Letters.Begin(Db, Someone(Role.RegionalAdministrator, "office-320000"), obligation.Id, Db.Organisation("office-320000").Id, "请抓紧。", 10, Clock, Cancel)).Refusal());
        Assert.Equal("letter.self", (await Letters.Begin(Db, anhui, obligation.Id, obligation.OrganisationId, "请抓紧。", 10, Clock, Cancel)).Refusal());
        (await Letters.Begin(Db, Admin, obligation.Id, nation, "请抓紧。", 10, Clock, Cancel)).Accept();
        Assert.Equal("letter.open", (await Letters.Begin(Db, Admin, obligation.Id, nation, "请抓紧。", 10, Clock, Cancel)).Refusal());
    }

    async Task<List<UrgingLetter>> Drafts(int count)
    {
        await Published();
        Clock.Now = At("2026-10-29 01:00"); // fifteen working days after the 8th
        await new Sweep().Run(Db, Clock, Cancel);
        return await Db.Letters.AsNoTracking().OrderBy(l => l.Id).Take(count).ToListAsync(Cancel);
    }
}
