using System.Text;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Reading;

namespace Zhice.Records.Tests.Reading;

/// <summary>Documents after ST.36 of several offices: made by us, nobody's data.</summary>
public sealed class St36Tests
{
    static IpRecord Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>" + text));
        var read = Assert.Single(RecordFiles.Read(stream, "x.xml", null));
        Assert.Null(read.Reason);
        return read.Record!;
    }

    [Fact]
    public void A_full_text_of_the_epo_is_read_by_its_tags()
    {
        var record = Read("""
            <p:ep-patent-document xmlns:p="urn:x" lang="de" country="EP" doc-number="3111111" kind="B1" date-publ="20200115" status="N">
            <p:SDOBI lang="de"><p:B100><p:B110>3111111</p:B110><p:B130>B1</p:B130><p:B140><p:date>20200115</p:date></p:B140><p:B190>EP</p:B190></p:B100>
            <p:B200><p:B210>18700001.2</p:B210><p:B220><p:date>20180102</p:date></p:B220></p:B200>
            <p:B300><p:B310>102017000111</p:B310><p:B320><p:date>20170103</p:date></p:B320><p:B330><p:ctry>DE</p:ctry></p:B330><p:B310>17700001.5</p:B310><p:B320><p:date>20170203</p:date></p:B320><p:B330><p:ctry>EP</p:ctry></p:B330></p:B300>
            <p:B400><p:B450><p:date>20200115</p:date><p:bnum>202003</p:bnum></p:B450></p:B400>
            <p:B500><p:B510EP><p:classification-ipcr sequence="1"><p:text>H01M  10/0525      20100101AFI20190701BHEP        </p:text></p:classification-ipcr></p:B510EP>
            <p:B520EP><p:classifications-cpc><p:classification-cpc sequence="1"><p:text>H01M  50/403       20210101 FI20210101BHEP        </p:text></p:classification-cpc></p:classifications-cpc></p:B520EP>
            <p:B540><p:B541>de</p:B541><p:B542>BATTERIE MIT SEPARATOR</p:B542><p:B541>en</p:B541><p:B542>BATTERY WITH SEPARATOR</p:B542><p:B541>fr</p:B541><p:B542>BATTERIE</p:B542></p:B540>
            <p:B560><p:B561><p:text>WO-A1-2008/123456</p:text></p:B561><p:B561><p:text>US-A- 5 202 982</p:text></p:B561><p:B562><p:text>A PAPER: 1999-02</p:text></p:B562></p:B560></p:B500>
            <p:B700><p:B720><p:B721><p:snm>Müller, Jörg</p:snm><p:adr><p:city>Berlin</p:city><p:ctry>DE</p:ctry></p:adr></p:B721></p:B720><p:B730><p:B731><p:snm>Foo AG</p:snm><p:adr><p:str>Weg 1</p:str><p:city>Berlin</p:city><p:ctry>DE</p:ctry></p:adr></p:B731><p:B731><p:snm>Bar SE</p:snm></p:B731></p:B730>
            <p:B740><p:B741><p:snm>Some Attorneys</p:snm></p:B741></p:B740></p:B700>
            <p:B800><p:B870><p:B871><p:dnum><p:pnum>WO2018123456</p:pnum></p:dnum></p:B871></p:B870></p:B800></p:SDOBI>
            <p:description lang="de"><p:p>Beschreibung.</p:p></p:description>
            <p:claims lang="de"><p:claim num="1"><p:claim-text>Eine Batterie.</p:claim-text></p:claim></p:claims><p:claims lang="en"><p:claim num="1"><p:claim-text>A battery.</p:claim-text></p:claim></p:claims></p:ep-patent-document>
            """);
        Assert.Equal(("EP3111111B1", "EP18700001", new DateOnly(2018, 1, 2), new DateOnly(2020, 1, 15), new DateOnly(2020, 1, 15)), (record.Publication, record.Application, record.Filed, record.Published, record.Granted));
        Assert.Equal(("BATTERY WITH SEPARATOR", "A battery.", "Beschreibung."), (record.Title, record.Claims, record.Description));
        Assert.Equal([(PartyRole.Applicant, "Foo AG", "DE"), (PartyRole.Applicant, "Bar SE", null), (PartyRole.Inventor, "Müller, Jörg", "DE"), (PartyRole.Agency, "Some Attorneys", null)], record.Parties.Select(p => (p.Role, p.Name, p.Country)));
        Assert.Equal("Weg 1, Berlin", record.Applicant!.Address);
        Assert.Equal(["DE102017000111", "EP17700001"], record.Priorities);
        Assert.Equal([new("IPC", "H01M10/0525"), new("CPC", "H01M50/403")], record.Classes);
        Assert.Equal(["WO2008123456A1", "US5202982A"], record.Citations.Select(c => c.Number));
        Assert.Equal(["WO2018123456"], record.Family);
    }

    [Theory]
    [InlineData("CN", "B", "20210302", true)]
    [InlineData("CN", "C", "20050302", true)]
    [InlineData("CN", "U", "20210302", true)]
    [InlineData("CN", "Y", "20050302", true)]
    [InlineData("CN", "S", "20210302", true)]
    [InlineData("CN", "A", "20210302", false)]
    [InlineData("CN", "B8", "20210302", false)]
    [InlineData("CN", "C1", "20210302", false)]
    [InlineData("CN", "B", "19900302", false)]
    [InlineData("CN", "U", "19900302", false)]
    [InlineData("US", "B2", "20210302", true)]
    [InlineData("US", "P2", "20210302", true)]
    [InlineData("US", "P1", "20210302", false)]
    [InlineData("EP", "B1", "20210302", true)]
    [InlineData("EP", "B2", "20210302", false)]
    [InlineData("DE", "U1", "20210302", false)]
    public void A_publication_that_announces_a_grant_gives_its_day(string office, string code, string day, bool granted)
    {
        var record = Read($"<exchange-document country=\"{office}\" doc-number=\"112233445\" kind=\"{code}\" date-publ=\"{day}\"><bibliographic-data><invention-title>t</invention-title></bibliographic-data></exchange-document>");
        Assert.Equal(granted ? record.Published : null, record.Granted);
        Assert.NotNull(record.Published);
    }

    [Fact]
    public void A_class_of_before_2006_stands_in_a_text()
    {
        var record = Read("<exchange-document country=\"JP\" doc-number=\"S6012345\" kind=\"A\"><bibliographic-data><classification-ipc><edition>3</edition><text>H01M10/00</text><text>Z99Q 1/00</text></classification-ipc><invention-title>t</invention-title></bibliographic-data></exchange-document>");
        Assert.Equal("H01M10/00", Assert.Single(record.Classes).Symbol);
        Assert.Equal("1", record.More["bad-class"]);
    }

    [Fact]
    public void A_plant_patent_of_the_united_states_has_its_office_before_its_number()
    {
        var record = Read("<us-patent-grant country=\"US\"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>PP025555</doc-number><kind>P2</kind><date>20150609</date></document-id></publication-reference><invention-title>Apple tree</invention-title></us-bibliographic-data-grant></us-patent-grant>");
        Assert.Equal(("USPP25555P2", new DateOnly(2015, 6, 9)), (record.Publication, record.Granted));
        Assert.Equal("USPP25555P2", RecordNumber.Read("US PP025,555 P2")!.Text);
    }

    [Fact]
    public void What_an_application_of_the_united_states_goes_on_from_is_priority_and_what_was_published_of_it_family()
    {
        static string Id(string country, string number, string kind = "") => $"<document-id><country>{country}</country><doc-number>{number}</doc-number>{kind}<date>20010606</date></document-id>";
        var record = Read($"""
            <us-patent-grant country="US"><us-bibliographic-data-grant><publication-reference>{Id("US", "07272630", "<kind>B2</kind>")}</publication-reference><invention-title>t</invention-title>
            <us-related-documents><division><relation><parent-doc>{Id("US", "09876376", "<kind>00</kind>")}<parent-grant-document>{Id("US", "6999999", "<kind>B1</kind>")}</parent-grant-document><parent-pct-document>{Id("WO", "PCT/US00/01234")}</parent-pct-document></parent-doc><child-doc>{Id("US", "10991571")}</child-doc></relation></division>
            <continuation><relation><parent-doc>{Id("US", "PCT/CH02/00573")}</parent-doc><child-doc>{Id("US", "10830857")}</child-doc></relation></continuation>
            <us-provisional-application>{Id("US", "60968023")}</us-provisional-application><related-publication>{Id("US", "20050097148", "<kind>A1</kind>")}</related-publication></us-related-documents></us-bibliographic-data-grant></us-patent-grant>
            """);
        Assert.Equal(["US60968023", "US9876376", "PCTCH0200573", "PCTUS0001234"], record.Priorities);
        Assert.Equal(["US6999999B1", "US20050097148A1"], record.Family);
    }
}
