using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>Forged steps, replayed requests and cases of somebody else, over every shipped definition and every address that the site has: a new one is tried without a new test.</summary>
public sealed partial class CaseAttackTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public async Task A_case_of_every_definition_is_handed_in_once_and_moves_by_no_name_that_its_definition_does_not_have()
    {
        var account = await site.GivenAccount("action-attacker");
        using var person = site.Browse();
        using var officer = site.Browse();
        using var other = site.Browse();
        await person.LogIn(account.Login);
        await officer.LogIn("departmentofficer");
        await other.LogIn("applicant");
        await person.Submit("/my/register", "/my/register", ("kind", nameof(ApplicantKind.Person)), ("name", "攻击者"), ("contact", "联系人"), ("phone", "010-60000099"));
        var (mine, desk, theirs) = (await Token(person), await Token(officer), await Token(other));
        var (faults, tried) = (new List<string>(), 0);
        foreach (var (item, number) in Items().Select((item, i) => (item, 300 + i)))
        {
            var at = await person.BeginCase(item.Code);
            var id = new CaseId(long.Parse(at.Split('/')[^1], CultureInfo.InvariantCulture));
            await Complete(new Actor(account.Id, "攻击者", []), item, id, number);
            // Twice with one key is one; the same key of a stranger finds no case at all.
            var once = await Send(person, mine, $"{at}/check", ("key", "replayed"));
            var twice = await Send(person, mine, $"{at}/check", ("key", "replayed"));
            Expect("handed in", once, 302);
            Expect("handed in again", twice, 302);
            Expect("handed in by a stranger", await Send(other, theirs, $"{at}/check", ("key", "replayed")), 404);
            Expect("handed in with another key", await Send(person, mine, $"{at}/check", ("key", "another")), 409);
            await Actions("after replays", 1);
            var office = $"/service-cases/{id.Value}/act";
            var national = await site.With(db => db.ServiceCases.Where(c => c.Id == id).Join(db.Organisations, c => c.OfficeId, o => o.Id, (_, o) => o.Code).SingleAsync());
            if (national != "cnipa") continue; // the officers of the sample are of the national office
            foreach (var kind in (string[])["", "Forged", "accept", "ACCEPT", "2", "1,2", "Accept ", "Accept\u200b", "Submit", "Answer", "<script>", "Accept,Decide", new string('A', 9000), "DeemAccepted\n"])
                Expect($"action “{kind}”", await Send(officer, desk, office, ("kind", kind), ("key", "forged"), ("reason", "理由"), ("decision", item.Decisions[0].Code)), 422);
            foreach (var kind in (string[])["DeemAccepted", "Lapse", "ApproveExtension", "Revoke", "JointOpinion", "ExpertOpinion", "Withdraw"]) // parts that an officer has not
                Expect($"action {kind}", await Send(officer, desk, office, ("kind", kind), ("key", "forged"), ("reason", "理由")), 403);
            foreach (var kind in (string[])["Decide", "Pass", "Publicise", "Resume", "CloseHearing", "SettleObjection", "Deliver", "Correct", "Replace", "Archive", "AskExtension", "Suspend"]) // steps that have not come
                Expect($"early {kind}", await Send(officer, desk, office, ("kind", kind), ("key", "forged"), ("reason", "理由"), ("decision", item.Decisions[0].Code), ("objection", "1"), ("special", "听证")), 409);
            foreach (var (name, key) in ((string, string)[])[("no key", ""), ("a long key", new string('k', 61)), ("a key with signs", "a b'"), ("a key with letters of other scripts", "键")])
                Expect(name, await Send(officer, desk, office, ("kind", "Accept"), ("key", key)), 422);
            foreach (var seen in (string[])["0", "4294967297", "-1", "x", "99999999999999999999", "2"]) // 4294967297 is 1 where the upper half is cut off
                Expect($"seen {seen}", await Send(officer, desk, office, ("kind", "Accept"), ("key", "stale"), ("seen", seen)), 409);
            foreach (var reason in (string[])["甲\u202e乙", new string('长', 4001), "\u3164", " \n\t "])
                Expect("a reason that deceives", await Send(officer, desk, office, ("kind", "Decline"), ("key", "reason"), ("reason", reason)), 422);
            foreach (var day in (string[])["abc", "2026-13-40", "31/12/2026", "2026-02-30", "明天"])
                Expect($"a day that is none: {day}", await Send(officer, desk, office, ("kind", "Return"), ("key", "day"), ("reason", "理由"), ("until", day)), 422);
            await Actions("after forged actions", 1);

            Expect("accepted", await Send(officer, desk, office, ("kind", "Accept"), ("key", "accepted"), ("seen", "1")), 302);
            Expect("accepted again", await Send(officer, desk, office, ("kind", "Accept"), ("key", "accepted"), ("seen", "1")), 302);
            Expect("the key of the acceptance for something else", await Send(officer, desk, office, ("kind", "Suspend"), ("key", "accepted"), ("reason", "理由"), ("special", CaseSpecials.Of(item)[0])), 409);
            Expect("the applicant's key by the office", await Send(officer, desk, office, ("kind", "Accept"), ("key", "replayed")), 409);
            foreach (var special in (string[])["", "forged", "听证", "专家评审", "'; DROP TABLE svc_case; --", "decision"])
                Expect($"special “{special}”", await Send(officer, desk, office, ("kind", "Suspend"), ("key", "special"), ("reason", "理由"), ("special", special)), 422);
            foreach (var (kind, field, value) in ((string, string, string)[])[("Assign", "login", "nobody"), ("Assign", "login", account.Login), ("AskExpert", "login", account.Login), ("AskExpert", "login", "' OR 1=1 --"), ("AskJoint", "organisation", "没有的机关"), ("AskJoint", "organisation", "cnipa")])
                Expect($"{kind} {value}", await Send(officer, desk, office, ("kind", kind), ("key", "assign"), ("reason", "理由"), (field, value)), 422);
            await Actions("after a forged decision", 2);
            for (var i = 1; i < CaseMoves.DecisionStep(item); i++) Expect("passed", await Send(officer, desk, office, ("kind", "Pass"), ("key", $"pass-{i}"), ("reason", "理由")), 302);
            foreach (var decision in (string[])["", "forged", "<script>", item.Decisions[0].Code.ToUpperInvariant(), $"{item.Decisions[0].Code},{item.Decisions[^1].Code}", item.Decisions[0].Name])
                Expect($"decision “{decision}”", await Send(officer, desk, office, ("kind", "Decide"), ("key", "decide"), ("reason", "理由"), ("decision", decision)), 422);
            Expect("decided twice at once", await Send(officer, desk, office, ("kind", "Decide"), ("key", "decide"), ("reason", "理由"), ("decision", item.Decisions[0].Code), ("decision", item.Decisions[^1].Code)), 422);
            Assert.False(await site.With(db => db.ServiceCertificates.AnyAsync(c => c.CaseId == id)));
            tried++;

            void Expect(string what, HttpResponseMessage answer, int status)
            {
                if ((int)answer.StatusCode != status) faults.Add($"{item.Code}: {what}: {(int)answer.StatusCode} instead of {status}");
            }

            async Task Actions(string when, int expected)
            {
                var count = await site.With(db => db.CaseActions.CountAsync(a => a.CaseId == id));
                if (count != expected) faults.Add($"{item.Code}: {when}: {count} actions");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.True(tried >= 15, $"{tried} items");
    }

    [Fact]
    public async Task Nobody_without_a_part_in_it_reaches_a_case_by_any_address_that_takes_its_number()
    {
        using var stranger = site.Browse();
        await stranger.RegisterPerson("foreign-stranger");
        using var elsewhere = site.Browse();
        await elsewhere.LogIn("regionalofficer"); // an officer, of another office
        using var technician = site.Browse();
        await technician.LogIn("systemadministrator");
        using var anybody = site.Browse();
        var cases = await site.With(db => db.ServiceCases.AsNoTracking().Where(c => c.Title != "").OrderBy(c => c.Id).Take(7).ToListAsync());
        var paths = Routes().Where(r => CasePath().IsMatch(r.Pattern)).ToList();
        var (faults, tried) = (new List<string>(), 0);
        foreach (var (method, pattern) in paths)
            foreach (var row in cases)
            {
                var path = Parameter().Replace(pattern, m => m.Groups[1].Value == "id" ? $"{row.Id.Value}" : "1");
                foreach (var (name, browser) in ((string, Browser)[])[("a stranger", stranger), ("an officer elsewhere", elsewhere), ("an administrator of the system", technician), ("anybody", anybody)])
                {
                    tried++;
                    var answer = method == "GET" ? await browser.Get(path) : await browser.Submit("/search", path, ("kind", "Accept"), ("key", "x"), ("reason", "x"), ("do", "sign"), ("level", "1"), ("row", "1"), ("material", "declaration"));
                    var text = await answer.Text();
                    if ((int)answer.StatusCode is not (302 or 401 or 403 or 404 or 415 or 422 or 400)) faults.Add($"{method} {path} as {name}: {(int)answer.StatusCode}");
                    if (answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location?.ToString().StartsWith("/login", StringComparison.Ordinal) != true) faults.Add($"{method} {path} as {name}: leads to {answer.Headers.Location}");
                    foreach (var secret in (string[])[row.Title, row.Number, "演示申请单位"])
                        if (text.Contains(secret, StringComparison.Ordinal)) faults.Add($"{method} {path} as {name}: shows {secret}");
                }
            }
        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.True(paths.Count >= 19 && tried > 400, $"{paths.Count} addresses, {tried} tries:\n{string.Join('\n', paths)}");
        Assert.Equal(cases.Select(c => c.Version), await site.With(db => db.ServiceCases.OrderBy(c => c.Id).Take(7).Select(c => c.Version).ToListAsync()));
    }

    [Fact]
    public async Task What_is_nobodys_business_is_in_no_list_no_file_and_no_search()
    {
        // Case 4 is a draft, case 3 waits at its office: neither is in any register or notice.
        var secrets = await site.With(db => db.ServiceCases.AsNoTracking().Where(c => c.Id == new CaseId(3) || c.Id == new CaseId(4)).Select(c => c.Number).ToListAsync());
        secrets.Add(SampleServices.Title);
        var (faults, read) = (new List<string>(), 0);
        foreach (var login in (string[])["", "list-stranger", "regionalofficer", "systemadministrator"])
        {
            using var browser = site.Browse();
            if (login == "list-stranger") await browser.RegisterPerson(login);
            else if (login.Length > 0) await browser.LogIn(login);
            var asked = Uri.EscapeDataString(SampleServices.Title[..4]);
            foreach (var path in RouteTests.Paths(site, "GET").Where(p => !p.StartsWith("/my/cases", StringComparison.Ordinal) && !p.StartsWith("/service-cases/", StringComparison.Ordinal))
                .SelectMany(p => (string[])[p, $"{p}?q={asked}&words={asked}&number={secrets[0]}&which=all"]))
            {
                read++;
                var text = await browser.Read(path);
                faults.AddRange(secrets.Where(s => text.Contains(s, StringComparison.Ordinal) && !Uri.UnescapeDataString(path).Contains(s, StringComparison.Ordinal)).Select(s => $"{path} as {login}: {s}"));
            }
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.True(read > 800, $"{read} pages");
    }

    [Fact]
    public async Task The_interface_takes_no_body_that_is_not_a_form_and_names_what_is_wrong_in_one_that_is()
    {
        using var owner = site.Browse();
        await owner.RegisterPerson("json-attacker");
        var made = await owner.Submit("/account/keys", "/account/keys", ("name", "程序"), ("days", "30"), ("scopes", "Cases"), ("scopes", "Read"));
        var secret = Secret().Match(await made.Text()).Groups[1].Value;
        var (faults, tried) = (new List<string>(), 0);
        foreach (var item in Items())
        {
            var at = await owner.BeginCase(item.Code);
            var form = $"/api/v1/cases/{at.Split('/')[^1]}/form";
            var field = item.Form.First(f => f.Computed is null && f.When is null && f.Type != FieldType.Signer).Code;
            foreach (var (body, status) in ((string, int)[])
                [
                    ("""{"values":{"FIELD":["a","b"]}}""", 400), ("""{"values":{"FIELD":{"a":1}}}""", 400), ("""{"values":{"FIELD":1e999}}""", 400), ("""{"values":{"FIELD":true}}""", 400), ("""{"values":["a"]}""", 400), ("""{"values":"a"}""", 400), ("[]", 400), ("null", 422),
                    ("", 422), ("{", 400), ("""{"values":{"FIELD":"\ud800"}}""", 400), ("""{"values":{"FIELD":"甲\u0000乙"}}""", 422), ("""{"values":{"FIELD":"\u202e\u200b"}}""", 422), ("""{"values":{"FIELD":"LONG"}}""".Replace("LONG", new string('9', 100_000), StringComparison.Ordinal), 422),
                    ("""{"values":{"unknown":"x","":"x","__proto__":"x"}}""", 422), (new string('[', 5000), 400), ("""{"values":{"FIELD":null}}""", 200),
                ])
            {
                tried++;
                var answer = await Call(secret, HttpMethod.Put, form, body.Replace("FIELD", field, StringComparison.Ordinal));
                var said = await answer.Text();
                if ((int)answer.StatusCode != status) faults.Add($"{item.Code}: {body[..Math.Min(body.Length, 60)]}: {(int)answer.StatusCode} instead of {status} {said[..Math.Min(said.Length, 200)]}");
                else if (status == 422 && !JsonDocument.Parse(said).RootElement.GetProperty("defects").EnumerateArray().Any(d => d.GetProperty("field").GetString() == (body is "null" or "" ? "values" : FormCheck.Prefix + (body.Contains("FIELD", StringComparison.Ordinal) ? field : "unknown")))) faults.Add($"{item.Code}: {field} is not named: {said}");
            }
            await owner.Submit("/my", $"{at}/discard");
        }
        foreach (var (body, key) in ((string, string)[])[("""{"item":"open_licence","applicant":1e30}""", "a"), ("""{"item":["open_licence"]}""", "a"), ("""{"item":"open_licence\u0000","applicant":1,"office":"\u0000"}""", "a"), ("{}", "bad key"), ("{}", new string('k', 500)), ("""{"item":"'; DROP","applicant":-1,"office":"%"}""", "b")])
        {
            var answer = await Call(secret, HttpMethod.Post, "/api/v1/cases", body, key);
            if ((int)answer.StatusCode is not (400 or 403 or 404 or 422)) faults.Add($"begin {body}: {(int)answer.StatusCode}");
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.True(tried > 500, $"{tried} bodies");
    }

    IEnumerable<ServiceItem> Items() => site.Services.GetRequiredService<ServiceHouse>().Catalogue.On(Today);

    IEnumerable<(string Method, string Pattern)> Routes() => site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, "/" + e.RoutePattern.RawText!.TrimStart('/'))))
        .Where(r => r.method is "GET" or "POST" && !r.Item2.StartsWith("/api/", StringComparison.Ordinal) || r.method == "GET").Distinct();

    // Form and papers as a sound application has them.
    async Task Complete(Actor who, ServiceItem item, CaseId id, int number) => await site.With(async db =>
    {
        var house = site.Services.GetRequiredService<ServiceHouse>();
        var form = ExampleForm.Of(item, number, new(2026, 4, 1));
        Assert.True((await CaseDrafts.Save(db, house, who, id, form.GetValueOrDefault, default)).Accepted(out var check, out _) && check.Defects.Count == 0, item.Code);
        var digest = await site.Services.GetRequiredService<ZhiceStore>().Files.Keep("%PDF-1.4 sample"u8.ToArray());
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
        {
            db.ChangeTracker.Clear();
            Assert.True((await CaseDrafts.Attach(db, house, who, id, material.Code, new EvidenceContent("材料.pdf", "application/pdf", 15, digest, new string('d', 64), null), new(15, digest, new string('d', 64)), default)).Accepted(out _, out _), material.Code);
        }
        return true;
    });

    static async Task<string> Token(Browser browser) => WebUtility.HtmlDecode(TokenField().Match(await browser.Read("/account")).Groups[1].Value);

    static Task<HttpResponseMessage> Send(Browser browser, string token, string path, params (string Name, string Value)[] fields) => browser.Post(path, [("_token", token), .. fields]);

    async Task<HttpResponseMessage> Call(string secret, HttpMethod method, string path, string body, string? key = null)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
    [GeneratedRegex("<code class=\"secret\">([^<]+)</code>")]
    private static partial Regex Secret();
    [GeneratedRegex(@"^/(api/v1/cases|my/cases|my/other-side|service-cases|services/archive\w*)/\{id")]
    private static partial Regex CasePath();
    [GeneratedRegex(@"\{\*{0,2}([a-zA-Z]+)[^}]*\}")]
    private static partial Regex Parameter();
}
