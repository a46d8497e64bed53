using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>WIPO ST.96: patents, trademarks and designs by the component names of the standard.</summary>
static class St96Xml
{
    internal static IpRecord? Read(XElement root)
    {
        var grant = root.First("PatentGrantIdentification") ?? root.First("PatentPublicationIdentification");
        var application = root.First("ApplicationIdentification");
        var office = (grant ?? application).First("IPOfficeCode").Written() ?? "CN";
        var publication = root.First("PatentPublicationIdentification");
        // A record of a grant may tell its kind only where it was published.
        var code = (grant.Child("PatentDocumentKindCode") ?? publication.Child("PatentDocumentKindCode") ?? root.Child("PatentDocumentKindCode")).Written();
        var published = XmlParts.Day((publication.First("PublicationDate") ?? root.First("BibliographicData").Child("PublicationDate") ?? grant.First("PublicationDate")).Written());
        // The identification of a grant has its day; where there is none, the code of the kind says that what was published is the grant.
        var granted = XmlParts.Day((root.First("GrantDate") ?? root.First("GrantPublicationDate")).Written()) ?? XmlParts.Grant(office, code, published);
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var (name, scheme) in new[] { ("IPCRClassification", "IPC"), ("IPCClassification", "IPC"), ("CPCClassification", "CPC") })
            foreach (var mark in root.All(name))
            {
                var written = mark.Child("MainGroup") is null ? mark.Child("PatentClassificationText").Written()
                    : $"{(mark.Child("Section") ?? mark.Child("CPCSection")).Written()}{mark.Child("Class").Written()}{mark.Child("Subclass").Written()}{mark.Child("MainGroup").Written()}/{mark.Child("Subgroup").Written()}";
                if (XmlParts.Mark(scheme, written) is not { } known) bad++;
                else if (!classes.Contains(known)) classes.Add(known);
            }
        return new IpRecord
        {
            Kind = XmlParts.Kind(null, code, (application.First("InventionSubjectMatterCategory") ?? root.First("ApplicationCategory")).Written()), Office = office,
            Application = XmlParts.Number(application.First("IPOfficeCode").Written() ?? office, application.First("ApplicationNumberText").Written()), Filed = XmlParts.Day((application ?? root).First("FilingDate").Written()),
            Publication = XmlParts.Number(office, (grant.First("PatentNumber") ?? grant.First("PublicationNumber")).Written(), code), Published = published ?? granted, Granted = granted,
            Title = Preferred(root, "InventionTitle"), Abstract = Preferred(root, "Abstract"), Claims = Preferred(root, "Claims"), Description = Preferred(root, "Description"), Classes = classes, Parties = Parties(root),
            Priorities = [.. root.All("PriorityClaim").Select(p => XmlParts.Number(p.First("IPOfficeCode").Written(), (p.First("ApplicationNumberText") ?? p.First("ApplicationNumber")).Written())).OfType<string>().Distinct()],
            Citations = [.. root.All("PatentCitation").Select(Cited).OfType<Citation>().DistinctBy(c => c.Number)], Family = [.. root.First("PatentFamily").All("PatentDocumentIdentification").Select(m => XmlParts.Number(m.First("IPOfficeCode").Written(), m.First("DocumentNumber").Written(), m.First("PatentDocumentKindCode").Written())).OfType<string>().Distinct()],
            Events = [.. root.All("LegalEvent").Concat(root.All("PatentEventData")).Select(Event).OfType<LegalEvent>()],
            More = XmlParts.Remarks(office == "CN" ? application.First("ApplicationNumberText").Written() : null, bad),
        };
    }

    // Chinese first, then English, then whatever there is.
    static string Preferred(XElement root, string name) => root.All(name).OrderBy(t => t.Said("languageCode")?.ToLowerInvariant() switch { "zh" => 0, "en" or null => 1, _ => 2 }).FirstOrDefault().Words();

    static Citation? Cited(XElement citation) =>
        citation.First("CitedPatentDocumentIdentification") is { } cited && XmlParts.Number(cited.First("IPOfficeCode").Written(), cited.First("DocumentNumber").Written(), cited.First("PatentDocumentKindCode").Written()) is { } number
            ? new Citation(number, citation.Parent.First("CitedDocumentCategoryCode").Written() is { Length: <= 2 } category ? category : null) : null;

    static LegalEvent? Event(XElement happened) =>
        XmlParts.Day((happened.First("EventDate") ?? happened.First("EventRecordedDate")).Written()) is { } day && (happened.First("EventCode") ?? happened.First("EventDescriptionText")).Written() is { } code
            ? new LegalEvent(day, code.Length > 60 ? code[..60] : code, happened.First("EventDescriptionText").Written()) : null;

    // The code stands in what is national of the event; an event of Madrid has a category alone.
    static LegalEvent? MarkEvent(XElement happened) =>
        XmlParts.Day(happened.Child("MarkEventDate").Written()) is { } day && (happened.First("MarkEventCode") ?? happened.First("MarkEventDescriptionText") ?? happened.First("MarkEventCategory")).Written() is { } code
            ? new LegalEvent(day, code.Length > 60 ? code[..60] : code, (happened.First("MarkEventDescriptionText") ?? happened.First("MarkEventCategory")).Written()) : null;

    internal static IpRecord? ReadTrademark(XElement root)
    {
        var office = (root.First("RegistrationOfficeCode") ?? root.First("IPOfficeCode")).Written() ?? "CN";
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var nice in root.All("ClassNumber")) Add(XmlParts.Mark("NICE", nice.Written()));
        foreach (var vienna in root.All("ViennaClassification"))
            Add(XmlParts.Mark("VIENNA", string.Join('.', new[] { vienna.First("ViennaCategory").Written(), vienna.First("ViennaDivision").Written(), vienna.First("ViennaSection").Written() }.OfType<string>())));
        var more = XmlParts.Remarks(null, bad);
        // The day on which a registration runs out is no day on which it ended.
        Expires(root, more);
        return new IpRecord
        {
            Kind = RecordKind.Trademark, Office = office, Application = Own(RecordKind.Trademark, root.First("ApplicationNumberText") ?? root.First("ST13ApplicationNumber") ?? root.First("ApplicationNumber"), office), Publication = Own(RecordKind.Trademark, root.First("RegistrationNumber"), office),
            Filed = XmlParts.Day(root.First("ApplicationDate").Written()), Granted = XmlParts.Day(root.First("RegistrationDate").Written()), Ended = XmlParts.Day(root.First("TerminationDate").Written()),
            Status = Status(root.First("MarkCurrentStatusCode").Written(), more), Published = XmlParts.Day(root.First("PublicationBag", "PublicationDate").Written()),
            Events = [.. root.All("MarkEvent").Select(MarkEvent).OfType<LegalEvent>()],
            Title = (root.First("MarkVerbalElementText") ?? root.First("MarkSignificantVerbalElementText")).Words(),
            Abstract = string.Join('；', root.All("GoodsServicesDescriptionText").Select(g => g.Words())), Classes = classes, Parties = Parties(root), More = more,
        };

        void Add(ClassMark? mark)
        {
            if (mark is null) bad++;
            else if (!classes.Contains(mark)) classes.Add(mark);
        }
    }

    static RecordStatus Status(string? written, Dictionary<string, string> more)
    {
        var status = Status(written);
        if (status == RecordStatus.Unknown && written is not null) more["bad-status"] = written.Length > 60 ? written[..60] : written;
        return status;
    }

    // Offices have codes of their own, and words of the standard; a code that says nothing leaves the state untold.
    static RecordStatus Status(string? written) => written?.ToLowerInvariant() switch
    {
        null => RecordStatus.Unknown,
        var s when s.Contains("invalid", StringComparison.Ordinal) || s.Contains("revoked", StringComparison.Ordinal) => RecordStatus.Invalidated,
        var s when s.Contains("expired", StringComparison.Ordinal) || s.Contains("cancel", StringComparison.Ordinal) || s.Contains("surrender", StringComparison.Ordinal) || s.Contains("ended", StringComparison.Ordinal) || s.Contains("lapsed", StringComparison.Ordinal) => RecordStatus.Ended,
        var s when s.Contains("refused", StringComparison.Ordinal) || s.Contains("rejected", StringComparison.Ordinal) => RecordStatus.Refused,
        var s when s.Contains("withdrawn", StringComparison.Ordinal) || s.Contains("abandon", StringComparison.Ordinal) => RecordStatus.Withdrawn,
        var s when s.StartsWith("regist", StringComparison.Ordinal) => RecordStatus.InForce,
        var s when s.Contains("appl", StringComparison.Ordinal) || s.Contains("filed", StringComparison.Ordinal) || s.Contains("pending", StringComparison.Ordinal) || s.Contains("exam", StringComparison.Ordinal) || s.Contains("published", StringComparison.Ordinal) => RecordStatus.Pending,
        _ => RecordStatus.Unknown,
    };

    internal static IpRecord? ReadDesign(XElement root)
    {
        var office = root.First("IPOfficeCode").Written() ?? "CN";
        // The application number of a priority is another one.
        var application = root.All("ApplicationNumberText").Concat(root.All("DesignApplicationNumber")).FirstOrDefault(n => n.Ancestors().All(a => a.Name.LocalName is not ("Priority" or "PriorityBag" or "RelatedDesign")));
        var (classes, bad) = (new List<ClassMark>(), 0);
        foreach (var written in root.All("LocarnoClassificationText").Concat(root.All("LocarnoClass")))
            if (XmlParts.Mark("LOC", written.Written()) is not { } known) bad++;
            else if (!classes.Contains(known)) classes.Add(known);
        var more = XmlParts.Remarks(null, bad);
        Expires(root, more);
        return new()
        {
            Kind = RecordKind.Design, Office = office, Application = Own(RecordKind.Design, application, office), Publication = Own(RecordKind.Design, root.First("RegistrationNumber") ?? root.Child("DesignIdentifier"), office),
            Filed = XmlParts.Day((root.First("ApplicationDate") ?? root.First("DesignApplicationDate")).Written()), Granted = XmlParts.Day(root.First("RegistrationDate").Written()), Published = XmlParts.Day(root.First("PublicationBag", "PublicationDate").Written()),
            Status = Status(root.First("DesignCurrentStatusCategory").Written(), more), Title = Preferred(root, root.First("DesignTitleText") is not null ? "DesignTitleText" : root.First("DesignTitle") is not null ? "DesignTitle" : "ProductDescription"),
            Abstract = string.Join('\n', root.All("DesignDescriptionText").Select(d => d.Words()).Where(d => d.Length > 0)), Classes = classes, Parties = Parties(root), More = more,
            Priorities = [.. root.All("Priority").Select(p => XmlParts.Number(p.First("PriorityCountryCode").Written(), (p.First("ApplicationNumberText") ?? p.First("PriorityNumber")).Written())).OfType<string>().Distinct()],
        };
    }

    static string? Own(RecordKind kind, XElement? number, string office) => OwnNumber.Publication(kind, number.Written(), office);

    static string? Name(XElement party) =>
        (party.First("OrganizationStandardName") ?? party.First("EntityName") ?? party.First("PersonFullName")).Written() ?? (party.First("PersonStructuredName") is { } person ? Structured(person) : null);

    // 张 and 三 are one name, John and Smith are two words.
    static string? Structured(XElement person)
    {
        var (first, middle, last) = (person.Child("FirstName").Written(), person.Child("MiddleName").Written(), person.Child("LastName").Written());
        var chinese = (last ?? first)?.Any(c => c is >= '\u3400' and <= '\u9FFF') is true;
        return (chinese ? string.Concat(last, middle, first) : string.Join(' ', new[] { first, middle, last }.OfType<string>())) is { Length: > 0 } name ? name : null;
    }

    static string? Address(XElement party)
    {
        if (party.First("PostalAddressText").Written() is { } whole) return whole;
        var parts = party.All("AddressLineText").Select(l => l.Written()).Append(party.First("CityName").Written()).Append(party.First("GeographicRegionName").Written()).OfType<string>().ToList();
        // Chinese addresses begin with what is largest.
        if (parts.Exists(p => p.Any(c => c is >= '\u3400' and <= '\u9FFF'))) parts = [.. parts.AsEnumerable().Reverse().Where((p, i) => !parts.Exists(other => other != p && other.StartsWith(p, StringComparison.Ordinal)))];
        return parts.Count == 0 ? null : string.Join(parts[0].Any(c => c is >= '\u3400' and <= '\u9FFF') ? "" : ", ", parts);
    }

    static void Expires(XElement root, Dictionary<string, string> more)
    {
        if (XmlParts.Day(root.First("ExpiryDate").Written()) is { } expires) more["expires"] = expires.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    static string? Country(XElement party) => (party.First("CountryCode") ?? party.First("ResidenceCountryCode") ?? party.First("IncorporationCountryCode") ?? party.First("NationalityCode")).Written() is { Length: 2 } country ? country : null;

    static List<Party> Parties(XElement root)
    {
        var parties = new List<Party>();
        // Who owns the right is the assignee where there is one, as in the other formats; a mark names its owner anew at each stage.
        var owner = root.All("Assignee").Any(a => Name(a) is not null) ? "Assignee" : "Applicant";
        foreach (var (name, role) in new[] { (owner, PartyRole.Applicant), ("Inventor", PartyRole.Inventor), ("Designer", PartyRole.Inventor), ("Representative", PartyRole.Agency), ("RegisteredPractitioner", PartyRole.Agency) })
            foreach (var element in root.All(name))
                if (Name(element) is { } written && !parties.Exists(p => p.Role == role && p.Name == written)) parties.Add(XmlParts.Party(role, written, Address(element), Country(element)));
        return parties;
    }
}
