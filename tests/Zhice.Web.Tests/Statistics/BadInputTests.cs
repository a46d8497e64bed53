using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Statistics;
using Zhice.Web.Exports;

namespace Zhice.Web.Tests.Statistics;

/// <summary>What becomes of bad input through every door: file, interface, grid and workbook. Each row of the table in docs/statistics.md that speaks of a value stands here.</summary>
public sealed class BadInputTests(SampleSite site) : IClassFixture<SampleSite>
{
    public static TheoryData<string, string> Lines => new()
    {
        { "pledge_amount,office-340000,2025Q3,5,万元", "计量单位是“亿元”" },
        { "pledge_projects,office-999999,2025Q3,5,", "没有“office-999999”这个机构" },
        { "nothing,office-340000,2025Q3,5,", "没有“nothing”这个数据元" },
        { "pledge_projects,office-340000,2025Q3,NaN,", "“NaN”不是数" },
        { "pledge_projects,office-340000,2025Q3,Infinity,", "“Infinity”超出了可以保存的范围" },
        { "pledge_projects,office-340000,2025Q3,1e308,", "“1e308”超出了可以保存的范围" },
        { "pledge_projects,office-340000,2025Q3,-1,", "不能是负数" },
        { "pledge_projects,office-340000,2025Q3,1.5,", "最多 0 位小数" },
        { "pledge_projects,office-340000,2025Q3,0.1234567,", "小数位太多" },
        { "pledge_projects,office-340000,2099,5,", "还没有开始" },
        { "pledge_projects,office-340000,soon,5,", "“soon”不是报告期" },
        { "pledge_projects,office-340000", "列数与首行不符" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_file_and_the_interface_refuse_the_same_line_name_it_and_keep_nothing(string line, string said)
    {
        using var nation = await As("nationaladministrator");
        var before = await site.With(db => db.ObservationBatches.CountAsync());
        var text = $"element,organisation,period,value,unit\npledge_projects,office-320000,2025Q2,7,\n{line}\n";
        var file = await nation.Upload("/statistics/load", "/statistics/load", [], ("a.csv", Encoding.UTF8.GetBytes(text)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, file.StatusCode);
        var page = await file.Text();
        Assert.Contains("第 3 行", page, StringComparison.Ordinal);
        Assert.Contains(said, page, StringComparison.Ordinal);

        var token = WebUtility.HtmlDecode(Regex.Match(await nation.Read("/statistics"), "name=\"form-token\" content=\"([^\"]*)\"").Groups[1].Value);
        var api = await nation.Raw(HttpMethod.Post, "/api/v1/statistics/values", text, ("X-Form-Token", token), ("Idempotency-Key", Guid.NewGuid().ToString("N")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, api.StatusCode);
        Assert.Contains(said, await api.Text(), StringComparison.Ordinal);
        Assert.Equal(before, await site.With(db => db.ObservationBatches.CountAsync())); // the sound line neither
    }

    [Fact]
    public async Task One_place_twice_is_taken_once_where_both_agree_and_refused_where_not()
    {
        using var nation = await As("nationaladministrator");
        Task<HttpResponseMessage> Send(string second) => nation.Upload("/statistics/load", "/statistics/load", [],
            ("a.csv", Encoding.UTF8.GetBytes($"element,organisation,period,value\npledge_smes,office-330000,2025Q2,7\npledge_smes,office-330000,2025Q2,{second}\n")));
        var refused = await Send("8");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("第 3 行", await refused.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await Send("7")).StatusCode);
    }

    [Fact]
    public async Task An_office_merged_in_mid_year_gives_its_part_and_later_periods_name_its_heir()
    {
        using var nation = await As("nationaladministrator");
        var merged = await nation.Submit("/statistics/offices", "/statistics/offices/succession", ("kind", nameof(SuccessionKind.Merger)), ("predecessor", "office-340300"), ("heirs", "office-340100"), ("on", "2025-07-01"), ("source", "测试批复"));
        Assert.Equal(HttpStatusCode.Found, merged.StatusCode);
        Task<HttpResponseMessage> Send(string period) => nation.Upload("/statistics/load", "/statistics/load", [], ("a.csv", Encoding.UTF8.GetBytes($"element,organisation,period,value\npledge_smes,office-340300,{period},7\n")));
        Assert.Equal(HttpStatusCode.Found, (await Send("2025Q2")).StatusCode); // before
        Assert.Equal(HttpStatusCode.Found, (await Send("2025")).StatusCode); // its part of the year
        var refused = await Send("2025Q3");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("合肥市", await refused.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN", "不是数")]
    [InlineData("1e308", "超出了可以保存的范围")]
    [InlineData("-3", "不能是负数")]
    [InlineData("1.5", "小数")]
    [InlineData("七", "不是数")]
    public async Task The_grid_and_a_workbook_refuse_the_same_cell_and_name_it(string typed, string said)
    {
        var address = await OpenQuarter();
        using var anhui = await As("regionaladministrator");
        var version = Regex.Match(await anhui.Read(address), "name=\"version\" value=\"(\\d+)\"").Groups[1].Value;
        var grid = await anhui.Submit(address, address, ("version", version), ("act", "send"), ("v:pledge_projects", typed), ("v:pledge_inclusive_projects", "1"), ("v:pledge_smes", "1"), ("v:pledge_amount", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, grid.StatusCode);
        Assert.Contains(said, await grid.Text(), StringComparison.Ordinal);

        var book = await anhui.Upload(address, address + "/file", [("version", version)], ("a.xlsx", Workbook([["pledge_projects", "", "项", typed], ["pledge_amount", "", "万元", "1"], ["gdp", "", "", "1"], ["pledge_projects", "", "项", "2"]])));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, book.StatusCode);
        var page = await book.Text();
        // The value, the wrong unit, the unknown element, the element named twice.
        Assert.All((string[])["D2", "C3", "A4"], cell => Assert.Contains($"<strong>{cell}</strong>", page, StringComparison.Ordinal));
        Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workbook_of_another_sheet_is_refused_and_a_red_cell_is_no_clean_check()
    {
        var address = await OpenQuarter();
        using var anhui = await As("regionaladministrator");
        var own = await anhui.Read(address + "/sheet.csv");
        Assert.Contains("pledge_quarterly/2026Q1/office-340000", own, StringComparison.Ordinal);
        var version = Regex.Match(await anhui.Read(address), "name=\"version\" value=\"(\\d+)\"").Groups[1].Value;
        foreach (var other in (string[])["pledge_quarterly/2026Q1/office-320000", "pledge_quarterly/2025Q4/office-340000"])
        {
            var file = await anhui.Upload(address, address + "/file", [("version", version)], ("a.csv", Encoding.UTF8.GetBytes(own.Replace("pledge_quarterly/2026Q1/office-340000", other, StringComparison.Ordinal))));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, file.StatusCode);
            Assert.Contains("另一张报表的文件", await file.Text(), StringComparison.Ordinal);
        }
        await anhui.Submit(address, address, ("version", version), ("act", "save"), ("v:pledge_projects", "1,5"));
        var page = await anhui.Read(address);
        Assert.Contains("1 个单元格填的不是数", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-none>审核没有发现问题", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_or_revision_that_cannot_be_read_is_refused_by_open_data()
    {
        using var everyone = site.Browse();
        foreach (var query in (string[])["known=abc", "known=31-12-2025", "revision=abc"])
            foreach (var ending in (string[])["", "/data.csv", "/data.json"])
                Assert.Equal((query, HttpStatusCode.UnprocessableEntity), (query, (await everyone.Get($"/open/statistics/sample{ending}?{query}")).StatusCode));
        var csv = await everyone.Read("/open/statistics/sample/data.csv");
        Assert.Contains("均为虚构", csv, StringComparison.Ordinal);
        Assert.Contains("1/32", csv, StringComparison.Ordinal); // a total without its coverage is no number
    }

    [Fact]
    public async Task A_form_that_would_be_locked_at_once_is_not_opened_and_nobody_is_asked_twice()
    {
        await OpenQuarter();
        using var nation = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        var past = await nation.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2024Q1"), ("owner", $"{owner.Value}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, past.StatusCode);
        Assert.Contains("谁也填不了", await past.Text(), StringComparison.Ordinal);
        var later = await nation.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2024Q1"), ("owner", $"{owner.Value}"), ("dueOn", "2098-01-01"), ("locksOn", "2099-01-01"));
        Assert.Equal(HttpStatusCode.Found, later.StatusCode);
        using var anhui = await As("regionaladministrator");
        var region = await site.With(db => db.Organisations.Where(o => o.Code == "office-340000").Select(o => o.Id).SingleAsync());
        var twice = await anhui.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2024Q1"), ("owner", $"{region.Value}"));
        Assert.NotEqual(HttpStatusCode.Found, twice.StatusCode);
    }

    [Fact]
    public async Task A_period_that_runs_has_no_form_and_a_value_after_the_lock_goes_by_correction()
    {
        await OpenQuarter(); // in April the fourth quarter is long locked; a session of before would have ended
        using var nation = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        var running = await nation.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2099Q1"), ("owner", $"{owner.Value}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, running.StatusCode);
        var late = await nation.Upload("/statistics/load", "/statistics/load", [], ("a.csv", Encoding.UTF8.GetBytes("element,organisation,period,value\npledge_projects,office-340000,2025Q4,121\n")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("更正", await late.Text(), StringComparison.Ordinal);
    }

    static byte[] Workbook(string[][] rows)
    {
        using var stream = new MemoryStream();
        using (var book = new XlsxWriter(stream))
        {
            book.Begin(new SheetLayout("a", [20, 20, 10, 10]));
            foreach (var row in (string[][])[["代码", "数据元", "单位", "数值"], .. rows]) book.Row([.. row.Select(text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? Cell.Of(number) : Cell.Of(text))]);
        }
        return stream.ToArray();
    }

    async Task<string> OpenQuarter()
    {
        if (site.Clock.GetUtcNow() < new DateTimeOffset(2026, 4, 8, 0, 0, 0, TimeSpan.Zero)) site.Clock.Advance(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero) - site.Clock.GetUtcNow());
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
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
