using Microsoft.EntityFrameworkCore;
using Zhice.Data.Inspection;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Inspection;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCompetence(PostgresCluster cluster) : CompetenceContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCompetence(PostgresCluster cluster) : CompetenceContract(StoreProvider.PostgreSql, cluster);

/// <summary>Who takes which step: first opinions of a province, cases of national weight, able cities, the office above, the centres of a network, and authorities that the law names beside the platform's office.</summary>
public abstract class CompetenceContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task A_first_opinion_is_the_provinces_own_step_with_its_three_months_and_silence_gives_none()
    {
        var (who, applicant) = await Applicant("li");
        var (anhui, sichuan) = (Account("anhui", Role.RegionalOfficer, "office-340000"), Account("sichuan", Role.RegionalOfficer, "office-510000"));
        var nation = Account("nation", Role.DepartmentOfficer, "cnipa-utilisation");
        Assert.Equal("case.office", (await CaseDrafts.Begin(Db, House, who, "gi_recognition", applicant.Id, "cnipa", false, Cancel)).Refusal());
        var row = await Filed(who, applicant, "gi_recognition", "office-340000");

        // Nobody answers for five working days: the papers count as accepted, the opinion is still to be given, within three months of the receipt.
        Now.Moment = new(2026, 9, 15, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, await CaseSweep.Run(Db, House, Cancel));
        Assert.Equal(("provincial", "office-340000", new DateOnly(2026, 12, 7)), (Row(row.Id).Step, Office(row), Row(row.Id).DueOn!.Value));
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, sichuan, row.Id, Cancel)).Refusal());
        Assert.Equal("case.decide-step", await Refused(anhui, row.Id, CaseActionKind.Decide, new() { Decision = "recognised" }));

        await Do(anhui, row.Id, CaseActionKind.Pass);
        Assert.Equal(("formality", "cnipa"), (Row(row.Id).Step, Office(row)));
        Assert.Equal("case.party", await Refused(anhui, row.Id, CaseActionKind.Pass)); // it still reads the case
        Assert.NotNull(Row(row.Id).DueOn); // the step's own limit, where no law limits the whole
        await Do(nation, row.Id, CaseActionKind.Pass);
        Assert.Equal("case.decide-step", await Refused(nation, row.Id, CaseActionKind.Decide, new() { Decision = "not_forwarded" }));
        var opened = (await CaseBook.Open(Db, House, who, row.Id, Cancel)).Accept();
        Assert.Null(CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
    }

    [Fact]
    public async Task A_province_may_refuse_its_opinion_and_the_list_of_model_units_is_the_nations()
    {
        var (who, applicant) = await Applicant("li");
        var anhui = Account("anhui", Role.RegionalOfficer, "office-340000");
        var refused = await Filed(who, applicant, "gi_recognition", "office-340000");
        await Do(anhui, refused.Id, CaseActionKind.Accept);
        await Do(anhui, refused.Id, CaseActionKind.Decide, new() { Decision = "not_forwarded" });
        Assert.Equal((CasePhase.Decided, "office-340000"), (Row(refused.Id).Phase, Office(refused)));
        Assert.Empty(Db.ServiceCertificates);

        var unit = await Filed(who, applicant, "model_unit", "office-340000");
        await Do(anhui, unit.Id, CaseActionKind.Accept);
        await Do(anhui, unit.Id, CaseActionKind.Pass);
        Assert.Equal("cnipa", Office(unit));
        Assert.Equal("case.party", await Refused(anhui, unit.Id, CaseActionKind.Publicise));
    }

    [Fact]
    public async Task An_infringement_goes_to_an_able_city_the_province_or_the_nation()
    {
        var (who, applicant) = await Applicant("li");
        var item = ServiceFiles.Shipped.Find("infringement_adjudication", new(2026, 9, 7))!;
        var offered = await CaseDrafts.Offices(Db, item).Select(o => o.Code).ToListAsync(Cancel);
        Assert.Contains("office-340100", offered);
        Assert.Contains("office-340000", offered);
        var city = await Filed(who, applicant, item.Code, "office-340100", ("national", "no"), ("patent", "202010123456.2"));
        var weighty = await Filed(who, applicant, item.Code, "office-340100", ("national", "yes"), ("national_kind", "provinces"), ("patent", "202010123457.7"));
        Assert.Equal(("office-340100", "cnipa"), (Office(city), Office(weighty)));
        Assert.Contains("第九十六条", Actions(weighty.Id)[0].Action.Payload.Routed, StringComparison.Ordinal);
        // One that is of no such weight is handed to an office of a region (专利法实施细则 第九十六条第二款).
        await Do(Admin, weighty.Id, CaseActionKind.Transfer, new() { Organisation = Db.Organisation("office-340000").Id.Value });
        Assert.Equal("office-340000", Office(weighty));
    }

    [Fact]
    public async Task A_complaint_about_staff_is_seen_by_the_office_above_and_not_by_its_own()
    {
        var (who, applicant) = await Applicant("li");
        var (hefei, anhui) = (Account("hefei", Role.RegionalOfficer, "office-340100"), Account("anhui", Role.RegionalOfficer, "office-340000"));
        var about = await Filed(who, applicant, "complaint", "office-340100", ("breach", "staff"), ("subject", "窗口推诿"));
        Assert.Equal("office-340000", Office(about));
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, hefei, about.Id, Cancel)).Refusal());
        (await CaseBook.Open(Db, House, anhui, about.Id, Cancel)).Accept();
        Assert.Equal("cnipa", Office(await Filed(who, applicant, "complaint", "office-340000", ("breach", "staff"), ("subject", "处室推诿"), ("accused", "演示处室"))));

        // A drawn inspection is no decision without the plan, and the city that is competent may draft one.
        var trader = await Filed(who, applicant, "complaint", "office-340100", ("breach", "counterfeit"), ("subject", "门店假冒"));
        Assert.Equal("office-340100", Office(trader));
        await Do(hefei, trader.Id, CaseActionKind.Accept);
        await Do(hefei, trader.Id, CaseActionKind.Pass);
        Assert.Equal("case.inspect-first", await Refused(hefei, trader.Id, CaseActionKind.Decide, new() { Decision = "inspected" }));
        var request = new PlanRequest("门店抽查", "办件线索", "核查同类情况", [Data.Assessment.SchemeFiles.Law.Methods[0].Code], new(2026, 9, 10), new(2026, 10, 10));
        Assert.Equal("access.denied", (await InspectionDesk.Write(Db, hefei, request, Now, Cancel)).Refusal());
        Assert.Equal("access.denied", (await InspectionDesk.Write(Db, hefei, request, Now, Cancel, Db.Organisation("office-510000"))).Refusal()); // for its own office only
        var plan = (await InspectionDesk.Write(Db, hefei, request, Now, Cancel, Db.Organisation("office-340100"))).Accept();
        Assert.Equal(InspectionState.Draft, plan.State);
        await Do(hefei, trader.Id, CaseActionKind.Inspect, new() { Inspection = plan.Id.Value });
        await Do(hefei, trader.Id, CaseActionKind.Decide, new() { Decision = "inspected" });
    }

    [Fact]
    public async Task An_overseas_dispute_is_handed_to_a_centre_of_the_region()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Filed(who, applicant, "overseas_dispute_report", "cnipa");
        await Do(Admin, row.Id, CaseActionKind.Accept);
        await Do(Admin, row.Id, CaseActionKind.Transfer, new() { Organisation = Db.Organisation("office-340000").Id.Value });
        Assert.Equal("office-340000", Office(row));
        var anhui = Account("anhui", Role.RegionalOfficer, "office-340000");
        await Do(anhui, row.Id, CaseActionKind.Pass);
        Assert.Equal("overseas_warning", ServiceFiles.Shipped.Find("overseas_dispute_report", new(2026, 9, 7))!.Decisions.Single(d => d.Code == "warned").Next);
    }

    [Theory]
    [InlineData("copyright_record", "著作权登记机构")]
    [InlineData("plant_variety", "农业、林业")]
    [InlineData("tcm_knowledge", "中医药主管部门")]
    [InlineData("genetic_resource", "主管部门")]
    public async Task A_paper_names_the_authority_of_the_law_beside_the_office_that_takes_the_papers(string item, string authority)
    {
        var (who, applicant) = await Applicant("li");
        await Granted(who, applicant.Id, Admin, item);
        var office = Certificates.BodyOf(Db.ServiceCertificates.AsNoTracking().Single()).Office;
        Assert.Contains(authority, office, StringComparison.Ordinal);
        Assert.Contains("代收转送", office, StringComparison.Ordinal);
    }

    string Office(ServiceCase row)
    {
        var id = Row(row.Id).OfficeId;
        return Db.Organisations.AsNoTracking().Single(o => o.Id == id).Code;
    }

    async Task<ServiceCase> Filed(Actor who, ServiceApplicant applicant, string code, string office, params (string Field, string Value)[] said)
    {
        var row = await Written(who, applicant.Id, code, office, item => Example(item, 3, said));
        await Do(who, row.Id, CaseActionKind.Submit);
        return row;
    }
}
