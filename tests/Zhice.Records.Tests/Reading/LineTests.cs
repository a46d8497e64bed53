using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Records.Tests.Reading;

/// <summary>Rows and lines as people write them.</summary>
public sealed class LineTests
{
    static List<ReadRecord> Read(string text, string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return [.. RecordFiles.Read(stream, name, null)];
    }

    [Theory]
    [InlineData("\"parties\":[null]", "record.null")]
    [InlineData("\"parties\":[{\"role\":\"Applicant\",\"name\":null}]", "record.null")]
    [InlineData("\"classes\":[null]", "record.null")]
    [InlineData("\"classes\":[{\"scheme\":\"IPC\",\"symbol\":null}]", "record.null")]
    [InlineData("\"citations\":[null]", "record.null")]
    [InlineData("\"events\":[null]", "record.null")]
    [InlineData("\"family\":[null]", "record.null")]
    [InlineData("\"priorities\":[null]", "record.null")]
    [InlineData("\"more\":{\"a\":null}", "record.null")]
    [InlineData("\"status\":300", "record.json")]
    [InlineData("\"office\":\"China\"", "record.json")]
    [InlineData("\"filed\":\"0001-01-01\"", "record.day")]
    public void A_line_with_nothing_where_something_must_stand_costs_only_itself(string field, string reason)
    {
        var read = Read($"{{\"kind\":\"Invention\",\"publication\":\"CN900000001A\",\"title\":\"x\",{field}}}\n{{\"kind\":\"Invention\",\"publication\":\"CN900000002A\",\"title\":\"y\"}}\n", "x.jsonl");
        Assert.Equal([(1L, reason), (2L, null)], read.Select(r => (r.Line, r.Reason)));
        using var scratch = new ScratchStore();
        Assert.Equal(1, scratch.Take(read.Select(r => r.Record).OfType<IpRecord>()).Added);
    }

    [Fact]
    public void Lines_are_checked_as_tables_are()
    {
        var record = Assert.Single(Read("{\"kind\":\"Invention\",\"application\":\"202010123456.9\",\"title\":\"x\",\"classes\":[{\"scheme\":\"IPC\",\"symbol\":\"g06f 13/12\"},{\"scheme\":\"IPC\",\"symbol\":\"Z99Q1/00\"}],\"parties\":[{\"role\":\"Applicant\",\"name\":\"某\",\"address\":\"安徽省当涂县\",\"division\":\"999999\"}]}", "x.jsonl")).Record!;
        Assert.Equal("G06F13/12", Assert.Single(record.Classes).Symbol);
        Assert.Equal(("1", "202010123456.9", "340521"), (record.More["bad-class"], record.More["check-digit"], record.Applicant!.Division));
    }

    [Fact]
    public void Different_cases_contracts_and_classes_of_a_mark_have_different_keys()
    {
        var read = Read("""
            类型,登记号,申请号,名称,类别
            纠纷,皖知法裁字〔2023〕12号,,某案,
            纠纷,合知法裁字[2023]12号,,另案,
            许可,2023980012345,202010123456.6,许可一,
            许可,2023980012346,202010123456.6,许可二,
            转让,转让一,,甲转乙,
            地理标志,公告第123号,,某茶,
            商标,第 12345678 号,,某牌,9
            商标,12345678,,某牌,35
            商标,12345678,,某牌,35
            """, "x.csv");
        Assert.All(read, r => Assert.Null(r.Reason));
        Assert.Equal(["Dispute:皖知法裁字〔2023〕12号", "Dispute:合知法裁字〔2023〕12号", "Licence:2023980012345", "Licence:2023980012346", "Transfer:转让一", "GeographicalIndication:公告第123号", "Trademark:CN12345678:09", "Trademark:CN12345678:35", "Trademark:CN12345678:35"],
            read.Select(r => r.Record!.Key));
        Assert.Equal(("CN202010123456", "2023980012345"), (read[2].Record!.Application, read[2].Record!.Publication));
        using var scratch = new ScratchStore();
        var job = scratch.Take(read.Select(r => r.Record!));
        Assert.Equal((8L, 0L, 1L, 0L), (job.Added, job.Replaced, job.Unchanged, job.Rejected));
    }

    [Fact]
    public void Columns_that_nothing_is_taken_from_and_a_status_that_is_not_understood_are_told()
    {
        var read = Read("公开号,名称,摘要,text,法律状态,摘要,备注\nCN112345678A,甲,文,文,有效,又,\nCN112345679A,乙,文,文,花样,又,\nCN112345680A,丙,文,文,花样,又,\n", "x.csv");
        using var scratch = new ScratchStore();
        using var writer = new RecordWriter(scratch.Store);
        var dataset = writer.Register("test", "test", "test", "test", "once", false, synthetic: true);
        var job = IngestRun.Take(writer, dataset, "x.csv", "one", 0, read, null, CancellationToken.None);
        Assert.Equal([("ingest.columns", "text、摘要、备注"), ("ingest.status", "花样")], job.Told);
        Assert.Equal((JobState.Done, 3L, 0L), (job.State, job.Done, job.Rejected));
        Assert.Equal((RecordStatus.InForce, RecordStatus.Unknown, "花样"), (read[0].Record!.Status, read[1].Record!.Status, read[1].Record!.More["bad-status"]));
        Assert.Contains(new QualityFigure("bad-status", 2), scratch.Store.Quality(dataset));
        Assert.Equal(job.Told, scratch.Store.Jobs(1)[0].Told);
    }

    [Fact]
    public void A_day_to_come_is_no_fact_and_a_kind_that_its_numbers_contradict_is_marked()
    {
        var read = Read("""
            {"kind":"Invention","publication":"CN112345678A","title":"甲","filed":"2020-01-02","published":"2021-01-05","granted":"2190-01-01","ended":"2191-01-01"}
            {"kind":"Invention","application":"202020123456","publication":"CN212345679U","title":"乙","filed":"2020-01-02","published":"2021-01-05"}
            {"kind":"UtilityModel","application":"202020123457","publication":"CN212345680U","title":"丙","filed":"2020-01-02","published":"2190-01-05"}
            """, "x.jsonl");
        using var scratch = new ScratchStore();
        using var writer = new RecordWriter(scratch.Store);
        var dataset = writer.Register("test", "test", "test", "test", "once", false, synthetic: false);
        IngestRun.Take(writer, dataset, "x.jsonl", "one", 0, read, null, CancellationToken.None);
        var kept = scratch.Store.Load([1, 2, 3]).Select(r => r.Record).ToList();
        Assert.Equal((null, null, new DateOnly(2021, 1, 5), "granted 2190-01-01", "2191-01-01"), (kept[0].Granted, kept[0].Ended, kept[0].Published, kept[0].More["future-day"], kept[0].More["expires"]));
        Assert.Equal("CN212345679U, CN202020123456", kept[1].More["kind-contradicts"]);
        Assert.Equal((null, "published 2190-01-05", false), (kept[2].Published, kept[2].More["future-day"], kept[2].More.ContainsKey("kind-contradicts")));
        Assert.Equal((2L, 1L), (scratch.Store.Quality(dataset).Single(f => f.Measure == "future-day").Count, scratch.Store.Quality(dataset).Single(f => f.Measure == "kind-contradicts").Count));
    }

    [Fact]
    public void An_unclosed_quote_costs_its_own_line_and_nothing_else()
    {
        var read = Read("公开号,名称,申请日\nCN881000001A,\"好,的\",2020-01-02\nCN881000002A,\"没有收尾,2020-01-02\nCN881000003A,\"下一件\",2020-01-02\nCN881000004A,\"两\n行\",2020-01-02\nCN881000005A,\"到最后,2020-01-02\nCN881000006A,无引号,2020-01-02\n", "x.csv");
        Assert.Equal([(2L, null, "好,的"), (3L, "record.quote", null), (4L, null, "下一件"), (5L, null, "两\n行"), (7L, "record.quote", null), (8L, null, "无引号")], read.Select(r => (r.Line, r.Reason, r.Record?.Title)));
        Assert.Contains("CN881000002A", read[1].Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_is_longer_than_any_record_costs_its_row_and_is_never_held()
    {
        using var book = new MemoryStream();
        using (var zip = new ZipArchive(book, ZipArchiveMode.Create, leaveOpen: true))
        using (var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open()))
        {
            static string Cell(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
            sheet.Write($"<worksheet><sheetData><row r=\"1\">{Cell("A1", "公开号")}{Cell("B1", "名称")}</row><row r=\"2\">{Cell("A2", "CN112345678A")}<c r=\"B2\" t=\"inlineStr\"><is><t>");
            for (var i = 0; i < 4_000; i++) sheet.Write(new string('长', 10_000));
            sheet.Write($"</t></is></c></row><row r=\"3\">{Cell("A3", "CN112345679A")}{Cell("B3", "下一件")}</row></sheetData></worksheet>");
        }
        book.Position = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = RecordFiles.Read(book, "x.xlsx", null).ToList();
        Assert.Equal([(2L, "record.long", null), (3L, null, "下一件")], read.Select(r => (r.Line, r.Reason, r.Record?.Title)));
        Assert.Equal("CN112345678A", read[0].Excerpt);
        // Forty million characters are eighty megabytes; what may be held is far less.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 70_000_000);
    }

    [Theory]
    [InlineData("14", false, "2020-01-01")]
    [InlineData("31", false, "2020-01-01")]
    [InlineData("164", false, "2020-01-01")]
    [InlineData("14", true, "2024-01-02")]
    [InlineData("165", false, "43831")]
    [InlineData("0", false, "43831")]
    public void A_day_of_a_workbook_is_a_day(string format, bool since1904, string day)
    {
        using var book = new MemoryStream();
        using (var zip = new ZipArchive(book, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string text) { using var part = new StreamWriter(zip.CreateEntry(name).Open()); part.Write(text); }
            Part("xl/workbook.xml", $"<workbook><workbookPr date1904=\"{(since1904 ? 1 : 0)}\"/></workbook>");
            Part("xl/styles.xml", $"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd;@\"/><numFmt numFmtId=\"165\" formatCode=\"0.00&quot;day&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"{format}\"/></cellXfs></styleSheet>");
            Part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>公开号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>名称</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>申请日</t></is></c></row>"
                + "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>CN112345678A</t></is></c><c r=\"B2\"><v>7</v></c><c r=\"C2\" s=\"1\"><v>43831.5</v></c></row></sheetData></worksheet>");
        }
        book.Position = 0;
        var read = Assert.Single(RecordFiles.Read(book, "x.xlsx", null));
        if (day == "43831") Assert.Equal(("record.day", "43831.5"), (read.Reason, read.Excerpt));
        else Assert.Equal((day, "7"), (read.Record!.Filed!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), read.Record.Title));
    }

    const string Docdb = """
        <exch:exchange-document xmlns:exch="http://www.epo.org/exchange" country="CN" doc-number="107123456" kind="A" family-id="59999999" {0}><exch:bibliographic-data>
        <exch:publication-reference data-format="docdb"><document-id><country>CN</country><doc-number>107123456</doc-number><kind>A</kind><date>20170901</date></document-id></exch:publication-reference>
        <exch:patent-classifications><patent-classification><classification-scheme office="EP" scheme="CPCI"/><classification-symbol>A61K   8/00</classification-symbol></patent-classification>
        <patent-classification><classification-scheme office="JP" scheme="FTERM"/><classification-symbol>4C083AA01</classification-symbol></patent-classification><patent-classification><classification-scheme office="JP" scheme="FI"/><classification-symbol>A61K 8/02</classification-symbol></patent-classification></exch:patent-classifications>
        <exch:parties><exch:applicants><exch:applicant data-format="docdb"><exch:applicant-name><name>UNIV SOME</name></exch:applicant-name></exch:applicant><exch:applicant data-format="docdba"><exch:applicant-name><name>SOME UNIVERSITY</name></exch:applicant-name></exch:applicant></exch:applicants>
        <exch:inventors><exch:inventor data-format="docdb"><exch:inventor-name><name>ZHANG SAN</name></exch:inventor-name></exch:inventor><exch:inventor data-format="original"><exch:inventor-name><name>张三</name></exch:inventor-name></exch:inventor></exch:inventors></exch:parties>
        <exch:invention-title lang="en">A thing</exch:invention-title></exch:bibliographic-data>
        <exch:patent-family><exch:family-member><exch:publication-reference data-format="docdb"><document-id><country>CN</country><doc-number>107123456</doc-number><kind>A</kind></document-id></exch:publication-reference><exch:publication-reference data-format="epodoc"><document-id><doc-number>CN107123456</doc-number></document-id></exch:publication-reference></exch:family-member>
        <exch:family-member><exch:publication-reference data-format="docdb"><document-id><country>EP</country><doc-number>3456789</doc-number><kind>A1</kind></document-id></exch:publication-reference></exch:family-member></exch:patent-family></exch:exchange-document>
        """;

    [Fact]
    public void An_exchange_document_names_each_party_class_and_member_once_and_may_take_itself_back()
    {
        var record = Assert.Single(Read("<?xml version=\"1.0\"?>" + Docdb.Replace("{0}", "status=\"A\"", StringComparison.Ordinal), "x.xml")).Record!;
        Assert.Equal([(PartyRole.Applicant, "UNIV SOME"), (PartyRole.Inventor, "张三")], record.Parties.Select(p => (p.Role, p.Name)));
        Assert.Equal([new ClassMark("CPC", "A61K8/00")], record.Classes);
        Assert.Equal(["EP3456789A1"], record.Family);
        Assert.Equal("59999999", record.More["family-id"]);
        Assert.DoesNotContain("bad-class", record.More.Keys);

        var gone = Assert.Single(Read("<?xml version=\"1.0\"?>" + Docdb.Replace("{0}", "status=\"D\"", StringComparison.Ordinal), "x.xml"));
        Assert.Equal((null, "CN107123456A", true), (gone.Reason, gone.Record!.Key, gone.Record.Deleted));
        using var scratch = new ScratchStore();
        scratch.Take([record]);
        var job = scratch.Take([gone.Record], "two");
        Assert.Equal((1L, 0L, 0L), (job.Removed, job.Added, scratch.Store.Snapshot().Count));
    }

    [Fact]
    public void A_patent_and_a_mark_of_st96_are_read_with_all_their_parts()
    {
        var patent = Assert.Single(Read("""
            <?xml version="1.0"?><pat:PatentRecord xmlns:pat="p" xmlns:com="c"><pat:PatentGrantIdentification><com:IPOfficeCode>CN</com:IPOfficeCode><pat:PatentNumber>118000123</pat:PatentNumber></pat:PatentGrantIdentification>
            <pat:PatentPublicationIdentification><com:PatentDocumentKindCode>B</com:PatentDocumentKindCode></pat:PatentPublicationIdentification>
            <pat:InventionTitle com:languageCode="en">A thing</pat:InventionTitle><pat:InventionTitle com:languageCode="zh">一种物</pat:InventionTitle>
            <pat:PartyBag><pat:Applicant><com:OrganizationStandardName>某公司</com:OrganizationStandardName><com:PostalAddressText>安徽省当涂县某路</com:PostalAddressText></pat:Applicant>
            <pat:Inventor><com:PersonName><com:PersonStructuredName><com:FirstName>三</com:FirstName><com:LastName>张</com:LastName></com:PersonStructuredName></com:PersonName></pat:Inventor></pat:PartyBag>
            <pat:PriorityClaim><com:IPOfficeCode>US</com:IPOfficeCode><com:ApplicationNumber><com:ApplicationNumberText>62123456</com:ApplicationNumberText></com:ApplicationNumber></pat:PriorityClaim>
            <com:PatentCitation><com:CitedPatentDocumentIdentification><com:IPOfficeCode>WO</com:IPOfficeCode><com:DocumentNumber>WO 89/02682</com:DocumentNumber><com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode></com:CitedPatentDocumentIdentification></com:PatentCitation></pat:PatentRecord>
            """, "x.xml")).Record!;
        Assert.Equal(("CN118000123B", "一种物", "340521"), (patent.Publication, patent.Title, patent.Applicant!.Division));
        Assert.Equal("张三", patent.Parties.Single(p => p.Role == PartyRole.Inventor).Name);
        Assert.Equal(("US62123456", "WO8902682A1"), (Assert.Single(patent.Priorities), patent.Citations.Single().Number));

        var mark = Assert.Single(Read("""
            <?xml version="1.0"?><Trademark><RegistrationNumber>12345678</RegistrationNumber><RegistrationDate>2024-05-01+08:00</RegistrationDate><ExpiryDate>2034-05-01</ExpiryDate><MarkCurrentStatusCode>Registered</MarkCurrentStatusCode>
            <MarkVerbalElementText>某牌</MarkVerbalElementText><ClassNumber>9</ClassNumber><ViennaClassification><ViennaCategory>26</ViennaCategory><ViennaDivision>4</ViennaDivision><ViennaSection>2</ViennaSection></ViennaClassification></Trademark>
            """, "x.xml")).Record!;
        Assert.Equal((RecordStatus.InForce, null, "2034-05-01", "Trademark:CN12345678:09"), (mark.Status, mark.Ended, mark.More["expires"], mark.Key));
        Assert.Equal([new("NICE", "09"), new("VIENNA", "26.04.02")], mark.Classes);
        Assert.Equal(mark.Key, JsonSerializer.Deserialize(JsonSerializer.Serialize(mark, RecordJson.Default.IpRecord), RecordJson.Default.IpRecord)!.Key);
    }
}
