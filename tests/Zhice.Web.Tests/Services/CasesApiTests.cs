using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Services;
using Zhice.Domain.Services;
using Zhice.Web.Papers;

namespace Zhice.Web.Tests.Services;

/// <summary>A program of an applicant works its cases by key: once for each request, by the rules of the pages, and nobody else's.</summary>
public sealed partial class CasesApiTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_program_begins_fills_in_and_hands_in_an_application_and_each_request_sent_again_changes_nothing()
    {
        var (secret, applicant) = await Registered("api-applicant");
        var item = Item("patent_transfer");
        var form = ExampleForm.Of(item, 71, new(2026, 4, 1));
        var begun = new { item = item.Code, applicant, office = "cnipa", values = form };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(secret, HttpMethod.Post, "/api/v1/cases", begun)).StatusCode); // no key
        var first = await Body(await Send(secret, HttpMethod.Post, "/api/v1/cases", begun, "begin-1"), HttpStatusCode.Created);
        var again = await Body(await Send(secret, HttpMethod.Post, "/api/v1/cases", begun, "begin-1"), HttpStatusCode.Created);
        var id = first.GetProperty("id").GetInt64();
        Assert.Equal(id, again.GetProperty("id").GetInt64());
        Assert.Equal("case.key-reused", Code(await Body(await Send(secret, HttpMethod.Post, "/api/v1/cases", new { item = "open_licence", applicant, office = "cnipa" }, "begin-1"), HttpStatusCode.UnprocessableEntity)));

        var missing = await Body(await Send(secret, HttpMethod.Post, $"/api/v1/cases/{id}/submit", new { }, "submit-1"), HttpStatusCode.UnprocessableEntity);
        Assert.Contains(missing.GetProperty("defects").EnumerateArray(), d => d.GetProperty("code").GetString() == "case.material-missing");
        var wrong = await Body(await Send(secret, HttpMethod.Put, $"/api/v1/cases/{id}/form", new { values = new Dictionary<string, string>(form, StringComparer.Ordinal) { ["patent"] = "202010123456.X" } }), HttpStatusCode.UnprocessableEntity);
        Assert.Contains(wrong.GetProperty("defects").EnumerateArray(), d => d.GetProperty("field").GetString() == "f-patent");
        await Body(await Send(secret, HttpMethod.Put, $"/api/v1/cases/{id}/form", new { values = form }), HttpStatusCode.OK);
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
            await Body(material.Promisable ? await Send(secret, HttpMethod.Post, $"/api/v1/cases/{id}/promises", new { material = material.Code }) : await Upload(secret, id, material.Code), HttpStatusCode.Created);
        var submitted = await Body(await Send(secret, HttpMethod.Post, $"/api/v1/cases/{id}/submit", new { }, "submit-1"), HttpStatusCode.Created);
        Assert.Equal((1, false), (submitted.GetProperty("sequence").GetInt32(), submitted.GetProperty("repeated").GetBoolean()));
        Assert.True((await Body(await Send(secret, HttpMethod.Post, $"/api/v1/cases/{id}/submit", new { }, "submit-1"), HttpStatusCode.OK)).GetProperty("repeated").GetBoolean());
        Assert.Equal(HttpStatusCode.Conflict, (await Send(secret, HttpMethod.Post, $"/api/v1/cases/{id}/submit", new { }, "submit-2")).StatusCode);

        var shown = await Body(await Send(secret, HttpMethod.Get, $"/api/v1/cases/{id}"), HttpStatusCode.OK);
        Assert.Equal("Received", shown.GetProperty("case").GetProperty("phase").GetString());
        Assert.Equal("Office", shown.GetProperty("holder").GetString());
        var listed = await Body(await Send(secret, HttpMethod.Get, "/api/v1/cases"), HttpStatusCode.OK);
        Assert.Equal(1, listed.GetProperty("total").GetInt32());
        Assert.Equal(1, await site.With(db => db.CaseActions.CountAsync(a => a.CaseId == new CaseId(id))));
    }

    [Fact]
    public async Task The_same_key_many_times_at_once_begins_one_application_and_a_form_without_values_changes_nothing()
    {
        var (secret, applicant) = await Registered("api-at-once");
        var begun = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ => await Body(await Send(secret, HttpMethod.Post, "/api/v1/cases", new { item = "information_centre", applicant, office = "office-340000" }, "at-once"), HttpStatusCode.Created)));
        var id = Assert.Single(begun.Select(b => b.GetProperty("id").GetInt64()).Distinct());
        var before = (await Body(await Send(secret, HttpMethod.Get, $"/api/v1/cases/{id}"), HttpStatusCode.OK)).GetProperty("values").GetRawText();
        Assert.NotEqual("{}", before); // what is known of the applicant
        foreach (var wrong in (object[])[new { form = new { name = "甲" } }, new { name = "甲" }, new { }])
            Assert.Equal("case.values-missing", (await Body(await Send(secret, HttpMethod.Put, $"/api/v1/cases/{id}/form", wrong), HttpStatusCode.UnprocessableEntity)).GetProperty("defects")[0].GetProperty("code").GetString());
        Assert.Equal(before, (await Body(await Send(secret, HttpMethod.Get, $"/api/v1/cases/{id}"), HttpStatusCode.OK)).GetProperty("values").GetRawText());
    }

    [Fact]
    public async Task A_program_reaches_no_case_of_somebody_else_and_writes_nothing_without_the_scope()
    {
        var (secret, applicant) = await Registered("api-stranger");
        foreach (var (method, address) in ((HttpMethod, string)[])
            [(HttpMethod.Get, "/api/v1/cases/3"), (HttpMethod.Get, "/api/v1/cases/4"), (HttpMethod.Put, "/api/v1/cases/4/form"), (HttpMethod.Post, "/api/v1/cases/4/promises"), (HttpMethod.Post, "/api/v1/cases/4/submit"), (HttpMethod.Get, "/api/v1/cases/999999")])
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await Send(secret, method, address, method == HttpMethod.Get ? null : new { }, "x")).StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await Upload(secret, 4, "declaration")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(secret, HttpMethod.Post, "/api/v1/cases", new { item = "open_licence", applicant = 1, office = "cnipa" }, "foreign")).StatusCode); // not for an applicant of somebody else
        Assert.Equal(0, (await Body(await Send(secret, HttpMethod.Get, "/api/v1/cases"), HttpStatusCode.OK)).GetProperty("total").GetInt32());
        Assert.DoesNotContain(SampleServices.Title, await (await Send(secret, HttpMethod.Get, "/api/v1/cases")).Text(), StringComparison.Ordinal);
        Assert.Equal(applicant, (await Body(await Send(secret, HttpMethod.Get, "/api/v1/applicants"), HttpStatusCode.OK))[0].GetProperty("id").GetInt64());

        using var owner = site.Browse();
        await owner.LogIn("api-stranger");
        var reading = await Made(owner, "Read");
        Assert.Equal(HttpStatusCode.OK, (await Send(reading, HttpMethod.Get, "/api/v1/cases")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(reading, HttpMethod.Post, "/api/v1/cases", new { item = "open_licence", applicant, office = "cnipa" }, "k")).StatusCode);
        using var nobody = new HttpClient { BaseAddress = site.Address };
        Assert.Equal(HttpStatusCode.Forbidden, (await nobody.GetAsync("/api/v1/cases", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_co_applicant_is_shown_who_has_not_signed_and_signs_on_its_page()
    {
        using var own = site.Browse();
        await own.LogIn("applicant");
        Assert.Contains("等我签名", await own.Read("/my"), StringComparison.Ordinal);
        Assert.Contains("还没有签名：演示共有人", await own.Read("/my/cases/6/sign"), StringComparison.Ordinal);
        Assert.Contains("提交以前，还要以下共同申请人签名：演示共有人", await own.Read("/my/cases/6/check"), StringComparison.Ordinal);
        var refused = await own.Submit("/my/cases/6/check", "/my/cases/6/check", ("key", "joint"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("共同申请人还没有签名", await refused.Text(), StringComparison.Ordinal);
        var page = await own.Read("/my/cases/6/sign");
        var (applicant, seen) = (Named("applicant").Match(page).Groups[1].Value, Named("seen").Match(page).Groups[1].Value);
        Assert.Equal(HttpStatusCode.Conflict, (await own.Submit("/my/cases/6/sign", "/my/cases/6/sign", ("applicant", applicant), ("seen", new string('0', 64)), ("do", "sign"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await own.Submit("/my/cases/6/sign", "/my/cases/6/sign", ("applicant", applicant), ("seen", seen), ("do", "sign"))).StatusCode);
        Assert.Contains("共同申请人都已签名", await own.Read("/my/cases/6/sign"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await own.Submit("/my/cases/6/sign", "/my/cases/6/sign", ("applicant", applicant), ("do", "back"))).StatusCode);
        using var stranger = site.Browse();
        await stranger.LogIn("regionalofficer");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get("/my/cases/6/sign")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Submit("/search", "/my/cases/6/sign", ("applicant", applicant), ("seen", seen), ("do", "sign"))).StatusCode);
    }

    [Fact]
    public async Task The_public_reads_figures_and_sums_and_not_the_ledger()
    {
        using var anybody = site.Browse();
        var figures = await anybody.Read("/registers/pledge_registration/statistics");
        Assert.Contains("超过二十件", figures, StringComparison.Ordinal);
        Assert.Matches("发明</th><td class=\"number\">1</td><td class=\"number\">1</td>\\s*<td class=\"number\">–</td>", figures); // one case: how many, and not how much
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Get("/registers/gi_recognition/statistics")).StatusCode);
        Assert.Contains("\"count\":1", await anybody.Read("/api/v1/registers/pledge_registration/statistics"), StringComparison.Ordinal);
        var pool = await anybody.Read("/pledge-pools/1");
        Assert.Contains("演示风险补偿资金池", pool, StringComparison.Ordinal);
        Assert.DoesNotContain("演示注入", pool, StringComparison.Ordinal);
        using var national = site.Browse();
        await national.LogIn("nationaladministrator");
        Assert.Contains("演示注入", await national.Read("/pledge-pools/1"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await national.Submit("/pledge-pools/1", "/pledge-pools/1", ("entry", "1"), ("do", "approve"))).StatusCode); // he wrote it
        Assert.Contains("演示保险公司", await national.Read("/service-cases/7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_an_archival_pdf_where_LibreOffice_is_and_refused_in_words_where_it_is_not()
    {
        using var anybody = site.Browse();
        var answer = await anybody.Get($"/certificates/{site.Certificate}/paper.pdf");
        var pdf = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (site.Services.GetRequiredService<Soffice>().Program is null)
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("LibreOffice", System.Text.Encoding.UTF8.GetString(pdf), StringComparison.Ordinal);
        }
        else Assert.Contains("pdfaid:part", System.Text.Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    ServiceItem Item(string code) => site.Services.GetRequiredService<ServiceHouse>().Catalogue.Find(code, new(2026, 3, 2))!;

    async Task<(string Secret, long Applicant)> Registered(string login)
    {
        using var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.Submit("/my/register", "/my/register", ("login", login), ("password", Site.Password), ("kind", nameof(ApplicantKind.Person)), ("name", $"申请人{login}"), ("contact", "联系人"), ("phone", "010-60000099"))).StatusCode);
        var secret = await Made(browser, "Cases", "Read");
        return (secret, (await Body(await Send(secret, HttpMethod.Get, "/api/v1/applicants"), HttpStatusCode.OK))[0].GetProperty("id").GetInt64());
    }

    static async Task<string> Made(Browser owner, params string[] scopes)
    {
        var answer = await owner.Submit("/account/keys", "/account/keys", [("name", "办件程序"), ("days", "30"), .. scopes.Select(s => ("scopes", s))]);
        return Secret().Match(await answer.Text()).Groups[1].Value;
    }

    Task<HttpResponseMessage> Upload(string secret, long id, string material)
    {
        var content = new MultipartFormDataContent { { new StringContent(material), "material" } };
        content.Add(new ByteArrayContent("%PDF-1.4 paper"u8.ToArray()), "file", "paper.pdf");
        return Sent(secret, new HttpRequestMessage(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/api/v1/cases/{id}/files")) { Content = content });
    }

    Task<HttpResponseMessage> Send(string secret, HttpMethod method, string path, object? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return Sent(secret, request);
    }

    async Task<HttpResponseMessage> Sent(string secret, HttpRequestMessage request)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        using var sent = request;
        sent.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await client.SendAsync(sent, TestContext.Current.CancellationToken);
    }

    static async Task<JsonElement> Body(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Text();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    static string Code(JsonElement problem) => problem.GetProperty("code").GetString()!;

    static Regex Named(string name) => new($"name=\"{name}\" value=\"([^\"]+)\"");

    [GeneratedRegex("<code class=\"secret\">([^<]+)</code>")]
    private static partial Regex Secret();
}
