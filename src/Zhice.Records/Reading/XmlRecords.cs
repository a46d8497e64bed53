using System.Security;
using System.Xml;
using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>Reads patent XML: WIPO ST.36 and ST.96, CNIPA, USPTO of all generations, EPO DOCDB. One record at a time is in memory.</summary>
/// <remarks>
/// No DTD and no external entity is ever read. A record that is too long or no XML is refused with its line, and reading goes on with the next one, of the same document or of the next. Where a document of many breaks off,
/// or the last one of a file does, the refusal says that nothing behind was read.
/// </remarks>
public static class XmlRecords
{
    const int MostDepth = 200;

    // Records that may have others of their name in them.
    static readonly HashSet<string> Nesting = new(StringComparer.Ordinal) { "family-member", "PatentGrant", "Trademark", "Design" };

    static readonly Dictionary<string, Func<XElement, IpRecord?>> Readers = new(StringComparer.Ordinal)
    {
        ["PatentDocumentAndRelated"] = CnipaXml.Read,
        ["us-patent-grant"] = St36Xml.Read, ["us-patent-application"] = St36Xml.Read, ["patent-document"] = St36Xml.Read, ["ep-patent-document"] = St36Xml.Read, ["exchange-document"] = St36Xml.Read, ["family-member"] = St36Xml.ReadMember, ["wo-patent-document"] = St36Xml.Read,
        ["PATDOC"] = OldUsXml.ReadGrant, ["patent-application-publication"] = OldUsXml.ReadApplication,
        ["PatentPublication"] = St96Xml.Read, ["PatentGrant"] = St96Xml.Read, ["PatentRecord"] = St96Xml.Read, ["CPCMasterClassificationRecord"] = St96Xml.Read, ["Trademark"] = St96Xml.ReadTrademark, ["Design"] = St96Xml.ReadDesign,
    };

    static readonly Dictionary<string, Func<XElement, IpRecord?>>.AlternateLookup<ReadOnlySpan<char>> ByName = Readers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Names of the elements that are records, without prefix.</summary>
    internal static IEnumerable<string> Names => Readers.Keys;

    internal static bool IsRecord(ReadOnlySpan<char> name) => ByName.ContainsKey(name);

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
                document.BeginRecord(xml.Name);
                return Whole(xml);
            }
        return null;
    }

    static XmlReaderSettings Settings() =>
        new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = false, MaxCharactersFromEntities = 1 };

    static IEnumerable<ReadRecord> Document(DocumentText document)
    {
        var around = new Stack<(string Name, string Tag)>();
        string? name = null;
        for (var (seen, again) = (false, true); again;)
        {
            using var xml = XmlReader.Create(document, Settings());
            for (var go = true; go;)
            {
                ReadRecord? read = null;
                go = again = false;
                try
                {
                    go = Advance(xml, document, around, ref name, out read);
                }
                catch (XmlException fault)
                {
                    read = Broken(document, around, name, document.LinesBefore + Math.Max(1, fault.LineNumber), "record.xml", fault.Message, out again);
                }
                catch (RecordTooLongException fault)
                {
                    read = Broken(document, around, name, document.LinesBefore + Line(xml), "record.long", fault.Message, out again);
                }
                seen |= read is not null;
                if (read is not null) yield return read;
            }
            if (!seen) yield return new ReadRecord(document.LinesBefore + 1, null, "record.format");
        }
    }

    // Refuses a record and goes on to the next one. Where there is none, and what is open is never closed, the rest of the document is not there or cannot be found.
    static ReadRecord? Broken(DocumentText document, Stack<(string Name, string Tag)> around, string? name, int line, string reason, string fault, out bool again)
    {
        var outermost = around.Count > 0 ? around.Last().Name : document.OpenRecord;
        var (bundle, told) = (around.Count > 0, document.ReadAgain);
        again = document.Resume(name, string.Concat(around.Reverse().Select(a => a.Tag)));
        around.Clear();
        if (again && told) return null;
        return again || outermost is null || document.Closes(outermost) || !bundle && !document.IsLast ? new ReadRecord(line, null, reason, fault)
            : new ReadRecord(line, null, ReadRecord.NothingBehind, $"nothing behind line {line} was read: {fault}");
    }

    // Moves to the next element that is a record, and takes it out whole.
    static bool Advance(XmlReader xml, DocumentText document, Stack<(string Name, string Tag)> around, ref string? name, out ReadRecord? read)
    {
        read = null;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement) around.TryPop(out _);
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (Readers.TryGetValue(xml.LocalName, out var reader) && !(xml.LocalName is "PatentGrant" or "Trademark" or "Design" && xml.IsEmptyElement))
            {
                document.BeginRecord(name = xml.Name);
                var line = document.LinesBefore + Line(xml);
                var element = Whole(xml);
                document.EndRecord();
                read = One(element, reader, line);
                return true;
            }
            if (around.Count > MostDepth) throw new XmlException("nested too deep", null, Line(xml), 0);
            if (!xml.IsEmptyElement) around.Push((xml.Name, Tag(xml)));
        }
        return false;
    }

    // The start tag with its name spaces: what reading begins anew with.
    static string Tag(XmlReader xml)
    {
        var tag = "<" + xml.Name;
        while (xml.MoveToNextAttribute())
            if (xml.Prefix == "xmlns" || xml.Name == "xmlns") tag += $" {xml.Name}=\"{SecurityElement.Escape(xml.Value)}\"";
        xml.MoveToElement();
        return tag + ">";
    }

    // The element stays the one that is read: what follows it is not looked at yet. Taken apart by hand: the framework's own way takes the square of the depth, which a hostile file chooses.
    static XElement Whole(XmlReader xml)
    {
        var root = new XElement((XNamespace)xml.NamespaceURI + xml.LocalName);
        var (at, depth) = (Attributes(root, xml), xml.Depth);
        if (xml.IsEmptyElement) return root;
        var name = xml.Name;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    if (xml.Depth - depth > MostDepth) throw new XmlException("nested too deep", null, Line(xml), 0);
                    if (xml.Name == name && !Nesting.Contains(xml.LocalName)) throw new XmlException("a record begins before the one before it ends", null, Line(xml), 0);
                    var child = new XElement((XNamespace)xml.NamespaceURI + xml.LocalName);
                    at.Add(child);
                    var empty = xml.IsEmptyElement;
                    Attributes(child, xml);
                    if (!empty) at = child;
                    break;
                case XmlNodeType.EndElement:
                    if (at == root) return root;
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
