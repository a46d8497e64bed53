using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Statistics;
using Zhice.Domain;

namespace Zhice.Web.Tests.Statistics;

/// <summary>Statistics through the door: typed without script, checked by one engine, taken by file, corrected, published for everyone.</summary>
public sealed class StatisticsTests(SampleSite site) : IClassFixture<SampleSite>
{
    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    Task<long> ReturnOf(string office, int period) => site.With(async db => (await (
        from r in db.StatisticalReturns
        join c in db.CollectionRounds on r.CollectionId equals c.Id
        join o in db.Organisations on r.OrganisationId equals o.Id
        where o.Code == office && c.Period == period
        select r.Id).SingleAsync()).Value);

    async Task<string> OpenQuarter()
    {
        // The eighth of April: the first quarter of 2026 is open.
        if (site.Clock.GetUtcNow() < new DateTimeOffset(2026, 4, 8, 0, 0, 0, TimeSpan.Zero)) site.Clock.Advance(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero) - site.Clock.GetUtcNow());
        using var nation = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        await nation.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2026Q1"), ("owner", $"{owner.Value}"));
        return $"/statistics/returns/{await ReturnOf("office-340000", Period.OfQuarter(2026, 1).Key)}";
    }

    [Fact]
    public async Task Who_may_see_a_figure_sees_how_many_cases_make_it_and_nobody_is_named_by_it()
    {
        const string figure = "/statistics/counted/open_licences/cnipa/2026", name = "演示申请单位";
        using var nation = await As("nationaladministrator");
        await nation.Submit("/statistics/sources", "/statistics/sources", ("source", "open_licence"), ("organisation", "cnipa"), ("from", "2026-01-01"), ("reason", "演示依据"));
        Assert.Contains("演示依据", await nation.Read("/statistics/sources"), StringComparison.Ordinal);
        foreach (var path in (string[])[figure, $"{figure}/cases.csv"])
        {
            using var everyone = await As("");
            Assert.NotEqual(HttpStatusCode.OK, (await everyone.Get(path)).StatusCode);
            foreach (var login in (string[])["applicant", "regionaladministrator", "systemadministrator"])
            {
                using var other = await As(login);
                Assert.Equal((login, HttpStatusCode.NotFound), (login, (await other.Get(path)).StatusCode)); // another office's figure
            }
            Assert.DoesNotContain(name, await nation.Read(path), StringComparison.Ordinal);
        }
        using var anhui = await As("regionaladministrator");
        Assert.DoesNotContain("OPEN-LICENCE-", await anhui.Read("/statistics/counted/open_licences/office-340000/2026"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Get("/statistics/counted/valid_inventions/cnipa/2026")).StatusCode); // nothing counts into it
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Submit("/statistics/sources", "/statistics/sources", ("source", "open_licence"), ("organisation", "cnipa"), ("from", "2026-01-01"), ("reason", "越权"))).StatusCode);
    }

    static string Version(string page) => Regex.Match(page, "name=\"version\" value=\"(\\d+)\"").Groups[1].Value;

    [Fact]
    public async Task An_office_fills_in_its_return_without_script_and_is_told_of_each_fault_at_its_cell()
    {
        var address = await OpenQuarter();
        using var anhui = await As("regionaladministrator");
        var version = Version(await anhui.Read(address));
        var refused = await anhui.Submit(address, address, ("version", version), ("act", "send"),
            ("v:pledge_projects", "NaN"), ("v:pledge_inclusive_projects", "-3"), ("v:pledge_smes", "95"), ("v:pledge_amount", "1e308"));
        var page = await refused.Text();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“NaN”不是数", page, StringComparison.Ordinal);
        Assert.Contains("不能是负数", page, StringComparison.Ordinal);
        Assert.Contains("超出了可以保存的范围", page, StringComparison.Ordinal);
        Assert.Contains("value=\"1e308\"", page, StringComparison.Ordinal); // what was typed is not lost

        var sent = await anhui.Submit(address, address, ("version", version), ("act", "send"),
            ("v:pledge_projects", "130"), ("v:pledge_inclusive_projects", "88"), ("v:pledge_smes", "99"), ("v:pledge_amount", "13.5"));
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        Assert.Contains("审核并重新报送", await anhui.Read(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_while_typing_is_the_servers_own()
    {
        var address = await OpenQuarter();
        using var anhui = await As("regionaladministrator");
        var answer = await anhui.Send(address, "/api/v1/statistics/check",
            new { @return = long.Parse(address.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture), texts = new Dictionary<string, string> { ["pledge_projects"] = "10", ["pledge_inclusive_projects"] = "11", ["pledge_amount"] = "x" } });
        var found = JsonDocument.Parse(await answer.Text()).RootElement;

        Assert.Equal("pledge_amount", found.GetProperty("faults")[0].GetProperty("element").GetString());
        Assert.Equal(("Error", "pledge_inclusive_within/pledge_inclusive_projects"), (found.GetProperty("findings")[0].GetProperty("importance").GetString(), found.GetProperty("findings")[0].GetProperty("key").GetString()));
        Assert.False(found.GetProperty("maySend").GetBoolean());
        using var other = await As("regionalofficer");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send("/", "/api/v1/statistics/check", new { @return = long.Parse(address.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture), texts = new Dictionary<string, string>() })).StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_wrong_in_one_cell_is_not_taken_and_the_cell_is_named()
    {
        var address = await OpenQuarter();
        using var anhui = await As("regionaladministrator");
        var file = await anhui.Read(address + "/sheet.csv");
        Assert.Contains("pledge_projects", file, StringComparison.Ordinal);
        const string Rows = "\"代码\",\"数据元\",\"单位\",\"数值\"\r\n\"pledge_projects\",\"\",\"项\",\"77\"\r\n\"pledge_smes\",\"\",\"家\",\"七\"\r\n\"gdp\",\"\",\"\",\"1\"\r\n\"pledge_amount\",\"\",\"万元\",\"1\"\r\n";
        var refused = await anhui.Upload(address, address + "/file", [("version", Version(await anhui.Read(address)))], ("a.csv", Encoding.UTF8.GetBytes(Rows)));
        var page = await refused.Text();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.All((string[])["D3", "A4", "C5"], cell => Assert.Contains($"<strong>{cell}</strong>", page, StringComparison.Ordinal));
        Assert.DoesNotContain("value=\"77\"", page, StringComparison.Ordinal);

        var taken = await anhui.Upload(address, address + "/file", [("version", Version(await anhui.Read(address)))], ("a.csv", Encoding.UTF8.GetBytes(Rows.Replace("七", "70", StringComparison.Ordinal).Replace("\"gdp\",\"\",\"\",\"1\"\r\n", "", StringComparison.Ordinal).Replace("万元", "亿元", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        Assert.Contains("value=\"77\"", await anhui.Read(address), StringComparison.Ordinal);
        using var book = new MemoryStream(await (await anhui.Get(address + "/sheet.xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var again = await anhui.Upload(address, address + "/file", [("version", Version(await anhui.Read(address)))], ("a.xlsx", book.ToArray()));
        Assert.Equal(HttpStatusCode.Found, again.StatusCode); // the workbook that went out comes back in
        Assert.Contains("value=\"77\"", await anhui.Read(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_repeated_under_its_key_loads_once()
    {
        using var nation = await As("nationaladministrator");
        async Task<HttpResponseMessage> Post(string value)
        {
            var token = WebUtility.HtmlDecode(Regex.Match(await nation.Read("/statistics"), "name=\"form-token\" content=\"([^\"]*)\"").Groups[1].Value);
            return await nation.Raw(HttpMethod.Post, "/api/v1/statistics/values", $"element,organisation,period,value\ngdp,office-320000,2024,{value}\n", ("X-Form-Token", token), ("Idempotency-Key", "web-1"));
        }
        Assert.Equal(HttpStatusCode.Created, (await Post("5")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Post("5")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post("6")).StatusCode);
    }

    [Fact]
    public async Task The_public_reads_a_release_in_every_form_and_the_chart_says_what_the_table_says()
    {
        using var browser = site.Browse();
        var page = await browser.Read("/open/statistics/sample");
        Assert.Contains("演示质押融资季报", await browser.Read("/open/statistics"), StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\" data-value data-office=\"office-340000\">120</td>", page, StringComparison.Ordinal);
        Assert.Contains("1 / 32 个机构", page, StringComparison.Ordinal);
        Assert.Contains("\"120\"", await browser.Read("/open/statistics/sample/data.csv"), StringComparison.Ordinal);
        var json = JsonDocument.Parse(await browser.Read("/open/statistics/sample/data.json")).RootElement;
        Assert.Equal(json.GetProperty("digest").GetString(), TextDigest.Of(json.GetProperty("figures").GetRawText()));
        // Whoever has the file alone makes the link anew: what stands in the chain names the digest, and follows the link before.
        var linked = json.GetProperty("linkedText").GetString()!;
        Assert.Contains($"\n{json.GetProperty("digest").GetString()}\n", linked, StringComparison.Ordinal);
        Assert.Equal(json.GetProperty("link").GetString(), TextDigest.Of($"{json.GetProperty("linkBefore").GetString()}\n{linked}"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/open/statistics/sample?known=2026-01-07")).StatusCode); // it was not published then
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/open/statistics/sample?known=2026-01-08")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/statistics")).StatusCode);
    }

    [Theory]
    [InlineData("auditor", true)]
    [InlineData("nationaladministrator", false)]
    [InlineData("regionaladministrator", false)] // not even in the own office
    [InlineData("auditadministrator", false)]
    public async Task Who_asked_for_a_change_is_read_by_auditors_only(string login, bool reads)
    {
        using var browser = await As(login);
        Assert.Equal(reads, (await browser.Read("/statistics/interference")).Contains(SampleStatistics.Interference, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_the_lock_the_office_asks_and_a_second_person_decides()
    {
        using var anhui = await As("regionaladministrator");
        var asked = await anhui.Submit("/statistics/corrections", "/statistics/corrections", ("organisation", "office-340000"), ("element", "pledge_smes"), ("period", "2025Q4"), ("value", "96"), ("reason", "漏报一家企业"));
        Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        var id = await site.With(db => db.ValueCorrections.Where(c => c.Element == "pledge_smes").Select(c => c.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await anhui.Submit("/statistics/corrections", $"/statistics/corrections/{id.Value}", ("version", "0"), ("accept", "true"))).StatusCode);
        using var nation = await As("nationaladministrator");
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit("/statistics/corrections", $"/statistics/corrections/{id.Value}", ("version", "0"), ("accept", "true"))).StatusCode);
        var history = await anhui.Read("/statistics/values/pledge_smes/office-340000/2025Q4");
        Assert.Matches("(?s)>96<.*>95<", history);
    }
}
