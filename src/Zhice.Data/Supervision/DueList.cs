using System.Globalization;
using System.Text;
using Zhice.Data.Storage;
using Zhice.Domain.Calendar;
using Zhice.Domain.Supervision;

namespace Zhice.Data.Supervision;

/// <summary>A rung that is to have fired for everything open on a due day.</summary>
internal sealed record DueRung(OpenDate Date, DateOnly Effective, Rung Rung, DateOnly FiresOn);

/// <summary>Which rungs are due today, and the same as rows of SQL for the sweep to join with.</summary>
internal static class DueList
{
    /// <summary>All that is to have fired by the day. A due day in a year that the calendar does not know is left out and named.</summary>
    public static (IReadOnlyList<DueRung> Rungs, IReadOnlyList<int> UnknownYears) Of(
        WorkCalendar calendar, IReadOnlyList<LadderInUse> ladders, IReadOnlyList<OpenDate> open, DateOnly today)
    {
        var (rungs, unknown) = (new List<DueRung>(), new SortedSet<int>());
        var byProgramme = ladders.Where(l => !l.Paused).ToDictionary(l => l.ProgrammeId);
        foreach (var date in open)
        {
            if (!byProgramme.TryGetValue(date.ProgrammeId, out var ladder)) continue;
            if (!DueRules.Project(calendar, date.Due.On, date.Due.YearEnd).Accepted(out var due, out var refusal))
            {
                if (refusal.Code == "calendar.year-missing") unknown.Add((int)refusal.Defects[0].Arguments[0]);
                continue;
            }
            foreach (var rung in ladder.Rungs)
                if (!rung.FiresOn(calendar, due.Effective).Accepted(out _, out var later) && later.Code == "calendar.year-missing") unknown.Add((int)later.Defects[0].Arguments[0]);
            rungs.AddRange(Ladder.Due(calendar, ladder.Rungs, due.Effective, ladder.ActiveFrom, today).Select(p => new DueRung(date, due.Effective, p.Rung, p.On!.Value)));
        }
        return (rungs, [.. unknown]);
    }

    /// <summary><c>WITH due(…) AS (VALUES …)</c> of the rungs of one source. Numbers, days and words of ours only.</summary>
    public static string Rows(IEnumerable<DueRung> rungs, StoreProvider provider)
    {
        var sql = new StringBuilder("WITH due(programme_id, measure_id, due_kind, written, due_on, effective_on, days, kind, fires_on) AS (VALUES ");
        var first = true;
        foreach (var rung in rungs)
        {
            if (!first) sql.Append(',');
            first = false;
            sql.Append(CultureInfo.InvariantCulture, $"({rung.Date.ProgrammeId.Value},{rung.Date.MeasureId?.Value ?? 0},'{rung.Date.Kind}',{Day(rung.Date.Written)},{Day(rung.Date.Due.On)},")
                .Append(CultureInfo.InvariantCulture, $"{Day(rung.Effective)},{rung.Rung.Days},{(int)rung.Rung.Kind},{Day(rung.FiresOn)})");
        }
        return sql.Append(") ").ToString();

        string Day(DateOnly? day) => (day, provider) switch
        {
            (null, StoreProvider.Sqlite) => "NULL",
            (null, _) => "CAST(NULL AS date)",
            ({ } on, StoreProvider.Sqlite) => string.Create(CultureInfo.InvariantCulture, $"'{on:yyyy-MM-dd}'"),
            ({ } on, _) => string.Create(CultureInfo.InvariantCulture, $"DATE '{on:yyyy-MM-dd}'"),
        };
    }
}
