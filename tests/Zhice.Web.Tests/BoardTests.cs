using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests;

public sealed class BoardTests(SampleSite site) : IClassFixture<SampleSite>
{
    string Board => $"/programmes/{site.Sample.Programme.Id.Value}";

    [Fact]
    public async Task The_national_administrator_sees_every_province_and_the_cities_concerned()
    {
        using var browser = site.Browse();
        await browser.LogIn("nationaladministrator");

        var page = await browser.Read(Board);

        Assert.Contains("安徽", page, StringComparison.Ordinal);
        Assert.Contains("<small>1市</small>", page, StringComparison.Ordinal);
        Assert.Contains(Sample.WithheldWords, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regionaladministrator", "320000", false)] // another province: a question shows, a duty does not
    [InlineData("regionaladministrator", "340000", true)]
    [InlineData("regionalofficer", "340000", true)] // its city owes, in the province's column
    [InlineData("regionalofficer", "320000", false)]
    public async Task An_office_sees_its_own_column_and_no_other(string login, string province, bool sees)
    {
        using var browser = site.Browse();
        await browser.LogIn(login);

        var page = await browser.Read(Board);

        Assert.Equal(sees, Regex.IsMatch(page, $"<td class=\"(c[234]|c0 b[234])\"><a href=\"/organisations/office-{province}[?]"));
    }

    [Fact]
    public async Task A_department_sees_all_regions_on_its_own_tasks_only()
    {
        using var browser = site.Browse();
        await browser.LogIn("departmentofficer");
        var page = await browser.Read(Board);
        var rows = page.Split("<tr>").Where(r => r.Contains("office-110000", StringComparison.Ordinal) && r.Contains("/tasks/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        Assert.True(rows.Count < site.Sample.Tasks.Count / 2, $"{rows.Count} rows");
    }

    [Fact]
    public async Task The_export_holds_what_the_page_holds_for_the_same_reader()
    {
        using var browser = site.Browse();
        var csv = await (await browser.Get(Board + "/board.csv")).Text();
        Assert.Contains(Sample.PublicWords, csv, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.WithheldWords, csv, StringComparison.Ordinal);
        Assert.DoesNotContain("必做", csv, StringComparison.Ordinal); // the public sees no obligations
    }

    [Fact]
    public async Task A_programme_that_is_not_there_is_answered_with_404()
    {
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/programmes/999")).StatusCode);
    }
}
