using System.Text.RegularExpressions;
using Zhice.Domain.Calendar;
using Zhice.Domain.Programme;

namespace Zhice.Domain.Submitting;

/// <summary>The due day of a programme's submissions.</summary>
/// <param name="Nominal">The day as the document names it.</param>
/// <param name="LastDay">The last day in time: the next working day where the nominal one is a rest day (民法典第二百零三条).</param>
/// <param name="CalendarKnown">False where the year's working days are not known yet: then the nominal day stands, and the page says so.</param>
public sealed partial record SubmissionDue(DateOnly Nominal, DateOnly LastDay, bool CalendarKnown)
{
    /// <summary>The one of a programme's duties that its offices' yearly submission answers; null where no document asks all of them for one by a day.</summary>
    /// <remarks>
    /// It is owed by all offices of the level: by nobody named, or by 各省, 各地区, 各市知识产权局 …; not by pilots, single places, member units or firms. It is not the
    /// half-year's, a stage's or a quarter's. Those that say 年度, 全年, 成效 or 总结 go before those that do not; of several the last day counts.
    /// </remarks>
    public static ReportDuty? Yearly(IEnumerable<ReportDuty> duties) => duties
        .Where(duty => duty.Due is not null && (duty.Who.Length == 0 || duty.Who.Split('、').Any(AllOffices)) && !PartOfYear(duty.Quote.Words))
        .OrderByDescending(duty => YearEnd().IsMatch(duty.Quote.Words)).ThenByDescending(duty => duty.Due).ThenBy(duty => duty.Id).FirstOrDefault();

    static bool AllOffices(string who) => Offices().IsMatch(who) && !Some().IsMatch(who);

    static bool PartOfYear(string words) => Part().IsMatch(words) && !WholeYear().IsMatch(words);

    [GeneratedRegex("^(?:各|全部|所有|全[国省市区]各?)(?:级|地|省|自治区|直辖市|设区|市|州|盟|县|区|旗)|^(?:省|市|县)级|^地方|^省、|^兵团|新疆生产建设兵团")] private static partial Regex Offices();
    [GeneratedRegex("试点|示范|节点|先行|创建|有关|相关|部分|涉及|园区|企业|机构|基地|中心|高校")] private static partial Regex Some();
    [GeneratedRegex("半年|阶段|季度|月报|每月|中期")] private static partial Regex Part();
    [GeneratedRegex("全年|年度|年终")] private static partial Regex WholeYear();
    [GeneratedRegex("年度|全年|年终|成效|总结")] private static partial Regex YearEnd();

    /// <summary>The due day of a programme's yearly submission (<see cref="Yearly"/>); null where none names a day.</summary>
    public static SubmissionDue? Of(IEnumerable<ReportDuty> duties, WorkCalendar calendar)
    {
        if (Yearly(duties)?.Due is not { } nominal) return null;
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
