namespace Zhice.Domain.Calendar;

/// <summary>A date that a changed calendar moves.</summary>
/// <param name="Nominal">The due day as written or as extended.</param>
/// <param name="Before">Last day in time by the calendar before; null where it did not know the year.</param>
/// <param name="After">Last day in time by the calendar after.</param>
/// <param name="Rule">The rule that moved it.</param>
/// <param name="Because">The row of the calendar after that makes the day a rest day; null for a weekend, or where it is worked now.</param>
public sealed record MovedDate(DateOnly Nominal, DateOnly? Before, DateOnly After, DueRule Rule, CalendarRow? Because);

/// <summary>What a change of the calendar does to dates that are still open.</summary>
public static class CalendarChange
{
    /// <summary>The due days that fall otherwise than before, ascending; a day that neither calendar knows is left out.</summary>
    /// <param name="before">The calendar so far.</param>
    /// <param name="after">The calendar to be.</param>
    /// <param name="open">Open due days, and whether the document says 年底前 or 年内.</param>
    public static IReadOnlyList<MovedDate> Compare(WorkCalendar before, WorkCalendar after, IEnumerable<(DateOnly Due, bool YearEnd)> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var moved = new List<MovedDate>();
        foreach (var (due, yearEnd) in open.Distinct().OrderBy(o => o.Due))
        {
            DateOnly? was = DueRules.Project(before, due, yearEnd).Accepted(out var old, out _) ? old.Effective : null;
            if (DueRules.Project(after, due, yearEnd).Accepted(out var now, out _) && was != now.Effective)
                moved.Add(new MovedDate(due, was, now.Effective, now.Rule, now.Because));
        }
        return moved;
    }
}
