using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>Publications of CNIPA (PatentDocumentAndRelated, V2.2.1) of inventions, utility models and designs.</summary>
static class CnipaXml
{
    static readonly string[] Levels = ["Province", "City", "County"];

    internal static IpRecord? Read(XElement root)
    {
        var head = root.Child("BibliographicData") ?? root.Child("DesignBibliographicData") ?? root;
        var publication = Standard(head, "PublicationReference");
        var application = Standard(head, "ApplicationReference");
        var country = publication.First("WIPOST3Code").Written() ?? root.Said("country") ?? "CN";
        var code = publication.First("Kind").Written() ?? root.Said("kind");
        var written = Original(head, "ApplicationReference").First("DocNumber").Written();
        var number = XmlParts.Number(country, written?.Length == 8 ? "ZL" + written : written) ?? XmlParts.Number(country, application.First("DocNumber").Written());
        var published = XmlParts.Day(publication.First("Date").Written() ?? root.Said("datePublication"));
        var (classes, bad) = Classes(head);
        return new IpRecord
        {
            Kind = XmlParts.Kind(number, code, application.Said("applType")), Office = country,
            Application = number, Filed = XmlParts.Day(application.First("Date").Written()),
            Publication = XmlParts.Number(country, publication.First("DocNumber").Written() ?? root.Said("docNumber"), code), Published = published, Granted = XmlParts.Grant(country, code, published),
            Title = (head.First("InventionTitle") ?? head.First("DesignTitle")).Words(), Abstract = Paragraphs(root.First("Abstract") ?? root.First("DesignBriefExplanation")),
            Claims = string.Join('\n', root.First("Claims").All("Claim").Select(c => c.Words())), Description = Paragraphs(root.First("Description")),
            Classes = classes, Parties = [.. Parties(head)],
            Citations = [.. head.First("ReferencesCited").All("Citation").Select(c => Cited(c)).OfType<Citation>().DistinctBy(c => c.Number)],
            Priorities = [.. head.All("PriorityClaim").Concat(head.All("Priority")).Select(p => XmlParts.Number(p.First("WIPOST3Code").Written(), p.First("DocNumber").Written())).OfType<string>().Distinct()],
            More = XmlParts.Remarks(written is { Length: 14 or 10 } ? written : null, bad),
        };
    }

    static XElement? Standard(XElement head, string name) => head.Elements().Where(e => e.Name.LocalName == name).OrderBy(e => e.Said("dataFormat") == "standard" ? 0 : 1).FirstOrDefault();

    static XElement? Original(XElement head, string name) => head.Elements().Where(e => e.Name.LocalName == name).OrderBy(e => e.Said("dataFormat") == "original" ? 0 : 1).FirstOrDefault();

    static string Paragraphs(XElement? part) => part is null ? "" : string.Join('\n', part.All("Paragraphs").Select(p => p.Words()).Where(p => p.Length > 0)) is { Length: > 0 } text ? text : part.Words();

    static (List<ClassMark> Classes, int Bad) Classes(XElement head)
    {
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var mark in head.All("ClassificationIPCR"))
            Add(XmlParts.Mark("IPC", $"{mark.First("Section").Written()}{mark.First("MainClass").Written()}{mark.First("Subclass").Written()}{mark.First("MainGroup").Written()}/{mark.First("Subgroup").Written()}") ?? XmlParts.Mark("IPC", mark.First("Text").Written()));
        foreach (var mark in head.All("ClassificationIPC"))
            foreach (var text in mark.All("MainClassification").Concat(mark.All("FurtherClassification")).Where(t => t.Said("dataFormat") != "standard")) Add(XmlParts.Mark("IPC", text.Written()));
        foreach (var mark in head.All("ClassificationLocarno")) Add(XmlParts.Mark("LOC", mark.First("MainClassification").Written() ?? mark.First("Text").Written()));
        return (classes, bad);

        void Add(ClassMark? mark)
        {
            if (mark is null) bad++;
            else if (!classes.Contains(mark)) classes.Add(mark);
        }
    }

    static IEnumerable<Party> Parties(XElement head)
    {
        // Who owns a granted patent is the assignee, where the publication names one.
        var owner = head.All("Assignee").Any(a => Name(a) is not null) ? "Assignee" : "Applicant";
        foreach (var (list, role) in new[] { (owner, PartyRole.Applicant), ("Inventor", PartyRole.Inventor), ("Designer", PartyRole.Inventor), ("Agency", PartyRole.Agency), ("Agent", PartyRole.Agent), ("Examiner", PartyRole.Examiner) })
            foreach (var party in head.All(list))
                if (Name(party) is { } name)
                {
                    var read = XmlParts.Party(role, name, Address(party), role == PartyRole.Applicant ? party.First("Address", "WIPOST3Code").Written() : null);
                    yield return read with { Division = Zhice.Records.Names.DivisionFinder.Shipped.Find(Levelled(party)) ?? read.Division };
                }
    }

    static string? Name(XElement party) => (party.First("Name") ?? party.First("AgencyName") ?? party.First("OrganizationName")).Written();

    // Fields that the source does not fill hold a 0.
    static string? Address(XElement party) => party.First("Address", "Text").Written() is { Length: > 1 } text ? text : Levelled(party) is { Length: > 0 } parts ? parts : null;

    static string Levelled(XElement party)
    {
        var address = party.First("Address");
        return string.Concat(Levels.Select(n => address.Child(n).Written()).Where(p => p is not (null or "0")));
    }

    static Citation? Cited(XElement citation) =>
        citation.All("DocumentID").Select(d => XmlParts.Number(d.First("WIPOST3Code").Written(), d.First("DocNumber").Written(), d.First("Kind").Written())).FirstOrDefault(n => n is not null) is { } number
            ? new Citation(number, citation.First("CitedCategory").Written()) : null;
}
