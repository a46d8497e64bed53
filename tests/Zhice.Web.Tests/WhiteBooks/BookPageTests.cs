using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Web.Tests.WhiteBooks;

/// <summary>Yearly reports in pages: what everyone reads, what nobody else reads, and how one is written.</summary>
public sealed partial class BookPageTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Everyone_reads_a_published_report_whose_figures_lead_to_pages_that_open()
    {
        using var everyone = site.Browse();
        var page = await everyone.Read("/open/white-books/sample");

        Assert.Contains("知识产权保护社会满意度为<a class=\"book-figure\" href=\"/open/surveys/sample\"", page, StringComparison.Ordinal);
        Assert.Contains("来源尚未公布", page, StringComparison.Ordinal); // a missing figure says so in its sentence
        var links = Figure().Matches(page).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(links);
        foreach (var link in links.Where(l => !l.StartsWith('#'))) Assert.Equal((link, HttpStatusCode.OK), (link, (await everyone.Get(link)).StatusCode));
        foreach (var link in links.Where(l => l.StartsWith('#'))) Assert.Contains($"id=\"{link[1..]}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paper_holds_the_same_figures_and_their_sources()
    {
        using var everyone = site.Browse();
        var figure = BookJson.ReadBody(await site.With(db => db.WhiteBooks.Where(b => b.Code == "sample").Select(b => b.Body).SingleAsync())).Figure("satisfaction")!;
        var answer = await everyone.Get("/open/white-books/sample/text.docx");

        using var file = new ZipArchive(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        using var document = new StreamReader(file.GetEntry("word/document.xml")!.Open());
        var text = TagOf().Replace(await document.ReadToEndAsync(TestContext.Current.CancellationToken), "");
        Assert.Contains($"知识产权保护社会满意度为{figure.Words}", text, StringComparison.Ordinal);
        Assert.Contains(figure.From!, text, StringComparison.Ordinal);
        Assert.Contains("来源尚未公布", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_read_by_who_writes_it_only()
    {
        foreach (var login in (string[])["", "regionaladministrator", "systemadministrator"])
        {
            using var browser = site.Browse();
            if (login.Length > 0) await browser.LogIn(login);
            foreach (var path in (string[])["/white-books/2", "/white-books/2/chapters/overview", "/white-books/2/text.docx", "/open/white-books/sample-draft", "/open/white-books/sample-draft/data.json"])
            {
                var answer = await browser.Get(path);
                Assert.NotEqual((path, login, HttpStatusCode.OK), (path, login, answer.StatusCode));
                Assert.DoesNotContain(SampleBook.Draft, await answer.Text(), StringComparison.Ordinal);
            }
            Assert.DoesNotContain("2026年演示年度报告", await browser.Read("/white-books"), StringComparison.Ordinal);
        }
        using var writer = site.Browse();
        await writer.LogIn("departmentofficer");
        Assert.Contains(SampleBook.Draft, await writer.Read("/white-books/2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_figure_is_named_beside_the_text_and_what_was_typed_is_not_lost()
    {
        using var nation = site.Browse();
        await nation.LogIn("nationaladministrator");
        const string chapter = "/white-books/2/chapters/use";
        var version = await site.With(db => db.WhiteBooks.Where(b => b.Code == "sample-draft").Select(b => b.Version).SingleAsync());

        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(chapter, chapter, ("version", $"{version}"), ("title", "转化运用"), ("text", "融资增长26.6%。"))).StatusCode);
        Assert.Contains("直接填写的数字：26.6%", await nation.Read(chapter), StringComparison.Ordinal);
        var late = await nation.Submit(chapter, chapter, ("version", $"{version}"), ("title", "转化运用"), ("text", "晚到的文字"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("晚到的文字", await late.Text(), StringComparison.Ordinal);
        using var department = site.Browse();
        await department.LogIn("departmentofficer");
        var review = await department.Submit("/white-books/2", "/white-books/2", ("version", $"{version + 1}"), ("do", "Reviewed"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, review.StatusCode);
    }

    [GeneratedRegex("<a class=\"book-figure\" href=\"([^\"]+)\"")]
    private static partial Regex Figure();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex TagOf();
}
