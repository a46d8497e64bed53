using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Domain.Reporting;

namespace Zhice.Web.Tests.Reporting;

/// <summary>Reports for programs: begun once however often the request comes, and never written over.</summary>
public sealed partial class ReportApiTests(ReportingSite site) : IClassFixture<ReportingSite>
{
    static object Words(string narrative) => new { from = "2026-01-01", to = "2026-02-28", status = "UnderWay", result = "None", narrative };

    [Fact]
    public async Task The_same_request_sent_again_gets_the_same_report_and_another_under_its_key_is_refused()
    {
        var list = $"/api/v1/obligations/{(await site.Owed("office-340000"))[0]}/reports";
        using var writer = await site.As("writer");
        var before = (await Body(await writer.Get(list))).GetProperty("items").GetArrayLength();
        var first = await writer.Call(HttpMethod.Post, list, Words("一次"), ("Idempotency-Key", "k-1"));
        var again = await writer.Call(HttpMethod.Post, list, Words("一次"), ("Idempotency-Key", "k-1"));
        var other = await writer.Call(HttpMethod.Post, list, Words("两次"), ("Idempotency-Key", "k-1"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "report.key-reused"), (other.StatusCode, (await Body(other)).GetProperty("code").GetString()));
        Assert.Equal("application/problem+json", other.Content.Headers.ContentType!.MediaType);
        var page = await Body(await writer.Get(list));
        Assert.Equal(before + 1, page.GetProperty("items").GetArrayLength());
        Assert.Equal(first.Headers.Location!.ToString(), page.GetProperty("items")[0].GetProperty("draft").GetString());

        // Without a key, words for an obligation whose report is open would be a second one.
        var second = await writer.Call(HttpMethod.Post, list, Words("另一份"));
        Assert.Equal((HttpStatusCode.Conflict, "report.open"), (second.StatusCode, (await Body(second)).GetProperty("code").GetString()));
        Assert.Equal(["一次"], await site.With(db => db.ReportRevisions.Where(r => (r.Narrative == "一次" || r.Narrative == "两次" || r.Narrative == "另一份") && db.ReportKeys.Any(k => k.ReportId == r.ReportId)).Select(r => r.Narrative).ToListAsync()));
    }

    [Fact]
    public async Task Twenty_requests_at_once_under_one_key_begin_one_report()
    {
        var list = $"/api/v1/obligations/{(await site.Owed("office-340000"))[1]}/reports";
        using var writer = await site.As("writer");
        var token = await writer.ApiToken();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => writer.Call(HttpMethod.Post, list, Words("同时"), token, ("Idempotency-Key", "k-20"))));

        Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(1, (await Body(await writer.Get(list))).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_draft_is_saved_on_what_was_read_and_the_second_of_two_gets_both_versions()
    {
        var list = $"/api/v1/obligations/{(await site.Owed("office-340000"))[2]}/reports";
        using var writer = await site.As("writer");
        using var second = await site.As("second");
        var draft = (await writer.Call(HttpMethod.Post, list, Words("第一段\n第二段"))).Headers.Location!.ToString();
        var read = await writer.Get(draft);
        var tag = read.Headers.ETag!.ToString();
        Assert.True((await Body(read)).GetProperty("mayWrite").GetBoolean());

        var mine = await writer.Call(HttpMethod.Put, draft, Words("第一段，甲改\n第二段"), ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        Assert.NotEqual(tag, mine.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await writer.Call(HttpMethod.Put, draft, Words("第一段，甲改\n第二段"), ("If-Match", tag))).StatusCode); // its answer was lost

        var theirs = await second.Call(HttpMethod.Put, draft, Words("第一段\n第二段，乙改"), ("If-Match", tag), ("Accept-Language", "en-GB,en;q=0.9,zh;q=0.5"));
        var problem = await Body(theirs);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "report.conflict"), (theirs.StatusCode, problem.GetProperty("code").GetString()));
        Assert.StartsWith("Somebody else", problem.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal("第一段\n第二段，乙改", problem.GetProperty("yours").GetProperty("narrative").GetString());
        Assert.Equal("第一段，甲改\n第二段", problem.GetProperty("theirs").GetProperty("words").GetProperty("narrative").GetString());
        var joined = problem.GetProperty("joined").GetProperty("narrative").GetString()!;
        Assert.Equal("第一段，甲改\n第二段，乙改", joined);
        Assert.Equal(HttpStatusCode.OK, (await second.Call(HttpMethod.Put, draft, Words(joined), ("If-Match", theirs.Headers.ETag!.ToString()))).StatusCode);

        Assert.Equal((HttpStatusCode)428, (await writer.Call(HttpMethod.Put, draft, Words("无版本"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await writer.Call(HttpMethod.Put, draft, Words("随便"), ("If-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await writer.Call(HttpMethod.Put, draft, new { from = "2026-13-01", narrative = "x" }, ("If-Match", tag))).StatusCode);
    }

    [Theory] // list, draft, save, begin: as the pages answer the same people
    [InlineData("", "xxxx")]
    [InlineData("second", "ooo-")]
    [InlineData("nationaladministrator", "ooxx")]
    [InlineData("auditor", "ooxx")]
    [InlineData("jiangsu", "o..x")] // the obligation is on a public document; its reports are not listed
    [InlineData("systemadministrator", "o..x")]
    public async Task Each_person_may_do_here_what_the_pages_allow(string login, string expected)
    {
        var obligation = (await site.Owed("office-340000"))[3];
        using var writer = await site.As("writer");
        var report = await ReportingSite.Begin(writer, obligation);
        var id = new ReportId(long.Parse(report[9..], CultureInfo.InvariantCulture));
        await site.With(db => db.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.SubmittedAt, site.Clock.GetUtcNow())));
        var (list, draft) = ($"/api/v1/obligations/{obligation}/reports", $"/api/v1{report}/draft");
        var tag = (await writer.Get(draft)).Headers.ETag!.ToString();
        using var browser = await site.As(login);
        HttpResponseMessage[] answers =
        [
            await browser.Get(list), await browser.Get(draft), await browser.Call(HttpMethod.Put, draft, Words("改"), ("If-Match", tag)), await browser.Call(HttpMethod.Post, list, Words("新")),
        ];
        Assert.Equal(expected[1] == 'o', (await answers[0].Text()).Contains(draft, StringComparison.Ordinal));
        Assert.Equal(expected, string.Concat(answers.Select(a => (int)a.StatusCode switch { 403 => 'x', 404 => '.', 409 => '-', < 300 => 'o', _ => '?' })));
    }

    [Fact]
    public async Task Without_the_form_token_nothing_is_saved()
    {
        using var writer = await site.As("writer");
        var answer = await writer.Call(HttpMethod.Post, $"/api/v1/obligations/{(await site.Owed("office-340000"))[4]}/reports", Words("无"), token: "");
        Assert.Equal((HttpStatusCode.Forbidden, "form.stale"), (answer.StatusCode, (await Body(answer)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Every_address_for_programs_is_described()
    {
        using var browser = site.Browse();
        var paths = (await Body(await browser.Get("/api/v1/openapi.json"))).GetProperty("paths");
        var routes = site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("/console/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Path: Constraint().Replace(e.RoutePattern.RawText!, "}"), Method: m.ToLowerInvariant()))).ToList();
        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.True(paths.TryGetProperty(route.Path, out var path) && path.TryGetProperty(route.Method, out _), $"{route.Method} {route.Path}"));
    }

    static async Task<JsonElement> Body(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
