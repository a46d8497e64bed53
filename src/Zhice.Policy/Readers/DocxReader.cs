using System.Xml;
using Zhice.Policy.Layout;

namespace Zhice.Policy.Readers;

/// <summary>
/// Word documents (ECMA-376): the body's paragraphs and tables in order, streamed. Headers, footers, notes, deleted and
/// hidden text are left out; inserted text and list numbers are in.
/// </summary>
internal static class DocxReader
{
    const string DefaultPart = "word/document.xml";

    /// <summary>The main part, or null when the package is no Word document.</summary>
    internal static string? MainPart(SafeZip zip)
    {
        using var relations = zip.Xml("_rels/.rels");
        while (relations is not null && relations.Read())
        {
            if (relations.NodeType != XmlNodeType.Element || relations.LocalName != "Relationship") continue;
            var target = (relations.GetAttribute("Target") ?? "").TrimStart('/');
            if ((relations.GetAttribute("Type") ?? "").EndsWith("/officeDocument", StringComparison.Ordinal) && zip.Has(target))
                return target.StartsWith("word", StringComparison.OrdinalIgnoreCase) || zip.Has(DefaultPart) || !IsOther(target) ? target : null;
        }
        return zip.Has(DefaultPart) ? DefaultPart : null;
    }

    static bool IsOther(string part) =>
        part.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) || part.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the document.</summary>
    internal static SourceText Read(SafeZip zip, string mainPart, CancellationToken cancel)
    {
        var folder = mainPart[..(mainPart.LastIndexOf('/') + 1)];
        var styles = DocxStyles.Read(zip.Xml(folder + "styles.xml"));
        var numbering = DocxNumbering.Read(zip.Xml(folder + "numbering.xml"));
        using var xml = zip.Xml(mainPart) ?? throw new UnreadableException(ReadRefusals.Damaged("DOCX"));
        var blocks = new DocxBody(xml, styles, numbering, cancel).Read();
        var target = new SourceTextBuilder(SourceFormat.Docx, linesAreParagraphs: true, cancel);
        FlowContent.Write(blocks, target);
        return target.Build();
    }
}
