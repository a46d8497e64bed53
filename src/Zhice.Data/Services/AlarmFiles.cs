using System.Globalization;
using Zhice.Data.Supervision;
using Zhice.Domain.Services;
using Zhice.Records.Text;

namespace Zhice.Data.Services;

/// <summary>The rules of 电子监察 that come with the program, from data/supervision/case-alarms.csv.</summary>
public static class AlarmFiles
{
    /// <summary>All rules, by clock and day.</summary>
    public static IReadOnlyList<AlarmRule> Rules { get; } = Read(CalendarCsv.Embedded("case-alarms.csv"));

    /// <summary>Reads rules.</summary>
    /// <exception cref="FormatException">A line is none, or two rules govern the same day of the same clock.</exception>
    public static IReadOnlyList<AlarmRule> Read(string csv)
    {
        IReadOnlyList<AlarmRule> rules = [.. Csv.Read(csv).Skip(1).Select(Known).OrderBy(r => r.Kind).ThenBy(r => r.From)];
        if (rules.Zip(rules.Skip(1)).FirstOrDefault(pair => pair.First.Kind == pair.Second.Kind && !(pair.First.To <= pair.Second.From)) is { First: not null } twice)
            throw new FormatException($"Two rules govern the clock {twice.First.Kind} on {twice.Second.From:yyyy-MM-dd}.");
        return rules;
    }

    static AlarmRule Known(CsvRow line) => line.Fields is [var clock, var from, var to, var yellow, var basis, ("yes" or "no") and var unverified]
        && Enum.TryParse<AlarmKind>(clock, ignoreCase: true, out var kind) && int.TryParse(yellow, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 100
        ? new(kind, Day(from), to.Length == 0 ? null : Day(to), percent, basis, unverified == "yes") : throw new FormatException($"Line {line.Line} of the rules is no row of them.");

    static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
