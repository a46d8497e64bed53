using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Zhice.Web.Exports;

/// <summary>The parts of a workbook beside its sheets: list of sheets, looks of cells, relationships, kinds of the parts.</summary>
internal static class WorkbookParts
{
    static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    static readonly XNamespace Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    static readonly XNamespace Kinds = "http://schemas.openxmlformats.org/package/2006/content-types";
    static readonly string[] Sides = ["left", "right", "top", "bottom"];
    const string SheetKind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    public static void Write(Func<string, Stream> part, IReadOnlyList<SheetLayout> sheets)
    {
        var numbered = sheets.Select((sheet, i) => (sheet, Number: (i + 1).ToString(CultureInfo.InvariantCulture))).ToList();
        Save(part("xl/workbook.xml"), new XElement(Main + "workbook", new XAttribute(XNamespace.Xmlns + "r", Office),
            new XElement(Main + "sheets", numbered.Select(s => new XElement(Main + "sheet",
                new XAttribute("name", s.sheet.Name), new XAttribute("sheetId", s.Number),
                s.sheet.Hidden ? new XAttribute("state", "veryHidden") : null, new XAttribute(Office + "id", "s" + s.Number)))),
            Heads(numbered.Select(n => n.sheet))));
        Save(part("xl/styles.xml"), Styles());
        Save(part("xl/_rels/workbook.xml.rels"), new XElement(Relations + "Relationships",
            numbered.Select(s => Relation("s" + s.Number, "worksheet", $"worksheets/sheet{s.Number}.xml")), Relation("styles", "styles", "styles.xml")));
        Save(part("_rels/.rels"), new XElement(Relations + "Relationships", Relation("workbook", "officeDocument", "xl/workbook.xml")));
        Save(part("[Content_Types].xml"), new XElement(Kinds + "Types",
            new XElement(Kinds + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            new XElement(Kinds + "Default", new XAttribute("Extension", "xml"), new XAttribute("ContentType", "application/xml")),
            Kind("/xl/workbook.xml", "sheet.main+xml"), Kind("/xl/styles.xml", "styles+xml"),
            numbered.Select(s => Kind($"/xl/worksheets/sheet{s.Number}.xml", "worksheet+xml"))));
    }

    // The heads are printed again on every page.
    static XElement? Heads(IEnumerable<SheetLayout> sheets)
    {
        var names = sheets.Select((sheet, i) => (sheet, i)).Where(s => s.sheet.FilterRow > 0).Select(s => new XElement(Main + "definedName",
            new XAttribute("name", "_xlnm.Print_Titles"), new XAttribute("localSheetId", s.i), $"'{s.sheet.Name}'!${s.sheet.FilterRow}:${s.sheet.FilterRow}")).ToList();
        return names.Count == 0 ? null : new XElement(Main + "definedNames", names);
    }

    static XElement Styles() => new(Main + "styleSheet",
        new XElement(Main + "numFmts", new XAttribute("count", 1), new XElement(Main + "numFmt", new XAttribute("numFmtId", 164), new XAttribute("formatCode", "yyyy-mm-dd"))),
        new XElement(Main + "fonts", new XAttribute("count", 4), Font(11, false, null), Font(11, true, "FFFFFFFF"), Font(15, true, "FF12395B"), Font(10, false, "FF5B6B7B")),
        new XElement(Main + "fills", new XAttribute("count", 5), Fill("none", null), Fill("gray125", null), Fill("solid", "FF1F4E79"), Fill("solid", "FFF0F2F5"), Fill("solid", "FFFFF9E5")),
        new XElement(Main + "borders", new XAttribute("count", 2), Border(null), Border("FFC9D1DA")),
        new XElement(Main + "cellStyleXfs", new XAttribute("count", 1), Look(0, 0, 0, 0, false, false, cell: false)),
        // In the order of CellStyle.
        new XElement(Main + "cellXfs", new XAttribute("count", 7),
            Look(0, 0, 0, 0, true, false), Look(0, 1, 2, 1, true, false), Look(0, 2, 0, 0, false, false), Look(0, 3, 0, 0, true, false),
            Look(164, 0, 0, 0, false, false), Look(49, 0, 3, 1, true, false), Look(49, 0, 4, 1, true, true)));

    static XElement Font(int size, bool bold, string? colour) => new(Main + "font", bold ? new XElement(Main + "b") : null,
        new XElement(Main + "sz", new XAttribute("val", size)), colour is null ? null : new XElement(Main + "color", new XAttribute("rgb", colour)),
        new XElement(Main + "name", new XAttribute("val", "Microsoft YaHei")));

    static XElement Fill(string pattern, string? colour) => new(Main + "fill", new XElement(Main + "patternFill", new XAttribute("patternType", pattern),
        colour is null ? null : new XElement(Main + "fgColor", new XAttribute("rgb", colour))));

    static XElement Border(string? colour) => new(Main + "border", Sides.Select(side => new XElement(Main + side,
        colour is null ? null : new XAttribute("style", "thin"), colour is null ? null : new XElement(Main + "color", new XAttribute("rgb", colour)))));

    static XElement Look(int format, int font, int fill, int border, bool wrap, bool open, bool cell = true) => new(Main + "xf",
        new XAttribute("numFmtId", format), new XAttribute("fontId", font), new XAttribute("fillId", fill), new XAttribute("borderId", border),
        cell ? new XAttribute("xfId", 0) : null, new XAttribute("applyNumberFormat", 1), new XAttribute("applyFont", 1), new XAttribute("applyFill", 1),
        new XAttribute("applyBorder", 1), new XAttribute("applyAlignment", 1), new XAttribute("applyProtection", 1),
        new XElement(Main + "alignment", new XAttribute("vertical", "top"), wrap ? new XAttribute("wrapText", 1) : null),
        new XElement(Main + "protection", new XAttribute("locked", open ? 0 : 1)));

    static XElement Relation(string id, string kind, string target) => new(Relations + "Relationship",
        new XAttribute("Id", id), new XAttribute("Type", $"{Office}/{kind}"), new XAttribute("Target", target));

    static XElement Kind(string name, string kind) => new(Kinds + "Override", new XAttribute("PartName", name), new XAttribute("ContentType", SheetKind + kind));

    static void Save(Stream stream, XElement root)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false));
        root.Save(writer, SaveOptions.DisableFormatting);
    }
}
