using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Zhice.Policy.Readers;

/// <summary>Walks a page's elements in order and makes paragraphs and tables of them.</summary>
internal sealed class HtmlFlow(IElement body, CancellationToken cancel)
{
    const int MaxDepth = 1_200;
    const int MaxColumn = 5_000;

    static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        "script", "style", "noscript", "template", "select", "textarea", "button", "iframe", "frame", "svg", "object", "head", "title",
        "video", "audio", "canvas", "math", "datalist", "rt", "rp", "del",
    };

    static readonly HashSet<string> Inline = new(StringComparer.Ordinal)
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "s",
        "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "input", "o:p", "data", "center-inline",
    };

    readonly HtmlNoise noise = new(body);
    readonly InlineText line = new();
    List<FlowBlock> blocks = [];

    /// <summary>How the words around a node are to be taken.</summary>
    readonly record struct Setting(int? Heading, bool Noise, bool Preserve, int Depth);

    internal List<FlowBlock> Read()
    {
        Children(body, new Setting(null, false, false, 0));
        Flush(new Setting(null, false, false, 0));
        return blocks;
    }

    void Flush(Setting setting)
    {
        if (!line.IsEmpty) blocks.Add(new FlowParagraph(line.Take(), setting.Heading, setting.Noise));
        else line.Take();
    }

    void Children(INode parent, Setting setting)
    {
        if (setting.Depth > MaxDepth) throw new UnreadableException(ReadRefusals.TooDeep);
        for (var child = parent.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child is IText text) AppendText(text, setting);
            else if (child is IElement element) Element(element, setting with { Depth = setting.Depth + 1 });
        }
    }

    void AppendText(IText text, Setting setting)
    {
        if (!setting.Preserve) { line.Append(text.Data, preserve: false); return; }
        var lines = text.Data.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0) Flush(setting);
            line.Append(lines[i], preserve: true);
        }
    }

    void Element(IElement element, Setting setting)
    {
        var name = element.LocalName;
        if (Dropped.Contains(name) || HtmlNoise.IsHidden(element)) return;
        if (name == "br") { Flush(setting); return; }
        if (Inline.Contains(name)) { Children(element, setting); return; }

        cancel.ThrowIfCancellationRequested();
        Flush(setting);
        var inner = setting with
        {
            Noise = setting.Noise || noise.IsNoise(element),
            Preserve = setting.Preserve || name is "pre" or "xmp" or "listing",
            Heading = name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6' ? name[1] - '0' : setting.Heading,
        };
        if (name == "table" && !inner.Noise) Table(element, inner);
        else
        {
            if (name == "li") line.Append(ListMark(element), preserve: true);
            Children(element, inner);
        }
        Flush(inner);
    }

    /// <summary>The number that a browser shows before an item of an ordered list, unless the words begin with one of their own.</summary>
    static string ListMark(IElement item)
    {
        if (item.ParentElement is not IHtmlOrderedListElement list || list.GetAttribute("style")?.Contains("none", StringComparison.OrdinalIgnoreCase) == true)
            return "";
        var words = item.TextContent.AsSpan().TrimStart();
        if (words.IsEmpty || char.IsAsciiDigit(words[0]) || "（(一二三四五六七八九十第①".Contains(words[0])) return "";
        var number = int.TryParse(list.GetAttribute("start"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start) ? start : 1;
        for (var before = item.PreviousElementSibling; before is not null; before = before.PreviousElementSibling)
            if (before.LocalName == "li") number++;
        return number.ToString(CultureInfo.InvariantCulture) + ".";
    }

    void Table(IElement table, Setting setting)
    {
        var rows = new List<List<FlowCell>>();
        var covered = new List<int>(); // for each column, rows that a cell above still reaches down
        foreach (var part in table.Children)
        {
            if (part.LocalName == "caption") { Children(part, setting); Flush(setting); }
            else if (part.LocalName == "tr") rows.Add(Row(part, covered, setting));
            else if (part.LocalName is "thead" or "tbody" or "tfoot")
                foreach (var row in part.Children)
                    if (row.LocalName == "tr") rows.Add(Row(row, covered, setting));
        }
        rows.RemoveAll(row => row.Count == 0);
        if (rows.Count > 0) blocks.Add(new FlowTable(rows));
    }

    List<FlowCell> Row(IElement row, List<int> covered, Setting setting)
    {
        var cells = new List<FlowCell>();
        if (HtmlNoise.IsHidden(row)) return cells;
        var taken = covered.ConvertAll(rows => rows > 0);
        for (var i = 0; i < covered.Count; i++) if (covered[i] > 0) covered[i]--;
        var column = 0;
        foreach (var cell in row.Children)
        {
            if (cell.LocalName is not ("td" or "th") || HtmlNoise.IsHidden(cell)) continue;
            while (column < taken.Count && taken[column]) column++;
            var wide = Math.Clamp(Attribute(cell, "colspan", 1), 1, 1000);
            if (column + wide > MaxColumn) throw new UnreadableException(ReadRefusals.TooManyLines);
            var deep = Attribute(cell, "rowspan", 1) is var rows && rows == 0 ? ushort.MaxValue : Math.Clamp(rows, 1, ushort.MaxValue);
            while (covered.Count < column + wide) covered.Add(0);
            if (deep > 1) for (var i = column; i < column + wide; i++) covered[i] = deep - 1;
            cells.Add(new FlowCell(column, wide, Content(cell, setting)));
            column += wide;
        }
        return cells;
    }

    List<FlowBlock> Content(IElement cell, Setting setting)
    {
        var outer = blocks;
        blocks = [];
        Children(cell, setting with { Depth = setting.Depth + 3 });
        Flush(setting);
        (var content, blocks) = (blocks, outer);
        return content;
    }

    static int Attribute(IElement element, string name, int otherwise) =>
        int.TryParse(element.GetAttribute(name), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            ? value : otherwise;
}
