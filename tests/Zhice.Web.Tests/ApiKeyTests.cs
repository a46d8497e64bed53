using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;

namespace Zhice.Web.Tests;

/// <summary>A program with a key does what its scopes say, as far as its owner may, and no more; what is kept of it opens nothing.</summary>
public sealed partial class ApiKeyTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_key_works_as_its_owner_until_it_is_revoked_and_is_kept_as_a_digest()
    {
        using var owner = await As("regionalofficer");
        var secret = await Make(owner, "数据交换", 30, "Read");

        Assert.Contains("RegionalOfficer", await (await Get(secret, "/api/v1/session")).Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await owner.Read("/account/keys"), StringComparison.Ordinal); // shown once
        Assert.False(await site.With(db => db.ApiKeys.AnyAsync(k => k.Key == secret || k.Name.Contains(secret))));
        var logged = await site.With(db => db.AuditEntries.Where(e => e.Action.StartsWith("apikey.")).Select(e => e.Body).ToListAsync());
        Assert.DoesNotContain(logged, body => Encoding.UTF8.GetString(body).Contains(secret, StringComparison.Ordinal));
        Assert.True(await site.With(db => db.AuditEntries.AnyAsync(e => e.Action == "apikey.make" && e.By == db.Accounts.First(a => a.Login == "regionalofficer").Id)));

        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..16];
        Assert.Contains($"/account/keys/{mark}/revoke", await owner.Read("/account/keys"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await owner.Submit("/account/keys", $"/account/keys/{mark}/revoke")).StatusCode);
        var after = await Get(secret, "/api/v1/session");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (after.StatusCode, after.Headers.WwwAuthenticate.Single().Scheme));
        Assert.Contains("apikey.unknown", await after.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_ends_on_its_day()
    {
        using var owner = await As("departmentofficer");
        var secret = await Make(owner, "一天", 1, "Read");
        Assert.Equal(HttpStatusCode.OK, (await Get(secret, "/api/v1/session")).StatusCode);
        await site.With(db => db.ApiKeys.Where(k => k.Name == "一天").ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, site.Clock.GetUtcNow())));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(secret, "/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task A_key_opens_no_page_and_writes_nothing_beyond_its_scopes()
    {
        using var owner = await As("regionaladministrator");
        var owed = await site.With(db => db.Obligations.Where(o => db.Organisations.Any(p => p.Id == o.OrganisationId && p.Code == "office-340000") && db.Tasks.Any(t => t.Id == o.TaskId && t.DocumentId == site.Sample.Public.Id)
            && o.Level == ObligationLevel.Mandatory && !db.Reports.Any(r => r.ObligationId == o.Id)).OrderByDescending(o => o.Id).Select(o => o.Id.Value).FirstAsync());
        var (reading, writing) = (await Make(owner, "只读", 10, "Read"), await Make(owner, "填报", 10, "Reports"));
        var list = $"/api/v1/obligations/{owed}/reports";
        var words = new { from = "2026-01-01", to = "2026-02-28", status = "UnderWay", result = "None", narrative = "程序填写。" };

        Assert.Equal(HttpStatusCode.OK, (await Get(reading, list)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Get(reading, $"/programmes/{site.Sample.Programme.Id.Value}/progress.csv")).StatusCode);
        foreach (var page in (string[])["/", "/account", "/account/keys", "/inbox", "/programmes"]) Assert.Equal((page, HttpStatusCode.Forbidden), (page, (await Get(reading, page)).StatusCode));
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(reading, list, words)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(writing, list)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(writing, "/account/keys", words)).StatusCode); // a key makes no key
        Assert.Equal(HttpStatusCode.Created, (await Send(writing, list, words)).StatusCode); // and needs no form token
        var logged = await site.With(db => db.AuditEntries.Where(e => !e.Action.StartsWith("apikey.")).OrderByDescending(e => e.Id).Select(e => e.Body).FirstAsync());
        Assert.Contains("\"key\":\"填报\"", Encoding.UTF8.GetString(logged), StringComparison.Ordinal); // the log tells the program from the person
        using var auditor = await As("auditor");
        Assert.Contains("程序密钥“填报”", WebUtility.HtmlDecode(await auditor.Read("/audit")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get("zhice_nothing", list)).StatusCode);
    }

    [Fact]
    public async Task A_key_sees_no_more_than_its_owner_does_at_that_moment()
    {
        using var owner = await As("regionalofficer");
        var secret = await Make(owner, "城市", 10, "Read");
        var foreign = await site.With(db => db.Obligations.Where(o => db.Organisations.Any(p => p.Id == o.OrganisationId && p.Code == "office-110000")).OrderBy(o => o.Id).Select(o => o.Id.Value).FirstAsync());
        var own = await site.With(db => db.Obligations.Where(o => db.Organisations.Any(p => p.Id == o.OrganisationId && p.Code == "office-340100")).OrderBy(o => o.Id).Select(o => o.Id.Value).FirstAsync());
        var (elsewhere, here) = ($"/api/v1/obligations/{foreign}/reports", $"/api/v1/obligations/{own}/reports");
        Assert.Equal((await owner.Get(elsewhere)).StatusCode, (await Get(secret, elsewhere)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Get(secret, here)).StatusCode);

        await site.With(db => db.Accounts.Where(a => a.Login == "regionalofficer").ExecuteUpdateAsync(set => set.SetProperty(a => a.Closed, true)));
        try
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Get(secret, here)).StatusCode);
        }
        finally
        {
            await site.With(db => db.Accounts.Where(a => a.Login == "regionalofficer").ExecuteUpdateAsync(set => set.SetProperty(a => a.Closed, false)));
        }
    }

    [Theory]
    [InlineData("", "Read", "30", "请写明用途")]
    [InlineData("名", "", "30", "请至少选择一项权限")]
    [InlineData("名", "Read", "0", "有效期应为")]
    [InlineData("名", "Read", "367", "有效期应为")]
    public async Task What_is_missing_is_said_at_its_field(string name, string scope, string days, string said)
    {
        using var owner = await As("auditor");
        var answer = await owner.Submit("/account/keys", "/account/keys", ("name", name), ("scopes", scope), ("days", days));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(said, await answer.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/reports/3/draft", ApiScopes.Read)]
    [InlineData("PUT", "/api/v1/reports/3/draft", ApiScopes.Reports)]
    [InlineData("POST", "/api/v1/evidence", ApiScopes.Evidence)]
    [InlineData("POST", "/api/v1/documents", ApiScopes.Documents)]
    [InlineData("POST", "/api/v1/statistics/values", ApiScopes.Statistics)]
    [InlineData("GET", "/api/v1/cases/3", ApiScopes.Read)]
    [InlineData("POST", "/api/v1/cases/3/submit", ApiScopes.Cases)]
    [InlineData("GET", "/submissions/3/report.docx", ApiScopes.Read)]
    [InlineData("GET", "/submissions/3", null)]
    [InlineData("POST", "/submissions/import", null)]
    [InlineData("POST", "/api/v1/console/import", null)] // the door of the command line
    [InlineData("GET", "/api/v1/console/import", null)]
    public void Each_address_has_its_scope(string method, string path, ApiScopes? expected) => Assert.Equal(expected, ApiKey.Needed(method, path));

    static async Task<string> Make(Browser owner, string name, int days, string scope)
    {
        var answer = await owner.Submit("/account/keys", "/account/keys", ("name", name), ("days", days.ToString(CultureInfo.InvariantCulture)), ("scopes", scope));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var secret = Secret().Match(await answer.Text()).Groups[1].Value;
        Assert.StartsWith(ApiKey.Prefix, secret, StringComparison.Ordinal);
        return secret;
    }

    Task<HttpResponseMessage> Get(string secret, string path) => Send(secret, new HttpRequestMessage(HttpMethod.Get, path));

    Task<HttpResponseMessage> Send(string secret, string path, object body) => Send(secret, new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    async Task<HttpResponseMessage> Send(string secret, HttpRequestMessage request)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        using var sent = request;
        sent.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await client.SendAsync(sent, TestContext.Current.CancellationToken);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("<code class=\"secret\">([^<]+)</code>")]
    private static partial Regex Secret();
}
