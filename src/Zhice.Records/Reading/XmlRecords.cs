using System.Xml;
using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>Reads patent XML: WIPO ST.36 and ST.96, CNIPA, USPTO of all generations, EPO DOCDB. One record at a time is in memory.</summary>
/// <remarks>No DTD and no external entity is ever read. A document that breaks off is refused with its line; the next one in the file is read.</remarks>
public static class XmlRecords
{
    const int MostDepth = 200;

    static readonly Dictionary<string, Func<XElement, IpRecord?>> Readers = new(StringComparer.Ordinal)
    {
        ["PatentDocumentAndRelated"] = CnipaXml.Read,
        ["us-patent-grant"] = St36Xml.Read, ["us-patent-application"] = St36Xml.Read, ["patent-document"] = St36Xml.Read, ["ep-patent-document"] = St36Xml.Read, ["exchange-document"] = St36Xml.Read, ["family-member"] = St36Xml.ReadMember, ["wo-patent-document"] = St36Xml.Read,
        ["PATDOC"] = OldUsXml.ReadGrant, ["patent-application-publication"] = OldUsXml.ReadApplication,
        ["PatentPublication"] = St96Xml.Read, ["PatentGrant"] = St96Xml.Read, ["PatentRecord"] = St96Xml.Read, ["CPCMasterClassificationRecord"] = St96Xml.Read, ["Trademark"] = St96Xml.ReadTrademark, ["Design"] = St96Xml.ReadDesign,
    };

    /// <summary>The records of a stream, with what was refused, in order.</summary>
    public static IEnumerable<ReadRecord> Read(Stream stream)
    {
        using var text = DocumentText.Open(stream);
        using var document = new DocumentText(text);
        while (document.Next())
            foreach (var read in Document(document)) yield return read with { Position = stream.CanSeek ? stream.Position : 0 };
    }

    /// <summary>The first element of a name in a document of one record; null when there is none.</summary>
    /// <exception cref="XmlException">The document is no XML, breaks off or uses an entity.</exception>
    internal static XElement? Element(Stream stream, string name)
    {
        using var text = DocumentText.Open(stream);
        using var document = new DocumentText(text);
        if (!document.Next()) return null;
        using var xml = XmlReader.Create(document, Settings());
        for (xml.MoveToContent(); !xml.EOF; xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == name)
            {
                document.BeginRecord();
                return Whole(xml);
            }
        return null;
    }

    static XmlReaderSettings Settings() =>
        new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = false, MaxCharactersFromEntities = 1 };

    static IEnumerable<ReadRecord> Document(DocumentText document)
    {
        using var xml = XmlReader.Create(document, Settings());
        var seen = false;
        for (; ; )
        {
            ReadRecord? read = null;
            var go = false;
            try
            {
                go = Advance(xml, document, out read);
            }
            catch (XmlException fault)
            {
                read = new ReadRecord(document.LinesBefore + Math.Max(1, fault.LineNumber), null, "record.xml", fault.Message);
            }
            catch (RecordTooLongException)
            {
                read = new ReadRecord(document.LinesBefore + Line(xml), null, "record.long");
            }
            seen |= read is not null;
            if (read is not null) yield return read;
            if (!go) break;
        }
        if (!seen) yield return new ReadRecord(document.LinesBefore + 1, null, "record.format");
    }

    // Moves to the next element that is a record, and takes it out whole.
    static bool Advance(XmlReader xml, DocumentText document, out ReadRecord? read)
    {
        read = null;
        if (xml.ReadState == ReadState.Initial) { xml.MoveToContent(); }
        while (!xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element && Readers.TryGetValue(xml.LocalName, out var reader) && !(xml.LocalName is "PatentGrant" or "Trademark" or "Design" && xml.IsEmptyElement))
            {
                document.BeginRecord();
                var line = document.LinesBefore + Line(xml);
                var element = Whole(xml);
                read = One(element, reader, line);
                return true;
            }
            xml.Read();
        }
        return false;
    }

    // Taken apart by hand: the framework's own way takes the square of the depth, which a hostile file chooses.
    static XElement Whole(XmlReader xml)
    {
        var root = new XElement((XNamespace)xml.NamespaceURI + xml.LocalName);
        var (at, depth) = (Attributes(root, xml), xml.Depth);
        if (xml.IsEmptyElement) { xml.Read(); return root; }
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (xml.Depth - depth > MostDepth) throw new XmlException("nested too deep", null, Line(xml), 0);
                    var child = new XElement((XNamespace)xml.NamespaceURI + xml.LocalName);
                    at.Add(child);
                    var empty = xml.IsEmptyElement;
                    Attributes(child, xml);
                    if (!empty) at = child;
                    break;
                case XmlNodeType.EndElement:
                    if (at == root) { xml.Read(); return root; }
                    at = at.Parent!;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace: at.Add(new XText(xml.Value)); break;
                case XmlNodeType.EntityReference: throw new XmlException("an entity that is not known", null, Line(xml), 0);
                default: break;
            }
        }
        throw new XmlException("the document ends within a record", null, Line(xml), 0);
    }

    static XElement Attributes(XElement element, XmlReader xml)
    {
        while (xml.MoveToNextAttribute())
            if (xml.Prefix != "xmlns" && xml.LocalName != "xmlns") element.SetAttributeValue(xml.LocalName, xml.Value);
        xml.MoveToElement();
        return element;
    }

    static ReadRecord One(XElement element, Func<XElement, IpRecord?> reader, int line)
    {
        try
        {
            return reader(element) is not { } record ? new ReadRecord(line, null, "record.number-missing")
                : record.Title.Contains('\uFFFD', StringComparison.Ordinal) || record.Abstract.Contains('\uFFFD', StringComparison.Ordinal) ? new ReadRecord(line, null, "record.encoding", record.Key ?? "")
                : new ReadRecord(line, record);
        }
        catch (BadDayException day)
        {
            return new ReadRecord(line, null, "record.day", day.Message);
        }
    }

    static int Line(XmlReader xml) => xml is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;
}

/// <summary>A day that cannot be.</summary>
sealed class BadDayException(string written) : Exception(written);
