using System.Globalization;

namespace Zhice.Domain.Calendar;

/// <summary>全体公民放假的节日, as the regulation itself names them, whatever the year's notice moves to and from weekends.</summary>
/// <remarks>Source: 全国年节及纪念日放假办法（2024年11月10日修订，2025年1月1日起施行）第二条. For years whose notice is not out yet; compared with no official text here, so that days that rest on it are shown as not verified.</remarks>
public static class StatutoryHolidays
{
    // By the sun: month, day, days.
    static readonly (int Month, int Day, int Days)[] solar = [(1, 1, 1), (5, 1, 2), (10, 1, 3)];

    // By the moon: month, day, days before and from that day. 春节 has its eve and three days, 端午 and 中秋 one.
    static readonly (int Month, int Day, int Before, int Days)[] lunar = [(1, 1, 1, 3), (5, 5, 0, 1), (8, 15, 0, 1)];

    static readonly ChineseLunisolarCalendar moon = new();

    /// <summary>The days of a year from 2025 to 2099, ascending; none for other years, which the regulation in this text or the calendars do not reach.</summary>
    public static IReadOnlyList<DateOnly> Of(int year)
    {
        if (year is < 2025 or > 2099) return [];
        var days = new List<DateOnly>();
        foreach (var (month, day, count) in solar) days.AddRange(Enumerable.Range(0, count).Select(new DateOnly(year, month, day).AddDays));
        days.Add(Qingming(year));
        foreach (var (month, day, before, count) in lunar) days.AddRange(Enumerable.Range(-before, count + before).Select(Lunar(year, month, day).AddDays));
        return [.. days.Distinct().Order()];
    }

    // A leap month before it moves a month's place in the year.
    static DateOnly Lunar(int year, int month, int day)
    {
        var leap = moon.GetLeapMonth(year);
        return DateOnly.FromDateTime(moon.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    // The usual reckoning of 清明 for this century.
    static DateOnly Qingming(int year)
    {
        var y = year % 100;
        return new(year, 4, (int)Math.Floor((decimal)y * 0.2422m + 4.81m) - y / 4);
    }
}
