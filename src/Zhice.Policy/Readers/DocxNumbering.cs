using System.Globalization;
using System.Text;
using System.Xml;

namespace Zhice.Policy.Readers;

/// <summary>
/// Automatic list numbers of a DOCX (numbering.xml, ECMA-376 part 1, 17.9), written out the way Word shows them:
/// a reader of the text needs 一、 and （一） that stand in no paragraph.
/// </summary>
internal sealed class DocxNumbering
{
    const int Levels = 9;

    sealed record Level(int Start, string Format, string Text, bool Legal)
    {
        internal static readonly Level None = new(1, "none", "", false);
    }

    readonly Dictionary<string, Level[]> definitions = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string Definition, int?[] Starts)> lists = new(StringComparer.Ordinal);
    readonly Dictionary<string, int?[]> counters = new(StringComparer.Ordinal);
    readonly HashSet<(string List, int Level)> restarted = [];

    /// <summary>Reads numbering.xml; an absent one gives no numbers.</summary>
    internal static DocxNumbering Read(XmlReader? xml)
    {
        var numbering = new DocxNumbering();
        if (xml is null) return numbering;
        using (xml) numbering.Load(xml);
        return numbering;
    }

    void Load(XmlReader xml)
    {
        string? definition = null, list = null;
        int at = 0, start = 1;
        string format = "decimal", text = "";
        var legal = false;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "lvl" && definition is not null && at < Levels)
                definitions[definition][at] = new Level(start, format, text, legal);
            if (xml.NodeType != XmlNodeType.Element) continue;
            var value = xml.GetAttribute("val", xml.NamespaceURI) ?? "";
            switch (xml.LocalName)
            {
                case "abstractNum":
                    definition = xml.GetAttribute("abstractNumId", xml.NamespaceURI) ?? "";
                    list = null;
                    definitions[definition] = [.. Enumerable.Repeat(Level.None, Levels)];
                    break;
                case "num": (list, definition) = (xml.GetAttribute("numId", xml.NamespaceURI) ?? "", null); break;
                case "abstractNumId" when list is not null: lists[list] = (value, new int?[Levels]); break;
                case "lvl" or "lvlOverride":
                    at = Number(xml.GetAttribute("ilvl", xml.NamespaceURI) ?? "", Levels);
                    (start, format, text, legal) = (1, "decimal", "", false);
                    break;
                case "start": start = Number(value, 1); break;
                case "startOverride" when list is not null && at < Levels && lists.TryGetValue(list, out var entry):
                    entry.Starts[at] = Number(value, 1);
                    break;
                case "numFmt": format = value; break;
                case "lvlText": text = value; break;
                case "isLgl": legal = true; break;
            }
        }
    }

    static int Number(string value, int otherwise) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1_000_000) : otherwise;

    /// <summary>Counts one paragraph of a list and gives its number as text; empty for bullets and unknown lists.</summary>
    internal string Next(string list, int level)
    {
        if (level is < 0 or >= Levels || !lists.TryGetValue(list, out var entry) || !definitions.TryGetValue(entry.Definition, out var levels))
            return "";
        // All lists of one definition count on together; an override restarts them once.
        if (!counters.TryGetValue(entry.Definition, out var counts)) counters[entry.Definition] = counts = new int?[Levels];
        if (entry.Starts[level] is { } begin && restarted.Add((list, level))) counts[level] = begin;
        else counts[level] = counts[level] is { } last ? last + 1 : levels[level].Start;
        for (var deeper = level + 1; deeper < Levels; deeper++) counts[deeper] = null;
        return levels[level].Format is "bullet" or "none" ? "" : Show(levels, counts, level);
    }

    static string Show(Level[] levels, int?[] counts, int level)
    {
        var pattern = levels[level].Text;
        var shown = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && i + 1 < pattern.Length && pattern[i + 1] is >= '1' and <= '9')
            {
                var part = pattern[++i] - '1';
                var format = levels[level].Legal && part < level ? "decimal" : levels[part].Format;
                shown.Append(ListNumber.Show(counts[part] ?? levels[part].Start, format));
            }
            else shown.Append(pattern[i]);
        }
        // Word puts a tab behind the number; a blank is needed only where number and words would run together (第一章 总则).
        if (shown.Length > 0 && char.IsLetterOrDigit(shown[^1])) shown.Append(' ');
        return shown.ToString();
    }
}
