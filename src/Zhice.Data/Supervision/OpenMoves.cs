using Microsoft.EntityFrameworkCore;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Supervision;

/// <summary>An open date that a changed calendar moves.</summary>
/// <param name="Kind">What kind of date.</param>
/// <param name="Letter">The letter of an answer; null for other kinds.</param>
/// <param name="Programme">The programme of a submission or rung; null for other kinds.</param>
/// <param name="Rung">What the rung fires; null for other kinds.</param>
/// <param name="Days">Working days of the answer, or of the rung from the due day; null for other kinds.</param>
/// <param name="Nominal">The due day as written or extended; the day of a letter's issue.</param>
/// <param name="Before">The day by the calendar before; null where it did not know the year.</param>
/// <param name="After">The day by the calendar after.</param>
/// <param name="Rule">Code of the rule that moved it; its words stand under <c>due-rule.</c> and the code.</param>
/// <param name="Because">Holiday and notice of the first day on the way that is worked otherwise than before; null for a weekend.</param>
/// <param name="Open">How many open things it concerns.</param>
public sealed record OpenMove(MoveKind Kind, LetterId? Letter, ProgrammeId? Programme, RungKind? Rung, int? Days, DateOnly Nominal, DateOnly? Before, DateOnly After, string Rule, string? Because, int Open);

/// <summary>All dates that are open and follow the calendar: due days, answers of letters, submissions, rungs. Nothing that is closed or has fired is among them.</summary>
internal static class OpenMoves
{
    /// <summary>The budget of a letter's answer counts working days (行政许可法第八十二条: 期限以工作日计算，不含法定节假日).</summary>
    public const string ClockRule = "working-day-clock";

    /// <summary>A rung stands a number of working days from the last day in time (the programme's ladder).</summary>
    public const string RungRule = "working-day-rung";

    /// <summary>What differs between two calendars, by kind and day. Eleven commands at most.</summary>
    public static async Task<IReadOnlyList<OpenMove>> Between(ZhiceDb db, WorkCalendar before, WorkCalendar after, DateOnly today, CancellationToken cancel)
    {
        var open = await OpenDates.Load(db, cancel);
        return
        [
            .. Due(before, after, open),
            .. await Answers(db, before, after, cancel),
            .. await Submissions(db, before, after, cancel),
            .. await Rungs(db, before, after, open, today, cancel),
        ];
    }

    /// <summary>Gives the letters among the moves their new days, with a step and an event each.</summary>
    public static async Task Redate(ZhiceDb db, Actor actor, IReadOnlyList<OpenMove> moves, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var part in moves.Where(m => m.Kind == MoveKind.Answer).Chunk(500))
        {
            var days = part.ToDictionary(m => m.Letter!.Value, m => m.After);
            var ids = days.Keys.ToList();
            foreach (var letter in await db.Letters.AsTracking().Where(l => ids.Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(cancel))
            {
                var (from, to) = (letter.AnswerBy, days[letter.Id]);
                letter.AnswerBy = to;
                letter.Version++;
                db.LetterSteps.Add(new LetterStep
                {
                    LetterId = letter.Id, State = letter.State, Act = LetterAct.Redated, TakenBy = actor.AccountId!.Value, At = now, Words = $"{from:yyyy-MM-dd} → {to:yyyy-MM-dd}",
                });
                Outbox.Append(db, now, "letter.redate", $"letter/{letter.Id.Value}", letter.DebtorId, new { reference = letter.Reference, state = letter.State.ToString(), from, answerBy = to });
            }
            await db.SaveChangesAsync(cancel);
        }
    }

    static IEnumerable<OpenMove> Due(WorkCalendar before, WorkCalendar after, IReadOnlyList<OpenDate> open) =>
        from move in CalendarChange.Compare(before, after, open.Select(o => (o.Due.On, o.Due.YearEnd)))
        let count = open.Where(o => o.Due.On == move.Nominal && !o.Due.YearEnd).Sum(o => o.Open)
        select new OpenMove(MoveKind.Due, null, null, null, null, move.Nominal, move.Before, move.After, move.Rule.Code, Named(move.Because), count);

    // An answered letter may be sent back and then goes on with the time that was left: it is open until it is closed. A suspended clock has no day.
    static async Task<IReadOnlyList<OpenMove>> Answers(ZhiceDb db, WorkCalendar before, WorkCalendar after, CancellationToken cancel)
    {
        var letters = db.Letters.AsNoTracking().Where(l => (l.State == LetterState.Issued || l.State == LetterState.Answered) && l.IssuedOn != null && l.AnswerBy != null);
        var rows = await letters.OrderBy(l => l.Id).Select(l => new { l.Id, On = l.IssuedOn!.Value, By = l.AnswerBy!.Value, l.AnswerDays }).ToListAsync(cancel);
        var ledger = (await db.LetterSuspensions.AsNoTracking().Where(s => letters.Any(l => l.Id == s.LetterId)).ToListAsync(cancel))
            .ToLookup(s => s.LetterId, s => new Suspension(s.FirstDay, s.Until, s.Reason));
        return
        [
            .. from letter in rows
               let clock = new Clock(letter.On, new TimeBudget(letter.AnswerDays, LimitUnit.WorkingDay), [.. ledger[letter.Id]])
               let day = clock.Project(after).Accepted(out var end, out _) ? end.Due : null
               where day is not null && day != letter.By
               select new OpenMove(MoveKind.Answer, letter.Id, null, null, letter.AnswerDays, letter.On, letter.By, day.Value, ClockRule,
                   Cause(before, after, letter.On, Later(letter.By, day.Value)), 1),
        ];
    }

    static async Task<IReadOnlyList<OpenMove>> Submissions(ZhiceDb db, WorkCalendar before, WorkCalendar after, CancellationToken cancel)
    {
        var duties = (await db.ReportDuties.AsNoTracking().Where(d => d.Due != null).OrderBy(d => d.Id).ToListAsync(cancel)).GroupBy(d => d.ProgrammeId);
        return
        [
            .. from programme in duties
               let was = SubmissionDue.Of(programme, before)
               let day = SubmissionDue.Of(programme, after)
               where day is { CalendarKnown: true } && (!was!.CalendarKnown || was.LastDay != day.LastDay)
               select new OpenMove(MoveKind.Submission, null, programme.Key, null, null, day.Nominal, was.CalendarKnown ? was.LastDay : null, day.LastDay,
                   DueRules.For(day.Nominal, yearEnd: false).Accepted(out var rule, out _) ? rule.Code : DueRules.RestDays[^1].Code,
                   Cause(before, after, day.Nominal, Later(was.LastDay, day.LastDay)), 1),
        ];
    }

    // A rung of a day gone by has fired or never will; one that fired for all that is open fires no more.
    static async Task<IReadOnlyList<OpenMove>> Rungs(ZhiceDb db, WorkCalendar before, WorkCalendar after, IReadOnlyList<OpenDate> open, DateOnly today, CancellationToken cancel)
    {
        var ladders = await Ladders.Load(db, null, cancel);
        var fired = (await db.Firings.AsNoTracking().Select(f => new { f.ProgrammeId, f.DueOn, f.Days }).Distinct().ToListAsync(cancel))
            .Select(f => (f.ProgrammeId, f.DueOn, f.Days)).ToHashSet();
        return
        [
            .. from ladder in ladders
               from date in open.Where(o => o.ProgrammeId == ladder.ProgrammeId).GroupBy(o => o.Due).OrderBy(g => g.Key.On)
               from rung in ladder.Rungs
               let was = FiresOn(before, date.Key, rung)
               let day = FiresOn(after, date.Key, rung)
               where day is not null && day != was && (was is null || was >= today) && day >= ladder.ActiveFrom
                   && !fired.Contains((ladder.ProgrammeId, date.Key.On, rung.Days))
               select new OpenMove(MoveKind.Rung, null, ladder.ProgrammeId, rung.Kind, rung.Days, date.Key.On, was, day.Value, RungRule,
                   Cause(before, after, Earlier(date.Key.On, Earlier(was ?? day.Value, day.Value)), Later(date.Key.On, Later(was ?? day.Value, day.Value))), date.Sum(d => d.Open)),
        ];
    }

    static DateOnly? FiresOn(WorkCalendar calendar, ObligationDue due, Rung rung) =>
        due.Falls(calendar) is { } falls && rung.FiresOn(calendar, falls.Effective).Accepted(out var on, out _) ? on : null;

    // The first day that one calendar works and the other does not, or that only one of them knows.
    static string? Cause(WorkCalendar before, WorkCalendar after, DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
            if (Works(before, day) != Works(after, day)) return Named(after.RowOf(day) ?? before.RowOf(day));
        return null;
    }

    static bool? Works(WorkCalendar calendar, DateOnly day) => calendar.Works(day).Accepted(out var works, out _) ? works : null;

    static string? Named(CalendarRow? row) => row is null ? null : $"{row.Holiday}（{row.Source}）";

    static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
