using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Definitions;

namespace Zhice.Web.Tests.Indicators;

/// <summary>A definition pasted by an administrator: faults with lines, what it would compute, and kept for the next start; by nobody else.</summary>
public sealed class DefinitionPageTests(IndicatorSite site) : IClassFixture<IndicatorSite>
{
    static string Shipped(string code) => InstanceDefinitions.Text("indicators", code)!;

    static readonly string twice = Shipped("high_value_density").TrimEnd() + "\n  - valid-from: 2025-01-01\n    break: 试算\n    formula: hv_valid / population * 2\n";

    [Fact]
    public async Task Faults_come_with_lines_and_nothing_is_kept()
    {
        using var browser = await As("nationaladministrator");
        var text = Shipped("high_value_stock").Replace("unit: 件", "unit: 头", StringComparison.Ordinal);
        var line = 1 + text[..text.IndexOf("unit: 头", StringComparison.Ordinal)].Count(c => c == '\n');
        var page = await (await browser.Submit("/definitions", "/definitions", ("kind", "indicators"), ("text", text), ("do", "check"))).Text();
        Assert.Contains($"第 {line} 行", page, StringComparison.Ordinal);
        Assert.Contains("“头”不是已知的计量单位", page, StringComparison.Ordinal);
        Assert.Contains("code: high_value_stock", page, StringComparison.Ordinal); // what was pasted is still there
        var refused = await browser.Submit("/definitions", "/definitions", ("kind", "indicators"), ("text", text), ("do", "save"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.False(File.Exists(Path.Combine(site.Home, "data", "indicators", "high_value_stock.yaml")));
        Assert.Contains("不是合法的代码", await (await browser.Submit("/definitions", "/definitions", ("kind", "rules"), ("text", "kind: range"), ("do", "check"))).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_one_shows_its_units_and_what_it_would_compute_beside_what_is_in_force()
    {
        using var browser = await As("nationaladministrator");
        var page = await (await browser.Submit("/definitions", "/definitions", ("kind", "indicators"), ("text", twice), ("do", "check"))).Text();
        Assert.Contains("hv_valid / population * 2", page, StringComparison.Ordinal);
        Assert.Matches("安徽省</th><td class=\"number\">16.39</td><td class=\"number\">32.79<span class=\"tag", page); // 100,000 × 2 over 6,100
        Assert.Contains("<code>population</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_kept_with_a_note_in_the_log_for_the_next_start_and_by_administrators_of_the_nation_only()
    {
        using var browser = await As("nationaladministrator");
        var text = "code: odd_range\nkind: range\nimportance: notice\nelement: tisc\nleast: 0\nmost: 90\ninstruction: 请核对\nenglish: Please check\n";
        var saved = await browser.Submit("/definitions", "/definitions", ("kind", "rules"), ("text", text), ("do", "save"));
        Assert.Equal((HttpStatusCode.Found, "/definitions?kind=rules&from=odd_range"), (saved.StatusCode, saved.Headers.Location!.ToString()));
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(site.Home, "data", "rules", "odd_range.yaml"), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(Path.Combine(site.Home, "data", "rules", "schema.json")));
        Assert.Empty(InstanceDefinitions.Read(Path.Combine(site.Home, "data")).Faults);
        Assert.Equal(1, await site.With(db => db.AuditEntries.CountAsync(e => e.Action == "definition.save" && e.Subject == "definition/rules/odd_range")));
        Assert.Contains("rules/odd_range", await browser.Read("/definitions"), StringComparison.Ordinal);

        foreach (var login in (string[])["regionaladministrator", "departmentofficer", "auditor"])
        {
            using var other = await As(login);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.Get("/definitions")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.Submit("/", "/definitions", ("kind", "rules"), ("text", text), ("do", "save"))).StatusCode);
        }
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }
}
