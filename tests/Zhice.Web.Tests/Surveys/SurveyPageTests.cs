using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Zhice.Web.Tests.Surveys;

/// <summary>The anonymous form and the pages of a survey.</summary>
public sealed partial class SurveyPageTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly string[] Questions = ["law", "enforcement", "justice", "damages", "mediation", "service", "awareness", "overall"];

    [Fact]
    public async Task Everyone_answers_without_an_account_and_sees_no_result_before_it_is_published()
    {
        using var browser = site.Browse();
        const string at = "/open/surveys/sample-open/answer";
        var page = await browser.Read(at);
        Assert.DoesNotContain("<script src=\"/js/survey", page, StringComparison.Ordinal);
        var key = Key().Match(page).Groups[1].Value;
        var before = await site.With(db => db.SurveyAnswers.CountAsync());
        var missing = await browser.Submit(at, at, ("key", key), ("group", "public"), ("division", "340000"), ("law", "5"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        Assert.Contains("请回答：对知识产权行政执法的力度和效率", await missing.Text(), StringComparison.Ordinal);
        (string, string)[] answers = [("key", key), ("group", "public"), ("division", "340000"), .. Questions.Select(q => (q, "4"))];
        Assert.Equal("/open/surveys/sample-open/thanks", (await browser.Submit(at, at, answers)).Headers.Location?.OriginalString);
        Assert.Equal("/open/surveys/sample-open/thanks", (await browser.Submit(at, at, answers)).Headers.Location?.OriginalString); // sent twice
        Assert.Equal(before + 1, await site.With(db => db.SurveyAnswers.CountAsync()));
        Assert.Contains("结果尚未公布", await browser.Read("/open/surveys/sample-open"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/open/surveys/sample-open/data.csv")).StatusCode);
    }

    [Fact]
    public async Task A_published_result_is_public_as_page_and_file_and_its_strata_hide_what_is_few()
    {
        using var browser = site.Browse();
        var page = await browser.Read("/open/surveys/sample");
        Assert.Matches("75\\.00 ± \\d", page);
        Assert.Contains("不足 5 份", page + await browser.Read("/open/surveys/sample?lang=zh"), StringComparison.Ordinal);
        Assert.Contains("75", await browser.Read("/open/surveys/sample/data.csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Found)]
    [InlineData("nationaladministrator", HttpStatusCode.OK)]
    [InlineData("auditor", HttpStatusCode.OK)]
    [InlineData("regionaladministrator", HttpStatusCode.NotFound)]
    [InlineData("regionalofficer", HttpStatusCode.Forbidden)]
    public async Task Answers_before_publication_are_seen_by_the_organisers(string login, HttpStatusCode expected)
    {
        using var browser = site.Browse();
        if (login.Length > 0) await browser.LogIn(login);
        Assert.Equal(expected, (await browser.Get("/surveys/2")).StatusCode);
    }

    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex Key();
}
