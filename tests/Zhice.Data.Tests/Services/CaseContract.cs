using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCases(PostgresCluster cluster) : CaseContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCases(PostgresCluster cluster) : CaseContract(StoreProvider.PostgreSql, cluster);

/// <summary>Cases on both stores: the whole way, once for each key, one certificate, nobody else's.</summary>
public abstract class CaseContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task The_number_of_a_draft_that_was_thrown_away_is_never_given_to_another()
    {
        var (who, applicant) = await Applicant("li");
        var first = await Begun(who, applicant);
        (await CaseDrafts.Discard(Db, House, who, first.Id, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var second = await Begun(who, applicant);
        Assert.True(second.Id.Value > first.Id.Value);
        Assert.True((await Begun(who, applicant, Declaration("202010123457.7"))).Id.Value > second.Id.Value);
    }

    [Fact]
    public async Task A_case_goes_from_the_form_to_a_signed_certificate_and_the_public_register()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Ready(who, applicant, officer);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });
        await Do(who, row.Id, CaseActionKind.Deliver);

        var certificate = Assert.Single(Db.ServiceCertificates.AsNoTracking());
        Assert.Equal(CertificateFinding.Holds, Certificates.Find(certificate, new(2026, 9, 7)));
        Assert.Equal(CertificateFinding.Forged, Certificates.Find(new()
        {
            CaseId = certificate.CaseId, Code = certificate.Code, Body = certificate.Body.Replace("散热", "加热", StringComparison.Ordinal), Signature = certificate.Signature, PublicKey = certificate.PublicKey,
        }, new(2026, 9, 7)));
        var body = Certificates.BodyOf(certificate);
        Assert.Contains(new CertificateField("专利号", "ZL202010123456.2"), body.Fields);
        Assert.DoesNotContain(body.Fields, f => f.Value.Contains("12345678", StringComparison.Ordinal)); // the telephone is personal

        var item = ServiceFiles.Shipped.Find("open_licence", new(2026, 9, 7))!;
        Assert.Equal("申请人li", Assert.Single((await Registers.Search(Db, new(Actor.Public, new(2026, 9, 7), House.Catalogue), item, "散热装置 202010123456", 1, 20, Cancel)).Rows).Holder);
        Assert.Empty((await Registers.Search(Db, new(Actor.Public, new(2026, 9, 7), House.Catalogue), item, "散装", 1, 20, Cancel)).Rows); // pairs from two places are no find
        var opened = (await CaseBook.Open(Db, House, who, row.Id, Cancel)).Accept();
        Assert.Equal((CasePhase.Delivered, 5), (opened.State.Phase, opened.Actions.Count));
        Assert.Null(CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
        Assert.Equal(["acceptance", "decision", "examination", "publication"], Db.CaseStays.Select(s => s.Step).OrderBy(s => s).ToList());

        await Do(Admin, row.Id, CaseActionKind.Revoke);
        Assert.Equal(CertificateFinding.Ended, Certificates.Find(Db.ServiceCertificates.AsNoTracking().Single(), new(2026, 9, 7)));
        Assert.Equal(new DateOnly(2026, 9, 7), Db.RegisterEntries.AsNoTracking().Single().EndedOn);
    }

    [Fact]
    public async Task A_changed_action_is_found_in_the_chain()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Begun(who, applicant);
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(Admin, row.Id, CaseActionKind.Accept);
        await Db.CaseActions.Where(a => a.CaseId == row.Id && a.Sequence == 1).ExecuteUpdateAsync(set => set.SetProperty(a => a.Reason, "别的理由"), Cancel);
        var opened = (await CaseBook.Open(Db, House, who, row.Id, Cancel)).Accept();
        Assert.Equal(1, CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
    }

    [Fact]
    public async Task The_same_key_again_is_the_first_action_and_a_stale_page_changes_nothing()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Begun(who, applicant);
        var request = new CaseRequest(CaseActionKind.Submit, "once", 0, "", new());
        var first = (await CaseWork.Act(Db, House, who, row.Id, request, Cancel)).Accept();
        var again = (await CaseWork.Act(Db, House, who, row.Id, request, Cancel)).Accept();
        Assert.Equal((1, false, 1, true), (first.Sequence, first.Repeated, again.Sequence, again.Repeated));
        Assert.Equal("case.changed", (await CaseWork.Act(Db, House, Admin, row.Id, request with { Kind = CaseActionKind.Accept }, Cancel)).Refusal()); // somebody else's key
        Assert.Equal("case.changed", (await CaseWork.Act(Db, House, Admin, row.Id, new(CaseActionKind.Accept, "k2", 0, "", new()), Cancel)).Refusal());
        Assert.Equal("case.key", (await CaseWork.Act(Db, House, Admin, row.Id, new(CaseActionKind.Accept, "k 2'", null, "", new()), Cancel)).Refusal());
        Assert.Equal("case.reason", (await CaseWork.Act(Db, House, Admin, row.Id, new(CaseActionKind.Decline, "k3", null, "甲\u202e乙", new()), Cancel)).Refusal());
        Assert.Single(Actions(row.Id));
    }

    [Fact]
    public async Task Nobody_sees_the_case_of_somebody_else_and_a_power_of_attorney_has_its_days()
    {
        var (who, applicant) = await Applicant("li");
        var (stranger, _) = await Applicant("wang");
        var agent = Account("agent");
        var province = Account("anhui", Role.RegionalOfficer, "office-340000");
        (await Applicants.Add(Db, who, applicant.Id, "agent", MemberKind.Agent, new(2026, 9, 1), new(2026, 10, 1), Now, Cancel)).Accept();
        Assert.Equal("applicant.manager", (await Applicants.Add(Db, stranger, applicant.Id, "wang", MemberKind.Agent, null, new(2026, 10, 1), Now, Cancel)).Refusal());
        var own = await Begun(who, applicant);
        var agents = await Begun(agent, applicant, Declaration("202010123457.7"));
        Assert.Equal(new[] { own.Id, agents.Id }, Seen(who));
        Assert.Equal(new[] { agents.Id }, Seen(agent)); // an agent sees what it handles
        Assert.Empty(Seen(stranger));
        Assert.Empty(Seen(Admin)); // drafts are nobody's business
        foreach (var other in new[] { stranger, province, Actor.Public }) Assert.Equal("case.missing", (await CaseBook.Open(Db, House, other, own.Id, Cancel)).Refusal());

        await Do(who, own.Id, CaseActionKind.Submit);
        Assert.Equal(new[] { own.Id }, Seen(Admin));
        Assert.Empty(Seen(province));
        Assert.Equal("case.missing", await Refused(stranger, own.Id, CaseActionKind.Withdraw));
        Now.Moment = new(2026, 9, 30, 16, 0, 0, TimeSpan.Zero); // midnight of 1 October in China: the last day of the power
        Assert.Equal(new[] { agents.Id }, Seen(agent));
        Now.Moment = Now.Moment.AddDays(1);
        Assert.Empty(Seen(agent));
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, agent, agents.Id, Cancel)).Refusal());
    }

    [Fact]
    public async Task An_office_that_is_no_longer_asked_no_longer_sees_the_case()
    {
        var (who, applicant) = await Applicant("li");
        var (officer, province) = (Account("officer", Role.DepartmentOfficer, "cnipa-utilisation"), Account("anhui", Role.RegionalOfficer, "office-340000"));
        var row = await Begun(who, applicant);
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        var asked = Db.Organisation("office-340000").Id.Value;
        Assert.Equal("case.not-now", await Refused(officer, row.Id, CaseActionKind.Recall, new() { Organisation = asked }));
        await Do(officer, row.Id, CaseActionKind.AskJoint, new() { Organisation = asked });
        Assert.Equal(new[] { row.Id }, Seen(province));
        Assert.Equal("case.recall-unknown", await Refused(officer, row.Id, CaseActionKind.Recall, new() { Organisation = asked + 1 }));
        Assert.Equal("case.party", await Refused(province, row.Id, CaseActionKind.Recall, new() { Organisation = asked }));
        Assert.Equal("case.opinions-open", await Refused(officer, row.Id, CaseActionKind.Pass));
        await Do(officer, row.Id, CaseActionKind.Recall, new() { Organisation = asked });
        Assert.Empty(Seen(province));
        await Do(officer, row.Id, CaseActionKind.Pass);
    }

    [Fact]
    public async Task Who_stands_on_the_applicants_side_decides_nothing_about_it()
    {
        var officer = Account("officer", Role.NationalAdministrator, "cnipa");
        var applicant = (await Applicants.Register(Db, officer, new(ApplicantKind.Person, "本人", null, "本人", "010-12345678"), false, Now, Cancel)).Accept();
        var row = await Begun(officer, applicant);
        await Do(officer, row.Id, CaseActionKind.Submit);
        Assert.Equal("case.party", await Refused(officer, row.Id, CaseActionKind.Accept));
        Assert.Equal("case.officer", await Refused(Admin, row.Id, CaseActionKind.Assign, new() { Account = officer.AccountId!.Value.Value }));
    }

    [Fact]
    public async Task Papers_nobody_looked_at_count_as_accepted_by_the_clock_once_and_a_return_unanswered_ends_the_case()
    {
        var (who, applicant) = await Applicant("li");
        var (looked, forgotten, returned) = (await Begun(who, applicant), await Begun(who, applicant, Declaration("202010123457.7")), await Begun(who, applicant, Declaration("202010123458.1")));
        foreach (var row in new[] { looked, forgotten, returned }) await Do(who, row.Id, CaseActionKind.Submit);
        await Do(Admin, looked.Id, CaseActionKind.Accept);
        await Do(Admin, returned.Id, CaseActionKind.Return, new() { Until = new(2026, 9, 14) });
        Now.Moment = new(2026, 9, 14, 15, 59, 0, TimeSpan.Zero); // one minute before the fifth working day ends
        Assert.Equal(0, await CaseSweep.Run(Db, House, Cancel));
        Now.Moment = new(2026, 9, 14, 16, 0, 0, TimeSpan.Zero);
        var turns = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var db = Store.CreateContext();
            return await CaseSweep.Run(db, House, Cancel);
        }));
        Assert.Equal(2, turns.Sum()); // four nodes, each timer once
        Assert.Equal(0, await CaseSweep.Run(Db, House, Cancel));
        var state = CaseState.Of(House.ItemOf(forgotten), Actions(forgotten.Id).Select(a => a.Action));
        Assert.Equal((CasePhase.Handling, true, new DateOnly(2026, 9, 7)), (state.Phase, state.Deemed, state.AcceptedOn!.Value));
        Assert.Equal(CasePhase.Lapsed, Row(returned.Id).Phase);
        Assert.Equal(2, Actions(looked.Id).Count);
        Assert.All(Db.CaseTimers.AsNoTracking(), t => Assert.NotNull(t.FiredAt));
    }

    [Fact]
    public async Task A_case_whose_definition_is_gone_holds_up_no_other_and_stays_due()
    {
        var (who, applicant) = await Applicant("li");
        var (orphan, other) = (await Begun(who, applicant), await Begun(who, applicant, Declaration("202010123457.7")));
        foreach (var row in new[] { orphan, other }) await Do(who, row.Id, CaseActionKind.Submit);
        await Db.ServiceCases.Where(c => c.Id == orphan.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ItemVersion, 9999), Cancel);
        Now.Moment = new(2026, 9, 14, 16, 0, 0, TimeSpan.Zero);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => CaseSweep.Run(Db, House, Cancel));
        Assert.Contains("9999", fault.Message, StringComparison.Ordinal);
        Assert.Equal(CasePhase.Handling, Row(other.Id).Phase);
        Assert.Null(Assert.Single(Db.CaseTimers.AsNoTracking(), t => t.CaseId == orphan.Id).FiredAt);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_once_and_the_same_application_twice_is_explained()
    {
        var (who, applicant) = await Applicant("li");
        var row = (await CaseDrafts.Begin(Db, House, who, "open_licence", applicant.Id, "cnipa", false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.False((await CaseWork.Act(Db, House, who, row.Id, new(CaseActionKind.Submit, "k", null, "", new()), Cancel)).Accepted(out _, out var refusal));
        Assert.Contains(refusal.Defects, d => d is { Code: "form.required", Field: "f-patent" });
        Assert.Contains(refusal.Defects, d => d.Code == "case.material-missing");
        Assert.DoesNotContain(refusal.Defects, d => d.Field is "f-owner" or "f-phone"); // known of the applicant and filled in
        Assert.Equal("case.office", (await CaseDrafts.Begin(Db, House, who, "open_licence", applicant.Id, "office-340000", false, Cancel)).Refusal());
        Assert.Equal("case.material-promise", (await CaseDrafts.Promise(Db, House, who, row.Id, "declaration", Cancel)).Refusal());
        Assert.Equal("case.material-unknown", (await CaseDrafts.Promise(Db, House, who, row.Id, "evaluation", Cancel)).Refusal()); // had from a shared source

        var first = await Begun(who, applicant);
        await Do(who, first.Id, CaseActionKind.Submit);
        var second = await Begun(who, applicant);
        Assert.False((await CaseWork.Act(Db, House, who, second.Id, new(CaseActionKind.Submit, "k", null, "", new()), Cancel)).Accepted(out _, out refusal));
        Assert.Equal(("case.same", first.Number), (refusal.Code, refusal.Defects[0].Arguments[0]));
    }

    [Fact]
    public async Task A_rating_keeps_its_item_where_enough_others_could_have_given_it()
    {
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var rated = new List<string>();
        for (var i = 0; i < Ratings.Crowd + 1; i++)
        {
            var (who, applicant) = await Applicant($"li{i}");
            var row = await Ready(who, applicant, officer, Declaration(ExampleForm.Patent(i)));
            await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "refuse" });
            (await Ratings.Rate(Db, House, who, row.Id, 5, null, Cancel)).Accept();
            rated.Add(Db.ServiceRatings.AsNoTracking().ToList().Count(r => r.Item == "open_licence").ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        Assert.Equal(["0", "0", "0", "0", "1", "2"], rated);
        // Those of another season hide nobody.
        Now.Moment = Now.Moment.AddDays(Ratings.CrowdDays + 1);
        var (late, last) = await Applicant("late");
        var alone = await Ready(late, last, officer, Declaration(ExampleForm.Patent(9)));
        await Do(officer, alone.Id, CaseActionKind.Decide, new() { Decision = "refuse" });
        (await Ratings.Rate(Db, House, late, alone.Id, 5, null, Cancel)).Accept();
        Assert.Equal(5, Db.ServiceRatings.AsNoTracking().Count(r => r.Item == ""));
    }

    [Fact]
    public async Task A_rating_leads_back_to_nobody_and_a_bad_one_is_to_be_answered()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Ready(who, applicant, officer);
        Assert.Equal("rating.early", (await Ratings.Rate(Db, House, who, row.Id, 1, "太慢", Cancel)).Refusal());
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "refuse" });
        Assert.Equal("case.party", (await Ratings.Rate(Db, House, officer, row.Id, 5, null, Cancel)).Refusal());
        var receipt = (await Ratings.Rate(Db, House, who, row.Id, 1, "太慢", Cancel)).Accept();
        Assert.Equal("rating.once", (await Ratings.Rate(Db, House, who, row.Id, 5, null, Cancel)).Refusal());
        var rating = Db.ServiceRatings.AsNoTracking().Single();
        Assert.Equal("", rating.Item); // one applicant lately: the item would name it
        Assert.Empty(await Ratings.Shown(Db, Today).ToListAsync(Cancel)); // and it is not seen arrive
        Assert.Single(await Ratings.Shown(Db, Today.AddDays(1)).ToListAsync(Cancel));
        Assert.Equal(new DateOnly(2026, 9, 28), rating.AnswerBy); // fifteen working days: Sunday 20 September is worked, 25 to 27 rest
        Assert.DoesNotContain(Db.AuditEntries.AsNoTracking().ToList(), e => e.Action.Contains("rat", StringComparison.Ordinal));
        Db.ChangeTracker.Clear();
        Assert.Equal("rating.missing", (await Ratings.Answer(Db, House, Account("other", Role.RegionalOfficer, "office-340000"), rating.Id, "别人答", Cancel)).Refusal());
        (await Ratings.Answer(Db, House, officer, rating.Id, "已经加派人手。", Cancel)).Accept();
        Assert.Equal("已经加派人手。", (await Ratings.Find(Db, receipt, Cancel))!.Answer);
        Assert.Null(await Ratings.Find(Db, "ABCDEFGHJKMNPQRS", Cancel));
    }

    List<CaseId> Seen(Actor who) => [.. Db.VisibleCases(who, Today).AsNoTracking().OrderBy(c => c.Id).Select(c => c.Id)];
}
