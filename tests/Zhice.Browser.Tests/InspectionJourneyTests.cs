using System.Globalization;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Zhice.Browser.Tests;

/// <summary>An inspection: plan, draw that anyone makes again, approval by another, a finding of a drawn inspector, rectification, a second look by somebody else, closed.</summary>
public sealed class InspectionJourneyTests(Product product)
{
    static string Day(int from) => DateTimeOffset.UtcNow.AddHours(8).AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_finding_is_put_right_and_looked_at_again_by_somebody_else_before_it_is_closed()
    {
        string plan;
        await using (var planner = await product.Visit())
        {
            var page = planner.Page;
            await planner.LogIn("guojia");
            await planner.Open("/inspections");
            await page.FillAsync("#title", "浏览器测试检查");
            await page.FillAsync("#basis", "年度督查检查计划");
            await page.FillAsync("#scope", "行政裁决案卷的送达和公开");
            await page.CheckAsync("input[name=methods][value=papers]");
            await page.FillAsync("#from", Day(0));
            await page.FillAsync("#to", Day(20));
            await page.ClickAsync("main form[action='/inspections'] button.primary");
            await page.WaitForURLAsync(url => System.Text.RegularExpressions.Regex.IsMatch(url, @"/inspections/\d+$"));
            plan = new Uri(page.Url).AbsolutePath;
            await page.FillAsync("#seed", "浏览器测试 指数 3418.25");
            // The city of the demonstration that has somebody to put it right, and no other inspection.
            await page.FillAsync("#candidates", "office-340100");
            await page.FillAsync("#count", "1");
            await page.FillAsync("#inspectors", "yunyong tongji tiaofa");
            await page.FillAsync("#team", "3");
            await page.ClickAsync("main form:has(#seed) button");
            await Expect(page.Locator("main")).ToContainTextAsync("重新抽取，结果一致");
            Assert.Empty(await planner.Faults());
            await page.ClickAsync("main form:has(input[value=approve]) button");
            await Expect(page.Locator("main")).ToContainTextAsync("须由起草人以外的负责人办理");
        }
        await using (var leader = await product.Visit())
        {
            await leader.LogIn("fenguan");
            await leader.Open(plan);
            await leader.Page.ClickAsync("main form:has(input[value=approve]) button");
            await Expect(leader.Page.Locator("main")).ToContainTextAsync("已批准");
        }
        await using (var stranger = await product.Visit())
        {
            await stranger.Open("/open/draws");
            await stranger.Page.ClickAsync("main a:has-text('浏览器测试检查')");
            await Expect(stranger.Page.Locator("main")).ToContainTextAsync("重新抽取，结果一致");
            await Expect(stranger.Page.Locator("main")).ToContainTextAsync("浏览器测试 指数 3418.25");
            Assert.DoesNotContain("yunyong", await stranger.Page.ContentAsync(), StringComparison.Ordinal); // persons are not public
            Assert.Empty(await stranger.Faults());
            await stranger.Photograph("inspection-draw", whole: true);
        }
        await using (var inspector = await product.Visit())
        {
            var page = inspector.Page;
            await inspector.LogIn("yunyong");
            await inspector.Open("/inspections");
            await page.ClickAsync("section[aria-labelledby=mine] a:has-text('浏览器测试检查')");
            await page.FillAsync("#text", "两件案卷未按期送达");
            await page.FillAsync("#due", Day(30));
            await page.ClickAsync("main form:has(input[value=find]) button");
            await Expect(page.Locator("article.finding")).ToContainTextAsync("两件案卷未按期送达");
            Assert.Empty(await inspector.Faults());
            await inspector.Photograph("inspection-finding", whole: true);
        }
        await Step(plan, "hefei", "2", "已补送并修订送达流程");
        await Step(plan, "yunyong", "3", "经核对已送达", refused: "复查须由发现问题和报送整改以外的人员进行");
        await Step(plan, "tongji", "4", "台账缺一件，退回");
        await Step(plan, "hefei", "2", "已补齐台账");
        await Step(plan, "tiaofa", "3", "逐件核对，已送达");
        await using var ends = await product.Visit();
        await ends.LogIn("guojia");
        await ends.Open(plan);
        await Expect(ends.Page.Locator("article.finding")).ToContainTextAsync("已销号");
        await ends.Page.ClickAsync("main form:has(input[value=close]) button");
        await Expect(ends.Page.Locator("main")).ToContainTextAsync("已结束");
    }

    async Task Step(string plan, string login, string to, string note, string? refused = null)
    {
        await using var visitor = await product.Visit();
        await visitor.LogIn(login);
        await visitor.Open(plan);
        await visitor.Page.FillAsync("article.finding textarea", note);
        await visitor.Page.ClickAsync($"article.finding button[name=to][value='{to}']");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync(refused ?? note);
    }
}
