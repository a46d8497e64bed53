using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>移交清单 and 鉴定表 through the door: drafted, signed by two, taken away, searched, and shown to the office and those above it alone; in both languages.</summary>
public sealed partial class ArchiveListTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task A_list_is_drafted_signed_by_two_taken_away_and_taken_back()
    {
        using var officer = await As("departmentofficer");
        using var national = await As("nationaladministrator");
        var one = await Archived(officer, 31);
        var two = await Archived(officer, 32);
        var ready = await officer.Read("/service-archives?show=Ready");
        Assert.Contains(one.Number, ready, StringComparison.Ordinal);
        Assert.Contains("保管期限：永久", ready, StringComparison.Ordinal);
        Assert.Contains("retention permanently", await officer.Read("/service-archives?show=Ready&lang=en"), StringComparison.Ordinal);
        Assert.DoesNotContain(two.Number, await officer.Read($"/service-archives?show=Ready&q={one.Number}&lang=zh"), StringComparison.Ordinal);

        var begun = await officer.Submit("/service-archives?show=Ready", "/service-archives", ("kind", "HandOver"), ("case", $"{one.Id}"));
        var at = begun.Headers.Location!.ToString();
        var draft = await officer.Read(at);
        Assert.Contains("起草中", draft, StringComparison.Ordinal);
        Assert.Contains("签字时生成", draft, StringComparison.Ordinal);
        Assert.DoesNotMatch(">[a-z]+\\.[a-z]+[A-Za-z]*<", await officer.Read(at + "?lang=en")); // a code without words
        await officer.Read(at + "?lang=zh");
        var wrong = await officer.Submit(at, at, ("do", "save"), ("seen", Seen(draft)), ("party", "局档案室"), ("words", ""), ($"pages-{one.Id}", "十二"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var told = await wrong.Text();
        Assert.Contains("页数应当是 0 到 100000 的整数", told, StringComparison.Ordinal);
        Assert.Contains("value=\"十二\"", told, StringComparison.Ordinal); // what was typed is not lost
        Assert.Contains("value=\"局档案室\"", told, StringComparison.Ordinal);
        await officer.Submit(at, at, ("do", "save"), ("seen", Seen(draft)), ("party", "局档案室"), ("words", "第一批"), ("added", $" {two.Number.ToLowerInvariant()}，"), ($"pages-{one.Id}", "12"));
        Assert.Equal(HttpStatusCode.Conflict, (await officer.Submit(at, at, ("do", "save"), ("seen", Seen(draft)), ("words", "旧页面"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.Get(at + "/list.json")).StatusCode); // nothing is signed yet
        Assert.Contains("清单现在的状态不能这样做", await (await officer.Get(at + "/archives.zip")).Text(), StringComparison.Ordinal);

        var page = await officer.Read(at);
        Assert.Contains(two.Number, page, StringComparison.Ordinal);
        await officer.Submit(at, at, ("do", "sign"), ("seen", Seen(page)), ("party", "局档案室"), ("words", "第一批，两件"), ($"pages-{one.Id}", "12"), ($"pages-{two.Id}", "")); // the words beside the button are signed
        page = await officer.Read(at);
        Assert.Contains("第一批，两件", page, StringComparison.Ordinal);
        Assert.Contains("一方已签字", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"sign\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.Submit(at, at, ("do", "sign"), ("seen", Seen(page)))).StatusCode);
        Assert.Contains("待您签字的档案清单 1 份", await national.Read("/service-archives"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await national.Submit(at, at, ("do", "sign"), ("seen", Seen(page)))).StatusCode);

        page = await officer.Read(at);
        var digest = Digest().Match(page).Groups[1].Value;
        Assert.Contains("正文、摘要和签字一致", page, StringComparison.Ordinal);
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(await (await officer.Get(at + "/list.json")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))));
        Assert.Contains(digest, await officer.Read(at + "/signatures.json"), StringComparison.Ordinal);
        var table = await officer.Read(at + "/list.csv");
        foreach (var word in (string[])[one.Number, two.Number, digest, "移交人", "接收人"]) Assert.Contains(word, table, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.Get(at + "/list.xlsx")).StatusCode);
        var zip = await (await officer.Get(at + "/archives.zip")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(zip));
        Assert.Contains($"{two.Number}/manifest.json", archive.Entries.Select(e => e.FullName));

        // The case says where it went, the list is found by its number, its digest and its cases.
        var number = Regex.Match(page, "YJ-2026-\\d{5}").Value;
        Assert.Contains($"列入移交清单 {number}", await officer.Read($"/service-cases/{one.Id}"), StringComparison.Ordinal);
        foreach (var asked in (string[])[number.ToLowerInvariant(), digest, one.Number]) Assert.Contains($"href=\"{at}\"", await officer.Read($"/service-archives?q={asked}"), StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{at}\"", await officer.Read("/service-archives?q=YJ-2026-99999"), StringComparison.Ordinal);
        Assert.DoesNotContain(one.Number, await officer.Read("/service-archives?show=Ready"), StringComparison.Ordinal);

        var back = (await officer.Submit(at, at, ("do", "take-back"), ("case", $"{two.Id}"))).Headers.Location!.ToString();
        page = await officer.Read(back);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.Submit(back, back, ("do", "sign"), ("seen", Seen(page)), ("words", " "))).StatusCode);
        await officer.Submit(back, back, ("do", "sign"), ("words", "需要补充材料"));
        await national.Submit(back, back, ("do", "sign"));
        Assert.Contains("已退还", await officer.Read(at), StringComparison.Ordinal);
        Assert.Contains(two.Number, await officer.Read("/service-archives?show=Ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_offices_applicants_and_the_public_find_no_list_by_any_way()
    {
        using var officer = await As("departmentofficer");
        var number = Regex.Match(await officer.Read("/service-cases/8"), "EVALUATION-REPORT-SHARING-[0-9A-Z-]+").Value;
        Assert.Contains(number, await officer.Read("/service-archives/1"), StringComparison.Ordinal);
        string[] ways = ["/service-archives/1", "/service-archives/1/list.csv", "/service-archives/1/list.xlsx", "/service-archives/1/list.json", "/service-archives/1/signatures.json", "/service-archives/1/archives.zip"];
        using var auditor = await As("auditor");
        foreach (var way in ways) Assert.Equal((way, way.EndsWith("zip", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.OK), (way, (await auditor.Get(way)).StatusCode));
        foreach (var (login, status) in ((string, HttpStatusCode)[])[("regionaladministrator", HttpStatusCode.NotFound), ("regionalofficer", HttpStatusCode.NotFound), ("applicant", HttpStatusCode.NotFound), ("systemadministrator", HttpStatusCode.NotFound), ("", HttpStatusCode.Found)])
        {
            using var other = await As(login);
            foreach (var way in ways) Assert.Equal((login, way, status), (login, way, (await other.Get(way)).StatusCode));
            foreach (var list in (string[])["/service-archives", "/service-archives?q=YJ-2026-00001", $"/service-archives?q={number}", "/service-archives?tables=csv", $"/search?q={number}"])
                Assert.DoesNotContain("href=\"/service-archives/1\"", await other.Read(list), StringComparison.Ordinal);
            foreach (var what in (string[])["save", "sign", "return", "give-up", "take-back"])
                Assert.NotEqual(HttpStatusCode.Found, login.Length == 0 ? HttpStatusCode.NotFound : (await other.Submit("/search", "/service-archives/1", ("do", what), ("words", "外人"), ("reason", "外人"))).StatusCode);
        }
        using var applicant = await As("applicant");
        Assert.Equal(HttpStatusCode.Forbidden, (await applicant.Get("/service-archives")).StatusCode);
    }

    [Fact]
    public async Task What_is_past_its_retention_stands_in_the_inbox_and_is_appraised_by_two()
    {
        using var officer = await As("departmentofficer");
        Assert.Contains("保管期满待鉴定的办件 0 件", await officer.Read("/service-archives"), StringComparison.Ordinal);
        Assert.Contains("没有保管期满的办件", await officer.Read("/service-archives?show=Due"), StringComparison.Ordinal);
        Assert.Contains("hx-get=\"/service-archives\"", await officer.Read("/inbox"), StringComparison.Ordinal); // the page fetches that sentence
        site.Clock.Advance(TimeSpan.FromDays(366 * 10));
        await officer.LogIn("departmentofficer");
        using var national = await As("nationaladministrator");
        using var elsewhere = await As("regionalofficer");
        var number = Regex.Match(await officer.Read("/service-cases/8"), "EVALUATION-REPORT-SHARING-[0-9A-Z-]+").Value;
        Assert.Contains("保管期满待鉴定的办件 1 件", await officer.Read("/service-archives"), StringComparison.Ordinal);
        Assert.Contains("保管期满待鉴定的办件 0 件", await elsewhere.Read("/service-archives"), StringComparison.Ordinal);
        var due = await officer.Read("/service-archives?show=Due");
        Assert.Contains(number, due, StringComparison.Ordinal);
        Assert.Contains("2036-03-02", due, StringComparison.Ordinal);
        Assert.Contains("保管期限：10 年", due, StringComparison.Ordinal);
        Assert.Contains(number, await officer.Read("/service-archives?show=Due&tables=csv"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await elsewhere.Read("/service-archives?show=Due"), StringComparison.Ordinal);

        var at = (await officer.Submit("/service-archives?show=Due", "/service-archives", ("kind", "Appraisal"), ("case", "8"))).Headers.Location!.ToString();
        var page = await officer.Read(at);
        Assert.DoesNotMatch(">[a-z]+\\.[a-z]+[A-Za-z]*<", await officer.Read(at + "?lang=en"));
        await officer.Read(at + "?lang=zh");
        var wrong = await (await officer.Submit(at, at, ("do", "sign"), ("seen", Seen(page)), ("words", ""), ("verdict-8", "Keep"), ("until-8", "2036-01-01"))).Text();
        Assert.Contains("请写明意见或者理由", wrong, StringComparison.Ordinal);
        Assert.Contains("应当在今天以后", wrong, StringComparison.Ordinal);
        await officer.Submit(at, at, ("do", "sign"), ("seen", Seen(wrong)), ("words", "仍有查考价值"), ("verdict-8", "Keep"), ("until-8", "2046-12-31"));
        Assert.Contains("一方已签字", await officer.Read(at), StringComparison.Ordinal);
        await national.Submit(at, at, ("do", "sign"));
        Assert.Contains("至 2046-12-31", await officer.Read(at), StringComparison.Ordinal);
        Assert.Contains("保管到 2046-12-31", await officer.Read("/service-cases/8"), StringComparison.Ordinal);
        Assert.Contains("2046-12-31", await officer.Read(at + "/list.csv"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await officer.Read("/service-archives?show=Due"), StringComparison.Ordinal);
    }

    // A case that was withdrawn, and archived through the door.
    async Task<(long Id, string Number)> Archived(Browser officer, int like)
    {
        var account = await site.GivenAccount($"archived-{like}");
        var (who, house, files) = (new Actor(account.Id, "申请人", []), site.Services.GetRequiredService<ServiceHouse>(), site.Services.GetRequiredService<ZhiceStore>().Files);
        var (id, number) = await site.With(async db =>
        {
            var applicant = (await Applicants.Register(db, who, new(ApplicantKind.Person, $"申请人{like}", null, "联系人", "010-60000099"), true, house.Clock, default)).Accepted(out var registered, out _) ? registered : throw new InvalidOperationException();
            var row = (await CaseDrafts.Begin(db, house, who, "official_sign", applicant.Id, "cnipa", true, default)).Accepted(out var begun, out _) ? begun : throw new InvalidOperationException();
            db.ChangeTracker.Clear();
            var item = house.ItemOf(row);
            var form = ExampleForm.Of(item, like, new(2026, 4, 1));
            Assert.True((await CaseDrafts.Save(db, house, who, row.Id, form.GetValueOrDefault, default)).Accepted(out _, out _));
            var digest = await files.Keep("%PDF-1.4 sample"u8.ToArray());
            foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
            {
                db.ChangeTracker.Clear();
                Assert.True((await CaseDrafts.Attach(db, house, who, row.Id, material.Code, new EvidenceContent("材料.pdf", "application/pdf", 15, digest, new string('d', 64), null), new(15, digest, new string('d', 64)), default)).Accepted(out _, out _));
            }
            foreach (var kind in (CaseActionKind[])[CaseActionKind.Submit, CaseActionKind.Withdraw])
                Assert.True((await CaseWork.Act(db, house, who, row.Id, new(kind, kind.ToString(), null, "不再需要", new()), default)).Accepted(out _, out var refusal), refusal?.ToString());
            return (row.Id.Value, row.Number);
        });
        Assert.Equal(HttpStatusCode.Found, (await officer.Submit($"/service-cases/{id}", $"/service-cases/{id}/act", ("kind", nameof(CaseActionKind.Archive)), ("key", "archived"), ("reason", "归档"))).StatusCode);
        return (id, number);
    }

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        if (login.Length > 0) await browser.LogIn(login);
        return browser;
    }

    static string Seen(string page) => SeenField().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"seen\" value=\"(\\d+)\"")]
    private static partial Regex SeenField();
    [GeneratedRegex("<code class=\"digest\">([0-9a-f]{64})</code>")]
    private static partial Regex Digest();
}
