using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Zhice.Records.Reading;

/// <summary>Reads the first sheet of an XLSX workbook row by row. No formula is computed: its stored value is taken.</summary>
static class WorkbookRows
{
    const int MostStrings = 64_000_000, MostColumns = 1_000, MostShown = 80;

    internal static IEnumerable<TableRow> Read(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var book = new Book(Strings(zip.GetEntry("xl/sharedStrings.xml")), WorkbookDays.Of(zip));
        var sheet = zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).OrderBy(e => e.FullName.Length).ThenBy(e => e.FullName, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidDataException("The workbook has no sheet.");
        using var body = sheet.Open();
        using var xml = XmlReader.Create(body, Settings());
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            var line = long.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
            var (fields, tooLong) = Row(xml, book);
            if (tooLong) yield return new TableRow(line, [fields.FirstOrDefault(f => f.Length > 0) is { } first ? first.Length > MostShown ? first[..MostShown] : first : ""], "record.long");
            else if (fields.Any(f => f.Length > 0)) yield return new TableRow(line, fields);
        }
    }

    internal static XmlReaderSettings Settings() => new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };

    /// <summary>What the cells of a sheet refer to.</summary>
    sealed record Book(List<string> Strings, WorkbookDays Days);

    static (List<string> Fields, bool TooLong) Row(XmlReader row, Book book)
    {
        var (fields, tooLong) = (new List<string>(), false);
        if (row.IsEmptyElement) return (fields, false);
        using var cells = row.ReadSubtree();
        cells.Read();
        while (cells.Read())
        {
            if (cells.NodeType != XmlNodeType.Element || cells.LocalName != "c") continue;
            var (place, type, style) = (Place(cells.GetAttribute("r"), fields.Count), cells.GetAttribute("t"), cells.GetAttribute("s"));
            if (place >= MostColumns) throw new InvalidDataException($"The sheet has more than {MostColumns} columns.");
            while (fields.Count <= place) fields.Add("");
            if (Value(cells, type, style, book) is { } value) fields[place] = value;
            else tooLong = true;
        }
        return (fields, tooLong);
    }

    // Null for a text that is longer than any record may be: a few kilobytes of a workbook can stand for as many megabytes.
    static string? Value(XmlReader cells, string? type, string? style, Book book)
    {
        if (cells.IsEmptyElement) return "";
        using var cell = cells.ReadSubtree();
        var (written, inside) = (new StringBuilder(), false);
        cell.Read();
        while (cell.Read())
            if (cell.LocalName is "v" or "t" && cell.NodeType is XmlNodeType.Element or XmlNodeType.EndElement) inside = cell.NodeType == XmlNodeType.Element && !cell.IsEmptyElement;
            else if (inside && IsText(cell) && !Append(cell, written, RecordCheck.MostCharacters)) return null;
        var text = written.ToString();
        return type == "s" ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < book.Strings.Count ? book.Strings[at] : "" : type is null or "n" ? book.Days.Shown(text, style) : text;
    }

    static bool IsText(XmlReader xml) => xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;

    // Piece by piece, so that nothing longer than may be is ever held; false when there is more than that.
    static bool Append(XmlReader xml, StringBuilder text, long most)
    {
        var piece = new char[4_096];
        for (int read; (read = xml.ReadValueChunk(piece, 0, piece.Length)) > 0;)
        {
            if (text.Length + read > most) return false;
            text.Append(piece, 0, read);
        }
        return true;
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
        var (total, text, inside) = (0L, new StringBuilder(), false);
        while (xml.Read())
        {
            if (xml.LocalName == "si" && xml.NodeType == XmlNodeType.Element)
            {
                text.Clear();
                inside = !xml.IsEmptyElement;
            }
            if (inside && IsText(xml) && !Append(xml, text, MostStrings - total)) throw new InvalidDataException("The workbook's texts are too long.");
            if (xml.LocalName != "si" || xml.NodeType != XmlNodeType.EndElement && !xml.IsEmptyElement) continue;
            strings.Add(text.ToString().Trim('\n', '\r'));
            inside = false;
            total += text.Length;
        }
        return strings;
    }
}
