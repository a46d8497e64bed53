using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhice.Records.Model;

/// <summary>Days as sources write them: 20190802, 2019-08-02, 2019.8.2, 2019年8月2日, 2019/8/2.</summary>
public static partial class RecordDay
{
    /// <summary>The day, or null with <paramref name="impossible"/> false for nothing written and true for a day that cannot be.</summary>
    public static DateOnly? Read(string? written, out bool impossible)
    {
        impossible = false;
        var text = written?.Trim() ?? "";
        if (text.Length == 0 || text.Trim('0') is { Length: 0 }) return null;
        if (Form().Match(text) is not { Success: true } m) { impossible = true; return null; }
        var (year, month, day) = (Part(m, "y"), Part(m, "m"), Part(m, "d"));
        if (year is < 1790 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) { impossible = true; return null; }
        return new DateOnly(year, month, day);
    }

    static int Part(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})|(?<y>[0-9]{4})\s*[-./年]\s*(?<m>[0-9]{1,2})\s*[-./月]\s*(?<d>[0-9]{1,2})日?)(?:[T ][0-9:.Z+-]*|Z|[+-][0-9]{2}:[0-9]{2})?$")]
    private static partial Regex Form();
}
