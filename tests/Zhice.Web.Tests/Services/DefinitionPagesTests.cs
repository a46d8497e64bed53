using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Zhice.Web.Tests.Services;

/// <summary>A new text of an item through the door: published beside running cases, drafts brought to it, and an item closed to new applications.</summary>
public sealed partial class DefinitionPagesTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly string Text = File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("ZHICE_ROOT") ?? throw new InvalidOperationException("ZHICE_ROOT"), "data", "services", "open_licence.yaml"));

    [Fact]
    public async Task A_draft_is_brought_to_the_new_text_and_a_closed_item_says_so_and_takes_nothing()
    {
        using var national = site.Browse();
        await national.LogIn("nationaladministrator");
        await Publish(national, Of("2026-03-02") + "\n", "增加申报渠道");

        using var own = site.Browse();
        await own.LogIn("applicant");
        foreach (var page in (string[])["", "/form", "/materials", "/check"]) Assert.Contains("/my/cases/4/move-on", await own.Read("/my/cases/4" + page), StringComparison.Ordinal);
        Assert.DoesNotContain("申报渠道", await own.Read("/my/cases/4/form"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Found, "/my/cases/4/form"), Led(await own.Submit("/my/cases/4", "/my/cases/4/move-on")));
        var form = await own.Read("/my/cases/4/form");
        Assert.Contains("申报渠道", form, StringComparison.Ordinal);
        Assert.Contains(SampleServices.Title, form, StringComparison.Ordinal); // what was typed is there
        Assert.DoesNotContain("/my/cases/4/move-on", form, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await own.Submit("/my/cases/4", "/my/cases/4/move-on")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await national.Submit("/services", "/my/cases/4/move-on")).StatusCode);

        await Publish(national, Of("2026-03-03") + "\nclosed: { reason: 演示：职能划转，不再单独受理, law: 专利法实施细则（2023年修订）, article: 第八十五条, instead: licence_contract_record }\n", "停止受理");
        Assert.Contains("/services/open_licence/apply", await own.Read("/services/open_licence"), StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromDays(1));
        await own.LogIn("applicant");
        var guide = await own.Read("/services/open_licence");
        Assert.Contains("自 2026-03-03 起停止受理", guide, StringComparison.Ordinal);
        Assert.Contains("演示：职能划转", guide, StringComparison.Ordinal);
        Assert.Contains("href=\"/services/licence_contract_record\"", guide, StringComparison.Ordinal);
        Assert.DoesNotContain("/services/open_licence/apply", guide, StringComparison.Ordinal);
        Assert.Contains("停止受理</span>", await own.Read("/services"), StringComparison.Ordinal);
        Assert.DoesNotContain("/services/open_licence\"", await own.Read("/services/public"), StringComparison.Ordinal);
        var refused = await own.Get("/services/open_licence/apply");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("演示：职能划转", await refused.Text(), StringComparison.Ordinal);
        var draft = await own.Read("/my/cases/4");
        Assert.Contains("停止受理", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("/my/cases/4/move-on", draft, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await own.Get("/registers/open_licence")).StatusCode);
    }

    static async Task Publish(Browser national, string text, string note)
    {
        var (status, at) = Led(await national.Submit("/service-definitions", "/service-definitions", ("text", text), ("note", note)));
        Assert.Equal(HttpStatusCode.Found, status);
        Assert.Matches(Address(), at);
        Assert.Equal(HttpStatusCode.Found, (await national.Submit(at, at, ("do", "publish"))).StatusCode);
    }

    static (HttpStatusCode, string) Led(HttpResponseMessage answer) => (answer.StatusCode, answer.Headers.Location?.ToString() ?? "");

    static string Of(string day) => Text.Replace("valid-from: 2024-01-20", $"valid-from: {day}", StringComparison.Ordinal)
        .Replace("  - { code: from, name: 许可期限起始日", "  - { code: channel, name: 申报渠道, english: Channel, type: text, required: false }\n  - { code: from, name: 许可期限起始日", StringComparison.Ordinal);

    [GeneratedRegex("^/service-definitions/\\d+$")]
    private static partial Regex Address();
}
