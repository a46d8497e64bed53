using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>A round: self-score, review, final by another person, publication, objection, review of it by people who scored nothing.</summary>
public sealed class AssessmentJourneyTests(Product product)
{
    [Fact]
    public async Task A_score_goes_through_its_columns_is_published_objected_to_and_reviewed_by_others()
    {
        string round;
        await using (var nation = await product.Visit())
        {
            var page = nation.Page;
            await nation.LogIn("guojia");
            await nation.Open("/assessment");
            await page.FillAsync("#title", "浏览器测试考核");
            await page.SelectOptionAsync("#every", "");
            await page.FillAsync("#offices", "office-340000");
            await page.ClickAsync("main form[action='/assessment'] button.primary");
            await page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/assessment/rounds/\d+$"));
            round = new Uri(page.Url).AbsolutePath;
            foreach (var (login, duty) in ((string, string)[])[("yunyong", "1"), ("tongji", "2"), ("tiaofa", "4")])
            {
                await page.FillAsync("#login", login);
                await page.SelectOptionAsync("#duty", duty);
                await page.ClickAsync("main form:has(#login) button");
                await Expect(page.Locator("section[aria-labelledby=people]")).ToContainTextAsync(login);
            }
            Assert.Empty(await nation.Faults());
        }
        var office = $"{round}/offices/office-340000";
        await Mark(office, "wanju", "reporting", "5.5", "一次迟报");
        await using (var anhui = await product.Visit())
        {
            await anhui.LogIn("wanju");
            await anhui.Open(office);
            await anhui.Page.ClickAsync("main form:has(input[value=send]) button");
            await Expect(anhui.Page.Locator("main")).ToContainTextAsync("5.50");
        }
        await Move(round, "2");
        await Mark(office, "yunyong", "reporting", "5", "另有一次退回");
        await Move(round, "3");
        await Mark(office, "yunyong", "reporting", "6", "自行改回", refused: true); // the final mark is another person's
        await Mark(office, "tongji", "reporting", "5.25", "统一尺度");
        await Move(round, "4");

        await using (var stranger = await product.Visit())
        {
            await stranger.Open(office);
            await Expect(stranger.Page.Locator("main")).ToContainTextAsync("统一尺度");
            Assert.Empty(await stranger.Faults());
            await stranger.Photograph("assessment-office", whole: true);
        }
        await using (var anhui = await product.Visit())
        {
            await anhui.LogIn("wanju");
            await anhui.Open(office);
            await anhui.Page.SelectOptionAsync("#about", "reporting");
            await anhui.Page.FillAsync("#ground", "退回的一次系重复登记，请予复核");
            await anhui.Page.ClickAsync("main form:has(input[value=object]) button");
            await Expect(anhui.Page.Locator("main")).ToContainTextAsync("退回的一次系重复登记");
        }
        await using (var judge = await product.Visit())
        {
            var page = judge.Page;
            await judge.LogIn("tiaofa");
            await judge.Open("/assessment/objections");
            var card = page.Locator("section.card", new() { HasText = "退回的一次系重复登记" });
            await card.Locator("input[name=points]").FillAsync("5.75");
            await card.Locator("textarea[name=opinion]").FillAsync("经核对登记簿，异议成立");
            await card.Locator("button.primary").ClickAsync();
            await Expect(page.Locator("main")).ToContainTextAsync("经核对登记簿，异议成立");
            Assert.Empty(await judge.Faults());
        }
        await using var everyone = await product.Visit(script: false);
        await everyone.Open(round);
        await Expect(everyone.Page.Locator("section[aria-labelledby=revisions]")).ToContainTextAsync("第 2 版");
        await everyone.Open($"{office}?revision=1");
        await Expect(everyone.Page.Locator("main")).ToContainTextAsync("5.25"); // the old one stays at its address
        await everyone.Open(office);
        await Expect(everyone.Page.Locator("main")).ToContainTextAsync("5.75");
    }

    [Fact]
    public async Task The_editor_shows_groups_and_weights_beside_the_text_and_writes_ordinary_changes_into_it()
    {
        await using var nation = await product.Visit();
        var page = nation.Page;
        await nation.LogIn("guojia");
        await nation.Open("/assessment/schemes/edit?from=1");
        await Expect(page.Locator("section[aria-labelledby=preview] header")).ToContainTextAsync("合计 100 / 100");
        await page.FillAsync("input[name=points-tasks]", "41");
        await page.ClickAsync("button[value=apply]");
        await Expect(page.Locator("section[aria-labelledby=faults]")).ToContainTextAsync("各组权重合计为 101，应为 100");
        Assert.Contains("weight: 41", await page.InputValueAsync("#text"), StringComparison.Ordinal);
        Assert.Empty(await nation.Faults());
        await nation.Photograph("scheme-editor", whole: true);
    }

    async Task Move(string round, string to)
    {
        await using var nation = await product.Visit();
        await nation.LogIn("guojia");
        await nation.Open(round);
        await nation.Page.ClickAsync($"main form:has(input[name=to][value='{to}']) button");
        await Expect(nation.Page.Locator($"main form:has(input[name=to][value='{to}'])")).ToHaveCountAsync(0);
    }

    async Task Mark(string office, string login, string item, string points, string reason, bool refused = false)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(office);
        if (refused)
        {
            await Expect(visitor.Page.Locator("main form:has(input[value=mark])")).ToHaveCountAsync(0);
            return;
        }
        await visitor.Page.SelectOptionAsync("#item", item);
        await visitor.Page.FillAsync("#points", points);
        await visitor.Page.FillAsync("#reason", reason);
        await visitor.Page.ClickAsync("main form:has(input[value=mark]) button");
        await Expect(visitor.Page.Locator("section[aria-labelledby=marks]")).ToContainTextAsync(reason);
    }
}
