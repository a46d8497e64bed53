using System.Globalization;
using Zhice.Domain.Calendar;

namespace Zhice.Domain.Tests.Calendar;

/// <summary>The calendar of data/calendar, and short ways to ask it.</summary>
static class Notices
{
    public static IReadOnlyList<CalendarRow> Rows { get; } =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "data", "calendar", "working-days.csv")).Where(line => !line.StartsWith('#')).Skip(1)
            .Select(line => line.Split(',')).Select(f => new CalendarRow(
                int.Parse(f[0], CultureInfo.InvariantCulture), Day(f[1]), Day(f[2]), f[3] == "work" ? DayKind.Work : DayKind.Rest, f[4], f[5], f[6] == "yes")),
    ];

    public static WorkCalendar Calendar { get; } = new(Rows);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static T Known<T>(this Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new Xunit.Sdk.XunitException($"Refused: {refusal.Code}");

    public static string Refused<T>(this Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? $"answered {value}" : $"{refusal.Code} {string.Join(' ', refusal.Defects[0].Arguments)}";
}
