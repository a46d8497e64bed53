using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;
using Zhice.Domain.Working;

namespace Zhice.Data.Tests.Supervision;

public sealed class SqliteCalendar(PostgresCluster cluster) : CalendarContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCalendar(PostgresCluster cluster) : CalendarContract(StoreProvider.PostgreSql, cluster);

/// <summary>A year's notice is brought whole or not at all, and says which open due days it moves by which rule.</summary>
public abstract class CalendarContract(StoreProvider provider, PostgresCluster cluster) : SupervisedContract(provider, cluster)
{
    const string Head = "起始,截止,类型,节日,文号,待核\n";

    [Fact]
    public async Task A_new_year_is_known_after_its_import_and_moves_what_is_due_in_it()
    {
        await Published();
        await Set((await Obligations("按期任务"))[0], WorkStatus.UnderWay, new DateOnly(2027, 1, 2));
        Assert.False((await Calendars.Load(Db, Cancel)).Covers(2027));
        const string Csv = Head + "2027-01-01,2027-01-03,放假,元旦,试发〔2026〕9号,是\n";

        var preview = (await Calendars.Preview(Db, Admin, 2027, Csv, Clock, Cancel)).Accept();
        Assert.Equal((false, false), (preview.Replaces, (await Calendars.Load(Db, Cancel)).Covers(2027))); // nothing was stored
        (await Calendars.Import(Db, Admin, 2027, Csv, Clock, Cancel)).Accept();

        Assert.True((await Calendars.Load(Db, Cancel)).Covers(2027));
        var move = Assert.Single(await Db.CalendarMoves.Where(m => m.Kind == MoveKind.Due).ToListAsync(Cancel));
        Assert.Equal((new DateOnly(2027, 1, 2), null, new DateOnly(2027, 1, 4), "rest-day-next", "元旦（试发〔2026〕9号）", 1), (move.Nominal, move.Before, move.After, move.Rule, move.Because, move.Open));
        Assert.Equal("calendar.import", (await Db.AuditEntries.OrderBy(e => e.Id).LastAsync(Cancel)).Action);
    }

    [Fact]
    public async Task Answers_submissions_and_rungs_move_with_the_calendar_and_what_is_closed_stays()
    {
        var programme = await Published();
        Db.Add(new ReportDuty { ProgrammeId = programme, DocumentId = Db.Documents.First().Id, Due = new DateOnly(2026, 12, 15), Who = "各省", Form = "电子件", Quote = new Quotation("报", 0, 1) });
        await Db.SaveChangesAsync(Cancel);
        Clock.Now = At("2026-11-20 02:00"); // a Friday
        var (open, suspended, closed, answered) = (await Issued(0), await Issued(1), await Issued(2), await Issued(3));
        (await Letters.Suspend(Db, Admin, suspended, 1, "等待鉴定", Clock, Cancel)).Accept();
        (await Letters.Reply(Db, await Debtor(closed), closed, 1, "已办。", Clock, Cancel)).Accept();
        (await Letters.Close(Db, Admin, closed, 2, "属实。", Clock, Cancel)).Accept();
        (await Letters.Reply(Db, await Debtor(answered), answered, 1, "正在办。", Clock, Cancel)).Accept();
        const string Csv = Head + "2026-11-25,2026-11-27,放假,试假,试发〔2026〕9号,是\n2026-12-15,2026-12-16,放假,试假,试发〔2026〕9号,是\n2026-12-21,2026-12-22,放假,试假,试发〔2026〕9号,是\n";

        var preview = (await Calendars.Preview(Db, Admin, 2026, Csv, Clock, Cancel)).Accept();
        Assert.Equal(new DateOnly(2026, 12, 4), await AnswerBy(open)); // a preview stores nothing
        (await Calendars.Import(Db, Admin, 2026, Csv, Clock, Cancel)).Accept();
        Db.ChangeTracker.Clear();

        var moves = await Db.CalendarMoves.OrderBy(m => m.Id).ToListAsync(Cancel);
        Assert.Equal(preview.Moves.Select(m => (m.Kind, m.Letter, m.Programme, m.Before, m.After)), moves.Select(m => (m.Kind, m.LetterId, m.ProgrammeId, m.Before, m.After)));
        Assert.Equal([open, answered], moves.Where(m => m.Kind == MoveKind.Answer).Select(m => m.LetterId!.Value));
        Assert.All(moves.Where(m => m.Kind == MoveKind.Answer), m => Assert.Equal(
            (new DateOnly(2026, 12, 4), new DateOnly(2026, 12, 9), "working-day-clock", "试假（试发〔2026〕9号）"), (m.Before!.Value, m.After, m.Rule, m.Because)));
        Assert.Equal((new DateOnly(2026, 12, 9), new DateOnly(2026, 12, 9), new DateOnly(2026, 12, 4), null),
            (await AnswerBy(open), await AnswerBy(answered), await AnswerBy(closed), await AnswerBy(suspended)));
        var due = Assert.Single(moves, m => m.Kind == MoveKind.Submission);
        Assert.Equal((programme, new DateOnly(2026, 12, 15), new DateOnly(2026, 12, 15), new DateOnly(2026, 12, 17), "rest-day-next"), (due.ProgrammeId!.Value, due.Nominal, due.Before!.Value, due.After, due.Rule));
        // 31 December stays, but the reminder of ten working days before it comes sooner.
        Assert.Contains(moves, m => m is { Kind: MoveKind.Rung, Rung: RungKind.Reminder, Rule: "working-day-rung" } && m.Nominal == new DateOnly(2026, 12, 31) && m.After < m.Before);
        Assert.DoesNotContain(moves, m => m.Kind == MoveKind.Rung && m.Nominal == new DateOnly(2026, 10, 1)); // those days have gone by
        Assert.Equal(LetterAct.Redated, (await Db.LetterSteps.Where(s => s.LetterId == open).OrderBy(s => s.Id).LastAsync(Cancel)).Act);
        Assert.Equal(2, await Db.OutboxEvents.CountAsync(e => e.Topic == "letter.redate", Cancel));
    }

    [Fact]
    public async Task A_part_of_a_year_names_the_rows_that_it_would_drop()
    {
        var preview = (await Calendars.Preview(Db, Admin, 2026, Head + "2026-10-01,2026-10-07,放假,国庆节,国办发明电〔2025〕7号,\n", Clock, Cancel)).Accept();
        Assert.Contains(preview.Lost, r => r.Holiday.Contains("春节", StringComparison.Ordinal));
        Assert.DoesNotContain(preview.Lost, r => r.From == new DateOnly(2026, 10, 1) && r.To == new DateOnly(2026, 10, 7));
    }

    async Task<LetterId> Issued(int obligation)
    {
        var owed = (await Obligations("年底任务"))[obligation];
        var letter = (await Letters.Begin(Db, Admin, owed.Id, Db.Organisation("cnipa").Id, "请抓紧。", 10, Clock, Cancel)).Accept();
        (await Letters.Issue(Db, Admin, letter.Id, 0, "请抓紧。", 10, Clock, Cancel)).Accept();
        return letter.Id;
    }

    async Task<Actor> Debtor(LetterId id) => Someone(Role.RegionalOfficer,
        await (from letter in Db.Letters join office in Db.Organisations on letter.DebtorId equals office.Id where letter.Id == id select office.Code).SingleAsync(Cancel));

    Task<DateOnly?> AnswerBy(LetterId id) => Db.Letters.AsNoTracking().Where(l => l.Id == id).Select(l => l.AnswerBy).SingleAsync(Cancel);

    [Fact]
    public async Task A_newer_edition_of_a_year_takes_the_place_of_the_programs_own()
    {
        (await Calendars.Import(Db, Admin, 2026, Head + "2026-10-01,2026-10-03,rest,国庆节,试发〔2026〕9号,\n", Clock, Cancel)).Accept();
        var calendar = await Calendars.Load(Db, Cancel);
        Assert.True(calendar.Works(new(2026, 10, 5)).Accepted(out var works, out _) && works); // a Monday
        Assert.True(calendar.Covers(2025));
        Assert.True((await Calendars.Preview(Db, Admin, 2026, Head + "2026-05-01,,rest,劳动节,试发〔2026〕9号,\n", Clock, Cancel)).Accept().Replaces);
    }

    [Fact]
    public async Task Every_wrong_row_is_named_and_nothing_is_stored()
    {
        var outcome = await Calendars.Import(Db, Admin, 2027, Head + "昨天,,放假,节,号,\n2027-01-03,2027-01-01,放假,节,号,\n2026-11-01,,放假,节,号,\n2027-05-01,,休假,,,\n2027-06-01\n"
            + "2027-07-01,2027-07-03,放假,节,号,\n2027-07-03,,上班,节,号,\n", Clock, Cancel);

        Assert.False(outcome.Accepted(out _, out var refusal));
        Assert.Equal(["2 calendar.bad-from", "2 calendar.bad-to", "3 calendar.order", "4 calendar.outside", "5 calendar.bad-kind", "5 calendar.bad-holiday", "5 calendar.bad-source", "6 calendar.columns", "8 calendar.overlap"],
            refusal.Defects.Select(d => $"{d.Arguments[0]} {d.Code}".Replace(" calendar.overlap", " calendar.overlap", StringComparison.Ordinal)));
        Assert.Empty(Db.CalendarEditions);
    }

    [Theory]
    [InlineData(2027, "", "calendar.empty")]
    [InlineData(2027, "a,b\n1,2", "calendar.head")]
    [InlineData(1999, "起始,截止,类型,节日,文号\n1999-01-01,,放假,节,号", "calendar.range")]
    public async Task What_is_no_notice_is_refused(int year, string csv, string code) =>
        Assert.Equal(code, (await Calendars.Import(Db, Admin, year, csv, Clock, Cancel)).Refusal());

    [Fact]
    public async Task Only_the_national_administrator_brings_a_year() => Assert.Equal("calendar.forbidden",
        (await Calendars.Import(Db, Someone(Role.RegionalAdministrator, "office-340000"), 2027, Head + "2027-01-01,,放假,元旦,号,\n", Clock, Cancel)).Refusal());
}
