using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Calendar;

/// <summary>工作日历: a year's working days as the State Council's notice says, the rules for due days, and what a changed calendar moved.</summary>
public static class ShowCalendar
{
    /// <summary>Moved dates a page.</summary>
    public const int MovesPage = 100;

    /// <summary>The page.</summary>
    /// <param name="Year">The year shown.</param>
    /// <param name="Calendar">The calendar in force.</param>
    /// <param name="Rows">The rows of the year's notices.</param>
    /// <param name="Edition">The edition that an administrator brought for the year; null where the program's own holds.</param>
    /// <param name="BroughtBy">Who brought it.</param>
    /// <param name="Moves">Dates that the year's editions moved, newest edition first, a page of them: letters and programmes only where the reader may see them.</param>
    /// <param name="MovesTotal">How many there are in all.</param>
    /// <param name="MovesAt">Page of the moved dates, from 1.</param>
    /// <param name="Names">Numbers of letters and names of programmes among them.</param>
    /// <param name="Today">Today in China.</param>
    /// <param name="MayManage">True when the reader may bring a year's days.</param>
    public sealed record View(int Year, WorkCalendar Calendar, IReadOnlyList<CalendarRow> Rows, CalendarEdition? Edition, string? BroughtBy,
        IReadOnlyList<(CalendarMove Move, DateTimeOffset At)> Moves, int MovesTotal, int MovesAt, IReadOnlyDictionary<(MoveKind Kind, long Id), string> Names, DateOnly Today, bool MayManage);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/calendar", Handle);

    /// <summary>Loads a year. The calendar is public; who brought it is for those who manage it.</summary>
    public static async Task<View> Run(ZhiceDb db, Actor actor, int year, int page, DateOnly today, CancellationToken cancel)
    {
        var calendar = await Calendars.Load(db, cancel);
        var may = AccessPolicy.MayManageCalendar(actor);
        var edition = await db.CalendarEditions.Where(e => e.Year == year).OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
        var by = may && edition is not null ? await db.Accounts.Where(a => a.Id == edition.BroughtBy).Select(a => a.DisplayName).FirstOrDefaultAsync(cancel) : null;
        var (moves, total, at) = edition is null ? ([], 0, 1) : await Moves(db, actor, year, page, cancel);
        var names = await MoveNames.Of(db, actor, moves.Select(m => (m.Move.Kind, m.Move.LetterId, m.Move.ProgrammeId)), cancel);
        return new View(year, calendar, [.. calendar.Rows.Where(r => r.Year == year).OrderBy(r => r.From).ThenBy(r => r.Source)], edition, by, moves, total, at, names, today, may);
    }

    static async Task<(IReadOnlyList<(CalendarMove Move, DateTimeOffset At)> Rows, int Total, int Page)> Moves(ZhiceDb db, Actor actor, int year, int page, CancellationToken cancel)
    {
        var letters = Letters.Visible(db, actor);
        var programmes = db.VisibleProgrammes(actor);
        var seen =
            from move in db.CalendarMoves
            join bringing in db.CalendarEditions on move.EditionId equals bringing.Id
            where bringing.Year == year && (move.Kind == MoveKind.Due
                || (move.Kind == MoveKind.Answer && letters.Any(l => l.Id == move.LetterId))
                || ((move.Kind == MoveKind.Submission || move.Kind == MoveKind.Rung) && programmes.Any(p => p.Id == move.ProgrammeId)))
            select new { move, bringing.At };
        var total = await seen.CountAsync(cancel);
        var at = Paging.Within(page, total, MovesPage);
        var rows = total == 0 ? [] : await seen.OrderByDescending(m => m.move.EditionId).ThenBy(m => m.move.Id).Skip((at - 1) * MovesPage).Take(MovesPage).ToListAsync(cancel);
        return ([.. rows.Select(m => (m.move, m.At))], total, at);
    }

    static async Task<IResult> Handle(int? year, int? page, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        Answer.Page<CalendarPage>(await Run(db, visit.Actor, Math.Clamp(year ?? visit.Today.Year, Calendars.Range.First - 1, Calendars.Range.Last), page ?? 1, visit.Today, cancel));
}
