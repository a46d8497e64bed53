using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Submitting;

/// <summary>The due day of a programme's submissions.</summary>
/// <param name="Nominal">The day as the document names it.</param>
/// <param name="LastDay">The last day in time: the next working day where the nominal one is a rest day (民法典第二百零三条).</param>
/// <param name="CalendarKnown">False where the year's working days are not known yet: then the nominal day stands, and the page says so.</param>
public sealed record SubmissionDue(DateOnly Nominal, DateOnly LastDay, bool CalendarKnown)
{
    /// <summary>The due day of a programme: the earliest that its documents name; null where none names a day.</summary>
    public static SubmissionDue? Of(IEnumerable<ReportDuty> duties, WorkCalendar calendar)
    {
        if (duties.Where(duty => duty.Due is not null).Select(duty => duty.Due!.Value).Order().Select(day => (DateOnly?)day).FirstOrDefault() is not { } nominal) return null;
        return DueRules.Project(calendar, nominal, yearEnd: false).Accepted(out var projected, out _)
            ? new SubmissionDue(nominal, projected.Effective, CalendarKnown: true)
            : new SubmissionDue(nominal, nominal, CalendarKnown: false);
    }

    /// <summary>On time, late, due or missing.</summary>
    /// <param name="due">The due day; null where none is named.</param>
    /// <param name="arrivedAt">When it was here; null where nothing came.</param>
    /// <param name="now">The present moment.</param>
    public static Timeliness Judge(SubmissionDue? due, DateTimeOffset? arrivedAt, DateTimeOffset now) =>
        arrivedAt is { } arrived
            ? due is null || ChinaTime.DayOf(arrived) <= due.LastDay ? Timeliness.OnTime : Timeliness.Late
            : due is null || ChinaTime.DayOf(now) <= due.LastDay ? Timeliness.Awaited : Timeliness.Missing;

    /// <summary>Days from today to the last day in time; negative once it is over.</summary>
    public int DaysLeft(DateTimeOffset now) => LastDay.DayNumber - ChinaTime.DayOf(now).DayNumber;
}

/// <summary>Whether a submission came in time.</summary>
public enum Timeliness
{
    /// <summary>按时.</summary>
    OnTime,
    /// <summary>逾期.</summary>
    Late,
    /// <summary>未到期: nothing came yet, and there is time.</summary>
    Awaited,
    /// <summary>未报: nothing came, and the day is over.</summary>
    Missing,
}
