using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteRegisterPrivacy(PostgresCluster cluster) : RegisterPrivacyContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresRegisterPrivacy(PostgresCluster cluster) : RegisterPrivacyContract(StoreProvider.PostgreSql, cluster);

/// <summary>What registers tell of people, on both stores: outcomes and masked names of an adjudication, nothing of what was settled, nothing of secrets to who audits, every change with its day; and which applications are the same.</summary>
public abstract class RegisterPrivacyContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task A_settled_dispute_is_not_public_and_an_adjudicated_one_shows_its_outcome_and_no_person()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("anhui", Role.RegionalOfficer, "office-340000");
        var item = House.Catalogue.Find("infringement_adjudication", Today)!;
        var settled = await Decided(who, applicant, officer, "mediated", ("respondent", "芜湖张三家具店（张三）"));
        var infringed = await Decided(who, applicant, officer, "infringed", ("respondent", "芜湖王五木器店（王五）"), ("claimant", "李四"));
        var rejected = await Decided(who, applicant, officer, "not_infringed", ("respondent", "芜湖好家具有限公司"));

        var found = await Registers.Search(Db, new(Actor.Public, Today, House.Catalogue), item, null, 1, 20, Cancel);
        Assert.Equal([rejected.Id, infringed.Id], found.Rows.Select(e => e.CaseId));
        var outcomes = await Registers.Outcomes(Db, item, found.Rows, Cancel);
        Assert.Equal(("not_infringed", "infringed"), (outcomes[rejected.Id], outcomes[infringed.Id]));
        var values = Certificates.Values(found.Rows[1]);
        Assert.Equal(("芜湖王五木器店（王某）", "李某"), (values["respondent"], values["claimant"]));
        Assert.Equal("芜湖好家具有限公司", Certificates.Values(found.Rows[0])["respondent"]);
        foreach (var words in (string[])["张三", "李四", "张三家具店"]) Assert.Empty(await Registers.Anywhere(Db, new(Actor.Public, Today, House.Catalogue), words, 10, Cancel));
        Assert.DoesNotContain("申请人li", found.Rows.Select(e => e.Holder)); // the claimant is a person, who is masked as holder too
        Assert.Equal(3, (await Registers.Search(Db, new(officer, Today, House.Catalogue), item, null, 1, 20, Cancel)).Total);

        // The paper is called by what was decided, and names the parties in full: it is theirs.
        var papers = Db.ServiceCertificates.AsNoTracking().ToList().ToDictionary(c => c.CaseId, Certificates.BodyOf);
        Assert.Equal(("专利侵权纠纷行政调解书", "专利侵权纠纷行政裁决书", "专利侵权纠纷行政裁决书"), (papers[settled.Id].Title, papers[infringed.Id].Title, papers[rejected.Id].Title));
        Assert.Contains(papers[infringed.Id].Fields, f => f.Value == "芜湖王五木器店（王五）");
    }

    [Fact]
    public async Task Who_audits_reads_no_secret_record_before_its_entry_or_after()
    {
        var (who, applicant) = await Applicant("holder");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var auditor = Account("auditor", Role.Auditor, "cnipa");
        var cases = new Dictionary<string, CaseId>();
        foreach (var level in (string[])["open", "limited", "secret"]) cases[level] = (await Granted(who, applicant.Id, officer, "tcm_knowledge", ("level", level), ("knowledge", $"古方{level}"))).Id;
        var waiting = await Filed(who, applicant, "tcm_knowledge", "cnipa", ("level", "secret"), ("knowledge", "尚未登记的古方"));

        Assert.Equal([cases["open"], cases["limited"]], Db.VisibleCases(auditor, Today).OrderBy(c => c.Id).Select(c => c.Id).ToList());
        Assert.Equal([cases["open"], cases["limited"]], Db.SupervisedCases(auditor).OrderBy(c => c.Id).Select(c => c.Id).ToList());
        Assert.DoesNotContain(Db.SubmittedCases(auditor, Today), part => part.Any(c => c.Id == waiting.Id || c.Id == cases["secret"]));
        foreach (var id in (CaseId[])[cases["secret"], waiting.Id]) Assert.Equal("case.missing", (await CaseBook.Open(Db, House, auditor, id, Cancel)).Refusal());
        Assert.Equal(2, Db.VisibleEntries(auditor, Today).Count());
        Assert.Empty((await Registers.Search(Db, new(auditor, Today, House.Catalogue), House.Catalogue.Find("tcm_knowledge", Today)!, "古方secret", 1, 20, Cancel)).Rows);
        Assert.Equal(4, Db.VisibleCases(Admin, Today).Count()); // who decides for the nation does
        // That something was done, when and by whom, stands in the audit log.
        Assert.Contains(Db.AuditEntries.AsNoTracking().ToList(), e => e.Action == "service.act" && e.Subject == $"service-case/{waiting.Number}");
    }

    [Fact]
    public async Task Every_change_of_an_entry_stands_with_its_day_and_what_stood_there_before()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Ready(who, applicant, officer);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });
        Now.Moment = Now.Moment.AddDays(3);
        await Do(officer, row.Id, CaseActionKind.Correct, new() { Values = new Dictionary<string, string> { ["title"] = "一种新散热装置", ["phone"] = "010-87654321" } });
        Now.Moment = Now.Moment.AddDays(1);
        await Do(Admin, row.Id, CaseActionKind.Revoke);
        Db.ChangeTracker.Clear();

        var history = (await RegisterHistory.Of(Db, House.Catalogue, [.. Db.RegisterEntries.AsNoTracking()], Cancel))[row.Id].ToList();
        Assert.Equal([(CaseActionKind.Decide, new DateOnly(2026, 9, 7)), (CaseActionKind.Correct, new(2026, 9, 10)), (CaseActionKind.Revoke, new(2026, 9, 11))], history.Select(h => (h.Kind, h.On)));
        var change = Assert.Single(history[1].Changes); // the telephone is in no register
        Assert.Equal(("title", "一种散热装置", "一种新散热装置"), (change.Field.Code, change.Before, change.After));

        // What was secret before it was opened stays so.
        var opened = await Granted(who, applicant.Id, officer, "tcm_knowledge", ("level", "secret"), ("knowledge", "保密时的名称"));
        await Do(officer, opened.Id, CaseActionKind.Correct, new() { Values = new Dictionary<string, string> { ["level"] = "open", ["knowledge"] = "公开的名称" } });
        Db.ChangeTracker.Clear();
        var shown = (await RegisterHistory.Of(Db, House.Catalogue, [.. Db.RegisterEntries.AsNoTracking().Where(e => e.CaseId == opened.Id)], Cancel))[opened.Id].Last();
        Assert.Contains(shown.Changes, c => c is { Field.Code: "knowledge", Before: null, After: "公开的名称" });
    }

    [Fact]
    public async Task A_patent_number_finds_its_entry_however_it_is_written()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Ready(who, applicant, officer);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });
        foreach (var words in (string[])["202010123456.2", "2020101234562", "ZL2020101234562", "ZL 2020 1 0123456.2", "散热 ZL2020101234562"])
        {
            Assert.Equal((words, 1), (words, (await Registers.Search(Db, new(Actor.Public, Today, House.Catalogue), House.Catalogue.Find("open_licence", Today)!, words, 1, 20, Cancel)).Total));
            Assert.Single(await Registers.Anywhere(Db, new(Actor.Public, Today, House.Catalogue), words, 10, Cancel));
        }
        Assert.Empty(await Registers.Anywhere(Db, new(Actor.Public, Today, House.Catalogue), "2020101234563", 10, Cancel));
    }

    // As it was found: two referrals of one court, two kinds of aid of one place, a second infringer and a second project were refused as the same, and the same deposit under another name was not noticed.
    [Theory]
    [InlineData("dispute_mediation", "office-340000", false, "source=court_before;court=合肥中院;court_case=（2026）皖01民诉前调1号;respondent=甲公司", "court_case=（2026）皖01民诉前调2号;respondent=乙公司")]
    [InlineData("rights_protection_aid", "office-340000", false, "right=trademark;need=advice;region=安徽合肥;number=12345", "right=patent;need=opinion;number=202010123456.2")]
    [InlineData("infringement_adjudication", "office-340000", false, "respondent=甲公司", "respondent=乙公司")]
    [InlineData("funded_patent_declaration", "cnipa", false, "project_number=2023YFB0001", "project_number=2023YFB0002")]
    [InlineData("data_ip_registration", "office-340000", true, "deposit=CZ-2026-0001;title=门店销售数据", "deposit=cz-2026-0001;title=门店销售数据集")]
    [InlineData("infringement_adjudication", "office-340000", true, "respondent=甲公司;facts=一", "respondent=甲 公司;facts=二")]
    public async Task Two_applications_are_the_same_by_the_fields_that_the_definition_names(string code, string office, bool same, string first, string second)
    {
        var (who, applicant) = await Applicant("li");
        (string, string)[] one = Fields(first), other = [.. one.Where(f => !Fields(second).Any(s => s.Field == f.Item1)), .. Fields(second)];
        var row = await Filed(who, applicant, code, office, one);
        Assert.Equal("case.same", same ? await Tried(who, applicant, code, office, other) : "case.same");
        if (same) return;
        var again = await Filed(who, applicant, code, office, other);
        Assert.NotEqual(Row(row.Id).Subject, Row(again.Id).Subject);
        Assert.DoesNotContain(Row(row.Id).Title, (string[])["合肥中院", "安徽合肥", "德国"]);
        Assert.Equal("case.same", await Tried(who, applicant, code, office, other)); // the very same is
    }

    static (string Field, string Value)[] Fields(string text) => [.. text.Split(';').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))];

    async Task<ServiceCase> Decided(Actor who, ServiceApplicant applicant, Actor officer, string decision, params (string Field, string Value)[] said)
    {
        var row = await Filed(who, applicant, "infringement_adjudication", "office-340000", said);
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Through(officer, row.Id, decision);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = decision });
        return row;
    }

    async Task<ServiceCase> Filed(Actor who, ServiceApplicant applicant, string code, string office, params (string Field, string Value)[] said)
    {
        var row = await Written(who, applicant.Id, code, office, item => Example(item, 7, said));
        await Do(who, row.Id, CaseActionKind.Submit);
        return row;
    }

    async Task<string> Tried(Actor who, ServiceApplicant applicant, string code, string office, (string Field, string Value)[] said) =>
        await Refused(who, (await Written(who, applicant.Id, code, office, item => Example(item, 7, said))).Id, CaseActionKind.Submit);
}
