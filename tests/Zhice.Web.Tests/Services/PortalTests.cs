using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Services;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>The public portal: one search, ways to an item, questions to offices, and the lists made from the definitions.</summary>
public sealed partial class PortalTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly DateOnly today = new(2026, 3, 2);

    [Theory]
    [InlineData("对外转让", "/services/outbound_transfer_review")] // the name
    [InlineData("引用资源 直接来源", null)]
    [InlineData("直接来源", "/services/genetic_resource")] // a field of the form
    [InlineData("社区同意书", "/services/tcm_knowledge")] // a paper
    [InlineData("第八十七条", "/services/open_licence_record")] // an article of the basis
    [InlineData("质押 贷款", "/services/pledge_registration")] // one in the name, one in an answer
    [InlineData("银行  答辩", null)]
    [InlineData("告知承诺", "/services/trademark_agency_record")] // a key of its materials
    [InlineData("知识產权 对外转让", "/services/outbound_transfer_review")] // one traditional character
    [InlineData("被请求人 答辩书", "/services/infringement_adjudication")] // the other side
    [InlineData("对外_让", null)] // signs that stand for anything elsewhere are signs here
    [InlineData("对外%转让", null)]
    public async Task One_search_finds_items_by_name_and_by_what_their_guide_says(string words, string? address)
    {
        using var anybody = site.Browse();
        var page = await anybody.Read($"/portal?q={Uri.EscapeDataString(words)}");
        if (address is null) Assert.Contains("没有找到", page, StringComparison.Ordinal);
        else Assert.Contains($"href=\"{address}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_finds_registers_by_number_and_notices_by_applicant_and_no_draft_of_anybody()
    {
        using var anybody = site.Browse();
        Assert.Contains("/registers/open_licence/", await anybody.Read($"/portal?q=ZL{ExampleForm.Patent(0)}"), StringComparison.Ordinal);
        Assert.Contains("/registers/open_licence/", await anybody.Read($"/portal?q={Uri.EscapeDataString($"演示申请单位  ZL{ExampleForm.Patent(0)}")}"), StringComparison.Ordinal); // the holder and the number, two texts of one entry
        Assert.Contains("/services/notices/2", await anybody.Read($"/portal?q={Uri.EscapeDataString("演示申请单位")}"), StringComparison.Ordinal);
        var page = await anybody.Read($"/portal?q={Uri.EscapeDataString(SampleServices.Title)}");
        Assert.DoesNotContain("/my/cases", page, StringComparison.Ordinal);
        Assert.Contains("没有找到", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await anybody.Read($"/portal?q={Uri.EscapeDataString("<script>alert(1)</script>")}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_item_is_found_by_its_stage_and_by_who_applies()
    {
        var items = site.Services.GetRequiredService<ServiceHouse>().Catalogue.On(today);
        using var anybody = site.Browse();
        var portal = await anybody.Read("/portal");
        foreach (var item in items) Assert.Contains($"href=\"/services/{item.Code}\"", portal, StringComparison.Ordinal);
        foreach (var group in Audiences.Groups)
        {
            var page = await anybody.Read($"/services?group={group}");
            foreach (var item in items)
                Assert.True(page.Contains($"href=\"/services/{item.Code}\"", StringComparison.Ordinal) == Audiences.Of(item).Contains(group, StringComparer.Ordinal), $"{item.Code} for {group}");
        }
        // Each item's own words tell its groups: none is shown to everybody for want of them.
        Assert.All(items, item => Assert.True(Audiences.Of(item).Count < Audiences.Groups.Count, item.Code));
    }

    [Fact]
    public async Task The_lists_hold_every_item_and_every_proof_on_the_page_and_in_the_file()
    {
        var items = site.Services.GetRequiredService<ServiceHouse>().Catalogue.On(today);
        using var anybody = site.Browse();
        var (page, file) = (await anybody.Read("/services/public"), await anybody.Read("/services/public.csv"));
        Assert.All(items, item => Assert.Contains(item.Name, page, StringComparison.Ordinal));
        Assert.All(items, item => Assert.Contains(item.Name, file, StringComparison.Ordinal));
        var proofs = items.Sum(item => item.Materials.Count(m => m.Source == MaterialSource.Government));
        Assert.Equal(proofs, Regex.Count(await anybody.Read("/services/proofs"), "<td class=\"number\">"));
        Assert.Equal(proofs + 1, (await anybody.Read("/services/proofs.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (await anybody.Get("/services/proofs.xlsx")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_question_is_answered_by_the_competent_office_in_public_only_where_who_asked_lets_it()
    {
        using var anybody = site.Browse();
        var open = await Ask(anybody, "共有专利转让要谁签名？", "yes");
        var secret = await Ask(anybody, "只想私下问的问题", "no");
        using var officer = site.Browse();
        await officer.LogIn("departmentofficer");
        using var elsewhere = site.Browse();
        await elsewhere.LogIn("regionalofficer");
        var desk = await officer.Read("/service-consultations");
        Assert.Contains("13900000000", desk, StringComparison.Ordinal);
        Assert.DoesNotContain("只想私下问的问题", await elsewhere.Read("/service-consultations"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Submit("/my/register", "/service-consultations", ("id", Id(desk, "共有专利")), ("answer", "冒答"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.Submit("/service-consultations", "/service-consultations", ("id", Id(desk, "只想私下")), ("answer", "答"), ("publish", "yes"))).StatusCode);
        await officer.Submit("/service-consultations", "/service-consultations", ("id", Id(desk, "共有专利")), ("answer", "全体共有人签名。"), ("publish", "yes"));
        await officer.Submit("/service-consultations", "/service-consultations", ("id", Id(desk, "只想私下")), ("answer", "只答复给您。"));

        foreach (var list in (string[])["/consultations", "/consultations?item=patent_transfer", "/portal", $"/portal?q={Uri.EscapeDataString("共有人签名")}"])
        {
            var page = await anybody.Read(list);
            Assert.Contains("共有专利转让要谁签名", page, StringComparison.Ordinal);
            Assert.DoesNotContain("只想私下", page, StringComparison.Ordinal);
            Assert.DoesNotContain("13900000000", page, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("只想私下", await anybody.Read($"/portal?q={Uri.EscapeDataString("只答复给您")}"), StringComparison.Ordinal);
        Assert.Contains("只答复给您", await Found(secret), StringComparison.Ordinal);
        Assert.Contains("全体共有人签名", await Found(open.ToLowerInvariant()), StringComparison.Ordinal);
        Assert.Contains("没有这个咨询", await Found("AAAAAAAAAAAAAAAA"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anybody.Submit("/services/patent_transfer/ask", "/services/patent_transfer/ask", ("office", "cnipa"), ("question", "甲\u202e乙"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anybody.Submit("/services/patent_transfer/ask", "/services/patent_transfer/ask", ("office", "office-340000"), ("question", "不归它管"))).StatusCode);

        async Task<string> Found(string code) => await (await anybody.Submit("/consultations/answers", "/consultations/answers", ("code", code))).Text();
    }

    [Fact]
    public async Task Registers_through_the_interface_show_to_the_public_what_is_public()
    {
        using var anybody = site.Browse();
        Assert.Contains("\"total\":1", (await anybody.Read("/api/v1/registers/open_licence")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"total\":0", (await anybody.Read("/api/v1/registers/evaluation_report_sharing")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Get("/api/v1/registers/complaint")).StatusCode); // keeps none
    }

    [Fact]
    public async Task A_platform_reads_with_its_key_the_entries_whose_holders_named_it_and_nobody_else_finds_them()
    {
        using var platform = site.Browse();
        await Registered(platform, "platform-a", SampleServices.Platform);
        using var rival = site.Browse();
        await Registered(rival, "platform-b", ExampleForm.Credit(701));
        Assert.Contains(SampleServices.Shared, await Through(platform), StringComparison.Ordinal);
        Assert.Contains("\"total\":0", await Through(rival), StringComparison.Ordinal);
        using var anybody = site.Browse();
        foreach (var browser in (Browser[])[anybody, rival])
            foreach (var path in (string[])["/registers/evaluation_report_sharing", "/registers/evaluation_report_sharing/table.csv", "/registers/evaluation_report_sharing?q=", "/portal?q="])
                Assert.DoesNotContain(SampleServices.Shared, (await browser.Read(path.EndsWith('=') ? path + Uri.EscapeDataString("平台看") : path)), StringComparison.Ordinal);
        var entry = Regex.Match(await platform.Read("/registers/evaluation_report_sharing"), "/registers/evaluation_report_sharing/\\d+").Value;
        Assert.Contains(SampleServices.Shared, await platform.Read(entry), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await rival.Get(entry)).StatusCode);
        Assert.Contains(SampleServices.Shared, await platform.Read($"/portal?q={Uri.EscapeDataString("平台看")}"), StringComparison.Ordinal);

        async Task Registered(Browser browser, string login, string code) =>
            Assert.Equal(HttpStatusCode.Found, (await browser.Submit("/my/register", "/my/register", ("login", login), ("password", "zhi-ce-2026-portal"), ("kind", "Company"), ("name", $"演示平台 {login}"), ("code", code), ("contact", "联系人"), ("phone", "010-60000001"))).StatusCode);

        async Task<string> Through(Browser owner)
        {
            var page = await (await owner.Submit("/account/keys", "/account/keys", ("name", "读取登记簿"), ("days", "30"), ("scopes", "Read"))).Text();
            var secret = Regex.Match(page, "zhice_[A-Za-z0-9_-]+").Value;
            using var program = new HttpClient { BaseAddress = site.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/registers/evaluation_report_sharing");
            request.Headers.Authorization = new("Bearer", secret);
            return (await (await program.SendAsync(request, TestContext.Current.CancellationToken)).Text()).Replace(" ", "", StringComparison.Ordinal);
        }
    }

    static string Id(string desk, string question) => Regex.Match(desk[..desk.IndexOf(question, StringComparison.Ordinal)], "id=\"c-(\\d+)\"", RegexOptions.RightToLeft).Groups[1].Value;

    static async Task<string> Ask(Browser browser, string question, string publish)
    {
        var page = await (await browser.Submit("/services/patent_transfer/ask", "/services/patent_transfer/ask", ("office", "cnipa"), ("question", question), ("contact", "13900000000"), ("publish", publish))).Text();
        return Receipt().Match(page).Groups[1].Value;
    }

    [GeneratedRegex("<code>([A-Z0-9]{16})</code>")]
    private static partial Regex Receipt();
}

/// <summary>Questions are limited per address: a site of its own, as the limit counts all of them.</summary>
public sealed class PortalLimitTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task More_questions_than_the_limit_from_one_address_are_turned_away()
    {
        using var anybody = site.Browse();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i <= 20; i++)
            codes.Add((await anybody.Submit("/services/patent_transfer/ask", "/services/patent_transfer/ask", ("office", "cnipa"), ("question", $"第 {i} 个问题"))).StatusCode);
        Assert.All(codes.Take(20), code => Assert.Equal(HttpStatusCode.OK, code));
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[20]);
    }
}
