using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteOtherSide(PostgresCluster cluster) : OtherSideContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresOtherSide(PostgresCluster cluster) : OtherSideContract(StoreProvider.PostgreSql, cluster);

/// <summary>对方当事人 on both stores: served, in the case by the code of its notice, and reading nothing else of the house.</summary>
public abstract class OtherSideContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    static readonly CaseFile paper = new(new string('c', 64), "公证书.pdf", "application/pdf", 3);

    [Fact]
    public async Task A_request_for_adjudication_is_served_answered_argued_and_decided_by_a_panel()
    {
        var (who, applicant) = await Applicant("claimant");
        var officer = Account("anhui", Role.RegionalOfficer, "office-340000");
        var row = await Filed(who, applicant, "infringement_adjudication");
        await Do(officer, row.Id, CaseActionKind.Accept);
        Assert.Equal("case.serve-first", await Refused(officer, row.Id, CaseActionKind.Pass));
        Assert.Equal("case.served-on", await Refused(officer, row.Id, CaseActionKind.Serve, new() { On = Today.AddDays(1) }));
        Assert.Equal("case.served-on", await Refused(officer, row.Id, CaseActionKind.Serve, new() { On = Today.AddDays(-1) }));
        await Do(officer, row.Id, CaseActionKind.Serve, new() { On = Today });
        Assert.Equal("case.party-twice", await Refused(officer, row.Id, CaseActionKind.Serve, new() { On = Today }));
        await Do(officer, row.Id, CaseActionKind.Pass);

        // The other side is in the case by number and code, once, and nobody else is.
        var (other, company) = await Applicant("respondent");
        var (stranger, elsewhere) = await Applicant("stranger");
        var code = Db.CaseOpponents.AsNoTracking().Single().Code;
        Assert.Equal("case.enter-code", (await Enter(other, row.Number, "AAAABBBBCCCC", company)).Refusal());
        Assert.Equal("case.enter-code", (await Enter(other, "OTHER-NUMBER", code, company)).Refusal());
        Assert.Equal("case.enter-own", (await Enter(who, row.Number, code, applicant)).Refusal());
        Assert.Equal("case.enter-own", (await Enter(officer, row.Number, code, await Own(officer))).Refusal());
        Assert.Equal("case.enter-applicant", (await Enter(stranger, row.Number, code, company)).Refusal());
        Assert.Equal("case.missing", (await CaseBook.OpenAgainst(Db, House, other, row.Id, Cancel)).Refusal());
        (await Enter(other, row.Number, code, company)).Accept();
        Assert.Equal("case.enter-code", (await Enter(stranger, row.Number, code, elsewhere)).Refusal());

        // It stands in no list of its own cases, opens nothing of the office, and acts in its own part only.
        Assert.Empty(await Db.VisibleCases(other, Today).ToListAsync(Cancel));
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, other, row.Id, Cancel)).Refusal());
        Assert.Equal(row.Id, Assert.Single(await Db.CasesAgainst(other, Today).ToListAsync(Cancel)).Id);
        foreach (var kind in (CaseActionKind[])[CaseActionKind.Pass, CaseActionKind.Decide, CaseActionKind.Withdraw, CaseActionKind.Serve, CaseActionKind.FormPanel, CaseActionKind.Deliberate])
            Assert.Equal("case.party", (await Against(other, row.Id, kind)).Refusal());
        Assert.Equal("case.missing", (await Against(stranger, row.Id, CaseActionKind.AnswerClaim)).Refusal());

        // Fifteen days from the day of receipt: to 22 September. Until then the step waits for the answer.
        Assert.Equal(new DateOnly(2026, 9, 22), Row(row.Id).RedOn!.Value.AddDays(-1));
        Assert.Equal("case.answers-until", await Refused(officer, row.Id, CaseActionKind.Pass));
        (await Against(other, row.Id, CaseActionKind.AnswerClaim)).Accept();
        Assert.Equal("case.not-now", (await Against(other, row.Id, CaseActionKind.AnswerClaim)).Refusal());
        await Do(officer, row.Id, CaseActionKind.Pass);

        // Both put forward evidence and say what they hold of the other's, once each, and not of their own.
        await Do(who, row.Id, CaseActionKind.PutEvidence, new() { Title = "公证购买记录", File = paper, Side = 1 }); // a side that is written in is not believed
        (await Against(other, row.Id, CaseActionKind.PutEvidence, new() { Title = "在先销售合同", File = paper })).Accept();
        Assert.Equal("case.exhibit-unknown", await Refused(who, row.Id, CaseActionKind.ExamineEvidence, new() { Exhibit = 1, Upheld = true }));
        await Do(who, row.Id, CaseActionKind.ExamineEvidence, new() { Exhibit = 2, Upheld = false });
        (await Against(other, row.Id, CaseActionKind.ExamineEvidence, new() { Exhibit = 1, Upheld = true })).Accept();
        Assert.Equal("case.not-now", (await Against(other, row.Id, CaseActionKind.ExamineEvidence, new() { Exhibit = 1 })).Refusal());
        var state = (await CaseBook.Open(Db, House, officer, row.Id, Cancel)).Accept().State;
        Assert.Equal([(0, "公证购买记录", 1, true), (1, "在先销售合同", 0, false)], state.Exhibits.Select(e => (e.Side, e.Name, e.Opinions[0].Side, e.Opinions[0].Accepts)));
        Assert.Equal(2, Db.CaseMaterials.Count(m => m.CaseId == row.Id && m.Material == CaseExhibit.Material));
        await Do(officer, row.Id, CaseActionKind.Pass);
        await Do(officer, row.Id, CaseActionKind.Pass);

        // Three of the office and no other number; all say their opinion, and the majority decides.
        Assert.Equal("case.panel-first", await Refused(officer, row.Id, CaseActionKind.Decide, new() { Decision = "infringed" }));
        var panel = Panel(Row(row.Id).OfficeId, officer, 3);
        long[] members = [.. panel.Select(p => p.AccountId!.Value.Value)];
        Assert.Equal("case.panel-number", await Refused(officer, row.Id, CaseActionKind.FormPanel, new() { Panel = members[..2] }));
        Assert.Equal("case.panel-number", await Refused(officer, row.Id, CaseActionKind.FormPanel, new() { Panel = [members[0], members[1], members[1]] }));
        Assert.Equal("case.panel-officer", await Refused(officer, row.Id, CaseActionKind.FormPanel, new() { Panel = [members[0], members[1], other.AccountId!.Value.Value] }));
        await Do(officer, row.Id, CaseActionKind.FormPanel, new() { Panel = members });
        await Do(officer, row.Id, CaseActionKind.Deliberate, new() { Decision = "not_infringed" });
        await Do(panel[1], row.Id, CaseActionKind.Deliberate, new() { Decision = "infringed" });
        Assert.Equal("case.panel-votes", await Refused(officer, row.Id, CaseActionKind.Decide, new() { Decision = "infringed" }));
        await Do(panel[2], row.Id, CaseActionKind.Deliberate, new() { Decision = "infringed" });
        Assert.Equal("case.panel-majority", await Refused(officer, row.Id, CaseActionKind.Decide, new() { Decision = "not_infringed" }));
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "infringed" });
        var against = (await CaseBook.OpenAgainst(Db, House, other, row.Id, Cancel)).Accept();
        Assert.Equal(("infringed", 1), (against.State.Decision, against.Facts.Side));
        Assert.Empty(against.Allowed);
        Assert.Null(CaseBook.Broken(against.Row, against.Actions, House.Key.PublicKey));
    }

    [Fact]
    public async Task Silence_does_not_stop_an_adjudication_and_its_request_is_never_accepted_by_silence()
    {
        var (who, applicant) = await Applicant("claimant");
        var officer = Account("anhui", Role.RegionalOfficer, "office-340000");
        var row = await Filed(who, applicant, "infringement_adjudication");
        Now.Moment = new(2026, 9, 16, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await CaseSweep.Run(Db, House, Cancel));
        Assert.Equal(CasePhase.Received, Row(row.Id).Phase);
        Assert.Equal(Today.AddDays(-1), Row(row.Id).RedOn); // and its office is late
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Do(officer, row.Id, CaseActionKind.Serve, new() { On = Today });
        await Do(officer, row.Id, CaseActionKind.Serve, new() { On = Today, Title = "境外公司", Abroad = true });
        await Do(officer, row.Id, CaseActionKind.Pass);
        Now.Moment = new(2026, 10, 9, 2, 0, 0, TimeSpan.Zero); // the fifteen days of the first are over, not the thirty of the second: to 16 October
        Assert.Equal("case.answers-until", await Refused(officer, row.Id, CaseActionKind.Pass));
        Now.Moment = new(2026, 10, 19, 2, 0, 0, TimeSpan.Zero);
        await Do(officer, row.Id, CaseActionKind.Pass);
    }

    [Fact]
    public async Task A_mediation_goes_on_with_the_consent_of_the_other_side_and_ends_without_it()
    {
        var (who, applicant) = await Applicant("claimant");
        var officer = Account("anhui", Role.RegionalOfficer, "office-340000");
        foreach (var consents in (bool[])[true, false])
        {
            var row = await Filed(who, applicant, "dispute_mediation", ("respondent", $"对方{consents}"));
            await Do(officer, row.Id, CaseActionKind.Accept);
            await Do(officer, row.Id, CaseActionKind.Serve, new() { On = Today });
            await Do(officer, row.Id, CaseActionKind.AnswerClaim, new() { Side = 1, Upheld = consents });
            if (consents) await Do(officer, row.Id, CaseActionKind.Pass);
            else
            {
                Assert.Equal("case.no-consent", await Refused(officer, row.Id, CaseActionKind.Pass));
                await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "refused" });
            }
        }
        var silent = await Filed(who, applicant, "dispute_mediation", ("respondent", "不作声的对方"));
        await Do(officer, silent.Id, CaseActionKind.Accept);
        await Do(officer, silent.Id, CaseActionKind.Serve, new() { On = Today });
        Now.Moment = new(2026, 9, 28, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("case.no-consent", await Refused(officer, silent.Id, CaseActionKind.Pass));
    }

    async Task<ServiceCase> Filed(Actor who, ServiceApplicant applicant, string code, params (string Field, string Value)[] said)
    {
        var row = await Written(who, applicant.Id, code, "office-340000", item =>
        {
            var form = Example(item, 5, said);
            if (form.ContainsKey("national")) form["national"] = "no";
            form.Remove("national_kind");
            return form;
        });
        await Do(who, row.Id, CaseActionKind.Submit);
        return row;
    }

    async Task<ServiceApplicant> Own(Actor who) => (await Applicants.Register(Db, who, new(ApplicantKind.Person, "经办人自己", null, "经办人", "010-12345678"), false, Now, Cancel)).Accept();

    Task<Domain.Outcome<CaseDone>> Enter(Actor who, string number, string code, ServiceApplicant applicant) => CaseWork.Enter(Db, House, who, number, code, applicant.Id, Key(), Cancel);

    Task<Domain.Outcome<CaseDone>> Against(Actor who, CaseId id, CaseActionKind kind, CasePayload? payload = null) =>
        CaseWork.ActAgainst(Db, House, who, id, new(kind, Key(), null, "理由充分", payload ?? new()), Cancel);
}
