using System.Net;
using Xunit;

namespace Zhice.Web.Tests.Exports;

/// <summary>The tables of any page as a file.</summary>
public sealed class PageTableTests(SampleSite site) : IClassFixture<SampleSite>
{
    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [Fact]
    public async Task A_list_of_several_pages_comes_whole_and_in_its_order()
    {
        using var browser = await As("auditor");
        var lines = (await (await browser.Get("/audit?tables=csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd().Split("\r\n");
        var entries = await site.With(db => Task.FromResult(db.AuditEntries.Count()));

        Assert.True(entries > 50, "One page would prove nothing.");
        Assert.InRange(lines.Length - 1, entries - 1, entries); // the visit itself may write one
        Assert.Equal(lines.Length, lines.Distinct().Count());
    }

    [Fact]
    public async Task A_workbook_has_a_sheet_a_table_and_numbers_are_numbers()
    {
        using var browser = await As("nationaladministrator");
        var answer = await browser.Get("/programmes?tables=xlsx");

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Workbook.IsValid(bytes);
        var (page, values) = (await browser.Read("/programmes"), Workbook.Values(bytes));
        Assert.Contains(values.Values, v => v.StartsWith(site.Sample.Programme.Name, StringComparison.Ordinal));
        Assert.Contains("?tables=xlsx", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/audit")]
    [InlineData("/accounts")]
    [InlineData("/inbox")]
    public async Task Who_may_not_see_the_page_gets_no_file_of_it(string path)
    {
        using var browser = site.Browse();

        var answer = await browser.Get(path + "?tables=csv");

        Assert.NotEqual("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Formulas_in_words_that_people_typed_do_nothing_in_the_file()
    {
        await site.With(async db =>
        {
            var organisation = db.Organisations.First(o => o.Code == "office-340000");
            db.Add(new Domain.Programme.YearProgramme { Year = 2031, Name = "=HYPERLINK(1)", OwnerId = organisation.Id, CreatedAt = site.Clock.GetUtcNow() });
            return await db.SaveChangesAsync();
        });
        using var browser = await As("nationaladministrator");

        var csv = await (await browser.Get("/programmes?tables=csv")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"'=HYPERLINK(1)\"", csv, StringComparison.Ordinal);
    }
}
