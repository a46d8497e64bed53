using System.Xml;
using Zhice.Policy.Layout;
using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Ofd;

/// <summary>
/// OFD (GB/T 33190-2016): a ZIP of XML whose pages hold text objects with the place of each character. Words and drawn lines go the
/// way that those of a PDF go.
/// </summary>
internal static class OfdReader
{
    const string Root = "OFD.xml";
    const int MaxPages = 3_000;

    /// <summary>True when the package is an OFD file.</summary>
    internal static bool IsOfd(SafeZip zip) => zip.Has(Root);

    internal static SourceText Read(SafeZip zip, CancellationToken cancel)
    {
        if (zip.Has("Encryptions.xml") || zip.HasUnder("Encrypt")) throw new UnreadableException(ReadRefusals.Encrypted);
        var document = Resolve(Root, DocRoot(zip));
        var (box, parts, templates) = Parts(zip, document);
        if (parts.Count == 0) throw new UnreadableException(ReadRefusals.Damaged("OFD"));
        if (parts.Count > MaxPages) throw new UnreadableException(ReadRefusals.TooManyLines);

        var pages = new List<PageContent>();
        foreach (var part in parts)
        {
            cancel.ThrowIfCancellationRequested();
            var page = new OfdPage(box, cancel);
            if (zip.Xml(part) is { } xml) page.Read(xml);
            // A page's background (the red head, a form) stands in a template that it names.
            foreach (var id in page.Templates.Take(8))
                if (templates.TryGetValue(id, out var background) && zip.Xml(background) is { } template) page.Read(template);
            pages.Add(page.Finish(pages.Count + 1));
        }
        if (pages.Sum(page => page.Words.Count) == 0) throw new UnreadableException(ReadRefusals.Scanned);
        return PageGeometry.Read(pages, SourceFormat.Ofd, cancel);
    }

    static string DocRoot(SafeZip zip)
    {
        using var xml = zip.Xml(Root)!;
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "DocRoot") return xml.ReadElementContentAsString().Trim();
        throw new UnreadableException(ReadRefusals.Damaged("OFD"));
    }

    /// <summary>The page size, the pages' parts in order, and the template pages by id.</summary>
    static (OfdBox Box, List<string> Pages, Dictionary<string, string> Templates) Parts(SafeZip zip, string document)
    {
        var pages = new List<string>();
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        OfdBox? box = null;
        using var xml = zip.Xml(document) ?? throw new UnreadableException(ReadRefusals.Damaged("OFD"));
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            var place = xml.GetAttribute("BaseLoc");
            if (xml.LocalName == "Page" && place is not null) pages.Add(Resolve(document, place));
            else if (xml.LocalName == "TemplatePage" && place is not null) templates.TryAdd(xml.GetAttribute("ID") ?? "", Resolve(document, place));
            else if (xml.LocalName == "PhysicalBox" && xml.Read() && xml.NodeType == XmlNodeType.Text) box ??= OfdBox.Of(xml.Value);
        }
        return (box ?? OfdBox.A4, pages, templates);
    }

    /// <summary>A place is absolute in the package, or relative to the part that names it.</summary>
    static string Resolve(string from, string place)
    {
        if (place.StartsWith('/')) return place[1..];
        var steps = from.Split('/').SkipLast(1).ToList();
        foreach (var step in place.Split('/', '\\'))
        {
            if (step is "" or ".") continue;
            if (step != "..") steps.Add(step);
            else if (steps.Count > 0) steps.RemoveAt(steps.Count - 1);
        }
        return string.Join('/', steps);
    }
}
