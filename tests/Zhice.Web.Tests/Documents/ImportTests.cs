using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Documents;

namespace Zhice.Web.Tests.Documents;

public sealed class ImportTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_file_becomes_a_document_with_its_reading_and_a_line_in_the_audit_log()
    {
        using var browser = await site.As("nationaladministrator");
        var answer = await browser.Upload("/documents/new", "/documents/new", [("disclosure", "Public")], ("计划.txt", Papers.Plan()));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var page = await browser.Read(answer.Headers.Location!.OriginalString);
        Assert.Contains("修订保护办法，推动地方立法。", page, StringComparison.Ordinal);
        Assert.Contains("data-n=\"assignment:t1:1\"", page, StringComparison.Ordinal);
        Assert.Contains("原文没有写明", page, StringComparison.Ordinal); // year, issuer and number are asked for, not guessed
        var id = answer.Headers.Location!.OriginalString.Split('/')[^1];
        Assert.True(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "document.import" && e.Subject == $"document/{id}")));
    }

    [Fact]
    public async Task Several_files_are_imported_each_by_itself_and_each_says_what_came_of_it()
    {
        using var browser = await site.As("nationaladministrator");
        var before = await site.Documents();
        var answer = await browser.Upload("/documents/new", "/documents/new", [("disclosure", "Public")],
            ("一.txt", Papers.Plan()), ("空.txt", []), ("二.txt", Papers.Plan()));
        var page = await answer.Text();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before + 2, await site.Documents());
        Assert.Contains("空.txt", page, StringComparison.Ordinal);
        Assert.Contains("文件是空的。", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("无公开属性.txt", null, "import.disclosure")] // who may see it must be said, not guessed
    [InlineData("空.txt", "Public", "import.empty")]
    [InlineData("旧格式.doc", "Public", "import.unreadable")]
    public async Task What_cannot_be_imported_is_refused_and_leaves_nothing_behind(string name, string? disclosure, string code)
    {
        using var browser = await site.As("nationaladministrator");
        var (documents, files) = (await site.Documents(), Files());
        byte[] bytes = name switch
        {
            "空.txt" => [],
            "旧格式.doc" => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]],
            _ => Papers.Plan(),
        };
        var answer = await browser.Upload("/documents/new", "/api/v1/documents", disclosure is null ? [] : [("disclosure", disclosure)], (name, bytes));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(code, await answer.Code());
        Assert.Equal((documents, files), (await site.Documents(), Files()));
    }

    [Fact]
    public async Task The_same_file_again_leads_to_the_document_that_is_there()
    {
        using var browser = await site.As("nationaladministrator");
        var bytes = Papers.Plan();
        var id = await browser.Import(bytes);
        var again = await browser.Upload("/documents/new", "/api/v1/documents", [("disclosure", "Public")], ("另一个名字.txt", bytes));

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal($"/documents/{id}", (await again.Json()).GetProperty("address").GetString());
    }

    [Fact]
    public async Task The_original_comes_back_byte_for_byte_under_its_chinese_name()
    {
        using var browser = await site.As("nationaladministrator");
        var bytes = Papers.Plan();
        var id = await browser.Import(bytes, "推进计划 终稿.txt");
        var file = await browser.Get($"/documents/{id}/file");

        Assert.Equal(bytes, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("推进计划 终稿.txt", file.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.MediaType); // a stored page must not run as one of ours
    }

    [Theory]
    [InlineData("")]
    [InlineData("regionalofficer")] // an office below the owner does not see what is withheld
    public async Task A_withheld_document_is_nowhere_for_those_who_may_not_see_it(string login)
    {
        using var owner = await site.As("nationaladministrator");
        var id = await owner.Import(Papers.Plan("不予公开"), disclosure: Disclosure.Withheld);
        using var other = login.Length == 0 ? site.Browse() : await site.As(login);

        foreach (var path in new[] { $"/documents/{id}", $"/documents/{id}/file", $"/documents/{id}/parts?chunks=0", $"/documents/{id}/metadata", $"/documents/{id}/publish" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get(path)).StatusCode);
        Assert.DoesNotContain("不予公开（第", await other.Read("/documents"), StringComparison.Ordinal);
        if (login.Length > 0)
            Assert.Equal(HttpStatusCode.NotFound, (await other.Send("/documents", $"/documents/{id}/corrections", new { version = 0, operation = "undo" })).StatusCode);
    }

    [Fact]
    public async Task The_public_reads_a_public_document_but_neither_imports_nor_corrects()
    {
        using var owner = await site.As("nationaladministrator");
        var id = await owner.Import(Papers.Plan());
        using var visitor = site.Browse();

        var page = await visitor.Read($"/documents/{id}");
        Assert.Contains("修订保护办法，推动地方立法。", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-do=\"edit\"", page, StringComparison.Ordinal);
        Assert.Equal("/login?return=%2Fdocuments%2Fnew", (await visitor.Get("/documents/new")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_text_of_a_megabyte_sends_its_first_pieces_lit_and_the_rest_as_plain_words()
    {
        using var browser = await site.As("nationaladministrator");
        var text = new StringBuilder("长文件推进计划\n\n一、全部任务\n\n");
        for (var number = 1; text.Length < 1_000_000; number++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}.完善第{number}项工作机制，按季度通报进展情况，推动各项措施落地见效并持续改进。（保护司负责）\n\n");
        var id = await browser.Import(Encoding.UTF8.GetBytes(text.ToString()));
        var page = await browser.Read($"/documents/{id}");

        Assert.InRange(page.Length, 1_000_000, 16_000_000);
        var chunk = await (await browser.Get($"/documents/{id}/parts?chunks=100&blocks=t900")).Json();
        Assert.Contains("data-n=\"", chunk.GetProperty("chunks").GetProperty("100").GetString(), StringComparison.Ordinal);
        Assert.Contains("commitment:t900.", chunk.GetProperty("blocks").GetProperty("t900").GetString(), StringComparison.Ordinal);
    }

    int Files() => Directory.Exists(Path.Combine(site.Home, "files")) ? Directory.GetFiles(Path.Combine(site.Home, "files"), "*", SearchOption.AllDirectories).Length : 0;
}
