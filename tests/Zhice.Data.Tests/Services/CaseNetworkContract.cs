using Zhice.Data.Inspection;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCaseNetwork(PostgresCluster cluster) : CaseNetworkContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCaseNetwork(PostgresCluster cluster) : CaseNetworkContract(StoreProvider.PostgreSql, cluster);

/// <summary>One network of offices: who gets an application and why, what goes to another office, what is written down beside the steps, and what becomes of a complaint.</summary>
public abstract class CaseNetworkContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Theory]
    [InlineData("patent", "advice", "office-340100", "就近")]
    [InlineData("patent", "opinion", "office-340000", "侵权判定")]
    [InlineData("copyright", "advice", "office-340000", "会同")]
    [InlineData("trademark", "overseas", "cnipa", "海外")]
    public async Task A_request_for_aid_goes_to_the_office_that_its_kind_and_region_name_and_says_why(string right, string need, string office, string why)
    {
        var (who, applicant) = await Applicant("li");
        var row = await Asked(who, applicant, "office-340100", ("right", right), ("need", need));
        var expected = Db.Organisation(office);
        Assert.Equal(expected.Id, Row(row.Id).OfficeId);
        var said = Actions(row.Id)[0].Action.Payload;
        Assert.Equal(expected.Id.Value, said.Organisation);
        Assert.Contains(why, said.Routed!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_belongs_elsewhere_is_transferred_with_its_reason_and_its_days_go_on()
    {
        var (who, applicant) = await Applicant("li");
        var (hefei, anhui, wuhu) = (Account("hefei", Role.RegionalOfficer, "office-340100"), Account("anhui", Role.RegionalOfficer, "office-340000"), Account("wuhu", Role.RegionalOfficer, "office-340200"));
        var row = await Asked(who, applicant, "office-340100", ("right", "trademark"), ("need", "advice"));
        await Do(hefei, row.Id, CaseActionKind.Assign);
        Assert.Equal("case.reason", (await CaseWork.Act(Db, House, hefei, row.Id, new(CaseActionKind.Transfer, Key(), null, "", new() { Organisation = Db.Organisation("office-340200").Id.Value }), Cancel)).Refusal());
        foreach (var wrong in new long?[] { null, 0, Db.Organisation("office-340100").Id.Value, Db.Organisation("cnipa-utilisation").Id.Value })
            Assert.Equal("case.organisation", await Refused(hefei, row.Id, CaseActionKind.Transfer, new() { Organisation = wrong }));
        Assert.Equal("case.missing", await Refused(wuhu, row.Id, CaseActionKind.Transfer, new() { Organisation = Db.Organisation("office-340100").Id.Value }));
        await Do(hefei, row.Id, CaseActionKind.Transfer, new() { Organisation = Db.Organisation("office-340200").Id.Value });

        var after = Row(row.Id);
        Assert.Equal((Db.Organisation("office-340200").Id, null), (after.OfficeId, after.Handler));
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, hefei, row.Id, Cancel)).Refusal());
        var opened = (await CaseBook.Open(Db, House, anhui, row.Id, Cancel)).Accept(); // the province is above both
        Assert.Equal(new DateOnly(2026, 9, 7), opened.State.ReceivedOn);
        Assert.Equal("理由充分", opened.Actions[^1].Reason);
        Assert.Null(CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
        await Do(wuhu, row.Id, CaseActionKind.Accept);
    }

    [Fact]
    public async Task An_item_of_one_office_is_transferred_to_nobody()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Begun(who, applicant);
        await Do(who, row.Id, CaseActionKind.Submit);
        Assert.Equal("case.transfer-one", await Refused(Admin, row.Id, CaseActionKind.Transfer, new() { Organisation = Db.Organisation("office-340000").Id.Value }));
    }

    [Fact]
    public async Task What_the_court_was_told_is_written_down_in_the_chain_and_checked_as_a_form_is()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("anhui", Role.RegionalOfficer, "office-340000");
        var row = await Filed(who, applicant, "dispute_mediation", "office-340000", ("source", "court_before"), ("court", "演示市中级人民法院"), ("court_case", "（2026）演01民诉前调1号"));
        Assert.Equal("case.not-now", await Refused(officer, row.Id, CaseActionKind.Note, Court("reported")));
        await Do(officer, row.Id, CaseActionKind.Accept);
        Assert.Equal("case.record-unknown", await Refused(officer, row.Id, CaseActionKind.Note, Court("reported") with { Record = "forged" }));
        Assert.Equal("form.choice", await Refused(officer, row.Id, CaseActionKind.Note, Court("forged")));
        Assert.Equal("case.party", await Refused(who, row.Id, CaseActionKind.Note, Court("reported")));
        await Do(officer, row.Id, CaseActionKind.Note, Court("received"));
        await Do(officer, row.Id, CaseActionKind.Note, Court("reported"));
        var notes = Actions(row.Id).Where(a => a.Kind == CaseActionKind.Note).ToList();
        Assert.Equal(["received", "reported"], notes.Select(n => n.Action.Payload.Values!["court_step"]));
        var opened = (await CaseBook.Open(Db, House, who, row.Id, Cancel)).Accept();
        Assert.Null(CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
        Assert.Equal("演示市中级人民法院", opened.State.Values["court"]); // the form stays what was handed in
    }

    [Fact]
    public async Task A_complaint_leads_to_an_inspection_and_each_is_found_from_the_other()
    {
        var (who, applicant) = await Applicant("li");
        var administrator = Account("chief", Role.RegionalAdministrator, "office-340000");
        var other = Account("other", Role.RegionalAdministrator, "office-510000");
        var row = await Filed(who, applicant, "complaint", "office-340000", ("breach", "agency"));
        var plan = (await InspectionDesk.Write(Db, administrator, Plan("代理机构抽查"), Now, Cancel)).Accept();
        var foreign = (await InspectionDesk.Write(Db, other, Plan("别省的抽查"), Now, Cancel)).Accept();
        await Do(administrator, row.Id, CaseActionKind.Accept);
        Assert.Equal("case.inspection-unknown", await Refused(administrator, row.Id, CaseActionKind.Inspect, new() { Inspection = foreign.Id.Value }));
        await Do(administrator, row.Id, CaseActionKind.Inspect, new() { Inspection = plan.Id.Value });
        Assert.Equal("case.inspection-unknown", await Refused(administrator, row.Id, CaseActionKind.Inspect, new() { Inspection = plan.Id.Value })); // attached already

        Assert.Equal("代理机构抽查", Assert.Single(await CaseInspections.Of(Db, administrator, row.Id, Cancel)).Plan.Title);
        Assert.Equal(row.Id, Assert.Single(await CaseInspections.Cases(Db, administrator, plan.Id, new(2026, 9, 7), Cancel)).Id);
        Assert.Empty(await CaseInspections.Cases(Db, other, plan.Id, new(2026, 9, 7), Cancel)); // who may not see the complaint does not see it there
        Assert.Equal("case.not-now", await Refused(Admin, (await Ready(who, applicant, Admin)).Id, CaseActionKind.Inspect, new() { Inspection = plan.Id.Value }));
    }

    static PlanRequest Plan(string title) => new(title, "年度检查计划", "代理机构执业情况", [Data.Assessment.SchemeFiles.Law.Methods[0].Code], new(2026, 9, 10), new(2026, 10, 10));

    static CasePayload Court(string step) => new()
    {
        Record = "court",
        Values = new Dictionary<string, string> { ["court_step"] = step, ["court_name"] = "演示市中级人民法院", ["court_number"] = "（2026）演01民诉前调1号", ["court_on"] = "2026-09-07" },
    };

    Task<ServiceCase> Asked(Actor who, ServiceApplicant applicant, string office, params (string Field, string Value)[] said) => Filed(who, applicant, "rights_protection_aid", office, said);

    async Task<ServiceCase> Filed(Actor who, ServiceApplicant applicant, string code, string office, params (string Field, string Value)[] said)
    {
        var row = await Written(who, applicant.Id, code, office, item =>
        {
            var form = new Dictionary<string, string>(StringComparer.Ordinal);
            // Filled in twice, so that fields that a choice brings are filled in too.
            foreach (var (field, value) in said) form[field] = value;
            foreach (var field in item.Form.Where(f => FormCheck.Asked(f, form) && !form.ContainsKey(f.Code)))
                if (ExampleForm.Of(item with { Form = [field with { When = null }], Rules = [] }, 3, new(2026, 9, 1)).TryGetValue(field.Code, out var value)) form[field.Code] = value;
            return form;
        });
        await Do(who, row.Id, CaseActionKind.Submit);
        return row;
    }
}
