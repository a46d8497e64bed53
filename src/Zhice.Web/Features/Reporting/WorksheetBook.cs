using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhice.Domain;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Reporting;

/// <summary>A worksheet as a workbook, and back: guidance above, given columns guarded, status and result by lists; a sheet for the program says what each row began from.</summary>
public static class WorksheetBook
{
    /// <summary>Row of the heads; the obligations follow.</summary>
    public const int HeadRow = 6;

    const int First = HeadRow + 1;
    const int From = 5, To = 6, Status = 7, Result = 8, Narrative = 9, Columns = 10;
    const string Mark = "zhice-worksheet-1";

    /// <summary>A row as it came back.</summary>
    /// <param name="Line">Its row in the file, for the names of cells.</param>
    /// <param name="Obligation">The obligation.</param>
    /// <param name="Version">The version that it began from; 0 without a draft.</param>
    /// <param name="Report">The draft that it began from.</param>
    /// <param name="Before">What the file said when it was made.</param>
    /// <param name="After">What it says now.</param>
    public sealed record Filled(int Line, ObligationId Obligation, ReportId? Report, int Version, Worksheet.Entry Before, Worksheet.Entry After);

    /// <summary>Writes the workbook.</summary>
    public static void Write(Stream stream, Worksheet sheet, WordTable words, DateOnly today)
    {
        using var book = new XlsxWriter(stream);
        var last = HeadRow + Math.Max(1, sheet.Rows.Count);
        book.Begin(new SheetLayout(words["worksheet.sheet"], [6, 34, 48, 10, 20, 12, 12, 16, 14, 70])
        {
            FrozenRows = HeadRow, FilterRow = HeadRow, Protected = true, SpanningRows = [1, 2, 3, 4, 5],
            Choices =
            [
                new(Status, First, last, [.. Statuses().Select(s => words.Of(s))], words["worksheet.pick"]),
                new(Result, First, last, [.. Enum.GetValues<WorkResult>().Select(r => words.Of(r))], words["worksheet.pick"]),
            ],
        });
        book.Row(Cell.Of(words["worksheet.heading", words.Organisation(sheet.Office.Code, sheet.Office.Name), sheet.Programme.Name], CellStyle.Title));
        foreach (var code in (string[])["worksheet.guide1", "worksheet.guide2", "worksheet.guide3"]) book.Row(Cell.Of(words[code], CellStyle.Note));
        book.Row(Cell.Of(words["worksheet.made", Day(today)], CellStyle.Note));
        book.Row([.. Heads(words).Select(h => Cell.Of(h, CellStyle.Head))]);
        foreach (var row in sheet.Rows)
        {
            var style = row.Closed is null ? CellStyle.Entry : CellStyle.Key;
            book.Row(
                Cell.Of(row.Number, CellStyle.Key), Cell.Of(row.Title, CellStyle.Key), Cell.Of(row.Words, CellStyle.Key), Cell.Of(words.Of(row.Level), CellStyle.Key),
                Cell.Of(row.Due.Words ?? words["due." + row.Due.Kind], CellStyle.Key), Cell.Of(Day(row.Entry.From), style), Cell.Of(Day(row.Entry.To), style),
                Cell.Of(row.Closed is { } state ? words.Of(state) : row.Entry.Status is { } status ? words.Of(status) : null, style),
                Cell.Of(row.Entry.Result is { } result ? words.Of(result) : null, style), Cell.Of(row.Entry.Narrative, style));
        }
        book.Begin(new SheetLayout("zhice", [20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20]) { Hidden = true });
        book.Row(Cell.Of(Mark), Cell.Of(sheet.Office.Code), Cell.Of(Text(sheet.Programme.Id.Value)));
        for (var i = 0; i < sheet.Rows.Count; i++)
        {
            var row = sheet.Rows[i];
            book.Row(Cell.Of(Text(First + i)), Cell.Of(Text(row.Obligation.Value)), Cell.Of(row.Report is { } report ? Text(report.Value) : null), Cell.Of(Text(row.Version)),
                Cell.Of(Day(row.Entry.From)), Cell.Of(Day(row.Entry.To)), Cell.Of(row.Entry.Status?.ToString()), Cell.Of(row.Entry.Result?.ToString()), Cell.Of(row.Entry.Narrative),
                Cell.Of(Guard(row.Number ?? "", row.Title, row.Words)), Cell.Of(row.Closed?.ToString()));
        }
    }

    /// <summary>Reads a workbook that came back: every fault by its cell, all at once. Refusals: those of <see cref="XlsxReader"/>, <c>worksheet.not</c>, <c>worksheet.other</c>, <c>cell.*</c>.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="office">Code of the office that it must be of.</param>
    public static Outcome<(ProgrammeId Programme, IReadOnlyList<Filled> Rows)> Read(Stream stream, string office)
    {
        if (!XlsxReader.Read(stream).Accepted(out var sheets, out var refusal)) return refusal;
        if (sheets.FirstOrDefault(s => s[1, 0] == Mark) is not { } keys || sheets.FirstOrDefault(s => s != keys) is not { } page
            || !Key(keys[1, 2], out var programme)) return new Invalid(new Defect("worksheet.not", "file"));
        if (keys[1, 1] != office) return new Invalid(new Defect("worksheet.other", "file", keys[1, 1]));
        var defects = new List<Defect>();
        foreach (var ((row, column), cell) in page.Cells.OrderBy(c => c.Key.Row).ThenBy(c => c.Key.Column))
            if (cell.Formula) defects.Add(new Defect("cell.formula", "file", XlsxText.Place(column, row)));

        var known = new Dictionary<int, (ObligationId Obligation, ReportId? Report, int Version, Worksheet.Entry Before)>();
        var lines = new HashSet<int>();
        for (var row = 2; keys[row, 0].Length > 0; row++)
        {
            if (!Key(keys[row, 0], out var line) || !Key(keys[row, 1], out var obligation) || !Key(keys[row, 3], out var version)) return new Invalid(new Defect("worksheet.not", "file"));
            lines.Add((int)line);
            // A row that was sorted or moved away from its keys would say something about another task.
            if (keys[row, 9] != Guard(Harmless.In(page[(int)line, 0]), Harmless.In(page[(int)line, 1]), Harmless.In(page[(int)line, 2])))
                defects.Add(new Defect("cell.row", "file", XlsxText.Place(1, (int)line)));
            if (keys[row, 10].Length > 0) continue;
            known[(int)line] = (new(obligation), Key(keys[row, 2], out var report) ? new ReportId(report) : null, (int)version, new(
                Day(keys[row, 4]), Day(keys[row, 5]), Enum.TryParse<WorkStatus>(keys[row, 6], out var status) ? status : null,
                Enum.TryParse<WorkResult>(keys[row, 7], out var result) ? result : null, Harmless.In(keys[row, 8])));
        }
        foreach (var row in page.Cells.Keys.Where(k => k.Row > HeadRow && k.Column < Columns && !lines.Contains(k.Row)).Select(k => k.Row).Distinct().Order())
            defects.Add(new Defect("cell.row", "file", XlsxText.Place(1, row)));

        var filled = new List<Filled>();
        foreach (var (line, key) in known.OrderBy(k => k.Key))
            filled.Add(new Filled(line, key.Obligation, key.Report, key.Version, key.Before, Entry(page, line, key.Before, defects)));
        return defects.Count > 0 ? new Invalid(defects) : (new ProgrammeId(programme), filled);
    }

    static Worksheet.Entry Entry(ReadSheet page, int line, Worksheet.Entry before, List<Defect> defects)
    {
        var narrative = Harmless.In(page[line, Narrative]);
        if (narrative.Length > ReportContent.LongestNarrative) Fault("cell.long", Narrative, ReportContent.LongestNarrative);
        var entry = new Worksheet.Entry(DayAt(From), DayAt(To), Choice<WorkStatus>(Status), Choice<WorkResult>(Result), narrative.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        if (entry == before || entry.IsBlank && before.IsBlank) return entry;
        // What is said must be whole enough to be a draft; a row that was not touched is left alone.
        if (entry.From is null && page[line, From].Length == 0) Fault("cell.empty", From);
        if (entry.To is null && page[line, To].Length == 0) Fault("cell.empty", To);
        if (entry is { From: { } first, To: { } end } && end < first) Fault("cell.order", To);
        if (entry.Status is null && page[line, Status].Length == 0) Fault("cell.empty", Status);
        if (entry.Status == WorkStatus.NotApplicable) Fault("cell.not-applicable", Status);
        if (entry is { Status: { } status, Result: { } result } && result != WorkResult.None && status != WorkStatus.NotApplicable && !WorkChanges.HasResult(status)) Fault("cell.result", Result);
        return entry;

        void Fault(string code, int column, params object[] more) => defects.Add(new Defect(code, "file", [XlsxText.Place(column, line), .. more]));

        // Excel keeps a day as a number once the cell is no longer a text.
        DateOnly? DayAt(int column)
        {
            var text = Harmless.In(page[line, column]).Trim();
            if (text.Length == 0) return null;
            if (Day(text) is { } day) return day;
            if (DateOnly.TryParseExact(text, ["yyyy/M/d", "yyyy-M-d", "yyyy.M.d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var written)) return written;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial is > 60 and < 100_000) return new DateOnly(1899, 12, 30).AddDays(serial);
            Fault("cell.day", column, text);
            return null;
        }

        TEnum? Choice<TEnum>(int column) where TEnum : struct, Enum
        {
            var text = Harmless.In(page[line, column]).Trim();
            if (text.Length == 0) return null;
            foreach (var value in Enum.GetValues<TEnum>())
                if (text == WordTable.Chinese.Of(value) || text.Equals(WordTable.English.Of(value), StringComparison.OrdinalIgnoreCase)) return value;
            Fault("cell.choice", column, text);
            return null;
        }
    }

    // What the given columns of a row said, in sixteen digits.
    static string Guard(params ReadOnlySpan<string> given) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', given))))[..16];

    static IEnumerable<WorkStatus> Statuses() => Enum.GetValues<WorkStatus>().Where(s => s != WorkStatus.NotApplicable);

    static IEnumerable<string> Heads(WordTable words) =>
        [words["board.number"], words["board.task"], words["worksheet.words"], words["board.level"], words["board.due"], words["reporting.from"], words["reporting.to"],
            words["reporting.status"], words["reporting.result"], words["reporting.narrative"]];

    static string Day(DateOnly? day) => day is null ? "" : Visit.Day(day);

    static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static bool Key(string text, out long key) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out key);
}
