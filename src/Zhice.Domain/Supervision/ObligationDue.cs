using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Supervision;

/// <summary>The day by which an obligation is to be met, as far as its document or an extension says one.</summary>
/// <param name="On">The day.</param>
/// <param name="YearEnd">True where the words are 年底前 or 年内: the year's end does not move with rest days.</param>
public sealed record ObligationDue(DateOnly On, bool YearEnd)
{
    /// <summary>How a reading spells 年底前 (docs/policy-json.md).</summary>
    public const string YearEndKind = "by-year-end";

    /// <summary>The due day; null where the words name none, and nobody extended it.</summary>
    /// <param name="words">The due time of task and sentences, as <see cref="DueDays.Of"/> joins them.</param>
    /// <param name="year">The programme's year.</param>
    /// <param name="extendedTo">The day of an extension; null where there is none.</param>
    public static ObligationDue? Of(DueTime words, int year, DateOnly? extendedTo)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (extendedTo is { } day) return new ObligationDue(day, YearEnd: false);
        return DueDays.Day(words, year) is { } on ? new ObligationDue(on, words.Kind == YearEndKind || DueDays.AsksStage(words)) : null;
    }

    /// <summary>The day as it falls in the calendar: the one answer for lights, inbox and ladder. Null where the calendar does not know the year; the day then stands as written.</summary>
    public ProjectedDue? Falls(WorkCalendar calendar) => DueRules.Project(calendar, On, YearEnd).Accepted(out var projected, out _) ? projected : null;
}
