using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Calendar;

/// <summary>工作日历: a year's working days as the State Council's notice says, the rules for due days, and what a changed calendar moved.</summary>
public static class ShowCalendar
{
    /// <summary>Moved dates that the page lists.</summary>
    public const int MostMoves = 100;

    /// <summary>The page.</summary>
    /// <param name="Year">The year shown.</param>
    /// <param name="Calendar">The calendar in force.</param>
    /// <param name="Rows">The rows of the year's notices.</param>
    /// <param name="Edition">The edition that an administrator brought for the year; null where the program's own holds.</param>
    /// <param name="BroughtBy">Who brought it.</param>
    /// <param name="Moves">Dates that the year's editions moved, newest first.</param>
    /// <param name="Today">Today in China.</param>
    /// <param name="MayManage">True when the reader may bring a year's days.</param>
    public sealed record View(int Year, WorkCalendar Calendar, IReadOnlyList<CalendarRow> Rows, CalendarEdition? Edition, string? BroughtBy,
        IReadOnlyList<(CalendarMove Move, DateTimeOffset At)> Moves, DateOnly Today, bool MayManage);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/calendar", Handle);

    /// <summary>Loads a year. The calendar is public; who brought it is for those who manage it.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, int year, DateOnly today, CancellationToken cancel)
    {
        var calendar = await Calendars.Load(db, cancel);
        var may = AccessPolicy.MayManageCalendar(actor);
        var edition = await db.CalendarEditions.Where(e => e.Year == year).OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
        var by = may && edition is not null ? await db.Accounts.Where(a => a.Id == edition.BroughtBy).Select(a => a.DisplayName).FirstOrDefaultAsync(cancel) : null;
        var moves = edition is null ? [] : await (
            from move in db.CalendarMoves
            join bringing in db.CalendarEditions on move.EditionId equals bringing.Id
            where bringing.Year == year
            orderby move.EditionId descending, move.Nominal
            select new { move, bringing.At }).Take(MostMoves).ToListAsync(cancel);
        return new View(year, calendar, [.. calendar.Rows.Where(r => r.Year == year).OrderBy(r => r.From).ThenBy(r => r.Source)], edition, by,
            [.. moves.Select(m => (m.move, m.At))], today, may);
    }

    static async Task<IResult> Handle(int? year, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<CalendarPage>(await Run(db, visit.Actor, Math.Clamp(year ?? visit.Today.Year, Calendars.Range.First - 1, Calendars.Range.Last), visit.Today, cancel));
}
