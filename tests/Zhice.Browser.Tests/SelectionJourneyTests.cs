using System.Globalization;
using Microsoft.Data.Sqlite;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>The loop: call, application, expert scores, publicity, award, status, publication again, and an optional obligation that became mandatory.</summary>
public sealed class SelectionJourneyTests(Product product)
{
    const string List = """
        # 2026年示范区建设任务清单（浏览器测试）

        各省、自治区、直辖市和新疆生产建设兵团知识产权局：

        | 序号 | 任务清单 | 落实举措 | 执行部门 | 完成时间 |
        |---|---|---|---|---|
        | 1 | 建设知识产权保护示范区 | 国家知识产权局：制定建设指引。<br>各地区：制定示范区建设方案，落实保护举措。 | 局内：保护司<br>城市：各市选做；知识产权保护示范区必做 | 年底前完成 |

        """;

    static readonly string Today = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_award_makes_an_optional_obligation_mandatory_with_the_explanation()
    {
        Assert.SkipWhen(product.Missing is not null, product.Missing ?? "");
        var (document, programme) = await Published();
        var before = await Obligation(programme);
        Assert.Contains("选做", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("必做", before.Text, StringComparison.Ordinal);

        var call = await Called();
        var application = await Applied(call);
        await Checked(application);
        await Scored();
        await Days("UPDATE sel_call SET closes_on = date(closes_on, '-40 day'), opens_on = date(opens_on, '-40 day') WHERE id = " + Number(call));
        await Shortlisted(call);
        await Days("UPDATE sel_call SET publicity_from = date(publicity_from, '-60 day'), publicity_to = date(publicity_to, '-60 day') WHERE id = " + Number(call));
        await Awarded(call);
        await PublishedAgain(document);

        var after = await Obligation(programme);
        Assert.Contains("必做", after.Text, StringComparison.Ordinal);
        Assert.Contains("国家知识产权保护示范区", after.Why, StringComparison.Ordinal);
        Assert.Contains("该资格由“浏览器测试示范区征集”认定产生", after.Why, StringComparison.Ordinal);
        await using var hefei = await product.Visit();
        await hefei.LogIn("hefei");
        await hefei.Open(after.Address);
        await hefei.Photograph("selection-obligation", whole: true);
        if (!await hefei.Page.Locator("main a[href^='/selections/awards/']").IsVisibleAsync()) await hefei.Page.Locator("details", new() { Has = hefei.Page.Locator("a[href^='/selections/awards/']") }).Locator("summary").First.ClickAsync();
        await hefei.Page.ClickAsync("main a[href^='/selections/awards/']");
        await Expect(hefei.Page.Locator("main")).ToContainTextAsync("浏览器测试示范区征集");
        Assert.Empty(await hefei.Faults());
        await hefei.Photograph("selection-award", whole: true);
    }

    async Task<(string Document, string Programme)> Published()
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");
        await visitor.Open("/documents/new");
        await page.SetInputFilesAsync("input[type=file]", new Microsoft.Playwright.FilePayload { Name = "selection-list.md", MimeType = "text/markdown", Buffer = System.Text.Encoding.UTF8.GetBytes(List) });
        await page.CheckAsync("input[name=disclosure][value=Public]");
        await page.ClickAsync("#upload button[type=submit]");
        await page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/documents/\d+$"));
        var document = new Uri(page.Url).AbsolutePath;
        if (await page.Locator("p.note a[href$='/metadata']").CountAsync() > 0)
        {
            await page.ClickAsync("p.note a[href$='/metadata']");
            if (await page.InputValueAsync("main input[name=year]") == "") await page.FillAsync("main input[name=year]", "2026");
            await page.FillAsync("main input[name=issuer]", "国家知识产权局");
            await page.ClickAsync("main form[method=post] button.primary");
            await page.WaitForURLAsync(url => !url.EndsWith("/metadata", StringComparison.Ordinal));
        }
        await page.ClickAsync("form[action$='/checked'] button");
        await page.ClickAsync("a.button[href$='/publish']");
        await page.CheckAsync("input[name=programme][value=new]");
        await page.FillAsync("input[name=name]", "浏览器测试 示范区");
        await page.FillAsync("input[name=asOf]", AsOf);
        await page.ClickAsync("form[method=get] button[type=submit].primary");
        await page.ClickAsync("form[method=post][action$='/publish'] button.primary");
        await page.WaitForURLAsync(url => url.Contains("/programmes/", StringComparison.Ordinal));
        return (document, new Uri(page.Url).AbsolutePath.Split('/')[2]);
    }

    async Task<string> Called()
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("guojia");
        await visitor.Open("/selections/new?kind=protection-zone");
        Assert.Empty(await visitor.Faults());
        await visitor.Page.FillAsync("#title", "浏览器测试示范区征集");
        await visitor.Page.FillAsync("#opensOn", Today);
        await visitor.Page.FillAsync("#validFrom", AsOf);
        await visitor.Page.ClickAsync("form[action='/selections/new'] button.primary");
        await Expect(visitor.Page.Locator(".toast")).ToBeVisibleAsync();
        await visitor.Page.ClickAsync("form[action$='/move'] button.primary");
        await Expect(visitor.Page.Locator(".tag", new() { HasText = "征集评审" })).ToBeVisibleAsync();
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph("selection-call", whole: true);
        return new Uri(visitor.Page.Url).AbsolutePath;
    }

    async Task<string> Applied(string call)
    {
        await using var hefei = await product.Visit();
        var page = hefei.Page;
        await hefei.LogIn("hefei");
        await hefei.Open(call);
        await page.ClickAsync("form[action$='/apply'] button.primary");
        await page.WaitForURLAsync(url => url.Contains("/selections/applications/", StringComparison.Ordinal));
        var at = new Uri(page.Url).AbsolutePath;
        foreach (var material in (string[])["plan", "letter"])
        {
            var form = page.Locator("form", new() { Has = page.Locator($"input[name=material][value={material}]") }).Filter(new() { Has = page.Locator("input[type=file]") });
            await form.Locator("input[type=file]").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = $"{material}.txt", MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes($"浏览器测试材料 {material}") });
            await form.Locator("button").ClickAsync();
            await Expect(page.Locator($"a[href='{at}/materials/{material}']")).ToBeVisibleAsync();
        }
        Assert.Empty(await hefei.Faults());
        await page.FillAsync("#statement", "合肥市具备建设基础（浏览器测试）。");
        await page.ClickAsync("button[value=submit]");
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        await hefei.Photograph("selection-application", whole: true);
        return at;
    }

    async Task Checked(string application)
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");
        await visitor.Open(application);
        await page.ClickAsync("button[value=Pass]");
        await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        // Somebody of the applicant's province is refused, with the reason.
        await page.FillAsync("#expert", "anhui");
        await page.ClickAsync("form[action$='/experts'] button.primary");
        await Expect(page.Locator("main")).ToContainTextAsync("安徽省知识产权局任职，须回避");
        foreach (var login in (string[])["yunyong", "tongji"])
        {
            await page.FillAsync("#expert", login);
            await page.ClickAsync("form[action$='/experts'] button.primary");
            await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        }
        Assert.Empty(await visitor.Faults());
        await visitor.Photograph("selection-experts", whole: true);
    }

    async Task Scored()
    {
        foreach (var (login, score) in ((string, string)[])[("yunyong", "91.5"), ("tongji", "88")])
        {
            await using var expert = await product.Visit();
            var page = expert.Page;
            await expert.LogIn(login);
            await expert.Open("/selections/sheets");
            await page.Locator("main tbody a", new() { HasText = "合肥市" }).First.ClickAsync();
            foreach (var item in (string[])["base", "plan", "support"]) await page.FillAsync($"input[name=score-{item}]", item == "base" ? "101" : score);
            await page.ClickAsync("button[value=hand-in]");
            await Expect(page.Locator("main")).ToContainTextAsync("应在 0 与 100 之间"); // and what was typed stands
            await page.FillAsync("input[name=score-base]", score);
            Assert.Empty(await expert.Faults());
            await expert.Photograph($"selection-sheet-{login}");
            await page.ClickAsync("button[value=hand-in]");
            await Expect(page.Locator(".toast")).ToBeVisibleAsync();
        }
    }

    async Task Shortlisted(string call)
    {
        await using (var visitor = await product.Visit())
        {
            await visitor.LogIn("guojia");
            await visitor.Open(call);
            await visitor.Page.ClickAsync("form[action$='/shortlist'] button.primary");
            await Expect(visitor.Page.Locator(".toast")).ToBeVisibleAsync();
        }
        await using var everyone = await product.Visit(script: false);
        await everyone.Open(call);
        await Expect(everyone.Page.Locator("main")).ToContainTextAsync("89.75"); // (91.5 + 88) / 2
        await everyone.Photograph("selection-publicity", whole: true);
    }

    async Task Awarded(string call)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn("guojia");
        await visitor.Open(call);
        await visitor.Page.ClickAsync("form[action$='/award'] button.primary");
        await Expect(visitor.Page.Locator(".toast")).ToBeVisibleAsync();
        await visitor.Page.ClickAsync("main tbody a[href^='/selections/awards/']");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("知识产权保护示范区必做");
    }

    async Task PublishedAgain(string document)
    {
        await using var visitor = await product.Visit();
        var page = visitor.Page;
        await visitor.LogIn("guojia");
        await visitor.Open(document + "/publish");
        await page.FillAsync("input[name=asOf]", AsOf);
        await page.ClickAsync("form[method=get] button[type=submit].primary");
        await Expect(page.Locator("main")).ToContainTextAsync("合肥市");
        await visitor.Photograph("selection-difference", whole: true);
        await page.ClickAsync("form[method=post][action$='/publish'] button.primary");
        await page.WaitForURLAsync(url => url.Contains("/programmes/", StringComparison.Ordinal));
    }

    async Task<(string Address, string Text, string Why)> Obligation(string programme)
    {
        await using var hefei = await product.Visit();
        await hefei.LogIn("hefei");
        await hefei.Open($"/organisations/office-340100?programme={programme}");
        var address = await hefei.Page.Locator("main a[href^='/obligations/']").First.GetAttributeAsync("href");
        await hefei.Open(address!);
        // What is seen at once, and what is folded away: why the office owes it.
        return (address!, await hefei.Page.Locator("main").InnerTextAsync(), await hefei.Page.Locator("main").TextContentAsync() ?? "");
    }

    /// <summary>The day whose statuses count: after the award's first day.</summary>
    const string AsOf = "2026-12-01";

    static string Number(string address) => address.Split('/')[^1];

    // Weeks pass in no time: the days of the call are moved back, as they would lie if the test had begun then.
    async Task Days(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={product.Store}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a number that the server gave
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
