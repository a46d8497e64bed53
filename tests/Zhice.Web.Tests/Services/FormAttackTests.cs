using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Services;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>The form of every shipped definition is given what no person would type: each field either refuses it by name or keeps it as the text that it is. A new definition is attacked without a new test.</summary>
public sealed partial class FormAttackTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly DateOnly Today = new(2026, 3, 2);
    const string Nothing = "U+0000", Long = "one character too many";

    /// <summary>What is tried, and whether a field of plain text keeps it where it has room. No other type takes any of them, but for a telephone number.</summary>
    static readonly (string Name, string Value, bool Text)[] Attacks =
    [
        ("another type", "不是这种类型的值", true),
        ("markup", "<script>alert(1)</script>", true),
        ("attribute", "\" onmouseover=\"alert(1)", true),
        ("sql", "'; DROP TABLE svc_case; --", true),
        ("formula of a sheet", "=HYPERLINK(\"x\")", true),
        ("path", "../../etc/passwd", true),
        ("template", "{{7*7}}${7*7}", true),
        ("enormous", new string('9', 41), true),
        ("exponent", "1e400", true),
        ("not a number", "NaN", true),
        ("digits of another script", "١٢٣٤٥٦", true),
        ("a comma too many", "1,2", true),
        ("no such day", "2026-02-30", true),
        ("direction", "甲\u202e乙", false),
        ("isolate", "\u2066甲\u2069", false),
        ("nothing between", "甲\u200b乙", false),
        ("mark of order", "甲\ufeff乙", false),
        ("joiner", "甲\u2060乙", false),
        ("tag", "甲\U000E0041", false),
        (Nothing, "甲\0乙", false),
        ("bell", "甲\u0007", false),
        ("escape", "\u001b[31m甲", false),
        ("private use", "甲\ue000", false),
        ("filler that looks empty", "\u3164", false),
        ("empty cell", "\u2800\u2800", false),
        ("broken bytes", "甲\ufffd", false),
        (Long, "", false),
        ("far too long", new string('x', 20_000), false),
    ];

    [Fact]
    public async Task Every_field_of_every_definition_refuses_what_is_not_its_own_and_keeps_the_rest_as_plain_text()
    {
        using var person = site.Browse();
        await person.RegisterPerson("form-attacker");
        var faults = new List<string>();
        var (fields, posts) = (0, 0);
        foreach (var item in Items())
        {
            var at = await person.BeginCase(item.Code);
            var token = Token().Match(await person.Read($"{at}/form")).Groups[1].Value;
            var id = new CaseId(long.Parse(at.Split('/')[^1], CultureInfo.InvariantCulture));
            var open = item.Form.Where(f => f.Computed is null).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
            for (var variant = 0; variant < 24 && open.Count > 0; variant++)
            {
                // Which fields are asked depends on choices before them: several ways through the form reach all of them.
                var form = Way(item, variant);
                var drive = item.Form.SelectMany(f => f.When?.Fields ?? []).ToHashSet(StringComparer.Ordinal);
                var asked = item.Form.Where(f => open.Contains(f.Code) && FormCheck.Asked(f, form)).ToList();
                foreach (var together in (List<FormField>[])[[.. asked.Where(f => !drive.Contains(f.Code))], .. asked.Where(f => drive.Contains(f.Code)).Select(f => new List<FormField> { f })])
                {
                    if (together.Count == 0) continue;
                    foreach (var attack in Attacks)
                    {
                        posts++;
                        var typed = new Dictionary<string, string>(form, StringComparer.Ordinal);
                        foreach (var field in together) typed[field.Code] = attack.Name == Long ? new string('9', field.Length + 1) : attack.Value;
                        var answer = await person.Post($"{at}/form", [("_token", WebUtility.HtmlDecode(token)), ("do", "save"), .. typed.Select(t => (FormCheck.Prefix + t.Key, t.Value))]);
                        var page = await answer.Text();
                        // A form with U+0000 is no form at all: it is refused before it is read as one.
                        if ((int)answer.StatusCode is not (302 or 422) && !(attack.Name == Nothing && answer.StatusCode == HttpStatusCode.BadRequest)) faults.Add($"{item.Code} {attack.Name}: {(int)answer.StatusCode}");
                        if (page.Contains("<script>alert", StringComparison.Ordinal) || page.Contains("\" onmouseover=\"alert", StringComparison.Ordinal)) faults.Add($"{item.Code} {attack.Name}: shown as markup");
                        var kept = CaseDrafts.Read(await site.With(db => db.ServiceCases.Where(c => c.Id == id).Select(c => c.Draft).SingleAsync()));
                        foreach (var field in together) faults.AddRange(Judge(item, field, attack, kept.GetValueOrDefault(field.Code), page));
                    }
                }
                open.ExceptWith(asked.Select(f => f.Code));
                fields += asked.Count;
            }
            Assert.Equal(HttpStatusCode.Found, (await person.Post($"{at}/discard", ("_token", WebUtility.HtmlDecode(token)))).StatusCode);
            if (open.Count > 0) faults.Add($"{item.Code}: not reached: {string.Join(' ', open)}");
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.True(fields > 250 && posts > 1000, $"{fields} fields, {posts} posts");
        Assert.True(await site.With(db => db.ServiceCases.AnyAsync()));
    }

    static IEnumerable<string> Judge(ServiceItem item, FormField field, (string Name, string Value, bool Text) attack, string? kept, string page)
    {
        var text = field.Type is FieldType.Text or FieldType.LongText;
        if (field.Type == FieldType.Phone && attack.Name == "no such day") yield break; // ten digits and hyphens: a number to call
        if (text && attack.Text && attack.Value.Length <= field.Length)
        {
            if (kept != attack.Value) yield return $"{item.Code}.{field.Code} {attack.Name}: kept as “{kept}”";
            yield break;
        }
        if (kept is not null) yield return $"{item.Code}.{field.Code} ({field.Type}) {attack.Name}: kept as “{kept[..Math.Min(kept.Length, 50)]}”";
        if (attack.Name != Nothing && !page.Contains($"id=\"{FormCheck.Prefix}{field.Code}-problem\"", StringComparison.Ordinal)) yield return $"{item.Code}.{field.Code} ({field.Type}) {attack.Name}: not refused by name";
    }

    [Fact]
    public async Task A_field_that_comes_twice_a_field_that_is_not_asked_and_a_field_that_is_computed_are_not_taken()
    {
        using var person = site.Browse();
        await person.RegisterPerson("form-doubler");
        var (faults, computed, hidden) = (new List<string>(), 0, 0);
        foreach (var item in Items())
        {
            var at = await person.BeginCase(item.Code);
            var id = new CaseId(long.Parse(at.Split('/')[^1], CultureInfo.InvariantCulture));
            var form = Way(item, 0);
            var first = item.Form.First(f => f.Computed is null && FormCheck.Asked(f, form) && form.ContainsKey(f.Code) && !item.Form.Any(o => o.When?.Fields.Contains(f.Code) == true));
            var unasked = item.Form.Where(f => !FormCheck.Asked(f, form)).ToList();
            var sums = item.Form.Where(f => f.Computed is not null && FormCheck.Asked(f, form)).ToList();
            List<(string, string)> sent = [("do", "save"), .. form.Select(f => (FormCheck.Prefix + f.Key, f.Value)), (FormCheck.Prefix + first.Code, form[first.Code])];
            sent.AddRange(unasked.Select(f => (FormCheck.Prefix + f.Code, "1")));
            sent.AddRange(sums.Select(f => (FormCheck.Prefix + f.Code, "987654321")));
            sent.AddRange([("f-unknown", "x"), ("f-", "x"), ("f-__proto__", "x"), ("phase", "Decided"), ("Draft", "{}"), ("id", "1")]);
            var page = await (await person.Submit($"{at}/form", $"{at}/form", [.. sent])).Text();
            var row = await site.With(db => db.ServiceCases.AsNoTracking().SingleAsync(c => c.Id == id));
            var kept = CaseDrafts.Read(row.Draft);
            if (kept.ContainsKey(first.Code)) faults.Add($"{item.Code}.{first.Code}: two values became “{kept[first.Code]}”");
            if (!page.Contains($"id=\"{FormCheck.Prefix}{first.Code}-problem\"", StringComparison.Ordinal)) faults.Add($"{item.Code}.{first.Code}: two values are not refused by name");
            faults.AddRange(kept.Keys.Where(code => item.Form.All(f => f.Code != code)).Select(code => $"{item.Code}: {code} is no field"));
            faults.AddRange(unasked.Where(f => kept.ContainsKey(f.Code)).Select(f => $"{item.Code}.{f.Code} was not asked"));
            faults.AddRange(sums.Where(f => kept.GetValueOrDefault(f.Code) == "987654321").Select(f => $"{item.Code}.{f.Code} is computed"));
            if (row.Phase != CasePhase.Draft) faults.Add($"{item.Code}: {row.Phase}");
            Assert.Equal(HttpStatusCode.Found, (await person.Submit("/my", $"{at}/discard")).StatusCode);
            (computed, hidden) = (computed + sums.Count, hidden + unasked.Count);
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.True(hidden > 20, $"{computed} computed, {hidden} hidden");
    }

    [Fact]
    public async Task A_body_that_no_form_sends_is_a_fault_of_the_request_and_not_of_the_platform()
    {
        using var person = site.Browse();
        await person.RegisterPerson("body-attacker");
        var at = await person.BeginCase("open_licence");
        var token = Uri.EscapeDataString(WebUtility.HtmlDecode(Token().Match(await person.Read($"{at}/form")).Groups[1].Value));
        foreach (var (name, body) in ((string, string)[])
            [
                ("half a character", $"_token={token}&f-title=%ED%A0%80%ED&do=save"), ("bytes that are no text", $"_token={token}&f-title=%FF%FE%80&do=save"), ("a thousand fields", $"_token={token}&" + string.Join('&', Enumerable.Range(0, 3000).Select(i => $"f-x{i}=1"))),
                ("a long name", $"_token={token}&f-{new string('x', 5000)}=1"), ("nothing but signs", $"_token={token}&=&&=%&%zz=1&f-title=%"),
            ])
        {
            using var content = new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded");
            var answer = await person.Body($"{at}/form", content);
            Assert.True((int)answer.StatusCode is 302 or 400 or 413 or 422 or 403, $"{name}: {(int)answer.StatusCode}");
            Assert.False(CaseDrafts.Read(await site.With(db => db.ServiceCases.OrderByDescending(c => c.Id).Select(c => c.Draft).FirstAsync())).TryGetValue("title", out var kept) && kept.Contains('\ufffd', StringComparison.Ordinal), name);
        }
        foreach (var query in (string[])["%00", "%ED%A0%80", "%FF", "'%22<script>", new string('x', 6000), "%F0%A0%AE%B7".PadLeft(111, 'x')])
            foreach (var path in (string[])["/portal?q=", "/registers/open_licence?q=", "/services?q=", "/consultations?q=", "/service-cases?number=", "/service-cases?item=", "/api/v1/registers/open_licence?q=", "/certificates?code=", "/my?page=", "/services/notices?page="])
            {
                var answer = await person.Get(path + query);
                Assert.True((int)answer.StatusCode < 500, $"{path}{query}: {(int)answer.StatusCode}");
                Assert.DoesNotContain("<script>", Regex.Replace(await answer.Text(), "<script (src|type)", ""), StringComparison.Ordinal);
            }
        foreach (var page in (string[])["0", "-1", "2147483647", "-2147483648", "99999999999999", "abc", "1.5", "1&page=2"])
            foreach (var path in (string[])["/my", "/services/notices", "/registers/open_licence", "/certificates/revoked", "/consultations", "/api/v1/registers/open_licence"])
                Assert.True((int)(await person.Get($"{path}?page={page}")).StatusCode is 200 or 400 or 404, $"{path} page {page}");
    }

    IEnumerable<ServiceItem> Items() => site.Services.GetRequiredService<ServiceHouse>().Catalogue.On(Today);

    // One way through a form: choices and answers by the variant, everything else sound; nobody signs with it.
    static Dictionary<string, string> Way(ServiceItem item, int variant)
    {
        var sound = ExampleForm.Of(item, variant, Today);
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, place) in item.Form.Select((f, i) => (f, i)))
        {
            if (field.Computed is not null || !FormCheck.Asked(field, form)) continue;
            var value = field.Type switch
            {
                FieldType.YesNo => (variant + (variant > 2 ? place : 0)) % 2 == 0 ? "yes" : "no",
                FieldType.Choice => field.Options[(variant + (variant > 5 ? place : 0)) % field.Options.Count].Code,
                FieldType.Money or FieldType.Number when variant % 3 == 2 && field.Most is { } most => most.ToString(CultureInfo.InvariantCulture),
                _ => sound.GetValueOrDefault(field.Code),
            };
            if (value is not null) form[field.Code] = value;
        }
        return form;
    }

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
