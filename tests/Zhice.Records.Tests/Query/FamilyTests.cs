using System.Text;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Query;
using Zhice.Records.Reading;
using Zhice.Records.Search;

namespace Zhice.Records.Tests.Query;

/// <summary>Families, priorities, legal events and kinds of parties: how sources write them, and how they are found.</summary>
public sealed class FamilyTests
{
    static List<ReadRecord> Read(string text, string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return [.. RecordFiles.Read(stream, name, null)];
    }

    static long[] Found(ScratchStore scratch, string query)
    {
        Assert.True(QueryParser.Parse(query).Accepted(out var node, out var refusal), $"{query}: {refusal?.Code}");
        Assert.Equal(node, QueryParser.Parse(node.ToString()).Accepted(out var again, out _) ? again : null);
        return RecordSearch.Collect(scratch.Store.Snapshot(), node, false).Accepted(out var hits, out refusal) ? [.. hits.Segments.SelectMany(s => s.All().Select(r => s.Segment.First + r)).Order()] : throw new InvalidOperationException(refusal.Code);
    }

    [Theory]
    [InlineData("family:\"CN 2020 1 0123456.7\"", new[] { 1L, 2, 3 })] // the application itself, its foreign filings
    [InlineData("family:CN112345678B", new[] { 1L })]
    [InlineData("同族:EP3456789B1", new[] { 1L, 2 })]
    [InlineData("family:\"US 11,222,333 B2\"", new[] { 1L, 3 })]
    [InlineData("priority:202010123456", new[] { 2L, 3 })]
    [InlineData("优先权:US62/123,456", new[] { 3L })]
    [InlineData("event:SE01", new[] { 1L })]
    [InlineData("event:审查的生效", new[] { 1L })]
    [InlineData("event:lapse*", new[] { 2L })]
    [InlineData("event:\"质审查\" NOT 法律事件:GR01", new[] { 1L })]
    [InlineData("event:(SE01 NEAR/9 生效)", new[] { 1L })]
    [InlineData("partykind:company", new[] { 1L, 3 })]
    [InlineData("主体类型:高校 OR partykind:个人", new[] { 2L })]
    public void Members_are_found_from_a_number_in_any_writing_and_events_by_code_or_word(string query, long[] ids)
    {
        using var scratch = new ScratchStore();
        var read = Read("""
            {"kind":"Invention","application":"202010123456.7","publication":"CN112345678A","title":"甲","family":["EP 3456789 A1","US 11,222,333 B2"],"parties":[{"role":"Applicant","name":"某某有限公司"}],"events":[{"on":"2020-09-01","code":"SE01","text":"实质审查的生效"}]}
            {"kind":"Invention","office":"EP","publication":"EP3456789A1","title":"乙","priorities":["CN202010123456.7"],"parties":[{"role":"Applicant","name":"某大学"}],"events":[{"on":"2023-01-05","code":"PG25","text":"LAPSED IN A CONTRACTING STATE"}]}
            {"kind":"Invention","office":"US","publication":"US11222333B2","title":"丙","priorities":["CN 2020 1 0123456","US 62/123,456"],"parties":[{"role":"Applicant","name":"Some Corp."}],"events":[{"on":"2023-01-05","code":"GR01","text":"实 质审查"}]}
            """, "x.jsonl");
        Assert.All(read, r => Assert.Null(r.Reason));
        scratch.Take(read.Select(r => r.Record!));
        Assert.Equal(ids, Found(scratch, query));
    }

    [Theory]
    [InlineData("甲 NEAR/3 乙 NEAR/3 丙", "query.near-chain", 12)]
    [InlineData("甲 ADJ/3 乙 NEAR/3 丙", "query.near-chain", 11)]
    [InlineData("甲 NEAR/3 (乙 丙)", "query.near", 3)]
    [InlineData("partykind:老板", "query.partykind", 11)]
    [InlineData("family:无号", "query.number", 8)]
    [InlineData("priority:JP2010*", "query.number", 10)]
    [InlineData("number:CN8800000??A", "query.number", 8)]
    public void What_cannot_be_asked_is_told_with_its_place(string query, string code, int place)
    {
        Assert.False(QueryParser.Parse(query).Accepted(out _, out var refusal));
        Assert.Equal((code, place), (refusal.Defects[0].Code, Convert.ToInt32(refusal.Defects[0].Arguments[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Numbers_of_a_line_are_read_in_any_writing_and_papers_stay_as_they_are()
    {
        var record = Assert.Single(Read("""{"kind":"Invention","publication":"CN112345678A","title":"x","citations":[{"number":"CN 101234567 A"},{"number":"IEEE Trans. 2020, p. 5","category":"X"}],"family":["EP 3456789 A1","EP3456789A1"]}""", "x.jsonl")).Record!;
        Assert.Equal(["CN101234567A", "IEEE Trans. 2020, p. 5"], record.Citations.Select(c => c.Number));
        Assert.Equal(["EP3456789A1"], record.Family);
    }

    [Fact]
    public void A_table_has_a_column_of_events_and_a_wrong_one_costs_its_row()
    {
        var read = Read("公开号,名称,法律事件\nCN881000001A,甲,2020-01-02 SE01 实质审查的生效；2021年3月4日 专利权的终止\nCN881000002A,乙,某日 SE01 生效\nCN881000003A,丙,2020-02-30 SE01 生效\nCN881000004A,丁,\n", "x.csv");
        Assert.Equal([null, "record.day", "record.day", null], read.Select(r => r.Reason));
        Assert.Equal([new(new(2020, 1, 2), "SE01", "实质审查的生效"), new(new(2021, 3, 4), "专利权的终止", "专利权的终止")], read[0].Record!.Events);
        Assert.Empty(read[3].Record!.Events);
    }

    [Fact]
    public void Priorities_of_an_exchange_document_are_those_of_one_form_and_events_stand_beside_it()
    {
        const string Document = """
            <exch:exchange-document xmlns:exch="http://www.epo.org/exchange" country="EP" doc-number="3456789" kind="A1"><exch:bibliographic-data>
            <exch:publication-reference data-format="docdb"><document-id><country>EP</country><doc-number>3456789</doc-number><kind>A1</kind></document-id></exch:publication-reference>
            <exch:priority-claims><exch:priority-claim data-format="docdb"><document-id><country>US</country><doc-number>201962123456</doc-number><kind>P</kind></document-id></exch:priority-claim>
            <exch:priority-claim data-format="original"><document-id><doc-number>62/123,456</doc-number></document-id></exch:priority-claim></exch:priority-claims>
            <exch:invention-title lang="en">A thing</exch:invention-title></exch:bibliographic-data></exch:exchange-document>
            """;
        Assert.Equal(["US201962123456"], Assert.Single(Read("<?xml version=\"1.0\"?>" + Document, "x.xml")).Record!.Priorities);
        var member = Assert.Single(Read($"""
            <?xml version="1.0"?><ops:patent-family xmlns:ops="http://ops.epo.org"><ops:family-member family-id="7">{Document}
            <ops:legal code="PG25 " desc="LAPSED IN A CONTRACTING STATE"><ops:L007EP desc="Gazette DATE">2021-01-15</ops:L007EP><ops:L500EP><ops:L510EP>BE</ops:L510EP></ops:L500EP></ops:legal>
            <ops:legal code="REG" desc="no day"/></ops:family-member></ops:patent-family>
            """, "x.xml")).Record!;
        Assert.Equal([new LegalEvent(new(2021, 1, 15), "PG25", "LAPSED IN A CONTRACTING STATE; BE")], member.Events);
        Assert.Equal("EP3456789A1", member.Publication);
    }
}
