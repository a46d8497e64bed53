using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Xunit;
using Zhice.Records.Query;
using Zhice.Records.Reading;

namespace Zhice.Records.Tests.Reading;

public sealed class BadInputTests
{
    const string Good = """<?xml version="1.0"?><us-patent-grant country="US"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>0712345{0}</doc-number><kind>B2</kind><date>20070918</date></document-id></publication-reference><invention-title>A {0} &ldquo;good&rdquo; one</invention-title></us-bibliographic-data-grant></us-patent-grant>""";

    static List<ReadRecord> Read(string text, string name = "x.xml") => Read(Encoding.UTF8.GetBytes(text), name);

    static List<ReadRecord> Read(byte[] bytes, string name, TableMapping? mapping = null)
    {
        using var stream = new MemoryStream(bytes);
        return [.. RecordFiles.Read(stream, name, mapping)];
    }

    static string One(int n) => Good.Replace("{0}", n.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Fact]
    public void Many_documents_in_one_file_are_read_and_a_broken_one_costs_only_itself()
    {
        var read = Read($"{One(1)}\n{One(2)[..200]}\n{One(3)}\n{One(4)}\n");

        Assert.Equal([null, "record.xml", null, null], read.Select(r => r.Reason));
        Assert.Equal(["US7123451B2", null, "US7123453B2", "US7123454B2"], read.Select(r => r.Record?.Publication));
        Assert.Equal("A 3 “good” one", read[2].Record!.Title);
        Assert.Equal([1L, 2, 3, 4], read.Select(r => r.Line));
    }

    [Fact]
    public void Ten_thousand_documents_lose_none_at_the_edges_of_the_buffer()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 10_000; i++) text.Append(One(i)).Append(new string(' ', i % 97)).Append('\n');
        var read = Read(text.ToString());

        Assert.Equal(10_000, read.Count);
        Assert.All(read, r => Assert.Equal((null, true), (r.Reason, r.Record!.Title.EndsWith("“good” one", StringComparison.Ordinal))));
        Assert.Equal(Enumerable.Range(1, 10_000).Select(i => (long)i), read.Select(r => r.Line));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>", "&b;")]
    [InlineData("<!DOCTYPE x [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;")]
    [InlineData("<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>", "&q;")]
    public void Entities_are_refused_and_never_resolved(string doctype, string use)
    {
        var read = Assert.Single(Read(One(1).Replace("<us-patent-grant", doctype + "<us-patent-grant", StringComparison.Ordinal).Replace("&ldquo;", use, StringComparison.Ordinal)));

        Assert.Equal("record.xml", read.Reason);
        Assert.DoesNotContain("root:", read.Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_a_file_that_is_no_xml_are_refused()
    {
        Assert.Equal("record.rest", Assert.Single(Read("<?xml version=\"1.0\"?><us-patent-grant>" + string.Concat(Enumerable.Repeat("<a>", 200_000)))).Reason);
        Assert.Equal("record.xml", Read("not a word of XML")[0].Reason);
        Assert.Equal("record.format", Assert.Single(Read("<?xml version=\"1.0\"?><other/>")).Reason);
    }

    [Fact]
    public void A_record_of_fifty_megabytes_is_refused_and_the_next_one_read()
    {
        var read = Read(One(1).Replace("one<", "one</invention-title><abstract>" + new string('长', 50_000_000) + "</abstract><x><", StringComparison.Ordinal) + "\n" + One(2));

        Assert.Equal("record.long", read[0].Reason);
        Assert.Equal("US7123452B2", read[^1].Record!.Publication);
    }

    [Fact]
    public void Tables_in_chinese_encoding_with_formulas_and_impossible_days_are_read_row_by_row()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = "公开号,名称,申请日,申请人,地址,分类号\nCN112345678A,\"=cmd|'/c calc'!A1\",2020-02-03,某某有限公司;\"某大学\",安徽省合肥市蜀山区某路,A61K8/00;Q99Z1/00\nCN112345679A,名,2020-02-31,某,,\nCN112345680A,名,2020-02-28,某,,,多\n\"CN112345681A\",\"两行\n的名\",20200228,某,,\n";
        var read = Read(Encoding.GetEncoding("gb18030").GetBytes(text), "x.csv");

        Assert.Equal([null, "record.day", "record.columns", null], read.Select(r => r.Reason));
        Assert.Equal([2L, 3, 4, 5], read.Select(r => r.Line));
        Assert.Equal("=cmd|'/c calc'!A1", read[0].Record!.Title);
        Assert.Equal(("340104", "1"), (read[0].Record!.Applicant!.Division, read[0].Record!.More["bad-class"]));
        Assert.Equal("两行\n的名", read[3].Record!.Title);
    }

    [Fact]
    public void A_workbook_and_json_lines_packed_with_gzip_are_read()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            zip.Write(Encoding.UTF8.GetBytes("{\"kind\":\"Trademark\",\"application\":\"第 12345678 号\",\"title\":\"某牌\",\"classes\":[{\"scheme\":\"NICE\",\"symbol\":\"25\"}]}\nno json\n{\"kind\":\"Invention\",\"title\":\"无号\"}\n"));
        var read = Read(packed.ToArray(), "x.jsonl.gz");
        Assert.Equal([null, "record.json", null], read.Select(r => r.Reason));
        Assert.Equal("Trademark:CN12345678:25", read[0].Record!.Key); // a mark has a row for each class
        Assert.Equal("record.number-missing", RecordCheck.Fault(read[2].Record!));

        using var book = new MemoryStream();
        using (var zip = new ZipArchive(book, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var strings = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml").Open())) strings.Write("<sst><si><t>公开号</t></si><si><r><t>名</t></r><r><t>称</t></r></si><si><t>CN112345678A</t></si></sst>");
            using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            sheet.Write("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>某装置</t></is></c></row></sheetData></worksheet>");
        }
        var row = Assert.Single(Read(book.ToArray(), "x.xlsx"));
        Assert.Equal(("CN112345678A", "某装置", 2L), (row.Record!.Publication, row.Record.Title, row.Line));
    }

    [Theory]
    [InlineData("title:", "query.end", 7)]
    [InlineData("(电池 AND", "query.end", 8)]
    [InlineData("电池) 壳体", "query.unexpected", 3)]
    [InlineData("电池 \"壳体", "query.quote", 4)]
    [InlineData("colour:red", "query.field", 1)]
    [InlineData("date:2020-13", "query.date", 6)]
    [InlineData("date:2023..2020", "query.date", 6)]
    [InlineData("ipc:Q99Z", "query.class", 5)]
    [InlineData("region:某处", "query.region", 8)]
    [InlineData("*put", "query.wildcard", 1)]
    [InlineData("a*", "query.wildcard", 1)]
    [InlineData("电*池", "query.chinese-star", 1)]
    [InlineData("电池 NEAR/5 (壳体 OR 壳)", "query.near", 4)]
    [InlineData("，，", "query.empty", 1)]
    public void A_bad_query_is_told_what_and_where(string query, string code, int position)
    {
        Assert.False(QueryParser.Parse(query).Accepted(out _, out var refusal));
        Assert.Equal((code, position), (refusal.Defects[0].Code, (int)refusal.Defects[0].Arguments[0]));
    }

    [Fact]
    public void Queries_without_end_are_refused_at_once()
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var (query, code) in new[]
        {
            (string.Join(" OR ", Enumerable.Range(0, 10_000).Select(i => "t" + i)), "query.long"),
            (string.Join(' ', Enumerable.Range(0, 2_000).Select(i => "t" + i)), "query.terms"),
            (new string('(', 5_000) + "a", "query.deep"),
            (string.Concat(Enumerable.Repeat("NOT ", 4_000)) + "a", "query.deep"),
        })
        {
            Assert.False(QueryParser.Parse(query).Accepted(out _, out var refusal));
            Assert.Equal(code, refusal.Code);
        }
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1));
    }
}
