using System.Globalization;
using System.Reflection;
using System.Text;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Calendar;
using Zhice.Records.Text;

namespace Zhice.Data.Supervision;

/// <summary>
/// Reads a year's working days from CSV: a head line, then from, to, kind, holiday, source and, if wanted, unverified.
/// Heads may be Chinese (起始, 截止, 类型, 节日, 文号, 待核) or English; kinds are 放假 or rest, 上班 or work; days as 2027-01-01.
/// </summary>
public static class CalendarCsv
{
    static readonly (string Field, string[] Heads)[] Columns =
    [
        ("from", ["from", "起始", "起始日期", "开始"]), ("to", ["to", "截止", "截止日期", "结束"]), ("kind", ["kind", "类型", "类别"]),
        ("holiday", ["holiday", "节日", "假日"]), ("source", ["source", "文号", "依据", "来源"]),
    ];

    static readonly string[] UnverifiedHeads = ["unverified", "待核", "未核实"];

    /// <summary>
    /// All rows or none. Refusals in one answer, each with its line: <c>calendar.head</c>, <c>calendar.columns</c>, <c>calendar.bad-from</c>, <c>calendar.bad-to</c>,
    /// <c>calendar.order</c>, <c>calendar.outside</c> (not in the year nor in the last days of the year before), <c>calendar.bad-kind</c>,
    /// <c>calendar.bad-holiday</c>, <c>calendar.bad-source</c>, <c>calendar.overlap</c>; <c>calendar.empty</c>, <c>text.nul</c>.
    /// </summary>
    /// <param name="year">The year whose notice it is.</param>
    /// <param name="csv">The text of the file.</param>
    public static Outcome<IReadOnlyList<CalendarRow>> Read(int year, string csv)
    {
        if (StorableText.Check(csv, "file") is { } nul) return new Invalid(nul);
        var lines = Csv.Read(csv).ToList();
        if (lines.Count < 2) return new Invalid(new Defect("calendar.empty", "file"));
        var heads = lines[0].Fields.Select(h => h.Trim().ToLowerInvariant()).ToList();
        var places = Columns.Select(column => heads.FindIndex(h => column.Heads.Contains(h, StringComparer.Ordinal))).ToArray();
        if (places.Contains(-1)) return new Invalid(new Defect("calendar.head", "file", lines[0].Line));
        var unverified = heads.FindIndex(h => UnverifiedHeads.Contains(h, StringComparer.Ordinal));

        var defects = new List<Defect>();
        var rows = new List<CalendarRow>();
        foreach (var line in lines.Skip(1))
            if (Row(year, line, places, unverified, defects) is { } row)
            {
                if (rows.Exists(other => other.From <= row.To && row.From <= other.To)) defects.Add(new Defect("calendar.overlap", "file", line.Line));
                rows.Add(row);
            }
        return defects.Count > 0 ? new Invalid(defects) : (Outcome<IReadOnlyList<CalendarRow>>)rows;
    }

    /// <summary>Rows as the text of an edition: no head, the columns of data/calendar.</summary>
    public static string Write(IEnumerable<CalendarRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Year},{row.From:yyyy-MM-dd},{row.To:yyyy-MM-dd},{(row.Kind == DayKind.Work ? "work" : "rest")},")
                .Append(CultureInfo.InvariantCulture, $"{Quoted(row.Holiday)},{Quoted(row.Source)},{(row.Unverified ? "yes" : "no")}\n");
        return text.ToString();
    }

    /// <summary>The rows of an edition's text.</summary>
    /// <exception cref="FormatException">The text is none that <see cref="Write"/> makes.</exception>
    public static IEnumerable<CalendarRow> Parse(string rows) => Csv.Read(rows).Select(Known);

    /// <summary>The years that come with the program, from data/calendar/working-days.csv.</summary>
    public static IReadOnlyList<CalendarRow> BuiltIn { get; } = [.. Csv.Read(Embedded("working-days.csv")).Skip(1).Select(Known)];

    /// <summary>An embedded file of data/.</summary>
    internal static string Embedded(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"data/{file}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    static CalendarRow Known(CsvRow line) => line.Fields is [var year, var from, var to, var kind and ("rest" or "work"), var holiday, var source, var unverified]
        ? new CalendarRow(int.Parse(year, CultureInfo.InvariantCulture), DateOnly.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateOnly.ParseExact(to, "yyyy-MM-dd", CultureInfo.InvariantCulture), kind == "work" ? DayKind.Work : DayKind.Rest, holiday, source, unverified == "yes")
        : throw new FormatException($"Line {line.Line} of the calendar is no row of it.");

    static CalendarRow? Row(int year, CsvRow line, int[] places, int unverified, List<Defect> defects)
    {
        var before = defects.Count;
        if (line.Fields.Count <= places.Max())
        {
            Wrong("calendar.columns");
            return null;
        }
        var (from, to) = (Day(Cell(0)), Cell(1).Length == 0 ? Day(Cell(0)) : Day(Cell(1)));
        if (from is null) Wrong("calendar.bad-from", Cell(0));
        if (to is null) Wrong("calendar.bad-to", Cell(1));
        if (to < from) Wrong("calendar.order");
        // 元旦 reaches into the year before: the notice of 2019 began on 29 December 2018.
        else if (from < new DateOnly(year - 1, 12, 20) || to > new DateOnly(year, 12, 31)) Wrong("calendar.outside", year);
        DayKind? kind = Cell(2) switch { "放假" or "休息" or "rest" => DayKind.Rest, "上班" or "调休上班" or "work" => DayKind.Work, _ => null };
        if (kind is null) Wrong("calendar.bad-kind", Cell(2));
        if (Cell(3).Length is 0 or > 40) Wrong("calendar.bad-holiday");
        if (Cell(4).Length is 0 or > 100) Wrong("calendar.bad-source");
        if (defects.Count > before) return null;
        var open = unverified >= 0 && unverified < line.Fields.Count && line.Fields[unverified].Trim() is "是" or "yes" or "待核";
        return new CalendarRow(year, from!.Value, to!.Value, kind!.Value, Cell(3), Cell(4), open);

        string Cell(int column) => line.Fields[places[column]].Trim();
        void Wrong(string code, params object[] more) => defects.Add(new Defect(code, "file", [line.Line, .. more]));
    }

    static DateOnly? Day(string text) => DateOnly.TryParseExact(
        text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static string Quoted(string field) => field.AsSpan().IndexOfAny(",\"\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
