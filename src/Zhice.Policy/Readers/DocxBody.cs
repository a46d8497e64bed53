using System.Globalization;
using System.Text;
using System.Xml;

namespace Zhice.Policy.Readers;

/// <summary>Walks the main part of a Word document once and builds its paragraphs and tables, with stacks instead of recursion.</summary>
internal sealed class DocxBody(XmlReader xml, DocxStyles styles, DocxNumbering numbering, CancellationToken cancel)
{
    /// <summary>Depth of XML elements; Word itself stays below 100.</summary>
    const int MaxDepth = 512;
    const int MaxColumn = 5_000;

    sealed class Paragraph
    {
        internal readonly StringBuilder Text = new();
        internal readonly List<FlowBlock> Boxes = [];
        internal required int TableDepth { get; init; }
        internal string? Style, List;
        internal int? Outline, ListLevel;
        internal bool InProperties, MarkDeleted;
    }

    sealed class Table
    {
        internal readonly List<List<FlowCell>> Rows = [];
        internal List<FlowCell>? Row;
        internal List<FlowBlock>? Cell;
        internal int Column, ColumnSpan;
        internal bool Continues, RowDeleted;
    }

    readonly List<FlowBlock> body = [];
    readonly Stack<Paragraph> paragraphs = new();
    readonly Stack<Table> tables = new();
    /// <summary>Where finished blocks go: the open cell or text box; none open means the body.</summary>
    readonly Stack<List<FlowBlock>> places = new();
    /// <summary>Text of paragraphs whose mark was deleted: it runs into the next paragraph.</summary>
    readonly StringBuilder carried = new();
    int hiddenRunDepth = -1;

    internal List<FlowBlock> Read()
    {
        for (var more = xml.Read(); more;)
        {
            if (xml.Depth > MaxDepth) throw new UnreadableException(ReadRefusals.TooDeep);
            if (xml.NodeType == XmlNodeType.Element)
            {
                cancel.ThrowIfCancellationRequested();
                if (IsLeftOut(xml.LocalName)) { xml.Skip(); more = !xml.EOF; continue; }
                var empty = xml.IsEmptyElement;
                var name = xml.LocalName;
                Start(name);
                if (empty) End(name);
            }
            else if (xml.NodeType == XmlNodeType.EndElement) End(xml.LocalName);
            more = xml.Read();
        }
        return body;
    }

    /// <summary>Deleted and moved-away text, old properties of tracked changes, field codes, the second form of a drawing, ruby.</summary>
    bool IsLeftOut(string name) => name switch
    {
        // Empty, it is a mark in the properties of a row or a paragraph, and says that this one is deleted.
        "del" or "moveFrom" => !xml.IsEmptyElement,
        "delText" or "instrText" or "delInstrText" or "Fallback" or "rt" or "sdtPr" or "sdtEndPr" or "sectPr" or "tblGrid" => true,
        _ => name.EndsWith("PrChange", StringComparison.Ordinal) || name is "tblPrExChange" or "numberingChange",
    };

    void Start(string name)
    {
        switch (name)
        {
            case "p": paragraphs.Push(new Paragraph { TableDepth = tables.Count }); break;
            case "txbxContent" when paragraphs.Count > 0: places.Push(paragraphs.Peek().Boxes); break;
            case "tbl":
                if (tables.Count >= 32) throw new UnreadableException(ReadRefusals.TooDeep);
                tables.Push(new Table());
                break;
            case "tr" when tables.Count > 0:
                tables.Peek().Row = [];
                (tables.Peek().Column, tables.Peek().RowDeleted) = (0, false);
                break;
            case "tc" when tables.Count > 0:
                var table = tables.Peek();
                (table.Cell, table.ColumnSpan, table.Continues) = ([], 1, false);
                places.Push(table.Cell);
                break;
            default:
                if (paragraphs.Count > 0 && paragraphs.Peek().TableDepth == tables.Count) InParagraph(paragraphs.Peek(), name);
                else if (tables.Count > 0) InTable(tables.Peek(), name);
                break;
        }
    }

    string Value => xml.GetAttribute("val", xml.NamespaceURI) ?? "";

    /// <summary>An on/off property: present means on, unless it says otherwise.</summary>
    bool IsOn => Value is not ("0" or "false" or "off");

    void InTable(Table table, string name)
    {
        switch (name)
        {
            case "gridBefore": table.Column = Columns(Value, 0); break;
            case "gridSpan": table.ColumnSpan = Math.Max(1, Columns(Value, 1)); break;
            case "vMerge": table.Continues = Value != "restart"; break;
            case "del" or "moveFrom" when table.Cell is null: table.RowDeleted = true; break;
        }
    }

    static int Columns(string value, int otherwise) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MaxColumn) : otherwise;

    void InParagraph(Paragraph paragraph, string name)
    {
        switch (name)
        {
            case "pPr": paragraph.InProperties = true; break;
            case "pStyle": paragraph.Style = Value; break;
            case "outlineLvl": paragraph.Outline = DocxStyles.Level(Value); break;
            case "numId" when paragraph.InProperties: paragraph.List = Value; break;
            case "ilvl" when paragraph.InProperties: paragraph.ListLevel = DocxStyles.Level(Value); break;
            case "del" or "moveFrom" when paragraph.InProperties: paragraph.MarkDeleted = true; break;
            case "vanish" when !paragraph.InProperties && IsOn: hiddenRunDepth = xml.Depth - 2; break;
            case "t" when hiddenRunDepth < 0 && !xml.IsEmptyElement: AppendText(paragraph); break;
            case "tab" or "ptab" when !paragraph.InProperties: paragraph.Text.Append('\t'); break;
            case "br" or "cr": paragraph.Text.Append('\n'); break;
            case "noBreakHyphen": paragraph.Text.Append('-'); break;
        }
    }

    void AppendText(Paragraph paragraph)
    {
        // The reader stays on the text node, so that the end tag is met by the loop like any other.
        if (xml.Read() && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
            paragraph.Text.Append(xml.Value);
    }

    void End(string name)
    {
        if (xml.Depth == hiddenRunDepth) hiddenRunDepth = -1;
        switch (name)
        {
            case "pPr" when paragraphs.Count > 0: paragraphs.Peek().InProperties = false; break;
            case "p" when paragraphs.Count > 0: EndParagraph(paragraphs.Pop()); break;
            case "txbxContent": places.TryPop(out _); break;
            case "tc" when tables.Count > 0 && tables.Peek() is { Cell: { } content } table:
                places.TryPop(out _);
                if (!table.Continues) table.Row?.Add(new FlowCell(table.Column, table.ColumnSpan, content));
                table.Column += table.ColumnSpan;
                if (table.Column > MaxColumn) throw new UnreadableException(ReadRefusals.TooManyLines);
                table.Cell = null;
                break;
            case "tr" when tables.Count > 0 && tables.Peek() is { Row: { } row } table:
                if (!table.RowDeleted) table.Rows.Add(row);
                table.Row = null;
                break;
            case "tbl" when tables.Count > 0: Place(new FlowTable(tables.Pop().Rows)); break;
        }
    }

    void EndParagraph(Paragraph paragraph)
    {
        if (paragraph.MarkDeleted)
        {
            carried.Append(paragraph.Text);
            foreach (var box in paragraph.Boxes) Place(box);
            return;
        }
        var (heading, list, listLevel) = styles.Find(paragraph.Style);
        var text = carried.Append(paragraph.Text).ToString();
        carried.Clear();
        // numId 0 takes a paragraph out of the list of its style; an empty paragraph shows its number in Word, but says nothing, unless it is
        // the first of a row: there the number is all that the cell 序号 holds.
        if ((paragraph.List ?? list) is { } id && id != "0" && (!string.IsNullOrWhiteSpace(text) || IsRowNumber))
            text = numbering.Next(id, paragraph.ListLevel ?? listLevel ?? 0) + text;
        Place(new FlowParagraph(text, paragraph.Outline + 1 ?? heading));
        foreach (var box in paragraph.Boxes) Place(box);
    }

    bool IsRowNumber => tables.Count > 0 && tables.Peek() is { Column: 0, Continues: false, Cell.Count: 0 };

    void Place(FlowBlock block) => (places.Count > 0 ? places.Peek() : body).Add(block);
}
