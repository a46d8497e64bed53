using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Services;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>Cases through the door: registering, applying, handling, registers, certificates, and what is tried against them.</summary>
public sealed partial class ServiceCaseTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly byte[] Paper = "%PDF-1.4 paper"u8.ToArray();

    [Fact]
    public async Task A_person_registers_applies_is_returned_once_answers_and_receives_a_certificate_that_everybody_can_verify()
    {
        using var person = site.Browse();
        await Register(person, "zhangsan");
        var at = await Begin(person, "pledge_registration");
        await FillIn(person, at, "pledge_registration", 11);
        await Hand(person, at, "pledge_registration");
        var check = await person.Read($"{at}/check");
        var submitted = await Submit(person, $"{at}/check", $"{at}/check", ("key", KeyOf(check)));
        Assert.Equal(at, submitted.Headers.Location?.ToString());
        Assert.Contains("国家知识产权局正在办理，最迟 2026-03-04", await person.Read(at), StringComparison.Ordinal); // the two working days that are promised run from the receipt on Monday 2 March

        using var officer = site.Browse();
        await officer.LogIn("departmentofficer");
        var desk = at.Replace("/my/cases", "/service-cases", StringComparison.Ordinal);
        Assert.Contains(desk, await officer.Read("/service-cases"), StringComparison.Ordinal);
        await Act(officer, desk, "Return", ("reason", "合同缺少签名页\n金额与合同不一致"));
        Assert.Contains("<li>金额与合同不一致</li>", await person.Read(at), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await Submit(person, $"{at}/check", $"{at}/check", ("key", KeyOf(await person.Read($"{at}/check"))))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(officer, desk, "Return", ("reason", "再补一次"))).StatusCode);
        await Act(officer, desk, "Accept");
        await Act(officer, desk, "Decide", ("decision", "registered"), ("reason", "符合规定"));
        await Submit(person, at, $"{at}/act", ("kind", "Deliver"), ("key", "received"), ("reason", ""));

        using var anybody = site.Browse();
        var code = CertificateLink().Match(await person.Read(at)).Groups[1].Value;
        Assert.Contains("真实有效", await anybody.Read($"/certificates/{code}"), StringComparison.Ordinal);
        var file = await anybody.Read($"/certificates/{code}/paper.json");
        Assert.Contains("真实有效", await (await anybody.Submit("/certificates", "/certificates", ("signed", file))).Text(), StringComparison.Ordinal);
        Assert.Contains("签名不符", await (await anybody.Submit("/certificates", "/certificates", ("signed", file.Replace("示例", "冒名", StringComparison.Ordinal)))).Text(), StringComparison.Ordinal);
        var register = await anybody.Read("/registers/pledge_registration?q=" + ExampleForm.Patent(11));
        Assert.Contains("PLEDGE-REGISTRATION-20260302", register, StringComparison.Ordinal);
        Assert.DoesNotContain("010-60000011", register, StringComparison.Ordinal);
        Assert.Contains("决定书", await officer.Read($"{desk}/letters/5"), StringComparison.Ordinal);

        var rated = await (await Submit(person, at, $"{at}/rate", ("level", "1"), ("words", "等得太久"))).Text();
        var receipt = Receipt().Match(rated).Groups[1].Value;
        // The office reads it from the day after, when those of a day come together.
        Assert.DoesNotContain("等得太久", await officer.Read("/service-ratings"), StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromDays(1));
        try
        {
            using var morning = site.Browse();
            await morning.LogIn("departmentofficer");
            var ratings = await morning.Read("/service-ratings");
            Assert.DoesNotContain("zhangsan", ratings, StringComparison.Ordinal);
            Assert.Contains("等得太久", ratings, StringComparison.Ordinal);
        }
        finally
        {
            site.Clock.Advance(TimeSpan.FromDays(-1));
        }
        Assert.Contains("还没有答复", await (await anybody.Submit("/service-ratings/answers", "/service-ratings/answers", ("code", receipt))).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_item_of_the_catalogue_can_be_filled_in_and_submitted_with_its_own_form()
    {
        var house = site.Services.GetRequiredService<ServiceHouse>();
        using var person = site.Browse();
        await Register(person, "every-item");
        var tried = 0;
        foreach (var item in house.Catalogue.On(new(2026, 3, 2)))
        {
            var at = await Begin(person, item.Code);
            await FillIn(person, at, item.Code, 40 + tried);
            await Hand(person, at, item.Code);
            var answer = await Submit(person, $"{at}/check", $"{at}/check", ("key", "k"));
            Assert.True(answer.Headers.Location?.ToString() == at, $"{item.Code}: {Problems().Match(await answer.Text()).Value}");
            tried++;
        }
        Assert.True(tried >= 36, $"{tried} items");
    }

    [Fact]
    public async Task Nobody_reaches_the_case_of_somebody_else_by_any_address()
    {
        using var stranger = site.Browse();
        await Register(stranger, "stranger");
        using var anybody = site.Browse();
        using var auditor = site.Browse();
        await auditor.LogIn("regionalofficer"); // of Hefei: inside, and not of this office
        string[] addresses = ["/my/cases/3", "/my/cases/4", "/my/cases/4/form", "/my/cases/4/materials", "/my/cases/4/check", "/service-cases/3", "/service-cases/4", "/service-cases/4/files/4", "/service-cases/3/files/3", "/service-cases/3/letters/1"];
        foreach (var address in addresses)
        {
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await stranger.Get(address)).StatusCode));
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await auditor.Get(address)).StatusCode));
            Assert.True((await anybody.Get(address)).StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Found, address);
        }
        foreach (var (address, fields) in ((string, (string, string)[])[])
            [("/my/cases/4/form", [("f-title", "篡改")]), ("/my/cases/4/materials", [("do", "out"), ("row", "4")]), ("/my/cases/4/check", [("key", "x")]), ("/my/cases/4/discard", []), ("/my/cases/3/act", [("kind", "Withdraw"), ("key", "x"), ("reason", "x")]),
             ("/my/cases/3/rate", [("level", "1")]), ("/service-cases/3/act", [("kind", "Accept"), ("key", "x")]), ("/service-cases/3/checks", [("row", "3"), ("mark", "ok")]), ("/my/applicants/1", [("login", "stranger"), ("kind", "Staff")])])
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await stranger.Submit("/my/register", address, fields)).StatusCode));
        foreach (var list in (string[])["/my", "/my.csv", "/registers/open_licence", "/registers/open_licence/table.csv", "/services/notices", "/search?q=" + Uri.EscapeDataString(SampleServices.Title[..4])])
            Assert.DoesNotContain(SampleServices.Title, await stranger.Read(list), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Get("/service-cases")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Get("/service-cases.csv")).StatusCode);
        using var own = site.Browse();
        await own.LogIn("applicant");
        Assert.Contains(SampleServices.Title, await own.Read("/my.csv"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get("/service-cases/3")).StatusCode); // the desk is the office's
    }

    [Fact]
    public async Task What_is_typed_against_the_rules_is_refused_and_what_looks_like_an_attack_is_only_text()
    {
        using var person = site.Browse();
        await Register(person, "attacker");
        var at = await Begin(person, "open_licence");
        var bad = await (await person.Submit($"{at}/form", $"{at}/form", ("f-patent", "ZL202010123456.X"), ("f-title", "甲\u202e乙"), ("f-kind", "forged"), ("f-amount", "1e9"), ("f-from", "2026-13-01"), ("f-owner", new string('长', 201)), ("f-unknown", "x"))).Text();
        foreach (var field in (string[])["patent", "title", "kind", "from", "owner"]) Assert.Contains($"id=\"f-{field}-problem\"", bad, StringComparison.Ordinal);
        const string script = "<script>alert(1)</script>'; DROP TABLE svc_case; --";
        Assert.Equal(HttpStatusCode.Found, (await person.Submit($"{at}/form", $"{at}/form", ("f-title", script), ("do", "save"))).StatusCode);
        var page = await person.Read($"{at}/form");
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("DROP TABLE svc_case", page, StringComparison.Ordinal);
        Assert.True(await site.With(db => db.ServiceCases.AnyAsync()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.Upload($"{at}/materials", $"{at}/files", [("material", "declaration")], ("声明.pdf", Encoding.ASCII.GetBytes("MZ\x90\0\x03" + new string('x', 600))))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.Upload($"{at}/materials", $"{at}/files", [("material", "declaration")], ("声明.exe", Paper))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await person.Upload($"{at}/materials", $"{at}/files", [("material", "forged")], ("声明.pdf", Paper))).StatusCode);
        var early = await person.Submit($"{at}/check", $"{at}/check", ("key", "early"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("缺少材料", await early.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.Submit(at, $"{at}/act", ("kind", "Decide"), ("key", "x"), ("decision", "publish"))).StatusCode);

        using var officer = site.Browse();
        await officer.LogIn("departmentofficer");
        foreach (var (kind, status) in new[] { ("Publish", 422), ("5", 422), ("submit", 422), ("Submit", 422), ("Revoke", 403), ("Decide", 409), ("DeemAccepted", 403) })
            Assert.Equal((kind, status), (kind, (int)(await officer.Submit("/service-cases/3", "/service-cases/3/act", ("kind", kind), ("key", "forged"), ("reason", "理由"), ("decision", "registered"))).StatusCode));
        Assert.Equal(HttpStatusCode.Conflict, (await officer.Submit("/service-cases/3", "/service-cases/3/act", ("kind", "Accept"), ("key", "stale"), ("seen", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Submit("/service-cases/3", "/service-cases/4/act", ("kind", "Accept"), ("key", "draft"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Post("/service-cases/3/act", ("kind", "Accept"), ("key", "notoken"))).StatusCode);
    }

    [Fact]
    public async Task Anybody_may_object_to_a_notice_and_only_the_office_learns_who()
    {
        using var anybody = site.Browse();
        Assert.Contains("/services/notices/2", await anybody.Read("/services/notices"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await anybody.Submit("/services/notices/2", "/services/notices/2", ("key", "o1"), ("contact", ""), ("reason", "产地不符"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await anybody.Submit("/services/notices/2", "/services/notices/2", ("key", "o1"), ("contact", "王五 13800000000"), ("reason", "产地不符"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Submit("/services/notices/2", "/services/notices/3", ("key", "o1"), ("contact", "王五"), ("reason", "不在公示"))).StatusCode);
        using var own = site.Browse();
        await own.LogIn("applicant");
        var seen = await own.Read("/my/cases/2");
        Assert.Contains("提出异议", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", seen, StringComparison.Ordinal);
        using var officer = site.Browse();
        await officer.LogIn("departmentofficer");
        Assert.Contains("王五 13800000000", await officer.Read("/service-cases/2"), StringComparison.Ordinal);
    }

    static async Task Register(Browser browser, string login)
    {
        var answer = await browser.Submit("/my/register", "/my/register", ("login", login), ("password", Site.Password), ("kind", nameof(ApplicantKind.Person)), ("name", $"申请人{login}"), ("contact", "联系人"), ("phone", "010-60000099"));
        Assert.Equal((HttpStatusCode.Found, "/my"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    static async Task<string> Begin(Browser browser, string item)
    {
        var page = await browser.Read($"/services/{item}/apply");
        var applicant = Regex.Match(page, "<select id=\"applicant\".*?value=\"(\\d+)\"", RegexOptions.Singleline).Groups[1].Value;
        var office = Regex.Match(page, "<select id=\"office\".*?value=\"([^\"]+)\"", RegexOptions.Singleline).Groups[1].Value;
        var begun = await Submit(browser, $"/services/{item}/apply", $"/services/{item}/apply", ("applicant", applicant), ("office", office));
        return begun.Headers.Location!.ToString().Replace("/form", "", StringComparison.Ordinal);
    }

    async Task FillIn(Browser browser, string at, string item, int number)
    {
        var form = ExampleForm.Of(site.Services.GetRequiredService<ServiceHouse>().Catalogue.Find(item, new(2026, 3, 2))!, number, new(2026, 4, 1));
        var answer = await Submit(browser, $"{at}/form", $"{at}/form", [("do", "next"), .. form.Select(f => (FormCheck.Prefix + f.Key, f.Value))]);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{item}: {Problems().Match(await answer.Text()).Value}");
    }

    async Task Hand(Browser browser, string at, string item)
    {
        var page = await browser.Read($"{at}/materials");
        foreach (var material in site.Services.GetRequiredService<ServiceHouse>().Catalogue.Find(item, new(2026, 3, 2))!.Materials.Where(m => !m.Exempt && page.Contains($"id=\"m-{m.Code}\"", StringComparison.Ordinal)))
            Assert.Equal(HttpStatusCode.Found, (await browser.Upload($"{at}/materials", $"{at}/files", [("material", material.Code)], ("材料.pdf", Paper))).StatusCode);
    }

    static async Task<HttpResponseMessage> Submit(Browser browser, string from, string to, params (string Name, string Value)[] fields) => await browser.Submit(from, to, fields);

    static async Task<HttpResponseMessage> Post(Browser browser, string desk, string kind, params (string Name, string Value)[] fields) =>
        await browser.Submit(desk, $"{desk}/act", [("kind", kind), ("key", Guid.NewGuid().ToString("N")), ("seen", Regex.Match(await browser.Read(desk), "name=\"seen\" value=\"(\\d+)\"").Groups[1].Value), .. fields]);

    static async Task Act(Browser browser, string desk, string kind, params (string Name, string Value)[] fields)
    {
        var answer = await Post(browser, desk, kind, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"{kind}: {(int)answer.StatusCode} {Problems().Match(await answer.Text()).Value}");
    }

    static string KeyOf(string page) => Regex.Match(page, "name=\"key\" value=\"([^\"]+)\"").Groups[1].Value;

    [GeneratedRegex("href=\"/certificates/([A-Z0-9]{20})\"")]
    private static partial Regex CertificateLink();
    [GeneratedRegex("<strong class=\"code\">([A-Z0-9]{16})</strong>")]
    private static partial Regex Receipt();
    [GeneratedRegex("<(?:div|section)[^>]*class=\"[^\"]*problems.*?</(?:div|section)>", RegexOptions.Singleline)]
    private static partial Regex Problems();
}
