using System.Globalization;
using Zhice.Data.Supervision;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Records.Text;

namespace Zhice.Data.Services;

/// <summary>The statutory limits that come with the program, from data/law/limits.csv.</summary>
public static class StatutoryLimits
{
    /// <summary>Every limit in all its texts.</summary>
    public static LimitBook Book { get; } = new(Csv.Read(CalendarCsv.Embedded("limits.csv")).Skip(1).Select(Known));

    static StatutoryLimit Known(CsvRow line) => line.Fields is
        [var code, var name, var english, var since, var amount, var unit, var more, var moreUnit, var law, var article, var from, var to, ("yes" or "no") and var unverified]
        ? new(code, name, english, since, Budget(amount, unit), more.Length == 0 ? null : Budget(more, moreUnit),
            law, article.Length == 0 ? null : article, Day(from), to.Length == 0 ? null : Day(to), unverified == "yes")
        : throw new FormatException($"Line {line.Line} of the limits is no row of them.");

    static TimeBudget Budget(string amount, string unit) => new(int.Parse(amount, CultureInfo.InvariantCulture), unit switch
    {
        "month" => LimitUnit.Month,
        "working-day" => LimitUnit.WorkingDay,
        "calendar-day" => LimitUnit.CalendarDay,
        _ => throw new FormatException($"{unit} is no unit of a limit."),
    });

    static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
