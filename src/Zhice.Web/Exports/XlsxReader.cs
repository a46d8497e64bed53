using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Zhice.Domain;

namespace Zhice.Web.Exports;

/// <summary>A cell of a workbook that somebody sent.</summary>
/// <param name="Text">Its value as text, escapes taken off; a number as it is stored.</param>
/// <param name="Formula">True where it holds a formula, whatever its last value was.</param>
public readonly record struct ReadCell(string Text, bool Formula)
{
    /// <summary>What the workbook says that its number is.</summary>
    public ReadKind Kind { get; init; }
}

/// <summary>What the number of a cell means.</summary>
public enum ReadKind
{
    /// <summary>A number, or a text.</summary>
    Plain,
    /// <summary>TRUE or FALSE, kept as 1 and 0.</summary>
    Truth,
    /// <summary>A day or a time, kept as days since 1900 and told apart by the cell's format alone.</summary>
    Date,
}

/// <summary>A sheet: its cells by row, counted from 1, and column, counted from 0.</summary>
/// <param name="Name">Name on the tab.</param>
/// <param name="Cells">Cells that hold something.</param>
public sealed record ReadSheet(string Name, IReadOnlyDictionary<(int Row, int Column), ReadCell> Cells)
{
    /// <summary>Cells that were merged into one, such as A2:A3: the first holds the value, the others none.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];

    /// <summary>Text of a cell; empty where there is none.</summary>
    public string this[int row, int column] => Cells.TryGetValue((row, column), out var cell) ? cell.Text : "";
}

/// <summary>Reads the values of a workbook that somebody sent: no formula is computed, no link followed, no type declaration taken.</summary>
/// <remarks>Bounded before anything is kept: bytes after unpacking, cells, rows. Written by Excel, WPS and LibreOffice alike: shared, inline and formatted texts.</remarks>
public static partial class XlsxReader
{
    const long MostBytes = 64L * 1024 * 1024;
    const int MostCells = 400_000;
    static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes, CloseInput = true };

    /// <summary>The sheets in their order. Refusals: <c>xlsx.not</c>, <c>xlsx.large</c>.</summary>
    /// <param name="stream">The file; it must be seekable.</param>
    public static Outcome<IReadOnlyList<ReadSheet>> Read(Stream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            // The sizes in the directory may lie, so each part is cut where it exceeds what is left.
            if (zip.Entries.Count > 2_000 || zip.Entries.Sum(e => e.Length) > MostBytes) return new Invalid(new Defect("xlsx.large", "file"));
            var budget = new Budget();
            var shared = SharedTexts(zip, budget);
            var dates = DateStyles(zip, budget);
            var links = Links(zip, budget);
            var sheets = new List<ReadSheet>();
            foreach (var (name, id) in Sheets(zip, budget))
                if (links.TryGetValue(id, out var target)) sheets.Add(Sheet(name, zip, target, shared, dates, budget));
            return sheets.Count == 0 ? new Invalid(new Defect("xlsx.not", "file")) : sheets;
        }
        catch (TooLarge)
        {
            return new Invalid(new Defect("xlsx.large", "file"));
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException or FormatException or OverflowException or NotSupportedException)
        {
            return new Invalid(new Defect("xlsx.not", "file"));
        }
    }

    static XmlReader Part(ZipArchive zip, string name, Budget budget)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"{name} is missing.");
        return XmlReader.Create(new Bounded(entry.Open(), budget), Safe);
    }

    static List<(string Name, string Id)> Sheets(ZipArchive zip, Budget budget)
    {
        var sheets = new List<(string, string)>();
        using var xml = Part(zip, "xl/workbook.xml", budget);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" })
                sheets.Add((xml.GetAttribute("name") ?? "",
                    xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships") ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships") ?? ""));
        return sheets;
    }

    static Dictionary<string, string> Links(ZipArchive zip, Budget budget)
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        using var xml = Part(zip, "xl/_rels/workbook.xml.rels", budget);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target
                && xml.GetAttribute("Type")?.EndsWith("/worksheet", StringComparison.Ordinal) == true)
                links[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        return links;
    }

    static List<string> SharedTexts(ZipArchive zip, Budget budget)
    {
        var texts = new List<string>();
        if (zip.GetEntry("xl/sharedStrings.xml") is null) return texts;
        using var xml = Part(zip, "xl/sharedStrings.xml", budget);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" }) texts.Add(Text(xml));
        return texts;
    }

    // The runs of a formatted text one after another; readings over Chinese and Japanese characters (rPh) are no part of it.
    static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (text, depth, reading) = (new StringBuilder(), xml.Depth, 0);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.LocalName == "rPh" && xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement) reading++;
            else if (xml.LocalName == "rPh" && xml.NodeType == XmlNodeType.EndElement) reading--;
            else if (reading == 0 && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA) text.Append(xml.Value);
        }
        return XlsxText.Unescape(text.ToString());
    }

    // Which styles show a number as a day or a time; numbers of formats by ECMA-376 part 1, 18.8.30.
    static List<bool> DateStyles(ZipArchive zip, Budget budget)
    {
        var (styles, own, within) = (new List<bool>(), new Dictionary<int, string>(), false);
        if (zip.GetEntry("xl/styles.xml") is null) return styles;
        using var xml = Part(zip, "xl/styles.xml", budget);
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") within = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element || !int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var format)) format = -1;
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && format >= 0) own[format] = xml.GetAttribute("formatCode") ?? "";
            else if (within && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                styles.Add(own.TryGetValue(format, out var code) ? ShowsDate(code) : format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58));
        }
        return styles;
    }

    static bool ShowsDate(string format) => !format.Equals("General", StringComparison.OrdinalIgnoreCase) && DateLetter().IsMatch(Literal().Replace(format, ""));

    [GeneratedRegex("[yYmMdDhHsS]")]
    private static partial Regex DateLetter();

    [GeneratedRegex("\"[^\"]*\"|\\[[^\\]]*\\]|[\\\\_*].")]
    private static partial Regex Literal();

    static ReadSheet Sheet(string name, ZipArchive zip, string part, List<string> shared, List<bool> dates, Budget budget)
    {
        var (cells, merged) = (new Dictionary<(int, int), ReadCell>(), new List<string>());
        var (row, column) = (0, -1);
        using var xml = Part(zip, part, budget);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "row")
            {
                row = xml.GetAttribute("r") is { } number ? int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) : row + 1;
                column = -1;
            }
            else if (xml.LocalName == "c")
            {
                column = xml.GetAttribute("r") is { } place && XlsxText.ColumnOf(place) is >= 0 and var known ? known : column + 1;
                if (Cell(xml, shared, dates) is not { } cell) continue;
                if (cells.Count >= MostCells) throw new TooLarge();
                cells[(row, column)] = cell;
            }
            else if (xml.LocalName == "mergeCell" && xml.GetAttribute("ref") is { } range && merged.Count < MostCells) merged.Add(range);
        }
        return new ReadSheet(name, cells) { Merged = merged };
    }

    static ReadCell? Cell(XmlReader xml, List<string> shared, List<bool> dates)
    {
        var type = xml.GetAttribute("t");
        var kind = type == "b" ? ReadKind.Truth : type == "d" || (type is null or "n" && int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var style) && style < dates.Count && dates[style]) ? ReadKind.Date : ReadKind.Plain;
        if (xml.IsEmptyElement) return null;
        var (depth, value, formula) = (xml.Depth, "", false);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "f") formula = true;
            else if (xml.LocalName == "v") value = Text(xml);
            else if (xml.LocalName == "is") value = Text(xml);
        }
        if (type == "s") value = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) is var at && at < shared.Count ? shared[at] : throw new InvalidDataException("A shared text is missing.");
        return value.Length == 0 && !formula ? null : new ReadCell(value, formula) { Kind = kind };
    }

    sealed class Budget
    {
        public long Left { get; set; } = MostBytes;
    }

    sealed class TooLarge : Exception;

    sealed class Bounded(Stream inner, Budget budget) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            budget.Left -= read;
            return budget.Left < 0 ? throw new TooLarge() : read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
