using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteAfter(PostgresCluster cluster) : AfterContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresAfter(PostgresCluster cluster) : AfterContract(StoreProvider.PostgreSql, cluster);

/// <summary>After the decision: what a holder may ask for, how long an entry stands, and what other registers mean for the next decision.</summary>
public abstract class AfterContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    const string Patent = "202010123456.2";

    [Fact]
    public async Task A_declaration_is_withdrawn_at_its_holders_request_and_announced_in_the_words_of_the_law()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Ready(who, applicant, officer);
        Assert.Equal("case.not-now", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("withdraw")));
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });
        await Do(who, row.Id, CaseActionKind.Deliver);

        Assert.Equal("case.party", await Refused(officer, row.Id, CaseActionKind.AskAfter, Ask("withdraw")));
        Assert.Equal("case.after-unknown", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("cancel")));
        Assert.Equal("form.required", await Refused(who, row.Id, CaseActionKind.AskAfter, new() { After = "withdraw" }));
        await Do(who, row.Id, CaseActionKind.AskAfter, Ask("withdraw"));
        Assert.Equal("case.after-open", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("withdraw")));
        Assert.Equal("case.after-open", await Refused(Admin, row.Id, CaseActionKind.Revoke));
        Assert.Equal("case.not-now", await Refused(who, row.Id, CaseActionKind.Deliver));
        Assert.Equal((CasePhase.Decided, new DateOnly(2026, 9, 20)), (Row(row.Id).Phase, Row(row.Id).DueOn)); // on the office's desk, ten working days: Sunday the 20th is worked
        Assert.Null(Entry(row).EndedOn);

        await Do(officer, row.Id, CaseActionKind.RefuseAfter);
        Assert.Equal(CasePhase.Delivered, Row(row.Id).Phase);
        await Do(who, row.Id, CaseActionKind.AskAfter, Ask("withdraw"));
        await Do(officer, row.Id, CaseActionKind.GrantAfter);
        Assert.Equal((CasePhase.Ended, null), (Row(row.Id).Phase, Row(row.Id).DueOn));
        Assert.Equal(new DateOnly(2026, 9, 7), Entry(row).EndedOn);
        var certificate = Assert.Single(Db.ServiceCertificates.AsNoTracking());
        Assert.Equal((CertificateEnd.Withdrawn, CertificateFinding.Ended), (certificate.End!.Value, Certificates.Find(certificate, new(2026, 9, 7))));
        Assert.Contains("不影响在先给予的开放许可", certificate.EndReason, StringComparison.Ordinal);
        Assert.DoesNotContain("理由充分", certificate.EndReason, StringComparison.Ordinal); // the holder's own words are not announced
        var opened = (await CaseBook.Open(Db, House, who, row.Id, Cancel)).Accept();
        Assert.Null(CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
        Assert.DoesNotContain(CaseActionKind.AskAfter, opened.Allowed);
    }

    [Fact]
    public async Task A_pledge_is_changed_and_then_cancelled_and_each_edition_says_what_stood()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Granted(who, applicant.Id, Admin, "pledge_registration", ("patent", Patent), ("signed", "2026-05-01"), ("until", "2028-05-01"));
        await Do(who, row.Id, CaseActionKind.AskAfter, Ask("change", ("pledgee", "演示银行乙"), ("until", "2029-05-01")));
        await Do(Admin, row.Id, CaseActionKind.GrantAfter);
        Assert.Equal(("演示银行乙", "2029-05-01"), (Certificates.Values(Entry(row))["pledgee"], Certificates.Values(Entry(row))["until"]));
        Assert.Equal([CertificateEnd.Changed, null], Db.ServiceCertificates.AsNoTracking().OrderBy(c => c.Edition).Select(c => c.End));
        // The form as it would stand keeps the rules of the item: beyond the patent's term there is nothing to pledge.
        Assert.Equal("form.rule", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("change", ("pledgee", "演示银行乙"), ("until", "2060-05-01"))));
        Assert.Equal("form.rule", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("cancel", ("cancel_reason", "paid"), ("cancel_proof", "还款 1"), ("cancel_on", "2026-04-01")))); // before the contract
        Assert.Equal("form.rule", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("cancel", ("cancel_reason", "paid"), ("cancel_proof", "还款 1"), ("cancel_on", "2026-12-01")))); // not yet
        await Do(who, row.Id, CaseActionKind.AskAfter, Ask("cancel", ("cancel_reason", "paid"), ("cancel_proof", "还款 1"), ("cancel_on", "2026-09-01")));
        await Do(Admin, row.Id, CaseActionKind.GrantAfter);
        Assert.NotNull(Entry(row).EndedOn);
    }

    [Fact]
    public async Task A_renewal_adds_its_months_to_the_end_and_not_to_the_day_of_asking()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Granted(who, applicant.Id, Admin, "trademark_agency_record");
        Assert.Equal(new DateOnly(2029, 9, 7), Entry(row).ValidTo);
        Assert.Equal("case.after-early", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("renew"))); // three years ahead
        Now.Moment = new(2028, 9, 7, 2, 0, 0, TimeSpan.Zero);
        await Do(who, row.Id, CaseActionKind.AskAfter, Ask("renew"));
        await Do(Admin, row.Id, CaseActionKind.GrantAfter);
        Assert.Equal(new DateOnly(2032, 9, 7), Entry(row).ValidTo);
        Assert.Equal(new DateOnly(2032, 9, 7), Db.ServiceCertificates.AsNoTracking().Single(c => c.EndedAt == null).ValidTo);
        Assert.Equal("case.after-early", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("renew"))); // and not twice in a minute

        // What is over is applied for anew; and the history tells the renewal with its day and edition.
        Now.Moment = new(2032, 9, 7, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal("case.after-expired", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("renew")));
        var history = (await RegisterHistory.Of(Db, House.Catalogue, [Entry(row)], Cancel))[row.Id].ToList();
        Assert.Equal([(new DateOnly(2026, 9, 7), 1, null), (new DateOnly(2028, 9, 7), 2, "renew")], history.Select(h => (h.On, h.Edition, h.Granted?.Code)));
    }

    // As it was found: what is computed stayed what it had been, and rules over it were not asked.
    [Fact]
    public async Task A_change_computes_anew_keeps_the_bounds_of_the_form_and_changes_something()
    {
        var item = ServiceFiles.Shipped.Find("patent_intensive_product", new(2026, 9, 7))!;
        var field = item.Form.First(f => f.Computed is not null);
        var form = Example(item, 3);
        var source = field.Computed!.Fields[0];
        form[source] = "1";
        var before = FormCheck.Run(item with { Rules = [] }, form.GetValueOrDefault, complete: false).Values;
        var merged = AfterRequest.Merged(item, before, new Dictionary<string, string> { [source] = "2" });
        Assert.NotEqual(before[field.Code], merged[field.Code]);
        Assert.Equal(FormCheck.Run(item with { Rules = [] }, code => code == source ? "2" : form.GetValueOrDefault(code), complete: false).Values[field.Code], merged[field.Code]);

        var (who, applicant) = await Applicant("li");
        var row = await Granted(who, applicant.Id, Admin, "pledge_registration", ("patent", Patent), ("signed", "2026-05-01"), ("until", "2028-05-01"), ("pledgee", "演示银行甲"));
        Assert.Equal("form.after-same", await Refused(who, row.Id, CaseActionKind.AskAfter, Ask("change", ("pledgee", "演示银行甲"), ("until", "2028-05-01"))));
    }

    [Fact]
    public async Task The_same_key_with_other_words_is_refused_and_with_the_same_words_repeated()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Begun(who, applicant);
        await Do(who, row.Id, CaseActionKind.Submit);
        Task<Domain.Outcome<CaseDone>> Returned(string reason) => CaseWork.Act(Db, House, officer, row.Id, new(CaseActionKind.Return, "one-key", null, reason, new() { Until = new(2026, 9, 20) }), Cancel);
        Assert.False((await Returned("缺签名页")).Accept().Repeated);
        Assert.True((await Returned("缺签名页")).Accept().Repeated);
        Assert.Equal("case.key-used", (await Returned("缺合同")).Refusal());
        Assert.Equal("缺签名页", Actions(row.Id)[^1].Reason);
    }

    [Fact]
    public async Task Without_consent_nothing_is_shared_and_a_withdrawn_consent_is_seen_by_nobody()
    {
        var (who, applicant) = await Applicant("li");
        var reader = Account("platform");
        (await Applicants.Register(Db, reader, new(ApplicantKind.Company, "演示平台", ExampleForm.Credit(77), "联系人", "010-12345678"), false, Now, Cancel)).Accept();
        var row = await Granted(who, applicant.Id, Admin, "evaluation_report_sharing", ("platform", ExampleForm.Credit(77)));
        var today = new DateOnly(2026, 9, 7);
        Assert.Single(Db.VisibleEntries(reader, today));
        await Do(who, row.Id, CaseActionKind.AskAfter, Ask("withdraw"));
        await Do(Admin, row.Id, CaseActionKind.GrantAfter);
        Assert.Empty(Db.VisibleEntries(reader, today));

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Granted(who, applicant.Id, Admin, "evaluation_report_sharing", ("agree", "no"), ("platform", ExampleForm.Credit(77))));
        Assert.Contains("form.rule", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_stands_no_longer_than_its_days_and_is_then_no_offer()
    {
        var (holder, applicant) = await Applicant("holder");
        var (firm, wants) = await Applicant("firm");
        var offer = await Granted(holder, applicant.Id, Admin, "open_licence", ("patent", Patent), ("title", "一种散热装置"), ("kind", "invention"), ("from", "2026-09-01"), ("until", "2026-10-01"));
        Assert.Equal(new DateOnly(2026, 10, 2), Entry(offer).ValidTo);
        var item = ServiceFiles.Shipped.Find("open_licence", new(2026, 9, 7))!;
        Assert.True(Registers.Holds(Entry(offer), item, new(2026, 10, 1)));
        Assert.False(Registers.Holds(Entry(offer), item, new(2026, 10, 2)));
        // An entry of the time before its end was kept tells it by its own days.
        var older = new RegisterEntry { Item = "open_licence", Number = "", Holder = "", Subject = "", Values = """{"until":"2021-01-01","patent":"202010123456.2"}""", EnteredOn = new(2020, 1, 1) };
        Assert.False(Registers.Holds(older, item, new(2026, 9, 7)));

        await Wanted(holder, applicant.Id);
        Assert.Empty(Db.TechnologyMatches); // nobody is told of their own patent
        await Wanted(firm, wants.Id);
        Assert.Single(Db.TechnologyMatches);
        Assert.Single(await Matches.Own(Db, firm, new(2026, 10, 1), 10, Cancel));
        Assert.Empty(await Matches.Own(Db, firm, new(2026, 10, 2), 10, Cancel));
        Now.Moment = new(2026, 10, 12, 2, 0, 0, TimeSpan.Zero);
        await Wanted(firm, wants.Id);
        Assert.Single(Db.TechnologyMatches);
    }

    [Fact]
    public async Task Standing_entries_of_other_registers_are_told_with_the_law_and_bar_what_the_law_bars()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var licence = await Granted(who, applicant.Id, Admin, "licence_contract_record", ("patent", Patent), ("licence_kind", "exclusive"), ("effective", "2026-08-01"), ("until", "2030-01-01"), ("pledged", "no"));
        var row = await Ready(who, applicant, officer);
        var found = Assert.Single(await Found(row));
        Assert.Equal((true, "第八十六条", licence.Number), (found.Blocks, found.Basis.Article, Assert.Single(found.Numbers)));
        Assert.Equal("case.register-blocks", await Refused(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" }));
        // When the licence has ended, nothing bars; a refusal is never barred.
        await Do(who, licence.Id, CaseActionKind.AskAfter, Ask("cancel", ("cancelled_on", "2026-09-01")));
        await Do(Admin, licence.Id, CaseActionKind.GrantAfter);
        Assert.Empty(await Found(row));
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });

        // The other way round: no exclusive licence while the patent is open to all (专利法 第五十一条); an ordinary one may be recorded.
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Granted(who, applicant.Id, Admin, "licence_contract_record", ("patent", Patent), ("licence_kind", "sole"), ("effective", "2026-08-01"), ("until", "2030-01-01"), ("pledged", "no")));
        Assert.Contains("case.register-blocks", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_register_holds_nothing_is_told_and_bars_nothing()
    {
        var (who, applicant) = await Applicant("li");
        var row = await Granted(who, applicant.Id, Admin, "open_licence_record", ("patent", Patent), ("payment", "free"), ("from", "2026-09-01"), ("until", "2028-01-01"));
        var found = Assert.Single(await Found(row));
        Assert.Equal((false, 0), (found.Blocks, found.Numbers.Count));
        Assert.Contains("没有这一专利", found.Say, StringComparison.Ordinal);
        await Granted(who, applicant.Id, Admin, "open_licence", ("patent", Patent), ("kind", "invention"), ("payment", "free"), ("from", "2026-09-01"), ("until", "2028-10-01"), ("pledged", "no"));
        Assert.Empty(await Found(row));
        var pledge = await Granted(who, applicant.Id, Admin, "pledge_registration", ("patent", Patent), ("signed", "2026-05-01"), ("until", "2028-05-01"));
        var opened = (await CaseBook.Open(Db, House, Admin, pledge.Id, Cancel)).Accept();
        var (said, beside) = await RegisterConflicts.Look(Db, opened, beside: true, Cancel);
        Assert.Contains(said, f => f.Say.Contains("开放许可", StringComparison.Ordinal));
        Assert.Equal(2, beside.Count);
    }

    // 专利法第五十一条: the licensee pays as it was announced; another agreement is an ordinary licence.
    [Theory]
    [InlineData(true)]
    [InlineData(false, "amount", "1")]
    [InlineData(false, "payment", "free")]
    [InlineData(false, "rate", "3")]
    [InlineData(false, "from", "2026-08-31")]
    [InlineData(false, "until", "2028-10-02")]
    public async Task An_open_licence_that_is_not_as_it_was_announced_is_not_recorded(bool fits, string? field = null, string? value = null)
    {
        var (who, applicant) = await Applicant("li");
        (string, string)[] announced = [("patent", Patent), ("payment", "entry_royalty"), ("amount", "100000"), ("rate", "3.5"), ("rate_base", "net_sales"), ("from", "2026-09-01"), ("until", "2028-10-01")];
        await Granted(who, applicant.Id, Admin, "open_licence", [.. announced, ("kind", "invention"), ("pledged", "no")]);
        (string, string)[] agreed = [.. announced.Where(a => a.Item1 != field && !(value == "free" && a.Item1 is "amount" or "rate" or "rate_base")), .. field is null ? [] : new[] { (field, value!) }];
        if (fits) await Granted(who, applicant.Id, Admin, "open_licence_record", agreed);
        else Assert.Contains("case.register-blocks", (await Assert.ThrowsAnyAsync<Exception>(() => Granted(who, applicant.Id, Admin, "open_licence_record", agreed))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_patent_of_a_pledge_of_several_is_known_to_be_pledged_and_found_in_the_register()
    {
        var (who, applicant) = await Applicant("li");
        var other = ExampleForm.Patent(4711);
        await Granted(who, applicant.Id, Admin, "pledge_registration", ("patent", Patent), ("more_patents", $"ZL{other}\n{ExampleForm.Patent(4712)}"), ("signed", "2026-05-01"), ("until", "2028-05-01"));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Granted(who, applicant.Id, Admin, "open_licence", ("patent", other), ("kind", "invention"), ("from", "2026-09-01"), ("until", "2028-10-01"), ("pledged", "no")));
        Assert.Contains("case.register-blocks", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await Registers.Search(Db, new(Actor.Public, Today, House.Catalogue), House.Catalogue.Newest("pledge_registration")!, other, 1, 20, Cancel)).Total);
        // And the other way round: what is pledged already is told of every number.
        var again = await Granted(who, applicant.Id, Admin, "pledge_registration", ("patent", ExampleForm.Patent(4799)), ("more_patents", other), ("prior_pledge", "no"), ("signed", "2026-05-01"), ("until", "2028-05-01"));
        Assert.Contains(await Found(again), f => f.Say.Contains("其他专利号", StringComparison.Ordinal) && f.Numbers.Count == 1);
    }

    async Task Wanted(Actor who, ApplicantId applicant)
    {
        var officer = Account($"wants-{Key()}", Role.RegionalOfficer, "office-340000");
        var row = (await CaseDrafts.Begin(Db, House, who, "technology_demand", applicant, "office-340000", false, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        var form = ExampleForm.Of(House.ItemOf(row), 7, new(2026, 9, 1)).ToDictionary(StringComparer.Ordinal);
        (form["title"], form["words"], form["until"]) = ($"散热技术{Key()}", "散热", "2027-09-01");
        Assert.Empty((await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
        (await CaseDrafts.Promise(Db, House, who, row.Id, "commitment", Cancel)).Accept();
        await Do(who, row.Id, CaseActionKind.Submit);
        await Do(officer, row.Id, CaseActionKind.Accept);
        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "published" });
    }

    async Task<List<ConflictFound>> Found(ServiceCase row) => await RegisterConflicts.Of(Db, (await CaseBook.Open(Db, House, Admin, row.Id, Cancel)).Accept(), Cancel);

    RegisterEntry Entry(ServiceCase row) => Db.RegisterEntries.AsNoTracking().Single(e => e.CaseId == row.Id);

    static CasePayload Ask(string request, params (string Field, string Value)[] said) => new()
    {
        After = request, Values = said.Append(("after_words", "情况说明")).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
    };
}
