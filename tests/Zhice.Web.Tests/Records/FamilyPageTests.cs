using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Reading;
using Zhice.Records.Store;

namespace Zhice.Web.Tests.Records;

/// <summary>Pages of families and of classes with texts, and what a source took back; on a store that nobody else counts in.</summary>
public sealed class FamilyPageTests(RecordSite site) : IClassFixture<RecordSite>
{
    static string Document(string number, string status, string more = "") => $"""
        <?xml version="1.0"?><exchange-document country="EP" doc-number="{number}" kind="A1" status="{status}"><bibliographic-data><publication-reference data-format="docdb"><document-id><country>EP</country><doc-number>{number}</doc-number><kind>A1</kind></document-id></publication-reference>
        <invention-title lang="en">A thing of {number}</invention-title>{more}</bibliographic-data></exchange-document>

        """;

    void Take(string code, bool inside, params string[] files)
    {
        var store = site.Services.GetRequiredService<RecordStore>();
        using (var writer = new RecordWriter(store))
        {
            var dataset = writer.Register(code, code, "", "", "", inside, synthetic: true);
            foreach (var file in files)
            {
                using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
                IngestRun.Take(writer, dataset, "made.xml", code + RecordFiles.Digest(new MemoryStream(Encoding.UTF8.GetBytes(file)), null), 0, RecordFiles.Read(stream, "made.xml", null).ToList(), null, CancellationToken.None);
            }
        }
        store.Forget();
    }

    [Fact]
    public async Task What_the_source_took_back_is_told_in_its_order_and_not_where_the_dataset_is_hidden()
    {
        using var anyone = site.Browse();
        foreach (var (code, inside) in new[] { ("back", false), ("back-inside", true) })
            Take(code, inside, Document("7710001", "C") + Document("7710002", "C") + Document("7710003", "C"), Document("7710002", "D") + Document("7710001", "D"));
        var told = await Json(await anyone.Get("/api/v1/records/datasets/back/removed"));
        Assert.Equal(["EP7710002A1", "EP7710001A1"], told.EnumerateArray().Select(r => r.GetProperty("key").GetString()));
        Assert.Equal("EP7710001A1", Assert.Single((await Json(await anyone.Get($"/api/v1/records/datasets/back/removed?after={told[0].GetProperty("number").GetInt64()}"))).EnumerateArray()).GetProperty("key").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await anyone.Get("/api/v1/records/datasets/back-inside/removed")).StatusCode);
    }

    [Fact]
    public async Task A_record_leads_to_the_members_of_its_family_that_are_held_and_to_no_hidden_one()
    {
        const string Priority = "<priority-claims><priority-claim data-format=\"docdb\"><document-id><country>CN</country><doc-number>202010555555</doc-number></document-id></priority-claim></priority-claims>";
        const string Family = "<patent-family><family-member><publication-reference><document-id><country>EP</country><doc-number>8810001</doc-number><kind>A1</kind></document-id></publication-reference></family-member><family-member><publication-reference><document-id><country>JP</country><doc-number>2021999999</doc-number><kind>A</kind></document-id></publication-reference></family-member></patent-family>";
        Take("kin", false, Document("8810001", "C", Priority) + Document("8810002", "C", Family));
        Take("kin-inside", true, Document("8810003", "C", Priority));
        using var anyone = site.Browse();
        using var officer = site.Browse();
        await officer.LogIn("regionalofficer");

        var page = await anyone.Read("/records/item/EP8810002A1");
        Assert.Contains("href=\"/records/item/EP8810001A1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/records/item/JP2021999999A\"", page, StringComparison.Ordinal);
        Assert.Contains("JP2021999999A", page, StringComparison.Ordinal);
        Assert.Contains("全部同族记录（2 件）", page, StringComparison.Ordinal);

        // The other way, and by a shared priority.
        page = await anyone.Read("/records/item/EP8810001A1");
        Assert.Contains("href=\"/records/item/EP8810002A1\"", page, StringComparison.Ordinal);
        Assert.Contains("priority:CN202010555555", WebUtility.UrlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("EP8810003A1", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/records/item/EP8810003A1\"", await officer.Read("/records/item/EP8810001A1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_facet_with_many_values_has_the_rest_folded_away_and_each_value_finds_what_it_says()
    {
        using var anyone = site.Browse();
        var page = await anyone.Read("/records?q=fact:synthetic");
        Assert.Contains("class=\"facet-more\"", page, StringComparison.Ordinal);
        var rest = page[page.IndexOf("class=\"facet-more\"", StringComparison.Ordinal)..];
        var link = rest[(rest.IndexOf("href=\"", StringComparison.Ordinal) + 6)..];
        var (address, count) = (WebUtility.HtmlDecode(link[..link.IndexOf('"', StringComparison.Ordinal)]), link[(link.IndexOf("class=\"count\">", StringComparison.Ordinal) + 14)..].Split('<')[0]);
        Assert.Contains($"命中 {count} 件", await anyone.Read(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_texts_stand_in_the_trees_of_classes_of_every_scheme()
    {
        var store = site.Services.GetRequiredService<RecordStore>();
        using (var writer = new RecordWriter(store))
        {
            var dataset = writer.Register("trees", "trees", "", "", "", inside: false, synthetic: true);
            IngestRun.Take(writer, dataset, "t", "trees", 0, [new ReadRecord(1, new IpRecord { Kind = RecordKind.Trademark, Publication = "CN66000001", Title = "树标", Classes = [new("NICE", "09"), new("VIENNA", "26.04.02"), new("GBT4754", "C3841"), new("CPC", "A01L1/02")] })], null, CancellationToken.None);
            writer.AddClassTexts([("VIENNA:26.04", "四边形"), ("GBT4754:38", "电气机械制造业"), ("GBT4754:384", "电池制造"), ("A01L1/00", "有钉的马蹄铁"), ("A01L1/02", "带垫的")]);
        }
        store.Forget();
        using var anyone = site.Browse();
        Task<string> At(string at) => anyone.Read($"/records/analysis/classes?q=树标&at={Uri.EscapeDataString(at)}");
        Assert.Contains("电气机械制造业", await At("GBT4754"), StringComparison.Ordinal);
        var below = await At("GBT4754:38");
        Assert.Contains("电池制造", below, StringComparison.Ordinal);
        Assert.Contains("gbt4754:384", WebUtility.UrlDecode(below), StringComparison.Ordinal);
        Assert.Contains("GBT4754:3841", await At("GBT4754:384"), StringComparison.Ordinal);
        Assert.Contains("四边形", await At("VIENNA:26"), StringComparison.Ordinal);
        Assert.Contains("VIENNA:26.04.02", await At("VIENNA:26.4"), StringComparison.Ordinal);
        Assert.Contains("有钉的马蹄铁", await At("A01L"), StringComparison.Ordinal);
        Assert.Contains("带垫的", await At("A01L1"), StringComparison.Ordinal);
        Assert.Contains("命中 1 件", await anyone.Read("/records?q=树标 vienna:26.04 gbt4754:384"), StringComparison.Ordinal);
    }

    static Task<JsonElement> Json(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
