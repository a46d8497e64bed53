using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Zhice.Records.Reading;

/// <summary>Reads the first sheet of an XLSX workbook row by row. No formula is computed: its stored value is taken.</summary>
static class WorkbookRows
{
    const int MostStrings = 64_000_000, MostColumns = 1_000;

    internal static IEnumerable<TableRow> Read(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var strings = Strings(zip.GetEntry("xl/sharedStrings.xml"));
        var sheet = zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).OrderBy(e => e.FullName.Length).ThenBy(e => e.FullName, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidDataException("The workbook has no sheet.");
        using var body = sheet.Open();
        using var xml = XmlReader.Create(body, Settings());
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            var line = long.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
            var fields = Row(xml, strings);
            if (fields.Any(f => f.Length > 0)) yield return new TableRow(line, fields);
        }
    }

    static XmlReaderSettings Settings() => new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };

    static List<string> Row(XmlReader row, List<string> strings)
    {
        var fields = new List<string>();
        if (row.IsEmptyElement) return fields;
        using var cells = row.ReadSubtree();
        cells.Read();
        while (cells.Read())
        {
            if (cells.NodeType != XmlNodeType.Element || cells.LocalName != "c") continue;
            var (place, type) = (Place(cells.GetAttribute("r"), fields.Count), cells.GetAttribute("t"));
            if (place >= MostColumns) throw new InvalidDataException($"The sheet has more than {MostColumns} columns.");
            while (fields.Count <= place) fields.Add("");
            fields[place] = Value(cells, type, strings);
        }
        return fields;
    }

    static string Value(XmlReader cells, string? type, List<string> strings)
    {
        if (cells.IsEmptyElement) return "";
        using var cell = cells.ReadSubtree();
        var text = "";
        cell.Read();
        while (cell.Read())
            if (cell.NodeType == XmlNodeType.Element && cell.LocalName is "v" or "t") text += cell.ReadElementContentAsString();
        return type == "s" ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < strings.Count ? strings[at] : "" : text;
    }

    static int Place(string? reference, int otherwise)
    {
        if (reference is null) return otherwise;
        var column = 0;
        foreach (var c in reference)
            if (char.IsAsciiLetterUpper(c) && column < 1_000_000) column = column * 26 + c - 'A' + 1;
        return column == 0 ? otherwise : column - 1;
    }

    static List<string> Strings(ZipArchiveEntry? entry)
    {
        var strings = new List<string>();
        if (entry is null) return strings;
        using var body = entry.Open();
        using var xml = XmlReader.Create(body, Settings());
        var (total, text) = (0L, "");
        var inside = false;
        while (xml.Read())
        {
            if (xml.LocalName == "si" && xml.NodeType == XmlNodeType.Element) (text, inside) = ("", !xml.IsEmptyElement);
            if (inside && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) text += xml.Value;
            if (xml.LocalName != "si" || xml.NodeType != XmlNodeType.EndElement && !xml.IsEmptyElement) continue;
            strings.Add(text.Trim('\n', '\r'));
            inside = false;
            if ((total += text.Length) > MostStrings) throw new InvalidDataException("The workbook's texts are too long.");
        }
        return strings;
    }
}
