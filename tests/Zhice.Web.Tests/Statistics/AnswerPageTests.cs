using System.Net;
using Xunit;

namespace Zhice.Web.Tests.Statistics;

/// <summary>The answers of a round through the door: filtered, taken away, and shown to nobody beside.</summary>
public sealed class AnswerPageTests(SampleSite site) : IClassFixture<SampleSite>
{
    const string Answers = "/statistics/collections/1/answers";

    [Fact]
    public async Task Who_has_not_sent_is_listed_for_those_above_and_a_filter_that_means_nothing_is_refused()
    {
        using var nation = await As("nationaladministrator");
        Assert.Contains(Answers, await nation.Read("/statistics/collections/1"), StringComparison.Ordinal);
        var page = await nation.Read(Answers + "?state=NotSent&office=合肥");
        Assert.Contains("合肥市", page, StringComparison.Ordinal);
        Assert.Contains("未报送", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Get(Answers + "?state=Everything")).StatusCode);
        Assert.Contains("\"office-340100\"", await nation.Read(Answers + ".csv?office=合肥"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await nation.Get(Answers + ".xlsx")).StatusCode);
    }

    [Fact]
    public async Task A_city_reads_its_own_only_and_the_public_nothing()
    {
        using var city = await As("regionalofficer"); // of Hefei
        var page = await city.Read(Answers);
        Assert.Contains("合肥市", page, StringComparison.Ordinal);
        Assert.DoesNotContain("芜湖市", page, StringComparison.Ordinal);
        using var everyone = site.Browse();
        Assert.NotEqual(HttpStatusCode.OK, (await everyone.Get(Answers)).StatusCode);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
