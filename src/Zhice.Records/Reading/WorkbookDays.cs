using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;

namespace Zhice.Records.Reading;

/// <summary>Which cells of a workbook are days: a day is a number there, and only the format of its cell tells that it is one (ECMA-376, part 1, 18.8.30).</summary>
sealed partial class WorkbookDays
{
    readonly HashSet<int> styles;
    readonly bool since1904;

    WorkbookDays(HashSet<int> styles, bool since1904) => (this.styles, this.since1904) = (styles, since1904);

    /// <summary>Reads the formats of a workbook; without any, no cell is a day.</summary>
    internal static WorkbookDays Of(ZipArchive zip)
    {
        var (own, styles, at) = (new Dictionary<int, string>(), new HashSet<int>(), 0);
        var inside = false;
        Each(zip.GetEntry("xl/styles.xml"), xml =>
        {
            if (xml.LocalName == "numFmt" && Number(xml.GetAttribute("numFmtId")) is { } id) own[id] = xml.GetAttribute("formatCode") ?? "";
            else if (xml.LocalName is "cellXfs" or "cellStyleXfs" or "cellStyles" or "dxfs") inside = xml.LocalName == "cellXfs";
            else if (xml.LocalName == "xf" && inside)
            {
                if (Number(xml.GetAttribute("numFmtId")) is { } format && IsDay(format, own)) styles.Add(at);
                at++;
            }
        });
        var since1904 = false;
        Each(zip.GetEntry("xl/workbook.xml"), xml => since1904 |= xml.LocalName == "workbookPr" && xml.GetAttribute("date1904") is "1" or "true");
        return new(styles, since1904);
    }

    /// <summary>The value of a cell with numbers: the day where its format is that of a day, else as it is.</summary>
    internal string Shown(string value, string? style)
    {
        if (styles.Count == 0 || Number(style) is not { } at || !styles.Contains(at) || !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial)) return value;
        // Day 60 is the 29th of February 1900, which never was: days before it are one more.
        var days = Math.Floor(serial) + (since1904 ? 1_462 : serial < 60 ? 1 : 0);
        return days is < 1 or > 2_958_465 ? value : DateTime.FromOADate(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    // 27 to 36 and 50 to 58 are the days of Chinese, Japanese and Korean programs; times of day without a day are none.
    static bool IsDay(int format, Dictionary<int, string> own) =>
        own.TryGetValue(format, out var code) ? Quoted().Replace(code, "").AsSpan().IndexOfAny("yYdD") >= 0 : format is >= 14 and <= 17 or 22 or >= 27 and <= 31 or 36 or >= 50 and <= 54 or 57 or 58;

    static void Each(ZipArchiveEntry? entry, Action<XmlReader> found)
    {
        if (entry is null) return;
        using var body = entry.Open();
        using var xml = XmlReader.Create(body, WorkbookRows.Settings());
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element) found(xml);
    }

    static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Words in a format, colours and countries are no parts of a day: "year" 0, [Red], \d.
    [GeneratedRegex("\"[^\"]*\"|\\[[^\\]]*\\]|[\\\\_*].")]
    private static partial Regex Quoted();
}
