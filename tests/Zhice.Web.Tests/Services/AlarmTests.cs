using System.Net;
using Xunit;

namespace Zhice.Web.Tests.Services;

/// <summary>电子监察 through the door: the desk, the case, the list of the office above, its file and the inbox; in both languages.</summary>
public sealed class AlarmTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_case_whose_time_is_over_is_shown_wherever_its_office_looks_and_nowhere_else()
    {
        using var officer = site.Browse();
        await officer.LogIn("departmentofficer");
        Assert.DoesNotContain("红牌</span>", await officer.Read("/service-cases"), StringComparison.Ordinal);
        Assert.Contains("没有黄牌和红牌", await officer.Read("/service-cases/alarms"), StringComparison.Ordinal);
        var number = System.Text.RegularExpressions.Regex.Match(await officer.Read("/service-cases/3"), "PLEDGE-REGISTRATION-[0-9A-Z-]+").Value;

        site.Clock.Advance(TimeSpan.FromDays(2)); // Wednesday: two of the two promised days, which run from the receipt, are used
        await officer.LogIn("departmentofficer");
        Assert.Contains("黄牌", await officer.Read("/service-cases?alarm=Yellow"), StringComparison.Ordinal);
        Assert.Contains(number, await officer.Read("/service-cases?alarm=Yellow"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await officer.Read("/service-cases?alarm=Red"), StringComparison.Ordinal);
        Assert.Contains("：2 个工作日，从 2026-03-02 起算，已用 2/2 日，2026-03-04 到期", await officer.Read("/service-cases/3"), StringComparison.Ordinal);
        Assert.Contains("已用 2/2 日", await officer.Read("/service-cases/alarms"), StringComparison.Ordinal);
        Assert.Contains("2 of 2 days used, due 2026-03-04", await officer.Read("/service-cases/alarms?lang=en"), StringComparison.Ordinal);
        Assert.Contains("红牌 0 件，黄牌 1 件", await officer.Read("/service-cases/alarms?lang=zh"), StringComparison.Ordinal);
        Assert.Contains("hx-get=\"/service-cases/alarms\"", await officer.Read("/inbox"), StringComparison.Ordinal); // the page fetches that sentence

        site.Clock.Advance(TimeSpan.FromDays(60));
        using var national = site.Browse();
        await national.LogIn("nationaladministrator");
        var list = await national.Read("/service-cases/alarms?level=Red&office=cnipa");
        Assert.Contains("红牌", list, StringComparison.Ordinal);
        Assert.Contains(number, list, StringComparison.Ordinal);
        var file = await national.Read("/service-cases/alarms.csv?level=Red&office=cnipa");
        Assert.Contains(number, file, StringComparison.Ordinal);
        Assert.Contains("到期", file, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await national.Get("/service-cases/alarms.xlsx")).StatusCode);
        Assert.Contains("没有黄牌和红牌", await national.Read("/service-cases/alarms?office=office-340000"), StringComparison.Ordinal);

        using var elsewhere = site.Browse();
        await elsewhere.LogIn("regionalofficer");
        Assert.DoesNotContain(number, await elsewhere.Read("/service-cases/alarms"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await elsewhere.Read("/service-cases/alarms.csv"), StringComparison.Ordinal);
        using var own = site.Browse();
        await own.LogIn("applicant");
        Assert.Equal(HttpStatusCode.Forbidden, (await own.Get("/service-cases/alarms")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await own.Get("/service-cases/alarms.csv")).StatusCode);
        using var anybody = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await anybody.Get("/service-cases/alarms")).StatusCode);
    }
}
