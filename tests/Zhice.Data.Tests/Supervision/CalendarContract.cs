using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
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

        var preview = (await Calendars.Preview(Db, Admin, 2027, Csv, Cancel)).Accept();
        Assert.Equal((false, false), (preview.Replaces, (await Calendars.Load(Db, Cancel)).Covers(2027))); // nothing was stored
        (await Calendars.Import(Db, Admin, 2027, Csv, Clock, Cancel)).Accept();

        Assert.True((await Calendars.Load(Db, Cancel)).Covers(2027));
        var move = Assert.Single(await Db.CalendarMoves.ToListAsync(Cancel));
        Assert.Equal((new DateOnly(2027, 1, 2), null, new DateOnly(2027, 1, 4), "rest-day-next", "元旦（试发〔2026〕9号）", 1), (move.Nominal, move.Before, move.After, move.Rule, move.Because, move.Open));
        Assert.Equal("calendar.import", (await Db.AuditEntries.OrderBy(e => e.Id).LastAsync(Cancel)).Action);
    }

    [Fact]
    public async Task A_newer_edition_of_a_year_takes_the_place_of_the_programs_own()
    {
        (await Calendars.Import(Db, Admin, 2026, Head + "2026-10-01,2026-10-03,rest,国庆节,试发〔2026〕9号,\n", Clock, Cancel)).Accept();
        var calendar = await Calendars.Load(Db, Cancel);
        Assert.True(calendar.Works(new(2026, 10, 5)).Accepted(out var works, out _) && works); // a Monday
        Assert.True(calendar.Covers(2025));
        Assert.True((await Calendars.Preview(Db, Admin, 2026, Head + "2026-05-01,,rest,劳动节,试发〔2026〕9号,\n", Cancel)).Accept().Replaces);
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
