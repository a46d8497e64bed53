using System.Net;
using System.Text;
using Xunit;
using Zhice.Web.Exports;

namespace Zhice.Web.Tests.Exports;

/// <summary>The tables of any page as a file.</summary>
public sealed class PageTableTests(SampleSite site) : IClassFixture<SampleSite>
{
    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [Fact]
    public async Task A_list_of_several_pages_comes_whole_and_in_its_order()
    {
        using var browser = await As("auditor");
        var lines = (await (await browser.Get("/audit?tables=csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split("\r\n");
        var entries = await site.With(db => Task.FromResult(db.AuditEntries.Count()));

        Assert.True(entries > 50, "One page would prove nothing.");
        Assert.InRange(lines.Length - 1, entries - 1, entries); // the visit itself may write one
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    [Fact]
    public async Task A_workbook_has_a_sheet_a_table_and_numbers_are_numbers()
    {
        using var browser = await As("nationaladministrator");
        var answer = await browser.Get("/programmes?tables=xlsx");

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Workbook.IsValid(bytes);
        var (page, values) = (await browser.Read("/programmes"), Workbook.Values(bytes));
        Assert.Contains(values.Values, v => v.StartsWith(site.Sample.Programme.Name, StringComparison.Ordinal));
        Assert.Contains("?tables=xlsx", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/audit")]
    [InlineData("/accounts")]
    [InlineData("/inbox")]
    public async Task Who_may_not_see_the_page_gets_no_file_of_it(string path)
    {
        using var browser = site.Browse();

        var answer = await browser.Get(path + "?tables=csv");

        Assert.NotEqual("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    static async Task<(string Name, IReadOnlyList<string> Heads, IReadOnlyList<string> Rows)> Read(string table)
    {
        var html = $"<html><head><title>督办阶梯 · 知策</title></head><body><main id=main><h1>演示，您好</h1><ul class=tabs><li><a aria-current=page>时间轴</a></li></ul><table>{table}</table></main></body></html>";
        var page = await PageReading.Of(new MemoryStream(Encoding.UTF8.GetBytes(html)), TestContext.Current.CancellationToken);
        var read = page.Tables.Single();
        read.LeaveOut();
        return (page.FileName, read.Heads, [.. read.Rows.Select(r => string.Join('|', r.Select(TableFile.Plain)))]);
    }

    [Fact]
    public async Task What_fields_hold_stands_in_the_file_and_rows_that_hold_nothing_do_not()
    {
        var (name, _, rows) = await Read("""
            <thead><tr><th>类型</th><th>天数</th><th>从</th><th>说明</th><th>启用</th></tr></thead><tbody>
            <tr><td><select><option value="">不用</option><option value="Red" selected>红牌</option></select></td><td><input type="number" value="5"></td><td><input type="date" value="2026-03-01"></td><td><textarea>逾期</textarea></td><td><input type="checkbox" checked></td></tr>
            <tr><td><select><option value="" selected>不用</option><option value="Red">红牌</option></select></td><td><input type="number"></td><td><input type="hidden" value="7"></td><td><textarea></textarea></td><td></td></tr></tbody>
            """);

        Assert.Equal("督办阶梯-时间轴", name); // the title, not the greeting
        Assert.Equal(["红牌|5|2026-03-01|逾期|☑"], rows);
    }

    [Theory]
    [InlineData("<td><a>江苏省</a> <span class='muted'>320000</span></td>", "江苏省；320000")]
    [InlineData("<td><strong>演示·代理人</strong><span class='tag'>演示</span></td>", "演示·代理人；演示")]
    [InlineData("<td><p>总结.pdf</p><p>第 2 版</p><small>1.2 MB</small></td>", "总结.pdf；第 2 版；1.2 MB")]
    [InlineData("<td><p>目标：</p><p>14件</p><p>（2026年）</p></td>", "目标： 14件 （2026年）")]
    [InlineData("<td class='number'>1854 <span class='muted'>家</span></td>", "1854 家")]
    [InlineData("<td><span class='lit'><button type='button' class='light light-Red'>红</button><span class='light-why' role='tooltip'>规则与事实</span></span></td>", "红")]
    [InlineData("<td><svg role='img' aria-label='上升'><path /></svg></td>", "上升")]
    [InlineData("<td>已签<form><input type='text' value='x'><button>撤回</button></form></td>", "已签")]
    [InlineData("<td><label><input type='radio' name='a' checked> 有</label><label><input type='radio' name='a'> 无</label></td>", "有")]
    public async Task Parts_of_a_cell_stay_apart_and_only_what_it_says_is_taken(string cell, string words)
    {
        var (_, _, rows) = await Read($"<thead><tr><th>甲</th></tr></thead><tbody><tr>{cell}</tr></tbody>");

        Assert.Equal([words], rows);
    }

    [Fact]
    public async Task Columns_of_buttons_and_boxes_are_left_out_and_an_empty_column_of_data_stays()
    {
        var (_, heads, rows) = await Read("""
            <thead><tr><th><span class="visually-hidden">选择</span></th><th>机构</th><th>备注</th><th>办理</th><td></td></tr></thead><tbody>
            <tr><td><input type="checkbox" name="row"></td><td>安徽省</td><td></td><td><form><button>退回</button></form></td><td><svg aria-hidden="true"></svg></td></tr>
            <tr><td><input type="checkbox" name="row" checked></td><td>江苏省</td><td></td><td></td><td></td></tr></tbody>
            """);

        Assert.Equal(["机构", "备注"], heads);
        Assert.Equal(["安徽省|", "江苏省|"], rows);
    }

    [Fact]
    public async Task A_page_without_a_row_gives_no_file_but_the_page_and_says_so()
    {
        using var browser = await As("auditor");

        var answer = await browser.Get("/audit?action=nothing.of.the.kind&tables=csv");

        Assert.Equal((HttpStatusCode.Found, "/audit?action=nothing.of.the.kind"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Formulas_in_words_that_people_typed_do_nothing_in_the_file()
    {
        await site.With(async db =>
        {
            var organisation = db.Organisations.First(o => o.Code == "office-340000");
            db.Add(new Domain.Programme.YearProgramme { Year = 2031, Name = "=HYPERLINK(1)", OwnerId = organisation.Id, CreatedAt = site.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        using var browser = await As("nationaladministrator");

        var csv = await (await browser.Get("/programmes?tables=csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"'=HYPERLINK(1)\"", csv, StringComparison.Ordinal);
    }
}
