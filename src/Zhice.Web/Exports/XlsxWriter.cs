using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Zhice.Web.Exports;

/// <summary>Writes a workbook row by row, in constant memory: <see cref="Begin"/> a sheet, write its rows, begin the next, <see cref="Dispose"/>.</summary>
/// <remarks>
/// The parts are written straight into the ZIP stream, which the OpenXML library cannot do: it keeps every part of a package that is being
/// made in memory. Its validator checks the result in the tests. Every text goes through <see cref="Harmless"/>, and formulas cannot be written.
/// </remarks>
public sealed class XlsxWriter : IDisposable
{
    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), CloseOutput = true };

    readonly ZipArchive zip;
    readonly List<SheetLayout> sheets = [];
    XmlWriter? xml;
    int row;

    /// <summary>Begins a workbook.</summary>
    /// <param name="stream">Where it goes; stays open.</param>
    public XlsxWriter(Stream stream) => zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Number of the row that comes next on the present sheet, counted from 1.</summary>
    public int NextRow => row + 1;

    /// <summary>Begins a sheet; the one before is finished.</summary>
    public void Begin(SheetLayout layout)
    {
        End();
        sheets.Add(layout with { Name = Unlike(SafeName(layout.Name)) });
        row = 0;
        xml = XmlWriter.Create(Part($"xl/worksheets/sheet{sheets.Count}.xml"), Settings);
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetViews", Main);
        xml.WriteStartElement("sheetView", Main);
        if (sheets.Count == 1) xml.WriteAttributeString("tabSelected", "1");
        xml.WriteAttributeString("workbookViewId", "0");
        if (layout.FrozenRows > 0)
            Element("pane", ("ySplit", Number(layout.FrozenRows)), ("topLeftCell", XlsxText.Place(0, layout.FrozenRows + 1)), ("activePane", "bottomLeft"), ("state", "frozen"));
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (layout.Widths.Count > 0)
        {
            xml.WriteStartElement("cols", Main);
            for (var i = 0; i < layout.Widths.Count; i++)
            {
                var (place, width) = (Number(i + 1), layout.Widths[i]);
                if (width > 0) Element("col", ("min", place), ("max", place), ("width", width.ToString(CultureInfo.InvariantCulture)), ("customWidth", "1"));
                else Element("col", ("min", place), ("max", place), ("width", "0"), ("hidden", "1"), ("customWidth", "1"));
            }
            xml.WriteEndElement();
        }
        xml.WriteStartElement("sheetData", Main);
    }

    /// <summary>Writes the next row of the present sheet.</summary>
    public void Row(params ReadOnlySpan<Cell> cells)
    {
        if (xml is null) throw new InvalidOperationException("Begin a sheet before its rows.");
        row++;
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", Number(row));
        for (var i = 0; i < cells.Length; i++) Write(cells[i], XlsxText.Place(i, row));
        xml.WriteEndElement();
    }

    /// <summary>Finishes the workbook; the stream stays open.</summary>
    public void Dispose()
    {
        if (sheets.Count == 0) Begin(new SheetLayout("1", []));
        End();
        WorkbookParts.Write(Part, sheets);
        zip.Dispose();
    }

    void Write(Cell cell, string place)
    {
        xml!.WriteStartElement("c", Main);
        xml.WriteAttributeString("r", place);
        if (cell.Style != CellStyle.Plain) xml.WriteAttributeString("s", Number((int)cell.Style));
        // Excel counts days from 30 December 1899 (for every day after February 1900).
        if (cell.Day is { } day) xml.WriteElementString("v", Main, Number(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber));
        else if (cell.Number is { } number) xml.WriteElementString("v", Main, number.ToString(CultureInfo.InvariantCulture));
        else if (cell.Text is { Length: > 0 } text)
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Main);
            xml.WriteStartElement("t", Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(XlsxText.Escape(Fitting(Harmless.Out(text))));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    // The order of the parts after the rows is fixed by the schema of a worksheet.
    void End()
    {
        if (xml is null) return;
        var layout = sheets[^1];
        xml.WriteEndElement();
        if (layout.Protected)
            Element("sheetProtection", ("sheet", "1"), ("objects", "1"), ("scenarios", "1"), ("formatColumns", "0"), ("formatRows", "0"), ("sort", "0"), ("autoFilter", "0"));
        var last = XlsxText.ColumnName(Math.Max(layout.Widths.Count - 1, 0));
        if (layout.FilterRow > 0) Element("autoFilter", ("ref", $"A{Number(layout.FilterRow)}:{last}{Number(Math.Max(row, layout.FilterRow))}"));
        if (layout.SpanningRows.Count > 0 && layout.Widths.Count > 1)
        {
            xml.WriteStartElement("mergeCells", Main);
            foreach (var spanning in layout.SpanningRows) Element("mergeCell", ("ref", $"A{Number(spanning)}:{last}{Number(spanning)}"));
            xml.WriteEndElement();
        }
        Choices(layout.Choices);
        Element("pageSetup", ("paperSize", "9"), ("orientation", "landscape"), ("fitToHeight", "0"));
        xml.WriteEndElement();
        xml.Dispose();
        xml = null;
    }

    void Choices(IReadOnlyList<ListOfWords> choices)
    {
        if (choices.Count == 0) return;
        xml!.WriteStartElement("dataValidations", Main);
        foreach (var choice in choices)
        {
            var column = XlsxText.ColumnName(choice.Column);
            xml.WriteStartElement("dataValidation", Main);
            foreach (var (name, value) in new[] { ("type", "list"), ("allowBlank", "1"), ("showInputMessage", "1"), ("showErrorMessage", "1"), ("error", choice.Problem) })
                xml.WriteAttributeString(name, value);
            xml.WriteAttributeString("sqref", $"{column}{Number(choice.FirstRow)}:{column}{Number(Math.Max(choice.FirstRow, choice.LastRow))}");
            xml.WriteElementString("formula1", Main, $"\"{string.Join(',', choice.Words)}\"");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    void Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml!.WriteStartElement(name, Main);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    Stream Part(string name) => zip.CreateEntry(name, CompressionLevel.Fastest).Open();

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A longer text would make Excel call the whole file damaged; the cut shows.
    static string Fitting(string text) => text.Length <= XlsxText.Longest ? text : text[..(XlsxText.Longest - 1)] + "…";

    static string SafeName(string name)
    {
        var safe = string.Concat(name.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'' || char.IsControl(c) ? ' ' : c)).Trim();
        return safe.Length == 0 ? "1" : safe.Length > 31 ? safe[..31] : safe;
    }

    string Unlike(string name)
    {
        for (var n = 2; sheets.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)); n++)
            name = $"{(name.Length > 27 ? name[..27] : name)} {Number(n)}";
        return name;
    }
}
