using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Tests.Statistics;

/// <summary>The file of a return: columns by their heads, rows that are not there left alone, and nothing taken that a cell does not say.</summary>
public sealed class ReturnFileTests(SampleSite site) : IClassFixture<SampleSite>
{
    const string Good = "代码,数据元,单位,数值\npledge_projects,,项,40\npledge_inclusive_projects,,项,30\npledge_smes,,家,20\npledge_amount,,亿元,10\n";

    [Fact]
    public async Task A_column_is_found_by_its_head_and_one_more_before_it_is_told_and_not_taken()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        var taken = await Csv(anhui, address, "数据元,上年同期,数值,代码\n,777,41,pledge_projects\n,777,31,pledge_inclusive_projects\n");
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        var page = WebUtility.HtmlDecode(await anhui.Read(address));
        Assert.Equal(("41", "31"), (Cell(page, "pledge_projects"), Cell(page, "pledge_inclusive_projects")));
        Assert.DoesNotContain("value=\"777\"", page, StringComparison.Ordinal);
        Assert.Contains("这些列没有收取：上年同期", page, StringComparison.Ordinal);
        // In English, and by name where there is no code.
        Assert.Equal(HttpStatusCode.Found, (await Csv(anhui, address, "Value,Element\n42,专利商标质押融资项目数\n".Replace("专利商标质押融资项目数", await NameOf(anhui, address, "pledge_projects"), StringComparison.Ordinal))).StatusCode);
        Assert.Equal("42", Cell(await anhui.Read(address), "pledge_projects"));
    }

    [Theory]
    [InlineData("代码,数据元,单位,本期\npledge_projects,,项,40\n", "表头中没有“数值”")]
    [InlineData("说明,数值\npledge_projects,40\n", "表头中没有“代码”")]
    [InlineData("代码,数值,数值\npledge_projects,900,40\n", "出现了两次")]
    [InlineData("pledge_projects,,项,40\npledge_smes,,家,20\n", "表头中没有")]
    [InlineData("代码,数值\npledge_projects,40\n,7\n", "没有写明是哪个数据元")]
    [InlineData("代码,数值\npledge_projects,\"40\n", "没有结束的引号")]
    public async Task A_file_whose_heads_or_rows_do_not_say_what_is_what_is_refused_and_the_draft_stays(string text, string said)
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        await Csv(anhui, address, Good);
        var refused = await Csv(anhui, address, text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(said, WebUtility.HtmlDecode(await refused.Text()), StringComparison.Ordinal);
        Assert.Equal("40", Cell(await anhui.Read(address), "pledge_projects"));
    }

    [Fact]
    public async Task Rows_that_are_not_in_the_file_leave_their_cells_alone_and_are_counted()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        await Csv(anhui, address, Good);
        Assert.Equal(HttpStatusCode.Found, (await Csv(anhui, address, "代码,数值\npledge_projects,45\npledge_smes,\n")).StatusCode);
        var page = WebUtility.HtmlDecode(await anhui.Read(address));
        Assert.Equal(("45", "30", "", "10"), (Cell(page, "pledge_projects"), Cell(page, "pledge_inclusive_projects"), Cell(page, "pledge_smes"), Cell(page, "pledge_amount")));
        Assert.Contains("填入 1 格，清空 1 格；文件中没有的 2 格保持不变", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_Chinese_Excel_saves_as_CSV_is_read_and_bytes_of_no_encoding_are_refused()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        Assert.Equal(HttpStatusCode.Found, (await Csv(anhui, address, gb18030.GetBytes(Good.Replace("40", "48", StringComparison.Ordinal)))).StatusCode);
        Assert.Equal("48", Cell(await anhui.Read(address), "pledge_projects"));
        var refused = await Csv(anhui, address, [.. gb18030.GetBytes(Good), 0xFF, 0xFF, 0xFF]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("GB18030", await refused.Text(), StringComparison.Ordinal);
        Assert.Equal("48", Cell(await anhui.Read(address), "pledge_projects"));
    }

    [Fact]
    public async Task A_quoted_field_keeps_its_line_breaks_and_too_many_rows_are_refused_whole()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        Assert.Equal(HttpStatusCode.Found, (await Csv(anhui, address, "代码,说明,数值\r\npledge_projects,\"第一行\r\npledge_smes,9\",46\r\n")).StatusCode);
        Assert.Equal("46", Cell(await anhui.Read(address), "pledge_projects"));
        var long1 = await Csv(anhui, address, "代码,数值\n" + string.Concat(Enumerable.Repeat(" ,\n", 5_001)) + "pledge_projects,47\n");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, long1.StatusCode);
        Assert.Contains("超过 5000 行", await long1.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<c r=\"B2\" t=\"b\"><v>1</v></c>", "", "B2", "逻辑值")]
    [InlineData("<c r=\"B2\" s=\"1\"><v>45200</v></c>", "", "B2", "日期或时间")]
    [InlineData("<c r=\"B2\" s=\"2\"><v>45200</v></c>", "", "B2", "日期或时间")]
    [InlineData("<c r=\"B2\"><v>5</v></c>", "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>", "A2", "合并的单元格")]
    [InlineData("<c r=\"B2\"><v>5</v></c>", "<mergeCells count=\"1\"><mergeCell ref=\"B2:C3\"/></mergeCells>", "B2", "合并的单元格")]
    public async Task A_truth_a_day_and_merged_cells_of_a_workbook_are_no_figures(string cell, string merged, string place, string said)
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        var version = Version(await anhui.Read(address));
        var refused = await anhui.Upload(address, address + "/file", [("version", version)], ("a.xlsx", Book(cell, merged)));
        var page = WebUtility.HtmlDecode(await refused.Text());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains($"<strong>{place}</strong>", page, StringComparison.Ordinal);
        Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_with_the_limit_and_is_no_failure_of_ours()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        var large = await anhui.Upload(address, address + "/file", [("version", "0")], ("a.csv", new byte[6 * 1024 * 1024]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("超过这里的上限（5 MB）", await large.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_format_with_a_unit_is_no_date()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        var taken = await anhui.Upload(address, address + "/file", [("version", Version(await anhui.Read(address)))], ("a.xlsx", Book("<c r=\"B2\" s=\"3\"><v>48</v></c>", "")));
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        Assert.Equal("48", Cell(await anhui.Read(address), "pledge_projects"));
    }

    [Fact]
    public async Task What_two_people_changed_at_once_stands_side_by_side_and_untouched_cells_show_what_was_saved()
    {
        using var anhui = await As("regionaladministrator");
        var address = await OpenQuarter();
        await Csv(anhui, address, Good);
        var version = Version(await anhui.Read(address));
        // The first saves; the second had the page open before and changed one of the two cells.
        await anhui.Submit(address, address, ("version", version), ("act", "save"), ("v:pledge_projects", "71"), ("v:pledge_inclusive_projects", "22"), ("v:pledge_smes", "20"), ("v:pledge_amount", "10"));
        var second = await anhui.Submit(address, address, ("version", version), ("act", "save"), ("v:pledge_projects", "70"), ("b:pledge_projects", "40"), ("v:pledge_inclusive_projects", "30"),
            ("b:pledge_inclusive_projects", "30"), ("v:pledge_smes", "20"), ("b:pledge_smes", "20"), ("v:pledge_amount", "10"), ("b:pledge_amount", "10"));
        var page = WebUtility.HtmlDecode(await second.Text());
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(("70", "22"), (Cell(page, "pledge_projects"), Cell(page, "pledge_inclusive_projects")));
        Assert.Contains("他人保存的是 71", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "data-theirs"));
    }

    [Fact]
    public async Task A_day_that_no_calendar_has_is_told_and_the_form_stays()
    {
        using var nation = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        var refused = await nation.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2025Q1"), ("owner", $"{owner.Value}"), ("dueOn", "2026-02-30"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“2026-02-30”不是日期", WebUtility.HtmlDecode(await refused.Text()), StringComparison.Ordinal);
    }

    static byte[] Book(string cell, string merged)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            Part("xl/workbook.xml", $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Part("xl/styles.xml", $"<styleSheet {Main}><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"[Red]#,##0&quot;days&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
            Part("xl/worksheets/sheet1.xml", $"<worksheet {Main}><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>代码</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>数值</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>pledge_projects</t></is></c>{cell}</row></sheetData>{merged}</worksheet>");

            void Part(string name, string text)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text));
            }
        }
        return stream.ToArray();
    }

    static string Version(string page) => Regex.Match(page, "name=\"version\" value=\"(\\d+)\"").Groups[1].Value;

    static string Cell(string page, string element) => Regex.Match(page, $"<input[^>]*name=\"v:{element}\"[^>]*>").Value is var input ? Regex.Match(input, " value=\"([^\"]*)\"").Groups[1].Value : "";

    static async Task<string> NameOf(Browser browser, string address, string element) => Regex.Match(await browser.Read(address + "/sheet.csv"), $"\"{element}\",\"([^\"]*)\"").Groups[1].Value;

    static Task<HttpResponseMessage> Csv(Browser browser, string address, string text) => Csv(browser, address, Encoding.UTF8.GetBytes(text));

    static async Task<HttpResponseMessage> Csv(Browser browser, string address, byte[] file) =>
        await browser.Upload(address, address + "/file", [("version", Version(await browser.Read(address)))], ("a.csv", file));

    async Task<string> OpenQuarter()
    {
        using var nation = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        await nation.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2026Q1"), ("owner", $"{owner.Value}"));
        var period = Period.OfQuarter(2026, 1).Key;
        return await site.With(async db => "/statistics/returns/" + (await (
            from r in db.StatisticalReturns
            join c in db.CollectionRounds on r.CollectionId equals c.Id
            join o in db.Organisations on r.OrganisationId equals o.Id
            where o.Code == "office-340000" && c.Period == period
            select r.Id).SingleAsync()).Value);
    }

    async Task<Browser> As(string login)
    {
        if (site.Clock.GetUtcNow() < new DateTimeOffset(2026, 4, 8, 0, 0, 0, TimeSpan.Zero)) site.Clock.Advance(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero) - site.Clock.GetUtcNow());
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
