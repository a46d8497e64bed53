using Microsoft.Playwright;
using Xunit;

namespace Zhice.Browser.Tests;

/// <summary>Every page at WCAG 2.1 AA, as axe-core sees it.</summary>
public sealed class AccessibilityTests(Product product)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/login?lang=en")]
    [InlineData("/documents")]
    [InlineData("/programmes")]
    [InlineData("/programmes/1")]
    [InlineData("/organisations")]
    [InlineData("/tasks/1")]
    [InlineData("/organisations/office-340000")]
    [InlineData("/search")]
    [InlineData("/no-such-page")]
    public async Task A_page_for_everyone_has_no_accessibility_fault(string path)
    {
        await using var visitor = await product.Visit();
        await visitor.Page.GotoAsync(path);
        Assert.Empty(await visitor.Faults());
    }

    [Theory]
    [InlineData("/lineage?year=2026")]
    [InlineData("/lineage?year=2026&lang=en")]
    [InlineData("/commitments/4/lineage")]
    [InlineData("/organisations/office-340000/alignment")]
    [InlineData("/organisations/office-340000/alignment/2")]
    public async Task A_page_that_compares_sentences_has_no_accessibility_fault(string path)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("anhui");
        await visitor.Page.GotoAsync(path);
        Assert.Empty(await visitor.Faults());
    }

    [Fact]
    public async Task Making_the_first_administrator_has_no_accessibility_fault()
    {
        await using var visitor = await product.Visit();
        var folder = Directory.CreateTempSubdirectory("zhice-empty-");
        var (server, address) = await Product.StartEmpty(folder.FullName);
        try
        {
            await visitor.Open(address);
            Assert.Empty(await visitor.Faults());
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            server.Dispose();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_long_document_is_read_in_parts_whose_two_sides_find_each_other_without_accessibility_fault()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("guojia");
        await visitor.Open("/documents/new");
        var text = string.Concat(Enumerable.Range(1, 2500).Select(i => $"{i}．修订第{i}号工作规范，完善第{i}项工作机制，按季度通报进展并形成报告。（条法司负责）\n\n"));
        await visitor.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "长文件.txt", MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes("2026年超长清单（演示）\n\n" + text) });
        await visitor.Page.CheckAsync("input[name=disclosure][value=Withheld]");
        await visitor.Page.ClickAsync("main button[type=submit]");
        await visitor.Page.ClickAsync(".rd-parts a[rel=next]");
        await visitor.Page.WaitForURLAsync("**?part=2");
        Assert.Empty(await visitor.Faults());

        // Each side finds the other across the border: the first words here may belong to an item that began before.
        await visitor.Page.Locator(".chunk .sg[data-n]").First.ClickAsync();
        var item = visitor.Page.Locator("#rd-tree [aria-selected=true]");
        Assert.False(string.IsNullOrEmpty(await item.GetAttributeAsync("data-n")));
        await visitor.Page.Locator("#rd-tree .nd-task .nd-row").Last.ClickAsync();
        await visitor.Page.Locator(".sg.on").First.WaitForAsync();
    }

    [Fact]
    public async Task A_one_time_password_is_changed_first_on_a_page_without_accessibility_fault()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("guojia");
        await visitor.Open("/accounts");
        await visitor.Page.FillAsync("#login", "yidu");
        await visitor.Page.FillAsync("#name", "一读");
        await visitor.Page.SelectOptionAsync("#role", "RegionalOfficer");
        await visitor.Page.FillAsync("#organisation", "office-340100");
        await visitor.Page.ClickAsync("form[action='/accounts'][method=post] button[type=submit]");
        var password = await visitor.Page.InnerTextAsync(".secret");
        await using var first = await product.Visit();
        await first.Page.GotoAsync("/login");
        await first.Page.FillAsync("#login", "yidu");
        await first.Page.FillAsync("#password", password);
        await first.Page.ClickAsync("main form button[type=submit]");
        await first.Page.WaitForURLAsync("**/account");
        Assert.Empty(await first.Faults());
    }

    [Theory]
    [InlineData("guojia", "/")]
    [InlineData("guojia", "/documents")]
    [InlineData("guojia", "/documents/new")]
    [InlineData("guojia", "/documents/1")]
    [InlineData("guojia", "/documents/1/metadata")]
    [InlineData("guojia", "/documents/1/publish")]
    [InlineData("guojia", "/programmes/1")]
    [InlineData("guojia", "/programmes/1?lang=en")]
    [InlineData("guojia", "/programmes/1?view=departments")]
    [InlineData("guojia", "/programmes/1/decisions")]
    [InlineData("guojia", "/programmes/1/decisions?state=decided")]
    [InlineData("guojia", "/organisations?under=office-340000")]
    [InlineData("guojia", "/statuses/import")]
    [InlineData("guojia", "/tasks/1")]
    [InlineData("guojia", "/organisations/office-340000")]
    [InlineData("hefei", "/organisations/office-340100")]
    [InlineData("guojia", "/statuses")]
    [InlineData("guojia", "/search?q=专利")]
    [InlineData("guojia", "/accounts")]
    [InlineData("guojia", "/account")]
    [InlineData("guojia", "/ui")]
    [InlineData("shenji", "/audit")]
    [InlineData("anhui", "/evidence")]
    [InlineData("anhui", "/evidence?lang=en")]
    [InlineData("anhui", "/evidence/new")]
    [InlineData("anhui", "/evidence/new?kind=Address")]
    [InlineData("anhui", "/evidence/1")]
    [InlineData("yunyong", "/")]
    [InlineData("anhui", "/")]
    [InlineData("shenji", "/")]
    [InlineData("wanju", "/reports")]
    [InlineData("wanju", "/reports?state=Returned&lang=en")]
    [InlineData("wanju", "/obligations/14/report")] // leads on to the draft, with the editor
    [InlineData("guojia", "/reports/4")] // the superior's decision
    [InlineData("wanju", "/reports/6")] // returned, with its reasons
    [InlineData("wanju", "/reports/5/history")]
    [InlineData("anhui", "/organisations/office-340000/duties")]
    [InlineData("anhui", "/organisations/office-340000/worksheet?programme=1")]
    [InlineData("wanju", "/submissions")]
    [InlineData("anhui", "/submissions/1")]
    [InlineData("wanju", "/submissions/2?lang=en")]
    [InlineData("wanju", "/submissions/2/compare")]
    [InlineData("anhui", "/submissions/1/print")]
    [InlineData("guojia", "/submissions/keys")]
    [InlineData("guojia", "/submissions/verify")]
    [InlineData("guojia", "/programmes/1/submissions")]
    [InlineData("anhui", "/supervision")]
    [InlineData("anhui", "/letters")]
    [InlineData("anhui", "/obligations/933/supervision")]
    [InlineData("guojia", "/programmes/1/ladder")]
    [InlineData("guojia", "/calendar")]
    [InlineData("guojia", "/health")]
    [InlineData("guojia", "/webhooks")]
    [InlineData("anhui", "/obligations/14")]
    [InlineData("anhui", "/obligations/14?lang=en")]
    [InlineData("anhui", "/obligations/14/items/new")]
    [InlineData("hefei", "/obligations/14/items/2")]
    [InlineData("yunyong", "/obligations/262")]
    [InlineData("guojia", "/programmes/1/progress")]
    [InlineData("guojia", "/programmes/1/map")]
    [InlineData("guojia", "/programmes/1/timeline")]
    [InlineData("anhui", "/programmes/1/timeline?office=office-340000")]
    [InlineData("guojia", "/programmes/1/compare")]
    [InlineData("guojia", "/programmes/1/activity")]
    [InlineData("guojia", "/programmes/1/rules")]
    [InlineData("anhui", "/inbox")]
    [InlineData("anhui", "/inbox/notices")]
    public async Task A_page_behind_the_login_has_no_accessibility_fault(string login, string path)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(path);
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph($"{login}{path.Replace('/', '-').Replace('?', '-').Replace('=', '-')}");
    }
}
