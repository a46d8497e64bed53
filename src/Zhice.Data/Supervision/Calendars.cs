using Microsoft.EntityFrameworkCore;
using Zhice.Data.Storage;
using Zhice.Data.Audit;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Supervision;

/// <summary>What an import of a year's working days does, or would do.</summary>
/// <param name="Rows">The year's rows from then on.</param>
/// <param name="Replaces">True where the year was known before.</param>
/// <param name="Lost">Rows of the year so far that the new ones do not hold, neither alike nor with the same days and kind.</param>
/// <param name="Moves">Open dates that fall otherwise than before.</param>
public sealed record CalendarImport(IReadOnlyList<CalendarRow> Rows, bool Replaces, IReadOnlyList<CalendarRow> Lost, IReadOnlyList<OpenMove> Moves);

/// <summary>The calendar in force: the years of the program, and over them the newest edition of each year that an administrator brought.</summary>
public static class Calendars
{
    /// <summary>First and last year that may be imported.</summary>
    public static readonly (int First, int Last) Range = (2019, 2100);

    /// <summary>The calendar in force. One command.</summary>
    public static async Task<WorkCalendar> Load(ZhiceDb db, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        var editions = await InForce(db).ToListAsync(cancel);
        return editions.Count == 0 ? Program : new WorkCalendar(Merge(CalendarCsv.BuiltIn, editions.SelectMany(e => CalendarCsv.Parse(e.Rows))));
    }

    static readonly Func<ZhiceDb, IAsyncEnumerable<CalendarEdition>> InForce = OnceCompiled.Query((ZhiceDb db) => db.CalendarEditions.AsNoTracking()
        .Where(e => !db.CalendarEditions.Any(later => later.Year == e.Year && later.Id > e.Id)).OrderBy(e => e.Year).Take(100));

    // Every list with lights asks for it.
    static readonly WorkCalendar Program = new(CalendarCsv.BuiltIn);

    /// <summary>What an import would do: <c>calendar.forbidden</c>, <c>calendar.range</c>, and the refusals of <see cref="CalendarCsv.Read"/>.</summary>
    public static async Task<Outcome<CalendarImport>> Preview(ZhiceDb db, Actor actor, int year, string csv, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!AccessPolicy.MayManageCalendar(actor)) return new Forbidden("calendar.forbidden");
        if (year < Range.First || year > Range.Last) return new Invalid(new Defect("calendar.range", "year", Range.First, Range.Last));
        if (!CalendarCsv.Read(year, csv).Accepted(out var rows, out var refusal)) return refusal;
        var before = await Load(db, cancel);
        var after = new WorkCalendar(Merge(before.Rows, rows));
        var lost = before.Rows.Where(r => r.Year == year && !rows.Any(n => n.From == r.From && n.To == r.To && n.Kind == r.Kind)).OrderBy(r => r.From).ToList();
        return new CalendarImport(rows, before.Covers(year), lost, await OpenMoves.Between(db, before, after, ChinaTime.DayOf(clock.GetUtcNow()), cancel));
    }

    /// <summary>Brings the edition in force, gives open letters the days that it moves, and keeps all that it moved. Refusals as for <see cref="Preview"/>.</summary>
    public static async Task<Outcome<CalendarImport>> Import(ZhiceDb db, Actor actor, int year, string csv, TimeProvider clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await Preview(db, actor, year, csv, clock, cancel)).Accepted(out var import, out var refusal)) return refusal;
        var edition = new CalendarEdition { Year = year, Rows = CalendarCsv.Write(import.Rows), BroughtBy = actor.AccountId!.Value, At = now };
        db.CalendarEditions.Add(edition);
        await db.SaveChangesAsync(cancel);
        db.CalendarMoves.AddRange(import.Moves.Select(m => new CalendarMove
        {
            EditionId = edition.Id, Kind = m.Kind, LetterId = m.Letter, ProgrammeId = m.Programme, Rung = m.Rung, Days = m.Days,
            Nominal = m.Nominal, Before = m.Before, After = m.After, Rule = m.Rule, Because = m.Because, Open = m.Open,
        }));
        await OpenMoves.Redate(db, actor, import.Moves, now, cancel);
        AuditLog.Append(db, actor, now, "calendar.import", $"calendar/{year}", new
        {
            rows = import.Rows.Count, replaces = import.Replaces, sources = import.Rows.Select(r => r.Source).Distinct(),
            moved = import.Moves.GroupBy(m => m.Kind).ToDictionary(g => g.Key.ToString(), g => g.Count()),
            due = import.Moves.Where(m => m.Kind == MoveKind.Due).Select(m => new { due = m.Nominal, before = m.Before, after = m.After, rule = m.Rule, open = m.Open }),
            edition = edition.Id,
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return import;
    }

    // A year's new rows take the place of all its old ones.
    static IEnumerable<CalendarRow> Merge(IEnumerable<CalendarRow> standing, IEnumerable<CalendarRow> fresh)
    {
        var replaced = fresh.ToList();
        var years = replaced.Select(r => r.Year).ToHashSet();
        return standing.Where(r => !years.Contains(r.Year)).Concat(replaced);
    }
}
