using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>A dispute through the door: the office serves, the other side enters with the code of its notice and answers, both show evidence, and each reads its own page and no other.</summary>
public sealed partial class OtherSidePagesTests(SampleSite site) : IClassFixture<SampleSite>
{
    static readonly byte[] pdf = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"u8.ToArray();

    [Fact]
    public async Task The_other_side_enters_answers_and_shows_evidence_and_reads_nothing_else()
    {
        using var claimant = site.Browse();
        using var officer = site.Browse();
        using var respondent = site.Browse();
        using var stranger = site.Browse();
        await claimant.RegisterPerson("dispute-claimant");
        await respondent.RegisterPerson("dispute-respondent");
        await stranger.RegisterPerson("dispute-stranger");
        await officer.LogIn("departmentofficer");
        var id = await Filed("dispute-claimant");
        var (desk, mine, theirs) = ($"/service-cases/{id.Value}", $"/my/cases/{id.Value}", $"/my/other-side/{id.Value}");
        await Do(officer, desk, "Accept");
        Assert.Contains("还没有向被请求人送达", await officer.Read(desk), StringComparison.Ordinal);
        await Do(officer, desk, "Serve", ("title", "演示家具店"), ("on", "2026-03-02"), ("delivery", "直接送达"));
        var (number, code) = await site.With(async db => (await db.ServiceCases.Where(c => c.Id == id).Select(c => c.Number).SingleAsync(), await db.CaseOpponents.Where(o => o.CaseId == id).Select(o => o.Code).SingleAsync()));

        // The code stands on the office's page and in its notice, and nowhere on the claimant's side.
        var letter = await site.With(db => db.CaseActions.Where(a => a.CaseId == id && a.Kind == CaseActionKind.Serve).Select(a => a.Sequence).SingleAsync());
        Assert.Contains(code, await officer.Read(desk), StringComparison.Ordinal);
        var notice = await officer.Read($"{desk}/letters/{letter}");
        Assert.Contains(code, notice, StringComparison.Ordinal);
        Assert.Contains("2026-03-17", notice, StringComparison.Ordinal); // fifteen days from the day of receipt
        Assert.DoesNotContain(code, await claimant.Read(mine), StringComparison.Ordinal);
        Assert.DoesNotContain(code, await claimant.Read($"{desk}/letters/{letter}"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await respondent.Get(theirs)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Enter(stranger, number, "AAAABBBBCCCC")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Enter(claimant, number, code)).StatusCode);
        var entered = await Enter(respondent, number, code.ToLowerInvariant());
        Assert.Equal((HttpStatusCode.Found, theirs), (entered.StatusCode, entered.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Enter(stranger, number, code)).StatusCode);
        Assert.Contains(theirs, await respondent.Read("/my"), StringComparison.Ordinal);
        Assert.DoesNotContain(theirs, await stranger.Read("/my"), StringComparison.Ordinal);

        await Do(officer, desk, "Pass");
        var page = await respondent.Read(theirs);
        Assert.Contains("最迟 2026-03-17", page, StringComparison.Ordinal);
        Assert.DoesNotContain("保密的地址 1 号", page, StringComparison.Ordinal); // personal fields of the form stay with the office
        await Do(respondent, theirs, "AnswerClaim", ("reason", "我方产品不落入保护范围。"));
        Assert.Contains("我方产品不落入保护范围", await claimant.Read(mine), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await respondent.Upload(theirs, $"{theirs}/exhibits", [("key", Key()), ("title", "在先销售合同"), ("purpose", "证明现有设计")], ("合同.pdf", pdf))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await claimant.Upload(mine, $"{mine}/exhibits", [("key", Key()), ("title", "公证书"), ("purpose", "证明被请求人销售")], ("公证书.pdf", pdf))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await respondent.Upload(theirs, $"{theirs}/exhibits", [("key", Key()), ("title", "程序"), ("purpose", "不行")], ("a.exe", "MZ\0\0"u8.ToArray()))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Try(claimant, mine, "ExamineEvidence", ("exhibit", "1"), ("reason", "真实性有异议"))).StatusCode); // neither yes nor no
        await Do(claimant, mine, "ExamineEvidence", ("exhibit", "1"), ("upheld", "no"), ("reason", "真实性有异议"));
        await Do(respondent, theirs, "ExamineEvidence", ("exhibit", "2"), ("upheld", "yes"), ("reason", "没有异议"));
        foreach (var text in (string[])[await claimant.Read(mine), await respondent.Read(theirs), await officer.Read(desk)])
            foreach (var words in (string[])["在先销售合同", "公证书", "真实性有异议", "演示家具店"]) Assert.Contains(words, text, StringComparison.Ordinal);

        // Files: what was served and the evidence of both for the sides, nothing for others; and no other address of the case opens to the other side.
        var files = await site.With(db => db.CaseMaterials.Where(m => m.CaseId == id).OrderBy(m => m.Id).Select(m => new { m.Id, m.Material }).ToListAsync());
        foreach (var file in files)
        {
            var open = file.Material is CaseExhibit.Material or "request" or "evidence" or "evaluation";
            Assert.Equal((file.Material, open ? HttpStatusCode.OK : HttpStatusCode.NotFound), (file.Material, (await respondent.Get($"{theirs}/files/{file.Id}")).StatusCode));
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"{theirs}/files/{file.Id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await respondent.Get($"{desk}/files/{file.Id}")).StatusCode);
        }
        foreach (var path in (string[])[desk, mine, $"{mine}/form", $"{mine}/materials", $"{desk}/letters/1", $"{desk}/archive.zip", $"/api/v1/cases/{id.Value}"]) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await respondent.Get(path)).StatusCode));
        foreach (var kind in (string[])["Withdraw", "Pass", "Decide", "Serve", "PutEvidence", "Forged", ""]) Assert.Equal((kind, HttpStatusCode.UnprocessableEntity), (kind, (await Try(respondent, theirs, kind, ("reason", "理由"))).StatusCode));
        foreach (var path in (string[])[theirs, "/my/other-side"]) Assert.Equal(HttpStatusCode.Found, (await site.Browse().Get(path)).StatusCode); // to the login
        Assert.DoesNotContain($"cases/{id.Value}\"", await respondent.Read($"/search?q={number}"), StringComparison.Ordinal);
    }

    static Task<HttpResponseMessage> Enter(Browser browser, string number, string code) => Registered(browser, applicant => browser.Submit("/my/other-side", "/my/other-side", ("number", number), ("code", code), ("applicant", applicant), ("key", Key())));

    static async Task<HttpResponseMessage> Registered(Browser browser, Func<string, Task<HttpResponseMessage>> send) => await send(ApplicantOption().Match(await browser.Read("/my/other-side")).Groups[1].Value);

    static async Task Do(Browser browser, string page, string kind, params (string Name, string Value)[] fields) => Assert.Equal((kind, HttpStatusCode.Found), (kind, (await Try(browser, page, kind, fields)).StatusCode));

    static Task<HttpResponseMessage> Try(Browser browser, string page, string kind, params (string Name, string Value)[] fields) =>
        browser.Submit(page, $"{page}/act", [("kind", kind), ("key", Key()), .. fields.Any(f => f.Name == "reason") ? [] : new (string, string)[] { ("reason", "理由") }, .. fields]);

    static string Key() => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    // A request of national weight, so that the officers of the sample have it.
    Task<CaseId> Filed(string login) => site.With(async db =>
    {
        var house = site.Services.GetRequiredService<ServiceHouse>();
        var who = new Actor(await db.Accounts.Where(a => a.Login == login).Select(a => a.Id).SingleAsync(), login, []);
        var applicant = await db.ApplicantMembers.Where(m => m.AccountId == who.AccountId).Select(m => m.ApplicantId).SingleAsync();
        var row = (await CaseDrafts.Begin(db, house, who, "infringement_adjudication", applicant, "office-340000", false, default)).Accepted(out var begun, out var refusal) ? begun : throw new InvalidOperationException(refusal.Code);
        var item = house.ItemOf(row);
        var form = ExampleForm.Of(item, 6, new(2026, 3, 1)).ToDictionary(StringComparer.Ordinal);
        (form["national"], form["national_kind"], form["respondent"], form["respondent_address"]) = ("yes", "provinces", "演示家具店", "保密的地址 1 号");
        db.ChangeTracker.Clear();
        Assert.True((await CaseDrafts.Save(db, house, who, row.Id, form.GetValueOrDefault, default)).Accepted(out var check, out _) && check.Defects.Count == 0);
        var digest = await site.Services.GetRequiredService<ZhiceStore>().Files.Keep(pdf);
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
        {
            db.ChangeTracker.Clear();
            Assert.True((await CaseDrafts.Attach(db, house, who, row.Id, material.Code, new EvidenceContent("材料.pdf", "application/pdf", pdf.Length, digest, new string('d', 64), null), new(pdf.Length, digest, new string('d', 64)), default)).Accepted(out _, out _));
        }
        Assert.True((await CaseWork.Act(db, house, who, row.Id, new(CaseActionKind.Submit, "filed", null, "", new()), default)).Accepted(out _, out refusal), refusal?.Code);
        return row.Id;
    });

    [GeneratedRegex("<select id=\"applicant\".*?value=\"(\\d+)\"", RegexOptions.Singleline)]
    private static partial Regex ApplicantOption();
}
