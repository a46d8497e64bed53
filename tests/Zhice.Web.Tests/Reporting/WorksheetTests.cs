using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Domain.Reporting;
using Zhice.Domain.Working;
using Zhice.Web.Exports;
using Zhice.Web.Features.Reporting;
using Zhice.Web.Tests.Exports;
using Zhice.Web.Words;

namespace Zhice.Web.Tests.Reporting;

/// <summary>XLSX out and in: nothing is lost on the way round, faults are named by their cells, and nothing is half taken.</summary>
public sealed class WorksheetTests(ReportingSite site) : IClassFixture<ReportingSite>
{
    [Fact]
    public async Task An_office_takes_its_obligations_fills_them_in_and_sends_them_back()
    {
        using var writer = await site.As("writer");
        var taken = await (await writer.Get("/organisations/office-340000/worksheet.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Workbook.IsValid(taken);
        Assert.Contains("没有改动", await Preview(writer, taken), StringComparison.Ordinal);

        var filled = Edited(taken, ("H7", "进行中"), ("J7", "=1+1 不是公式"), ("H8", "已完成"), ("I8", "达到"), ("J8", "全部办结。"));
        var page = await Preview(writer, filled);
        Assert.Contains("2 行有改动", page, StringComparison.Ordinal);
        Assert.Contains("=1+1 不是公式", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await Confirm(writer, page)).StatusCode);
        var drafts = await site.With(db => db.ReportRevisions.Where(r => r.Narrative.StartsWith("=1") || r.Narrative == "全部办结。").OrderBy(r => r.ReportId).ToListAsync());
        Assert.Equal([(WorkStatus.UnderWay, "=1+1 不是公式"), (WorkStatus.Done, "全部办结。")], drafts.Select(d => (d.Status, d.Narrative)));

        Assert.Contains("没有改动", await Preview(writer, filled), StringComparison.Ordinal); // sent a second time
        var stale = Edited(taken, ("H7", "进行中"), ("J7", "离线另写的"));
        Assert.Contains("冲突", await Preview(writer, stale), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"rows\"", await Preview(writer, stale), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_is_named_by_its_cell_and_nothing_is_taken()
    {
        using var officer = await site.As("jiangsuofficer");
        var taken = await (await officer.Get("/organisations/office-320000/worksheet.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var page = await Preview(officer, Edited(taken, ("F7", "昨天"), ("H7", "差不多"), ("J7", "x"), ("H8", "不适用"), ("I9", "达到"), ("H9", "进行中"), ("J10", new string('长', 20_001)), ("H11", "formula:1+1"), ("B12", "别的任务")));
        foreach (var fault in (string[])["F7：“昨天”不是日期", "H7：“差不多”不在列表中", "H8：不适用", "I9：只有", "J10：最多", "H10：请填写", "H11：含有公式", "B12：这一行"])
            Assert.Contains(fault, page, StringComparison.Ordinal);
        Assert.Equal(0, await site.With(db => db.Reports.CountAsync(r => r.OrganisationId == db.Organisations.First(o => o.Code == "office-320000").Id)));
        using var writer = await site.As("writer");
        Assert.Contains("另一个机构", await Upload(writer, "office-340000", taken), StringComparison.Ordinal);
        Assert.Contains("不是可读取", await Upload(writer, "office-340000", Encoding.UTF8.GetBytes("PK nonsense")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Get("/organisations/office-320000/worksheet.xlsx")).StatusCode);
    }

    [Fact]
    public void Out_and_in_unchanged_is_no_change_whatever_the_texts_are()
    {
        var random = new Random(33);
        string[] pieces = ["=cmd()", "+1", "-", "@x", "\t", "'", "''=", "_x000D_", "\n", "进展", "😀", " ", "\u0001", "<&>\"", "%", "，", "\u2028"];
        for (var run = 0; run < 60; run++)
        {
            var sheet = new Worksheet(new Organisation { Code = "office-1", Name = "某局", Kind = OrganisationKind.LocalOffice, Path = "/1/" },
                new YearProgramme { Id = new(7), Year = 2026, Name = "年度工作" }, [.. Enumerable.Range(1, random.Next(1, 12)).Select(Row)]);
            using var file = new MemoryStream();
            WorksheetBook.Write(file, sheet, run % 2 == 0 ? WordTable.Chinese : WordTable.English, new(2026, 3, 2));
            file.Position = 0;

            Assert.True(WorksheetBook.Read(file, "office-1").Accepted(out var read, out var refusal), refusal?.Defects[0].ToString());
            var open = sheet.Rows.Where(r => r.Closed is null).ToList();
            Assert.Equal(open.Select(r => (r.Obligation, r.Report, r.Version)), read.Rows.Select(r => (r.Obligation, r.Report, r.Version)));
            Assert.Equal(open.Select(r => r.Entry), read.Rows.Select(r => r.Before));
            Assert.Equal(open.Select(r => r.Entry), read.Rows.Select(r => r.After));
            Assert.Empty(ImportWorksheet.Compare(sheet, read.Rows).Changes);
        }

        Worksheet.Row Row(int i)
        {
            var blank = random.Next(3) == 0;
            var status = (WorkStatus)random.Next(4);
            return new Worksheet.Row(new(i), $"{i}", Text(), Text(), ObligationLevel.Mandatory, new("none", null, null), blank ? null : new ReportId(100 + i), blank ? 0 : random.Next(1, 50),
                blank ? new(new(2026, 1, 1), new(2026, 2, 1), null, null, "") : new(new(2026, 1, random.Next(1, 28)), new(2026, 3, 1), status, WorkResult.None, Text()), random.Next(6) == 0 ? ReportState.InReview : null);
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    [Fact]
    public void A_file_that_unpacks_to_more_than_is_read_is_refused()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("xl/workbook.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 70; i++) part.Write(zeros);
        }
        bomb.Position = 0;
        Assert.False(XlsxReader.Read(bomb).Accepted(out _, out var refusal));
        Assert.Equal("xlsx.large", refusal.Code);
    }

    static Task<string> Preview(Browser browser, byte[] file) => Upload(browser, Office(file), file);

    static async Task<string> Upload(Browser browser, string office, byte[] file) =>
        WebUtility.HtmlDecode(await (await browser.Upload($"/organisations/{office}/worksheet", $"/organisations/{office}/worksheet", [], ("w.xlsx", file))).Text());

    static string Office(byte[] file) => Workbook.Values(file, 2)["B1"];

    static async Task<HttpResponseMessage> Confirm(Browser browser, string page)
    {
        var rows = System.Text.RegularExpressions.Regex.Match(page, "<textarea name=\"rows\"[^>]*>(.*?)</textarea>", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value;
        var programme = System.Text.RegularExpressions.Regex.Match(page, "name=\"programme\" value=\"(\\d+)\"").Groups[1].Value;
        return await browser.Submit("/organisations/office-340000/worksheet", "/organisations/office-340000/worksheet", ("programme", programme), ("rows", rows));
    }

    // Changes cells as a spreadsheet program would when it saves.
    static byte[] Edited(byte[] file, params (string Place, string Value)[] changes)
    {
        using var copy = new MemoryStream();
        copy.Write(file);
        using (var book = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(copy, true))
        {
            var sheet = (DocumentFormat.OpenXml.Packaging.WorksheetPart)book.WorkbookPart!.GetPartById(
                book.WorkbookPart.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().First().Id!.Value!);
            foreach (var (place, value) in changes)
            {
                var cell = sheet.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>().Single(c => c.CellReference == place);
                cell.RemoveAllChildren();
                if (value.StartsWith("formula:", StringComparison.Ordinal))
                {
                    cell.DataType = null;
                    cell.Append(new DocumentFormat.OpenXml.Spreadsheet.CellFormula(value[8..]), new DocumentFormat.OpenXml.Spreadsheet.CellValue("2"));
                    continue;
                }
                cell.DataType = DocumentFormat.OpenXml.Spreadsheet.CellValues.InlineString;
                cell.Append(new DocumentFormat.OpenXml.Spreadsheet.InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(value)));
            }
        }
        return copy.ToArray();
    }
}
