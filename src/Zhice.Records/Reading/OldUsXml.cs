using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>USPTO grants of 2001–2004 (WIPO ST.32, tags B110 …) and applications of 2001–2004.</summary>
static class OldUsXml
{
    internal static IpRecord? ReadGrant(XElement root)
    {
        var code = root.First("B130").Written();
        var published = XmlParts.Day(root.First("B140").Written());
        var (classes, bad) = (new List<ClassMark>(), 0);
        var design = code is ['S', ..];
        foreach (var mark in root.All("B511").Concat(root.All("B512")))
            // Blanks stand for digits that are not there: they are kept.
            if (XmlParts.Mark(design ? "LOC" : "IPC", mark.Value.Trim('\n', '\r')) is { } known) classes.Add(known);
            else bad++;
        return new IpRecord
        {
            Kind = design ? RecordKind.Design : RecordKind.Invention, Office = root.First("B190").Written() ?? "US", Application = XmlParts.Number("US", root.First("B210").Written()), Filed = XmlParts.Day(root.First("B220").Written()),
            Publication = XmlParts.Number("US", root.First("B110").Written(), code), Published = published, Granted = published, Title = root.First("B540").Words(), Abstract = root.First("SDOAB").Words(),
            Claims = root.First("SDOCL").Words(), Description = root.First("SDODE").Words(), Classes = classes,
            Parties = [.. root.All("B731").Select(p => Of(p, PartyRole.Applicant)), .. root.All("B721").Select(p => Of(p, PartyRole.Inventor)), .. root.All("B741").Select(p => Of(p, PartyRole.Agency)), .. root.All("B746").Select(p => Of(p, PartyRole.Examiner))],
            Citations = [.. root.All("PCIT").Select(c => XmlParts.Number(c.First("CTRY").Written() ?? "US", c.First("DNUM").Written(), c.First("KIND").Written())).OfType<string>().Distinct().Select(n => new Citation(n))],
            Priorities = [.. root.All("B300").SelectMany(b => b.All("B310").Select(n => XmlParts.Number(b.First("B330").Written(), n.Written())))
                // What it goes on from: parents and provisional applications.
                .Concat(root.First("B600").All("PDOC").Concat(root.First("B600").All("B680US")).Select(d => Earlier(d.First("DNUM").Written()))).OfType<string>().Distinct()],
            More = XmlParts.Remarks(null, bad),
        };
    }

    static string? Earlier(string? number) => XmlParts.Number(number?.StartsWith("PCT", StringComparison.Ordinal) is true ? null : "US", number);

    internal static IpRecord? ReadApplication(XElement root)
    {
        var head = root.First("subdoc-bibliographic-information");
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var mark in head.All("ipc"))
            if (XmlParts.Mark("IPC", mark.Written()) is { } known) classes.Add(known);
            else bad++;
        var document = head.Child("document-id");
        return new IpRecord
        {
            Kind = RecordKind.Invention, Office = "US", Publication = XmlParts.Number("US", document.First("doc-number").Written(), document.First("kind-code").Written()), Published = XmlParts.Day(document.First("document-date").Written()),
            Application = XmlParts.Number("US", head.First("application-number", "doc-number").Written()), Filed = XmlParts.Day(head.First("filing-date").Written()),
            Title = head.First("title-of-invention").Words(), Abstract = root.First("subdoc-abstract", "paragraph").Words(), Claims = root.First("subdoc-claims").Words(), Description = root.First("subdoc-description").Words(), Classes = classes,
            Parties = [.. head.All("assignee").Select(a => new Party(PartyRole.Applicant, a.First("organization-name").Words())).Where(p => p.Name.Length > 0),
                .. head.All("first-named-inventor").Concat(head.All("inventor")).Select(i => Named(i)).Where(p => p.Name.Length > 0)],
            Priorities = [.. head.All("foreign-priority-data").Select(p => XmlParts.Number(p.First("country-code").Written(), p.First("priority-application-number").Written()))
                .Concat(head.First("continuity-data").All("document-id").Where(d => d.Parent?.Name.LocalName is not ("child" or "parent-patent")).Select(d => Earlier(d.First("doc-number").Written()))).OfType<string>().Distinct()],
            More = XmlParts.Remarks(null, bad),
        };
    }

    static Party Named(XElement inventor) => new(PartyRole.Inventor, string.Join(' ', new[] { inventor.First("given-name").Written(), inventor.First("middle-name").Written(), inventor.First("family-name").Written() }.OfType<string>()));

    static Party Of(XElement element, PartyRole role) =>
        new(role, element.First("ONM").Written() ?? string.Join(' ', new[] { element.First("FNM").Written(), element.First("SNM").Written() }.OfType<string>()), element.First("CITY").Written(), element.First("CTRY").Written());
}
