using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Words;

namespace Zhice.Web.Tests.Services;

/// <summary>What anybody learns by the code of a certificate: of a public register everything, of a complaint only whether it holds; and days in words, the same in both languages.</summary>
public sealed class ClosedCertificateTests(SampleSite site) : IClassFixture<SampleSite>
{
    const string Told = "门店销售假冒专利商品的线索";

    [Fact]
    public async Task A_complaint_is_in_no_public_list_and_its_code_tells_only_whether_the_paper_holds()
    {
        var codes = await Complaint();
        using var anybody = site.Browse();
        using var stranger = site.Browse();
        await stranger.LogIn("departmentofficer"); // of another office
        foreach (var list in (string[])["/certificates/revoked", "/certificates/revoked.csv", "/certificates/verifier.html"])
        {
            var text = await (await anybody.Get(list)).Text();
            Assert.All(codes, code => Assert.DoesNotContain(code, text, StringComparison.Ordinal));
        }
        foreach (var (code, verdict) in codes.Zip((string[])["已失效", "真实有效"]))
            foreach (var browser in (Browser[])[anybody, stranger])
            {
                var page = await browser.Read($"/certificates/{code}");
                Assert.Contains(WordTable.Chinese.Of(verdict == "真实有效" ? CertificateFinding.Holds : CertificateFinding.Ended), page, StringComparison.Ordinal);
                foreach (var secret in (string[])[Told, "处理结果告知书", "演示申请单位"]) Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
                foreach (var paper in (string[])["paper.json", "paper.docx", "paper.pdf"])
                {
                    var answer = await browser.Get($"/certificates/{code}/{paper}");
                    Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Found, $"{paper}: {answer.StatusCode}");
                    Assert.DoesNotContain(Told, await answer.Text(), StringComparison.Ordinal);
                }
            }
        // Its own sides read it, and hand the signed file to whom they like: it is checked with what it says.
        using var own = site.Browse();
        await own.LogIn("applicant");
        Assert.Contains(Told, await own.Read($"/certificates/{codes[1]}"), StringComparison.Ordinal);
        var file = await own.Read($"/certificates/{codes[1]}/paper.json");
        Assert.Contains(Told, await (await anybody.Submit("/certificates", "/certificates", ("signed", file))).Text(), StringComparison.Ordinal);
        // What a public register holds is read by its code as before.
        Assert.Contains("paper.json", await anybody.Read($"/certificates/{site.Certificate}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Days_in_words_are_written_as_days_are_everywhere()
    {
        foreach (var words in (WordTable[])[WordTable.Chinese, WordTable.English])
        {
            var same = words["case.same", "DATA-IP-1", new DateOnly(2026, 11, 23)];
            Assert.Contains("2026-11-23", same, StringComparison.Ordinal);
            Assert.DoesNotContain("/", same, StringComparison.Ordinal);
            Assert.Contains("2027-01-25", words.Of(new Defect("case.notice-running", "", new DateOnly(2027, 1, 25))), StringComparison.Ordinal);
            Assert.Contains("2027-01-25", words["return.locked", new DateOnly(2027, 1, 25)], StringComparison.Ordinal);
            Assert.Contains("2027-01-25 17:05", words["case.notice-running", new DateTimeOffset(2027, 1, 25, 9, 5, 0, TimeSpan.Zero)], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_entry_shows_its_history_and_the_interface_tells_it_too()
    {
        using var anybody = site.Browse();
        var entry = await site.With(db => db.RegisterEntries.Where(e => e.Item == "open_licence").Select(e => e.Id).FirstAsync());
        var page = await anybody.Read($"/registers/open_licence/{entry}");
        Assert.Contains("变更记录", page, StringComparison.Ordinal);
        Assert.Contains("准予公告", page, StringComparison.Ordinal);
        Assert.Contains("\"changes\":[{\"on\":\"2026-", await anybody.Read("/api/v1/registers/open_licence"), StringComparison.Ordinal);
    }

    // A complaint of the sample's applicant to Hefei, with a certificate that was replaced by another.
    async Task<IReadOnlyList<string>> Complaint()
    {
        var house = site.Services.GetRequiredService<ServiceHouse>();
        var id = await site.With(async db =>
        {
            var (who, officer) = (await Actor(db, "applicant"), await Actor(db, "regionalofficer"));
            var applicant = await db.ApplicantMembers.Where(m => m.AccountId == who.AccountId).OrderBy(m => m.Id).Select(m => m.ApplicantId).FirstAsync();
            var row = Accept(await CaseDrafts.Begin(db, house, who, "complaint", applicant, "office-340100", true, default));
            db.ChangeTracker.Clear();
            var item = house.ItemOf(row);
            var form = ExampleForm.Of(item, 31, new(2026, 2, 1)).ToDictionary();
            form["subject"] = Told;
            Accept(await CaseDrafts.Save(db, house, who, row.Id, form.GetValueOrDefault, default));
            foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
            {
                db.ChangeTracker.Clear();
                Accept(await CaseDrafts.Attach(db, house, who, row.Id, material.Code, new EvidenceContent("材料.pdf", "application/pdf", 3, new string('a', 64), new string('b', 64), null), new FileDigests(3, new string('a', 64), new string('b', 64)), default));
            }
            var key = 0;
            foreach (var (actor, kind) in (IEnumerable<(Actor, CaseActionKind)>)[(who, CaseActionKind.Submit), (officer, CaseActionKind.Accept), .. Enumerable.Repeat((officer, CaseActionKind.Pass), CaseMoves.DecisionStep(item) - 1), (officer, CaseActionKind.Decide), (officer, CaseActionKind.Replace)])
            {
                db.ChangeTracker.Clear();
                Accept(await CaseWork.Act(db, house, actor, row.Id, new(kind, $"complaint-{++key}", null, "理由充分", kind == CaseActionKind.Decide ? new() { Decision = "filed" } : new()), default));
            }
            return row.Id;
        });
        return await site.With(db => db.ServiceCertificates.Where(c => c.CaseId == id).OrderBy(c => c.Edition).Select(c => c.Code).ToListAsync());
    }

    static async Task<Actor> Actor(ZhiceDb db, string login)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Login == login);
        var roles = await (from grant in db.RoleGrants where grant.AccountId == account.Id && grant.RevokedAt == null join office in db.Organisations on grant.OrganisationId equals office.Id select new HeldRole(grant.Role, office.Id, office.Path)).ToListAsync();
        return new Actor(account.Id, account.DisplayName, roles);
    }

    static T Accept<T>(Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new InvalidOperationException(string.Join("; ", refusal.Defects));
}
