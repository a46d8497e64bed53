using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Zhice.Web.Tests;

/// <summary>What every page must keep, checked over the list of endpoints: a new page is covered without a new test.</summary>
public sealed partial class RouteTests(SampleSite site) : IClassFixture<SampleSite>
{
    /// <summary>Most SQL commands of a page, the session's one included.</summary>
    const int Most = 12;

    static readonly string[] Logins =
        ["", "nationaladministrator", "departmentofficer", "regionaladministrator", "regionalofficer", "auditor", "systemadministrator", "securityadministrator", "auditadministrator", "applicant"];

    [Fact]
    public async Task No_page_sends_more_than_twelve_commands_whoever_asks()
    {
        var over = new List<string>();
        foreach (var login in Logins)
        {
            using var browser = await Someone(login);
            foreach (var path in Paths())
            {
                site.Commands.Reset();
                var answer = await browser.Get(path);
                if (site.Commands.Sent.Count > Most) over.Add($"{path} as {login}: {site.Commands.Sent.Count}");
                TestContext.Current.TestOutputHelper?.WriteLine($"{site.Commands.Sent.Count,2} {(int)answer.StatusCode} {path} {login}");
            }
        }

        Assert.Empty(over);
    }

    [Fact]
    public async Task Every_page_with_a_table_offers_it_as_a_file()
    {
        var without = new List<string>();
        foreach (var login in (string[])["nationaladministrator", "regionaladministrator"])
        {
            using var browser = await Someone(login);
            // The pattern page shows a table to look at, and the print page is a paper.
            foreach (var path in Paths().Where(p => p != "/ui" && !p.EndsWith("/print", StringComparison.Ordinal)))
            {
                var answer = await browser.Get(path);
                if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
                var page = await answer.Text();
                var main = page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
                if (Regex.IsMatch(main, "<table") && Regex.IsMatch(main, "<tbody>\\s*<tr") && !Regex.IsMatch(main, "tables=csv|\\.csv|\\.xlsx")) without.Add($"{path} as {login}");
            }
        }

        Assert.Equal("", string.Join("\n", without));
    }

    [Fact]
    public Task Every_page_is_whole_in_both_languages() => Whole("nationaladministrator");

    [Fact]
    public Task Every_page_of_an_applicant_is_whole_in_both_languages() => Whole("applicant");

    async Task Whole(string login)
    {
        using var browser = await Someone(login);
        foreach (var path in Paths())
            foreach (var (language, code) in new[] { ("zh", "zh-CN"), ("en", "en") })
            {
                var answer = await browser.Get(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language);
                if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
                var page = await answer.Text();

                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{path}: {answer.StatusCode}");
                Assert.Contains($"<html lang=\"{code}\">", page, StringComparison.Ordinal);
                Assert.Matches("<title>[^<]+</title>", page);
                Assert.Single(Regex.Matches(page, "<h1>"));
                Assert.Contains("<main id=\"main\"", page, StringComparison.Ordinal);
                Assert.Contains("<nav class=\"masthead-nav\"", page, StringComparison.Ordinal);
                Assert.DoesNotMatch("\\sstyle=", page); // the content policy would drop it
                Assert.DoesNotMatch("\\son[a-z]+=\"", page);
                Assert.Empty(DoubleIds(page));
                Assert.DoesNotMatch(">[a-z]+\\.[a-z]+[A-Za-z]*<", page); // a code without words
            }
    }

    [Fact]
    public Task Every_page_that_answers_keeps_the_whole_of_its_field_labels() => Labelled("nationaladministrator");

    [Fact]
    public Task Every_page_of_an_applicant_keeps_its_field_labels() => Labelled("applicant");

    async Task Labelled(string login)
    {
        using var browser = await Someone(login);
        foreach (var path in Paths())
        {
            var page = await browser.Read(path);
            var labelled = Label().Matches(page).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            foreach (Match field in Field().Matches(page))
                Assert.True(field.Value.Contains("aria-label", StringComparison.Ordinal) || labelled.Contains(IdOf().Match(field.Value).Groups[1].Value)
                    || field.Value.Contains("type=\"hidden\"", StringComparison.Ordinal) || Wrapped(page, field), $"{path}: {field.Value}");
        }
    }

    [Fact]
    public async Task Every_filter_form_may_be_sent_with_all_fields_left_open()
    {
        using var browser = await Someone("nationaladministrator");
        var sent = 0;
        foreach (var path in Paths())
            foreach (Match form in FilterForm().Matches(await browser.Read(path)))
            {
                var query = string.Join('&', NameOf().Matches(form.Value).Select(m => m.Groups[1].Value + "="));
                Assert.Equal((path, HttpStatusCode.OK), (path, (await browser.Get($"{path}?{query}")).StatusCode));
                sent++;
            }
        Assert.True(sent > 5, $"{sent} forms");
    }

    /// <summary>Addresses of all GET routes, with the sample's values in their places.</summary>
    IEnumerable<string> Paths() => Paths(site, "GET");

    /// <summary>Addresses of all routes of a method.</summary>
    internal static IEnumerable<string> Paths(SampleSite site, string method)
    {
        var sources = site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();
        foreach (var pattern in sources
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) ?? method == "GET")
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal))
            yield return Parameter().Replace(pattern, match => (pattern, match.Groups[1].Value) switch
            {
                ({ } p, "code") when p.StartsWith("/indicators", StringComparison.Ordinal) => "high_value_density",
                ({ } p, "code") when p.StartsWith("/open/indicators", StringComparison.Ordinal) => "pledge_sme_count",
                (_, "code") => "office-340000",
                ({ } p, "service") when p.EndsWith("/statistics", StringComparison.Ordinal) => "pledge_registration",
                (_, "service") => "open_licence",
                ({ } p, "id") when p is "/services/notices/{id:long}" => "2",
                ({ } p, "id") when p is "/my/cases/{id:long}/form" or "/my/cases/{id:long}/materials" or "/my/cases/{id:long}/check" => "4",
                ({ } p, "id") when p is "/my/cases/{id:long}/sign" => "6",
                ({ } p, "sequence") when p.StartsWith("/service-cases", StringComparison.Ordinal) => "2",
                (_, "certificate") => site.Certificate,
                (_, "release") => "sample",
                (_, "chapter") => "overview",
                (_, "element") => "pledge_projects",
                (_, "period") => "2025Q4",
                ({ } p, "id") when p.StartsWith("/programmes", StringComparison.Ordinal) => $"{site.Sample.Programme.Id.Value}",
                ({ } p, "id") when p.StartsWith("/tasks", StringComparison.Ordinal) => $"{site.Sample.Tasks[0].Id.Value}",
                ({ } p, "id") when p.StartsWith("/commitments", StringComparison.Ordinal) || p.Contains("/alignment/", StringComparison.Ordinal) => $"{site.Sample.Commitment.Value}",
                ({ } p, "id") when p.StartsWith("/documents", StringComparison.Ordinal) => $"{site.Sample.Public.Id.Value}",
                ({ } p, "id") when p.StartsWith("/reports", StringComparison.Ordinal) => "102",
                ({ } p, "id") when p.StartsWith("/obligations", StringComparison.Ordinal) => $"{site.Sample.Worked.Value}",
                (_, "item") => $"{site.Sample.Item.Value}",
                _ => "1",
            });
    }

    async Task<Browser> Someone(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    static IEnumerable<string> DoubleIds(string page) =>
        Id().Matches(Template().Replace(page, "")).GroupBy(m => m.Groups[1].Value).Where(g => g.Count() > 1).Select(g => g.Key);

    // <label>Text <input></label>: the last label tag before the field has not been closed yet.
    static bool Wrapped(string page, Match field)
    {
        var before = page[..field.Index];
        return before.LastIndexOf("<label", StringComparison.Ordinal) > before.LastIndexOf("</label>", StringComparison.Ordinal);
    }

    [GeneratedRegex("<form class=\"[^\"]*filters\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex FilterForm();
    [GeneratedRegex(" name=\"([^\"]+)\"")]
    private static partial Regex NameOf();
    [GeneratedRegex(@"\{\*{0,2}([a-zA-Z]+)[^}]*\}")]
    private static partial Regex Parameter();
    [GeneratedRegex("<label[^>]* for=\"([^\"]+)\"")]
    private static partial Regex Label();
    [GeneratedRegex("<(?:input|select|textarea)[^>]*>")]
    private static partial Regex Field();
    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex IdOf();
    // What stands in a template is no part of the page until a script copies it.
    [GeneratedRegex("<template.*?</template>", RegexOptions.Singleline)]
    private static partial Regex Template();
    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Id();
}
