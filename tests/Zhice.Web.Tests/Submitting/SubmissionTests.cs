using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Indicators;
using Zhice.Domain.Indicators;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Web.Papers;

namespace Zhice.Web.Tests.Submitting;

/// <summary>The yearly submission through the pages, from the draft to the receipt.</summary>
public sealed partial class SubmissionTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Words_typed_are_saved_without_script_and_a_second_editor_loses_nothing()
    {
        using var browser = await As("regionaladministrator");
        const string address = "/submissions/1/items/1";
        var form = await browser.Read(address);
        var revision = Revision().Match(form).Groups[1].Value;
        var paragraphs = Paragraph().Matches(form).Select((m, i) => ($"p{i}", WebUtility.HtmlDecode(m.Groups[1].Value))).ToList();
        Assert.Equal(2, paragraphs.Count);

        (string, string)[] first = [("revision", revision), ("p0", "甲改过的句子。"), paragraphs[1], ("added", "")];
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit(address, address, first)).StatusCode);
        var second = await browser.Submit(address, address, ("revision", revision), ("p0", "乙改过的另一句。"), paragraphs[1], ("added", "乙新写的一段。"));
        var both = await second.Text();

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("甲改过的句子。", both, StringComparison.Ordinal); // theirs
        Assert.Contains("乙改过的另一句。", both, StringComparison.Ordinal); // mine, still in the form
        Assert.Contains("乙新写的一段。", both, StringComparison.Ordinal);
        Labelled(both);
    }

    [Fact]
    public async Task A_figure_of_the_platform_is_chosen_for_a_task_and_stands_in_page_paper_and_workbook()
    {
        await site.With(async db =>
        {
            db.Add(new LoadedDefinition { Id = 901, Code = "pii_share", Version = DefinitionFiles.Shipped.Versions("pii_share")[^1].Version, ValidFrom = new(2020, 1, 1), Digest = new string('d', 64), At = site.Clock.GetUtcNow() });
            db.Add(new IndicatorFigure { Definition = 901, Period = Period.OfYear(2025).Key, OrganisationId = db.Organisations.First(o => o.Code == "office-340000").Id, State = FigureState.Known, Value = 13.6m, Known = 1, Expected = 1 });
            return await db.SaveChangesAsync();
        });
        using var browser = await As("regionaladministrator");
        const string address = "/submissions/1/items/1/figures";
        var form = await browser.Read(address);
        Assert.Contains("value=\"pii_share\"", form, StringComparison.Ordinal);

        var saved = await browser.Submit(address, address, ("revision", Revision().Match(form).Groups[1].Value), ("indicator", "pii_share"));
        var unknown = await browser.Submit(address, address, ("revision", Revision().Match(await browser.Read(address)).Groups[1].Value), ("indicator", "made_up"));

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.UnprocessableEntity), (saved.StatusCode, unknown.StatusCode));
        Assert.Contains("13.6", await browser.Read("/submissions/1"), StringComparison.Ordinal);
        var print = await browser.Read("/submissions/1/print");
        Assert.Contains("指标数据：", print, StringComparison.Ordinal);
        Assert.Contains("2025年，2026年尚无数值", print, StringComparison.Ordinal);
        Assert.Contains("pii_share", Exports.Workbook.Texts(await (await browser.Get("/submissions/1/annex.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Labelled(await browser.Read(address));
    }

    [Fact]
    public async Task Every_field_of_the_pages_of_an_office_has_a_label()
    {
        using var browser = await As("regionaladministrator");
        foreach (var path in new[] { "/submissions", "/submissions/1", "/submissions/1/items/2", "/submissions/1/head", "/submissions/import", "/submissions/keys", "/submissions/verify" })
            Labelled(await browser.Read(path));
    }

    [Theory]
    [InlineData("", HttpStatusCode.NotFound)]
    [InlineData("regionalofficer", HttpStatusCode.NotFound)] // an office below
    [InlineData("departmentofficer", HttpStatusCode.NotFound)]
    [InlineData("systemadministrator", HttpStatusCode.NotFound)]
    [InlineData("auditor", HttpStatusCode.OK)]
    [InlineData("regionaladministrator", HttpStatusCode.OK)]
    public async Task A_submission_opens_for_its_office_and_those_who_read_all_on_every_address(string login, HttpStatusCode expected)
    {
        using var browser = await As(login);
        foreach (var path in new[] { "", "/print", "/compare", "/report.docx", "/annex.xlsx" })
            Assert.Equal((path, expected), (path, (await browser.Get("/submissions/1" + path)).StatusCode));
        Assert.NotEqual(HttpStatusCode.OK, (await browser.Get("/submissions/1/package.json")).StatusCode); // nothing was signed yet
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("nationaladministrator")] // the receiver reads, and does not write for the office
    [InlineData("regionalofficer")]
    public async Task Nobody_else_changes_an_offices_words_or_moves_them(string login)
    {
        using var browser = await As(login);
        foreach (var (to, fields) in new (string, (string, string)[])[]
        {
            ("/submissions/1/items/1", [("revision", "1"), ("p0", "假话。"), ("p1", "假话。")]), ("/submissions/1/head", [("revision", "1"), ("title", "假"), ("addressee", "假"), ("opening", "假")]),
            ("/submissions/1/move", [("move", "ToSignOff"), ("version", "1")]), ("/submissions/1/refresh", []),
        })
            Assert.Contains((await browser.Submit("/account", to, fields)).StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound });
    }

    [Fact]
    public async Task The_paper_is_a_valid_DOCX_in_the_official_format()
    {
        using var browser = await As("regionaladministrator");
        using var file = new MemoryStream(await (await browser.Get("/submissions/1/report.docx?revision=1")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var docx = WordprocessingDocument.Open(file, false);

        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(docx, TestContext.Current.CancellationToken).Select(e => e.Description));
        var text = docx.MainDocumentPart!.Document.Body!.InnerText;
        Assert.Contains("安徽省知识产权局关于2026年度知识产权工作成效的报告", text, StringComparison.Ordinal);
        Assert.Contains("国家知识产权局：", text, StringComparison.Ordinal);
        Assert.Contains("一、完善制度", text, StringComparison.Ordinal);
        Assert.Contains("（一）", text, StringComparison.Ordinal);
        Assert.Contains(SampleSubmission.Words, text, StringComparison.Ordinal);
        Assert.Contains("附件1", text, StringComparison.Ordinal);
        var xml = docx.MainDocumentPart.Document.OuterXml;
        foreach (var font in new[] { "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312" }) Assert.Contains(font, xml, StringComparison.Ordinal);
        Assert.Contains("w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"", xml, StringComparison.Ordinal); // 37, 26, 35, 28 mm
        Assert.Contains("w:line=\"560\" w:lineRule=\"exact\"", xml, StringComparison.Ordinal); // 28 pt
        Assert.Contains("<w:tblHeader", xml, StringComparison.Ordinal);
        Assert.Contains("PAGE", docx.MainDocumentPart.FooterParts.First().Footer.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_annex_is_a_valid_workbook_with_each_sentence_and_its_evidence()
    {
        using var browser = await As("regionaladministrator");
        using var file = new MemoryStream(await (await browser.Get("/submissions/1/annex.xlsx?revision=1")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using (var book = SpreadsheetDocument.Open(file, false)) Assert.Empty(new OpenXmlValidator().Validate(book, TestContext.Current.CancellationToken).Select(e => e.Description));
        using var zip = new ZipArchive(file);
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet2.xml")!.Open());
        var text = await sheet.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains(SampleSubmission.Words, text, StringComparison.Ordinal);
        Assert.Contains("演示总结网页", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paper_copy_carries_the_digest_of_the_electronic_one_and_the_page_compares_it()
    {
        using var browser = await As("regionaladministrator");
        var digest = await site.With(db => db.SubmissionRevisions.Where(r => r.Number == 1).Select(r => r.Digest).FirstAsync(TestContext.Current.CancellationToken));
        var print = await browser.Read("/submissions/1/print?revision=1");
        Assert.Contains($"aria-label=\"ZHICE SM3 {digest}\"", print, StringComparison.Ordinal);
        Assert.Contains("<path d=\"M", print, StringComparison.Ordinal);

        Assert.Contains(">一致<", await browser.Read("/submissions/verify?digest=" + Uri.EscapeDataString($"ZHICE SM3 {digest}")), StringComparison.Ordinal);
        Assert.Contains("没有对应的电子件", await browser.Read("/submissions/verify?digest=" + new string('a', 64)), StringComparison.Ordinal);
        Assert.Contains("读不出摘要", await browser.Read("/submissions/verify?digest=abc"), StringComparison.Ordinal);
        using var other = await As("regionalofficer");
        Assert.Contains("没有对应的电子件", await other.Read("/submissions/verify?digest=" + digest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_lists_every_province_and_exports_the_same_rows()
    {
        using var browser = await As("nationaladministrator");
        var at = $"/programmes/{site.Sample.Programme.Id.Value}/submissions";
        var page = await browser.Read(at);
        Assert.Contains("请各地区于12月15日前报送年度成效", page, StringComparison.Ordinal);
        Assert.Contains("2026-12-15", page, StringComparison.Ordinal);
        Assert.Contains("还有 288 天", page, StringComparison.Ordinal); // from 2 March
        var csv = await browser.Read(at + ".csv?show=Remind");
        var provinces = await site.With(db => db.Organisations.CountAsync(o => o.Kind == OrganisationKind.LocalOffice && o.Level == DivisionLevel.Province && o.ValidTo == null, TestContext.Current.CancellationToken));
        Assert.Equal(provinces + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        using var anhui = await As("regionaladministrator");
        var own = await anhui.Read(at);
        Assert.Contains("安徽省知识产权局", own, StringComparison.Ordinal);
        Assert.DoesNotContain("江苏省知识产权局", own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Get($"/programmes/{site.Sample.Programme.Id.Value}/summary.xlsx")).StatusCode);
        using var department = await As("departmentofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await department.Get(at)).StatusCode);
    }

    [Fact]
    public async Task The_summary_is_a_valid_paper_for_the_receiver()
    {
        using var browser = await As("nationaladministrator");
        using var file = new MemoryStream(await (await browser.Get($"/programmes/{site.Sample.Programme.Id.Value}/summary.docx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var docx = WordprocessingDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(docx, TestContext.Current.CancellationToken).Select(e => e.Description));
        Assert.Contains("应报送32个机构", docx.MainDocumentPart!.Document.Body!.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_PDF_is_made_where_LibreOffice_is_and_refused_in_words_where_it_is_not()
    {
        using var soffice = new Soffice("/nowhere/soffice");
        Assert.Null(await soffice.ToPdf([1], TestContext.Current.CancellationToken));
        using var browser = await As("regionaladministrator");
        var answer = await browser.Get("/submissions/1/report.pdf?revision=1");
        if (site.Services.GetRequiredService<Soffice>().Program is null)
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("LibreOffice", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            return;
        }
        var pdf = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("%PDF-"u8.ToArray(), pdf[..5]);
    }

    [Theory]
    [InlineData(1, "一")]
    [InlineData(10, "十")]
    [InlineData(11, "十一")]
    [InlineData(20, "二十")]
    [InlineData(105, "一百〇五")]
    [InlineData(110, "一百一十")]
    [InlineData(1001, "一千〇一")]
    public void Headings_are_numbered_in_Chinese(int number, string expected) => Assert.Equal(expected, ChineseNumbers.Of(number));

    static void Labelled(string page)
    {
        var labels = Label().Matches(page).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (Match field in FieldTag().Matches(page))
        {
            var before = page[..field.Index];
            Assert.True(field.Value.Contains("type=\"hidden\"", StringComparison.Ordinal) || field.Value.Contains("aria-label", StringComparison.Ordinal)
                || labels.Contains(IdOf().Match(field.Value).Groups[1].Value)
                || before.LastIndexOf("<label", StringComparison.Ordinal) > before.LastIndexOf("</label>", StringComparison.Ordinal), field.Value);
        }
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("name=\"revision\" value=\"(\\d+)\"")]
    private static partial Regex Revision();
    [GeneratedRegex("<textarea id=\"p\\d+\"[^>]*>([^<]*)</textarea>")]
    private static partial Regex Paragraph();
    [GeneratedRegex("<label[^>]* for=\"([^\"]+)\"")]
    private static partial Regex Label();
    [GeneratedRegex("<(?:input|select|textarea)[^>]*>")]
    private static partial Regex FieldTag();
    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex IdOf();
}
