using System.Text;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Reading;

namespace Zhice.Records.Tests.Reading;

/// <summary>ST.96 by the names and the order of its published schema (V6_0): documents of ours, nobody's data.</summary>
public sealed class St96Tests
{
    const string Spaces = "xmlns:pat=\"http://www.wipo.int/standards/XMLSchema/ST96/Patent\" xmlns:com=\"http://www.wipo.int/standards/XMLSchema/ST96/Common\" xmlns:tmk=\"http://www.wipo.int/standards/XMLSchema/ST96/Trademark\" xmlns:dgn=\"http://www.wipo.int/standards/XMLSchema/ST96/Design\"";

    static IpRecord Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>" + text));
        var read = Assert.Single(RecordFiles.Read(stream, "x.xml", null));
        Assert.Null(read.Reason);
        return read.Record!;
    }

    static string Publication(string number, string code, string filing) => $"""
        <pat:PatentPublication {Spaces} com:st96Version="V6_0"><com:IPOfficeCode>CN</com:IPOfficeCode><pat:BibliographicData>
        <pat:PatentPublicationIdentification><com:IPOfficeCode>CN</com:IPOfficeCode><pat:PublicationNumber>{number}</pat:PublicationNumber><com:PatentDocumentKindCode>{code}</com:PatentDocumentKindCode><com:PublicationDate>2015-01-20</com:PublicationDate></pat:PatentPublicationIdentification>
        <pat:ApplicationIdentification><com:IPOfficeCode>CN</com:IPOfficeCode><com:ApplicationNumber><com:IPOfficeCode>CN</com:IPOfficeCode><com:ApplicationNumberText>201010123456.X</com:ApplicationNumberText></com:ApplicationNumber>{filing}</pat:ApplicationIdentification>
        <pat:PriorityClaimBag><pat:PriorityClaim com:sequenceNumber="01"><com:IPOfficeCode>JP</com:IPOfficeCode><com:ApplicationNumber><com:ApplicationNumberText>2007-290922</com:ApplicationNumberText></com:ApplicationNumber><pat:FilingDate>2007-11-08</pat:FilingDate></pat:PriorityClaim></pat:PriorityClaimBag>
        <pat:PatentClassificationBag><pat:IPCRClassificationBag><pat:IPCRClassification><pat:Section>H</pat:Section><pat:Class>01</pat:Class><pat:Subclass>L</pat:Subclass><pat:MainGroup>21</pat:MainGroup><pat:Subgroup>302</pat:Subgroup></pat:IPCRClassification></pat:IPCRClassificationBag>
        <pat:CPCClassificationBag><pat:MainCPC><pat:CPCClassification><pat:CPCSection>H</pat:CPCSection><pat:Class>01</pat:Class><pat:Subclass>L</pat:Subclass><pat:MainGroup>2924</pat:MainGroup><pat:Subgroup>01015</pat:Subgroup></pat:CPCClassification></pat:MainCPC></pat:CPCClassificationBag></pat:PatentClassificationBag>
        <pat:InventionTitleBag><pat:InventionTitle>一种物</pat:InventionTitle></pat:InventionTitleBag>
        <pat:ReferenceCitationBag><pat:ReferenceCitation><com:PatentCitation><com:CitedPatentDocumentIdentification><com:IPOfficeCode>US</com:IPOfficeCode><com:DocumentNumber>6054363</com:DocumentNumber><com:EntityName>Some</com:EntityName><com:PatentDocumentKindCode>A</com:PatentDocumentKindCode></com:CitedPatentDocumentIdentification></com:PatentCitation></pat:ReferenceCitation></pat:ReferenceCitationBag>
        <pat:PartyBag><pat:ApplicantBag><pat:Applicant><com:PublicationContact><com:Name><com:PersonName><com:PersonStructuredName><com:FirstName>三</com:FirstName><com:LastName>张</com:LastName></com:PersonStructuredName></com:PersonName></com:Name></com:PublicationContact><pat:ApplicantCategory>Applicant</pat:ApplicantCategory></pat:Applicant></pat:ApplicantBag>
        <pat:InventorBag><pat:Inventor><com:PublicationContact><com:Name><com:EntityName>张三</com:EntityName></com:Name></com:PublicationContact></pat:Inventor></pat:InventorBag>
        <pat:AssigneeBag><pat:Assignee><com:Contact><com:Name><com:OrganizationName><com:OrganizationStandardName>某公司</com:OrganizationStandardName></com:OrganizationName></com:Name><com:PostalAddressBag><com:PostalAddress><com:PostalAddressText>安徽省当涂县某路</com:PostalAddressText></com:PostalAddress></com:PostalAddressBag></com:Contact></pat:Assignee></pat:AssigneeBag>
        <pat:RegisteredPractitionerBag><pat:RegisteredPractitioner><com:PublicationContact><com:Name><com:EntityName>某代理所</com:EntityName></com:Name></com:PublicationContact></pat:RegisteredPractitioner></pat:RegisteredPractitionerBag></pat:PartyBag></pat:BibliographicData>
        <pat:Description>
          <com:P com:id="p1">第一段电
          池</com:P>
          <com:P com:id="p2">隔膜第二段</com:P></pat:Description></pat:PatentPublication>
        """;

    [Fact]
    public void A_publication_is_read_by_the_schema_and_the_day_of_a_priority_is_not_that_of_the_filing()
    {
        var record = Read(Publication("102345678", "B", "<pat:FilingDate>2010-03-12</pat:FilingDate>"));
        Assert.Equal(("CN102345678B", "CN201010123456", new DateOnly(2010, 3, 12), new DateOnly(2015, 1, 20), new DateOnly(2015, 1, 20)), (record.Publication, record.Application, record.Filed, record.Published, record.Granted));
        Assert.Equal([new("IPC", "H01L21/302"), new("CPC", "H01L2924/01015")], record.Classes);
        Assert.Equal([(PartyRole.Applicant, "某公司", "340521"), (PartyRole.Inventor, "张三", null), (PartyRole.Agency, "某代理所", null)], record.Parties.Select(p => (p.Role, p.Name, p.Division)));
        Assert.Equal(("JP2007290922", "US6054363A"), (Assert.Single(record.Priorities), Assert.Single(record.Citations).Number));
        // A line that breaks within a paragraph is one; two paragraphs are two.
        Assert.Equal("第一段电池 隔膜第二段", record.Description);

        var undated = Read(Publication("102345678", "A", ""));
        Assert.Equal((null, null, new DateOnly(2015, 1, 20)), (undated.Filed, undated.Granted, undated.Published));
    }

    [Fact]
    public void A_mark_has_its_classes_owners_and_events_once()
    {
        var mark = Read($"""
            <tmk:TrademarkApplication {Spaces}><tmk:TrademarkBag><tmk:Trademark><com:RegistrationOfficeCode>US</com:RegistrationOfficeCode>
            <com:ApplicationNumber><com:IPOfficeCode>US</com:IPOfficeCode><com:ApplicationNumberText>87000001</com:ApplicationNumberText></com:ApplicationNumber><com:RegistrationNumber>5100001</com:RegistrationNumber>
            <com:ApplicationDate>2016-05-12</com:ApplicationDate><com:RegistrationDate>2017-03-28</com:RegistrationDate><tmk:MarkCurrentStatusCode>REGISTERED</tmk:MarkCurrentStatusCode>
            <tmk:MarkRepresentation><tmk:MarkReproduction><tmk:WordMarkSpecification><tmk:MarkVerbalElementText>SOMEMARK</tmk:MarkVerbalElementText></tmk:WordMarkSpecification></tmk:MarkReproduction></tmk:MarkRepresentation>
            <tmk:GoodsServicesBag><tmk:GoodsServices><tmk:GoodsServicesClassificationBag><tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Primary</tmk:ClassificationKindCode><tmk:ClassNumber>009</tmk:ClassNumber></tmk:GoodsServicesClassification>
            <tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Nice</tmk:ClassificationKindCode><tmk:ClassNumber>042</tmk:ClassNumber></tmk:GoodsServicesClassification>
            <tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Domestic</tmk:ClassificationKindCode><tmk:NationalClassNumber>021</tmk:NationalClassNumber></tmk:GoodsServicesClassification></tmk:GoodsServicesClassificationBag></tmk:GoodsServices></tmk:GoodsServicesBag>
            <tmk:PublicationBag><tmk:Publication><com:PublicationDate>2017-01-10</com:PublicationDate></tmk:Publication></tmk:PublicationBag>
            <tmk:ApplicantBag><tmk:Applicant com:sequenceNumber="10"><com:Contact><com:Name><com:EntityName>Some Ltd</com:EntityName></com:Name></com:Contact><com:IncorporationCountryCode>CN</com:IncorporationCountryCode></tmk:Applicant>
            <tmk:Applicant com:sequenceNumber="20"><com:Contact><com:Name><com:EntityName>Some Ltd</com:EntityName></com:Name></com:Contact></tmk:Applicant></tmk:ApplicantBag>
            <tmk:MarkEventBag><tmk:MarkEvent><tmk:MarkEventCategory>National prosecution history entry</tmk:MarkEventCategory><tmk:NationalMarkEvent><tmk:MarkEventCode>NONPE</tmk:MarkEventCode><tmk:MarkEventDescriptionText>NOTICE E-MAILED</tmk:MarkEventDescriptionText></tmk:NationalMarkEvent><tmk:MarkEventDate>2016-12-21</tmk:MarkEventDate></tmk:MarkEvent></tmk:MarkEventBag>
            </tmk:Trademark></tmk:TrademarkBag></tmk:TrademarkApplication>
            """);
        Assert.Equal(("US5100001", "US87000001", RecordStatus.InForce, new DateOnly(2017, 1, 10), "SOMEMARK"), (mark.Publication, mark.Application, mark.Status, mark.Published, mark.Title));
        Assert.Equal([new("NICE", "09"), new("NICE", "42")], mark.Classes);
        Assert.DoesNotContain("bad-class", mark.More.Keys);
        Assert.Equal(("Some Ltd", "CN"), (Assert.Single(mark.Parties).Name, mark.Parties[0].Country));
        Assert.Equal([new LegalEvent(new(2016, 12, 21), "NONPE", "NOTICE E-MAILED")], mark.Events);
    }

    [Fact]
    public void A_design_has_the_text_of_its_class_and_not_the_number_of_its_priority()
    {
        var design = Read($"""
            <dgn:DesignApplication {Spaces}><com:ApplicationNumber><com:ApplicationNumberText>35503842</com:ApplicationNumberText></com:ApplicationNumber><dgn:DesignBag><dgn:Design><dgn:DesignIdentifier>D0123456</dgn:DesignIdentifier>
            <com:IPOfficeCode>EM</com:IPOfficeCode><com:RegistrationNumber>123456</com:RegistrationNumber><com:RegistrationDate>2017-08-29</com:RegistrationDate><dgn:DesignTitleText com:languageCode="en">Chair</dgn:DesignTitleText><dgn:DesignTitleText com:languageCode="zh">椅子</dgn:DesignTitleText>
            <com:ExpiryDate>2034-01-29</com:ExpiryDate><dgn:DesignCurrentStatusCategory>Registered</dgn:DesignCurrentStatusCategory>
            <com:DesignClassificationBag><com:LocarnoClassificationBag><com:LocarnoClassificationEdition>11</com:LocarnoClassificationEdition><com:LocarnoClassificationText>06-01</com:LocarnoClassificationText></com:LocarnoClassificationBag></com:DesignClassificationBag>
            <dgn:PriorityBag><dgn:Priority><com:PriorityCountryCode>WO</com:PriorityCountryCode><com:ApplicationNumber><com:ApplicationNumberText>DM/096824</com:ApplicationNumberText></com:ApplicationNumber></dgn:Priority></dgn:PriorityBag>
            <dgn:DesignerBag><dgn:Designer><com:Contact><com:Name><com:PersonName><com:PersonStructuredName><com:FirstName>Some</com:FirstName><com:LastName>Body</com:LastName></com:PersonStructuredName></com:PersonName></com:Name></com:Contact></dgn:Designer></dgn:DesignerBag>
            </dgn:Design></dgn:DesignBag></dgn:DesignApplication>
            """);
        Assert.Equal(("EM123456", null, "椅子", RecordStatus.InForce, "2034-01-29"), (design.Publication, design.Application, design.Title, design.Status, design.More["expires"]));
        Assert.Equal([new ClassMark("LOC", "06-01")], design.Classes);
        Assert.Equal("Some Body", design.Parties.Single(p => p.Role == PartyRole.Inventor).Name);
        Assert.Single(design.Priorities);
    }

    [Theory]
    [InlineData("009", "09")]
    [InlineData("第35类", "35")]
    [InlineData("100", null)]
    [InlineData("046", null)]
    [InlineData("0", null)]
    public void A_class_of_goods_is_read_with_noughts_before_it(string written, string? symbol) => Assert.Equal(symbol, ClassSymbol.Normal("NICE", written));
}
