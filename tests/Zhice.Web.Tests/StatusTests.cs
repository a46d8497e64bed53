using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Zhice.Web.Tests;

public sealed class StatusTests(SampleSite site) : IClassFixture<SampleSite>
{
    const string Head = "行政区划,资格,起始,截止,来源\n";

    [Fact]
    public async Task A_preview_says_what_the_import_would_do_and_stores_nothing()
    {
        using var admin = await As("nationaladministrator");

        var page = await (await admin.Submit("/statuses/import", "/statuses/import", ("csv", Head + "芜湖市,预览城市,2026-01-01,,演示名单\n"))).Text();

        Assert.Contains("将新增 1 条", page, StringComparison.Ordinal);
        Assert.Contains("芜湖市", page, StringComparison.Ordinal);
        Assert.False(await site.With(db => db.Statuses.AnyAsync(s => s.Name == "预览城市")));
        Assert.False(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "status.import" && e.Subject == "预览")));
    }

    [Fact]
    public async Task A_confirmed_import_is_stored_and_filtered_by_day()
    {
        using var admin = await As("nationaladministrator");

        var answer = await admin.Submit("/statuses/import", "/statuses/import", ("confirmed", "true"), ("csv", Head + "340200,确认城市,2026-01-01,2027-01-01,演示名单\n"));

        Assert.Equal("/statuses", answer.Headers.Location?.OriginalString);
        Assert.Contains("芜湖市", await admin.Read("/statuses?name=确认城市&on=2026-06-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("芜湖市", await admin.Read("/statuses?name=确认城市&on=2027-01-01"), StringComparison.Ordinal); // the end is excluded
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_named_with_its_line_and_nothing_is_stored()
    {
        using var admin = await As("nationaladministrator");
        var before = await site.With(db => db.Statuses.CountAsync());

        var answer = await admin.Submit("/statuses/import", "/statuses/import", ("confirmed", "true"), ("csv", Head + "340200,好,2026-01-01,,名单\n无此市,好,昨天,,名单\n"));
        var page = await answer.Text();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Matches(new Regex("第 3 行：“无此市”"), page);
        Assert.Matches(new Regex("第 3 行：起始日期“昨天”"), page);
        Assert.Equal(before, await site.With(db => db.Statuses.CountAsync()));
    }

    [Fact]
    public async Task After_a_status_was_withdrawn_the_programmes_whose_obligations_would_change_are_named()
    {
        using var admin = await As("nationaladministrator");
        Assert.DoesNotContain("需要重新发布", await admin.Read("/statuses"), StringComparison.Ordinal);
        var fact = await site.With(db => db.Statuses.Where(s => s.Name == Sample.Status && s.DivisionCode == "320100").Select(s => s.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Found, (await admin.Submit("/statuses", $"/statuses/{fact.Value}/withdraw", ("reason", "登记有误"))).StatusCode);

        var page = await admin.Read("/statuses");

        Assert.Contains("需要重新发布", page, StringComparison.Ordinal);
        Assert.Contains($"/documents/{site.Sample.Public.Id.Value}/publish?programme={site.Sample.Programme.Id.Value}&amp;asOf=2026-02-01", page, StringComparison.Ordinal);
        Assert.Contains($"“{Sample.Status}”", await admin.Read($"/programmes/{site.Sample.Programme.Id.Value}"), StringComparison.Ordinal);
        using var officer = await As("regionalofficer");
        Assert.DoesNotContain("需要重新发布", await officer.Read("/statuses"), StringComparison.Ordinal);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
