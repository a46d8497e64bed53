using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Assessment;

namespace Zhice.Web.Tests.Assessment;

/// <summary>Assessment and inspection through the door: who sees what, what a mark leaves behind, and what the editor says.</summary>
public sealed class AssessmentTests(SampleSite site) : IClassFixture<SampleSite>
{
    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [Theory]
    [InlineData("", 200, 404, 404)] // what is published, and nothing else
    [InlineData("nationaladministrator", 200, 200, 200)]
    [InlineData("departmentofficer", 200, 200, 200)] // reviews in the round
    [InlineData("regionaladministrator", 200, 200, 404)] // its own before publication, not its neighbour's
    [InlineData("auditor", 200, 200, 200)]
    [InlineData("systemadministrator", 200, 404, 404)]
    public async Task Before_publication_an_office_sees_its_own_score_and_the_public_none(string login, int published, int own, int other)
    {
        using var browser = await As(login);
        Assert.Equal((published, own, other), ((int)(await browser.Get("/assessment/rounds/1/offices/office-320000")).StatusCode,
            (int)(await browser.Get("/assessment/rounds/2/offices/office-340000")).StatusCode, (int)(await browser.Get("/assessment/rounds/2/offices/office-320000")).StatusCode));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("regionaladministrator", true)]
    [InlineData("nationaladministrator", true)]
    [InlineData("systemadministrator", false)]
    public async Task Objections_and_findings_are_for_those_whom_they_concern(string login, bool reads)
    {
        using var browser = await As(login);
        Assert.Equal(reads, (await browser.Read("/assessment/rounds/1/offices/office-340000")).Contains(SampleAssessment.Objection, StringComparison.Ordinal));
        Assert.Equal(reads, (await browser.Read("/inspections/1")).Contains(SampleAssessment.Finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_point_leads_to_its_ground_and_the_export_says_the_same()
    {
        using var browser = site.Browse();
        var page = await browser.Read("/assessment/rounds/1/offices/office-340000");
        Assert.Contains("复核由 4 改为 3.25：演示：材料两处不全", page, StringComparison.Ordinal);
        Assert.Matches("href=\"/obligations/\\d+\"", page);
        var csv = await browser.Read("/assessment/rounds/1/offices/office-340000/trace.csv");
        Assert.Contains("-0.75\"", csv, StringComparison.Ordinal);
        var board = await browser.Read("/assessment/rounds/1/scores.csv");
        var total = Regex.Match(board, "\"office-340000\",\"[^\"]*\",\"[^\"]*\",\"([^\"]*)\"").Groups[1].Value;
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Sum(l => decimal.Parse(Regex.Match(l, "^\"[^\"]*\",\"'?([^\"]*)\"").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture), lines);
    }

    [Fact]
    public async Task An_office_scores_itself_and_is_told_what_is_out_of_range()
    {
        using var anhui = await As("regionaladministrator");
        const string Address = "/assessment/rounds/2/offices/office-340000";
        var refused = await anhui.Submit(Address, Address, ("act", "mark"), ("column", "1"), ("item", "papers"), ("points", "4.5"), ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("须在 0 和 4 之间", await refused.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await anhui.Submit(Address, Address, ("act", "mark"), ("column", "1"), ("item", "papers"), ("points", "3.5"), ("reason", "一处待补"))).StatusCode);
        Assert.Contains("一处待补", await anhui.Read(Address), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Submit(Address, Address, ("act", "mark"), ("column", "2"), ("item", "papers"), ("points", "4"), ("reason", "自行复核"))).StatusCode);
    }

    [Fact]
    public async Task An_expert_scores_own_sheets_and_nobody_elses()
    {
        using var expert = await As("departmentofficer");
        var page = await expert.Read("/assessment/desk");
        var sheet = Regex.Match(page, "action=\"/assessment/desk/(\\d+)\"").Groups[1].Value;
        var wrong = await expert.Submit("/assessment/desk", $"/assessment/desk/{sheet}", ("page", "1"), ("score", "101"), ("comment", "成效具体"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await expert.Submit("/assessment/desk", $"/assessment/desk/{sheet}", ("page", "1"), ("score", "91.5"), ("comment", "成效具体"))).StatusCode);
        using var other = await As("regionaladministrator");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Submit("/account", $"/assessment/desk/{sheet}", ("page", "1"), ("score", "1"), ("comment", "成效具体"))).StatusCode);
        var kept = await site.With(db => db.ExpertScores.OrderByDescending(s => s.Id).Select(s => s.Score).FirstAsync());
        Assert.Equal(91.5m, kept);
    }

    [Fact]
    public async Task The_editor_names_the_line_of_a_fault_and_asks_who_rewards_filing_counts_to_read_the_sentence()
    {
        using var nation = await As("nationaladministrator");
        var text = WebUtility.HtmlDecode(Regex.Match(await nation.Read("/assessment/schemes/edit?from=1"), "(?s)<textarea[^>]*>(.*?)</textarea>").Groups[1].Value);
        var faulty = await nation.Submit("/assessment/schemes/edit", "/assessment/schemes/edit", ("text", text.Replace("weight: 20", "weight: 21", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, faulty.StatusCode);
        Assert.Contains("第 9 行：各组权重合计为 21，应为 20", await faulty.Text(), StringComparison.Ordinal);

        var counting = text.Replace("indicator: high_value_density, by: value", "indicator: patent_filing_count, by: growth", StringComparison.Ordinal);
        var warned = await nation.Submit("/assessment/schemes/edit", "/assessment/schemes/edit", ("text", counting));
        Assert.Contains("避免将专利申请数量作为部门工作考核的主要依据", await warned.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit("/assessment/schemes/edit", "/assessment/schemes/edit", ("text", counting), ("read", "1"))).StatusCode);
        Assert.Equal(2, await site.With(db => db.AssessmentSchemes.Where(s => s.Code == "sample").MaxAsync(s => s.Version)));
        using var anhui = await As("regionalofficer");
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Submit("/account", "/assessment/schemes/edit", ("text", counting))).StatusCode);
    }

    [Fact]
    public async Task Who_works_below_the_assessed_office_does_not_review_its_objection()
    {
        using var judge = await As("regionalofficer"); // of 合肥, below Anhui
        var id = (await site.With(db => db.ScoreObjections.Select(o => o.Id).FirstAsync())).Value;
        var refused = await judge.Submit("/assessment/objections", $"/assessment/objections/{id}", ("version", "0"), ("item", ""), ("points", ""), ("opinion", "经复核，维持原得分不变"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("须回避", await refused.Text(), StringComparison.Ordinal);
        Assert.Equal(ObjectionState.Raised, await site.With(db => db.ScoreObjections.Select(o => o.State).FirstAsync()));
    }
}
