using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Zhice.Policy.Tests.Readers;

/// <summary>Small files of each format, made in code.</summary>
internal static class MadeFiles
{
    const string W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    internal static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        return memory.ToArray();
    }

    /// <summary>A Word document with this body, and optionally numbering and styles.</summary>
    internal static byte[] Docx(string body, string? numbering = null, string? styles = null, string before = "")
    {
        var entries = new List<(string, string)>
        {
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" "
                + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"),
            ("word/document.xml", $"<?xml version=\"1.0\"?>{before}<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>"),
        };
        if (numbering is not null) entries.Add(("word/numbering.xml", $"<w:numbering xmlns:w=\"{W}\">{numbering}</w:numbering>"));
        if (styles is not null) entries.Add(("word/styles.xml", $"<w:styles xmlns:w=\"{W}\">{styles}</w:styles>"));
        return Zip([.. entries]);
    }

    internal static string P(string text, string properties = "") => $"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{SecurityElement.Escape(text)}</w:t></w:r></w:p>";

    internal static string Cell(string content, string properties = "") => $"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>";

    internal static string DocxTable(IEnumerable<string[]> rows, int columns) => "<w:tbl>" + string.Concat(rows.Select(row => "<w:tr>"
        + string.Concat(row.Select(cell => Cell(string.Concat(cell.Split('\n').Select(part => P(part))),
            row.Length == 1 ? $"<w:gridSpan w:val=\"{columns}\"/>" : ""))) + "</w:tr>")) + "</w:tbl>";

    internal static string HtmlTable(IEnumerable<string[]> rows, int columns) => "<table>" + string.Concat(rows.Select(row => "<tr>"
        + string.Concat(row.Select(cell => $"<td{(row.Length == 1 ? $" colspan=\"{columns}\"" : "")}>{cell.Replace("\n", "<br>", StringComparison.Ordinal)}</td>")) + "</tr>")) + "</table>";

    /// <summary>
    /// A PDF with a text layer: a CID font whose codes are UTF-16 units, with a ToUnicode map, so that no font file and no package of
    /// character collections is needed.
    /// </summary>
    internal static byte[] Pdf(Sheet sheet) => Pdf(sheet.Pages.Zip(sheet.Lines, (texts, lines) => Content(texts, lines)));

    static string Content(List<(double X, double Y, string Text)> texts, List<(double X1, double Y1, double X2, double Y2)> lines) =>
        string.Concat(lines.Select(l => $"{N(l.X1)} {N(Sheet.Height - l.Y1)} m {N(l.X2)} {N(Sheet.Height - l.Y2)} l S\n"))
        + string.Concat(texts.Select(t => $"BT /F1 {N(Sheet.Size)} Tf 1 0 0 1 {N(t.X)} {N(Sheet.Height - t.Y - Sheet.Size)} Tm <"
            + string.Concat(t.Text.Select(c => ((int)c).ToString("X4", CultureInfo.InvariantCulture))) + "> Tj ET\n"));

    internal static byte[] Pdf(IEnumerable<string> pageContents)
    {
        var contents = pageContents.ToList();
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        for (var from = 0; from < 256; from += 64)
        {
            map.Append("64 beginbfrange\n");
            for (var high = from; high < from + 64; high++) map.Append(CultureInfo.InvariantCulture, $"<{high:X2}00> <{high:X2}FF> <{high:X2}00>\n");
            map.Append("endbfrange\n");
        }
        map.Append("endcmap end end");
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {contents.Count} /Kids [{string.Join(' ', contents.Select((_, i) => $"{7 + (2 * i)} 0 R"))}] >>",
            $"<< /Length {map.Length} >>\nstream\n{map}\nendstream",
            "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -141 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 683 /StemV 80 >>",
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 4 0 R /DW 1000 /W [32 126 500] /CIDToGIDMap /Identity >>",
            "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 3 0 R >>",
        };
        foreach (var content in contents)
        {
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {N(Sheet.Width)} {N(Sheet.Height)}] /Resources << /Font << /F1 6 0 R >> >> /Contents {objects.Count + 2} 0 R >>");
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}endstream");
        }
        var file = new StringBuilder("%PDF-1.7\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer << /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    const string Ns = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    const double Mm = 25.4 / 72;

    internal static byte[] Ofd(Sheet sheet)
    {
        var entries = new List<(string, string)>
        {
            ("OFD.xml", $"<ofd:OFD {Ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
            ("Doc_0/Document.xml", $"<ofd:Document {Ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {N(Sheet.Width * Mm)} {N(Sheet.Height * Mm)}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
                + string.Concat(sheet.Pages.Select((_, i) => $"<ofd:Page ID=\"{i}\" BaseLoc=\"Pages/{i}.xml\"/>")) + "</ofd:Pages></ofd:Document>"),
        };
        for (var i = 0; i < sheet.Pages.Count; i++)
            entries.Add(($"Doc_0/Pages/{i}.xml", $"<ofd:Page {Ns}><ofd:Content><ofd:Layer>"
                + string.Concat(sheet.Lines[i].Select(Line)) + string.Concat(sheet.Pages[i].Select((text, n) => Text(text, n))) + "</ofd:Layer></ofd:Content></ofd:Page>"));
        return Zip([.. entries]);
    }

    static string Line((double X1, double Y1, double X2, double Y2) l) =>
        $"<ofd:PathObject Boundary=\"{N4(l.X1 * Mm)} {N4(l.Y1 * Mm)} 300 200\"><ofd:AbbreviatedData>M 0 0 L {N4((l.X2 - l.X1) * Mm)} {N4((l.Y2 - l.Y1) * Mm)}</ofd:AbbreviatedData></ofd:PathObject>";

    static string N4(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Every second text has its steps as a run length, every third is shrunk by its matrix: all forms that writers use.</summary>
    static string Text((double X, double Y, string Text) text, int n)
    {
        var scale = n % 3 == 0 ? 0.5 : 1;
        var steps = text.Text.Take(text.Text.Length - 1).Select(c => Sheet.WidthOf(c) * Mm / scale).ToList();
        var runs = n % 2 == 0 && steps.Count > 2 && steps.Distinct().Count() == 1 ? $"g {steps.Count} {N4(steps[0])}" : string.Join(' ', steps.Select(N4));
        var matrix = n % 3 == 0 ? " CTM=\"0.5 0 0 0.5 0 0\"" : "";
        return $"<ofd:TextObject Boundary=\"{N4(text.X * Mm)} {N4(text.Y * Mm)} 100 10\" Size=\"{N4(Sheet.Size * Mm / scale)}\"{matrix}>"
            + $"<ofd:TextCode X=\"0\" Y=\"{N4(Sheet.Size * Mm / scale)}\"{(runs.Length > 0 ? $" DeltaX=\"{runs}\"" : "")}>{SecurityElement.Escape(text.Text)}</ofd:TextCode></ofd:TextObject>";
    }
}
