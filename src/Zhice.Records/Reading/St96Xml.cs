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
        var code = grant.First("PatentDocumentKindCode").Written();
        var granted = XmlParts.Day(root.First("GrantDate").Written());
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
            Kind = XmlParts.Kind(null, code, root.First("ApplicationCategory").Written()), Office = office,
            Application = XmlParts.Number(application.First("IPOfficeCode").Written() ?? office, application.First("ApplicationNumberText").Written()), Filed = XmlParts.Day(root.First("FilingDate").Written()),
            Publication = XmlParts.Number(office, (grant.First("PatentNumber") ?? grant.First("PublicationNumber")).Written(), code), Published = XmlParts.Day(root.First("PublicationDate").Written()) ?? granted, Granted = granted,
            Title = root.First("InventionTitle").Words(), Abstract = root.First("Abstract").Words(), Claims = root.First("Claims").Words(), Description = root.First("Description").Words(), Classes = classes, Parties = Parties(root), More = XmlParts.Remarks(null, bad),
        };
    }

    internal static IpRecord? ReadTrademark(XElement root) => new()
    {
        Kind = RecordKind.Trademark, Office = (root.First("RegistrationOfficeCode") ?? root.First("IPOfficeCode")).Written() ?? "CN", Application = Digits(root.First("ApplicationNumberText") ?? root.First("ApplicationNumber")), Publication = Digits(root.First("RegistrationNumber")),
        Filed = XmlParts.Day(root.First("ApplicationDate").Written()), Granted = XmlParts.Day(root.First("RegistrationDate").Written()), Ended = XmlParts.Day(root.First("ExpiryDate").Written()),
        Title = (root.First("MarkVerbalElementText") ?? root.First("MarkSignificantVerbalElementText")).Words(), Abstract = string.Join('；', root.All("GoodsServicesDescriptionText").Select(g => g.Words())),
        Classes = [.. root.All("ClassNumber").Select(c => XmlParts.Mark("NICE", c.Written())).OfType<ClassMark>().Distinct()], Parties = Parties(root),
    };

    internal static IpRecord? ReadDesign(XElement root) => new()
    {
        Kind = RecordKind.Design, Office = root.First("IPOfficeCode").Written() ?? "CN", Application = Digits(root.First("ApplicationNumberText") ?? root.First("DesignApplicationNumber")), Publication = Digits(root.First("RegistrationNumber")),
        Filed = XmlParts.Day((root.First("ApplicationDate") ?? root.First("DesignApplicationDate")).Written()), Granted = XmlParts.Day(root.First("RegistrationDate").Written()),
        Title = (root.First("DesignTitle") ?? root.First("ProductDescription")).Words(), Classes = [.. root.All("LocarnoClass").Select(c => XmlParts.Mark("LOC", c.Written())).OfType<ClassMark>().Distinct()], Parties = Parties(root),
    };

    static string? Digits(XElement? number) => number.Written() is { } text ? RecordNumber.Read(text)?.Text : null;

    static List<Party> Parties(XElement root)
    {
        var parties = new List<Party>();
        foreach (var (name, role) in new[] { ("Applicant", PartyRole.Applicant), ("Assignee", PartyRole.Applicant), ("Inventor", PartyRole.Inventor), ("Designer", PartyRole.Inventor), ("Representative", PartyRole.Agency) })
            foreach (var element in root.All(name))
                if ((element.First("OrganizationStandardName") ?? element.First("EntityName") ?? element.First("PersonFullName")).Written() is { } written)
                    parties.Add(XmlParts.Party(role, written, element.First("AddressLineText").Written(), element.First("CountryCode").Written()));
        return parties;
    }
}
