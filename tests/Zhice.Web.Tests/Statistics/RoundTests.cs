using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data.Statistics;
using Zhice.Domain.Statistics;

namespace Zhice.Web.Tests.Statistics;

/// <summary>A running round through the door: its owner changes it on its page, what is due stands in the list of things to do, and a program of the office reads, checks and sends with a key.</summary>
public sealed partial class RoundTests(SampleSite site) : IClassFixture<SampleSite>
{
    async Task<(long Round, long Return)> Open(string form, Period period)
    {
        if (site.Clock.GetUtcNow() < new DateTimeOffset(2026, 4, 8, 0, 0, 0, TimeSpan.Zero)) site.Clock.Advance(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero) - site.Clock.GetUtcNow());
        using var nation = await As("nationaladministrator");
        var owner = await site.With(db => db.Organisations.Where(o => o.Code == "cnipa").Select(o => o.Id).SingleAsync());
        await nation.Submit("/statistics", "/statistics", ("code", form), ("period", period.ToString()), ("owner", $"{owner.Value}"));
        var key = period.Key;
        return await site.With(async db =>
        {
            var row = await (from r in db.StatisticalReturns join c in db.CollectionRounds on r.CollectionId equals c.Id join o in db.Organisations on r.OrganisationId equals o.Id
                where o.Code == "office-340000" && c.Period == key && c.Form == form && c.WithdrawnAt == null select new { Round = c.Id, r.Id }).SingleAsync();
            return (row.Round.Value, row.Id.Value);
        });
    }

    [Fact]
    public async Task The_owner_changes_days_gives_an_office_longer_and_withdraws_on_the_rounds_page()
    {
        var (round, sheet) = await Open("protection_monthly", Period.OfMonth(2026, 3));
        var page = $"/statistics/collections/{round}";
        using var nation = await As("nationaladministrator");
        using var anhui = await As("regionaladministrator");
        Assert.Contains($"{page}/withdraw", await nation.Read(page), StringComparison.Ordinal);
        Assert.DoesNotContain($"{page}/days", await anhui.Read(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await anhui.Submit(page, $"{page}/days", ("dueOn", "2026-04-20"))).StatusCode);
        var refused = await nation.Submit(page, $"{page}/days", ("opensOn", "2026-04-08"), ("dueOn", "2026-02-31"), ("locksOn", "2026-05-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“2026-02-31”不是日期", await refused.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(page, $"{page}/days", ("opensOn", "2026-04-08"), ("dueOn", "2026-04-20"), ("locksOn", "2026-05-03"))).StatusCode);
        Assert.Contains("2026-04-20", await anhui.Read(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Submit(page, $"{page}/extend", ("office", "office-340000"), ("until", "2026-05-10"), ("reason", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(page, $"{page}/extend", ("office", "office-340000"), ("until", "2026-05-10"), ("reason", "机构改革交接中"))).StatusCode);
        foreach (var where in (string[])[page, $"/statistics/returns/{sheet}", $"{page}/returns.csv"]) Assert.Contains("机构改革交接中", await anhui.Read(where), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Submit(page, $"{page}/withdraw", ("withdrawReason", "报告期布置错了"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(page, $"{page}/withdraw", ("withdrawReason", "报告期布置错了"), ("confirmed", "true"))).StatusCode);
        Assert.Contains("报告期布置错了", await anhui.Read($"/statistics/returns/{sheet}"), StringComparison.Ordinal);
        Assert.NotEqual(round, (await Open("protection_monthly", Period.OfMonth(2026, 3))).Round); // the period can be asked again
    }

    [Fact]
    public async Task A_program_of_the_office_reads_what_is_due_checks_and_sends_once()
    {
        var (_, sheet) = await Open("pledge_quarterly", Period.OfQuarter(2026, 1));
        var here = $"/api/v1/statistics/returns/{sheet}";
        using var owner = await As("regionaladministrator");
        using var nation = await As("nationaladministrator");
        Assert.Contains($"/statistics/returns/{sheet}\"", await owner.Read("/statistics/waiting"), StringComparison.Ordinal); // and a person is told
        Assert.DoesNotContain("/statistics/returns/", await nation.Read("/statistics/waiting"), StringComparison.Ordinal);
        var (key, reading) = (await Key(owner, "Read", "Statistics"), await Key(owner, "Read"));
        using var other = await As("regionalofficer"); // of Hefei
        var foreign = await Key(other, "Read", "Statistics");

        Assert.Contains($"\"{here}\"", await (await Call(key, HttpMethod.Get, "/api/v1/statistics/returns")).Text(), StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{here}\"", await (await Call(foreign, HttpMethod.Get, "/api/v1/statistics/returns")).Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Call(foreign, HttpMethod.Get, here)).StatusCode);
        var read = await Json(await Call(key, HttpMethod.Get, here));
        Assert.Equal(4, read.GetProperty("cells").GetArrayLength());
        Assert.Equal(("Open", "office-340000"), (read.GetProperty("stage").GetString(), read.GetProperty("office").GetString()));

        Dictionary<string, string> texts = new(StringComparer.Ordinal) { ["pledge_projects"] = "120", ["pledge_inclusive_projects"] = "121", ["pledge_smes"] = "95", ["pledge_amount"] = "12.35" };
        var found = await Json(await Call(key, HttpMethod.Post, $"{here}/check", new { texts }));
        Assert.False(found.GetProperty("maySend").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, (await Call(reading, HttpMethod.Post, $"{here}/check", new { texts })).StatusCode); // the scope

        var version = read.GetProperty("version").GetInt32();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Call(key, HttpMethod.Post, $"{here}/send", new { version, texts, answers = new { } })).StatusCode); // no key of the request
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Call(key, HttpMethod.Post, $"{here}/send", new { version, texts }, "one")).StatusCode); // a rule
        using var bad = new StringContent("代码,数值\npledge_projects,NaN\n", Encoding.UTF8, "text/csv");
        var faults = await Json(await Call(key, HttpMethod.Post, $"{here}/file?version={version}", bad));
        Assert.Equal("B2", faults.GetProperty("cells")[0].GetProperty("cell").GetString());
        using var file = new StringContent("代码,数值\npledge_projects,120\n", Encoding.UTF8, "text/csv");
        var taken = await Json(await Call(key, HttpMethod.Post, $"{here}/file?version={version}", file));
        Assert.Equal(1, taken.GetProperty("filled").GetInt32());
        Assert.Equal("120", (await Json(await Call(key, HttpMethod.Get, here))).GetProperty("cells").EnumerateArray().First(c => c.GetProperty("element").GetString() == "pledge_projects").GetProperty("text").GetString());

        texts["pledge_inclusive_projects"] = "80";
        version = taken.GetProperty("version").GetInt32();
        var answers = (await Json(await Call(key, HttpMethod.Post, $"{here}/check", new { texts }))).GetProperty("findings").EnumerateArray().ToDictionary(f => f.GetProperty("key").GetString()!, _ => "与登记台账核对一致", StringComparer.Ordinal);
        var sent = await Call(key, HttpMethod.Post, $"{here}/send", new { version, texts, answers }, "two");
        Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        var again = await Call(key, HttpMethod.Post, $"{here}/send", new { version, texts, answers }, "two");
        Assert.Equal((HttpStatusCode.OK, true), (again.StatusCode, (await Json(again)).GetProperty("known").GetBoolean()));
        texts["pledge_amount"] = "12.36";
        Assert.Equal(HttpStatusCode.Conflict, (await Call(key, HttpMethod.Post, $"{here}/send", new { version, texts, answers }, "two")).StatusCode); // other content under the key
        Assert.Equal(HttpStatusCode.Conflict, (await Call(key, HttpMethod.Post, $"{here}/send", new { version, texts, answers }, "three")).StatusCode); // an old version
        Assert.Equal(12.35m, await site.With(async db => (await Observations.Read(db, new(["pledge_amount"], [Period.OfQuarter(2026, 1)]), default)).Single().Value));
        Assert.DoesNotContain($"\"{here}\"", await (await Call(key, HttpMethod.Get, "/api/v1/statistics/returns")).Text(), StringComparison.Ordinal);
        Assert.DoesNotContain($"/statistics/returns/{sheet}\"", await owner.Read("/inbox?due=Month"), StringComparison.Ordinal);
    }

    static async Task<string> Key(Browser owner, params string[] scopes)
    {
        var answer = await owner.Submit("/account/keys", "/account/keys", [("name", "填报程序"), ("days", "30"), .. scopes.Select(s => ("scopes", s))]);
        return Secret().Match(await answer.Text()).Groups[1].Value;
    }

    Task<HttpResponseMessage> Call(string secret, HttpMethod method, string path, object? body = null, string? key = null) => Call(secret, method, path, body is null ? null : JsonContent.Create(body), key);

    async Task<HttpResponseMessage> Call(string secret, HttpMethod method, string path, HttpContent? content, string? key = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("<code class=\"secret\">([^<]+)</code>")]
    private static partial Regex Secret();
}
