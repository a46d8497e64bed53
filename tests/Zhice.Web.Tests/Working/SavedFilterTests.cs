using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Accounts;
using Zhice.Web.Tests.Reporting;

namespace Zhice.Web.Tests.Working;

/// <summary>Named filters are one person's own, and show what that person may see when they are opened. Search over reports and evidence, through the page.</summary>
public sealed partial class SavedFilterTests(ReportingSite site) : IClassFixture<ReportingSite>
{
    [Fact]
    public async Task A_filter_is_kept_opened_from_its_page_and_from_the_start_page_and_removed_by_its_owner_only()
    {
        using var writer = await site.As("writer");
        using var second = await site.As("second");
        const string address = "/reports?state=Submitted&organisation=office-340000";
        var kept = await writer.Submit(address, "/filters", ("name", "安徽已报送<b>"), ("address", $"{address}&page=3"));
        Assert.Equal(HttpStatusCode.Found, kept.StatusCode);

        const string link = "<a href=\"/reports?state=Submitted&amp;organisation=office-340000\">安徽已报送&lt;b&gt;</a>";
        Assert.Contains(link, await writer.Read("/reports"), StringComparison.Ordinal);
        Assert.Contains(link, await writer.Read("/"), StringComparison.Ordinal);
        Assert.DoesNotContain(link, await writer.Read("/evidence"), StringComparison.Ordinal);
        Assert.DoesNotContain("安徽已报送", await second.Read("/reports"), StringComparison.Ordinal);
        Assert.DoesNotContain("安徽已报送", await second.Read("/"), StringComparison.Ordinal);

        var id = Removal().Match(await writer.Read("/")).Groups[1].Value;
        Assert.Equal(HttpStatusCode.NotFound, (await second.Submit("/", $"/filters/{id}/remove")).StatusCode);
        using var nobody = site.Browse();
        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.Submit("/login", $"/filters/{id}/remove")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.Submit("/login", "/filters", ("name", "公众"), ("address", "/documents"))).StatusCode);
        Assert.Equal(1, await site.With(db => db.SavedFilters.CountAsync()));
        Assert.Equal(HttpStatusCode.Found, (await writer.Submit("/", $"/filters/{id}/remove", ("address", "/"))).StatusCode);
        Assert.Equal(0, await site.With(db => db.SavedFilters.CountAsync()));
    }

    [Theory]
    [InlineData("//example.org/reports")]
    [InlineData("https://example.org/reports")]
    [InlineData("/logout")]
    [InlineData("/reports/1")]
    [InlineData("/api/v1/session")]
    [InlineData("")]
    public async Task Only_lists_of_this_site_are_kept(string address)
    {
        using var writer = await site.As("writer");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await writer.Submit("/reports", "/filters", ("name", "外站"), ("address", address))).StatusCode);
    }

    [Fact]
    public async Task A_person_keeps_a_bounded_number_and_a_name_once()
    {
        using var writer = await site.As("jiangsu");
        await site.With(async db =>
        {
            var me = await db.Accounts.Where(a => a.Login == "jiangsu").Select(a => a.Id).SingleAsync();
            db.AddRange(Enumerable.Range(1, SavedFilter.Most).Select(i => new SavedFilter { AccountId = me, Name = $"第{i}个", Path = "/evidence", Query = "", CreatedAt = site.Clock.GetUtcNow() }));
            await db.SaveChangesAsync();
            return true;
        });
        Assert.Equal(HttpStatusCode.Conflict, (await writer.Submit("/evidence", "/filters", ("name", "再一个"), ("address", "/evidence?kind=File"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await writer.Submit("/evidence", "/filters", ("name", "第1个"), ("address", "/evidence?kind=File"))).StatusCode);
        Assert.Equal("kind=File", await site.With(db => db.SavedFilters.Where(f => f.Name == "第1个").Select(f => f.Query).SingleAsync()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await writer.Submit("/evidence", "/filters", ("name", new string('名', 81)), ("address", "/evidence"))).StatusCode);
        await site.With(db => db.SavedFilters.ExecuteDeleteAsync());
    }

    [Fact]
    public async Task The_search_page_finds_a_report_for_its_office_and_leaves_it_out_of_page_and_export_for_others()
    {
        using var writer = await site.As("writer");
        using var jiangsu = await site.As("jiangsu");
        var report = await ReportingSite.Begin(writer, (await site.Owed("office-340000"))[1]);
        await ReportingSite.Save(writer, report, "=组织“知行杯”专利导航大赛。");
        var page = await writer.Read("/search?q=知行杯");
        Assert.Contains($"href=\"{report}\"", page, StringComparison.Ordinal);
        Assert.Contains("<mark>知行杯</mark>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{report}\"", await writer.Read("/search?q=知行杯&kind=Report"), StringComparison.Ordinal);
        Assert.Contains("'=组织", await writer.Read("/search.csv?q=知行杯"), StringComparison.Ordinal);
        Exports.Workbook.IsValid(await (await writer.Get("/search.xlsx?q=知行杯")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        foreach (var path in (string[])["/search?q=知行杯", "/search?q=知行杯&kind=Report", "/search.csv?q=知行杯"])
            Assert.DoesNotContain("专利导航大赛", await jiangsu.Read(path), StringComparison.Ordinal);
        using var nobody = site.Browse();
        Assert.DoesNotContain("专利导航大赛", await nobody.Read("/search?q=知行杯"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debtors_obligations_and_letters_leave_as_tables_with_what_the_reader_may_see()
    {
        using var writer = await site.As("writer");
        using var nobody = site.Browse();
        var (task, secret) = (site.Sample.Tasks[0].Id.Value, site.Sample.Tasks.First(t => t.DocumentId != site.Sample.Public.Id).Id.Value);
        foreach (var path in (string[])[$"/tasks/{task}/debtors", "/organisations/office-340000/obligations", "/letters"])
        {
            Exports.Workbook.IsValid(await (await writer.Get(path + ".xlsx")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.OK, (await writer.Get(path + ".csv")).StatusCode);
        }
        Assert.Contains("安徽省知识产权局", await nobody.Read($"/tasks/{task}/debtors.csv"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get($"/tasks/{secret}/debtors.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await nobody.Get("/letters.csv")).StatusCode); // to the login
        var theirs = await nobody.Read("/organisations/office-340000/obligations.csv");
        Assert.True(theirs.Split('\n').Length < (await writer.Read("/organisations/office-340000/obligations.csv")).Split('\n').Length, theirs);
    }

    [GeneratedRegex("/filters/(\\d+)/remove")]
    private static partial Regex Removal();
}
