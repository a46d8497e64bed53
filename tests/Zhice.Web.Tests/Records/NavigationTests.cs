using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Domain.Accounts;
using Zhice.Web.Papers;

namespace Zhice.Web.Tests.Records;

/// <summary>Navigation reports: kept under a name with their queries, made as often as wanted, seen by nobody else.</summary>
public sealed class NavigationTests(RecordSite site) : IClassFixture<RecordSite>
{
    const string Page = "/records/reports";

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    static async Task<string> Keep(Browser browser, string title, NavigationKind kind, string scope, params (string Name, string Query)[] compared)
    {
        (string, string)[] fields = [("title", title), ("kind", kind.ToString()), ("scope", scope), .. compared.SelectMany(c => new[] { ("names", c.Name), ("queries", c.Query) })];
        var answer = await browser.Submit(Page, Page, fields);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    static async Task<byte[]> Made(Browser browser, string report, params (string Name, string Value)[] fields)
    {
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(report, report + "/make", fields)).StatusCode);
        for (var i = 0; i < 300 && (await browser.Read(report)).Contains("role=\"status\"><p>正在生成", StringComparison.Ordinal); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        var answer = await browser.Get(report + "/report.docx");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(NavigationKind.Region, "kind:发明")]
    [InlineData(NavigationKind.Industry, "NOT 锂硫")]
    [InlineData(NavigationKind.Enterprise, "region:340000 OR region:320000")]
    [InlineData(NavigationKind.Region, "没有这样的词语")]
    public async Task The_paper_of_each_kind_is_sound_and_has_method_data_figures_and_places_for_its_author(NavigationKind kind, string scope)
    {
        using var officer = await As("regionaladministrator");
        var report = await Keep(officer, $"{kind} {scope}", kind, scope, ("实用新型", "kind:实用新型"), ("", "kind:外观设计"));
        var bytes = await Made(officer, report);

        using var file = new MemoryStream(bytes);
        using var docx = WordprocessingDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(docx, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var main = docx.MainDocumentPart!;
        var text = string.Join('\n', main.Document!.Body!.Descendants<Paragraph>().Select(p => p.InnerText));
        foreach (var part in new[] { "项目与方法", "数据与检索", "方法", "结论与建议", "编制说明", "待编制人填写", "【待核】", "对比检索式", "命中记录", "各图表不含已标明的非正常申请" }) Assert.Contains(part, text, StringComparison.Ordinal);
        var (empty, pictures) = (scope.StartsWith("没有", StringComparison.Ordinal), main.ImageParts.ToList());
        Assert.Equal(pictures.Count / 2, pictures.Count(p => p.ContentType == "image/svg+xml"));
        Assert.Equal(pictures.Count / 2, pictures.Count(p => p.ContentType == "image/x-emf"));
        Assert.InRange(pictures.Count / 2, empty ? 1 : 6, empty ? 1 : 14);
        Assert.Equal(pictures.Count / 2, text.Split('\n').Count(line => line.StartsWith('图')));
        Assert.True(main.Document.Descendants<Highlight>().Count() >= 8);
        foreach (var picture in pictures.Where(p => p.ContentType == "image/svg+xml"))
        {
            using var stream = picture.GetStream();
            Assert.NotNull(System.Xml.Linq.XDocument.Load(stream).Root);
        }
    }

    [Fact]
    public async Task What_the_paper_counts_is_what_the_search_finds_and_it_is_made_again_from_the_records_of_then()
    {
        using var officer = await As("regionalofficer");
        using var anyone = site.Browse();
        var report = await Keep(officer, "再生成", NavigationKind.Industry, "锂硫");
        using var file = new MemoryStream(await Made(officer, report));
        using var docx = WordprocessingDocument.Open(file, false);
        var rows = docx.MainDocumentPart!.Document!.Body!.Elements<Table>().First().Elements<TableRow>().ToDictionary(r => r.Elements<TableCell>().First().InnerText + r.Elements<TableCell>().Last().InnerText.Length, r => r.Elements<TableCell>().Last().InnerText);
        Assert.Contains("2 件", rows.Values); // with the one that only the office sees
        Assert.Contains("内部数据集", string.Join(' ', rows.Values), StringComparison.Ordinal);
        Assert.Contains("·仅供内部使用", docx.MainDocumentPart.Document.Body.InnerText, StringComparison.Ordinal);
        foreach (var file2 in new[] { "/records/export.csv?q=锂硫", "/records/export.bib?q=锂硫", "/records/analysis.csv?q=锂硫", "/records/analysis?q=锂硫" })
        {
            Assert.Contains("仅供内部使用：内容取自仅供内部的数据集（内部数据集", await officer.Read(file2), StringComparison.Ordinal);
            Assert.DoesNotContain("仅供内部使用", await anyone.Read(file2), StringComparison.Ordinal);
            Assert.DoesNotContain("仅供内部使用", await officer.Read(file2 + " NOT 保密"), StringComparison.Ordinal);
        }

        var first = await site.With(db => db.NavigationFiles.SingleAsync(f => db.NavigationReports.Any(r => r.Id == f.ReportId && r.Title == "再生成")));
        Assert.Equal((2, site.Services.GetRequiredService<Zhice.Records.Store.RecordStore>().Snapshot().Last), (first.Records, first.LastRecord));
        await Made(officer, report);
        Assert.Equal(1, await site.With(db => db.NavigationFiles.CountAsync(f => f.ReportId == first.ReportId)));
        using var again = new MemoryStream(await Made(officer, report, ("abnormal", "true")));
        using var counted = WordprocessingDocument.Open(again, false);
        Assert.Contains("按编制人的选择计入已标明的非正常申请", counted.MainDocumentPart!.Document!.Body!.InnerText, StringComparison.Ordinal);
        Assert.Contains("用当前数据重新生成", await officer.Read(report), StringComparison.Ordinal);
        Assert.Contains("Make it again", await officer.Read(report + "?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_its_owners_alone_and_goes_with_its_paper()
    {
        using var owner = await As("departmentofficer");
        var report = await Keep(owner, "只有我的报告", NavigationKind.Enterprise, "电池");
        await Made(owner, report);
        using var other = await As("auditor");
        using var anyone = site.Browse();
        Assert.DoesNotContain("只有我的报告", await other.Read(Page), StringComparison.Ordinal);
        foreach (var address in new[] { report, report + "/report.docx" }) Assert.Equal(HttpStatusCode.NotFound, (await other.Get(address)).StatusCode);
        foreach (var act in new[] { "/make", "/remove" }) Assert.Equal(HttpStatusCode.NotFound, (await other.Submit(Page, report + act)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await anyone.Get(Page)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await anyone.Get(report + "/report.docx")).StatusCode);

        await owner.Submit(Page, report + "/remove");
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Get(report)).StatusCode);
        Assert.False(await site.With(db => db.NavigationReports.AnyAsync(r => r.Title == "只有我的报告")));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays()
    {
        using var officer = await As("nationaladministrator");
        await Keep(officer, "同名", NavigationKind.Region, "电池");
        var twice = await officer.Submit(Page, Page, ("title", "同名"), ("kind", "Region"), ("scope", "隔膜 AND"), ("names", "某市"), ("queries", "date:2020-13"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        var page = await twice.Text();
        Assert.Contains("检索式不完整", page, StringComparison.Ordinal);
        Assert.Contains("日期“2020-13”有误", page, StringComparison.Ordinal);
        Assert.Contains("value=\"隔膜 AND\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"某市\"", page, StringComparison.Ordinal);
        Assert.Contains("已有名为“同名”的报告", await (await officer.Submit(Page, Page, ("title", "同名"), ("kind", "Region"), ("scope", ""))).Text(), StringComparison.Ordinal);
        Assert.Contains("请选择导航种类", await (await officer.Submit(Page, Page, ("title", "别名"), ("kind", "9"))).Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Get(Page + "/999999")).StatusCode);
    }

    [Fact]
    public async Task LibreOffice_reads_the_paper_where_it_is()
    {
        var soffice = site.Services.GetRequiredService<Soffice>();
        using var officer = await As("regionaladministrator");
        var report = await Keep(officer, "转换", NavigationKind.Region, "NOT 锂硫");
        var pdf = await soffice.ToPdf(await Made(officer, report), TestContext.Current.CancellationToken);
        if (soffice.Program is null) Assert.Null(pdf);
        else Assert.True(pdf is { Length: > 20_000 } && pdf.AsSpan().StartsWith("%PDF"u8));
    }
}
