using System.Globalization;
using System.Xml;

namespace Zhice.Policy.Readers;

/// <summary>What a paragraph style says about headings and lists; inherited from the style it is based on.</summary>
internal sealed class DocxStyles
{
    /// <summary>One style's own words.</summary>
    sealed class Style
    {
        internal string? BasedOn, List;
        internal int? Outline, ListLevel;
    }

    readonly Dictionary<string, Style> styles = new(StringComparer.Ordinal);

    /// <summary>Reads styles.xml; an absent one gives no styles.</summary>
    internal static DocxStyles Read(XmlReader? xml)
    {
        var read = new DocxStyles();
        if (xml is null) return read;
        using var reader = xml;
        Style? style = null;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            var value = reader.GetAttribute("val", reader.NamespaceURI) ?? "";
            switch (reader.LocalName)
            {
                case "style": read.styles[reader.GetAttribute("styleId", reader.NamespaceURI) ?? ""] = style = new Style(); break;
                case "basedOn" when style is not null: style.BasedOn = value; break;
                case "outlineLvl" when style is not null: style.Outline = Level(value); break;
                case "numId" when style is not null: style.List = value; break;
                case "ilvl" when style is not null: style.ListLevel = Level(value); break;
            }
        }
        return read;
    }

    internal static int? Level(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level <= 8 ? level : null;

    /// <summary>Heading level from 1, list and list level of a style; null where neither it nor its ancestors say.</summary>
    internal (int? Heading, string? List, int? ListLevel) Find(string? id)
    {
        int? heading = null, level = null;
        string? list = null;
        for (var hops = 0; hops < 32 && id is not null && styles.TryGetValue(id, out var style); hops++, id = style.BasedOn)
        {
            heading ??= style.Outline + 1;
            list ??= style.List;
            level ??= style.ListLevel;
        }
        return (heading, list, level);
    }
}
