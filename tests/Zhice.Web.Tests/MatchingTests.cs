using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Zhice.Data;
using Zhice.Data.Publishing;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Programme;
using Zhice.Policy;

namespace Zhice.Web.Tests;

/// <summary>A site with two years of a national list, a local plan that is open to the offices concerned, and one that is withheld. All invented.</summary>
public sealed class MatchingSite : Site
{
    public CommitmentId Pledge { get; private set; }
    public CommitmentId EarlierPledge { get; private set; }
    public CommitmentId LocalPledge { get; private set; }
    public ProgrammeId Programme { get; private set; }

    protected override HostSettings Settings => base.Settings with { Demonstration = true, DemonstrationPassword = Password, FirstAdministratorToken = "once" };

    protected override async Task<bool> Fill(ZhiceDb db)
    {
        await Sample.Fill(db, 1, Password);
        db.ChangeTracker.Clear();
        EarlierPledge = (await Publish(db, "cnipa", Disclosure.Public, 2021, "各地区：发展质押融资，建立风险补偿资金池。开展古籍修复。"))[0];
        var list = await Publish(db, "cnipa", Disclosure.Public, 2023, "各地区：推广质押融资线上办理，落实风险补偿资金。编写检索技能教材。");
        Pledge = list[0];
        Programme = await db.Tasks.Where(t => db.Commitments.Any(c => c.Id == list[0] && c.TaskId == t.Id)).Select(t => t.ProgrammeId).SingleAsync();
        LocalPledge = (await Publish(db, "office-340000", Disclosure.OnRequest, 2023, "兑现质押融资风险补偿资金，惠及千家企业。"))[0];
        await Publish(db, "cnipa", Disclosure.Withheld, 2022, "各地区：秘密推进质押融资风险补偿资金核查。");
        return true;
    }

    static async Task<List<CommitmentId>> Publish(ZhiceDb db, string owner, Disclosure disclosure, int year, string measure)
    {
        var organisation = await db.Organisations.SingleAsync(o => o.Code == owner);
        var text = $"# {owner}{year}年清单\n\n| 序号 | 任务清单 | 落实举措 | 执行部门 |\n|---|---|---|---|\n| 1 | 促进转化运用 | {measure} | {(owner == "cnipa" ? "局内：运用促进司<br>" : "")}省份：各省必做 |\n";
        var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(text), "list.md").Document!;
        var document = new ImportedDocument
        {
            Title = $"{disclosure}{owner}{year}年清单", Year = year, Kind = "task-list", Disclosure = disclosure, OwnerId = organisation.Id, FileName = "list.md", FileDigest = new string('2', 64),
            TextDigest = new string((char)('a' + year % 20), 64), State = DocumentState.Published, Coverage = 1, Demonstration = true, ImportedAt = DateTimeOffset.UnixEpoch,
        };
        db.Add(document);
        await db.SaveChangesAsync();
        var admin = await db.Accounts.SingleAsync(a => a.Login == "nationaladministrator");
        var nation = await db.Organisations.SingleAsync(o => o.Code == "cnipa");
        var actor = new Actor(admin.Id, admin.DisplayName, [new HeldRole(Role.NationalAdministrator, nation.Id, nation.Path)]);
        var published = await Publisher.Publish(db, actor, new PublicationRequest(document.Id, null, year, $"{year}年{owner}", new DateOnly(year, 6, 1), reading), null, TimeProvider.System);
        Assert.True(published.Accepted(out _, out var refusal), refusal?.Code);
        return await db.Commitments.Where(c => db.Tasks.Any(t => t.Id == c.TaskId && t.DocumentId == document.Id)).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync();
    }
}

/// <summary>The lineage and the alignment as people use them.</summary>
public sealed partial class MatchingTests(MatchingSite site) : IClassFixture<MatchingSite>
{
    string Commitment => $"/commitments/{site.Pledge.Value}/lineage";
    string Alignment => $"/organisations/office-340000/alignment?programme={site.Programme.Value}";
    string Aligned => $"/organisations/office-340000/alignment/{site.Pledge.Value}";

    [Fact]
    public async Task A_proposal_is_shown_with_its_reason_confirmed_seen_by_the_public_and_revoked()
    {
        using var nation = await As("nationaladministrator");
        var list = await nation.Read("/lineage?year=2023&other=2021");
        Assert.Contains("<ins>", list, StringComparison.Ordinal);
        Assert.Matches("共同用词：[^<]*质押融资", list);
        Assert.Contains("没有相近的事项", list, StringComparison.Ordinal); // 检索技能教材 is new
        Assert.Contains("不再有相近的事项", await nation.Read("/lineage?year=2021&other=2023&verdict=Dropped"), StringComparison.Ordinal);

        using var open = site.Browse();
        Assert.DoesNotContain("质押融资", Body(await open.Read("/lineage?year=2023")), StringComparison.Ordinal); // the public sees no proposal
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Submit(Commitment, Commitment, ("other", Id(site.EarlierPledge)), ("answer", "refuse"), ("reason", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(Commitment, Commitment, ("other", Id(site.EarlierPledge)), ("answer", "confirm"), ("reason", ""))).StatusCode);

        var seen = await open.Read("/lineage?year=2023");
        Assert.Contains("已确认", seen, StringComparison.Ordinal);
        Assert.Contains("Publiccnipa2021年清单", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("秘密推进", await open.Read("/lineage?year=2022") + await open.Read(Commitment), StringComparison.Ordinal);
        Assert.DoesNotContain("演示NationalAdministrator", await open.Read(Commitment), StringComparison.Ordinal); // nor who answered

        var revoke = Revoke().Match(await nation.Read(Commitment)).Groups[1].Value;
        Assert.Equal(HttpStatusCode.Found, (await nation.Submit(Commitment, revoke, ("reason", "误认"))).StatusCode);
        Assert.Contains("误认", await nation.Read(Commitment), StringComparison.Ordinal);
        Assert.DoesNotContain("Publiccnipa2021年清单", Body(await open.Read("/lineage?year=2023")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_confirms_what_carries_a_national_commitment_and_its_superiors_see_it()
    {
        using var anhui = await As("regionaladministrator");
        var before = await anhui.Read(Alignment);
        Assert.Contains("缺失", before, StringComparison.Ordinal);
        Assert.Contains("惠及千家企业", before, StringComparison.Ordinal); // proposed
        Assert.Equal(HttpStatusCode.Found, (await anhui.Submit(Aligned, Aligned, ("other", Id(site.LocalPledge)), ("answer", "part"), ("reason", ""))).StatusCode);
        Assert.Contains("部分承接", await anhui.Read(Alignment + "&state=Partly"), StringComparison.Ordinal);

        var csv = await anhui.Read($"/organisations/office-340000/alignment.csv?programme={site.Programme.Value}");
        Assert.StartsWith("\"国家事项\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"部分承接\",\"兑现质押融资风险补偿资金，惠及千家企业。\",\"部分承接\"", csv, StringComparison.Ordinal);

        // The way back: the local commitment says what it carries, to those who may see the alignment.
        var local = await anhui.Read($"/commitments/{site.LocalPledge.Value}/lineage");
        Assert.Contains("承接的国家事项", local, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Aligned}\"", local, StringComparison.Ordinal);

        // The department of the task sees the answer; the words of a plan that is not public it does not.
        using var department = await As("departmentofficer");
        var seen = await department.Read(Aligned);
        Assert.Contains("部分承接", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("惠及千家企业", seen, StringComparison.Ordinal);
        Assert.Contains("不在您的查看范围内", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_answered_has_its_name_in_the_audit_log() =>
        Assert.All(["lineage.confirm", "lineage.refuse", "lineage.revoke", "alignment.confirm", "alignment.confirm-part", "alignment.refuse", "alignment.revoke"],
            action => Assert.True(Words.WordTable.Knows($"audited.{action}"), action));

    [Theory]
    [InlineData("", "302")]
    [InlineData("regionalofficer", "403")] // of a city below: not for the province above
    [InlineData("systemadministrator", "403")]
    [InlineData("auditor", "200")]
    [InlineData("nationaladministrator", "200")]
    [InlineData("regionaladministrator", "200")]
    public async Task An_alignment_is_opened_by_those_in_whose_reach_the_office_is(string login, string status)
    {
        using var browser = login.Length > 0 ? await As(login) : site.Browse();
        foreach (var page in new[] { Alignment, Aligned, $"/organisations/office-340000/alignment.csv?programme={site.Programme.Value}" })
            Assert.Equal((page, status), (page, $"{(int)(await browser.Get(page)).StatusCode}"));
    }

    [Fact]
    public async Task Pages_of_both_send_at_most_twelve_commands_also_when_nothing_is_kept_in_memory()
    {
        using var nation = await As("nationaladministrator");
        foreach (var page in new[] { "/lineage?year=2023", Commitment, Commitment + "?q=" + Uri.EscapeDataString("融资"), Alignment, Aligned, Aligned + "?q=" + Uri.EscapeDataString("企业") })
        {
            site.Commands.Reset();
            Assert.Equal((page, HttpStatusCode.OK), (page, (await nation.Get(page)).StatusCode));
            Assert.True(site.Commands.Sent.Count <= 12, $"{page}: {site.Commands.Sent.Count}");
        }
    }

    [Fact]
    public async Task A_choice_by_hand_needs_a_reason_and_the_pages_lead_to_one_another()
    {
        using var anhui = await As("regionaladministrator");
        Assert.Contains("/alignment?programme=", await anhui.Read($"/organisations/office-340000?programme={site.Programme.Value}"), StringComparison.Ordinal);
        using var nation = await As("nationaladministrator");
        Assert.Contains("href=\"/lineage\"", await nation.Read("/programmes"), StringComparison.Ordinal);
        var other = await nation.Read(Commitment + "?q=" + Uri.EscapeDataString("古籍"));
        Assert.Contains("开展古籍修复", other, StringComparison.Ordinal);
        var id = Other().Matches(other)[^1].Groups[1].Value;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Submit(Commitment, Commitment, ("other", id), ("answer", "confirm"), ("reason", ""))).StatusCode);
    }

    static string Id(CommitmentId id) => id.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static string Body(string page) => page[page.IndexOf("<main", StringComparison.Ordinal)..];

    async Task<Browser> As(string login)
    {
        var browser = site.Browse();
        Assert.Equal(HttpStatusCode.Found, (await browser.LogIn(login)).StatusCode);
        return browser;
    }

    [GeneratedRegex("action=\"(/commitments/[0-9]+/lineage/[0-9]+/revoke)\"")]
    private static partial Regex Revoke();
    [GeneratedRegex("name=\"other\" value=\"([0-9]+)\"")]
    private static partial Regex Other();
}
