using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Tests.Statistics;

/// <summary>A session that ended while somebody typed, pages that exist for those logged in only, and the calendar of releases, which is everyone's.</summary>
public sealed class SignedOutTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Saving_after_the_session_ended_leads_to_the_login_and_back_to_the_sheet()
    {
        using var anhui = await As("regionaladministrator");
        var id = await site.With(async db => (await (from r in db.StatisticalReturns join o in db.Organisations on r.OrganisationId equals o.Id where o.Code == "office-340000" select r.Id).FirstAsync()).Value);
        var sheet = $"/statistics/returns/{id}";
        var page = await anhui.Read(sheet);
        var token = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page, "name=\"_token\" value=\"([^\"]+)\"").Groups[1].Value);
        Assert.Equal(HttpStatusCode.Found, (await anhui.Submit("/account", "/logout")).StatusCode);

        var answer = await anhui.Post(sheet, ("_token", token), ("_signed", "1"), ("act", "save"), ("version", "1"), ("v:pledge_projects", "7"));
        Assert.Equal((HttpStatusCode.Found, $"/login?return={Uri.EscapeDataString(sheet)}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains("登录已结束", await anhui.Read(answer.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Equal(sheet, (await anhui.LogIn("regionaladministrator", back: sheet)).Headers.Location?.OriginalString);
        // A stale form of somebody who is logged in, and one of the public, are refused as before.
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Post(sheet, ("_token", "old"), ("_signed", "1"))).StatusCode);
        using var everyone = site.Browse();
        Assert.Equal(HttpStatusCode.Forbidden, (await everyone.Post(sheet, ("_token", "old"))).StatusCode);
    }

    [Theory]
    [InlineData("/statistics/returns/1")]
    [InlineData("/statistics/returns/999999")] // whether there is one is told to nobody
    [InlineData("/statistics/collections/1")]
    [InlineData("/statistics/filings/office-340000")]
    public async Task A_page_for_those_logged_in_asks_to_log_in(string path)
    {
        using var everyone = site.Browse();
        var answer = await everyone.Get(path);
        Assert.Equal((HttpStatusCode.Found, $"/login?return={Uri.EscapeDataString(path)}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        using var applicant = await As("applicant");
        Assert.Equal(HttpStatusCode.NotFound, (await applicant.Get(path)).StatusCode);
    }

    [Fact]
    public async Task The_calendar_of_releases_is_public_and_tells_nothing_of_drafts_but_their_day()
    {
        await site.With(async db =>
        {
            db.Add(new StatisticalRelease
            {
                Code = "coming-secret", Revision = 1, Title = "预告的季报", Period = Period.OfQuarter(2026, 1).Key, Level = Domain.Organisations.DivisionLevel.Province, OwnerId = (await db.Organisations.FirstAsync(o => o.Code == "cnipa")).Id,
                PlannedOn = new(2031, 4, 20), Content = "pledge_projects", Body = "{\"rows\":[{\"figures\":[987654321]}]}", Digest = "d", At = site.Clock.GetUtcNow(),
            });
            return await db.SaveChangesAsync();
        });
        using var everyone = site.Browse();
        Assert.Contains("/open/calendar", await everyone.Read("/open/statistics"), StringComparison.Ordinal);
        var page = await everyone.Read("/open/calendar");
        Assert.Contains("预告的季报", page, StringComparison.Ordinal);
        Assert.Contains("2031-04-20", page, StringComparison.Ordinal);
        Assert.Contains("/open/statistics/sample?revision=1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("987654321", page, StringComparison.Ordinal);
        Assert.DoesNotContain("coming-secret", page, StringComparison.Ordinal);
        Assert.Contains("预告的季报", await everyone.Read("/open/calendar?tables=csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_of_a_note_has_a_receipt_and_a_draft_counts_its_cells_and_a_nul_is_no_figure()
    {
        using var anhui = await As("regionaladministrator");
        var written = await anhui.Submit("/statistics/interference", "/statistics/interference", ("asker", "演示人员"), ("channel", "电话"), ("request", "要求改数"), ("subject", ""), ("outcome", "未改动"));
        Assert.Equal(HttpStatusCode.Found, written.StatusCode);
        var digest = await site.With(db => db.InterferenceNotes.OrderByDescending(n => n.Id).Select(n => n.Id + " " + n.Digest).FirstAsync());
        var said = await anhui.Read("/statistics/interference");
        Assert.Contains($"第 {digest.Split(' ')[0]} 号", said, StringComparison.Ordinal);
        Assert.Contains(digest.Split(' ')[1][..16], said, StringComparison.Ordinal);
        Assert.DoesNotContain(digest.Split(' ')[1][..16], await anhui.Read("/statistics/interference"), StringComparison.Ordinal); // once

        using var nation = await As("nationaladministrator");
        Assert.Contains("GB18030", await nation.Read("/statistics/load"), StringComparison.Ordinal);
        var file = await nation.Upload("/statistics/load", "/statistics/load", [], ("a.csv", "element,organisation,period,value\npledge_smes,office-330000,2025Q2,5\0\n"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, file.StatusCode);

        site.Clock.Advance(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero) - site.Clock.GetUtcNow());
        using var again = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        var opened = await again.Submit("/statistics", "/statistics", ("code", "pledge_quarterly"), ("period", "2026Q1"), ("owner", $"{owner.Value}"));
        var key = Period.OfQuarter(2026, 1).Key;
        var id = await site.With(async db => (await (from r in db.StatisticalReturns join c in db.CollectionRounds on r.CollectionId equals c.Id join o in db.Organisations on r.OrganisationId equals o.Id
            where o.Code == "office-340000" && c.Period == key select r.Id).SingleAsync()).Value);
        using var office = await As("regionaladministrator");
        var sheet = $"/statistics/returns/{id}";
        Assert.Equal(HttpStatusCode.Found, (await office.Submit(sheet, sheet, ("version", "0"), ("act", "save"), ("v:pledge_projects", "7"), ("v:pledge_smes", "5"))).StatusCode);
        Assert.Contains("2 / 4", await office.Read(opened.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Contains("2 / 4", await office.Read("/statistics/filings/office-340000"), StringComparison.Ordinal);
        var nul = await office.Upload(sheet, sheet + "/file", [("version", "1")], ("a.csv", System.Text.Encoding.UTF8.GetBytes("代码,数值\npledge_projects,5\0\n")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nul.StatusCode);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
