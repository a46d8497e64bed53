using Zhice.Domain.Programme;

namespace Zhice.Domain.Supervision;

/// <summary>The day by which an obligation is to be met, as far as its document or an extension says one.</summary>
/// <param name="On">The day.</param>
/// <param name="YearEnd">True where the words are 年底前 or 年内: the year's end does not move with rest days.</param>
public sealed record ObligationDue(DateOnly On, bool YearEnd)
{
    /// <summary>The due day; null where the document states none or 持续推进, and nobody extended it.</summary>
    /// <param name="task">完成时间 of the task. “年内有阶段性成果” asks for its stage result within the year, so it ends with it.</param>
    /// <param name="year">The programme's year.</param>
    /// <param name="extendedTo">The day of an extension; null where there is none.</param>
    public static ObligationDue? Of(DueTime task, int year, DateOnly? extendedTo)
    {
        ArgumentNullException.ThrowIfNull(task);
        return extendedTo is { } day ? new ObligationDue(day, YearEnd: false) : task.Kind switch
        {
            "by-year-end" or "stage-result-within-year" => new ObligationDue(task.On ?? new DateOnly(year, 12, 31), YearEnd: true),
            "by-date" when task.On is { } on => new ObligationDue(on, YearEnd: false),
            _ => null,
        };
    }
}
