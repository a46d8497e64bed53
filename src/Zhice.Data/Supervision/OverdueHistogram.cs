using Zhice.Domain.Calendar;

namespace Zhice.Data.Supervision;

/// <summary>Open obligations by how long they are overdue.</summary>
/// <param name="From">Fewest working days overdue.</param>
/// <param name="To">Most; null for no end.</param>
/// <param name="Count">Obligations.</param>
public sealed record OverdueBar(int From, int? To, int Count);

/// <summary>The overdue obligations of the whole instance, by working days since the last day in time.</summary>
/// <param name="Bars">The bars, the shortest delay first.</param>
/// <param name="Unknown">Open obligations whose delay cannot be counted, as the calendar lacks a year.</param>
public sealed record OverdueHistogram(IReadOnlyList<OverdueBar> Bars, int Unknown)
{
    static readonly (int From, int? To)[] Edges = [(1, 5), (6, 10), (11, 20), (21, 40), (41, 60), (61, null)];

    /// <summary>Overdue obligations in all.</summary>
    public int Total => Bars.Sum(b => b.Count);

    /// <summary>Counts them: the due days of all that is open, grouped, and one command for the calendar.</summary>
    public static async Task<OverdueHistogram> Load(ZhiceDb db, DateOnly today, CancellationToken cancel = default)
    {
        var calendar = await Calendars.Load(db, cancel);
        return Of(calendar, await OpenDates.Load(db, cancel), today);
    }

    /// <summary>The same of due days at hand. Pieces of work are left out: they are parts of obligations.</summary>
    public static OverdueHistogram Of(WorkCalendar calendar, IEnumerable<OpenDate> open, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(open);
        var (counts, unknown) = (new int[Edges.Length], 0);
        foreach (var date in open.Where(o => o.Source != DueSource.WorkItem && o.Due.On < today))
        {
            if (!DueRules.Project(calendar, date.Due.On, date.Due.YearEnd).Accepted(out var due, out _) || !calendar.Count(due.Effective, today).Accepted(out var days, out _))
                unknown += date.Open;
            else if (today > due.Effective)
                // Overdue on a rest day right after the last day: no working day has gone by, yet it is late.
                counts[Array.FindIndex(Edges, e => Math.Max(1, days) >= e.From && (e.To is null || Math.Max(1, days) <= e.To))] += date.Open;
        }
        return new OverdueHistogram([.. Edges.Select((e, i) => new OverdueBar(e.From, e.To, counts[i]))], unknown);
    }
}
